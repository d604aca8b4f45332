package theme_test

import (
	"testing"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"

	"github.com/dropledger/dropledger/gui/theme"
)

// The menus of the window have no edge. In the light theme they had the colour of the
// rail they open over, and nothing told where a menu ended.
func TestMenus_StandApartFromWhatTheyOpenOver(t *testing.T) {
	for _, look := range []theme.Look{theme.Light, theme.Dark} {
		th := theme.New(theme.Options{Look: look})
		menu := th.Color(stock.ColorNameMenuBackground, stock.VariantLight)
		for name, below := range map[string]fyne.ThemeColorName{"rail": theme.Rail, "surface": theme.Surface, "background": theme.Background} {
			var apart int
			r, g, b, _ := menu.RGBA()
			x, y, z, _ := th.Color(below, stock.VariantLight).RGBA()
			for _, d := range []int{int(r>>8) - int(x>>8), int(g>>8) - int(y>>8), int(b>>8) - int(z>>8)} {
				apart += max(d, -d)
			}
			if apart < 12 {
				t.Errorf("look %v: a menu differs from the %s by %d", look, name, apart)
			}
		}
	}
}
