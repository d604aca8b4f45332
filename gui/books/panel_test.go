package books

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/statement"
)

func TestSince_ARuleThatHeldSinceEverTellsNoDay(t *testing.T) {
	for source, want := range map[string]string{
		"fee rule Card from 0001-01-01": "fee rule Card",
		"fee rule Card from 2020-01-01": "fee rule Card from 2020-01-01",
		"":                              "",
	} {
		if got := since(source); got != want {
			t.Errorf("%q is told as %q, want %q", source, got, want)
		}
	}
}

// With three labels each of them was cut.
func TestEntryPanel_ItsButtonsFit(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	o := &statement.Origin{Batch: &statement.Batch{ID: 1}}
	o.Order = "#1001"
	sum := float32(0)
	for _, b := range (&entryPanel{}).buttons(o) {
		_, want := b.(*kit.Button).Widths()
		sum += want + theme.Gap8
	}
	if room := theme.PanelWidth - 2*theme.Gap16 + theme.Gap8; sum > room {
		t.Errorf("the buttons are %v wide, and the panel has room for %v", sum, room)
	}
}
