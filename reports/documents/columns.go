package documents

import (
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// orderFile adds the order as a table: in the supplier's own columns and kind of
// file where it has a template, else in the program's, as workbook and as CSV.
func (p *printing) orderFile(name string, t *reports.Table) {
	tpl := p.papers.Template
	if !tpl.InUse() {
		p.table(PurchaseOrder, name, t)
		return
	}
	own := inColumns(t, tpl)
	own.Meta.Generated, own.Meta.Program = p.dispatch.Made, p.program
	if tpl.File == purchase.FileXLSX {
		p.add(PurchaseOrder, name+".xlsx", func(w io.Writer) ([]string, error) { return workbook(w, own) })
		return
	}
	p.add(PurchaseOrder, name+".csv", func(w io.Writer) ([]string, error) {
		return nil, csvout.Write(w, own, csvout.Format{Either: true, Delimiter: delimiters[tpl.Delimiter]})
	})
}

var delimiters = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}

// inColumns is the order in a supplier's columns. Headings are exactly the
// supplier's, so amounts are plain numbers and name no currency.
func inColumns(t *reports.Table, tpl *purchase.OrderTemplate) *reports.Table {
	own := &reports.Table{Name: t.Name, Title: t.Title, Meta: t.Meta}
	from := make([]int, len(tpl.Columns))
	for i, c := range tpl.Columns {
		from[i] = t.Column(c.Field)
		kind := reports.KindText
		if from[i] >= 0 && tpl.File == purchase.FileXLSX {
			kind = t.Columns[from[i]].Kind
		}
		switch kind {
		case reports.KindAmount:
			kind = reports.KindNumber
		case reports.KindDate:
			kind = reports.KindText
		}
		own.Columns = append(own.Columns, reports.Column{Key: c.Title, Label: c.Title, Kind: kind})
	}
	for _, row := range t.All() {
		cells := make([]reports.Cell, len(from))
		for i, n := range from {
			if n < 0 {
				cells[i] = reports.Text(tpl.Columns[i].Fixed)
				continue
			}
			cells[i] = ownCell(row[n], tpl)
		}
		own.Add(cells...)
	}
	return own
}

// ownCell writes a cell as the supplier reads it.
func ownCell(c reports.Cell, tpl *purchase.OrderTemplate) reports.Cell {
	csv := tpl.File == purchase.FileCSV
	switch {
	case c.Kind() == reports.KindDate:
		return reports.Text(tpl.Day(model.Date(c.Raw())))
	case c.Kind() == reports.KindAmount && csv:
		said := c.String()
		if tpl.Decimals == purchase.CommaDecimals {
			said = strings.Replace(said, ".", ",", 1)
		}
		return reports.Text(said)
	case c.Kind() == reports.KindAmount:
		return reports.Number(c.Amount().Decimal())
	case csv && c.Kind().Numeric():
		return reports.Text(c.String())
	}
	return c
}

// Example is an order in the columns of a template as they are being chosen: the
// headings and the rows of an invented order, all as text.
func Example(tpl *purchase.OrderTemplate) (titles []string, rows [][]string) {
	d := forward.Dispatch{Number: "PO-000123", Date: "2026-11-22", Currency: "EUR"}
	to := model.Contact{
		Name: "Zoë Martin", Company: "Atelier Nord", Address1: "12 Rue de la Paix", Address2: "2e étage", City: "Lyon", Zip: "69001",
		Province: "Rhône", Country: "FR", Phone: "+33 4 12 34 56 78", Email: "zoe@example.com",
	}
	d.Orders = []forward.Order{{Number: "#1001", Service: "Standard", ShipTo: to, Lines: []forward.Line{
		{SKU: "LAMP-01", SupplierSKU: "A-77", Name: "Desk lamp", Quantity: 2, UnitCost: model.MustAmount("12.50"), Shipping: model.MustAmount("4.90")},
		{SKU: "00042", SupplierSKU: "B-05", Name: "Oak shelf", Quantity: 1, UnitCost: model.MustAmount("31.00")},
	}}}
	own := inColumns(purchaseOrder(d).Table(), tpl)
	for _, c := range own.Columns {
		titles = append(titles, c.Label)
	}
	for _, row := range own.All() {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = c.Display(true)
		}
		rows = append(rows, line)
	}
	return titles, rows
}
