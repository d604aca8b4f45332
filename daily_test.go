package main_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/mail/mailtest"
)

// late are the parcels of the day that are past their promise.
var late = []string{"1Z77A93099999", "JD0146099999", "RM552199999999"}

// TestTheDailyJobByKeys does a day's work in the sample business without a mouse:
// what is new gets its suppliers, what looks odd is decided on, the purchase
// orders leave by e-mail and as files, a supplier answers, and what is late arrives.
func TestTheDailyJobByKeys(t *testing.T) {
	d := newDesktop(t)
	post := mailtest.Start(t, mailtest.Options{}, nil)
	sent := filepath.Join(d.home, "sent")
	if err := os.Mkdir(sent, 0o700); err != nil {
		t.Fatal(err)
	}
	d.do("", "demo")
	d.do(`{"name":"Lakeshore Home Supply","channel":"email","batching":"order"}`, "put", "supplier")
	d.do("", "settings", "smtp.host=127.0.0.1", "smtp.port="+strconv.Itoa(post.Port), "smtp.security=none", "smtp.from=purchasing@example.com")

	w := d.open()
	w.titled("Today - Northlight Home")
	w.see("No supplier yet: 23 orders")
	w.routes()
	w.decides()
	w.sends(sent)
	w.key("ctrl+1")
	w.see("Promised day is over: 3 parcels")
	w.hears()
	w.follows()

	w.key("ctrl+1")
	w.titled("Today - Northlight Home")
	for _, gone := range []string{"No supplier yet: ", "To forward: ", "Promised day is over", "Not confirmed", "Unknown send"} {
		if w.has(gone) {
			t.Errorf("the day is done and there still is %q: %s", gone, w)
		}
	}
	w.see("Held: 1 order")
	w.tool("key", "ctrl+q")
	w.left()
	d.dayDone()
	d.delivered(sent, post.Accepted())
}

// routes lets what is new find its suppliers.
func (w *window) routes() {
	w.t.Helper()
	w.key("r") // review the orders
	w.titled("Forwarding")
	if w.has("Route 18 orders") {
		w.key("ctrl+Return")
	}
	w.see("15 orders to 3 suppliers", "US-2091", "#1254", "#1256")
}

// decides gives one order with a warning to another supplier, holds one, and
// approves one.
func (w *window) decides() {
	w.t.Helper()
	w.turn("w", "#1254, ")
	w.key("r")
	w.see("Who should deliver Set of 4 pillar candles, ivory?", "Maasdok Fulfilment")
	w.key("Down", "space")
	w.see("(+0.84)") // what it changes, before it is done
	w.key("Tab")
	w.typed("Its count is fresher")
	w.key("Return")
	w.see("15 orders to 4 suppliers", "PO-000005")

	w.turn("w", "#1256, ")
	w.key("h")
	w.see("Hold order #1256?")
	w.typed("The customer calls back")
	w.key("Return")
	w.see("14 orders to 4 suppliers", "Held since")

	w.turn("w", "US-2091, ")
	w.key("a")
	w.see("approved")
}

// sends brings the purchase orders to their suppliers, at last the one that
// gathers until the evening.
func (w *window) sends(folder string) {
	w.t.Helper()
	w.see("Send 4 purchase orders")
	w.choose("ctrl+Return", folder)
	w.see("Send 4 purchase orders into this folder?")
	w.key("Return")
	w.see("6 orders to 1 supplier")
	w.turn("Home", "#1250, ") // its first order
	w.key("n")
	w.see("lines wait for a supplier")
	w.key("o")
	w.titled("Outbox")
	w.see("PO-000001", "PO-000002", "PO-000003", "PO-000004", "PO-000005", "E-mail", "File to fol")
}

// hears takes a supplier's reply up.
func (w *window) hears() {
	w.t.Helper()
	w.key("ctrl+3", "o")
	w.titled("Outbox")
	w.key("ctrl+f")
	w.typed("PO-000002")
	w.key("Down")
	w.see(" of 5 purchase orders", "Reply", "packing-slip-US-2091.pdf")
	w.key("v")
	w.see("Read a reply of Lakeshore Home Supply")
	w.pasted("We confirm PO-000002.", "Our order no: SO-77", "GL-2214: 4 pcs, ships 2026-11-24")
	w.key("ctrl+Return")
	w.see("What Lakeshore Home Supply answered to PO-000002", "SO-77", "Nothing in the text was left out for being unclear.")
	w.key("ctrl+Return")
	w.see("The answer to PO-000002 is recorded")
}

// follows enters the parcels that are past their promise, until they have arrived.
func (w *window) follows() {
	w.t.Helper()
	w.key("ctrl+4")
	w.titled("Parcels")
	w.key("p")
	w.see("Paste tracking numbers")
	w.pasted("PO-000002 1Z77A93099999 UPS", "PO-000005 JD0146099999 DHL", "PO-000001 RM552199999999 Royal Mail")
	w.until("3 lines are understood")
	w.key("ctrl+Return")
	for _, number := range late {
		w.key("ctrl+f", "ctrl+a")
		w.typed(number)
		w.key("Down")
		w.see("Label made")
		w.key("v")
		w.until(number + " is delivered.")
	}
}

