package pdf

import (
	"slices"
	"testing"
)

// What is said before a document is made is what its making says.
func TestUnprintable_SaysWhatTheDocumentWouldSay(t *testing.T) {
	for _, name := range []string{"Zoë Groß", "山 Zoë 🙂", "مرحبا", "नमस्ते", "a\nb", "", "\u200dx"} {
		p := order()
		p.Orders[0].ShipTo.Name = name
		_, want := written(t, p.WritePDF, setup())
		if got := Unprintable(setup().Fonts, "Main Street 1", name); !slices.Equal(got, want) {
			t.Errorf("%q: said %q before, %q by the document", name, got, want)
		}
	}
	if len(Unprintable(setup().Fonts, "山")) == 0 {
		t.Error("nothing is said of a character that no font here has, so this test shows nothing")
	}
}
