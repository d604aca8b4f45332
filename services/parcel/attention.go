package parcel

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
)

// Concern says why a person should look at a parcel, or at what is awaited.
type Concern string

// The concerns, the most urgent first.
const (
	IsLost     Concern = "lost"        // and not sent again
	CameBack   Concern = "returned"    // to the sender, and not sent again
	PastDue    Concern = "past_due"    // the day promised to the customer is over
	Customs    Concern = "customs"     // held by customs
	Short      Concern = "short"       // all parcels arrived, and pieces are missing
	NoMovement Concern = "no_movement" // nothing was heard of it for some days
	NoTracking Concern = "no_tracking" // the supplier has the order and told no number
	NoAnswer   Concern = "no_answer"   // the supplier has the order and did not confirm it
	Verify     Concern = "verify"      // it arrived: time to ask whether all is well
)

// Concerns lists all concerns, the most urgent first.
func Concerns() []Concern {
	return []Concern{IsLost, CameBack, PastDue, Customs, Short, NoMovement, NoTracking, NoAnswer, Verify}
}

// asking is for how many days after it is due a delivery comes up.
const asking = 14

// limits are after how many days silence is a concern.
type limits struct{ answer, tracking, movement, verify int }

func limitsOf(q *gorm.DB) (l limits, err error) {
	for key, days := range map[setting.Key]*int{
		setting.AnswerDays: &l.answer, setting.TrackingDays: &l.tracking, setting.MovementDays: &l.movement, setting.VerifyDays: &l.verify,
	} {
		if *days, err = setting.Days(q, key); err != nil {
			return l, err
		}
	}
	return l, nil
}

// Board returns all parcels, and before them what suppliers were asked to send
// and have told no parcel of.
func (s *Service) Board(ctx context.Context, f record.Filter) ([]Row, error) {
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		l, err := limitsOf(q)
		if err != nil {
			return err
		}
		if rows, err = awaited(q); err != nil {
			return err
		}
		for i := range rows {
			rows[i].judge(s.db.Today(), l)
		}
		parcels, err := s.list(q, f)
		rows = append(rows, parcels...)
		return err
	})
	return rows, err
}

// newest is how many delivered parcels come with what is under way.
const newest = 200

// First returns the rows of the board that a person looks at first, soon: what is
// awaited, what did not end well yet, and the newest that were delivered.
func (s *Service) First(ctx context.Context) ([]Row, error) {
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		l, err := limitsOf(q)
		if err != nil {
			return err
		}
		if rows, err = awaited(q); err != nil {
			return err
		}
		for _, w := range []which{underWay, {where: ` AND p.archived_at = '' AND p.state = 'delivered'`, limit: newest}} {
			some, err := read(q, w)
			if err != nil {
				return err
			}
			rows = append(rows, some...)
		}
		for i := range rows {
			rows[i].judge(s.db.Today(), l)
		}
		return nil
	})
	return rows, err
}

// Attention returns the rows of the board that a person should look at.
func (s *Service) Attention(ctx context.Context) ([]Row, error) {
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		rows, err = Attention(q, s.db.Today())
		return err
	})
	return rows, err
}

// Attention is Service.Attention within a transaction, on a day. Of the parcels
// that ended well nothing is read.
func Attention(q *gorm.DB, today model.Date) ([]Row, error) {
	l, err := limitsOf(q)
	if err != nil {
		return nil, err
	}
	rows, err := awaited(q)
	if err != nil {
		return nil, err
	}
	parcels, err := read(q, underWay)
	if err != nil {
		return nil, err
	}
	rows = append(rows, parcels...)
	if l.verify > 0 {
		arrived, err := read(q, which{
			where: ` AND p.archived_at = '' AND p.state = 'delivered' AND p.verified_on = '' AND p.delivered_on BETWEEN ? AND ?`,
			args:  []any{string(today.AddDays(-l.verify - asking)), string(today.AddDays(-l.verify))},
		})
		if err != nil {
			return nil, err
		}
		rows = append(rows, arrived...)
	}
	for i := range rows {
		rows[i].judge(today, l)
	}
	return slices.DeleteFunc(rows, func(r Row) bool { return len(r.Attention) == 0 }), nil
}

// ofOrder are the parcels of the purchase order u with anything for the order o.
const ofOrder = `order_line i JOIN parcel_line x ON x.line_id = i.id JOIN parcel z ON z.id = x.parcel_id
	WHERE i.order_id = o.id AND z.purchase_id = u.id AND z.archived_at = ''`

