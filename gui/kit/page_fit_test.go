package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestPage_GivesAGrownTextItsRoom(t *testing.T) {
	app(t, theme.Light)
	p := kit.NewPage("Books")
	l := kit.NewLabel(kit.Body, "all")
	note := kit.NewNote(theme.Warned, theme.IconWarning, "One order waits.", nil)
	p.SetFilters(l, kit.Spacer())
	p.SetStrip(kit.Column(theme.Gap8, note))
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(900, 500))
	before := l.Size().Width
	l.SetText("Account: 1100 Payment provider clearing")
	p.Refresh()
	if _, want := l.Widths(); l.Size().Width < want || want <= before {
		t.Errorf("the text wants %v and has %v", want, l.Size().Width)
	}
	d := fyne.CurrentApp().Driver()
	if top := d.AbsolutePositionForObject(note).Y - d.AbsolutePositionForObject(p).Y; top < theme.HeaderHeight+theme.Gap8 {
		t.Errorf("the strip touches the head: it begins at %v", top)
	}
}
