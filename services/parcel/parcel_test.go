package parcel_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

type plain struct{}

func (plain) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order\n")}}, nil
}

// fixture is a desk whose orders were forwarded to one supplier a day ago.
type fixture struct {
	*desktest.Desk
	t       *testing.T
	parcels *parcel.Service
}

func desk(t *testing.T) *fixture {
	d := desktest.New(t)
	f := &fixture{d, t, parcel.New(d.DB, d.Bus)}
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Batching, s.Email, s.Country = model.Daily, "acme@example.com", "DE" })
	for _, sku := range []string{"LAMP", "VASE"} {
		d.Offer(acme, sku, "10")
	}
	return f
}

// forward lets what waits leave and brings the clock to the next day.
func (f *fixture) forward() {
	f.t.Helper()
	if _, err := routing.New(f.DB, f.Bus, f.Jobs).Route(f.t.Context(), routing.Options{}); err != nil {
		f.t.Fatal(err)
	}
	if _, err := forward.New(f.DB, f.Bus, f.Jobs, plain{}).Forward(f.t.Context(), forward.Options{Out: f.t.TempDir(), Approve: true}); err != nil {
		f.t.Fatal(err)
	}
	f.later(1)
}

func (f *fixture) later(days int) { f.Now = f.Now.Add(time.Duration(days) * 24 * time.Hour) }

// day is the desk's day that many days ago.
func (f *fixture) day(ago int) *string {
	d := string(f.Today().AddDays(-ago))
	return &d
}

func (f *fixture) put(in parcel.Input) string {
	f.t.Helper()
	r, err := f.parcels.Put(f.t.Context(), []parcel.Input{in})
	if err != nil {
		f.t.Fatal(err)
	}
	switch {
	case r.Created == 1:
		return record.Created
	case r.Updated == 1:
		return record.Updated
	}
	return record.Unchanged
}

func (f *fixture) refused(in parcel.Input) (field, message string) {
	f.t.Helper()
	_, err := f.parcels.Put(f.t.Context(), []parcel.Input{in})
	e, ok := err.(*model.Error)
	if !ok {
		f.t.Fatalf("not refused: %v", err)
	}
	return e.Field, e.Message
}

func (f *fixture) purchase(number string) string {
	return f.Text(`SELECT state FROM purchase_order WHERE number = ?`, number)
}

func (f *fixture) order(number string) string {
	f.t.Helper()
	rows, err := order.New(f.DB, f.Bus).List(f.t.Context(), order.Filter{})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Number == number {
			return r.State
		}
	}
	return ""
}

func (f *fixture) row(tracking string) parcel.Row {
	f.t.Helper()
	rows, err := f.parcels.Board(f.t.Context(), record.Filter{Archived: true})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Tracking == tracking {
			return r
		}
	}
	f.t.Fatalf("there is no row %q among %d", tracking, len(rows))
	return parcel.Row{}
}

func lines(all ...parcel.LineInput) *[]parcel.LineInput { return &all }

func of[T any](v T) *T { return &v }

const po = "PO-000001"

func TestPut_TheSameFactsAgainChangeNothing(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	for _, in := range []parcel.Input{
		{Tracking: "1Z 999", Carrier: of("UPS"), Purchase: of("po-000001"), Shipped: f.day(1)},
		{Tracking: "1z999", Carrier: of("ups"), FirstScan: f.day(0)},
		{Tracking: "1Z 999", State: of(model.CustomsHold), On: f.day(0), Note: of("Invoice asked for")},
		{Tracking: "1Z 999", State: of(model.Delivered), Delivered: f.day(0), Lines: lines(parcel.LineInput{Order: "#1001", SKU: "lamp", Quantity: 2})},
		{Tracking: "1Z 999", State: of(model.Delivered), On: f.day(0)},
	} {
		f.put(in)
		before := f.Int(`SELECT COUNT(*) FROM history`) + f.Int(`SELECT COUNT(*) FROM parcel_event`)
		if got := f.put(in); got != record.Unchanged {
			t.Errorf("%+v again: %s", in, got)
		}
		if now := f.Int(`SELECT COUNT(*) FROM history`) + f.Int(`SELECT COUNT(*) FROM parcel_event`); now != before {
			t.Errorf("%+v again left traces", in)
		}
	}
	if n := f.Int(`SELECT COUNT(*) FROM parcel`); n != 1 {
		t.Errorf("%d parcels", n)
	}
}

