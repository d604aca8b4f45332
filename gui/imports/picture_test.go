package imports

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/importer"
)

func TestPictures(t *testing.T) {
	if os.Getenv("PICTURES") == "" {
		t.Skip("pictures are drawn when PICTURES is set")
	}
	b, path := twice(t)
	h, s := open(t, b, path)
	h.Shot("imports-preview")
	h.Resize(1920-184, 1080-54)
	h.Shot("imports-preview-1920")
	h.Resize(1100-184, 700)
	h.Shot("imports-preview-1100")
	h.Resize(guitest.Width, guitest.Height)
	h.Look(theme.Dark)
	h.Shot("imports-preview-dark")
	h.Look(theme.Light)
	s.choose(tabRefused)
	h.Shot("imports-refused")
	s.choose(tabCreated)
	h.Shot("imports-created")
	s.run()
	h.Shot("imports-done")
	h.Open(NewPreview, route(path))
	h.Shot("imports-same")
	h.Open(New, page.Route{Screen: page.Imports})
	h.Shot("imports-list")
	l := h.Screen.(*list)
	l.grid.SelectLine(0)
	l.grid.Open(l.grid.Current())
	h.Shot("imports-panel")
	h, _ = open(t, guitest.Empty(t), write(t, "mystery.csv", "Alpha;Beta;Gamma\n1;2;x\n2;3;y\n"))
	h.Shot("imports-unknown")
	b = guitest.Empty(t)
	give(t, b, "supplier", `{"name":"Lumen Lighting BV"}`)
	give(t, b, "supplier", `{"name":"Acme","currency":"EUR"}`)
	first := "Artikelnummer;EAN;Bezeichnung;EK;ab 10;Bestand;Gültig ab\n"
	for i := range 24 {
		first += fmt.Sprintf("A-%d;;Leuchte Typ %d;1%d,50;1%d,00;%d;01.04.2026\n", 100+i, i, i%9, i%9, i*7)
	}
	h, _ = open(t, b, write(t, "preise.csv", first))
	h.Shot("imports-mapping")
	bring(t, b, importer.Options{Supplier: "Acme"}, write(t, "preise.csv", first))
	h, _ = open(t, b, write(t, "preise-mai.csv", strings.ReplaceAll(strings.ReplaceAll(first, "13,50", "14,20"), ";35;", ";0;")))
	h.Shot("imports-list-changed")
	h, _ = open(t, b, write(t, "photo.csv", "\x89PNG not a table"))
	h.Shot("imports-failed")
	b, path = twice(t)
	h, _ = open(t, b, path, write(t, "photo.csv", "%PDF"), export(t, "c.csv", sold{number: 900}))
	h.Shot("imports-queue")
	h = guitest.New(t, b)
	h.Run = &async.Manual{}
	h.Open(NewPreview, route(path))
	h.Shot("imports-reading")
	h.Run = async.Inline{}
	h.Open(New, page.Route{Screen: page.Imports})
	h = guitest.New(t, guitest.Empty(t))
	h.Open(New, page.Route{Screen: page.Imports})
	h.Shot("imports-empty")
}
