package form_test

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// short is a form of three fields in one column.
func short(o form.Options) *form.Form {
	f := form.New(options(o))
	f.Text(form.Spec{Name: "name", Label: "Name", Required: true, Wide: true})
	f.Email(form.Spec{Name: "email", Label: "E-mail", Wide: true, Help: "Where orders go."})
	f.Money(form.Spec{Name: "least", Label: "Least order", Wide: true}, "EUR")
	f.Settle()
	return f
}

func TestForm_JudgesAFieldOnlyAfterItWasLeft(t *testing.T) {
	f := short(form.Options{})
	c := shown(t, f)
	c.Focus(f.First())
	c.FocusNext()
	miss(t, c, "Fill in")
	below := place(t, c, "Least order")
	typed(c, "acme")
	see(t, c, "Where orders go.")
	c.FocusNext()
	see(t, c, "Write an e-mail address")
	miss(t, c, "Where orders go.")
	equal(t, place(t, c, "Least order"), below)
	c.FocusPrevious()
	typed(c, "acme@")
	see(t, c, "Write an e-mail address")
	typed(c, "a@b.eu")
	see(t, c, "Where orders go.")
	miss(t, c, "Write an e-mail address")
}

func TestForm_SavingShowsAllErrorsAndGoesToTheFirst(t *testing.T) {
	saved := form.Values(nil)
	f := short(form.Options{Saver: kept(&saved)})
	c := shown(t, f)
	c.Focus(f.First())
	c.FocusNext()
	typed(c, "acme")
	ctrl(c, fyne.KeyS)
	see(t, c, "Fill in “Name”.", "Write an e-mail address")
	if c.Focused() != f.First() || saved != nil {
		t.Errorf("the focus is not in the first wrong field, or %v was saved", saved)
	}
	typed(c, "Acme")
	c.FocusNext()
	typed(c, "a@b.eu")
	ctrl(c, fyne.KeyReturn)
	equal(t, saved, form.Values{"name": "Acme", "email": "a@b.eu", "least": nil})
	equal(t, f.Dirty(), false)
}

func TestForm_EnterGoesFromFieldToFieldAndOntoSave(t *testing.T) {
	saves := 0
	f := short(form.Options{Saver: func(context.Context, form.Values) error { saves++; return nil }})
	c := shown(t, f)
	c.Focus(f.First())
	typed(c, "Acme")
	key(c, fyne.KeyEnter)
	typed(c, "a@b.eu")
	key(c, fyne.KeyReturn)
	typed(c, "1234.5")
	key(c, fyne.KeyReturn)
	equal(t, saves, 0)
	see(t, c, "1,234.50")
	key(c, fyne.KeyReturn) // on the button
	equal(t, saves, 1)
	equal(t, f.Values()["least"], "1234.50")
}

func TestForm_EscapeAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	left, asked := 0, []form.Change(nil)
	f := short(form.Options{Leave: func() { left++ }, Ask: func(changes []form.Change, leave func()) {
		asked = changes
		leave()
	}})
	c := shown(t, f)
	c.Focus(f.First())
	key(c, fyne.KeyEscape)
	equal(t, left, 1)
	equal(t, asked, nil)
	typed(c, "Acme")
	key(c, fyne.KeyEscape)
	equal(t, left, 2)
	equal(t, asked, []form.Change{{Name: "name", Label: "Name", Before: "", After: "Acme"}})
	equal(t, f.Lost(), "Your changes to Name would be lost.")
}

func TestForm_IsDirtyByWhatIsMeantNotByHowItIsWritten(t *testing.T) {
	f := short(form.Options{})
	equal(t, f.LoadJSON([]byte(`{"name": "Acme", "least": 1234.5}`)), nil)
	c := shown(t, f)
	c.Focus(f.First())
	c.FocusNext()
	c.FocusNext()
	typed(c, "1234.5")
	equal(t, f.Dirty(), false)
	equal(t, f.Lost(), "")
	typed(c, "1234.6")
	equal(t, f.Changed(), form.Values{"least": "1234.60"})
	equal(t, f.Changes(), []form.Change{{Name: "least", Label: "Least order", Before: "1,234.50", After: "1,234.60"}})
	see(t, c, "1 change")
	typed(c, "x")
	typed(c, "")
	equal(t, f.Changed(), form.Values{"least": nil})
}

func TestForm_ASecondSaveWaitsForNobody(t *testing.T) {
	run, saves, done := &async.Manual{}, 0, 0
	f := short(form.Options{Runner: run, Saved: func() { done++ }, Saver: func(context.Context, form.Values) error { saves++; return nil }})
	c := shown(t, f)
	c.Focus(f.First())
	typed(c, "Acme")
	f.Submit()
	f.Submit()
	equal(t, f.Busy(), true)
	see(t, c, "Saving…")
	f.Cancel()
	typed(c, "Acme & Sons")
	run.Settle()
	equal(t, saves, 1)
	equal(t, done, 1)
	equal(t, f.Busy(), false)
	equal(t, f.Changes(), []form.Change{{Name: "name", Label: "Name", Before: "Acme", After: "Acme & Sons"}})
	miss(t, c, "Saving…")
}

