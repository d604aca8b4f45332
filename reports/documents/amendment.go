package documents

import (
	"fmt"
	"io"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// Amendment is a change asked of a purchase order that has left.
const Amendment Kind = "amendment"

// amendment makes the document of an amendment, and for what is to leave otherwise
// than ordered new packing slips and new papers of customs.
func (p *printing) amendment() {
	d, n := p.dispatch, p.dispatch.Amendment
	a := pdf.Amendment{
		Number: n.Number, Purchase: n.Purchase, Date: d.Date, SentOn: n.SentOn, Kind: n.Kind, Reason: n.Reason,
		Merchant: party(d.Merchant), Supplier: party(d.Supplier),
	}
	for _, c := range n.Changes {
		a.Changes = append(a.Changes, pdf.AmendedLine{
			Order: c.Order, SupplierSKU: c.SupplierSKU, SKU: c.SKU, Name: c.Name, Before: c.Before, Now: c.Quantity,
		})
	}
	if n.Address != nil {
		a.Order, a.Old, a.New = n.Address.Order, contact(n.Address.Was), contact(n.Address.Now)
	}
	setup := p.setup(p.papers.Supplier.Language)
	p.add(Amendment, file.SafeName(n.Number)+".pdf", func(w io.Writer) ([]string, error) { return a.WritePDF(w, setup) })
	p.slips()
	p.customs(p.exports())
}

// asked tells whether an order of the purchase order is in the dispatch, and what of
// it leaves: all as ordered, or what an amendment leaves of it, at the address that
// it names.
func (p *printing) asked(o *purchase.Consignment) (*purchase.Consignment, bool) {
	i := slices.IndexFunc(p.dispatch.Orders, func(d forward.Order) bool { return d.ID == o.ID })
	if i < 0 || p.dispatch.Amendment == nil {
		return o, i >= 0
	}
	to := &p.dispatch.Orders[i]
	left := map[article]model.Quantity{}
	for _, l := range to.Lines {
		left[article{l.SKU, l.SupplierSKU, l.Name}] += l.Quantity
	}
	c := *o
	c.ShipTo, c.Lines = to.ShipTo, nil
	for _, l := range o.Lines {
		key := article{l.SKU, l.SupplierSKU, l.Name}
		n := min(left[key], l.Quantity)
		if left[key] -= n; n == 0 {
			continue
		}
		l.Paid = l.Paid.Pieces(0, n, l.Quantity, o.Currency)
		l.Quantity = n
		c.Lines = append(c.Lines, l)
	}
	c.Customs = declaredAnew(o, &c)
	return &c, true
}

// article is what a line of a purchase order is known by on its papers.
type article struct{ sku, supplierSKU, name string }

// declaredAnew is what customs ask of an order as it is to leave now: less of it is
// worth and weighs less, and may do with the smaller form.
func declaredAnew(was, now *purchase.Consignment) *purchase.Customs {
	if was.Customs == nil {
		return nil
	}
	c := *was.Customs
	c.Gaps = slices.Clone(c.Gaps)
	if now.ShipTo.Country != was.ShipTo.Country {
		c.IOSS = false
		c.Gaps = append(c.Gaps, fmt.Sprintf("Order %s: it now goes to %s, for which the papers of customs were not decided: look whether the form is right, and whether a tax number goes with it.",
			now.Number, reports.CountryName(now.ShipTo.Country)))
	}
	before := was.Value()
	if c.Why.RateDate == "" || before <= 0 {
		return &c
	}
	worth, err := model.AmountOf(c.Why.Worth.Decimal().Mul(now.Value().Decimal()).Div(before.Decimal()).Round(4))
	if err != nil {
		return &c
	}
	c.Why.Worth = worth
	grams, weighed := now.WeightG()
	c.Form = model.CN22
	if worth > c.Why.Limit.Value || weighed && grams > c.Why.Limit.Weight {
		c.Form = model.CN23
	}
	return &c
}
