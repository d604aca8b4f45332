package kit_test

import (
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestARingIsFilledByItsShare(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		share float32
		to    float32
	}{{0.25, 90}, {1, 360}, {2, 360}, {0, 0}, {-1, 0}} {
		objs := test.TempWidgetRenderer(t, kit.NewRing(theme.Fine, "B", c.share, 48)).Objects()
		full := objs[1].(*canvas.Arc)
		if full.EndAngle != c.to || full.Visible() != (c.to > 0) {
			t.Errorf("%v fills up to %v degrees, visible %v", c.share, full.EndAngle, full.Visible())
		}
		if letter := objs[2].(*canvas.Text); letter.Text != "B" {
			t.Errorf("the letter is %q", letter.Text)
		}
	}
}
