package main_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"maps"
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

// came are the parcels of the day that arrive, one of them past its promise.
var came = []string{"1Z999AA10123456784", "JD0146099999", "RM552199999999", "RM552199999998", "LP00612399999"}

// TestTheDailyJobByKeys does a day's work in the sample business without a mouse:
// what is new gets its suppliers, what looks odd is decided on, the purchase
// orders leave by e-mail, as files and by hand on a marketplace, a supplier answers,
// and what is late arrives.
func TestTheDailyJobByKeys(t *testing.T) {
	d := newDesktop(t)
	post := mailtest.Start(t, mailtest.Options{}, nil)
	sent := filepath.Join(d.home, "sent")
	if err := os.Mkdir(sent, 0o700); err != nil {
		t.Fatal(err)
	}
	d.do("", "demo")
	d.do(`[{"name":"Lakeshore Home Supply","channel":"email","batching":"order"},{"name":"Maasdok Fulfilment","channel":"email"}]`, "put", "supplier")
	d.do("", "settings", "smtp.host=127.0.0.1", "smtp.port="+strconv.Itoa(post.Port), "smtp.security=none", "smtp.from=purchasing@example.com")

	w := d.open()
	w.titled("Today - Northlight Home")
	w.see("No supplier yet: 23 orders")
	w.routes()
	w.decides()
	w.sends(sent)
	w.places()
	w.key("ctrl+1")
	w.see("Promised day is over: 1 parcel")
	w.hears()
	w.follows()

	w.key("ctrl+1")
	w.titled("Today - Northlight Home")
	for _, gone := range []string{
		"No supplier yet: ", "To forward: ", "To place by hand: ", "Promised day is over", "No tracking number", "Not confirmed", "Unknown send", "Changed in the shop",
		"Not in the books", "The books do not agree",
	} {
		if w.has(gone) {
			t.Errorf("the day is done and there still is %q: %s", gone, w)
		}
	}
	w.see("Held: 1 order", "#1256: The customer calls back")
	w.tool("key", "ctrl+q")
	w.left()
	d.dayDone()
	d.placed()
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
	w.see("14 orders to 5 suppliers", "US-2092", "#1254", "IT-537", "By hand")
}

// decides gives one order with a warning to another supplier, holds one, and
// approves one.
func (w *window) decides() {
	w.t.Helper()
	w.turn("w", "IT-538, ")
	w.see("was counted 67 days")
	w.key("r")
	w.see("Who should deliver Carafe Vand with glass, 1 l?", "Hansekontor Großhandel")
	w.key("Down", "space")
	w.see("(+5.16)") // what it changes, before it is done
	w.key("Tab")
	w.typed("Its count is fresher")
	w.key("Return")
	w.see("14 orders to 5 suppliers", "PO-000008 · 9 orders")

	w.turn("w", "#1256, ")
	w.key("h")
	w.see("Hold order #1256?")
	w.typed("The customer calls back")
	w.key("Return")
	w.see("13 orders to 5 suppliers", "Held since")

	w.turn("Up", "US-2092, 1 × Plate Tide")
	w.see("on probation")
	w.key("a")
	w.see("approved")
}

// sends brings the purchase orders to their suppliers, at last the one that
// gathers until the evening.
func (w *window) sends(folder string) {
	w.t.Helper()
	w.see("Send 5 purchase orders", "waits for Nov 23 1:45 pm")
	w.choose("ctrl+Return", folder)
	w.see("Send 5 purchase orders into this folder?")
	w.key("Return")
	w.see("6 orders to 2 suppliers")
	w.turn("Home", "#1250, ") // its first order
	w.key("n")
	w.see("2 orders to 1 supplier", "1 purchase order sent")
}

// places orders on the marketplace what has to be typed there, one for less than
// was expected and by card, one for more.
func (w *window) places() {
	w.t.Helper()
	w.see("Place by hand")
	w.key("ctrl+Return")
	w.titled("Lantern Lane Store")
	w.see("1 of 2", "#1259 in PO-000003", "5.22\u00a0USD", "Jonas Fuhrmann", "+493023125105")
	w.typesIn("8142207731", "1.90")
	w.key("Tab", "Tab", "Tab") // over currency and day
	w.see("From the bank", "By card")
	w.key("Right", "ctrl+Return")
	w.see("Order #1259 is placed at Lantern Lane Store.", "2 of 2", "IT-540 in PO-000004", "3.18\u00a0USD", "Valeria Marchetti")
	w.typesIn("8142207732", "1.80")
	w.key("ctrl+Return")
	w.see("It costs more than expected. Accept the price?", "PO-000004 costs 3.44 USD there, 0.26 (8.2 %) more")
	w.key("Return")
	w.see("Order IT-540 is placed at Lantern Lane Store.", "2 orders placed")

	w.key("ctrl+3", "o")
	w.titled("Outbox")
	for n := 1; n <= 8; n++ {
		w.see("PO-00000" + strconv.Itoa(n))
	}
	w.see("desk.maasdok@", "dropship.lakeshore@", "is placed at Lantern Lane Store")
}

// typesIn copies the address of an order for its marketplace, part by part, and
// types back its number there and the shipping that was charged.
func (w *window) typesIn(number, shipping string) {
	w.t.Helper()
	w.key("1")
	w.see("Country is on the clipboard.", "It was not placed")
	w.turn("Return", "Note to seller is on the clipboard.")
	w.typed(number)
	w.key("Tab", "Tab", "ctrl+a") // over the price of the goods
	w.typed(shipping)
}

