package booking

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
)

// The states of a cost fact used so far.
const (
	estimated = "estimated"
	quoted    = "quoted"
	invoiced  = "invoiced" // charged by the supplier
	settled   = "settled"  // and paid
)

// The types of cost facts; each has its margin level and account.
const (
	productCost      = "product"
	supplierShipping = "supplier_shipping"
	paymentFee       = "payment_fee"
	marketplaceFee   = "marketplace_fee"
	ownStock         = "own_stock"
	DropFee          = "drop_fee"
	PickPack         = "pick_pack"
)

type costType struct {
	level   int
	account ledger.Account
}

var costTypes = map[string]costType{
	productCost:      {1, ledger.ProductCost},
	supplierShipping: {2, ledger.SupplierShipping},
	paymentFee:       {2, ledger.PaymentFees},
	marketplaceFee:   {2, ledger.MarketplaceFees},
	ownStock:         {1, ledger.ProductCost},
	DropFee:          {2, ledger.DropFees},
	PickPack:         {2, ledger.PickPack},
}

// fact is one cost as it should stand. LineID 0: it belongs to the whole order.
type fact struct {
	id         int64
	lineID     int64
	typ        string
	state      string
	supplierID int64
	amount     model.Amount
	base       model.Amount
	rate       model.Rate
	source     string
}

// same tells whether two facts say the same cost with the same certainty.
func (f *fact) same(g *fact) bool {
	return f.lineID == g.lineID && f.typ == g.typ && f.supplierID == g.supplierID && f.amount == g.amount &&
		f.rate.From == g.rate.From && f.rate.Value.Equal(g.rate.Value) && f.state == g.state && f.source == g.source
}

// feeGroup books the fees that hold for the order, shared over its lines by
// their net revenue. Nothing when no rule applies.
func (b *Books) feeGroup(s *Subject, rate model.Rate, lines []model.LineRevenue) (*group, error) {
	o := s.Order
	rules := b.fees.For(s.Shop.ID, o.BookingDate())
	if len(rules) == 0 {
		return nil, nil
	}
	g := group{entry: b.entry(s, ledger.Fee, o.BookingDate(), rate)}
	g.entry.Memo = "Fees on " + o.Number
	weights := make([]int64, len(lines))
	for i, r := range lines {
		weights[i] = int64(r.Net())
	}
	for i := range rules {
		amount, err := b.fee(&rules[i], o, lines)
		if model.CodeOf(err) == model.NotFound {
			continue // a fixed part in a currency without a rate: the fee stays unknown until one is entered
		}
		if err != nil {
			return nil, err
		}
		if amount == 0 {
			continue
		}
		f := fact{
			typ: rules[i].Kind, state: estimated, amount: amount, rate: rate,
			source: "fee rule " + rules[i].Name + " from " + string(rules[i].ValidFrom),
		}
		if f.base, err = rate.Convert(amount); err != nil {
			return nil, err
		}
		g.book(f, feePostings(&f, o.Lines, model.Allocate(amount, weights, o.Currency.Minor()))...)
	}
	if len(g.facts) == 0 {
		return nil, nil
	}
	return &g, nil
}

// feePostings books one fee: the provider keeps it, each line bears its part.
// The parts are converted so that they sum to the fee in the book's currency.
func feePostings(f *fact, lines []model.OrderLine, parts []model.Amount) []ledger.Posting {
	account := costTypes[f.typ].account
	base := model.Allocate(f.base, model.Weights(parts), f.rate.To.Minor())
	postings := []ledger.Posting{{Account: ledger.Clearing, Foreign: f.amount.Neg(), Amount: f.base.Neg()}}
	for i, part := range parts {
		if part == 0 && base[i] == 0 {
			continue
		}
		postings = append(postings, ledger.Posting{
			Account: account, Foreign: part, Amount: base[i], LineID: lines[i].ID, ProductID: lines[i].ProductID,
		})
	}
	return postings
}

// fee is what a rule takes from the order. A provider that gives its fee back
// on refunds keeps it only on what the customer did not get back.
func (b *Books) fee(r *model.FeeRule, o *model.Order, lines []model.LineRevenue) (model.Amount, error) {
	fixed := func(a model.Amount) (model.Amount, error) {
		if a == 0 || r.Currency == "" || r.Currency == o.Currency {
			return a, nil
		}
		rate, err := b.rates.On(o.BookingDate(), r.Currency, o.Currency)
		if err != nil {
			return 0, err
		}
		return rate.Convert(a)
	}
	fee, err := r.Fee(feeBase(r.Base, o, lines), o.Currency, fixed)
	if err != nil || r.KeptOnRefund || o.Refunded == 0 || o.Total <= 0 {
		return fee, err
	}
	kept := model.Allocate(fee, model.Weights([]model.Amount{o.Total.Sub(min(o.Refunded, o.Total)), min(o.Refunded, o.Total)}), o.Currency.Minor())
	return kept[0], nil
}

