// Package imports brings files into the book: it shows what a file would do
// before anything is written, lets a person mend it, and lists the imports of the
// past, each of which can be taken back. It must not know how a file is read.
package imports

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
)

// past are the imports of the past.
type past interface {
	Batches(ctx context.Context) ([]importer.Batch, error)
	Details(ctx context.Context, id int64) (importer.Details, error)
	Undo(ctx context.Context, batch int64) (importer.Undone, error)
}

// list is the screen with the imports of the past.
type list struct {
	h       page.Host
	svc     past
	load    *async.Loader[[]importer.Batch]
	detail  *async.Loader[importer.Details]
	page    *kit.Page
	states  *kit.States
	grid    *grid.Grid[importer.Batch]
	search  *kit.SearchField
	panel   *kit.Panel
	shown   importer.Details
	closers []func()
	first   string // the key of the import to choose
	back    bool   // one is being taken back
}

// settleTime gathers changes that come together into one reload.
const settleTime = 50 * time.Millisecond

// New is the screen with the imports of the past.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &list{h: h, svc: importer.New(b.DB, b.Bus, b.Jobs)}
	s.load = async.NewLoader(h.Runner(), s.show)
	s.detail = async.NewLoader(h.Runner(), s.showDetails)
	s.build()
	changed := async.Debounce(h.Runner(), settleTime, s.Reload)
	hear := func(event.IDs) { h.Runner().UI(changed) }
	for _, t := range []*event.Topic[event.IDs]{&b.Bus.OrdersChanged, &b.Bus.ProductsChanged, &b.Bus.OffersChanged} {
		s.closers = append(s.closers, t.Subscribe(hear))
	}
	return s
}

func (s *list) build() {
	s.page = kit.NewPage(text.T("imports.title"))
	s.search = kit.NewSearchField(s.h.Runner(), text.T("imports.list.search"), func(words string) { s.grid.SetSearch(words) })
	s.page.Header.SetTools(s.search, kit.NewButton(kit.Plain, text.T("imports.export.how"), s.help), kit.ActionButton(s.chooseAction(theme.OnAccent), kit.Primary))
	s.grid = s.table()
	s.search.OnList = func() { kit.Focus(s.grid) }
	s.states = kit.NewStates(s.h.Runner(), s.grid)
	s.page.SetBody(s.states)
	s.panel = kit.NewPanel(s.closePanel)
}

func (s *list) table() *grid.Grid[importer.Batch] {
	type row = importer.Batch
	f := s.h.Format()
	plain := func(id string, width float32, of func(row) string) grid.Column[row] {
		return grid.Column[row]{ID: id, Title: text.T(text.Key("imports.list.", id)), Width: width, Cell: func(b row) grid.Cell { return grid.Cell{Text: of(b), Tone: theme.Quiet} }, SortText: of}
	}
	count := func(id string, of func(row) int) grid.Column[row] {
		return grid.Column[row]{ID: id, Title: text.T(text.Key("imports.list.", id)), Width: 84, Align: fyne.TextAlignTrailing, Down: true, Cell: func(b row) grid.Cell { return counted(of(b), f.Int) }, Compare: func(a, b row) int { return of(a) - of(b) }}
	}
	refused := count("refused", func(b row) int { return b.Refused })
	refused.Cell = func(b row) grid.Cell {
		c := counted(b.Refused, f.Int)
		if b.Refused > 0 {
			c.Tone = theme.Wrong
		}
		return c
	}
	return grid.New(grid.Options[row]{
		Name: "imports.list", Key: func(b row) string { return strconv.FormatInt(b.ID, 10) },
		Columns: []grid.Column[row]{
			{ID: "number", Title: text.T("imports.list.number"), Width: 64, Fixed: true, Lead: true, Down: true, Cell: func(b row) grid.Cell { return grid.Cell{Text: f.Int(int(b.ID))} }, Compare: func(a, b row) int { return int(a.ID - b.ID) }},
			{ID: "when", Title: text.T("imports.list.when"), Width: 112, Down: true, Cell: func(b row) grid.Cell { return grid.Cell{Text: f.Moment(b.ImportedAt), Tone: theme.Quiet} }, SortText: func(b row) string { return string(b.ImportedAt) }},
			{ID: "file", Title: text.T("imports.list.file"), Width: 240, Flex: 1, Cell: func(b row) grid.Cell { return grid.Cell{Text: b.FileName} }, SortText: func(b row) string { return b.FileName }},
			plain("kind", 140, func(b row) string { return text.T(text.Key("imports.format.", b.Format)) }),
			plain("of", 150, func(b row) string { return b.Shop + b.Supplier }),
			count("created", func(b row) int { return b.Created }), count("updated", func(b row) int { return b.Updated }),
			count("unchanged", func(b row) int { return b.Unchanged }), refused,
			{ID: "state", Title: text.T("imports.list.state"), Width: 120, Cell: s.stateCell, SortText: func(b row) string { return string(b.UndoneAt) }},
		},
		Line: func(b row) grid.Line { return grid.Line{Muted: b.UndoneAt != ""} }, OnCurrent: s.current, OnOpen: func(b row) { s.open(b) },
		Setup:  grid.Setup{Count: "imports.list.count", CountOf: "imports.list.count.of", NoMatch: "imports.no.match", Sort: []grid.Order{{Column: "number", Down: true}}},
		Events: grid.Events{OnMenu: func(at fyne.Position) { s.h.Menu(at, s.batchActions()) }},
		Place:  grid.Place{Context: s.h.Context(), Runner: s.h.Runner(), Format: f, Layouts: s.h},
	})
}

