package parcel

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Late is an order that was promised for a day and came later, or has not come
// yet. Tracking is "" when nothing of it is known to have left; Days counts from
// the day promised to the delivery, or to today.
type Late struct {
	Order, Shop, Country, Supplier, Purchase string
	Tracking, Carrier, State                 string
	Promised, Shipped, Delivered             model.Date
	Days                                     int
}

// Of what came back or was lost only that counts which was not sent again: what was
// comes by its own parcel. Pieces of an order that stand in no parcel at all are
// awaited, also where others of it have one.
const selectLate = `SELECT o.number, h.name, o.country, COALESCE(s.name, ''), COALESCE(u.number, ''), COALESCE(p.tracking, ''), COALESCE(p.carrier, ''),
	COALESCE(p.state, ''), m.deliver_by, COALESCE(p.shipped_on, ''), COALESCE(p.delivered_on, '')
	FROM promise m JOIN sales_order o ON o.id = m.order_id JOIN shop h ON h.id = o.shop_id
	JOIN (SELECT DISTINCT l.order_id, x.parcel_id FROM parcel_line x JOIN order_line l ON l.id = x.line_id JOIN parcel z ON z.id = x.parcel_id
			WHERE z.archived_at = '' AND (z.state NOT IN ('returned', 'lost') OR l.quantity > ` + reaching + `)
		UNION ALL SELECT l.order_id, 0 FROM order_line l JOIN sales_order o ON o.id = l.order_id
			WHERE ` + order.Waiting + ` AND ` + order.OpenPieces + ` > ` + standsIn + ` GROUP BY l.order_id) k ON k.order_id = o.id
	LEFT JOIN parcel p ON p.id = k.parcel_id
	LEFT JOIN purchase_order u ON u.id = p.purchase_id LEFT JOIN supplier s ON s.id = u.supplier_id
	WHERE o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded')
		AND CASE WHEN COALESCE(p.delivered_on, '') = '' THEN ? ELSE p.delivered_on END > m.deliver_by`

// reaching are the pieces of a line l that are on their way or arrived, standsIn
// those in any parcel.
const (
	reaching = `(SELECT COALESCE(SUM(y.quantity), 0) FROM parcel_line y JOIN parcel w ON w.id = y.parcel_id
		WHERE y.line_id = l.id AND w.archived_at = '' AND w.state NOT IN ('returned', 'lost'))`
	standsIn = `(SELECT COALESCE(SUM(y.quantity), 0) FROM parcel_line y JOIN parcel w ON w.id = y.parcel_id
		WHERE y.line_id = l.id AND w.archived_at = '')`
)

// LateParcels lists what came after the day its customer was promised, or has
// not come, of the days promised in the period, the
// earliest day first.
func LateParcels(ctx context.Context, db *store.DB, period model.Period) ([]Late, error) {
	var all []Late
	today := db.Today()
	err := db.Read(ctx, func(q *gorm.DB) error {
		return query.New(selectLate, string(today)).In("m.deliver_by", period).Add(` ORDER BY m.deliver_by, o.id, p.id`).Rows(q, func(r query.Row) error {
			l := Late{
				Order: r.Text(0), Shop: r.Text(1), Country: r.Text(2), Supplier: r.Text(3), Purchase: r.Text(4), Tracking: r.Text(5), Carrier: r.Text(6),
				State: r.Text(7), Promised: model.Date(r.Text(8)), Shipped: model.Date(r.Text(9)), Delivered: model.Date(r.Text(10)),
			}
			end := today
			if l.Delivered != "" {
				end = l.Delivered
			}
			l.Days = l.Promised.DaysUntil(end)
			all = append(all, l)
			return nil
		})
	})
	return all, err
}
