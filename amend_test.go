package main

import (
	"fmt"
	"path/filepath"
	"testing"
)

// A change of an order that left goes the whole way from the command line, and a
// reply is read before it is recorded.
func TestAmendmentsFromTheCommandLine(t *testing.T) {
	d := newDesk(t)
	out := filepath.Join(t.TempDir(), "out")
	d.do("", "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme","stage":"approved","country":"DE","ships_to":["*"],"language":"de"}`, "put", "supplier")
	d.do(`{"name":"Web","currency":"EUR"}`, "put", "shop")
	d.do(`{"sku":"L-1","name":"Lamp"}`, "put", "product")
	d.do(`{"supplier":"Acme","sku":"L-1","valid_from":"2026-01-01","cost":"10","shipping":[{"to":"*","service":"post","cost":"2"}]}`, "put", "offer")
	d.do(`{"shop":"Web","number":"T-1","placed":"2026-11-20","customer":{"name":"Di","country":"DE","address1":"Gasse 1","city":"Bonn","zip":"53111"},"lines":[{"sku":"L-1","quantity":3,"price":"50.00"}],"paid":true}`, "put", "order")
	d.do("", "route")
	d.do("", "forward", "--out", out, "--approve")
	read := d.do("We confirm PO-000001.\nL-1: 2 pcs, 1 pcs backorder", "reply")
	has(t, read, "purchase", "confirmed", "lines[].sku", "lines[].quantity", "marks[].from", "unsure", "acknowledgement.purchase")
	if n := len(d.do("", "amendments")["rows"].([]any)); n != 0 {
		t.Errorf("%d amendments of nothing", n)
	}
	d.do(`{"purchase":"PO-000001","lines":[{"sku":"L-1","quantity":1}],"reason":"Fewer are wanted."}`, "put", "amendment")
	has(t, d.do("", "amendments", "--state", "draft"), "rows[].number", "rows[].state", "rows[].lines[].before", "rows[].lines[].quantity", "count")
	d.do("", "amendments", "approve", "PO-000001-A1")
	sent := d.do("", "forward", "--out", out)["sent"].([]any)
	if len(sent) != 1 || sent[0].(map[string]any)["amendment"] != "PO-000001-A1" || sent[0].(map[string]any)["purchase"] != "PO-000001" {
		t.Fatalf("sent %v", sent)
	}
	if got := fmt.Sprint(d.do("", "outbox", "list")["rows"].([]any)[0].(map[string]any)["number"]); got != "PO-000001-A1" {
		t.Errorf("the outbox shows %s", got)
	}
	d.do(`{"amendment":"PO-000001-A1","reference":"R1"}`, "put", "amendment_answer")
	if code, said := d.try("", "amendments", "withdraw", "PO-000001-A1", "--json"); code != exitFailed {
		t.Errorf("what was agreed to was withdrawn: %s", said)
	}
	if n := len(d.do("", "amendments", "proposed")["rows"].([]any)); n != 0 {
		t.Errorf("%d proposals", n)
	}
	if check := d.do("", "check", "--full"); check["ok"] != true {
		t.Errorf("the book is not sound: %v", check["findings"])
	}
}
