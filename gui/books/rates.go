package books

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/rate"
)

// rated is an exchange rate with the number of orders whose books rest on it.
type rated struct {
	rate.Row
	orders   int
	decimals int32 // as many as any rate of the pair has, so that points stand below each other
}

func (r rated) key() string  { return string(r.From) + string(r.To) + string(r.Date) }
func (r rated) pair() string { return text.T("books.rates.pair", string(r.From), string(r.To)) }

// rates is the tab with the exchange rates.
type rates struct {
	s      *Books
	grid   *grid.Grid[rated]
	states *kit.States
	find   *kit.SearchField
	add    *kit.Button
	gaps   *async.Loader[[]rate.Gap]
	strip  *kit.Box // the rates that are missing
	begun  bool
	wanted grid.State
}

// mostGaps is how many missing rates are shown at once, the worst first.
const mostGaps = 3

func newRates(s *Books) *rates {
	t := &rates{s: s, strip: kit.Column(theme.Gap8)}
	t.grid = t.newGrid()
	t.states = kit.NewStates(s.h.Runner(), t.grid)
	t.find = kit.NewSearchField(s.h.Runner(), text.T("books.rates.search"), t.grid.SetSearch)
	t.find.OnList = func() { kit.Focus(t.grid) }
	t.add = kit.NewButton(kit.Primary, text.T("books.rates.new"), t.create).WithIcon(theme.IconPlus).WithKey(action.Ctrl(fyne.KeyN))
	t.gaps = async.NewLoader(s.h.Runner(), t.showGaps)
	return t
}

