package gui

import (
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
)

// Once a screen was opened its first rows are there, if they came in time: no frame
// is drawn without them.
func TestEveryListShowsItsFirstRowsWithTheFirstFrame(t *testing.T) {
	for _, name := range []string{page.Today, page.Orders, page.Forwarding, page.Parcels, page.Suppliers, page.Products, page.Margins, page.Books} {
		t.Run(name, func(t *testing.T) {
			b := guitest.Sample(t)
			if err := b.Orders.Warm(t.Context()); err != nil {
				t.Fatal(err)
			}
			h, run := guitest.New(t, b), &guitest.Prompt{}
			h.Run = run
			kit.Use(run)
			t.Cleanup(func() { kit.Use(async.Inline{}) })
			h.Open(screens[name], page.Route{Screen: name})
			if run.Lists == 0 {
				t.Error("no row is there yet")
			}
		})
	}
}
