// Package today is the first page of the day: what waits, the most urgent first,
// with the verb that does it, and how the business went lately. It must not know
// how anything is done; it leads to where it is.
package today

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/today"
)

const (
	gather  = 300 * time.Millisecond // changes of one piece of work are read once
	minute  = time.Minute            // ages and the day move on
	settled = 5 * time.Second        // before the book is checked: whatever a person begins with goes first
)

// source is what of the service is used.
type source interface {
	Work(ctx context.Context) (*today.Work, error)
	Figures(ctx context.Context) (*today.Figures, error)
	Checklist(ctx context.Context) ([]today.Step, error)
	Due() bool
	Proof(ctx context.Context) (proof.Result, error)
}

// Today is the page.
type Today struct {
	h    page.Host
	book *page.Book
	from source

	work    *async.Loader[*today.Work]
	figures *async.Loader[*today.Figures]
	steps   *async.Loader[[]today.Step]

	page   *kit.Page
	search *kit.SearchField
	main   *kit.Button // the primary button
	verb   verb        // what it does
	body   *kit.States // all, or how to begin
	left   *kit.States // the work list
	right  *kit.States // the figures
	chips  *kit.Box
	span   *kit.Label // which weeks
	head   *kit.WorkHead
	list   *list
	card   *kit.Card
	begin  *kit.Checklist // below the work list, where there is room
	board  *fyne.Container
	graphs graphs

	rows   []row // all that waits, in its order
	shown  []row // what filter and search leave
	groups []today.Sums
	group  today.Group // the filter, "" for all
	words  string
	kept   *kept // to be taken up once the work is there

	leave []func()
	stop  []func() // timers
}

// kept is what the way back finds again.
type kept struct {
	Group   today.Group
	Words   string
	Key     string // of the row
	At      int    // its place, when it is gone
	Scrolls float32
}

// New is the page of today.
func New(h page.Host) page.Screen {
	t := &Today{h: h, book: h.Book()}
	t.from = t.book.Waiting
	t.work = async.NewLoader(h.Runner(), t.showWork)
	t.figures = async.NewLoader(h.Runner(), t.showFigures)
	t.steps = async.NewLoader(h.Runner(), t.showSteps)
	t.build()
	t.listen()
	return t
}

// build puts the page together.
func (t *Today) build() {
	t.page = kit.NewPage(text.T("today.title"))
	t.search = kit.NewSearchField(t.h.Runner(), text.T("today.search"), t.find)
	t.search.OnList = t.focusList
	t.span = kit.NewLabel(kit.Caption, "")
	t.chips = kit.Row(kitGap)
	t.head = kit.NewWorkHead("", text.T("today.age"), text.T("today.stake", string(t.book.Home)))
	t.list = newList(t.do)
	t.list.menu = func(at fyne.Position) { t.h.Menu(at, t.menu()) }
	t.left = kit.NewStates(t.h.Runner(), container.New(under{}, t.head, t.list))
	t.card = kit.NewCard("", "", nil, t.left).Flush()
	t.graphs.build(t)
	t.right = kit.NewStates(t.h.Runner(), container.NewVScroll(t.graphs.column))
	t.begin = kit.NewChecklist(text.T("today.steps"), nil)
	t.begin.SetFoot(kit.Row(0, kit.Spacer(), kit.NewButton(kit.Link, text.T("today.steps.away"), t.putAway)))
	t.board = container.New(&board{t}, t.chips, t.span, t.card, t.right, t.begin)
	t.body = kit.NewStates(t.h.Runner(), t.board)
	t.page.SetBody(t.body)
	t.review(verb{do: doNothing})
}

// listen hears of changes, and lets time pass.
func (t *Today) listen() {
	later := async.Debounce(t.h.Runner(), gather, t.Reload)
	b := t.book.Bus
	for _, topic := range []*event.Topic[event.IDs]{
		&b.OrdersChanged, &b.SuppliersChanged, &b.ProductsChanged, &b.OffersChanged, &b.PricesChanged,
		&b.PurchasesChanged, &b.SettingsChanged, &b.BooksChanged,
	} {
		t.leave = append(t.leave, topic.Subscribe(func(event.IDs) { t.h.Runner().UI(later) }))
	}
	t.stop = []func(){t.h.Runner().After(minute, t.tick), t.h.Runner().After(settled, t.check)}
}

// tick reads again once a minute.
func (t *Today) tick() {
	t.Reload()
	t.stop[0] = t.h.Runner().After(minute, t.tick)
}

