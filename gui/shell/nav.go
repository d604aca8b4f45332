package shell

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// longest is how many places the way back leads through.
const longest = 50

// place is one place of the history: what is shown there, and while it is not
// shown, what it kept for the way back.
type place struct {
	route  page.Route
	screen page.Screen // nil while it is not shown
	kept   any
}

// history is the places that were shown; at is the one that is.
type history struct {
	places []*place
	at     int
}

// add puts a place behind the one that is shown; those that came after are gone.
func (h *history) add(p *place) {
	if len(h.places) > 0 {
		h.places = h.places[:h.at+1]
	}
	h.places = append(h.places, p)
	if len(h.places) > longest {
		h.places = slices.Delete(h.places, 0, 1)
	}
	h.at = len(h.places) - 1
}

func (h *history) to(step int) *place {
	if i := h.at + step; len(h.places) > 0 && i >= 0 && i < len(h.places) {
		return h.places[i]
	}
	return nil
}

func equal(a, b page.Route) bool {
	return a.Screen == b.Screen && a.Key == b.Key && maps.Equal(a.Params, b.Params)
}

// offers tells whether there is a screen of that name, and whether it can be
// shown without a book.
func (s *Shell) offers(screen string) bool { return s.cfg.Screens[screen] != nil }

// needsBook tells whether a screen shows a book.
func needsBook(screen string) bool {
	return screen != page.Welcome && screen != page.Settings && screen != page.Help
}

// Go implements page.Host.
func (s *Shell) Go(r page.Route) {
	if s.shown != nil && equal(s.at(), r) {
		s.focusFirst()
		return
	}
	s.leave(func() { s.enter(r) })
}

// at is the route of what is shown: a screen may have gone on from where it was
// opened.
func (s *Shell) at() page.Route {
	if m, ok := s.shown.screen.(page.Moving); ok {
		return m.At()
	}
	return s.shown.route
}

// leave asks when something would be lost, then goes on.
func (s *Shell) leave(then func()) {
	d, ok := s.current().(page.Dirty)
	lost := ""
	if ok {
		lost = d.Dirty()
	}
	if lost == "" {
		then()
		return
	}
	s.Ask(page.Question{Title: text.T("shell.leave.title"), Lines: []string{lost}, Verb: text.T("shell.leave.verb"), Bad: true, No: kit.KeepEditing()}, then)
}

// current is the screen that is shown, nil before the first.
func (s *Shell) current() page.Screen {
	if s.shown == nil {
		return nil
	}
	return s.shown.screen
}

// enter opens a new place.
func (s *Shell) enter(r page.Route) {
	if !s.offers(r.Screen) || s.book == nil && needsBook(r.Screen) {
		return
	}
	if s.shown != nil && r.Screen == page.Help && s.shown.route.Screen != page.Help {
		s.helped = s.keys()
	}
	p := &place{route: r}
	s.put()
	s.history.add(p)
	s.show(p)
}

// Back implements page.Host.
func (s *Shell) Back() { s.step(-1) }

// Forward opens the place that Back left.
func (s *Shell) Forward() { s.step(1) }

func (s *Shell) step(by int) {
	p := s.history.to(by)
	if p == nil {
		return
	}
	s.leave(func() {
		s.put()
		s.history.at += by
		s.show(p)
	})
}

// put keeps what the screen shows and closes it.
func (s *Shell) put() {
	p := s.shown
	if p == nil {
		return
	}
	s.shown = nil
	s.guard(p.route.Screen, func() {
		if k, ok := p.screen.(page.Keeper); ok {
			p.kept = k.Keep()
		}
	})
	s.guard(p.route.Screen, p.screen.Close)
	p.screen = nil
	s.stage.RemoveAll()
}

// show makes the screen of a place and opens it. What the screen tells meanwhile is
// taken over once, when it is open.
func (s *Shell) show(p *place) {
	s.turning = true
	s.guard(p.route.Screen, func() {
		p.screen = s.cfg.Screens[p.route.Screen](s)
		s.shown = p
		s.stage.Objects = []fyne.CanvasObject{p.screen.Content()}
		s.stage.Refresh()
		if k, ok := p.screen.(page.Keeper); ok && p.kept != nil {
			k.Restore(p.kept)
		}
		p.screen.Open(p.route)
	})
	s.turning = false
	s.refresh()
	s.focusFirst()
	s.rest()
}

// focusFirst puts the focus into the first area of the screen.
func (s *Shell) focusFirst() {
	if s.modal() {
		return
	}
	for _, f := range s.areas() {
		s.focus(f)
		return
	}
	s.cfg.Window.Canvas().Unfocus()
}

// areas are the stops of F6 on the screen.
func (s *Shell) areas() []fyne.Focusable {
	a, ok := s.current().(page.Areas)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(a.Areas(), func(f fyne.Focusable) bool { return f == nil })
}

// nextArea puts the focus into the next area, the rail among them.
func (s *Shell) nextArea() {
	stops := s.areas()
	if s.book != nil {
		stops = append([]fyne.Focusable{s.rail}, stops...)
	}
	if len(stops) == 0 {
		return
	}
	at := slices.Index(stops, s.cfg.Window.Canvas().Focused())
	s.focus(stops[(at+1)%len(stops)])
}

// focus puts the focus somewhere and, in a window that is too small for all, brings
// it into sight.
func (s *Shell) focus(f fyne.Focusable) {
	s.cfg.Window.Canvas().Focus(f)
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		return
	}
	at := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	from, size, view, to := at(o).Subtract(at(s.body)), o.Size(), s.room.Size(), s.room.Offset
	to.X = sight(from.X, size.Width, view.Width, to.X)
	to.Y = sight(from.Y, size.Height, view.Height, to.Y)
	s.room.ScrollToOffset(to)
}

// sight is how far to scroll so that what begins at from is seen, its beginning
// rather than its end.
func sight(from, size, view, offset float32) float32 {
	return min(max(offset, from+size-view), from)
}

// forget closes the screen and empties the history: the book is another.
func (s *Shell) forget() {
	s.put()
	s.history = history{}
}

// Refresh implements page.Host.
func (s *Shell) Refresh() {
	if s.turning {
		return // show does
	}
	s.refresh()
	s.refocus()
}

// refocus puts the focus into the first area when nothing has it: what had it is
// gone, or the area was still on its way when the screen opened.
func (s *Shell) refocus() {
	f := s.cfg.Window.Canvas().Focused()
	if o, ok := f.(fyne.CanvasObject); s.modal() || f == fyne.Focusable(s.rail) || ok && kit.Shows(o) {
		return
	}
	s.focusFirst()
}

// Screen is the screen that is shown, nil before the first.
func (s *Shell) Screen() page.Screen { return s.current() }
