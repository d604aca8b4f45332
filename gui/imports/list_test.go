package imports

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/importer"
)

func listOf(t *testing.T, b *page.Book) (*guitest.Host, *list) {
	t.Helper()
	h := guitest.New(t, b)
	h.Open(New, page.Route{Screen: page.Imports})
	return h, h.Screen.(*list)
}

func TestList_ShowsImportsAndTakesOneBack(t *testing.T) {
	b, path := twice(t)
	bring(t, b, importer.Options{Shop: "nordlicht.us"}, path)
	h, s := listOf(t, b)
	h.See("orders_export_us_2026-03-14.csv", "Shopify orders")
	s.grid.SelectLine(0)
	h.Key(action.Plain(fyne.KeyD))
	h.See("Import 2", "SHA-256", "5,388.00\u00a0USD", "Row 122:", "Take it back")
	s.grid.SelectLine(1)
	h.See("Import 1 cannot be taken back: import 2")
	if why := s.undoOff(); !strings.Contains(why, "import 2 changed") {
		t.Errorf("why: %q", why)
	}
	s.grid.SelectLine(0)
	h.Act("imports.undo")
	if n := orders(t, b); n != 46 {
		t.Errorf("%d orders are left", n)
	}
	if q := h.Questions[0]; len(q.Lines) != 3 || !strings.Contains(q.Lines[0], "74 new records are removed") {
		t.Errorf("it asks %+v", q)
	}
	s.Reload()
	h.See("Taken back")
	if why := s.undoOff(); !strings.Contains(why, "It was taken back on") {
		t.Errorf("why: %q", why)
	}
	h.Key(action.Plain(fyne.KeyEscape))
	if s.page.Panel() != nil {
		t.Error("Esc leaves the panel open")
	}
}

func TestList_HasItsFourStates(t *testing.T) {
	run := &async.Manual{}
	h := guitest.New(t, guitest.Empty(t))
	h.Run = run
	h.Open(New, page.Route{Screen: page.Imports})
	run.Tick()
	h.See("Nothing was imported yet", "How to export", "Import files")
	b, _ := twice(t)
	h, s := listOf(t, b)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	s.Reload()
	h.See("Try again")
	b, _ = twice(t)
	h, s = listOf(t, b)
	h.Type("Search imports", "nobody")
	h.See("Nothing fits your search")
	s.Search()
	h.Files = []string{"/tmp/x.csv"}
	h.Key(action.Ctrl(fyne.KeyN))
	if len(h.Imported) != 1 {
		t.Error("Ctrl+N imports nothing")
	}
}

func TestList_FollowsTheBookAndKeepsItsPlace(t *testing.T) {
	b, path := twice(t)
	run := &async.Manual{}
	h := guitest.New(t, b)
	h.Run = run
	h.Open(New, page.Route{Screen: page.Imports})
	run.Tick()
	s := h.Screen.(*list)
	if s.grid.Len() != 1 {
		t.Fatalf("%d imports are shown", s.grid.Len())
	}
	bring(t, b, importer.Options{Shop: "nordlicht.us"}, path)
	run.Settle()
	run.Tick()
	if s.grid.Len() != 2 {
		t.Fatalf("%d imports are shown after another came in", s.grid.Len())
	}
	s.grid.SelectLine(1)
	kept := s.Keep()
	h.Return(New, page.Route{Screen: page.Imports}, kept)
	run.Tick()
	if got := h.Screen.(*list).grid.Current(); got != "1" {
		t.Errorf("the cursor is on %q", got)
	}
}

// The question spoke of 0 changed records, and what was said afterwards counted the
// products and customers too: two numbers for one import.
func TestList_TakingBackSaysOneNumberOnly(t *testing.T) {
	b := guitest.Empty(t)
	_, path := twice(t)
	bring(t, b, importer.Options{Shop: "nordlicht.us"}, path)
	h, s := listOf(t, b)
	s.grid.SelectLine(0)
	h.Act("imports.undo")
	if q := h.Questions[0]; len(q.Lines) != 2 || strings.Contains(strings.Join(q.Lines, " "), "0 changed") {
		t.Errorf("it asks %q", q.Lines)
	}
	if len(h.Toasts) != 1 || h.Toasts[0].Text != "The import was taken back" {
		t.Errorf("it says %+v", h.Toasts)
	}
}