func TestForm_WhatEndsAfterItWasClosedIsToldElsewhere(t *testing.T) {
	run, late := &async.Manual{}, error(nil)
	refusal := errors.New("the disk is gone")
	f := short(form.Options{Runner: run, Late: func(err error) { late = err }, Saved: func() { t.Error("a closed form hears nothing") }, Saver: func(context.Context, form.Values) error { return refusal }})
	c := shown(t, f)
	c.Focus(f.First())
	typed(c, "Acme")
	f.Submit()
	f.Close()
	run.Settle()
	equal(t, late, refusal)
	f.Submit()
	equal(t, len(run.Work), 0)
}

func TestForm_PutsARefusalWhereItBelongs(t *testing.T) {
	taken := model.FieldErrorf("name", "There is a supplier of that name.")
	changed := model.Errorf(model.Conflict, "It was changed meanwhile.")
	cases := []struct {
		name      string
		err       error
		say, miss string
		field     bool
	}{
		{"at its field", taken, "There is a supplier of that name.", "This could not be saved", true},
		{"above, when the form has no such field", model.FieldErrorf("zone", "No such zone."), "No such zone.", "Details", false},
		{"above, when it names none", model.Errorf(model.Refused, "A blocked supplier cannot be approved."), "A blocked supplier", "Details", false},
		{"above with a way to read again", changed, "Read it again", "Details", false},
		{"above without its wording, when it is not for people", errors.New("pq: 0x1f"), "This could not be saved", "0x1f", false},
		{"each in its place, when there are several", errors.Join(taken, changed), "It was changed meanwhile.", "0x1f", true},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			reloads, details := 0, error(nil)
			f := short(form.Options{
				Saver:  func(context.Context, form.Values) error { return k.err },
				Reload: func() { reloads++ }, Details: func(err error) { details = err },
			})
			c := shown(t, f)
			c.Focus(f.First())
			typed(c, "Acme")
			c.FocusNext()
			f.Submit()
			see(t, c, k.say)
			miss(t, c, k.miss)
			equal(t, f.Values()["name"], any("Acme"))
			equal(t, c.Focused() == f.First(), k.field)
			if k.field {
				see(t, c, "There is a supplier of that name.")
				typed(c, "Acme 2")
				miss(t, c, "There is a supplier of that name.")
			}
			equal(t, f.Dirty(), true)
			equal(t, reloads == 0 && details == nil, true)
		})
	}
}

func TestForm_AHiddenFieldDoesNotCount(t *testing.T) {
	f := form.New(options(form.Options{}))
	by := f.Choice(form.Spec{Name: "by", Label: "By"}, form.Option{Value: "mail"}, form.Option{Value: "folder"})
	mail := f.Email(form.Spec{Name: "email", Label: "E-mail", Required: true})
	by.OnChange(func() {
		v, _ := by.Get()
		mail.Show(v == "mail")
	})
	f.Settle()
	c := shown(t, f)
	equal(t, f.Valid(), false)
	c.Focus(f.First())
	key(c, fyne.KeyRight)
	equal(t, f.Valid(), true)
	equal(t, f.Values(), form.Values{"by": "folder"})
	miss(t, c, "E-mail")
	key(c, fyne.KeyLeft)
	see(t, c, "E-mail")
}

func TestForm_StandsInOneColumnOrTwo(t *testing.T) {
	f := supplier(t, form.Options{})
	w := test.NewTempWindow(t, f)
	test.NewTempApp(t)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(700, 900))
	c := w.Canvas()
	equal(t, place(t, c, "E-mail").Y, place(t, c, "Telephone").Y)
	for _, width := range []float32{332, 348, 364} {
		w.Resize(fyne.NewSize(width, 900))
		if place(t, c, "E-mail").Y >= place(t, c, "Telephone").Y {
			t.Errorf("%v wide, two fields stand side by side", width)
		}
		inside(t, c, width)
	}
}

// inside checks that no text reaches over the right edge.
func inside(t *testing.T, c fyne.Canvas, width float32) {
	t.Helper()
	walk(c.Content(), fyne.Position{}, func(o fyne.CanvasObject, p fyne.Position) {
		if x, ok := o.(*canvas.Text); ok && p.X+x.MinSize().Width > width {
			t.Errorf("%v wide, %q is cut off", width, x.Text)
		}
	})
}

func TestForm_ScrollsToTheFieldWithTheFocus(t *testing.T) {
	f := supplier(t, form.Options{})
	a := test.NewTempApp(t)
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(348, 400))
	c := w.Canvas()
	before := place(t, c, "Terms").Y
	c.Focus(f.First())
	for range 12 {
		c.FocusNext()
	}
	after := place(t, c, "Terms").Y
	if before < 400 || after < 0 || after > 400-theme.ActionFooterHeight {
		t.Errorf("the label of the field stands at %v, before at %v", after, before)
	}
	theme.Apply(a, theme.Options{Look: theme.Dark})
	see(t, c, "Terms")
	c.Focus(f.First())
	if y := place(t, c, "Name").Y; y < 0 {
		t.Errorf("the first label stands at %v", y)
	}
}

func TestForm_InADialogIsAsHighAsItsFields(t *testing.T) {
	test.NewTempApp(t)
	f := short(form.Options{Bare: true})
	if h := f.MinSize().Height; h < 200 || h > 300 {
		t.Errorf("three fields ask for a height of %v", h)
	}
}
