// Package vetting shows one supplier as a buyer judges it: the scorecard, and
// what it rests on. It must not know how a score is worked out, nor what a stage
// allows: it shows what the services say.
package vetting

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/vetting"
)

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 50 * time.Millisecond

// tabParam is the param of a route that names the tab.
const tabParam = "tab"

// The tabs.
const (
	tabScorecard   = "scorecard"
	tabAssessments = "assessments"
	tabTests       = "tests"
	tabTerms       = "terms"
	tabTalks       = "talks"
	tabPapers      = "papers"
	tabParty       = "party"
	tabActions     = "actions"
	tabHistory     = "history"
)

// tab is one of the pages of a supplier. Its id is also its name in a route, and
// its label the text "vetting.tab." with the id.
type tab interface {
	id() string
	count(*known) int // beside the label, 0 shows none
	waits(*known) int // how much of it falls due, shown in place of the count
	fill(*known)      // takes over what was read
	show()            // puts its strip, body and panel on the page
	tools() []fyne.CanvasObject
	search()
	create()
	primary()
	areas() []fyne.Focusable
	actions() []action.Action
	escape() bool // closes what is open, false when nothing was
	lost() string // what leaving would lose, "" nothing
	close()
}

// keeper is a tab that keeps where one was, for the way back.
type keeper interface {
	keep() any
	restore(any)
}

// Document is the page of one supplier.
type Document struct {
	h       page.Host
	vetting *vetting.Service
	scores  *score.Service
	page    *kit.Page
	states  *kit.States
	body    *kit.Frame
	tabs    *kit.Tabs
	all     []tab
	loader  *async.Loader[*known]
	known   *known
	route   page.Route
	kept    *keptTabs // that the way back restores
	leave   []func()

	improvements *improvements
}

// New makes the page of one supplier; the route's Key is its name, its param
// "tab" one of the tabs.
func New(h page.Host) page.Screen {
	b := h.Book()
	d := &Document{h: h, vetting: vetting.New(b.DB, b.Bus), scores: scorecard.New(b.DB, b.Bus), page: kit.NewPage("")}
	d.loader = async.NewLoader(h.Runner(), d.shown)
	d.page.Header.SetBack(h.Back)
	d.improvements = newImprovements(d)
	d.all = []tab{newCard(d), newAssessments(d), newTests(d), newTerms(d), newTalks(d), newPapers(d), newParty(d), d.improvements, newHistory(d)}
	d.tabs = kit.NewTabs(d.named(), d.choose)
	d.page.SetTabs(d.tabs)
	d.body = kit.Inset(kit.Spacer(), 0, 0)
	d.states = kit.NewStates(h.Runner(), d.body)
	d.page.SetBody(d.states)
	soon := async.Debounce(h.Runner(), coalesce, d.Reload)
	for _, t := range []*event.Topic[event.IDs]{&b.Bus.SuppliersChanged, &b.Bus.OrdersChanged, &b.Bus.PurchasesChanged, &b.Bus.OffersChanged, &b.Bus.SettingsChanged} {
		d.leave = append(d.leave, t.Subscribe(func(event.IDs) { h.Runner().UI(soon) }))
	}
	return d
}

func (d *Document) named() []kit.Tab {
	tabs := make([]kit.Tab, len(d.all))
	for i, t := range d.all {
		tabs[i] = kit.Tab{ID: t.id(), Label: text.T(text.Key("vetting.tab.", t.id()))}
		if d.known == nil {
			continue
		}
		tabs[i].Count = t.count(d.known)
		if n := t.waits(d.known); n > 0 {
			tabs[i].Count, tabs[i].Badge, tabs[i].Tone = n, true, theme.Warned
		}
	}
	return tabs
}

// now is the tab that shows.
func (d *Document) now() tab {
	for _, t := range d.all {
		if t.id() == d.tabs.Chosen() {
			return t
		}
	}
	return d.all[0]
}

// Content implements page.Screen.
func (d *Document) Content() fyne.CanvasObject { return d.page }

