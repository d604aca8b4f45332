package sheet

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dropledger/dropledger/model"
)

// Decimal is the character a column writes before decimals.
type Decimal string

// The decimal characters; UnknownDecimal accepts only what reads one way.
const (
	UnknownDecimal Decimal = ""
	Point          Decimal = "."
	Comma          Decimal = ","
)

const notPlain = "write it like 1234.50"

// Blank tells whether a cell stands for nothing: empty, or dashes.
func Blank(cell string) bool {
	if cell == "" {
		return true
	}
	for _, r := range cell {
		if r != '-' && r != '–' && r != '—' && r != '−' && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// ParseMoney reads an amount as people and programs write it: "12.50",
// "AU $3,000.00", "1 234,50 €", "(5.00)", "5,00-". A Blank cell gives 0; ask
// Blank first where none is not nought. Beyond four decimals it rounds half
// away from zero, which also takes the dust off 58.4099999999999, but refuses
// to round a price to nought. Exponents and letters that are no currency are
// refused, and so is "1,234" while d is unknown.
func ParseMoney(cell string, d Decimal) (model.Amount, error) {
	if a, ok := plainMoney(cell, d); ok {
		return a, nil
	}
	if Blank(cell) {
		return 0, nil
	}
	p, ok := dissect(cell)
	if !ok {
		return 0, notAmount(cell, notPlain)
	}
	whole, frac, why := splitNumber(p.number, d)
	if why != "" {
		return 0, notAmount(cell, why)
	}
	return compose(cell, whole, frac, p.negative)
}

// plainMoney reads the form nearly every cell has: digits, a point, at most
// four decimals. Three decimals could be thousands unless the point is known.
func plainMoney(cell string, d Decimal) (model.Amount, bool) {
	s, negative := strings.CutPrefix(cell, "-")
	if len(s) == 0 || len(s) > 14 || d == Comma {
		return 0, false
	}
	v, decimals, ok := plainDigits(s)
	if !ok || decimals > 4 || (decimals == 3 && d != Point) {
		return 0, false
	}
	for ; decimals < 4; decimals++ {
		v *= 10
	}
	if negative {
		v = -v
	}
	return model.Amount(v), true
}

// plainDigits reads digits with at most one point between them and counts the
// digits behind it.
func plainDigits(s string) (v int64, decimals int, ok bool) {
	point := -1
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			v = v*10 + int64(c-'0')
		case c == '.' && point < 0 && i > 0 && i < len(s)-1:
			point = i
		default:
			return 0, 0, false
		}
	}
	if point >= 0 {
		decimals = len(s) - 1 - point
	}
	return v, decimals, true
}

func notAmount(cell, why string) *model.Error {
	return model.Errorf(model.Invalid, "%q is not an amount: %s", clip(cell), why)
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:40]) + "…"
}

// moneyParts is a cell with money taken apart: its sign, the currency it names
// beyond doubt, and the number from its first to its last digit.
type moneyParts struct {
	negative bool
	marked   bool // a currency or a sign of one stands beside the number
	currency model.Currency
	number   string
}

// zeroDecimals are ways to write that nothing follows the decimal sign: "12,-" is twelve.
var zeroDecimals = []string{",--", ".--", ",-", ".-", ",–", ".–", "."}

func dissect(cell string) (p moneyParts, ok bool) {
	first := strings.IndexAny(cell, "0123456789")
	last := strings.LastIndexAny(cell, "0123456789")
	if first < 0 || len(cell) > 100 {
		return p, false
	}
	before, after := cell[:first], cell[last+1:]
	p.number = cell[first : last+1]
	if rest, cut := cutPoint(before); cut { // ".50"
		before, p.number = rest, "0"+before[len(rest):]+p.number
	}
	for _, none := range zeroDecimals {
		if rest, cut := strings.CutPrefix(after, none); cut {
			after = rest
			break
		}
	}
	signBefore, markBefore := surroundings(before)
	signAfter, markAfter := surroundings(after)
	c1, ok1 := currencyOf(markBefore)
	c2, ok2 := currencyOf(markAfter)
	if !ok1 || !ok2 || (markBefore != "" && markAfter != "" && !agree(markBefore, c1, markAfter, c2)) {
		return p, false
	}
	p.currency, p.marked = cmp.Or(c1, c2), markBefore+markAfter != ""
	switch signBefore + signAfter {
	case "", "+":
	case "-", "()":
		p.negative = true
	default:
		return p, false
	}
	return p, true
}

