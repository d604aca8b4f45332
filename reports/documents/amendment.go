package documents

import (
	"io"

	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/file"
)

// Amendment is a change asked of a purchase order that has left.
const Amendment Kind = "amendment"

// amendment makes the document of an amendment, and new packing slips for what
// is to leave otherwise than ordered.
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
}
