package sourcing

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

// Book answers what suppliers ask and have, within one transaction: it reads
// each thing once and keeps it. It belongs to the goroutine of the transaction,
// and what it returns must not be changed by the caller.
type Book struct {
	q         *gorm.DB
	suppliers map[int64]*model.Supplier
	names     map[string]int64 // supplier ids by name key
	offers    map[int64][]model.Offer
	stock     map[pair]*model.StockCount
	standard  map[int64][]standardCost
	complete  bool // all offers and standard costs are loaded
	err       error
}

type pair struct{ supplier, product int64 }

type standardCost struct {
	ProductID int64
	Cost      model.Amount
	Currency  model.Currency
	ValidFrom model.Date
}

func (standardCost) TableName() string { return "standard_cost" }

// NewBook returns an empty cache over the transaction of q.
func NewBook(q *gorm.DB) *Book {
	return &Book{
		q: q, offers: map[int64][]model.Offer{}, stock: map[pair]*model.StockCount{}, standard: map[int64][]standardCost{},
	}
}

// Preload reads all offers in three queries and all standard costs in one, for
// work that touches most products.
func (b *Book) Preload() error {
	if b.complete {
		return nil
	}
	if err := b.loadSuppliers(); err != nil {
		return err
	}
	offers, err := b.load("offer.archived_at = ''")
	if err != nil {
		return err
	}
	b.offers = make(map[int64][]model.Offer)
	for _, o := range offers {
		b.offers[o.ProductID] = append(b.offers[o.ProductID], o)
	}
	var costs []standardCost
	if err := b.q.Order("product_id, valid_from").Find(&costs).Error; err != nil {
		return err
	}
	b.standard = make(map[int64][]standardCost)
	for _, c := range costs {
		b.standard[c.ProductID] = append(b.standard[c.ProductID], c)
	}
	b.complete = true
	return nil
}

// PreloadFor reads the offers of some products in three queries, for work that
// touches more than a few.
func (b *Book) PreloadFor(products []int64) error {
	if b.complete {
		return nil
	}
	seen := map[int64]bool{}
	var missing []int64
	for _, p := range products {
		if _, known := b.offers[p]; !known && !seen[p] {
			seen[p] = true
			missing = append(missing, p)
		}
	}
	for some := range slices.Chunk(missing, 500) {
		offers, err := b.load("offer.archived_at = '' AND offer.product_id IN ?", some)
		if err != nil {
			return err
		}
		for _, p := range some {
			b.offers[p] = nil
		}
		for _, o := range offers {
			b.offers[o.ProductID] = append(b.offers[o.ProductID], o)
		}
	}
	return nil
}

// Offers returns the offers for a product with price breaks and shipping, by
// supplier and start; past and future ones too, archived ones not.
func (b *Book) Offers(productID int64) ([]model.Offer, error) {
	if err := b.loadSuppliers(); err != nil {
		return nil, err
	}
	if o, ok := b.offers[productID]; ok || b.complete {
		return o, nil
	}
	o, err := b.load("offer.archived_at = '' AND offer.product_id = ?", productID)
	if err != nil {
		return nil, err
	}
	b.offers[productID] = o
	return o, nil
}

// load reads offers with what belongs to them in three queries.
func (b *Book) load(where string, args ...any) ([]model.Offer, error) {
	var offers []model.Offer
	err := b.q.Where(where, args...).Order("product_id, supplier_id, valid_from").Find(&offers).Error
	if err != nil || len(offers) == 0 {
		return nil, err
	}
	place := make(map[int64]*model.Offer, len(offers))
	for i := range offers {
		place[offers[i].ID] = &offers[i]
	}
	var breaks []model.PriceBreak
	err = b.q.Joins("JOIN offer ON offer.id = offer_break.offer_id").Where(where, args...).Order("offer_id, from_quantity").Find(&breaks).Error
	if err != nil {
		return nil, err
	}
	for _, r := range breaks {
		place[r.OfferID].Breaks = append(place[r.OfferID].Breaks, r)
	}
	var shipping []model.ShippingPrice
	err = b.q.Joins("JOIN offer ON offer.id = offer_shipping.offer_id").Where(where, args...).Order("offer_id, country, service").Find(&shipping).Error
	if err != nil {
		return nil, err
	}
	for _, r := range shipping {
		place[r.OfferID].Shipping = append(place[r.OfferID].Shipping, r)
	}
	return offers, nil
}

