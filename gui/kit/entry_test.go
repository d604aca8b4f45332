package kit_test

import (
	"slices"
	"strings"
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

func TestAnEntryPassesOnWhatItDoesNotUse(t *testing.T) {
	cases := []struct {
		name  string
		multi bool
		keys  []fyne.KeyName
		want  []fyne.KeyName
	}{
		{"Esc", false, []fyne.KeyName{fyne.KeyEscape}, []fyne.KeyName{fyne.KeyEscape}},
		{"function keys", false, []fyne.KeyName{fyne.KeyF5, fyne.KeyF1}, []fyne.KeyName{fyne.KeyF5, fyne.KeyF1}},
		{"Enter, when nothing is submitted", false, []fyne.KeyName{fyne.KeyReturn}, []fyne.KeyName{fyne.KeyReturn}},
		{"no letters and arrows", false, []fyne.KeyName{fyne.KeyF, fyne.KeyLeft, fyne.KeyDown, fyne.KeyDelete}, nil},
		{"no Enter of several lines", true, []fyne.KeyName{fyne.KeyReturn}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := kit.NewEntry()
			if c.multi {
				e = kit.NewMultiEntry(3)
			}
			d := on(t, e)
			d.c.Focus(e)
			d.press(c.keys...)
			if !slices.Equal(d.keys, c.want) {
				t.Errorf("the window heard %v, want %v", d.keys, c.want)
			}
		})
	}
}

func TestAnEntryLetsShortcutsThroughButNotThoseForEditing(t *testing.T) {
	e := kit.NewEntry()
	d := on(t, e)
	d.listen()
	e.SetText("two words")
	e.CursorColumn = 9
	e.TypedShortcut(action.Ctrl(fyne.KeyI).Shortcut())
	e.TypedShortcut(action.Ctrl(fyne.KeyLeft).Shortcut())
	if len(d.short) != 1 || e.CursorColumn != 4 {
		t.Errorf("the window heard %v and the cursor is at %d, want Ctrl I and 4", d.short, e.CursorColumn)
	}
}

func TestHooksOfAnEntry(t *testing.T) {
	e := kit.NewEntry()
	d := on(t, e)
	var got []string
	note := func(s string) func() bool { return func() bool { got = append(got, s); return true } }
	e.OnEscape, e.OnUp, e.OnDown = note("escape"), note("up"), note("down")
	e.OnCommit = func() { note("commit")() }
	e.OnBlur, e.OnFocus = func() { note("blur")() }, func() { note("focus")() }
	d.c.Focus(e)
	d.press(fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown)
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	d.c.Unfocus()
	if want := []string{"focus", "escape", "up", "down", "commit", "blur"}; !slices.Equal(got, want) {
		t.Errorf("heard %v, want %v", got, want)
	}
	if len(d.keys) != 0 {
		t.Errorf("the window heard %v too", d.keys)
	}
}

func TestAnEntrySelectsAllWhenTheFocusComesByAKey(t *testing.T) {
	e := kit.NewEntry()
	d := on(t, e)
	e.SetText("12.50")
	d.c.FocusNext()
	if got := e.SelectedText(); got != "12.50" {
		t.Errorf("selected %q, want all", got)
	}
	d.c.Unfocus()
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	e.MouseDown(at(20, 10))
	if got := e.SelectedText(); got != "" {
		t.Errorf("a click selected %q, want nothing", got)
	}
}

func TestAClickPutsTheCursorWhereItIs(t *testing.T) {
	e := kit.NewEntry()
	on(t, kit.Sized(e, 200, 0))
	e.SetText("mmmmmm")
	letter := fyne.MeasureText("m", 13, fyne.TextStyle{}).Width
	for want := range 6 {
		e.MouseDown(at(9+letter*float32(want)+1, 14))
		if e.CursorColumn != want {
			t.Errorf("a click before letter %d put the cursor at %d", want, e.CursorColumn)
		}
	}
}

func TestSearchTellsTheFirstKeyAtOnceAndGathersThoseThatFollow(t *testing.T) {
	var got []string
	m := &async.Manual{}
	s := kit.NewSearchField(m, "Number", func(q string) { got = append(got, q) })
	d := on(t, s)
	d.c.Focus(s)
	for _, r := range "lin" {
		s.TypedRune(r)
	}
	if want := []string{"l"}; !slices.Equal(got, want) {
		t.Fatalf("told %q while typing, want %q", got, want)
	}
	m.Tick()
	s.TypedRune('e')
	d.press(fyne.KeyReturn)
	m.Tick()
	d.press(fyne.KeyEscape, fyne.KeyEscape)
	if want := []string{"l", "lin", "line", ""}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if want := []fyne.KeyName{fyne.KeyEscape}; !slices.Equal(d.keys, want) {
		t.Errorf("the window heard %v, want Esc once the field was empty", d.keys)
	}
}

