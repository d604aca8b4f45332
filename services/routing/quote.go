package routing

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
)

// Wanted is so many pieces of a product in a basket. Value is what a customer
// pays for them in the home currency, for customs; nil when it is not known.
type Wanted struct {
	SKU      string
	Quantity model.Quantity
	Value    *model.Amount
}

// Quote is what a basket costs at one supplier, brought to a country. Total is in
// the home currency, what leaves the merchant's purse without expected losses;
// it is of what the supplier offers, all of it when Missing is empty.
type Quote struct {
	SupplierID int64
	Lines      []QuotedLine
	Missing    []string // what it does not offer there, with the reason
	Unknown    []string // what could not be counted, and why
	Notes      []string
	Total      model.Amount
	P50, P90   *int // days from dispatch as the offers state; nil where one does not
}

// QuotedLine is one product of a quote, by its cheapest way of shipping.
type QuotedLine struct {
	SKU      string
	Quantity model.Quantity
	MOQ      model.Quantity
	Unit     model.Amount // in Currency
	Currency model.Currency
	Service  string
	Parts    []Line
	Total    model.Amount // in the home currency
}

// QuoteBasket works out what a basket costs at some suppliers today, as routing
// counts: goods, shipping, the supplier's fee, customs and conversion. Stage and
// stock do not matter here, for it is asked before one buys.
func QuoteBasket(q *gorm.DB, today model.Date, suppliers []int64, country string, basket []Wanted) ([]Quote, error) {
	r, err := newLook(q, today)
	if err != nil {
		return nil, err
	}
	lines, b, err := r.imagine(country, basket)
	if err != nil {
		return nil, err
	}
	quotes := make([]Quote, len(suppliers))
	for i, id := range suppliers {
		order := -int64(i + 1) // no order has it
		r.buyers[order], r.packed[order] = b, nil
		for k := range lines {
			lines[k].OrderID = order
		}
		if quotes[i], err = r.quote(id, lines); err != nil {
			return nil, err
		}
	}
	return quotes, nil
}

// imagine makes the lines of an order that nobody placed.
func (r *run) imagine(country string, basket []Wanted) ([]line, *buyer, error) {
	b := &buyer{country: country, placed: r.today, wares: map[int64]ware{}}
	lines := make([]line, len(basket))
	for i, w := range basket {
		var p struct {
			ID                    int64
			SKU, Name, HS, Origin string
		}
		if err := r.q.Raw(`SELECT id, sku, name, hs, origin FROM product WHERE lower(sku) = lower(?) ORDER BY CASE WHEN sku = ? THEN 0 ELSE 1 END, id LIMIT 1`, w.SKU, w.SKU).Scan(&p).Error; err != nil {
			return nil, nil, err
		}
		if p.ID == 0 {
			var known []string
			if err := r.q.Raw(`SELECT sku FROM product ORDER BY sku`).Scan(&known).Error; err != nil {
				return nil, nil, err
			}
			return nil, nil, model.FieldErrorf("basket", "There is no product %q.%s", w.SKU, near.Hint(w.SKU, known))
		}
		if w.Quantity <= 0 {
			return nil, nil, model.FieldErrorf("basket", "Say how many of %s are compared: 1 or more.", p.SKU)
		}
		id := int64(i + 1)
		x := ware{hs: p.HS, origin: p.Origin, quantity: w.Quantity}
		if w.Value != nil {
			x.value, x.known = *w.Value, true
		}
		b.wares[id], b.skus = x, append(b.skus, p.SKU)
		lines[i] = line{ID: id, ProductID: p.ID, SKU: p.SKU, Name: p.Name, Quantity: w.Quantity, Country: country, Shippable: true}
	}
	return lines, b, nil
}

// quote prices the lines at one supplier, packed into one box.
func (r *run) quote(supplier int64, lines []line) (Quote, error) {
	t := Quote{SupplierID: supplier, P50: new(int), P90: new(int)}
	for i := range lines {
		l := &lines[i]
		c, err := r.offered(supplier, l)
		if err != nil {
			return t, err
		}
		if c == nil || c.gate != "" {
			why := "not offered"
			if c != nil {
				why = c.reason
			}
			t.Missing = append(t.Missing, l.SKU+": "+why)
			continue
		}
		t.take(c, l)
		w := r.buyers[l.OrderID].wares[l.ID]
		r.packed[l.OrderID] = r.packed[l.OrderID].with(supplier, w.goods(l.Quantity), c.parts[1].amount, w.known)
	}
	if len(t.Lines) == 0 {
		t.P50, t.P90 = nil, nil
	}
	return t, nil
}

// offered is the supplier's cheapest offer of a line, nil without any. One that
// fails tells the gate.
func (r *run) offered(supplier int64, l *line) (*candidate, error) {
	offers, err := r.market.Offers(l.ProductID)
	if err != nil {
		return nil, err
	}
	s, ok := r.market.Supplier(supplier)
	if !ok {
		return nil, model.Errorf(model.NotFound, "A supplier to compare is no longer in the book: choose again.")
	}
	willing := *s
	willing.Stage = model.Approved
	var best *candidate
	for _, o := range r.current(slices.DeleteFunc(slices.Clone(offers), func(o model.Offer) bool { return o.SupplierID != supplier })) {
		c := &candidate{offer: o, supplier: &willing}
		if !c.failTerms(l, l.Quantity, r.day(o)) {
			if err := r.cheapest(c, l); err != nil {
				return nil, err
			}
		}
		if best == nil || better(*c, *best) < 0 {
			best = c
		}
	}
	return best, nil
}

// cheapest works out the candidate's number by its cheapest way of shipping.
func (r *run) cheapest(c *candidate, l *line) error {
	rate, err := r.rateOn(c.offer.Currency)
	if model.CodeOf(err) == model.NotFound {
		c.fail(gateRate, "there is no exchange rate from %s to %s", c.offer.Currency, r.home)
		return nil
	}
	if err != nil {
		return err
	}
	c.rate = rate
	var best candidate
	for n, way := range c.offer.ShippingRows(l.Country) {
		x := *c
		if err := r.ship(&x, l, l.Quantity, &way); err != nil {
			return err
		}
		if n == 0 || cmp.Or(cmp.Compare(x.number, best.number), cmp.Compare(slowness(x.days), slowness(best.days))) < 0 {
			best = x
		}
	}
	*c = best
	return nil
}

// take adds a priced line to the quote.
func (t *Quote) take(c *candidate, l *line) {
	q := QuotedLine{SKU: l.SKU, Quantity: l.Quantity, MOQ: c.offer.MOQ, Unit: c.unit, Currency: c.offer.Currency, Service: c.service}
	for i := range c.parts {
		p := &c.parts[i]
		if !p.paid() {
			continue
		}
		q.Total = q.Total.Add(p.amount)
		q.Parts = append(q.Parts, Line{Kind: p.kind, Amount: p.amount.String(), Text: p.text})
	}
	t.Lines, t.Total = append(t.Lines, q), t.Total.Add(q.Total)
	for _, u := range c.unknown {
		if !slices.Contains(t.Unknown, u) {
			t.Unknown = append(t.Unknown, u)
		}
	}
	for _, n := range c.notes {
		if !slices.Contains(t.Notes, n) {
			t.Notes = append(t.Notes, n)
		}
	}
	t.P50, t.P90 = slower(t.P50, c.days50), slower(t.P90, c.days)
}

// slower is the greater of two numbers of days, unknown when one is.
func slower(a, b *int) *int {
	if a == nil || b == nil {
		return nil
	}
	n := max(*a, *b)
	return &n
}
