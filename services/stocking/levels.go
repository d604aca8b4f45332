package stocking

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
)

// Level is the own stock of a product at a 3PL, with how long it lasts. What the
// regions that the 3PL serves ordered of the product counts as its demand.
// Amounts are in the book's currency; nil is not known, and Says tells why.
type Level struct {
	PlaceID      int64            `json:"-"`
	ProductID    int64            `json:"-"`
	Place        string           `json:"threepl"`
	SKU          string           `json:"sku"`
	Name         string           `json:"name"`
	OnHand       model.Quantity   `json:"on_hand"`
	Reserved     model.Quantity   `json:"reserved"`
	Free         model.Quantity   `json:"free"`
	Coming       model.Quantity   `json:"coming"`
	Currency     model.Currency   `json:"currency"`
	UnitCost     record.Amount    `json:"unit_cost"`
	Value        record.Amount    `json:"value"`
	LastMove     model.Date       `json:"last_move"`
	PerDay       *decimal.Decimal `json:"per_day"` // nil: nothing was ordered
	DaysOfCover  *int             `json:"days_of_cover"`
	Lead         *Lead            `json:"lead_time"`
	SafetyStock  *int64           `json:"safety_stock"`
	ReorderPoint *int64           `json:"reorder_point"`
	Low          bool             `json:"low"`   // to be ordered now
	Order        *Order           `json:"order"` // nil where nobody is known who could fill it up
	Says         string           `json:"says"`
}

// Levels lists the own stock by 3PL and SKU, unless nothing was changed since it
// did so last.
func (s *Service) Levels(ctx context.Context) ([]Level, error) {
	return memo.Recall(ctx, s.kept, "levels", func() (all []Level, err error) {
		err = s.db.Read(ctx, func(q *gorm.DB) error {
			all, err = Levels(q, s.db.Today())
			return err
		})
		return all, err
	})
}

// Levels is Service.Levels within a transaction. A book without own stock costs
// one question.
func Levels(q *gorm.DB, today model.Date) ([]Level, error) {
	balances, err := stock.Everywhere(q, 0)
	if err != nil || len(balances) == 0 {
		return []Level{}, err
	}
	var products []int64
	for _, b := range balances {
		products = append(products, b.ProductID)
	}
	w, err := begin(q, today, products)
	if err != nil {
		return nil, err
	}
	if err := w.readProducts(); err != nil {
		return nil, err
	}
	all := make([]Level, len(balances))
	for i := range balances {
		if all[i], err = w.level(&balances[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// level works one out.
func (w *work) level(b *stock.Balance) (Level, error) {
	l := Level{
		PlaceID: b.SupplierID, ProductID: b.ProductID, Place: b.Supplier, SKU: b.SKU, Name: b.Name, OnHand: b.OnHand, Reserved: b.Reserved, Currency: w.currency,
		Free: b.Free(), Coming: b.Coming, UnitCost: record.Amount(b.UnitCost()), Value: record.Amount(b.Value), LastMove: b.LastMove,
	}
	var at *place
	for _, p := range w.places {
		if p.ID == b.SupplierID {
			at = p
		}
	}
	product := w.products[b.ProductID]
	switch {
	case at == nil:
		l.Says = l.Place + " gets no goods: its stage does not allow it, or it is put away."
		return l, nil
	case product == nil:
		l.Says = "The product is put away."
		return l, nil
	}
	d := w.served(at, b.ProductID)
	if d.units == 0 {
		l.Says = "Nobody ordered it in the days that count."
		return l, nil
	}
	perDay, sigma := w.sales.perDay(d)
	mean := perDay.Round(4)
	l.PerDay = &mean
	if perDay.IsPositive() {
		days := int(decimal.NewFromInt(int64(max(0, l.Free))).Div(perDay).Floor().IntPart())
		l.DaysOfCover = &days
	}
	return l, w.fillUp(&l, d, product, at, sigma)
}

// served is what was ordered of a product in all regions that a 3PL serves.
func (w *work) served(at *place, product int64) *demand {
	sum := &demand{spot: spot{product: product}, days: map[int]int64{}, countries: map[string]int64{}}
	for p, d := range w.sales.spots {
		if p.product != product {
			continue
		}
		mine := false
		for _, x := range w.serving(d) {
			mine = mine || x == at
		}
		if !mine {
			continue
		}
		sum.units, sum.orders, sum.lines = sum.units+d.units, sum.orders+d.orders, sum.lines+d.lines
		for day, n := range d.days {
			sum.days[day] += n
		}
		for c, n := range d.countries {
			sum.countries[c] += n
		}
	}
	return sum
}

// fillUp says when and how much to order.
func (w *work) fillUp(l *Level, d *demand, product *model.Product, at *place, sigma decimal.Decimal) error {
	src, _, err := w.source(product, at, *l.PerDay)
	if err != nil {
		return err
	}
	l.Low = l.Free+l.Coming <= 0
	if src == nil {
		l.Says = "Nobody is known who could fill it up."
		return nil
	}
	o := src.order(at, product.ID)
	l.Order, l.Lead = o, src.lead
	p := Proposal{Orders: d.orders, Days: w.sales.span(d.product)}
	p.MoreOrders, p.MoreDays = max(0, w.orders-int(d.orders)), max(0, leastDays-p.Days)
	want := src.cycleDemand(w, *l.PerDay)
	switch {
	case p.MoreOrders > 0 || p.MoreDays > 0:
		l.Says = w.few(&p) + " Days of cover are all that can be said."
	case src.lead == nil:
		l.Says = "How long " + o.Supplier + " takes to " + l.Place + " is not known, so there is no reorder point."
	default:
		safety, point := w.levels(*l.PerDay, sigma, src.lead)
		l.SafetyStock, l.ReorderPoint = &safety, &point
		l.Low = l.Low || l.Free+l.Coming <= model.Quantity(point)
		want += model.Quantity(point)
	}
	if l.Low {
		o.ask(src.offer, want-max(0, l.Free+l.Coming))
	} else {
		o.ask(src.offer, 0)
	}
	return nil
}