func feeBase(base model.FeeBase, o *model.Order, lines []model.LineRevenue) model.Amount {
	var sum model.Amount
	switch base {
	case model.BaseItemShippingTax:
		return o.Total
	case model.BaseNet:
		for _, r := range lines {
			sum = sum.Add(r.Net())
		}
	default:
		for _, l := range o.Lines {
			sum = sum.Add(l.Gross()).Sub(l.Discount)
			if base == model.BaseItemShipping {
				sum = sum.Add(l.Shipping)
			}
		}
	}
	return sum
}

// costGroups books what the lines cost: what was agreed with a supplier, or for
// a line the shop had sent already, what the offers of that day say.
func (b *Books) costGroups(s *Subject, now *standing) ([]group, error) {
	var groups []group
	var sent sendings
	for i := range s.Order.Lines {
		l := &s.Order.Lines[i]
		facts, err := b.lineCost(s, l, now, &sent)
		if err != nil {
			return nil, err
		}
		l.SupplierID = 0
		for _, f := range facts {
			if f.typ == productCost || f.typ == ownStock {
				l.SupplierID = f.supplierID
			}
			groups = b.addCost(groups, s, l, f)
		}
	}
	return b.addCharges(groups, s, now, sent)
}

// addCost puts a fact into the group of its currency, as a pair of postings, so
// that each pair balances by itself in both currencies.
func (b *Books) addCost(groups []group, s *Subject, l *model.OrderLine, f fact) []group {
	at := -1
	for i := range groups {
		if groups[i].entry.Rate.From == f.rate.From {
			at = i
		}
	}
	if at < 0 {
		e := b.entry(s, ledger.Cost, s.Order.BookingDate(), f.rate)
		e.Memo = "Costs of " + s.Order.Number
		groups, at = append(groups, group{entry: e}), len(groups)
	}
	p := ledger.Posting{LineID: l.ID, ProductID: l.ProductID, SupplierID: f.supplierID, Amount: f.base, Foreign: f.amount}
	against := p
	p.Account, against.Account = costTypes[f.typ].account, owed(&f)
	against.Amount, against.Foreign = f.base.Neg(), f.amount.Neg()
	groups[at].book(f, p, against)
	return groups
}

// owed is the account of what is owed for a cost: what the supplier charged is
// payable, anything else is only expected. Own goods are owed to nobody: they
// are set apart from the stock until they leave it.
func owed(f *fact) ledger.Account {
	if f.typ == ownStock {
		return ledger.StockSetApart
	}
	if f.state == invoiced || f.state == settled {
		return ledger.SuppliersPayable
	}
	return ledger.AccruedCosts
}

func (b *Books) lineCost(s *Subject, l *model.OrderLine, now *standing, sends *sendings) ([]fact, error) {
	var facts []fact
	for i := range s.Allocations {
		if a := &s.Allocations[i]; a.LineID == l.ID {
			f, err := b.allocatedCost(s, a, now)
			if err != nil {
				return nil, err
			}
			facts = append(facts, f...)
			sends.given(l, a)
		}
	}
	// What the shop had sent before the book knew of it can only be estimated.
	sent, _ := l.SentByShop()
	if sent == 0 || l.ProductID == 0 {
		return facts, nil
	}
	f, err := b.estimate(s, l, sent, now)
	if len(f) > 0 {
		sends.guessed(l, f[0].supplierID, sent, s.Order.PlacedOn)
	}
	return append(facts, f...), err
}

func (b *Books) allocatedCost(s *Subject, a *Allocation, now *standing) ([]fact, error) {
	state, source := a.certainty()
	own, err := b.stockCost(s, a, now)
	if err != nil {
		return nil, err
	}
	currency := a.Currency
	goods, ship := a.UnitCost.Times(a.Quantity).Round(currency), a.ShippingCost.Round(currency)
	if a.Quoted && a.ChargedIn != "" {
		state, currency, goods, ship = invoiced, a.ChargedIn, a.ChargedGoods, a.ChargedForShip
		if a.Paid {
			state = settled
		}
	}
	rate, ok, err := b.costRate(s, currency, now)
	if err != nil || !ok {
		return own, err
	}
	f := fact{lineID: a.LineID, typ: productCost, state: state, supplierID: a.SupplierID, amount: goods, rate: rate, source: source}
	shipping := f
	shipping.typ, shipping.amount = supplierShipping, ship
	bought, err := converted(f, shipping)
	return append(own, bought...), err
}

