package calc

import (
	"encoding/json"
	"reflect"
	"testing"
)

// run gives the JSON of a calculation as a map, as a script would see it.
func run(t testing.TB, name, in string) map[string]any {
	t.Helper()
	out, err := Run(name, []byte(in))
	if err != nil {
		t.Fatalf("%s %s: %v", name, in, err)
	}
	data, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

type example struct{ name, calc, in, want string }

// check compares the keys of want; the result may hold more.
func check(t *testing.T, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got := run(t, e.calc, e.in)
			var want map[string]any
			if err := json.Unmarshal([]byte(e.want), &want); err != nil {
				t.Fatal(err)
			}
			for key, w := range want {
				if g, ok := got[key]; !ok || !reflect.DeepEqual(g, w) {
					t.Errorf("%s is %v, want %v", key, g, w)
				}
			}
		})
	}
}

func TestPublishedExamples_Profit(t *testing.T) {
	check(t, []example{
		{
			"PR-01", "waterfall", `{"net_revenue":"140","costs":[{"level":1,"amount":"56"},{"level":2,"amount":"6"},{"level":2,"amount":"2.50"},{"level":"2","amount":4.20},{"level":2,"amount":"10"}]}`,
			`{"cm1":"84.00","cm1_pct":"60.00","cm2":"61.30","cm3":"61.30","cm4":"61.30"}`,
		},
		{
			"PR-03 A", "waterfall", `{"net_revenue":"99","costs":[{"level":2,"amount":"59"},{"level":3,"amount":"6"},{"level":3,"amount":"1.20"},{"level":3,"amount":"0.60"}]}`,
			`{"cm2":"40.00","cm3":"32.20","cm3_pct":"32.5253"}`,
		},
		{
			"PR-03 B", "waterfall", `{"net_revenue":"99","costs":[{"level":2,"amount":"59"},{"level":3,"amount":"9"},{"level":3,"amount":"2.40"},{"level":3,"amount":"1.20"}]}`,
			`{"cm3":"27.40","cm3_pct":"27.6768"}`,
		},
		{
			"a fully refunded order has no percentages", "waterfall", `{"net_revenue":0,"costs":[{"level":1,"amount":"3"},{"level":4,"amount":"-1"}]}`,
			`{"cm1":"-3.00","cm1_pct":null,"cm4":"-2.00","cm4_pct":null}`,
		},
		{"PR-04 fee", "fee", `{"amount":"60","pct":"2.9","fixed":"0.30"}`, `{"fee":"2.04","net":"57.96","gross":"60.00"}`},
		{"PR-04", "roas", `{"price":"60","costs":["15","6","2.04","3"]}`, `{"breakeven_roas":"1.7668","max_cpa":"33.96"}`},
		{"PR-05", "roas", `{"price":"50","costs":["15","10"]}`, `{"breakeven_roas":"2.00","max_cpa":"25.00"}`},
		{"PR-15", "roas", `{"margin_pct":"50"}`, `{"breakeven_roas":"2.00","max_cpa":null}`},
		{"PR-15 with a price", "roas", `{"margin_pct":"50","price":"80"}`, `{"breakeven_roas":"2.00","max_cpa":"40.00"}`},
		{"PR-08", "margin", `{"cost":"40","markup_pct":"50"}`, `{"price":"60.00","profit":"20.00","margin_pct":"33.3333","markup_pct":"50.00"}`},
		{"PR-08 backwards", "margin", `{"cost":"40","price":"60"}`, `{"cost":"40.00","profit":"20.00","margin_pct":"33.3333","markup_pct":"50.00"}`},
		{"margin to price", "margin", `{"cost":"10","margin_pct":"30"}`, `{"price":"14.29","profit":"4.29","margin_pct":"30.00","markup_pct":"42.8571"}`},
		{"free goods have no markup", "margin", `{"cost":"0","price":"5"}`, `{"margin_pct":"100.00","markup_pct":null}`},
		{"a price of nothing has no margin", "margin", `{"cost":"5","price":"0"}`, `{"profit":"-5.00","margin_pct":null,"markup_pct":"-100.00"}`},
		{"PR-10", "price", `{"cost":"10","target_margin_pct":"30","pct_fees_on_gross":"8"}`, `{"gross":"16.13","net":"16.13","tax":"0.00","fees":"1.29","exact_gross":"16.129032"}`},
		{"PR-11", "price", `{"cost":"17","fixed_fees":"0.30","pct_fees_on_gross":"15","target_profit":"0"}`, `{"gross":"20.36","exact_gross":"20.352941"}`},
		{
			"PR-12", "price", `{"cost":"100","target_margin_pct":"25","tax_pct":"20","tax_in_price":true}`,
			`{"gross":"160.00","net":"133.33","tax":"26.67","buyer_pays":"160.00","profit":"33.33","margin_pct":"25.00","markup_pct":"33.3333","exact_gross":"160.000000"}`,
		},
		{
			"fees on the tax added on top", "price", `{"cost":"20","pct_fees_on_gross":"10","tax_pct":"8","tax_in_price":false,"fees_include_added_tax":true,"target_margin_pct":"20"}`,
			`{"gross":"28.91","net":"28.91","tax":"2.31","buyer_pays":"31.22","fees":"3.12","profit":"5.79","exact_gross":"28.901734"}`,
		},
		{
			"fees without the tax added on top", "price", `{"cost":"20","pct_fees_on_gross":"10","tax_pct":"8","tax_in_price":false,"target_margin_pct":"20"}`,
			`{"gross":"28.58","tax":"2.29","fees":"2.86","exact_gross":"28.571429"}`,
		},
		{"PR-14", "price", `{"cost":"326","pct_fees_on_gross":"15","tax_pct":"20","target_profit":"0"}`, `{"exact_gross":"477.073171"}`},
		{"summing the percentages, not dividing twice", "price", `{"cost":"2.59","fixed_fees":"0.20","pct_fees_on_gross":"12.9","target_margin_pct":"15"}`, `{"gross":"3.87"}`},
		{"a price in yen", "price", `{"cost":"1000","target_margin_pct":"30","currency":"jpy","tax_pct":"10"}`, `{"gross":"1572","net":"1429","tax":"143","profit":"429"}`},
		{"nothing to cover", "price", `{"cost":"0","target_margin_pct":"30"}`, `{"gross":"0.00","margin_pct":null,"markup_pct":null}`},
		{"PR-17", "breakeven", `{"fixed_a":"12000","variable_a":"3.50","fixed_b":"36000","variable_b":"2.00"}`, `{"quantity":"16000"}`},
		{"PR-19", "breakeven", `{"fixed_a":"360000","variable_a":"-120","fixed_b":"315000","variable_b":"-90"}`, `{"quantity":"1500"}`},
		{"PR-21 equal variable costs", "breakeven", `{"fixed_a":"100","variable_a":"2","fixed_b":"90","variable_b":"2"}`, `{"quantity":null,"cheaper":"b"}`},
		{"PR-21 crossing below zero", "breakeven", `{"fixed_a":"100","variable_a":"2","fixed_b":"150","variable_b":"3"}`, `{"quantity":null,"cheaper":"a"}`},
		{"equal fixed costs", "breakeven", `{"fixed_a":"100","variable_a":"2","fixed_b":"100","variable_b":"1"}`, `{"quantity":null,"cheaper":"b"}`},
		{"the same twice", "breakeven", `{"fixed_a":"1","variable_a":"2","fixed_b":"1","variable_b":"2"}`, `{"quantity":null,"cheaper":null}`},
		{"a broken quantity is rounded up", "breakeven", `{"fixed_a":"0","variable_a":"3","fixed_b":"100","variable_b":"0"}`, `{"quantity":"34"}`},
		{
			"PR-22", "threepl", `{"orders":"1200","items_per_order":"1.5","pick_base":"3.43","pick_extra":"0.50","materials":"0.50","postage":"5.50","storage_per_month":"200","account_fee":"100"}`,
			`{"monthly":"11916.00","per_order":"9.93","breakeven_units":null}`,
		},
		{"a month below the minimum", "threepl", `{"orders":"0","minimum":"250","account_fee":"20"}`, `{"monthly":"250.00","per_order":null}`},
		{
			"3PL against dropshipping", "threepl", `{"orders":"10","storage_per_month":"10","storage_places":"3","account_fee":"70","dropship_cost":"9.50","stocked_cost":"6.50"}`,
			`{"monthly":"100.00","per_order":"10.00","breakeven_units":"34"}`,
		},
		{"stock that costs more a unit never pays", "threepl", `{"orders":"10","fixed":"5","dropship_cost":"6","stocked_cost":"6.50"}`, `{"breakeven_units":null,"cheaper":"dropship"}`},
		{
			"PR-24", "landed", `{"unit_cost":"8.00","units":"500","freight_per_unit":"2.50","duty_pct":"6","duty_base":"goods_freight","insurance_pct":"1.5","clearance":"150"}`,
			`{"per_unit":"11.55","total":"5775.00"}`,
		},
		{"PR-25", "landed", `{"unit_cost":"0","units":"100","clearance":"150"}`, `{"per_unit":"1.50","total":"150.00"}`},
		{"PR-25 below a cent", "landed", `{"unit_cost":"0","units":"2000","clearance":"150"}`, `{"per_unit":"0.075"}`},
	})
}

