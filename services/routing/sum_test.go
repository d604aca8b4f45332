package routing_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// Every kept number is worked out anew, line by line, for books that have all of
// it at once: currencies by the day, price breaks, least quantities and cases,
// fees, own stock, thresholds, duty by percentage and by the item, import tax,
// handling fees, a second parcel, late days and defects.
func TestNumber_EveryLineIsWhatTheBookSaysWhateverIsInIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, r)
		if rapid.Bool().Draw(r, "lines may be split") {
			putRules(t, w.Desk, rule("S", routerule.Split))
		}
		for i := range rapid.IntRange(1, 2).Draw(r, "orders") {
			w.order(fmt.Sprint("#", i))
		}
		if _, err := routing.New(w.DB, w.Bus, w.Jobs).Route(ctx, routing.Options{}); err != nil {
			r.Fatal(err)
		}
		w.audit()
	})
}

// world is a book of which the test knows everything.
type world struct {
	*desktest.Desk
	t          *testing.T
	r          *rapid.T
	day        string
	law        []paragraph
	rates      map[string][][2]string // day and value
	sellers    map[int64]*seller
	bids       map[int64]*bid // by offer
	set        map[string]string
	sent, back int64 // orders sent to all suppliers, and refunded of them
	unit       *big.Rat
	hs         map[string]string
}

type seller struct {
	country             string
	handling            int64
	fee, feeIn, feePer  string
	orders, refunded    int64
	own                 bool
	pick, extra, pack   string
	lane, further, days string // of own stock
}

type bid struct {
	seller        *seller
	currency      string
	cost          string
	breaks        map[int64]string
	least, others int64 // MOQ and multiple
	stock         int64 // -1 not stated
	ways          []model.ShippingPrice
}

func draw[T any](w *world, label string, of ...T) T { return rapid.SampledFrom(of).Draw(w.r, label) }

func newWorld(t *testing.T, r *rapid.T) *world {
	w := &world{
		Desk: desktest.New(t), t: t, r: r, day: "2026-09-15", sellers: map[int64]*seller{}, bids: map[int64]*bid{}, set: map[string]string{}, hs: map[string]string{},
		rates: map[string][][2]string{},
	}
	w.Now = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	w.Write(func(tx *store.Tx) error { // in one go: each write is made safe on the disk
		for currency, all := range map[string][]string{"USD": {"0.9123", "0.8877"}, "GBP": {"1.1537", "1.1702"}, "JPY": {"0.00613", "0.0058"}, "RON": {"0.2012", "0.2"}, "AUD": {"0.61", "0.5999"}} {
			for i, on := range []string{"2026-01-01", "2026-08-20", "2026-09-16"} {
				value := "9" // of tomorrow
				if i < len(all) {
					value = all[i]
				}
				w.rates[currency] = append(w.rates[currency], [2]string{on, value})
				if err := tx.Exec(`INSERT INTO exchange_rate (rate_date, from_currency, to_currency, rate, source) VALUES (?, ?, 'EUR', ?, 'test')`, on, currency, value).Error; err != nil {
					return err
				}
			}
		}
		return nil
	})
	for _, of := range [][]string{
		{"routing.conversion_percent", "", "1.75", "3"}, {"routing.split_cost", "", "0.07", "4.50"}, {"routing.late_day_cost", "", "0.35", "2"}, {"documents.incoterm", "DAP", "DDP", "DDP"},
	} {
		w.set[of[0]] = draw(w, of[0], of[1:]...)
		w.Set(of[0], w.set[of[0]])
	}
	w.legislate()
	for _, sku := range []string{"A", "B", "C"} {
		w.hs[sku] = draw(w, "hs of "+sku, "610910", "61099020", "640399", "950300", "")
		customs(w.Desk, sku, w.hs[sku], "CN")
	}
	for i := range rapid.IntRange(1, 3).Draw(r, "suppliers") {
		w.supplier(fmt.Sprint("S", i))
	}
	if rapid.Bool().Draw(r, "own stock") {
		w.house()
	}
	w.past()
	return w
}

