package backups_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/backups"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/booktest"
)

func check(t *testing.T, b *page.Book) (*guitest.Host, *backups.Check) {
	h := guitest.New(t, b)
	return h, h.Open(backups.NewCheck, page.Route{Screen: page.Check}).(*backups.Check)
}

func TestCheck_ASoundBookShowsEveryProofWithItsNumbers(t *testing.T) {
	b := guitest.Small(t)
	h, _ := check(t, b)
	h.See("Not checked yet on this computer")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("The book is sound.", "Every entry balances", "9 orders", "Agrees", "quick")
	h.DontSee("Margin lines equal the journal")
	h.Key(action.Plain(fyne.KeyF))
	h.See("Margin lines equal the journal", "in full")
	h.Key(action.Plain(fyne.KeyC))
	if len(h.Copied) != 1 || !strings.Contains(h.Copied[0], "Orders equal the journal: Agrees (9 orders)") {
		t.Errorf("copied %q", h.Copied)
	}
	// The result is still there at the next visit, without checking again.
	again := guitest.New(t, b)
	again.Memory = h.Memory
	again.Open(backups.NewCheck, page.Route{Screen: page.Check})
	again.See("The book is sound.", "in full")
	if len(again.Tasks) != 0 {
		t.Errorf("tasks %v", again.Tasks)
	}
}

func TestCheck_ADifferenceIsChosenAndSaysWhatToDo(t *testing.T) {
	small := booktest.Small(t)
	small.Exec(t, `UPDATE sales_order SET total = total + 100 WHERE number = '1001'`)
	h, s := check(t, guitest.Of(small.DB))
	s.Primary()
	h.See("The book is not sound.", "1 difference", "Order 1001 and the journal differ", "What to do")
	h.Tap("Backups")
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Backups {
		t.Errorf("went to %v", h.Routes)
	}
	if !s.Escape() || s.Escape() {
		t.Error("Esc closes the details, then nothing")
	}
}

func TestCheck_ABookThatCannotBeReadOffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, s := check(t, b)
	s.Primary()
	h.See("The check could not be made. Nothing was changed.", "Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) != 1 {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestCheck_ARunningCheckIsNotBegunTwice(t *testing.T) {
	b := guitest.Small(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(backups.NewCheck, page.Route{Screen: page.Check}).(*backups.Check)
	s.Primary()
	s.Reload()
	pump.Settle()
	if len(h.Tasks) != 1 {
		t.Errorf("tasks %v", h.Tasks)
	}
	h.See("The book is sound.")
}
