package demo

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// sample makes a business in a new book whose clock stands at the given moment.
func sample(t testing.TB, now time.Time, o Options) *store.DB {
	t.Helper()
	db := storetest.OpenWith(t, store.Config{Path: storetest.File(t), Clock: func() time.Time { return now }})
	n, err := New(db, new(event.Bus), new(job.Runner)).Make(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if n != o.Orders {
		t.Errorf("%d orders were made, want %d", n, o.Orders)
	}
	return db
}

// one reads a single value.
func one[T any](t testing.TB, db *store.DB, query string, args ...any) (v T) {
	t.Helper()
	err := db.Read(t.Context(), func(q *gorm.DB) error { return q.Raw(query, args...).Row().Scan(&v) })
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// texts reads a column of text.
func texts(t testing.TB, db *store.DB, query string, args ...any) (all []string) {
	t.Helper()
	err := db.Read(t.Context(), func(q *gorm.DB) error { return q.Raw(query, args...).Scan(&all).Error })
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return all
}

// digest sums up all that the sample says, leaving out when it was recorded.
func digest(t testing.TB, db *store.DB) string {
	t.Helper()
	h := sha256.New()
	for _, query := range []string{
		`SELECT key, value FROM setting ORDER BY key`,
		`SELECT * FROM shop ORDER BY id`,
		`SELECT * FROM supplier ORDER BY id`,
		`SELECT * FROM supplier_destination ORDER BY supplier_id, country`,
		`SELECT * FROM product ORDER BY id`,
		`SELECT * FROM offer WHERE source <> 'own stock' ORDER BY id`, // that one says when it was made
		`SELECT supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, reference FROM stock_move ORDER BY id`,
		`SELECT * FROM threepl_fee ORDER BY id`,
		`SELECT * FROM threepl_lane ORDER BY id`,
		`SELECT * FROM offer_break ORDER BY offer_id, from_quantity`,
		`SELECT * FROM offer_shipping ORDER BY offer_id, country, service`,
		`SELECT * FROM stock_count ORDER BY id`,
		`SELECT * FROM fee_rule ORDER BY id`,
		`SELECT * FROM exchange_rate ORDER BY id`,
		`SELECT * FROM contact ORDER BY id`,
		`SELECT id, shop_id, number, placed_at, placed_on, paid_on, fulfilled_on, cancelled_on, content_hash, booked_on, unbooked_reason FROM sales_order ORDER BY id`,
		`SELECT * FROM order_line ORDER BY id`,
		`SELECT * FROM refund ORDER BY id`,
		`SELECT * FROM margin_line ORDER BY line_id, dated`,
		`SELECT entry_id, account_id, seq, foreign_amount, amount, dated FROM posting ORDER BY entry_id, seq`,
	} {
		err := db.Read(t.Context(), func(q *gorm.DB) error {
			rows, err := q.Raw(query).Rows()
			if err != nil {
				return err
			}
			defer rows.Close()
			return addRows(h.Write, rows)
		})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func addRows(write func([]byte) (int, error), rows *sql.Rows) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		if _, err := write([]byte(fmt.Sprintln(values...))); err != nil {
			return err
		}
	}
	return rows.Err()
}

func TestMake_TheSameSeedMakesTheSameBusiness(t *testing.T) {
	o := Options{Orders: 300, Seed: 7}
	first := digest(t, sample(t, storetest.Moment, o))
	if again := digest(t, sample(t, storetest.Moment, o)); again != first {
		t.Error("a second book of the same seed says something else")
	}
	later := storetest.Moment.Add(9 * time.Hour)
	if again := digest(t, sample(t, later, o)); again != first {
		t.Error("the same seed later on the same day says something else")
	}
	o.Seed = 8
	if other := digest(t, sample(t, storetest.Moment, o)); other == first {
		t.Error("another seed says the same")
	}
}

func TestMake_TheZoneOfTheComputerDoesNotMatter(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	var first string
	for _, name := range []string{"UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		got := digest(t, sample(t, time.Date(2026, time.March, 31, 12, 30, 0, 0, zone), Options{Orders: 120, Seed: 3}))
		if first == "" {
			first = got
		}
		if name != "Pacific/Auckland" && got != first { // there the last orders of the day are still to come elsewhere
			t.Errorf("at noon in %s the sample is another one", name)
		}
	}
}

func TestMake_NothingIsStillToCome(t *testing.T) {
	for _, now := range []time.Time{
		storetest.Moment,
		time.Date(2026, time.November, 22, 0, 0, 1, 0, time.UTC),
		time.Date(2026, time.November, 22, 0, 5, 0, 0, time.FixedZone("", 13*3600)),
		time.Date(2028, time.February, 29, 23, 59, 0, 0, time.FixedZone("", -10*3600)),
	} {
		db := sample(t, now, Options{Orders: 600, Seed: 2})
		// A shop west of the person is a day behind at most, one east of it ahead.
		for column, until := range map[string]string{
			"placed_at": string(model.InstantOf(now)), "placed_on": string(db.Today().AddDays(1)), "paid_on": string(db.Today().AddDays(1)),
			"fulfilled_on": string(db.Today()), "cancelled_on": string(db.Today()),
		} {
			if last := one[string](t, db, "SELECT MAX("+column+") FROM sales_order"); last > until {
				t.Errorf("at %s: %s is %s", now, column, last)
			}
		}
	}
}

func TestMake_AnyNumberOfOrders(t *testing.T) {
	for _, n := range []int{0, 1, 2, 5_001} {
		db := sample(t, storetest.Moment, Options{Orders: n, Seed: -1})
		if got := one[int](t, db, `SELECT COUNT(*) FROM sales_order`); got != n {
			t.Errorf("the book has %d orders, want %d", got, n)
		}
		if got := one[int](t, db, `SELECT COUNT(*) FROM product`); got != len(articles) {
			t.Errorf("with %d orders there are %d products, want %d", n, got, len(articles))
		}
		proveBooks(t, db)
	}
}

// proveBooks checks that every entry balances and every order could be booked.
func proveBooks(t *testing.T, db *store.DB) {
	t.Helper()
	if n := one[int](t, db, `SELECT COUNT(*) FROM (SELECT entry_id FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0)`); n != 0 {
		t.Errorf("%d entries do not balance", n)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM sales_order WHERE unbooked_reason <> ''`); n != 0 {
		t.Errorf("%d orders could not be booked", n)
	}
}

func TestMake_RefusesABookWithOrdersAndLeavesItAlone(t *testing.T) {
	db := sample(t, storetest.Moment, Options{Orders: 3, Seed: 1})
	before := digest(t, db)
	n, err := New(db, new(event.Bus), new(job.Runner)).Make(t.Context(), Options{Orders: 3, Seed: 2})
	if n != 0 || model.CodeOf(err) != model.Refused {
		t.Errorf("made %d orders, %v", n, err)
	}
	if digest(t, db) != before {
		t.Error("the refused run changed the book")
	}
}

func TestMake_RefusesANegativeNumber(t *testing.T) {
	db := storetest.Open(t)
	_, err := New(db, new(event.Bus), new(job.Runner)).Make(t.Context(), Options{Orders: -1})
	var e *model.Error
	if !errors.As(err, &e) || e.Code != model.Invalid || e.Field != "orders" {
		t.Errorf("got %v", err)
	}
}

func TestMake_StoppedItChangesNothingAndCanBeDoneAgain(t *testing.T) {
	db := storetest.Open(t)
	ctx, stop := context.WithCancel(t.Context())
	var bus event.Bus
	bus.JobProgress.Subscribe(func(j event.Job) {
		if j.Text == "Making orders" {
			stop()
		}
	})
	n, err := New(db, &bus, &job.Runner{Topic: &bus.JobProgress}).Make(ctx, Options{Orders: 50_000, Seed: 1})
	if n != 0 || model.CodeOf(err) != model.Cancelled {
		t.Errorf("made %d orders, %v", n, err)
	}
	if got := one[int](t, db, `SELECT COUNT(*) FROM supplier`); got != 0 {
		t.Errorf("%d suppliers were left behind", got)
	}
	if n, err := New(db, new(event.Bus), new(job.Runner)).Make(t.Context(), Options{Orders: 10}); n != 10 || err != nil {
		t.Errorf("the second run made %d orders, %v", n, err)
	}
}

func TestMake_ALargeSampleIsMadeInPieces(t *testing.T) {
	o := Options{Orders: 250, Seed: 6}
	whole := digest(t, sample(t, storetest.Moment, o))
	db := storetest.Open(t)
	s := New(db, new(event.Bus), new(job.Runner))
	s.atOnce = 100
	if n, err := s.Make(t.Context(), o); n != o.Orders || err != nil {
		t.Fatalf("made %d orders, %v", n, err)
	}
	if digest(t, db) != whole {
		t.Error("made in pieces the sample says something else")
	}
}

func TestMake_TellsHowFarItIs(t *testing.T) {
	var bus event.Bus
	var last event.Job
	steps := 0
	bus.JobProgress.Subscribe(func(j event.Job) { last, steps = j, steps+1 })
	_, err := New(storetest.Open(t), &bus, &job.Runner{Topic: &bus.JobProgress}).Make(t.Context(), Options{Orders: 200, Seed: 1})
	if err != nil || steps < 3 || last.Running || last.Total != 200 {
		t.Errorf("%d steps, last %+v, %v", steps, last, err)
	}
}

func BenchmarkMake10000(b *testing.B) {
	for b.Loop() {
		sample(b, storetest.Moment, Options{Orders: 10_000, Seed: 1})
	}
}
