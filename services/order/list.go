package order

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Filter narrows a list of orders. Zero fields do not narrow; Limit 0 is all.
type Filter struct {
	State    string
	Shop     string
	Limit    int
	Archived bool
	Lines    bool
}

// Row is one order of a list, with amounts in the order's currency.
type Row struct {
	ID       int64          `json:"id"`
	Shop     string         `json:"shop"`
	Number   string         `json:"number"`
	Placed   model.Instant  `json:"placed"`
	PlacedOn model.Date     `json:"placed_on"`
	Currency model.Currency `json:"currency"`
	Total    model.Amount   `json:"-"`
	Shipping model.Amount   `json:"-"`
	Tax      model.Amount   `json:"-"`
	Discount model.Amount   `json:"-"`
	Refunded model.Amount   `json:"-"`
	Country  *string        `json:"country"`
	Payment  model.Payment  `json:"payment"`
	State    string         `json:"state"`
	Lines    []LineRow      `json:"lines,omitempty" gorm:"-"`
}

// LineRow is one line of a listed order.
type LineRow struct {
	OrderID  int64          `json:"-"`
	SKU      string         `json:"sku"`
	Name     string         `json:"name"`
	Quantity model.Quantity `json:"quantity"`
	Price    model.Amount   `json:"-"`
	currency model.Currency
}

// MarshalJSON writes amounts as decimal text with the currency's decimals.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row
	c := r.Currency
	return json.Marshal(struct {
		plain
		Total    string `json:"total"`
		Shipping string `json:"shipping"`
		Tax      string `json:"tax"`
		Discount string `json:"discount"`
		Refunded string `json:"refunded"`
	}{plain(r), r.Total.Text(c), r.Shipping.Text(c), r.Tax.Text(c), r.Discount.Text(c), r.Refunded.Text(c)})
}

// MarshalJSON writes the price as decimal text.
func (l LineRow) MarshalJSON() ([]byte, error) {
	type plain LineRow
	return json.Marshal(struct {
		plain
		Price string `json:"price"`
	}{plain(l), l.Price.Text(l.currency)})
}

// Only orders that are not history are looked at line by line.
const listOrders = `WITH part AS (
	SELECT l.order_id,
		SUM(` + OpenPieces + `) AS open_quantity,
		SUM(COALESCE(x.allocated, 0)) AS allocated, SUM(COALESCE(x.forwarded, 0)) AS forwarded, COUNT(h.line_id) AS held,
		SUM(MIN(` + OpenPieces + `, ` + ShippedPieces + `)) AS shipped,
		SUM(MIN(` + OpenPieces + `, ` + DeliveredPieces + `)) AS delivered
	FROM sales_order o JOIN order_line l ON l.order_id = o.id
	LEFT JOIN (SELECT a.line_id, SUM(a.quantity) AS allocated, SUM(CASE WHEN f.id IS NULL THEN 0 ELSE a.quantity END) AS forwarded
		FROM allocation a LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN forwarding f ON f.purchase_id = pl.purchase_id AND f.amendment_id IS NULL
		WHERE a.cancelled_at = '' GROUP BY a.line_id) x ON x.line_id = l.id
	LEFT JOIN held_line h ON h.line_id = l.id
	WHERE ` + Waiting + `
	GROUP BY l.order_id),
listed AS (
	SELECT o.id, s.name AS shop, o.number, o.placed_at AS placed, o.placed_on, o.currency, o.total, o.shipping, o.tax, o.discount, o.refunded,
		o.payment, o.archived_at, CASE WHEN o.country = '' THEN NULL ELSE o.country END AS country,
		CASE WHEN o.cancelled_on <> '' THEN 'cancelled' WHEN o.payment IN ('voided', 'refunded') THEN o.payment
			WHEN o.fulfilment IN ('fulfilled', 'restocked') OR p.open_quantity IS NULL OR p.open_quantity = 0 THEN 'fulfilled'
			WHEN p.forwarded >= p.allocated AND p.forwarded > 0 AND p.held = 0 AND p.allocated >= p.open_quantity THEN
				CASE WHEN p.delivered >= p.open_quantity THEN 'delivered' WHEN p.shipped >= p.open_quantity THEN 'shipped'
					WHEN p.shipped > 0 THEN 'part_shipped' ELSE 'forwarded' END
			WHEN p.forwarded > 0 THEN 'part_forwarded' WHEN p.held > 0 THEN 'held'
			WHEN p.allocated > 0 THEN 'to_forward' ELSE 'to_route' END AS state
	FROM sales_order o JOIN shop s ON s.id = o.shop_id LEFT JOIN part p ON p.order_id = o.id)
SELECT * FROM listed WHERE (? = '' OR state = ?) AND (? = '' OR shop = ?) AND (archived_at <> '') = ?
ORDER BY placed DESC, id DESC LIMIT ?`

// List reads orders, newest first.
func (s *Service) List(ctx context.Context, f Filter) ([]Row, error) {
	if f.State != "" && !slices.Contains(States(), f.State) {
		return nil, model.FieldErrorf("state", "There is no order state %q; the states are %s.", f.State, strings.Join(States(), ", "))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		if err := q.Raw(listOrders, f.State, f.State, f.Shop, f.Shop, f.Archived, limit).Scan(&rows).Error; err != nil {
			return err
		}
		if !f.Lines {
			return nil
		}
		return addLines(q, rows, limit < 0)
	})
	return rows, err
}

// addLines fills the lines in: all of the book's in one go when all orders are
// listed, else order by order.
func addLines(q *gorm.DB, rows []Row, all bool) error {
	const columns = `SELECT order_id, sku, name, quantity, price FROM order_line`
	at := make(map[int64]int, len(rows))
	for i := range rows {
		at[rows[i].ID] = i
	}
	take := func(lines []LineRow) {
		for _, l := range lines {
			if i, ok := at[l.OrderID]; ok {
				l.currency = rows[i].Currency
				rows[i].Lines = append(rows[i].Lines, l)
			}
		}
	}
	if all {
		var lines []LineRow
		err := q.Raw(columns + ` ORDER BY order_id, position`).Scan(&lines).Error
		take(lines)
		return err
	}
	for i := range rows {
		var lines []LineRow
		if err := q.Raw(columns+` WHERE order_id = ? ORDER BY position`, rows[i].ID).Scan(&lines).Error; err != nil {
			return err
		}
		take(lines)
	}
	return nil
}
