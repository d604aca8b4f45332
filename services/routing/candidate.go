package routing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/routerule"
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
	gateRule        = "rule"
)

// GateNames lists the gates in the order in which they are tried.
func GateNames() []string {
	return []string{gateArchived, gateStage, gateDestination, gateDates, gateMOQ, gateMultiple, gateStock, gateRate, gateRule}
}

// candidate is one offer judged for one line. Gate and reason are empty when it
// may be chosen; then the amounts are known. Goods and freight are product and
// shipping in the book's currency, each rounded by itself as it is booked, home is
// their sum, number the sum of the parts: what candidates are compared by.
type candidate struct {
	offer                          *model.Offer
	supplier                       *model.Supplier
	gate, reason                   string
	unit, product, shipping, total model.Amount
	goods, freight, home, number   model.Amount
	parts                          []part
	unknown                        []string // what could not be counted, and why
	lateDays                       int      // expected after the promise
	late                           *int     // the same, where the supplier's own record says so
	rank                           int      // by the merchant's rules: below 0 preferred, above 0 avoided
	rule                           *routerule.Rule
	dutyPayer                      string
	service                        string
	days50, days                   *int // half of the parcels, nine of ten
	rate                           model.Rate
	shelf                          *shelf
	notes                          []string
	own                            *own // it comes from the merchant's own stock
}

// shelf is what a supplier has of a product: the newest count, and how much of
// it is spoken for.
type shelf struct {
	count    model.StockCount
	known    bool
	stale    bool
	reserved model.Quantity
	unit     model.Amount // average cost of own stock, in the book's currency
}

type place struct{ supplier, product int64 }

// candidates judges every supplier's offer for the line, the best first and
// those that failed a gate last.
func (r *run) candidates(l *line, q model.Quantity) ([]candidate, error) {
	offers, err := r.market.Offers(l.ProductID)
	if err != nil {
		return nil, err
	}
	b, err := r.buyer(l.OrderID)
	if err != nil {
		return nil, err
	}
	ruled := r.rules.Judge(b.asked(r.today, []string{l.SKU}))
	var all []candidate
	for _, o := range r.onSale(l.ProductID, offers) {
		s, ok := r.market.Supplier(o.SupplierID)
		if !ok {
			return nil, model.Errorf(model.Internal, "Offer %d names a supplier that is not in the book.", o.ID)
		}
		c := candidate{offer: o, supplier: s}
		judge := r.judge
		if r.keeps(o) {
			judge = r.judgeOwn
		}
		if err := judge(&c, l, q); err != nil {
			return nil, err
		}
		r.ruled(&c, &ruled)
		all = append(all, c)
	}
	slices.SortStableFunc(all, better)
	return all, nil
}

// ruled applies the merchant's rules to a candidate.
func (r *run) ruled(c *candidate, v *routerule.Verdict) {
	c.rank, c.rule = v.Rank(c.supplier.ID)
	if v.Only == nil {
		return
	}
	if c.rule == nil {
		c.rule = v.Only
	}
	if c.gate == "" && !v.Allows(c.supplier.ID) {
		c.rule = v.Only
		c.fail(gateRule, "%s is left out by the rule %q", c.supplier.Name, v.Only.Name)
	}
}

// better orders candidates: those that may be chosen first, among them those
// the rules prefer, then the cheapest; at the same cost the faster one, then by
// name.
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
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.number, b.number), cmp.Compare(slowness(a.days), slowness(b.days)),
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
			picked = append(picked, r.fallback(offers[from:to]))
		}
		from = to
	}
	return picked
}

// fallback is the offer of a supplier that has none for the day: the newest, and
// when the past is looked at that of today.
func (r *run) fallback(chain []model.Offer) *model.Offer {
	if r.past {
		for i := range chain {
			if chain[i].ValidOn(r.present) {
				return &chain[i]
			}
		}
	}
	return &chain[len(chain)-1]
}

// day is the day whose price counts.
func (r *run) day(o *model.Offer) model.Date {
	if r.past && !o.ValidOn(r.today) {
		return r.present
	}
	return r.today
}

