package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestContract_EveryCalculationTakesAndGivesItsFields(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ name, in, out string }{
		{"price", `{"cost":"20","fixed_fees":"0.30","pct_fees_on_gross":"2.9","pct_fees_on_net":"1","ads_pct":"10","tax_pct":"19","target_margin_pct":"30","currency":"EUR","tax_in_price":true}`, "gross net tax fees profit margin_pct markup_pct exact_gross"},
		{"price", `{"cost":"20","tax_pct":"19","target_profit":"30","currency":"EUR","tax_in_price":false,"fees_include_added_tax":true}`, "gross net tax fees profit margin_pct markup_pct exact_gross"},
		{"margin", `{"price":"50","cost":"20"}`, "price cost profit margin_pct markup_pct"},
		{"margin", `{"cost":"20","markup_pct":"150"}`, "price cost profit margin_pct markup_pct"},
		{"margin", `{"cost":"20","margin_pct":"60"}`, "price cost profit margin_pct markup_pct"},
		{"waterfall", `{"net_revenue":"100","costs":[{"level":1,"amount":"40"}]}`, "cm1 cm2 cm3 cm4 cm1_pct cm2_pct cm3_pct cm4_pct"},
		{"breakeven", `{"fixed_a":"100","variable_a":"5","fixed_b":"0","variable_b":"7"}`, "quantity"},
		{"breakeven", `{"fixed_a":"100","variable_a":"7","fixed_b":"0","variable_b":"5"}`, "quantity cheaper"},
		{"roas", `{"price":"50","costs":["20","5"]}`, "breakeven_roas max_cpa"},
		{"fee", `{"amount":"100","pct":"2.9","fixed":"0.30","min":"1","max":"50"}`, "fee net gross"},
		{"fee", `{"amount":"100","tiers":[{"upto":"50","pct":"10"},{"pct":"5"}]}`, "fee net gross"},
		{"fee", `{"net_wanted":"100","pct":"2.9","fixed":"0.30"}`, "fee net gross"},
		{"vat", `{"gross":"119","rate_pct":"19","rounding":"down"}`, "net vat gross"},
		{"duty", `{"basis":"cif","goods":"100","freight":"10","insurance":"1","duty_pct":"5","vat_pct":"20","vat_on_duty":true}`, "customs_value duty tax_base tax total"},
		{"duty", `{"basis":"flat","goods":"100","flat_per_line":"3","vat_pct":"20","lines":[{"hs":"9405","quantity":2}]}`, "customs_value duty tax_base tax total"},
		{"landed", `{"unit_cost":"10","units":"100","freight_per_unit":"2","duty_pct":"5","duty_base":"goods_freight","insurance_pct":"1","clearance":"50"}`, "per_unit total"},
		{"allocate", `{"total":"10.00","weights":["1","1","1"],"currency":"EUR"}`, "parts"},
		{"round", `{"value":"1.005","digits":2,"mode":"half_up"}`, "value"},
		{"fx", `{"amount":"100","rate":"0.9","quote":"direct","currency":"EUR"}`, "base booked settled difference"},
		{"fx", `{"amount":"100","booked_rate":"0.9","settled_rate":"0.8","quote":"inverse","kind":"liability","currency":"EUR"}`, "base booked settled difference"},
		{"weighted", `{"criteria":[{"name":"a","weight":"60","score":"4","scale":"5"},{"name":"b","weight":"40","score":null,"scale":"5"}]}`, "score coverage_pct contributions"},
		{"wilson", `{"success":"90","failure":"10","z":"1.96"}`, "low high"},
		{"shrink", `{"prior_mean":"0.9","prior_n":"10","mean":"0.5","n":"5"}`, "mean"},
		{"otif", `{"orders":[{"on_time":true,"in_full":true}]}`, "otif_pct"},
		{"otif", `{"total":"10","both":"9"}`, "otif_pct"},
		{"percentile", `{"values":["1","2","3"],"p":"0.9"}`, "value"},
		{"promise", `{"from":"2026-11-20","handling_days":"2","transit_days":"5","cutoff":"14:00","weekend":["sat","sun"],"holidays":["2026-11-23"]}`, "ship_by deliver_by"},
		{"reorder", `{"demand":"10","demand_sigma":"3","lead_time":"7","lead_sigma":"1","service_pct":"95"}`, "z safety_stock reorder_point"},
		{"reorder", `{"demand":"10","demand_sigma":"3","lead_time":"7","lead_sigma":"1","z":"1.65"}`, "z safety_stock reorder_point"},
		{"abc", `{"items":[{"name":"a","units":"10","cost":"5"}],"cuts":["80","95"]}`, "items[].name items[].value items[].share_pct items[].class"},
		{"reserve", `{"revenue":"1000","losses":"10","default_pct":"5","k_revenue":"500"}`, "pct"},
		{"reserve", `{"monthly":"1000","pct":"10","hold_days":"90"}`, "held"},
	} {
		out := d.do(c.in, "calc", c.name)
		has(t, out, strings.Fields(c.out)...)
		if found := faults(out, c.name); len(found) > 0 {
			t.Errorf("%s: %v", c.in, found)
		}
	}
	if code, out := d.try(`{"cost":"20","target_margin_pct":"99","pct_fees_on_gross":"50","currency":"EUR"}`, "calc", "price", "--json"); code != exitFailed || !strings.Contains(out, `"code":"impossible"`) {
		t.Errorf("an impossible price ended with %d: %s", code, out)
	}
}

