package routing

import (
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
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
	times            map[score.Way]*score.Arrivals // how long orders took, and have taken so far; nil before anybody asks
	record           map[score.Way]days90
	refunds          map[int64]refunds // by supplier
	mean             decimal.Decimal   // share of orders refunded over all suppliers
}

// days90 is when nine of ten orders arrive, and whether that many do.
type days90 struct {
	days int
	come bool
}

// refunds are the orders sent to a supplier of which money was given back.
type refunds struct{ orders, refunded int64 }

const (
	enoughTimes  = 20  // orders before a lane's own record is believed
	enoughOrders = 10  // before a supplier's refunds are
	priorOrders  = 10  // how many orders the mean of all suppliers weighs
	recordDays   = 365 // how far back the record goes
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
	r.terms = t
	return t.loadRefunds(r.q, r.present.AddDays(-recordDays))
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

// loadTimes reads how long orders took, once.
func (r *run) loadTimes() (err error) {
	if r.terms.times == nil {
		r.terms.record = map[score.Way]days90{}
		r.terms.times, err = score.ReadArrivals(r.q, r.present, r.present.AddDays(-recordDays))
	}
	return err
}

// nine is nine of ten.
var nine = decimal.New(9, -1)

// late is when nine of ten orders of a candidate arrive, and whose word that is.
// Those that are overdue and have not come count as late.
func (t *terms) late(c *candidate, country string) (days int, source string, measured, known bool) {
	for _, w := range []score.Way{{Supplier: c.supplier.ID, Country: country}, {Supplier: c.supplier.ID}} {
		x := t.times[w]
		if x == nil || x.Orders() < enoughTimes {
			continue
		}
		r, found := t.record[w]
		if !found {
			r.days, r.come = x.Within(nine)
			t.record[w] = r
		}
		return r.days, r.words(x, w.Country), true, true
	}
	if c.days == nil {
		return 0, "", false, false
	}
	days = c.supplier.HandlingDays + *c.days
	return days, "nine of ten arrive in " + model.Days(days) + ", as the supplier states", false, true
}

// words tells what a record is made of.
func (r days90) words(x *score.Arrivals, country string) string {
	said := "nine of ten arrive in "
	if !r.come {
		said = "nine of ten do not arrive, and the others are awaited for "
	}
	where := "all countries"
	if country != "" {
		where = country
	}
	said += fmt.Sprintf("%s, measured on %d orders to %s", model.Days(r.days), x.Orders(), where)
	if n := x.Missing(); n > 0 {
		said += fmt.Sprintf(", %d of them overdue", n)
	}
	return said
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
