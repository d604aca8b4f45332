package reports

import (
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Kind says what a column or cell holds, and so how every renderer shows it.
type Kind uint8

// The kinds. The zero Kind is that of a cell whose value is not known.
const (
	KindUnknown    Kind = iota
	KindText            // words for people
	KindIdentifier      // SKU, order number, tracking number: text that must survive every program unchanged
	KindInteger         // a count
	KindNumber          // an exact decimal: a rate, days, a score
	KindAmount          // money, with its currency
	KindPercent         // percent points: 6.5 means 6.5 %
	KindDate            // a civil date
	KindInstant         // a moment in UTC
	KindFlag            // yes or no
)

var kindNames = [...]string{"unknown", "text", "identifier", "integer", "number", "amount", "percent", "date", "instant", "flag"}

// String returns the name used in JSON.
func (k Kind) String() string { return kindNames[k] }

// Numeric tells whether cells of the kind are right-aligned figures.
func (k Kind) Numeric() bool { return k >= KindInteger && k <= KindPercent }

// Cell is one typed value, 32 bytes without a pointer to anything but its
// text, so that a table of millions stays cheap. The zero Cell is unknown,
// which is never the same as zero or as an empty text.
type Cell struct {
	text     string  // text, identifier, date, instant; of a number: its formula
	num      int64   // amount in ten-thousandths, decimal scaled by 10^decimals, count, flag
	currency [3]byte // of an amount
	kind     Kind
	decimals uint8 // shown decimals of an amount, kept decimals of a number
}

// Unknown returns the cell of a value nobody knows: null in JSON, empty in a sheet.
func Unknown() Cell { return Cell{} }

// Text returns a cell with words.
func Text(s string) Cell { return Cell{kind: KindText, text: s} }

// Identifier returns a cell with a code that no program may take for a number.
func Identifier(s string) Cell { return Cell{kind: KindIdentifier, text: s} }

// Integer returns a cell with a count.
func Integer[T ~int | ~int64](n T) Cell { return Cell{kind: KindInteger, num: int64(n)} }

// Flag returns a cell with yes or no.
func Flag(b bool) Cell {
	if b {
		return Cell{kind: KindFlag, num: 1}
	}
	return Cell{kind: KindFlag}
}

// Date returns a cell with a civil date; the empty date is unknown.
func Date(d model.Date) Cell {
	if d == "" {
		return Cell{}
	}
	return Cell{kind: KindDate, text: string(d)}
}

// Instant returns a cell with a moment; the empty instant is unknown.
func Instant(i model.Instant) Cell {
	if i == "" {
		return Cell{}
	}
	return Cell{kind: KindInstant, text: string(i)}
}

// Amount returns a cell with money, rounded half away from zero to the minor
// unit of c: a printed cell is one of the places where rounding happens.
func Amount(a model.Amount, c model.Currency) Cell {
	cell := Cell{kind: KindAmount, num: int64(a.Round(c)), decimals: uint8(c.Digits())}
	copy(cell.currency[:], c)
	return cell
}

// UnitPrice returns a cell with money that keeps decimals below the minor unit
// (at most four), as prices for one piece have: 0.0345 stays 0.0345.
func UnitPrice(a model.Amount, c model.Currency) Cell {
	cell := Cell{kind: KindAmount, num: int64(a), decimals: 4}
	copy(cell.currency[:], c)
	for step := int64(10); int(cell.decimals) > c.Digits() && cell.num%step == 0; step *= 10 {
		cell.decimals--
	}
	return cell
}

// Number returns a cell with an exact decimal. See Percent for its limits.
func Number(d decimal.Decimal) Cell { return decimalCell(KindNumber, d) }

// Percent returns a cell with percent points. More than nine decimals are
// rounded half away from zero; a value beyond nine digits before the point
// means its base was next to nothing and is shown as unknown.
func Percent(d decimal.Decimal) Cell { return decimalCell(KindPercent, d) }

const maxDecimals = 9

func decimalCell(k Kind, d decimal.Decimal) Cell {
	if e := d.Exponent(); e <= 0 && e >= -maxDecimals && d.NumDigits() <= 18 {
		return Cell{kind: k, num: d.CoefficientInt64(), decimals: uint8(-e)}
	}
	if d.Exponent() < -maxDecimals {
		d = d.Round(maxDecimals)
	}
	decimals := max(0, -d.Exponent())
	c := d.Shift(decimals).BigInt()
	if !c.IsInt64() || c.Int64() > 1e18 || c.Int64() < -1e18 {
		return Cell{}
	}
	return Cell{kind: k, num: c.Int64(), decimals: uint8(decimals)}
}

// WithFormula returns a numeric or text cell that is a live formula in a workbook
// (without the leading "="); the cell's value is what it must calculate to,
// and what every other renderer shows. A formula never comes from data. A text of
// more than 255 bytes, or none, cannot have one.
func (c Cell) WithFormula(formula string) Cell {
	switch n := len(c.Raw()); {
	case c.kind.Numeric():
		c.text = formula
	case c.kind == KindText && n > 0 && n <= math.MaxUint8:
		c.decimals = uint8(n)
		c.text = c.text[:n] + formula
	}
	return c
}

// Kind returns the kind; KindUnknown for a cell without a value.
func (c Cell) Kind() Kind { return c.kind }

// Known tells whether the cell has a value.
func (c Cell) Known() bool { return c.kind != KindUnknown }

// Formula returns the formula of a cell, empty when it has none.
func (c Cell) Formula() string {
	switch {
	case c.kind.Numeric():
		return c.text
	case c.kind == KindText && c.decimals > 0: // the text and the formula behind it
		return c.text[c.decimals:]
	}
	return ""
}

// Raw returns the text of a text, identifier, date or instant cell without a copy.
func (c Cell) Raw() string {
	if c.kind.Numeric() {
		return ""
	}
	return c.word()
}

// word is the text of a cell that is no number, without a formula behind it.
func (c Cell) word() string {
	if c.kind == KindText && c.decimals > 0 {
		return c.text[:c.decimals]
	}
	return c.text
}

// Amount returns the money of an amount cell, 0 for another kind.
func (c Cell) Amount() model.Amount {
	if c.kind != KindAmount {
		return 0
	}
	return model.Amount(c.num)
}

// Currency returns the currency of an amount cell, empty when it has none.
func (c Cell) Currency() model.Currency {
	if c.currency[0] == 0 {
		return ""
	}
	return model.Currency(c.currency[:])
}

// Scaled returns a figure as an integer and the number of its decimals: an
// amount in ten-thousandths and 4, a percentage of 6.5 as 65 and 1.
func (c Cell) Scaled() (value int64, decimals int) {
	if c.kind == KindAmount {
		return c.num, 4
	}
	return c.num, int(c.decimals)
}

// Decimals returns how many decimals the cell shows.
func (c Cell) Decimals() int { return int(c.decimals) }

// Add returns the sum of two amounts of one currency or of two counts, and
// false when the cells cannot be added. Unknown adds nothing.
func (c Cell) Add(d Cell) (Cell, bool) {
	switch {
	case !d.Known():
		return c, true
	case !c.Known():
		d.text = ""
		return d, true
	case c.kind != d.kind, c.currency != d.currency, c.kind != KindAmount && c.kind != KindInteger:
		return Cell{}, false
	}
	c.num = int64(model.Amount(c.num).Add(model.Amount(d.num)))
	c.decimals = max(c.decimals, d.decimals)
	return c, true
}

// String returns the value as programs read it: amounts "1234.50" without the
// currency, percentages "6.5", dates "2026-10-31", flags "true" and "false";
// empty when unknown.
func (c Cell) String() string {
	if c.kind.Numeric() || c.kind == KindFlag {
		var room [24]byte
		return string(c.AppendTo(room[:0]))
	}
	return c.word()
}

// AppendTo appends what String returns.
func (c Cell) AppendTo(b []byte) []byte {
	switch c.kind {
	case KindInteger:
		return strconv.AppendInt(b, c.num, 10)
	case KindAmount:
		return appendDecimal(b, c.num/pow10[4-c.decimals], int(c.decimals))
	case KindPercent, KindNumber:
		return appendDecimal(b, c.num, int(c.decimals))
	case KindFlag:
		return strconv.AppendBool(b, c.num != 0)
	case KindUnknown:
		return b
	}
	return append(b, c.word()...)
}

var pow10 = [...]int64{1, 10, 100, 1_000, 10_000}

// appendDecimal writes v shifted by the given decimals: (-5, 2) is "-0.05".
func appendDecimal(b []byte, v int64, decimals int) []byte {
	if v < 0 {
		b = append(b, '-')
	}
	var room [20]byte
	digits := strconv.AppendUint(room[:0], magnitude(v), 10)
	if decimals == 0 {
		return append(b, digits...)
	}
	if n := len(digits) - decimals; n > 0 {
		b = append(append(b, digits[:n]...), '.')
		return append(b, digits[n:]...)
	}
	b = append(append(b, "0."...), strings.Repeat("0", decimals-len(digits))...)
	return append(b, digits...)
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
