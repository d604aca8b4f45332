package stocking

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/record"
)

// comparison sets a month of drop shipping a product into a region beside the
// same month from stock at one 3PL. Amounts are in the book's currency.
type comparison struct {
	*work
	d       *demand
	product *model.Product
	ways    map[string]*way
	place   *place
	p       *Proposal

	source  *source
	pieces  decimal.Decimal // a month, to the countries that both ways reach
	drop    map[string]decimal.Decimal
	stock   map[string]decimal.Decimal
	average decimal.Decimal // pieces that lie there
	missing []string        // without which nothing can be compared
	soft    []string        // what stock costs beside and nobody knows
}

// side holds the days to the door, times the pieces of which they are known.
type side struct {
	days   decimal.Decimal
	pieces int64
}

func (s *side) add(days *decimal.Decimal, pieces int64) {
	if days != nil {
		s.days, s.pieces = s.days.Add(days.Mul(decimal.NewFromInt(pieces))), s.pieces+pieces
	}
}

func (s *side) mean() *int {
	if s.pieces == 0 {
		return nil
	}
	n := int(s.days.DivRound(decimal.NewFromInt(s.pieces), 0).IntPart())
	return &n
}

func (c *comparison) run() error {
	c.p.Place, c.p.PlaceID = c.place.Name, c.place.ID
	c.p.Stock = c.work.stock[shelf{c.place.ID, c.d.product}]
	c.drop, c.stock = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	c.missing = slices.Clone(c.place.missing)
	src, why, err := c.work.source(c.product, c.place, c.p.PerDay)
	if err != nil {
		return err
	}
	if src == nil {
		c.missing = append(c.missing, "who could fill "+c.place.Name+" up")
		c.p.Notes = append(c.p.Notes, sentences(why)...)
	}
	c.source = src
	if err := c.customers(); err != nil {
		return err
	}
	c.replenish()
	if len(c.missing) > 0 {
		c.p.Verdict = Open
		c.p.Unknown = append(c.p.Unknown, c.missing...)
		c.p.Says = "It cannot be said yet what stock would cost. What is missing: " + strings.Join(c.missing, "; ") + "."
		return nil
	}
	c.supplies()
	c.conclude()
	return nil
}

// customers adds what brings the pieces to the customers' doors by either way.
func (c *comparison) customers() error {
	var drop, stock side
	var counted int64
	var left []string
	q := decimal.NewFromInt(int64(c.d.pieces()))
	pick := c.place.fees.pick.Add(c.place.fees.extra.Mul(q.Sub(decimal.NewFromInt(1)))).Add(c.place.fees.pack)
	from := map[string][]string{}
	for _, s := range c.d.shares() {
		x := c.ways[s.Country]
		y, err := c.send(c.place, c.d.parcel(c.product, s.Country))
		if err != nil {
			return err
		}
		if x == nil || y == nil {
			left = append(left, c.leftOut(s, x == nil))
			continue
		}
		counted += s.Units
		parcels := decimal.NewFromInt(s.Units).DivRound(q, 12)
		for kind, v := range map[string]decimal.Decimal{
			LineGoods: x.goods, LineFreight: x.freight, LineDropFee: x.fee, LineDuty: x.duty, LineConversion: x.conversion,
		} {
			c.drop[kind] = c.drop[kind].Add(v.Mul(parcels))
		}
		c.stock[LinePick] = c.stock[LinePick].Add(pick.Mul(parcels))
		c.stock[LinePostage] = c.stock[LinePostage].Add(y.postage.Mul(parcels))
		c.stock[LineDuty] = c.stock[LineDuty].Add(y.duty.Mul(parcels))
		drop.add(x.days, s.Units)
		stock.add(y.days, s.Units)
		from[x.supplier.Name] = append(from[x.supplier.Name], named(s.Country))
		for _, u := range x.unknown {
			left = append(left, "Not counted for drop shipping: "+u+".")
		}
		c.soft = append(c.soft, y.unknown...)
	}
	c.p.Notes = append(c.p.Notes, compact(left)...)
	c.soft = compact(c.soft)
	if counted == 0 {
		c.missing = append(c.missing, fmt.Sprintf("a country of %s that somebody drop ships to and %s sends to", c.d.region, c.place.Name))
		return nil
	}
	share := decimal.NewFromInt(month).DivRound(decimal.NewFromInt(int64(c.p.Days)), 16)
	for _, way := range []map[string]decimal.Decimal{c.drop, c.stock} {
		for kind, v := range way {
			way[kind] = v.Mul(share)
		}
	}
	c.pieces = decimal.NewFromInt(counted).Mul(share)
	c.p.DropDays, c.p.StockDays = drop.mean(), stock.mean()
	if c.p.DropDays != nil && c.p.StockDays != nil {
		faster := *c.p.DropDays - *c.p.StockDays
		c.p.DaysFaster = &faster
	}
	c.p.shippers = from
	return nil
}

