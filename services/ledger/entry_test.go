package ledger_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestConvert_BalancesInBothCurrenciesAndKeepsTheMoneyExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		home := rapid.SampledFrom([]model.Currency{"EUR", "JPY"}).Draw(t, "home")
		e := ledger.Entry{Rate: model.Rate{From: "USD", To: home, Value: decimal.New(rapid.Int64Range(1, 3_000_000).Draw(t, "rate"), -4)}}
		var sum model.Amount
		parts := rapid.SliceOfN(rapid.Int64Range(1, 500_000), 1, 8).Draw(t, "parts")
		for _, p := range parts {
			sum = sum.Add(model.Amount(p) * 100)
		}
		e.Debit(ledger.Posting{Account: ledger.Clearing}, sum)
		for _, p := range parts {
			e.Credit(ledger.Posting{Account: ledger.Sales}, model.Amount(p)*100)
		}
		if err := e.Convert(); err != nil {
			t.Fatal(err)
		}
		var base, foreign model.Amount
		for _, p := range e.Postings {
			base, foreign = base.Add(p.Amount), foreign.Add(p.Foreign)
			if p.Amount != p.Amount.Round(home) {
				t.Fatalf("%s is no whole minor unit of %s", p.Amount, home)
			}
		}
		want, err := e.Rate.Convert(sum)
		if base != 0 || foreign != 0 || err != nil || e.Postings[0].Amount != want {
			t.Fatalf("off by %s and %s; the money stands at %s, want %s", base, foreign, e.Postings[0].Amount, want)
		}
	})
}

// sale is a balanced entry of 10.00.
func sale() *ledger.Entry {
	e := &ledger.Entry{Dated: "2026-03-01", Kind: ledger.Sale, Document: "#1", Rate: model.Rate{From: "EUR", To: "EUR", Value: decimal.NewFromInt(1)}}
	e.Debit(ledger.Posting{Account: ledger.Clearing}, model.MustAmount("10.00"))
	e.Credit(ledger.Posting{Account: ledger.Sales}, model.MustAmount("10.00"))
	_ = e.Convert() // one currency cannot fail
	return e
}

func post(t *testing.T, db *store.DB, e *ledger.Entry) error {
	t.Helper()
	return db.Write(t.Context(), func(tx *store.Tx) error {
		w, err := ledger.NewWriter(tx)
		if err != nil {
			return err
		}
		return w.Post(e)
	})
}

func TestPost_RefusesWhatDoesNotBalance(t *testing.T) {
	db := storetest.Open(t)
	e := sale()
	e.Postings[1].Amount++
	if err := post(t, db, e); model.CodeOf(err) != model.Internal || !strings.Contains(err.Error(), "does not balance") {
		t.Errorf("got %v", err)
	}
	e = sale()
	e.Postings = e.Postings[:1]
	if err := post(t, db, e); err == nil {
		t.Error("a single posting was taken")
	}
}

func TestPost_IsSealed(t *testing.T) {
	db := storetest.Open(t)
	if err := post(t, db, sale()); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE posting SET amount = 1`,
		`UPDATE posting SET tax_code = 'x'`,
		`DELETE FROM posting`,
		`UPDATE journal_entry SET memo = 'x'`,
		`DELETE FROM journal_entry`,
		`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code) VALUES (1, 9, 1, 0, 0, '2026-03-01', '', '')`,
		`INSERT OR REPLACE INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code) VALUES (1, 1, 1, 5, 5, '2026-03-01', '', '')`,
		// An entry over unbalanced postings, and postings whose entry never comes.
		`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code) VALUES (7, 1, 1, 5, 5, '2026-03-01', '', ''), (7, 2, 2, -4, -4, '2026-03-01', '', '');
		 INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date, rate_source, recorded_at) VALUES (7, '2026-03-01', 'sale', '', '', 'EUR', '1', '', '', '')`,
		`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code) VALUES (8, 1, 1, 5, 5, '2026-03-01', '', ''), (8, 2, 2, -5, -5, '2026-03-01', '', '')`,
	} {
		err := db.Write(t.Context(), func(tx *store.Tx) error { return tx.Exec(statement).Error })
		if err == nil {
			t.Errorf("the database took: %s", statement)
		}
	}
}

func TestReverse_LeavesNothingAndOnlyOnce(t *testing.T) {
	db := storetest.Open(t)
	if err := post(t, db, sale()); err != nil {
		t.Fatal(err)
	}
	reverse := func() error {
		return db.Write(t.Context(), func(tx *store.Tx) error {
			w, err := ledger.NewWriter(tx)
			if err != nil {
				return err
			}
			return w.Reverse(1, 0)
		})
	}
	if err := reverse(); err != nil {
		t.Fatal(err)
	}
	var left int64
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Raw(`SELECT COALESCE(SUM(ABS(total)), 0) FROM (SELECT SUM(amount) AS total FROM posting GROUP BY account_id) x`).Scan(&left).Error
	})
	if err != nil || left != 0 {
		t.Errorf("%d is left after the reversal: %v", left, err)
	}
	if err := reverse(); err == nil {
		t.Error("an entry was reversed twice")
	}
}