func TestPublishedExamples_FeesAndReserves(t *testing.T) {
	check(t, []example{
		{"FE-01", "fee", `{"amount":"100","pct":"2.9","fixed":"0.30"}`, `{"fee":"3.20","net":"96.80"}`},
		{"FE-02", "fee", `{"net_wanted":"100","pct":"2.9","fixed":"0.30"}`, `{"gross":"103.30","fee":"3.30","net":"100.00"}`},
		{"FE-02 a cent less is not enough", "fee", `{"amount":"103.29","pct":"2.9","fixed":"0.30"}`, `{"net":"99.99"}`},
		{"FE-05 transaction", "fee", `{"amount":"60","pct":"6.5"}`, `{"fee":"3.90"}`},
		{"FE-05 processing", "fee", `{"amount":"50","pct":"3","fixed":"0.25"}`, `{"fee":"1.75"}`},
		{"FE-05 offsite ads", "fee", `{"amount":"50","pct":"15"}`, `{"fee":"7.50"}`},
		{"FE-05 conversion", "fee", `{"amount":"50","pct":"2.5"}`, `{"fee":"1.25"}`},
		{"FE-07 item", "fee", `{"amount":"95","pct":"9"}`, `{"fee":"8.55"}`},
		{"FE-07 shipping", "fee", `{"amount":"5","pct":"9"}`, `{"fee":"0.45"}`},
		{"FE-07 cap", "fee", `{"amount":"3010","pct":"9","max":"250"}`, `{"fee":"250.00","net":"2760.00"}`},
		{"FE-07 without the cap", "fee", `{"amount":"3010","pct":"9"}`, `{"fee":"270.90"}`},
		{"FE-08", "fee", `{"amount":"40","pct":"15","min":"0.30"}`, `{"fee":"6.00"}`},
		{"FE-08 minimum", "fee", `{"amount":"1","pct":"15","min":"0.30"}`, `{"fee":"0.30","net":"0.70"}`},
		{"PR-14 fee on the price with tax", "fee", `{"amount":"450","pct":"15"}`, `{"fee":"67.50"}`},
		{"15 % up to 300 then 8 %, open band", "fee", `{"amount":"500","tiers":[{"upto":"300","pct":"15"},{"pct":"8"}]}`, `{"fee":"61.00"}`},
		{"15 % up to 300 then 8 %, rest in pct", "fee", `{"amount":"500","tiers":[{"upto":"300","pct":"15"}],"pct":"8"}`, `{"fee":"61.00"}`},
		{"inside the first band", "fee", `{"amount":"300","tiers":[{"upto":"300","pct":"15"},{"upto":null,"pct":"8"}]}`, `{"fee":"45.00"}`},
		{"the charge across bands", "fee", `{"net_wanted":"439","tiers":[{"upto":"300","pct":"15"},{"pct":"8"}]}`, `{"gross":"500.00","net":"439.00"}`},
		{"the charge under a cap", "fee", `{"net_wanted":"2760","pct":"9","max":"250"}`, `{"gross":"3010.00","fee":"250.00"}`},
		{"the charge over a minimum", "fee", `{"net_wanted":"0.70","pct":"15","min":"0.30"}`, `{"gross":"1.00"}`},
		{"nothing wanted, nothing charged", "fee", `{"net_wanted":"0","pct":"15"}`, `{"gross":"0.00","net":"0.00"}`},
		{"a capped fee of 100 %", "fee", `{"net_wanted":"10","pct":"100","max":"5"}`, `{"gross":"15.00"}`},
		{"FE-09", "reserve", `{"monthly":"100000","pct":"10","hold_days":"180"}`, `{"held":"60000.00"}`},
		{"a young shop's buffer stays near the usual one", "reserve", `{"revenue":"1000","losses":"100","default_pct":"2.5","k_revenue":"9000"}`, `{"pct":"3.25"}`},
		{"no revenue, no buffer", "reserve", `{"revenue":"0","losses":"100"}`, `{"pct":null}`},
	})
}

