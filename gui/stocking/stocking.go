// Package stocking shows the merchant's own stock at 3PLs with how long it lasts,
// which products are worth keeping there, each with the calculation behind it,
// and what the 3PLs charge. It must not know how stock is kept, or how any of it
// is worked out.
package stocking

import (
	"cmp"
	"regexp"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// The tabs, also values of the param "tab".
const (
	tabStock  = "stock"
	tabIdeas  = "proposals"
	tabPlaces = "warehouses"
)

// tabs are the lists in the order they stand.
var tabs = []string{tabStock, tabIdeas, tabPlaces}

// tab is one of the lists.
type tab interface {
	page.Screen
	page.Searcher
	page.Reloader
	page.Creator
	page.Exporter
	page.Saver
	page.Primary
	page.Keeper
	page.Dirty
	page.Areas
	page.Actor
	page.Escaper
}

// Stocking is the screen.
type Stocking struct {
	h      page.Host
	holder *kit.Frame
	chosen string
	kept   bool // restored: where the person was before counts
	opened map[string]bool
	stock  *levels
	ideas  *ideas
	places *tariffs
}

// New makes the screen.
func New(h page.Host) page.Screen {
	s := &Stocking{h: h, holder: kit.Gap(0, 0), chosen: tabStock, opened: map[string]bool{}}
	s.stock, s.ideas, s.places = newLevels(h), newIdeas(h), newTariffs(h)
	for id, p := range map[string]*kit.Page{tabStock: s.stock.Page, tabIdeas: s.ideas.Page, tabPlaces: s.places.Page} {
		var t *kit.Tabs
		labels := make([]kit.Tab, len(tabs))
		for i, tab := range tabs {
			labels[i] = kit.Tab{ID: tab, Label: text.T(text.Key("stocking.tab.", tab))}
		}
		t = kit.NewTabs(labels, func(chosen string) {
			t.SetChosen(id) // these are the tabs of this list; the others have their own
			s.turn(chosen)
		})
		t.SetChosen(id)
		p.SetTabs(t)
	}
	s.holder.SetInner(s.stock.Page)
	return s
}

func (s *Stocking) of(id string) tab {
	switch id {
	case tabIdeas:
		return s.ideas
	case tabPlaces:
		return s.places
	}
	return s.stock
}

func (s *Stocking) now() tab { return s.of(s.chosen) }

// turn shows another list.
func (s *Stocking) turn(id string) {
	s.choose(id)
	s.open(page.Route{Screen: page.Stocking})
	if areas := s.now().Areas(); len(areas) > 0 {
		kit.Focus(areas[0])
	}
	s.h.Refresh()
}

func (s *Stocking) choose(id string) {
	s.chosen = id
	s.holder.SetInner(s.now().Content())
}

// open lets the list read, once.
func (s *Stocking) open(r page.Route) {
	if !s.opened[s.chosen] {
		s.opened[s.chosen] = true
		s.now().Open(r)
	}
}

// Content implements page.Screen.
func (s *Stocking) Content() fyne.CanvasObject { return s.holder }

// Open implements page.Screen.
func (s *Stocking) Open(r page.Route) {
	if id := r.Param("tab"); !s.kept && slices.Contains(tabs, id) {
		s.choose(id)
	}
	s.open(r)
}

// Close implements page.Screen.
func (s *Stocking) Close() {
	for _, id := range tabs {
		s.of(id).Close()
	}
}

// Search implements page.Searcher.
func (s *Stocking) Search() { s.now().Search() }

// Reload implements page.Reloader.
func (s *Stocking) Reload() { s.now().Reload() }

// Create implements page.Creator: a fee, a price or an address among the
// warehouses, else goods that were there before.
func (s *Stocking) Create() {
	if s.chosen == tabIdeas {
		s.turn(tabStock)
	}
	s.now().Create()
}

// Export implements page.Exporter.
func (s *Stocking) Export() { s.now().Export() }

// Save implements page.Saver.
func (s *Stocking) Save() { s.now().Save() }

// Primary implements page.Primary.
func (s *Stocking) Primary() { s.now().Primary() }

// memory is what the way back restores.
type memory struct {
	chosen string
	lists  map[string]any
}

// Keep implements page.Keeper.
func (s *Stocking) Keep() any {
	m := memory{s.chosen, map[string]any{}}
	for _, id := range tabs {
		m.lists[id] = s.of(id).Keep()
	}
	return m
}

// Restore implements page.Keeper.
func (s *Stocking) Restore(v any) {
	if m, ok := v.(memory); ok {
		s.kept = true
		for _, id := range tabs {
			s.of(id).Restore(m.lists[id])
		}
		s.choose(m.chosen)
	}
}

// Dirty implements page.Dirty.
func (s *Stocking) Dirty() string { return cmp.Or(s.stock.Dirty(), s.ideas.Dirty(), s.places.Dirty()) }

// Areas implements page.Areas.
func (s *Stocking) Areas() []fyne.Focusable { return s.now().Areas() }

// Escape implements page.Escaper.
func (s *Stocking) Escape() bool { return s.now().Escape() }

// Actions implements page.Actor.
func (s *Stocking) Actions() []action.Action {
	other := tabs[(slices.Index(tabs, s.chosen)+1)%len(tabs)]
	next := kit.Act("stocking.next", text.T(text.Key("stocking.next.", other)), kit.Mark{Icon: theme.IconSwap, Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl}},
		func() { s.turn(other) })
	how := kit.Act("stocking.how", text.T("stocking.how"), kit.Mark{Icon: theme.IconHelp}, func() { s.h.Go(page.Route{Screen: page.Help, Key: page.Stocking}) })
	settings := kit.Act("stocking.settings", text.T("stocking.settings"), kit.Mark{Icon: theme.IconSettings}, func() { s.h.Go(page.Route{Screen: page.Settings}) })
	return append(s.now().Actions(), next, settings, how)
}

// words are the texts of all lists.
func words() roster.Words {
	return roster.Words{
		Say:   func(key string, args ...any) string { return text.T(text.Key("stocking.say.", key), args...) },
		Count: func(key string, n int, args ...any) string { return text.N(text.Key("stocking.say.", key), n, args...) },
		Field: func(name string) string { return name },
		Value: func(_, value string) string { return value },
	}
}

var isoDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// asRead is a sentence with its days as the user writes them.
func asRead(f *format.Format, sentence string) string {
	return isoDay.ReplaceAllStringFunc(sentence, func(d string) string { return f.DateYear(model.Date(d)) })
}

// face is how a state looks.
type face struct {
	tone theme.Tone
	icon theme.IconName
}
