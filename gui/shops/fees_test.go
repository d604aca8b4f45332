package shops_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/shops"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
)

func openFees(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *shops.Fees) {
	h := guitest.New(t, b)
	return h, h.Open(shops.NewFees, r).(*shops.Fees)
}

// card is a book with the fee of a card: 2.9 % and 0.30 since January.
func card(t *testing.T) *page.Book {
	t.Helper()
	b := guitest.Empty(t)
	fixed := record.Amount(model.MustAmount("0.30"))
	in := fee.Input{Name: "Card", ValidFrom: "2026-01-01", Percent: &record.Number{Decimal: decimal.RequireFromString("2.9")}, Fixed: &fixed}
	if _, err := put.New(b.DB, b.Bus).Fees(t.Context(), []fee.Input{in}); err != nil {
		t.Fatal(err)
	}
	return b
}

// chain are the rules in use as "from..to percent", by their first day.
func chain(t *testing.T, b *page.Book) string {
	t.Helper()
	rows, err := fee.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, r := range rows {
		to := model.Date("")
		if r.ValidTo != nil {
			to = *r.ValidTo
		}
		parts = append(parts, string(r.ValidFrom)+".."+string(to)+" "+r.Percent)
	}
	return strings.Join(parts, ", ")
}

func TestFees_ShowWhatAnOrderPays(t *testing.T) {
	h, _ := openFees(t, card(t), page.Route{Screen: page.Fees})
	h.See("Card", "2.9 %", "0.30", "since 1 Jan", "3.35", "In force", "every shop")
}

func TestFees_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := openFees(t, guitest.Empty(t), page.Route{Screen: page.Fees})
	h.See("No fee yet", "New fee")
}

func TestFees_ANewFeeIsWorkedOutWhileItIsTyped(t *testing.T) {
	b := guitest.Empty(t)
	h, _ := openFees(t, b, page.Route{Screen: page.Fees})
	h.Key(action.Ctrl(fyne.KeyN))
	enter := action.Plain(fyne.KeyReturn)
	typed := func(text string) {
		for _, r := range text {
			h.Focused().TypedRune(r)
		}
	}
	typed("Wallet")
	h.Key(enter, enter) // over the first day to the percentage
	typed("4")
	h.See("4.20") // 4 % of 105.00
	h.Key(action.Ctrl(fyne.KeyReturn))
	if got := chain(t, b); got != "0001-01-01.. 4" {
		t.Errorf("rules = %s, reports %v", got, h.Reports)
	}
	h.See("Wallet", "always")
}

func TestFees_ANewVersionEndsTheOneBefore(t *testing.T) {
	b := card(t)
	h, _ := openFees(t, b, page.Route{Screen: page.Fees})
	h.Key(action.Plain(fyne.KeyV))
	h.See("The name holds the versions together.", "Holds from its first day on")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if got := chain(t, b); got != "2026-01-01..2026-03-30 2.9, 2026-03-31.. 2.9" {
		t.Fatalf("rules = %s, reports %v", got, h.Reports)
	}
	h.See("since 31 Mar", "1 Jan – 30 Mar") // the list, and the versions in the panel
	h.Key(action.Plain(fyne.KeyDelete))
	if got := chain(t, b); got != "2026-01-01.. 2.9" {
		t.Errorf("archived: %s", got)
	}
	undo := h.Toasts[len(h.Toasts)-1]
	if !undo.Undo {
		t.Fatalf("toasts = %v", h.Toasts)
	}
	undo.Link.Do()
	if got := chain(t, b); got != "2026-01-01..2026-03-30 2.9, 2026-03-31.. 2.9" {
		t.Errorf("taken back: %s", got)
	}
	h.Key(action.Plain(fyne.KeyH))
	h.See("Past")
}

func TestFees_CorrectingChangesTheRuleInItsPlace(t *testing.T) {
	b := card(t)
	h, s := openFees(t, b, page.Route{Screen: page.Fees})
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("To begin on another day, make a new version.")
	for _, r := range "150" {
		h.Focused().TypedRune(r)
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("A percentage from 0 to 100.")
	h.Key(action.Plain(fyne.KeyBackspace), action.Ctrl(fyne.KeyReturn))
	if got := chain(t, b); got != "2026-01-01.. 15" {
		t.Errorf("rules = %s; %q would be lost", got, s.Dirty())
	}
	h.See("Percent: from 2.9 to 15")
}

func TestFees_CanBeNarrowedToAShopAndWritten(t *testing.T) {
	b := guitest.Sample(t)
	h, _ := openFees(t, b, page.Route{Screen: page.Fees, Params: map[string]string{"shop": "Northlight US"}})
	h.See("Shop: Northlight US")
	h.DontSee("Northlight Casa")
	out := filepath.Join(t.TempDir(), "fees.xlsx")
	h.Files = []string{out}
	h.Key(action.Ctrl(fyne.KeyE))
	if info, err := os.Stat(out); err != nil || info.Size() == 0 {
		t.Errorf("not written: %v, reports %v", err, h.Reports)
	}
}

func TestFees_ANewFeeIsOfTheShopThatTheListIsNarrowedTo(t *testing.T) {
	b := guitest.Sample(t)
	h, s := openFees(t, b, page.Route{Screen: page.Fees, Params: map[string]string{"shop": "Northlight US"}})
	s.Create()
	enter := action.Plain(fyne.KeyReturn)
	for _, typed := range []string{"Insurance", "1"} {
		for _, r := range typed {
			h.Focused().TypedRune(r)
		}
		h.Key(enter, enter)
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows, err := fee.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Name == "Insurance" {
			if r.Shop == nil || *r.Shop != "Northlight US" {
				t.Errorf("it is of %v", r.Shop)
			}
			return
		}
	}
	t.Error("it is not there")
}

func TestFees_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := card(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, _ := openFees(t, b, page.Route{Screen: page.Fees})
	h.See("Try again", "Details")
}
