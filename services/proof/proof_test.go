package proof_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/proof"
)

func check(t testing.TB, b *booktest.Book, full bool) proof.Result {
	t.Helper()
	r, err := proof.Check(t.Context(), b.DB, full)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCheck_FindsNothingInASoundBook(t *testing.T) {
	for name, b := range map[string]*booktest.Book{"small": booktest.Small(t), "large": booktest.Large(t, 400)} {
		for _, full := range []bool{false, true} {
			if r := check(t, b, full); !r.OK || r.SQLite != "ok" || len(r.Findings) > 0 {
				t.Errorf("%s book, full %v: %+v", name, full, r)
			}
		}
	}
}

func TestCheck_FindsWhatIsWrong(t *testing.T) {
	const noTriggers = `DROP TRIGGER posting_fixed; DROP TRIGGER posting_sealed; DROP TRIGGER posting_kept; DROP TRIGGER cost_fact_fixed; DROP TRIGGER journal_entry_kept; DROP TRIGGER allocation_fits_line;`
	tests := []struct {
		name, damage string
		want         proof.Result
		says         string
	}{
		{"an entry that is off", `UPDATE posting SET amount = amount + 100 WHERE entry_id = 1 AND account_id = 2`, proof.Result{Unbalanced: 1}, "entry 1 has 3 postings and is off by 0.01"},
		{"an order whose total changed alone", `UPDATE sales_order SET total = total + 100 WHERE number = '1001'`, proof.Result{ControlDifferences: 1}, "Order 1001 and the journal differ by -0.01"},
		{
			"an order that vanished", `DELETE FROM order_line WHERE order_id = 6; DELETE FROM refund WHERE order_id = 6; DELETE FROM sales_order WHERE id = 6`,
			proof.Result{ControlDifferences: 1},
			"(removed, id 6)",
		},
		{
			"a cost that grew alone", `UPDATE cost_fact SET base_amount = base_amount + 100 WHERE type = 'product' AND order_id = 1`,
			proof.Result{ControlDifferences: 2, MarginDifferences: 1},
			"Product cost in the journal and in the cost facts",
		},
		{"a fee that went to a supplier", `UPDATE posting SET account_id = 6 WHERE account_id = 2 AND entry_id = 2`, proof.Result{ControlDifferences: 2}, "owed to nobody known"},
		{"a refund of another day", `UPDATE refund SET dated = '2026-12-31' WHERE order_id = 3`, proof.Result{ControlDifferences: 1}, "refund of order 1003"},
		{"a margin that was touched", `UPDATE margin_line SET cm1_cost = cm1_cost + 100 WHERE order_id = 4`, proof.Result{MarginDifferences: 1}, "order 1004 in 2026-02"},
		{"an estimate that is none", `UPDATE margin_line SET estimated = 0 WHERE order_id = 1`, proof.Result{MarginDifferences: 1}, "order 1001 in 2026-01"},
		{"a line forwarded twice", `INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, cancelled_at)
			SELECT 2, line_id, supplier_id, offer_id, quantity, unit_cost, 0, currency, '', '', routed_at, routed_at FROM allocation WHERE id = 1;
			INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
			SELECT 1, 2, line_id, order_id, 2, sku, '', '', 1, 0, 0, '' FROM purchase_line`, proof.Result{DoubleForwards: 1}, "1 of A-1 were sold and 2 were forwarded"},
		{"a purchase order of another sum", `UPDATE purchase_order SET total = total + 100`, proof.Result{ControlDifferences: 1}, "Purchase order PO-1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := booktest.Small(t)
			for _, s := range strings.Split(noTriggers+tt.damage, ";") {
				if strings.TrimSpace(s) != "" {
					b.Exec(t, s)
				}
			}
			r := check(t, b, false)
			got := proof.Result{Unbalanced: r.Unbalanced, ControlDifferences: r.ControlDifferences, MarginDifferences: r.MarginDifferences, DoubleForwards: r.DoubleForwards}
			if r.OK || got.Unbalanced != tt.want.Unbalanced || got.ControlDifferences < tt.want.ControlDifferences ||
				got.MarginDifferences < tt.want.MarginDifferences || got.DoubleForwards != tt.want.DoubleForwards || !strings.Contains(strings.Join(r.Findings, "\n"), tt.says) {
				t.Errorf("want %+v and %q, got %+v", tt.want, tt.says, r)
			}
		})
	}
}

func TestCheck_InFullComparesLinesToo(t *testing.T) {
	b := booktest.Small(t)
	b.Exec(t, `UPDATE margin_line SET goods = goods + CASE line_id WHEN 2 THEN 100 ELSE -100 END WHERE order_id = 2`)
	if r := check(t, b, false); r.MarginDifferences != 0 {
		t.Errorf("the order as a whole is right, got %+v", r)
	}
	if r := check(t, b, true); r.MarginDifferences != 2 || r.OK {
		t.Errorf("two lines are wrong, got %+v", r)
	}
}

func TestCheck_TellsTenOfAKindAndCountsAll(t *testing.T) {
	b := booktest.Large(t, 50)
	b.Exec(t, `UPDATE margin_line SET goods = goods + 100`)
	r := check(t, b, false)
	if r.MarginDifferences != 50 || len(r.Findings) != 11 || !strings.Contains(r.Findings[10], "40 more") {
		t.Errorf("%d differences, findings %q", r.MarginDifferences, r.Findings)
	}
}

func TestFollow_TellsEachProofWithWhatItCompared(t *testing.T) {
	b := booktest.Small(t)
	b.Exec(t, `UPDATE sales_order SET total = total + 100 WHERE number = '1001'`)
	for _, full := range []bool{false, true} {
		var told []proof.Name
		r, err := proof.Follow(t.Context(), b.DB, full, func(made, of int, next proof.Name) {
			if made != len(told) || made >= of {
				t.Errorf("%d of %d are made before %s", made, of, next)
			}
			told = append(told, next)
		})
		if err != nil {
			t.Fatal(err)
		}
		faults := 0
		for _, p := range r.Parts {
			if p.Compared == 0 && p.Name != proof.OfStock || p.OK() != (p.Faults == 0 && len(p.Findings) == 0) {
				t.Errorf("%+v", p)
			}
			if faults += p.Faults; (p.Name == proof.OfOrders) != !p.OK() {
				t.Errorf("full %v: %s is %v", full, p.Name, p.OK())
			}
			if p.Name == proof.OfOrders && p.Compared != 9 {
				t.Errorf("%d orders were compared, want 9", p.Compared)
			}
		}
		// The file and the references are proved at once.
		if faults != 1 || len(told) != len(r.Parts)-1 || full != slices.Contains(told, proof.OfLines) {
			t.Errorf("full %v: %d faults, told %v", full, faults, told)
		}
	}
}

func BenchmarkCheck_100kOrders(b *testing.B) {
	book := booktest.Large(b, 100_000)
	for b.Loop() {
		check(b, book, false)
	}
}
