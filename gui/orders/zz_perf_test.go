package orders

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

func TestPerf(t *testing.T) {
	if os.Getenv("PERF") == "" {
		t.Skip("measured on demand")
	}
	b := lookBook(t, os.Getenv("PERF"))
	h := guitest.New(t, b)
	p := guitest.NewPump()
	h.Run = p
	h.Resize(1366, guitest.Height)
	at := time.Now()
	say := func(what string) { t.Logf("%-40s %v", what, time.Since(at)); at = time.Now() }
	h.Open(New, page.Route{Screen: page.Orders})
	l := h.Screen.(*List)
	p.Until(func() bool { return l.grid.Len() > 0 })
	say("first rows, cold index")
	h.Window.Canvas().Capture()
	say("drawn (software)")
	p.Settle()
	say("warm")
	t.Log(l.page.Header.Count(), l.grid.FooterText())
	h.Open(New, page.Route{Screen: page.Orders})
	l = h.Screen.(*List)
	p.Until(func() bool { return l.grid.Len() > 0 })
	say("first rows, warm index")
	p.Settle()
	say("settled with panel")
	l.grid.SetFilters(nil)
	p.Settle()
	say("all orders")
	for _, w := range []string{"a", "an", "ann", "anna", "anna m"} {
		l.grid.SetSearch(w)
		p.Settle()
		say("search " + w + " -> " + l.page.Header.Count())
	}
	l.grid.SetSearch("")
	p.Settle()
	say("search cleared")
	for range 5 {
		h.Key(action.Plain(fyne.KeyDown))
		say("key down, row marked")
		p.Settle()
		say("panel shows it")
	}
	h.Key(action.Plain(fyne.KeyEnd))
	p.Settle()
	say("end")
	l.grid.SetSort()
	p.Settle()
	say("sort")
	r, _ := l.grid.CurrentRow()
	at = time.Now()
	h.Open(NewOrder, page.OrderRoute(r.Shop, r.Number))
	p.Settle()
	say("order page")
	h.Key(action.Alt(fyne.KeyDown))
	p.Settle()
	say("next order")
}