func TestSearchTellsAKeyAfterAPauseAtOnce(t *testing.T) {
	var got []string
	m := &async.Manual{}
	s := kit.NewSearchField(m, "Number", func(q string) { got = append(got, q) })
	on(t, s)
	for _, r := range "lin" {
		s.TypedRune(r)
		m.Tick()
	}
	if want := []string{"l", "li", "lin"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	s.SetText("lin") // nothing new
	m.Tick()
	if len(got) != 3 {
		t.Errorf("told %q though nothing was typed", got)
	}
}

func TestSearchTellsAtOnceWithoutALater(t *testing.T) {
	got := ""
	s := kit.NewSearchField(async.Inline{}, "", func(q string) { got = q })
	on(t, s)
	test.Type(s, "ab")
	if got != "ab" {
		t.Errorf("told %q, want ab", got)
	}
	s.Set("kept")
	if got != "ab" || s.Text != "kept" {
		t.Errorf("setting a text told %q and shows %q", got, s.Text)
	}
}

// After a number and Enter the keys of the list went into the field.
func TestEnterInASearchGoesToWhatWasFound(t *testing.T) {
	s := kit.NewSearchField(&async.Manual{}, "", func(string) {})
	d := on(t, s)
	n, list := counter()
	s.OnList = list
	d.c.Focus(s)
	d.press(fyne.KeyReturn)
	if *n != 0 {
		t.Error("with nothing typed the keyboard left the field")
	}
	test.Type(s, "ab")
	d.press(fyne.KeyReturn)
	if *n != 1 {
		t.Errorf("the list was asked %d times, want once", *n)
	}
}

func TestDownInASearchGoesToTheList(t *testing.T) {
	got := ""
	m := &async.Manual{}
	s := kit.NewSearchField(m, "", func(q string) { got = q })
	d := on(t, s)
	n, list := counter()
	s.OnList = list
	test.Type(s, "ab")
	d.c.Focus(s)
	d.press(fyne.KeyDown)
	if *n != 1 || got != "ab" {
		t.Errorf("the list was asked %d times with %q told, want once with ab", *n, got)
	}
}

// A page stood still under the wheel as soon as a field had come under the pointer.
func TestAnEntryLeavesTheWheelToThePageItStandsOn(t *testing.T) {
	e := kit.NewEntry()
	e.SetText("a text that is much longer than the field in which it stands")
	low := kit.NewLabel(kit.Body, "below")
	d := on(t, kit.Sized(kit.Scroll(kit.Column(0, e, kit.Gap(0, 400), low)), 0, 200))
	was := e.Position()
	test.Scroll(d.c, fyne.NewPos(60, theme.ControlHeight/2), 0, -30)
	if now := fyne.CurrentApp().Driver().AbsolutePositionForObject(e); now.Y != was.Y-30 {
		t.Errorf("the field stands at %v, it was at %v", now, was)
	}
}

// The toolkit drew a scroll bar over the letters of a long text.
func TestAnEntryOfOneLineHasNoBarOverItsText(t *testing.T) {
	e := kit.NewEntry()
	d := on(t, kit.Row(0, kit.Sized(e, 120, 0), kit.Gap(400, 0)))
	e.SetText(strings.Repeat("wide words ", 9))
	d.c.Focus(e)
	for _, o := range drawnIn(e) {
		if _, scrolls := o.(fyne.Scrollable); scrolls {
			t.Errorf("a %T is drawn", o)
		}
	}
	// The end is seen while the cursor is there, and the beginning again at the start.
	left := func() float32 {
		for _, o := range drawnIn(e) {
			if text, ok := o.(*canvas.Text); ok && strings.HasPrefix(text.Text, "wide") {
				return fyne.CurrentApp().Driver().AbsolutePositionForObject(text).X
			}
		}
		t.Fatal("the text is not drawn")
		return 0
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	begin := left()
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if end := left(); begin < 0 || end >= begin-300 {
		t.Errorf("the text begins at %v, and with the cursor at its end at %v", begin, end)
	}
}

// drawnIn are all objects that a widget draws, as they stand.
func drawnIn(w fyne.Widget) (all []fyne.CanvasObject) {
	for _, o := range test.WidgetRenderer(w).Objects() {
		all = append(all, o)
		if in, ok := o.(fyne.Widget); ok {
			all = append(all, drawnIn(in)...)
		}
	}
	return all
}