// legislate replaces the law of the book by that of the test.
func (w *world) legislate() {
	w.law = []paragraph{
		{country: "EU", kind: "vat_at_sale", value: "150", currency: "EUR", from: "2021-07-01"},
		{country: "EU", kind: "duty_relief", value: "150", currency: "EUR", from: "2010-01-01", until: "2026-06-30"},
		{country: "EU", kind: "flat_duty", value: "3", currency: "EUR", per: "hs6", upTo: "150", from: "2026-07-01", taxed: draw(w, "taxed", true, false)},
		{country: "RO", kind: "handling_fee", value: "25", currency: "RON", per: "consignment", upTo: "150", upToIn: "EUR", from: "2026-01-01"},
		{country: "FR", kind: "handling_fee", value: "2", currency: "EUR", per: "hs6", upTo: "150", from: "2026-03-01"},
		{country: "FR", kind: "handling_fee", hs: "", origin: "", value: "0.45", currency: "EUR", per: "item", from: "2026-08-01", taxed: true},
		{country: "DE", kind: "import_vat", value: "19", from: "2021-01-01"},
		{country: "DE", kind: "import_vat", hs: "6403", value: "7", from: "2021-01-01"},
		{country: "GB", kind: "flat_duty", hs: "9503", value: "1.75", currency: "GBP", per: "item", from: "2026-01-01"},
		{country: "US", kind: "handling_fee", hs: "6109", origin: "CN", value: "0.8", currency: "USD", per: "item", from: "2026-02-01", taxed: true},
		{country: "FR", kind: "import_vat", value: "20", from: "2014-01-01"},
		{country: "EU", kind: "duty", hs: "61", value: "12", basis: "cif", from: "2020-01-01"},
		{country: "EU", kind: "duty", value: "3.7", basis: "cif", from: "2020-01-01"},
		{country: "GB", kind: "vat_at_sale", value: "135", currency: "GBP", from: "2021-01-01"},
		{country: "GB", kind: "duty_relief", value: "135", currency: "GBP", from: "2021-01-01"},
		{country: "GB", kind: "import_vat", value: "20", from: "2011-01-04"},
		{country: "GB", kind: "duty", value: "4", basis: "cif", from: "2021-01-01"},
		{country: "GB", kind: "duty", hs: "6109", value: "12", basis: "cif", from: "2021-01-01", until: "2026-06-30"},
		{country: "US", kind: "duty_relief", value: "800", currency: "USD", from: "2016-03-10", until: "2025-08-28"},
		{country: "US", kind: "duty", hs: "61", value: "16.5", basis: "fob", from: "2020-01-01"},
		{country: "US", kind: "duty", value: "0", basis: "fob", from: "2020-01-01"},
		{country: "US", kind: "surcharge", value: "10", basis: "fob", from: "2026-02-24", until: "2026-07-24"},
		{country: "US", kind: "surcharge", origin: "CN", value: "7.5", basis: "fob", from: "2026-02-24"},
		{country: "US", kind: "handling_fee", value: "6", currency: "USD", per: "consignment", from: "2026-01-01"},
	}
	w.Write(func(tx *store.Tx) error {
		err := tx.Exec(`DELETE FROM tax_rule`).Error
		for i := range w.law {
			p := &w.law[i]
			err = errors.Join(err, tx.Exec(`INSERT INTO tax_rule (country, kind, hs, origin, value, currency, per, basis, up_to, up_to_in, taxed, valid_from, valid_to, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'test')`,
				p.country, p.kind, p.hs, p.origin, p.value, p.currency, p.per, p.basis, p.upTo, p.upToIn, p.taxed, p.from, p.until).Error)
		}
		return err
	})
}

