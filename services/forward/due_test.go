package forward_test

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// clock is a moment of one day.
func clock(t *testing.T, hour string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, "2026-11-16T"+hour+":00Z")
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestForward_SendsWhatIsDueAndHoldsWhatGathers(t *testing.T) {
	daily := func(zone string, lead int) func(*model.Supplier) {
		return func(s *model.Supplier) {
			s.Country, s.Batching, s.Cutoff, s.TimeZone, s.BatchLead = "", model.Daily, "16:00", zone, lead
		}
	}
	for name, c := range map[string]struct {
		supplier     func(*model.Supplier)
		drafted, now string
		waits        string // "" it leaves
	}{
		"daily, in the morning":                    {daily("", 15), "08:00", "09:00", "waits for 15:45, 15 minutes before its cut-off"},
		"daily, just before the cut-off":           {daily("", 15), "08:00", "15:45", ""},
		"daily, routed just before the cut-off":    {daily("", 15), "15:55", "15:58", ""},
		"daily, missed":                            {daily("", 15), "08:00", "18:00", ""},
		"daily, after the cut-off is for the next": {daily("", 15), "16:30", "18:00", "waits for 15:45"},
		"daily, at the cut-off itself":             {daily("", 0), "08:00", "15:59", "waits for 16:00, its cut-off"},
		"daily, on the supplier's clock":           {daily("Asia/Shanghai", 0), "07:00", "07:30", "waits for 16:00 in Asia/Shanghai"},
		"daily, past it on the supplier's clock":   {daily("Asia/Shanghai", 0), "07:00", "08:00", ""},
		"daily without a cut-off":                  {func(s *model.Supplier) { s.Batching = model.Daily }, "08:00", "08:01", ""},
		"the first of an hour":                     {func(s *model.Supplier) { s.Batching = model.Hourly }, "08:00", "08:01", ""},
		"each order":                               {func(s *model.Supplier) { s.Cutoff = "16:00" }, "08:00", "08:01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t)
			d.Now = clock(t, c.drafted)
			d.Offer(d.Supplier("Acme", c.supplier), "A", "5")
			d.Order("#1", desktest.Line("A", 1))
			route(t, d)
			if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
				t.Fatal(err)
			}
			d.Now = clock(t, c.now)
			o := forward.Options{Out: t.TempDir(), Approve: true}
			r := run(t, service(d), o)
			if c.waits == "" {
				if len(r.Sent) != 1 || len(r.Held) != 0 {
					t.Fatalf("got %+v", r)
				}
				return
			}
			if len(r.Sent) != 0 || len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, c.waits) {
				t.Fatalf("got %+v, want %q", r, c.waits)
			}
			if state := d.Text(`SELECT state FROM purchase_order`); state != "draft" {
				t.Errorf("what gathers is %s", state)
			}
			o.Now = true
			if r := run(t, service(d), o); len(r.Sent) != 1 {
				t.Errorf("a person's word sent %+v", r)
			}
		})
	}
}

func TestForward_GivesASupplierOnePurchaseOrderAnHour(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Hourly }), "A", "5")
	for i, c := range []struct {
		after time.Duration
		sent  int
	}{{0, 1}, {30 * time.Minute, 0}, {30 * time.Minute, 1}} {
		d.Now = d.Now.Add(c.after)
		d.Order([]string{"#1", "#2", "#3"}[i], desktest.Line("A", 1))
		route(t, d)
		if r := run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true}); len(r.Sent) != c.sent {
			t.Fatalf("run %d: %+v", i+1, r)
		}
	}
	if n := d.Int(`SELECT COUNT(*) FROM purchase_line WHERE purchase_id = 2`); n != 2 {
		t.Errorf("the second holds %d lines", n)
	}
}

