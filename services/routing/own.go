package routing

import (
	"cmp"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/stock"
)

// own is what a candidate from the merchant's own stock takes for sending: that
// is paid to the 3PL, in its currency, and the goods are not.
type own struct {
	postage  model.Amount
	currency model.Currency
}

func (o *own) words(service string) string {
	if service == "" {
		return "the 3PL's shipping"
	}
	return service
}

// bill is what of a candidate is paid to its supplier, and what a piece from
// own stock costs, nil when it is bought.
type bill struct {
	unit, shipping model.Amount
	currency       model.Currency
	stock          *int64
}

func (c *candidate) paid() bill {
	if c.own == nil {
		return bill{unit: c.unit, shipping: c.shipping, currency: c.offer.Currency}
	}
	unit := int64(c.unit)
	return bill{shipping: c.own.postage, currency: c.own.currency, stock: &unit}
}

// loadOwn reads the own stock and the offers that stand for it.
func (r *run) loadOwn() error {
	all, err := stock.Kept(r.q)
	if err != nil {
		return err
	}
	r.owned, r.anchors = map[place]bool{}, map[int64][]*model.Offer{}
	for _, b := range all {
		r.owned[place{b.SupplierID, b.ProductID}] = true
	}
	if len(r.owned) == 0 {
		return nil
	}
	var offers []model.Offer
	err = r.q.Where("source = ?", stock.AnchorSource).Order("supplier_id, id").Find(&offers).Error
	for i := range offers {
		o := &offers[i]
		o.ArchivedAt = ""
		r.anchors[o.ProductID] = append(r.anchors[o.ProductID], o)
	}
	return err
}

// keeps tells whether an offer is of a 3PL that keeps the merchant's own pieces
// of the product: those are sent then, and none are bought.
func (r *run) keeps(o *model.Offer) bool {
	return r.owned[place{o.SupplierID, o.ProductID}]
}

// onSale lists the offers worth judging, with own stock at 3PLs that have no
// offer.
func (r *run) onSale(product int64, offers []model.Offer) []*model.Offer {
	all := r.current(offers)
	for _, a := range r.anchors[product] {
		if !slices.ContainsFunc(all, func(o *model.Offer) bool { return o.SupplierID == a.SupplierID }) {
			all = append(all, a)
		}
	}
	return all
}

// ownShelf is what there is of own stock and not given to any order.
func (r *run) ownShelf(key place) (*shelf, error) {
	b, err := stock.Of(r.q, key.supplier, key.product)
	if err != nil {
		return nil, err
	}
	s := &shelf{known: true, reserved: b.Reserved, unit: b.UnitCost()}
	s.count = model.StockCount{SupplierID: key.supplier, ProductID: key.product, Quantity: b.OnHand, CountedOn: r.today}
	if r.without != 0 {
		mine, err := stock.ReservedBy(r.q, key.supplier, key.product, r.without)
		if err != nil {
			return nil, err
		}
		s.reserved -= mine
	}
	r.shelves[key] = s
	return s, nil
}

// judgeOwn is judge for the merchant's own pieces: they cost what the stock
// cost, and the 3PL takes picking, packing and postage.
func (r *run) judgeOwn(c *candidate, l *line, q model.Quantity) error {
	home := *c.offer
	home.Currency, home.Breaks = r.home, nil
	ways := r.ways(c, l, q)
	c.offer = &home
	switch s := c.supplier; {
	case s.ArchivedAt != "":
		c.fail(gateArchived, "%s is archived", s.Name)
	case !s.Stage.MayReceiveOrders():
		c.fail(gateStage, "%s is not approved, its stage is %s", s.Name, s.Stage)
	case !s.Ships(l.Country):
		c.fail(gateDestination, "%s does not ship %s", s.Name, to(l.Country))
	case len(ways) == 0:
		c.fail(gateDestination, "%s has no price for shipping own stock %s", s.Name, to(l.Country))
	}
	if c.gate != "" {
		return nil
	}
	unit, err := r.checkOwn(c, l.ProductID, q)
	if err != nil || c.gate != "" {
		return err
	}
	if c.rate, err = r.rateOn(r.home); err != nil {
		return err
	}
	return r.cheapestWay(c, l, q, unit, ways)
}

// cheapestWay takes the way of shipping for which the number is the least.
func (r *run) cheapestWay(c *candidate, l *line, q model.Quantity, unit model.Amount, ways []way) error {
	var best *candidate
	for i := range ways {
		x := *c
		ok, err := r.shipOwn(&x, l, q, unit, &ways[i])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(x.number, best.number), cmp.Compare(slowness(x.days), slowness(best.days))) < 0 {
			best = &x
		}
	}
	if best == nil {
		c.fail(gateRate, "there is no exchange rate from %s to %s", ways[0].currency, r.home)
		return nil
	}
	*c = *best
	return nil
}

