package routing

import (
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/taxrule"
)

// terms are what beside goods and shipping counts when suppliers are compared.
// Amounts are in the home currency.
type terms struct {
	tax              *taxrule.Set
	merchantPaysDuty bool // where neither the lane nor the order says who does
	split, lateDay   model.Amount
	conversion       model.Percent
	fees             sourcing.DropFees
	threepl          stock.FeeTable
	postage          stock.Lanes
	lanes            map[lane]record   // parcels delivered, by supplier and country
	suppliers        map[int64]record  // by supplier
	refunds          map[int64]refunds // by supplier
	mean             decimal.Decimal   // share of orders refunded over all suppliers
}

type lane struct {
	supplier int64
	country  string
}

// record is how long a supplier's parcels took from forwarding to the door.
type record struct {
	parcels int
	p90     int // days, rounded up
}

// refunds are the orders sent to a supplier of which money was given back.
type refunds struct{ orders, refunded int64 }

const (
	enoughParcels = 20  // before a lane's own record is believed
	enoughOrders  = 10  // before a supplier's refunds are
	priorOrders   = 10  // how many orders the mean of all suppliers weighs
	recordDays    = 365 // how far back the record goes
)

// loadTerms reads settings, dated rules and the suppliers' records.
func (r *run) loadTerms() error {
	t := &terms{}
	var err error
	if t.tax, err = taxrule.Load(r.q); err != nil {
		return err
	}
	if t.split, err = setting.Money(r.q, setting.SplitCost); err != nil {
		return err
	}
	if t.lateDay, err = setting.Money(r.q, setting.LateDayCost); err != nil {
		return err
	}
	if t.conversion, err = setting.Share(r.q, setting.ConversionCost); err != nil {
		return err
	}
	term, err := setting.Value(r.q, setting.DocumentIncoterm)
	if err != nil {
		return err
	}
	t.merchantPaysDuty = term == string(model.DDP)
	if t.fees, err = sourcing.LoadDropFees(r.q); err != nil {
		return err
	}
	if t.threepl, err = stock.LoadFees(r.q); err != nil {
		return err
	}
	if t.postage, err = stock.LoadLanes(r.q); err != nil {
		return err
	}
	if err := t.loadParcels(r.q, r.present.AddDays(-recordDays)); err != nil {
		return err
	}
	r.terms = t
	return t.loadRefunds(r.q, r.present.AddDays(-recordDays))
}

// loadParcels reads how long delivered parcels took. The time counts from the
// forwarding, so that handling is inside.
func (t *terms) loadParcels(q *gorm.DB, since model.Date) error {
	var rows []struct {
		SupplierID    int64
		Country       string
		Sent, Arrived model.Date
	}
	err := q.Raw(`SELECT DISTINCT x.id, p.supplier_id, o.country, substr(p.sent_at, 1, 10) AS sent, x.delivered_on AS arrived
		FROM parcel x JOIN purchase_order p ON p.id = x.purchase_id JOIN parcel_line i ON i.parcel_id = x.id
		JOIN order_line l ON l.id = i.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE x.delivered_on >= ? AND x.archived_at = '' AND p.sent_at <> ''`, string(since)).Scan(&rows).Error
	if err != nil {
		return err
	}
	lanes, all := map[lane][]decimal.Decimal{}, map[int64][]decimal.Decimal{}
	for _, x := range rows {
		days := decimal.NewFromInt(int64(x.Sent.DaysUntil(x.Arrived)))
		if days.IsNegative() {
			continue
		}
		key := lane{x.SupplierID, x.Country}
		lanes[key], all[x.SupplierID] = append(lanes[key], days), append(all[x.SupplierID], days)
	}
	t.lanes, t.suppliers = map[lane]record{}, map[int64]record{}
	for key, days := range lanes {
		t.lanes[key] = recorded(days)
	}
	for key, days := range all {
		t.suppliers[key] = recorded(days)
	}
	return nil
}

// recorded takes the 90th percentile, inclusive and linear, rounded up to whole
// days. Source: domain rule 3.5, oracle SC-17.
func recorded(days []decimal.Decimal) record {
	return record{len(days), int(calc.Percentile(days, decimal.New(9, -1)).Decimal.Ceil().IntPart())}
}

func (t *terms) loadRefunds(q *gorm.DB, since model.Date) error {
	var rows []struct{ SupplierID, Orders, Refunded int64 }
	err := q.Raw(`SELECT s.supplier_id, COUNT(*) AS orders, COUNT(f.id) AS refunded FROM (
			SELECT DISTINCT p.supplier_id, l.order_id FROM purchase_order p JOIN purchase_line l ON l.purchase_id = p.id
			WHERE p.sent_at >= ? AND p.state NOT IN ('refused', 'cancelled')) s
		JOIN sales_order o ON o.id = s.order_id AND o.cancelled_on = '' LEFT JOIN refund f ON f.order_id = s.order_id
		GROUP BY s.supplier_id`, string(since)).Scan(&rows).Error
	t.refunds = map[int64]refunds{}
	var orders, refunded int64
	for _, x := range rows {
		t.refunds[x.SupplierID] = refunds{x.Orders, x.Refunded}
		orders, refunded = orders+x.Orders, refunded+x.Refunded
	}
	if orders > 0 {
		t.mean = decimal.NewFromInt(refunded).DivRound(decimal.NewFromInt(orders), 12)
	}
	return err
}

// late is when nine of ten parcels of a candidate arrive, and whose word that is.
func (t *terms) late(c *candidate, country string) (days int, source string, measured, known bool) {
	if x := t.lanes[lane{c.supplier.ID, country}]; x.parcels >= enoughParcels {
		return x.p90, fmt.Sprintf("measured on %d parcels to %s", x.parcels, country), true, true
	}
	if x := t.suppliers[c.supplier.ID]; x.parcels >= enoughParcels {
		return x.p90, fmt.Sprintf("measured on %d parcels to all countries", x.parcels), true, true
	}
	if c.days == nil {
		return 0, "", false, false
	}
	return c.supplier.HandlingDays + *c.days, "as the supplier states", false, true
}

// defective is the share of orders expected to be refunded: the supplier's own,
// drawn to the mean of all while it has few. Source: domain rule 3.4.
func (t *terms) defective(supplier int64) (share decimal.Decimal, of refunds, known bool) {
	of = t.refunds[supplier]
	if of.orders < enoughOrders {
		return decimal.Zero, of, false
	}
	share = t.mean.Mul(decimal.NewFromInt(priorOrders)).Add(decimal.NewFromInt(of.refunded)).DivRound(decimal.NewFromInt(priorOrders+of.orders), 12)
	return share, of, true
}