// check proves the book once after it was opened, while nothing waits for it.
func (t *Today) check() {
	if !t.from.Due() {
		return
	}
	ctx, from, h := t.h.Context(), t.from, t.h
	async.Behind(h.Runner(), func() {
		if _, err := from.Proof(ctx); err != nil {
			return // the book was closed, or cannot be read, which all else tells too
		}
		h.Runner().UI(func() {
			if ctx.Err() == nil {
				h.Refresh()
				t.Reload()
			}
		})
	})
}

// Content implements page.Screen.
func (t *Today) Content() fyne.CanvasObject { return t.page }

// Open implements page.Screen.
func (t *Today) Open(page.Route) { t.Reload() }

// Reload implements page.Reloader.
func (t *Today) Reload() {
	if t.leave == nil {
		return // closed
	}
	t.page.Header.SetCount(t.h.Format().DateLong(t.book.Today()))
	ctx := t.h.Context()
	t.steps.LoadPromptly(ctx, t.from.Checklist)
	t.work.LoadPromptly(ctx, t.from.Work)
	t.figures.LoadPromptly(ctx, t.from.Figures)
}

// Close implements page.Screen.
func (t *Today) Close() {
	for _, f := range append(t.leave, t.stop...) {
		f()
	}
	t.leave = nil
	t.work.Stop()
	t.figures.Stop()
	t.steps.Stop()
}

// Keep implements page.Keeper.
func (t *Today) Keep() any {
	k := kept{Group: t.group, Words: t.words, At: t.list.at, Scrolls: t.list.offset()}
	if r := t.list.current(); r != nil {
		k.Key = r.key
	}
	if t.list.next != "" {
		k.Key = t.list.next
	}
	return k
}

// Restore implements page.Keeper.
func (t *Today) Restore(v any) {
	if k, ok := v.(kept); ok {
		t.kept, t.group, t.words = &k, k.Group, k.Words
		t.search.Set(k.Words)
	}
}

// Search implements page.Searcher.
func (t *Today) Search() { kit.Focus(t.search) }

// Primary implements page.Primary.
func (t *Today) Primary() { t.verb.act() }

// Areas implements page.Areas.
func (t *Today) Areas() []fyne.Focusable {
	if stop := t.body.Stop(); stop != nil {
		return []fyne.Focusable{stop}
	}
	if !t.body.Showing() {
		return nil
	}
	var areas []fyne.Focusable
	if t.left.Showing() {
		areas = append(areas, t.list)
	}
	if t.right.Showing() {
		areas = append(areas, t.graphs.cards[0], t.graphs.weeks, t.graphs.ranks)
	}
	return areas
}

func (t *Today) focusList() {
	if t.left.Showing() {
		kit.Focus(t.list)
	}
}

// Escape implements page.Escaper: it takes search and filter back.
func (t *Today) Escape() bool {
	if t.words == "" && t.group == "" {
		return false
	}
	t.clear()
	return true
}

// clear shows all that waits.
func (t *Today) clear() {
	t.words, t.group = "", ""
	t.search.Set("")
	t.narrow()
	t.focusList()
}

// Actions implements page.Actor.
func (t *Today) Actions() []action.Action {
	return append(append([]action.Action{t.verb.action()}, t.shows()...), t.doing(text.T("today.do")))
}

// shows are the filters.
func (t *Today) shows() (all []action.Action) {
	for i, g := range t.filters() {
		if i >= len(digits) {
			break
		}
		all = append(all, action.Action{
			ID: "today.show." + g.name(), Label: text.T("today.show", g.label()), Key: action.Plain(digits[i]), Run: func() { t.filter(g.group) },
		})
	}
	return all
}

// doing does what the chosen row says.
func (t *Today) doing(label string) action.Action {
	return action.Action{ID: "today.do", Label: label, Key: action.Plain(fyne.KeyReturn), Off: t.nothing, Run: func() { t.do(t.list.current()) }}
}

// menu is that of the chosen row: its verb, and what else can be shown.
func (t *Today) menu() []action.Action {
	do := t.doing(t.list.current().work.Verb)
	do.Icon = theme.Icon(theme.IconRight, theme.Text)
	return append([]action.Action{do, {}}, t.shows()...)
}

// nothing says why no row can be done.
func (t *Today) nothing() string {
	if t.list.current() == nil || !t.left.Showing() || !t.body.Showing() {
		return text.T("today.do.none")
	}
	return ""
}

var digits = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}

// do opens what a row leads to. On the way back the next row is chosen.
func (t *Today) do(r *row) {
	i := slices.IndexFunc(t.shown, func(o row) bool { return o.key == r.key })
	t.list.next = r.key
	if i >= 0 && i+1 < len(t.shown) {
		t.list.next = t.shown[i+1].key
	}
	t.h.Go(r.route)
}
