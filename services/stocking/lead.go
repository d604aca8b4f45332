package stocking

import (
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/query"
)

// How many deliveries tell more than what a supplier states.
const (
	enoughArrivals = 3 // at the 3PL itself
	enoughParcels  = 5 // into its country, or to customers of a country
)

// z90 is the standard normal deviate of nine in ten. Source: domain rule 5.2.
var z90 = decimal.New(12816, -4)

// lane is from a supplier to a country, or to a 3PL.
type lane struct {
	supplier int64
	country  string
	place    int64
}

// tally counts days.
type tally struct{ n, sum, squares int64 }

func (t *tally) add(days int) {
	if days >= 0 {
		t.n, t.sum, t.squares = t.n+1, t.sum+int64(days), t.squares+int64(days)*int64(days)
	}
}

// readDeliveries reads how long deliveries took from the day the purchase order
// left: parcels to customers by country, and goods to 3PLs until they came in.
func readDeliveries(q *gorm.DB, since model.Date) (map[lane]*tally, error) {
	all := map[lane]*tally{}
	take := func(l lane, sent, arrived string) {
		t := all[l]
		if t == nil {
			t = &tally{}
			all[l] = t
		}
		t.add(model.Date(sent).DaysUntil(model.Date(arrived)))
	}
	err := query.New(`SELECT DISTINCT x.id, p.supplier_id, o.country, substr(p.sent_at, 1, 10), x.delivered_on
		FROM parcel x JOIN purchase_order p ON p.id = x.purchase_id JOIN parcel_line i ON i.parcel_id = x.id
		JOIN order_line l ON l.id = i.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE x.delivered_on >= ? AND x.archived_at = '' AND p.sent_at <> ''`, string(since)).Rows(q, func(r query.Row) error {
		take(lane{r.Int(1), r.Text(2), 0}, r.Text(3), r.Text(4))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, query.New(`SELECT p.supplier_id, p.ship_to_id, substr(p.sent_at, 1, 10), MIN(m.moved_on)
		FROM purchase_order p JOIN stock_line k ON k.purchase_id = p.id JOIN stock_move m ON m.stock_line_id = k.id
		WHERE p.sent_at <> '' AND m.moved_on >= ? GROUP BY p.id`, string(since)).Rows(q, func(r query.Row) error {
		take(lane{r.Int(0), "", r.Int(1)}, r.Text(2), r.Text(3))
		return nil
	})
}

// lead is how long a supplier takes to a 3PL: as its deliveries there took, else
// its parcels into that country, else as its offer says. nil: nobody knows.
func (w *work) lead(s *model.Supplier, row *model.ShippingPrice, to *place) *Lead {
	if t := w.deliveries[lane{s.ID, "", to.ID}]; t != nil && t.n >= enoughArrivals {
		return t.lead(fmt.Sprintf("measured on %d deliveries of %s to %s", t.n, s.Name, to.Name))
	}
	if t := w.deliveries[lane{s.ID, to.country, 0}]; t != nil && t.n >= enoughParcels {
		return t.lead(fmt.Sprintf("measured on %d parcels of %s to %s", t.n, s.Name, named(to.country)))
	}
	if row == nil || row.DaysP50 == nil {
		return nil
	}
	l := &Lead{Days: decimal.NewFromInt(int64(s.HandlingDays + *row.DaysP50))}
	l.Text = fmt.Sprintf("%s states %s of handling and %s on the way", s.Name, model.Days(s.HandlingDays), model.Days(*row.DaysP50))
	if row.DaysP90 == nil {
		l.Text += "; how much it varies is not known and counts as nothing"
		return l
	}
	l.Sigma = decimal.NewFromInt(int64(max(0, *row.DaysP90-*row.DaysP50))).DivRound(z90, 1)
	l.Text += fmt.Sprintf(", nine of ten in %d", *row.DaysP90)
	return l
}

func (t *tally) lead(text string) *Lead {
	mean, sigma := calc.Spread(t.n, t.sum, t.squares)
	return &Lead{mean.Round(1), sigma.Round(1), int(t.n), text}
}

// usual is how long a supplier's parcels take to a country: measured, or as it
// states; nil where nobody knows.
func (w *work) usual(s *model.Supplier, country string, stated *int) *decimal.Decimal {
	if t := w.deliveries[lane{s.ID, country, 0}]; t != nil && t.n >= enoughParcels {
		mean, _ := calc.Spread(t.n, t.sum, t.squares)
		return &mean
	}
	if stated == nil {
		return nil
	}
	days := decimal.NewFromInt(int64(s.HandlingDays + *stated))
	return &days
}
