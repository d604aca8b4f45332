package score

import (
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/query"
)

// days turns days of the calendar into numbers, each spelling once.
type days map[string]int

func (d days) of(s string) int {
	if s == "" {
		return 0
	}
	n, ok := d[s]
	if !ok {
		n = ordinal(model.Date(s))
		d[s] = n
	}
	return n
}

const secondsADay = 24 * 60 * 60

// ordinal numbers the days of the calendar. It is 0 for no day.
func ordinal(d model.Date) int {
	if d == "" {
		return 0
	}
	return int(d.Time().Unix() / secondsADay)
}

// dated is the day of a number.
func dated(n int) model.Date {
	if n == 0 {
		return ""
	}
	return model.DateOf(time.Unix(int64(n)*secondsADay, 0).UTC())
}

// reader reads the facts of some suppliers, of all when only is nil.
type reader struct {
	q     *gorm.DB
	r     *rules
	today int
	only  []int64 // these suppliers, nil for all
	half  *int    // of all those whose ids leave this over when halved, nil for all
	days  days
	books map[int64]*book
	tell  func(Event) // hears of each observation that is not an order; nil for nobody

	keep func(observation, Event) // takes the observations in place of the books; nil to add them up
}

// see adds an observation that is not an order; words tell of it.
func (d *reader) see(o observation, words func() Event) {
	if d.keep != nil {
		e := words()
		e.On = dated(o.day)
		d.keep(o, e)
		return
	}
	share, ok := d.book(o.supplier).note(&o, d.r, d.today)
	if ok && d.tell != nil {
		e := words()
		e.On, e.Good = dated(o.day), share == whole
		d.tell(e)
	}
}

func read(q *gorm.DB, r *rules, today int, only map[int64]bool) (map[int64]*book, error) {
	d := &reader{q: q, r: r, today: today, days: days{}, books: map[int64]*book{}}
	if only != nil {
		d.only = []int64{}
		for id := range only {
			d.only = append(d.only, id)
		}
	}
	return d.read()
}

// readHalf reads the suppliers with even ids, or those with odd ones.
func readHalf(q *gorm.DB, r *rules, today, half int) (map[int64]*book, error) {
	d := &reader{q: q, r: r, today: today, days: days{}, books: map[int64]*book{}, half: &half}
	return d.read()
}

