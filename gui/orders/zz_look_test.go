package orders

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"image/png"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func lookBook(t *testing.T, path string) *page.Book {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skip(err)
	}
	p := t.TempDir() + "/nordlicht.dropledger"
	os.WriteFile(p, data, 0o600)
	b := guitest.Of(storetest.OpenWith(t, store.Config{Path: p}))
	b.Home = "EUR"
	return b
}

func snap(t *testing.T, h *guitest.Host, name string) {
	for _, l := range []theme.Look{theme.Light, theme.Dark} {
		if l == theme.Dark && os.Getenv("DARK") == "" {
			continue
		}
		h.Look(l)
		f, _ := os.Create("/tmp/ord_" + name + map[theme.Look]string{theme.Light: "", theme.Dark: "-dark"}[l] + ".png")
		png.Encode(f, h.Window.Canvas().Capture())
		f.Close()
	}
	h.Look(theme.Light)
}

var _ = test.NewTempApp
var _ = format.New

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip("pictures only on demand")
	}
	demo := lookBook(t, "/tmp/ord_demo.dropledger")
	h := guitest.New(t, demo)
	w, hh := float32(1366), float32(guitest.Height)
	if os.Getenv("BIG") != "" {
		w, hh = 1920-184, 1080-54
	}
	if os.Getenv("NARROW") != "" {
		w, hh = 1100-184, 768-54
	}
	h.Resize(w, hh)
	h.Open(New, page.Route{Screen: page.Orders})
	l := h.Screen.(*List)
	snap(t, h, "list")
	l.grid.SelectLine(3)
	snap(t, h, "list3")
	l.grid.SetFilters(nil)
	for i := range 60 {
		l.grid.SelectLine(i)
		if r, ok := l.grid.CurrentRow(); ok && r.Lines > 1 && r.State == "fulfilled" {
			break
		}
	}
	snap(t, h, "listall")
	row, _ := l.grid.CurrentRow()
	h.Key(action.Plain(fyne.KeyD))
	snap(t, h, "listclosed")
	l.bar.choose(page.ByState)
	snap(t, h, "menu")
	h.Key(action.Plain(fyne.KeyEscape))
	l.grid.SetFilter(page.ByCountry, "DE", "FR", "NL")
	l.grid.SetFilter(page.ByState, "held", "voided")
	l.grid.SetSearch("zzz")
	snap(t, h, "nomatch")
	for _, tab := range []string{tabOverview, tabMoney, tabPurchases, tabHistory} {
		r := page.OrderRoute(row.Shop, row.Number)
		r.Params[tabParam] = tab
		h.Open(NewOrder, r)
		snap(t, h, "order-"+tab)
	}
	var sent, held, route string
	rows, _ := demo.Orders.Find(t.Context(), orderbook.Query{})
	for _, r := range rows.Rows(0, 1000) {
		if r.State == "forwarded" || r.State == "to_forward" && sent == "" {
			sent = r.Number
		}
		if r.State == "held" {
			held = r.Number
		}
	}
	_ = route
	for _, tab := range []string{tabOverview, tabMoney, tabPurchases, tabHistory} {
		h.Open(NewOrder, page.Route{Screen: page.Order, Key: sent, Params: map[string]string{tabParam: tab}})
		snap(t, h, "sent-"+tab)
	}
	h.Open(NewOrder, page.Route{Screen: page.Order, Key: held})
	snap(t, h, "held")
	h.Open(NewOrder, newRoute())
	snap(t, h, "new")
	h.Open(NewOrder, page.Route{Screen: page.Order, Key: sent, Params: map[string]string{doParam: doEdit}})
	snap(t, h, "edit")
	h.Resize(1366, 1500)
	snap(t, h, "edit-tall")
	h.Resize(1366, 714)
	h.Window.Canvas().(interface{ SetScale(float32) }).SetScale(2)
	h.Open(New, page.Route{Screen: page.Orders})
	snap(t, h, "2x")
	h.Window.Canvas().(interface{ SetScale(float32) }).SetScale(1)
	h2 := guitest.New(t, guitest.Empty(t))
	h2.Resize(w, hh)
	h2.Open(New, page.Route{Screen: page.Orders})
	snap(t, h2, "empty")
}
