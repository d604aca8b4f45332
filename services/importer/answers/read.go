package answers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// The codes of problems with rows.
const (
	BadAmount   = "amount"
	BadQuantity = "quantity"
	BadDate     = "date"
	BadCurrency = "currency"
	BadStatus   = "status"
	Damaged     = "damaged" // a spreadsheet rounded the number
	NoPurchase  = "no_purchase"
	NoArticle   = "no_article"
)

// Row is what a row of a file tells. One without an article is about the whole
// purchase order. What is nil or empty is not told.
type Row struct {
	Row              int
	Purchase         string
	SKU, SupplierSKU string
	Quantity         *model.Quantity // that comes
	Backorder        *model.Quantity
	Price            *model.Amount
	Currency         model.Currency
	ShipDate         model.Date
	Declined         bool   // the supplier refuses it
	Reason           string // why, or what else it says
	Reference        string
	Date             model.Date

	Refused  bool
	Problems []sheet.Problem
}

// Whole tells whether the row is about all of the purchase order.
func (r *Row) Whole() bool { return r.SKU == "" && r.SupplierSKU == "" }

// File is what a file tells. Silent counts the rows that answer nothing yet.
type File struct {
	Rows            []Row
	Records, Silent int
}

// Read reads all rows by the mapping.
func Read(ctx context.Context, src *sheet.Source, m Mapping) (File, error) {
	var f File
	if err := m.Validate(); err != nil {
		return f, err
	}
	err := src.Each(ctx, m.Row, func(rec sheet.Record) {
		f.Records++
		f.take(&reading{m: m, src: src, rec: rec})
	})
	return f, err
}

// First reads the first rows without taking them from the source.
func First(src *sheet.Source, m Mapping) File {
	var f File
	src.EachOfHead(m.Row, func(rec sheet.Record) { f.take(&reading{m: m, src: src, rec: rec}) })
	return f
}

// reading is one row and what its columns mean.
type reading struct {
	m   Mapping
	src *sheet.Source
	rec sheet.Record
	row Row
}

func (r *reading) cell(f Field) string {
	c, ok := r.m.Fields[f]
	if !ok {
		return ""
	}
	return strings.Clone(sheet.CleanText(r.rec.Cell(c.Index)))
}

func (r *reading) wrong(f Field, code, message string) {
	r.row.Refused = true
	r.row.Problems = append(r.row.Problems, sheet.Problem{
		Row: r.row.Row, Column: sheet.NameOf(r.m.Fields, f), Code: code, Message: message, Severity: sheet.Refusal, Found: r.cell(f),
	})
}

func (f *File) take(r *reading) {
	tells := false
	for _, field := range []Field{Quantity, Backorder, Price, ShipDate, Status, Reason, Reference} {
		tells = tells || !sheet.Blank(r.cell(field))
	}
	if !tells || meaning(r.cell(Status)) == waits {
		f.Silent++
		return
	}
	r.read()
	f.Rows = append(f.Rows, r.row)
}

func (r *reading) read() {
	r.row = Row{Row: r.rec.Row, Purchase: r.cell(Purchase), SKU: r.cell(SKU), SupplierSKU: r.cell(SupplierSKU), Reason: r.cell(Reason), Reference: r.cell(Reference)}
	if r.row.Purchase == "" {
		r.wrong(Purchase, NoPurchase, "no purchase order is named")
	}
	for _, f := range []Field{Purchase, SKU, SupplierSKU} {
		if sheet.DamagedID(r.cell(f)) {
			r.wrong(f, Damaged, "a spreadsheet has rounded this number: ask for the file again, or write the number in full")
		}
	}
	r.row.Quantity, r.row.Backorder = r.pieces(Quantity), r.pieces(Backorder)
	r.price()
	r.row.ShipDate, r.row.Date = r.day(ShipDate), r.day(Date)
	r.status()
	if r.row.Whole() && !r.row.Declined && (r.row.Quantity != nil || r.row.Backorder != nil || r.row.Price != nil) {
		f := SKU
		if _, ok := r.m.Fields[SKU]; !ok {
			f = SupplierSKU
		}
		r.wrong(f, NoArticle, "no article is named")
	}
}

// decimal is how a number is written: numbers of a workbook are stored with a
// point whatever the supplier's language.
func (r *reading) decimal(cell string) sheet.Decimal {
	if r.src.Kind() == sheet.Workbook && !strings.Contains(cell, ",") {
		return sheet.Point
	}
	return r.m.Decimal
}

