package kit_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// bench is a window with something on it, that notes what it hears.
type bench struct {
	c     fyne.Canvas
	keys  []fyne.KeyName
	short []string
}

// ear is an overlay that hears shortcuts, as a dialog does.
type ear struct {
	*canvas.Rectangle
	b *bench
}

func (e ear) TypedShortcut(s fyne.Shortcut) { e.b.short = append(e.b.short, s.ShortcutName()) }

// listen lets the bench hear shortcuts that are passed on.
func (b *bench) listen() { b.c.Overlays().Add(ear{&canvas.Rectangle{}, b}) }

func on(t *testing.T, objs ...fyne.CanvasObject) *bench {
	t.Helper()
	app(t, theme.Light)
	return put(t, objs...)
}

func put(t *testing.T, objs ...fyne.CanvasObject) *bench {
	t.Helper()
	w := test.NewTempWindow(t, kit.WithTips(kit.Column(8, objs...)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	b := &bench{c: w.Canvas()}
	b.c.SetOnTypedKey(func(k *fyne.KeyEvent) { b.keys = append(b.keys, k.Name) })
	return b
}

func (b *bench) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		b.c.Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func counter() (*int, func()) {
	n := 0
	return &n, func() { n++ }
}

func TestAButtonIsPressedByPointerAndKeys(t *testing.T) {
	n, hit := counter()
	b := kit.NewButton(kit.Plain, "Message", hit)
	d := on(t, b)
	test.Tap(b)
	d.c.Focus(b)
	d.press(fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter)
	if *n != 4 {
		t.Errorf("pressed %d times, want 4", *n)
	}
	d.press(fyne.KeyEscape, fyne.KeyA)
	if want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyA}; !slices.Equal(d.keys, want) {
		t.Errorf("the window heard %v, want %v", d.keys, want)
	}
	d.listen()
	b.TypedShortcut(action.Ctrl(fyne.KeyI).Shortcut())
	if len(d.short) != 1 {
		t.Error("the window did not hear Ctrl I")
	}
}

func TestAButtonThatIsOffSaysWhyAndDoesNothing(t *testing.T) {
	n, hit := counter()
	why := "No shop yet."
	b := kit.ActionButton(action.Action{Label: "Import", Run: hit, Off: func() string { return why }}, kit.Primary)
	other := kit.NewButton(kit.Plain, "Other", nil)
	tick := late(t)
	d := on(t, b, other)
	test.Tap(b)
	if *n != 0 {
		t.Error("it was pressed")
	}
	d.c.FocusNext()
	if d.c.Focused() != fyne.Focusable(other) {
		t.Error("Tab stops at a button that is off")
	}
	b.MouseIn(at(10, 10))
	tick()
	if got := tips(d.c).Shown(); got != why {
		t.Errorf("the tooltip says %q, want %q", got, why)
	}
	why = ""
	b.Refresh()
	test.Tap(b)
	if *n != 1 {
		t.Error("it does not work once it can be done")
	}
}

func TestABusyButtonTakesNoPress(t *testing.T) {
	n, hit := counter()
	b := kit.NewButton(kit.Primary, "Save", hit)
	on(t, b)
	b.SetBusy(true)
	test.Tap(b)
	b.SetBusy(false)
	test.Tap(b)
	if *n != 1 {
		t.Errorf("pressed %d times, want once, after it was busy", *n)
	}
}

func TestADestroyingActionIsRed(t *testing.T) {
	app(t, theme.Light)
	plain, bad := kit.ActionButton(action.Action{Label: "Delete"}, kit.Plain), kit.ActionButton(action.Action{Label: "Delete", Bad: true}, kit.Plain)
	if same(t, plain, bad) {
		t.Error("both look the same")
	}
}

func TestAFilterChipOpensAndIsTakenBack(t *testing.T) {
	opened, open := counter()
	cleared, clr := counter()
	c := kit.FilterChip("State", "open", open, clr)
	d := on(t, kit.Row(0, c))
	c.SetActive(true)
	d.c.Focus(c)
	d.press(fyne.KeyReturn, fyne.KeyDelete)
	if *opened != 1 || *cleared != 1 {
		t.Errorf("opened %d and cleared %d times, want 1 and 1", *opened, *cleared)
	}
	test.TapCanvas(d.c, fyne.NewPos(c.Size().Width-12, 12))
	if *opened != 1 || *cleared != 2 {
		t.Errorf("after the x opened %d and cleared %d times, want 1 and 2", *opened, *cleared)
	}
	c.SetActive(false)
	d.c.Focus(c)
	d.press(fyne.KeyDelete)
	if *cleared != 2 {
		t.Error("a filter that is not set was cleared")
	}
}

func TestASelectorChoosesByKeysAndByItsMenu(t *testing.T) {
	var got []string
	s := kit.NewSelector("By", []kit.Option{{ID: "p", Text: "Product"}, {ID: "s", Text: "Supplier"}, {ID: "c", Text: "Country"}}, func(id string) { got = append(got, id) })
	d := on(t, kit.Row(0, s))
	d.c.Focus(s)
	d.press(fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	if want := []string{"s", "c"}; !slices.Equal(got, want) {
		t.Errorf("heard %v, want %v", got, want)
	}
	d.press(fyne.KeyReturn)
	if d.c.Overlays().Top() == nil {
		t.Fatal("Enter opened no menu")
	}
	d.press(fyne.KeyDown, fyne.KeyReturn)
	if s.Chosen() != "p" || d.c.Overlays().Top() != nil {
		t.Errorf("the menu chose %q and is open: %v", s.Chosen(), d.c.Overlays().Top() != nil)
	}
}

func TestAMenuIsWalkedByKeys(t *testing.T) {
	d := on(t, kit.NewEntry())
	got := ""
	item := func(s string) kit.MenuItem { return kit.MenuItem{Text: s, Run: func() { got = s }} }
	off := item("Merge")
	off.Off = "Only one is chosen."
	items := []kit.MenuItem{item("Open"), off, {}, item("Message"), item("Delete")}
	cases := []struct {
		name string
		do   func()
		want string
	}{
		{"the first", func() { d.press(fyne.KeyReturn) }, "Open"},
		{"over what is off and over a line", func() { d.press(fyne.KeyDown, fyne.KeyReturn) }, "Message"},
		{"round the end", func() { d.press(fyne.KeyUp, fyne.KeySpace) }, "Delete"},
		{"Home and End", func() { d.press(fyne.KeyEnd, fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn) }, "Delete"},
		{"a letter, not of what is off", func() { d.c.Focused().TypedRune('m'); d.press(fyne.KeyReturn) }, "Message"},
		{"Esc", func() { d.press(fyne.KeyEscape) }, ""},
		{"a click beside", func() { test.TapCanvas(d.c, fyne.NewPos(590, 390)) }, ""},
		{"a click", func() { test.TapCanvas(d.c, fyne.NewPos(120, 60)) }, "Open"},
		{"a click on what is off", func() { test.TapCanvas(d.c, fyne.NewPos(120, 90)); test.TapCanvas(d.c, fyne.NewPos(590, 390)) }, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got = ""
			d.c.FocusNext()
			before := d.c.Focused()
			kit.ShowMenu(d.c, kit.MenuOptions{At: fyne.NewPos(100, 40), Items: items})
			c.do()
			if got != c.want || d.c.Overlays().Top() != nil {
				t.Errorf("chose %q and is open: %v, want %q", got, d.c.Overlays().Top() != nil, c.want)
			}
			if d.c.Focused() != before {
				t.Error("the focus did not come back")
			}
		})
	}
}

func TestTilesAreChosenByArrowsAndSpace(t *testing.T) {
	opts := []kit.Option{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}, {ID: "c", Text: "C"}, {ID: "d", Text: "D"}}
	cases := []struct {
		name  string
		multi bool
		keys  []fyne.KeyName
		want  []string
	}{
		{"one of several", false, []fyne.KeyName{fyne.KeySpace, fyne.KeyRight, fyne.KeySpace}, []string{"b"}},
		{"several", true, []fyne.KeyName{fyne.KeySpace, fyne.KeyDown, fyne.KeySpace}, []string{"a", "c"}},
		{"taken back", true, []fyne.KeyName{fyne.KeySpace, fyne.KeySpace}, nil},
		{"not beyond the ends", false, []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight, fyne.KeyDown, fyne.KeySpace}, []string{"d"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tiles := kit.NewTiles(opts, 2, c.multi, nil)
			d := on(t, tiles)
			d.c.Focus(tiles)
			d.press(c.keys...)
			if got := tiles.Chosen(); !slices.Equal(got, c.want) {
				t.Errorf("chosen %v, want %v", got, c.want)
			}
		})
	}
}