// counted is a number; nothing is a dash.
func counted(n int, write func(int) string) grid.Cell {
	if n == 0 {
		return grid.Cell{Text: "–", Tone: theme.Quiet}
	}
	return grid.Cell{Text: write(n)}
}

func (s *list) stateCell(b importer.Batch) grid.Cell {
	if b.UndoneAt != "" {
		return grid.Cell{Pills: []grid.Pill{{Text: text.T("imports.state.undone"), Icon: theme.IconUndo, Tone: theme.Idle}}, Tip: s.h.Format().Moment(b.UndoneAt)}
	}
	return grid.Cell{Pills: []grid.Pill{{Text: text.T("imports.state.standing"), Icon: theme.IconTick, Tone: theme.Fine}}}
}

// Content implements page.Screen.
func (s *list) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *list) Open(r page.Route) {
	s.first = r.Key
	s.Reload()
}

// Reload reads the imports again.
func (s *list) Reload() {
	s.load.LoadPromptly(s.h.Context(), s.svc.Batches)
}

func (s *list) show(st async.State[[]importer.Batch]) {
	switch st.Phase {
	case async.Loading:
		if !st.Known {
			s.states.ShowLoading()
		}
		return
	case async.Failed:
		s.states.ShowFailed(kit.FailedOptions{Sentence: st.Err.Error(), Retry: s.Reload})
		return
	}
	s.page.Header.SetCount(s.h.Format().Int(len(st.Value)))
	if len(st.Value) == 0 {
		s.closePanel()
		s.page.Header.SetCount("")
		choose, how := s.chooseAction(theme.Accent), action.Action{Label: text.T("imports.export.how"), Run: s.help}
		s.states.ShowEmpty(kit.EmptyOptions{
			Icon: theme.IconImport, Title: text.T("imports.empty.title"), Lines: []string{text.T("imports.empty.one"), text.T("imports.empty.two")},
			Primary: &choose, Second: &how,
		})
		return
	}
	s.states.ShowContent()
	s.grid.SetRows(st.Value)
	if s.first != "" {
		s.grid.Select(s.first)
		if id, err := strconv.ParseInt(s.first, 10, 64); err == nil {
			s.read(id)
		}
		s.first = ""
	}
	if s.page.Panel() != nil {
		s.read(s.shown.ID)
	}
}

// current follows the cursor with the panel.
func (s *list) current(b importer.Batch, ok bool) {
	if ok && s.page.Panel() != nil && b.ID != s.shown.ID {
		s.read(b.ID)
	}
}

func (s *list) open(b importer.Batch) { s.read(b.ID) }

func (s *list) read(id int64) {
	s.detail.Load(s.h.Context(), func(ctx context.Context) (importer.Details, error) { return s.svc.Details(ctx, id) })
}

func (s *list) showDetails(st async.State[importer.Details]) {
	switch st.Phase {
	case async.Loading:
		return
	case async.Failed:
		s.h.Report(text.T("imports.unread"), st.Err)
		return
	}
	s.shown = st.Value
	s.fill()
	s.page.SetPanel(s.panel)
	s.h.Refresh()
}

func (s *list) closePanel() {
	s.page.SetPanel(nil)
	s.shown = importer.Details{}
	s.h.Refresh()
}

// Escape implements page.Escaper.
func (s *list) Escape() bool {
	if s.page.Panel() == nil {
		return false
	}
	s.closePanel()
	return true
}

// Search implements page.Searcher.
func (s *list) Search() { kit.Focus(s.search) }

// Create implements page.Creator.
func (s *list) Create() { s.h.File(ask(), s.h.Import) }

// Drop is left to the shell: files dropped here are shown before they come in.

func (s *list) help() { s.h.Go(page.Route{Screen: page.Help, Key: page.Imports}) }

// Areas implements page.Areas.
func (s *list) Areas() []fyne.Focusable { return []fyne.Focusable{s.grid, s.search} }

// Close implements page.Screen.
func (s *list) Close() {
	s.load.Stop()
	s.detail.Stop()
	s.grid.Close()
	for _, c := range s.closers {
		c()
	}
}

// Keep implements page.Keeper.
func (s *list) Keep() any { return s.grid.Keep() }

// Restore implements page.Keeper.
func (s *list) Restore(kept any) {
	if k, ok := kept.(grid.State); ok {
		s.grid.Restore(k)
		s.search.Set(k.Search)
	}
}
