// Package action describes what a person can do: one table of actions feeds the
// menu bar, context menus, the palette, buttons, tooltips and the list of
// shortcuts. It must not know what an action does.
package action

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Key is a shortcut. A key without a modifier works only while a list has the
// focus, never in a field.
type Key struct {
	Name fyne.KeyName
	Mod  fyne.KeyModifier
}

// Ctrl is the key with Ctrl, on a Mac with Command.
func Ctrl(name fyne.KeyName) Key { return Key{name, fyne.KeyModifierShortcutDefault} }

// Alt is the key with Alt.
func Alt(name fyne.KeyName) Key { return Key{name, fyne.KeyModifierAlt} }

// Plain is the key alone.
func Plain(name fyne.KeyName) Key { return Key{Name: name} }

// Zero tells whether there is no key.
func (k Key) Zero() bool { return k.Name == "" }

// Shortcut is the key as the toolkit wants it; only for a key with a modifier or
// a function key.
func (k Key) Shortcut() *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Mod}
}

// names are the keys whose sign differs from their name in the toolkit.
var names = map[fyne.KeyName]string{
	fyne.KeyReturn: "↵", fyne.KeyEnter: "↵", fyne.KeyEscape: "Esc", fyne.KeyDelete: "Del",
	fyne.KeySpace: "Space", fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyUp: "↑", fyne.KeyDown: "↓",
	fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn", fyne.KeyComma: ",", fyne.KeyInsert: "Ins",
}

// String is the key as it is printed: "Ctrl K", "F5", "A".
func (k Key) String() string {
	if k.Zero() {
		return ""
	}
	var parts []string
	for _, m := range []struct {
		bit  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierSuper, "⌘"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}} {
		if k.Mod&m.bit != 0 {
			parts = append(parts, m.name)
		}
	}
	name, ok := names[k.Name]
	if !ok {
		name = string(k.Name)
	}
	return strings.Join(append(parts, name), " ")
}

// Action is one thing a person can do.
type Action struct {
	ID    string        // stable, "orders.import"
	Label string        // translated, a verb: "Import orders"
	Icon  fyne.Resource // nil without
	Key   Key           // zero without
	Bad   bool          // destroys or sends back: shown in the colour for it
	Off   func() string // why it cannot be done now, "" when it can; nil always can
	Run   func()        // on the window's goroutine
	More  []string      // other words the palette finds it by
}

// Why tells why the action cannot be done now, "" when it can.
func (a Action) Why() string {
	if a.Off == nil {
		return ""
	}
	return a.Off()
}

// Do runs the action if it can be done now.
func (a Action) Do() {
	if a.Run != nil && a.Why() == "" {
		a.Run()
	}
}

// Pass gives a key that the object with the focus has no use for to the window,
// which knows the keys of the screen. Every widget that takes the focus passes on
// what it does not use; a field only function keys and Esc, so that no letter
// typed into it does anything else.
func Pass(from fyne.CanvasObject, key *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if do := c.OnTypedKey(); do != nil {
		do(key)
	}
}

// PassShortcut does the same for a key with a modifier.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if h, ok := c.(fyne.Shortcutable); ok {
		h.TypedShortcut(s)
	}
}
