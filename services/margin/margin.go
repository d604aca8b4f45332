// Package margin adds up what orders really earned: the margin sheet by order,
// line, product, supplier, shop, country or time. It only reads. It must not
// know how a report looks, nor how costs are found.
package margin

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Dimension is what the margin is told apart by.
type Dimension string

// The dimensions. Total is one row, or one for each step of time.
const (
	Total    Dimension = ""
	Order    Dimension = "order"
	Line     Dimension = "line"
	Product  Dimension = "product"
	Supplier Dimension = "supplier"
	Shop     Dimension = "shop"
	Country  Dimension = "country"
)

// Sums is the margin waterfall in the book's currency, without tax (domain.md
// 1.1): revenue, and discounts, refunds and costs as positive numbers.
// Costs[0] is level 1, which CM1 bears. Estimated is the part of the costs that
// no document confirms yet.
type Sums struct {
	Goods, Discount, Shipping, Refund model.Amount
	Costs                             [4]model.Amount
	Estimated                         model.Amount
	Orders                            int64          // orders that brought revenue here
	Quantity                          model.Quantity // pieces that brought revenue here, tips not counted
	Costless                          int64          // order lines that brought revenue for goods whose cost nobody knows
}

// NetRevenue is goods less discounts plus shipping charged less refunds.
func (s *Sums) NetRevenue() model.Amount {
	return s.Goods.Sub(s.Discount).Add(s.Shipping).Sub(s.Refund)
}

// CM is the contribution margin of a level from 1 to 4: net revenue less the
// costs up to that level.
func (s *Sums) CM(level int) model.Amount {
	cm := s.NetRevenue()
	for _, c := range s.Costs[:level] {
		cm = cm.Sub(c)
	}
	return cm
}

// Cost is the sum of all four levels.
func (s *Sums) Cost() model.Amount { return s.NetRevenue().Sub(s.CM(4)) }

// Add adds other to s.
func (s *Sums) Add(other *Sums) {
	s.Goods, s.Discount = s.Goods.Add(other.Goods), s.Discount.Add(other.Discount)
	s.Shipping, s.Refund = s.Shipping.Add(other.Shipping), s.Refund.Add(other.Refund)
	for i := range s.Costs {
		s.Costs[i] = s.Costs[i].Add(other.Costs[i])
	}
	s.Estimated = s.Estimated.Add(other.Estimated)
	s.Orders += other.Orders
	s.Quantity += other.Quantity
	s.Costless += other.Costless
}

// Row is one row of a margin sheet. Span is the day, week, month, quarter or
// year, empty when the sheet is not split by time. ID is that of the order,
// line, product, supplier or shop, 0 where there is none; Code is its order
// number, SKU or country, Name its name.
type Row struct {
	Span       string
	ID         int64
	Code, Name string
	Origin     Origin // of an order or line
	Sums

	supplier int64 // of a line
}

// Origin says where an order or an order line belongs.
type Origin struct {
	Placed         model.Date
	Shop, Supplier string
	Country        string
	Order          string // number, of a line
	Position       int    // of a line
}

// Query asks for a margin sheet.
type Query struct {
	query.Scope
	Only
	By   Dimension
	Step query.Step

	rebuild bool // leave the kept sheet aside, to compare it with the journal
}

// keys say how a dimension groups the rows of the sheet: by an id or a code,
// and whether one order can be in several groups.
var keys = map[Dimension]struct {
	id, code, supplier string
	mixed              bool
}{
	Total:    {"0", "''", "0", true},
	Order:    {"m.order_id", "''", "0", false},
	Line:     {"m.line_id", "''", "COALESCE(MAX(m.supplier_id), 0)", false},
	Product:  {"COALESCE(m.product_id, 0)", "''", "0", true},
	Supplier: {"COALESCE(m.supplier_id, 0)", "''", "0", true},
	Shop:     {"m.shop_id", "''", "0", true},
	Country:  {"0", "m.country", "0", true},
}

// Rows adds the sheet up: earlier spans first, within them orders and lines by
// the day they were placed, everything else by its code and name.
func Rows(ctx context.Context, db *store.DB, q Query) ([]*Row, error) {
	var orders []query.Range
	var parts [][]Row
	var n *naming
	err := query.Job{
		Before: func(tx *gorm.DB) (int, error) {
			var err error
			if n, err = newNaming(tx, q.By); err != nil {
				return 0, err
			}
			orders, err = q.orders(tx)
			parts = make([][]Row, len(orders))
			return len(parts), err
		},
		Part: func(tx *gorm.DB, i int) error {
			var err error
			if parts[i], err = read(tx, q, orders[i]); err != nil {
				return err
			}
			return n.beside(tx, parts[i])
		},
	}.Run(ctx, db)
	if err != nil {
		return nil, err
	}
	if keys[q.By].mixed || q.Step == query.Week {
		parts = [][]Row{fold(slices.Concat(parts...))}
	}
	for _, rows := range parts {
		n.afterwards(rows)
	}
	return arrange(parts), nil
}

