package stocking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/record"
)

// kinds of lines in the order in which they are shown.
var kinds = []string{
	LineGoods, LineFreight, LineDropFee, LineDuty, LineConversion, LineReceiving, LineStorage, LinePick, LinePostage, LineCapital, LineAccount, LineMinimum,
}

// conclude writes the lines, rounds each once, and says what they come to.
func (c *comparison) conclude() {
	p, f := c.p, &c.place.fees
	charged := c.stock[LineReceiving].Add(c.stock[LineStorage]).Add(c.stock[LinePick]).Add(c.stock[LinePostage])
	variable := decimal.Zero
	for _, v := range c.stock {
		variable = variable.Add(v)
	}
	fees := calc.ThreePLFees{Account: f.account, Minimum: f.minimum, Storage: charged}
	c.stock[LineAccount] = f.account
	c.stock[LineMinimum] = fees.Monthly(calc.ThreePLVolume{Places: decimal.NewFromInt(1)}).Sub(charged).Sub(f.account)
	drop, stock := c.write()
	p.DropTotal, p.StockTotal = taken(drop), taken(stock)
	saving := drop.Sub(stock)
	p.Saving = taken(saving)
	dropped := decimal.Zero
	for _, v := range c.drop {
		dropped = dropped.Add(v)
	}
	d, s := dropped.DivRound(c.pieces, 12), variable.DivRound(c.pieces, 12)
	p.DropUnit, p.StockUnit = unit(d), unit(s)
	c.breakeven(d, s, variable.Sub(charged).DivRound(c.pieces, 12))
	p.Curve = curve(d, s, charged.DivRound(c.pieces, 12), fees, furthest(p))
	capital := c.source.landed().Mul(c.average)
	p.Capital = home(capital, c.currency)
	p.month = months{dropped.Sub(variable), charged, f.account, f.minimum, capital}
	p.Unknown = append(p.Unknown, c.soft...)
	c.judge(saving, d, s)
}

// write rounds the lines and adds them up.
func (c *comparison) write() (drop, stock model.Amount) {
	said := c.said()
	for _, kind := range kinds {
		l := Line{Kind: kind, Text: said[kind]}
		if v := c.drop[kind]; !v.IsZero() {
			l.Drop = home(v, c.currency)
			drop = drop.Add(model.Amount(*l.Drop))
		}
		if v := c.stock[kind]; !v.IsZero() {
			l.Stock = home(v, c.currency)
			stock = stock.Add(model.Amount(*l.Stock))
		}
		if l.Drop != nil || l.Stock != nil {
			c.p.Lines = append(c.p.Lines, l)
		}
	}
	return drop, stock
}

// said says what the lines are made of.
func (c *comparison) said() map[string]string {
	s := c.source
	var from []string
	for name, countries := range c.p.shippers {
		from = append(from, name+" to "+strings.Join(countries, ", "))
	}
	slices.Sort(from)
	many := fmt.Sprintf("%s at %s %s for %d at a time", s.supplier.Name, s.unit, s.offer.Currency, s.cycle)
	return map[string]string{
		LineGoods:      "Drop shipped: " + strings.Join(from, "; ") + ". Stock: " + many + ".",
		LineFreight:    "Drop shipped: to the customer. Stock: " + cmp.Or(s.freightText, "no charge") + ".",
		LineDuty:       c.duty(),
		LineReceiving:  fmt.Sprintf("%s pieces a month", c.pieces.Round(1)) + c.place.bank,
		LineStorage:    fmt.Sprintf("%s pieces lie there on average: half an order and the safety stock", c.average.Round(1)) + c.place.bank,
		LinePick:       "with packaging" + c.place.bank,
		LinePostage:    "from " + c.place.Name + " to the customer",
		LineCapital:    fmt.Sprintf("%s %% a year of the goods that lie there", c.capital),
		LineAccount:    "carried by this product alone" + c.place.bank,
		LineMinimum:    fmt.Sprintf("%s charges at least %s %s a month", c.place.Name, model.Amount(*home(c.place.fees.minimum, c.currency)).Text(c.currency), c.currency) + c.place.bank,
		LineConversion: "what the bank takes for another currency",
	}
}

func (c *comparison) duty() string {
	if c.source.dutyText == "" {
		return ""
	}
	return "Stock: " + c.source.dutyText + " for " + fmt.Sprint(c.source.cycle) + " pieces."
}

// breakeven is from how many pieces a month stock is the cheaper way: its fixed
// fees and its minimum must both be covered.
func (c *comparison) breakeven(drop, stock, bare decimal.Decimal) {
	if !drop.GreaterThan(stock) {
		return
	}
	var most int64
	for i, fixed := range []calc.CostLine{{Fixed: c.place.fees.account, Variable: stock}, {Fixed: c.place.fees.minimum, Variable: bare}} {
		n, _ := calc.Breakeven(calc.CostLine{Variable: drop}, fixed)
		if !n.Valid || i > 0 && n.Decimal.IntPart() <= most {
			continue
		}
		most = n.Decimal.IntPart()
		c.p.BreakevenIs = fmt.Sprintf("%s %s a month, over %s drop shipped less %s from stock a piece, rounded up", rounded(fixed.Fixed).Text(c.currency), c.currency,
			rounded(drop), rounded(fixed.Variable))
		if i > 0 {
			c.p.BreakevenIs += ": the least that " + c.place.Name + " charges; what it takes itself counts towards that"
		}
	}
	c.p.Breakeven = &most
}

