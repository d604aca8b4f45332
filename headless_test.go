package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/store"
)

// desk runs the program's commands on a data folder of its own, at a fixed time.
type desk struct {
	t    *testing.T
	data string
	now  string
	err  bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return &desk{t: t, data: t.TempDir(), now: "2026-11-22T09:00:00Z"}
}

// try runs one command and returns its exit code and output.
func (d *desk) try(stdin string, args ...string) (int, string) {
	d.t.Helper()
	var out bytes.Buffer
	d.err.Reset()
	env := map[string]string{"DROPLEDGER_DATA": d.data, "DROPLEDGER_NOW": d.now, "DROPLEDGER_NO_KEYRING": "1", "USER": "ann"}
	code := run(context.Background(), args, surroundings{strings.NewReader(stdin), &out, &d.err, func(key string) string { return env[key] }})
	return code, out.String()
}

// do runs a command that must succeed and returns its JSON.
func (d *desk) do(stdin string, args ...string) map[string]any {
	d.t.Helper()
	code, out := d.try(stdin, append(args, "--json")...)
	if code != exitDone {
		d.t.Fatalf("%v ended with %d: %s%s", args, code, d.err.String(), out)
	}
	return document(d.t, out)
}

func document(t *testing.T, out string) map[string]any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(out))
	dec.UseNumber()
	var v map[string]any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("not one JSON document: %v\n%s", err, out)
	}
	if dec.More() {
		t.Fatalf("more than one JSON document:\n%s", out)
	}
	return v
}

// has fails unless v has all the keys; "a.b" looks into an object, "a[].b" into
// the first element of a list, which must not be empty.
func has(t *testing.T, v any, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if why := missing(v, key); why != "" {
			t.Errorf("%s: %s", key, why)
		}
	}
}

func missing(v any, path string) string {
	for part := range strings.SplitSeq(path, ".") {
		name, list := strings.CutSuffix(part, "[]")
		object, ok := v.(map[string]any)
		if !ok {
			return "not an object before " + part
		}
		if v, ok = object[name]; !ok {
			return "missing " + name
		}
		if list {
			all, ok := v.([]any)
			if !ok || len(all) == 0 {
				return "no element in " + name
			}
			v = all[0]
		}
	}
	return ""
}

const exported = `Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Refunded Amount,Id,Tax 1 Name,Tax 1 Value
#1,ann@example.com,paid,2026-10-03 10:00:00 +0200,unfulfilled,EUR,100.00,0.00,15.97,100.00,0.00,2026-10-03 10:00:00 +0200,2,Lamp,50.00,SKU-1,true,true,pending,Ann Berg,Ring 1,Köln,'50667,DE,0.00,5001,DE MwSt 19%,15.97
#2,bob@example.com,pending,,unfulfilled,EUR,50.00,0.00,7.98,50.00,0.00,2026-10-04 10:00:00 +0200,1,Lamp,50.00,SKU-1,true,true,pending,Bob Stein,Weg 2,Bonn,'53111,DE,0.00,5002,DE MwSt 19%,7.98
#3,cy@example.com,paid,2026-10-05 10:00:00 +0200,unfulfilled,EUR,5x.00,0.00,7.98,50.00,0.00,2026-10-05 10:00:00 +0200,1,Lamp,50.00,SKU-1,true,true,pending,Cy Holm,Weg 3,Bonn,'53111,DE,0.00,5003,DE MwSt 19%,7.98
`

