package importer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// samples is the folder of real exports kept beside the project, or skips.
func samples(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("../../../shared/samples")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real sample files are not beside the project, so nothing can be compared with them")
	}
	return dir
}

// book is a new book with a home currency.
func book(t testing.TB, currency string) (*store.DB, *importer.Service) {
	t.Helper()
	db := storetest.Open(t)
	bus := &event.Bus{}
	if err := setting.New(db, bus).Set(t.Context(), "book.currency", currency); err != nil {
		t.Fatal(err)
	}
	return db, importer.New(db, bus, &job.Runner{})
}

func bring(t testing.TB, s *importer.Service, o importer.Options, paths ...string) []*importer.File {
	t.Helper()
	res, err := s.Import(t.Context(), paths, o)
	if err != nil {
		t.Fatal(err)
	}
	return res.Files
}

type figures struct {
	Records    int                          `json:"records"`
	Orders     int                          `json:"orders"`
	ByCurrency map[string]map[string]string `json:"by_currency"`
}

// orderFiles lists the sample order exports with their independent sums.
func orderFiles(t *testing.T) (string, map[string]figures) {
	t.Helper()
	dir := samples(t)
	raw, err := os.ReadFile(filepath.Join(dir, "reference_figures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]figures{}
	for name, f := range all {
		var want figures
		if strings.HasPrefix(name, "shopify_orders/") && json.Unmarshal(f, &want) == nil && want.Orders > 0 && want.ByCurrency != nil {
			out[name] = want
		}
	}
	if len(out) < 8 {
		t.Fatalf("only %d sample order files with figures were found", len(out))
	}
	return dir, out
}

func TestImport_RealOrdersAgreeWithIndependentSums(t *testing.T) {
	dir, files := orderFiles(t)
	for name, want := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			db, s := book(t, "EUR")
			path := filepath.Join(dir, name)
			f := bring(t, s, importer.Options{Shop: "A"}, path)[0]
			if f.Err() != nil {
				t.Fatal(f.Err())
			}
			if f.Created != want.Orders || f.Records != want.Records || f.Refused != 0 {
				t.Errorf("%d orders of %d rows, %d refused; the independent count is %d of %d: %v", f.Created, f.Records, f.Refused, want.Orders, want.Records, f.Problems)
			}
			compareMoney(t, f.Money, want.ByCurrency)
			again := bring(t, s, importer.Options{Shop: "A"}, path)[0]
			if again.Created != 0 || again.Updated != 0 || again.Unchanged != want.Orders {
				t.Errorf("the same file again: %d created, %d updated, %d unchanged", again.Created, again.Updated, again.Unchanged)
			}
			balanced(t, db)
		})
	}
}

func compareMoney(t *testing.T, got map[string]map[string]string, want map[string]map[string]string) {
	t.Helper()
	names := map[string]string{"subtotal": "Subtotal", "shipping": "Shipping", "taxes": "Taxes", "total": "Total", "discount": "Discount Amount", "refunded": "Refunded Amount"}
	for currency, sums := range want {
		for ours, theirs := range names {
			g, w := strings.TrimSuffix(got[currency][ours], ".00"), strings.TrimSuffix(sums[theirs], ".00")
			if g != w {
				t.Errorf("%s %s is %s, the independent sum is %s", currency, ours, g, w)
			}
		}
	}
}

// balanced fails when the journal does not balance or margins differ from it.
func balanced(t testing.TB, db *store.DB) {
	t.Helper()
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		var off struct{ Sum, Entries, Margin int64 }
		if err := q.Raw(`SELECT (SELECT COALESCE(SUM(amount), 0) FROM posting) AS sum,
			(SELECT COUNT(*) FROM (SELECT entry_id FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0 OR SUM(foreign_amount) <> 0) x) AS entries,
			(SELECT COALESCE(SUM(goods - discount + shipping - refund - cm1_cost - cm2_cost), 0) FROM margin_line) +
			(SELECT COALESCE(SUM(p.amount), 0) FROM posting p JOIN account a ON a.id = p.account_id WHERE a.margin <> '') AS margin`).Scan(&off).Error; err != nil {
			return err
		}
		if off.Sum != 0 || off.Entries != 0 || off.Margin != 0 {
			t.Errorf("the books are off: %+v", off)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// state is all that a book says of its orders, in an order of its own.
func state(t testing.TB, db *store.DB) string {
	t.Helper()
	var lines []string
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		for _, query := range []string{
			`SELECT shop_id || number || external_id || payment || fulfilment || total || refunded || tax || discount || booked_on || cancelled_on || notes || tags FROM sales_order`,
			`SELECT o.number || l.sku || l.name || l.quantity || l.price || l.discount || l.tax || l.shipping || l.fulfilment FROM order_line l JOIN sales_order o ON o.id = l.order_id`,
			`SELECT o.number || m.dated || SUM(m.goods) || ' ' || SUM(m.discount) || ' ' || SUM(m.refund) FROM margin_line m JOIN sales_order o ON o.id = m.order_id GROUP BY o.number, m.dated`,
			`SELECT account_id || ' ' || dated || ' ' || SUM(amount) FROM posting GROUP BY account_id, dated HAVING SUM(amount) <> 0`,
		} {
			var rows []string
			if err := q.Raw(query).Scan(&rows).Error; err != nil {
				return err
			}
			lines = append(lines, rows...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestImport_TheOrderOfRealFilesDoesNotMatter(t *testing.T) {
	dir, files := orderFiles(t)
	var paths []string
	for name := range files {
		paths = append(paths, filepath.Join(dir, name))
	}
	slices.Sort(paths)
	forth, s := book(t, "USD")
	bring(t, s, importer.Options{Shop: "A"}, paths...)
	slices.Reverse(paths)
	back, s := book(t, "USD")
	bring(t, s, importer.Options{Shop: "A"}, paths...)
	if a, b := state(t, forth), state(t, back); a != b {
		t.Errorf("reading the files in the other order gives another book:\n%s", firstDifference(a, b))
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one has more lines"
}

func TestImport_RealProductsTwiceChangesNothing(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(samples(t), "shopify_products", "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no product samples", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			_, s := book(t, "EUR")
			first := bring(t, s, importer.Options{Shop: "A"}, path)[0]
			if first.Err() != nil || first.Created == 0 {
				t.Fatal(first.Err(), first.Created)
			}
			again := bring(t, s, importer.Options{Shop: "A"}, path)[0]
			if again.Created != 0 || again.Updated != 0 || again.Unchanged != first.Created+first.Updated+first.Unchanged {
				t.Errorf("again: %d created, %d updated, %d unchanged; first %d", again.Created, again.Updated, again.Unchanged, first.Created)
			}
		})
	}
}

func TestImport_RefusesOrdersWithoutAmountsNamingTheColumns(t *testing.T) {
	_, s := book(t, "EUR")
	f := bring(t, s, importer.Options{Shop: "A"}, filepath.Join(samples(t), "shopify_orders", "so14_mit_synthetic_sample.csv"))[0]
	if f.Err() == nil || !strings.Contains(f.Err().Error(), "Lineitem price") {
		t.Errorf("an export without amounts must be refused with what is missing, got %v", f.Err())
	}
}
