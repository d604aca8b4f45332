package promise_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/store"
)

func keep(t testing.TB, d *desktest.Desk) (n int) {
	t.Helper()
	d.Write(func(tx *store.Tx) (err error) {
		n, err = promise.Keep(tx)
		return err
	})
	return n
}

func told(d *desktest.Desk, number string) string {
	return d.Text(`SELECT COALESCE((SELECT ship_by || ' ' || deliver_from || ' ' || deliver_by FROM promise p JOIN sales_order o ON o.id = p.order_id WHERE o.number = ?), '')`, number)
}

func days(fast, slow int, to string) func(*model.Offer) {
	return func(o *model.Offer) {
		o.Shipping = append(o.Shipping, model.ShippingPrice{Country: to, Service: "standard", DaysP50: &fast, DaysP90: &slow})
	}
}

func placed(on string) func(*model.Order) {
	return func(o *model.Order) {
		t, err := time.Parse("2006-01-02T15:04", on)
		if err != nil {
			panic(err)
		}
		o.PlacedAt, o.PlacedOn, o.PaidOn = model.InstantOf(t), model.DateOf(t), model.DateOf(t)
	}
}

func TestKeep_PromisesByCutOffHandlingTransitAndTheDaysOffOfBothEnds(t *testing.T) {
	d := desktest.New(t)
	slow := d.Supplier("Slow", func(s *model.Supplier) { s.Country, s.HandlingDays, s.Cutoff = "FR", 0, "14:00" })
	d.Offer(slow, "LAMP", "10", days(3, 6, "*"), days(2, 4, "DE"))
	quick := d.Supplier("Quick", func(s *model.Supplier) { s.Country, s.HandlingDays = "XX", 1 })
	d.Offer(quick, "LAMP", "20", days(1, 2, "*"))
	d.Offer(quick, "VASE", "20", days(1, 1, "*"))
	d.Exec(`INSERT INTO holiday (country, day, name, source, checked_on) VALUES ('FR', '2026-03-17', 'Closed', 'test', ''), ('DE', '2026-03-23', 'Closed', 'test', '')`)
	for _, c := range []struct {
		number, on string
		line       model.OrderLine
		change     func(*model.Order)
		want       string
	}{
		{"CU-02 before the cut-off", "2026-03-16T12:30", desktest.Line("LAMP", 1), nil, "2026-03-16 2026-03-18 2026-03-20"},
		{"CU-02 after it, in the clock of France, over a holiday", "2026-03-16T13:30", desktest.Line("LAMP", 1), nil, "2026-03-18 2026-03-20 2026-03-24"},
		{"CU-01 paid on Friday", "2026-03-20T23:30", desktest.Line("VASE", 1), nil, "2026-03-23 2026-03-24 2026-03-24"},
		{"CU-01 paid on Saturday", "2026-03-21T09:00", desktest.Line("VASE", 1), nil, "2026-03-23 2026-03-24 2026-03-24"},
		{"to elsewhere it takes longer", "2026-03-16T12:30", desktest.Line("LAMP", 1), func(o *model.Order) { o.Country = "AT" }, "2026-03-16 2026-03-19 2026-03-23"},
		{"nobody says how long it takes", "2026-03-16T12:30", desktest.Line("RUG", 1), nil, "2026-03-18 2026-03-25 2026-04-01"},
		{"the slowest article holds", "2026-03-16T12:30", desktest.Line("LAMP", 1), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) }, "2026-03-17 2026-03-18 2026-03-20"},
		{"paid on a later day", "2026-03-16T12:30", desktest.Line("LAMP", 1), func(o *model.Order) { o.PaidOn = "2026-03-18" }, "2026-03-18 2026-03-20 2026-03-24"},
		{"not paid yet", "2026-03-16T12:30", desktest.Line("LAMP", 1), func(o *model.Order) { o.Payment, o.PaidOn = model.Pending, "" }, ""},
		{"sent by the shop", "2026-03-16T12:30", desktest.Line("LAMP", 1), func(o *model.Order) { o.Fulfilment = model.Fulfilled }, ""},
	} {
		d.Order(c.number, c.line, placed(c.on), func(o *model.Order) {
			if c.change != nil {
				c.change(o)
			}
		})
		keep(t, d)
		if got := told(d, c.number); got != c.want {
			t.Errorf("%s: %q, want %q; %s", c.number, got, c.want, d.Text(`SELECT COALESCE((SELECT reckoned FROM promise ORDER BY order_id DESC LIMIT 1), '')`))
		}
	}
}

