package shell

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// typed hears the keys without a modifier that nothing with the focus had a use
// for.
func (s *Shell) typed(ev *fyne.KeyEvent) {
	if s.finder != nil && s.finder.pop.Visible() && ev.Name == fyne.KeyEscape {
		s.finder.close()
		return
	}
	if s.modal() {
		return // dialogs and the palette see to their own keys
	}
	k := action.Plain(ev.Name)
	if ev.Name == fyne.KeyEscape {
		s.escape()
		return
	}
	if len(ev.Name) == 1 {
		// The letter itself is still on its way: it would be typed into a field that
		// its action opened.
		s.run.UI(func() {
			if !s.modal() {
				s.Press(k)
			}
		})
		return
	}
	s.Press(k)
}

// escape closes what the screen has open, then leaves a page that was opened from
// a list.
func (s *Shell) escape() {
	c := s.current()
	if c == nil {
		return
	}
	if page.Press(c, action.Plain(fyne.KeyEscape)) {
		s.refresh()
		return
	}
	if _, within := railOf[s.shown.route.Screen]; within || s.shown.route.Screen == page.Help {
		s.Back()
	}
}

// allKeys are the keys with a modifier that mean something now, for a window
// whose menu bar takes no keys.
func (s *Shell) allKeys() []action.Key {
	var all []action.Key
	for _, m := range s.table() {
		for _, i := range flat(m.items) {
			if i.Key.Mod != 0 && !i.edits {
				all = append(all, i.Key)
			}
		}
	}
	return all
}