// chain returns the offers of one supplier for a product by start.
func (b *Book) chain(supplierID, productID int64) ([]model.Offer, error) {
	all, err := b.Offers(productID)
	if err != nil {
		return nil, err
	}
	from, _ := slices.BinarySearchFunc(all, supplierID, func(o model.Offer, id int64) int { return cmp.Compare(o.SupplierID, id) })
	to := from
	for to < len(all) && all[to].SupplierID == supplierID {
		to++
	}
	return all[from:to], nil
}

// remember puts a written offer into the cache. The list is replaced, never
// changed in place: plans still point into the older one.
func (b *Book) remember(o model.Offer) {
	all := slices.Clone(b.offers[o.ProductID])
	i, found := slices.BinarySearchFunc(all, o, func(x, y model.Offer) int {
		return cmp.Or(cmp.Compare(x.SupplierID, y.SupplierID), cmp.Compare(x.ValidFrom, y.ValidFrom))
	})
	if found {
		all[i] = o
	} else {
		all = slices.Insert(all, i, o)
	}
	b.offers[o.ProductID] = all
}

// Stock returns the newest stock count of a supplier for a product; false when
// there is none.
func (b *Book) Stock(supplierID, productID int64) (model.StockCount, bool, error) {
	key := pair{supplierID, productID}
	if c, ok := b.stock[key]; ok {
		if c == nil {
			return model.StockCount{}, false, nil
		}
		return *c, true, nil
	}
	var counts []model.StockCount
	err := b.q.Where("supplier_id = ? AND product_id = ?", supplierID, productID).Order("counted_on DESC").Limit(1).Find(&counts).Error
	if err != nil {
		return model.StockCount{}, false, err
	}
	if len(counts) == 0 {
		b.stock[key] = nil
		return model.StockCount{}, false, nil
	}
	b.stock[key] = &counts[0]
	return counts[0], true, nil
}

// StandardCost returns what the shop's catalogue says a product costs on d: the
// newest cost that started by then; false when there is none.
func (b *Book) StandardCost(productID int64, d model.Date) (model.Amount, model.Currency, bool, error) {
	costs, ok := b.standard[productID]
	if !ok && !b.complete {
		if err := b.q.Where("product_id = ?", productID).Order("valid_from").Find(&costs).Error; err != nil {
			return 0, "", false, err
		}
		b.standard[productID] = costs
	}
	for i := len(costs) - 1; i >= 0; i-- {
		if costs[i].ValidFrom <= d {
			return costs[i].Cost, costs[i].Currency, true, nil
		}
	}
	return 0, "", false, nil
}

// Supplier returns a supplier with its destinations. Should reading the
// suppliers fail, the next call that returns an error returns that one.
func (b *Book) Supplier(id int64) (*model.Supplier, bool) {
	if b.loadSuppliers() != nil {
		return nil, false
	}
	s, ok := b.suppliers[id]
	return s, ok
}

// SupplierByName returns a supplier by its name in any case; an unknown name is
// refused naming those like it.
func (b *Book) SupplierByName(name string) (*model.Supplier, error) {
	if err := b.loadSuppliers(); err != nil {
		return nil, err
	}
	if s, ok := b.suppliers[b.names[model.NameKey(name)]]; ok {
		return s, nil
	}
	return nil, supplier.Unknown(b.q, name)
}

// loadSuppliers reads all suppliers once: there are few.
func (b *Book) loadSuppliers() error {
	if b.suppliers != nil || b.err != nil {
		return b.err
	}
	all, err := supplier.All(b.q)
	if err != nil {
		b.err = err
		return err
	}
	b.suppliers, b.names = make(map[int64]*model.Supplier, len(all)), make(map[string]int64, len(all))
	for i := range all {
		b.suppliers[all[i].ID] = &all[i]
		b.names[all[i].NameKey] = all[i].ID
	}
	return nil
}
