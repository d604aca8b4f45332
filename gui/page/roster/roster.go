// Package roster is what the lists of records have in common: rows with search,
// chips and totals, the details of the chosen one beside them, the form that
// changes it, putting away with a way back, what was changed, and making one of
// two. It must not know what the records are: the screen says how they look and
// how they are kept, and brings all texts.
package roster

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// Options are what a list is made of. All are required but Filters and Extra;
// without Create or Change nothing is made or edited here.
type Options[R any] struct {
	Name  string // of the screen; begins the ids of actions and the names of files: "suppliers"
	Kind  string // of the records: supplier.Kind, product.Kind
	Words Words

	ID       func(R) int64
	Key      func(R) string // what the record is known by: name, SKU
	Called   func(R) string // what a person calls it, in messages
	Archived func(R) bool

	Load    func(ctx context.Context, archived bool) ([]R, error)
	First   func(ctx context.Context) ([]R, error) // rows to show at once while Load reads them all; none leave it to Load, may be nil
	Find    func(ctx context.Context, key string) (id int64, archived bool, err error)
	Details func(*kit.Panel, R)           // fills the panel
	Shown   func(R)                       // reads what the panel shows beside the row, then calls Again; may be nil
	Change  func(R)                       // opens the form of a row
	Create  func()                        // opens the form of a new one
	Open    func(R)                       // what Enter does; nil shows the details, then the form
	Actions func(R, bool) []action.Action // what else can be done with the chosen row; false without one
	Filters []Filter[R]
	Extra   []action.Action // what else can be done on the screen
	Single  bool            // no two records can be the same: there is nothing to merge
	Fixed   bool            // nothing is ever put away; Key, Archived and Kind are not needed then
	Empty   kit.EmptyOptions
	Tools   []fyne.CanvasObject // in the head, before the button for a new one

	Grid grid.Options[R] // Name, Columns, OnButton, Sort, the texts of the counts
}

// Words are the texts of a list. Say looks a text up by the rest of its key,
// Count one in the plural form of n; Field names a field of the history, Value
// says what was in it.
type Words struct {
	Say   func(key string, args ...any) string
	Count func(key string, n int, args ...any) string
	Field func(name string) string
	Value func(field, value string) string
}

// List is a list of records of type R. It offers to the shell all that a screen
// can but Export; screens embed it.
type List[R any] struct {
	Host page.Host
	Page *kit.Page
	Grid *grid.Grid[R]

	o      Options[R]
	search *kit.SearchField
	view   View              // another look at the rows than the list, nil without
	shown  fyne.CanvasObject // the look that was put up last
	bar    *bar[R]
	all    atomic.Bool         // shows rows that are put away as well
	rows   atomic.Pointer[[]R] // read last
	part   atomic.Bool         // they are the first ones only
	wanted string              // the row to be chosen once it is read
	kept   *kept

	panel  *kit.Panel
	closed bool       // the panel, by a person
	asked  bool       // a person wants the panel, even over the list
	form   *form.Form // that is open, nil without
	beside string     // the row under the cursor when it was opened
	wide   bool       // it stands beside the list instead of in the panel
	past   *kit.Frame // holds what was changed in the row of the panel
	pasts  *async.Loader[[]history.Entry]
	leave  []func()
}

// kept is what the way back restores.
type kept struct {
	grid grid.State
	all  bool
}

// New builds a list; topics are those whose news let it be read again.
func New[R any](h page.Host, o Options[R], topics ...*event.Topic[event.IDs]) *List[R] {
	l := &List[R]{Host: h, o: o, past: kit.Gap(0, 0)}
	h.Remembered(o.Name+".panel.closed", &l.closed)
	l.pasts = async.NewLoader(h.Runner(), l.showPast)
	l.Page = kit.NewPage(o.Words.Say("title"))
	l.bar = newBar(l)
	g := o.Grid
	g.Key = func(r R) string { return rowKey(o.ID(r)) }
	g.Load, g.Match = l.load, l.bar.match()
	g.OnCurrent, g.OnOpen = l.turn, l.open
	if o.Open != nil {
		g.OnOpen = o.Open
	}
	g.Line = func(r R) grid.Line { return grid.Line{Muted: o.archived(r)} }
	g.First = true
	g.OnMenu = func(at fyne.Position) { h.Menu(at, l.chosenActions()) }
	g.OnDetails = func(err error) { h.Report(o.Words.Say("unread"), err) }
	g.OnView = l.viewed
	if !o.Fixed {
		g.OnDelete = l.Archive
	}
	g.Place = grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h}
	l.Grid = grid.New(g)
	l.Grid.SetEmpty(kit.Empty(o.Empty))
	l.search = kit.NewSearchField(h.Runner(), o.Words.Say("find"), l.Grid.SetSearch)
	l.search.OnList = func() { kit.Focus(l.stop()) }
	l.dress()
	again := async.Debounce(h.Runner(), coalesce, l.Reload)
	for _, t := range topics {
		l.leave = append(l.leave, t.Subscribe(func(event.IDs) { h.Runner().UI(again) }))
	}
	return l
}