func TestPublishedExamples_TaxAndDuty(t *testing.T) {
	check(t, []example{
		{"TX-01 20 %", "vat", `{"net":"100","rate_pct":"20"}`, `{"net":"100.00","vat":"20.00","gross":"120.00"}`},
		{"TX-01 5 %", "vat", `{"net":"100","rate_pct":"5"}`, `{"vat":"5.00","gross":"105.00"}`},
		{"TX-02 15 %", "vat", `{"gross":"115","rate_pct":"15"}`, `{"net":"100.00","vat":"15.00"}`},
		{"TX-02 17.5 %", "vat", `{"gross":"117.50","rate_pct":"17.5"}`, `{"vat":"17.50"}`},
		{"TX-02 20 %", "vat", `{"gross":"120","rate_pct":20}`, `{"vat":"20.00"}`},
		{"TX-04", "vat", `{"gross":"69.99","rate_pct":"20"}`, `{"net":"58.33","vat":"11.66","gross":"69.99"}`},
		{"TX-05", "vat", `{"gross":"12.2388","rate_pct":"20","rounding":"down"}`, `{"gross":"12.24","vat":"2.03","net":"10.21"}`},
		{"TX-05 from net", "vat", `{"net":"10.199","rate_pct":"20","rounding":"down"}`, `{"vat":"2.03","gross":"12.23"}`},
		{"a refund", "vat", `{"gross":"-69.99","rate_pct":"20"}`, `{"net":"-58.33","vat":"-11.66","gross":"-69.99"}`},
		{"TX-07 coat", "vat", `{"net":"140","rate_pct":"20"}`, `{"vat":"28.00","gross":"168.00"}`},
		{"TX-07 transport", "vat", `{"net":"15","rate_pct":"20"}`, `{"vat":"3.00","gross":"18.00"}`},
		{"VAT in yen", "vat", `{"net":"999","rate_pct":"10","currency":"JPY"}`, `{"net":"999","vat":"100","gross":"1099"}`},
		{
			"TX-10", "duty", `{"basis":"flat","flat_per_line":"3","lines":[{"hs":"640399","quantity":"1"},{"hs":"950300","quantity":"2"},{"hs":"610910","quantity":"5"}]}`,
			`{"duty":"9.00","tax":"0.00","total":"9.00"}`,
		},
		{"TX-11 five T-shirts", "duty", `{"basis":"flat","flat_per_line":"3","lines":[{"hs":"6109.10","quantity":3},{"hs":"610910","quantity":2}]}`, `{"duty":"3.00"}`},
		{"TX-11 T-shirt and watch", "duty", `{"basis":"flat","flat_per_line":"3","lines":[{"hs":"610910"},{"hs":"910211"}]}`, `{"duty":"6.00"}`},
		{
			"TX-13", "duty", `{"basis":"flat","flat_per_line":"3","vat_pct":"20","vat_on_duty":true,"lines":[{"hs":"610910","quantity":2},{"hs":"640399"}]}`,
			`{"duty":"6.00","tax":"1.20","total":"7.20"}`,
		},
		{
			"TX-13 without VAT on the duty", "duty", `{"basis":"flat","flat_per_line":"3","vat_pct":"20","goods":"50","lines":[{"hs":"610910"},{"hs":"640399"}]}`,
			`{"customs_value":"50.00","tax_base":"50.00","tax":"10.00","total":"16.00"}`,
		},
		{"TX-14", "duty", `{"basis":"cif","goods":"10000","freight":"400","insurance":"100","duty_pct":"4"}`, `{"customs_value":"10500.00","duty":"420.00","tax_base":"10920.00"}`},
		{
			"TX-15", "duty", `{"basis":"fob","goods":"1200","freight":"150","duty_pct":"5","vat_pct":"10"}`,
			`{"customs_value":"1200.00","duty":"60.00","tax_base":"1410.00","tax":"141.00","total":"201.00"}`,
		},
		{"TX-17", "duty", `{"basis":"cif","goods":"80","freight":"35","duty_pct":"3.4957","vat_pct":"17.5"}`, `{"duty":"4.02","tax_base":"119.02","tax":"20.83","total":"24.85"}`},
		{"a flat amount", "duty", `{"basis":"flat","flat_per_line":"80","goods":"30","lines":[{"hs":"610910"}]}`, `{"duty":"80.00"}`},
		{"duty on goods only", "duty", `{"basis":"fob","goods":"100","duty_pct":"27.5"}`, `{"duty":"27.50"}`},
	})
}

