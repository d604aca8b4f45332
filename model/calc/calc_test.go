package calc

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestRun_RefusesWrongInputAtItsField(t *testing.T) {
	for _, c := range []struct{ calc, in, field string }{
		{"price", `{"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":null,"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":"abc","target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":"","target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":"1,5","target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":" 1","target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":"1e2","target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":true,"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":{},"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":1e999999999,"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":-1,"target_margin_pct":"30"}`, "cost"},
		{"price", `{"cost":"10","target_margin_pct":"-30"}`, "target_margin_pct"},
		{"price", `{"cost":"10","tax_pct":"-100","target_profit":"1"}`, "tax_pct"},
		{"price", `{"cost":"10"}`, "target_margin_pct"},
		{"price", `{"cost":"10","target_margin_pct":"30","target_profit":"1"}`, "target_margin_pct"},
		{"price", `{"cost":"10","target_margin_pct":"30","tax_in_price":"yes"}`, "tax_in_price"},
		{"price", `{"cost":"10","target_margin_pct":"30","currency":"EURO"}`, "currency"},
		{"price", `{"cost":"10","target_margin_pct":"30","currency":{}}`, "currency"},
		{"price", `{"cost":"10","target_margin_pct":"30","margin":"1"}`, "margin"},
		{"price", `{"Cost":"10","target_margin_pct":"30"}`, "Cost"},
		{"price", `{"cost":"10","cost":"11","target_margin_pct":"30"}`, "cost"},
		{"margin", `{"cost":"10"}`, "price"},
		{"margin", `{"cost":"10","price":"20","margin_pct":"5"}`, "price"},
		{"margin", `{"price":"20"}`, "cost"},
		{"waterfall", `{"net_revenue":"10"}`, "costs"},
		{"waterfall", `{"net_revenue":"10","costs":{}}`, "costs"},
		{"waterfall", `{"net_revenue":"10","costs":["1"]}`, "costs[0]"},
		{"waterfall", `{"net_revenue":"10","costs":[{"level":5,"amount":"1"}]}`, "costs[0].level"},
		{"waterfall", `{"net_revenue":"10","costs":[{"level":1,"amount":"1"},{"level":1.5,"amount":"1"}]}`, "costs[1].level"},
		{"waterfall", `{"net_revenue":"10","costs":[{"amount":"1"}]}`, "costs[0].level"},
		{"waterfall", `{"net_revenue":"10","costs":[{"level":1}]}`, "costs[0].amount"},
		{"waterfall", `{"net_revenue":"10","costs":[{"level":1,"amount":"1","note":"x"}]}`, "costs[0].note"},
		{"breakeven", `{"fixed_a":"1","variable_a":"1","fixed_b":"1"}`, "variable_b"},
		{"breakeven", `{"fixed_a":"-1","variable_a":"1","fixed_b":"1","variable_b":"1"}`, "fixed_a"},
		{"roas", `{}`, "margin_pct"},
		{"roas", `{"margin_pct":"101"}`, "margin_pct"},
		{"roas", `{"costs":["1"]}`, "price"},
		{"roas", `{"price":"5","costs":["1","x"]}`, "costs[1]"},
		{"fee", `{"pct":"5"}`, "amount"},
		{"fee", `{"amount":"5","net_wanted":"5"}`, "amount"},
		{"fee", `{"amount":"-5","pct":"5"}`, "amount"},
		{"fee", `{"amount":"5","pct":"101"}`, "pct"},
		{"fee", `{"amount":"5","min":"2","max":"1"}`, "min"},
		{"fee", `{"amount":"5","tiers":[{"upto":"10","pct":"1"},{"upto":"10","pct":"1"}]}`, "tiers[1].upto"},
		{"fee", `{"amount":"5","tiers":[{"pct":"1"},{"upto":"10","pct":"1"}]}`, "tiers[0].upto"},
		{"fee", `{"amount":"5","tiers":[{"upto":"10"}]}`, "tiers[0].pct"},
		{"fee", `{"amount":"5","tiers":[{"pct":"5"}],"pct":"1"}`, "pct"},
		{"vat", `{"net":"10"}`, "rate_pct"},
		{"vat", `{"rate_pct":"20"}`, "net"},
		{"vat", `{"net":"10","gross":"12","rate_pct":"20"}`, "net"},
		{"vat", `{"net":"10","rate_pct":"20","rounding":"half_even"}`, "rounding"},
		{"vat", `{"gross":"10","rate_pct":"-100"}`, "rate_pct"},
		{"duty", `{"goods":"10"}`, "basis"},
		{"duty", `{"basis":"CIF","goods":"10","duty_pct":"1"}`, "basis"},
		{"duty", `{"basis":"cif","goods":"10"}`, "duty_pct"},
		{"duty", `{"basis":"flat","flat_per_line":"3"}`, "lines"},
		{"duty", `{"basis":"flat","lines":[{"hs":"610910"}]}`, "flat_per_line"},
		{"duty", `{"basis":"flat","flat_per_line":"3","lines":[{"quantity":"1"}]}`, "lines[0].hs"},
		{"duty", `{"basis":"flat","flat_per_line":"3","lines":[{"hs":"shoes"}]}`, "lines[0].hs"},
		{"duty", `{"basis":"flat","flat_per_line":"3","lines":[{"hs":"610910","quantity":"0"}]}`, "lines[0].quantity"},
		{"landed", `{"unit_cost":"1","units":"0"}`, "units"},
		{"landed", `{"unit_cost":"1"}`, "units"},
		{"landed", `{"unit_cost":"1","units":"1","duty_base":"all"}`, "duty_base"},
		{"allocate", `{"total":"1"}`, "weights"},
		{"allocate", `{"total":"1","weights":[]}`, "weights"},
		{"allocate", `{"total":"1","weights":["1","-1"]}`, "weights[1]"},
		{"allocate", `{"total":"1.005","weights":["1"]}`, "total"},
		{"allocate", `{"total":"99999999999999999999","weights":["1"]}`, "total"},
		{"allocate", `{"total":"1","weights":["99999999999999999999","0.1"]}`, "weights"},
		{"round", `{"digits":"1"}`, "value"},
		{"round", `{"value":"1","digits":"21"}`, "digits"},
		{"round", `{"value":"1","digits":"0.5"}`, "digits"},
		{"round", `{"value":"1","mode":"ceiling"}`, "mode"},
		{"fx", `{"amount":"1"}`, "rate"},
		{"fx", `{"amount":"1","rate":"0"}`, "rate"},
		{"fx", `{"amount":"1","booked_rate":"1","settled_rate":"2"}`, "kind"},
		{"fx", `{"amount":"1","rate":"1","kind":"debt"}`, "kind"},
		{"weighted", `{}`, "criteria"},
		{"weighted", `{"criteria":[]}`, "criteria"},
		{"weighted", `{"criteria":[{"weight":"0","score":"1"}]}`, "criteria"},
		{"weighted", `{"criteria":[{"weight":"1","score":"6","scale":"5"}]}`, "criteria[0].score"},
		{"weighted", `{"criteria":[{"weight":"1","score":"0","scale":"0"}]}`, "criteria[0].scale"},
		{"wilson", `{"success":"1"}`, "failure"},
		{"wilson", `{"success":"1","failure":"-1"}`, "failure"},
		{"shrink", `{"prior_mean":"1","prior_n":"1","mean":"1"}`, "n"},
		{"otif", `{"total":"1"}`, "both"},
		{"otif", `{"total":"1","both":"2"}`, "both"},
		{"otif", `{"total":"1","orders":[]}`, "orders"},
		{"otif", `{"orders":[{"on_time":true}]}`, "orders[0].in_full"},
		{"otif", `{"orders":[{"on_time":"true","in_full":true}]}`, "orders[0].on_time"},
		{"percentile", `{"values":["1"],"p":"90"}`, "p"},
		{"percentile", `{"values":["1",null],"p":"0.9"}`, "values[1]"},
		{"promise", `{"handling_days":"1"}`, "from"},
		{"promise", `{"from":"2026-02-30","handling_days":"1"}`, "from"},
		{"promise", `{"from":"yesterday","handling_days":"1"}`, "from"},
		{"promise", `{"from":"2026-02-28","handling_days":"1.5"}`, "handling_days"},
		{"promise", `{"from":"2026-02-28","handling_days":"-1"}`, "handling_days"},
		{"promise", `{"from":"2026-02-28","handling_days":"99999999"}`, "handling_days"},
		{"promise", `{"from":"2026-02-28"}`, "handling_days"},
		{"promise", `{"from":"2026-02-28","handling_days":"0","cutoff":"2pm"}`, "cutoff"},
		{"promise", `{"from":"2026-02-28","handling_days":"0","weekend":["Sat","Funday"]}`, "weekend[1]"},
		{"promise", `{"from":"2026-02-28","handling_days":"0","weekend":[1,2,3,4,5,6,7]}`, "weekend"},
		{"promise", `{"from":"2026-02-28","handling_days":"0","holidays":["2026-02-31"]}`, "holidays[0]"},
		{"reorder", `{"demand":"1","lead_time":"1"}`, "service_pct"},
		{"reorder", `{"demand":"1","lead_time":"1","service_pct":"100"}`, "service_pct"},
		{"reorder", `{"demand":"1","lead_time":"1","service_pct":"49"}`, "service_pct"},
		{"abc", `{}`, "items"},
		{"abc", `{"items":[{"units":"1","cost":"1"}]}`, "items[0].name"},
		{"abc", `{"items":[],"cuts":["80"]}`, "cuts"},
		{"abc", `{"items":[],"cuts":["80","101"]}`, "cuts"},
		{"abc", `{"items":[],"cuts":["90","20"]}`, "cuts"},
		{"threepl", `{}`, "orders"},
		{"threepl", `{"orders":"1","items_per_order":"0.5"}`, "items_per_order"},
		{"threepl", `{"orders":"1","dropship_cost":"5"}`, "stocked_cost"},
		{"reserve", `{}`, "revenue"},
		{"reserve", `{"monthly":"5","pct":"1"}`, "hold_days"},
		{"reserve", `{"monthly":"5","pct":"1","hold_days":"2","losses":"1"}`, "losses"},
		{"round", ``, ""},
		{"round", `[]`, ""},
		{"round", `{`, ""},
		{"round", `{"value":"1"} x`, ""},
		{"round", `{"value":"1"}{}`, ""},
		{"round", `null`, ""},
		{"round", `{"value":}`, ""},
		{"round", `{"value":"1",}`, ""},
		{"round", "\xff", ""},
	} {
		out, err := Run(c.calc, []byte(c.in))
		var e *model.Error
		if !errors.As(err, &e) || e.Code != model.Invalid || e.Field != c.field || e.Message == "" || out != nil {
			t.Errorf("%s %s: %v, %#v; want it refused at %q", c.calc, c.in, out, err, c.field)
		}
	}
}