func TestAClickChoosesATile(t *testing.T) {
	n, changed := counter()
	tiles := kit.NewTiles([]kit.Option{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}}, 2, false, changed)
	d := on(t, tiles)
	test.TapCanvas(d.c, fyne.NewPos(450, 16))
	if got := tiles.Chosen(); !slices.Equal(got, []string{"b"}) || *n != 1 {
		t.Errorf("chosen %v, told %d times", got, *n)
	}
}

func TestTabsGoRound(t *testing.T) {
	var got []string
	tabs := kit.NewTabs([]kit.Tab{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}, {ID: "c", Label: "C"}}, func(id string) { got = append(got, id) })
	d := on(t, tabs)
	tabs.Next(1)
	tabs.Next(1)
	tabs.Next(1)
	tabs.Next(-1)
	d.c.Focus(tabs)
	d.press(fyne.KeyRight, fyne.KeyLeft)
	if want := []string{"b", "c", "a", "c", "b"}; !slices.Equal(got, want) {
		t.Errorf("heard %v, want %v", got, want)
	}
	tabs.SetTabs([]kit.Tab{{ID: "x", Label: "X"}, {ID: "b", Label: "B"}})
	if tabs.Chosen() != "b" {
		t.Errorf("chosen %q, want b to stay chosen", tabs.Chosen())
	}
}

func TestAStepOfAChecklistIsOpenedByEnter(t *testing.T) {
	n, run := counter()
	l := kit.NewChecklist("Getting started", []kit.Step{{Title: "Shop", Done: true}, {Title: "Import", Run: run}})
	d := on(t, l)
	d.c.FocusNext()
	d.c.FocusNext()
	d.press(fyne.KeyReturn)
	if *n != 1 {
		t.Errorf("opened %d times, want once", *n)
	}
}

// late makes what the kit does after a while wait for the returned function.
func late(t *testing.T) (tick func()) {
	t.Helper()
	m := &async.Manual{}
	kit.Use(m)
	t.Cleanup(func() {
		kit.HideTip()
		kit.Use(async.Inline{})
	})
	return m.Tick
}

func at(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y), AbsolutePosition: fyne.NewPos(x, y)}}
}

func tips(c fyne.Canvas) *kit.Tips {
	for _, o := range c.Content().(*fyne.Container).Objects {
		if t, ok := o.(*kit.Tips); ok {
			return t
		}
	}
	return nil
}
