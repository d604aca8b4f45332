// Package documents makes what goes to a supplier with a purchase order: the
// order as PDF, workbook and CSV file, and for each parcel a neutral packing
// slip that names neither the supplier nor a price. It must not know how the
// files travel.
package documents

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/forward"
)

// Printer renders purchase orders. It keeps the computer's fonts between
// documents and may be used from one goroutine at a time.
type Printer struct{ setup pdf.Setup }

// New makes a printer; program is named in the files' properties.
func New(program string) *Printer { return &Printer{pdf.Setup{Paper: pdf.A4, Program: program}} }

// Render makes the documents of one purchase order. The same order gives the
// same bytes.
func (p *Printer) Render(d forward.Dispatch) ([]forward.File, error) {
	setup := p.setup
	setup.Created = d.Made
	po := purchaseOrder(d)
	table := po.Table()
	table.Meta.Generated, table.Meta.Program = d.Made, setup.Program
	name := file.SafeName(d.Number)
	var b batch
	b.add(name+".pdf", func(w io.Writer) ([]string, error) { return po.WritePDF(w, setup) })
	b.add(name+".xlsx", func(w io.Writer) ([]string, error) { return workbook(w, table, setup) })
	b.add(name+".csv", func(w io.Writer) ([]string, error) {
		return nil, csvout.Write(w, table, csvout.Format{Either: true})
	})
	for _, o := range d.Orders {
		s := slip(d, o)
		b.add("packing-slip-"+o.Number+".pdf", func(w io.Writer) ([]string, error) { return pdf.WritePackingSlips(w, setup, s) })
	}
	return b.files, b.err
}

// batch gathers files under safe names that differ, until one fails.
type batch struct {
	files []forward.File
	names map[string]bool
	err   error
}

func (b *batch) add(name string, write func(io.Writer) ([]string, error)) {
	if b.err != nil {
		return
	}
	var out bytes.Buffer
	warnings, err := write(&out)
	if err != nil {
		b.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	b.files = append(b.files, forward.File{Name: b.free(name), Content: out.Bytes(), Warnings: warnings})
}

// free makes the name safe, and different from the others of the batch: two
// shops may have an order of the same number.
func (b *batch) free(name string) string {
	if b.names == nil {
		b.names = map[string]bool{}
	}
	safe := file.SafeName(name)
	for n := 2; b.names[strings.ToLower(safe)]; n++ {
		dot := strings.LastIndexByte(name, '.')
		safe = file.SafeName(fmt.Sprintf("%s (%d)%s", name[:dot], n, name[dot:]))
	}
	b.names[strings.ToLower(safe)] = true
	return safe
}

func workbook(w io.Writer, t *reports.Table, s pdf.Setup) ([]string, error) {
	changes, err := xlsx.Write(w, xlsx.Workbook{Title: t.Title, Program: s.Program, Created: s.Created, Sheets: []xlsx.Sheet{{Table: t}}})
	var warnings []string
	for _, c := range changes {
		warnings = append(warnings, "Workbook, "+c.Sheet+" "+c.Cell+": "+c.What)
	}
	return warnings, err
}

func purchaseOrder(d forward.Dispatch) pdf.PurchaseOrder {
	po := pdf.PurchaseOrder{
		Number: d.Number, Date: d.Date, Currency: d.Currency, Merchant: party(d.Merchant), Supplier: party(d.Supplier), Neutral: true,
	}
	if d.TermsDays > 0 {
		po.Terms = "within " + model.Days(d.TermsDays)
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

func slip(d forward.Dispatch, o forward.Order) pdf.PackingSlip {
	s := pdf.PackingSlip{Order: o.Number, Date: d.Date, Brand: party(d.Merchant), ShipTo: contact(o.ShipTo)}
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
