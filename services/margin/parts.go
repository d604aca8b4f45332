package margin

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Key tells one row of a sheet from all others.
type Key struct {
	Span string
	ID   int64
	Code string // of a country
}

// Key is what the row is known by.
func (r *Row) Key(by Dimension) Key {
	k := Key{Span: r.Span, ID: r.ID}
	if by == Country {
		k.Code = r.Code
	}
	return k
}

// Parts are what the costs of a row consist of, in the book's currency. Of each
// the second figure is the part that is still estimated.
type Parts struct {
	Product, ProductEstimated   model.Amount
	Shipping, ShippingEstimated model.Amount // what suppliers take for it
}

// Add adds other to p.
func (p *Parts) Add(other *Parts) {
	p.Product, p.ProductEstimated = p.Product.Add(other.Product), p.ProductEstimated.Add(other.ProductEstimated)
	p.Shipping, p.ShippingEstimated = p.Shipping.Add(other.Shipping), p.ShippingEstimated.Add(other.ShippingEstimated)
}

// Part is one kind of cost. Estimated is what of Amount no document confirms yet.
type Part struct {
	Name              PartName
	Level             int
	Amount, Estimated model.Amount
}

// PartName names a kind of cost.
type PartName string

// The kinds of cost. Fees are of payment providers and marketplaces.
const (
	ProductPart  PartName = "product"
	ShippingPart PartName = "shipping"
	FeesPart     PartName = "fees"
	AdsPart      PartName = "ads"
	FixedPart    PartName = "fixed"
)

// Split tells what the costs in the sums consist of, from the parts of the same
// rows; the kinds without any are left out. They add up to the costs.
func Split(s *Sums, p *Parts) []Part {
	all := []Part{
		{ProductPart, 1, s.Costs[0], p.ProductEstimated},
		{ShippingPart, 2, p.Shipping, p.ShippingEstimated},
		{FeesPart, 2, s.Costs[1].Sub(p.Shipping), s.Estimated.Sub(p.ProductEstimated).Sub(p.ShippingEstimated)},
		{AdsPart, 3, s.Costs[2], 0},
		{FixedPart, 4, s.Costs[3], 0},
	}
	kept := all[:0]
	for _, part := range all {
		if part.Amount != 0 || part.Estimated != 0 {
			kept = append(kept, part)
		}
	}
	return kept
}

// Breakdown reads the parts of all rows of a sheet. Lines are not told apart by it.
func Breakdown(ctx context.Context, db *store.DB, q Query) (map[Key]*Parts, error) {
	var orders []query.Range
	var found []map[Key]*Parts
	err := query.Job{
		Before: func(tx *gorm.DB) (n int, err error) {
			orders, err = q.orders(tx)
			found = make([]map[Key]*Parts, len(orders))
			return len(orders), err
		},
		Part: func(tx *gorm.DB, i int) (err error) {
			found[i], err = q.breakdown(tx, orders[i])
			return err
		},
	}.Run(ctx, db)
	if err != nil {
		return nil, err
	}
	all := map[Key]*Parts{}
	for _, part := range found {
		for k, p := range part {
			if all[k] == nil {
				all[k] = &Parts{}
			}
			all[k].Add(p)
		}
	}
	return all, nil
}

// breakdown adds up the cost facts of lines, each beside the row of the sheet
// that it is in. What belongs to a whole order, the fees, is the rest.
func (q *Query) breakdown(tx *gorm.DB, orders query.Range) (map[Key]*Parts, error) {
	k := keys[q.By]
	t := query.New(`SELECT ` + q.Step.Key("m.dated") + ` AS span, ` + k.id + ` AS id, ` + k.code + ` AS code,
		SUM(CASE WHEN f.level = 1 THEN f.base_amount ELSE 0 END), SUM(CASE WHEN f.level = 1 AND f.state = 'estimated' THEN f.base_amount ELSE 0 END),
		SUM(CASE WHEN f.level <> 1 THEN f.base_amount ELSE 0 END), SUM(CASE WHEN f.level <> 1 AND f.state = 'estimated' THEN f.base_amount ELSE 0 END)
		FROM cost_fact f JOIN `)
	if err := q.source(tx, t); err != nil {
		return nil, err
	}
	t.Add(` ON m.order_id = f.order_id AND m.line_id = f.line_id AND m.dated = f.dated WHERE f.type NOT IN ('payment_fee', 'marketplace_fee')`).In("m.dated", q.Period)
	q.narrow(t)
	if q.standing(t, "f"); q.Known == "" {
		t.Within("f.order_id", orders)
	}
	q.group(t)
	labels, all := q.Step.Labels(), map[Key]*Parts{}
	err := t.Rows(tx, func(r query.Row) error {
		at := Key{Span: labels.Of(r.Text(0)), ID: r.Int(1), Code: r.Text(2)}
		if all[at] == nil {
			all[at] = &Parts{}
		}
		all[at].Add(&Parts{r.Amount(3), r.Amount(4), r.Amount(5), r.Amount(6)})
		return nil
	})
	return all, err
}
