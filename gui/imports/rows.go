package imports

import (
	"cmp"
	"strconv"

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
	s        *preview
	file     *importer.File
	kind     string // what the grid was made for: columns differ by format and currency
	tab      string
	words    string
	orders   *grid.Grid[*importer.OrderRow]
	articles *grid.Grid[*importer.ArticleRow]
	parcels  *grid.Grid[*importer.ParcelRow]
	answers  *grid.Grid[*importer.AnswerRow]
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
	if f.shown.Format == importer.ShopifyOrders {
		r.orders = r.orderGrid(f.preview().Currency)
	} else if f.shown.Format == importer.Tracking {
		r.parcels = r.parcelGrid()
	} else if f.shown.Format == importer.Answers {
		r.answers = r.answerGrid()
	} else {
		r.articles = r.articleGrid(f.shown.Format)
	}
}

func (r *rows) close() {
	if r.orders != nil {
		r.orders.Close()
	}
	if r.articles != nil {
		r.articles.Close()
	}
	if r.parcels != nil {
		r.parcels.Close()
	}
	if r.answers != nil {
		r.answers.Close()
	}
	r.orders, r.articles, r.parcels, r.answers, r.kind = nil, nil, nil, nil, ""
}

// board is the grid, nil before there is one.
func (r *rows) board() *grid.Board {
	switch {
	case r.orders != nil:
		return &r.orders.Board
	case r.articles != nil:
		return &r.articles.Board
	case r.parcels != nil:
		return &r.parcels.Board
	case r.answers != nil:
		return &r.answers.Board
	}
	return nil
}

func (r *rows) grid() fyne.CanvasObject {
	if r.orders != nil {
		return r.orders
	}
	if r.parcels != nil {
		return r.parcels
	}
	if r.answers != nil {
		return r.answers
	}
	return r.articles
}

func (r *rows) focus() fyne.Focusable {
	if r.orders != nil {
		return r.orders
	}
	if r.articles != nil {
		return r.articles
	}
	if r.parcels != nil {
		return r.parcels
	}
	if r.answers != nil {
		return r.answers
	}
	return nil
}

// show shows the records with one outcome.
func (r *rows) show(tab string) {
	r.tab = tab
	p := r.file.Preview
	if r.answers != nil {
		r.answers.SetRows(ofOutcome(p.Answers, tab, func(a *importer.AnswerRow) string { return a.Outcome }))
	} else if r.parcels != nil {
		r.parcels.SetRows(ofOutcome(p.Parcels, tab, func(p *importer.ParcelRow) string { return p.Outcome }))
	} else if r.orders != nil {
		var list []*importer.OrderRow
		for i := range p.Orders {
			if p.Orders[i].Outcome == tab {
				list = append(list, &p.Orders[i])
			}
		}
		r.orders.SetRows(list)
	} else {
		var list []*importer.ArticleRow
		for i := range p.Articles {
			if p.Articles[i].Outcome == tab {
				list = append(list, &p.Articles[i])
			}
		}
		r.articles.SetRows(list)
	}
	r.search(r.words)
}

func (r *rows) search(words string) {
	r.words = words
	if b := r.board(); b != nil && b.Search() != words {
		b.SetSearch(words)
	}
}

func (r *rows) found() (found, all int) {
	if b := r.board(); b != nil {
		return b.Len(), b.All()
	}
	return 0, 0
}

// current is the row of the file that the cursor is on, 0 without one.
func (r *rows) current() int {
	if b := r.board(); b != nil {
		n, _ := strconv.Atoi(b.Current())
		return n
	}
	return 0
}

// next goes to the next row, the first after the last.
func (r *rows) next() {
	b := r.board()
	if b == nil || b.Len() == 0 {
		return
	}
	was := b.Current()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.Current() != was {
		return
	}
	b.SelectLine(0)
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
			{ID: "payment", Title: text.T("imports.col.payment"), Width: 150, Cell: words(payment), SortText: func(o row) string { return payment(&o.OrderFacts) }},
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
