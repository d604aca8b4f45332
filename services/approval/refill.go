package approval

import (
	"slices"

	"github.com/dropledger/dropledger/model"
)

// refill is a line of a replenishment that has not left.
type refill struct {
	PurchaseID     int64
	Place, Country string
	Placed         model.Date
	SKU, Name      string
	Quantity       model.Quantity
	UnitCost       model.Amount
	Shipping       model.Amount // of the whole purchase order
	Currency       model.Currency
}

const selectRefills = `SELECT p.id AS purchase_id, t.name AS place, t.country, substr(p.created_at, 1, 10) AS placed, k.sku, k.name, k.quantity,
	k.unit_cost, p.shipping, p.currency
	FROM purchase_order p JOIN supplier t ON t.id = p.ship_to_id JOIN stock_line k ON k.purchase_id = p.id
	WHERE p.id IN ? AND p.kind = 'replenishment' ORDER BY p.id, k.position`

// refills reads what is ordered for the stock of 3PLs: it is approved and sent as
// what customers ordered is.
func (r *reading) refills(ids []int64) error {
	for some := range slices.Chunk(ids, atOnce) {
		var rows []refill
		if err := r.q.Raw(selectRefills, some).Scan(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			if err := r.refill(&rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reading) refill(l *refill) error {
	at := r.at[seat{purchase: l.PurchaseID}]
	p := &r.board.Purchases[at]
	if len(p.Orders) == 0 {
		shipping, err := r.rate[at].Convert(l.Shipping.Round(l.Currency))
		if err != nil {
			return err
		}
		o := Order{Customer: l.Place, Country: l.Country, PlacedOn: l.Placed, State: State(p.State), Refill: true, standing: true}
		o.Booked, o.Shipping = true, shipping
		p.Orders = append(p.Orders, o)
	}
	o := &p.Orders[0]
	product, err := r.rate[at].Convert(l.UnitCost.Times(l.Quantity).Round(l.Currency))
	if err != nil {
		return err
	}
	o.Lines = append(o.Lines, Line{SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost, Product: product})
	o.Product = o.Product.Add(product)
	return nil
}