// The pieces of purchase orders that stand in no parcel. Of one that left long
// ago and has none at all that is asked by the index of its supplier's state.
const selectAwaited = `SELECT u.id, u.number, u.state, u.sent_at, s.id, s.name, o.number, h.name, l.sku, l.name, SUM(l.quantity),
	COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id
		WHERE x.line_id = l.line_id AND ` + belongs + ` AND p.archived_at = ''), 0),
	(SELECT COUNT(*) FROM ` + ofOrder + `), (SELECT COUNT(*) FROM ` + ofOrder + ` AND z.state NOT IN ('delivered', 'returned', 'lost')),
	COALESCE(m.deliver_by, ''), COALESCE(c.name, ''), COALESCE(c.email, ''), o.country, o.id,
	CASE WHEN o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded') AND o.fulfilment <> 'restocked' THEN 1 ELSE 0 END
	FROM purchase_order u JOIN supplier s ON s.id = u.supplier_id JOIN purchase_due l ON l.purchase_id = u.id
	JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id LEFT JOIN promise m ON m.order_id = o.id
	LEFT JOIN contact c ON c.id = COALESCE(o.ship_to_id, o.bill_to_id)
	WHERE u.state IN ('sent', 'acknowledged', 'part_shipped') GROUP BY u.id, l.line_id ORDER BY u.id DESC, o.id, l.position`

func awaited(q *gorm.DB) ([]Row, error) {
	var rows []Row
	err := query.New(selectAwaited).Rows(q, func(r query.Row) error {
		open := r.Int(10) - r.Int(11)
		if open <= 0 || r.Int(19) == 0 {
			return nil
		}
		if n := len(rows); n == 0 || rows[n-1].PurchaseID != r.Int(0) {
			rows = append(rows, Row{
				ID: -r.Int(0), PurchaseID: r.Int(0), Purchase: r.Text(1), Stands: model.PurchaseState(r.Text(2)), Sent: dayOf(r.Text(3)),
				SupplierID: r.Int(4), Supplier: r.Text(5), State: Awaited, Open: true,
				Orders: []string{}, Lines: []Line{}, Warnings: []string{}, Attention: []Concern{},
			})
		}
		row := &rows[len(rows)-1]
		if r.Int(12) > 0 && r.Int(13) == 0 {
			row.short = true // all that came for the order has ended
		} else {
			row.untold = true
		}
		row.Missing += model.Quantity(open)
		row.take(&Line{
			Order: r.Text(6), Shop: r.Text(7), SKU: r.Text(8), Name: r.Text(9), Quantity: model.Quantity(open), Promised: model.Date(r.Text(14)),
			Customer: r.Text(15), Email: r.Text(16), Country: r.Text(17), OrderID: r.Int(18),
		})
		return nil
	})
	return rows, err
}

// judge works out how late the row is and what is of concern about it.
func (r *Row) judge(today model.Date, l limits) {
	end := today
	if r.Delivered != "" {
		end = r.Delivered
	}
	if r.Promised != "" {
		r.DaysLate = r.Promised.DaysUntil(end)
		r.Late = r.DaysLate > 0
	}
	switch {
	case r.Archived:
	case r.State == string(model.Delivered):
		ago := r.Delivered.DaysUntil(today)
		r.worry(Verify, r.Verified == "" && l.verify > 0 && ago >= l.verify && ago <= l.verify+asking)
	case r.State == Awaited:
		r.worry(PastDue, r.Late)
		r.worry(Short, r.short)
		r.worry(NoTracking, r.untold && silent(r.Sent, today, l.tracking))
		r.worry(NoAnswer, r.Stands == model.PurchaseSent && silent(r.Sent, today, l.answer))
	default:
		r.underway(today, l)
	}
}

// underway is judge for a parcel that is known and has not arrived.
func (r *Row) underway(today model.Date, l limits) {
	ended, customs := model.ParcelState(r.State).Ended(), r.State == string(model.CustomsHold)
	if said := misfit(r.Carrier, trackingKey(r.Tracking)); said != "" && !ended {
		r.Warnings = append(r.Warnings, said)
	}
	r.worry(IsLost, r.State == string(model.Lost) && r.Missing > 0)
	r.worry(CameBack, r.State == string(model.Returned) && r.Missing > 0)
	r.worry(PastDue, !ended && r.Late && r.Open)
	r.worry(Customs, customs)
	r.worry(NoMovement, !ended && !customs && silent(r.heard(), today, l.movement))
}

// worry notes a concern where there is one.
func (r *Row) worry(c Concern, is bool) {
	if is {
		r.Attention = append(r.Attention, c)
	}
}

// silent tells whether more days went by since a day that is known.
func silent(since, today model.Date, days int) bool {
	return since != "" && since.DaysUntil(today) > days
}

// Since is the day since when a concern holds, as far as it is known.
func (r *Row) Since(c Concern) model.Date {
	switch c {
	case PastDue:
		return r.Promised
	case NoAnswer, NoTracking, Short:
		return r.Sent
	case Verify:
		return r.Delivered
	case IsLost, CameBack, Customs, NoMovement:
		return r.heard()
	}
	return ""
}

// Waits tells whether the row counts among what is looked at for a concern.
func (r *Row) Waits(c Concern) bool { return slices.Contains(r.Attention, c) }

// heard is the last day anything is known of the parcel, the day it was entered
// when nothing is.
func (r *Row) heard() model.Date {
	if r.Moved == "" {
		return r.since
	}
	return r.Moved
}
