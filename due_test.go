package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// A call to forward sends what is approved, whatever the supplier's hour; a
// schedule that runs often asks for what is due alone.
func TestForwardSendsAtOnceUnlessOnlyWhatIsDueIsAskedFor(t *testing.T) {
	d := newDesk(t)
	out := filepath.Join(t.TempDir(), "out")
	d.do("", "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme","stage":"approved","country":"DE","ships_to":["*"],"batching":"hourly"}`, "put", "supplier")
	d.do(`{"name":"Web","currency":"EUR"}`, "put", "shop")
	d.do(`{"sku":"L-1","name":"Lamp"}`, "put", "product")
	d.do(`{"supplier":"Acme","sku":"L-1","valid_from":"2026-01-01","cost":"10"}`, "put", "offer")
	order := func(number string) {
		t.Helper()
		d.do(strings.ReplaceAll(`{"shop":"Web","number":"N","placed":"2026-11-20","customer":{"name":"Di","country":"DE","address1":"Gasse 1","city":"Bonn","zip":"53111"},"lines":[{"sku":"L-1","quantity":1,"price":"50.00"}],"paid":true}`, `"N"`, `"`+number+`"`), "put", "order")
		d.do("", "route")
	}
	sent := func(more ...string) int {
		t.Helper()
		return len(d.do("", append([]string{"forward", "--out", out, "--approve"}, more...)...)["sent"].([]any))
	}
	order("T-1")
	if n := sent("--due"); n != 1 {
		t.Fatalf("the first of the hour is due: %d left", n)
	}
	order("T-2")
	if n := sent("--due"); n != 0 {
		t.Errorf("the second within the hour is not due: %d left", n)
	}
	if n := sent(); n != 1 {
		t.Errorf("asked for at once %d left", n)
	}
}
