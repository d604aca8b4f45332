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

// A text of several lines takes the wheel only when there is more of it than is seen.
func TestForm_TheWheelScrollsItOverAShortTextOfSeveralLinesToo(t *testing.T) {
	for text, moves := range map[string]bool{"one line": true, "1\n2\n3\n4\n5\n6": false} {
		f := form.New(options(form.Options{}))
		f.Multi(form.Spec{Name: "said", Label: "Said"}, 3).Set(text)
		f.Text(form.Spec{Name: "name", Label: "Name", Wide: true})
		f.Email(form.Spec{Name: "email", Label: "E-mail", Wide: true})
		a := test.NewTempApp(t)
		theme.Apply(a, theme.Options{Look: theme.Light})
		w := test.NewTempWindow(t, f)
		w.Resize(fyne.NewSize(400, 180))
		c := w.Canvas()
		was := place(t, c, "Said")
		test.Scroll(c, fyne.NewPos(was.X+40, was.Y+2*theme.TextLine), 0, -30)
		if now := place(t, c, "Said"); (now.Y < was.Y) != moves {
			t.Errorf("over %q the form stands at %v, it was at %v", text, now, was)
		}
	}
}
