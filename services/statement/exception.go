package statement

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// The kinds of exceptions.
const (
	CostMissing       = "cost_missing"       // sent and booked, and nobody knows what it cost
	NotBooked         = "not_booked"         // paid, and kept out of the books
	NoProduct         = "no_product"         // an order line that belongs to no product
	NegativeMargin    = "negative_margin"    // an order that costs more than it brings
	CustomsData       = "customs_data"       // sold across a border without HS code or origin
	LineHeld          = "line_held"          // a line that could not be routed
	ForwardingUnknown = "forwarding_unknown" // a purchase order that may or may not have left
)

// Exception is something a person should look at. Amount is what is at stake in
// the book's currency, as far as Known says that it is known. What is a sentence.
type Exception struct {
	Kind             string
	Placed           model.Date
	Order, Shop, SKU string
	What             string
	Amount           model.Amount
	Known            bool
}

// Exceptions lists what needs a look among the orders placed in the period, by
// kind and day. It names orders and articles, never people.
func Exceptions(ctx context.Context, db *store.DB, p model.Period) ([]Exception, error) {
	var shops map[int64]string
	var orders []query.Range
	var found [][]Exception
	err := query.Job{
		Before: func(tx *gorm.DB) (int, error) {
			var err error
			if shops, err = called(tx, `SELECT id, name FROM shop`); err != nil {
				return 0, err
			}
			orders, err = query.Ranges(tx, "sales_order", "id")
			found = make([][]Exception, len(orders)+len(finders))
			return len(found), err
		},
		Part: func(tx *gorm.DB, i int) error {
			x := &exceptions{tx: tx, period: p, shops: shops, words: query.Words{}}
			find := (*exceptions).costMissing // the longest search by far, so it is cut up
			if i < len(orders) {
				x.orders = &orders[i]
			} else {
				find = finders[i-len(orders)]
			}
			err := find(x)
			found[i] = x.found
			return err
		},
	}.Run(ctx, db)
	return sorted(slices.Concat(found...)), err
}

// finders are the searches besides that for missing costs.
var finders = []func(*exceptions) error{
	(*exceptions).notBooked, (*exceptions).noProduct, (*exceptions).negativeMargin,
	(*exceptions).customsData, (*exceptions).lineHeld, (*exceptions).forwardingUnknown,
}

// sorted brings them into the order of kind and day, else as they were found.
// It moves numbers, as an exception is long.
func sorted(found []Exception) []Exception {
	at := make([]int, len(found))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(i, j int) int {
		a, b := &found[i], &found[j]
		if a.Kind != b.Kind {
			return cmp.Compare(a.Kind, b.Kind)
		}
		if a.Placed != b.Placed {
			return cmp.Compare(a.Placed, b.Placed)
		}
		return i - j
	})
	all := make([]Exception, len(found))
	for n, i := range at {
		all[n] = found[i]
	}
	return all
}

type exceptions struct {
	tx     *gorm.DB
	period model.Period
	orders *query.Range // unless nil, only these
	shops  map[int64]string
	words  query.Words
	found  []Exception
}

// search is a statement that finds exceptions: where it looks, what it tells as
// two texts and two numbers, and what comes after its conditions. It must speak
// of sales_order as o; of tells which day, order number and shop an exception
// belongs to.
type search struct{ kind, of, tells, from, rest string }

// eachOrder is an exception for every order or line found.
const eachOrder = `o.placed_on, o.number, o.shop_id`

// find runs a search; fn makes the sentences.
func (x *exceptions) find(s search, fn func(e *Exception, a, b string, n, m int64)) error {
	t := query.New(`SELECT `+s.of+`, `+s.tells+` FROM `+s.from).In("o.placed_on", x.period)
	if x.orders != nil {
		t.Within("o.id", *x.orders)
	}
	t.Add(s.rest)
	return t.Rows(x.tx, func(r query.Row) error {
		e := Exception{Kind: s.kind, Placed: model.Date(x.words.Of(r.Text(0))), Order: r.Text(1), Shop: x.shops[r.Int(2)]}
		fn(&e, x.words.Of(r.Text(3)), x.words.Of(r.Text(4)), r.Int(5), r.Int(6))
		x.found = append(x.found, e)
		return nil
	})
}

func (x *exceptions) costMissing() error {
	const of = ` FROM margin_line c WHERE c.order_id = l.order_id AND c.line_id = l.id)`
	return x.find(search{
		kind: CostMissing, of: eachOrder,
		tells: `l.sku, l.name, l.quantity, (SELECT COALESCE(SUM(c.goods - c.discount + c.shipping - c.refund), 0)` + of,
		from: `order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.fulfilment IN ('fulfilled', 'partial') AND l.shippable = 1
			AND l.quantity > 0 AND o.booked_on <> '' AND (SELECT COALESCE(SUM(c.cm1_cost), 0)` + of + ` = 0`,
		rest: ` ORDER BY o.id, l.position`,
	}, func(e *Exception, sku, name string, n, net int64) {
		e.SKU, e.Amount, e.Known = sku, model.Amount(net), true
		e.What = fmt.Sprintf("%d of %s were sent, and neither a supplier's price nor a cost per item is known: enter one, or the margin stays too high.", n, articleName(sku, name))
	})
}