func (d *reader) read() (map[int64]*book, error) {
	err := d.orders(func(f *fact) {
		v := f.judge(d.today)
		d.book(f.supplier).take(f, &v)
	})
	if err != nil {
		return nil, err
	}
	for _, step := range d.others() {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return d.books, nil
}

// others are the readings of what is not about orders.
func (d *reader) others() []func() error {
	return []func() error{d.answers, d.questions, d.prices, d.asked, d.counts, d.claims}
}

func (d *reader) book(supplier int64) *book {
	b := d.books[supplier]
	if b == nil {
		b = newBook()
		d.books[supplier] = b
	}
	return b
}

// narrow appends that the column names one of the suppliers.
func (d *reader) narrow(t *query.Text, column string) *query.Text {
	if d.half != nil {
		t.Add(` AND `+column+` % 2 = ?`, *d.half)
	}
	if d.only != nil {
		t.Add(` AND `+column+` IN (SELECT value FROM json_each(?))`, list(d.only))
	}
	return t
}

// Pieces that suppliers were asked for, and those that a shop sent at a
// supplier's cost without asking here, with what the parcels made of them. The
// parcel of a purchase order is no other one's, and what was changed or called
// off with the supplier afterwards counts as it was agreed.
const (
	selectAsked = `SELECT p.supplier_id AS supplier_id, l.order_id AS order_id, substr(p.sent_at, 1, 10) AS sent, l.service AS service,
		CASE p.state WHEN 'refused' THEN l.quantity ELSE a.quantity END AS want,
		CASE p.state WHEN 'refused' THEN l.quantity ELSE 0 END AS refused, 1 AS asked,
		CASE p.state WHEN 'refused' THEN COALESCE((SELECT MIN(k.dated) FROM acknowledgement k WHERE k.purchase_id = p.id AND k.refused <> '' AND k.undone_at = ''), '') ELSE '' END AS refused_on,` + ofParcels + `
		FROM purchase_order p JOIN purchase_line l ON l.purchase_id = p.id JOIN allocation a ON a.id = l.allocation_id AND (a.cancelled_at = '' OR p.state = 'refused')
		LEFT JOIN parcel_line x ON x.line_id = l.line_id
		LEFT JOIN parcel c ON c.id = x.parcel_id AND c.archived_at = '' AND (c.purchase_id IS NULL OR c.purchase_id = p.id)
		WHERE p.sent_at <> '' AND p.state NOT IN ('queued', 'cancelled')`
	selectSent = `SELECT l.supplier_id, l.order_id, '', '', l.quantity, 0, 0, '',` + ofParcels + `
		FROM order_line l LEFT JOIN parcel_line x ON x.line_id = l.id LEFT JOIN parcel c ON c.id = x.parcel_id AND c.archived_at = ''
		WHERE l.supplier_id IS NOT NULL AND l.quantity > 0 AND (l.fulfilment IN ('fulfilled', 'partial') OR c.id IS NOT NULL)
			AND NOT EXISTS (SELECT 1 FROM purchase_line k JOIN purchase_order p ON p.id = k.purchase_id
				WHERE k.line_id = l.id AND p.sent_at <> '' AND p.state NOT IN ('queued', 'cancelled'))`
	ofParcels = ` COUNT(c.id) AS parcels,
		COALESCE(SUM(CASE WHEN c.state NOT IN ('label_made', 'returned', 'lost') THEN x.quantity END), 0) AS gone,
		COALESCE(SUM(CASE c.state WHEN 'delivered' THEN x.quantity END), 0) AS got,
		COALESCE(MAX(CASE WHEN c.scanned_on <> '' THEN c.scanned_on WHEN c.shipped_on <> '' THEN c.shipped_on ELSE c.delivered_on END), '') AS away,
		COALESCE(MAX(c.delivered_on), '') AS arrived`
	selectPieces = `SELECT t.supplier_id, t.order_id, t.sent, t.service, t.want, t.refused, t.asked, t.parcels, MIN(t.want, t.gone), MIN(t.want, t.got), t.away, t.arrived,
		o.placed_on, o.country, COALESCE(m.deliver_by, ''), COALESCE(m.ship_by, ''),
		CASE WHEN o.cancelled_on <> '' THEN o.cancelled_on WHEN o.payment = 'voided' THEN o.placed_on
			WHEN o.payment = 'refunded' THEN COALESCE((SELECT dated FROM refund f WHERE f.order_id = o.id), o.placed_on) ELSE '' END,
		o.fulfilled_on, t.refused_on FROM (`
	ofOrders = `) t JOIN sales_order o ON o.id = t.order_id LEFT JOIN promise m ON m.order_id = o.id WHERE o.archived_at = ''`
)

// job is what one supplier has to do with one order.
type job struct{ supplier, order int64 }

// orders reads what each supplier made of each order.
func (d *reader) orders(take func(*fact)) error {
	faults, err := d.faults()
	if err != nil {
		return err
	}
	short, err := d.shortages()
	if err != nil {
		return err
	}
	lanes, err := d.lanes()
	if err != nil {
		return err
	}
	t := d.narrow(query.New(selectPieces+selectAsked), `p.supplier_id`).Add(` GROUP BY l.id UNION ALL ` + selectSent)
	d.narrow(t, `l.supplier_id`).Add(` GROUP BY l.id` + ofOrders)
	words, at, all := query.Words{}, map[job]int{}, []fact{}
	err = t.Rows(d.q, func(r query.Row) error {
		key := job{r.Int(0), r.Int(1)}
		i, ok := at[key]
		if !ok {
			i, at[key] = len(all), len(all)
			all = append(all, d.fresh(key, r, words))
		}
		d.add(&all[i], r, words)
		return nil
	})
	for i := range all {
		f := &all[i]
		if !f.asked && !f.tracked { // a shop sent it, and told no more than the day
			f.left, f.gone = f.fulfilled, f.want
		}
		f.reckon(lanes.of(f.supplier, f.lane.country, d.r.due))
		key := job{f.supplier, f.order}
		f.told = faults[key]
		for k, on := range f.told {
			if on > 0 {
				f.faults |= 1 << k
			}
		}
		f.shortOn, f.short = short[key]
		take(f)
	}
	return err
}

// fresh is what a row of pieces tells of its order.
func (d *reader) fresh(key job, r query.Row, words query.Words) fact {
	return fact{
		supplier: key.supplier, order: key.order, placed: d.days.of(r.Text(12)), lane: lane{country: words.Of(r.Text(13))},
		due: d.days.of(r.Text(14)), shipBy: d.days.of(r.Text(15)), ended: d.days.of(r.Text(16)), fulfilled: d.days.of(r.Text(17)),
	}
}

// add adds pieces to what is known of their order.
func (d *reader) add(f *fact, r query.Row, words query.Words) {
	if sent := d.days.of(r.Text(2)); sent > 0 && (f.sent == 0 || sent < f.sent) {
		f.sent = sent
	}
	if service := r.Text(3); service > f.lane.service {
		f.lane.service = words.Of(service)
	}
	f.refusedOn = max(f.refusedOn, d.days.of(r.Text(18)))
	f.want, f.refused, f.gone, f.got = f.want+r.Int(4), f.refused+r.Int(5), f.gone+r.Int(8), f.got+r.Int(9)
	f.asked, f.tracked = f.asked || r.Int(6) != 0, f.tracked || r.Int(7) != 0
	f.left, f.arrived = max(f.left, d.days.of(r.Text(10))), max(f.arrived, d.days.of(r.Text(11)))
}

// faults reads the kinds of defects that cases tell, by supplier and order, with
// the day of the first case of each kind.
func (d *reader) faults() (map[job]faultDays, error) {
	all := map[job]faultDays{}
	kinds := map[string]int{}
	for i, k := range model.DefectKinds() {
		kinds[string(k)] = i
	}
	t := query.New(`SELECT ` + aftersale.Supplier + `, c.order_id, c.kind, c.opened_on FROM sales_case c JOIN order_line l ON l.order_id = c.order_id AND l.quantity > 0
		WHERE c.archived_at = '' AND (NOT EXISTS (SELECT 1 FROM sales_case_line x WHERE x.case_id = c.id)
			OR EXISTS (SELECT 1 FROM sales_case_line x WHERE x.case_id = c.id AND x.line_id = l.id))`)
	return all, t.Rows(d.q, func(r query.Row) error {
		i, ok := kinds[r.Text(2)]
		if !ok {
			return nil
		}
		key := job{r.Int(0), r.Int(1)}
		days, on := all[key], d.days.of(r.Text(3))
		if days[i] == 0 || on < days[i] {
			days[i] = on
		}
		all[key] = days
		return nil
	})
}

// shortages reads of which orders a supplier answered that it has less, and when
// it first did.
func (d *reader) shortages() (map[job]int, error) {
	all := map[job]int{}
	t := query.New(`SELECT p.supplier_id, l.order_id, MIN(a.dated) FROM acknowledgement_line k JOIN purchase_line l ON l.id = k.purchase_line_id
		JOIN purchase_order p ON p.id = l.purchase_id JOIN acknowledgement a ON a.id = k.acknowledgement_id WHERE k.backorder > 0 AND a.undone_at = ''
		GROUP BY p.supplier_id, l.order_id`)
	return all, t.Rows(d.q, func(r query.Row) error {
		all[job{r.Int(0), r.Int(1)}] = d.days.of(r.Text(2))
		return nil
	})
}

// stated is what a supplier's offers state for a country: days until it leaves,
// and days from there to nine of ten doors.
type stated map[int64]map[string][2]int

func (s stated) of(supplier int64, country string, otherwise [2]int) [2]int {
	for _, c := range []string{country, "*"} {
		if n, ok := s[supplier][c]; ok {
			return n
		}
	}
	return otherwise
}

// reckon sets when an order should have come of which the customer was promised
// nothing: after the days the supplier states, from when it was asked. What a
// shop sent without asking here counts from the day it left, for nobody knows
// when the supplier was told.
func (f *fact) reckon(days [2]int) {
	switch {
	case f.due != 0:
	case f.asked:
		f.due = f.sent + days[0] + days[1]
	case f.fulfilled != 0:
		f.due = f.fulfilled + days[1]
	default:
		f.due = f.placed + days[0] + days[1]
	}
}

func (d *reader) lanes() (stated, error) {
	all := stated{}
	t := query.New(`SELECT o.supplier_id, x.country, s.handling_days, MAX(x.days_p90) FROM offer o JOIN offer_shipping x ON x.offer_id = o.id
		JOIN supplier s ON s.id = o.supplier_id WHERE o.archived_at = '' AND x.days_p90 IS NOT NULL GROUP BY o.supplier_id, x.country`)
	return all, t.Rows(d.q, func(r query.Row) error {
		if all[r.Int(0)] == nil {
			all[r.Int(0)] = map[string][2]int{}
		}
		all[r.Int(0)][r.Text(1)] = [2]int{int(r.Int(2)), int(r.Int(3))}
		return nil
	})
}

// answers reads how soon purchase orders were acknowledged; a marketplace
// answers none. Those not answered in time count, those with time left do not.
func (d *reader) answers() error {
	t := d.narrow(query.New(`SELECT p.supplier_id, substr(p.sent_at, 1, 10), COALESCE((SELECT MIN(a.dated) FROM acknowledgement a WHERE a.purchase_id = p.id AND a.undone_at = ''),
			(SELECT MIN(c.shipped_on) FROM parcel c WHERE c.purchase_id = p.id AND c.archived_at = '' AND c.shipped_on <> ''), ''),
			p.number FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.sent_at <> '' AND p.state NOT IN ('queued', 'cancelled')
			AND s.channel <> 'marketplace'`), `p.supplier_id`)
	return t.Rows(d.q, func(r query.Row) error {
		o := observation{supplier: r.Int(0), metric: acknowledged, day: d.days.of(r.Text(1)), known: d.days.of(r.Text(2))}
		took := max(o.known-o.day, 0)
		o.took = took * hoursADay
		d.see(o, func() Event {
			if o.known > 0 {
				return Event{Delivered: dated(o.known), What: r.Text(3) + " answered after " + model.Days(took)}
			}
			return Event{What: r.Text(3) + " not answered in " + model.Days(d.today-o.day)}
		})
		return nil
	})
}

// questions reads how soon suppliers answered what they were asked in talks.
func (d *reader) questions() error {
	t := d.narrow(query.New(`SELECT k.supplier_id, k.held_on, k.asked_at, k.answered_on, k.answered_at, k.subject FROM talk k
		WHERE k.asked_at <> '' AND k.archived_at = ''`), `k.supplier_id`)
	return t.Rows(d.q, func(r query.Row) error {
		o := observation{supplier: r.Int(0), metric: acknowledged, question: true, day: d.days.of(r.Text(1)), known: d.days.of(r.Text(3))}
		o.took = model.HoursBetween(model.Date(r.Text(1)), r.Text(2), model.Date(r.Text(3)), r.Text(4))
		d.see(o, func() Event {
			if o.known > 0 {
				return Event{Delivered: dated(o.known), What: fmt.Sprintf("%q answered after %s", r.Text(5), inHours(o.took))}
			}
			return Event{What: fmt.Sprintf("%q not answered in %s", r.Text(5), model.Days(d.today-o.day))}
		})
		return nil
	})
}

func inHours(n int) string {
	if n == 1 {
		return "1 hour"
	}
	return strconv.Itoa(n) + " hours"
}

// prices compares each new price with the one before of the same article.
func (d *reader) prices() error {
	t := d.narrow(query.New(`SELECT supplier_id, valid_from, cost, was, currency, (SELECT sku FROM product WHERE id = product_id)
		FROM (SELECT o.supplier_id, o.product_id, o.currency, o.valid_from, o.cost,
			LAG(o.cost) OVER (PARTITION BY o.supplier_id, o.product_id, o.currency ORDER BY o.valid_from) AS was FROM offer o WHERE o.archived_at = '' AND o.valid_from <= ?`,
		string(dated(d.today))), `o.supplier_id`).Add(`) WHERE was > 0`)
	return t.Rows(d.q, func(r query.Row) error {
		day := d.days.of(r.Text(1))
		d.see(observation{supplier: r.Int(0), metric: price, day: day, known: day, was: r.Int(3), now: r.Int(2)}, func() Event {
			return Event{What: fmt.Sprintf("%s from %s to %s %s", r.Text(5), r.Amount(3), r.Amount(2), r.Text(4))}
		})
		return nil
	})
}

// asked reads the prices above those they were asked at that suppliers answered
// with: each is a new one. It is told once: where an offer of that price followed,
// the offer tells it. Few answers ask more, so those are looked for first.
func (d *reader) asked() error {
	t := d.narrow(query.New(`SELECT p.supplier_id, a.dated, k.price, x.unit_cost, x.currency, l.sku, p.number
		FROM (SELECT purchase_id, MAX(id) AS id FROM acknowledgement WHERE undone_at = '' AND purchase_id IN
			(SELECT purchase_id FROM acknowledgement WHERE undone_at = '' AND price <> 'as_ordered') GROUP BY purchase_id) z
		CROSS JOIN acknowledgement a ON a.id = z.id AND a.refused = '' CROSS JOIN acknowledgement_line k ON k.acknowledgement_id = a.id
		CROSS JOIN purchase_line l ON l.id = k.purchase_line_id CROSS JOIN allocation x ON x.id = l.allocation_id AND x.unit_cost < k.price
		CROSS JOIN purchase_order p ON p.id = a.purchase_id CROSS JOIN order_line n ON n.id = l.line_id
		WHERE p.sent_at <> '' AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.supplier_id = p.supplier_id AND o.product_id = n.product_id
			AND o.currency = x.currency AND o.cost = k.price AND o.archived_at = '' AND o.valid_from BETWEEN substr(p.sent_at, 1, 10) AND ?)`,
		string(dated(d.today))), `p.supplier_id`).Add(` GROUP BY a.id, l.sku, x.unit_cost, k.price ORDER BY a.id`)
	return t.Rows(d.q, func(r query.Row) error {
		day := d.days.of(r.Text(1))
		d.see(observation{supplier: r.Int(0), metric: price, day: day, known: day, was: r.Int(3), now: r.Int(2)}, func() Event {
			return Event{What: fmt.Sprintf("%s in the answer to %s from %s to %s %s", r.Text(5), r.Text(6), r.Amount(3), r.Amount(2), r.Text(4))}
		})
		return nil
	})
}

// counts compares what suppliers answered with the stock they had stated: a line
// for which enough was stated is a check, and held if all of it comes. Source:
// oracle SC-18.
func (d *reader) counts() error {
	t := d.narrow(query.New(`SELECT p.supplier_id, substr(p.sent_at, 1, 10), k.backorder = 0, p.number, l.sku, k.quantity, k.quantity + k.backorder, a.dated
		FROM acknowledgement_line k
		JOIN acknowledgement a ON a.id = k.acknowledgement_id AND a.id = (SELECT MAX(y.id) FROM acknowledgement y WHERE y.purchase_id = a.purchase_id AND y.undone_at = '')
		JOIN purchase_line l ON l.id = k.purchase_line_id JOIN purchase_order p ON p.id = a.purchase_id JOIN order_line o ON o.id = l.line_id
		WHERE p.sent_at <> '' AND (SELECT c.quantity FROM stock_count c WHERE c.supplier_id = p.supplier_id AND c.product_id = o.product_id
			AND c.counted_on <= substr(p.sent_at, 1, 10) ORDER BY c.counted_on DESC LIMIT 1) >= l.quantity`), `p.supplier_id`)
	return t.Rows(d.q, func(r query.Row) error {
		o := observation{supplier: r.Int(0), metric: stock, day: d.days.of(r.Text(1)), known: d.days.of(r.Text(7)), share: held(r.Int(2) != 0)}
		d.see(o, func() Event {
			return Event{What: fmt.Sprintf("%s: %d of %d %s came, enough was stated", r.Text(3), r.Int(5), r.Int(6), r.Text(4))}
		})
		return nil
	})
}

// claims reads what suppliers gave back of what was claimed of them. A claim
// counts once it is refused or credited; each one weighs the same, so that
// claims of several currencies add up.
func (d *reader) claims() error {
	t := query.New(`SELECT ` + aftersale.Supplier + `, k.claimed_on, k.answered_on, k.amount, k.accepted, COALESCE(k.credited, 0), o.number, k.currency FROM claim k
		JOIN sales_case c ON c.id = k.case_id AND c.archived_at = '' JOIN sales_order o ON o.id = c.order_id
		JOIN order_line l ON l.id = COALESCE((SELECT MIN(x.line_id) FROM sales_case_line x WHERE x.case_id = c.id),
			(SELECT MIN(y.id) FROM order_line y WHERE y.order_id = c.order_id AND y.quantity > 0)) WHERE k.party = 'supplier' AND k.answered_on <> ''`)
	mine := map[int64]bool{}
	for _, id := range d.only {
		mine[id] = true
	}
	return t.Rows(d.q, func(r query.Row) error {
		if r.Int(0) == 0 || d.only != nil && !mine[r.Int(0)] || d.half != nil && int(r.Int(0)%2) != *d.half {
			return nil
		}
		claimed, answered := d.days.of(r.Text(1)), d.days.of(r.Text(2))
		amount, accepted, credited := r.Int(3), r.Int(4), r.Int(5)
		told := func() Event {
			return Event{Order: r.Text(6), What: fmt.Sprintf("%s of %s %s came back", model.Amount(credited), model.Amount(amount), r.Text(7))}
		}
		d.see(observation{supplier: r.Int(0), metric: replied, day: claimed, known: answered, took: max(answered-claimed, 0)}, told)
		if accepted > 0 && credited < accepted {
			return nil // the rest may still come
		}
		share := decimal.NewFromInt(credited).Mul(decimal.NewFromInt(whole)).Div(decimal.NewFromInt(amount)).IntPart()
		d.see(observation{supplier: r.Int(0), metric: claims, day: claimed, known: answered, share: min(share, whole)}, told)
		return nil
	})
}

// list writes ids as JSON, which may be any number of them.
func list(ids []int64) string {
	b := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(append(b, ']'))
}
