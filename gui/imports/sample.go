package imports

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
)

// sample shows the first rows of a file as they are understood. A column's ID is
// its field; before them stand the number of the row and what is wrong with it.
type sample[R any] struct {
	*grid.Grid[*R]
	wrong func(*R) []sheet.Problem
}

// about says of a row where it stands in the file, and what is wrong with it.
type about[R any] struct {
	row   func(*R) int
	part  func(*R) string // tells what stands in the same row apart; nil when nothing does
	wrong func(*R) []sheet.Problem
}

func newSample[R any](h page.Host, of about[R], columns ...grid.Column[*R]) *sample[R] {
	f := h.Format()
	number := grid.Column[*R]{ID: "row", Title: text.T("imports.col.row"), Width: 52, Cell: func(r *R) grid.Cell { return grid.Cell{Text: f.Int(of.row(r)), Tone: theme.Quiet} }}
	problem := grid.Column[*R]{ID: "problem", Title: text.T("imports.map.problem"), Width: 240, Cell: func(r *R) grid.Cell { return problemCell(of.wrong(r)) }}
	return &sample[R]{wrong: of.wrong, Grid: grid.New(grid.Options[*R]{
		Key: func(r *R) string {
			if of.part != nil {
				return strconv.Itoa(of.row(r)) + " " + of.part(r)
			}
			return strconv.Itoa(of.row(r))
		},
		Columns: append([]grid.Column[*R]{number, problem}, columns...),
		Place:   grid.Place{Context: h.Context(), Runner: h.Runner(), Format: f},
	})}
}

// set shows rows, and a column for problems where there are any.
func (s *sample[R]) set(rows []R) {
	list := make([]*R, len(rows))
	problems := false
	for i := range rows {
		list[i] = &rows[i]
		problems = problems || len(s.wrong(list[i])) > 0
	}
	s.ShowColumn("problem", problems)
	s.SetRows(list)
}

// problemCell is the first thing that is wrong with a row.
func problemCell(list []sheet.Problem) grid.Cell {
	if len(list) == 0 {
		return grid.Cell{}
	}
	said := capital(list[0].Message)
	if list[0].Severity == sheet.Refusal {
		return grid.Cell{Text: said, Tip: said, Tone: theme.Wrong, Icon: theme.IconCrossCircle}
	}
	return grid.Cell{Text: said, Tip: said, Tone: theme.Warned, Icon: theme.IconWarning}
}

// columns makes columns for fields, which it calls by their words.
type columns[F ~string, R any] struct{ label func(F) string }

// plain is a column by which a person knows the row.
func (c columns[F, R]) plain(field F, width float32, of func(*R) string) grid.Column[*R] {
	return grid.Column[*R]{ID: string(field), Title: c.label(field), Width: width, Cell: func(r *R) grid.Cell { return grid.Cell{Text: of(r)} }}
}

func (c columns[F, R]) words(field F, width float32, of func(*R) string) grid.Column[*R] {
	col := c.plain(field, width, of)
	col.Cell = func(r *R) grid.Cell { return grid.Cell{Text: of(r), Tone: theme.Quiet} }
	return col
}

func (c columns[F, R]) figures(field F, width float32, of func(*R) string) grid.Column[*R] {
	col := c.plain(field, width, of)
	col.Align = fyne.TextAlignTrailing
	return col
}

func articleField(f pricelist.Field) string { return text.T(text.Key("imports.field.", f)) }
func numberField(f tracking.Field) string   { return text.T(text.Key("imports.number.", f)) }
func answerField(f answers.Field) string    { return text.T(text.Key("imports.answer.", f)) }

