package documents

import (
	"fmt"
	"io"

	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// export is what the papers of customs of one order say, and what they lack.
type export struct {
	pdf.Export
	orderID int64
	gaps    []string
}

// exports are the orders of the dispatch that cross a border of customs.
func (p *printing) exports() []export {
	var all []export
	for i := range p.papers.Orders {
		o, leaves := p.asked(&p.papers.Orders[i])
		if o.Customs != nil && leaves {
			e := p.export(o)
			e.Invoice = fmt.Sprintf("%s-%d", p.dispatch.Number, i+1)
			all = append(all, e)
		}
	}
	return all
}

func (p *printing) export(o *purchase.Consignment) export {
	s := &p.papers.Seller
	e := export{orderID: o.ID, gaps: o.Customs.Gaps, Export: pdf.Export{
		PurchaseOrder: p.papers.Number, Order: o.Number, Date: p.dispatch.Date, SoldOn: o.SoldOn, Proforma: o.Proforma, Currency: o.Currency,
		Incoterm: o.Customs.Incoterm, Form: o.Customs.Form, Why: pdf.FormChoice{
			Worth: o.Customs.Why.Worth, RateDate: o.Customs.Why.RateDate, Limit: o.Customs.Why.Limit.Value, LimitG: o.Customs.Why.Limit.Weight,
			Source: o.Customs.Why.Limit.Source, Checked: o.Customs.Why.Limit.Checked,
		},
		Seller: party(p.dispatch.Merchant), From: party(p.dispatch.Supplier), ShipTo: contact(o.ShipTo),
		VAT: s.VAT, EORI: s.EORI, Signer: s.Signer, TaxIncluded: o.TaxMode == "included",
	}}
	e.From.Email = "" // the customer gets this paper too
	if o.Customs.IOSS {
		e.IOSS = s.IOSS
	}
	bill, ship := o.BillTo, o.ShipTo
	if bill.ID = 0; !bill.IsZero() && (bill.Name != ship.Name || bill.Address1 != ship.Address1) {
		e.BillTo = contact(bill)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		line := pdf.ExportLine{
			SKU: l.SKU, Name: l.Name, Brand: l.Brand, HS: l.HS, Origin: l.Origin, Quantity: l.Quantity, Price: l.Price, Paid: l.Paid,
		}
		line.WeightG, _ = l.NetG()
		e.Lines = append(e.Lines, line)
	}
	return e
}

// customs adds the papers of customs: for each parcel the invoice and the
// declaration, and for all of them the same data as a table.
func (p *printing) customs(exports []export) {
	if len(exports) == 0 {
		return
	}
	setup := p.setup(p.both()...)
	rows := make([]pdf.Export, len(exports))
	for i := range exports {
		e := &exports[i]
		rows[i] = e.Export
		p.add(Invoice, e.invoiceName(), func(w io.Writer) ([]string, error) {
			warnings, err := e.WriteInvoice(w, setup)
			return append(warnings, e.gaps...), err
		})
		p.add(Declaration, string(e.Form)+"-"+e.Order+".pdf", func(w io.Writer) ([]string, error) { return e.WriteDeclaration(w, setup) })
	}
	p.table(CustomsData, "customs-data-"+p.dispatch.Number, pdf.ExportTable(p.dispatch.Number, rows))
}

func (e *export) invoiceName() string {
	if e.Proforma {
		return "proforma-invoice-" + e.Order + ".pdf"
	}
	return "commercial-invoice-" + e.Order + ".pdf"
}

// dispatchOf is the dispatch of papers that were read from the book.
func dispatchOf(p *purchase.Papers) forward.Dispatch {
	s := &p.Seller
	d := forward.Dispatch{
		PurchaseID: p.PurchaseID, SupplierID: p.SupplierID, Number: p.Number, Date: p.Date, Made: p.Made, Currency: p.Currency, Total: p.Total,
		TermsDays: p.TermsDays,
		Merchant: forward.Party{
			Name: s.Name, Address1: s.Address1, Address2: s.Address2, City: s.City, Zip: s.Zip, Country: s.Country, Email: s.Email, Phone: s.Phone,
		},
		Supplier: forward.Party{Name: p.Supplier.Name, Email: p.Supplier.Email, Country: p.Supplier.Country},
	}
	for i := range p.Orders {
		o := &p.Orders[i]
		order := forward.Order{ID: o.ID, Number: o.Number, Shop: o.Shop, Service: o.Service, ShipTo: o.ShipTo}
		for _, l := range o.Lines {
			order.Lines = append(order.Lines, forward.Line{
				SKU: l.SKU, SupplierSKU: l.SupplierSKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost, Shipping: l.Shipping,
			})
		}
		d.Orders = append(d.Orders, order)
	}
	return d
}