// turn presses a key until a text is seen.
func (w *window) turn(key, text string) {
	w.t.Helper()
	const most = 60
	for n := 0; !w.has(text); n++ {
		if n == most {
			w.t.Fatalf("%q did not come after %d times %s; there is %s", text, n, key, w)
		}
		w.key(key)
	}
}

// pasted brings lines into a field through the clipboard.
func (w *window) pasted(lines ...string) {
	w.t.Helper()
	for _, line := range lines {
		w.typed(line)
		w.key("Return")
	}
	w.key("ctrl+a", "ctrl+x", "ctrl+v")
	w.see(lines[0])
}

// rows are those of a list, by number.
func (d *desktop) rows(list ...string) map[string]map[string]any {
	d.t.Helper()
	all := map[string]map[string]any{}
	for _, r := range d.do("", list...)["rows"].([]any) {
		row := r.(map[string]any)
		all[row["number"].(string)] = row
	}
	return all
}

// dayDone holds the book against what was done in it.
func (d *desktop) dayDone() {
	d.t.Helper()
	if check := d.do("", "check"); check["ok"] != true {
		d.t.Errorf("the book does not hold: %v", check["findings"])
	}
	got := map[string]string{}
	for n, p := range d.rows("purchases") {
		got[n] = fmt.Sprint(p["supplier"], " ", p["state"])
	}
	for n, o := range d.rows("outbox", "list") {
		got["sent "+n] = fmt.Sprint(o["channel"], " ", o["state"])
	}
	parcels := d.rows("parcels")
	for _, n := range late {
		got[n] = fmt.Sprint(parcels[n]["purchase"], " ", parcels[n]["state"], " ", parcels[n]["delivered"])
	}
	answered := d.rows("purchases")["PO-000002"]
	got["answer"] = fmt.Sprint(answered["reference"], " ", answered["acknowledged"], " ", answered["ship_date"])
	held := d.rows("orders")["#1256"]
	got["#1256"] = fmt.Sprint(held["state"])
	want := map[string]string{
		"PO-000001": "Hansekontor Großhandel closed", "PO-000002": "Lakeshore Home Supply closed", "PO-000003": "Lakeshore Home Supply sent",
		"PO-000004": "Yiwu Morning Star Sourcing sent", "PO-000005": "Maasdok Fulfilment closed",
		"sent PO-000001": "folder sent", "sent PO-000002": "email sent", "sent PO-000003": "email sent", "sent PO-000004": "folder sent",
		"sent PO-000005": "folder sent", "answer": "SO-77 2026-11-22 2026-11-24", "#1256": "held",
		"1Z77A93099999": "PO-000002 delivered 2026-11-22", "JD0146099999": "PO-000005 delivered 2026-11-22",
		"RM552199999999": "PO-000001 delivered 2026-11-22",
	}
	for what, is := range want {
		if got[what] != is {
			d.t.Errorf("%s: %q, want %q", what, got[what], is)
		}
		delete(got, what)
	}
	if len(got) > 0 {
		d.t.Errorf("nobody asked for %v", got)
	}
}

// delivered looks at what the suppliers got: two by e-mail, three as files.
func (d *desktop) delivered(folder string, mails []mailtest.Mail) {
	d.t.Helper()
	var got []string
	for _, m := range mails {
		if m.From != "purchasing@example.com" || m.To != "dropship.lakeshore@example.com" {
			d.t.Errorf("a message went from %s to %s", m.From, m.To)
		}
		got = append(got, d.attached(m)...)
	}
	for _, path := range files(d.t, folder) {
		if listed(path) {
			text, err := os.ReadFile(path)
			if err != nil {
				d.t.Fatal(err)
			}
			got = append(got, string(text))
		}
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"US-2091", "GL-2214", "Jasmine Kim", "US-2092", "#1250", "#1254", "IT-537"} {
		if !strings.Contains(all, want) {
			d.t.Errorf("no supplier was told of %s", want)
		}
	}
	if len(mails) != 2 || len(got) != 5 || strings.Contains(all, "#1256") {
		d.t.Errorf("%d messages and %d lists were sent; the held order is among them: %v", len(mails), len(got), strings.Contains(all, "#1256"))
	}
}

// listed tells whether a file is the list of a purchase order's lines.
func listed(path string) bool {
	return strings.HasPrefix(filepath.Base(path), "PO-") && filepath.Ext(path) == ".csv"
}

// attached are the lists that came with a message.
func (d *desktop) attached(sent mailtest.Mail) (lists []string) {
	d.t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(sent.Text))
	if err != nil {
		d.t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		d.t.Fatal(err)
	}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := parts.NextPart()
		if err == io.EOF {
			return lists
		}
		if err != nil {
			d.t.Fatal(err)
		}
		if !listed(p.FileName()) {
			continue
		}
		text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			d.t.Fatal(err)
		}
		lists = append(lists, string(text))
	}
}
