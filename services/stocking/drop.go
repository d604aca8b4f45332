package stocking

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/taxrule"
)

// way is what one supplier takes to send pieces to a customer, in the book's
// currency.
type way struct {
	supplier                              *model.Supplier
	goods, freight, fee, duty, conversion decimal.Decimal
	days                                  *decimal.Decimal // to the door
	unknown                               []string
}

func (w *way) total() decimal.Decimal {
	return w.goods.Add(w.freight).Add(w.fee).Add(w.duty).Add(w.conversion)
}

// parcel is what a customer gets: so many pieces of a product, paid at price each.
type parcel struct {
	product *model.Product
	to      string
	pieces  model.Quantity
	price   decimal.Decimal // without tax, in the book's currency; 0 unknown
}

// dropped is the cheapest way to drop ship a parcel today, nil when nobody does.
func (w *work) dropped(p parcel) (best *way, err error) {
	offers, err := w.market.Offers(p.product.ID)
	if err != nil {
		return nil, err
	}
	for i := range offers {
		o := &offers[i]
		s := w.seller(o)
		if s == nil || !s.Ships(p.to) || p.pieces < o.MOQ || p.pieces%max(1, o.Multiple) != 0 {
			continue
		}
		for _, row := range o.ShippingRows(p.to) {
			x, err := w.drop(o, s, &row, p)
			if err != nil {
				return nil, err
			}
			if x != nil && (best == nil || x.total().LessThan(best.total())) {
				best = x
			}
		}
	}
	return best, nil
}

// seller is who makes an offer that may be taken today, else nil.
func (w *work) seller(o *model.Offer) *model.Supplier {
	s, ok := w.market.Supplier(o.SupplierID)
	if !ok || !o.ValidOn(w.today) || s.ArchivedAt != "" || !s.Stage.MayReceiveOrders() {
		return nil
	}
	return s
}

// drop works one way out, nil without an exchange rate.
func (w *work) drop(o *model.Offer, s *model.Supplier, row *model.ShippingPrice, p parcel) (*way, error) {
	x := &way{supplier: s}
	var ok bool
	var err error
	if x.goods, ok, err = w.home(o.UnitCost(p.pieces).Times(p.pieces).Decimal(), o.Currency); err != nil || !ok {
		return nil, err
	}
	if x.freight, _, err = w.home(row.Cost.Decimal(), o.Currency); err != nil {
		return nil, err
	}
	f := w.fees.On(s.ID, w.today)
	if f != nil {
		amount := f.Amount
		if f.Per == "piece" {
			amount = amount.Times(p.pieces)
		}
		if x.fee, ok, err = w.home(amount.Decimal(), f.Currency); err != nil {
			return nil, err
		}
		if !ok {
			x.unknown = append(x.unknown, fmt.Sprintf("the drop fee of %s: there is no exchange rate from %s", s.Name, f.Currency))
		}
	}
	x.conversion = w.converted(x.goods.Add(x.freight), o.Currency)
	if f != nil {
		x.conversion = x.conversion.Add(w.converted(x.fee, f.Currency))
	}
	x.duty, x.unknown = w.toCustomer(s.Country, row.DutyPayer, p, x.freight, x.unknown)
	x.days = w.usual(s, p.to, row.DaysP50)
	return x, nil
}

// converted is what the bank takes for another currency.
func (w *work) converted(amount decimal.Decimal, c model.Currency) decimal.Decimal {
	if c == w.currency || w.conversion.IsZero() {
		return decimal.Zero
	}
	return amount.Mul(w.conversion.Decimal).Shift(-2)
}

// toCustomer is duty and import tax on a parcel, where the merchant pays them.
func (w *work) toCustomer(from, payer string, p parcel, freight decimal.Decimal, unknown []string) (decimal.Decimal, []string) {
	if payer == "" && w.dutyPaid {
		payer = "merchant"
	}
	if payer != "merchant" || from != "" && !w.tax.Crosses(from, p.to, w.today) {
		return decimal.Zero, unknown
	}
	if !p.price.IsPositive() {
		return decimal.Zero, append(unknown, "duty to "+p.to+": what customers pay for the product is not known")
	}
	m, err := w.imported(crossing{from, p.to, p.product, p.pieces, p.price.Mul(decimal.NewFromInt(int64(p.pieces))), freight})
	if err != nil {
		return decimal.Zero, append(unknown, "duty to "+p.to+": the amounts are too large")
	}
	for _, u := range m.Unknown {
		unknown = append(unknown, "duty to "+p.to+": "+u)
	}
	return m.Total().Decimal(), unknown
}

// crossing is pieces of a product on their way over a border. They are worth
// value together, in the currency of the book as the freight.
type crossing struct {
	from, to       string
	product        *model.Product
	pieces         model.Quantity
	value, freight decimal.Decimal
}

// imported is what customs asks for a crossing.
func (w *work) imported(x crossing) (taxrule.Import, error) {
	v, err := model.AmountOf(x.value)
	if err != nil {
		return taxrule.Import{}, err
	}
	f, err := model.AmountOf(x.freight)
	if err != nil {
		return taxrule.Import{}, err
	}
	return w.tax.Import(taxrule.Consignment{
		From: x.from, To: x.to, On: w.today, Currency: w.currency, Freight: f,
		Goods: []taxrule.Goods{{HS: x.product.HS, Origin: x.product.Origin, Quantity: x.pieces, Value: v}},
		Convert: func(a model.Amount, c model.Currency) (model.Amount, error) {
			rate, err := w.rates.On(w.today, c, w.currency)
			if err != nil {
				return 0, err
			}
			return rate.Convert(a)
		},
	}), nil
}

// ways are the cheapest ways to drop ship a product, by country; countries nobody
// ships to are left out.
func (w *work) ways(d *demand, p *model.Product) (map[string]*way, error) {
	all := map[string]*way{}
	for country := range d.countries {
		x, err := w.dropped(d.parcel(p, country))
		if err != nil {
			return nil, err
		}
		if x != nil {
			all[country] = x
		}
	}
	return all, nil
}

// parcel is the usual parcel of a demand into a country.
func (d *demand) parcel(p *model.Product, country string) parcel {
	return parcel{p, country, d.pieces(), d.price()}
}

func named(country string) string {
	if country == "" {
		return "nowhere named"
	}
	return country
}

// price is what customers paid for a piece on average, 0 unknown.
func (d *demand) price() decimal.Decimal {
	if d.units == 0 || d.goods <= 0 {
		return decimal.Zero
	}
	return d.goods.Decimal().DivRound(decimal.NewFromInt(d.units), 4)
}
