package guitest

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// Tap clicks on what shows a text: a button, a row, a chip.
func (h *Host) Tap(text string) {
	h.T.Helper()
	h.TapAt(h.must(text))
}

// TapAt clicks on an object, or on the innermost around it that takes clicks.
func (h *Host) TapAt(f Found) {
	h.T.Helper()
	done := false
	for _, o := range slices.Backward(append(slices.Clone(f.Inside), f.Object)) {
		at := h.pointOn(f, o)
		if m, ok := o.(desktop.Mouseable); ok {
			ev := &desktop.MouseEvent{PointEvent: *at, Button: desktop.MouseButtonPrimary}
			m.MouseDown(ev)
			m.MouseUp(ev)
			done = true
		}
		if t, ok := o.(fyne.Tappable); ok {
			t.Tapped(at)
			done = true
		}
		if done {
			return
		}
	}
	h.T.Fatalf("nothing takes clicks around %q", f.Text)
}

// DoubleTap clicks twice on what shows a text.
func (h *Host) DoubleTap(text string) {
	h.T.Helper()
	f := h.must(text)
	for _, o := range slices.Backward(append(slices.Clone(f.Inside), f.Object)) {
		if t, ok := o.(fyne.DoubleTappable); ok {
			t.DoubleTapped(h.pointOn(f, o))
			return
		}
	}
	h.T.Fatalf("nothing takes double clicks around %q", text)
}

// RightTap clicks with the other button on what shows a text; the menu that comes
// is the last of Menus.
func (h *Host) RightTap(text string) {
	h.T.Helper()
	f := h.must(text)
	for _, o := range slices.Backward(append(slices.Clone(f.Inside), f.Object)) {
		if t, ok := o.(fyne.SecondaryTappable); ok {
			t.TappedSecondary(h.pointOn(f, o))
			return
		}
	}
	h.T.Fatalf("nothing takes clicks of the other button around %q", text)
}

// pointOn is the middle of f as the object o around it sees it.
func (h *Host) pointOn(f Found, o fyne.CanvasObject) *fyne.PointEvent {
	at := fyne.Position{}
	for _, in := range append(slices.Clone(f.Inside), f.Object) {
		at = at.Add(in.Position())
		if in == o {
			break
		}
	}
	return &fyne.PointEvent{AbsolutePosition: f.Middle(), Position: f.Middle().Subtract(at)}
}

// Choose runs an action of the last context menu by its label.
func (h *Host) Choose(label string) {
	h.T.Helper()
	if len(h.Menus) == 0 {
		h.T.Fatal("no menu was opened")
	}
	for _, a := range h.Menus[len(h.Menus)-1] {
		if a.Label == label {
			if why := a.Why(); why != "" {
				h.T.Fatalf("%q cannot be done: %s", label, why)
			}
			a.Do()
			return
		}
	}
	h.T.Fatalf("the menu has no %q", label)
}

// Act runs an action of the screen by its ID.
func (h *Host) Act(id string) {
	h.T.Helper()
	for _, a := range page.Actions(h.Screen) {
		if a.ID == id {
			if why := a.Why(); why != "" {
				h.T.Fatalf("%s cannot be done: %s", id, why)
			}
			a.Do()
			return
		}
	}
	h.T.Fatalf("the screen has no action %s", id)
}

// writable is a field that text can be typed into.
type writable interface {
	fyne.Focusable
	SetText(text string)
}

// Field returns the field with a label or a placeholder: the one the text is part
// of, else the first after it.
func (h *Host) Field(label string) fyne.Focusable {
	h.T.Helper()
	all := h.Objects()
	f := h.must(label)
	for _, o := range slices.Backward(f.Inside) {
		if w, ok := o.(writable); ok {
			return w
		}
	}
	after := false
	for _, o := range all {
		if after {
			if w, ok := o.Object.(writable); ok {
				return w
			}
		}
		after = after || o.Object == f.Object
	}
	h.T.Fatalf("there is no field for %q", label)
	return nil
}

// Type replaces what stands in the field with a label or placeholder, key by key.
func (h *Host) Type(label, text string) {
	h.T.Helper()
	f := h.Field(label)
	h.Window.Canvas().Focus(f)
	if w, ok := f.(writable); ok {
		w.SetText("")
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // what was selected is not any more
	}
	for _, r := range text {
		f.TypedRune(r)
	}
}

// Focused is what has the focus; nil when nothing has.
func (h *Host) Focused() fyne.Focusable { return h.Window.Canvas().Focused() }

// Key presses keys as they arrive in the running program: one with a modifier goes
// to the screen first, then to what has the focus; any other the other way round.
func (h *Host) Key(keys ...action.Key) {
	for _, k := range keys {
		h.press(k)
	}
}

func (h *Host) press(k action.Key) {
	focused := h.Focused()
	if k.Mod != 0 && k.Mod != fyne.KeyModifierShift {
		if top, ok := h.Window.Canvas().Overlays().Top().(fyne.Shortcutable); ok {
			top.TypedShortcut(k.Shortcut())
			return
		}
		if s, ok := focused.(fyne.Shortcutable); !page.Press(h.Screen, k) && ok {
			s.TypedShortcut(k.Shortcut())
		}
		return
	}
	ev := &fyne.KeyEvent{Name: k.Name}
	if focused == nil {
		if do := h.Window.Canvas().OnTypedKey(); do != nil {
			do(ev)
		}
		return
	}
	held, _ := focused.(desktop.Keyable)
	if held != nil && k.Mod != 0 {
		held.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	focused.TypedKey(ev)
	if r := []rune(string(k.Name)); len(r) == 1 {
		focused.TypedRune(r[0])
	}
	if held != nil && k.Mod != 0 {
		held.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
}

// Passed gives the screen a key that nothing with the focus had a use for.
func (h *Host) Passed(ev *fyne.KeyEvent) {
	k := action.Plain(ev.Name)
	if ev.Name == fyne.KeyF6 {
		h.next()
		return
	}
	if h.Screen != nil {
		page.Press(h.Screen, k)
	}
}

// next puts the focus into the next area of the screen, F6.
func (h *Host) next() {
	a, ok := h.Screen.(page.Areas)
	if !ok {
		return
	}
	areas, c := a.Areas(), h.Window.Canvas()
	i := slices.Index(areas, c.Focused())
	if len(areas) > 0 {
		c.Focus(areas[(i+1)%len(areas)])
	}
}

// Shot draws the window to NAME.png in the folder PICTURES, see Shot.
func (h *Host) Shot(name string) {
	h.T.Helper()
	Shot(h.T, h.Window, name)
}

// Fail ends a test with a message; testing.TB has it.
type Fail interface {
	Helper()
	Fatal(args ...any)
}

// Shot draws a window to a file in the folder that PICTURES names, else in the
// system's temporary one. Drawing takes long: tests do it only when PICTURES is
// set.
func Shot(t Fail, w fyne.Window, name string) {
	t.Helper()
	folder := os.Getenv("PICTURES")
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder = os.TempDir()
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