func TestPublishedExamples_MoneyAndRounding(t *testing.T) {
	check(t, []example{
		{
			"AC-01", "fx", `{"amount":"60000","quote":"inverse","booked_rate":"1.50","settled_rate":"1.80","kind":"liability"}`,
			`{"base":null,"booked":"40000.00","settled":"33333.33","difference":"6666.67"}`,
		},
		{
			"AC-01 in whole units", "fx", `{"amount":"60000","quote":"inverse","booked_rate":"1.50","settled_rate":"1.80","kind":"liability","currency":"JPY"}`,
			`{"settled":"33333","difference":"6667"}`,
		},
		{"AC-03", "fx", `{"amount":"20000","booked_rate":"1","settled_rate":"1.05","kind":"liability"}`, `{"booked":"20000.00","settled":"21000.00","difference":"-1000.00"}`},
		{"a receivable gains when it settles higher", "fx", `{"amount":"20000","booked_rate":"1","settled_rate":"1.05","kind":"asset"}`, `{"difference":"1000.00"}`},
		{"an inverse quote divides", "fx", `{"amount":"1092","rate":"0.9100","quote":"inverse"}`, `{"base":"1200.00","booked":null,"settled":null,"difference":null}`},
		{"FE-11", "fx", `{"amount":"1.015","rate":"0.90867","currency":"CLF"}`, `{"base":"0.9223"}`},
		{"AC-10 70:30", "allocate", `{"total":"0.05","weights":["70","30"]}`, `{"parts":["0.04","0.01"]}`},
		{"AC-10 30:70", "allocate", `{"total":"0.05","weights":["30","70"]}`, `{"parts":["0.02","0.03"]}`},
		{"AC-11", "allocate", `{"total":"8.00","weights":[1,1,1],"currency":"USD"}`, `{"parts":["2.67","2.67","2.66"]}`},
		{"AC-13", "allocate", `{"total":"34","weights":["1","1","1","1"],"currency":"JPY"}`, `{"parts":["9","9","8","8"]}`},
		{"AC-18", "allocate", `{"total":"5","weights":["50","0","50"]}`, `{"parts":["2.50","0.00","2.50"]}`},
		{"decimal weights", "allocate", `{"total":"-1","weights":["0.5","0.25","0.25"]}`, `{"parts":["-0.50","-0.25","-0.25"]}`},
		{"AC-15 half up", "round", `{"value":"5.5","digits":"0","mode":"half_up"}`, `{"value":"6"}`},
		{"AC-15 half up 2.5", "round", `{"value":"2.5","digits":0}`, `{"value":"3"}`},
		{"AC-15 half even", "round", `{"value":"2.5","digits":"0","mode":"half_even"}`, `{"value":"2"}`},
		{"AC-15 up", "round", `{"value":"1.1","digits":"0","mode":"up"}`, `{"value":"2"}`},
		{"AC-15 down", "round", `{"value":"1.6","digits":"0","mode":"down"}`, `{"value":"1"}`},
		{"half up is away from zero", "round", `{"value":"-2.5","digits":"0","mode":"half_up"}`, `{"value":"-3"}`},
		{"TX-04 half up", "round", `{"value":"58.325"}`, `{"value":"58.33"}`},
		{"TX-04 half even", "round", `{"value":"58.325","mode":"half_even"}`, `{"value":"58.32"}`},
		{"hundreds", "round", `{"value":"1250","digits":"-2","mode":"half_even"}`, `{"value":"1200"}`},
		{"a number with an exponent", "round", `{"value":1.25e-1,"digits":2}`, `{"value":"0.13"}`},
	})
}