// certainty is the state of an allocation's costs and the document they come
// from.
func (a *Allocation) certainty() (state, source string) {
	state, source = estimated, "routing"
	if a.Document != "" {
		source = sourceOf(a.Document)
	}
	if a.Quoted {
		state = quoted
	}
	return state, source
}

// stockCost is what pieces from own stock cost; nothing for what is bought.
func (b *Books) stockCost(s *Subject, a *Allocation, now *standing) ([]fact, error) {
	if a.StockCost == nil {
		return nil, nil
	}
	rate, _, err := b.costRate(s, b.home, now)
	if err != nil {
		return nil, err
	}
	state, source := a.certainty()
	return converted(fact{
		lineID: a.LineID, typ: ownStock, state: state, supplierID: a.SupplierID, amount: a.StockCost.Round(b.home), rate: rate, source: source,
	})
}

// converted fills the book's currency in and drops facts of nothing.
func converted(facts ...fact) ([]fact, error) {
	kept := facts[:0]
	for _, f := range facts {
		if f.amount == 0 {
			continue
		}
		base, err := f.rate.Convert(f.amount)
		if err != nil {
			return nil, err
		}
		f.base = base
		kept = append(kept, f)
	}
	return kept, nil
}

// costRate is the rate for a supplier's currency on the booking day; false when
// none is known, and then the cost stays unknown until one is entered.
func (b *Books) costRate(s *Subject, c model.Currency, now *standing) (model.Rate, bool, error) {
	var kept *ledger.Entry
	for i := range now.groups {
		if e := now.groups[i].entry; e.Kind == ledger.Cost && e.Rate.From == c {
			kept = e
		}
	}
	rate, err := b.rateFor(kept, s.Order.BookingDate(), c)
	if model.CodeOf(err) == model.NotFound {
		return rate, false, nil
	}
	return rate, err == nil, err
}

// estimate prices a line from the cheapest offer valid on the order's day:
// price break times quantity plus shipping to the country. Without an offer the
// shop's own "cost per item" is taken. Nothing known is no fact, never zero.
func (b *Books) estimate(s *Subject, l *model.OrderLine, sent model.Quantity, now *standing) ([]fact, error) {
	offers, err := b.costs.Offers(l.ProductID)
	if err != nil {
		return nil, err
	}
	var best []fact
	var bestBase model.Amount
	for i := range offers {
		of := &offers[i]
		shipping, ships := of.ShippingTo(s.Order.Country)
		if !of.ValidOn(s.Order.PlacedOn) || !ships {
			continue
		}
		rate, ok, err := b.costRate(s, of.Currency, now)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		source := "offer"
		if sup, ok := b.costs.Supplier(of.SupplierID); ok {
			source = "offer of " + sup.Name
		}
		goods := fact{
			lineID: l.ID, typ: productCost, state: estimated, supplierID: of.SupplierID,
			amount: of.UnitCost(sent).Times(sent).Round(of.Currency), rate: rate, source: source,
		}
		ship := goods
		ship.typ, ship.amount = supplierShipping, shipping.Cost.Round(of.Currency)
		facts, err := converted(goods, ship)
		if err != nil {
			return nil, err
		}
		var base model.Amount
		for _, f := range facts {
			base = base.Add(f.base)
		}
		if best == nil || base < bestBase {
			best, bestBase = facts, base
		}
	}
	if best != nil {
		return best, nil
	}
	return b.standardCost(s, l, sent, now)
}

func (b *Books) standardCost(s *Subject, l *model.OrderLine, sent model.Quantity, now *standing) ([]fact, error) {
	cost, currency, found, err := b.costs.StandardCost(l.ProductID, s.Order.PlacedOn)
	if err != nil || !found {
		return nil, err
	}
	rate, ok, err := b.costRate(s, currency, now)
	if err != nil || !ok {
		return nil, err
	}
	return converted(fact{
		lineID: l.ID, typ: productCost, state: estimated,
		amount: cost.Times(sent).Round(currency), rate: rate, source: "cost per item in the shop's catalogue",
	})
}
