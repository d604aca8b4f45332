package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestKeyedLabelsHaveTheirKeysBelowEachOther(t *testing.T) {
	app(t, theme.Light)
	labels := []string{"Cut", "Import files", "", "Columns and order of the list", "Nothing"}
	keyed := kit.Keyed(labels, []string{"Ctrl X", "Ctrl I", "", "Ctrl L", ""})
	if keyed[2] != "" || keyed[4] != "Nothing" {
		t.Errorf("without a key stands %q and %q", keyed[2], keyed[4])
	}
	begins := float32(0)
	for _, i := range []int{0, 1, 3} {
		at := strings.LastIndex(keyed[i], "\t") + 1
		if !strings.HasPrefix(keyed[i], labels[i]) || !strings.HasPrefix(keyed[i][at:], "Ctrl ") {
			t.Fatalf("%q", keyed[i])
		}
		x := fyne.MeasureText(keyed[i][:at], theme.TextSize, fyne.TextStyle{}).Width
		if widest := fyne.MeasureText(labels[3], theme.TextSize, fyne.TextStyle{}).Width; x <= widest {
			t.Errorf("the key of %s begins at %v, the widest label ends at %v", labels[i], x, widest)
		}
		if begins != 0 && x != begins {
			t.Errorf("the key of %s begins at %v, that of %s at %v", labels[i], x, labels[0], begins)
		}
		begins = x
	}
}
