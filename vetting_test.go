package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A merchant vets a supplier by test orders and an assessment, and lets it on
// trial.
func TestVettingFromTheCommandLine(t *testing.T) {
	d := newDesk(t)
	d.do("", "--book", filepath.Join(t.TempDir(), "shop.dropledger"), "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme","type":"wholesaler"}`, "put", "supplier")
	d.do(`{"supplier":"Acme","ordered":"2026-08-01","sku":"L-1","promised_days":12,"shipped":"2026-08-03","delivered":"2026-08-12","grades":{"product":4,"packaging":5,"accuracy":"4.5"},"cost":"12.50"}`, "put", "testorder")
	d.do(`{"supplier":"Acme","name":"Trade register","expires":"2026-10-01","handed_over":"2026-08-01"}`, "put", "credential")
	d.do(`{"supplier":"Acme","date":"2026-08-20","template":"Wholesaler","gates":{"registered":true,"tested":true,"tracking":true,"returns":true,"neutral":true,"answers":true,"safety":true,"own_rights":true},
		"grades":{"product":4,"delivery":5,"stock":4,"handling":4,"price":3},"assessor":"Anna"}`, "put", "assessment")
	sheets := d.do("", "vetting", "Acme")
	has(t, sheets, "suppliers[].supplier", "suppliers[].stage", "suppliers[].gates[].name", "suppliers[].gates[].state", "suppliers[].criteria[].adds", "suppliers[].score",
		"suppliers[].coverage", "suppliers[].class", "suppliers[].allows.may", "suppliers[].due[].on", "suppliers[].proposals[].cause")
	sheet := sheets["suppliers"].([]any)[0].(map[string]any)
	// (20*75 + 15*100 + 15*75 + 10*75 + 10*50) / 70
	if sheet["score"] != "76.79" || sheet["coverage"] != "70" || sheet["class"] != "B" || sheet["standing"] != "passed" {
		t.Errorf("score %v, coverage %v, class %v, gates %v", sheet["score"], sheet["coverage"], sheet["class"], sheet["standing"])
	}
	proposal := d.do("", "vetting", "proposals")["rows"].([]any)[0].(map[string]any)
	d.do("", "vetting", "accept", "Acme", proposal["cause"].(string), "--why", "Small orders first.")
	if rows := d.do("", "vetting", "stage", "Acme")["rows"].([]any); len(rows) != 1 || !strings.HasSuffix(rows[0].(map[string]any)["reason"].(string), "Small orders first.") {
		t.Errorf("stages %v", rows)
	}
	for _, c := range []struct {
		list string
		keys []string
	}{
		{"assessments", []string{"rows[].supplier", "rows[].date", "rows[].template", "rows[].template_version", "rows[].score", "rows[].standing"}},
		{"testorders", []string{"rows[].supplier", "rows[].ordered", "rows[].days", "rows[].late_days", "rows[].grades.product", "rows[].cost"}},
		{"credentials", []string{"rows[].supplier", "rows[].name", "rows[].state", "rows[].expires"}},
		{"templates", []string{"rows[].name", "rows[].version", "rows[].gates[].key", "rows[].criteria[].weight"}},
		{"due", []string{"rows[].kind", "rows[].supplier", "rows[].on", "rows[].days"}},
	} {
		has(t, d.do("", "vetting", c.list), c.keys...)
	}
	for _, c := range []string{"agreements", "contacts", "places", "talks", "actions", "files", "savings", "check-files"} {
		if rows := d.do("", "vetting", c)["rows"].([]any); len(rows) != 0 {
			t.Errorf("%s: %v", c, rows)
		}
	}
	if grades := d.do("", "vetting", "suggest", "Acme")["grades"].(map[string]any); fmt.Sprint(len(grades)) != "2" {
		t.Errorf("suggested %v", grades)
	}
	if code, out := d.try("", "vetting", "stage", "Acme", "candidate", "--json"); code != exitFailed || !strings.Contains(out, `"code":"refused"`) {
		t.Errorf("back to candidate ended with %d: %s", code, out)
	}
}
