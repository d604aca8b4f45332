package pricelist

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// threshold is how sure a proposal must be to be made at all.
const threshold = 0.3

// known is how well words must fit a field to be taken for a header.
const known = 0.75

// Header finds the header in the first records of a list: the row with most
// known header words. Titles and blank rows may stand above it. It returns nil
// and row 0 when the list seems to have none.
func Header(records []sheet.Record) (header []string, row int) {
	best := 0.0
	scores := map[string]float64{} // of cells: those of a column are often the same
	for _, r := range records {
		score := 0.0
		for _, cell := range r.Cells {
			top, met := scores[cell]
			if !met {
				top = bestScore(words(cell))
				scores[cell] = top
			}
			if top >= known {
				score += top
			}
		}
		if score > best {
			best, header, row = score, r.Cells, r.Row
		}
	}
	if header == nil && len(records) > 1 && !numbers(records[0].Cells) && numbers(records[1].Cells) {
		return records[0].Cells, records[0].Row
	}
	return header, row
}

func numbers(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		return !sheet.Blank(c) && (readable(c, sheet.Point) == 1 || readable(c, sheet.Comma) == 1)
	})
}

// ProposeFor finds the header of an opened list and proposes its mapping. It
// takes no records from the source.
func ProposeFor(src *sheet.Source) Mapping {
	header, row := Header(src.Head())
	var sample [][]string
	for _, r := range src.Head() {
		if r.Row > row {
			sample = append(sample, r.Cells)
		}
	}
	m := Propose(header, sample)
	if src.Kind() == sheet.Workbook && m.Decimal == sheet.UnknownDecimal {
		m.Decimal = sheet.Point
	}
	return m
}

// Propose guesses what the columns of a list mean from header words and from
// sample rows. A nil header means that the list has none. What cannot be told
// with some certainty is left out, for a person to say.
func Propose(header []string, sample [][]string) Mapping {
	m := Mapping{Headless: header == nil, Fields: map[Field]sheet.Column{}, StockWords: DefaultStockWords()}
	width := len(header)
	for _, r := range sample {
		width = max(width, len(r))
	}
	if m.Headless {
		header = make([]string, width)
	}
	m.Key = sheet.HeaderKey(header)
	columns := make([][]string, width)
	weights := make([]evidence, width)
	for i := range columns {
		for _, r := range sample {
			if i < len(r) {
				columns[i] = append(columns[i], r[i])
			}
		}
		weights[i] = weigh(columns[i], cmp.Or(sheet.DetectDateOrder(columns[i]), sheet.DayMonth), m.StockWords)
	}
	taken := m.proposeTiers(header, weights)
	for _, g := range guesses(header, weights) {
		if _, done := m.Fields[g.field]; !done && !taken[g.column] {
			m.Fields[g.field] = sheet.ColumnOf(header, g.column)
			taken[g.column] = true
		}
	}
	m.shareSKU()
	m.proposeForms(columns)
	return m
}

// guess is one column as one field, with how sure that is.
type guess struct {
	field  Field
	column int
	score  float64
}

// guesses lists what columns could be, the surest first.
func guesses(header []string, weights []evidence) []guess {
	var list []guess
	for i, e := range weights {
		name := ""
		if i < len(header) {
			name = words(header[i])
		}
		for _, f := range Fields {
			score := max(nameScore(name, f), e.alone(f))
			if score < threshold || !e.fits(f) {
				continue
			}
			if e.filled == 0 {
				score *= 0.8
			}
			list = append(list, guess{f, i, score})
		}
	}
	slices.SortStableFunc(list, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(slices.Index(Fields, a.field), slices.Index(Fields, b.field)), cmp.Compare(a.column, b.column))
	})
	return list
}

// bestScore is how well words fit the field that they fit best. What is too long to
// be a known header, such as a description, is not looked at.
func bestScore(name string) float64 {
	best := 0.0
	if float64(len(name))*known > float64(longestTerm) {
		return best
	}
	for f := range terms {
		best = max(best, nameScore(name, f))
	}
	return best
}

// near is how alike words must be to be taken for a slip of the pen.
const near = 0.8

// nameScore is how well header words fit a field, from 0 to 1.
func nameScore(name string, f Field) float64 {
	if name == "" || vetoed(name) {
		return 0
	}
	best := 0.0
	padded, runes := " "+name+" ", utf8.RuneCountInString(name)
	for _, t := range terms[f] {
		score := 0.0
		switch {
		case name == t.words:
			score = 1
		case strings.Contains(padded, t.padded):
			score = 0.45 + 0.4*float64(len(t.words))/float64(len(name))
		case len(t.words) >= 5 && len(name) >= 5:
			score = 0.9 * likeness(name, t.words, runes-t.runes)
		}
		best = max(best, score*t.weight)
	}
	return best
}

