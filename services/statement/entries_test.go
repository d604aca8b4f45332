package statement_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
	"github.com/dropledger/dropledger/services/store"
)

func find(t *testing.T, b *booktest.Book, q statement.EntryQuery) *statement.Entries {
	t.Helper()
	e, err := statement.FindEntries(t.Context(), b.DB, q)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// told lists the entries in words.
func told(t *testing.T, e *statement.Entries) (all []string) {
	t.Helper()
	for from := 0; from < e.Len(); from += 4 {
		page, err := e.Page(t.Context(), from, 4)
		if err != nil {
			t.Fatal(err)
		}
		for i, b := range page {
			if b.ID != e.ID(from+i) || e.Index(b.ID) != from+i {
				t.Errorf("entry %d stands at %d, its number there is %d and its place %d", b.ID, from+i, e.ID(from+i), e.Index(b.ID))
			}
			debit, credit := b.Sums("")
			if debit != credit || debit == 0 {
				t.Errorf("entry %d has debits of %s and credits of %s", b.ID, debit, credit)
			}
			all = append(all, fmt.Sprint(b.Dated, " ", b.Kind, " ", b.Order))
		}
	}
	return all
}

func TestFindEntries_NarrowsByWhatWasAsked(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		name string
		ask  statement.EntryQuery
		want []string
	}{
		{"an order, the newest first", statement.EntryQuery{Order: "1003"}, []string{"2026-01-25 cost 1003", "2026-01-25 fee 1003", "2026-02-03 refund 1003", "2026-01-25 sale 1003"}},
		{"a kind in a period", statement.EntryQuery{Kind: "sale", Period: model.Period{From: "2026-01-10", To: "2026-02-10"}, Oldest: true}, []string{"2026-01-20 sale 1002", "2026-01-25 sale 1003", "2026-02-10 sale 1004"}},
		{"an account", statement.EntryQuery{Account: "5210"}, []string{"2026-02-15 fee L-1"}},
		{"an account and a kind", statement.EntryQuery{Account: "1100", Kind: "refund", Period: model.Period{From: "2026-03-01"}}, []string{"2026-03-02 refund L-1"}},
		{"a document", statement.EntryQuery{Search: "l-1 SALE"}, []string{"2026-02-15 sale L-1"}},
		{"the name of a supplier in a posting", statement.EntryQuery{Search: "borg", Kind: "cost", Order: "L-1"}, []string{"2026-02-15 cost L-1"}},
		{"an article in a posting", statement.EntryQuery{Search: "a-1", Kind: "sale", Order: "1003"}, []string{"2026-01-25 sale 1003"}},
		{"a sign that means anything to a pattern", statement.EntryQuery{Search: "%"}, nil},
		{"nothing of that name", statement.EntryQuery{Search: "1003 nobody"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, told(t, find(t, b, c.ask)), c.want) })
	}
	one := find(t, b, statement.EntryQuery{Search: "3"})
	if one.Index(3) < 0 {
		t.Error("an entry is not found by its number")
	}
}

func TestFindEntries_KeepsTheOrderAskedFor(t *testing.T) {
	b := booktest.Small(t)
	newest := told(t, find(t, b, statement.EntryQuery{}))
	oldest := told(t, find(t, b, statement.EntryQuery{Oldest: true}))
	slices.Reverse(oldest)
	same(t, newest, oldest)
	days := told(t, find(t, b, statement.EntryQuery{ByDate: true, Oldest: true}))
	if len(days) != len(newest) || !slices.IsSortedFunc(days, func(a, b string) int { return strings.Compare(a[:10], b[:10]) }) {
		t.Errorf("by day: %v", days)
	}
	if e := find(t, b, statement.EntryQuery{Order: "1003"}); e.All() != len(newest) || e.Index(e.ID(0)+1000) != -1 {
		t.Errorf("%d of %d entries", e.All(), len(newest))
	}
	if e := find(t, b, statement.EntryQuery{}); e.Index(0) != -1 || e.Index(int64(e.Len())+1) != -1 {
		t.Error("an entry that does not exist has a place")
	}
}

