// Package margins shows what earns and what loses: the margin sheet by product,
// order, supplier, shop, country or time, the way from net revenue to the
// contribution margin of what is chosen, and the orders and costs behind it. It
// must not know how a cost is found or booked.
package margins

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/margin"
)

const (
	gather   = 50 * time.Millisecond  // changes of one piece of work are read once
	resting  = 120 * time.Millisecond // the selection rests before what is behind it is read
	panelKey = "margins.panel.closed"
	fallKey  = "margins.fall.hidden"
	filterID = "words"
)

// kept is what the way back restores.
type kept struct {
	want   wanted
	grid   grid.State
	memory *memory
}

// Margins is the page.
type Margins struct {
	h      page.Host
	want   wanted
	back   *kept // from Restore, until Open
	reader *reader
	cols   *columns // of the grid that is shown

	page   *kit.Page
	states *kit.States
	holder *kit.Frame
	search *kit.SearchField
	known  *kit.Button
	export *kit.Button
	bar    *bar
	grid   *grid.Grid[*row]
	shape  string // what the grid was made for
	state  grid.State
	fall   *fall
	body   *fyne.Container
	panel  *panel
	facts  *facts // that is open instead, nil without

	closed bool // the panel, by a person
	plain  bool // the waterfall is hidden, by a person
	load   *async.Loader[*sheet]
	parts  *async.Loader[map[margin.Key]*margin.Parts]
	proof  *async.Loader[margin.Agreement]
	said   string // the last sentence on the proof
	rest   func() // after the selection changed
	leave  []func()
}

// New makes the page.
func New(h page.Host) page.Screen {
	b := h.Book()
	m := &Margins{h: h, want: usual(h), page: kit.NewPage(text.T("margins.title")), holder: kit.Gap(0, 0)}
	m.cols = &columns{f: h.Format(), home: b.Home}
	m.reader = &reader{book: b, memory: &memory{db: b.DB, kept: map[string]any{}}, name: m.cols.label}
	h.Remembered(panelKey, &m.closed)
	h.Remembered(fallKey, &m.plain)
	m.load = async.NewLoader(h.Runner(), m.show)
	m.parts = async.NewLoader(h.Runner(), m.split)
	m.proof = async.NewLoader(h.Runner(), m.prove)
	m.page.SetPanelWidth(theme.PanelMinWidth)
	m.panel = newPanel(m)
	m.rest = async.Debounce(h.Runner(), resting, m.panel.read)
	m.build()
	again := async.Debounce(h.Runner(), gather, m.Reload)
	hear := func(event.IDs) { h.Runner().UI(again) }
	for _, t := range []*event.Topic[event.IDs]{&b.Bus.BooksChanged, &b.Bus.OrdersChanged, &b.Bus.PricesChanged, &b.Bus.OffersChanged, &b.Bus.ProductsChanged, &b.Bus.SuppliersChanged} {
		m.leave = append(m.leave, t.Subscribe(hear))
	}
	return m
}

func (m *Margins) build() {
	m.search = kit.NewSearchField(m.h.Runner(), text.T("margins.search.product"), m.find)
	m.search.OnList = func() { kit.Focus(m.list()) }
	m.known = kit.NewButton(kit.Plain, text.T("margins.known"), m.askKnown).WithIcon(theme.IconHistory).WithTip(text.T("margins.known.tip"))
	m.export = kit.NewButton(kit.Primary, text.T("margins.export"), m.Export).WithIcon(theme.IconExport).WithKey(action.Ctrl(fyne.KeyE))
	m.page.Header.SetTools(m.search, m.known, m.export)
	m.fall = newFall(m.h.Format(), m.h.Book().Home, m.pick)
	m.body = container.New(stacked{rows: m.lines, hidden: func() bool { return m.plain }}, m.holder, kit.Separator(), m.fall.box)
	m.states = kit.NewStates(m.h.Runner(), m.body)
	m.page.SetBody(m.states)
	m.bar = newBar(m)
}

// lines is how many rows the sheet shows.
func (m *Margins) lines() int {
	if m.grid == nil {
		return 0
	}
	return m.grid.Lines()
}

// Content implements page.Screen.
func (m *Margins) Content() fyne.CanvasObject { return m.page }