func TestPublishedExamples_Scores(t *testing.T) {
	check(t, []example{
		{
			"SC-01 A", "weighted", `{"criteria":[{"name":"Q","weight":"40","score":"90"},{"name":"D","weight":"30","score":"80"},{"name":"C","weight":"20","score":"70"},{"name":"S","weight":"10","score":"85","scale":"100"}]}`,
			`{"score":"82.50","coverage_pct":"100.00"}`,
		},
		{"SC-01 B", "weighted", `{"criteria":[{"weight":"40","score":"75"},{"weight":"30","score":"95"},{"weight":"20","score":"88"},{"weight":"10","score":"90"}]}`, `{"score":"85.10"}`},
		{
			"SC-02", "weighted", `{"criteria":[{"weight":30,"score":4,"scale":5},{"weight":25,"score":5,"scale":5},{"weight":20,"score":3,"scale":5},{"weight":15,"score":4,"scale":5},{"weight":10,"score":5,"scale":5}]}`,
			`{"score":"4.15","contributions":["1.20","1.25","0.60","0.60","0.50"]}`,
		},
		{"SC-04 A", "weighted", `{"criteria":[{"weight":60,"score":40,"scale":60},{"weight":40,"score":30,"scale":40},{"weight":30,"score":20,"scale":30},{"weight":70,"score":56,"scale":70}]}`, `{"score":"73.00"}`},
		{"SC-04 B", "weighted", `{"criteria":[{"weight":60,"score":32,"scale":60},{"weight":40,"score":20,"scale":40},{"weight":30,"score":22,"scale":30},{"weight":70,"score":70,"scale":70}]}`, `{"score":"72.00"}`},
		{"no data for one criterion", "weighted", `{"criteria":[{"weight":75,"score":80},{"weight":25,"score":null}]}`, `{"score":"80.00","coverage_pct":"75.00","contributions":["80.00",null]}`},
		{"SC-07 no data is not 100", "weighted", `{"criteria":[{"weight":75},{"weight":25}]}`, `{"score":null,"coverage_pct":"0.00","contributions":[null,null]}`},
		{"SC-10", "shrink", `{"prior_mean":"3.7","prior_n":"18","mean":"4","n":"6"}`, `{"mean":"3.775"}`},
		{"nothing known at all", "shrink", `{"prior_mean":"3.7","prior_n":"0","mean":"0","n":"0"}`, `{"mean":null}`},
		{"SC-13", "otif", `{"total":"1200","both":"1080"}`, `{"otif_pct":"90.00"}`},
		{"SC-15 counted per order", "otif", `{"orders":[{"on_time":true,"in_full":true},{"on_time":true,"in_full":false},{"on_time":false,"in_full":true},{"on_time":true,"in_full":true}]}`, `{"otif_pct":"50.00"}`},
		{"no orders, no rate", "otif", `{"orders":[]}`, `{"otif_pct":null}`},
		{"SC-17", "percentile", `{"values":["1","2","3","4"],"p":"0.65"}`, `{"value":"2.95"}`},
		{"the median of unsorted values", "percentile", `{"values":[9,1,5],"p":0.5}`, `{"value":"5"}`},
		{"the largest", "percentile", `{"values":[9,1,5],"p":1}`, `{"value":"9"}`},
		{"one value", "percentile", `{"values":["7.25"],"p":"0.9"}`, `{"value":"7.25"}`},
		{"no values", "percentile", `{"values":[],"p":"0.9"}`, `{"value":null}`},
		{"no cases have no bounds", "wilson", `{"success":"0","failure":"0"}`, `{"low":null,"high":null}`},
	})
}

