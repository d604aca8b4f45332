package pricelist

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// The codes of problems with items.
const (
	BadAmount   = "amount"
	BadQuantity = "quantity"
	BadDate     = "date"
	BadCurrency = "currency"
	BadEAN      = "ean"       // the check digit is wrong; the item is taken without it
	SpoiltID    = "spoilt_id" // a number rounded by a spreadsheet
	Unnamed     = "unnamed"   // nothing identifies the article
	Nothing     = "nothing"   // neither price nor stock
	Duplicate   = "duplicate" // the article stands twice; the first row was taken
)

// Item is one article of a supplier's list.
type Item struct {
	Supplier    string
	SupplierSKU string // as written, without surrounding blanks
	SKU         string // the merchant's, "" unknown
	Name        string
	EAN         string             // 13 digits with a right check digit, or ""
	Cost        *model.Amount      // a piece in Currency, nil when the list has none
	Currency    model.Currency     // "" when neither list nor mapping says
	Breaks      []model.PriceBreak // from more than one piece on, ascending
	Stock       *int64             // never negative, nil when the list does not say
	MOQ         model.Quantity     // 0 unknown
	Multiple    model.Quantity     // 0 unknown
	ValidFrom   model.Date
	ValidTo     model.Date
	NoDrop      bool // the supplier forbids dropshipping it
	Row         int

	// Refused says that the item must not be taken; Problems says why.
	Refused  bool
	Problems []sheet.Problem
}

// reading is one pass over a list.
type reading struct {
	m      Mapping
	src    *sheet.Source
	at     place
	words  map[string]int64
	counts map[Field]*count
	seen   map[string]int
	item   *Item
	rec    sheet.Record
}

// count keeps how the values of a mapped column read.
type count struct {
	filled, bad int
	example     string
	row         int
}

// Read reads the whole list by the mapping. Single bad cells refuse their row
// or, where the rest of the row stands without them, are left out with a
// warning. When most values of a mapped column are not what the mapping says,
// the layout has drifted and the file is refused.
func Read(ctx context.Context, src *sheet.Source, m Mapping) ([]Item, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	at, err := m.locate(src)
	if err != nil {
		return nil, err
	}
	r := &reading{m: m, src: src, at: at, words: m.words(), counts: map[Field]*count{}, seen: map[string]int{}}
	var items []Item
	err = src.Each(ctx, at.row, func(rec sheet.Record) { items = r.take(items, rec) })
	if err != nil {
		return nil, err
	}
	if err := r.drift(len(items)); err != nil {
		return nil, err
	}
	return items, nil
}

func (r *reading) cell(f Field) string {
	i, ok := r.at.fields[f]
	if !ok {
		return ""
	}
	return r.rec.Cell(i)
}

func (r *reading) text(f Field) string { return strings.Clone(sheet.CleanText(r.cell(f))) }

func (r *reading) problem(f Field, code, message string, s sheet.Severity) {
	p := sheet.Problem{Row: r.rec.Row, Column: r.m.what(f), Code: code, Message: message, Severity: s, Found: strings.Clone(r.found(f))}
	switch code {
	case BadAmount:
		p.Fix = sheet.FixMoney(p.Found, r.decimal(p.Found))
	case BadQuantity:
		p.Fix = sheet.FixInt(p.Found, r.decimal(p.Found))
	}
	if p.Fix != "" {
		p.Message += "; the letter " + sheet.Letter(p.Found) + " stands where a digit belongs"
	}
	r.item.Problems = append(r.item.Problems, p)
}

// found is what stands in the cell of a field, or of a tier.
func (r *reading) found(f Field) string {
	for i, t := range r.m.Tiers {
		if tierField(t) == f {
			return r.rec.Cell(r.at.tiers[i])
		}
	}
	return r.cell(f)
}

// note counts a filled cell of a mapped column and whether it was readable.
func (r *reading) note(f Field, cell string, ok bool) {
	c := r.counts[f]
	if c == nil {
		c = &count{}
		r.counts[f] = c
	}
	c.filled++
	if !ok {
		if c.bad == 0 {
			c.example, c.row = strings.Clone(cell), r.rec.Row
		}
		c.bad++
	}
}

// take reads a row behind the items before it.
func (r *reading) take(items []Item, rec sheet.Record) []Item {
	items = append(items, Item{Row: rec.Row})
	r.rec, r.item = rec, &items[len(items)-1]
	r.read()
	return items
}

