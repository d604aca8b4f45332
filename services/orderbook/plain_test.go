package orderbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/store"
)

// plain answers a query by asking the tables for everything, the slow way.
type plain struct {
	ID                               int64
	Number, Customer, Country, State string
	PlacedAt                         string
	Currency                         model.Currency
	Own, Net, CM2                    model.Amount
	Booked, Costless, Lines          int
	Rate, Day                        string
	total                            model.Amount
	noTotal                          bool
}

const plainRows = `WITH state (id, state) AS (VALUES %s)
	SELECT o.id, o.number, COALESCE(c.name, '') AS customer, o.country, state.state, o.placed_at, o.currency, o.total AS own,
		COALESCE((SELECT SUM(goods - discount + shipping - refund) FROM margin_line m WHERE m.order_id = o.id), 0) AS net,
		COALESCE((SELECT SUM(goods - discount + shipping - refund - cm1_cost - cm2_cost) FROM margin_line m WHERE m.order_id = o.id), 0) AS cm2,
		EXISTS (SELECT 1 FROM margin_line m WHERE m.order_id = o.id) AS booked,
		EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0 AND l.shippable = 1 AND l.supplier_id IS NULL
			AND NOT EXISTS (SELECT 1 FROM margin_line m WHERE m.line_id = l.id AND m.cm1_cost <> 0)) AS costless,
		(SELECT COUNT(*) FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0 AND (l.shippable = 1 OR l.name <> 'Tip')) AS lines,
		COALESCE((SELECT rate FROM journal_entry e WHERE e.id = o.sale_entry_id), '') AS rate,
		CASE WHEN o.paid_on = '' THEN o.placed_on ELSE o.paid_on END AS day
	FROM sales_order o JOIN state ON state.id = o.id LEFT JOIN contact c ON c.id = COALESCE(o.ship_to_id, o.bill_to_id) WHERE 1 = 1`

func plainly(t *testing.T, db *store.DB, q orderbook.Query) []plain {
	t.Helper()
	listed, err := order.New(db, &event.Bus{}).List(t.Context(), order.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) == 0 {
		return nil
	}
	var values []string
	for _, r := range listed {
		values = append(values, fmt.Sprintf("(%d, '%s')", r.ID, r.State))
	}
	sql, args := condition(q)
	sql = fmt.Sprintf(plainRows, strings.Join(values, ", ")) + sql
	var rows []plain
	err = db.Read(t.Context(), func(tx *gorm.DB) error {
		if err := tx.Raw(sql, args...).Scan(&rows).Error; err != nil {
			return err
		}
		table := rate.NewTable(tx)
		for i := range rows {
			rows[i].exchange(t, table)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if q.Bands != nil {
		rows = slices.DeleteFunc(rows, func(r plain) bool { return !slices.Contains(q.Bands, r.band()) })
	}
	slices.SortFunc(rows, func(a, b plain) int { return a.compare(&b, q.Sort) })
	return rows
}

// condition says in SQL what the query narrows to, the bands aside.
func condition(q orderbook.Query) (sql string, args []any) {
	add := func(text string, v ...any) { sql, args = sql+" AND "+text, append(args, v...) }
	const inLine = `EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0 AND `
	for _, w := range strings.Fields(strings.ToLower(q.Words)) {
		like := "%" + w + "%"
		add(`(lower(o.number) LIKE ? OR lower(c.name || '|' || c.company || '|' || c.email || '|' || c.city) LIKE ?
			OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND lower(l.sku || ' ' || l.name) LIKE ?))`, like, like, like)
	}
	if q.States != nil {
		add(`state.state IN ?`, q.States)
	}
	if q.Countries != nil {
		add(`o.country IN ?`, q.Countries)
	}
	if q.Suppliers != nil {
		add(inLine+`COALESCE(l.supplier_id, 0) IN ?)`, q.Suppliers)
	}
	if q.Products != nil {
		add(inLine+`l.product_id IN ?)`, q.Products)
	}
	if q.Placed.From != "" {
		add(`o.placed_on >= ?`, string(q.Placed.From))
	}
	if q.Unbooked {
		add(`o.unbooked_reason <> ''`)
	}
	if q.Unsure {
		add(`EXISTS (SELECT 1 FROM purchase_line pl JOIN forwarding f ON f.purchase_id = pl.purchase_id JOIN allocation a ON a.id = pl.allocation_id
			WHERE pl.order_id = o.id AND f.state = 'unknown' AND a.cancelled_at = '') AND ` + order.Waiting)
	}
	return sql, args
}

func (r *plain) exchange(t *testing.T, table *rate.Table) {
	switch {
	case r.Currency == "EUR":
		r.total = r.Own
		return
	case r.Rate != "":
		r.total, _ = model.Rate{From: r.Currency, To: "EUR", Value: decimal.RequireFromString(r.Rate)}.Convert(r.Own)
		return
	}
	x, err := table.On(model.Date(r.Day), r.Currency, "EUR")
	if r.noTotal = err != nil; err == nil {
		r.total, err = x.Convert(r.Own)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (r *plain) known() bool { return r.Booked == 1 && r.Costless == 0 }

func (r *plain) percent() (decimal.Decimal, bool) {
	if !r.known() {
		return decimal.Zero, false
	}
	return model.PercentOf(r.CM2, r.Net, 12)
}

func (r *plain) band() orderbook.Band {
	p, ok := r.percent()
	switch {
	case r.known() && r.CM2 < 0:
		return orderbook.BandNegative
	case !ok || r.Net < 0:
		return orderbook.BandUnknown
	case p.LessThan(decimal.NewFromInt(10)):
		return orderbook.BandThin
	case p.LessThan(decimal.NewFromInt(30)):
		return orderbook.BandFair
	}
	return orderbook.BandGood
}

// compare is the order of the list: by the columns, then the newest first.
func (r *plain) compare(o *plain, by []orderbook.Sort) int {
	for _, s := range by {
		a, b, ok, other := r.key(s.By), o.key(s.By), r.has(s.By), o.has(s.By)
		c := 0
		switch {
		case ok != other && ok:
			return -1
		case ok != other:
			return 1
		case ok && strings.HasPrefix(a, "="):
			c = decimal.RequireFromString(a[1:]).Cmp(decimal.RequireFromString(b[1:]))
		case ok:
			c = strings.Compare(a, b)
		}
		if s.Down {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	if c := strings.Compare(o.PlacedAt, r.PlacedAt); c != 0 {
		return c
	}
	return int(o.ID - r.ID)
}

func (r *plain) has(by orderbook.Column) bool {
	_, percent := r.percent()
	switch by {
	case orderbook.ByTotal:
		return !r.noTotal
	case orderbook.ByCM2:
		return r.known()
	case orderbook.ByPercent:
		return percent
	}
	return r.key(by) != ""
}

// key is what is compared; numbers begin with "=".
func (r *plain) key(by orderbook.Column) string {
	switch by {
	case orderbook.ByNumber: // all begin alike
		return "=" + strings.TrimLeft(r.Number, "#NHnh-")
	case orderbook.ByCustomer:
		return strings.ToLower(r.Customer)
	case orderbook.ByCountry:
		return r.Country
	case orderbook.ByLines:
		return fmt.Sprint("=", r.Lines)
	case orderbook.ByTotal:
		return "=" + r.total.String()
	case orderbook.ByCM2:
		return "=" + r.CM2.String()
	case orderbook.ByPercent:
		p, _ := r.percent()
		return "=" + p.Truncate(4).String()
	case orderbook.ByState:
		return fmt.Sprint("=", slices.Index(order.States(), r.State))
	}
	return r.PlacedAt
}
