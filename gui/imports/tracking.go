package imports

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/importer"
)

// parcelGrid lists the parcels of a file of tracking numbers.
func (r *rows) parcelGrid() *grid.Grid[*importer.ParcelRow] {
	f := r.s.h.Format()
	type row = *importer.ParcelRow
	said := func(p row) string { s, _ := does(f, p.Effects, ""); return s }
	column := func(id string, width float32, of func(*importer.ParcelFacts) string) grid.Column[row] {
		return grid.Column[row]{
			ID: id, Title: text.T(text.Key("imports.col.", id)), Width: width,
			Cell:     func(p row) grid.Cell { return compared(p.Was, &p.ParcelFacts, of) },
			SortText: func(p row) string { return of(&p.ParcelFacts) },
		}
	}
	orders := column("orders", 160, func(p *importer.ParcelFacts) string { return strings.Join(p.Orders, ", ") })
	orders.Flex = 2
	pieces := column("pieces", 90, func(p *importer.ParcelFacts) string { return f.Quantity(p.Pieces) })
	pieces.Align = fyne.TextAlignTrailing
	pieces.SortText, pieces.Compare = nil, func(a, b row) int { return cmp.Compare(a.Pieces, b.Pieces) }
	columns := []grid.Column[row]{
		{ID: "tracking", Title: text.T("imports.col.tracking"), Width: 180, Fixed: true, Lead: true, Cell: func(p row) grid.Cell { return grid.Cell{Text: p.Number} }, SortText: func(p row) string { return p.Number }},
		column("carrier", 110, func(p *importer.ParcelFacts) string { return p.Carrier }),
		orders,
		column("purchase", 120, func(p *importer.ParcelFacts) string { return p.Purchase }),
		pieces,
		column("shipped", 110, func(p *importer.ParcelFacts) string { return day(f, p.Shipped) }),
		column("parcel.state", 150, func(p *importer.ParcelFacts) string { return text.T(text.Key("imports.parcel.", p.State)) }),
		{ID: "does", Title: text.T("imports.col.does"), Width: 180, Flex: 2, Cell: func(p row) grid.Cell { return doing(does(f, p.Effects, "")) }, SortText: said},
	}
	return grid.New(grid.Options[row]{
		Name: "imports." + importer.Tracking, Key: func(p row) string { return rowKey(p.Row, p.Number) }, Columns: columns,
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}