// hears takes a supplier's reply up.
func (w *window) hears() {
	w.t.Helper()
	w.key("ctrl+3", "o")
	w.titled("Outbox")
	w.key("ctrl+f")
	w.typed("PO-000002")
	w.key("Down")
	w.see(" of 8 purchase orders", "Reply", "packing-slip-US-2092.pdf")
	w.key("v")
	w.see("Read a reply of Lakeshore Home Supply")
	w.pasted("We confirm PO-000002.", "Our order no: SO-77", "NL-CER-403: 1 pcs, ships 2026-11-24")
	w.key("ctrl+Return")
	w.see("What Lakeshore Home Supply answered to PO-000002", "SO-77", "Nothing in the text was left out for being unclear.")
	w.key("ctrl+Return")
	w.see("The answer to PO-000002 is recorded")
}

// follows enters parcels, that of the order past its promise among them, until they
// have arrived.
func (w *window) follows() {
	w.t.Helper()
	w.key("ctrl+4")
	w.titled("Parcels")
	w.key("p")
	w.see("Paste tracking numbers")
	w.pasted("PO-000002 1Z999AA10123456784 UPS", "PO-000005 JD0146099999 DHL", "PO-000001/#1254 RM552199999999 Royal Mail", "PO-000001/#1250 RM552199999998 Royal Mail", "PO-000003 LP00612399999 Post")
	w.until("5 lines are understood")
	w.key("ctrl+Return")
	for _, number := range came {
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
	for _, n := range came {
		got[n] = fmt.Sprint(parcels[n]["purchase"], " ", parcels[n]["state"], " ", parcels[n]["delivered"])
	}
	answered := d.rows("purchases")["PO-000002"]
	got["answer"] = fmt.Sprint(answered["reference"], " ", answered["acknowledged"], " ", answered["ship_date"])
	for _, r := range d.do("", "report", "journal")["rows"].([]any) {
		if p := r.(map[string]any); p["kind"] == "payment" {
			got[fmt.Sprint("paid ", p["document"], " ", p["account"], " ", p["name"])] = fmt.Sprint(p["foreign"], " ", p["currency"])
		}
	}
	held := d.rows("orders")["#1256"]
	got["#1256"] = fmt.Sprint(held["state"])
	want := map[string]string{
		"PO-000001": "Hansekontor Großhandel part_shipped", "PO-000002": "Lakeshore Home Supply closed", "PO-000003": "Lantern Lane Store closed",
		"PO-000004": "Lantern Lane Store sent", "PO-000005": "Maasdok Fulfilment closed", "PO-000006": "Maasdok Fulfilment sent",
		"PO-000007": "Maasdok Fulfilment sent", "PO-000008": "Yiwu Morning Star Sourcing sent",
		"sent PO-000001": "folder sent", "sent PO-000002": "email sent", "sent PO-000003": "marketplace sent", "sent PO-000004": "marketplace sent",
		"sent PO-000005": "email sent", "sent PO-000006": "email sent", "sent PO-000007": "email sent", "sent PO-000008": "folder sent",
		"answer": "SO-77 2026-11-22 2026-11-24", "#1256": "held",
		"1Z999AA10123456784": "PO-000002 delivered 2026-11-22", "JD0146099999": "PO-000005 delivered 2026-11-22",
		"RM552199999999": "PO-000001 delivered 2026-11-22", "RM552199999998": "PO-000001 delivered 2026-11-22", "LP00612399999": "PO-000003 delivered 2026-11-22",
		"paid PO-000003 2020 Cards, not yet taken from the bank": "-4.91 USD", "paid PO-000003 2000 Suppliers payable": "4.91 USD",
		"paid PO-000004 1000 Bank": "-3.44 USD", "paid PO-000004 2000 Suppliers payable": "3.44 USD",
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

// placed holds what was typed back against the book, which has nothing to change
// when it is said the same again.
func (d *desktop) placed() {
	d.t.Helper()
	said := d.do(`[
		{"purchase":"PO-000003","number":"8142207731","paid":"3.01","shipping":"1.90","date":"2026-11-22","paid_on":"2026-11-22","paid_from":"card"},
		{"purchase":"PO-000004","number":"8142207732","paid":"1.64","shipping":"1.80","date":"2026-11-22","paid_on":"2026-11-22","paid_from":"bank"}]`, "put", "placed")
	if got := fmt.Sprint(said["created"], said["updated"], said["unchanged"]); got != "0 0 2" {
		d.t.Errorf("what was placed by hand stands otherwise: created, updated, unchanged are %s", got)
	}
	if left := d.do("", "byhand"); fmt.Sprint(left["count"]) != "0" {
		d.t.Errorf("there is still to be placed: %v", left["rows"])
	}
}

// delivered looks at what the suppliers got: four by e-mail, two as files.
func (d *desktop) delivered(folder string, mails []mailtest.Mail) {
	d.t.Helper()
	var got []string
	to := map[string]int{}
	for _, m := range mails {
		to[m.From+" "+m.To]++
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
	for _, want := range []string{"US-2092", "NL-CER-403", "Natalie Young", "#1250", "#1254", "IT-538", "#1259", "#1263", "IT-540", "IT-537"} {
		if !strings.Contains(all, want) {
			d.t.Errorf("no supplier was told of %s", want)
		}
	}
	for _, never := range []string{"#1256", "PO-000003", "PO-000004"} {
		if strings.Contains(all, never) {
			d.t.Errorf("%s is in what was sent", never)
		}
	}
	if want := map[string]int{"purchasing@example.com dropship.lakeshore@example.com": 1, "purchasing@example.com desk.maasdok@example.org": 3}; !maps.Equal(to, want) || len(got) != 6 {
		d.t.Errorf("messages were sent to %v, and %d lists in all", to, len(got))
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