func TestRun_NamesTheLimitOfAnImpossibleWish(t *testing.T) {
	for _, c := range []struct{ calc, in, limit string }{
		{"price", `{"cost":"10","target_margin_pct":"95","pct_fees_on_gross":"8"}`, "92.00"},
		{"price", `{"cost":"10","target_margin_pct":"80","pct_fees_on_gross":"10","pct_fees_on_net":"5","ads_pct":"10","tax_pct":"20"}`, "73.00"},
		{"price", `{"cost":"10","target_margin_pct":"92","pct_fees_on_gross":"8"}`, "92.00"},
		{"price", `{"cost":"10","target_profit":"1","pct_fees_on_gross":"60","ads_pct":"40"}`, "0.00"},
		{"margin", `{"cost":"10","margin_pct":"100"}`, "below 100"},
		{"roas", `{"price":"10","costs":["4","6"]}`, "maximum cost per order is 0"},
		{"roas", `{"margin_pct":"0"}`, "maximum cost per order is 0"},
		{"fee", `{"net_wanted":"10","pct":"100"}`, "most that is left is 0.00"},
		{"fee", `{"net_wanted":"10","tiers":[{"upto":"5","pct":"10"},{"pct":"100"}]}`, "most that is left is 4.50"},
	} {
		_, err := Run(c.calc, []byte(c.in))
		if model.CodeOf(err) != model.Impossible || !strings.Contains(err.Error(), c.limit) {
			t.Errorf("%s %s: %v; want it impossible, naming %q", c.calc, c.in, err, c.limit)
		}
	}
	if _, err := Run("pricing", nil); model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), "waterfall") {
		t.Errorf("an unknown calculation gives %v", err)
	}
}