func (r *reading) read() {
	it := r.item
	it.Supplier, it.SupplierSKU, it.SKU, it.Name = r.text(Supplier), r.text(SupplierSKU), r.text(SKU), r.text(Name)
	r.readEAN()
	r.readPrices()
	r.readStock()
	it.MOQ = max(it.MOQ, r.pieces(MOQ))
	it.Multiple = r.pieces(Multiple)
	it.ValidFrom, it.ValidTo = r.day(ValidFrom), r.day(ValidTo)
	it.NoDrop, _ = sheet.ParseBool(r.cell(NoDrop))
	r.identify()
	if it.Cost == nil && it.Stock == nil && !sheet.Refused(it.Problems) {
		r.problem(Cost, Nothing, "the row has neither a price nor a stock", sheet.Refusal)
	}
	it.Refused = sheet.Refused(it.Problems)
}

// identify refuses an item nothing identifies, or one met before.
func (r *reading) identify() {
	it := r.item
	for f, id := range map[Field]string{SupplierSKU: it.SupplierSKU, SKU: it.SKU} {
		if sheet.DamagedID(id) {
			r.problem(f, SpoiltID, "the number "+id+" was rounded by a spreadsheet and may stand for several articles; ask for the list as the supplier's system wrote it", sheet.Refusal)
		}
	}
	key := it.SupplierSKU
	for _, other := range []string{it.SKU, it.EAN} {
		if key == "" {
			key = other
		}
	}
	if _, mapped := r.m.Fields[SupplierSKU]; mapped {
		r.note(SupplierSKU, "", key != "")
	}
	if key == "" {
		r.problem(SupplierSKU, Unnamed, "nothing in the row identifies the article", sheet.Refusal)
		return
	}
	key = it.Supplier + "\x00" + key
	if first, twice := r.seen[key]; twice {
		r.problem(SupplierSKU, Duplicate, "the article stands a second time in the list; row "+strconv.Itoa(first)+" was taken", sheet.Refusal)
		return
	}
	r.seen[key] = r.rec.Row
}

func (r *reading) readEAN() {
	cell := r.cell(EAN)
	if sheet.Blank(cell) {
		return
	}
	ean, ok := NormaliseEAN(cell)
	r.item.EAN = ean
	if !ok {
		r.problem(EAN, BadEAN, strconv.Quote(cell)+" is not an EAN: its check digit is wrong; the article was taken without it", sheet.Warning)
	}
}

// readPrices reads cost, breaks and the currency they are in.
func (r *reading) readPrices() {
	it := r.item
	it.Currency = r.m.Currency
	if cell := sheet.CleanText(r.cell(Currency)); !sheet.Blank(cell) {
		c, err := model.ParseCurrency(cell)
		if err != nil {
			r.problem(Currency, BadCurrency, err.Error(), sheet.Refusal)
		}
		it.Currency = c
	}
	it.Cost = r.price(Cost, r.cell(Cost))
	for i, t := range r.m.Tiers {
		p := r.price(tierField(t), r.rec.Cell(r.at.tiers[i]))
		switch {
		case p == nil:
		case it.Cost == nil: // the lowest tier is the price itself
			it.Cost, it.MOQ = p, t.From
		case t.From > 1:
			it.Breaks = append(it.Breaks, model.PriceBreak{FromQuantity: t.From, Cost: *p})
		}
	}
	slices.SortStableFunc(it.Breaks, func(a, b model.PriceBreak) int { return int(a.FromQuantity - b.FromQuantity) })
	if it.MOQ == 1 {
		it.MOQ = 0
	}
}

// largest bounds prices so that no sum can overflow: ten billion units.
const largest = 10_000_000_000 * model.Unit

func (r *reading) price(f Field, cell string) *model.Amount {
	if sheet.Blank(cell) {
		return nil
	}
	a, err := sheet.ParseMoney(sheet.CleanText(cell), r.decimal(cell))
	if err == nil && (a < 0 || a > largest) {
		err = model.Errorf(model.Invalid, "%q is not a price", cell)
	}
	r.note(f, cell, err == nil)
	if err != nil {
		r.problem(f, BadAmount, err.Error(), sheet.Refusal)
		return nil
	}
	if c := sheet.MoneyCurrency(cell); c != "" {
		if r.item.Currency != "" && r.item.Currency != c {
			r.problem(f, BadCurrency, "the price is in "+string(c)+" where "+string(r.item.Currency)+" is expected", sheet.Refusal)
		}
		r.item.Currency = c
	}
	return &a
}

