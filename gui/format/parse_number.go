package format

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// ParseAmount reads money as the user writes it, with or without thousands, and
// what others write when it can mean only one thing. It keeps four decimals.
func (f *Format) ParseAmount(s string) (model.Amount, error) {
	plain, err := f.read(s, f.AmountHint())
	if err != nil {
		return 0, err
	}
	return model.ParseAmount(plain)
}

// ParseDecimal reads an exact number, a rate say, as ParseAmount does.
func (f *Format) ParseDecimal(s string) (decimal.Decimal, error) {
	plain, err := f.read(s, f.AmountHint())
	if err != nil {
		return decimal.Zero, err
	}
	return model.ParseDecimal(plain)
}

// ParsePercent reads a percentage with or without its sign: "6.5" is 6.5 %.
func (f *Format) ParsePercent(s string) (model.Percent, error) {
	plain, err := f.read(strings.TrimSuffix(strings.TrimSpace(s), "%"), f.plain("6.5"))
	if err != nil {
		return model.Percent{}, err
	}
	return model.ParsePercent(plain)
}

// ParseQuantity reads a whole number of pieces.
func (f *Format) ParseQuantity(s string) (model.Quantity, error) {
	plain, err := f.read(s, f.Int(1200))
	if err != nil {
		return 0, err
	}
	whole, frac, _ := strings.Cut(plain, ".")
	if strings.Trim(frac, "0") != "" {
		return 0, model.Errorf(model.Invalid, "%q is not a whole number: pieces are counted without decimals", clip(s))
	}
	d, err := decimal.NewFromString(whole)
	if err != nil || !d.BigInt().IsInt64() {
		return 0, model.Errorf(model.Invalid, "%q is too large a number of pieces", clip(s))
	}
	return model.Quantity(d.IntPart()), nil
}

// AmountHint shows how ParseAmount likes money best: "1,234.50".
func (f *Format) AmountHint() string { return f.plain("1234.50") }

// read turns a number as people write it into one as programs do, "-1234.50".
// hint is an example for the sentence that refuses it.
func (f *Format) read(s, hint string) (string, error) {
	t := strings.NewReplacer(space, " ", "\u202f", " ", "\u2009", " ", "'", "’").Replace(strings.TrimSpace(s))
	sign := ""
	for _, m := range []string{"-", Minus, "–", "+"} {
		if rest, ok := strings.CutPrefix(t, m); ok {
			t = strings.TrimSpace(rest)
			if m != "+" {
				sign = "-"
			}
			break
		}
	}
	if len(t) > longest || !strings.ContainsAny(t, "0123456789") || strings.Trim(t, "0123456789.,’ ") != "" {
		return "", unreadable(s, hint)
	}
	whole, frac, err := f.parts(t)
	if err != nil {
		return "", err
	}
	if whole, frac = ungroup(whole), strings.TrimSpace(frac); whole == "" || strings.Trim(frac, "0123456789") != "" {
		return "", unreadable(s, hint)
	}
	if frac != "" {
		frac = "." + frac
	}
	return sign + whole + frac, nil
}

// parts finds the decimal sign. A last point or comma that can part thousands as
// well as decimals means what it means to the user; when it is neither of the
// user's signs nobody can know.
func (f *Format) parts(t string) (whole, frac string, err error) {
	last := strings.LastIndexAny(t, ".,")
	if last < 0 {
		return t, "", nil
	}
	mark, whole, frac := t[last:last+1], t[:last], t[last+1:]
	if whole == "" {
		whole = "0" // ".5"
	}
	thousands := len(frac) == 3 && ungroup(t) != "" && strings.TrimLeft(whole, "0") == whole
	switch {
	case strings.Contains(whole, mark): // it came before: not decimals
		return t, "", nil
	case !thousands, mark == f.o.Decimal:
		return whole, frac, nil
	case mark == f.o.Group:
		return t, "", nil
	}
	return "", "", model.Errorf(model.Invalid, "%q can be read as %s or as %s: write one of these", clip(t), f.plain(ungroup(t)), f.plain(ungroup(whole)+"."+frac))
}

// ungroup removes the signs between thousands and gives "" unless they part
// exactly three digits each and are all the same.
func ungroup(s string) string {
	i := strings.IndexAny(s, ".,’ ")
	if i < 0 {
		return s
	}
	mark, _ := utf8.DecodeRuneInString(s[i:])
	groups := strings.Split(s, string(mark))
	for n, g := range groups {
		if strings.Trim(g, "0123456789") != "" || n > 0 && len(g) != 3 || n == 0 && (len(g) == 0 || len(g) > 3) {
			return ""
		}
	}
	return strings.Join(groups, "")
}

func unreadable(s, hint string) error {
	if strings.TrimSpace(s) == "" {
		return model.Errorf(model.Invalid, "there is no number: write it like %s", hint)
	}
	return model.Errorf(model.Invalid, "%q is not a number: write it like %s", clip(s), hint)
}

// longest is how many bytes a number or a date can have; more was pasted by
// mistake.
const longest = 100

// clip keeps a sentence short that repeats what was typed.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
