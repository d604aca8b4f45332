package pdf

import (
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// WriteInvoice writes the commercial invoice of a parcel, or the proforma
// invoice while the customer has not paid. It has the fields of
// 19 CFR 141.86 and those that carriers ask for beside them. The warnings tell
// of text that could not be printed as it is.
func (e *Export) WriteInvoice(w io.Writer, s Setup) (warnings []string, err error) {
	t := s.speak()
	title := t.t(e.invoiceTitle())
	d := New(s, title+" "+e.Invoice)
	d.Section(join(" · ", title, e.Invoice, e.Seller.Name))
	d.Letterhead(e.Seller.sender(), t.head(e.invoiceTitle()), e.Invoice)
	d.Facts(
		Fact{t.head("date"), t.date(e.Date)}, Fact{t.head("invoice.sold"), t.date(e.SoldOn)}, Fact{t.head("order.label"), e.Order},
		Fact{t.head("order.title"), e.PurchaseOrder}, Fact{t.head("invoice.reason"), t.head("invoice.reason.sale")},
	)
	d.Facts(
		Fact{t.head("invoice.term"), join(" ", string(e.Incoterm), e.place())}, Fact{t.head("invoice.importer"), t.head(e.importer())},
		Fact{t.head("invoice.port"), t.head("invoice.carrier")}, Fact{t.head("invoice.net"), e.kilograms(t)}, Fact{t.head("invoice.gross"), t.head("invoice.shipper")},
	)
	d.Space(1)
	e.parties(d)
	d.Grid(e.goods(t))
	d.Grid(e.charges(t))
	d.Total(t.t("invoice.sum.total")+" "+string(e.Currency), t.amount(e.Total(), e.Currency))
	e.sign(d)
	return d.Write(w)
}

func (e *Export) invoiceTitle() string {
	if e.Proforma {
		return "invoice.proforma"
	}
	return "invoice.title"
}

// place is where the delivery term ends: the customer's town.
func (e *Export) place() string {
	return join(", ", e.ShipTo.City, reports.CountryName(e.ShipTo.Country))
}

func (e *Export) kilograms(t words) string {
	if g := e.weight(); g > 0 {
		return t.figure(kilograms(g)) + " kg"
	}
	return t.head("unknown")
}

func kilograms(grams int64) string { return decimal.New(grams, -3).StringFixed(3) }

// importer is who clears the goods: whoever pays the duties.
func (e *Export) importer() string {
	if e.Incoterm == model.DDP {
		return "invoice.importer.seller"
	}
	return "invoice.importer.consignee"
}

// parties says who sells, who receives, who ships and who pays.
func (e *Export) parties(d *Doc) {
	t := d.words
	blocks := []Block{
		e.Seller.block(t.t("invoice.seller"), e.registered(t)...),
		e.ShipTo.block(t.t("invoice.consignee"), e.ShipTo.Reach()...),
		e.From.block(t.t("invoice.from")),
	}
	if e.BillTo != (Address{}) {
		blocks = append(blocks, e.BillTo.block(t.t("invoice.buyer"), e.BillTo.Reach()...))
	}
	d.Blocks(blocks...)
}

// registered is how to reach the seller, and the numbers it is known by.
func (e *Export) registered(t words) []string {
	all := e.Seller.Reach()
	if e.VAT != "" {
		all = append(all, "VAT "+e.VAT)
	}
	if e.EORI != "" {
		all = append(all, "EORI "+e.EORI)
	}
	if e.IOSS != "" {
		all = append(all, t.t("invoice.ioss", e.IOSS))
	}
	return all
}

// goods is the table of the goods; the discount has a column where there is any.
func (e *Export) goods(t words) Grid {
	paid := e.Paid()
	g := Grid{Whole: []int{2, 3}, Columns: []GridColumn{
		{t.head("invoice.position"), 10, false},
		{t.head("invoice.goods"), 39, false},
		{t.head("invoice.hs"), 22, false},
		{t.head("invoice.origin"), 19, false},
		{t.head("invoice.quantity"), 15, true},
		{t.head("invoice.weight"), 18, true},
		{t.head("invoice.unit"), 21, true},
	}}
	if paid.Discount != 0 {
		g.Columns = append(g.Columns, GridColumn{t.head("invoice.discount"), 18, true})
	}
	g.Columns = append(g.Columns, GridColumn{t.head("invoice.value"), 19, true})
	for i := range e.Lines {
		l := &e.Lines[i]
		row := []string{
			fmt.Sprint(i + 1), l.described(), or(l.HS, t), or(reports.CountryName(l.Origin), t), fmt.Sprint(l.Quantity), l.kilograms(t),
			t.figure(reports.UnitPrice(l.Price, e.Currency).String()),
		}
		if paid.Discount != 0 {
			row = append(row, t.amount(l.Paid.Discount.Neg(), e.Currency))
		}
		g.Rows = append(g.Rows, append(row, t.amount(l.Paid.Value(), e.Currency)))
	}
	g.Totals = make([]string, len(g.Columns))
	g.Totals[1], g.Totals[4], g.Totals[len(g.Totals)-1] = t.t("invoice.sum.goods"), fmt.Sprint(e.pieces()), t.amount(paid.Value(), e.Currency)
	if kg := e.weight(); kg > 0 {
		g.Totals[5] = t.figure(kilograms(kg))
	}
	if paid.Discount != 0 {
		g.Totals[7] = t.amount(paid.Discount.Neg(), e.Currency)
	}
	return g
}

// or is a value, or a plain word in place of an empty cell.
func or(value string, t words) string {
	if value == "" {
		return t.head("unknown")
	}
	return value
}

func (l *ExportLine) kilograms(t words) string {
	if l.WeightG == 0 {
		return t.head("unknown")
	}
	return t.figure(kilograms(l.WeightG))
}

// charges itemises what the customer paid beside the goods.
func (e *Export) charges(t words) Grid {
	paid := e.Paid()
	none := t.t("invoice.sum.none")
	charge := func(key, value string) []string { return []string{t.t("invoice.sum." + key), value} }
	g := Grid{Columns: []GridColumn{{"", 70, false}, {string(e.Currency), 30, true}}, Rows: [][]string{
		charge("shipping", t.amount(paid.Shipping, e.Currency)), charge("packing", none),
	}}
	if e.TaxIncluded && paid.Tax != 0 {
		g.Rows = append(g.Rows, charge("included", "("+t.amount(paid.Tax, e.Currency)+")"))
	} else if paid.Tax != 0 {
		g.Rows = append(g.Rows, charge("tax", t.amount(paid.Tax, e.Currency)))
	}
	return g
}

// sign ends a paper with the declaration and who stands for it.
func (e *Export) sign(d *Doc) {
	t := d.words
	text := t.head("invoice.statement.text")
	if e.Proforma {
		text = t.head("invoice.statement.proforma")
	}
	if e.IOSS != "" {
		text += "\n" + t.head("invoice.ioss.text")
	}
	d.Keep(text, signatureHeight)
	d.Note(t.t("invoice.statement"), text)
	d.Signature(Fact{t.t("invoice.signed"), or(e.Signer, t)}, Fact{t.t("date"), t.date(e.Date)}, t.t("invoice.signature"))
}