func TestPut_PurchaseOrderAndOrderFollowThePieces(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	f.Order("1002", desktest.Line("LAMP", 1))
	f.forward()
	for _, s := range []struct {
		what                   string
		in                     parcel.Input
		purchase, first, other string
	}{
		{"a label was made", parcel.Input{Tracking: "A", Purchase: of(po), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2})}, "sent", "forwarded", "forwarded"},
		{"a part left", parcel.Input{Tracking: "A", Shipped: f.day(0)}, "part_shipped", "part_shipped", "forwarded"},
		{"the rest left, of two orders in one parcel", parcel.Input{Tracking: "B", Purchase: of(po), FirstScan: f.day(0)}, "shipped", "shipped", "shipped"},
		{"the first arrived", parcel.Input{Tracking: "A", Delivered: f.day(0)}, "shipped", "shipped", "shipped"},
		{"all arrived", parcel.Input{Tracking: "B", State: of(model.Delivered)}, "closed", "delivered", "delivered"},
		{"the delivery was a mistake", parcel.Input{Tracking: "B", Delivered: of("")}, "shipped", "shipped", "shipped"},
		{"it came back", parcel.Input{Tracking: "B", State: of(model.Returned)}, "shipped", "part_shipped", "forwarded"},
		{"it was sent again", parcel.Input{Tracking: "C", Purchase: of(po), Shipped: f.day(0)}, "shipped", "shipped", "shipped"},
		{"that parcel was typed by mistake", parcel.Input{Tracking: "C", Archived: of(true)}, "shipped", "part_shipped", "forwarded"},
		{"so was the first", parcel.Input{Tracking: "B", Archived: of(true)}, "part_shipped", "part_shipped", "forwarded"},
		{"and nothing has left at all", parcel.Input{Tracking: "A", Shipped: of(""), State: of(model.LabelMade)}, "sent", "forwarded", "forwarded"},
	} {
		f.put(s.in)
		if p, a, b := f.purchase(po), f.order("1001"), f.order("1002"); p != s.purchase || a != s.first || b != s.other {
			t.Errorf("%s: %s, %s, %s; want %s, %s, %s", s.what, p, a, b, s.purchase, s.first, s.other)
		}
	}
}

func TestPut_TakesTheStateBackToAcknowledged(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.Write(func(tx *store.Tx) error {
		if err := tx.Exec(`UPDATE purchase_order SET state = 'acknowledged'`).Error; err != nil {
			return err
		}
		return history.Record(tx, history.Subject{Kind: "purchase", ID: 1, Key: po}, []history.Change{{Field: "state", Old: "sent", New: "acknowledged"}}, "")
	})
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(0)})
	f.put(parcel.Input{Tracking: "A", Archived: of(true)})
	if got := f.purchase(po); got != "acknowledged" {
		t.Errorf("it is %s", got)
	}
}

// The supplier answers when the pieces are on their way already, and then the
// parcel turns out to be another's: the answer still stands.
func TestPut_AnAnswerThatCameAfterTheParcelStandsWhenTheParcelIsTakenBack(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(0)})
	if _, err := purchase.New(f.DB, f.Bus).Acknowledge(t.Context(), []purchase.Acknowledgement{{Purchase: po}}); err != nil {
		t.Fatal(err)
	}
	f.put(parcel.Input{Tracking: "A", Archived: of(true)})
	if got := f.purchase(po); got != "acknowledged" {
		t.Errorf("it is %s", got)
	}
}

