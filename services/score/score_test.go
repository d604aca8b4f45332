package score_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/score"
)

var ctx = context.Background()

// day is a day before the desk's today.
func day(d *desktest.Desk, ago int) string { return string(d.Today().AddDays(-ago)) }

// forwarded adds an order of 2 pieces of A that the supplier was asked for so many
// days ago, promised for ten days after that, and returns its number.
func forwarded(d *desktest.Desk, supplier int64, n, ago int, state model.PurchaseState) string {
	number := fmt.Sprintf("#%d-%d", supplier, n)
	now := d.Now
	d.Now = now.Add(-time.Duration(ago) * 24 * time.Hour)
	id := d.Order(number, desktest.Line("A", 2))
	line := d.Int(`SELECT id FROM order_line WHERE order_id = ?`, id)
	offer := d.Int(`SELECT id FROM offer WHERE supplier_id = ?`, supplier)
	d.Exec(`INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		VALUES (?, ?, ?, ?, 2, 50000, 0, 'EUR', 'post', '', ?)`, line, line, supplier, offer, string(model.InstantOf(d.Now)))
	d.Exec(`INSERT INTO purchase_order (id, number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		VALUES (?, ?, ?, ?, 'EUR', 100000, 0, 100000, '1', '', '', ?, ?)`, line, "PO"+number, supplier, string(state), string(model.InstantOf(d.Now)), string(model.InstantOf(d.Now)))
	d.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		VALUES (?, ?, ?, ?, 1, 'A', '', 'A', 2, 50000, 0, 'post')`, line, line, line, id)
	d.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) VALUES (?, ?, ?, ?, '', '')`,
		id, string(d.Today().AddDays(3)), string(d.Today().AddDays(5)), string(d.Today().AddDays(10)))
	d.Now = now
	return number
}

// sent adds the parcel of an order, delivered unless arrived is negative.
func sent(d *desktest.Desk, number string, left, arrived int) {
	line := d.Int(`SELECT l.id FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.number = ?`, number)
	state, on := "shipped", ""
	if arrived >= 0 {
		state, on = "delivered", day(d, arrived)
	}
	d.Exec(`INSERT INTO parcel (id, tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, created_at)
		VALUES (?, ?, ?, '', '', ?, ?, '', ?, ?, '')`, line, number, number, line, day(d, left), on, state)
	d.Exec(`INSERT INTO parcel_line (parcel_id, line_id, quantity) VALUES (?, ?, 2)`, line, line)
}

func desk(t *testing.T) (*desktest.Desk, int64) {
	t.Helper()
	d := desktest.New(t)
	id := d.Supplier("Acme")
	d.Offer(id, "A", "5.00")
	return d, id
}

