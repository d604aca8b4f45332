package stocking_test

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/stocking"
	"github.com/dropledger/dropledger/services/purchase"
	service "github.com/dropledger/dropledger/services/stocking"
	"github.com/dropledger/dropledger/services/store"
)

func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "en_US.UTF-8")
	os.Exit(m.Run())
}

func open(t *testing.T, b *page.Book, tab string) *guitest.Host {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	h.Open(stocking.New, page.Route{Screen: page.Stocking, Params: map[string]string{"tab": tab}})
	return h
}

// drafts counts the purchase orders of the book.
func drafts(t *testing.T, b *page.Book) int {
	t.Helper()
	rows, err := purchase.List(t.Context(), b.DB, purchase.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

func TestStocking_AnEmptyBookSaysWhatToDo(t *testing.T) {
	b := guitest.Empty(t)
	open(t, b, "").See("No stock of your own yet", "Goods already there")
	open(t, b, "proposals").See("Nothing was sold yet", "Go to Orders")
}

func TestStocking_ShowsTheStockWithItsMoves(t *testing.T) {
	h := open(t, guitest.Sample(t), "")
	h.See("Stock at 3PLs", "Reorder point", "Order now", "Counted at the start", "How long it lasts")
	h.Shot("stock")
}

func TestStocking_AProposalShowsItsCalculation(t *testing.T) {
	h := open(t, guitest.Sample(t), "proposals")
	h.See("A month of 30 days", "Pick and pack", "Stock saves", "Pays from, a month", "When to order")
	h.Shot("proposals")
}

func TestStocking_OrderingDraftsAPurchaseOrderOnceItWasShown(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, "")
	before := drafts(t, b)
	h.No = true
	h.Act("stocking.replenish")
	if drafts(t, b) != before {
		t.Fatal("a purchase order was drafted before anyone said so")
	}
	h.No = false
	h.Act("stocking.replenish")
	if n := drafts(t, b) - before; n != 1 {
		t.Errorf("%d purchase orders were drafted for the 3PL", n)
	}
}

func TestStocking_ACountEntersWhatDiffers(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, "")
	h.Act("stocking.count")
	h.Type("Pieces counted", "40")
	h.Key(action.Ctrl(fyne.KeyS))
	all, err := service.New(b.DB).Levels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, l := range all {
		most = max(most, int(l.OnHand))
	}
	if most != 40 {
		t.Errorf("the most that lies there is %d", most)
	}
	h.Act("stocking.count")
	h.Type("Pieces counted", "39")
	h.Type("Reference", "second count")
	h.Key(action.Ctrl(fyne.KeyS))
	if s := said(h); !strings.HasPrefix(s, "1 piece") || !strings.Contains(s, "taken off") {
		t.Errorf("a count of one less said %q", s)
	}
}

// A duty nobody knows is told with the day of the law, written as the user writes
// days.
func TestStocking_DaysInSentencesAreWrittenAsTheWindowDoes(t *testing.T) {
	b := guitest.Sample(t)
	err := b.DB.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Exec(`UPDATE supplier SET country = 'CN' WHERE type <> 'third_party_logistics'`).Error, tx.Exec(`UPDATE product SET hs = '94051100'`).Error,
			tx.Exec(`DELETE FROM tax_rule WHERE kind IN ('duty_relief', 'flat_duty')`).Error)
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := service.New(b.DB).Proposals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, p := range r.Proposals {
		told := strings.Join(append(append([]string{p.Says}, p.Unknown...), p.Notes...), "\n")
		if !iso.MatchString(told) {
			continue
		}
		found++
		h := guitest.New(t, b)
		h.Resize(1366, guitest.Height)
		h.Open(stocking.New, page.Route{Screen: page.Stocking, Key: p.Region + "\n" + p.SKU, Params: map[string]string{"tab": "proposals"}})
		h.Act("stocking.made")
		all := strings.Join(h.Texts(), "\n")
		if iso.MatchString(all) || !strings.Contains(all, h.Format().DateYear(b.Today())) {
			t.Errorf("%s says\n%s", p.SKU, all)
		}
		if found == 2 {
			break
		}
	}
	if found == 0 {
		t.Fatal("no proposal tells a day: the test tries nothing")
	}
}

var iso = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
