package page

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
)

// standing are the keys that mean the same on every screen, each with what the
// screen must offer for it.
var standing = []struct {
	key action.Key
	do  func(Screen) func()
}{
	{action.Plain(fyne.KeyF5), func(s Screen) func() { return with(s, Reloader.Reload) }},
	{action.Ctrl(fyne.KeyF), func(s Screen) func() { return with(s, Searcher.Search) }},
	{action.Ctrl(fyne.KeyN), func(s Screen) func() { return with(s, Creator.Create) }},
	{action.Ctrl(fyne.KeyE), func(s Screen) func() { return with(s, Exporter.Export) }},
	{action.Ctrl(fyne.KeyS), func(s Screen) func() { return with(s, Saver.Save) }},
	{action.Ctrl(fyne.KeyReturn), func(s Screen) func() { return with(s, Primary.Primary) }},
}

// with returns what do does on the screen, nil when the screen does not offer it.
func with[T any](s Screen, do func(T)) func() {
	t, ok := s.(T)
	if !ok {
		return nil
	}
	return func() { do(t) }
}

// Standing returns what a key that means the same everywhere does on the
// screen, nil when the screen does not offer it.
func Standing(s Screen, k action.Key) func() {
	for _, e := range standing {
		if e.key == k {
			return e.do(s)
		}
	}
	return nil
}

// Actions lists what can be done on the screen now.
func Actions(s Screen) []action.Action {
	if a, ok := s.(Actor); ok {
		return a.Actions()
	}
	return nil
}

// Press gives a key to the screen as the shell does, and tells whether it meant
// anything there: Esc closes, the standing keys, then the screen's actions.
func Press(s Screen, k action.Key) bool {
	if k == action.Plain(fyne.KeyEscape) {
		e, ok := s.(Escaper)
		return ok && e.Escape()
	}
	for _, a := range Actions(s) {
		if !a.Key.Zero() && a.Key == k {
			a.Do()
			return true
		}
	}
	if do := Standing(s, k); do != nil {
		do()
		return true
	}
	return false
}