func cutPoint(before string) (string, bool) {
	n := len(before)
	if n == 0 || (before[n-1] != '.' && before[n-1] != ',') {
		return before, false
	}
	if n > 1 && before[n-2] >= 'A' { // "Rs.50": the point belongs to the currency
		return before, false
	}
	return before[:n-1], true
}

// surroundings reads what stands before or after the number: a sign, the mark
// of a currency, blanks.
func surroundings(s string) (sign, mark string) {
	for _, r := range s {
		switch {
		case r == '-' || r == '−' || r == '–':
			sign += "-"
		case r == '(' || r == ')' || r == '+':
			sign += string(r)
		case unicode.IsSpace(r) || r == '\u200e' || r == '\u200f':
		default:
			mark += string(r)
		}
	}
	return sign, mark
}

// sharedSigns are marks that several currencies use.
var sharedSigns = map[string]string{
	"$": "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BSD BBD JMD TTD", "¥": "JPY CNY",
	"kr": "SEK NOK DKK ISK", "kr.": "SEK NOK DKK ISK", "rs": "INR PKR LKR NPR MUR", "rs.": "INR PKR LKR NPR MUR", "dh": "AED MAD",
}

// agree tells whether the marks before and after a number can mean one currency.
func agree(mark1 string, c1 model.Currency, mark2 string, c2 model.Currency) bool {
	switch {
	case c1 == "" && c2 == "":
		return strings.EqualFold(mark1, mark2)
	case c1 == "":
		return strings.Contains(sharedSigns[strings.ToLower(mark1)], string(c2))
	case c2 == "":
		return strings.Contains(sharedSigns[strings.ToLower(mark2)], string(c1))
	}
	return c1 == c2
}

// currencySigns are marks of one currency beside its ISO code.
var currencySigns = map[string]model.Currency{
	"€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₫": "VND",
	"฿": "THB", "₪": "ILS", "₱": "PHP", "₦": "NGN", "৳": "BDT", "zł": "PLN", "kč": "CZK",
	"ft": "HUF", "lei": "RON", "лв": "BGN", "лв.": "BGN", "fr": "CHF", "fr.": "CHF", "sfr.": "CHF",
	"r": "ZAR", "r$": "BRL", "us$": "USD", "$us": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
	"nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "mx$": "MXN", "eur€": "EUR", "$cad": "CAD", "$aud": "AUD",
	"$usd": "USD", "rm": "MYR", "rp": "IDR", "tk": "BDT", "dhs": "AED", "руб": "RUB", "руб.": "RUB", "грн": "UAH", "грн.": "UAH",
}

// currencyOf returns the currency a mark stands for, "" when it stands for none
// or several; ok is false for a mark that is no money.
func currencyOf(mark string) (c model.Currency, ok bool) {
	if mark == "" {
		return "", true
	}
	if code := model.Currency(strings.ToUpper(mark)); code.Valid() {
		return code, true
	}
	if _, shared := sharedSigns[strings.ToLower(mark)]; shared {
		return "", true
	}
	c, ok = currencySigns[strings.ToLower(mark)]
	return c, ok
}

// MoneyCurrency returns the currency a cell with an amount names beyond doubt,
// "" when it names none or one of several, such as "$".
func MoneyCurrency(cell string) model.Currency {
	p, _ := dissect(cell)
	return p.currency
}