// curvePoints is how many steps a curve has at most.
const curvePoints = 32

// furthest is up to how many pieces a curve goes: well past the break-even and what
// sells, unless those lie so far apart that nothing could be seen.
func furthest(p *Proposal) int64 {
	sells := p.PerMonth.Ceil().IntPart()
	if p.Breakeven == nil {
		return max(4, sells*3/2)
	}
	return max(4, sells*3/2, *p.Breakeven*3/2)
}

// curve is what a month costs by units: a piece by either way, and from stock the
// account fee and what lacks to the least that the 3PL charges.
func curve(drop, stock, charged decimal.Decimal, f calc.ThreePLFees, most int64) []Point {
	step := (most + curvePoints - 1) / curvePoints
	var all []Point
	for n := int64(0); n < most+step; n += step {
		units := decimal.NewFromInt(n)
		fixed := decimal.Max(f.Account, f.Minimum.Sub(charged.Mul(units)))
		all = append(all, Point{n, *unit(drop.Mul(units)), *unit(stock.Mul(units).Add(fixed))})
	}
	return all
}

// judge says what the comparison comes to.
func (c *comparison) judge(saving model.Amount, drop, stock decimal.Decimal) {
	p := c.p
	money := func(a model.Amount) string { return a.Text(c.currency) + " " + string(c.currency) }
	switch {
	case saving > 0 && len(c.soft) > 0:
		p.Verdict = Open
		p.Says = fmt.Sprintf("Stock would save %s a month, but a cost of it is not known: %s.", money(saving), strings.Join(c.soft, "; "))
	case saving > 0 && p.Lead == nil:
		p.Verdict = Open
		p.Says = fmt.Sprintf("Stock would save %s a month before its safety stock, but how long %s takes to %s is not known.", money(saving), c.source.supplier.Name, c.place.Name)
	case saving > 0:
		p.Verdict = Pays
		p.Says = fmt.Sprintf("Stock at %s saves %s a month%s.", c.place.Name, money(saving), c.sooner())
	case p.Breakeven != nil:
		p.Verdict = Dropship
		p.Says = fmt.Sprintf("Stock is cheaper from %d pieces a month on, and %s sell.", *p.Breakeven, p.PerMonth)
	default:
		p.Verdict = Dropship
		p.Says = fmt.Sprintf("A piece costs %s from stock and %s drop shipped: stock never pays on cost alone%s.", money(*rounded(stock)), money(*rounded(drop)), c.sooner())
	}
}

// sooner says how many days a customer gains.
func (c *comparison) sooner() string {
	n := c.p.DaysFaster
	switch {
	case n == nil || *n == 0:
		return ""
	case *n > 0:
		return fmt.Sprintf(", and parcels arrive %s sooner", model.Days(*n))
	}
	return fmt.Sprintf(", and parcels arrive %s later", model.Days(-*n))
}

func rounded(d decimal.Decimal) *model.Amount {
	a, err := model.AmountOf(d)
	if err != nil {
		a = 0
	}
	return &a
}

// home rounds to the minor unit.
func home(d decimal.Decimal, c model.Currency) *record.Amount { return taken(rounded(d).Round(c)) }

// unit is the price of a piece, to ten-thousandths.
func unit(d decimal.Decimal) *record.Amount { return taken(*rounded(d)) }

func taken(a model.Amount) *record.Amount {
	r := record.Amount(a)
	return &r
}

// plan adds up, for each 3PL, the products of which a piece is cheaper from
// stock, its fixed fees counted once; where that saves something, the products
// that do not pay by themselves are worth it together.
func (r *Result) plan() {
	by := map[int64][]*Proposal{}
	var order []int64
	for i := range r.Proposals {
		p := &r.Proposals[i]
		if (p.Verdict == Pays || p.Verdict == Dropship) && p.month.saving.IsPositive() && len(p.Unknown) == 0 {
			if by[p.PlaceID] == nil {
				order = append(order, p.PlaceID)
			}
			by[p.PlaceID] = append(by[p.PlaceID], p)
		}
	}
	for _, id := range order {
		r.together(by[id])
	}
	slices.SortFunc(r.Plans, func(a, b Plan) int { return cmp.Or(cmp.Compare(b.Saving, a.Saving), cmp.Compare(a.Place, b.Place)) })
}

// together plans for the products of one 3PL.
func (r *Result) together(all []*Proposal) {
	var sum, charged, pieces, capital decimal.Decimal
	for _, p := range all {
		sum, charged = sum.Add(p.month.saving), charged.Add(p.month.charged)
		pieces, capital = pieces.Add(p.PerMonth), capital.Add(p.month.capital)
	}
	f := all[0].month
	fixed := decimal.Max(f.fixed.Add(charged), f.minimum).Sub(charged)
	if !sum.GreaterThan(fixed) {
		return
	}
	for _, p := range all {
		if p.Verdict == Dropship {
			p.Verdict = Together
			p.Says = fmt.Sprintf("By itself stock pays from %d pieces a month on, and %s sell; together with the other products at %s it pays, for the fixed fees fall due once.",
				*p.Breakeven, p.PerMonth, p.Place)
		}
	}
	r.Plans = append(r.Plans, Plan{
		Place: all[0].Place, Products: len(all), Units: pieces.Round(0).IntPart(), Fixed: *home(fixed, r.Currency),
		Saving: *home(sum.Sub(fixed), r.Currency), Capital: *home(capital, r.Currency),
	})
}
