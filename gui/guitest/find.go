package guitest

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Found is an object that can be seen, and where it is.
type Found struct {
	Object fyne.CanvasObject
	Text   string              // when it is text
	Inside []fyne.CanvasObject // what it lies in, the outermost first
	At     fyne.Position       // in the window
}

// Middle is the middle of the object, in the window.
func (f Found) Middle() fyne.Position {
	s := f.Object.Size()
	return f.At.AddXY(s.Width/2, s.Height/2)
}

// Objects lists everything that can be seen: of what lies on top of the screen
// first, then of the screen, each in the order it is drawn.
func (h *Host) Objects() []Found { return Objects(h.Window) }

// Objects lists everything that can be seen in a window.
func Objects(w fyne.Window) []Found {
	var all []Found
	on := w.Canvas().Overlays().List()
	for _, o := range slices.Backward(on) {
		collect(&all, o, nil, fyne.Position{})
	}
	if c := w.Content(); c != nil {
		collect(&all, c, nil, fyne.Position{})
	}
	return all
}

// Within lists everything that can be seen in an object.
func Within(o fyne.CanvasObject) []Found {
	var all []Found
	collect(&all, o, nil, fyne.Position{})
	return all
}

func collect(all *[]Found, o fyne.CanvasObject, inside []fyne.CanvasObject, at fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	f := Found{Object: o, Inside: slices.Clone(inside), At: at}
	switch t := o.(type) {
	case *canvas.Text:
		f.Text = t.Text
	case *widget.Label:
		f.Text = t.Text // wrapped, its lines are texts of their own
	}
	*all = append(*all, f)
	inside = append(inside, o)
	switch t := o.(type) {
	case *fyne.Container:
		for _, c := range t.Objects {
			collect(all, c, inside, at)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(t).Objects() {
			collect(all, c, inside, at)
		}
	}
}

// Texts lists the texts that can be seen, without empty ones.
func (h *Host) Texts() []string { return texts(h.Objects()) }

func texts(all []Found) []string {
	var out []string
	for _, f := range all {
		if f.Text != "" && (len(out) == 0 || out[len(out)-1] != f.Text) {
			out = append(out, f.Text)
		}
	}
	return out
}

// Find returns the first object with a text: the very text, else one that holds
// it.
func (h *Host) Find(text string) (Found, bool) { return find(h.Objects(), text) }

func find(all []Found, text string) (Found, bool) {
	for _, f := range all {
		if f.Text == text {
			return f, true
		}
	}
	for _, f := range all {
		if f.Text != "" && strings.Contains(f.Text, text) {
			return f, true
		}
	}
	return Found{}, false
}

// Count is how many texts are exactly that.
func (h *Host) Count(text string) (n int) {
	for _, t := range h.Texts() {
		if t == text {
			n++
		}
	}
	return n
}

// Has tells whether a text can be seen, alone or within another.
func (h *Host) Has(text string) bool {
	_, ok := h.Find(text)
	return ok
}

// See fails the test for each text that cannot be seen.
func (h *Host) See(texts ...string) {
	h.T.Helper()
	for _, t := range texts {
		if !h.Has(t) {
			h.T.Errorf("%q is not there; there is %q", t, h.Texts())
		}
	}
}

// DontSee fails the test for each text that can be seen.
func (h *Host) DontSee(texts ...string) {
	h.T.Helper()
	for _, t := range texts {
		if f, ok := h.Find(t); ok {
			h.T.Errorf("%q is there, in %q", t, f.Text)
		}
	}
}

// must returns the object with a text and ends the test when there is none.
func (h *Host) must(text string) Found {
	h.T.Helper()
	f, ok := h.Find(text)
	if !ok {
		h.T.Fatalf("%q is not there; there is %q", text, h.Texts())
	}
	return f
}

// Around returns the innermost object of a kind that a text is part of.
func Around[T any](h *Host, text string) T {
	h.T.Helper()
	f := h.must(text)
	for _, o := range slices.Backward(append(f.Inside, f.Object)) {
		if t, ok := o.(T); ok {
			return t
		}
	}
	var none T
	h.T.Fatalf("%q lies in no %T", text, none)
	return none
}

// All returns all objects of a kind that can be seen.
func All[T any](h *Host) (found []T) {
	for _, f := range h.Objects() {
		if t, ok := f.Object.(T); ok {
			found = append(found, t)
		}
	}
	return found
}