func card(t *testing.T, d *desktest.Desk, name string) score.Card {
	t.Helper()
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	c, err := s.Of(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func value(t *testing.T, c *score.Card, key string) (n int64, percent string) {
	t.Helper()
	for _, m := range c.Performance.Metrics {
		if m.Key == key {
			return m.N, score.Text(m.Value)
		}
	}
	t.Fatalf("no metric %s", key)
	return 0, ""
}

func TestOf_CountsWhatBecameOfForwardedOrders(t *testing.T) {
	d, id := desk(t)
	sent(d, forwarded(d, id, 1, 40, model.PurchaseShipped), 38, 32) // in time
	sent(d, forwarded(d, id, 2, 39, model.PurchaseShipped), 30, 20) // left and came late
	forwarded(d, id, 3, 38, model.PurchaseSent)                     // never came
	forwarded(d, id, 4, 2, model.PurchaseSent)                      // not due yet
	forwarded(d, id, 5, 37, model.PurchaseRefused)                  // refused
	sent(d, forwarded(d, id, 6, 36, model.PurchaseShipped), 35, 30) // in time, but broken
	d.Exec(`INSERT INTO sales_case (order_id, kind, opened_on, resolution, resolved_on, note) SELECT id, 'damaged', ?, '', '', '' FROM sales_order WHERE number = ?`,
		day(d, 25), fmt.Sprintf("#%d-6", id))
	c := card(t, d, "acme")
	for key, want := range map[string]struct {
		n       int64
		percent string
	}{
		"otd": {5, "40.00"}, "otif": {5, "40.00"}, "dispatch": {5, "40.00"}, "odr": {5, "40.00"}, "cancel": {5, "20.00"}, "claim_recovery": {0, ""}, "acknowledgement": {5, "40.00"},
	} {
		if n, percent := value(t, &c, key); n != want.n || percent != want.percent {
			t.Errorf("%s is %s %% of %d, want %s of %d", key, percent, n, want.percent, want.n)
		}
	}
	p := &c.Performance
	if p.N != 5 || p.Waiting != 1 || p.Late != 1 || p.Kinds[2].N != 1 || p.Kinds[0].N != 1 || c.Trust != score.Provisional || c.Class != "D" {
		t.Errorf("got %+v", p)
	}
	if p.Lead.N != 4 || p.Lead.P50.Decimal.String() != "13.5" || p.Lead.P90.Valid || p.Lanes[0].Country != "DE" || p.Lanes[0].Service != "post" {
		t.Errorf("lead %+v, lanes %+v", p.Lead, p.Lanes)
	}
}

func TestOf_AHigherPriceAskedInAnAnswerIsANewPriceToldOnce(t *testing.T) {
	d, id := desk(t)
	for n, price := range []int{50000, 60000, 40000} {
		forwarded(d, id, n+1, 40-n, model.PurchaseSent)
		d.Exec(`INSERT INTO acknowledgement (id, purchase_id, dated, reference, refused, price, recorded_at) SELECT ?, MAX(id), ?, '', '', ?, '' FROM purchase_order`, n+1, day(d, 39-n), map[bool]string{true: "raised", false: "as_ordered"}[price > 50000])
		d.Exec(`INSERT INTO acknowledgement_line (acknowledgement_id, purchase_line_id, quantity, backorder, price, ship_date)
			SELECT a.id, l.id, 2, 0, ?, '' FROM purchase_line l JOIN acknowledgement a ON a.purchase_id = l.purchase_id WHERE a.id = ?`, price, n+1)
	}
	c := card(t, d, "acme")
	if n, percent := value(t, &c, "price_stability"); n != 1 || percent != "0.00" {
		t.Errorf("one price as asked, one higher, one lower: %s %% of %d", percent, n)
	}
	d.Offer(id, "A", "6.00", func(o *model.Offer) { o.ValidFrom = d.Today().AddDays(-5) })
	c = card(t, d, "acme")
	if n, percent := value(t, &c, "price_stability"); n != 1 || percent != "0.00" {
		t.Errorf("once an offer tells the higher price: %s %% of %d", percent, n)
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	if events, err := s.Events(ctx, "Acme", "price_stability"); err != nil || len(events) != 1 {
		t.Errorf("events %+v, %v", events, err)
	}
}

func TestEvents_AreWhatAFigureCounts(t *testing.T) {
	d, id := desk(t)
	sent(d, forwarded(d, id, 1, 40, model.PurchaseShipped), 38, 32)
	sent(d, forwarded(d, id, 2, 39, model.PurchaseShipped), 30, 20)
	forwarded(d, id, 3, 38, model.PurchaseSent)
	d.Exec(`INSERT INTO stock_count (supplier_id, product_id, quantity, counted_on) VALUES (?, ?, 9, ?)`, id, d.Product("A"), day(d, 60))
	d.Exec(`INSERT INTO acknowledgement (id, purchase_id, dated, reference, refused, price, recorded_at) SELECT 1, id, ?, '', '', 'as_ordered', '' FROM purchase_order ORDER BY id LIMIT 1`, day(d, 39))
	d.Exec(`INSERT INTO acknowledgement_line (acknowledgement_id, purchase_line_id, quantity, backorder, price, ship_date)
		SELECT 1, l.id, 1, 1, 50000, '' FROM purchase_line l JOIN acknowledgement a ON a.purchase_id = l.purchase_id`)
	later := d.Offer(id, "A", "6.00", func(o *model.Offer) { o.ValidFrom = d.Today().AddDays(-5) })
	if later == 0 {
		t.Fatal("no offer")
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	c := card(t, d, "Acme")
	for _, m := range c.Performance.Metrics {
		events, err := s.Events(ctx, "Acme", m.Key)
		if err != nil {
			t.Fatal(err)
		}
		well := 0
		for _, e := range events {
			if e.Good {
				well++
			}
			if e.What == "" {
				t.Errorf("%s: no words", m.Key)
			}
		}
		if int64(len(events)) != m.N {
			t.Errorf("%s rests on %d events, counts %d", m.Key, len(events), m.N)
		}
		if m.N > 0 {
			share := fmt.Sprintf("%.2f", 100*float64(well)/float64(m.N))
			if m.Bad {
				share = fmt.Sprintf("%.2f", 100*float64(len(events)-well)/float64(m.N))
			}
			if share != score.Text(m.Value) {
				t.Errorf("%s: events make %s %%, the card says %s", m.Key, share, score.Text(m.Value))
			}
		}
	}
	for key, want := range map[string]string{"stock_accuracy": "0.00", "price_stability": "0.00", "acknowledgement": "33.33"} {
		if _, got := value(t, &c, key); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	if took, err := s.Events(ctx, "Acme", score.LeadTime); err != nil || len(took) != c.Performance.Lead.N || took[2].What != "8 days to the door" {
		t.Errorf("lead times %+v, %v", took, err)
	}
	if _, err := s.Events(ctx, "Acme", "otdd"); err == nil {
		t.Error("an unknown metric was taken")
	}
	if _, err := s.Events(ctx, "Acmee", "otd"); model.CodeOf(err) != model.NotFound {
		t.Errorf("an unknown supplier: %v", err)
	}
}

func TestOf_ClaimsCountOnceTheyAreClosed(t *testing.T) {
	d, id := desk(t)
	for i := 1; i <= 3; i++ {
		sent(d, forwarded(d, id, i, 40, model.PurchaseShipped), 38, 32)
	}
	ins := []aftersale.Input{}
	for i, claim := range []string{`{"amount":"20","accepted":"10","credited":"10"}`, `{"amount":"10","accepted":"0"}`, `{"amount":"10"}`} {
		in := aftersale.Input{Order: fmt.Sprintf("#%d-%d", id, i+1), Kind: model.CaseDamaged, Opened: day(d, 20), Claim: &aftersale.ClaimInput{}}
		if err := json.Unmarshal([]byte(claim), in.Claim); err != nil {
			t.Fatal(err)
		}
		ins = append(ins, in)
	}
	if _, err := aftersale.New(d.DB, d.Bus).Put(ctx, ins); err != nil {
		t.Fatal(err)
	}
	c := card(t, d, "Acme")
	if n, percent := value(t, &c, "claim_recovery"); n != 2 || percent != "25.00" {
		t.Errorf("%s %% of %d", percent, n)
	}
	if c.Performance.Reply.N != 2 || c.Performance.Reply.P50.Decimal.String() != "20" {
		t.Errorf("replies %+v", c.Performance.Reply)
	}
}

func TestAll_RanksTheBestFirstAndWhatIsNotKnownLast(t *testing.T) {
	d, good := desk(t)
	never := d.Supplier("Never")
	d.Offer(never, "A", "4.00")
	d.Supplier("Unknown")
	for i := range 12 {
		sent(d, forwarded(d, good, i, 40+i, model.PurchaseShipped), 39+i, 33+i)
		forwarded(d, never, i, 40+i, model.PurchaseSent)
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	cards, err := s.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, c := range cards {
		names = append(names, c.Name+" "+c.Class)
	}
	if want := []string{"Acme B", "Never D", "Unknown "}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if cards[2].Score.Valid {
		t.Error("nothing known was scored")
	}
}

func TestAll_AChangeReachesTheSuppliersItTouches(t *testing.T) {
	d, id := desk(t)
	other := d.Supplier("Other")
	d.Offer(other, "A", "4.00")
	for i := range 4 {
		sent(d, forwarded(d, id, i, 40, model.PurchaseShipped), 38, 32)
		sent(d, forwarded(d, other, i, 40, model.PurchaseShipped), 38, 32)
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	check := func(what string) {
		t.Helper()
		kept, err := s.All(ctx)
		if err != nil {
			t.Fatal(err)
		}
		f := score.New(d.DB, d.Bus, nil)
		defer f.Close()
		fresh, err := f.All(ctx)
		a, err2 := json.Marshal(kept)
		b, err3 := json.Marshal(fresh)
		if err != nil || err2 != nil || err3 != nil || string(a) != string(b) {
			t.Errorf("%s: kept and fresh differ:\n%s\n%s", what, a, b)
		}
	}
	check("first")
	if _, err := aftersale.New(d.DB, d.Bus).Put(ctx, []aftersale.Input{{Order: fmt.Sprintf("#%d-1", id), Kind: model.CaseLost, Opened: day(d, 10)}}); err != nil {
		t.Fatal(err)
	}
	check("after a case")
	forwarded(d, other, 9, 60, model.PurchaseSent) // nobody tells of it
	check("after a change without a word")
	d.Now = d.Now.Add(30 * 24 * time.Hour)
	check("a month later")
}