// splitNumber divides a number into whole digits and decimals, or says why not.
func splitNumber(s string, d Decimal) (whole, frac, why string) {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	if d == UnknownDecimal {
		if d, why = guessDecimal(s, points, commas); why != "" {
			return "", "", why
		}
	}
	whole = s
	if d != UnknownDecimal {
		if i := strings.LastIndex(s, string(d)); i >= 0 {
			whole, frac = s[:i], s[i+1:]
		}
	}
	if strings.Trim(frac, "0123456789") != "" {
		return "", "", notPlain
	}
	whole, ok := ungroup(whole, d)
	if !ok {
		if d == Point && commas > 0 || d == Comma && points > 0 {
			return "", "", "it does not fit the decimal sign of its column, " + string(d)
		}
		return "", "", notPlain
	}
	return whole, frac, ""
}

// guessDecimal decides the decimal sign of a number standing alone.
func guessDecimal(s string, points, commas int) (Decimal, string) {
	switch {
	case points > 0 && commas > 0:
		if strings.LastIndexByte(s, '.') > strings.LastIndexByte(s, ',') {
			return Point, ""
		}
		return Comma, ""
	case points == 0 && commas == 0:
		return UnknownDecimal, ""
	case points > 1:
		return Comma, ""
	case commas > 1:
		return Point, ""
	}
	sign := Point
	if commas == 1 {
		sign = Comma
	}
	before, after, _ := strings.Cut(s, string(sign))
	if len(after) == 3 && len(before) <= 3 && before != "0" {
		return "", "it reads two ways, with " + string(sign) + " before decimals or before thousands; say which the column uses"
	}
	return sign, ""
}

// ungroup removes the marks between thousands: one kind only, in groups of
// three, or of two before the last as in India.
func ungroup(s string, d Decimal) (string, bool) {
	mark := rune(0)
	var groups []int
	digits := make([]byte, 0, len(s))
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
			n++
			continue
		case string(r) == string(d) || !groupMark(r) || (mark != 0 && mark != r):
			return "", false
		}
		mark = r
		groups = append(groups, n)
		n = 0
	}
	if mark == 0 {
		return string(digits), n > 0
	}
	return string(digits), n == 3 && grouped(groups, mark)
}

// grouped tells whether the groups before the last have the sizes thousands have.
func grouped(groups []int, mark rune) bool {
	if groups[0] < 1 || groups[0] > 3 {
		return false
	}
	for _, g := range groups[1:] {
		if g != 3 && (g != 2 || mark != ',') {
			return false
		}
	}
	return true
}

func groupMark(r rune) bool {
	switch r {
	case '.', ',', ' ', '\'', '’', '\u00a0', '\u202f', '\u2009':
		return true
	}
	return false
}

// compose builds the amount from its digits, rounded to four decimals.
func compose(cell, whole, frac string, negative bool) (model.Amount, error) {
	if len(whole) > 20 {
		return 0, notAmount(cell, "it is too large")
	}
	kept := frac[:min(4, len(frac))]
	text := whole
	if kept != "" {
		text += "." + kept
	}
	a, err := model.ParseAmount(text)
	if err != nil {
		return 0, notAmount(cell, "it is too large")
	}
	if len(frac) > 4 && frac[4] >= '5' {
		a++
	}
	if a < 0 {
		return 0, notAmount(cell, "it is too large")
	}
	if a == 0 && strings.Trim(frac, "0") != "" {
		return 0, notAmount(cell, "it is smaller than 0.0001")
	}
	if negative {
		a = -a
	}
	return a, nil
}

// DetectDecimal finds the decimal sign of a column from its cells: that of the
// cells which read one way only. It stays unknown when none does or when they
// disagree.
func DetectDecimal(samples []string) Decimal {
	points, commas := 0, 0
	for _, cell := range samples {
		p, ok := dissect(cell)
		if !ok {
			continue
		}
		d, why := guessDecimal(p.number, strings.Count(p.number, "."), strings.Count(p.number, ","))
		if why != "" {
			continue
		}
		if _, _, why = splitNumber(p.number, d); why != "" {
			continue
		}
		switch d {
		case Point:
			points++
		case Comma:
			commas++
		}
	}
	switch {
	case points > 0 && commas == 0:
		return Point
	case commas > 0 && points == 0:
		return Comma
	}
	return UnknownDecimal
}
