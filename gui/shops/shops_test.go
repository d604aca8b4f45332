package shops_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/shops"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
)

func open(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *shops.Shops) {
	h := guitest.New(t, b)
	return h, h.Open(shops.New, r).(*shops.Shops)
}

func list(t *testing.T, b *page.Book) []shop.Row {
	t.Helper()
	rows, err := shop.New(b.DB, b.Bus).List(t.Context(), record.Filter{Archived: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestShops_ShowsEachShopWithWhatCameThroughIt(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b, page.Route{Screen: page.Shops})
	h.See("Shops", "New shop", "Time zone", "Came through it", "Changes")
	for _, r := range list(t, b) {
		h.See(r.Name)
	}
}

func TestShops_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := open(t, guitest.Empty(t), page.Route{Screen: page.Shops})
	h.See("No shop yet", "How shops work")
	h.Tap("How shops work")
	if n := len(h.Routes); n != 1 || h.Routes[0].Screen != page.Help || h.Routes[0].Key != page.Shops {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestShops_ANewShopIsMadeWithTheKeyboard(t *testing.T) {
	b := guitest.Empty(t)
	h, s := open(t, b, page.Route{Screen: page.Shops})
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("Only the name is needed; the rest can stay as it is.")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Fill in “Name”.")
	h.Type("Name", "nordlicht.de")
	if s.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows := list(t, b)
	if len(rows) != 1 || rows[0].Name != "nordlicht.de" || rows[0].Platform != "other" || rows[0].Currency != b.Home || rows[0].TimeZone != "UTC" {
		t.Fatalf("shops = %+v", rows)
	}
	h.See("nordlicht.de", "Created")
	if s.Dirty() != "" || len(h.Toasts) != 1 || h.Toasts[0].Text != "nordlicht.de is saved." {
		t.Errorf("dirty %q, toasts %v", s.Dirty(), h.Toasts)
	}
}

func TestShops_AShopIsRenamedAndARefusalLandsAtTheField(t *testing.T) {
	b := guitest.Empty(t)
	zone := "Europe/Berlin"
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: "First", TimeZone: &zone}, {Name: "Second"}}); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, page.Route{Screen: page.Shops, Key: "Second"})
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("No two shops share one.")
	h.Key(action.Plain(fyne.KeyEscape))
	h.DontSee("No two shops share one.")
	rename := func(name string) {
		h.Key(action.Plain(fyne.KeyE))
		h.Type("Name", name)
		h.Key(action.Ctrl(fyne.KeyS))
	}
	rename("first")
	h.See("Second", "another shop has this name already")
	if rows := list(t, b); rows[1].Name != "Second" {
		t.Errorf("shops = %+v", rows)
	}
	h.Type("Name", "Third")
	h.Key(action.Ctrl(fyne.KeyS))
	if rows := list(t, b); rows[1].Name != "Third" {
		t.Errorf("shops = %+v", rows)
	}
	h.See("Name: from Second to Third")
}

func TestShops_ArchivingCanBeTakenBack(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b, page.Route{Screen: page.Shops})
	first := list(t, b)[0].Name
	h.Key(action.Plain(fyne.KeyDelete))
	if !list(t, b)[0].Archived || len(h.Toasts) != 1 || !h.Toasts[0].Undo {
		t.Fatalf("shops = %+v, toasts %v", list(t, b), h.Toasts)
	}
	h.Toasts[0].Link.Do()
	if list(t, b)[0].Archived {
		t.Error("undo did not bring it back")
	}
	h.Act("shops.archive")
	if !list(t, b)[0].Archived {
		t.Error("the one that came back is not chosen")
	}
	h.Act("shops.all")
	h.See("Archived", first)
}

func TestShops_LeadsToOrdersFeesAndWritesAFile(t *testing.T) {
	h, s := open(t, guitest.Small(t), page.Route{Screen: page.Shops})
	h.Key(action.Plain(fyne.KeyO), action.Plain(fyne.KeyF))
	if len(h.Routes) != 2 || h.Routes[0].Screen != page.Orders || h.Routes[0].Param("shop") == "" || h.Routes[1].Screen != page.Fees {
		t.Errorf("went to %v", h.Routes)
	}
	h.Files = []string{t.TempDir() + "/shops.csv"}
	h.Key(action.Ctrl(fyne.KeyE))
	if len(h.Tasks) != 1 || h.Tasks[0].Err != nil || len(h.Toasts) != 1 {
		t.Errorf("tasks %v, reports %v", h.Tasks, h.Reports)
	}
	if !s.Escape() || s.Escape() {
		t.Error("Esc closes the panel, then nothing")
	}
	h.DontSee("Came through it")
}

