// Package margins shows what earns and what loses: the margin sheet by product,
// order, supplier, shop, country or time, the way from net revenue to the
// contribution margin of what is chosen, and the orders and costs behind it. It
// must not know how a cost is found or booked.
package margins

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
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

// place is what the way back restores.
type place struct {
	want wanted
	grid grid.State
}

// Margins is the page.
type Margins struct {
	h      page.Host
	want   wanted
	back   *place // from Restore, until Open
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
	laid   *sheet // that the grid shows
	shape  string // what the grid was made for
	state  grid.State
	fall   *fall
	body   *fyne.Container
	panel  *panel
	facts  *facts // that is open instead, nil without

	lead   string // the column the route asks to begin with, "" for the usual one
	closed bool   // the panel, by a person
	habit  bool   // that is remembered
	plain  bool   // the waterfall is hidden, by a person
	load   *async.Loader[*sheet]
	parts  *async.Loader[map[margin.Key]*margin.Parts]
	proof  *async.Loader[margin.Agreement]
	said   string // the last sentence on the proof
	rest   func() // after the selection changed
	leave  []func()
}

// Prepare works out the sheet that is shown when nothing else is asked for.
func Prepare(h page.Host) func(context.Context) error {
	r := newReader(h)
	want := usual(h)
	return func(ctx context.Context) error {
		s, err := r.sheet(ctx, want)
		if err == nil {
			_, err = r.parts(ctx, s)
		}
		if err == nil {
			_, err = r.agree(ctx, s)
		}
		if err == nil {
			_, err = r.behindAll(ctx, s)
		}
		if err == nil {
			_, err = r.choices(ctx)
		}
		return err
	}
}

func newReader(h page.Host) *reader {
	cols := &columns{f: h.Format(), home: h.Book().Home}
	return &reader{book: h.Book(), name: cols.label}
}

// New makes the page.
func New(h page.Host) page.Screen {
	b := h.Book()
	m := &Margins{h: h, want: usual(h), page: kit.NewPage(text.T("margins.title")), holder: kit.Gap(0, 0)}
	m.cols = &columns{f: h.Format(), home: b.Home}
	m.reader = newReader(h)
	m.habit = h.Remembered(panelKey, &m.closed)
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
	m.want, m.lead = asked(m.h, r), r.Param(paramLead)
	if m.back != nil {
		if m.want, m.state = m.back.want, m.back.grid; m.want.By != r.Param(paramBy) {
			m.lead = ""
		}
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
	m.load.LoadPromptly(m.h.Context(), func(ctx context.Context) (*sheet, error) { return m.reader.sheet(ctx, w) })
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

// Areas implements page.Areas: none before the sheet is there, which then takes
// the keyboard.
func (m *Margins) Areas() []fyne.Focusable {
	if m.grid == nil {
		return nil
	}
	areas := []fyne.Focusable{m.grid}
	if !m.plain {
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
	k := place{want: m.want, grid: m.state}
	if m.grid != nil {
		k.grid = m.grid.Keep()
	}
	return k
}

// Restore implements page.Keeper.
func (m *Margins) Restore(v any) {
	if k, ok := v.(place); ok {
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