// Open implements page.Screen.
func (d *Document) Open(r page.Route) {
	d.route = r
	if want := r.Param(tabParam); d.kept == nil && want != "" {
		d.tabs.SetChosen(want)
	}
	d.page.Header.SetTitle(r.Key)
	d.states.ShowLoading()
	d.Reload()
}

// Reload implements page.Reloader.
func (d *Document) Reload() {
	name := d.route.Key
	d.loader.Load(d.h.Context(), func(ctx context.Context) (*known, error) { return d.read(ctx, name) })
}

// shown takes over what was read.
func (d *Document) shown(s async.State[*known]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		d.failed(s.Err)
	case async.Ready:
		first := d.known == nil
		d.known = s.Value
		d.tabs.SetTabs(d.named())
		for _, t := range d.all {
			t.fill(d.known)
		}
		d.dress()
		d.states.ShowContent()
		if first {
			d.turn()
		}
	}
	d.h.Refresh()
}

// failed says that nothing could be read. What is typed in a form stays.
func (d *Document) failed(err error) {
	if d.Dirty() != "" {
		d.h.Report(text.T("vetting.unread"), err)
		return
	}
	d.known = nil
	d.page.Header.SetTools()
	d.page.SetStrip(nil)
	d.page.SetPanel(nil)
	d.states.ShowFailed(kit.FailedOptions{Sentence: said(err), Retry: d.Reload, Details: func() { d.h.Report(text.T("vetting.unread"), err) }})
}

// choose shows the tab a person chose.
func (d *Document) choose(string) {
	d.turn()
	if areas := d.now().areas(); d.known != nil && len(areas) > 0 {
		kit.Focus(areas[0])
	}
}

// turn shows the chosen tab.
func (d *Document) turn() {
	if d.known == nil {
		return
	}
	d.page.SetPanel(nil)
	d.page.SetStrip(nil)
	d.dress()
	d.now().show()
	d.h.Refresh()
}

// put is what a tab shows below the tabs.
func (d *Document) put(o fyne.CanvasObject) { d.body.SetInner(o) }

// Close implements page.Screen.
func (d *Document) Close() {
	for _, leave := range d.leave {
		leave()
	}
	d.loader.Stop()
	for _, t := range d.all {
		t.close()
	}
	d.scores.Close()
}

// keptTabs is what the way back restores.
type keptTabs struct {
	tab  string
	each map[string]any
}

// Keep implements page.Keeper.
func (d *Document) Keep() any {
	k := keptTabs{d.tabs.Chosen(), map[string]any{}}
	for _, t := range d.all {
		if t, ok := t.(interface {
			tab
			keeper
		}); ok {
			k.each[t.id()] = t.keep()
		}
	}
	return k
}

// Restore implements page.Keeper.
func (d *Document) Restore(v any) {
	k, ok := v.(keptTabs)
	if !ok {
		return
	}
	d.kept = &k
	d.tabs.SetChosen(k.tab)
	for _, t := range d.all {
		if r, ok := t.(keeper); ok {
			r.restore(k.each[t.id()])
		}
	}
}

// Title implements page.Titler.
func (d *Document) Title() string { return d.route.Key }

// Areas implements page.Areas.
func (d *Document) Areas() []fyne.Focusable {
	if stop := d.states.Stop(); stop != nil {
		return []fyne.Focusable{stop, d.tabs}
	}
	return append(d.now().areas(), d.tabs)
}

// Search implements page.Searcher.
func (d *Document) Search() { d.now().search() }

// Create implements page.Creator.
func (d *Document) Create() {
	if d.known != nil {
		d.now().create()
	}
}

// Escape implements page.Escaper.
func (d *Document) Escape() bool { return d.now().escape() }

// Dirty implements page.Dirty: forms of other tabs stay open, and count.
func (d *Document) Dirty() string {
	for _, t := range d.all {
		if lost := t.lost(); lost != "" {
			return lost
		}
	}
	return ""
}
