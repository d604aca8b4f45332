package margins

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
)

// show shows how far the sheet is.
func (m *Margins) show(s async.State[*sheet]) {
	switch s.Phase {
	case async.Loading:
		m.states.ShowLoading()
		if m.grid != nil {
			m.grid.SetLoading()
		}
		return
	case async.Failed:
		m.laid = nil
		m.states.ShowFailed(kit.FailedOptions{Sentence: sentence(s.Err), Retry: m.Reload, Details: func() { m.h.Report(text.T("margins.unread"), s.Err) }})
		m.page.Header.SetCount("")
		m.page.SetPanel(nil)
		return
	}
	m.label()
	if len(s.Value.rows) == 0 {
		m.laid = nil
		m.empty(s.Value)
		return
	}
	m.states.ShowContent() // first: what is hidden cannot take the keyboard
	if m.stands(s.Value) {
		m.grid.SetRows(s.Value.rows)
		return
	}
	m.lay(s.Value)
	m.follow(s.Value)
	m.chosen()
}

// follow reads what the costs of a sheet consist of, and whether the journal says
// the same.
func (m *Margins) follow(s *sheet) {
	if !kept(m.reader, partsOf+s.want.key(m.reader.book.Today()), m.parts.Put) {
		m.parts.Load(m.h.Context(), func(ctx context.Context) (map[margin.Key]*margin.Parts, error) { return m.reader.parts(ctx, s) })
	}
	if !kept(m.reader, s.agreeKey(), m.proof.Put) {
		m.proof.Load(m.h.Context(), func(ctx context.Context) (margin.Agreement, error) { return m.reader.agree(ctx, s) })
	}
}

// stands tells whether a sheet is what is shown already, with all that follows it.
func (m *Margins) stands(s *sheet) bool {
	return s == m.laid && m.parts.State().Phase == async.Ready && m.proof.State().Phase == async.Ready
}

// lay shows the rows. Other columns, or figures that need more room, need another
// grid.
func (m *Margins) lay(s *sheet) {
	cols := *m.cols
	cols.w, cols.compares, cols.head = s.want, s.compares, m.head(s)
	widths := cols.widths(s.rows)
	if shape := cols.shape(widths); m.grid == nil || shape != m.shape {
		m.shape = shape
		m.regrid(cols, widths)
	}
	m.laid = s
	m.grid.SetRows(s.rows)
	m.note(s)
}

// regrid puts a grid with other columns in the place of the one that is there.
// Sort and selection stay unless the rows are other things now.
func (m *Margins) regrid(cols columns, widths map[string]float32) {
	focused := m.idle()
	if m.grid == nil {
		m.closed = m.closed || !m.habit && m.narrow()
	} else {
		old := m.grid.Keep()
		if m.state = old; m.cols.w.By != cols.w.By {
			m.state, m.lead = grid.State{Filters: old.Filters}, ""
		}
		m.grid.Close()
	}
	m.cols = &cols
	m.grid = m.newGrid(widths)
	m.holder.SetInner(m.grid)
	if len(m.state.Sort) == 0 {
		m.state.Sort = m.grid.Sort()
	}
	m.grid.Restore(m.state)
	if focused {
		kit.Focus(m.grid)
	}
}

// idle tells whether the keyboard belongs to the list: it has it already, or
// nothing has it because the list was not there when the page was opened.
func (m *Margins) idle() bool {
	if m.grid != nil {
		return m.grid.Focused()
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(m.page)
	return c != nil && c.Focused() == nil
}

// narrow tells whether the panel would lie over the sheet.
func (m *Margins) narrow() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(m.page)
	return c != nil && m.page.Size().Width > 0 && max(c.Size().Width, m.page.Size().Width+theme.RailWidth) < theme.PanelOverBelow
}

// head names what is compared over its column.
func (m *Margins) head(s *sheet) string {
	if s.want.step() != "" {
		return text.T(text.Key("margins.col.step.", s.want.Compare))
	}
	if !s.compares {
		return ""
	}
	name := m.h.Format().Period(s.compared)
	if len([]rune(name)) > 14 {
		return text.T(text.Key("margins.col.days.", s.want.Compare))
	}
	return name
}

// note says that no cost is booked between CM2 and CM3: beside the waterfall, and
// without it over the sheet.
func (m *Margins) note(s *sheet) {
	said := ""
	if !slices.ContainsFunc(s.rows, func(r *row) bool { return r.Costs[2] != 0 }) {
		said = text.T("margins.noads")
	}
	m.fall.remark(said)
	if !m.plain {
		said = ""
	}
	m.bar.note.SetText(said)
	m.page.Refresh()
}

