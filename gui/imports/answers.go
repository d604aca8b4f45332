package imports

import (
	"cmp"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/sheet"
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
		c := column(id, 70, func(a *purchase.Answered) string { return f.Quantity(of(a)) })
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
		Name: "imports." + importer.Answers, Key: func(a row) string { return strconv.Itoa(a.Row) + a.Number }, Columns: columns,
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}

// setAnswers shows the mapping of a file of acknowledgements beside its first rows
// as they are understood.
func (m *mapping) setAnswers(f *queued) {
	p := f.preview()
	m.right.Objects = []fyne.CanvasObject{m.answers}
	if p.Answering == nil {
		m.form.Set()
		m.answers.SetRows(nil)
		return
	}
	var rows []fyne.CanvasObject
	if f.shown.Err() != nil {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, capital(f.said()), nil))
	}
	rows = append(rows, kit.NewLabel(kit.SmallStrong, text.T("imports.map.columns")))
	options := columnsOf(p)
	for _, field := range answers.Fields {
		chosen := ""
		c, mapped := p.Answering.Fields[field]
		if mapped {
			chosen = strconv.Itoa(c.Index)
		}
		rows = append(rows, m.row(text.T(text.Key("imports.answer.", field)), m.chooser(f, string(field), options, chosen)))
		m.answers.ShowColumn(string(field), mapped)
	}
	rows = append(rows, kit.Gap(0, theme.Gap4), kit.NewLabel(kit.SmallStrong, text.T("imports.map.written")))
	m.form.Set(append(rows, m.signs(f, p.Answering)...)...)
	items := make([]*answers.Row, len(p.Answered))
	wrong := false
	for i := range p.Answered {
		items[i] = &p.Answered[i]
		wrong = wrong || len(p.Answered[i].Problems) > 0
	}
	m.answers.ShowColumn("problem", wrong)
	m.answers.SetRows(items)
}

// signs choose how amounts and days of a file of acknowledgements are written.
func (m *mapping) signs(f *queued, how *answers.Mapping) []fyne.CanvasObject {
	pick := func(options []kit.Option, chosen string, set func(o *importer.Options, id string)) *kit.Selector {
		if chosen == "" {
			options = slices.Insert(options, 0, kit.Option{ID: "", Text: text.T("imports.map.unknown")})
		}
		sel := kit.SelectField(options, func(id string) { m.s.of(f, func(o *importer.Options) { set(o, id) }) })
		sel.SetChosen(chosen)
		return sel
	}
	decimal := pick([]kit.Option{{ID: ".", Text: text.T("imports.map.point")}, {ID: ",", Text: text.T("imports.map.comma")}}, string(how.Decimal),
		func(o *importer.Options, id string) { o.Written.Decimal = sheet.Decimal(id) })
	dates := pick([]kit.Option{{ID: "dmy", Text: text.T("imports.map.dmy")}, {ID: "mdy", Text: text.T("imports.map.mdy")}}, string(how.Dates),
		func(o *importer.Options, id string) { o.Written.Dates = sheet.DateOrder(id) })
	return []fyne.CanvasObject{m.row(text.T("imports.map.decimal"), decimal), m.row(text.T("imports.map.dates"), dates)}
}

// answerGrid shows the first rows of a file of acknowledgements as they are
// understood. A column's ID is its field.
func (m *mapping) answerGrid() *grid.Grid[*answers.Row] {
	h := m.s.h
	f := h.Format()
	type row = *answers.Row
	plain := func(field answers.Field, width float32, of func(row) string) grid.Column[row] {
		return grid.Column[row]{ID: string(field), Title: text.T(text.Key("imports.answer.", field)), Width: width, Cell: func(r row) grid.Cell { return grid.Cell{Text: of(r)} }}
	}
	return grid.New(grid.Options[row]{
		Key: func(r row) string { return strconv.Itoa(r.Row) },
		Columns: []grid.Column[row]{
			{ID: "row", Title: text.T("imports.col.row"), Width: 52, Cell: func(r row) grid.Cell { return grid.Cell{Text: f.Int(r.Row), Tone: theme.Quiet} }},
			plain(answers.Purchase, 120, func(r row) string { return r.Purchase }),
			plain(answers.SKU, 110, func(r row) string { return r.SKU }),
			plain(answers.SupplierSKU, 110, func(r row) string { return r.SupplierSKU }),
			plain(answers.Quantity, 84, func(r row) string { return some(f, r.Quantity) }),
			plain(answers.Backorder, 84, func(r row) string { return some(f, r.Backorder) }),
			plain(answers.Price, 84, func(r row) string {
				if r.Price == nil {
					return ""
				}
				return r.Price.String()
			}),
			plain(answers.Currency, 80, func(r row) string { return string(r.Currency) }),
			plain(answers.ShipDate, 110, func(r row) string { return day(f, r.ShipDate) }),
			plain(answers.Status, 96, func(r row) string { return text.T(text.Key("imports.answer.declined.", yesNo(r.Declined))) }),
			plain(answers.Reason, 150, func(r row) string { return r.Reason }),
			plain(answers.Reference, 120, func(r row) string { return r.Reference }),
			plain(answers.Date, 110, func(r row) string { return day(f, r.Date) }),
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

func some(f *format.Format, q *model.Quantity) string {
	if q == nil {
		return ""
	}
	return f.Quantity(*q)
}
