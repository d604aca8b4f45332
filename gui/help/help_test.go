package help_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/help"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

func open(t *testing.T, b *page.Book, key string) (*guitest.Host, *help.Help) {
	h := guitest.New(t, b)
	h.Keys = []page.KeyGroup{{Title: "File", Keys: []page.KeyLine{{Label: "Quit", Key: "Ctrl Q"}}}, {Title: "Edit", Keys: []page.KeyLine{{Label: "Search this page", Key: "Ctrl F"}}}}
	return h, h.Open(help.New, page.Route{Screen: page.Help, Key: key}).(*help.Help)
}

func TestHelp_OpensThePageOfAScreen(t *testing.T) {
	for key, want := range map[string]string{
		page.Backups: "Making one", page.Check: "What is proved", page.Settings: "The business", page.Shops: "What a shop says",
		"": "The first day", "nowhere": "The first day",
	} {
		h, s := open(t, guitest.Small(t), key)
		words := strings.Fields(want)
		h.See(words...)
		if key == page.Backups && s.Title() != "Help: Backups" {
			t.Errorf("the window is called %q", s.Title())
		}
	}
}

func TestHelp_ShowsThePageBeforeTheListIsThere(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	pump := guitest.NewPump()
	h.Run = pump
	s := h.Open(help.New, page.Route{Screen: page.Help, Key: page.Backups}).(*help.Help)
	h.See("Making one")
	pump.Settle()
	h.See("Making one", "Orders")
	if s.Title() != "Help: Backups" {
		t.Errorf("the window is called %q", s.Title())
	}
	h.Key(action.Plain(fyne.KeyUp))
	pump.Settle()
	if s.Title() == "Help: Backups" || s.Title() == "Help: Getting started" {
		t.Errorf("Up from the page leads to %q", s.Title())
	}
}

func TestHelp_TheListIsWalkedWithTheKeyboard(t *testing.T) {
	h, s := open(t, nil, "")
	h.Key(action.Plain(fyne.KeyDown))
	if s.Title() == "Help: Getting started" {
		t.Error("Down shows the same page")
	}
	h.Key(action.Plain(fyne.KeyHome))
	if s.Title() != "Help: Getting started" {
		t.Errorf("Home shows %q", s.Title())
	}
	h.Key(action.Plain(fyne.KeyReturn)) // to the first link of the page
	h.Key(action.Plain(fyne.KeyReturn))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Help || h.Routes[0].Key == "" {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestHelp_SearchFindsPagesByAnyWord(t *testing.T) {
	h, s := open(t, nil, "")
	h.Type("Search the help", "examined")
	h.Key(action.Plain(fyne.KeyReturn))
	if s.Title() != "Help: Backups" {
		t.Errorf("found %q", s.Title())
	}
	h.Type("examined", "zzz")
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("No page holds", "Show all pages")
	h.Tap("Show all pages")
	h.See("Getting started", "Settings")
}

func TestHelp_OpensTheScreenThatAPageIsAbout(t *testing.T) {
	h, _ := open(t, guitest.Small(t), page.Fees)
	h.Tap("Open Fees")
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Fees {
		t.Errorf("went to %v", h.Routes)
	}
	h, _ = open(t, nil, page.Fees) // without a book there is nothing to open
	h.DontSee("Open Fees")
}

func TestHelp_KeysAreThoseOfTheProgram(t *testing.T) {
	h, _ := open(t, nil, "keys")
	h.See("File", "Quit", "Ctrl Q", "Search this page")
}

func TestHelp_AboutHasVersionsAndPathsToCopy(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b, "about")
	h.See(guitest.Program, "built on test", "Program data")
	h.Tap("Copy diagnostics")
	h.Act("help.diagnostics")
	if len(h.Copied) != 2 || h.Copied[0] != "diagnostics" {
		t.Errorf("copied %v", h.Copied)
	}
	kept := s.Keep()
	h.Return(help.New, page.Route{Screen: page.Help}, kept)
	h.See("Copy diagnostics")
}
