package calc

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var waterfallCalc = calculation{
	name: "waterfall", help: "contribution margins CM1 to CM4, each after one more level of costs", run: runWaterfall,
	in: []field{
		{name: "net_revenue", note: "sales less discounts and refunds, without tax"},
		{name: "costs", note: "list of costs; a credit is negative", items: []field{
			{name: "level", note: "1 goods and duty, 2 fulfilment and fees, 3 advertising, 4 subscriptions and fixed costs"},
			{name: "amount", note: "the cost"},
		}},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "cm1..cm4, cm1_pct..cm4_pct (in percent of net revenue; null when that is not above 0)",
}

// Waterfall takes the costs of levels 1 to 4 off the net revenue, one after the
// other. Source: domain rule 1.1, oracles PR-01 to PR-04.
func Waterfall(netRevenue decimal.Decimal, costs [4]decimal.Decimal) (cm [4]decimal.Decimal) {
	for i, c := range costs {
		netRevenue = netRevenue.Sub(c)
		cm[i] = netRevenue
	}
	return cm
}

func runWaterfall(in *input) (any, error) {
	revenue, c := in.signed("net_revenue"), in.currency()
	in.require("costs")
	var costs [4]decimal.Decimal
	for _, item := range in.objects("costs") {
		item.require("level")
		level := item.whole("level", 1, 1, 4)
		costs[level-1] = costs[level-1].Add(item.signed("amount"))
	}
	out := make(map[string]*string, 8)
	for i, cm := range Waterfall(revenue, costs) {
		value := money(cm, c)
		out[fmt.Sprintf("cm%d", i+1)] = &value
		pct := decimal.NullDecimal{}
		if revenue.IsPositive() {
			pct = percentOf(cm, revenue)
		}
		out[fmt.Sprintf("cm%d_pct", i+1)] = orNull(pct, percentText)
	}
	return out, nil
}

var breakevenCalc = calculation{
	name: "breakeven", help: "the quantity at which two ways of working cost the same (dropship against stock)", run: runBreakeven,
	in: []field{
		{name: "fixed_a", note: "fixed cost of way a in the period"},
		{name: "variable_a", note: "cost of one more piece; negative when it is a contribution"},
		{name: "fixed_b", note: "fixed cost of way b"},
		{name: "variable_b", note: "cost of one more piece of way b"},
	},
	out: "quantity (whole pieces, rounded up) or null, then cheaper: a or b, whichever is always the cheaper one (null when both always cost the same)",
}

// CostLine is a way of working: a fixed cost of the period and a cost per piece.
type CostLine struct{ Fixed, Variable decimal.Decimal }

// Breakeven is the cost indifference point of two ways: the first whole
// quantity above zero that reaches it. Without one, cheaper says which way
// always costs less: -1 for a, 1 for b, 0 when they never differ. Source:
// domain rule 1.9, oracles PR-17 to PR-21.
func Breakeven(a, b CostLine) (quantity decimal.NullDecimal, cheaper int) {
	fixed, variable := b.Fixed.Sub(a.Fixed), a.Variable.Sub(b.Variable)
	if fixed.Sign()*variable.Sign() > 0 {
		return decimal.NewNullDecimal(quotientUp(fixed.Abs(), variable.Abs(), 0)), 0
	}
	if fixed.IsZero() {
		return decimal.NullDecimal{}, variable.Sign()
	}
	return decimal.NullDecimal{}, -fixed.Sign()
}

func runBreakeven(in *input) (any, error) {
	quantity, cheaper := Breakeven(
		CostLine{in.number("fixed_a"), in.signed("variable_a")},
		CostLine{in.number("fixed_b"), in.signed("variable_b")})
	if quantity.Valid {
		return struct {
			Quantity string `json:"quantity"`
		}{quantity.Decimal.String()}, nil
	}
	out := struct {
		Quantity *string `json:"quantity"`
		Cheaper  *string `json:"cheaper"`
	}{}
	if name := map[int]string{-1: "a", 1: "b"}[cheaper]; name != "" {
		out.Cheaper = &name
	}
	return out, nil
}

var roasCalc = calculation{
	name: "roas", help: "the return on ad spend at which an order neither earns nor loses", run: runROAS,
	in: []field{
		{name: "margin_pct", note: "contribution margin before advertising, in percent of the price; this or costs"},
		{name: "price", note: "price without tax; required with costs"},
		{name: "costs", note: "list of all costs of the order but advertising"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "breakeven_roas (price per unit of ad money), max_cpa (the most an order may cost in advertising; null when the price is unknown)",
}

// BreakevenROAS is price/contribution, the ad revenue per ad money at which
// nothing is left. Without a positive contribution there is none. Source:
// domain rule 1.4, oracles PR-04 to PR-07 and PR-15.
func BreakevenROAS(price, contribution decimal.Decimal) (decimal.Decimal, error) {
	if !contribution.IsPositive() {
		return decimal.Zero, model.Errorf(model.Impossible, "advertising cannot break even: before it nothing is left of the price, so the maximum cost per order is 0")
	}
	return div(price, contribution), nil
}

func runROAS(in *input) (any, error) {
	price, margin, c := in.maybe("price"), in.maybe("margin_pct"), in.currency()
	if margin.Valid == in.has("costs") {
		in.fail("margin_pct", "give either margin_pct or price and costs")
	}
	whole, contribution := hundred, margin.Decimal
	if margin.Valid {
		in.percent("margin_pct")
	} else {
		whole, contribution = in.number("price"), price.Decimal
		for _, cost := range in.numbers("costs") {
			contribution = contribution.Sub(cost)
		}
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	roas, err := BreakevenROAS(whole, contribution)
	cpa := decimal.NullDecimal{Valid: price.Valid, Decimal: contribution}
	if margin.Valid {
		cpa.Decimal = share(margin.Decimal, price.Decimal)
	}
	return struct {
		BreakevenROAS string  `json:"breakeven_roas"`
		MaxCPA        *string `json:"max_cpa"`
	}{percentText(roas), orNull(cpa, func(d decimal.Decimal) string { return money(d, c) })}, err
}
