package calc

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var priceCalc = calculation{
	name: "price", help: "the lowest price that reaches a margin or a profit, and what it really earns", run: runPrice,
	in: []field{
		{name: "cost", note: "all costs of the order without recoverable tax"},
		{name: "fixed_fees", note: "fixed fees of the order (default 0)"},
		{name: "pct_fees_on_gross", note: "fees in percent of the asked price (default 0)"},
		{name: "pct_fees_on_net", note: "fees in percent of the price without tax (default 0)"},
		{name: "ads_pct", note: "advertising in percent of the price without tax (default 0)"},
		{name: "tax_pct", note: "tax rate in percent (default 0)"},
		{name: "target_margin_pct", note: "wanted profit in percent of the price without tax; this or target_profit"},
		{name: "target_profit", note: "wanted profit as an amount"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
		{name: "tax_in_price", note: "true: the asked price contains the tax (default); false: the tax is added on top"},
		{name: "fees_include_added_tax", note: "true: fees on gross are charged on the added tax too (default false)"},
	},
	out: "gross (the asked price, rounded up), net, tax, buyer_pays (gross, with the tax where it is added on top), fees, ads, profit, " +
		"margin_pct (of net), markup_pct (profit in percent of cost), exact_gross",
}

// PriceWish is what a price has to cover and reach. Percentages are in percent
// points; exactly one target is known.
type PriceWish struct {
	Cost, FixedFees            decimal.Decimal
	GrossFees, NetFees, Ads    decimal.Decimal // percent of the asked price, of the net price, of the net price
	Tax                        decimal.Decimal // percent
	TargetMargin, TargetProfit decimal.NullDecimal
	TaxInPrice                 bool // false: tax is added on top of the asked price
	FeesIncludeAddedTax        bool // with tax on top: GrossFees are charged on it as well
	Currency                   model.Currency
}

// PriceResult is a price and what is left of it, computed forward from Gross;
// only Gross, Net and Tax are rounded. Gross is the asked price: it contains
// the tax when TaxInPrice holds, else Tax comes on top of it.
type PriceResult struct {
	Gross, Net, Tax, BuyerPays decimal.Decimal
	Fees, Ads, Profit          decimal.Decimal
	Margin, Markup             decimal.NullDecimal // percent of net, percent of cost
	Exact                      decimal.Decimal     // the price before rounding up
}

// Price solves for the lowest asked price in whole minor units that reaches the
// target:
//
//	G = (C + F + profit) / ((1 - m - fn - a)/(1+t) - fg)
//
// With tax on top the divisor is 1 - m - fn - a - fg, and fg weighs (1+t) when
// the fees are charged on the added tax too. Source: domain rule 1.3, oracles
// PR-10 to PR-14.
func Price(w PriceWish) (PriceResult, error) {
	taxed := hundred.Add(w.Tax)
	priceBase, feeWeight := hundred, hundred
	if w.TaxInPrice {
		priceBase, feeWeight = taxed, taxed
	} else if w.FeesIncludeAddedTax {
		feeWeight = taxed
	}
	// Everything times 100*(1+t), so that the divisor stays exact.
	free := hundred.Sub(w.NetFees).Sub(w.Ads).Mul(hundred).Sub(w.GrossFees.Mul(feeWeight))
	left := free.Sub(w.TargetMargin.Decimal.Mul(hundred))
	if !left.IsPositive() {
		return PriceResult{}, unreachable(w, free.Shift(-2))
	}
	need := w.Cost.Add(w.FixedFees).Add(w.TargetProfit.Decimal).Mul(hundred).Mul(priceBase)
	gross := quotientUp(need, left, int32(w.Currency.Digits()))
	r := w.forward(gross)
	r.Exact = need.DivRound(left, 6)
	return r, nil
}

// forward computes what a given asked price earns.
func (w PriceWish) forward(gross decimal.Decimal) PriceResult {
	r := PriceResult{Gross: gross, BuyerPays: gross}
	net, feeBase := gross, gross
	if w.TaxInPrice {
		net = div(gross.Mul(hundred), hundred.Add(w.Tax))
		r.Net = toMinor(net, w.Currency)
		r.Tax = gross.Sub(r.Net)
	} else {
		r.Net = gross
		r.Tax = toMinor(share(w.Tax, gross), w.Currency)
		r.BuyerPays = gross.Add(r.Tax)
		if w.FeesIncludeAddedTax {
			feeBase = gross.Add(share(w.Tax, gross))
		}
	}
	r.Fees = w.FixedFees.Add(share(w.GrossFees, feeBase)).Add(share(w.NetFees, net))
	r.Ads = share(w.Ads, net)
	r.Profit = net.Sub(w.Cost).Sub(r.Fees).Sub(r.Ads)
	r.Margin = percentOf(r.Profit, net)
	r.Markup = percentOf(r.Profit, w.Cost)
	return r
}

func unreachable(w PriceWish, limit decimal.Decimal) error {
	if w.TargetProfit.Valid {
		return model.Errorf(model.Impossible, "no price earns this profit: fees, advertising and tax take the whole price; the maximum reachable margin is %s %%", percentText(limit))
	}
	return model.Errorf(model.Impossible, "no price reaches a margin of %s %%: with these fees the maximum reachable margin is below %s %%",
		percentText(w.TargetMargin.Decimal), percentText(limit))
}

// quotientUp is a/b for a >= 0, b > 0, rounded up to digits decimals.
func quotientUp(a, b decimal.Decimal, digits int32) decimal.Decimal {
	q, rest := a.QuoRem(b, digits)
	if rest.IsPositive() {
		q = q.Add(decimal.New(1, -digits))
	}
	return q
}

func runPrice(in *input) (any, error) {
	w := PriceWish{
		Cost: in.number("cost"), FixedFees: in.numberOr("fixed_fees", 0),
		GrossFees: in.numberOr("pct_fees_on_gross", 0), NetFees: in.numberOr("pct_fees_on_net", 0), Ads: in.numberOr("ads_pct", 0),
		Tax: in.numberOr("tax_pct", 0), TargetMargin: in.maybe("target_margin_pct"), TargetProfit: in.maybe("target_profit"),
		TaxInPrice: in.flag("tax_in_price", true), FeesIncludeAddedTax: in.flag("fees_include_added_tax", false), Currency: in.currency(),
	}
	if w.TargetMargin.Valid == w.TargetProfit.Valid {
		in.fail("target_margin_pct", "give either target_margin_pct or target_profit")
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	r, err := Price(w)
	c := w.Currency
	return struct {
		Gross      string  `json:"gross"`
		Net        string  `json:"net"`
		Tax        string  `json:"tax"`
		BuyerPays  string  `json:"buyer_pays"`
		Fees       string  `json:"fees"`
		Ads        string  `json:"ads"`
		Profit     string  `json:"profit"`
		MarginPct  *string `json:"margin_pct"`
		MarkupPct  *string `json:"markup_pct"`
		ExactGross string  `json:"exact_gross"`
	}{
		money(r.Gross, c), money(r.Net, c), money(r.Tax, c), money(r.BuyerPays, c), money(r.Fees, c), money(r.Ads, c), money(r.Profit, c),
		orNull(r.Margin, percentText), orNull(r.Markup, percentText), r.Exact.StringFixed(6),
	}, err
}

var marginCalc = calculation{
	name: "margin", help: "margin and markup of a price, or the price for one of them; all without tax", run: runMargin,
	in: []field{
		{name: "cost", note: "what the goods cost"},
		{name: "price", note: "the price; this, markup_pct or margin_pct"},
		{name: "markup_pct", note: "wanted profit in percent of the cost"},
		{name: "margin_pct", note: "wanted profit in percent of the price, below 100"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "price, cost, profit, margin_pct (null for a price of 0), markup_pct (null for a cost of 0); the percentages are those of the unrounded price",
}

// MarginResult relates a price to its cost, both without tax and unrounded.
type MarginResult struct {
	Price, Cost, Profit decimal.Decimal
	Margin, Markup      decimal.NullDecimal // percent of price, percent of cost
}

// Margin computes profit, margin (P-C)/P and markup (P-C)/C.
func Margin(price, cost decimal.Decimal) MarginResult {
	profit := price.Sub(cost)
	return MarginResult{price, cost, profit, percentOf(profit, price), percentOf(profit, cost)}
}

// PriceForMarkup adds a markup in percent to the cost.
func PriceForMarkup(cost, markup decimal.Decimal) decimal.Decimal {
	return cost.Add(share(markup, cost))
}

// PriceForMargin is cost/(1-margin), the margin in percent. A margin of 100 or
// more is impossible.
func PriceForMargin(cost, margin decimal.Decimal) (decimal.Decimal, error) {
	if margin.GreaterThanOrEqual(hundred) {
		return decimal.Zero, model.Errorf(model.Impossible, "no price reaches a margin of %s %%: a margin stays below 100 %% of the price", percentText(margin))
	}
	return div(cost.Mul(hundred), hundred.Sub(margin)), nil
}

func runMargin(in *input) (any, error) {
	cost, price, markup, margin := in.number("cost"), in.maybe("price"), in.maybe("markup_pct"), in.maybe("margin_pct")
	given := 0
	for _, n := range []decimal.NullDecimal{price, markup, margin} {
		if n.Valid {
			given++
		}
	}
	if given != 1 {
		in.fail("price", "give one of price, markup_pct and margin_pct beside the cost")
	}
	c := in.currency()
	p, err := price.Decimal, in.failure()
	switch {
	case err != nil:
	case markup.Valid:
		p = PriceForMarkup(cost, markup.Decimal)
	case margin.Valid:
		p, err = PriceForMargin(cost, margin.Decimal)
	}
	r := Margin(p, cost)
	return struct {
		Price     string  `json:"price"`
		Cost      string  `json:"cost"`
		Profit    string  `json:"profit"`
		MarginPct *string `json:"margin_pct"`
		MarkupPct *string `json:"markup_pct"`
	}{money(r.Price, c), money(r.Cost, c), money(r.Profit, c), orNull(r.Margin, percentText), orNull(r.Markup, percentText)}, err
}
