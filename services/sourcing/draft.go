package sourcing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// draft is an offer as it is asked for; nil is left out.
type draft struct {
	supplier    *model.Supplier
	productID   int64
	supplierSKU *string
	cost        *model.Amount
	currency    *model.Currency
	moq         *model.Quantity
	multiple    *model.Quantity
	breaks      *[]model.PriceBreak
	shipping    *[]model.ShippingPrice
	validFrom   model.Date // "" left out
	validTo     *model.Date
	source      string
	batchID     *int64
	sinceEver   bool // the first offer of the chain holds since ever, not from today
}

// plan is what a draft comes to: the offer as it shall stand, what stands at
// its place now, and the older offer that it ends.
type plan struct {
	offer model.Offer
	now   *model.Offer
	ended *model.Offer
}

// planned places a draft in the chain of offers of its supplier and product,
// which is sorted by start. A new offer takes what is left out from the one
// before it.
func planned(chain []model.Offer, d *draft, at record.Ref, today model.Date) (plan, error) {
	from := d.validFrom
	if from == "" {
		from = d.start(chain, today)
	}
	before, now, next := around(chain, from)
	p := plan{now: now}
	switch {
	case now != nil:
		p.offer = d.over(*now)
	case before != nil:
		p.offer = d.after(before)
		if before.ValidTo == "" || before.ValidTo >= from {
			p.ended = before
		}
	case d.cost == nil:
		return plan{}, at.Errorf("cost", "cost is missing: say what a piece costs")
	default:
		p.offer = d.over(model.Offer{Currency: d.supplier.Currency, MOQ: 1, Multiple: 1, Version: 1})
	}
	p.offer.ValidFrom = from
	return p, d.end(&p.offer, next, at)
}

// around finds the offers before, on and after a day's start; nil for none.
func around(chain []model.Offer, from model.Date) (before, now, next *model.Offer) {
	i, found := slices.BinarySearchFunc(chain, from, func(o model.Offer, d model.Date) int { return cmp.Compare(o.ValidFrom, d) })
	if i > 0 {
		before = &chain[i-1]
	}
	if found {
		now = &chain[i]
		i++
	}
	if i < len(chain) {
		next = &chain[i]
	}
	return before, now, next
}

// start finds where an offer without a start belongs: at the running offer when
// it says the same, else today; the first offer of a price list holds since ever.
func (d *draft) start(chain []model.Offer, today model.Date) model.Date {
	for i := range chain {
		if !chain[i].ValidOn(today) {
			continue
		}
		asked := d.after(&chain[i])
		if len(history.Diff(terms(&chain[i]), terms(&asked))) == 0 {
			return chain[i].ValidFrom
		}
		return today
	}
	if len(chain) == 0 && d.sinceEver {
		return model.OpenStart
	}
	return today
}

// over puts the draft over an offer: what is left out stays.
func (d *draft) over(o model.Offer) model.Offer {
	o.SupplierID, o.ProductID = d.supplier.ID, d.productID
	record.Take(&o.SupplierSKU, d.supplierSKU)
	record.Take(&o.Cost, d.cost)
	record.Take(&o.Currency, d.currency)
	record.Take(&o.MOQ, d.moq)
	record.Take(&o.Multiple, d.multiple)
	record.Take(&o.Breaks, d.breaks)
	record.Take(&o.Shipping, d.shipping)
	o.Source, o.BatchID = d.source, d.batchID
	return o
}

// after makes the offer that follows an older one. Price breaks belong to the
// cost and shipping prices to the currency: with another they are not carried on.
func (d *draft) after(older *model.Offer) model.Offer {
	o := *older
	o.ID, o.Version, o.ValidTo, o.ArchivedAt = 0, 1, "", ""
	if d.currency != nil && *d.currency != o.Currency {
		o.Breaks, o.Shipping = nil, nil
	}
	if d.cost != nil && *d.cost != o.Cost {
		o.Breaks = nil
	}
	return d.over(o)
}

// end sets the last day of the offer: as asked, and at the latest the day before
// the next one starts.
func (d *draft) end(o *model.Offer, next *model.Offer, at record.Ref) error {
	record.Take(&o.ValidTo, d.validTo)
	if o.ValidTo != "" && o.ValidTo < o.ValidFrom {
		return at.Errorf("valid_to", "valid_to %s is before valid_from %s", o.ValidTo, o.ValidFrom)
	}
	if next == nil {
		return nil
	}
	last := next.ValidFrom.AddDays(-1)
	if d.validTo != nil && *d.validTo > last {
		return at.Errorf("valid_to", "valid_to %s reaches into the offer that starts on %s: end this one on %s or earlier", *d.validTo, next.ValidFrom, last)
	}
	if o.ValidTo == "" || o.ValidTo > last {
		o.ValidTo = last
	}
	return nil
}

// terms lists what an offer says besides its dates.
func terms(o *model.Offer) []history.Value {
	return []history.Value{
		history.Of("supplier_sku", o.SupplierSKU), history.Of("cost", o.Cost), history.Of("currency", o.Currency),
		history.Of("moq", o.MOQ), history.Of("multiple", o.Multiple),
		history.Of("breaks", breaksText(o.Breaks)), history.Of("shipping", shippingText(o.Shipping)),
	}
}

// values lists the terms and the last day.
func values(o *model.Offer) []history.Value {
	return append(terms(o), history.Of("valid_to", o.ValidTo))
}

func breaksText(breaks []model.PriceBreak) string {
	var b strings.Builder
	for _, r := range breaks {
		b.WriteString(history.Of("", r.FromQuantity).Text + ": " + r.Cost.String() + "; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func shippingText(prices []model.ShippingPrice) string {
	var b strings.Builder
	for _, p := range prices {
		b.WriteString(p.Country + " " + p.Service + ": " + p.Cost.String() + days(p.DaysP50) + days(p.DaysP90))
		if p.DutyPayer != "" {
			b.WriteString(" duty: " + p.DutyPayer)
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func days(n *int) string {
	if n == nil {
		return " ?"
	}
	return " " + model.Days(*n)
}

// sortBreaks and sortShipping bring lists into the order of the book, so that
// the same content compares as the same.
func sortBreaks(breaks []model.PriceBreak) {
	slices.SortFunc(breaks, func(a, b model.PriceBreak) int { return cmp.Compare(a.FromQuantity, b.FromQuantity) })
}

func sortShipping(prices []model.ShippingPrice) {
	slices.SortFunc(prices, func(a, b model.ShippingPrice) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Service, b.Service))
	})
}
