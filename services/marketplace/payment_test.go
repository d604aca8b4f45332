package marketplace_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// money is what stands on the accounts of what is owed, the bank, the cards and
// exchange differences, in the book's currency.
func (b *bench) money() string {
	b.t.Helper()
	return b.Text(`SELECT printf('owed %.2f bank %.2f cards %.2f exchange %.2f', total(CASE account_id WHEN 5 THEN amount END) / 10000, total(CASE account_id WHEN 1 THEN amount END) / 10000,
		total(CASE account_id WHEN 26 THEN amount END) / 10000, total(CASE account_id WHEN 19 THEN amount END) / 10000) FROM posting WHERE supplier_id IS NOT NULL`)
}

func TestPut_APaymentIsBookedOnceAndCorrectedByItsReversal(t *testing.T) {
	b := newBench(t)
	day, before, none, card := b.Today(), b.Today().AddDays(-1), model.Date(""), "card"
	place := marketplace.Placed{Purchase: "PO-000001", Number: "8123", Paid: amount("9.50"), Shipping: amount("2.50")}
	steps := []struct {
		what   string
		change func(*marketplace.Placed)
		want   string
	}{
		{"not paid", func(*marketplace.Placed) {}, "owed -10.80 bank 0.00 cards 0.00 exchange 0.00"},
		{"paid", func(p *marketplace.Placed) { p.PaidOn = &day }, "owed 0.00 bank -10.80 cards 0.00 exchange 0.00"},
		{"the same again", func(*marketplace.Placed) {}, "owed 0.00 bank -10.80 cards 0.00 exchange 0.00"},
		{"it was less", func(p *marketplace.Placed) { p.Paid = amount("7.50") }, "owed 0.00 bank -9.00 cards 0.00 exchange 0.00"},
		{"another number", func(p *marketplace.Placed) { p.Number = "8124" }, "owed 0.00 bank -9.00 cards 0.00 exchange 0.00"},
		{"by card", func(p *marketplace.Placed) { p.PaidFrom = &card }, "owed 0.00 bank 0.00 cards -9.00 exchange 0.00"},
		{"a day before", func(p *marketplace.Placed) { p.PaidOn = &before }, "owed 0.00 bank 0.00 cards -9.00 exchange 0.00"},
		{"not paid after all", func(p *marketplace.Placed) { p.PaidOn = &none }, "owed -9.00 bank 0.00 cards 0.00 exchange 0.00"},
	}
	entries := int64(0)
	for _, s := range steps {
		s.change(&place)
		if _, err := b.put(place); err != nil {
			t.Fatalf("%s: %v", s.what, err)
		}
		if got := b.money(); got != s.want {
			t.Errorf("%s: %s, want %s", s.what, got, s.want)
		}
		now := b.Int(`SELECT COUNT(*) FROM journal_entry WHERE kind = 'payment'`)
		if (s.what == "the same again" || s.what == "another number") && now != entries {
			t.Errorf("%s: %d payments were posted", s.what, now-entries)
		}
		entries = now
		b.sound()
	}
}

func TestPut_APaymentInAnotherCurrencyLeavesTheExchangeDifference(t *testing.T) {
	b := newBench(t)
	later := b.Today().AddDays(10)
	b.Now = b.Now.AddDate(0, 0, 10)
	b.Exec(`INSERT INTO exchange_rate (rate_date, from_currency, to_currency, rate, source) VALUES (?, 'USD', 'EUR', '0.95', 'test')`, string(later))
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000001", Number: "1", Paid: amount("10.00"), Shipping: amount("0"), PaidOn: &later}); err != nil {
		t.Fatal(err)
	}
	if got := b.money(); got != "owed 0.00 bank -9.50 cards 0.00 exchange 0.50" {
		t.Errorf("got %s", got)
	}
	b.sound()
}