func (r *reading) pieces(f Field) *model.Quantity {
	cell := r.cell(f)
	if sheet.Blank(cell) {
		return nil
	}
	n, err := sheet.ParseInt(cell, r.decimal(cell))
	if err == nil && (n < 0 || n > 1_000_000) {
		err = model.Errorf(model.Invalid, "%d is not a number of pieces", n)
	}
	if err != nil {
		r.wrong(f, BadQuantity, err.Error())
		return nil
	}
	q := model.Quantity(n)
	return &q
}

func (r *reading) price() {
	cell := r.cell(Price)
	if sheet.Blank(cell) {
		return
	}
	a, err := sheet.ParseMoney(cell, r.decimal(cell))
	if err == nil && a < 0 {
		err = model.Errorf(model.Invalid, "%s is less than nothing", a)
	}
	if err != nil {
		r.wrong(Price, BadAmount, err.Error())
		return
	}
	r.row.Price, r.row.Currency = &a, sheet.MoneyCurrency(cell)
	named := r.cell(Currency)
	if sheet.Blank(named) {
		return
	}
	if r.row.Currency, err = model.ParseCurrency(named); err != nil {
		r.wrong(Currency, BadCurrency, err.Error())
	}
}

// day reads a day, or a time of a machine export.
func (r *reading) day(f Field) model.Date {
	cell := r.cell(f)
	d, err := sheet.ParseDate(cell, r.m.Dates)
	if err == nil {
		return d
	}
	if _, d, other := sheet.ParseDateTime(cell); other == nil {
		return d
	}
	r.wrong(f, BadDate, err.Error())
	return ""
}

// What the words of a status mean.
const (
	unclear  = ""
	agrees   = "agrees"
	declines = "declines"
	later    = "later" // in backorder
	waits    = "waits" // no answer yet
)

// meanings are the parts of a status by what they mean. Those that refuse come
// first, for "not confirmed" and "unavailable" hold words of those that agree.
var meanings = []struct {
	means string
	parts []string
}{
	{declines, []string{
		"refus", "reject", "cancel", "declin", "discontinu", "not available", "unavailable", "out of stock", "sold out", "deleted", "abgelehnt", "storn", "nicht lieferbar", "nicht verfügbar", "ausverkauft", "ausgelaufen",
		"épuisé", "indisponible", "annul", "agotado", "rechaz", "no disponible", "esaurit", "rifiut", "non disponibile",
	}},
	{waits, []string{"pending", "not confirmed", "unconfirmed", "waiting", "processing", "in review", "offen", "en attente", "pendiente de", "in attesa"}},
	{later, []string{"backorder", "back order", "back ordered", "rückstand", "reliquat", "arretrato"}},
	{agrees, []string{"accept", "confirm", "acknowledg", "ok", "yes", "in stock", "available", "bestätigt", "angenommen", "lieferbar", "accept", "disponible", "disponibile", "conferm", "aceptad"}},
}

// codes are what two letters mean in the line status of an EDI 855. Source:
// ASC X12, data element 668.
var codes = map[string]string{"ia": agrees, "ac": agrees, "ib": later, "ir": declines, "id": declines, "ip": agrees, "iq": agrees, "dr": agrees}

// meaning is what a status says; one in no known words says nothing.
func meaning(status string) string {
	s := sheet.HeaderWords(status)
	if m, ok := codes[s]; ok {
		return m
	}
	for _, m := range meanings {
		if slices.ContainsFunc(m.parts, func(p string) bool { return strings.Contains(s, p) }) {
			return m.means
		}
	}
	return unclear
}

// status takes what the status says where the quantities do not say it.
func (r *reading) status() {
	cell := r.cell(Status)
	if sheet.Blank(cell) {
		return
	}
	none := model.Quantity(0)
	common := vocabulary().List(Quantity, r.m.Fields[Quantity].Header) > 0 // the quantity may be the one ordered
	switch meaning(cell) {
	case declines:
		if r.row.Quantity != nil && *r.row.Quantity > 0 && !common {
			r.wrong(Status, BadStatus, "the row says "+strconv.Quote(cell)+", and that "+strconv.FormatInt(int64(*r.row.Quantity), 10)+" come")
			return
		}
		r.row.Declined, r.row.Reason = true, cmp.Or(r.row.Reason, cell)
		r.row.Quantity, r.row.Backorder, r.row.Price = &none, nil, nil
	case later:
		if r.row.Backorder == nil && (r.row.Quantity == nil || common) {
			r.row.Quantity = &none
		}
	case unclear:
		if r.row.Quantity == nil && r.row.Backorder == nil {
			r.wrong(Status, BadStatus, "the words "+strconv.Quote(cell)+" are not known: write accepted, backorder or refused")
		}
	}
}
