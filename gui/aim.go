package gui

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// aim lets clicks and the wheel meet what is under the pointer. The toolkit looks
// at moves of the pointer once a frame, after it has taken the buttons: who moved
// and clicked while a frame was drawn clicked where the pointer had been before it.
// So buttons and wheel wait until the moves are taken. It is called once the window
// is there.
func aim(w fyne.Window, ui func(func())) {
	c, ok := w.(interface{ RunWithContext(func()) })
	if !ok {
		return // drawn in memory
	}
	c.RunWithContext(func() {
		if view := glfw.GetCurrentContext(); view != nil {
			(&aimed{ui: ui}).follow(view)
		}
	})
}

// aimed are the clicks that wait. It belongs to the window's goroutine.
type aimed struct {
	ui   func(func()) // comes to it once the moves are taken
	todo []func()
}

// follow puts itself between the window system and the toolkit.
func (a *aimed) follow(view *glfw.Window) {
	if then := view.SetMouseButtonCallback(nil); then != nil {
		view.SetMouseButtonCallback(func(v *glfw.Window, b glfw.MouseButton, what glfw.Action, m glfw.ModifierKey) {
			a.wait(func() { then(v, b, what, m) })
		})
	}
	if then := view.SetScrollCallback(nil); then != nil {
		view.SetScrollCallback(func(v *glfw.Window, x, y float64) { a.wait(func() { then(v, x, y) }) })
	}
	if then := view.SetKeyCallback(nil); then != nil {
		view.SetKeyCallback(func(v *glfw.Window, k glfw.Key, code int, what glfw.Action, m glfw.ModifierKey) {
			a.behind(func() { then(v, k, code, what, m) })
		})
	}
	if then := view.SetCharCallback(nil); then != nil {
		view.SetCharCallback(func(v *glfw.Window, r rune) { a.behind(func() { then(v, r) }) })
	}
}

// wait does something once the moves are taken, with all that waits by then: one at
// a time they would be a frame apart.
func (a *aimed) wait(do func()) {
	if a.todo = append(a.todo, do); len(a.todo) > 1 {
		return
	}
	a.ui(func() {
		todo := a.todo
		a.todo = nil
		for _, do := range todo {
			do()
		}
	})
}

// behind does something at once, unless a click waits that came before it.
func (a *aimed) behind(do func()) {
	if len(a.todo) == 0 {
		do()
		return
	}
	a.wait(do)
}
