package routing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
)

// The gates in the order in which they are tried. An offer that fails one is
// out, whatever it costs.
const (
	gateArchived    = "archived"
	gateStage       = "stage"
	gateDestination = "destination"
	gateDates       = "dates"
	gateMOQ         = "moq"
	gateMultiple    = "multiple"
	gateStock       = "stock"
	gateRate        = "rate"
)

// GateNames lists the gates in the order in which they are tried.
func GateNames() []string {
	return []string{gateArchived, gateStage, gateDestination, gateDates, gateMOQ, gateMultiple, gateStock, gateRate}
}

// candidate is one offer judged for one line. Gate and reason are empty when it
// may be chosen; then the amounts are known, home in the book's currency.
type candidate struct {
	offer                          *model.Offer
	supplier                       *model.Supplier
	gate, reason                   string
	unit, product, shipping, total model.Amount
	home                           model.Amount
	service                        string
	days50, days                   *int // half of the parcels, nine of ten
	rate                           model.Rate
	shelf                          *shelf
	notes                          []string
}

// shelf is what a supplier has of a product: the newest count, and how much of
// it is spoken for.
type shelf struct {
	count    model.StockCount
	known    bool
	stale    bool
	reserved model.Quantity
}

type place struct{ supplier, product int64 }

// candidates judges every supplier's offer for the line, the best first and
// those that failed a gate last.
func (r *run) candidates(l *line, q model.Quantity) ([]candidate, error) {
	offers, err := r.market.Offers(l.ProductID)
	if err != nil {
		return nil, err
	}
	var all []candidate
	for _, o := range r.current(offers) {
		s, ok := r.market.Supplier(o.SupplierID)
		if !ok {
			return nil, model.Errorf(model.Internal, "Offer %d names a supplier that is not in the book.", o.ID)
		}
		c := candidate{offer: o, supplier: s}
		if err := r.judge(&c, l, q); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, better)
	return all, nil
}

// better orders candidates: those that may be chosen first, the cheapest first
// among them; at the same cost the faster one, then by name.
func better(a, b candidate) int {
	if (a.gate == "") != (b.gate == "") {
		if a.gate == "" {
			return -1
		}
		return 1
	}
	if a.gate != "" {
		return cmp.Compare(a.supplier.NameKey, b.supplier.NameKey)
	}
	return cmp.Or(cmp.Compare(a.home, b.home), cmp.Compare(slowness(a.days), slowness(b.days)),
		cmp.Compare(a.supplier.NameKey, b.supplier.NameKey), cmp.Compare(a.offer.ID, b.offer.ID))
}

// slowness of an unknown time is the worst there is.
func slowness(days *int) int {
	if days == nil {
		return 1 << 30
	}
	return *days
}

// current picks the offers worth judging: those valid today, and of a supplier
// without such the newest, so that the reason can be told. Offers come by
// supplier and start.
func (r *run) current(offers []model.Offer) []*model.Offer {
	var picked []*model.Offer
	for from := 0; from < len(offers); {
		to, found := from, false
		for ; to < len(offers) && offers[to].SupplierID == offers[from].SupplierID; to++ {
			if offers[to].ValidOn(r.today) {
				picked, found = append(picked, &offers[to]), true
			}
		}
		if !found {
			picked = append(picked, &offers[to-1])
		}
		from = to
	}
	return picked
}

// judge tries the gates on a candidate and works out its cost.
func (r *run) judge(c *candidate, l *line, q model.Quantity) error {
	if c.failTerms(l, q, r.today) {
		return nil
	}
	if err := r.checkStock(c, l.ProductID, q); err != nil || c.gate != "" {
		return err
	}
	o := c.offer
	ship, _ := o.ShippingTo(l.Country)
	c.unit, c.service, c.days50, c.days = o.UnitCost(q), ship.Service, ship.DaysP50, ship.DaysP90
	c.product, c.shipping = c.unit.Times(q).Round(o.Currency), ship.Cost.Round(o.Currency)
	c.total = c.product.Add(c.shipping)
	var err error
	c.rate, err = r.rates.On(r.today, o.Currency, r.home)
	if model.CodeOf(err) == model.NotFound {
		c.fail(gateRate, "there is no exchange rate from %s to %s", o.Currency, r.home)
		return nil
	}
	if err != nil {
		return err
	}
	c.home, err = c.rate.Convert(c.total)
	return err
}

func (c *candidate) fail(gate, format string, args ...any) {
	c.gate, c.reason = gate, fmt.Sprintf(format, args...)
}

// failTerms tries the gates that need no counting; it tells whether one failed.
func (c *candidate) failTerms(l *line, q model.Quantity, today model.Date) bool {
	s, o := c.supplier, c.offer
	_, ships := o.ShippingTo(l.Country)
	switch {
	case s.ArchivedAt != "":
		c.fail(gateArchived, "%s is archived", s.Name)
	case !s.Stage.MayReceiveOrders():
		c.fail(gateStage, "%s is not approved, its stage is %s", s.Name, s.Stage)
	case !s.Ships(l.Country) || !ships:
		c.fail(gateDestination, "%s does not ship %s", s.Name, to(l.Country))
	case !o.ValidOn(today) && o.ValidFrom > today:
		c.fail(gateDates, "the price of %s starts on %s", s.Name, o.ValidFrom)
	case !o.ValidOn(today):
		c.fail(gateDates, "the price of %s ended on %s", s.Name, o.ValidTo)
	case q < o.MOQ:
		c.fail(gateMOQ, "%s sells at least %d", s.Name, o.MOQ)
	case o.Multiple > 1 && q%o.Multiple != 0:
		c.fail(gateMultiple, "%s sells multiples of %d", s.Name, o.Multiple)
	}
	return c.gate != ""
}

func to(country string) string {
	if country == "" {
		return "everywhere, and the order names no country"
	}
	return "to " + country
}

// checkStock tries the stock gate. A count that is missing or too old to trust
// does not keep a supplier out, but is told.
func (r *run) checkStock(c *candidate, product int64, q model.Quantity) error {
	s, err := r.shelf(c.supplier.ID, product)
	if err != nil {
		return err
	}
	c.shelf = s
	left := s.count.Quantity - s.reserved
	switch {
	case !s.known:
		c.notes = append(c.notes, "stock not stated")
	case s.stale:
		c.notes = append(c.notes, fmt.Sprintf("stock counted %s ago, too long to trust", model.Days(s.count.CountedOn.DaysUntil(r.today))))
	case left < q && s.reserved == 0:
		c.fail(gateStock, "%s has %d in stock", c.supplier.Name, left)
	case left < q:
		c.fail(gateStock, "%s has %d in stock, %d of %d counted on %s being taken", c.supplier.Name, max(left, 0), s.reserved, s.count.Quantity, s.count.CountedOn)
	}
	return nil
}

func (r *run) shelf(supplier, product int64) (*shelf, error) {
	key := place{supplier, product}
	if s := r.shelves[key]; s != nil {
		return s, nil
	}
	s := &shelf{}
	var err error
	if s.count, s.known, err = r.market.Stock(supplier, product); err != nil {
		return nil, err
	}
	if s.known {
		s.stale = s.count.CountedOn.DaysUntil(r.today) > r.maxAge
		taken, err := allocation.Reserved(r.q, supplier, product, s.count.CountedOn)
		if err != nil {
			return nil, err
		}
		s.reserved = taken.Without(r.without)
	}
	r.shelves[key] = s
	return s, nil
}
