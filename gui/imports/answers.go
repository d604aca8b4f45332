package imports

import (
	"cmp"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/purchase"
)

// answerGrid lists the purchase orders of a file of acknowledgements.
func (r *rows) answerGrid() *grid.Grid[*importer.AnswerRow] {
	f := r.s.h.Format()
	type row = *importer.AnswerRow
	said := func(a row) string { s, _ := does(f, a.Effects, ""); return s }
	column := func(id string, width float32, of func(*purchase.Answered) string) grid.Column[row] {
		return grid.Column[row]{
			ID: id, Title: text.T(text.Key("imports.col.", id)), Width: width,
			Cell:     func(a row) grid.Cell { return compared(a.Was, &a.Answered, of) },
			SortText: func(a row) string { return of(&a.Answered) },
		}
	}
	number := func(id string, of func(*purchase.Answered) model.Quantity) grid.Column[row] {
		c := column(id, 84, func(a *purchase.Answered) string { return f.Quantity(of(a)) })
		c.Align, c.SortText = fyne.TextAlignTrailing, nil
		c.Compare = func(a, b row) int { return cmp.Compare(of(&a.Answered), of(&b.Answered)) }
		return c
	}
	columns := []grid.Column[row]{
		{ID: "purchase", Title: text.T("imports.col.purchase"), Width: 130, Fixed: true, Lead: true, Cell: func(a row) grid.Cell { return grid.Cell{Text: a.Number} }, SortText: func(a row) string { return a.Number }},
		column("answer.supplier", 130, func(a *purchase.Answered) string { return a.Supplier }),
		column("answer.reference", 104, func(a *purchase.Answered) string { return a.Reference }),
		number("answer.comes", func(a *purchase.Answered) model.Quantity { return a.Comes }),
		number("answer.backorder", func(a *purchase.Answered) model.Quantity { return a.Backorder }),
		column("answer.ships", 100, func(a *purchase.Answered) string { return day(f, a.ShipDate) }),
		column("answer.state", 112, func(a *purchase.Answered) string { return text.T(text.Key("imports.purchase.", a.State)) }),
		{ID: "does", Title: text.T("imports.col.does"), Width: 280, Flex: 2, Cell: func(a row) grid.Cell { return doing(does(f, a.Effects, "")) }, SortText: said},
	}
	return grid.New(grid.Options[row]{
		Name: "imports." + importer.Answers, Key: func(a row) string { return rowKey(a.Row, a.Number) }, Columns: columns,
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}
