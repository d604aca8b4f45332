package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A merchant writes rules, tries them on an order and on the past, and routes.
func TestRulesFromTheCommandLine(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	d.do("", "--book", filepath.Join(folder, "shop.dropledger"), "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`[{"name":"Cheap","stage":"approved","country":"PL","ships_to":["*"]},{"name":"Near","stage":"approved","country":"DE","ships_to":["*"]}]`, "put", "supplier")
	d.do(`{"name":"Web","currency":"EUR"}`, "put", "shop")
	d.do(`{"sku":"L-1","hs":"940521","origin":"PL"}`, "put", "product")
	d.do(`[{"supplier":"Cheap","sku":"L-1","valid_from":"2026-01-01","cost":"10","shipping":[{"to":"*","service":"post","cost":"2","duty_payer":"supplier"}]},
		{"supplier":"Near","sku":"L-1","valid_from":"2026-01-01","cost":"11","shipping":[{"to":"*","service":"post","cost":"2"}]}]`, "put", "offer")
	d.do(`{"supplier":"Near","amount":"0.50"}`, "put", "dropfee")
	d.do(`{"country":"DE","kind":"import_vat","valid_from":"2021-01-01","value":"19","source":"test"}`, "put", "taxrule")
	d.do(`{"shop":"Web","number":"T-1","placed":"2026-10-06","customer":{"name":"Di","country":"AT","address1":"Gasse 1","city":"Graz","zip":"8010"},"lines":[{"sku":"L-1","quantity":1,"price":"50.00"}],"paid":true}`, "put", "order")

	rule := `[{"name":"Austria","effect":"prefer","suppliers":["Near"],"countries":["AT"]}]`
	file := filepath.Join(folder, "rules.json")
	if err := os.WriteFile(file, []byte(rule), 0o600); err != nil {
		t.Fatal(err)
	}
	replay := d.do("", "rules", "replay", "--file", file)
	has(t, replay, "from", "to", "orders", "before.routed", "before.held", "before.splits", "before.cost", "after.cost", "changed", "examples[].order", "notes")
	if fmt.Sprint(replay["changed"]) != "1" || replay["before"].(map[string]any)["cost"] != "12.00" || replay["after"].(map[string]any)["cost"] != "13.50" {
		t.Errorf("got %v", replay)
	}
	has(t, d.do(rule, "rules", "try", "T-1", "--file", "-"), "order", "lines[].supplier", "lines[].number", "lines[].why")
	if rows := d.do("", "rules")["rows"].([]any); len(rows) != 0 {
		t.Errorf("trying wrote %v", rows)
	}
	d.do(rule, "put", "rule")
	has(t, d.do("", "rules"), "rows[].id", "rows[].number", "rows[].place", "rows[].sentence", "rows[].state", "count")
	has(t, d.do("", "taxes"), "rows[].id", "rows[].country", "rows[].kind", "rows[].value", "rows[].currency", "rows[].valid_from", "rows[].source", "rows[].last_checked")
	given := d.do("", "route")["allocations"].([]any)[0].(map[string]any)
	why := strings.Join(texts(given["why"]), "\n")
	if given["supplier"] != "Near" || given["cost"] != "13.00" || given["number"] != "13.50" || !strings.Contains(why, `Rule "Austria": For orders to Austria: prefer Near.`) {
		t.Errorf("got %v", given)
	}
	if code, out := d.try("", "rules", "replay", "--from", "soon", "--json"); code != exitUsage || !strings.Contains(out, `"field":"from"`) {
		t.Errorf("a wrong day ended with %d: %s", code, out)
	}
}

// What is wrong in the call's words ends with 2, what the book does not have with 1.
func TestRulesAndStock_WrongWordsAreToldInASentence(t *testing.T) {
	d := newDesk(t)
	d.do("", "--book", filepath.Join(t.TempDir(), "shop.dropledger"), "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`[{"name":"Acme","stage":"approved"},{"name":"House","type":"third_party_logistics","stage":"approved","currency":"EUR"}]`, "put", "supplier")
	d.do(`{"name":"Germany","effect":"hold","countries":["DE"]}`, "put", "rule")
	for _, tt := range []struct {
		code     int
		in, says string
		args     []string
	}{
		{exitUsage, "", "swap the two days", []string{"rules", "replay", "--from", "2026-12-01", "--to", "2026-01-01"}},
		{exitUsage, "", "choose one of taxrule", []string{"rulebook", "--kind", "nope"}},
		{exitUsage, "", "can't be used together", []string{"stock", "--moves", "--fees"}},
		{exitUsage, "", `\"now\"`, []string{"route", "now"}},
		{exitFailed, "", `Did you mean \"Germany\"?`, []string{"rules", "replay", "--without", "Germeny"}},
		{exitFailed, `{"name":"Germeny","ended":true}`, `Did you mean \"Germany\"? Correct the name.`, []string{"put", "rule"}},
		{exitFailed, `{"name":"X","effect":"prefer","suppliers":["Acne"]}`, `Did you mean \"Acme\"? Add it first`, []string{"put", "rule"}},
		{exitFailed, "", `There is no supplier called \"Hause\". Did you mean \"House\"?`, []string{"stock", "--supplier", "Hause"}},
		{exitUsage, "", "Acme is no 3PL", []string{"stock", "--moves", "--supplier", "Acme"}},
		{exitFailed, "", `There is no open order \"9\"`, []string{"rules", "try", "9"}},
	} {
		if code, out := d.try(tt.in, append(tt.args, "--json")...); code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("%v ended with %d: %s", tt.args, code, out)
		}
	}
	for _, list := range []string{"", "--moves", "--fees", "--lanes", "--monthly"} {
		args := []string{"stock", "--supplier", "house"}
		if list != "" {
			args = append(args, list)
		}
		if n := fmt.Sprint(d.do("", args...)["count"]); n != "0" {
			t.Errorf("%v lists %s rows", args, n)
		}
	}
}

func texts(list any) []string {
	var all []string
	for _, x := range list.([]any) {
		all = append(all, x.(string))
	}
	return all
}