func (x *exceptions) notBooked() error {
	return x.find(search{
		kind: NotBooked, of: eachOrder, tells: `o.unbooked_reason, '', 0, 0`,
		from: `sales_order o WHERE o.unbooked_reason <> ''`, rest: ` ORDER BY o.id`,
	}, func(e *Exception, why, _ string, _, _ int64) { e.What = "Not in the books: " + why })
}

func (x *exceptions) noProduct() error {
	return x.find(search{
		kind: NoProduct, of: eachOrder, tells: `l.sku, l.name, 0, 0`,
		from: `order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.product_id IS NULL AND l.shippable = 1 AND l.quantity > 0`,
		rest: ` ORDER BY o.id, l.position`,
	}, func(e *Exception, sku, name string, _, _ int64) {
		e.SKU = sku
		e.What = fmt.Sprintf("%s belongs to no product, so no supplier can be chosen for it: give it a product.", articleName(sku, name))
	})
}

func (x *exceptions) negativeMargin() error {
	const margin = `SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost - m.cm3_cost - m.cm4_cost)`
	return x.find(search{
		kind: NegativeMargin, of: eachOrder, tells: `'', '', g.back, g.margin`,
		from: `(SELECT m.order_id, SUM(m.refund) AS back, ` + margin + ` AS margin FROM margin_line m GROUP BY m.order_id HAVING ` + margin + ` < 0) g
			JOIN sales_order o ON o.id = g.order_id WHERE 1 = 1`,
		rest: ` ORDER BY o.id`,
	}, func(e *Exception, _, _ string, back, margin int64) {
		e.Amount, e.Known, e.What = model.Amount(margin), true, "The order costs more than it brings."
		if back > 0 {
			e.What = "The order costs more than it brings since money was refunded."
		}
	})
}

// customsData tells of each article once, however often it was sold. It takes
// the supplier's country for where a parcel starts.
func (x *exceptions) customsData() error {
	return x.find(search{
		kind: CustomsData, of: `MAX(o.placed_on), '', 0`,
		tells: `p.sku, CASE WHEN p.hs = '' AND p.origin = '' THEN 'an HS code and a country of origin'
			WHEN p.hs = '' THEN 'an HS code' ELSE 'a country of origin' END, COUNT(*), 0`,
		from: `order_line l JOIN product p ON p.id = l.product_id JOIN supplier s ON s.id = l.supplier_id JOIN sales_order o ON o.id = l.order_id
			WHERE (p.hs = '' OR p.origin = '') AND l.quantity > 0 AND s.country <> '' AND o.country <> '' AND s.country <> o.country`,
		rest: ` GROUP BY p.id, p.sku, p.hs, p.origin ORDER BY p.sku`,
	}, func(e *Exception, sku, lacks string, n, _ int64) {
		e.SKU = sku
		e.What = fmt.Sprintf("%s crossed a border on %s without %s: customs asks for it.", sku, lines(n), lacks)
	})
}

func (x *exceptions) lineHeld() error {
	return x.find(search{
		kind: LineHeld, of: eachOrder, tells: `l.sku, h.reason, 0, 0`,
		from: `held_line h JOIN order_line l ON l.id = h.line_id JOIN sales_order o ON o.id = l.order_id WHERE 1 = 1`,
		rest: ` ORDER BY o.id, l.position`,
	}, func(e *Exception, sku, why string, _, _ int64) { e.SKU, e.What = sku, "Held: "+why })
}

func (x *exceptions) forwardingUnknown() error {
	return x.find(search{
		kind: ForwardingUnknown, of: eachOrder, tells: `l.sku, u.number, 0, 0`,
		from: `forwarding f JOIN purchase_order u ON u.id = f.purchase_id JOIN purchase_line l ON l.purchase_id = u.id
			JOIN sales_order o ON o.id = l.order_id WHERE f.state = 'unknown' AND f.amendment_id IS NULL`,
		rest: ` ORDER BY u.id, l.position`,
	}, func(e *Exception, sku, number string, _, _ int64) {
		e.SKU = sku
		e.What = fmt.Sprintf("It is unknown whether purchase order %s reached the supplier: ask, and say so in the outbox.", number)
	})
}

func lines(n int64) string {
	if n == 1 {
		return "1 order line"
	}
	return fmt.Sprintf("%d order lines", n)
}

// articleName is how an article is named in a sentence.
func articleName(sku, name string) string {
	if sku == "" {
		return name
	}
	return sku
}
