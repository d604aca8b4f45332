package orderbook_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/store"
)

// open returns the order book of a book that has its home currency set.
func open(t testing.TB, b *booktest.Book) *orderbook.Service {
	t.Helper()
	b.Exec(t, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`)
	return orderbook.New(b.DB, &event.Bus{})
}

func find(t testing.TB, s *orderbook.Service, q orderbook.Query) *orderbook.Found {
	t.Helper()
	f, err := s.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func details(t *testing.T, s *orderbook.Service) map[string]*orderbook.Detail {
	t.Helper()
	all := map[string]*orderbook.Detail{}
	for _, r := range find(t, s, orderbook.Query{}).Rows(0, 100) {
		d, err := s.Detail(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(d.Row, r) {
			t.Errorf("the detail of %s says\n%+v\nthe list\n%+v", r.Number, d.Row, r)
		}
		if (d.Why != "") != r.Unbooked {
			t.Errorf("%s is out of the books: %v, because %q", r.Number, r.Unbooked, d.Why)
		}
		all[r.Number] = d
	}
	return all
}

func TestDetail_SaysWhatTheMarginReportSays(t *testing.T) {
	for name, b := range map[string]*booktest.Book{"small": booktest.Small(t), "large": booktest.Large(t, 60)} {
		s := open(t, b)
		all := details(t, s)
		orders, err := margin.Rows(t.Context(), b.DB, margin.Query{By: margin.Order})
		if err != nil || len(orders) == 0 {
			t.Fatal(err)
		}
		for _, want := range orders {
			d := all[want.Code]
			got := d.Money.Sums
			got.Orders, got.Quantity = want.Orders, want.Quantity
			if got != want.Sums || d.CM2 != want.CM(2) || d.Net != want.NetRevenue() {
				t.Errorf("%s book, order %s: %+v, want %+v", name, want.Code, got, want.Sums)
			}
			if costs, estimated := added(d.Money.Costs); costs != want.Costs || estimated != want.Estimated {
				t.Errorf("%s book, order %s: the costs are %v, %s estimated; want %v, %s", name, want.Code, costs, estimated, want.Costs, want.Estimated)
			}
		}
		lines, err := margin.Rows(t.Context(), b.DB, margin.Query{By: margin.Line})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range lines {
			d := all[want.Origin.Order]
			l := d.Lines[slices.IndexFunc(d.Lines, func(l orderbook.Line) bool { return l.ID == want.ID })]
			if l.Margin.CM(2) != want.CM(2) || l.Supplier != want.Origin.Supplier {
				t.Errorf("%s book, order %s, line %d: %s of %q, want %s of %q", name, d.Number, l.Position, l.Margin.CM(2), l.Supplier, want.CM(2), want.Origin.Supplier)
			}
		}
	}
}

func added(costs []margin.Cost) (levels [4]model.Amount, estimated model.Amount) {
	for _, c := range costs {
		levels[c.Level-1] = levels[c.Level-1].Add(c.Amount)
		estimated = estimated.Add(c.Estimated)
	}
	return levels, estimated
}

func TestDetail_TellsTheWayOfAnOrder(t *testing.T) {
	all := details(t, open(t, booktest.Small(t)))
	for number, want := range map[string]string{
		"1001": "placed done 2026-01-05, paid done 2026-01-05, shipped done 2026-01-07 2/2",
		"1003": "placed done 2026-01-25, paid done 2026-01-25, shipped done 2026-02-03 1/1, ended done",
		"1006": "placed done 2026-02-21, paid now, routed later 0/1, forwarded later 0/1, shipped later 0/1",
		"1008": "placed done 2026-03-05, paid done 2026-03-05, routed done 1/1, forwarded done 1/1, shipped now 0/1",
	} {
		var got []string
		for _, s := range all[number].Steps {
			text := fmt.Sprint(s.Kind, " ", s.State, " ", s.On)
			if s.Of > 0 {
				text = fmt.Sprint(strings.TrimSpace(text), " ", s.Done, "/", s.Of)
			}
			got = append(got, strings.TrimSpace(text))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", number, strings.Join(got, ", "), want)
		}
	}
}

func TestDetail_HoldsTheWholeStory(t *testing.T) {
	b := booktest.Small(t)
	s := open(t, b)
	d := details(t, s)["1008"]
	if d.State != order.Forwarded || !d.Unsure || d.Customer != booktest.Customer || d.Order.ShipTo.City != "Port" {
		t.Errorf("the head says %s, unsure %v, %s in %s", d.State, d.Unsure, d.Customer, d.Order.ShipTo.City)
	}
	if len(d.Purchases) != 1 || d.Purchases[0].Number != "PO-1" || d.Purchases[0].Cost != model.MustAmount("15") || d.Purchases[0].Sending != "unknown" {
		t.Errorf("purchase orders %+v", d.Purchases)
	}
	if l := d.Lines[0]; l.State != order.Forwarded || len(l.Given) != 1 || l.Given[0].Supplier != "Acme" || l.Given[0].UnitCost != model.MustAmount("10") || len(l.Costs) != 2 {
		t.Errorf("line %+v", l)
	}
	if len(d.Journal) < 3 {
		t.Errorf("%d journal entries", len(d.Journal))
	}
	for _, e := range d.Journal {
		var sum model.Amount
		for _, p := range e.Postings {
			sum = sum.Add(p.Amount)
		}
		if sum != 0 || len(e.Postings) < 2 {
			t.Errorf("entry %d has %d postings that add up to %s", e.ID, len(e.Postings), sum)
		}
	}
	b.Exec(t, `INSERT INTO history (recorded_at, who, kind, record_id, record_key, field, old_value, new_value, why)
		VALUES ('2026-03-21T09:00:00Z', 'Kim', 'order', ?, '1008', 'note', '', 'call', ''), ('2026-03-21T09:00:01Z', 'Kim', 'purchase', 1, 'PO-1', 'state', 'queued', 'unknown', 'no answer'),
		('2026-03-21T09:00:02Z', 'Kim', 'supplier', 1, 'Acme', 'stage', '', '', '')`, d.ID)
	b.Exec(t, `INSERT INTO import_batch (id, file_name, format, sha256, file_bytes, records, created, updated, unchanged, refused, as_of, imported_at)
		VALUES (7, 'orders.csv', 'shopify', '', 1, 1, 0, 1, 0, 0, '', '2026-03-20T09:00:00Z')`)
	b.Exec(t, `INSERT INTO import_record (batch_id, seq, kind, outcome, record_id, row_number) VALUES (7, 1, 'order', 'updated', ?, 2)`, d.ID)
	if d = details(t, s)["1008"]; len(d.History) != 2 || d.History[1].Kind != "purchase" || d.History[1].Why != "no answer" {
		t.Errorf("history %+v", d.History)
	}
	if len(d.Imports) != 1 || d.Imports[0].File != "orders.csv" || d.Imports[0].Outcome != "updated" {
		t.Errorf("imports %+v", d.Imports)
	}
	if r := details(t, s)["1004"].Refunds; len(r) != 1 || r[0].Gross != model.MustAmount("60") {
		t.Errorf("refunds %+v", r)
	}
}

func TestID_FindsAnOrderByShopAndNumber(t *testing.T) {
	s := open(t, booktest.Small(t))
	id, err := s.ID(t.Context(), "LUMEN", "L-1")
	if err != nil {
		t.Fatal(err)
	}
	if d, err := s.Detail(t.Context(), id); err != nil || d.Number != "L-1" {
		t.Errorf("%+v %v", d, err)
	}
	if _, err := s.ID(t.Context(), "Harbour", "L-1"); model.CodeOf(err) != model.NotFound {
		t.Errorf("an order of another shop: %v", err)
	}
	if _, err := s.Detail(t.Context(), 999); model.CodeOf(err) != model.NotFound {
		t.Errorf("an order that is not there: %v", err)
	}
}

func TestFind_CountsWhatOtherFilterValuesWouldFind(t *testing.T) {
	s := open(t, booktest.Small(t))
	f := find(t, s, orderbook.Query{Countries: []string{"US"}, Bands: []orderbook.Band{orderbook.BandGood}})
	// 1002 and L-1 go to the US; 64.12 of 99 and 11.00 of 26.70 are good.
	if f.Count != 2 || f.All != 9 || f.Totals.CM2 != model.MustAmount("75.12") {
		t.Errorf("%d of %d, %+v", f.Count, f.All, f.Totals)
	}
	var countries, bands, shops []string
	for _, c := range f.Facets.Countries {
		countries = append(countries, fmt.Sprint(c.Code, c.Count))
	}
	for _, c := range f.Facets.Bands {
		bands = append(bands, fmt.Sprint(c.Code, c.Count))
	}
	for _, c := range f.Facets.Shops {
		shops = append(shops, fmt.Sprint(c.Name, c.Count))
	}
	got := fmt.Sprint(countries, bands, shops)
	// Good in other countries are 1001, 1004 and 1008; 1003 lost money, of 1005 no cost is known.
	if want := "[DE2 US2 FR1] [good2] [Harbour1 Lumen1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFound_StaysAsItWas(t *testing.T) {
	b := booktest.Small(t)
	bus := &event.Bus{}
	open(t, b)
	s := orderbook.New(b.DB, bus)
	before := find(t, s, orderbook.Query{})
	rows := before.Rows(0, 100)
	b.Exec(t, `UPDATE sales_order SET number = 'new' WHERE number = '1001'`)
	id := before.IDs(8, 1)[0]
	bus.OrdersChanged.Publish(event.IDs{id})
	after := find(t, s, orderbook.Query{Words: "new"})
	if after.Count != 1 || after.IDs(0, 1)[0] != id {
		t.Errorf("the change is not found: %d", after.Count)
	}
	if !reflect.DeepEqual(before.Rows(0, 100), rows) || before.Index(id) != 8 || after.Index(rows[0].ID) != -1 {
		t.Error("the older answer changed")
	}
	if got := before.Rows(7, 99); len(got) != 2 || len(before.Rows(99, 1)) != 0 {
		t.Errorf("%d rows beyond the end", len(got))
	}
	if sum := before.Sum([]int64{id}); sum.CM2 != model.MustAmount("73.75") {
		t.Errorf("one order sums up to %+v", sum)
	}
}

func TestFirst_IsTheBeginningOfTheDefaultView(t *testing.T) {
	o := newOffice(t, 5)
	for range 90 {
		o.sell()
	}
	o.route()
	s := orderbook.New(o.DB, o.Bus)
	if s.Ready() {
		t.Error("ready before anything was read")
	}
	rows, more, err := s.First(t.Context(), 40)
	if err != nil || len(rows) != 40 || !more {
		t.Fatalf("%d rows, more %v, %v", len(rows), more, err)
	}
	want := find(t, s, orderbook.Query{States: order.OpenStates()}).Rows(0, 40)
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got %+v\nwant %+v", rows[0], want[0])
	}
	if !s.Ready() {
		t.Error("not ready after an answer")
	}
	few := open(t, booktest.Small(t))
	if rows, more, err := few.First(t.Context(), 40); err != nil || more || len(rows) != 3 {
		t.Errorf("%d rows of a small book, more %v, %v", len(rows), more, err)
	}
}

func TestFind_MayBeAskedFromManySidesWhileTheBookChanges(t *testing.T) {
	o := newOffice(t, 9)
	done := make(chan error)
	for range 4 {
		go func() {
			var err error
			for i := range 30 {
				var f *orderbook.Found
				if f, err = o.book.Find(t.Context(), orderbook.Query{Words: "zoe", Sort: []orderbook.Sort{{By: orderbook.ByCustomer}}}); err != nil {
					break
				}
				f.Rows(0, i)
			}
			done <- err
		}()
	}
	for range 30 {
		o.sell()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if f := find(t, o.book, orderbook.Query{}); f.Count != 30 {
		t.Errorf("%d orders", f.Count)
	}
}

func TestFind_OfABookThatAnotherProgramWrites(t *testing.T) {
	b := booktest.Small(t)
	open(t, b)
	db, err := store.Open(t.Context(), store.Config{Path: b.DB.Path(), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	s := orderbook.New(db, &event.Bus{})
	find(t, s, orderbook.Query{})
	b.Exec(t, `UPDATE sales_order SET number = 'new' WHERE number = '1001'`)
	if f := find(t, s, orderbook.Query{Words: "new"}); f.Count != 1 {
		t.Errorf("found %d", f.Count)
	}
}