// way is one way a 3PL sends a parcel.
type way struct {
	model.ShippingPrice
	currency model.Currency
}

// ways lists how a 3PL sends pieces to the line's country: by the shipping of
// its offer for the product, else by its own prices of a parcel. What it sends
// of the order already is in the parcel.
func (r *run) ways(c *candidate, l *line, q model.Quantity) []way {
	var all []way
	if c.offer.Source != stock.AnchorSource && len(c.offer.Shipping) > 0 {
		for _, s := range c.offer.ShippingRows(l.Country) {
			all = append(all, way{s, c.offer.Currency})
		}
		return all
	}
	packed := r.packed[l.OrderID].pieces(c.supplier.ID)
	lanes := r.terms.postage.To(c.supplier.ID, l.Country, r.today)
	for i := range lanes {
		x := &lanes[i]
		all = append(all, way{model.ShippingPrice{
			Country: x.Country, Service: x.Service, Cost: x.Postage(packed + q).Sub(x.Postage(packed)), DaysP50: x.DaysP50, DaysP90: x.DaysP90, DutyPayer: x.DutyPayer,
		}, x.Currency})
	}
	if len(all) == 0 && c.offer.Source != stock.AnchorSource && len(c.offer.Shipping) == 0 {
		all = append(all, way{model.ShippingPrice{}, c.offer.Currency})
	}
	return all
}

// pieces counts what a supplier sends of the order already.
func (b boxes) pieces(supplier int64) model.Quantity {
	var n model.Quantity
	if x := b[supplier]; x != nil {
		for _, g := range x.goods {
			n += g.Quantity
		}
	}
	return n
}

// checkOwn tries the stock gate on own stock and returns what a piece costs.
func (r *run) checkOwn(c *candidate, product int64, q model.Quantity) (model.Amount, error) {
	s, err := r.shelf(c.supplier.ID, product)
	if err != nil {
		return 0, err
	}
	if c.shelf = s; r.past { // what was there then is not known: only the cost of today is
		c.shelf = &shelf{}
		if s.count.Quantity <= 0 {
			c.fail(gateStock, "%s has nothing of it in stock today, so its cost is not known", c.supplier.Name)
		}
		return s.unit, nil
	}
	left := s.count.Quantity - s.reserved
	switch {
	case left < q && s.reserved <= 0:
		c.fail(gateStock, "%s has %d of own stock", c.supplier.Name, s.count.Quantity)
	case left < q:
		c.fail(gateStock, "%s has %d of own stock, %d of them set apart for other orders", c.supplier.Name, s.count.Quantity, s.reserved)
	}
	return s.unit, nil
}

// shipOwn works out what own pieces cost by one way of shipping; false without
// an exchange rate for it.
func (r *run) shipOwn(c *candidate, l *line, q model.Quantity, unit model.Amount, by *way) (bool, error) {
	rate, err := r.rateOn(by.currency)
	if model.CodeOf(err) == model.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	c.own = &own{by.Cost.Round(by.currency), by.currency}
	c.unit, c.service, c.days50, c.days, c.dutyPayer = unit, by.Service, by.DaysP50, by.DaysP90, by.DutyPayer
	c.product = unit.Times(q).Round(r.home)
	if c.shipping, err = rate.Convert(c.own.postage); err != nil {
		return false, err
	}
	c.total = c.product.Add(c.shipping)
	c.goods, c.freight, c.home = c.product, c.shipping, c.total
	c.notes = c.notes[:len(c.notes):len(c.notes)]
	return true, r.price(c, l, q)
}

// pickPack is what a 3PL takes for the pieces more than without them.
func (w *working) pickPack() error {
	if w.c.own == nil {
		return nil
	}
	f := w.terms.threepl.For(w.c.supplier.ID, w.today)
	if f.Currency == "" {
		w.unknown("picking and packing", "no fees of %s are entered", w.c.supplier.Name)
		return nil
	}
	packed := w.packed[w.l.OrderID].pieces(w.c.supplier.ID)
	amount := f.PickAndPack(packed + w.q).Sub(f.PickAndPack(packed))
	rate, err := w.rateOn(f.Currency)
	if model.CodeOf(err) == model.NotFound {
		w.unknown("picking and packing", "there is no exchange rate from %s", f.Currency)
		return nil
	}
	if err != nil {
		return err
	}
	home, err := rate.Convert(amount)
	w.paidIn(f.Currency, home)
	if packed > 0 {
		w.add(PartPickPack, home, "%s in its parcel", counted(int(w.q), "more piece", "more pieces"))
		return err
	}
	w.add(PartPickPack, home, "%s by the fees of %s", counted(int(w.q), "piece", "pieces"), w.c.supplier.Name)
	return err
}
