package pdf

import (
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// WriteDeclaration writes the data sheet of the customs form: all fields of a
// CN22, and those that a CN23 has beyond. The warnings tell of text that could
// not be printed as it is.
func (e *Export) WriteDeclaration(w io.Writer, s Setup) (warnings []string, err error) {
	t := s.speak()
	form := string(e.Form)
	title := t.t("customs.title", form)
	d := New(s, title+" "+e.Order)
	d.Section(join(" · ", title, t.t("order", e.Order), e.Seller.Name))
	d.Letterhead(e.Seller.sender(), t.head("customs.title", form), t.t("customs.subtitle", e.Order))
	d.Facts(
		Fact{t.head("customs.form"), form}, Fact{t.head("customs.category"), t.head("customs.category.sale")}, Fact{t.head("date"), t.date(e.Date)},
		Fact{t.head("customs.total.value"), t.amount(e.Paid().Value(), e.Currency) + " " + string(e.Currency)},
		Fact{t.head("customs.total.weight"), e.kilograms(t)},
	)
	d.Space(1)
	d.Blocks(
		e.Seller.block(t.t("customs.from"), e.Seller.Reach()...),
		e.ShipTo.block(t.t("customs.to"), e.ShipTo.Reach()...),
	)
	d.Blocks(e.references(t)...)
	if e.Form == model.CN23 {
		e.more(d)
	}
	d.Grid(e.contents(t))
	if e.Form == model.CN23 {
		d.Note(t.t("customs.comments"), t.head("customs.comments.text"))
	}
	d.Note(t.t("customs.why"), e.why(t))
	e.sign(d)
	return d.Write(w)
}

// why explains the form.
func (e *Export) why(t words) string {
	w := &e.Why
	if w.RateDate == "" {
		return t.head("customs.why.unrated", string(e.Currency))
	}
	key := "customs.why.text"
	if w.Checked == "" {
		key = "customs.why.own"
	}
	return t.head(key, t.amount(e.Paid().Value(), e.Currency)+" "+string(e.Currency), t.amount(w.Worth, model.SDR), t.date(w.RateDate),
		t.amount(w.Limit, model.SDR), t.figure(decimal.New(w.LimitG, -3).String()), w.Source, t.date(w.Checked))
}

// references are the numbers of both ends with the authorities.
func (e *Export) references(t words) []Block {
	sender := Block{Label: t.t("customs.sender")}
	for _, n := range []struct{ what, number string }{{"EORI ", e.EORI}, {"VAT ", e.VAT}} {
		if n.number != "" {
			sender.Lines = append(sender.Lines, n.what+n.number)
		}
	}
	if e.IOSS != "" {
		sender.Lines = append(sender.Lines, t.t("invoice.ioss", e.IOSS))
	}
	if len(sender.Lines) == 0 {
		sender.Lines = []string{t.t("customs.none")}
	}
	importer := Block{Label: t.t("customs.importer"), Lines: []string{t.t("customs.importer.none")}}
	if e.Incoterm == model.DDP {
		importer.Lines = []string{t.t(e.importer())}
	}
	return []Block{sender, importer}
}

// more are the facts that a CN23 has beyond a CN22.
func (e *Export) more(d *Doc) {
	t := d.words
	d.Facts(
		Fact{t.head("customs.charges"), t.head("invoice.shipper")},
		Fact{t.head("invoice.gross"), t.head("invoice.shipper")},
		Fact{t.head("customs.office"), t.head("invoice.shipper")},
		Fact{t.head("customs.invoice"), e.Invoice},
		Fact{t.head("customs.licence"), t.head("customs.none")},
	)
	d.Space(1)
}

// contents is the table of the detailed description of contents.
func (e *Export) contents(t words) Grid {
	g := Grid{Whole: []int{4, 5}, Columns: []GridColumn{
		{t.head("invoice.goods"), 60, false},
		{t.head("quantity"), 16, true},
		{t.head("invoice.weight"), 18, true},
		{t.head("invoice.value"), 22, true},
		{t.head("invoice.hs"), 24, false},
		{t.head("invoice.origin"), 26, false},
	}}
	for i := range e.Lines {
		l := &e.Lines[i]
		g.Rows = append(g.Rows, []string{
			l.described(), fmt.Sprint(l.Quantity), l.kilograms(t), t.amount(l.Paid.Value(), e.Currency) + " " + string(e.Currency),
			or(l.HS, t), or(reports.CountryName(l.Origin), t),
		})
	}
	g.Totals = []string{t.t("invoice.sum.total"), fmt.Sprint(e.pieces()), e.kilograms(t), t.amount(e.Paid().Value(), e.Currency) + " " + string(e.Currency), "", ""}
	return g
}