func TestDescribe_TellsEveryFieldOfEveryCalculation(t *testing.T) {
	if len(Names()) != 22 || !slices.Contains(Names(), "threepl") {
		t.Errorf("the calculations are %v", Names())
	}
	for _, c := range calculations {
		text := Describe(c.name)
		for _, f := range c.in {
			if f.note == "" || !strings.Contains(text, "  "+f.name+" ") {
				t.Errorf("%s does not describe %s:\n%s", c.name, f.name, text)
			}
		}
		if c.help == "" || !strings.Contains(text, "out:\n  "+c.out) {
			t.Errorf("%s is not described:\n%s", c.name, text)
		}
	}
	if Describe("pricing") != "" {
		t.Error("an unknown name has no description")
	}
}

func TestWilson_MatchesPublishedBoundsToTwelveDecimals(t *testing.T) {
	for _, c := range []struct{ success, failure, low, high string }{
		{"0", "1", "0", "0.7934567085261071"},
		{"1", "0", "0.20654329147389294", "1"},
		{"1", "1", "0.09452865480086611", "0.905471345199134"},
		{"10", "1", "0.6226353745137962", "0.9837682477371741"},
		{"90", "10", "0.8256326956323345", "0.9447714583868639"},
		{"0", "100", "0", "0.03699480747600191"},
	} {
		out := run(t, "wilson", fmt.Sprintf(`{"success":"%s","failure":"%s","z":"1.96"}`, c.success, c.failure))
		for key, want := range map[string]string{"low": c.low, "high": c.high} {
			if off := dec(out[key].(string)).Sub(dec(want)).Abs(); off.GreaterThan(decimal.New(1, -12)) {
				t.Errorf("SC-08 %s of %s:%s is %v, want %s", key, c.success, c.failure, out[key], want)
			}
		}
	}
	if got := run(t, "wilson", `{"success":"0","failure":"1"}`)["low"]; got != "0" {
		t.Errorf("the lower bound of no success is %v", got)
	}
}

