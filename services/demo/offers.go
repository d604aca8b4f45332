package demo

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
)

// lead is how many days before the first order the prices start.
const lead = 45

// putOffers writes what the suppliers ask, with the rises of the year, and what
// they have.
func (w *world) putOffers(tx *store.Tx, s *Service) error {
	d := newDice(w.seed, ofPrices)
	var ins []sourcing.OfferInput
	for i := range articles {
		a := &articles[i]
		for _, o := range a.sources() {
			ins = append(ins, w.offers(a, o, d, i)...)
		}
	}
	_, err := sourcing.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}

// offers is what a supplier asked and asks for an article; the newest offer
// comes last and brings the stock count.
func (w *world) offers(a *article, s *source, d *dice, n int) []sourcing.OfferInput {
	cost := part(part(cents(a.cost), s.cost, 100), int64(d.between(94, 106)), 100)
	from := w.first().AddDays(-lead)
	if s.since > 0 {
		from = w.ago(s.since)
	}
	in := sourcing.OfferInput{Supplier: s.name, SKU: a.sku, ValidFrom: from}
	own := fmt.Sprintf(s.skuFmt, 117*(n+1))
	in.SupplierSKU = &own
	s.ask(&in, cost)
	if ship := s.tariff(a.grams); ship != nil {
		in.Shipping = &ship
	}
	if a.sku == sixPack && s.key == 'H' {
		moq := model.Quantity(2)
		in.MOQ = &moq
	}
	if s.until > 0 {
		last := w.ago(s.until)
		in.ValidTo = &last
	}
	all := []sourcing.OfferInput{in}
	if s.since == 0 && s.until == 0 && d.chance(35) {
		rise := sourcing.OfferInput{Supplier: s.name, SKU: a.sku, ValidFrom: w.ago(d.between(40, 250))}
		s.ask(&rise, part(cost, int64(d.between(103, 109)), 100))
		all = append(all, rise)
	}
	if s.until == 0 {
		w.count(&all[len(all)-1], a, d)
	}
	return all
}

// ask sets a price, with what is less from larger quantities on.
func (s *source) ask(in *sourcing.OfferInput, cost model.Amount) {
	price := record.Amount(cost)
	in.Cost = &price
	if !s.breaks {
		return
	}
	ten, fifty := record.Amount(part(cost, 96, 100)), record.Amount(part(cost, 91, 100))
	in.Breaks = &[]sourcing.Break{{From: 10, Cost: &ten}, {From: 50, Cost: &fifty}}
}

// tariff is what shipping costs by country; nil is free of charge.
func (s *source) tariff(grams int64) []sourcing.Shipping {
	var all []sourcing.Shipping
	for i := range s.zones {
		z := &s.zones[i]
		cost := record.Amount(cents(z.parcel) + part(cents(z.kilogram), grams, 1000))
		for _, to := range strings.Fields(z.to) {
			all = append(all, sourcing.Shipping{To: to, Service: z.service, Cost: &cost, DaysP50: &z.half, DaysP90: &z.most})
		}
	}
	return all
}

// count sets the stock: most counts are fresh, some too old to trust, some zero.
// A larger business is kept by larger shelves.
func (w *world) count(in *sourcing.OfferInput, a *article, d *dice) {
	stock := model.Quantity(d.between(18, 140)) * model.Quantity(max(1, w.orders/400))
	in.CountedOn = w.ago(d.between(0, 5))
	switch n := d.IntN(100); {
	case a.sku == soldOutSKU, n < 7:
		stock = 0
	case n < 18:
		in.CountedOn = w.ago(d.between(24, 80))
	}
	in.Stock = &stock
}