// What was paid before payments were booked stays out of the books, also when it
// is worked out anew, until a person says the payment again.
func TestPut_APaymentFromBeforeStaysAsItWas(t *testing.T) {
	b := newBench(t)
	day := b.Today()
	place := marketplace.Placed{Purchase: "PO-000001", Number: "1", PaidOn: &day}
	if _, err := b.put(place); err != nil {
		t.Fatal(err)
	}
	b.Write(func(tx *store.Tx) error { // as the step of the schema leaves it
		return tx.Exec(`DROP TRIGGER placement_fixed; UPDATE placement SET paid_from = ''`).Error
	})
	b.rebook()
	if got := b.money(); got != "owed -11.70 bank 0.00 cards 0.00 exchange 0.00" {
		t.Errorf("from before: %s", got)
	}
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000001", Number: "2"}); err != nil {
		t.Fatal(err)
	}
	if got := b.money(); got != "owed -11.70 bank 0.00 cards 0.00 exchange 0.00" {
		t.Errorf("with another number: %s", got)
	}
	if _, err := b.put(place); err != nil {
		t.Fatal(err)
	}
	if got := b.money(); got != "owed 0.00 bank -11.70 cards 0.00 exchange 0.00" {
		t.Errorf("said again: %s", got)
	}
	b.sound()
}

// rebook works the books of all orders out anew.
func (b *bench) rebook() {
	b.t.Helper()
	b.Write(func(tx *store.Tx) error { return purchase.Rebook(tx, []int64{1, 2}) })
}

// Whatever is typed, corrected and taken back, in any order and currency, and
// whatever becomes of the customer's order: every proof holds, the bank is less by
// what was paid from it, and what was not paid is owed.
func TestPut_PaymentsAreSoundWhateverIsTyped(t *testing.T) {
	storetest.Checks(t, 30)
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		b.Rate("GBP", "1.20")
		paid := map[string]model.Amount{}
		for range rapid.IntRange(1, 7).Draw(rt, "steps") {
			number := rapid.SampledFrom([]string{"PO-000001", "PO-000002"}).Draw(rt, "purchase")
			cur := rapid.SampledFrom([]model.Currency{"USD", "EUR", "GBP"}).Draw(rt, "currency")
			goods := model.Amount(rapid.Int64Range(0, 3000).Draw(rt, "paid") * 100)
			shipping := model.Amount(rapid.Int64Range(0, 500).Draw(rt, "shipping") * 100)
			from := rapid.SampledFrom([]string{"bank", "card"}).Draw(rt, "from")
			on := rapid.SampledFrom([]model.Date{"", b.Today(), b.Today().AddDays(-2)}).Draw(rt, "on")
			in := marketplace.Placed{
				Purchase: number, Number: number, Currency: &cur, Paid: (*record.Amount)(&goods), Shipping: (*record.Amount)(&shipping),
				PaidOn: &on, PaidFrom: &from, AcceptPrice: true,
			}
			if _, err := b.put(in); err != nil {
				rt.Fatal(err)
			}
			rates := map[model.Currency]string{"USD": "0.90", "EUR": "1", "GBP": "1.20"}
			paid[number] = 0
			if on != "" {
				whole, err := model.Rate{From: cur, To: "EUR", Value: decimal.RequireFromString(rates[cur])}.Convert(goods.Add(shipping))
				if err != nil {
					rt.Fatal(err)
				}
				paid[number] = whole
			}
			if rapid.IntRange(0, 3).Draw(rt, "meanwhile") == 0 {
				b.Write(func(tx *store.Tx) error {
					return tx.Exec(`UPDATE sales_order SET payment = ? WHERE id = 1`, rapid.SampledFrom([]string{"paid", "pending"}).Draw(rt, "payment")).Error
				})
				b.rebook()
			}
			left := model.Amount(-b.Int(`SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id IN (1, 26)`))
			if want := paid["PO-000001"].Add(paid["PO-000002"]); left != want {
				rt.Fatalf("%s left bank and cards, want %s", left, want)
			}
			if r, err := proof.Check(ctx, b.DB, true); err != nil || !r.OK {
				rt.Fatalf("the book is not sound: %v, %v", r.Findings, err)
			}
		}
	})
}
