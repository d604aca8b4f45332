package shell

import (
	"runtime"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
)

// menuBar shows the table as the window's menu. It is built anew only when
// something in it changed: an open menu would close.
type menuBar struct {
	s     *Shell
	shown string // what was built, as text
}

func newMenuBar(s *Shell) *menuBar { return &menuBar{s: s} }

func (b *menuBar) refresh() {
	all := b.s.table()
	var sign strings.Builder
	for _, m := range all {
		sign.WriteString(m.label + "\n")
		describe(&sign, m.items)
	}
	if sign.String() == b.shown {
		return
	}
	b.shown = sign.String()
	main := fyne.NewMainMenu()
	for _, m := range all {
		main.Items = append(main.Items, fyne.NewMenu(m.label, b.items(m.items)...))
	}
	b.s.cfg.Window.SetMainMenu(main)
}

func describe(to *strings.Builder, items []item) {
	for _, i := range items {
		to.WriteString(i.ID + "\t" + i.Label + "\t" + i.Key.String() + "\t" + strconv.FormatBool(i.Why() == "") + strconv.FormatBool(i.checked) + "\n")
		describe(to, i.sub)
	}
}

func (b *menuBar) items(items []item) []*fyne.MenuItem {
	out := make([]*fyne.MenuItem, 0, len(items))
	labels := written(items)
	for at, i := range items {
		if i.line {
			out = append(out, fyne.NewMenuItemSeparator())
			continue
		}
		m := fyne.NewMenuItem(labels[at], func() { b.s.pressed(i) })
		m.Disabled, m.Checked = i.Why() != "", i.checked
		m.IsQuit = i.ID == "shell.quit"
		switch {
		case i.sub != nil:
			m.ChildMenu = fyne.NewMenu(i.Label, b.items(i.sub)...)
			m.Action = nil
		case i.edits && mac:
			m.Shortcut = shownKey{i.Key}
		case i.edits, i.Key.Zero():
		case !mac:
			m.Shortcut = heardKey(i.Key.Shortcut().ShortcutName())
		case i.Key.Mod != 0: // a Mac's menu takes plain letters from fields
			m.Shortcut = i.Key.Shortcut()
		}
		out = append(out, m)
	}
	return out
}

// mac says that the menu is the one of the desktop, which writes keys itself.
const mac = runtime.GOOS == "darwin"

// written are the items as the menu writes them, with their keys.
func written(items []item) []string {
	labels, keys := make([]string, len(items)), make([]string, len(items))
	for at, i := range items {
		labels[at] = i.Label
		if i.sub == nil {
			keys[at] = i.Key.String()
		}
	}
	if mac {
		return labels
	}
	return kit.Keyed(labels, keys)
}

// heardKey is a key that a menu takes and does not show: it stands in the label.
type heardKey string

// ShortcutName implements fyne.Shortcut.
func (k heardKey) ShortcutName() string { return string(k) }

// shownKey is a key that a menu shows and does not take: it belongs to whatever
// has the focus.
type shownKey struct{ key action.Key }

// ShortcutName implements fyne.Shortcut.
func (k shownKey) ShortcutName() string { return "Shown:" + k.key.String() }

// Key implements fyne.KeyboardShortcut.
func (k shownKey) Key() fyne.KeyName { return k.key.Name }

// Mod implements fyne.KeyboardShortcut.
func (k shownKey) Mod() fyne.KeyModifier { return k.key.Mod }

// pressed runs an item of the menu bar. What lies on top of the window hears its
// key instead: a menu takes keys before a dialog does.
func (s *Shell) pressed(i item) {
	if s.finder != nil && s.finder.pop.Visible() && i.ID == "shell.find" {
		s.finder.close()
		return
	}
	if s.modal() {
		if top, ok := s.cfg.Window.Canvas().Overlays().Top().(fyne.Shortcutable); ok && !i.Key.Zero() {
			top.TypedShortcut(i.Key.Shortcut())
		}
		return
	}
	s.perform(i.Action)
}

// perform runs an action; one that cannot be done now says why.
func (s *Shell) perform(a action.Action) {
	if why := a.Why(); why != "" {
		s.status.why(why)
		return
	}
	s.guard(a.ID, a.Do)
	s.refresh()
}

// modal tells whether something lies on top of the window.
func (s *Shell) modal() bool { return s.cfg.Window.Canvas().Overlays().Top() != nil }

// Press gives the window a key with a modifier as the menu bar does, and tells
// whether it means anything now.
func (s *Shell) Press(k action.Key) bool {
	for _, m := range s.table() {
		if i, ok := byKey(m.items, k); ok {
			s.pressed(i)
			return true
		}
	}
	return false
}

func byKey(items []item, k action.Key) (item, bool) {
	for _, i := range items {
		if found, ok := byKey(i.sub, k); ok {
			return found, true
		}
		if !i.Key.Zero() && i.Key == k && !i.edits {
			return i, true
		}
	}
	return item{}, false
}