// supplier adds one with an offer for each article and perhaps a drop fee.
func (w *world) supplier(name string) {
	s := &seller{country: draw(w, "country", "CN", "CN", "DE", "US", "GB", ""), handling: draw(w, "handling", int64(0), 1, 3)}
	id := w.Supplier(name, in(s.country), func(x *model.Supplier) { x.HandlingDays = int(s.handling) })
	w.sellers[id] = s
	if draw(w, "drop fee", true, false) {
		s.fee, s.feeIn, s.feePer = draw(w, "fee", "1.25", "0.335", "2"), draw(w, "fee in", "EUR", "USD"), draw(w, "fee per", "order", "line", "piece")
		older, since := model.Currency(s.feeIn), model.Date("2026-08-01")
		for _, in := range []sourcing.DropFeeInput{
			{Supplier: name, Amount: money("99"), Currency: &older, Per: &s.feePer}, {Supplier: name, Amount: money(s.fee), Currency: &older, Per: &s.feePer, ValidFrom: since},
		} {
			put(w.t, sourcing.New(w.DB, w.Bus).PutDropFees, in)
		}
	}
	for _, sku := range []string{"A", "B", "C"} {
		b := &bid{
			seller: s, currency: draw(w, "currency", "EUR", "USD", "GBP", "JPY"), breaks: map[int64]string{}, least: draw(w, "moq", int64(1), 1, 2), others: draw(w, "multiple", int64(1), 1, 2),
			cost: draw(w, "cost", "4.0375", "12.5", "31.99", "0.0345", "70"),
		}
		if draw(w, "steps", true, false) {
			b.breaks[2], b.breaks[5] = "3.1415", "2.9999"
		}
		for _, service := range []string{"std", "express"}[:draw(w, "services", 1, 2)] {
			days := draw(w, "days", 2, 8, 21)
			b.ways = append(b.ways, model.ShippingPrice{
				Country: "*", Service: service, Cost: model.MustAmount(draw(w, "shipping", "0", "1.55", "6.499", "11")), DaysP90: &days, DutyPayer: draw(w, "payer", "", "", "merchant", "customer", "supplier"),
			})
		}
		offer := w.Offer(id, sku, b.cost, func(o *model.Offer) {
			o.Currency, o.MOQ, o.Multiple, o.Shipping = model.Currency(b.currency), model.Quantity(b.least), model.Quantity(b.others), b.ways
			for from, cost := range b.breaks {
				o.Breaks = append(o.Breaks, model.PriceBreak{FromQuantity: model.Quantity(from), Cost: model.MustAmount(cost)})
			}
		})
		w.bids[offer] = b
		if b.stock = draw(w, "stock", int64(-1), -1, 0, 2, 4); b.stock >= 0 {
			w.Stock(id, sku, model.Quantity(b.stock), w.Today())
		}
	}
}

func money(text string) *record.Amount { return ptr(record.Amount(model.MustAmount(text))) }

// house adds a 3PL that keeps A, bought at two prices.
func (w *world) house() {
	s := &seller{own: true, country: draw(w, "house in", "DE", "US", "GB"), handling: 1, pick: "2.15", extra: "0.445", pack: "0.30", lane: "5.99", further: "0.85", days: "4"}
	id := w.Supplier("House", in(s.country), func(x *model.Supplier) {
		x.Type, x.Currency, x.HandlingDays = model.ThirdPartyLogistics, "USD", int(s.handling)
	})
	w.sellers[id] = s
	of := stock.New(w.DB, w.Bus)
	for reference, in := range map[string][2]string{"first": {"30", "4.03"}, "second": {"17", "5.5555"}} {
		var q model.Quantity
		_, _ = fmt.Sscan(in[0], &q)
		put(w.t, of.PutMoves, stock.MoveInput{Supplier: "House", SKU: "A", Kind: stock.Opening, Reference: reference, Quantity: q, UnitCost: record.Known(*money(in[1]))})
	}
	w.unit = to(new(big.Rat).Quo(sum(times(num("30"), num("4.03")), cents(times(num("17"), num("5.5555")))), num("47")), 4)
	for fee, amount := range map[string]string{stock.PickFirst: s.pick, stock.PickExtra: s.extra, stock.Pack: s.pack} {
		put(w.t, of.PutFees, stock.FeeInput{Supplier: "House", Fee: fee, Amount: money(amount)})
	}
	put(w.t, of.PutLanes, stock.LaneInput{Supplier: "House", To: "*", Cost: money(s.lane), Extra: money(s.further), DaysP90: record.Known(4)})
}