func TestPut_TooManyPiecesAreToldAndKept(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(0), Lines: lines(parcel.LineInput{Order: "1001", SKU: "S-LAMP", Quantity: 3})})
	r := f.row("A")
	if len(r.Warnings) != 1 || r.Warnings[0] != "1 piece of LAMP more than order 1001 asked for." || r.Lines[0].Extra != 1 {
		t.Errorf("warnings %q, lines %+v", r.Warnings, r.Lines)
	}
	f.put(parcel.Input{Tracking: "B", Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})})
	if r := f.row("B"); r.Purchase != po || len(r.Warnings) != 1 {
		t.Errorf("a second parcel: %+v", r)
	}
	if got := f.purchase(po); got != "shipped" {
		t.Errorf("the purchase order is %s", got)
	}
}

func TestPut_WhatNobodyForwardedIsWarnedOf(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.put(parcel.Input{Tracking: "A", Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2})})
	if r := f.row("A"); r.Purchase != "" || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "no purchase order") {
		t.Errorf("%+v", r)
	}
}

func TestPut_TrackingIsUniqueByCarrier(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 4))
	f.forward()
	one := lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})
	f.put(parcel.Input{Tracking: "77", Lines: one})
	if got := f.put(parcel.Input{Tracking: "77", Carrier: of("DHL")}); got != record.Updated {
		t.Errorf("the carrier of a known parcel: %s", got)
	}
	if got := f.put(parcel.Input{Tracking: "77", Carrier: of("UPS"), Lines: one}); got != record.Created {
		t.Errorf("another carrier's parcel: %s", got)
	}
	if field, message := f.refused(parcel.Input{Tracking: "77", Shipped: f.day(0)}); field != "carrier" || !strings.Contains(message, "2 carriers") {
		t.Errorf("%s: %s", field, message)
	}
}

