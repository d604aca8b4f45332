package today

import (
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/today"
)

// calm is the sample where three things wait: no parcel is followed, own stock
// is plenty, and nothing falls due with suppliers.
func calm(t *testing.T) *page.Book {
	t.Helper()
	b := guitest.Sample(t)
	for _, text := range []string{
		`UPDATE parcel SET archived_at = '2026-03-31T00:00:00Z'`,
		`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, reference, reason, source, recorded_at)
			SELECT supplier_id, product_id, 'adjustment', 10000, 0, 0, '2026-03-31', '', 'found', '', '2026-03-31T00:00:00Z' FROM stock_move GROUP BY supplier_id, product_id`,
		`UPDATE supplier SET requalify_on = ''`, `UPDATE sales_case SET archived_at = '2026-03-31T00:00:00Z'`,
		`UPDATE credential SET archived_at = '2026-03-31T00:00:00Z'`, `UPDATE talk SET archived_at = '2026-03-31T00:00:00Z'`,
		`UPDATE improvement SET archived_at = '2026-03-31T00:00:00Z'`, `UPDATE assessment SET archived_at = '2026-03-31T00:00:00Z'`,
	} {
		exec(t, b, text)
	}
	return b
}

func TestTell_SaysEveryKindInWords(t *testing.T) {
	facts := today.Facts{
		Order: "#7", Reason: "nobody ships to Greenland.", Purchase: "PO-1", Purchases: 6, Supplier: "Acme", Cutoff: "14:00", SKU: "L-1", Name: "Lamp",
		Shops: 2, Sold: 80, Old: model.MustAmount("21.4"), New: model.MustAmount("23.11"), Currency: "EUR", Percent: decimal.RequireFromString("8.0"), On: "2026-03-28",
	}
	want := map[today.Kind][2]string{
		today.Unbalanced:    {"The books do not agree: 2 findings", "nobody ships to Greenland."},
		today.Losing:        {"Lose money: 2 orders", "the oldest is #7"},
		today.Unsure:        {"Unknown sends: 2", "first PO-1 to Acme: nobody knows whether it left"},
		today.ToAmend:       {"Changed in the shop after they left: 2 orders", "first #7: nobody ships to Greenland."},
		today.ChangeRefused: {"Changes refused: 2", "first PO-1: nobody ships to Greenland."},
		today.ChangeOpen:    {"Changes without an answer: 2", "the oldest is order #7; PO-1; Acme"},
		today.ToForward:     {"To forward: 2 orders", "6 purchase orders; first cut-off 14:00, Acme"},
		today.ToRefill:      {"To forward: 2 replenishments", "first PO-1 to Acme"},
		today.ToPlace:       {"To place by hand: 2 orders", "first Acme"},
		today.Held:          {"Held: 2 orders", "first #7: nobody ships to Greenland."},
		today.ToRoute:       {"No supplier yet: 2 orders", "the oldest is #7"},
		today.StockLow:      {"2 products are low in your own stock", "first Lamp: 0 pieces free at Acme"},
		today.StockGone:     {"Stock gone: Lamp", "80 sold in 30 days, listed in 2 shops, L-1"},
		today.PriceRose:     {"Price rose 8.0 %: Lamp", "Acme: 21.40 to 23.11 EUR, 80 sold in 30 days"},
		today.PriceFell:     {"Price fell 8.0 %: Lamp", "Acme: 21.40 to 23.11 EUR, 80 sold in 30 days"},
		today.StageWaits:    {"Decide on the stage of Acme", "nobody ships to Greenland."},
		today.ClaimDue:      {"Acme: 2 cases without a claim", "order #7, claim until 28 Mar, and 1 more"},
		today.VettingDue:    {"Acme: 2 things fall due", "Lamp, 28 Mar, and 1 more"},
		today.OutOfBooks:    {"Not in the books: 2 orders", "first #7: nobody ships to Greenland."},
		today.CustomsData:   {"Customs data missing: 2 products", "first Lamp"},
		today.BackupOld:     {"No backup of today", "the newest is of 28 Mar"},
	}
	maps.Copy(want, parcelWords)
	f := guitest.English()
	for kind := range looks {
		i := today.Item{Kind: kind, Count: 2, Verb: today.Look, Facts: facts, Stake: model.MustAmount("1234567.8"), Since: "2026-03-30T12:30:00Z"}
		r := newRow(&i, f, "EUR")
		if got := [2]string{plain(r.work.Title), plain(r.work.Note)}; got != want[kind] {
			t.Errorf("%s: %q, want %q", kind, got, want[kind])
		}
		if r.work.Stake != "1,234,568" || r.work.Age != "1 d" || r.work.Icon == "" || r.work.Verb != "Look" {
			t.Errorf("%s: %+v", kind, r.work)
		}
	}
	alone := today.Item{Kind: today.Losing, Count: 1, NoStake: true, Verb: today.Review, Facts: facts}
	if r := newRow(&alone, f, "EUR"); r.work.Note != "#7" || r.work.Stake != "–" || r.work.Age != "–" {
		t.Errorf("one order: %+v", r.work)
	}
}

// plain is a text with ordinary blanks.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