// orders are the ranges of orders to add up one by one: the kept sheet lies in
// their order. What was known earlier is put together as a whole.
func (q *Query) orders(tx *gorm.DB) ([]query.Range, error) {
	if q.Known != "" {
		return []query.Range{{From: 0, To: math.MaxInt64}}, nil
	}
	return query.Ranges(tx, "margin_line", "order_id")
}

// revenue is what makes a row of the sheet one that brought something, costless
// counts those that did with goods whose cost nobody knows.
const (
	revenue  = `m.goods <> 0 OR m.discount <> 0 OR m.shipping <> 0`
	costless = `SUM(CASE WHEN (` + revenue + `) AND m.cm1_cost = 0 AND l.shippable = 1 THEN 1 ELSE 0 END)`
)

// read groups the sheet of some orders by ids.
func read(tx *gorm.DB, q Query, orders query.Range) ([]Row, error) {
	k := keys[q.By]
	brought := `MAX(CASE WHEN ` + revenue + ` THEN 1 ELSE 0 END)`
	if k.mixed {
		brought = `COUNT(DISTINCT CASE WHEN ` + revenue + ` THEN m.order_id END)`
	}
	t := query.New(`SELECT ` + q.Step.Key("m.dated") + ` AS span, ` + k.id + ` AS id, ` + k.code + ` AS code,
		SUM(m.goods), SUM(m.discount), SUM(m.shipping), SUM(m.refund), SUM(m.cm1_cost), SUM(m.cm2_cost), SUM(m.cm3_cost), SUM(m.cm4_cost),
		SUM(m.estimated), ` + brought + `,
		COALESCE(SUM(CASE WHEN (` + revenue + `) AND (l.shippable = 1 OR l.name <> 'Tip') THEN l.quantity END), 0), ` + k.supplier + `,
		` + costless + ` FROM `)
	if err := q.source(tx, t); err != nil {
		return nil, err
	}
	t.Add(` LEFT JOIN order_line l ON l.id = m.line_id WHERE 1 = 1`).In("m.dated", q.Period)
	q.narrow(t)
	if q.Known == "" {
		t.Within("m.order_id", orders)
	}
	q.group(t)
	var rows []Row
	labels := q.Step.Labels()
	err := t.Rows(tx, func(r query.Row) error {
		m := Row{Span: labels.Of(r.Text(0)), ID: r.Int(1), Code: r.Text(2), supplier: r.Int(14)}
		m.Goods, m.Discount, m.Shipping, m.Refund = r.Amount(3), r.Amount(4), r.Amount(5), r.Amount(6)
		for level := range m.Costs {
			m.Costs[level] = r.Amount(7 + level)
		}
		m.Estimated, m.Orders, m.Quantity, m.Costless = r.Amount(11), r.Int(12), model.Quantity(r.Int(13)), r.Int(15)
		rows = append(rows, m)
		return nil
	})
	return rows, err
}

// group names only what differs from row to row, and the order before its
// lines: so the database can follow the sheet where it would have to sort.
func (q *Query) group(t *query.Text) {
	var by []string
	k := keys[q.By]
	if q.By == Line {
		by = append(by, "m.order_id")
	}
	for i, constant := range []bool{q.Step == "", k.id == "0", k.code == "''"} {
		if !constant {
			by = append(by, strconv.Itoa(i+1))
		}
	}
	if len(by) == 0 {
		t.Add(` HAVING COUNT(*) > 0`) // one row, or none of nothing
		return
	}
	t.Add(` GROUP BY ` + strings.Join(by, ", "))
}

// fold makes weeks of days and one row of those of several pieces of the sheet.
// An order lies in one piece and its revenue is of one day, so orders add up.
func fold(rows []Row) []Row {
	type key struct {
		span, code string
		id         int64
	}
	return query.Fold(rows,
		func(r *Row) key { return key{r.Span, r.Code, r.ID} },
		func(into, from *Row) { into.Add(&from.Sums) })
}