// likeness is the share of two texts that is alike, 0 when it is less than near;
// more is how many characters the first one has more.
func likeness(a, b string, more int) float64 {
	longer := float64(max(len(a), len(b)))
	if 1-math.Abs(float64(more))/longer < near { // so many characters differ at least
		return 0
	}
	if share := 1 - float64(levenshtein.ComputeDistance(a, b))/longer; share >= near {
		return share
	}
	return 0
}

// vetoes are words that turn a price, date or stock into another one: what the
// customer pays, what holds during a promotion, what is yet to come.
var vetoes = []string{
	"promo", "promotion", "promozione", "aktion", "offerta", "oferta", "sale", "special", "future", "futura", "incoming", "expected", "reserved",
	"rrp", "msrp", "srp", "uvp", "retail", "list", "listino", "compare", "selling", "vk", "pvp", "pvc",
}

func vetoed(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return slices.Contains(vetoes, w) })
}

// shareSKU lets the one article number of a list be both the supplier's and
// the merchant's: dropshippers often sell under the supplier's number.
func (m *Mapping) shareSKU() {
	own, hasOwn := m.Fields[SKU]
	if _, hasTheirs := m.Fields[SupplierSKU]; hasOwn && !hasTheirs {
		m.Fields[SupplierSKU] = own
	}
}

var tierHeader = regexp.MustCompile(`(?i)^(?:price|preis|prix|precio|prezzo|prijs|cena|cost|qty|menge)?\s*` +
	`(?:(?:from|ab|da|dal|vanaf|od|desde|dès|>=|≥|>)\s*(\d{1,6})|(\d{1,6})\s*(?:\+|-\s*\d{1,6}|–\s*\d{1,6}|and more|or more|oder mehr|et plus|o más|e più))` +
	`\s*(?:pcs|pc|pieces|units|stk|stück|st|pz|uds|ud|szt)?\.?$`)

// proposeTiers takes columns such as "10+", "ab 50" or "100-499" with amounts
// for prices from a quantity on.
func (m *Mapping) proposeTiers(header []string, weights []evidence) (taken map[int]bool) {
	taken = map[int]bool{}
	for i, cell := range header {
		found := tierHeader.FindStringSubmatch(strings.TrimSpace(cell))
		if found == nil || !weights[i].most(weights[i].money) {
			continue
		}
		from, err := strconv.Atoi(found[1] + found[2])
		if err != nil || from < 1 {
			continue
		}
		m.Tiers = append(m.Tiers, Tier{sheet.ColumnOf(header, i), model.Quantity(from)})
		taken[i] = true
	}
	slices.SortStableFunc(m.Tiers, func(a, b Tier) int { return cmp.Compare(a.From, b.From) })
	return taken
}

// proposeForms finds how numbers and dates are written and the currency.
func (m *Mapping) proposeForms(columns [][]string) {
	var prices, days []string
	heads := ""
	for _, t := range m.Tiers {
		prices = append(prices, columns[t.Index]...)
		heads += " " + t.Header
	}
	if c, ok := m.Fields[Cost]; ok {
		prices = append(prices, columns[c.Index]...)
		heads += " " + c.Header
	}
	for _, f := range []Field{ValidFrom, ValidTo} {
		if c, ok := m.Fields[f]; ok {
			days = append(days, columns[c.Index]...)
		}
	}
	m.Decimal, m.Dates = sheet.DetectDecimal(prices), sheet.DetectDateOrder(days)
	m.Currency = headerCurrency(heads)
	for _, p := range prices {
		if c := sheet.MoneyCurrency(p); c != "" && m.Currency == "" {
			m.Currency = c
		}
	}
}

// headerCurrency reads "EK (EUR)" or "Price US$". Only frequent codes count:
// others, such as ALL or TOP, are words.
func headerCurrency(header string) model.Currency {
	const frequent = " EUR USD GBP CHF PLN CZK SEK NOK DKK HUF RON BGN JPY CNY RMB AUD CAD NZD HKD SGD INR ZAR BRL MXN AED "
	for _, w := range strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune(" ()[]/,.:-_", r) }) {
		switch {
		case w == "RMB":
			return "CNY"
		case len(w) == 3 && strings.Contains(frequent, " "+w+" "):
			return model.Currency(w)
		}
		if c := sheet.MoneyCurrency("1 " + w); c != "" && len([]rune(w)) <= 3 && strings.ContainsAny(w, "€£$₹") {
			return c
		}
	}
	return ""
}
