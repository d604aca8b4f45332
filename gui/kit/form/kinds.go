package form

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// kind is how a value of a one-line field is read and written.
type kind[T any] struct {
	parse func(string) (T, error)
	print func(T) string
	plain func(T) any
	take  func(any) (T, error)
	blank any
	look  look
}

// look is how the entry of a kind differs from a plain one.
type look struct {
	hint  string
	lines int             // of a text of several lines; 0 one line
	allow func(rune) bool // what can be typed; nil anything
}

func same[T any](v T) T { return v }

func asAny[T any](v T) any { return v }

// Text adds a field for one line of text. Blanks around it are cut.
func (g *Group) Text(s Spec) *Field[string] { return enter(g, s, lineKind(trimmed)) }

// Multi adds a field for text of several lines, drawn with so many.
func (g *Group) Multi(s Spec, lines int) *Field[string] {
	k := lineKind(trimmed)
	k.look.lines = max(lines, 2)
	return enter(g, s, k)
}

// Email adds a field for one e-mail address.
func (g *Group) Email(s Spec) *Field[string] { return enter(g, s, lineKind(readEmail)) }

// Phone adds a field for a telephone number, kept as it is written.
func (g *Group) Phone(s Spec) *Field[string] {
	k := lineKind(readPhone)
	k.look.allow = func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("+-()/. x", r) }
	return enter(g, s, k)
}

// Money adds a field for an amount in a currency, which stands behind it. Up to
// four decimals are kept: piece prices can be finer than coins.
func (g *Group) Money(s Spec, c model.Currency) *Amount {
	a := &Amount{currency: c}
	if s.Unit == "" {
		s.Unit = string(c)
	}
	f := g.form.options.Format
	a.Field = enter(g, s, kind[model.Amount]{
		parse: f.ParseAmount,
		print: func(v model.Amount) string { return f.Price(v, a.currency) },
		plain: func(v model.Amount) any { return v.String() },
		take:  via(model.ParseAmount),
		look:  look{allow: numeric},
	})
	return a
}

// Amount is a field for money.
type Amount struct {
	*Field[model.Amount]
	currency model.Currency
}

// Currency tells in which currency the amount is.
func (a *Amount) Currency() model.Currency { return a.currency }

// SetCurrency changes the currency that the amount is in; the number stays.
func (a *Amount) SetCurrency(c model.Currency) {
	a.currency = c
	if e, ok := a.ctl.(*entry); ok {
		e.setUnit(string(c))
	}
	a.tidy()
}

// Percent adds a field for a percentage in percent points: 6.5 is 6.5 %.
func (g *Group) Percent(s Spec) *Field[model.Percent] {
	if s.Unit == "" {
		s.Unit = "%"
	}
	f := g.form.options.Format
	return enter(g, s, kind[model.Percent]{
		parse: f.ParsePercent,
		print: func(v model.Percent) string { return f.Decimal(v.Decimal) },
		plain: func(v model.Percent) any { return v.String() },
		take:  via(model.ParsePercent),
		look:  look{allow: func(r rune) bool { return r == '%' || numeric(r) }},
	})
}

// Quantity adds a field for a whole number.
func (g *Group) Quantity(s Spec) *Field[model.Quantity] {
	f := g.form.options.Format
	return enter(g, s, kind[model.Quantity]{
		parse: f.ParseQuantity,
		print: f.Quantity,
		plain: func(v model.Quantity) any { return int64(v) },
		take:  via(plainQuantity),
		look:  look{allow: numeric},
	})
}

// Digits adds a field for a whole number that counts nothing, a port say: it is
// written without signs between thousands.
func (g *Group) Digits(s Spec) *Field[model.Quantity] {
	return enter(g, s, kind[model.Quantity]{
		parse: g.form.options.Format.ParseQuantity,
		print: func(v model.Quantity) string { return strconv.FormatInt(int64(v), 10) },
		plain: func(v model.Quantity) any { return int64(v) },
		take:  via(plainQuantity),
		look:  look{allow: unicode.IsDigit},
	})
}

// Decimal adds a field for an exact number, a rate say.
func (g *Group) Decimal(s Spec) *Field[decimal.Decimal] {
	f := g.form.options.Format
	return enter(g, s, kind[decimal.Decimal]{
		parse: f.ParseDecimal,
		print: f.Decimal,
		plain: func(v decimal.Decimal) any { return v.String() },
		take:  via(model.ParseDecimal),
		look:  look{allow: numeric},
	})
}

// Date adds a field for a day, read as the user writes it, as "today" or as
// "+3", and kept as "2026-10-14".
func (g *Group) Date(s Spec) *Field[model.Date] {
	f := g.form.options.Format
	return enter(g, s, kind[model.Date]{
		parse: f.ParseDate,
		print: f.DateYear,
		plain: func(v model.Date) any { return string(v) },
		take:  via(model.ParseDate),
		blank: "",
		look:  look{hint: text.T("form.like", f.DateHint())},
	})
}

// Range allows only values from low to high.
func Range[T interface{ ~int64 }](f *Field[T], low, high T) *Field[T] {
	return f.Check(func(v T) error {
		if v >= low && v <= high {
			return nil
		}
		return model.Errorf(model.Invalid, "%s", text.T("form.range", f.print(low), f.print(high)))
	})
}

// AtLeast allows only values from low on.
func AtLeast[T interface{ ~int64 }](f *Field[T], low T) *Field[T] {
	return f.Check(func(v T) error {
		if v >= low {
			return nil
		}
		return model.Errorf(model.Invalid, "%s", text.T("form.least", f.print(low)))
	})
}

// Longest allows texts of at most n characters.
func Longest(f *Field[string], n int) *Field[string] {
	return f.Check(func(v string) error {
		if over := len([]rune(v)) - n; over > 0 {
			return model.Errorf(model.Invalid, "%s", text.N("form.long", over, n, over))
		}
		return nil
	})
}

func lineKind(parse func(string) (string, error)) kind[string] {
	return kind[string]{parse: parse, print: same[string], plain: asAny[string], take: word, blank: ""}
}

func trimmed(s string) (string, error) { return strings.TrimSpace(s), nil }

// readEmail refuses what cannot be an address; the service that keeps it reads it
// once more, and strictly.
func readEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || !strings.Contains(strings.Trim(host, "."), ".") || strings.HasSuffix(host, ".") || strings.ContainsAny(s, " ,;<>()\"\\") || strings.Contains(host, "@") {
		return s, model.Errorf(model.Invalid, "%s", text.T("form.email"))
	}
	return s, nil
}

func readPhone(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 4 || digits > 20 || strings.LastIndex(s, "+") > 0 {
		return s, model.Errorf(model.Invalid, "%s", text.T("form.phone"))
	}
	return s, nil
}

// plainQuantity reads a whole number as programs write it; 5.0 is one too.
func plainQuantity(s string) (model.Quantity, error) {
	d, err := model.ParseDecimal(s)
	if err != nil {
		return 0, err
	}
	if !d.IsInteger() || !d.BigInt().IsInt64() {
		return 0, unfit(s)
	}
	return model.Quantity(d.IntPart()), nil
}

// numeric tells what a number can be typed with in any country.
func numeric(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("+-−.,'’ \u00a0\u202f", r)
}