func (c *comparison) leftOut(s Share, nobody bool) string {
	if nobody {
		return fmt.Sprintf("%d of %d pieces went to %s, where nobody drop ships to today; they are left out.", s.Units, c.d.units, named(s.Country))
	}
	return fmt.Sprintf("%d of %d pieces went to %s, for which %s has no price of sending; they are left out.", s.Units, c.d.units, named(s.Country), c.place.Name)
}

// compact leaves each text there once.
func compact(all []string) []string {
	var once []string
	for _, s := range all {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

func sentences(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = strings.ToUpper(s[:1]) + s[1:] + "."
	}
	return out
}

// replenish works out when to order how much.
func (c *comparison) replenish() {
	s := c.source
	if s == nil {
		return
	}
	c.average = decimal.NewFromInt(int64(s.cycle)).Div(decimal.NewFromInt(2))
	o := s.order(c.place, c.d.product)
	c.p.Order, c.p.Lead = o, s.lead
	if s.lead == nil {
		c.p.Order = nil
		c.p.Unknown = append(c.p.Unknown, fmt.Sprintf("how long %s takes to %s: without it there is no reorder point and no safety stock", s.supplier.Name, c.place.Name))
		return
	}
	safety, point := c.levels(c.p.PerDay, c.p.Sigma, s.lead)
	c.p.SafetyStock, c.p.ReorderPoint = &safety, &point
	c.average = c.average.Add(decimal.NewFromInt(safety))
	spare := c.spare[shelf{c.place.ID, c.d.product}]
	c.p.target = model.Quantity(point) + s.cycleDemand(c.work, c.p.PerDay)
	want := model.Quantity(0)
	if spare <= model.Quantity(point) {
		want = c.p.target - max(0, spare)
	}
	o.ask(s.offer, want)
}

// order is an order of nothing yet.
func (s *source) order(to *place, product int64) *Order {
	return &Order{
		SupplierID: s.supplier.ID, PlaceID: to.ID, ProductID: product, Supplier: s.supplier.Name, MOQ: s.offer.MOQ, Multiple: max(1, s.offer.Multiple),
		Currency: s.offer.Currency,
	}
}

// ask sets the quantity, raised to what the supplier sells, and its price.
func (o *Order) ask(offer *model.Offer, want model.Quantity) {
	o.Quantity = fit(offer, want)
	unit := offer.UnitCost(max(o.Quantity, 1))
	o.Unit, o.Total = record.Amount(unit), record.Amount(unit.Times(o.Quantity).Round(o.Currency))
}

// cycleDemand is what sells in the days one order is to last.
func (s *source) cycleDemand(w *work, perDay decimal.Decimal) model.Quantity {
	return model.Quantity(perDay.Mul(decimal.NewFromInt(int64(w.cover))).Ceil().IntPart())
}

// levels are safety stock and reorder point in whole pieces, rounded up.
func (w *work) levels(perDay, sigma decimal.Decimal, l *Lead) (safety, point int64) {
	s, p := calc.Supply{Demand: perDay, DemandSigma: sigma, LeadTime: l.Days, LeadSigma: l.Sigma}.Reorder(w.z)
	return s.Round(9).Ceil().IntPart(), p.Round(9).Ceil().IntPart()
}

// supplies adds what brings the pieces to the 3PL and keeps them there.
func (c *comparison) supplies() {
	s, f := c.source, &c.place.fees
	add := func(kind string, v decimal.Decimal) { c.stock[kind] = c.stock[kind].Add(v) }
	add(LineGoods, s.goods.Mul(c.pieces))
	add(LineFreight, s.freight.Mul(c.pieces))
	add(LineDuty, s.duty.Mul(c.pieces))
	add(LineConversion, s.conversion.Mul(c.pieces))
	add(LineReceiving, f.receiving.Mul(c.pieces))
	add(LineStorage, f.storage.Mul(c.average))
	add(LineCapital, s.landed().Mul(c.average).Mul(c.capital.Decimal).Shift(-2).Mul(decimal.NewFromInt(month)).DivRound(decimal.NewFromInt(365), 16))
	c.soft = append(c.soft, s.unknown...)
	c.p.Notes = append(c.p.Notes, s.notes...)
	if !c.capitalKnown {
		c.p.Notes = append(c.p.Notes, "What the money in stock costs is not set, so it is not counted.")
	}
}
