package toast_test

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/toast"
	"github.com/dropledger/dropledger/gui/theme"
)

// clock is a Runner that notes how long a message stays.
type clock struct {
	async.Manual
	waits []time.Duration
}

func (c *clock) After(d time.Duration, fn func()) func() {
	c.waits = append(c.waits, d)
	return c.Manual.After(d, fn)
}

func layer(t *testing.T, look theme.Look) (*toast.Layer, *clock, fyne.Canvas) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: look}))
	c := &clock{}
	l := toast.New(c, theme.StatusBarHeight)
	w := test.NewTempWindow(t, container.NewStack(kit.Ground(theme.Background), l))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(700, 320))
	return l, c, w.Canvas()
}

func TestAtMostThreeMessagesStandNewestLast(t *testing.T) {
	l, _, _ := layer(t, theme.Light)
	for _, s := range []string{"one", "two", "three", "four"} {
		l.Add(toast.Message{Text: s})
	}
	if got, want := l.Texts(), []string{"two", "three", "four"}; !slices.Equal(got, want) {
		t.Errorf("messages %v, want %v", got, want)
	}
}

func TestAMessageGoesAfterFourSecondsOneWithUndoAfterEight(t *testing.T) {
	l, c, _ := layer(t, theme.Light)
	l.Add(toast.Message{Text: "saved"})
	l.Add(toast.Message{Text: "archived", Undo: true, Link: &action.Action{Label: "Undo"}})
	if want := []time.Duration{4 * time.Second, 8 * time.Second}; !slices.Equal(c.waits, want) {
		t.Errorf("they stay %v, want %v", c.waits, want)
	}
	c.Tick()
	if got := l.Texts(); len(got) != 0 {
		t.Errorf("still there: %v", got)
	}
}

func TestTheLinkIsDoneAndTheMessageGoes(t *testing.T) {
	l, _, c := layer(t, theme.Light)
	undone := 0
	l.Add(toast.Message{Text: "Supplier archived", Undo: true, Link: &action.Action{Label: "Undo", Run: func() { undone++ }}})
	c.FocusNext()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if undone != 1 || len(l.Texts()) != 0 {
		t.Errorf("undone %d times and %d messages left, want 1 and 0", undone, len(l.Texts()))
	}
}

func TestUndoTakesBackWhatTheNewestMessageSays(t *testing.T) {
	l, _, _ := layer(t, theme.Light)
	if l.Undo() {
		t.Error("something was undone without a message")
	}
	undone := ""
	for _, s := range []string{"one", "two"} {
		l.Add(toast.Message{Text: s, Undo: true, Link: &action.Action{Label: "Undo", Run: func() { undone += s }}})
	}
	l.Add(toast.Message{Text: "saved", Link: &action.Action{Label: "Open", Run: func() { undone += "opened" }}})
	if !l.Undo() || undone != "two" || len(l.Texts()) != 2 {
		t.Errorf("undone %q, left %v", undone, l.Texts())
	}
}

func TestAClickTakesAMessageAwayAndClicksBesideGoThrough(t *testing.T) {
	l, _, c := layer(t, theme.Light)
	l.Add(toast.Message{Text: "saved"})
	test.TapCanvas(c, fyne.NewPos(20, 20))
	if len(l.Texts()) != 1 {
		t.Fatal("a click beside the message took it away")
	}
	test.TapCanvas(c, fyne.NewPos(700-40, 320-theme.StatusBarHeight-theme.Gap12-8))
	if len(l.Texts()) != 0 {
		t.Error("a click on the message left it")
	}
}

func TestToastsLook(t *testing.T) {
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			l, _, c := layer(t, look)
			l.Add(toast.Message{Tone: theme.Wrong, Text: "Two parcels of Shenzhen Lumo could not be matched to an order, because their numbers are not known here."})
			l.Add(toast.Message{Tone: theme.Under, Text: "Prices changed", Link: &action.Action{Label: "Open"}})
			l.Add(toast.Message{Tone: theme.Fine, Text: "Supplier archived", Undo: true, Link: &action.Action{Label: "Undo"}})
			test.AssertImageMatches(t, "toasts-"+name+".png", c.Capture())
			keep(t, c, "kit-toasts-"+name)
		})
	}
}

// keep writes a picture to look at into the folder PICTURES names.
func keep(t *testing.T, c fyne.Canvas, name string) {
	t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, c.Capture()); err != nil {
		t.Fatal(err)
	}
}