func TestContract_WhatThereIsNoneOfIsToldPlainly(t *testing.T) {
	d := newDesk(t)
	d.do("", "demo", "--orders", "20")
	long := strings.Repeat("x", 10_000)
	for _, c := range []struct {
		args []string
		say  string
	}{
		{[]string{"person", "export", "a@example.com", "--out", "p.json"}, `There is no command or word "person" here.`},
		{[]string{"put", "expense"}, `"expense" is not a kind of record.`},
		{[]string{"report", "payouts"}, `There is no report "payouts".`},
		{[]string{"report", "margin-campaigns"}, `There is no report "margin-campaigns".`},
		{[]string{"export", "journal", "--period", "2026", "--format", "datev", "--out", "j"}, `but got "datev"`},
		{[]string{"settings", "books.recognition=dispatch"}, `"dispatch" is not possible: it can be capture`},
		{[]string{"settings", "colour=red"}, `"colour" is not a setting.`},
		{[]string{long}, "There is no command"},
		{[]string{"put", long}, "is not a kind of record"},
		{[]string{"report", long}, "There is no report"},
		{[]string{"orders", "--format", long}, "--format"},
		{[]string{"orders", "--state", long}, "state"},
		{[]string{"score", long}, "no supplier"},
		{[]string{"score", "--events", "otd"}, "Name the supplier whose otd is to be explained"},
		{[]string{"outbox", "resolve", "99999", "sent"}, "no entry 99999: see \"dropledger outbox list\". Nothing was changed."},
		{[]string{"settings", "smtp.port=abc"}, "is not a whole number from 1 to 65535. Nothing was changed."},
		{[]string{"put", "supplier"}, "name is missing. Nothing was changed."},
		{[]string{"settings", long + "=1"}, "is not a setting"},
		{[]string{"calc", long}, "calculation"},
		{[]string{"archive", "supplier", long}, "no supplier"},
	} {
		code, out := d.try("{}", append(c.args, "--json")...)
		said := strings.TrimSpace(d.err.String())
		if code == exitDone || !strings.Contains(said, c.say) || strings.Contains(said, "\n") || len(said) > 1000 {
			t.Errorf("%.80v ended with %d: %.1200s", c.args, code, said)
		}
		has(t, document(t, out), "error.code", "error.message")
	}
}

func TestForward_GoesIntoTheFolderOfTheSettings(t *testing.T) {
	d := newDesk(t)
	d.do("", "demo", "--orders", "300")
	d.do("", "route")
	if code, _ := d.try("", "forward", "--approve"); code != exitUsage {
		t.Errorf("without any folder it ended with %d", code)
	}
	folder := t.TempDir()
	d.do("", "settings", "forward.folder="+folder)
	done := d.do("", "forward", "--approve")
	sent := done["sent"].([]any)
	if len(sent) == 0 {
		t.Fatalf("nothing was forwarded: %v", done)
	}
	for _, path := range sent[0].(map[string]any)["files"].([]any) {
		if !strings.HasPrefix(path.(string), folder) {
			t.Errorf("%v lies outside of %s", path, folder)
		}
	}
}

