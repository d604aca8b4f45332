package form_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
)

func three() []form.Option {
	return []form.Option{{Value: "a", Label: "Agent"}, {Value: "m", Label: "Marketplace"}, {Value: "w", Label: "Wholesaler"}}
}

func TestChoice_OfAFewIsTiles(t *testing.T) {
	f := form.New(options(form.Options{}))
	kind := f.Choice(form.Spec{Name: "kind", Label: "Kind", Required: true}, three()...)
	many := f.Several(form.Spec{Name: "shops", Label: "Shops"}, three()...)
	f.Settle()
	c := shown(t, f)
	equal(t, f.Valid(), false)
	c.Focus(f.First())
	key(c, fyne.KeySpace)
	v, _ := kind.Get()
	equal(t, v, "a")
	key(c, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	v, _ = kind.Get()
	equal(t, v, "w")
	c.Focused().TypedRune('M')
	v, _ = kind.Get()
	equal(t, v, "m")
	key(c, fyne.KeyEnter, fyne.KeyRight, fyne.KeyRight, fyne.KeySpace, fyne.KeyLeft, fyne.KeyLeft, fyne.KeySpace)
	l, _ := many.Get()
	equal(t, l, []string{"a", "w"})
	equal(t, f.Changes(), []form.Change{{Name: "kind", Label: "Kind", After: "Marketplace"}, {Name: "shops", Label: "Shops", After: "Agent, Wholesaler"}})
	test.TapCanvas(c, place(t, c, "Wholesaler").AddXY(3, 3))
	v, _ = kind.Get()
	equal(t, v, "w")
	many.Set([]string{"m"})
	equal(t, f.Values()["shops"], any([]string{"m"}))
	kind.Lock("It was ordered from.")
	test.TapCanvas(c, place(t, c, "Agent").AddXY(3, 3))
	v, _ = kind.Get()
	equal(t, v, "w")
}

func TestCheck_IsASwitch(t *testing.T) {
	f := form.New(options(form.Options{}))
	away := f.Check(form.Spec{Name: "away", Label: "Put away"})
	f.Settle()
	c := shown(t, f)
	see(t, c, "No")
	c.Focus(f.First())
	key(c, fyne.KeySpace)
	see(t, c, "Yes")
	on, _ := away.Get()
	equal(t, on, true)
	key(c, fyne.KeyLeft, fyne.KeyLeft)
	equal(t, f.Dirty(), false)
	test.TapCanvas(c, place(t, c, "No").AddXY(3, 3))
	equal(t, f.Values(), form.Values{"away": true})
}

func country(t *testing.T) (*form.Form, *form.Field[string], fyne.Canvas) {
	t.Helper()
	f := form.New(options(form.Options{}))
	field := f.Choice(form.Spec{Name: "country", Label: "Country"}, countries()...)
	f.Text(form.Spec{Name: "city", Label: "City"})
	f.Settle()
	c := shown(t, f)
	c.Focus(f.First())
	return f, field, c
}

func TestChoice_OfManyIsFoundByTyping(t *testing.T) {
	f, field, c := country(t)
	for _, k := range []struct {
		typed string
		keys  []fyne.KeyName
		want  string
	}{
		{"unit", []fyne.KeyName{fyne.KeyDown, fyne.KeyEnter}, "US"},
		{"ger", []fyne.KeyName{fyne.KeyTab}, "DE"},
		{"gb", []fyne.KeyName{fyne.KeyEnter}, "GB"},
		{"fr", []fyne.KeyName{fyne.KeyEscape}, "GB"},
		{"zz", []fyne.KeyName{fyne.KeyEnter}, "GB"},
	} {
		c.Focus(f.First())
		for _, r := range k.typed {
			c.Focused().TypedRune(r)
		}
		key(c, k.keys...)
		v, err := field.Get()
		equal(t, v, k.want)
		equal(t, err, nil)
		equal(t, len(c.Overlays().List()), 0)
	}
	see(t, c, "United Kingdom")
	equal(t, f.Changes()[0].After, "United Kingdom")
	c.Focus(f.First())
	key(c, fyne.KeyDelete)
	equal(t, field.Given(), false)
	equal(t, f.Values()["country"], any(""))
}

func TestChoice_ListIsUsedWithThePointer(t *testing.T) {
	f, field, c := country(t)
	test.TapCanvas(c, place(t, c, "Choose").AddXY(3, 3))
	see(t, c, "Austria", "Poland")
	test.TapCanvas(c, place(t, c, "Denmark").AddXY(3, 3))
	v, _ := field.Get()
	equal(t, v, "DK")
	test.TapCanvas(c, place(t, c, "Denmark").AddXY(3, 3))
	top := c.Overlays().Top().(fyne.Scrollable)
	top.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -10}})
	see(t, c, "United Arab Emirates")
	test.TapCanvas(c, fyne.NewPos(600, 800))
	equal(t, len(c.Overlays().List()), 0)
	equal(t, c.Focused() == f.First(), true)
}

