package calc

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var allocateCalc = calculation{
	name: "allocate", help: "splits an amount by weights so that the parts sum to it exactly", run: runAllocate,
	in: []field{
		{name: "total", note: "what is split, in whole minor units; negative for a refund"},
		{name: "weights", note: "list of weights; a weight of 0 gets nothing, all 0 split equally"},
		{name: "currency", note: "ISO code, sets the minor unit (default two decimals)"},
	},
	out: "parts, one for each weight, by largest remainder, ties to the earlier part",
}

// wholeWeights scales decimal weights to the whole numbers that model.Allocate
// splits by, in the same proportion. ok is false when they need more than 18
// digits.
func wholeWeights(weights []decimal.Decimal) (whole []int64, ok bool) {
	var decimals int32
	for _, w := range weights {
		decimals = max(decimals, -w.Exponent())
	}
	whole = make([]int64, len(weights))
	for i, w := range weights {
		scaled := w.Shift(decimals)
		if scaled.GreaterThan(decimal.NewFromInt(math.MaxInt64)) {
			return nil, false
		}
		whole[i] = scaled.IntPart()
	}
	return whole, true
}

func runAllocate(in *input) (any, error) {
	c := in.currency()
	total, weights := in.signed("total"), in.numbers("weights")
	if !toMinor(total, c).Equal(total) {
		in.fail("total", "total is %s: it has more than %d decimals, more than can be paid", total, c.Digits())
	}
	amount, err := model.AmountOf(total)
	if err != nil || amount == math.MinInt64 {
		in.fail("total", "total is %s: an amount of that size cannot be kept", total)
	}
	if len(weights) == 0 {
		in.fail("weights", "weights is empty: give at least one")
	}
	for i, w := range weights {
		if w.IsNegative() {
			in.fail(fmt.Sprintf("weights[%d]", i), "weights[%d] is %s: it cannot be negative", i, w)
		}
	}
	whole, ok := wholeWeights(weights)
	if !ok {
		in.fail("weights", "the weights have more than 18 digits between the largest and the finest: round them")
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	parts := model.Allocate(amount, whole, c.Minor())
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.Text(c)
	}
	return struct {
		Parts []string `json:"parts"`
	}{texts}, nil
}

var roundCalc = calculation{
	name: "round", help: "rounds a number", run: runRound,
	in: []field{
		{name: "value", note: "the number"},
		{name: "digits", note: "decimals to keep, -20 to 20; negative: tens, hundreds (default 2)"},
		{name: "mode", note: "half_up (away from zero, default), half_even, down (toward zero), up (away from zero)"},
	},
	out: "value, with exactly that many decimals",
}

func runRound(in *input) (any, error) {
	value, digits := in.signed("value"), int32(in.whole("digits", 2, -20, 20))
	mode := in.text("mode", string(model.HalfUp), string(model.HalfEven), string(model.Down), string(model.Up))
	return struct {
		Value string `json:"value"`
	}{model.Round(value, digits, model.Rounding(mode)).StringFixed(max(digits, 0))}, nil
}

var fxCalc = calculation{
	name: "fx", help: "foreign money in base currency, and the difference between booking and settlement", run: runFX,
	in: []field{
		{name: "amount", note: "amount in foreign currency"},
		{name: "rate", note: "exchange rate for base"},
		{name: "quote", note: "direct (default): base money for one foreign unit, multiplied; inverse: foreign money for one base unit, divided"},
		{name: "booked_rate", note: "rate of the day the item was booked"},
		{name: "settled_rate", note: "rate of the day it was paid, or the closing rate"},
		{name: "kind", note: "asset (receivable) or liability (payable); required with booked_rate and settled_rate"},
		{name: "currency", note: "ISO code of the base currency, sets the decimals (default two)"},
	},
	out: "base, booked, settled (each null without its rate), difference (positive: gain; null unless both are known)",
}

// InBase converts foreign money to base money. An inverse quote divides, since
// inverting the rate first would round it. The rate has to be above zero.
func InBase(amount, rate decimal.Decimal, inverse bool) decimal.Decimal {
	if inverse {
		return div(amount, rate)
	}
	return amount.Mul(rate)
}

// FXDifference is the realised difference, positive for a gain: an asset gains
// when it settles higher, a liability when it settles lower. Source: domain
// rule 1.10, oracles AC-01 to AC-04.
func FXDifference(booked, settled decimal.Decimal, liability bool) decimal.Decimal {
	if liability {
		return booked.Sub(settled)
	}
	return settled.Sub(booked)
}

func runFX(in *input) (any, error) {
	amount, c := in.signed("amount"), in.currency()
	inverse := in.text("quote", "direct", "inverse") == "inverse"
	liability := in.text("kind", "asset", "liability") == "liability"
	given := 0
	convert := func(key string) (n decimal.NullDecimal) {
		if !in.has(key) {
			return n
		}
		given++
		if rate := in.positive(key); rate.IsPositive() {
			n = decimal.NewNullDecimal(toMinor(InBase(amount, rate, inverse), c))
		}
		return n
	}
	base, booked, settled := convert("rate"), convert("booked_rate"), convert("settled_rate")
	if given == 0 {
		in.fail("rate", "give rate, or booked_rate and settled_rate")
	}
	difference := decimal.NullDecimal{}
	if booked.Valid && settled.Valid {
		in.require("kind")
		difference = decimal.NewNullDecimal(FXDifference(booked.Decimal, settled.Decimal, liability))
	}
	write := func(d decimal.Decimal) string { return money(d, c) }
	return struct {
		Base       *string `json:"base"`
		Booked     *string `json:"booked"`
		Settled    *string `json:"settled"`
		Difference *string `json:"difference"`
	}{orNull(base, write), orNull(booked, write), orNull(settled, write), orNull(difference, write)}, nil
}
