package orderbook

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
)

// scope says which orders are read: it appends the condition that a column
// holds the id of one of them.
type scope func(t *query.Text, column string)

// between reads the orders of a range of ids.
func between(r query.Range) scope {
	return func(t *query.Text, column string) { t.Within(column, r) }
}

// those reads the orders named.
func those(ids []int64) scope {
	return func(t *query.Text, column string) { t.Add(` AND ` + column + ` IN (` + listOf(ids) + `)`) }
}

// waiting reads the orders that the shop has not ended, the newest at most.
func waiting(most int) scope {
	return func(t *query.Text, column string) {
		t.Add(` AND `+column+` IN (SELECT o.id FROM sales_order o WHERE `+order.Waiting+` ORDER BY o.placed_at DESC, o.id DESC LIMIT ?)`, most)
	}
}

// header is an order as it is read, before its contact is found.
type header struct {
	entry
	contactID int64
}

// sums is what the margin sheet says of one order.
type sums struct {
	order    int64
	net, cm2 model.Amount
}

// batch is what was read of some orders, each part by order.
type batch struct {
	expect   int // about how many rows of a table come
	orders   []header
	lines    []line
	texts    []string // that lines of this batch refer to
	sums     []sums
	contacts []contact
}

// The states an order has by itself; of those that wait the lines tell.
const selectHeaders = `SELECT o.id, o.shop_id, o.number, o.placed_at, o.placed_on, o.country, o.currency, o.total,
	COALESCE(o.ship_to_id, o.bill_to_id, 0), o.tags,
	CASE WHEN o.cancelled_on <> '' THEN 'cancelled' WHEN o.payment IN ('voided', 'refunded') THEN o.payment
		WHEN o.fulfilment IN ('fulfilled', 'restocked') THEN 'fulfilled' ELSE '' END,
	CASE WHEN o.archived_at = '' THEN 0 ELSE 1 END + CASE WHEN o.unbooked_reason = '' THEN 0 ELSE 2 END, COALESCE(e.rate, ''),
	CASE WHEN o.paid_on = '' THEN o.placed_on ELSE o.paid_on END
	FROM sales_order o LEFT JOIN journal_entry e ON e.id = o.sale_entry_id AND o.currency <> ? WHERE 1 = 1`

// headers reads the orders themselves.
func (b *batch) headers(q *gorm.DB, home model.Currency, in scope) error {
	t := query.New(selectHeaders, string(home))
	in(t, "o.id")
	m := exchange{home: home, table: rate.NewTable(q), sale: map[string]decimal.Decimal{}}
	words := query.Words{}
	b.orders = make([]header, 0, b.expect)
	return t.Add(` ORDER BY o.id`).Rows(q, func(r query.Row) error {
		h := header{contactID: r.Int(8)}
		h.id, h.shop, h.number, h.placedOn = r.Int(0), r.Int(1), r.Text(2), model.Date(words.Of(r.Text(4)))
		h.low, h.placed = strings.ToLower(h.number), model.Instant(r.Text(3)).Time().Unix()
		h.country, h.currency, h.own, h.tags = words.Of(r.Text(5)), model.Currency(words.Of(r.Text(6))), r.Amount(7), words.Of(r.Text(9))
		h.archived, h.unbooked = r.Int(11)&1 != 0, r.Int(11)&2 != 0
		h.base, h.contact = fulfilledState, -1
		if state := r.Text(10); state == "" {
			h.waiting = true
		} else {
			h.base = stateNumber(state)
		}
		h.state = h.base
		var err error
		h.total, h.noTotal, err = m.value(h.own, h.currency, r.Text(12), model.Date(r.Text(13)))
		b.orders = append(b.orders, h)
		return err
	})
}

// exchange turns totals into the home currency: at the rate the sale is booked
// with, or the one of the day for an order that is not booked.
type exchange struct {
	home  model.Currency
	table *rate.Table
	sale  map[string]decimal.Decimal
}

func (m *exchange) value(a model.Amount, c model.Currency, booked string, day model.Date) (value model.Amount, unknown bool, err error) {
	if c == m.home {
		return a, false, nil
	}
	r := model.Rate{From: c, To: m.home}
	if booked == "" {
		r, err = m.table.On(day, c, m.home)
	} else {
		r.Value, err = m.booked(booked)
	}
	if model.CodeOf(err) == model.NotFound {
		return 0, true, nil
	}
	if err != nil {
		return 0, true, err
	}
	value, err = r.Convert(a)
	return value, false, err
}