func TestPut_Refuses(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.Order("1002", desktest.Line("LAMP", 2))
	f.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
		VALUES ('PO-9', 1, 'draft', 'EUR', 0, 0, 0, '1', '', '', '')`)
	one := lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})
	for name, c := range map[string]struct {
		in             parcel.Input
		field, message string
	}{
		"a number that is missing":         {parcel.Input{Tracking: " "}, "tracking", "tracking is missing"},
		"a parcel of nothing":              {parcel.Input{Tracking: "A"}, "lines", "say what is in the parcel"},
		"an unknown purchase order":        {parcel.Input{Tracking: "A", Purchase: of("PO-000002")}, "purchase", "there is no purchase order"},
		"a draft":                          {parcel.Input{Tracking: "A", Purchase: of("PO-9")}, "purchase", "is a draft"},
		"an unknown order":                 {parcel.Input{Tracking: "A", Lines: lines(parcel.LineInput{Order: "77", SKU: "LAMP", Quantity: 1})}, "lines", "no order \"77\""},
		"an article the order has not":     {parcel.Input{Tracking: "A", Lines: lines(parcel.LineInput{Order: "1001", SKU: "VASE", Quantity: 1})}, "lines", "no line \"VASE\""},
		"a day of another year":            {parcel.Input{Tracking: "A", Lines: one, Shipped: f.day(365)}, "shipped", "is long before order 1001 came in"},
		"a day to come":                    {parcel.Input{Tracking: "A", Lines: one, Shipped: f.day(-3)}, "shipped", "still to come"},
		"a delivery before the dispatch":   {parcel.Input{Tracking: "A", Lines: one, Shipped: f.day(1), Delivered: f.day(2)}, "delivered", "before it was shipped"},
		"a delivery of what is on the way": {parcel.Input{Tracking: "A", Lines: one, Delivered: f.day(0), State: of(model.InTransit)}, "state", "leave the day or the state out"},
		"a state that there is not":        {parcel.Input{Tracking: "A", Lines: one, State: of(model.ParcelState("gone"))}, "state", "is not one of"},
	} {
		if field, message := f.refused(c.in); field != c.field || !strings.Contains(message, c.message) {
			t.Errorf("%s: %s: %s", name, field, message)
		}
	}
	if n := f.Int(`SELECT COUNT(*) FROM parcel`); n != 0 {
		t.Errorf("%d parcels were kept", n)
	}
}

func TestPut_OfSeveralShopsTheOneInThePurchaseOrderIsMeant(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 1))
	f.forward()
	f.Exec(`INSERT INTO shop (id, name, name_key, platform, currency, time_zone, cash_on_delivery) VALUES (2, 'Second', 'second', '', 'EUR', 'UTC', 0)`)
	f.Shop.ID, f.Shop.Name = 2, "Second"
	f.Order("1001", desktest.Line("LAMP", 1))
	one := parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1}
	if field, message := f.refused(parcel.Input{Tracking: "A", Lines: lines(one)}); field != "lines" || !strings.Contains(message, "say which shop") {
		t.Errorf("%s: %s", field, message)
	}
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Lines: lines(one)})
	if r := f.row("A"); r.Lines[0].Shop != "Shop" {
		t.Errorf("it is of %s", r.Lines[0].Shop)
	}
	one.Shop = "second"
	f.put(parcel.Input{Tracking: "B", Lines: lines(one)})
	if r := f.row("B"); r.Lines[0].Shop != "Second" {
		t.Errorf("it is of %s", r.Lines[0].Shop)
	}
}

func TestAttention_TellsWhatNeedsAPerson(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.Write(func(tx *store.Tx) error { _, err := promise.Keep(tx); return err })
	f.forward()
	check := func(what, tracking string, want ...parcel.Concern) {
		t.Helper()
		r := f.row(tracking)
		var got []string
		for _, c := range r.Attention {
			got = append(got, string(c))
		}
		var wanted []string
		for _, c := range want {
			wanted = append(wanted, string(c))
		}
		if strings.Join(got, " ") != strings.Join(wanted, " ") {
			t.Errorf("%s: %v, want %v", what, got, wanted)
		}
		letters, err := f.parcels.Letters(t.Context(), &r)
		if err != nil || len(want) > 0 && (letters.Supplier.To != "acme@example.com" || letters.Customer.To != "buyer@example.com" || len(letters.Customer.Text) < 60) {
			t.Errorf("%s: letters %+v, %v", what, letters, err)
		}
		if strings.Contains(letters.Customer.Text, "Acme") || strings.Contains(letters.Customer.Text, po) {
			t.Errorf("%s: the customer is told the supplier: %s", what, letters.Customer.Text)
		}
	}
	check("it was sent yesterday", "")
	f.later(2)
	check("it was not confirmed", "", parcel.NoAnswer)
	f.later(5)
	check("nor is there a number", "", parcel.NoTracking, parcel.NoAnswer)
	f.put(parcel.Input{Tracking: "A", Carrier: of("DHL"), Purchase: of(po), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1}), FirstScan: f.day(0)})
	check("a part is on the way", "A")
	check("the rest is awaited still", "", parcel.NoTracking)
	f.later(8)
	check("it does not move", "A", parcel.NoMovement)
	f.put(parcel.Input{Tracking: "A", State: of(model.CustomsHold)})
	check("customs hold it", "A", parcel.Customs)
	f.later(10)
	check("it is past the promise", "A", parcel.PastDue, parcel.Customs)
	f.put(parcel.Input{Tracking: "A", State: of(model.Delivered)})
	check("it arrived", "A")
	check("it is too little", "", parcel.PastDue, parcel.Short)
	f.put(parcel.Input{Tracking: "B", Purchase: of(po), State: of(model.Lost)})
	check("the rest was lost", "B", parcel.IsLost)
	f.put(parcel.Input{Tracking: "C", Purchase: of(po), Shipped: f.day(0)})
	check("it was sent again", "B")
	rows, err := f.parcels.Attention(t.Context())
	if err != nil || len(rows) != 1 || rows[0].Tracking != "C" || rows[0].Since(parcel.PastDue) != rows[0].Promised {
		t.Errorf("attention: %+v, %v", rows, err)
	}
	f.Set("attention.movement_days", "0")
	f.later(1)
	check("a limit is a setting", "C", parcel.PastDue, parcel.NoMovement)
}

func TestEvents_LieInTheOrderOfTheirDays(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(4), FirstScan: f.day(3)})
	f.put(parcel.Input{Tracking: "A", State: of(model.CustomsHold), On: f.day(2), Note: of("Leipzig")})
	f.put(parcel.Input{Tracking: "A", State: of(model.OutForDelivery), On: f.day(1)})
	f.put(parcel.Input{Tracking: "A", State: of(model.Delivered), Delivered: f.day(0)})
	events, err := f.parcels.Events(t.Context(), f.row("A").ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, string(e.State)+e.Note)
	}
	if want := "shipped in_transit customs_holdLeipzig out_for_delivery delivered"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	err = f.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.Exec(`DELETE FROM parcel_event`).Error })
	if err == nil {
		t.Error("what happened was deleted")
	}
}

func TestList_WritesUnknownDaysAsNull(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(1)})
	rows, err := f.parcels.List(t.Context(), record.Filter{State: "shipped", Limit: 5})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	text, err := json.Marshal(rows[0])
	for _, want := range []string{`"number":"A"`, `"shipped":"` + *f.day(1) + `"`, `"delivered":null`, `"days_late":null`, `"state":"shipped"`, `"orders":["1001"]`, `"attention":[]`} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s, %v", text, want, err)
		}
	}
	if _, err := f.parcels.List(t.Context(), record.Filter{State: "gone"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("an unknown state: %v", err)
	}
}

func TestLink_OpensPagesOfTheWebOnly(t *testing.T) {
	f := desk(t)
	put := func(url string) error {
		_, err := f.parcels.PutCarriers(t.Context(), []parcel.CarrierInput{{Carrier: "Fast Post", ValidFrom: "2026-01-01", URL: &url}})
		return err
	}
	for _, bad := range []string{
		"javascript:alert({tracking})", "file:///{tracking}", "ftp://x.example/{tracking}", "https://x.example/", "https://{tracking}.example/",
		"https://user:pass@x.example/{tracking}", "//x.example/{tracking}", "", "JavaScript:alert('{tracking}')", "FILE:///tmp/{tracking}",
		"data:text/html,{tracking}", "\u200bjavascript:alert({tracking})", "https:x.example/{tracking}", "https://x.example:{tracking}/", "vbscript://x/{tracking}", "ｈttps://x.example/{tracking}",
	} {
		if err := put(bad); model.CodeOf(err) != model.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, good := range []string{"HTTPS://Post.example/{tracking}", "https://post.example?n={tracking}", "https://post.example#{tracking}", "https://post.example/t?n={tracking}&l=en"} {
		if err := put(good); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ carrier, tracking, want string }{
		{"fast  POST", "ab 1&x=2", "https://post.example/t?n=AB1%26X%3D2&l=en"},
		{"Nobody", "1", ""},
		{"", "1", ""},
		{"ups", "1Z", "https://www.ups.com/track?tracknum=1Z"},
	} {
		got, err := f.parcels.Link(t.Context(), c.carrier, c.tracking)
		if err != nil || got != c.want {
			t.Errorf("%s %s: %q, %v", c.carrier, c.tracking, got, err)
		}
	}
	err := f.DB.Read(t.Context(), func(q *gorm.DB) error {
		old, err := parcel.Link(q, "Fast Post", parcel.Asked{Tracking: "1", On: "2025-12-31"})
		if old != "" {
			t.Errorf("an address that held later: %q", old)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
