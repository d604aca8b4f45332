package shopify

import (
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Option is one choice that tells a variant from its siblings, such as Size: M.
type Option struct{ Name, Value string }

// Variant is one article of the products export. Price, CompareAt and Cost are
// in the shop's currency, which the file does not name.
type Variant struct {
	Handle, Title, Vendor, Type, Tags, Status string
	Options                                   []Option
	SKU, Barcode                              string
	Grams                                     *int64
	Price                                     model.Amount
	CompareAt                                 *model.Amount
	Cost                                      *model.Amount // "Cost per item"
	RequiresShipping                          bool          // true when the column is missing
	Taxable                                   bool          // true when the column is missing
	Stock                                     *int64        // nil in shops with several locations
	Row                                       int

	// Refused says that the variant must not be taken; Problems says why.
	Refused  bool
	Problems []sheet.Problem
}

// Key is what the variant is known by within its shop: the handle and the
// values of its options. SKUs repeat in real shops and may be blank.
func (v *Variant) Key() string {
	var b strings.Builder
	b.WriteString(v.Handle)
	for _, o := range v.Options {
		b.WriteByte(0)
		b.WriteString(o.Value)
	}
	return b.String()
}

// Name is the title with the option values, as order lines show it.
func (v *Variant) Name() string {
	var values []string
	for _, o := range v.Options {
		if o.Value != "" && o.Value != "Default Title" {
			values = append(values, o.Value)
		}
	}
	if len(values) == 0 {
		return v.Title
	}
	return v.Title + " - " + strings.Join(values, " / ")
}

const (
	prodHandle column = iota
	prodTitle
	prodVendor
	prodType
	prodTags
	prodStatus
	prodSKU
	prodBarcode
	prodGrams
	prodPrice
	prodCompareAt
	prodCost
	prodShippable
	prodTaxable
	prodStock
	prodOptions // three pairs of name and value
	prodColumns = prodOptions + 6
)

var productNames = [prodColumns]string{
	"Handle", "Title", "Vendor", "Type", "Tags", "Status", "Variant SKU", "Variant Barcode", "Variant Grams", "Variant Price",
	"Variant Compare At Price", "Cost per item", "Variant Requires Shipping", "Variant Taxable", "Variant Inventory Qty",
	"Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
}

var productRequired = []string{"Handle", "Title", "Variant SKU", "Variant Price"}

// RecognisesProducts tells whether a header is that of a products export.
func RecognisesProducts(header []string) bool {
	return len(sheet.NewColumns(header).Missing(productRequired)) == 0
}

// ProductsLayout describes the products export for sheet.FindHeader.
func ProductsLayout() sheet.Layout {
	return sheet.Layout{Name: "shopify-products", Required: productRequired, Optional: productNames[:]}
}

// Products reads a products export one variant at a time. Columns of markets
// and metafields are left alone.
type Products struct {
	src    *sheet.Source
	at     [prodColumns]int
	point  sheet.Decimal
	parent Variant // what the rows of one handle share
	seen   map[string]int
	images int
}

// NewProducts finds the header in src and refuses a file that is no products export.
func NewProducts(src *sheet.Source) (*Products, error) {
	header, ok := src.FindHeader(ProductsLayout())
	if !ok {
		return nil, model.Errorf(model.Invalid, "%s is not a Shopify products export: its header lacks %s", src.Path(), strings.Join(header.Missing, ", "))
	}
	p := &Products{src: src, point: sheet.Point, seen: map[string]int{}}
	for c, name := range productNames {
		p.at[c] = header.Columns.Of(name)
	}
	var samples []string
	for _, r := range src.Head() {
		if r.Row > header.Row {
			samples = append(samples, r.Cell(p.at[prodPrice]), r.Cell(p.at[prodCost]))
		}
	}
	if sheet.DetectDecimal(samples) == sheet.Comma {
		p.point = sheet.Comma
	}
	src.SkipTo(header.Row)
	return p, nil
}

// Images returns how many rows so far carried only a further picture.
func (p *Products) Images() int { return p.images }

// Next returns the next variant, io.EOF after the last one, or the error that
// ended the file.
func (p *Products) Next() (*Variant, error) {
	for {
		r, err := p.src.Next()
		if err != nil {
			return nil, err
		}
		handle := p.cell(r, prodHandle)
		if handle != "" && (handle != p.parent.Handle || p.cell(r, prodTitle) != "") {
			p.readParent(r, handle)
		}
		if p.cell(r, prodPrice) == "" && p.cell(r, prodSKU) == "" {
			p.images++
			continue
		}
		return p.variant(r), nil
	}
}

func (p *Products) cell(r sheet.Record, c column) string { return sheet.CleanText(r.Cell(p.at[c])) }

// readParent takes what only the first row of a handle carries. Of the options
// that is their names.
func (p *Products) readParent(r sheet.Record, handle string) {
	before := p.parent
	p.parent = Variant{
		Handle: strings.Clone(handle), Title: p.cell(r, prodTitle), Vendor: p.cell(r, prodVendor), Type: p.cell(r, prodType),
		Tags: p.cell(r, prodTags), Status: strings.ToLower(p.cell(r, prodStatus)),
	}
	for c := prodOptions; c < prodColumns; c += 2 {
		p.parent.Options = append(p.parent.Options, Option{Name: p.cell(r, c)})
	}
	if before.Handle == handle { // a file that repeats the title on every row
		for i := range p.parent.Options {
			if p.parent.Options[i].Name == "" {
				p.parent.Options[i].Name = before.Options[i].Name
			}
		}
	}
}

func (p *Products) variant(r sheet.Record) *Variant {
	v := p.parent
	v.Row, v.Options = r.Row, nil
	if p.cell(r, prodHandle) == "" {
		v.Handle = ""
	}
	for i, o := range p.parent.Options {
		o.Value = p.cell(r, prodOptions+column(2*i)+1)
		if o.Name != "" || o.Value != "" {
			v.Options = append(v.Options, o)
		}
	}
	v.SKU, v.Barcode = p.cell(r, prodSKU), p.cell(r, prodBarcode)
	v.RequiresShipping, v.Taxable = p.yes(r, prodShippable), p.yes(r, prodTaxable)
	if status := p.cell(r, prodStatus); status != "" {
		v.Status = strings.ToLower(status)
	}
	if price := p.money(&v, r, prodPrice); price != nil {
		v.Price = *price
	} else if len(v.Problems) == 0 {
		v.problem(prodPrice, BadAmount, "the variant has no price", sheet.Refusal)
	}
	v.CompareAt = p.money(&v, r, prodCompareAt)
	v.Cost = p.money(&v, r, prodCost)
	v.Grams = p.whole(&v, r, prodGrams)
	if v.Grams != nil && *v.Grams == 0 { // what the shop writes where no weight was entered
		v.Grams = nil
	}
	v.Stock = p.whole(&v, r, prodStock)
	p.check(&v)
	p.quote(v.Problems, r)
	v.Refused = sheet.Refused(v.Problems)
	return &v
}

func (p *Products) check(v *Variant) {
	if v.Handle == "" {
		v.problem(prodHandle, NoName, "the row names no product", sheet.Refusal)
		return
	}
	for _, c := range []column{prodSKU, prodBarcode} {
		if cell := map[column]string{prodSKU: v.SKU, prodBarcode: v.Barcode}[c]; sheet.DamagedID(cell) {
			v.problem(c, SpoiltID, cell+" was rounded by a spreadsheet and may stand for several articles; export again and do not open the file in a spreadsheet", sheet.Warning)
		}
	}
	key := v.Key()
	if first, twice := p.seen[key]; twice {
		v.problem(prodHandle, Duplicate, "this variant stands a second time in the file; row "+strconv.Itoa(first)+" was taken", sheet.Refusal)
		return
	}
	p.seen[key] = v.Row
}

func (v *Variant) problem(c column, code, message string, s sheet.Severity) {
	v.Problems = append(v.Problems, sheet.Problem{Row: v.Row, Column: productNames[c], Code: code, Message: message, Severity: s})
}

func (p *Products) yes(r sheet.Record, c column) bool {
	value, known := sheet.ParseBool(p.cell(r, c))
	return value || !known
}

func (p *Products) money(v *Variant, r sheet.Record, c column) *model.Amount {
	cell := p.cell(r, c)
	if sheet.Blank(cell) {
		return nil
	}
	a, err := sheet.ParseMoney(cell, p.point)
	switch {
	case err != nil:
		v.problem(c, BadAmount, err.Error(), sheet.Refusal)
	case a > largest || a < 0:
		v.problem(c, BadAmount, strconv.Quote(cell)+" is not a price", sheet.Refusal)
	default:
		return &a
	}
	return nil
}

// whole reads a count or a weight; one that is unreadable stays unknown.
func (p *Products) whole(v *Variant, r sheet.Record, c column) *int64 {
	cell := p.cell(r, c)
	if sheet.Blank(cell) {
		return nil
	}
	n, err := sheet.ParseInt(cell, p.point)
	if err != nil {
		v.problem(c, BadQuantity, err.Error(), sheet.Warning)
		return nil
	}
	return &n
}
