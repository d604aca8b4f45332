package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
)

// key does what a key means in any field of a form: Enter goes on, Esc leaves.
// It tells whether the key was used.
func (s *slot) key(k *fyne.KeyEvent, multi bool) bool {
	if s.parent != nil && s.rows().key(s, k) {
		return true
	}
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if multi {
			return false
		}
		s.enter()
		return true
	case fyne.KeyEscape:
		return s.form.Escape()
	}
	return false
}

// pass is key for a control that is no entry: what a form has no use for goes to
// the window.
func (s *slot) pass(k *fyne.KeyEvent) {
	if !s.key(k, false) {
		s.send(k)
	}
}

func (s *slot) send(k *fyne.KeyEvent)         { action.Pass(s.ctl, k) }
func (s *slot) sendShortcut(sc fyne.Shortcut) { kit.PassShortcut(s.ctl, sc) }

// enter leaves the field for the next one.
func (s *slot) enter() {
	s.core.tidy()
	if s.parent != nil && s.rows().enter(s) {
		return
	}
	s.form.next(s)
}

// shortcut does what a key with Ctrl means in any field of a form.
func (s *slot) shortcut(sc fyne.Shortcut) bool {
	c, ok := sc.(*desktop.CustomShortcut)
	if !ok || c.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch c.KeyName {
	case fyne.KeyS, fyne.KeyReturn, fyne.KeyEnter:
		s.form.Submit()
		return true
	}
	return s.parent != nil && s.rows().shortcut(s, c)
}

// passShortcut is shortcut for a control that is no entry.
func (s *slot) passShortcut(sc fyne.Shortcut) {
	if !s.shortcut(sc) {
		s.sendShortcut(sc)
	}
}

// rows is the group of a cell.
func (s *slot) rows() *Rows {
	r, _ := s.parent.core.(*Rows)
	return r
}

func functionKey(k fyne.KeyName) bool {
	return len(k) > 1 && k[0] == 'F' && strings.Trim(string(k[1:]), "0123456789") == ""
}

// edits tells whether a key with a modifier is one that the toolkit's entry edits
// with: moving and deleting by words.
func edits(c *desktop.CustomShortcut) bool {
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		mod := c.Modifier &^ fyne.KeyModifierShift
		return mod == fyne.KeyModifierShortcutDefault || mod == fyne.KeyModifierAlt && fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper
	}
	return false
}