// TestContract holds every command's JSON against the keys that other programs
// rely on.
func TestContract(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	book := filepath.Join(folder, "shop.dropledger")
	has(t, d.do("", "version"), "version", "schema", "sqlite", "go", "fyne")
	has(t, d.do("", "--book", book, "new", "--name", "Lamps", "--currency", "EUR", "--country", "DE"), "book")

	file := filepath.Join(folder, "orders.csv")
	if err := os.WriteFile(file, []byte(exported), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out := d.try("", "import", file, "--shop", "Web", "--json")
	if code != exitRefusals || !strings.Contains(d.err.String(), "ack 1") {
		t.Errorf("an import with a refused row ended with %d, stderr %q", code, d.err.String())
	}
	has(t, document(t, out), "files[].path", "files[].format", "files[].sha256", "files[].batch", "files[].records", "files[].created",
		"files[].updated", "files[].unchanged", "files[].refused", "files[].by_kind.order.created", "files[].by_kind.order.refused",
		"files[].money.EUR.subtotal", "files[].money.EUR.shipping", "files[].money.EUR.taxes", "files[].money.EUR.total",
		"files[].money.EUR.discount", "files[].money.EUR.refunded",
		"files[].problems[].row", "files[].problems[].column", "files[].problems[].code", "files[].problems[].message")

	has(t, d.do(`{"name":"Acme","stage":"approved","country":"PL","ships_to":["*"]}`, "put", "supplier"), "created", "updated", "unchanged")
	has(t, d.do("", "put", "offer", "--schema"), "kind", "fields[].name")
	d.do(`{"supplier":"Acme","sku":"SKU-1","valid_from":"2026-01-01","supplier_sku":"A-1","cost":"20.00","stock":50,"shipping":[{"to":"*","service":"post","cost":"4.50","days_p50":3,"days_p90":6}]}`, "put", "offer")
	d.do(`{"name":"Card","valid_from":"2026-01-01","base":"item_shipping_tax","percent":"2.9","fixed":"0.30"}`, "put", "fee")
	d.do(`[{"sku":"SKU-1","hs":"940521","origin":"PL"},{"sku":"SKU-2","name":"Shade"}]`, "put", "product")
	d.do(`{"date":"2026-10-01","from":"USD","to":"EUR","rate":"0.90","source":"test"}`, "put", "rate")
	d.do(`{"shop":"Web","number":"T-1","placed":"2026-10-06","customer":{"name":"Di","country":"AT","address1":"Gasse 1","city":"Graz","zip":"8010"},"lines":[{"sku":"SKU-1","quantity":1,"price":"50.00"}],"paid":true}`, "put", "order")
	has(t, d.do("", "settings"), "settings")
	has(t, d.do("", "settings", "merchant.name=Lamps & Co"), "settings")

	for _, list := range [][]string{{"suppliers"}, {"products"}, {"offers"}, {"shops"}, {"fees"}, {"orders", "--lines"}} {
		has(t, d.do("", list...), "rows[].id", "rows[].number", "count")
		for _, format := range []string{"csv", "xlsx", "text"} {
			out := filepath.Join(folder, list[0]+"."+format)
			if code, _ := d.try("", append(list, "--format", format, "--out", out)...); code != exitDone {
				t.Errorf("%v as %s: %s", list, format, d.err.String())
			}
		}
	}
	has(t, d.do("", "rates"), "rows[].id", "count")
	has(t, d.do("", "orders", "--lines"), "rows[].shop", "rows[].number", "rows[].placed", "rows[].currency", "rows[].total", "rows[].shipping",
		"rows[].tax", "rows[].discount", "rows[].refunded", "rows[].country", "rows[].lines[].sku", "rows[].lines[].name", "rows[].lines[].quantity", "rows[].lines[].price")

	contractOfWork(t, d, folder)
}

// contractOfWork goes on with the book of TestContract: from routing to backup.
func contractOfWork(t *testing.T, d *desk, folder string) {
	t.Helper()
	has(t, d.do("", "route", "--dry-run"), "routed", "held[].order", "held[].line", "held[].reason")
	has(t, d.do("", "route"), "routed", "allocations[].order", "allocations[].line", "allocations[].supplier", "allocations[].quantity",
		"allocations[].cost", "allocations[].currency", "allocations[].why")
	has(t, d.do("", "forward", "--out", filepath.Join(folder, "out"), "--approve"), "sent[].purchase", "sent[].supplier", "sent[].orders", "sent[].lines", "sent[].files", "sent[].message_id", "held")
	has(t, d.do("", "purchases"), "rows[].id", "rows[].number", "rows[].state", "count")
	has(t, d.do("", "outbox", "list"), "rows[].id", "rows[].state", "count")

	has(t, d.do("", "report", "margin-orders"), "title", "columns[].key", "columns[].label", "columns[].kind", "rows[].net_revenue", "rows[].cm1",
		"rows[].cm2", "rows[].cm3", "rows[].cm4", "rows[].cm1_pct", "rows[].cm4_pct", "rows[].estimated_share", "totals.net_revenue", "meta")
	has(t, d.do("", "report", "--list"), "reports[].name")
	has(t, d.do("", "export", "pack", "--period", "2026-10", "--out", filepath.Join(folder, "pack.xlsx")), "out", "sheets", "totals")
	has(t, d.do("", "export", "journal", "--period", "2026", "--format", "hledger", "--out", filepath.Join(folder, "j.journal")), "out", "entries", "postings")
	has(t, d.do(`{"total":"10.00","weights":["1","1","1"],"currency":"EUR"}`, "calc", "allocate"), "parts")
	check := d.do("", "check", "--full")
	has(t, check, "ok", "sqlite", "foreign_keys", "unbalanced", "control_differences", "margin_differences", "double_forwards")
	if check["ok"] != true {
		t.Errorf("the book is not sound: %v", check)
	}
	if daily, err := filepath.Glob(filepath.Join(folder, "backups", "*")); err != nil || len(daily) != 1 {
		t.Errorf("the day's backups are %v, want one: %v", daily, err)
	}
	backup := filepath.Join(folder, "copy.dropledger")
	has(t, d.do("", "backup", "--out", backup), "out", "sha256")
	has(t, d.do("", "restore", "--from", backup), "out", "sha256")
	has(t, d.do("", "migrate"), "out", "sha256", "from", "to")
	if code, out := d.try("", "undo", "1", "--json"); code != exitFailed || missing(document(t, out), "error.code") != "" {
		t.Errorf("undoing what was forwarded ended with %d: %s", code, out)
	}
}

func TestEveryReportBuildsAndEveryFormatIsWritten(t *testing.T) {
	d := newDesk(t)
	d.do("", "demo", "--orders", "60")
	list := d.do("", "report", "--list")["reports"].([]any)
	if len(list) < 18 {
		t.Errorf("only %d reports", len(list))
	}
	for _, r := range list {
		name := r.(map[string]any)["name"].(string)
		t.Run(name, func(t *testing.T) {
			table := d.do("", "report", name)
			has(t, table, "title", "columns[].key", "rows", "totals", "meta")
			for _, format := range []string{"csv", "xlsx", "text"} {
				out := filepath.Join(t.TempDir(), name+"."+format)
				if code, said := d.try("", "report", name, "--format", format, "--out", out); code != exitDone {
					t.Fatalf("as %s: %d %s %s", format, code, said, d.err.String())
				}
				if info, err := os.Stat(out); err != nil || info.Size() == 0 {
					t.Errorf("as %s: %v", format, err)
				}
			}
		})
	}
}

func TestExitCodesAndErrors(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		name string
		args []string
		code int
		say  string
	}{
		{"no book yet", []string{"orders"}, exitFailed, "No book was used yet"},
		{"unknown command", []string{"frobnicate"}, exitUsage, "frobnicate"},
		{"unknown flag", []string{"orders", "--colour"}, exitUsage, "--colour"},
		{"missing flag", []string{"backup"}, exitUsage, "--out"},
		{"a report that does not exist", []string{"report", "nonsense"}, exitUsage, "no report"},
		{"a period that does not exist", []string{"export", "pack", "--period", "2026-13", "--out", "p.xlsx"}, exitUsage, "2026-13"},
		{"a kind that does not exist", []string{"put", "nonsense"}, exitUsage, "nonsense"},
		{"a format that does not exist", []string{"import", "--as", "bogus", "f.csv"}, exitUsage, "bogus"},
		{"nowhere to forward to", []string{"forward"}, exitUsage, "folder"},
		{"a book that is not there", []string{"--book", filepath.Join(d.data, "none.dropledger"), "orders"}, exitFailed, "none.dropledger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out := d.try("", append(c.args, "--json")...)
			if code != c.code || !strings.Contains(d.err.String(), c.say) || strings.Count(strings.TrimSpace(d.err.String()), "\n") > 0 {
				t.Errorf("exit %d, said %q", code, d.err.String())
			}
			has(t, document(t, out), "error.code", "error.message")
		})
	}
	path := filepath.Join(d.data, "b.dropledger")
	d.do("", "--book", path, "new", "--name", "A", "--currency", "EUR", "--country", "DE")
	folder, out := d.try("", "import", d.data, "--json")
	if folder != exitFailed {
		t.Errorf("importing a folder ended with %d", folder)
	}
	has(t, document(t, out), "error.code", "error.message", "files[].error.message")
	if code, _ := d.try("", "--book", path, "new", "--name", "A", "--currency", "EUR", "--country", "DE"); code != exitFailed {
		t.Errorf("making a book over another ended with %d", code)
	}
	if code, _ := d.try("", "--book", filepath.Join(d.data, "c.dropledger"), "new", "--name", "A", "--currency", "XXQ", "--country", "DE"); code != exitFailed {
		t.Errorf("an unknown currency ended with %d", code)
	}
	if _, err := os.Stat(filepath.Join(d.data, "c.dropledger")); err == nil {
		t.Error("a book that could not be made was left behind")
	}
	for _, wrong := range [][]string{
		{"orders", "--state", "nonsense"},
		{"purchases", "--state", "nonsense"},
		{"parcels", "--state", "nonsense"},
		{"suppliers", "--state", "nonsense"},
		{"cases", "--state", "nonsense"},
		{"claims", "--state", "nonsense"},
		{"outbox", "list", "--state", "nonsense"},
		{"calc", "nonsense"},
		{"shots", "--out", t.TempDir(), "--size", "nonsense"},
		{"score", "A", "--out", "card.nonsense"},
		{"score", "A", "--out", "card.pdf", "--paper", "nonsense"},
		{"score", "A", "--letter", "--out", "letter.pdf", "--period", "nonsense"},
		{"score", "--compare", "A"},
	} {
		if code, out := d.try("{}", append(wrong, "--book", path, "--json")...); code != exitUsage || missing(document(t, out), "error.message") != "" {
			t.Errorf("%v ended with %d: %s", wrong, code, out)
		}
	}
	if code, out := d.try(`{"price":"10"}`, "calc", "price"); code != exitFailed || !strings.Contains(out+d.err.String(), "cost") {
		t.Errorf("an incomplete calculation ended with %d: %s %s", code, out, d.err.String())
	}
}

