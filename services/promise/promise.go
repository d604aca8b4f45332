// Package promise works out what a customer is told when an order comes in: by
// when it is sent and between which days it arrives. What was told is kept and
// never changed. It also estimates, for the shop's page on delivery, how long each
// article takes to each country.
//
// It must not know how suppliers are chosen.
package promise

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Orders get their promise once they may be sent: paid, or to be paid at the
// door. Those a shop has ended never do; of them nothing was promised here.
const selectOrders = `SELECT o.id, o.placed_at, o.placed_on, o.paid_on, o.country, h.time_zone, COALESCE(l.product_id, 0), o.number
	FROM sales_order o JOIN shop h ON h.id = o.shop_id JOIN order_line l ON l.order_id = o.id
	WHERE ` + order.Waiting + ` AND l.quantity > 0 AND ` + order.Wanted + ` AND (o.payment NOT IN ('pending', 'authorized') OR h.cash_on_delivery = 1)
		AND NOT EXISTS (SELECT 1 FROM promise m WHERE m.order_id = o.id)
	ORDER BY o.id, l.position`

// waiting is an order without a promise, and the articles in it.
type waiting struct {
	id       int64
	placed   model.Instant
	on, paid model.Date
	country  string
	zone     string
	number   string
	products []int64
}

// Keep promises what customers of orders are told that came in and have no
// promise yet, in one pass over all of them, and returns how many those were.
func Keep(tx *store.Tx) (int, error) {
	orders, err := unpromised(tx.DB)
	if err != nil || len(orders) == 0 {
		return 0, err
	}
	r, err := newReckoner(tx)
	if err != nil {
		return 0, err
	}
	add, err := tx.Prepare(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, supplier_id, reckoned, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	for i := range orders {
		o := &orders[i]
		m := r.reckon(o)
		if m.DeliverBy.Time().IsZero() || m.DeliverBy < m.DeliverFrom || m.DeliverFrom < m.ShipBy { // a day has a year of four digits
			e := model.Errorf(model.Invalid, "Order %s was placed on %s, and no day of delivery can be reckoned from there: correct the day. Nothing was changed.", o.number, o.on)
			e.Field = "placed"
			return 0, e
		}
		_, err = add.Exec(o.id, string(m.ShipBy), string(m.DeliverFrom), string(m.DeliverBy), store.OrNull(m.supplier), m.how, string(tx.Now))
		if err != nil {
			return 0, err
		}
	}
	return len(orders), nil
}

func unpromised(q *gorm.DB) ([]waiting, error) {
	var all []waiting
	words := query.Words{}
	err := query.New(selectOrders).Rows(q, func(r query.Row) error {
		if n := len(all); n == 0 || all[n-1].id != r.Int(0) {
			all = append(all, waiting{
				id: r.Int(0), placed: model.Instant(r.Text(1)), on: model.Date(r.Text(2)), paid: model.Date(r.Text(3)),
				country: words.Of(r.Text(4)), zone: words.Of(r.Text(5)), number: r.Text(7),
			})
		}
		o := &all[len(all)-1]
		o.products = append(o.products, r.Int(6))
		return nil
	})
	return all, err
}

// made is a promise with what it was reckoned on.
type made struct {
	model.Promise
	supplier int64 // 0: the settings
	how      string
}

// reckoner works promises out on the offers and calendars of the book.
type reckoner struct {
	offers    *offers
	calendars *Calendars
	zones     map[string]*time.Location
	fallback  model.Lane
	buffer    int
	home      string
}

func newReckoner(tx *store.Tx) (*reckoner, error) {
	r := &reckoner{zones: map[string]*time.Location{}}
	for key, days := range map[setting.Key]*int{
		setting.PromiseHandling: &r.fallback.Handling, setting.PromiseFast: &r.fallback.Fast, setting.PromiseSlow: &r.fallback.Slow, setting.PromiseBuffer: &r.buffer,
	} {
		var err error
		if *days, err = setting.Days(tx.DB, key); err != nil {
			return nil, err
		}
	}
	r.fallback.Slow = max(r.fallback.Slow, r.fallback.Fast)
	var err error
	if r.home, err = setting.Value(tx.DB, setting.BookCountry); err != nil {
		return nil, err
	}
	if r.calendars, err = ReadCalendars(tx.DB); err != nil {
		return nil, err
	}
	r.offers, err = readOffers(tx.DB)
	return r, err
}

// reckon promises for the order what holds for the slowest of its articles, each
// from the supplier that is cheapest for it.
func (r *reckoner) reckon(o *waiting) made {
	var all made
	for i, product := range o.products {
		l, known := r.offers.best(product, o)
		if !known {
			l = lane{Lane: r.fallback, country: r.home}
		}
		l.Fast, l.Slow = l.Fast+r.buffer, l.Slow+r.buffer
		sender := r.calendars.Of(l.country, l.supplier, o.on)
		p := model.PromiseOf(r.arrival(o, l.country), l.Lane, sender, r.calendars.Of(o.country, 0, o.on))
		if i == 0 || p.DeliverBy > all.DeliverBy {
			all.supplier, all.how = l.supplier, l.how()
		}
		all.Promise = all.Later(p)
	}
	return all
}

// arrival is when the order reached the sender: when it was placed by the clock
// of the sender's country, by the shop's where the country has no one clock. One
// that was paid on a later day arrives in the morning of that day.
func (r *reckoner) arrival(o *waiting, country string) model.Arrival {
	if o.paid > o.on {
		return model.Arrival{On: o.paid}
	}
	name := r.calendars.zone(country, o.on)
	if name == "" {
		name = o.zone
	}
	zone, ok := r.zones[name]
	if !ok {
		zone, _ = time.LoadLocation(name) // an unknown one leaves nil
		r.zones[name] = zone
	}
	if zone == nil || o.placed == "" {
		return model.Arrival{On: o.on}
	}
	t := o.placed.Time().In(zone)
	return model.Arrival{On: model.DateOf(t), At: model.TimeOfDayOf(t)}
}

// how says on what a promise was reckoned.
func (l *lane) how() string {
	var b strings.Builder
	if l.supplier == 0 {
		b.WriteString("No offer says how long it takes, so the settings do: ")
	} else {
		b.WriteString(l.name + ": ")
	}
	b.WriteString(model.Days(l.Handling) + " to dispatch")
	if l.Cutoff != "" {
		b.WriteString(", cut-off " + string(l.Cutoff))
	}
	b.WriteString(", " + model.Days(l.Fast) + " to " + model.Days(l.Slow) + " on the way.")
	return b.String()
}
