package forwarding_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail/mailtest"
	"github.com/dropledger/dropledger/services/routing"
)

// lost is an outbox of which nobody knows whether any message arrived.
func lost(t *testing.T) (*page.Book, *guitest.Host) {
	t.Helper()
	b, _ := mailDesk(t, func(int) mailtest.Fate { return mailtest.TakeAndDrop })
	open(t, b).Key(action.Ctrl(fyne.KeyReturn))
	if n := len(outbox(t, b, forward.StateUnknown)); n < 2 {
		t.Fatalf("%d are unknown", n)
	}
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox})
	return b, h
}

// One letter sent everything once more, without a word and without a way back.
func TestOutbox_SayingThatItDidNotArriveIsAskedFirst(t *testing.T) {
	b, h := lost(t)
	before := len(outbox(t, b, forward.StateUnknown))
	h.No = true
	h.Key(action.Plain(fyne.KeyN))
	h.Key(action.Plain(fyne.KeyA))
	if n := len(outbox(t, b, forward.StateUnknown)); n != before || len(h.Questions) != 2 {
		t.Fatalf("%d of %d are unknown after No to %d questions", n, before, len(h.Questions))
	}
	h.No = false
	h.Key(action.Plain(fyne.KeyN))
	if n := len(outbox(t, b, forward.StateFailed)); n != 1 {
		t.Errorf("%d did not arrive after Yes", n)
	}
}

func TestOutbox_AllThatIsSelectedIsSettledAtOnce(t *testing.T) {
	b, h := lost(t)
	h.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	h.Key(action.Plain(fyne.KeyA))
	if n := len(outbox(t, b, forward.StateUnknown)); n != 0 || len(h.Questions) != 1 {
		t.Errorf("%d are unknown still after %d questions", n, len(h.Questions))
	}
}

func TestOutbox_WhatDidNotArriveLeadsToWhereItIsForwardedAgain(t *testing.T) {
	_, h := lost(t)
	h.Key(action.Plain(fyne.KeyN))
	h.See("Forward again")
	h.Key(action.Plain(fyne.KeyF))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Forwarding {
		t.Errorf("it leads to %v", h.Routes)
	}
}

// The same sentence stood there once for each purchase order, over the whole height.
func TestForwarding_AReasonIsToldOnceForAllItHoldsFor(t *testing.T) {
	b, _ := mailDesk(t, func(int) mailtest.Fate { return mailtest.TakeAndDrop })
	h := open(t, b)
	h.Key(action.Ctrl(fyne.KeyReturn))
	if n := strings.Count(strings.Join(h.Texts(), " "), "was handed over"); n != 1 {
		t.Errorf("the reason stands there %d times: %v", n, h.Texts())
	}
	h.Verb()
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Outbox {
		t.Errorf("it leads to %v", h.Routes)
	}
}

// "Nothing could be routed" stood below fifteen new purchase orders.
func TestForwarding_GatheringIsToldWhenNothingWasLeftToRoute(t *testing.T) {
	b := guitest.Sample(t)
	if _, err := routing.New(b.DB, b.Bus, b.Jobs).Route(t.Context(), routing.Options{}); err != nil { // as the command line does
		t.Fatal(err)
	}
	h := open(t, b)
	h.Act("forwarding.gather")
	for _, said := range h.Said {
		if strings.Contains(said, "Nothing could be routed") {
			t.Errorf("it says %q", said)
		}
	}
	if len(h.Said) == 0 || !strings.HasPrefix(h.Said[len(h.Said)-1], "Put what had a supplier into") {
		t.Errorf("it says %v", h.Said)
	}
}

// Beside the panel the time was cut, and the name of every supplier, for the sake
// of a column that was empty.
func TestOutbox_TellsWhoAndWhenBesideThePanel(t *testing.T) {
	b, h := lost(t)
	h.Resize(theme.PanelOverBelow, 768) // without the rail: the panel stands beside
	r := outbox(t, b, forward.StateUnknown)[0]
	h.See(r.Supplier, h.Format().Moment(r.Started), r.To)
	h.DontSee("Next try")
}
