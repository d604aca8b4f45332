package documents

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/purchase"
)

// printing makes the documents of one purchase order.
type printing struct {
	dispatch forward.Dispatch
	papers   *purchase.Papers // what the book knows beside; empty when it was not read
	program  string
	proofs   bool // the proofs of documents are wanted

	done  []Document
	names map[string]bool
	proof *pdf.Proof // of the document just written
	err   error
}

func (p *printing) run() ([]Document, error) {
	d := p.dispatch
	if d.Amendment != nil {
		p.amendment()
		return p.done, p.err
	}
	exports := p.exports()
	po := purchaseOrder(d)
	for i := range po.Orders {
		po.Orders[i].Customs = slices.ContainsFunc(exports, func(e export) bool { return e.orderID == d.Orders[i].ID })
	}
	setup := p.setup(p.papers.Supplier.Language)
	name := file.SafeName(d.Number)
	p.add(PurchaseOrder, name+".pdf", func(w io.Writer) ([]string, error) { return po.WritePDF(w, setup) })
	p.orderFile(name, po.Table())
	p.slips()
	p.customs(exports)
	return p.done, p.err
}

// slips adds the packing slip of each order.
func (p *printing) slips() {
	for i := range p.dispatch.Orders {
		o := &p.dispatch.Orders[i]
		s := slip(p.dispatch, *o, p.papers.Seller.Brand)
		own := p.setup(p.customers(o.ShipTo.Country)...)
		p.add(PackingSlip, "packing-slip-"+o.Number+".pdf", func(w io.Writer) ([]string, error) { return pdf.WritePackingSlips(w, own, s) })
	}
}

// setup is what the documents have in common, in the languages given.
func (p *printing) setup(languages ...string) pdf.Setup {
	s := pdf.Setup{Paper: p.paper(), Program: p.program, Created: p.dispatch.Made, Languages: languages}
	if p.proofs {
		s.Proof = func(made *pdf.Proof) { p.proof = made }
	}
	return s
}

// letterCountries are those where sheets are of the size Letter; everyone else
// prints on A4. Source: Unicode CLDR, supplemental data, paperSize.
var letterCountries = []string{"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}

// paper is the setting's, or what lies in the supplier's printer.
func (p *printing) paper() pdf.Paper { return PaperFor(p.papers.Paper, p.papers.Supplier.Country) }

// PaperFor is the paper of the setting, or with "auto" what lies in the printers of
// a country.
func PaperFor(setting, country string) pdf.Paper {
	switch size := pdf.Paper(setting); size {
	case pdf.A4, pdf.Letter:
		return size
	}
	if slices.Contains(letterCountries, country) {
		return pdf.Letter
	}
	return pdf.A4
}

// customers are the languages of what a customer reads: the merchant's where
// it is spoken, elsewhere English beside it.
func (p *printing) customers(country string) []string {
	if letter.SpokenIn(country) == p.papers.Language {
		return []string{p.papers.Language}
	}
	return p.both()
}

// both are English and the merchant's language.
func (p *printing) both() []string { return []string{"en", p.papers.Language} }

// table adds a table as workbook and as CSV file.
func (p *printing) table(k Kind, name string, t *reports.Table) {
	t.Meta.Generated, t.Meta.Program = p.dispatch.Made, p.program
	p.add(k, name+".xlsx", func(w io.Writer) ([]string, error) { return workbook(w, t) })
	p.add(k, name+".csv", func(w io.Writer) ([]string, error) {
		return nil, csvout.Write(w, t, csvout.Format{Either: true})
	})
}

// add writes a document under a safe name that differs from the others, until
// one fails.
func (p *printing) add(k Kind, name string, write func(io.Writer) ([]string, error)) {
	if p.err != nil {
		return
	}
	var out bytes.Buffer
	warnings, err := write(&out)
	if err != nil {
		p.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	p.done = append(p.done, Document{Name: p.free(name), Kind: k, Content: out.Bytes(), Warnings: warnings, Proof: p.proof})
	p.proof = nil
}

// free makes the name safe, and different from the others: two shops may have
// an order of the same number.
func (p *printing) free(name string) string {
	if p.names == nil {
		p.names = map[string]bool{}
	}
	safe := file.SafeName(name)
	for n := 2; p.names[strings.ToLower(safe)]; n++ {
		dot := strings.LastIndexByte(name, '.')
		safe = file.SafeName(fmt.Sprintf("%s (%d)%s", name[:dot], n, name[dot:]))
	}
	p.names[strings.ToLower(safe)] = true
	return safe
}

func workbook(w io.Writer, t *reports.Table) ([]string, error) {
	changes, err := xlsx.Write(w, xlsx.Workbook{Title: t.Title, Program: t.Meta.Program, Created: t.Meta.Generated, Sheets: []xlsx.Sheet{{Table: t}}})
	var warnings []string
	for _, c := range changes {
		warnings = append(warnings, "Workbook, "+c.Sheet+" "+c.Cell+": "+c.What)
	}
	return warnings, err
}

func purchaseOrder(d forward.Dispatch) pdf.PurchaseOrder {
	po := pdf.PurchaseOrder{
		Number: d.Number, Date: d.Date, Currency: d.Currency, Merchant: party(d.Merchant), Supplier: party(d.Supplier), Neutral: true,
		TermsDays: d.TermsDays,
	}
	for _, o := range d.Orders {
		f := pdf.Forwarded{Reference: o.Number, ShipTo: contact(o.ShipTo), Service: o.Service}
		for _, l := range o.Lines {
			f.Lines = append(f.Lines, pdf.PurchaseLine{
				SupplierSKU: l.SupplierSKU, SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost, Shipping: l.Shipping,
			})
		}
		po.Orders = append(po.Orders, f)
	}
	return po
}

// slip is neutral: it names the brand, and neither the supplier nor a price.
func slip(d forward.Dispatch, o forward.Order, brand string) pdf.PackingSlip {
	s := pdf.PackingSlip{Order: o.Number, Date: d.Date, Brand: party(d.Merchant), ShipTo: contact(o.ShipTo)}
	if brand != "" {
		s.Brand.Name = brand
	}
	for _, l := range o.Lines {
		s.Lines = append(s.Lines, pdf.SlipLine{SKU: l.SKU, Name: l.Name, Quantity: l.Quantity})
	}
	return s
}

func party(p forward.Party) pdf.Address {
	return pdf.Address{
		Name: p.Name, Line1: p.Address1, Line2: p.Address2, City: p.City, Zip: p.Zip, Country: p.Country, Email: p.Email, Phone: p.Phone,
	}
}

func contact(c model.Contact) pdf.Address {
	return pdf.Address{
		Name: c.Name, Company: c.Company, Line1: c.Address1, Line2: c.Address2, City: c.City, Zip: c.Zip, Province: c.Province,
		Country: c.Country, Phone: c.Phone, Email: c.Email,
	}
}