func TestPublishedExamples_DatesAndStock(t *testing.T) {
	check(t, []example{
		{"CU-01 paid Monday", "promise", `{"from":"2026-11-16","handling_days":"1","transit_days":"0"}`, `{"ship_by":"2026-11-17","deliver_by":"2026-11-17"}`},
		{"CU-01 paid Friday", "promise", `{"from":"2026-11-20","handling_days":1,"transit_days":3}`, `{"ship_by":"2026-11-23","deliver_by":"2026-11-26"}`},
		{"CU-01 paid Sunday", "promise", `{"from":"2026-11-22T22:10:00Z","handling_days":"1"}`, `{"ship_by":"2026-11-23"}`},
		{"CU-02 before the cut-off", "promise", `{"from":"2026-11-16T13:00:00+01:00","handling_days":"0","cutoff":"14:00"}`, `{"ship_by":"2026-11-16"}`},
		{"CU-02 after the cut-off on Friday", "promise", `{"from":"2026-11-20T15:00","handling_days":"0","cutoff":"14:00"}`, `{"ship_by":"2026-11-23"}`},
		{"CU-02 the hour is the one written, not UTC", "promise", `{"from":"2026-11-20T13:30:00-08:00","handling_days":"0","cutoff":"14:00"}`, `{"ship_by":"2026-11-20"}`},
		{"CU-02 no cut-off with one day", "promise", `{"from":"2026-11-16T18:00:00Z","handling_days":"1","cutoff":"14:00"}`, `{"ship_by":"2026-11-17"}`},
		{"CU-05", "promise", `{"from":"2009-01-01","handling_days":"6","transit_days":"0","holidays":[]}`, `{"ship_by":"2009-01-09"}`},
		{"ten days from a Monday", "promise", `{"from":"2010-01-25","handling_days":"10"}`, `{"ship_by":"2010-02-08"}`},
		{
			"holidays and another weekend", "promise", `{"from":"2026-12-23","handling_days":"1","transit_days":"2","weekend":["Friday",6],"holidays":["2026-12-24"]}`,
			`{"ship_by":"2026-12-27","deliver_by":"2026-12-29"}`,
		},
		{"no weekend", "promise", `{"from":"2026-11-20","handling_days":"1","weekend":[]}`, `{"ship_by":"2026-11-21"}`},
		{"transit in calendar days", "promise", `{"from":"2026-11-20","handling_days":"0","transit_days":"2","transit_in":"calendar"}`, `{"deliver_by":"2026-11-22"}`},
		{"IN-01 with the printed z", "reorder", `{"demand":"50","demand_sigma":"5","lead_time":"1","z":"1.88"}`, `{"z":"1.88","safety_stock":"9.40","reorder_point":"59.40","reorder_units":"60"}`},
		{"IN-01 from the service level", "reorder", `{"demand":"50","demand_sigma":"5","lead_time":"1","lead_sigma":"0","service_pct":"97"}`, `{"z":"1.880793608151","safety_stock":"9.404","reorder_point":"59.404"}`},
		{"IN-03 the sigma over review and lead time", "reorder", `{"demand":"160","demand_sigma":"26","lead_time":"11","z":"2.06"}`, `{"safety_stock":"177.6384","reorder_point":"1937.6384"}`},
		{"both vary", "reorder", `{"demand":"10","demand_sigma":"3","lead_time":"4","lead_sigma":"0.8","z":"1"}`, `{"safety_stock":"10.00","reorder_point":"50.00"}`},
		{"a service of one half needs no safety", "reorder", `{"demand":"10","demand_sigma":"3","lead_time":"4","service_pct":"50"}`, `{"z":"0.00","safety_stock":"0.00"}`},
	})
}

