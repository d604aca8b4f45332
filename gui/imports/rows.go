package imports

import (
	"cmp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// rows are the records of the file that is shown, a tab at a time.
type rows struct {
	s     *preview
	file  *importer.File
	kind  string // what the grid was made for: columns differ by format and currency
	words string
	table table // nil before there is one
	fill  func(tab string)
}

// table is a grid, whatever its rows are.
type table interface {
	fyne.CanvasObject
	fyne.Focusable
	Close()
	Len() int
	All() int
	Current() string
	CellText(key, column string) string
	SelectLine(line int)
	Search() string
	SetSearch(words string)
	ShowColumn(id string, on bool)
}

func newRows(s *preview) *rows { return &rows{s: s} }

func (r *rows) set(f *queued, words string) {
	r.file, r.words = f.shown, words
	kind := f.shown.Format + string(f.preview().Currency)
	if kind == r.kind {
		return
	}
	r.close()
	r.kind = kind
	switch f.shown.Format {
	case importer.ShopifyOrders:
		show(r, r.orderGrid(f.preview().Currency), func(p *importer.Preview) []importer.OrderRow { return p.Orders }, func(o *importer.OrderRow) string { return o.Outcome })
	case importer.Tracking:
		show(r, r.parcelGrid(), func(p *importer.Preview) []importer.ParcelRow { return p.Parcels }, func(p *importer.ParcelRow) string { return p.Outcome })
	case importer.Answers:
		show(r, r.answerGrid(), func(p *importer.Preview) []importer.AnswerRow { return p.Answers }, func(a *importer.AnswerRow) string { return a.Outcome })
	default:
		show(r, r.articleGrid(f.shown.Format), func(p *importer.Preview) []importer.ArticleRow { return p.Articles }, func(a *importer.ArticleRow) string { return a.Outcome })
	}
}

// show takes a grid for the rows, which it fills with those of one outcome.
func show[R any](r *rows, g *grid.Grid[*R], all func(*importer.Preview) []R, outcome func(*R) string) {
	r.table = g
	r.fill = func(tab string) {
		var list []*R
		rows := all(r.file.Preview)
		for i := range rows {
			if outcome(&rows[i]) == tab {
				list = append(list, &rows[i])
			}
		}
		g.SetRows(list)
	}
}

func (r *rows) close() {
	if r.table != nil {
		r.table.Close()
	}
	r.table, r.fill, r.kind = nil, nil, ""
}

// show shows the records with one outcome.
func (r *rows) show(tab string) {
	r.fill(tab)
	r.search(r.words)
}

func (r *rows) search(words string) {
	r.words = words
	if r.table != nil && r.table.Search() != words {
		r.table.SetSearch(words)
	}
}

func (r *rows) found() (found, all int) {
	if r.table == nil {
		return 0, 0
	}
	return r.table.Len(), r.table.All()
}

// rowKey tells the records of a file apart: several can stand in one row.
func rowKey(row int, name string) string { return strconv.Itoa(row) + " " + name }

// current is the row of the file that the cursor is on, 0 without one.
func (r *rows) current() int {
	if r.table == nil {
		return 0
	}
	row, _, _ := strings.Cut(r.table.Current(), " ")
	n, _ := strconv.Atoi(row)
	return n
}

// next goes to the next row, the first after the last.
func (r *rows) next() {
	if r.table == nil || r.table.Len() == 0 {
		return
	}
	was := r.table.Current()
	r.table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if r.table.Current() == was {
		r.table.SelectLine(0)
	}
}

func (r *rows) place() grid.Place {
	h := r.s.h
	return grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h}
}

func (r *rows) events() grid.Events {
	return grid.Events{OnView: r.s.count, OnMenu: func(at fyne.Position) { r.s.h.Menu(at, r.s.rowActions()) }}
}