func TestChoice_KeysOfTheFormWorkWithTheListOpen(t *testing.T) {
	saved := form.Values(nil)
	f := form.New(options(form.Options{Saver: kept(&saved)}))
	f.Choice(form.Spec{Name: "country", Label: "Country"}, countries()...)
	c := shown(t, f)
	c.Focus(f.First())
	key(c, fyne.KeyDown)
	c.Overlays().Top().(fyne.Shortcutable).TypedShortcut(action.Ctrl(fyne.KeyReturn).Shortcut())
	equal(t, len(c.Overlays().List()), 0)
	key(c, fyne.KeyDown)
	ctrl(c, fyne.KeyS)
	equal(t, len(c.Overlays().List()), 0)
	equal(t, saved, form.Values{"country": ""})
}

func TestSearch_ShowsOnlyTheNewestAnswer(t *testing.T) {
	run := &async.Manual{}
	f := form.New(options(form.Options{Runner: run}))
	product := f.Search(form.Spec{Name: "sku", Label: "Product"}, form.Source{
		Find: func(_ context.Context, q string) ([]form.Option, error) {
			if q == "broken" {
				return nil, errors.New("no such table")
			}
			return []form.Option{{Value: strings.ToUpper(q) + "-1", Label: "Found " + q, Detail: "9 in stock"}}, nil
		},
		Label: func(v string) string { return "Product " + v },
	})
	equal(t, f.Load(map[string]any{"sku": "V-1"}), nil)
	c := shown(t, f)
	see(t, c, "Product V-1")
	c.Focus(f.First())
	for _, r := range "va" {
		c.Focused().TypedRune(r)
	}
	see(t, c, "Searching…")
	older, newer := run.Work[0], run.Work[1]
	newer()
	older()
	run.Work = nil
	run.Settle()
	see(t, c, "Found va", "9 in stock")
	miss(t, c, "Found v ")
	key(c, fyne.KeyEnter)
	v, _ := product.Get()
	equal(t, v, "VA-1")
	see(t, c, "Found va")
	c.Focus(f.First())
	for _, r := range "broken" {
		c.Focused().TypedRune(r)
	}
	run.Settle()
	see(t, c, "This could not be")
	key(c, fyne.KeyEnter)
	v, _ = product.Get()
	equal(t, v, "VA-1")
}