func TestPublishedExamples_ABC(t *testing.T) {
	const items = `"items":[{"name":"10","units":"1000","cost":"90"},{"name":"11","units":"500","cost":"154"},{"name":"12","units":"1550","cost":"17"},
		{"name":"13","units":"350","cost":"42.86"},{"name":"14","units":"1000","cost":"12.50"},{"name":"15","units":"600","cost":"14.17"},
		{"name":"16","units":"2000","cost":"0.60"},{"name":"17","units":"100","cost":"8.50"},{"name":"18","units":"1200","cost":"0.42"},{"name":"19","units":"250","cost":"0.60"}]`
	for _, cuts := range []string{`[70,95]`, `["70","25"]`} {
		out := run(t, "abc", `{`+items+`,"cuts":`+cuts+`}`)
		classes, names, shares := "", "", []string{}
		for _, row := range out["items"].([]any) {
			r := row.(map[string]any)
			classes += r["class"].(string)
			names += r["name"].(string) + " "
			shares = append(shares, r["share_pct"].(string))
		}
		if classes != "AABBBCCCCC" || names != "10 11 12 13 14 15 16 17 18 19 " {
			t.Errorf("IN-04 with cuts %s: %s of %s", cuts, classes, names)
		}
		if shares[0] != "38.7836" || shares[2] != "11.355" || shares[9] != "0.0646" {
			t.Errorf("IN-04 shares are %v", shares)
		}
	}
	check(t, []example{
		{
			"ties by name, the article that crosses the line is in the higher class, none without value", "abc",
			`{"items":[{"name":"d","units":0,"cost":5},{"name":"b","units":1,"cost":45},{"name":"a","units":1,"cost":45},{"name":"c","units":1,"cost":10}]}`,
			`{"items":[{"name":"a","value":"45.00","share_pct":"45.00","class":"A"},{"name":"b","value":"45.00","share_pct":"45.00","class":"A"},
			{"name":"c","value":"10.00","share_pct":"10.00","class":"B"},{"name":"d","value":"0.00","share_pct":"0.00","class":"C"}]}`,
		},
		{"nothing has value", "abc", `{"items":[{"name":"a","units":0,"cost":5}]}`, `{"items":[{"name":"a","value":"0.00","share_pct":null,"class":"C"}]}`},
		{"no articles", "abc", `{"items":[]}`, `{"items":[]}`},
	})
}