// booked reads the rate a sale is booked with; many orders share one.
func (m *exchange) booked(text string) (decimal.Decimal, error) {
	v, ok := m.sale[text]
	if ok {
		return v, nil
	}
	v, err := decimal.NewFromString(text)
	if err == nil {
		m.sale[text] = v
	}
	return v, err
}

// A line is without cost when goods were sold and neither a supplier nor a cost
// is known.
const selectLines = `SELECT l.order_id, COALESCE(l.product_id, 0), COALESCE(l.supplier_id, 0), l.sku || ' ' || l.name,
	CASE WHEN l.quantity = 0 OR (l.shippable = 0 AND l.name = 'Tip') THEN 0
		WHEN l.shippable = 0 OR l.supplier_id IS NOT NULL
			OR EXISTS (SELECT 1 FROM margin_line c WHERE c.order_id = l.order_id AND c.line_id = l.id AND c.cm1_cost <> 0) THEN 1 ELSE 2 END
	FROM order_line l WHERE 1 = 1`

// readLines reads order lines: those whose column, the order's id or their own,
// the scope names.
func (b *batch) readLines(q *gorm.DB, column string, in scope) error {
	t := query.New(selectLines)
	in(t, column)
	b.lines = make([]line, 0, b.expect)
	words := newDictionary(nil)
	seen := map[string]int32{} // as spelt in the book
	err := t.Rows(q, func(r query.Row) error {
		spelt := r.Text(3)
		text, ok := seen[spelt]
		if !ok {
			text = words.place(strings.ToLower(spelt))
			seen[spelt] = text
		}
		b.lines = append(b.lines, line{
			order: r.Int(0), product: r.Int(1), supplier: r.Int(2), text: text, goods: r.Int(4) > 0, costless: r.Int(4) == 2,
		})
		return nil
	})
	b.texts = words.list
	return err
}

// readSums reads what orders earned.
func (b *batch) readSums(q *gorm.DB, in scope) error {
	t := query.New(`SELECT m.order_id, SUM(m.goods - m.discount + m.shipping - m.refund),
		SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost) FROM margin_line m WHERE 1 = 1`)
	in(t, "m.order_id")
	return t.Add(` GROUP BY m.order_id ORDER BY m.order_id`).Rows(q, func(r query.Row) error {
		b.sums = append(b.sums, sums{r.Int(0), r.Amount(1), r.Amount(2)})
		return nil
	})
}

// readContacts reads people; column is their id.
func (b *batch) readContacts(q *gorm.DB, in scope) error {
	t := query.New(`SELECT c.id, c.name, c.company, c.email, c.city FROM contact c WHERE 1 = 1`)
	in(t, "c.id")
	b.contacts = make([]contact, 0, b.expect)
	return t.Add(` ORDER BY c.id`).Rows(q, func(r query.Row) error {
		c := contact{id: r.Int(0), name: r.Text(1)}
		if c.name == "" {
			c.name = r.Text(2)
		}
		c.text = strings.ToLower(c.name + "\n" + r.Text(2) + "\n" + r.Text(3) + "\n" + r.Text(4))
		b.contacts = append(b.contacts, c)
		return nil
	})
}

// readNames reads what shops and suppliers are called.
func readNames(q *gorm.DB) (names, error) {
	n := names{map[int64]string{}, map[int64]string{}}
	for table, into := range map[string]map[int64]string{"shop": n.shops, "supplier": n.suppliers} {
		err := query.New(`SELECT id, name FROM `+table).Rows(q, func(r query.Row) error {
			into[r.Int(0)] = r.Text(1)
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// number reads one number.
func number(q *gorm.DB, text string) (n int64, err error) {
	err = query.New(text).Rows(q, func(r query.Row) error {
		n = r.Int(0)
		return nil
	})
	return n, err
}

// listOf writes ids as a list for SQL; they are numbers, so nothing needs quoting.
func listOf(ids []int64) string {
	b := make([]byte, 0, 8*len(ids))
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(b)
}