func TestWords_AreAddedAndTakenAwayByKeys(t *testing.T) {
	f := form.New(options(form.Options{}))
	to := f.Words(form.Spec{Name: "to", Label: "Ships to", Required: true}, destination)
	f.Text(form.Spec{Name: "x", Label: "Next"})
	equal(t, f.Load(map[string]any{"to": []any{"DE"}}), nil)
	c := shown(t, f)
	c.Focus(f.First())
	for _, r := range "at,Sweden" {
		c.Focused().TypedRune(r)
	}
	key(c, fyne.KeyEnter)
	see(t, c, "Germany", "Austria", "Sweden")
	words, err := to.Get()
	equal(t, words, []string{"DE", "AT", "SE"})
	equal(t, err, nil)
	typed(c, "de")
	key(c, fyne.KeyEnter, fyne.KeyBackspace)
	words, _ = to.Get()
	equal(t, words, []string{"DE", "AT"})
	at := place(t, c, "Germany")
	test.TapCanvas(c, at.AddXY(fyne.MeasureText("Germany", 12, fyne.TextStyle{}).Width+8, 6))
	words, _ = to.Get()
	equal(t, words, []string{"AT"})
	typed(c, "Atlantis")
	c.FocusNext()
	see(t, c, "is not a country")
	c.FocusPrevious()
	typed(c, "PL")
	key(c, fyne.KeyTab)
	c.FocusNext()
	miss(t, c, "is not a country")
	equal(t, f.Values()["to"], any([]string{"AT", "PL"}))
	equal(t, f.Changes()[0].After, "Austria, Poland")
}

func TestForm_WithoutSaverItsEnterIsThatOfTheDialog(t *testing.T) {
	f := form.New(options(form.Options{Bare: true}))
	f.Text(form.Spec{Name: "why", Label: "Why", Required: true})
	c := shown(t, f)
	var passed []fyne.KeyName
	c.SetOnTypedKey(func(k *fyne.KeyEvent) { passed = append(passed, k.Name) })
	c.Focus(f.First())
	key(c, fyne.KeyEnter)
	c.Focused().(fyne.Shortcutable).TypedShortcut(action.Ctrl(fyne.KeyReturn).Shortcut())
	equal(t, passed, []fyne.KeyName{fyne.KeyReturn, fyne.KeyReturn})
}

// A list of names could only be filled by who knew them; and what was typed did not
// count for a button of the form, which does not take the focus.
func TestWords_CanBeChosenFromAListAndCountBeforeTheFieldIsLeft(t *testing.T) {
	f := form.New(options(form.Options{}))
	known := []form.Option{{Value: "DE", Label: "Germany"}, {Value: "AT", Label: "Austria"}}
	to := form.Offer(f.Words(form.Spec{Name: "to", Label: "Ships to", Hint: "Add a country", Required: true}, destination), func() []form.Option { return known })
	c := shown(t, f)
	see(t, c, "Add a country")
	c.Focus(f.First())
	key(c, fyne.KeyDown)
	see(t, c, "Germany", "Austria")
	key(c, fyne.KeyEnter)
	words, _ := to.Get()
	equal(t, words, []string{"DE"})
	miss(t, c, "Add a country")
	in := c.Focused().(fyne.CanvasObject)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(in)
	test.TapCanvas(c, at.AddXY(in.Size().Width+12, 10))
	test.TapCanvas(c, place(t, c, "Austria").AddXY(5, 5))
	words, _ = to.Get()
	equal(t, words, []string{"DE", "AT"})
	for _, r := range "Sweden" {
		c.Focused().TypedRune(r)
	}
	if !f.Valid() {
		t.Error("what was typed is refused")
	}
	words, _ = to.Get()
	equal(t, words, []string{"DE", "AT", "SE"})
}

// A chosen tile with the keyboard looked like any chosen tile: an arrow changed
// another answer than the one meant.
func TestChoice_TheTileWithTheKeyboardDiffersFromTheChosenOnes(t *testing.T) {
	f := form.New(options(form.Options{}))
	kind := f.Choice(form.Spec{Name: "kind", Label: "Kind"}, three()...)
	f.Settle()
	kind.Set("m")
	c := shown(t, f)
	c.Focus(f.First())
	with := c.Capture()
	c.Unfocus()
	without := c.Capture()
	changed := 0
	size := with.Bounds()
	for x := range size.Dx() {
		for y := range size.Dy() {
			if with.At(x, y) != without.At(x, y) {
				changed++
			}
		}
	}
	if changed < 800 { // two lines more around it
		t.Errorf("the keyboard changes %d points", changed)
	}
}