func TestEntries_SumToTheTrialBalance(t *testing.T) {
	b := booktest.Small(t)
	period := model.Period{From: "2026-02-01", To: "2026-02-28"}
	rows, err := statement.Balances(t.Context(), b.DB, query.Scope{Period: period})
	if err != nil {
		t.Fatal(err)
	}
	var debits, credits model.Amount
	for _, r := range rows {
		e := find(t, b, statement.EntryQuery{Account: r.Account.Code, Period: period})
		debit, credit, err := e.Sums(t.Context())
		if err != nil || debit != r.Debit || credit != r.Credit {
			t.Errorf("%s: %s and %s in the journal, %s and %s in the balance (%v)", r.Account.Code, debit, credit, r.Debit, r.Credit, err)
		}
		page, err := e.Page(t.Context(), 0, e.Len())
		if err != nil {
			t.Fatal(err)
		}
		for i := range page {
			d, c := page[i].Sums(r.Account.Code)
			debit, credit = debit.Sub(d), credit.Sub(c)
		}
		if debit != 0 || credit != 0 {
			t.Errorf("%s: the entries differ from their sum by %s and %s", r.Account.Code, debit, credit)
		}
		debits, credits = debits.Add(r.Debit), credits.Add(r.Credit)
	}
	debit, credit, err := find(t, b, statement.EntryQuery{Period: period, Search: "o"}).Sums(t.Context())
	if err != nil || debit != credit || debit == 0 || debit > debits {
		t.Errorf("words narrow the sums to %s and %s of %s (%v)", debit, credit, debits, err)
	}
	if debits != credits {
		t.Errorf("%s debited, %s credited", debits, credits)
	}
}

func TestEntries_CountTheirPostings(t *testing.T) {
	b := booktest.Small(t)
	for _, ask := range []statement.EntryQuery{{}, {Oldest: true}, {Kind: "fee", Period: model.Period{From: "2026-02-01"}}} {
		e := find(t, b, ask)
		counts, err := e.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		page, err := e.Page(t.Context(), 0, e.Len()+5)
		if err != nil || len(page) != len(counts) {
			t.Fatalf("%d entries, %d counts, %v", len(page), len(counts), err)
		}
		for i := range page {
			if counts[i] != len(page[i].Postings) {
				t.Errorf("entry %d has %d postings, %d are counted", page[i].ID, len(page[i].Postings), counts[i])
			}
		}
	}
}

func TestEntryOrigin_SaysWhyAnEntryExists(t *testing.T) {
	b := booktest.Small(t)
	of := func(kind, order string) statement.Origin {
		e := find(t, b, statement.EntryQuery{Kind: kind, Order: order})
		if e.Len() == 0 {
			t.Fatalf("order %s has no %s", order, kind)
		}
		o, err := statement.EntryOrigin(t.Context(), b.DB, e.ID(0))
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	if o := of("sale", "L-1"); o.Rate != "0.9" || o.RateDate != "2020-01-01" || o.Currency != "USD" || o.Shop != "Lumen" || o.Recorded == "" || len(o.Facts) != 0 {
		t.Errorf("the sale: %+v", o)
	}
	if o := of("fee", "1001"); len(o.Facts) != 1 || o.Facts[0].Source != "fee rule Card from 2020-01-01" || o.Facts[0].State != "estimated" || o.Facts[0].Amount != model.MustAmount("3.75") {
		t.Errorf("the fee: %+v", o.Facts)
	}
	if o := of("cost", "1002"); len(o.Facts) == 0 || o.Facts[0].Supplier == "" || o.Facts[0].SKU == "" {
		t.Errorf("the costs: %+v", o.Facts)
	}
	if o := of("refund", "1003"); o.Refund == "" {
		t.Errorf("the refund: %+v", o)
	}
	r := of("reversal", "1004")
	old, err := statement.EntryOrigin(t.Context(), b.DB, r.Reverses)
	if err != nil || old.ReversedBy != r.ID || old.Reverses != 0 {
		t.Errorf("the reversal %d takes back %d, which says it was taken back by %d (%v)", r.ID, r.Reverses, old.ReversedBy, err)
	}
	b.Exec(t, `INSERT INTO import_batch (id, file_name, format, sha256, file_bytes, records, created, updated, unchanged, refused, as_of, imported_at)
		VALUES (7, 'orders.csv', 'shopify-orders', '', 1, 1, 1, 0, 0, 0, '', '2026-03-20T09:00:00Z')`)
	err = b.DB.Write(t.Context(), func(tx *store.Tx) error {
		err := tx.Exec(`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code)
			VALUES (500, 1, 1, 100, 100, '2026-03-01', '', ''), (500, 2, 9, -100, -100, '2026-03-01', '', '')`).Error
		return errors.Join(err, tx.Exec(`INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date, rate_source, batch_id, recorded_at)
			VALUES (500, '2026-03-01', 'sale', 'X', '', 'EUR', '1', '2026-03-01', '', 7, '2026-03-20T09:00:00Z')`).Error)
	})
	if err != nil {
		t.Fatal(err)
	}
	if o, err := statement.EntryOrigin(t.Context(), b.DB, 500); err != nil || o.Batch == nil || o.Batch.File != "orders.csv" || o.Batch.Undone || o.Order != "" {
		t.Errorf("the imported entry: %+v (%v)", o, err)
	}
	if _, err := statement.EntryOrigin(t.Context(), b.DB, 9999); model.CodeOf(err) != model.NotFound {
		t.Errorf("an entry that does not exist: %v", err)
	}
}