// past gives suppliers some of thirteen older orders, of which some were refunded.
func (w *world) past() {
	back := rapid.SliceOfNDistinct(rapid.IntRange(0, 12), 0, 4, rapid.ID[int]).Draw(w.r, "refunded")
	ids := make([]int64, 13)
	for i := range ids {
		ids[i] = w.Order(fmt.Sprint("old", i), desktest.Line("A", 4), func(o *model.Order) { o.Fulfilment = model.Fulfilled })
		if slices.Contains(back, i) {
			w.Exec(`INSERT INTO refund (order_id, dated, gross, tax, source) VALUES (?, '2026-09-01', 100, 0, '')`, ids[i])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.sellers)) {
		n := draw(w, "past orders", 0, 9, 10, 13)
		w.Write(func(tx *store.Tx) error { return sendPast(tx, id, ids[:n]) })
		s := w.sellers[id]
		for i := range ids[:n] {
			s.orders++
			if slices.Contains(back, i) {
				s.refunded++
			}
		}
		w.sent, w.back = w.sent+s.orders, w.back+s.refunded
	}
}

// sendPast sends a piece of each order to a supplier, long ago.
func sendPast(tx *store.Tx, supplier int64, orders []int64) error {
	if len(orders) == 0 {
		return nil
	}
	err := tx.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		VALUES ('P' || ?, ?, 'closed', 'EUR', 0, 0, 0, '1', '', '', '', '2026-08-01T00:00:00Z')`, supplier, supplier).Error
	for i, id := range orders {
		err = errors.Join(err, tx.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
			SELECT l.id, ?, (SELECT MIN(id) FROM offer), 1, 0, 0, 'EUR', '', '{}', '' FROM order_line l WHERE l.order_id = ?`, supplier, id).Error,
			tx.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
			SELECT (SELECT id FROM purchase_order WHERE supplier_id = ?), (SELECT MAX(id) FROM allocation), l.id, l.order_id, ?, '', '', '', 1, 0, 0, '' FROM order_line l WHERE l.order_id = ?`, supplier, i, id).Error)
	}
	return err
}

// order brings one in, to be routed.
func (w *world) order(number string) {
	country, placed := draw(w, "to", "DE", "DE", "FR", "GB", "US", "RO", "CH"), draw(w, "placed", "2026-06-30", "2026-07-01", "2026-08-25", "2026-09-15")
	line := func(sku string) model.OrderLine {
		l := desktest.Line(sku, model.Quantity(rapid.IntRange(1, 6).Draw(w.r, "pieces")))
		l.Price = model.MustAmount(draw(w, "price", "12.50", "37.37", "49.99", "74.99", "75", "149.99"))
		return l
	}
	var more []string
	for _, sku := range []string{"B", "C"} {
		if draw(w, "also "+sku, true, false) {
			more = append(more, sku)
		}
	}
	id := w.Order(number, line("A"), func(o *model.Order) {
		o.Country, o.ShipTo.Country, o.PlacedOn, o.PlacedAt = country, country, model.Date(placed), model.Instant(placed+"T09:00:00Z")
		o.Currency = draw(w, "sold in", model.Currency("EUR"), "GBP")
		for _, sku := range more {
			o.Lines = append(o.Lines, line(sku))
		}
		if draw(w, "tax in the price", true, false) {
			o.TaxMode, o.Tax = model.TaxIncluded, model.MustAmount("9.57")
		}
	})
	if draw(w, "duty prepaid", false, false, true) {
		w.Exec(`UPDATE sales_order SET duties = 50000, total = total + 50000 WHERE id = ?`, id)
	}
	if strings.Contains(number, "1") {
		w.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) VALUES (?, '2026-09-16', '2026-09-17', '2026-09-19', '', '') ON CONFLICT DO NOTHING`, id)
	}
}