func TestNormalQuantile_MatchesTables(t *testing.T) {
	for service, want := range map[string]string{
		"50": "0", "84.1344746068543": "1.000000000000", "90": "1.281551565545", "95": "1.644853626951", "97": "1.880793608151", "97.5": "1.959963984540",
		"98": "2.053748910632", "99": "2.326347874041", "99.9": "3.090232306168", "99.999": "4.264890793923",
	} {
		got, err := NormalQuantile(dec(service))
		if off := got.Sub(dec(want)).Abs(); err != nil || off.GreaterThan(decimal.New(1, -10)) {
			t.Errorf("z of %s %% is %s, %v; want %s", service, got, err, want)
		}
	}
}

func TestTrimmed_KeepsTheDecimalsThatMatter(t *testing.T) {
	for _, c := range []struct {
		value       string
		most, least int32
		want        string
	}{{"60", 4, 2, "60.00"}, {"33.33333", 4, 2, "33.3333"}, {"8.125", 4, 2, "8.125"}, {"-0.00001", 4, 2, "0.00"}, {"100", 6, 0, "100"}, {"2.950", 6, 0, "2.95"}, {"0.075", 4, 0, "0.075"}, {"5", 4, 4, "5.0000"}} {
		if got := trimmed(dec(c.value), c.most, c.least); got != c.want {
			t.Errorf("%s with %d to %d decimals is %q, want %q", c.value, c.least, c.most, got, c.want)
		}
	}
}

// randomJSON makes an input that is often almost right: known keys, odd values.
func randomJSON(r *rand.Rand, fields []field) map[string]any {
	odd := []any{
		"0", "1", "-1", "12.5", "100", "99.999", "0.0000000001", "9999999999999999999999999999999999999", -3, 1e-9, 7, nil, true, "", "x", "EUR", "JPY",
		"cif", "flat", "down", "inverse", "asset", "2026-11-20", "14:00",
		[]any{},
		[]any{"1", "2"},
		[]any{"80", 95},
		[]any{1, -1},
		map[string]any{},
	}
	m := map[string]any{}
	for _, f := range fields {
		switch {
		case r.IntN(5) == 0:
		case f.items != nil && r.IntN(4) > 0:
			list := []any{}
			for range r.IntN(4) {
				list = append(list, randomJSON(r, f.items))
			}
			m[f.name] = list
		default:
			m[f.name] = odd[r.IntN(len(odd))]
		}
	}
	return m
}

func sound(t *testing.T, name string, in []byte) {
	t.Helper()
	out, err := Run(name, in)
	var e *model.Error
	switch {
	case err == nil:
		if _, merr := json.Marshal(out); merr != nil {
			t.Fatalf("%s %s: the result does not marshal: %v", name, in, merr)
		}
	case !errors.As(err, &e) || (e.Code != model.Invalid && e.Code != model.Impossible && e.Code != model.NotFound):
		t.Fatalf("%s %s: %#v", name, in, err)
	}
}

func TestRun_NeverPanicsOnAlmostRightInput(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range calculations {
		for range 2000 {
			in, err := json.Marshal(randomJSON(r, c.in))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, c.name, in)
		}
	}
}

func FuzzRun(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for i, c := range calculations {
		in, _ := json.Marshal(randomJSON(r, c.in))
		f.Add(uint8(i), in)
		f.Add(uint8(i), []byte(`{}`))
	}
	f.Fuzz(func(t *testing.T, i uint8, in []byte) { sound(t, calculations[int(i)%len(calculations)].name, in) })
}