// A script must see that something did not leave that should have.
func TestForward_WhatCannotBeWrittenIsToldByTheExitCode(t *testing.T) {
	d := newDesk(t)
	d.do("", "demo", "--orders", "300")
	d.do("", "route")
	if done := d.do("", "forward", "--out", t.TempDir()); done["failed"] != json.Number("0") { // gathers, and holds what nobody approved
		t.Errorf("holding is no failure: %v", done["failed"])
	}
	out, taken := t.TempDir(), ""
	for _, row := range d.do("", "purchases", "--state", "draft")["rows"].([]any) {
		taken = row.(map[string]any)["supplier"].(string)
	}
	if err := os.WriteFile(filepath.Join(out, taken), nil, 0o600); err != nil { // where its folder would be
		t.Fatal(err)
	}
	code, text := d.try("", "forward", "--out", out, "--approve", "--json")
	done := document(t, text)
	if code != exitRefusals || done["failed"] == json.Number("0") || len(done["sent"].([]any)) == 0 {
		t.Errorf("ended with %d, %v failed, %v sent", code, done["failed"], done["sent"])
	}
	if !strings.Contains(text, filepath.Join(out, taken)) || strings.Contains(text, "partial") {
		t.Errorf("the place is not told: %s", text)
	}
}

func TestOutbox_AServerThatCannotBeReachedIsAFailureWithItsCounts(t *testing.T) {
	d := newDesk(t)
	d.do("", "--book", filepath.Join(d.data, "mail.dropledger"), "new", "--name", "Mail", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Web","currency":"EUR"}`, "put", "shop")
	d.do(`{"name":"Acme","stage":"approved","country":"DE","channel":"email","email":"orders@example.com"}`, "put", "supplier")
	d.do(`{"sku":"LAMP","name":"Lamp"}`, "put", "product")
	d.do(`{"supplier":"Acme","sku":"LAMP","valid_from":"2026-01-01","cost":"10"}`, "put", "offer")
	d.do(`{"shop":"Web","number":"1","customer":{"name":"Di","country":"DE","address1":"Weg 1","city":"Bonn","zip":"53111"},"lines":[{"sku":"LAMP","quantity":1,"price":"50.00"}],"paid":true}`, "put", "order")
	d.do("", "route")
	d.do("", "settings", "merchant.name=Mail", "smtp.host=127.0.0.1", "smtp.port=1", "smtp.security=none", "smtp.from=me@example.com")
	d.do("", "forward", "--send", "--approve")
	code, out := d.try("", "outbox", "run", "--json")
	said := document(t, out)
	has(t, said, "sent", "failed", "unknown", "queued", "error.code", "error.message")
	if code != exitFailed || fmt.Sprint(said["queued"]) != "1" {
		t.Errorf("ended with %d: %s", code, out)
	}
}

func TestBackup_NeverTakesThePlaceOfAnotherBusiness(t *testing.T) {
	d := newDesk(t)
	mine, other := filepath.Join(d.data, "mine.dropledger"), filepath.Join(d.data, "other.dropledger")
	d.do("", "--book", other, "new", "--name", "Other", "--currency", "EUR", "--country", "DE")
	d.do("", "--book", mine, "new", "--name", "Mine", "--currency", "EUR", "--country", "DE")
	d.do(`[{"name":"Acme"},{"name":"Bolt"}]`, "put", "supplier")
	before, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if code, out := d.try("", "backup", "--out", other, "--json"); code != exitFailed || !strings.Contains(out, `"code":"refused"`) {
		t.Errorf("ended with %d: %s", code, out)
	}
	if after, err := os.ReadFile(other); err != nil || sha256.Sum256(after) != sha256.Sum256(before) {
		t.Errorf("the other book was changed: %v", err)
	}
	copied := filepath.Join(d.data, "copy.dropledger")
	d.do("", "backup", "--out", copied)
	d.do(`{"name":"Cora"}`, "put", "supplier")
	d.do("", "backup", "--out", copied) // the same book, later
	d.do("", "restore", "--from", copied)
	has(t, d.do("", "restore", "--from", copied), "book", "out", "sha256", "from")
}