// Open implements page.Screen.
func (m *Margins) Open(r page.Route) {
	m.want = asked(m.h, r)
	if m.back != nil {
		m.want, m.state, m.reader.memory = m.back.want, m.back.grid, m.back.memory
		if words := filterOf(m.state.Filters); words != "" {
			m.search.Set(words)
		}
	}
	m.page.Header.SetBack(nil)
	if m.narrowedByRoute(r) {
		m.page.Header.SetBack(m.h.Back)
	}
	m.label()
	m.bar.read()
	m.Reload()
	m.h.Refresh()
}

// narrowedByRoute tells whether the page was opened on a part of the sheet: it
// shows the way back.
func (m *Margins) narrowedByRoute(r page.Route) bool {
	return slices.ContainsFunc([]string{page.ByProduct, page.BySupplier, page.ByShop, page.ByCountry, paramBy}, func(p string) bool { return r.Param(p) != "" })
}

func filterOf(filters []grid.Filter) string {
	for _, f := range filters {
		if f.ID == filterID && len(f.Values) > 0 {
			return f.Values[0]
		}
	}
	return ""
}

// ask changes what is wanted and reads the sheet anew.
func (m *Margins) ask(change func(*wanted)) {
	change(&m.want)
	m.h.Remember(habitKey, habit{m.want.By, m.want.Period, m.want.Compare})
	m.closeFacts()
	m.label()
	m.Reload()
	m.h.Refresh()
}

// label writes what is wanted on selectors and buttons.
func (m *Margins) label() {
	m.bar.refresh(m.sheet())
	m.known.SetLabel(text.T("margins.known"))
	m.known.SetStyle(kit.Plain)
	if m.want.Known != "" {
		m.known.SetLabel(text.T("margins.known.on", m.h.Format().Date(m.want.Known)))
		m.known.SetStyle(kit.Next)
	}
	m.page.Refresh()
}

// sheet is what was read last, nil before.
func (m *Margins) sheet() *sheet { return m.load.State().Value }

// Reload implements page.Reloader.
func (m *Margins) Reload() {
	w := m.want
	m.load.Load(m.h.Context(), func(ctx context.Context) (*sheet, error) { return m.reader.sheet(ctx, w) })
}

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
		m.states.ShowFailed(kit.FailedOptions{Sentence: sentence(s.Err), Retry: m.Reload, Details: func() { m.h.Report(text.T("margins.unread"), s.Err) }})
		m.page.Header.SetCount("")
		m.page.SetPanel(nil)
		return
	}
	m.label()
	if len(s.Value.rows) == 0 {
		m.empty(s.Value)
		return
	}
	m.lay(s.Value)
	m.states.ShowContent()
	m.parts.Load(m.h.Context(), func(ctx context.Context) (map[margin.Key]*margin.Parts, error) { return m.reader.parts(ctx, s.Value) })
	m.proof.Load(m.h.Context(), func(ctx context.Context) (margin.Agreement, error) { return m.reader.agree(ctx, s.Value) })
	m.chosen()
}