// decimal is how a number is written: numbers of a workbook are stored with a
// point whatever the supplier's language, only texts there keep a comma.
func (r *reading) decimal(cell string) sheet.Decimal {
	if r.src.Kind() == sheet.Workbook && !strings.Contains(cell, ",") {
		return sheet.Point
	}
	return r.m.Decimal
}

// readStock reads a number of pieces, a known word, or "50+". Less than
// nothing is nothing to order.
func (r *reading) readStock() {
	if _, mapped := r.m.Fields[Stock]; !mapped {
		return
	}
	cell := r.cell(Stock)
	if n, known := r.words[sheet.Normalise(cell)]; known {
		r.item.Stock = &n
		r.note(Stock, cell, true)
		return
	}
	if sheet.Blank(cell) {
		return
	}
	n, err := sheet.ParseInt(sheet.CleanText(cell), r.decimal(cell))
	if err != nil {
		var ok bool
		if n, ok = atLeast(cell); ok {
			err = nil
		}
	}
	r.note(Stock, cell, err == nil)
	if err != nil {
		r.problem(Stock, BadQuantity, strconv.Quote(cell)+" is neither a number of pieces nor a known word for stock; add the word to the mapping", sheet.Warning)
		return
	}
	n = max(n, 0)
	r.item.Stock = &n
}

// atLeast reads "50+", "> 50" and ">=50" as 50.
func atLeast(cell string) (int64, bool) {
	s := strings.TrimSpace(cell)
	trimmed := strings.TrimSpace(strings.TrimSuffix(strings.TrimLeft(s, ">=≥ "), "+"))
	if trimmed == s {
		return 0, false
	}
	n, err := strconv.ParseInt(trimmed, 10, 64)
	return n, err == nil && n >= 0
}

func (r *reading) pieces(f Field) model.Quantity {
	cell := r.cell(f)
	if sheet.Blank(cell) {
		return 0
	}
	n, err := sheet.ParseInt(sheet.CleanText(cell), r.decimal(cell))
	if err == nil && (n < 0 || n > 1_000_000_000) {
		err = model.Errorf(model.Invalid, "%q is not a number of pieces", cell)
	}
	r.note(f, cell, err == nil)
	if err != nil {
		r.problem(f, BadQuantity, err.Error(), sheet.Refusal)
		return 0
	}
	return model.Quantity(n)
}

func (r *reading) day(f Field) model.Date {
	cell := r.cell(f)
	if sheet.Blank(cell) {
		return ""
	}
	d, err := sheet.ParseDate(cell, r.m.Dates)
	r.note(f, cell, err == nil)
	if err != nil {
		r.problem(f, BadDate, err.Error(), sheet.Refusal)
	}
	return d
}

// drift refuses the list when the values of a mapped column are mostly not
// what the mapping says, or are gone.
func (r *reading) drift(rows int) error {
	if rows == 0 {
		return model.Errorf(model.Invalid, "%s holds no articles below its header", r.src.Path())
	}
	fields := slices.Clone(Fields)
	for _, t := range r.m.Tiers {
		fields = append(fields, tierField(t))
	}
	for _, f := range fields {
		if c := r.counts[f]; c != nil && c.bad*2 > c.filled {
			return model.Errorf(model.Invalid, "%s: the column %q does not hold what the mapping says in %d of %d rows, such as %q in row %d; nothing was taken, check the mapping", r.src.Path(), r.m.what(f), c.bad, c.filled, c.example, c.row)
		}
	}
	for _, f := range []Field{Cost, Stock} {
		if _, mapped := r.m.Fields[f]; mapped && r.counts[f] == nil {
			return model.Errorf(model.Invalid, "%s: the column %q is empty in every row; nothing was taken, check the mapping", r.src.Path(), r.m.what(f))
		}
	}
	return nil
}

// First reads the first rows of a list as the mapping would have them, without
// taking them from the source: to show a person what a mapping does. A mapping
// that lacks something is read as far as it goes.
func First(src *sheet.Source, m Mapping) ([]Item, error) {
	at, err := m.locate(src)
	if err != nil {
		return nil, err
	}
	r := &reading{m: m, src: src, at: at, words: m.words(), counts: map[Field]*count{}, seen: map[string]int{}}
	var items []Item
	src.EachOfHead(at.row, func(rec sheet.Record) { items = r.take(items, rec) })
	return items, nil
}
