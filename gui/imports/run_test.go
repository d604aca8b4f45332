package imports

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
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

// While an import was being taken back its orders could be sent on, and it could be
// taken back once more.
func TestPreview_NothingRestsOnAnImportThatIsBeingTakenBack(t *testing.T) {
	_, h, run := importing(t)
	run.Settle()
	off := func() [2]bool {
		return [2]bool{guitest.Around[*kit.Button](h, "Route them").Disabled(), guitest.Around[*kit.Button](h, "Take this import back").Disabled()}
	}
	if off() != [2]bool{} {
		t.Fatal("an import that came in cannot be routed or taken back")
	}
	h.Tap("Take this import back")
	if off() != [2]bool{true, true} {
		t.Error("it can be routed, or taken back twice")
	}
	run.Settle()
	h.See("Import 120 orders")
	h.DontSee("Take this import back")
}

// An import that could not be taken back is offered again.
func TestPreview_AnImportThatWasNotTakenBackStands(t *testing.T) {
	b, h, run := importing(t)
	run.Settle()
	h.Tap("Take this import back")
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	run.Settle()
	if len(h.Reports) != 1 || guitest.Around[*kit.Button](h, "Take this import back").Disabled() {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestList_OneImportIsTakenBackAtATime(t *testing.T) {
	b, _ := twice(t)
	run := &async.Manual{}
	h := guitest.New(t, b)
	h.Run = run
	h.Open(New, page.Route{Screen: page.Imports, Key: "1"})
	run.Settle()
	s := h.Screen.(*list)
	h.Act("imports.undo")
	if s.undoOff() == "" || !guitest.Around[*kit.Button](h, "Take it back").Disabled() {
		t.Error("it can be taken back twice")
	}
	run.Settle()
	h.See("Taken back")
	if !strings.Contains(s.undoOff(), "was taken back on") {
		t.Errorf("why: %q", s.undoOff())
	}
}
