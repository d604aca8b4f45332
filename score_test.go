package main

import (
	"fmt"
	"path/filepath"
	"testing"
)

// A merchant forwards orders to three suppliers: one delivers, one delivers late
// and breaks things, one never ships. The scorecards tell them apart.
func TestScoreFromTheCommandLine(t *testing.T) {
	d := newDesk(t)
	threeSuppliers(t, d)
	has(t, d.do("", "cases", "--state", "resolved", "--limit", "5"), "rows[].id", "rows[].number", "rows[].kind", "rows[].opened", "rows[].resolution", "rows[].refund", "rows[].claim.amount", "rows[].state", "count")
	has(t, d.do("", "claims", "--state", "refused"), "rows[].id", "rows[].number", "rows[].party", "rows[].amount", "rows[].accepted", "rows[].state", "count")
	all := d.do("", "score")
	has(t, all, "suppliers[].name", "suppliers[].stage", "suppliers[].class", "suppliers[].gates", "suppliers[].vetting.score", "suppliers[].vetting.coverage", "suppliers[].score",
		"suppliers[].performance.score", "suppliers[].performance.n", "suppliers[].performance.low", "suppliers[].performance.high", "suppliers[].performance.metrics.otd",
		"suppliers[].performance.metrics.otif", "suppliers[].performance.metrics.odr", "suppliers[].performance.metrics.lead_p50", "suppliers[].performance.metrics.lead_p90")
	got := ""
	for _, s := range all["suppliers"].([]any) {
		c := s.(map[string]any)
		p := c["performance"].(map[string]any)
		m := p["metrics"].(map[string]any)
		got += fmt.Sprintln(c["name"], p["n"], m["otd"], m["otif"], m["odr"], m["lead_p50"], m["lead_p90"])
	}
	const want = "Good 4 100.00 100.00 0.00 3 3\nPoor 4 0.00 0.00 25.00 17 17\nNever 4 0.00 0.00 100.00 <nil> <nil>\nUnused 0 <nil> <nil> <nil> <nil> <nil>\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	one := d.do("", "score", "poor")
	has(t, one, "suppliers[].lift.class", "suppliers[].lift.text", "suppliers[].performance.details[].cohorts[].open", "suppliers[].performance.lanes[].country")
	if n := len(d.do("", "score", "Never", "--events", "otd")["rows"].([]any)); n != 4 {
		t.Errorf("%d events", n)
	}
	if code, _ := d.try("", "score", "Nobody"); code != exitFailed {
		t.Errorf("an unknown supplier ended with %d", code)
	}
	has(t, d.do("", "report", "supplier-scorecard"), "rows[].supplier", "rows[].class", "rows[].score", "rows[].otd_pct")
	if first, again := fmt.Sprint(all), fmt.Sprint(d.do("", "score")); first != again {
		t.Error("the same book on the same day scores differently")
	}
}

// threeSuppliers makes a book in which four orders went to each of three
// suppliers seven weeks ago.
func threeSuppliers(t *testing.T, d *desk) {
	t.Helper()
	folder := t.TempDir()
	d.now = "2026-08-03T09:00:00Z"
	d.do("", "--book", filepath.Join(folder, "shop.dropledger"), "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Web","currency":"EUR"}`, "put", "shop")
	for i, name := range []string{"Good", "Poor", "Never", "Unused"} {
		d.do(fmt.Sprintf(`{"name":%q,"stage":"approved","country":"DE","ships_to":["*"],"handling_days":1}`, name), "put", "supplier")
		d.do(fmt.Sprintf(`{"sku":"L-%d"}`, i), "put", "product")
		d.do(fmt.Sprintf(`{"supplier":%q,"sku":"L-%d","valid_from":"2026-01-01","cost":"10","shipping":[{"to":"*","service":"post","cost":"2","days_p50":2,"days_p90":4}]}`, name, i), "put", "offer")
	}
	suppliers := 3
	for n := range 4 * suppliers {
		d.do(fmt.Sprintf(`{"shop":"Web","number":"T-%d","placed":"2026-08-03","customer":{"name":"Di","country":"DE","address1":"Weg 1","city":"Bonn","zip":"53111"},
			"lines":[{"sku":"L-%d","quantity":1,"price":"50.00"}],"paid":true}`, n, n%suppliers), "put", "order")
	}
	d.do("", "route")
	sent := d.do("", "forward", "--out", filepath.Join(folder, "out"), "--approve")["sent"].([]any)
	d.now = "2026-09-20T09:00:00Z"
	for i, s := range sent {
		p := s.(map[string]any)
		delivered := map[string]string{"Good": "2026-08-06", "Poor": "2026-08-20"}[p["supplier"].(string)]
		if delivered == "" {
			continue
		}
		d.do(fmt.Sprintf(`{"purchase":%q,"date":"2026-08-04"}`, p["purchase"]), "put", "acknowledgement")
		d.do(fmt.Sprintf(`{"tracking":"TR%d","purchase":%q,"shipped":"2026-08-04","delivered":%q}`, i, p["purchase"], delivered), "put", "parcel")
	}
	d.do(`{"order":"T-1","kind":"damaged","opened":"2026-08-22","lines":[{"sku":"L-1","quantity":1}],"resolution":"refund","refund":"20.00",
		"claim":{"party":"supplier","amount":"10.00","accepted":"0"}}`, "put", "case")
}
