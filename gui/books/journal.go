package books

import (
	"context"
	"maps"
	"strconv"

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
	"github.com/dropledger/dropledger/services/statement"
)

// journal is the tab with the entries.
type journal struct {
	s      *Books
	source *lines
	grid   *grid.Grid[line]
	states *kit.States
	find   *kit.SearchField
	days   *period.Selector
	chips  map[string]*kit.Chip
	unfold *kit.Button
	export *kit.Button
	count  *kit.Label
	sums   *kit.Label
	foot   fyne.CanvasObject
	panel  *entryPanel

	chart  map[string]string // names of accounts by code
	total  *async.Loader[sums]
	names  *async.Loader[map[string]string]
	wanted grid.State
	begun  bool
	closed bool               // the panel was closed
	summed *statement.Entries // whose sums are shown, or being read
	looked string             // the search before
}

// sums are the debits and credits of what is shown.
type sums struct{ debit, credit model.Amount }

func newJournal(s *Books) *journal {
	h := s.h
	j := &journal{s: s, source: newLines(h.Book().DB), chips: map[string]*kit.Chip{}, count: kit.NewLabel(kit.Small, ""), sums: kit.Wrapped(kit.Small, "")}
	j.panel = newEntryPanel(h, j.closePanel, j.narrowTo, j.goTo)
	j.grid = j.newGrid()
	j.states = kit.NewStates(h.Runner(), j.grid)
	j.find = kit.NewSearchField(h.Runner(), text.T("books.journal.search"), j.grid.SetSearch)
	j.find.OnList = func() { kit.Focus(j.grid) }
	j.unfold = kit.IconButton(kit.Plain, theme.IconUnfold, text.T("books.do.unfold"), j.unfoldAll)
	j.export = kit.NewButton(kit.Plain, text.T("books.journal.report"), j.report).WithIcon(theme.IconReports).WithKey(action.Ctrl(fyne.KeyE))
	j.days = period.New(period.Options{
		Label: text.T("books.period"), Format: h.Format(), Today: h.Book().Today, Ask: j.askDays,
		Changed: func(c period.Choice) { j.setDays(c.Period(h.Book().Today())) },
	}, period.Named(period.All))
	for _, id := range []string{byAccount, byKind, byOrder} {
		j.chips[id] = kit.FilterChip(text.T(text.Key("books.by.", id)), text.T("books.any"), func() { j.choose(id) }, func() { j.grid.SetFilter(id) })
	}
	j.foot = kit.Row(theme.Gap16, j.count, kit.Spacer(), j.sums)
	j.total = async.NewLoader(h.Runner(), j.showSums)
	j.names = async.NewLoader(h.Runner(), func(s async.State[map[string]string]) { j.chart = s.Value; j.label() })
	return j
}

