package routing

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/taxrule"
)

// buyer is what the choice must know of a whole order. Value and weight are of
// all that it sends, nil where a part is not known.
type buyer struct {
	shop        int64
	country     string
	service     string
	tags        []string
	skus        []string
	placed      model.Date
	deliverBy   model.Date // as the customer was told, "" when not
	dutyPrepaid bool       // the customer paid duties in the shop
	value       *model.Amount
	weight      *int64
	wares       map[int64]ware // by line
}

// ware is what customs and rules must know of a line. Value is what the
// customer pays for its goods without tax, in the home currency.
type ware struct {
	hs, origin string
	quantity   model.Quantity
	value      model.Amount
	known      bool // the value
}

// goods are pieces of a ware as customs sees them.
func (w ware) goods(q model.Quantity) taxrule.Goods {
	parts := model.Allocate(w.value, []int64{int64(q), int64(max(w.quantity-q, 0))}, 1)
	return taxrule.Goods{HS: w.hs, Origin: w.origin, Quantity: q, Value: parts[0]}
}

type buyerRow struct {
	OrderID, ShopID, LineID        int64
	Country, ShippingMethod, Tags  string
	PlacedOn, DeliverBy            model.Date
	Duties                         model.Amount
	Currency                       model.Currency
	TaxMode                        model.TaxMode
	SKU                            string
	Quantity                       model.Quantity
	Price, Discount, Tax, Shipping model.Amount
	HS, Origin                     string
	WeightG                        *int64
}

const selectBuyers = `SELECT o.id AS order_id, o.shop_id, l.id AS line_id, o.country, o.shipping_method, o.tags, o.placed_on,
	COALESCE(m.deliver_by, '') AS deliver_by, o.duties, o.currency, o.tax_mode, l.sku, l.quantity, l.price, l.discount, l.tax, l.shipping,
	COALESCE(p.hs, '') AS hs, COALESCE(p.origin, '') AS origin, p.weight_g
	FROM sales_order o JOIN order_line l ON l.order_id = o.id LEFT JOIN product p ON p.id = l.product_id LEFT JOIN promise m ON m.order_id = o.id
	WHERE o.id IN ? AND l.shippable = 1 AND l.quantity > 0 ORDER BY o.id, l.position`

// loadBuyers reads what must be known of orders, in a query for many.
func (r *run) loadBuyers(orders []int64) error {
	missing := slices.DeleteFunc(slices.Clone(orders), func(id int64) bool { return r.buyers[id] != nil })
	slices.Sort(missing)
	for some := range slices.Chunk(slices.Compact(missing), 500) {
		var rows []buyerRow
		if err := r.q.Raw(selectBuyers, some).Scan(&rows).Error; err != nil {
			return err
		}
		for _, id := range some {
			r.buyers[id] = &buyer{wares: map[int64]ware{}}
		}
		for i := range rows {
			if err := r.meet(&rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) meet(row *buyerRow) error {
	b := r.buyers[row.OrderID]
	if len(b.wares) == 0 {
		b.shop, b.country, b.service = row.ShopID, row.Country, row.ShippingMethod
		b.placed, b.deliverBy, b.dutyPrepaid = row.PlacedOn, row.DeliverBy, row.Duties > 0
		for _, t := range strings.Split(row.Tags, ",") {
			if t = strings.TrimSpace(t); t != "" {
				b.tags = append(b.tags, t)
			}
		}
		b.value, b.weight = new(model.Amount), new(int64)
	}
	w := ware{hs: row.HS, origin: row.Origin, quantity: row.Quantity}
	rate, err := r.rates.On(row.PlacedOn, row.Currency, r.home)
	if model.CodeOf(err) == model.NotFound {
		rate, err = r.rates.On(r.present, row.Currency, r.home)
	}
	switch {
	case model.CodeOf(err) == model.NotFound:
		b.value = nil
	case err != nil:
		return err
	default:
		if w.value, err = rate.Convert(row.net()); err != nil {
			return err
		}
		w.known = true
		if b.value != nil {
			*b.value = b.value.Add(w.value)
		}
	}
	if row.WeightG == nil {
		b.weight = nil
	} else if b.weight != nil {
		*b.weight += *row.WeightG * int64(row.Quantity)
	}
	b.skus = append(b.skus, row.SKU)
	b.wares[row.LineID] = w
	return nil
}

// net is what the customer pays for the goods of a line without tax.
func (b *buyerRow) net() model.Amount {
	goods := b.Price.Times(b.Quantity).Sub(b.Discount)
	if b.TaxMode != model.TaxIncluded || b.Tax == 0 {
		return goods
	}
	return goods.Sub(model.Allocate(b.Tax, []int64{int64(max(goods, 0)), int64(max(b.Shipping, 0))}, 1)[0])
}

// buyer is what must be known of one order.
func (r *run) buyer(orderID int64) (*buyer, error) {
	if b := r.buyers[orderID]; b != nil {
		return b, nil
	}
	err := r.loadBuyers([]int64{orderID})
	return r.buyers[orderID], err
}

// asked is an order as rules see it, with the given products of it.
func (b *buyer) asked(day model.Date, skus []string) *routerule.Case {
	return &routerule.Case{
		On: day, Country: b.country, SKUs: skus, Tags: b.tags, Shop: b.shop, Service: b.service, Value: b.value, Weight: b.weight,
	}
}
