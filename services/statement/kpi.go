package statement

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// KPI is how the orders placed in a shop went. Revenue is what those of them
// that are in the books brought before refunds, without tax, in the book's
// currency. DaysToSend is the sum over the Timed orders, whose day of dispatch
// is known.
type KPI struct {
	Span, Shop                                          string
	Orders, Booked, Cancelled, Refunded, Sent, Discount int64
	Lines                                               int64
	Pieces                                              model.Quantity
	Revenue                                             model.Amount
	Timed, DaysToSend                                   int64
}

type kpiKey struct {
	span string
	shop int64
}

// kpis gathers several questions into one row a step and shop.
type kpis struct {
	tx     *gorm.DB
	labels *query.Labels
	step   query.Step
	scope  query.Scope
	rows   map[kpiKey]*KPI
}

// OrderKPIs counts the orders placed in the period.
func OrderKPIs(ctx context.Context, db *store.DB, s query.Scope, step query.Step) ([]KPI, error) {
	k := &kpis{labels: step.Labels(), step: step, scope: s, rows: map[kpiKey]*KPI{}}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		k.tx = tx
		shops, err := called(tx, `SELECT id, name FROM shop`)
		if err != nil {
			return err
		}
		for _, ask := range []func() error{k.orders, k.lines, k.revenue, k.days} {
			if err := ask(); err != nil {
				return err
			}
		}
		for key, row := range k.rows {
			row.Shop = shops[key.shop]
		}
		return nil
	})
	rows := make([]KPI, 0, len(k.rows))
	for _, key := range slices.SortedFunc(maps.Keys(k.rows), func(a, b kpiKey) int {
		return cmp.Or(cmp.Compare(a.span, b.span), cmp.Compare(k.rows[a].Shop, k.rows[b].Shop), cmp.Compare(a.shop, b.shop))
	}) {
		rows = append(rows, *k.rows[key])
	}
	return rows, err
}

// ask adds columns up by step and shop; from must speak of sales_order as o.
func (k *kpis) ask(from string, columns []string, scan func(row *KPI, sums []int64)) error {
	t := query.New(`SELECT ` + k.step.Key("o.placed_on") + ` AS span, o.shop_id`)
	sums := make([]int64, len(columns))
	var key kpiKey
	into := []any{&key.span, &key.shop}
	for i, c := range columns {
		t.Add(`, SUM(` + c + `)`)
		into = append(into, &sums[i])
	}
	t.Add(` FROM `+from).In("o.placed_on", k.scope.Period).Add(` GROUP BY 1, 2`)
	return t.Each(k.tx, func(r *sql.Rows) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		scan(k.row(key), sums)
		return nil
	})
}

func (k *kpis) row(key kpiKey) *KPI {
	key.span = k.labels.Of(key.span)
	row := k.rows[key]
	if row == nil {
		row = &KPI{Span: key.span}
		k.rows[key] = row
	}
	return row
}

func (k *kpis) orders() error {
	count := func(condition string) string { return `CASE WHEN ` + condition + ` THEN 1 ELSE 0 END` }
	return k.ask(`sales_order o WHERE 1 = 1`, []string{
		`1`, count(`o.booked_on <> ''`), count(`o.cancelled_on <> '' OR o.payment = 'voided'`), count(`o.refunded > 0`),
		count(`o.fulfilment = 'fulfilled'`), count(`o.discount > 0`),
	}, func(row *KPI, v []int64) {
		row.Orders, row.Booked, row.Cancelled = row.Orders+v[0], row.Booked+v[1], row.Cancelled+v[2]
		row.Refunded, row.Sent, row.Discount = row.Refunded+v[3], row.Sent+v[4], row.Discount+v[5]
	})
}

func (k *kpis) lines() error {
	return k.ask(`order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.shippable = 1 AND l.quantity > 0`, []string{`1`, `l.quantity`},
		func(row *KPI, v []int64) {
			row.Lines, row.Pieces = row.Lines+v[0], row.Pieces+model.Quantity(v[1])
		})
}

func (k *kpis) revenue() error {
	return k.ask(`margin_line m JOIN sales_order o ON o.id = m.order_id WHERE 1 = 1`, []string{`m.goods - m.discount + m.shipping`},
		func(row *KPI, v []int64) { row.Revenue = row.Revenue.Add(model.Amount(v[0])) })
}

// days counts by pairs of days, since SQL has no portable way to subtract them.
func (k *kpis) days() error {
	t := query.New(`SELECT o.placed_on, o.fulfilled_on, o.shop_id, COUNT(*) FROM sales_order o WHERE o.fulfilled_on <> ''`)
	t.In("o.placed_on", k.scope.Period).Add(` GROUP BY 1, 2, 3`)
	var placed, sent model.Date
	var shop, n int64
	return t.Each(k.tx, func(r *sql.Rows) error {
		if err := r.Scan(&placed, &sent, &shop, &n); err != nil {
			return err
		}
		row := k.row(kpiKey{k.step.Of(placed), shop})
		row.Timed += n
		row.DaysToSend += n * int64(placed.DaysUntil(sent))
		return nil
	})
}
