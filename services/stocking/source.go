package stocking

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/taxrule"
)

// source is who fills up a 3PL with a product. The costs are of one piece in the
// book's currency.
type source struct {
	offer                            *model.Offer
	supplier                         *model.Supplier
	cycle                            model.Quantity // ordered at a time
	unit                             model.Amount   // in the offer's currency
	goods, freight, duty, conversion decimal.Decimal
	freightText, dutyText            string
	lead                             *Lead
	unknown                          []string
	notes                            []string
}

func (s *source) landed() decimal.Decimal {
	return s.goods.Add(s.freight).Add(s.duty).Add(s.conversion)
}

// known tells whether nothing about the source is unknown.
func (s *source) known() bool { return len(s.unknown) == 0 && s.lead != nil }

// fit raises a quantity to what the offer sells: its least and its multiple.
func fit(o *model.Offer, q model.Quantity) model.Quantity {
	if q <= 0 {
		return 0
	}
	q = max(q, o.MOQ)
	if rest := q % max(1, o.Multiple); rest != 0 {
		q += o.Multiple - rest
	}
	return q
}

// source is the supplier with the lowest landed cost of whom all is known, else
// of those of whom something is not; nil without any. why says what keeps others
// out.
func (w *work) source(p *model.Product, to *place, perDay decimal.Decimal) (best *source, why []string, err error) {
	offers, err := w.market.Offers(p.ID)
	if err != nil {
		return nil, nil, err
	}
	for i := range offers {
		s := w.seller(&offers[i])
		if s == nil || s.ID == to.ID {
			continue
		}
		x, reason, err := w.fill(&offers[i], s, p, to, perDay)
		if err != nil {
			return nil, nil, err
		}
		if x == nil {
			why = append(why, reason)
			continue
		}
		if best == nil || x.known() && !best.known() || x.known() == best.known() && x.landed().LessThan(best.landed()) {
			best = x
		}
	}
	return best, why, nil
}

// fill works out what a piece costs when this supplier fills the 3PL up.
func (w *work) fill(o *model.Offer, s *model.Supplier, p *model.Product, to *place, perDay decimal.Decimal) (*source, string, error) {
	cycle := fit(o, model.Quantity(perDay.Mul(decimal.NewFromInt(int64(w.cover))).Ceil().IntPart()))
	x := &source{offer: o, supplier: s, cycle: cycle, unit: o.UnitCost(cycle)}
	var ok bool
	var err error
	if x.goods, ok, err = w.home(x.unit.Decimal(), o.Currency); err != nil || !ok {
		return nil, fmt.Sprintf("%s asks in %s, and there is no exchange rate", s.Name, o.Currency), err
	}
	row := cheapest(o.ShippingRows(to.country))
	if ok, err = w.inbound(x, row, p, to); err != nil || !ok {
		return nil, fmt.Sprintf("what the freight from %s to %s costs is not known", s.Name, named(to.country)), err
	}
	x.conversion = w.converted(x.goods.Add(x.freight), o.Currency)
	x.lead = w.lead(s, row, to)
	return x, "", w.border(x, p, to)
}

func cheapest(rows []model.ShippingPrice) *model.ShippingPrice {
	var best *model.ShippingPrice
	for i := range rows {
		if best == nil || rows[i].Cost < best.Cost {
			best = &rows[i]
		}
	}
	return best
}

// inbound is the freight of a piece to the 3PL: by weight where the merchant set
// a price, else what the supplier takes for a parcel with one.
func (w *work) inbound(x *source, row *model.ShippingPrice, p *model.Product, to *place) (known bool, err error) {
	switch {
	case w.freightKnown && p.WeightG != nil:
		x.freight = w.freight.Decimal().Mul(decimal.NewFromInt(*p.WeightG)).Shift(-3)
		x.freightText = fmt.Sprintf("%d g at %s %s a kilogram", *p.WeightG, w.freight.Text(w.currency), w.currency)
		return true, nil
	case row == nil || !x.supplier.Ships(to.country):
		return false, nil
	}
	x.freight, known, err = w.home(row.Cost.Decimal(), x.offer.Currency)
	x.freightText = fmt.Sprintf("%s %s as for a single parcel to %s: less when many travel together", row.Cost.Text(x.offer.Currency), x.offer.Currency, named(to.country))
	if len(x.offer.Shipping) == 0 {
		x.freightText = x.supplier.Name + " ships at no charge"
	}
	return known, err
}

// border adds duty where the goods cross one. Import tax is not a cost: it is
// claimed back.
func (w *work) border(x *source, p *model.Product, to *place) error {
	from := x.supplier.Country
	if from == "" || to.country == "" {
		x.unknown = append(x.unknown, fmt.Sprintf("duty: the country of %s or %s is not entered", x.supplier.Name, to.Name))
		return nil
	}
	n := decimal.NewFromInt(int64(x.cycle))
	m, err := w.imported(crossing{from, to.country, p, x.cycle, x.goods.Mul(n), x.freight.Mul(n)})
	if err != nil || !m.Crosses {
		return err
	}
	var sum model.Amount
	for _, c := range m.Charges {
		if c.Kind == taxrule.ImportVAT {
			x.notes = append(x.notes, "Import tax on the way to "+to.Name+" is not counted: it is claimed back.")
			continue
		}
		sum = sum.Add(c.Amount)
		x.dutyText = join(x.dutyText, c.Text)
	}
	x.duty = sum.Decimal().DivRound(n, 8)
	for _, u := range m.Unknown {
		if !slices.Contains(x.unknown, "duty: "+u) {
			x.unknown = append(x.unknown, "duty: "+u)
		}
	}
	return nil
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
