package imports

import (
	"cmp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
)

// ofOutcome are the rows with one outcome.
func ofOutcome[R any](all []R, outcome string, of func(*R) string) []*R {
	var list []*R
	for i := range all {
		if of(&all[i]) == outcome {
			list = append(list, &all[i])
		}
	}
	return list
}

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
		Name: "imports." + importer.Tracking, Key: func(p row) string { return strconv.Itoa(p.Row) + p.Number }, Columns: columns,
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}

// setNumbers shows the mapping of a file of tracking numbers beside its first rows
// as they are understood.
func (m *mapping) setNumbers(f *queued) {
	p := f.preview()
	m.right.Objects = []fyne.CanvasObject{m.numbers}
	if p.Tracking == nil {
		m.form.Set()
		m.numbers.SetRows(nil)
		return
	}
	var rows []fyne.CanvasObject
	if f.shown.Err() != nil {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, capital(f.said()), nil))
	}
	rows = append(rows, kit.NewLabel(kit.SmallStrong, text.T("imports.map.columns")))
	options := columnsOf(p)
	for _, field := range tracking.Fields {
		chosen := ""
		if c, ok := p.Tracking.Fields[field]; ok {
			chosen = strconv.Itoa(c.Index)
		}
		rows = append(rows, m.row(text.T(text.Key("imports.number.", field)), m.chooser(f, string(field), options, chosen)))
		_, mapped := p.Tracking.Fields[field]
		m.numbers.ShowColumn(string(field), mapped && field != tracking.Status)
	}
	rows = append(rows, kit.Gap(0, theme.Gap4), kit.NewLabel(kit.SmallStrong, text.T("imports.map.written")))
	orders := []kit.Option{{ID: "dmy", Text: text.T("imports.map.dmy")}, {ID: "mdy", Text: text.T("imports.map.mdy")}}
	if p.Tracking.Dates == sheet.UnknownOrder {
		orders = append([]kit.Option{{ID: "", Text: text.T("imports.map.unknown")}}, orders...)
	}
	sel := kit.SelectField(orders, func(id string) { m.s.of(f, func(o *importer.Options) { o.Written.Dates = sheet.DateOrder(id) }) })
	sel.SetChosen(string(p.Tracking.Dates))
	m.form.Set(append(rows, m.row(text.T("imports.map.dates"), sel))...)
	items := make([]*tracking.Row, len(p.Shipments))
	wrong := false
	for i := range p.Shipments {
		items[i] = &p.Shipments[i]
		wrong = wrong || len(p.Shipments[i].Problems) > 0
	}
	m.numbers.ShowColumn("problem", wrong)
	m.numbers.SetRows(items)
}

// numberGrid shows the first rows of a file of tracking numbers as they are
// understood. A column's ID is its field.
func (m *mapping) numberGrid() *grid.Grid[*tracking.Row] {
	h := m.s.h
	f := h.Format()
	type row = *tracking.Row
	plain := func(field tracking.Field, width float32, of func(row) string) grid.Column[row] {
		return grid.Column[row]{ID: string(field), Title: text.T(text.Key("imports.number.", field)), Width: width, Cell: func(r row) grid.Cell { return grid.Cell{Text: of(r)} }}
	}
	return grid.New(grid.Options[row]{
		Key: func(r row) string { return strconv.Itoa(r.Row) + r.Number },
		Columns: []grid.Column[row]{
			{ID: "row", Title: text.T("imports.col.row"), Width: 52, Cell: func(r row) grid.Cell { return grid.Cell{Text: f.Int(r.Row), Tone: theme.Quiet} }},
			plain(tracking.Order, 120, func(r row) string { return r.Order }),
			plain(tracking.Purchase, 120, func(r row) string { return r.Purchase }),
			plain(tracking.Number, 190, func(r row) string { return r.Number }),
			plain(tracking.Carrier, 120, func(r row) string { return r.Carrier }),
			plain(tracking.Shipped, 100, func(r row) string { return day(f, r.Shipped) }),
			plain(tracking.Delivered, 100, func(r row) string { return day(f, r.Delivered) }),
			plain(tracking.SKU, 120, func(r row) string { return r.SKU }),
			plain(tracking.Quantity, 80, func(r row) string { return pieces(f, r.Quantity) }),
			{ID: "problem", Title: text.T("imports.map.problem"), Width: 260, Flex: 2, Cell: func(r row) grid.Cell {
				if len(r.Problems) == 0 {
					return grid.Cell{}
				}
				return grid.Cell{Text: capital(r.Problems[0].Message), Tone: theme.Wrong, Tip: r.Problems[0].Message}
			}},
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: f},
	})
}
