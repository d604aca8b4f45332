package form_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/theme"
)

// A form stood still under the wheel as soon as a field had come under the pointer.
func TestForm_TheWheelScrollsItOverAFieldToo(t *testing.T) {
	f := short(form.Options{})
	a := test.NewTempApp(t)
	theme.Apply(a, theme.Options{Look: theme.Light})
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(400, 180))
	c := w.Canvas()
	was := place(t, c, "Name")
	over := fyne.NewPos(was.X+40, was.Y+theme.TextLine+theme.ControlHeight/2)
	test.Scroll(c, over, 0, -30)
	if now := place(t, c, "Name"); now.Y >= was.Y {
		t.Errorf("the form stands at %v, it was at %v", now, was)
	}
}