func (m *Margins) newGrid(widths map[string]float32) *grid.Grid[*row] {
	cols := m.cols.all()
	for i := range cols {
		cols[i].Width = max(cols[i].Width, widths[cols[i].ID])
		if cols[i].Align == right {
			cols[i].MinWidth = cols[i].Width
		}
	}
	name, sort := "margins."+m.cols.w.By, []grid.Order{{Column: colCM3, Down: true}}
	switch i := slices.IndexFunc(cols, func(c grid.Column[*row]) bool { return c.ID == m.lead }); {
	case i >= 0: // with a layout of its own: the usual one stays as it is
		cols[i].Hidden = false
		name, sort = name+"."+m.lead, []grid.Order{{Column: m.lead, Down: true}}
	case m.cols.w.step() != "":
		sort = []grid.Order{{Column: colName, Down: true}}
	}
	return grid.New(grid.Options[*row]{
		Name: name, Key: func(r *row) string { return r.key }, Columns: cols,
		Match:  map[string]func(*row, []string) bool{filterID: fits},
		OnOpen: m.open,
		Line:   func(r *row) grid.Line { return grid.Line{Muted: r.gone} },
		Setup:  grid.Setup{Sort: sort, TotalsName: text.Key("margins.count.", m.cols.w.By), NoMatch: "margins.nomatch"},
		Events: grid.Events{
			OnSelect: m.chosen, OnMenu: m.menu, OnView: m.viewed,
			OnDetails: func(err error) { m.h.Report(text.T("margins.unread"), err) },
		},
		Place: grid.Place{Context: m.h.Context(), Runner: m.h.Runner(), Format: m.h.Format(), Layouts: m.h},
	})
}

// empty says why there is nothing, and what to do.
func (m *Margins) empty(s *sheet) {
	m.page.SetPanel(nil)
	m.page.Header.SetCount("")
	f := m.h.Format()
	orders := &action.Action{Label: text.T("margins.empty.orders"), Icon: theme.Icon(theme.IconOrders, theme.Accent), Run: func() { m.h.Go(page.Route{Screen: page.Orders}) }}
	how := &action.Action{Label: text.T("margins.empty.how"), Run: func() { m.h.Go(page.Route{Screen: page.Help, Key: page.Margins}) }}
	widen := &action.Action{Label: text.T("margins.empty.widen"), Icon: theme.Icon(theme.IconCalendar, theme.Accent), Run: func() {
		m.ask(func(w *wanted) { w.Period, w.Known = period.Named(period.All), "" })
	}}
	o := kit.EmptyOptions{Icon: theme.IconMargins, Second: how}
	switch n := s.want.narrowed(); {
	case n > 0:
		o.Icon, o.Title = theme.IconFilter, text.N("margins.empty.filters", n, f.Int(n))
		o.Lines = []string{text.T("margins.empty.filters.line", f.Period(s.period))}
		o.Primary, o.Second = m.clearAction(), widen
	case s.period == (model.Period{}) && s.want.Known == "":
		o.Title, o.Primary = text.T("margins.empty"), orders
		o.Lines = []string{text.T("margins.empty.what"), text.T("margins.empty.from")}
	case s.want.Known != "":
		now := kit.Act("", text.T("margins.empty.now"), kit.Mark{Icon: theme.IconHistory}, func() { m.ask(func(w *wanted) { w.Known = "" }) })
		o.Title, o.Primary, o.Second = text.T("margins.empty.known", f.Date(s.want.Known), f.Period(s.period)), &now, widen
		o.Lines = []string{text.T("margins.empty.known.line")}
	default:
		o.Title, o.Primary = text.T("margins.empty.days", f.Period(s.period)), widen
		o.Lines = []string{text.T("margins.empty.days.line")}
	}
	m.states.ShowEmpty(o)
	m.h.Refresh()
}

func (m *Margins) clearAction() *action.Action {
	return &action.Action{Label: text.T("margins.clear"), Icon: theme.Icon(theme.IconClose, theme.Accent), Run: m.clear}
}

// clear takes all filters and the search back.
func (m *Margins) clear() {
	m.search.Clear()
	m.ask(func(w *wanted) { w.Products, w.Suppliers, w.Shops, w.Countries = nil, nil, nil, nil })
}

// sentence is what an error says to a person.
func sentence(err error) string {
	var e *model.Error
	if errors.As(err, &e) && e.Code != model.Internal {
		return e.Error()
	}
	return text.T("margins.unread.plain")
}