// lay shows the rows. Other columns, or figures that need more room, need another
// grid.
func (m *Margins) lay(s *sheet) {
	cols := *m.cols
	cols.w, cols.compares, cols.head = s.want, s.compares, m.head(s)
	widths := cols.widths(s.rows)
	if shape := cols.shape(widths); m.grid == nil || shape != m.shape {
		if m.grid != nil {
			if old := m.grid.Keep(); m.cols.w.By == s.want.By {
				m.state = old
			} else {
				m.state = grid.State{Filters: old.Filters}
			}
			m.grid.Close()
		}
		focused := m.idle()
		m.shape, m.cols = shape, &cols
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
	m.grid.SetRows(s.rows)
	m.note(s)
}

// idle tells whether the keyboard belongs to the list: it has it already, or it
// waits in a search field that nobody typed into since the page was opened.
func (m *Margins) idle() bool {
	if m.grid != nil {
		return m.grid.Focused()
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(m.page)
	return c != nil && c.Focused() == m.search && m.search.Text == ""
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

// note says what a person should know of the figures: that no cost is booked
// between CM2 and CM3.
func (m *Margins) note(s *sheet) {
	all := sum(s.rows)
	switch {
	case all.Costs[2] == 0 && !slices.ContainsFunc(s.rows, func(r *row) bool { return r.Costs[2] != 0 }):
		m.bar.note.SetText(text.T("margins.noads"))
		m.bar.note.SetTip(text.T("margins.noads.tip"))
	default:
		m.bar.note.SetText("")
	}
}

func (m *Margins) newGrid(widths map[string]float32) *grid.Grid[*row] {
	cols := m.cols.all()
	for i := range cols {
		cols[i].Width = max(cols[i].Width, widths[cols[i].ID])
		if cols[i].Align == right {
			cols[i].MinWidth = cols[i].Width
		}
	}
	sort := []grid.Order{{Column: colCM3, Down: true}}
	if m.cols.w.step() != "" {
		sort = []grid.Order{{Column: colName, Down: true}}
	}
	return grid.New(grid.Options[*row]{
		Name: "margins." + m.cols.w.By, Key: func(r *row) string { return r.key }, Columns: cols,
		Match:  map[string]func(*row, []string) bool{filterID: fits},
		OnOpen: m.open,
		Line:   func(r *row) grid.Line { return grid.Line{Muted: r.gone} },
		Setup:  grid.Setup{Sort: sort, TotalsName: "margins.count." + m.cols.w.By, NoMatch: "margins.nomatch"},
		Events: grid.Events{
			OnSelect: m.chosen, OnMenu: m.menu, OnView: m.viewed,
			OnDetails: func(err error) { m.h.Report(text.T("margins.unread"), err) },
		},
		Place: grid.Place{Context: m.h.Context(), Runner: m.h.Runner(), Format: m.h.Format(), Layouts: m.h},
	})
}

// fits tells whether all words occur in what a row is called.
func fits(r *row, words []string) bool {
	called := strings.ToLower(strings.Join([]string{r.name, r.Code, r.Origin.Shop, r.Origin.Country}, " "))
	for w := range strings.FieldsSeq(strings.ToLower(words[0])) {
		if !strings.Contains(called, w) {
			return false
		}
	}
	return true
}

// find narrows the rows to those that fit some words.
func (m *Margins) find(words string) {
	if m.grid == nil {
		m.state.Filters = []grid.Filter{{ID: filterID, Values: []string{words}}}
		return
	}
	if strings.TrimSpace(words) == "" {
		m.grid.SetFilter(filterID)
		return
	}
	m.grid.SetFilter(filterID, words)
}

// viewed takes a new view of the rows over.
func (m *Margins) viewed() {
	if m.grid == nil || m.sheet() == nil {
		return
	}
	if len(m.grid.Filter(filterID)) == 0 && m.search.Text != "" {
		m.search.Set("") // the list was asked to show all again
	}
	n, f := m.grid.Len(), m.h.Format()
	m.page.Header.SetCount(text.T("margins.count", text.N("margins.count."+m.cols.w.By, n, f.Int(n)), string(m.h.Book().Home)))
	m.body.Refresh()
	m.chosen()
}

// rows are what the selection means: the selected rows, else all that are shown.
// part tells that these are not all of the sheet.
func (m *Margins) rows() (rows []*row, part bool) {
	s := m.sheet()
	if s == nil || m.grid == nil {
		return nil, false
	}
	for _, key := range m.grid.Selected() {
		if r := s.byKey[key]; r != nil {
			rows = append(rows, r)
		}
	}
	if len(rows) > 0 {
		return rows, true
	}
	words := m.grid.Filter(filterID)
	if len(words) == 0 {
		return s.rows, false
	}
	for _, r := range s.rows {
		if fits(r, words) {
			rows = append(rows, r)
		}
	}
	return rows, true
}

// selected tells whether a person has chosen rows.
func (m *Margins) selected() bool { return m.grid != nil && m.grid.SelectedCount() > 0 }

// chosen shows the selection in waterfall and panel.
func (m *Margins) chosen() {
	rows, _ := m.rows()
	if rows == nil {
		return
	}
	parts, known := m.partsOf(rows)
	if !known {
		return // what is shown stays until all of it can be told
	}
	s := sum(rows)
	title, names := m.heading(rows)
	m.fall.show(title, names, &s, parts)
	if m.facts != nil {
		m.closeFacts()
	}
	m.panel.show()
	m.h.Refresh()
}

// heading names the rows that are chosen.
func (m *Margins) heading(rows []*row) (title, names string) {
	n, f := len(rows), m.h.Format()
	counted := text.N("margins.count."+m.cols.w.By, n, f.Int(n))
	switch {
	case m.selected() && n == 1:
		return rows[0].name, f.Period(m.sheet().period)
	case m.selected():
		return text.N("margins.selected."+m.cols.w.By, n, f.Int(n)), joined(rows)
	}
	return text.T("margins.allof", counted), f.Period(m.sheet().period)
}

// partsOf adds up what the costs of rows consist of: nil when that could not be
// read, and not known while it is being read.
func (m *Margins) partsOf(rows []*row) (parts *margin.Parts, known bool) {
	st := m.parts.State()
	if st.Phase != async.Ready {
		return nil, st.Phase == async.Failed
	}
	all := &margin.Parts{}
	for _, r := range rows {
		if p := st.Value[r.Key(m.cols.w.dimension())]; p != nil {
			all.Add(p)
		}
	}
	return all, true
}

// split shows what the costs consist of once it is read.
func (m *Margins) split(s async.State[map[margin.Key]*margin.Parts]) {
	switch s.Phase {
	case async.Failed:
		m.h.Report(text.T("margins.unread"), s.Err)
		m.chosen()
	case async.Ready:
		m.chosen()
	}
}

// prove says in the status bar whether the sheet is what the journal says.
func (m *Margins) prove(s async.State[margin.Agreement]) {
	if s.Phase != async.Ready || m.sheet() == nil {
		return
	}
	f, tone := m.h.Format(), page.Done
	span := f.Period(m.sheet().period)
	off := s.Value.Off()
	said := text.T("margins.equal", span)
	if off != 0 {
		tone, said = page.Trouble, text.T("margins.differs", span, f.Money(off, m.h.Book().Home))
	}
	if said != m.said {
		m.said = said
		m.h.Say(tone, said)
	}
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
		now := act("", text.T("margins.empty.now"), theme.IconHistory, action.Key{}, func() { m.ask(func(w *wanted) { w.Known = "" }) })
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

// list is what the keyboard goes to.
func (m *Margins) list() fyne.Focusable {
	if m.grid == nil {
		return m.search
	}
	return m.grid
}

// Search implements page.Searcher.
func (m *Margins) Search() { kit.Focus(m.search) }

// Areas implements page.Areas.
func (m *Margins) Areas() []fyne.Focusable {
	areas := []fyne.Focusable{m.list()}
	if m.grid != nil && !m.plain {
		areas = append(areas, m.fall.chart)
	}
	if m.facts != nil {
		return append(areas, m.facts.grid)
	}
	if m.page.Panel() != nil {
		areas = append(areas, m.panel.first())
	}
	return areas
}

// Escape implements page.Escaper: it goes back from the facts, closes the panel,
// then takes the selection back.
func (m *Margins) Escape() bool {
	switch {
	case m.facts != nil:
		m.closeFacts()
		kit.Focus(m.list())
	case m.page.Panel() != nil:
		m.fold(true)
		kit.Focus(m.list())
	case m.selected():
		m.grid.SelectNone()
	default:
		return false
	}
	return true
}

// fold closes or opens the panel for good.
func (m *Margins) fold(closed bool) {
	m.closed = closed
	m.h.Remember(panelKey, closed)
	m.closeFacts()
	m.panel.show()
	m.h.Refresh()
}

// Keep implements page.Keeper.
func (m *Margins) Keep() any {
	k := kept{want: m.want, grid: m.state, memory: m.reader.memory}
	if m.grid != nil {
		k.grid = m.grid.Keep()
	}
	return k
}

// Restore implements page.Keeper.
func (m *Margins) Restore(v any) {
	if k, ok := v.(kept); ok {
		m.back = &k
	}
}

// Close implements page.Screen.
func (m *Margins) Close() {
	for _, leave := range m.leave {
		leave()
	}
	m.load.Stop()
	m.parts.Stop()
	m.proof.Stop()
	m.bar.choices.Stop()
	m.panel.close()
	m.closeFacts()
	if m.grid != nil {
		m.grid.Close()
	}
}