func TestHelpIsComplete(t *testing.T) {
	d := newDesk(t)
	code, out := d.try("", "--help")
	for _, command := range []string{
		"new", "demo", "import", "undo", "put", "archive", "settings", "suppliers", "products", "offers", "shops", "fees", "rates", "orders", "purchases",
		"outbox", "route", "forward", "report", "export", "calc", "check", "backup", "restore", "migrate", "version",
	} {
		if code != exitDone || !strings.Contains(out, "\n  "+command) {
			t.Errorf("the help leaves %q out:\n%s", command, out)
		}
		if c, text := d.try("", command, "--help"); c != exitDone || !strings.Contains(text, "Usage: dropledger "+command) {
			t.Errorf("%s --help says %q", command, text)
		}
	}
	if _, text := d.try("", "put", "--help"); !strings.Contains(text, "acknowledgement") || !strings.Contains(text, "work_week") {
		t.Errorf("put --help does not name the kinds: %q", text)
	}
}

func TestAListIsWrittenIntoTheFileAsked(t *testing.T) {
	d := newDesk(t)
	d.do("", "new", "--name", "Lists", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme"}`, "put", "supplier")
	for _, c := range []struct{ format, begins string }{{"csv", `"name","type"`}, {"xlsx", "PK"}, {"json", `{"count":1`}, {"text", `{"count":1`}} {
		path := filepath.Join(t.TempDir(), "suppliers")
		v := d.do("", "suppliers", "--format", c.format, "--out", path)
		content, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(strings.TrimPrefix(string(content), "\uFEFF"), c.begins) || v["out"] != path {
			t.Errorf("%s: %v, told %v, the file begins %.40q", c.format, err, v, content)
		}
	}
}

func TestAWrongClockIsToldAsJSONToo(t *testing.T) {
	d := newDesk(t)
	d.now = "yesterday"
	if code, out := d.try("", "version", "--json"); code != exitUsage || document(t, out)["error"] == nil {
		t.Errorf("ended with %d: %s", code, out)
	}
}

func TestABookOpenElsewhereCanBeReadButNotChanged(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(d.data, "b.dropledger")
	d.do("", "--book", path, "new", "--name", "A", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme"}`, "put", "supplier")
	other, err := store.Open(t.Context(), store.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if v := d.do("", "suppliers"); fmt.Sprint(v["count"]) != "1" {
		t.Errorf("read %v", v)
	}
	for _, args := range [][]string{{"settings", "book.name"}, {"report", "trial-balance"}, {"check"}, {"backup", "--out", filepath.Join(d.data, "copy")}, {"score"}} {
		d.do("", args...)
	}
	if code, _ := d.try("", "report", "trial-balance", "--by", "bogus"); code != exitUsage {
		t.Errorf("a split that does not exist ended with %d", code)
	}
	for _, args := range [][]string{{"put", "supplier"}, {"settings", "book.name=B"}, {"route"}} {
		if code, out := d.try(`{"name":"Acme","country":"DE"}`, append(args, "--json")...); code != exitFailed || !strings.Contains(out, `"code":"busy"`) {
			t.Errorf("%v ended with %d: %s", args, code, out)
		}
	}
}

func TestOpens_WithoutACommandTheWindowOpens(t *testing.T) {
	for call, want := range map[string]bool{
		"": true, "a.dropledger": true, "--book a.dropledger": true, "--book=a.dropledger": true, "orders": false, "--book a.dropledger orders": false, "--help": false, "--book": false,
	} {
		if got := opens(strings.Fields(call)); got != want {
			t.Errorf("%q opens the window: %v, want %v", call, got, want)
		}
	}
}
