package vetting

import (
	"os"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
)

// Pictures of every tab in light and dark, to be looked at.
func TestPictures(t *testing.T) {
	if os.Getenv("PICTURES") == "" {
		t.Skip("Drawing takes long: set PICTURES to a folder to see the pictures.")
	}
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	for _, look := range []theme.Look{theme.Light, theme.Dark} {
		h.Look(look)
		name := map[theme.Look]string{theme.Light: "light", theme.Dark: "dark"}[look]
		for _, s := range []struct{ supplier, tab string }{
			{"Maasdok Fulfilment", tabScorecard},
			{"Lakeshore Home Supply", tabScorecard},
			{"Hansekontor Großhandel", tabAssessments},
			{"Pennine Makers", tabTests},
			{"Hansekontor Großhandel", tabTerms},
			{"Lakeshore Home Supply", tabTalks},
			{"Hansekontor Großhandel", tabPapers},
			{"Hansekontor Großhandel", tabParty},
			{"Lakeshore Home Supply", tabActions},
			{"Lakeshore Home Supply", tabHistory},
			{"Golden Reed Store", tabTerms},
		} {
			d := h.Open(New, page.Route{Screen: page.Scorecard, Key: s.supplier, Params: map[string]string{tabParam: s.tab}}).(*Document)
			h.Shot(s.tab + "-" + s.supplier[:4] + "-" + name)
			if s.tab == tabTests || s.tab == tabTerms || s.tab == tabTalks || s.tab == tabPapers {
				d.Create()
				h.Shot(s.tab + "-" + s.supplier[:4] + "-new-" + name)
			}
		}
	}
}