func (r *rows) orderGrid(c model.Currency) *grid.Grid[*importer.OrderRow] {
	type row = *importer.OrderRow
	f := r.s.h.Format()
	head := func(key string) string {
		if c != "" {
			return text.T(key) + ", " + string(c)
		}
		return text.T(key)
	}
	money := func(of func(*importer.OrderFacts) model.Amount) func(row) grid.Cell {
		return func(o row) grid.Cell {
			show := func(x *importer.OrderFacts) string {
				if c != "" {
					return f.Amount(of(x), o.Currency)
				}
				return f.Money(of(x), o.Currency)
			}
			cell := compared(o.Was, &o.OrderFacts, show)
			if of(&o.OrderFacts) == 0 && cell.Old == "" {
				cell.Text = format.None
			}
			return cell
		}
	}
	words := func(of func(*importer.OrderFacts) string) func(row) grid.Cell {
		return func(o row) grid.Cell { return compared(o.Was, &o.OrderFacts, of) }
	}
	payment := func(x *importer.OrderFacts) string { return state(x.Payment) }
	fulfilment := func(x *importer.OrderFacts) string { return state(x.Fulfilment) }
	refunded := func(x *importer.OrderFacts) model.Amount { return x.Refunded }
	total := func(x *importer.OrderFacts) model.Amount { return x.Total }
	said := func(o row) string { s, _ := does(f, o.Effects, o.Currency); return s }
	return grid.New(grid.Options[row]{
		Name: "imports.orders", Key: func(o row) string { return strconv.Itoa(o.Row) },
		Columns: []grid.Column[row]{
			{ID: "order", Title: text.T("imports.col.order"), Width: 92, Fixed: true, Lead: true, Cell: func(o row) grid.Cell { return grid.Cell{Text: o.Number} }, SortText: func(o row) string { return o.Number }},
			{ID: "customer", Title: text.T("imports.col.customer"), Width: 132, Cell: func(o row) grid.Cell { return grid.Cell{Text: o.Customer} }, SortText: func(o row) string { return o.Customer }},
			{ID: "payment", Title: text.T("imports.col.payment"), Width: 176, Cell: words(payment), SortText: func(o row) string { return payment(&o.OrderFacts) }},
			{ID: "fulfilment", Title: text.T("imports.col.fulfilment"), Width: 158, Cell: words(fulfilment), SortText: func(o row) string { return fulfilment(&o.OrderFacts) }},
			{ID: "refunded", Title: head("imports.col.refunded"), Width: 116, Align: fyne.TextAlignTrailing, Down: true, Cell: money(refunded), Compare: func(a, b row) int { return cmp.Compare(a.Refunded, b.Refunded) }},
			{ID: "total", Title: head("imports.col.total"), Width: 128, Align: fyne.TextAlignTrailing, Down: true, Cell: money(total), Compare: func(a, b row) int { return cmp.Compare(a.Total, b.Total) }},
			{ID: "lines", Title: text.T("imports.col.lines"), Width: 58, Align: fyne.TextAlignTrailing, Down: true, Cell: words(func(x *importer.OrderFacts) string { return f.Int(x.Lines) }), Compare: func(a, b row) int { return cmp.Compare(a.Lines, b.Lines) }},
			{ID: "does", Title: text.T("imports.col.does"), Width: 250, Flex: 1, Cell: func(o row) grid.Cell { return doing(does(f, o.Effects, o.Currency)) }, SortText: said},
		},
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}

// compared is a value that changes, with the one before, or one that does not.
func compared[T any](was, now *T, show func(*T) string) grid.Cell {
	c := grid.Cell{Text: show(now), Tone: theme.Quiet}
	if was == nil {
		return c
	}
	if old := show(was); old != c.Text {
		c.Old, c.Fill, c.Bold, c.Tone = old, theme.Under, true, theme.Plain
	}
	return c
}

// doing is what a record does.
func doing(said string, tone theme.Tone) grid.Cell {
	c := grid.Cell{Text: said, Tone: theme.Quiet}
	if tone == theme.Warned {
		c.Icon, c.Tone = theme.IconWarning, theme.Warned
	}
	return c
}
