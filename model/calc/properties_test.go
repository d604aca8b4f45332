package calc

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
)

func amount(low, high int64) *rapid.Generator[decimal.Decimal] {
	return rapid.Map(rapid.Int64Range(low, high), func(cents int64) decimal.Decimal { return decimal.New(cents, -2) })
}

func TestPrice_ReachesItsTargetAndACentLessDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := PriceWish{
			Cost: amount(1, 1e7).Draw(t, "cost"), FixedFees: amount(0, 1000).Draw(t, "fixed"),
			GrossFees: amount(0, 2500).Draw(t, "gross fees"), NetFees: amount(0, 1000).Draw(t, "net fees"), Ads: amount(0, 2000).Draw(t, "ads"),
			Tax: amount(0, 2700).Draw(t, "tax"), TaxInPrice: rapid.Bool().Draw(t, "in price"), FeesIncludeAddedTax: rapid.Bool().Draw(t, "fees on tax"),
			Currency: rapid.SampledFrom([]model.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency"),
		}
		byMargin := rapid.Bool().Draw(t, "by margin")
		target := amount(0, 6000).Draw(t, "target")
		if byMargin {
			w.TargetMargin = decimal.NewNullDecimal(target)
		} else {
			w.TargetProfit = decimal.NewNullDecimal(target)
		}
		r, err := Price(w)
		if err != nil {
			if model.CodeOf(err) != model.Impossible || !byMargin {
				t.Fatal(err)
			}
			return
		}
		reached := func(r PriceResult) bool {
			tiny := decimal.New(1, -30)
			if byMargin {
				return r.Margin.Decimal.Add(tiny).GreaterThanOrEqual(target)
			}
			return r.Profit.Add(tiny).GreaterThanOrEqual(target)
		}
		if !reached(r) {
			t.Fatalf("%+v misses its target %s", r, target)
		}
		if less := w.forward(r.Gross.Sub(decimal.New(1, -int32(w.Currency.Digits())))); less.Gross.IsPositive() && reached(less) {
			t.Fatalf("%s would have been enough, not %s", less.Gross, r.Gross)
		}
		if sum := r.Net.Add(r.Tax); !sum.Equal(r.BuyerPays) || (w.TaxInPrice && !sum.Equal(r.Gross)) || !toMinor(r.Gross, w.Currency).Equal(r.Gross) {
			t.Fatalf("%+v does not add up", r)
		}
	})
}

func TestFee_GrossForIsTheLowestChargeThatLeavesTheNet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fee{Percent: amount(0, 3000).Draw(t, "percent"), Fixed: amount(0, 100).Draw(t, "fixed")}
		if rapid.Bool().Draw(t, "banded") {
			f.Bands = []FeeBand{{amount(1, 5000).Draw(t, "upto"), amount(0, 10000).Draw(t, "band percent")}}
		}
		if rapid.Bool().Draw(t, "bounded") {
			f.Min = decimal.NewNullDecimal(amount(0, 100).Draw(t, "min"))
			f.Max = decimal.NewNullDecimal(f.Min.Decimal.Add(amount(0, 1000).Draw(t, "max")))
		}
		net := amount(0, 1e6).Draw(t, "net")
		gross, err := f.GrossFor(net, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		if left := gross.Sub(toMinor(f.On(gross), "EUR")); left.LessThan(net) {
			t.Fatalf("%s leaves %s of %s", gross, left, net)
		}
		if less := gross.Sub(decimal.New(1, -2)); !less.IsNegative() && less.Sub(f.On(less)).GreaterThanOrEqual(net) {
			t.Fatalf("%s would have been enough, not %s", less, gross)
		}
	})
}

func TestVAT_NetAndTaxAddUpToGross(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value, rate := decimal.New(rapid.Int64Range(-1e9, 1e9).Draw(t, "value"), -4), amount(0, 3000).Draw(t, "rate")
		mode := rapid.SampledFrom([]model.Rounding{model.HalfUp, model.Down}).Draw(t, "mode")
		c := rapid.SampledFrom([]model.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")
		for _, v := range []VAT{VATOnNet(value, rate, mode, c), VATInGross(value, rate, mode, c)} {
			if !v.Net.Add(v.Tax).Equal(v.Gross) || !toMinor(v.Net, c).Equal(v.Net) || !toMinor(v.Tax, c).Equal(v.Tax) {
				t.Fatalf("%s at %s %%: %+v", value, rate, v)
			}
		}
	})
}

func TestAllocate_PartsSumToTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "total"), -2)
		weights := rapid.SliceOfN(amount(0, 1e6), 1, 30).Draw(t, "weights")
		in, _ := json.Marshal(map[string]any{"total": total, "weights": weights})
		out, err := Run("allocate", in)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := json.Marshal(out)
		var r struct{ Parts []decimal.Decimal }
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		var sum decimal.Decimal
		for _, p := range r.Parts {
			sum = sum.Add(p)
		}
		if !sum.Equal(total) {
			t.Fatalf("%s gives %s", in, data)
		}
	})
}

func TestPercentile_LiesBetweenTheValuesAndRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(amount(-1e6, 1e6), 1, 30).Draw(t, "values")
		p, q := amount(0, 100).Draw(t, "p"), amount(0, 100).Draw(t, "q")
		low, high := Percentile(values, decimal.Min(p, q)).Decimal, Percentile(values, decimal.Max(p, q)).Decimal
		smallest, largest := decimal.Min(values[0], values[1:]...), decimal.Max(values[0], values[1:]...)
		if low.LessThan(smallest) || high.GreaterThan(largest) || low.GreaterThan(high) {
			t.Fatalf("%v: %s at %s, %s at %s", values, low, p, high, q)
		}
	})
}

func TestBreakeven_IsWhereTheTwoWaysMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := CostLine{amount(0, 1e6).Draw(t, "fixed a"), amount(0, 1000).Draw(t, "variable a")}
		b := CostLine{amount(0, 1e6).Draw(t, "fixed b"), amount(0, 1000).Draw(t, "variable b")}
		at := func(l CostLine, q decimal.Decimal) decimal.Decimal { return l.Fixed.Add(l.Variable.Mul(q)) }
		q, cheaper := Breakeven(a, b)
		if !q.Valid {
			for _, n := range []int64{1, 1000, math.MaxInt32} {
				if got := at(b, decimal.NewFromInt(n)).Compare(at(a, decimal.NewFromInt(n))); got != -cheaper && (cheaper == 0 || got != 0) {
					t.Fatalf("at %d pieces a costs %s and b %s, said %d", n, at(a, decimal.NewFromInt(n)), at(b, decimal.NewFromInt(n)), cheaper)
				}
			}
			return
		}
		before, here := q.Decimal.Sub(one), q.Decimal
		if at(a, decimal.Zero).Compare(at(b, decimal.Zero))*at(a, here).Compare(at(b, here)) > 0 {
			t.Fatalf("the ways have not met at %s", here)
		}
		if at(a, decimal.Zero).Compare(at(b, decimal.Zero)) != at(a, before).Compare(at(b, before)) {
			t.Fatalf("the ways met before %s", here)
		}
	})
}