// articleSample shows articles of a supplier's list.
func articleSample(h page.Host) *sample[pricelist.Item] {
	type item = *pricelist.Item
	f, c := h.Format(), columns[pricelist.Field, pricelist.Item]{articleField}
	named := c.plain(pricelist.Name, 170, func(i item) string { return i.Name })
	named.Flex = 1
	return newSample(h, about[pricelist.Item]{row: func(i item) int { return i.Row }, wrong: func(i item) []sheet.Problem { return i.Problems }},
		c.words(pricelist.SupplierSKU, 110, func(i item) string { return i.SupplierSKU }),
		c.words(pricelist.SKU, 100, func(i item) string { return i.SKU }),
		named,
		c.figures(pricelist.Cost, 84, func(i item) string { return price(f, i.Cost, i.Currency) }),
		c.words(pricelist.Currency, 74, func(i item) string { return string(i.Currency) }),
		c.figures(pricelist.Stock, 64, func(i item) string { return optional(i.Stock, func(n int64) string { return f.Int(int(n)) }) }),
		c.figures(pricelist.MOQ, 78, func(i item) string { return pieces(f, i.MOQ) }),
		c.figures(pricelist.Multiple, 92, func(i item) string { return pieces(f, i.Multiple) }),
		c.words(pricelist.EAN, 110, func(i item) string { return i.EAN }),
		c.words(pricelist.ValidFrom, 92, func(i item) string { return day(f, i.ValidFrom) }),
		c.words(pricelist.ValidTo, 92, func(i item) string { return day(f, i.ValidTo) }),
		c.words(pricelist.NoDrop, 110, forbidden),
	)
}

// numberSample shows parcels of a file of tracking numbers. Labels that were given
// back are passed over, so their status has no column.
func numberSample(h page.Host) *sample[tracking.Row] {
	type row = *tracking.Row
	f, c := h.Format(), columns[tracking.Field, tracking.Row]{numberField}
	of := about[tracking.Row]{
		row: func(r row) int { return r.Row }, part: func(r row) string { return r.Number }, wrong: func(r row) []sheet.Problem { return r.Problems },
	}
	return newSample(h, of,
		c.plain(tracking.Order, 120, func(r row) string { return r.Order }),
		c.plain(tracking.Purchase, 120, func(r row) string { return r.Purchase }),
		c.plain(tracking.Number, 190, func(r row) string { return r.Number }),
		c.words(tracking.Carrier, 120, func(r row) string { return r.Carrier }),
		c.words(tracking.Shipped, 100, func(r row) string { return day(f, r.Shipped) }),
		c.words(tracking.Delivered, 100, func(r row) string { return day(f, r.Delivered) }),
		c.words(tracking.SKU, 120, func(r row) string { return r.SKU }),
		c.figures(tracking.Quantity, 80, func(r row) string { return pieces(f, r.Quantity) }),
	)
}

// answerSample shows rows of a file of acknowledgements.
func answerSample(h page.Host) *sample[answers.Row] {
	type row = *answers.Row
	f, c := h.Format(), columns[answers.Field, answers.Row]{answerField}
	return newSample(h, about[answers.Row]{row: func(r row) int { return r.Row }, wrong: func(r row) []sheet.Problem { return r.Problems }},
		c.plain(answers.Purchase, 120, func(r row) string { return r.Purchase }),
		c.words(answers.SKU, 110, func(r row) string { return r.SKU }),
		c.words(answers.SupplierSKU, 110, func(r row) string { return r.SupplierSKU }),
		c.figures(answers.Quantity, 84, func(r row) string { return optional(r.Quantity, f.Quantity) }),
		c.figures(answers.Backorder, 84, func(r row) string { return optional(r.Backorder, f.Quantity) }),
		c.figures(answers.Price, 84, func(r row) string { return price(f, r.Price, r.Currency) }),
		c.words(answers.Currency, 80, func(r row) string { return string(r.Currency) }),
		c.words(answers.ShipDate, 110, func(r row) string { return day(f, r.ShipDate) }),
		c.words(answers.Status, 96, func(r row) string { return text.T(text.Key("imports.answer.declined.", yesNo(r.Declined))) }),
		c.words(answers.Reason, 150, func(r row) string { return r.Reason }),
		c.words(answers.Reference, 120, func(r row) string { return r.Reference }),
		c.words(answers.Date, 110, func(r row) string { return day(f, r.Date) }),
	)
}

func optional[T any](v *T, write func(T) string) string {
	if v == nil {
		return ""
	}
	return write(*v)
}

func price(f *format.Format, a *model.Amount, c model.Currency) string {
	return optional(a, func(a model.Amount) string { return f.Price(a, c) })
}

func pieces(f *format.Format, q model.Quantity) string {
	if q == 0 {
		return ""
	}
	return f.Quantity(q)
}

func day(f *format.Format, d model.Date) string {
	if d == "" {
		return ""
	}
	return f.DateYear(d)
}

func forbidden(i *pricelist.Item) string {
	if i.NoDrop {
		return text.T("imports.map.forbidden")
	}
	return ""
}
