package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestDoors_AreWalkedByTheArrowsAndOpen(t *testing.T) {
	var opened []string
	door := func(name string) *kit.Door {
		return kit.NewDoor(theme.IconReports, name, "What it answers", func() { opened = append(opened, name) })
	}
	doors := kit.NewDoors(door("one"), door("two"), door("three"))
	b := on(t, doors) // 640 wide: two in a row
	doors.Resize(fyne.NewSize(640, 200))
	kit.Focus(doors.First())
	b.press(fyne.KeyRight, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if got := strings.Join(opened, " "); got != "two three one" {
		t.Errorf("opened %q", got)
	}
	if len(b.keys) != 1 || b.keys[0] != fyne.KeyDown {
		t.Errorf("passed on %v, want the arrow that leads nowhere", b.keys)
	}
	if doors.HeightFor(640) <= doors.HeightFor(940) || kit.NewDoors().First() != nil {
		t.Error("doors do not use the width there is")
	}
}

func TestDoor_CutsALongNote(t *testing.T) {
	d := kit.NewDoor(theme.IconReports, "A title", "some words that go on and on until nobody reads them any more at all", nil)
	on(t, d)
	d.Resize(fyne.NewSize(200, 80))
	var texts []string
	for _, o := range test.WidgetRenderer(d).Objects() {
		if l, ok := o.(*canvas.Text); ok {
			texts = append(texts, l.Text)
		}
	}
	if len(texts) != 2 || !strings.HasPrefix(texts[1], "some words") || !strings.HasSuffix(texts[1], "…") || d.Title() != "A title" {
		t.Errorf("got %q", texts)
	}
}
