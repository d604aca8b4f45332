package sourcing

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// OfferInput is an offer as a form or the put command says it. What is nil keeps
// its value; in a new offer it comes from the offer before it, else it gets its
// default.
type OfferInput struct {
	Supplier  string     `json:"supplier" key:"yes" is:"name" max:"120" doc:"The supplier's name."`
	SKU       string     `json:"sku" key:"yes" doc:"The merchant's SKU of the product."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"today, or the running offer when it says the same" doc:"The first day of the price. The older offer ends the day before."`

	SupplierSKU *string         `json:"supplier_sku" doc:"The supplier's own article number."`
	Cost        *record.Amount  `json:"cost" default:"that of the offer before" doc:"The price of a piece, up to four decimals. The first offer needs it."`
	Currency    *model.Currency `json:"currency" is:"currency" default:"the supplier's currency" doc:"The currency of cost, breaks and shipping."`
	Breaks      *[]Break        `json:"breaks" default:"none" doc:"Other piece prices from a quantity on. A new offer with another cost starts without the older ones."`
	MOQ         *model.Quantity `json:"moq" range:"1.." default:"1" doc:"The least quantity of an order."`
	Multiple    *model.Quantity `json:"multiple" range:"1.." default:"1" doc:"Only multiples of this quantity can be ordered."`
	Shipping    *[]Shipping     `json:"shipping" default:"none: ships free of charge" doc:"What shipping costs, per order line, by country."`
	Stock       *model.Quantity `json:"stock" default:"not counted" doc:"How many the supplier has."`
	CountedOn   model.Date      `json:"counted_on" is:"date" default:"today" doc:"The day on which the stock was counted."`
	ValidTo     *model.Date     `json:"valid_to" is:"date" default:"open" doc:"The last day of the price; empty is open."`
}

// Break is the piece price from a quantity on.
type Break struct {
	From model.Quantity `json:"from" required:"yes" range:"1.." doc:"The quantity from which the price holds."`
	Cost *record.Amount `json:"cost" required:"yes" doc:"The price of a piece."`
}

// Shipping is what shipping costs to a country.
type Shipping struct {
	To      string         `json:"to" required:"yes" is:"destination" doc:"The country, or * for any other."`
	Service string         `json:"service" max:"60" default:"none" doc:"The name of the service, such as standard."`
	Cost    *record.Amount `json:"cost" required:"yes" doc:"The price for an order line."`
	DaysP50 *int           `json:"days_p50" range:"0..365" default:"unknown" doc:"Half of the parcels arrive within so many days."`
	DaysP90 *int           `json:"days_p90" range:"0..365" default:"unknown" doc:"Nine of ten parcels arrive within so many days."`

	DutyPayer *string `json:"duty_payer" values:"merchant customer supplier" default:"as the book's delivery term says" doc:"Who pays duty and import tax: you, the customer at the door, or the supplier, when the price includes them."`
}

// draft turns the input into a draft for the supplier's chain.
func (in *OfferInput) draft(s *model.Supplier, productID int64, at record.Ref) (*draft, error) {
	d := &draft{
		supplier: s, productID: productID, supplierSKU: in.SupplierSKU, cost: (*model.Amount)(in.Cost), currency: in.Currency,
		moq: in.MOQ, multiple: in.Multiple, validFrom: in.ValidFrom, validTo: in.ValidTo, source: entered,
	}
	if in.Currency != nil && *in.Currency == "" {
		return nil, at.Errorf("currency", "currency must not be empty: write a code such as EUR")
	}
	var err error
	if in.Breaks != nil {
		if d.breaks, err = breaks(*in.Breaks, at); err != nil {
			return nil, err
		}
	}
	if in.Shipping != nil {
		d.shipping, err = shipping(*in.Shipping, at)
	}
	return d, err
}

func breaks(in []Break, at record.Ref) (*[]model.PriceBreak, error) {
	out := make([]model.PriceBreak, len(in))
	for i, b := range in {
		out[i] = model.PriceBreak{FromQuantity: b.From, Cost: model.Amount(*b.Cost)}
	}
	sortBreaks(out)
	for i := 1; i < len(out); i++ {
		if out[i].FromQuantity == out[i-1].FromQuantity {
			return nil, at.Errorf("breaks", "breaks: two prices start at %d pieces", out[i].FromQuantity)
		}
	}
	return &out, nil
}

func shipping(in []Shipping, at record.Ref) (*[]model.ShippingPrice, error) {
	out := make([]model.ShippingPrice, len(in))
	for i, s := range in {
		if s.DaysP50 != nil && s.DaysP90 != nil && *s.DaysP50 > *s.DaysP90 {
			return nil, at.Errorf("shipping", "shipping %d: days_p50 (%d) cannot be more than days_p90 (%d)", i+1, *s.DaysP50, *s.DaysP90)
		}
		out[i] = model.ShippingPrice{Country: s.To, Service: s.Service, Cost: model.Amount(*s.Cost), DaysP50: s.DaysP50, DaysP90: s.DaysP90}
		record.Take(&out[i].DutyPayer, s.DutyPayer)
	}
	sortShipping(out)
	for i := 1; i < len(out); i++ {
		if out[i].Country == out[i-1].Country && out[i].Service == out[i-1].Service {
			return nil, at.Errorf("shipping", "shipping%s to %s is given twice", quoted(out[i].Service), out[i].Country)
		}
	}
	return &out, nil
}

// quoted is a name as a sentence has it, nothing for none.
func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" %q", name)
}
