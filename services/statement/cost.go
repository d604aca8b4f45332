package statement

import (
	"context"
	"database/sql"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// CostRow is what was bought from a supplier in one currency, as far as it is
// equally certain. Supplier is "" for costs taken from the shop's catalogue.
type CostRow struct {
	Span              string
	Supplier          string
	State             string
	Currency          model.Currency
	Orders            int64
	Product, Shipping Value
}

// CostsBySupplier adds up the cost facts of goods and of sending them: shipping,
// drop fees, picking and packing.
func CostsBySupplier(ctx context.Context, db *store.DB, s query.Scope, step query.Step) ([]CostRow, error) {
	t := query.New(`SELECT span, COALESCE(n.name, ''), g.state, g.currency, g.orders, g.a, g.b, g.c, g.d FROM (
		SELECT ` + step.Key("f.dated") + ` AS span, f.supplier_id, f.state, f.currency, COUNT(DISTINCT f.order_id) AS orders,
		SUM(CASE WHEN f.level = 1 THEN f.amount ELSE 0 END) AS a, SUM(CASE WHEN f.level = 1 THEN f.base_amount ELSE 0 END) AS b,
		SUM(CASE WHEN f.level <> 1 THEN f.amount ELSE 0 END) AS c, SUM(CASE WHEN f.level <> 1 THEN f.base_amount ELSE 0 END) AS d
		FROM cost_fact f WHERE f.type NOT IN ('payment_fee', 'marketplace_fee')`)
	facts(t, s)
	t.Add(` GROUP BY 1, f.supplier_id, f.state, f.currency) g LEFT JOIN supplier n ON n.id = g.supplier_id ORDER BY 1, 2, 3, 4`)
	labels := step.Labels()
	rows, err := collect(ctx, db, t, func(r *sql.Rows, c *CostRow) error {
		err := r.Scan(&c.Span, &c.Supplier, &c.State, &c.Currency, &c.Orders, &c.Product.Foreign, &c.Product.Base, &c.Shipping.Foreign, &c.Shipping.Base)
		c.Span = labels.Of(c.Span)
		return err
	})
	type key struct {
		span, supplier, state string
		currency              model.Currency
	}
	return query.Fold(rows, func(c *CostRow) key { return key{c.Span, c.Supplier, c.State, c.Currency} }, func(into, from *CostRow) {
		into.Orders += from.Orders
		into.Product, into.Shipping = into.Product.Add(from.Product), into.Shipping.Add(from.Shipping)
	}), err
}

// FeeRow is what a rule took in a shop. Kind is payment_fee or marketplace_fee;
// Source names the rule.
type FeeRow struct {
	Span                      string
	Kind, Source, State, Shop string
	Currency                  model.Currency
	Orders                    int64
	Fee                       Value
}

// Fees adds up the cost facts of payment providers and marketplaces.
func Fees(ctx context.Context, db *store.DB, s query.Scope, step query.Step) ([]FeeRow, error) {
	t := query.New(`SELECT span, g.type, g.source, g.state, COALESCE(n.name, ''), g.currency, g.orders, g.a, g.b FROM (
		SELECT ` + step.Key("f.dated") + ` AS span, f.type, f.source, f.state, o.shop_id, f.currency,
		COUNT(DISTINCT f.order_id) AS orders, SUM(f.amount) AS a, SUM(f.base_amount) AS b
		FROM cost_fact f LEFT JOIN sales_order o ON o.id = f.order_id WHERE f.type IN ('payment_fee', 'marketplace_fee')`)
	facts(t, s)
	t.Add(` GROUP BY 1, f.type, f.source, f.state, o.shop_id, f.currency) g LEFT JOIN shop n ON n.id = g.shop_id ORDER BY 1, 2, 3, 4, 5, 6`)
	labels := step.Labels()
	rows, err := collect(ctx, db, t, func(r *sql.Rows, f *FeeRow) error {
		err := r.Scan(&f.Span, &f.Kind, &f.Source, &f.State, &f.Shop, &f.Currency, &f.Orders, &f.Fee.Foreign, &f.Fee.Base)
		f.Span = labels.Of(f.Span)
		return err
	})
	type key struct {
		span, kind, source, state, shop string
		currency                        model.Currency
	}
	return query.Fold(rows, func(f *FeeRow) key { return key{f.Span, f.Kind, f.Source, f.State, f.Shop, f.Currency} }, func(into, from *FeeRow) {
		into.Orders += from.Orders
		into.Fee = into.Fee.Add(from.Fee)
	}), err
}

// facts narrows the cost facts f to those that stand: recorded and not
// superseded by then.
func facts(t *query.Text, s query.Scope) {
	t.In("f.dated", s.Period)
	if s.Known == "" {
		t.Add(` AND f.superseded_at = ''`)
		return
	}
	t.KnownBefore("f.recorded_at", s.Known).Add(` AND (f.superseded_at = '' OR f.superseded_at >= ?)`, string(s.Known))
}

// OwedRow is what is owed to a supplier in one currency at the end of the
// period: Accrued is ordered or sent but not yet invoiced, Payable invoiced.
type OwedRow struct {
	Supplier         string
	Currency         model.Currency
	Orders           int64
	Latest           model.Date // of the newest cost
	Accrued, Payable Value
}

// Owed adds up what stands on the suppliers' accounts up to the end of the
// period. Supplier is "" for costs of which no supplier is known.
func Owed(ctx context.Context, db *store.DB, s query.Scope) ([]OwedRow, error) {
	t := query.New(`SELECT COALESCE(n.name, ''), g.* FROM (
		SELECT e.currency, COUNT(DISTINCT p.order_id) AS orders, MAX(p.dated) AS latest` + sums(in(ledger.AccruedCosts), "-") +
		sums(in(ledger.SuppliersPayable), "-") + `, p.supplier_id FROM posting p JOIN journal_entry e ON e.id = p.entry_id
		WHERE ` + in(ledger.AccruedCosts, ledger.SuppliersPayable))
	t.In("p.dated", model.Period{To: s.Period.To}).KnownBefore("e.recorded_at", s.Known)
	t.Add(` GROUP BY p.supplier_id, e.currency) g LEFT JOIN supplier n ON n.id = g.supplier_id ORDER BY 1, 2`)
	var supplier sql.NullInt64
	return collect(ctx, db, t, func(r *sql.Rows, o *OwedRow) error {
		return r.Scan(&o.Supplier, &o.Currency, &o.Orders, &o.Latest, &o.Accrued.Foreign, &o.Accrued.Base, &o.Payable.Foreign, &o.Payable.Base, &supplier)
	})
}