// judge tries the gates on a candidate and works out its number, by the way of
// shipping for which it is the least.
func (r *run) judge(c *candidate, l *line, q model.Quantity) error {
	if c.failTerms(l, q, r.day(c.offer)) {
		return nil
	}
	if err := r.checkStage(c, l.OrderID); err != nil || c.gate != "" {
		return err
	}
	if err := r.checkStock(c, l.ProductID, q); err != nil || c.gate != "" {
		return err
	}
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
	for n, ship := range c.offer.ShippingRows(l.Country) {
		x := *c
		if err := r.ship(&x, l, q, &ship); err != nil {
			return err
		}
		if n == 0 || cmp.Or(cmp.Compare(x.number, best.number), cmp.Compare(slowness(x.days), slowness(best.days))) < 0 {
			best = x
		}
	}
	*c = best
	return nil
}

// ship works out what the quantity costs by one way of shipping.
func (r *run) ship(c *candidate, l *line, q model.Quantity, way *model.ShippingPrice) error {
	o := c.offer
	c.unit, c.service, c.days50, c.days, c.dutyPayer = o.UnitCost(q), way.Service, way.DaysP50, way.DaysP90, way.DutyPayer
	c.product, c.shipping = c.unit.Times(q).Round(o.Currency), way.Cost.Round(o.Currency)
	c.total = c.product.Add(c.shipping)
	c.notes = c.notes[:len(c.notes):len(c.notes)]
	var err error
	if c.goods, err = c.rate.Convert(c.product); err != nil {
		return err
	}
	if c.freight, err = c.rate.Convert(c.shipping); err != nil {
		return err
	}
	c.home = c.goods.Add(c.freight)
	return r.price(c, l, q)
}

// rateOn is the rate to the home currency; when the past is looked at and there
// was none yet, that of today.
func (r *run) rateOn(from model.Currency) (model.Rate, error) {
	rate, err := r.rates.On(r.today, from, r.home)
	if r.past && model.CodeOf(err) == model.NotFound {
		return r.rates.On(r.present, from, r.home)
	}
	return rate, err
}

func (c *candidate) fail(gate, format string, args ...any) {
	c.gate, c.reason = gate, fmt.Sprintf(format, args...)
}

// dearest is what a line may cost: a slip of the keyboard beyond it is not reckoned
// with, so that it cannot keep the other orders from being routed.
const dearest = 100_000_000 * model.Unit

// failTerms tries the gates that need no counting; it tells whether one failed.
func (c *candidate) failTerms(l *line, q model.Quantity, today model.Date) bool {
	s, o := c.supplier, c.offer
	ships := len(o.ShippingRows(l.Country)) > 0
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
	case o.UnitCost(q) > dearest/model.Amount(max(q, 1)):
		c.fail(gateDates, "%d at the price of %s come to more than can be meant: correct the offer or the order", q, s.Name)
	}
	return c.gate != ""
}

func to(country string) string {
	if country == "" {
		return "everywhere, and the order names no country"
	}
	return "to " + country
}

// checkStage asks what the stage allows beyond receiving orders at all: so many
// open orders on trial, a look on probation. For past orders it is not asked.
func (r *run) checkStage(c *candidate, order int64) error {
	if r.past {
		return nil
	}
	allowed, err := r.admission.Route(c.supplier, order)
	switch {
	case err != nil:
		return err
	case !allowed.May:
		c.fail(gateStage, "%s", allowed.Reason)
	case allowed.Warns:
		c.notes = append(c.notes, allowed.Reason)
	}
	return nil
}

// checkStock tries the stock gate. A count that is missing or too old to trust
// does not keep a supplier out, but is told.
func (r *run) checkStock(c *candidate, product int64, q model.Quantity) error {
	if r.past { // what was in stock then is not known any more
		c.shelf = &shelf{}
		return nil
	}
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
	if r.owned[key] {
		return r.ownShelf(key)
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
