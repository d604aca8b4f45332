package calc

import (
	"github.com/shopspring/decimal"
)

var threeplCalc = calculation{
	name: "threepl", help: "what a 3PL costs a month and an order, and from how many units stock beats dropshipping", run: runThreePL,
	in: []field{
		{name: "orders", note: "orders a month"},
		{name: "items_per_order", note: "mean items of an order, 1 or more (default 1)"},
		{name: "units_received", note: "units received a month (default orders x items_per_order)"},
		{name: "receiving_per_unit", note: "receiving one unit (default 0)"},
		{name: "storage_per_month", note: "storage a month, of one place when storage_places is given (default 0)"},
		{name: "storage_places", note: "bins, pallets or cubic metres (default 1)"},
		{name: "pick_base", note: "picking and packing an order with its first item (default 0)"},
		{name: "pick_extra", note: "each further item (default 0)"},
		{name: "materials", note: "packaging of an order (default 0)"},
		{name: "postage", note: "postage of an order (default 0)"},
		{name: "account_fee", note: "account fee a month (default 0)"},
		{name: "minimum", note: "least the 3PL charges a month (default 0)"},
		{name: "dropship_cost", note: "one unit dropshipped: supplier's price, shipping and drop fee"},
		{name: "stocked_cost", note: "one unit from stock without the fixed part: landed cost, receiving, picking, postage, capital"},
		{name: "fixed", note: "fixed cost of keeping stock a month (default storage and account fee)"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "monthly (at least the minimum), per_order (up to four decimals; null without orders), breakeven_units a month (rounded up), or null with " +
		"cheaper: dropship or stock when one of them always is; null alone when dropship_cost and stocked_cost are not given",
}

// ThreePLFees is the fee table of a 3PL. Storage is per place and month, Pick,
// Materials and Postage per order, Extra per further item.
type ThreePLFees struct {
	Receiving, Storage, Pick, Extra, Materials, Postage, Account, Minimum decimal.Decimal
}

// ThreePLVolume is a month's work; Items is the mean per order.
type ThreePLVolume struct{ Orders, Items, Received, Places decimal.Decimal }

// Monthly is what the 3PL charges for a month, at least its minimum. Source:
// domain rule 1.9, oracle PR-22.
func (f ThreePLFees) Monthly(v ThreePLVolume) decimal.Decimal {
	order := f.Pick.Add(f.Extra.Mul(v.Items.Sub(one))).Add(f.Materials).Add(f.Postage)
	sum := f.Receiving.Mul(v.Received).Add(f.Standing(v)).Add(order.Mul(v.Orders))
	return decimal.Max(sum, f.Minimum)
}

// Standing is the part of a month's charge that does not grow with orders.
func (f ThreePLFees) Standing(v ThreePLVolume) decimal.Decimal {
	return f.Storage.Mul(v.Places).Add(f.Account)
}

func runThreePL(in *input) (any, error) {
	v := ThreePLVolume{Orders: in.number("orders"), Items: in.numberOr("items_per_order", 1), Places: in.numberOr("storage_places", 1)}
	if v.Items.LessThan(one) {
		in.fail("items_per_order", "items_per_order is %s: an order has at least one item", v.Items)
	}
	v.Received = v.Orders.Mul(v.Items)
	if in.has("units_received") {
		v.Received = in.number("units_received")
	}
	f := ThreePLFees{
		Receiving: in.numberOr("receiving_per_unit", 0), Storage: in.numberOr("storage_per_month", 0), Pick: in.numberOr("pick_base", 0),
		Extra: in.numberOr("pick_extra", 0), Materials: in.numberOr("materials", 0), Postage: in.numberOr("postage", 0),
		Account: in.numberOr("account_fee", 0), Minimum: in.numberOr("minimum", 0),
	}
	c := in.currency()
	monthly, perOrder := f.Monthly(v), decimal.NullDecimal{}
	if v.Orders.IsPositive() {
		perOrder = decimal.NewNullDecimal(div(monthly, v.Orders))
	}
	units, cheaper := stockBreakeven(in, f.Standing(v))
	return struct {
		Monthly        string  `json:"monthly"`
		PerOrder       *string `json:"per_order"`
		BreakevenUnits *string `json:"breakeven_units"`
		Cheaper        string  `json:"cheaper,omitempty"`
	}{
		money(monthly, c), orNull(perOrder, func(d decimal.Decimal) string { return unitPrice(d, c) }),
		orNull(units, decimal.Decimal.String), cheaper,
	}, nil
}

// stockBreakeven compares dropshipping, which has no fixed cost, with stock.
func stockBreakeven(in *input, standing decimal.Decimal) (units decimal.NullDecimal, cheaper string) {
	dropship, stocked, fixed := in.maybe("dropship_cost"), in.maybe("stocked_cost"), in.maybe("fixed")
	if !fixed.Valid {
		fixed.Decimal = standing
	}
	if dropship.Valid != stocked.Valid {
		in.require("dropship_cost")
		in.require("stocked_cost")
	}
	if !dropship.Valid {
		return units, ""
	}
	units, side := Breakeven(CostLine{Variable: dropship.Decimal}, CostLine{fixed.Decimal, stocked.Decimal})
	return units, map[int]string{-1: "dropship", 1: "stock"}[side]
}

var reserveCalc = calculation{
	name: "reserve", help: "a risk buffer in percent of revenue, or what a payment provider's rolling reserve holds", run: runReserve,
	in: []field{
		{name: "revenue", note: "net revenue of the window"},
		{name: "losses", note: "losses of the window"},
		{name: "default_pct", note: "the usual buffer in percent, for a shop with little history (default 0)"},
		{name: "k_revenue", note: "how much revenue the usual buffer counts for (default 0)"},
		{name: "monthly", note: "sales a month; with pct and hold_days instead of revenue and losses"},
		{name: "pct", note: "share that is withheld in percent"},
		{name: "hold_days", note: "days until it is released; a month counts 30"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "pct (null without revenue), or held",
}

// Buffer is the risk buffer in percent of revenue: losses over revenue, drawn
// toward a usual percentage that counts for some revenue itself. Source:
// domain rule 1.7.
func Buffer(revenue, losses, usual, weight decimal.Decimal) decimal.NullDecimal {
	return percentOf(losses.Add(share(usual, weight)), revenue.Add(weight))
}

// Held is what a rolling reserve ties up once it runs steadily. Source: domain
// rule 1.7, oracle FE-09.
func Held(monthly, percent, days decimal.Decimal) decimal.Decimal {
	return div(share(percent, monthly).Mul(days), decimal.NewFromInt(30))
}

func runReserve(in *input) (any, error) {
	rolling := false
	for _, key := range []string{"monthly", "pct", "hold_days"} {
		rolling = rolling || in.has(key)
	}
	c := in.currency()
	if !rolling {
		pct := Buffer(in.number("revenue"), in.number("losses"), in.numberOr("default_pct", 0), in.numberOr("k_revenue", 0))
		return struct {
			Pct *string `json:"pct"`
		}{orNull(pct, percentText)}, nil
	}
	for _, key := range []string{"revenue", "losses", "default_pct", "k_revenue"} {
		if in.has(key) {
			in.fail(key, "%s does not go with monthly, pct and hold_days", key)
		}
	}
	in.require("pct")
	held := Held(in.number("monthly"), in.percent("pct"), in.number("hold_days"))
	return struct {
		Held string `json:"held"`
	}{money(held, c)}, nil
}
