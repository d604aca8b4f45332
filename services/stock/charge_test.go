package stock_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// sent orders pieces of A from Acme for the 3PL, as forwarded, and returns the
// number of the purchase order.
func sent(t testing.TB, d *desktest.Desk, q model.Quantity, cost, shipping string) string {
	t.Helper()
	each := model.MustAmount(cost)
	id, err := purchase.New(d.DB, d.Bus).Restock(ctx, purchase.Restock{
		Supplier: 2, To: 1, Currency: "EUR", Shipping: model.MustAmount(shipping), Lines: []purchase.RestockLine{{Product: d.Product("A"), Quantity: q, Cost: &each}},
	})
	if err != nil {
		t.Fatal(err)
	}
	leave(d, id)
	return d.Text(`SELECT number FROM purchase_order WHERE id = ?`, id)
}

// leave takes purchase orders to their suppliers.
func leave(d *desktest.Desk, ids ...int64) {
	d.Write(func(tx *store.Tx) error {
		for _, id := range ids {
			for _, to := range []model.PurchaseState{model.PurchaseApproved, model.PurchaseQueued, model.PurchaseSent} {
				if err := purchase.Move(tx, id, to, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func receive(d *desktest.Desk, number, note string, lines ...purchase.ReceiptLineInput) error {
	_, err := purchase.New(d.DB, d.Bus).Receive(ctx, []purchase.ReceiptInput{{Purchase: number, Reference: note, Lines: lines}})
	return err
}

// charges are what stands of the charges, the oldest first, in short.
func charges(t testing.TB, d *desktest.Desk, s *stock.Service) []string {
	t.Helper()
	rows, err := s.Charges(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range rows {
		all = append([]string{fmt.Sprintf("%s %s %d %s", c.Dated, c.Fee, c.Pieces, c.Amount.Text(c.Currency))}, all...)
	}
	sound(t, d)
	return all
}

// sound looks that the check finds nothing.
func sound(t testing.TB, d *desktest.Desk) {
	t.Helper()
	if r, err := proof.Check(ctx, d.DB, true); err != nil || !r.OK {
		t.Errorf("the book does not hold: %v, %q", err, r.Findings)
	}
}

func TestCharges_TakingInIsBookedOnceByTheFeeOfItsDayAndReversedWithIt(t *testing.T) {
	d, s := house(t)
	today := string(d.Today())
	number := sent(t, d, 10, "3.00", "0")
	put := func(in ...stock.FeeInput) {
		t.Helper()
		if _, err := s.PutFees(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	put(charge(stock.Receiving, "0.20", ""), charge(stock.Returning, "1.50", ""))
	for _, note := range []string{"one", "one"} { // the same again
		if err := receive(d, number, note, purchase.ReceiptLineInput{SKU: "A", Quantity: 4}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.PutMoves(ctx, []stock.MoveInput{move(stock.Return, "from a customer", 2, ""), move(stock.Adjustment, "found", 5, "")}); err != nil {
		t.Fatal(err)
	}
	same(t, "a delivery and a return", charges(t, d, s), today+" return 2 3.00", today+" receiving 4 0.80")
	entries := d.Int(`SELECT COUNT(*) FROM journal_entry`)
	if err := s.Accrue(ctx); err != nil || d.Int(`SELECT COUNT(*) FROM journal_entry`) != entries {
		t.Errorf("the same again was booked again: %v", err)
	}

	carton, pieces := charge(stock.Receiving, "5.00", ""), model.Quantity(8)
	per := "carton"
	carton.Per = &per
	put(carton)
	same(t, "nobody knows what a carton holds", charges(t, d, s), today+" return 2 3.00")
	carton.Pieces = record.Known(pieces)
	put(carton)
	same(t, "by the carton of eight", charges(t, d, s), today+" return 2 3.00", today+" receiving 4 2.50")
	put(charge(stock.Receiving, "0", ""))
	same(t, "free of charge", charges(t, d, s), today+" return 2 3.00")
	if got := d.Int(`SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id = 25`); got != 30_000 {
		t.Errorf("%d are booked", got)
	}
	if got := d.Int(`SELECT COUNT(*) FROM threepl_handling`); got != 3 {
		t.Errorf("%d rows are kept of what was booked", got)
	}
}

func TestCharges_AFeeInAnotherCurrencyWaitsForItsRate(t *testing.T) {
	d, s := house(t)
	fee, usd := charge(stock.Receiving, "0.50", ""), model.Currency("USD")
	fee.Currency = &usd
	if _, err := s.PutFees(ctx, []stock.FeeInput{fee}); err != nil {
		t.Fatal(err)
	}
	if err := receive(d, sent(t, d, 10, "3.00", "0"), "one", purchase.ReceiptLineInput{SKU: "A", Quantity: 4}); err != nil {
		t.Fatal(err)
	}
	same(t, "without a rate", charges(t, d, s))
	d.Rate("USD", "0.5")
	if err := s.Accrue(ctx); err != nil {
		t.Fatal(err)
	}
	same(t, "with one", charges(t, d, s), string(d.Today())+" receiving 4 2.00")
	if got := d.Int(`SELECT SUM(amount) FROM posting WHERE account_id = 25`); got != 10_000 {
		t.Errorf("%d are booked", got)
	}
}

// month is a book in which the 3PL took 6 pieces in and sent an order of two in a
// month that is over: 1.20 for taking in, 1.35 for picking and 4.00 for sending.
func month(t *testing.T) (*desktest.Desk, *stock.Service) {
	d, s := house(t)
	if _, err := s.PutFees(ctx, []stock.FeeInput{charge(stock.Receiving, "0.20", ""), charge(stock.PickFirst, "1.00", ""), charge(stock.PickExtra, "0.35", "")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.PutLanes(ctx, []stock.LaneInput{{Supplier: "House", To: "*", Cost: amount("4.00")}}); err != nil {
		t.Fatal(err)
	}
	if err := receive(d, sent(t, d, 6, "3.00", "0"), "one", purchase.ReceiptLineInput{SKU: "A", Quantity: 6}); err != nil {
		t.Fatal(err)
	}
	d.Order("#1", desktest.Line("A", 2))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{}); err != nil {
		t.Fatal(err)
	}
	ids, err := purchase.New(d.DB, d.Bus).Draft(ctx)
	if err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	leave(d, ids...)
	d.Now = d.Now.AddDate(0, 0, 3) // the next month
	return d, s
}

func TestCharges_AMonthIsLiftedToItsLeastByWhatWasNotCharged(t *testing.T) {
	d, s := month(t)
	last := d.Today().AddDays(-3)
	at := func(least string) []string {
		t.Helper()
		if _, err := s.PutFees(ctx, []stock.FeeInput{charge(stock.Minimum, least, "")}); err != nil {
			t.Fatal(err)
		}
		return charges(t, d, s)
	}
	taken := string(last) + " receiving 6 1.20"
	same(t, "more was charged", at("6.55"), taken)
	same(t, "a cent less", at("6.56"), taken, string(last)+" minimum 0 0.01")
	same(t, "far less", at("50"), taken, string(last)+" minimum 0 43.45")
	all, err := s.Charges(ctx)
	if err != nil || all[0].Least != model.MustAmount("50") || all[0].Charged != model.MustAmount("6.55") {
		t.Errorf("%+v, %v", all, err)
	}
	account := charge(stock.Account, "20", "")
	if _, err := s.PutFees(ctx, []stock.FeeInput{account}); err != nil {
		t.Fatal(err)
	}
	same(t, "the account counts", charges(t, d, s), taken, string(last)+" minimum 0 23.45", string(last)+" account 0 20.00")
	entries := d.Int(`SELECT COUNT(*) FROM journal_entry`)
	if err := s.Accrue(ctx); err != nil || d.Int(`SELECT COUNT(*) FROM journal_entry`) != entries {
		t.Errorf("the same again was booked again: %v", err)
	}
	same(t, "no least any more", at("0"), taken, string(last)+" account 0 20.00")
	if got := d.Int(`SELECT SUM(amount) FROM posting WHERE account_id = 25`); got != 212_000 {
		t.Errorf("%d are booked", got)
	}
}

func TestCheck_FindsChargesThatAreNotWhatTheFeesSay(t *testing.T) {
	for _, tt := range []struct{ what, change, says string }{
		{"another amount", `UPDATE threepl_handling SET amount = 20000`, "costs 1.20 EUR by the fee table, 2.00 are booked"},
		{"none", `UPDATE threepl_handling SET superseded_at = 'x'`, "costs 1.20 EUR by the fee table, 0.00 are booked"},
		{"a fee that is no more", `UPDATE threepl_fee SET amount = 0 WHERE fee = 'receiving'`, "costs 0.00 EUR by the fee table, 1.20 are booked"},
		{"another least", `UPDATE threepl_month SET charged = 1, least = amount + 1 WHERE fee = 'minimum'`, "charged 6.55 EUR for"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			d, s := month(t)
			if _, err := s.PutFees(ctx, []stock.FeeInput{charge(stock.Minimum, "50", "")}); err != nil {
				t.Fatal(err)
			}
			sound(t, d)
			d.Exec(`DROP TRIGGER threepl_handling_fixed`)
			d.Exec(`DROP TRIGGER threepl_month_fixed`)
			d.Exec(tt.change)
			r, err := proof.Check(ctx, d.DB, false)
			if err != nil || r.OK || !strings.Contains(strings.Join(r.Findings, "\n"), tt.says) {
				t.Errorf("%v, %q", err, r.Findings)
			}
		})
	}
}

func TestCharges_FollowWhateverIsPutInWhateverOrder(t *testing.T) {
	storetest.Checks(t, 40)
	rapid.Check(t, func(r *rapid.T) {
		d, s := house(t)
		number := sent(t, d, 50, "3.00", "7.77")
		for n := range rapid.IntRange(1, 12).Draw(r, "steps") {
			var err error
			day := d.Today().AddDays(-rapid.IntRange(0, 70).Draw(r, "days ago"))
			switch rapid.IntRange(0, 3).Draw(r, "step") {
			case 0:
				fee := rapid.SampledFrom([]string{stock.Receiving, stock.Returning, stock.Storage, stock.Account, stock.Minimum}).Draw(r, "fee")
				_, err = s.PutFees(ctx, []stock.FeeInput{charge(fee, model.Amount(rapid.Int64Range(0, 900_000).Draw(r, "amount")).String(), day)})
			case 1:
				_, err = s.PutMoves(ctx, []stock.MoveInput{onDay(move(stock.Return, fmt.Sprint("back ", n), model.Quantity(rapid.IntRange(1, 9).Draw(r, "back")), "1.00"), day)})
			case 2:
				_, err = purchase.New(d.DB, d.Bus).Receive(ctx, []purchase.ReceiptInput{{
					Purchase: number, Reference: fmt.Sprint("note ", n), Date: day, Lines: []purchase.ReceiptLineInput{{SKU: "A", Quantity: model.Quantity(rapid.IntRange(1, 20).Draw(r, "came"))}},
				}})
			case 3:
				d.Now = d.Now.AddDate(0, 0, rapid.IntRange(1, 20).Draw(r, "days on"))
				err = s.Accrue(ctx)
			}
			if err != nil {
				r.Fatal(err)
			}
		}
		if err := s.Accrue(ctx); err != nil {
			r.Fatal(err)
		}
		if p, err := proof.Check(ctx, d.DB, false); err != nil || !p.OK {
			r.Fatalf("%v, %q", err, p.Findings)
		}
		stands := `SELECT (SELECT COALESCE(SUM(base_amount), 0) FROM threepl_month WHERE superseded_at = '') + (SELECT COALESCE(SUM(base_amount), 0) FROM threepl_handling WHERE superseded_at = '')`
		if booked := d.Int(`SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id = 25`); booked != d.Int(stands) {
			r.Fatalf("%d are booked of %d", booked, d.Int(stands))
		}
	})
}