func (j *journal) newGrid() *grid.Grid[line] {
	h := j.s.h
	return grid.New(grid.Options[line]{
		Name: "books.journal", Key: line.key, Source: j.source, Columns: j.columns(), Line: lookOf,
		OnCurrent: j.current, OnOpen: func(l line) { j.openOrder(l.entry) },
		OnButton: func(l line, _ string) { j.fold(l) },
		Setup:    grid.Setup{Sort: []grid.Order{{Column: "no", Down: true}}, First: true, NoMatch: "books.journal.nomatch"},
		Events: grid.Events{
			OnMenu: j.menu, OnView: j.viewed, OnRune: func(r rune) bool { return letter(j.actions(), r) },
			OnDetails: func(err error) { h.Report(text.T("books.failed"), err) },
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
}

// show implements tab.
func (j *journal) show() {
	j.s.page.Header.SetTools(j.find, j.unfold, j.export)
	j.s.page.SetFilters(j.days, j.chips[byAccount], j.chips[byKind], j.chips[byOrder], kit.Spacer(), kit.NewLabel(kit.Caption, text.T("books.amounts", string(j.s.home()))))
	j.s.page.SetBody(j.states)
	j.showPanel()
	if !j.begun {
		j.begun = true
		j.states.ShowContent()
		j.names.Load(j.s.h.Context(), j.readNames)
		j.grid.Restore(j.wanted)
	}
	j.viewed()
}

func (j *journal) readNames(ctx context.Context) (map[string]string, error) {
	chart, err := statement.Chart(ctx, j.s.h.Book().DB)
	names := map[string]string{}
	for _, a := range chart {
		names[a.Code] = a.Name
	}
	return names, err
}

// ask takes what a route asks for.
func (j *journal) ask(r page.Route) {
	if entry := r.Param("entry"); entry != "" {
		j.wanted = grid.State{Cursor: entry, Selected: []string{entry}}
	}
	var all []grid.Filter
	days := model.Period{From: model.Date(r.Param("from")), To: model.Date(r.Param("to"))}
	if p, ok := period.Of(r.Param("period"), j.s.h.Book().Today()); ok {
		days = p
	}
	if days != (model.Period{}) {
		all = append(all, grid.Filter{ID: byPeriod, Values: []string{string(days.From), string(days.To)}})
	}
	for _, id := range []string{byAccount, byKind, byOrder} {
		if v := r.Param(id); v != "" {
			all = append(all, grid.Filter{ID: id, Values: []string{v}})
		}
	}
	if len(all) == 0 {
		return
	}
	if j.begun {
		j.grid.SetFilters(all)
		return
	}
	j.wanted.Filters = all
}

// reload implements tab.
func (j *journal) reload() {
	j.source.forget()
	if j.begun {
		j.grid.Reload()
		j.panel.reload()
	}
}

// viewed takes over what the grid shows now: counts, sums and what narrows it.
func (j *journal) viewed() {
	found := j.source.now()
	if found == nil || j.s.tabs.Chosen() != tabJournal {
		return
	}
	if found.All() == 0 {
		j.states.ShowEmpty(j.nothing())
		j.showPanel()
		j.s.page.SetFooter(nil)
		return
	}
	j.states.ShowContent()
	j.s.page.SetFooter(j.foot)
	f := j.s.h.Format()
	j.s.page.Header.SetCount(text.N("books.journal.count", found.All(), f.Int(found.All())))
	shown := text.N("books.journal.count", found.Len(), f.Int(found.Len()))
	if found.Len() != found.All() {
		shown = text.N("books.journal.of", found.All(), f.Int(found.Len()), f.Int(found.All()))
	}
	j.count.SetText(shown)
	j.label()
	if j.summed != found {
		j.summed = found
		j.total.Load(j.s.h.Context(), func(ctx context.Context) (sums, error) {
			if !found.Narrow() {
				return everything(ctx, j.s.h.Book())
			}
			debit, credit, err := found.Sums(ctx)
			return sums{debit, credit}, err
		})
	}
	j.s.balance.begin()
	j.s.proof.begin()
}

func (j *journal) showSums(s async.State[sums]) {
	switch s.Phase {
	case async.Ready:
		f, c := j.s.h.Format(), j.s.home()
		if filter(j.grid.Filters(), byAccount) != nil {
			j.sums.SetText(text.T("books.journal.account.sums", f.Amount(s.Value.debit, c), f.Amount(s.Value.credit, c), f.Amount(s.Value.debit.Sub(s.Value.credit), c)))
		} else {
			j.sums.SetText(text.T("books.journal.sums", f.Amount(s.Value.debit, c), f.Amount(s.Value.credit, c)))
		}
	case async.Failed:
		j.sums.SetText("")
	}
	j.s.page.Refresh()
}

// label writes on the chips and selectors what narrows the journal.
func (j *journal) label() {
	all := j.grid.Filters()
	days := model.Period{}
	if v := filter(all, byPeriod); v != nil {
		days = model.Period{From: model.Date(v[0]), To: model.Date(v[1])}
	}
	if j.days.Period() != days {
		j.days.Set(period.Between(days, j.s.h.Book().Today()))
	}
	for id, chip := range j.chips {
		value := text.T("books.any")
		v := filter(all, id)
		if v != nil {
			value = v[0]
			switch {
			case id == byKind:
				value = kindName(value)
			case id == byAccount && j.chart[value] != "":
				value += " " + j.chart[value]
			}
		}
		chip.SetValue(text.T(text.Key("books.by.", id)), value, v != nil)
	}
	if j.grid.Search() == "" && j.looked != "" {
		j.find.Set("") // "Clear filters" takes the search back too
	}
	j.looked = j.grid.Search()
	j.s.page.Refresh()
}

func (j *journal) setDays(p model.Period) {
	if p == (model.Period{}) {
		j.grid.SetFilter(byPeriod)
		return
	}
	j.grid.SetFilter(byPeriod, string(p.From), string(p.To))
}

// current shows the entry of the line under the cursor.
func (j *journal) current(l line, ok bool) {
	if !ok {
		j.panel.clear()
	} else {
		j.panel.load(l.entry)
	}
	j.showPanel()
}

func (j *journal) showPanel() {
	if j.s.tabs.Chosen() != tabJournal {
		return
	}
	if j.closed || !j.panel.shows() || !j.states.Showing() {
		j.s.page.SetPanel(nil)
		return
	}
	j.s.page.SetPanelWidth(theme.PanelMaxWidth)
	j.s.page.SetPanel(j.panel.panel)
}

func (j *journal) closePanel() {
	j.closed = true
	j.showPanel()
	kit.Focus(j.grid)
}

// nothing is what stands there before anything was booked.
func (j *journal) nothing() kit.EmptyOptions {
	orders := action.Action{Label: text.T("books.empty.orders"), Icon: theme.Icon(theme.IconOrders, theme.Accent), Run: func() { j.s.h.Go(page.Route{Screen: page.Orders}) }}
	how := action.Action{Label: text.T("books.empty.how"), Icon: theme.Icon(theme.IconHelp, theme.Text), Run: func() { j.s.h.Go(page.Route{Screen: page.Help, Key: page.Books}) }}
	return kit.EmptyOptions{Icon: theme.IconBooks, Title: text.T("books.empty"), Lines: []string{text.T("books.empty.one"), text.T("books.empty.two")}, Primary: &orders, Second: &how}
}

// fold shows or hides the postings of an entry.
func (j *journal) fold(l line) {
	j.source.turn(l.entry)
	j.grid.Reload()
}

// unfoldAll shows the postings of all entries, or hides them.
func (j *journal) unfoldAll() {
	j.source.turnAll(!j.source.all)
	label, icon := text.T("books.do.unfold"), theme.IconUnfold
	if j.source.all {
		label, icon = text.T("books.do.fold"), theme.IconFold
	}
	j.unfold.WithIcon(icon).SetLabel(label)
	j.grid.Reload()
}

// narrowTo shows the entries of one order only.
func (j *journal) narrowTo(order string) { j.grid.SetFilter(byOrder, order) }

// goTo shows another entry: where it stands, and without filters if they hide it.
func (j *journal) goTo(id int64) {
	key := strconv.FormatInt(id, 10)
	if found := j.source.now(); found != nil && found.Index(id) < 0 {
		j.grid.Clear()
	}
	j.grid.Select(key)
	kit.Focus(j.grid)
}

func (j *journal) openOrder(e *statement.Booked) {
	if e.Order != "" {
		j.s.h.Go(page.OrderRoute(e.Shop, e.Order))
	}
}

// report opens the report with the same rows, to export them.
func (j *journal) report() {
	p := j.days.Period()
	params := map[string]string{"from": string(p.From), "to": string(p.To)}
	if p == (model.Period{}) {
		params = map[string]string{"period": period.All}
	}
	if s := j.grid.Search(); s != "" {
		params["search"] = s
	} else if v := filter(j.grid.Filters(), byAccount); v != nil {
		params["search"] = v[0]
	} else if v := filter(j.grid.Filters(), byOrder); v != nil {
		params["search"] = v[0]
	}
	j.s.h.Go(page.Route{Screen: page.Report, Key: "journal", Params: params})
}

func (j *journal) search() fyne.Focusable { return j.find }

// areas implements tab.
func (j *journal) areas() []fyne.Focusable { return []fyne.Focusable{j.grid, j.find, j.days} }

// escape implements tab: it closes the panel, then takes the search back.
func (j *journal) escape() bool {
	switch {
	case j.s.page.Panel() != nil:
		j.closePanel()
	case j.find.Text != "":
		j.find.Clear()
	default:
		return false
	}
	return true
}

// keptJournal is what the way back restores.
type keptJournal struct {
	grid   grid.State
	all    bool
	flip   map[int64]bool
	sizes  map[int64]int
	closed bool
}

func (j *journal) keep() any {
	k := keptJournal{grid: j.wanted, all: j.source.all, flip: maps.Clone(j.source.flip), sizes: maps.Clone(j.source.sizes), closed: j.closed}
	if j.begun {
		k.grid = j.grid.Keep()
	}
	return k
}

func (j *journal) restore(v any) {
	if k, ok := v.(keptJournal); ok {
		j.wanted, j.closed = k.grid, k.closed
		j.source.all, j.source.flip, j.source.sizes = k.all, k.flip, k.sizes
		j.find.Set(k.grid.Search)
	}
}

func (j *journal) close() {
	j.grid.Close()
	j.total.Stop()
	j.names.Stop()
	j.panel.close()
}
