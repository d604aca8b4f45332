package assess_test

import (
	"os"
	"testing"

	"github.com/dropledger/dropledger/gui/assess"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
)

// TestPictures draws the screens to look at when PICTURES names a folder.
func TestPictures(t *testing.T) {
	if os.Getenv("PICTURES") == "" {
		t.Skip("set PICTURES to a folder to draw the screens")
	}
	for suffix, look := range map[string]theme.Look{"": theme.Light, "-dark": theme.Dark} {
		b := guitest.Sample(t)
		for _, s := range assess.Shots() {
			if s.Book == page.BlankBook || s.State != page.Loaded {
				continue
			}
			h := guitest.New(t, b)
			h.Look(look)
			h.Resize(guitest.Width, guitest.Height)
			build := assess.New
			if s.Route.Screen == page.Templates {
				build = assess.NewTemplates
			}
			screen := h.Open(build, s.Route)
			if s.Prepare != nil {
				s.Prepare(screen)
			}
			h.Shot(s.Name + suffix)
		}
	}
}