func (t *rates) newGrid() *grid.Grid[rated] {
	h := t.s.h
	right := fyne.TextAlignTrailing
	return grid.New(grid.Options[rated]{
		Name: "books.rates", Key: rated.key, Load: t.read,
		Columns: []grid.Column[rated]{
			{
				ID: "date", Title: text.T("books.col.from"), Width: 190, Lead: true, Down: true, Cell: func(r rated) grid.Cell { return grid.Cell{Text: h.Format().DateYear(r.Date)} },
				Compare: func(a, b rated) int { return cmp.Compare(a.Date, b.Date) }, Value: func(r rated) any { return string(r.Date) },
			},
			{ID: "from", Title: text.T("books.col.one"), Width: 90, Cell: func(r rated) grid.Cell { return grid.Cell{Text: "1 " + string(r.From), Tone: theme.Quiet} }, SortText: func(r rated) string { return string(r.From) }},
			{ID: "rate", Title: text.T("books.col.rate"), Width: 170, Align: right, Cell: t.value, Compare: func(a, b rated) int { return a.Value.Cmp(b.Value) }},
			{ID: "source", Title: text.T("books.col.source"), Width: 240, Flex: 1, Cell: func(r rated) grid.Cell { return grid.Cell{Text: r.Source, Tone: theme.Quiet} }, SortText: func(r rated) string { return r.Source }},
			{ID: "orders", Title: text.T("books.col.orders"), Width: 150, Align: right, Down: true, Cell: t.used, Compare: func(a, b rated) int { return a.orders - b.orders }},
		},
		GroupBy: rated.pair, GroupHead: t.head, OnOpen: t.edit,
		Setup: grid.Setup{First: true, Sort: []grid.Order{{Column: "date", Down: true}}, Count: "books.rates.count", CountOf: "books.rates.of", NoMatch: "books.rates.nomatch"},
		Events: grid.Events{
			OnView: t.viewed, OnRune: func(r rune) bool { return letter(t.actions(), r) },
			OnMenu:    func(at fyne.Position) { h.Menu(at, t.actions()) },
			OnDetails: func(err error) { h.Report(text.T("books.failed"), err) },
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
}

func (t *rates) value(r rated) grid.Cell {
	return grid.Cell{Text: t.s.h.Format().Fixed(r.Value, r.decimals) + " " + string(r.To)}
}

func (t *rates) used(r rated) grid.Cell {
	if r.orders == 0 {
		return grid.Cell{Text: text.T("books.rates.unused"), Tone: theme.Quiet}
	}
	return grid.Cell{Text: t.s.h.Format().Int(r.orders)}
}

// head is the row of a pair of currencies with its newest rate.
func (t *rates) head(_ string, rows []rated) grid.Group {
	newest, orders := rows[0], 0
	for _, r := range rows {
		orders += r.orders
		if r.Date > newest.Date {
			newest = r
		}
	}
	f := t.s.h.Format()
	return grid.Group{
		Title: newest.pair(), Facts: text.N("books.rates.newest", len(rows), f.Int(len(rows)), f.DateYear(newest.Date)),
		Cells: map[string]grid.Cell{"rate": {Text: f.Fixed(newest.Value, newest.decimals) + " " + string(newest.To), Bold: true}, "orders": {Text: f.Int(orders)}},
	}
}

// read lists all rates, the newest of each pair first, with what rests on them.
func (t *rates) read(ctx context.Context) ([]rated, error) {
	b := t.s.h.Book()
	service := rate.New(b.DB, b.Bus)
	rows, err := service.List(ctx, 0)
	if err != nil {
		return nil, err
	}
	uses, err := service.Uses(ctx)
	if err != nil {
		return nil, err
	}
	type use struct {
		model.Currency
		model.Date
	}
	orders := map[use]int{}
	for _, u := range uses {
		orders[use{u.Currency, u.Date}] = u.Orders
	}
	decimals := map[string]int32{}
	all := make([]rated, len(rows))
	for i, r := range rows {
		all[i] = rated{Row: r}
		switch b.Home {
		case r.To:
			all[i].orders = orders[use{r.From, r.Date}]
		case r.From:
			all[i].orders = orders[use{r.To, r.Date}]
		}
		decimals[all[i].pair()] = max(decimals[all[i].pair()], -r.Value.Exponent())
	}
	for i := range all {
		all[i].decimals = decimals[all[i].pair()]
	}
	return all, nil
}

// show implements tab.
func (t *rates) show() {
	t.s.page.Header.SetTools(t.find, t.add)
	t.s.page.SetFilters()
	t.s.page.SetBody(t.states)
	t.hang()
	if !t.begun {
		t.begun = true
		t.states.ShowContent()
		t.grid.Restore(t.wanted)
	}
	t.viewed()
}

// count counts the rates that are missing, for the tab and the notes.
func (t *rates) count() {
	b := t.s.h.Book()
	t.gaps.Load(t.s.h.Context(), func(ctx context.Context) ([]rate.Gap, error) { return rate.New(b.DB, b.Bus).Gaps(ctx) })
}

// showGaps tells which orders wait for a rate.
func (t *rates) showGaps(s async.State[[]rate.Gap]) {
	if s.Phase != async.Ready {
		return
	}
	t.s.tabs.SetTabs(named(len(s.Value)))
	f := t.s.h.Format()
	var notes []fyne.CanvasObject
	for _, g := range s.Value[:min(len(s.Value), mostGaps)] {
		enter := action.Action{Label: text.T("books.rates.enter"), Run: func() { t.open(rate.Row{From: g.From, To: g.To, Date: g.Since}, false) }}
		sentence := text.N("books.rates.gap", g.Orders, f.Int(g.Orders), string(g.From), string(g.To), f.DateYear(g.Since))
		notes = append(notes, kit.NewNote(theme.Warned, theme.IconWarning, sentence, &enter))
	}
	t.strip.Set(notes...)
	t.hang()
	t.viewed()
	t.s.h.Refresh()
}

// hang puts the notes above the list while there are some.
func (t *rates) hang() {
	if t.s.tabs.Chosen() != tabRates {
		return
	}
	if len(t.strip.Objects()) == 0 {
		t.s.page.SetStrip(nil)
		return
	}
	t.s.page.SetStrip(t.strip)
}

// viewed shows what belongs here while there is no rate.
func (t *rates) viewed() {
	if t.s.tabs.Chosen() != tabRates || t.grid.Loading() || t.grid.Err() != nil {
		return
	}
	t.s.proof.begin()
	if t.grid.All() > 0 {
		t.states.ShowContent()
		return
	}
	add := action.Action{Label: text.T("books.rates.new"), Icon: theme.Icon(theme.IconPlus, theme.Accent), Run: t.create}
	how := action.Action{Label: text.T("books.empty.how"), Icon: theme.Icon(theme.IconHelp, theme.Text), Run: func() { t.s.h.Go(page.Route{Screen: page.Help, Key: page.Books}) }}
	t.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconRates, Title: text.T("books.rates.empty"), Lines: []string{text.T("books.rates.empty.one", string(t.s.home())), text.T("books.rates.empty.two")}, Primary: &add, Second: &how})
}

// reload implements tab.
func (t *rates) reload() {
	t.count()
	if t.begun {
		t.grid.Reload()
	}
}

func (t *rates) search() fyne.Focusable  { return t.find }
func (t *rates) areas() []fyne.Focusable { return []fyne.Focusable{t.grid, t.find} }

// escape implements tab.
func (t *rates) escape() bool {
	if t.find.Text == "" {
		return false
	}
	t.find.Clear()
	return true
}

func (t *rates) close() {
	t.grid.Close()
	t.gaps.Stop()
}

// actions implements tab.
func (t *rates) actions() []action.Action {
	add := action.Action{ID: "books.rate", Label: text.T("books.rates.new"), Icon: theme.Icon(theme.IconPlus, theme.Text), Key: action.Ctrl(fyne.KeyN), Run: t.create}
	waiting := action.Action{ID: "books.waiting", Label: text.T("books.do.waiting"), Icon: theme.Icon(theme.IconOrders, theme.Text), Run: func() {
		t.s.h.Go(page.Route{Screen: page.Orders, Params: map[string]string{page.ByOnly: page.OnlyUnbooked}})
	}}
	all := []action.Action{add, waiting}
	if r, ok := t.grid.CurrentRow(); ok {
		all = append(all, action.Action{ID: "books.rate.edit", Label: text.T("books.do.edit"), Icon: theme.Icon(theme.IconPencil, theme.Text), Key: action.Plain(fyne.KeyE), Run: func() { t.edit(r) }})
	}
	return all
}

func (t *rates) keep() any {
	if t.begun {
		return t.grid.Keep()
	}
	return t.wanted
}

func (t *rates) restore(v any) {
	if k, ok := v.(grid.State); ok {
		t.wanted = k
		t.find.Set(k.Search)
	}
}
