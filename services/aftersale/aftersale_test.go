package aftersale_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

var ctx = context.Background()

func book(t *testing.T) (*desktest.Desk, *aftersale.Service) {
	t.Helper()
	d := desktest.New(t)
	id := d.Supplier("Acme")
	d.Offer(id, "A", "5.00")
	d.Offer(id, "B", "2.00")
	d.Order("#1", desktest.Line("A", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("B", 1)) })
	return d, aftersale.New(d.DB, d.Bus)
}

func put(t *testing.T, s *aftersale.Service, json string) (record.Result, error) {
	t.Helper()
	ins, err := record.Decode[aftersale.Input](aftersale.Kind, []byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return s.Put(ctx, ins)
}

func must(t *testing.T, s *aftersale.Service, json string) record.Result {
	t.Helper()
	r, err := put(t, s, json)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPut_KeepsACaseWithItsClaimByOrderKindAndDay(t *testing.T) {
	d, s := book(t)
	day := string(d.Today())
	whole := `{"order":"1","kind":"damaged","opened":"` + day + `","lines":[{"sku":"A","quantity":1}],"resolution":"refund","refund":"25.00",
		"claim":{"party":"supplier","amount":"20.00","accepted":"15.00","credited":"15.00"}}`
	if r := must(t, s, whole); r.Created != 1 {
		t.Fatalf("got %+v", r)
	}
	if r := must(t, s, whole); r.Unchanged != 1 {
		t.Errorf("the same again: got %+v", r)
	}
	rows, err := s.List(ctx, record.Filter{State: model.CaseResolved})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	c := rows[0]
	if *c.Refund != "25.00" || c.Lines[0] != (aftersale.Line{SKU: "A", Quantity: 1}) || c.Claim.State != model.ClaimCredited || *c.Claim.Accepted != "15.00" || c.Claim.Currency != "EUR" {
		t.Errorf("got %+v %+v", c, c.Claim)
	}
	if n := d.Int(`SELECT COUNT(*) FROM refund`); n != 0 {
		t.Errorf("%d refunds were booked", n)
	}
	claims, err := s.Claims(ctx, record.Filter{State: model.ClaimCredited})
	if err != nil || len(claims) != 1 || claims[0].Order != "#1" {
		t.Errorf("claims %+v, %v", claims, err)
	}
	if r := must(t, s, `{"order":"#1","kind":"damaged","opened":"`+day+`","resolution":""}`); r.Updated != 1 {
		t.Errorf("opening it again: got %+v", r)
	}
	past, err := history.New(d.DB, d.Bus).Of(ctx, aftersale.Kind, c.ID)
	if err != nil || len(past) != 3 {
		t.Errorf("history %+v, %v", past, err)
	}
}

func TestPut_RefusesWhatCannotBe(t *testing.T) {
	d, s := book(t)
	day := string(d.Today())
	for name, c := range map[string]struct{ json, field, says string }{
		"an unknown order":          {`{"order":"77","kind":"lost","opened":"` + day + `"}`, "order", `no order "77"`},
		"an unknown kind":           {`{"order":"1","kind":"gone","opened":"` + day + `"}`, "kind", `"gone" is not one of`},
		"a day to come":             {`{"order":"1","kind":"lost","opened":"` + string(d.Today().AddDays(3)) + `"}`, "opened", "still to come"},
		"a day before the order":    {`{"order":"1","kind":"lost","opened":"2020-01-01"}`, "opened", "before the order came in"},
		"an unknown line":           {`{"order":"1","kind":"lost","opened":"` + day + `","lines":[{"sku":"Z"}]}`, "lines", `no line "Z"`},
		"more pieces than ordered":  {`{"order":"1","kind":"lost","opened":"` + day + `","lines":[{"sku":"A","quantity":3}]}`, "lines", "the order has 2 of A, not 3"},
		"the same line twice":       {`{"order":"1","kind":"lost","opened":"` + day + `","lines":[{"sku":"A"},{"sku":"a"}]}`, "lines", "named twice"},
		"resolved some day to come": {`{"order":"1","kind":"lost","opened":"` + day + `","resolution":"refund","resolved":"` + string(d.Today().AddDays(3)) + `"}`, "resolved", "still to come"},
		"a claim of nothing":        {`{"order":"1","kind":"lost","opened":"` + day + `","claim":{"party":"carrier"}}`, "claim", "more than 0"},
		"more accepted than asked":  {`{"order":"1","kind":"lost","opened":"` + day + `","claim":{"amount":"5","accepted":"6"}}`, "claim", "more than the 5"},
		"resolved without a reason": {`{"order":"1","kind":"lost","opened":"` + day + `","resolved":"` + day + `"}`, "resolved", "no resolution"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := put(t, s, c.json)
			if e, ok := err.(*model.Error); !ok || e.Field != c.field || !strings.Contains(e.Message, c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	if n := d.Int(`SELECT COUNT(*) FROM sales_case`); n != 0 {
		t.Errorf("%d cases were kept", n)
	}
}

func TestArchive_TakesACaseOutOfTheListAndBack(t *testing.T) {
	d, s := book(t)
	must(t, s, `{"order":"1","kind":"lost","opened":"`+string(d.Today())+`"}`)
	for _, away := range []bool{true, false} {
		do := s.Restore
		if away {
			do = s.Archive
		}
		if err := do(ctx, 1); err != nil {
			t.Fatal(err)
		}
		rows, err := s.List(ctx, record.Filter{})
		if err != nil || (len(rows) == 0) != away {
			t.Errorf("away %v: %d rows, %v", away, len(rows), err)
		}
	}
}

func TestDeadline_CountsFromTheDeliveryByTheTermsOfTheDayAndElseFromTheOpening(t *testing.T) {
	d, s := book(t)
	today := d.Today()
	d.Exec(`UPDATE sales_order SET placed_on = ?`, string(today.AddDays(-40)))
	d.Exec(`UPDATE supplier SET claim_days = 20`)
	parcel := func(tracking string, line int, delivered model.Date) {
		state := "delivered"
		if delivered == "" {
			state = "lost"
		}
		d.Exec(`INSERT INTO parcel (tracking, tracking_key, carrier, carrier_key, shipped_on, scanned_on, delivered_on, state, created_at) VALUES (?, ?, '', '', '', '', ?, ?, '')`,
			tracking, tracking, string(delivered), state)
		d.Exec(`INSERT INTO parcel_line (parcel_id, line_id, quantity) SELECT MAX(p.id), ?, 1 FROM parcel p`, line)
	}
	parcel("P1", 1, today.AddDays(-16))
	parcel("P2", 1, today.AddDays(-14))
	d.Exec(`UPDATE order_line SET supplier_id = 1`)
	for _, c := range []struct {
		kind, lines string
		days        int // of the deadline from today
		basis       string
	}{
		{"damaged", `,"lines":[{"sku":"A","quantity":1}]`, 4, aftersale.FromDelivery},
		{"defective", ``, 4, aftersale.FromDelivery},
		{"wrong", `,"lines":[{"sku":"B","quantity":1}]`, 10, aftersale.FromOpening},
		{"lost", ``, 10, aftersale.FromOpening},
		{"unwanted", ``, 0, ""},
	} {
		must(t, s, `{"order":"1","kind":"`+c.kind+`","opened":"`+string(today.AddDays(-10))+`"`+c.lines+`}`)
		rows, err := s.List(ctx, record.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		got := rows[0].Deadline
		switch {
		case c.basis == "" && got == nil && rows[0].ClaimBy == nil:
		case c.basis == "" || got == nil || got.On != today.AddDays(c.days) || got.Days != 20 || got.Basis != c.basis || *rows[0].ClaimBy != got.On:
			t.Errorf("%s: %+v, want in %d days from the day it was %s", c.kind, got, c.days, c.basis)
		}
	}
	due := func() (all []string) {
		t.Helper()
		err := d.DB.Read(ctx, func(q *gorm.DB) error {
			found, err := aftersale.ClaimsDue(q, today)
			for _, c := range found {
				all = append(all, c.Supplier+" "+c.Order+" "+string(c.Deadline.On))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	soon := "Acme #1 " + string(today.AddDays(4))
	if got := due(); len(got) != 2 || got[0] != soon || got[1] != soon {
		t.Errorf("due: %q", got)
	}
	d.Exec(`INSERT INTO agreement (supplier_id, valid_from, valid_to, currency, claim_days, working_days, return_address, return_terms, note) VALUES (1, ?, '', 'EUR', 17, '', '', '', '')`, string(today.AddDays(-50)))
	must(t, s, `{"order":"1","kind":"damaged","opened":"`+string(today.AddDays(-10))+`","claim":{"amount":"5"}}`)
	if got := due(); len(got) != 3 || got[0] != "Acme #1 "+string(today.AddDays(1)) || got[2] != "Acme #1 "+string(today.AddDays(7)) {
		t.Errorf("after an agreement on 17 days and a claim for the damage: %q", got)
	}
}
