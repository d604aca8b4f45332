package imports

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
)

// importing is a page whose import waits to be done.
func importing(t *testing.T) (*page.Book, *guitest.Host, *async.Manual) {
	t.Helper()
	b, path := twice(t)
	run := &async.Manual{}
	h := guitest.New(t, b)
	h.Run = run
	h.Open(NewPreview, route(path))
	run.Settle()
	h.Screen.(*preview).Primary()
	h.See("Importing", "Esc stops")
	return b, h, run
}

func TestPreview_StopsAnImport(t *testing.T) {
	b, h, run := importing(t)
	h.Key(action.Plain(fyne.KeyEscape))
	run.Settle()
	if n := orders(t, b); n != 46 || h.Backs != 0 {
		t.Errorf("%d orders, %d back", n, h.Backs)
	}
	h.See("Import 120 orders")
}

// After an import was stopped the page went on saying how an import comes in.
func TestPreview_ReadingAgainAfterAStopSaysThatNothingIsWritten(t *testing.T) {
	_, h, run := importing(t)
	s := h.Screen.(*preview)
	s.show(async.State[known]{Phase: async.Loading, Known: true})
	h.See("Nothing is written. Esc leaves.", "nothing is written yet")
	h.DontSee("Esc stops")
	run.Settle()
}

func TestPreview_ImportsWhileTheWindowGoesOn(t *testing.T) {
	b, path := twice(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	h.Open(NewPreview, route(path))
	pump.Settle()
	s := h.Screen.(*preview)
	s.Primary()
	s.Reload() // is not heard while the import runs
	pump.Settle()
	h.See("120 orders were imported: 74 new, 20 changed")
	h.Tap("Take this import back")
	pump.Settle()
	h.See("Import 120 orders")
	if n := orders(t, b); n != 46 {
		t.Errorf("%d orders are left", n)
	}
}