func (o *Options[R]) archived(r R) bool { return !o.Fixed && o.Archived(r) }

func rowKey(id int64) string { return strconv.FormatInt(id, 10) }

// dress puts up head, filters and rows, as they are without a form.
func (l *List[R]) dress() {
	head := l.Page.Header
	head.SetTitle(l.o.Words.Say("title"))
	head.SetBack(nil)
	columns := kit.IconButton(kit.Plain, theme.IconColumns, l.o.Words.Say("columns"), func() { l.Grid.ArrangeColumns() }).WithKey(grid.ArrangeKey)
	tools := append([]fyne.CanvasObject{l.search, columns}, l.o.Tools...)
	if l.o.Create != nil {
		tools = append(tools, kit.ActionButton(l.createAction(), kit.Primary))
	}
	head.SetTools(tools...)
	l.putBody()
	l.bar.arrange()
	l.counted()
}

// Below is the place under a control, for its menu.
func Below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height+theme.Gap4)
}

// load reads the rows, and keeps them for the counts of the chips.
func (l *List[R]) load(ctx context.Context) ([]R, error) {
	if l.o.First != nil && l.rows.Load() == nil && !l.all.Load() {
		if rows, err := l.o.First(ctx); err == nil && len(rows) > 0 {
			l.rows.Store(&rows)
			l.part.Store(true)
			return rows, nil
		}
	}
	rows, err := l.o.Load(ctx, l.all.Load())
	if err == nil {
		l.rows.Store(&rows)
	}
	return rows, err
}

// Rows are all rows as they were read last, whatever is searched for.
func (l *List[R]) Rows() []R {
	if p := l.rows.Load(); p != nil {
		return *p
	}
	return nil
}

// Open implements page.Screen: the route's Key names a record; params named as
// filters set them, their values one a line.
func (l *List[R]) Open(r page.Route) {
	state := grid.State{Search: r.Param(page.ByWords), Filters: l.bar.asked(r), Sort: l.Grid.Sort()}
	if l.kept != nil {
		state = l.kept.grid
	}
	l.search.Set(state.Search)
	l.Grid.Restore(state)
	l.bar.refresh()
	if r.Key != "" && l.kept == nil {
		l.Choose(r.Key)
	}
}

// Choose shows the record of that key in the list and in the panel.
func (l *List[R]) Choose(key string) {
	h := l.Host
	h.Runner().Go(func() {
		id, archived, err := l.o.Find(h.Context(), key)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(l.o.Words.Say("unread.one"), err)
				return
			}
			l.closed, l.asked = false, true
			l.wanted = rowKey(id)
			if archived && !l.all.Load() {
				l.ToggleArchived()
			}
			l.reach()
		})
	})
}

// reach chooses the wanted row once it is read; filters that hide it go.
func (l *List[R]) reach() {
	if l.wanted == "" || l.Grid.Loading() {
		return
	}
	if _, ok := l.Grid.Row(l.wanted); !ok {
		if len(l.Grid.Filters()) > 0 || l.Grid.Search() != "" {
			l.search.Set("")
			l.Grid.Clear()
		}
		return
	}
	wanted := l.wanted
	l.wanted = ""
	l.Grid.Select(wanted)
}

// ToggleArchived shows or hides rows that are put away.
func (l *List[R]) ToggleArchived() {
	l.all.Store(!l.all.Load())
	l.bar.refresh()
	l.Reload()
}

// viewed takes what the grid shows now over into head and chips.
func (l *List[R]) viewed() {
	if l.Grid.Search() == "" && l.search.Text != "" && l.Grid.Len() == l.Grid.All() {
		l.search.Set("")
	}
	l.bar.refresh()
	l.counted()
	l.reach()
	l.follow()
	l.Grid.Refresh() // its room may be another now
	l.Host.Refresh()
	if !l.Grid.Loading() && l.part.CompareAndSwap(true, false) {
		l.Reload()
	}
}

// counted says beside the title how many there are.
func (l *List[R]) counted() {
	f, shown, all := l.Host.Format(), l.Grid.Len(), l.Grid.All()
	switch {
	case shown == all && all == 0:
		l.Page.Header.SetCount("")
	case shown == all:
		l.Page.Header.SetCount(f.Int(all))
	default:
		l.Page.Header.SetCount(l.o.Words.Say("shownof", f.Int(shown), f.Int(all)))
	}
}