func TestKeep_APromiseStaysWhatWasTold(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Offer(acme, "LAMP", "10", days(2, 3, "*"))
	d.Order("1001", desktest.Line("LAMP", 1))
	if n := keep(t, d); n != 1 {
		t.Fatalf("%d promises", n)
	}
	before := told(d, "1001")
	d.Exec(`UPDATE offer_shipping SET days_p90 = 30`)
	d.Change("1001", func(o *model.Order) { o.Notes = "Leave it at the door" })
	if n := keep(t, d); n != 0 || told(d, "1001") != before {
		t.Errorf("%d new promises, now %s", n, told(d, "1001"))
	}
	for _, q := range []string{`UPDATE promise SET deliver_by = '2099-01-01'`, `DELETE FROM promise`} {
		err := d.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.Exec(q).Error })
		if err == nil || told(d, "1001") != before {
			t.Errorf("%s: %v, now %s", q, err, told(d, "1001"))
		}
	}
}

func TestKeep_ASupplierThatIsClosedOrDoesNotShipThereIsNotReckonedOn(t *testing.T) {
	d := desktest.New(t)
	near := d.Supplier("Near", func(s *model.Supplier) { s.ShipsTo = []string{"FR"} })
	d.Offer(near, "LAMP", "1", days(1, 1, "*"))
	blocked := d.Supplier("Blocked", func(s *model.Supplier) { s.Stage = model.Blocked })
	d.Offer(blocked, "LAMP", "1", days(1, 1, "*"))
	far := d.Supplier("Far", func(s *model.Supplier) { s.Currency = "USD" })
	d.Rate("USD", "0.5")
	d.Offer(far, "LAMP", "18", days(8, 9, "*"), func(o *model.Offer) { o.Currency = "USD" })
	dear := d.Supplier("Dear")
	d.Offer(dear, "LAMP", "10", days(1, 1, "*"))
	s := promise.New(d.DB, d.Bus)
	closed := promise.HolidayInput{Supplier: "far", Day: "2026-03-31"}
	for i, name := range []string{"Stocktaking", "Stocktaking", "Inventory"} {
		closed.Name = &name
		r, err := s.PutHolidays(t.Context(), []promise.HolidayInput{closed})
		if got := []int{r.Created, r.Unchanged, r.Updated}; err != nil || got[i] != 1 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	d.Order("1001", desktest.Line("LAMP", 1))
	keep(t, d)
	if how := d.Text(`SELECT reckoned FROM promise`); !strings.HasPrefix(how, "Far: ") || told(d, "1001") != "2026-04-01 2026-04-09 2026-04-10" {
		t.Errorf("%s, reckoned on %s", told(d, "1001"), how)
	}
}

func TestPutWeeks_RefusesAWeekWithoutWork(t *testing.T) {
	d := desktest.New(t)
	s := promise.New(d.DB, d.Bus)
	off := "mon tue wed thu fri sat sun"
	in := promise.WeekInput{Country: "SA", ValidFrom: "2026-01-01", DaysOff: &off}
	if _, err := s.PutWeeks(t.Context(), []promise.WeekInput{in}); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
	off = "Friday, sat"
	for _, want := range []string{"created", "unchanged"} {
		r, err := s.PutWeeks(t.Context(), []promise.WeekInput{in})
		if err != nil || fmt.Sprint(map[string]int{"created": r.Created, "unchanged": r.Unchanged}[want]) != "1" {
			t.Errorf("%s: %+v, %v", want, r, err)
		}
	}
	if got := d.Text(`SELECT days_off FROM work_week WHERE country = 'SA'`); got != "fri sat" {
		t.Errorf("kept as %q", got)
	}
}

func BenchmarkKeep(b *testing.B) {
	book := booktest.Large(b, 100_000)
	book.Exec(b, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`)
	book.Exec(b, `UPDATE sales_order SET fulfilment = 'unfulfilled'`)
	book.Exec(b, `UPDATE order_line SET fulfilment = 'pending'`)
	book.Exec(b, `UPDATE offer_shipping SET days_p50 = 5, days_p90 = 9`)
	for b.Loop() {
		err := book.DB.Write(b.Context(), func(tx *store.Tx) error {
			n, err := promise.Keep(tx)
			b.ReportMetric(float64(n), "orders")
			if err == nil {
				err = fmt.Errorf("taken back")
			}
			return err
		})
		if err == nil {
			b.Fatal("it was kept")
		}
	}
}

func TestKeep_RefusesADayFromWhichNothingCanBeReckoned(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("#1", desktest.Line("LAMP", 1), placed("9999-12-31T12:00"))
	err := d.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := promise.Keep(tx)
		return err
	})
	var e *model.Error
	if !errors.As(err, &e) || e.Code != model.Invalid || e.Field != "placed" || !strings.Contains(e.Message, "Order #1 was placed on 9999-12-31") {
		t.Errorf("got %v", err)
	}
}
