package pdf

import (
	"fmt"
	"io"

	"github.com/dropledger/dropledger/model"
)

// Amendment asks a supplier to change a purchase order that it has.
type Amendment struct {
	Number, Purchase string // of the amendment and of the purchase order
	Date, SentOn     model.Date
	Kind             model.AmendmentKind
	Reason           string
	Merchant         Address
	Supplier         Address
	Changes          []AmendedLine
	Order            string  // whose address changes
	Old, New         Address // of an amendment of that kind
}

// AmendedLine is an article with the pieces ordered and those still wanted.
type AmendedLine struct {
	Order, SupplierSKU, SKU, Name string
	Before, Now                   model.Quantity
}

// WritePDF writes the amendment as a document for the supplier. The warnings
// tell of text that could not be printed as it is.
func (a *Amendment) WritePDF(w io.Writer, s Setup) (warnings []string, err error) {
	t := s.speak()
	title := t.t("amendment.title")
	if a.Kind == model.AmendCancel {
		title = t.t("amendment.cancel")
	}
	d := New(s, title+" "+a.Number)
	d.Section(join(" · ", title, a.Number, a.Merchant.Name))
	d.Letterhead(a.Merchant.sender(), title, a.Number)
	facts := []Fact{{t.t("date"), t.date(a.Date)}, {t.t("amendment.purchase"), a.Purchase}}
	if a.SentOn != "" {
		facts = append(facts, Fact{t.t("amendment.sent"), t.date(a.SentOn)})
	}
	d.Facts(facts...)
	d.Space(2)
	d.Blocks(a.Supplier.block(t.t("order.supplier"), a.Supplier.Reach()...))
	d.Note(t.t("amendment.ask"), a.ask(t))
	d.Note(t.t("amendment.reason"), a.Reason)
	if a.Kind == model.AmendAddress {
		d.Blocks(a.New.block(t.t("amendment.new"), a.New.Reach()...), a.Old.block(t.t("amendment.old")))
		return d.Write(w)
	}
	g := Grid{Columns: []GridColumn{
		{t.head("order.label"), 16, false},
		{t.head("order.yoursku"), 20, false},
		{t.head("order.oursku"), 18, false},
		{t.head("product"), 48, false},
		{t.head("amendment.before"), 15, true},
		{t.head("amendment.now"), 15, true},
	}}
	for _, c := range a.Changes {
		g.Rows = append(g.Rows, []string{c.Order, c.SupplierSKU, c.SKU, c.Name, fmt.Sprint(c.Before), fmt.Sprint(c.Now)})
	}
	d.Grid(g)
	return d.Write(w)
}

// ask says what is wanted, and that all else stays.
func (a *Amendment) ask(t words) string {
	return t.head("amendment.ask."+string(a.Kind), a.Purchase, a.Order) + "\n" + t.head("amendment.rest", a.Number)
}