func TestShops_TheFormAsksBeforeChangesAreLost(t *testing.T) {
	h, s := open(t, guitest.Small(t), page.Route{Screen: page.Shops})
	h.Act("shops.edit")
	h.Type("Name", "Another")
	h.No = true
	s.Escape()
	if len(h.Questions) != 1 || !strings.Contains(strings.Join(h.Questions[0].Lines, ""), "Another") {
		t.Fatalf("questions = %v", h.Questions)
	}
	h.See("Name", "Another")
	h.No = false
	s.Escape()
	h.DontSee("Another")
	h.See("Came through it")
}

func TestShops_RowsThatAreReadAnewLeaveTheFormOpen(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b, page.Route{Screen: page.Shops})
	h.Act("shops.edit")
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: "Zzz"}}); err != nil {
		t.Fatal(err)
	}
	s.Reload()
	h.See("No two shops share one.", "Zzz")
}

func TestShops_AnotherFormAsksBeforeChangesAreLost(t *testing.T) {
	h, s := open(t, guitest.Small(t), page.Route{Screen: page.Shops})
	h.Act("shops.edit")
	h.Type("Name", "Another")
	h.No = true
	h.Key(action.Ctrl(fyne.KeyN))
	if len(h.Questions) != 1 || s.Dirty() == "" {
		t.Fatalf("questions = %v, lost %q", h.Questions, s.Dirty())
	}
	h.No = false
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("Only the name is needed; the rest can stay as it is.")
}

func TestShops_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h.Open(shops.New, page.Route{Screen: page.Shops})
	h.See("Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) != 1 {
		t.Errorf("reports = %v", h.Reports)
	}
}

func TestShops_LateRowsComeWithoutMovingTheChoice(t *testing.T) {
	b := guitest.Small(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(shops.New, page.Route{Screen: page.Shops}).(*shops.Shops)
	pump.Settle()
	rows := list(t, b)
	h.See(rows[0].Name)
	name := "Aaa"
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: name}}); err != nil {
		t.Fatal(err)
	}
	pump.Settle() // the event reaches the window
	pump.Tick()   // and is answered a moment later
	h.See(name, rows[0].Name)
	s.Close()
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: "Bbb"}}); err != nil {
		t.Fatal(err)
	}
	pump.Settle()
	pump.Tick()
	h.DontSee("Bbb")
}

func TestShops_TheWayBackKeepsSearchAndChoice(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b, page.Route{Screen: page.Shops})
	h.Act("shops.all")
	h.Type("Name, platform, zone", "nobody")
	kept := s.Keep()
	h.Return(shops.New, page.Route{Screen: page.Shops}, kept)
	h.See("nobody", "No shop fits this filter")
}

func TestShops_TwoThatAreOneAreMergedAndTakenApart(t *testing.T) {
	b := guitest.Empty(t)
	service := shop.New(b.DB, b.Bus)
	if _, err := service.Put(t.Context(), []shop.Input{{Name: "Nordlicht"}, {Name: "nordlicht.de"}}); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, page.Route{Screen: page.Shops, Key: "Nordlicht"})
	h.Key(action.Plain(fyne.KeyM))
	h.See("Make Nordlicht part of another shop?", "nordlicht.de", "Nordlicht is archived then.")
	if h.Verb() {
		t.Fatal("the dialog stays")
	}
	if rows := list(t, b); !rows[0].Archived || rows[1].Archived {
		t.Fatalf("shops = %+v, reports %v", rows, h.Reports)
	}
	h.Toasts[len(h.Toasts)-1].Link.Do()
	if rows := list(t, b); rows[0].Archived {
		t.Errorf("shops = %+v, reports %v", rows, h.Reports)
	}
}

func TestShops_AShopThatSoldIsNotMerged(t *testing.T) {
	b := guitest.Small(t)
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: "Another"}}); err != nil {
		t.Fatal(err)
	}
	name := list(t, b)[1].Name
	h, _ := open(t, b, page.Route{Screen: page.Shops, Key: name})
	h.Key(action.Plain(fyne.KeyM))
	h.See("Harbour has 8 orders, and what is booked on a shop is never", "Archive Harbour")
	if h.Verb() {
		t.Error("the dialog stays")
	}
	if rows := list(t, b); !rows[1].Archived || !h.Toasts[len(h.Toasts)-1].Undo {
		t.Errorf("shops = %+v, toasts %v", rows, h.Toasts)
	}
}
