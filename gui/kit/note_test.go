package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestTheLinkOfANarrowNoteStandsBelowTheSentence(t *testing.T) {
	theme.Apply(test.NewTempApp(t), theme.Options{Look: theme.Light})
	link := &action.Action{Label: "Open the settings", Run: func() {}}
	sentence := "The seller's name of who signs is missing. Enter it in the settings, so that customs does not stop the parcel."
	for _, c := range []struct {
		name  string
		width float32
		below bool
	}{{"a panel", 332, true}, {"a page", 1000, false}} {
		t.Run(c.name, func(t *testing.T) {
			n := NewNote(theme.Warned, theme.IconWarning, sentence, link)
			w := test.NewTempWindow(t, n)
			w.SetPadded(false)
			n.Resize(fyne.NewSize(c.width, n.HeightFor(c.width)))
			end := n.text.Position().Y + n.text.Size().Height
			if below := n.link.Position().Y >= end-1; below != c.below {
				t.Errorf("the link is at %v, the sentence ends at %v", n.link.Position(), end)
			}
			if n.link.Position().Y+n.link.Size().Height > n.Size().Height {
				t.Error("the link is cut")
			}
		})
	}
	short := NewNote(theme.Warned, theme.IconWarning, "Late.", link)
	if short.below(332) {
		t.Error("a short sentence has room beside its link")
	}
}