// What came on a Saturday left on three days in three purchase orders, of which the
// supplier saw all on Monday; and the hour of the clock changes with the day.
func TestWaits_ForADayOnWhichTheSupplierWorksByItsOwnClock(t *testing.T) {
	for name, c := range map[string]struct {
		country, zone, cutoff, drafted, now string
		sql                                 string
		until, why                          string // "" it is due
	}{
		"Saturday in Germany":                {country: "DE", zone: "Europe/Berlin", drafted: "2026-11-21T08:00:00Z", until: "2026-11-23T15:00:00Z", why: "waits for 16:00 on 2026-11-23 in Europe/Berlin"},
		"Friday, after the cut-off":          {country: "DE", zone: "Europe/Berlin", drafted: "2026-11-20T15:30:00Z", until: "2026-11-23T15:00:00Z", why: "on 2026-11-23"},
		"Friday, missed":                     {country: "DE", zone: "Europe/Berlin", drafted: "2026-11-20T09:00:00Z", now: "2026-11-21T08:00:00Z"},
		"Saturday, which was agreed":         {country: "DE", zone: "Europe/Berlin", drafted: "2026-11-21T08:00:00Z", sql: `INSERT INTO agreement (supplier_id, valid_from, currency, working_days, return_address, return_terms, note) VALUES (1, '2026-01-01', 'EUR', 'mon tue wed thu fri sat', '', '', '')`, until: "2026-11-21T15:00:00Z", why: "waits for 16:00 in Europe/Berlin"},
		"closed on Monday":                   {country: "DE", zone: "Europe/Berlin", drafted: "2026-11-21T08:00:00Z", sql: `INSERT INTO holiday (country, supplier_id, day, name, source, checked_on) VALUES ('DE', 1, '2026-11-23', 'stocktaking', '', '')`, until: "2026-11-24T15:00:00Z", why: "on 2026-11-24"},
		"Monday there, Sunday here":          {country: "AU", zone: "Australia/Sydney", drafted: "2026-11-22T20:00:00Z", until: "2026-11-23T05:00:00Z", why: "waits for 16:00 in Australia/Sydney"},
		"the week of the clock's change":     {country: "DE", zone: "Europe/Berlin", drafted: "2026-10-23T14:30:00Z", until: "2026-10-26T15:00:00Z", why: "on 2026-10-26"},
		"before the clock's change":          {country: "DE", zone: "Europe/Berlin", drafted: "2026-10-23T10:00:00Z", until: "2026-10-23T14:00:00Z", why: "waits for 16:00 in"},
		"an hour that the change leaves out": {country: "US", zone: "America/New_York", cutoff: "02:30", drafted: "2027-03-12T12:00:00Z", until: "2027-03-15T06:30:00Z", why: "on 2027-03-15"},
		"half an hour off":                   {country: "IN", zone: "Asia/Kolkata", drafted: "2026-11-23T08:00:00Z", until: "2026-11-23T10:30:00Z", why: "waits for 16:00 in Asia/Kolkata"},
	} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t)
			d.Now = moment(t, c.drafted)
			d.Offer(d.Supplier("Acme", func(s *model.Supplier) {
				s.Country, s.Batching, s.Cutoff, s.TimeZone = c.country, model.Daily, cmp.Or(c.cutoff, "16:00"), c.zone
			}), "A", "5")
			d.Order("#1", desktest.Line("A", 1))
			route(t, d)
			if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
				t.Fatal(err)
			}
			if c.sql != "" {
				d.Exec(c.sql)
			}
			d.Now = moment(t, cmp.Or(c.now, c.drafted))
			waits, err := service(d).Waits(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			w := waits[d.Int(`SELECT id FROM purchase_order`)]
			if c.until == "" && len(waits) > 0 || c.until != "" && (string(w.Until) != string(model.InstantOf(moment(t, c.until))) || !strings.Contains(w.Why, c.why)) {
				t.Errorf("got %+v, want %s %q", w, c.until, c.why)
			}
		})
	}
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// An amendment to an older purchase order kept the next one back for an hour.
func TestWaits_AnAmendmentIsNoPurchaseOrderOfTheHour(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Hourly }), "A", "5")
	d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})
	d.Now = d.Now.Add(2 * time.Hour)
	id, err := amendment.New(d.DB, d.Bus).Make(t.Context(), amendment.Input{Purchase: "PO-000001", Cancel: true, Approve: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := service(d).TellAmendment(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	d.Order("#2", desktest.Line("A", 1))
	route(t, d)
	if r := run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true}); len(r.Sent) != 1 {
		t.Errorf("got %+v", r)
	}
}
