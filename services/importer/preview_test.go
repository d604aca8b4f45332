package importer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// show previews files.
func show(t testing.TB, s *importer.Service, reqs ...importer.Request) []*importer.File {
	t.Helper()
	files, err := s.Preview(t.Context(), reqs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// told is all that a preview and an import must agree on.
func told(f *importer.File) string {
	kinds := make([]string, 0, len(f.ByKind))
	for k, c := range f.ByKind {
		if *c != (importer.Counts{}) {
			kinds = append(kinds, fmt.Sprint(k, *c))
		}
	}
	slices.Sort(kinds)
	return fmt.Sprint(f.Format, f.SHA256, f.Records, f.Created, f.Updated, f.Unchanged, f.Refused, f.Rows, kinds, f.Money, f.Problems, f.Repairs, f.Err())
}

// agree previews requests, imports them, and compares.
func agree(t testing.TB, fail func(string, ...any), db *store.DB, s *importer.Service, reqs ...importer.Request) []*importer.File {
	t.Helper()
	before := state(t, db)
	shown := show(t, s, slices.Clone(reqs)...)
	if state(t, db) != before {
		fail("the preview changed the book")
	}
	res, err := s.ImportAll(t.Context(), reqs)
	if err != nil {
		fail("%v", err)
	}
	for i, f := range res.Files {
		if a, b := told(shown[i]), told(f); a != b {
			fail("%s: the preview said\n%s\nand the import did\n%s", filepath.Base(f.Path), a, b)
		}
		counted := importer.Counts{Refused: shown[i].Rows.Refused}
		for _, o := range shown[i].Preview.Orders {
			count(&counted, o.Outcome)
		}
		for _, a := range shown[i].Preview.Articles {
			count(&counted, a.Outcome)
		}
		if f.Err() == nil && counted != f.Rows {
			fail("%s: the rows shown are %+v, the counts %+v", filepath.Base(f.Path), counted, f.Rows)
		}
	}
	return shown
}

func count(c *importer.Counts, outcome string) {
	switch outcome {
	case "created":
		c.Created++
	case "updated":
		c.Updated++
	default:
		c.Unchanged++
	}
}

func TestPreview_SaysWhatTheImportOfRealFilesDoes(t *testing.T) {
	dir := samples(t)
	db, s := book(t, "USD")
	if _, err := put.New(db, &event.Bus{}).Put(t.Context(), "supplier", []byte(`{"name":"Acme"}`)); err != nil {
		t.Fatal(err)
	}
	// The largest ones take long and say no more; the second time all is known.
	for _, g := range []struct{ glob, supplier string }{
		{"shopify_orders/so0*.csv", ""}, {"shopify_products/pr0[135]*.csv", ""}, {"suppliers/su0*.csv", "Acme"}, {"shopify_orders/so0[46]*.csv", ""},
	} {
		paths, err := filepath.Glob(filepath.Join(dir, g.glob))
		if err != nil || len(paths) == 0 {
			t.Fatal(g.glob, err)
		}
		for _, p := range paths {
			agree(t, t.Errorf, db, s, importer.Request{Path: p, Options: importer.Options{Shop: "A", Supplier: g.supplier}})
		}
	}
}

// previewDraws bounds the draws of the test below: each makes a book of its own
// and imports into it twice, which is slow under the race detector.
const previewDraws = 25

func TestPreview_SaysWhatTheImportDoesWhateverTheFilesSay(t *testing.T) {
	storetest.Checks(t, 30)
	outer, draws := t, 0
	rapid.Check(t, func(t *rapid.T) {
		if draws++; draws > previewDraws {
			return
		}
		db, s := book(outer, rapid.SampledFrom([]string{"EUR", "USD"}).Draw(t, "home"))
		dir := outer.TempDir()
		for n := range 2 {
			var reqs []importer.Request
			for k := range rapid.IntRange(1, 2).Draw(t, "files") {
				o := importer.Options{Shop: rapid.SampledFrom([]string{"A", "A", "B"}).Draw(t, "shop")}
				path := drawn(t, dir, 3*n+k)
				if rapid.Bool().Draw(t, "mended") {
					o.Repairs = []importer.Repair{{Row: 2, Column: "Shipping City", Found: "Köln", Value: "Trier"}}
				}
				if rapid.Bool().Draw(t, "left out") {
					o.Leave = []int{rapid.IntRange(2, 5).Draw(t, "row")}
				}
				reqs = append(reqs, importer.Request{Path: path, Options: o})
			}
			agree(outer, t.Fatalf, db, s, reqs...)
		}
	})
}

// effects are the kinds of what an order of a preview does.
func effects(list []importer.Effect) string {
	var kinds []string
	for _, e := range list {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, " ")
}

func TestPreview_SaysWhatAChangeMeans(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, now sold
		effects  string
		cells    string // payment, fulfilment, refunded before
	}{
		{"nothing new", sold{}, sold{}, "", ""},
		{"a refund is booked", sold{sent: "fulfilled", line: "fulfilled"}, sold{status: "partially_refunded", sent: "fulfilled", line: "fulfilled", refunded: "24.90"}, "refund_booked", "paid fulfilled 0.00"},
		{"the shop sent it", sold{}, sold{sent: "fulfilled", line: "fulfilled"}, "closed_sent", "paid unfulfilled 0.00"},
		{"it was paid", sold{status: "pending"}, sold{status: "paid"}, "sale_booked may_forward", "pending unfulfilled 0.00"},
		{"it was voided", sold{status: "pending"}, sold{status: "voided", cancelled: "2026-02-09 08:00:00 +0100"}, "closed_cancelled", "pending unfulfilled 0.00"},
		{"it was refunded and called off", sold{}, sold{status: "refunded", refunded: "105.00", cancelled: "2026-02-09 08:00:00 +0100"}, "refund_booked closed_cancelled", "paid unfulfilled 0.00"},
		{"the customer moved", sold{}, sold{city: "Bonn", created: "2026-02-03 10:00:00 +0100"}, "address_changed", "paid unfulfilled 0.00"},
		{"the file is older", sold{sent: "fulfilled", line: "fulfilled"}, sold{sent: "unfulfilled"}, "book_newer", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, s := book(t, "EUR")
			tt.old.number, tt.old.id, tt.now.number, tt.now.id = "#1", "5001", "#1", "5001"
			bring(t, s, importer.Options{}, export(t, tt.old))
			row := show(t, s, importer.Request{Path: export(t, tt.now)})[0].Preview.Orders[0]
			if got := effects(row.Effects); got != tt.effects {
				t.Errorf("it does %q, want %q", got, tt.effects)
			}
			was := ""
			if row.Was != nil {
				was = fmt.Sprint(row.Was.Payment, " ", row.Was.Fulfilment, " ", row.Was.Refunded)
			}
			if was != tt.cells {
				t.Errorf("before it was %q, want %q", was, tt.cells)
			}
		})
	}
}

func TestPreview_SaysWhatANewOrderIsInFor(t *testing.T) {
	for want, o := range map[string]sold{
		"to_forward": {}, "awaits_payment": {status: "authorized"}, "only_history": {sent: "fulfilled", line: "fulfilled"},
	} {
		_, s := book(t, "EUR")
		o.number, o.id = "#1", "5001"
		f := show(t, s, importer.Request{Path: export(t, o)})[0]
		if got := effects(f.Preview.Orders[0].Effects); got != want {
			t.Errorf("it does %q, want %q", got, want)
		}
		if f.Preview.Shop != "My Shopify shop" || !f.Preview.NewShop {
			t.Errorf("the shop is %q, new %v", f.Preview.Shop, f.Preview.NewShop)
		}
	}
}

func TestPreview_CountsTheDaysWithoutARate(t *testing.T) {
	db, s := book(t, "USD")
	if _, err := put.New(db, &event.Bus{}).Put(t.Context(), "rate", []byte(`{"date":"2026-02-04","from":"EUR","to":"USD","rate":"1.10"}`)); err != nil {
		t.Fatal(err)
	}
	f := show(t, s, importer.Request{Path: export(t, sold{number: "#1", id: "1"}, sold{number: "#2", id: "2"}, sold{number: "#3", id: "3", created: "2026-02-05 09:00:00 +0100"})})[0]
	if r := f.Preview.Rates; r.Days != 2 || r.Known != 1 || r.Missing != "2026-02-03" || r.From != "EUR" {
		t.Errorf("got %+v", r)
	}
	if got := effects(f.Preview.Orders[0].Effects); got != "to_forward not_booked" {
		t.Errorf("the order without a rate does %q", got)
	}
}

const wrong = "UKK"

// broken is an export whose second order has a country that is none.
func broken(t testing.TB) string {
	t.Helper()
	bad := strings.Replace(sold{number: "#2", id: "5002"}.row(), ",DE,", ","+wrong+",", 1)
	return file(t, "orders.csv", header+sold{number: "#1", id: "5001"}.row()+bad)
}

func TestImport_TakesARepairAndSaysSo(t *testing.T) {
	db, s := book(t, "EUR")
	path := broken(t)
	f := show(t, s, importer.Request{Path: path})[0]
	if len(f.Preview.Refusals) != 1 {
		t.Fatalf("%d refusals: %v", len(f.Preview.Refusals), f.Problems)
	}
	r := f.Preview.Refusals[0]
	if r.Row != 3 || r.Key != "#2" || r.Column != "Shipping Country" || r.Found != wrong || r.Fix != "GB" || !r.Mendable() {
		t.Errorf("got %+v", r)
	}
	o := importer.Options{SHA256: f.SHA256, Repairs: []importer.Repair{{Row: r.Row, Column: r.Column, Found: r.Found, Value: r.Fix}}}
	agree(t, t.Errorf, db, s, importer.Request{Path: path, Options: o})
	if c := one[string](t, db, `SELECT country FROM sales_order WHERE number = '#2'`); c != "GB" {
		t.Errorf("the country is %q", c)
	}
	if h := one[string](t, db, `SELECT field || ' ' || old_value || ' ' || new_value || ' ' || why FROM history WHERE kind = 'order'`); h != "Shipping Country UKK GB mended by hand in import 1" {
		t.Errorf("the history says %q", h)
	}
	d, err := s.Details(t.Context(), 1)
	if err != nil || len(d.Repairs) != 1 || d.Repairs[0].Value != "GB" || d.SHA256 != f.SHA256 || d.Why != nil {
		t.Errorf("the batch keeps %+v, %v", d, err)
	}
	if _, err := s.Undo(t.Context(), 1); err != nil {
		t.Errorf("an import with a repair cannot be taken back: %v", err)
	}
}

func TestImport_LeavesOutWhatAPersonLeavesOut(t *testing.T) {
	db, s := book(t, "EUR")
	path := export(t, sold{number: "#1", id: "5001"}, sold{number: "#2", id: "5002"})
	shown := agree(t, t.Errorf, db, s, importer.Request{Path: path, Options: importer.Options{Leave: []int{3}}})
	if r := shown[0].Preview.Refusals; len(r) != 1 || !r[0].Left || r[0].Key != "#2" || r[0].Mendable() {
		t.Errorf("got %+v", r)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM sales_order`); n != 1 {
		t.Errorf("%d orders came in", n)
	}
}

func TestImport_RefusesAFileThatChangedSinceItWasShown(t *testing.T) {
	db, s := book(t, "EUR")
	path := export(t, sold{number: "#1", id: "5001"})
	f := show(t, s, importer.Request{Path: path})[0]
	if err := os.WriteFile(path, []byte(header+sold{number: "#9", id: "5009"}.row()), 0o600); err != nil {
		t.Fatal(err)
	}
	before := state(t, db)
	res, err := s.ImportAll(t.Context(), []importer.Request{{Path: path, Options: importer.Options{SHA256: f.SHA256}}})
	if err != nil || model.CodeOf(res.Files[0].Err()) != model.Conflict || state(t, db) != before {
		t.Errorf("got %v, %v", res.Files[0].Err(), err)
	}
}

func TestPreview_KnowsTheVeryFileAgain(t *testing.T) {
	_, s := book(t, "EUR")
	path := export(t, sold{number: "#1", id: "5001"})
	bring(t, s, importer.Options{}, path)
	p := show(t, s, importer.Request{Path: path})[0].Preview
	if p.Same == nil || p.Same.ID != 1 || p.WouldChange || p.Known != 1 || p.LastImport != "2026-03-31T12:30:00Z" {
		t.Errorf("got %+v", p)
	}
}

func TestPreview_ShowsWhatLaterFilesDoAfterTheEarlierOnes(t *testing.T) {
	db, s := book(t, "EUR")
	first, second := export(t, sold{number: "#1", id: "5001"}), export(t, sold{number: "#1", id: "5001", sent: "fulfilled", line: "fulfilled"})
	bad := file(t, "bad.csv", "hello\n")
	shown := agree(t, t.Errorf, db, s, importer.Request{Path: first}, importer.Request{Path: bad}, importer.Request{Path: second})
	if shown[1].Err() == nil || shown[2].Rows.Updated != 1 {
		t.Errorf("the second file is %v, the third %+v", shown[1].Err(), shown[2].Rows)
	}
}

func TestPreview_GuessesTheShopByItsOrders(t *testing.T) {
	_, s := book(t, "EUR")
	bring(t, s, importer.Options{Shop: "A"}, export(t, sold{number: "#1", id: "5001"}))
	bring(t, s, importer.Options{Shop: "B"}, export(t, sold{number: "#1", id: "7001"}))
	path := export(t, sold{number: "#1", id: "7001"}, sold{number: "#2", id: "7002"})
	f := show(t, s, importer.Request{Path: path, Options: importer.Options{Guess: true}})[0]
	if f.Preview.Shop != "B" || f.Rows.Unchanged != 1 || f.Rows.Created != 1 {
		t.Errorf("shop %q, %+v, %v", f.Preview.Shop, f.Rows, f.Err())
	}
	if f := show(t, s, importer.Request{Path: path})[0]; f.Error == nil || f.Error.Field != "shop" {
		t.Errorf("without guessing it says %+v", f.Error)
	}
}

func TestPreview_SketchesAListUntilItIsKnownWhoseItIs(t *testing.T) {
	db, s := book(t, "EUR")
	if _, err := put.New(db, &event.Bus{}).Put(t.Context(), "supplier", []byte(`{"name":"Acme"}`)); err != nil {
		t.Fatal(err)
	}
	path := file(t, "prices.csv", "Artikelnummer;Bezeichnung;EK;Bestand\nA-1;Lampe;18,50;40\nA-2;Flasche;1.204,00;0\n")
	o := importer.Options{Guess: true}
	f := show(t, s, importer.Request{Path: path, Options: o})[0]
	if f.Format != importer.PriceList || f.Err() != nil || f.Preview.Supplier != "" || len(f.Preview.Items) != 2 || f.Preview.Items[1].Cost.Text("EUR") != "1204.00" {
		t.Fatalf("got %s, %v, %+v", f.Format, f.Err(), f.Preview.Items)
	}
	o.Supplier = "Acme"
	shown := agree(t, t.Errorf, db, s, importer.Request{Path: path, Options: o})
	if got := effects(shown[0].Preview.Articles[0].Effects); got != "new_article first_price stock_counted" {
		t.Errorf("the article does %q", got)
	}
	next := file(t, "prices.csv", "Artikelnummer;Bezeichnung;EK;Bestand\nA-1;Lampe;19,00;40\nA-2;Flasche;1.204,00;7\n")
	f = show(t, s, importer.Request{Path: next, Options: importer.Options{Guess: true}})[0]
	if f.Preview.Supplier != "Acme" || f.Rows.Updated != 2 {
		t.Errorf("the list is taken for one of %q, %+v", f.Preview.Supplier, f.Rows)
	}
	rows := agree(t, t.Errorf, db, s, importer.Request{Path: next, Options: o})[0].Preview.Articles
	if got := effects(rows[0].Effects) + ", " + effects(rows[1].Effects); got != "price_rises stock_same, stock_counted" && got != "price_rises, stock_counted" {
		t.Errorf("the articles do %q", got)
	}
	if rows[0].Was == nil || rows[0].Was.Cost.Text("EUR") != "18.50" || *rows[1].Was.Stock != 0 {
		t.Errorf("before they were %+v, %+v", rows[0].Was, rows[1].Was)
	}
}

func TestPreview_ReadsAFileTheWayAPersonSays(t *testing.T) {
	_, s := book(t, "EUR")
	path := file(t, "x.csv", strings.ReplaceAll(header+sold{number: "#1", id: "5001"}.row(), ",", "|"))
	f := show(t, s, importer.Request{Path: path, Options: importer.Options{Reading: sheet.Reading{Delimiter: ';'}}})[0]
	if f.Err() == nil || f.Preview.Delimiter != ';' {
		t.Errorf("parted at semicolons it is %v", f.Err())
	}
	f = show(t, s, importer.Request{Path: path, Options: importer.Options{Reading: sheet.Reading{Delimiter: '|', Encoding: "windows-1252"}}})[0]
	if f.Err() != nil || f.Rows.Created != 1 || f.Preview.Encoding != "windows-1252" {
		t.Errorf("got %v, %+v", f.Err(), f.Preview)
	}
}

func TestPreview_StopsWhenItIsTold(t *testing.T) {
	_, s := book(t, "EUR")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Preview(ctx, []importer.Request{{Path: writeExport(t, 5000)}}, nil); model.CodeOf(err) != model.Cancelled {
		t.Errorf("got %v", err)
	}
}

func TestSaveRefused_WritesTheRowsWithTheirReasons(t *testing.T) {
	_, s := book(t, "EUR")
	path := broken(t)
	r := importer.Request{Path: path}
	f := show(t, s, r)[0]
	out := filepath.Join(t.TempDir(), "refused.csv")
	n, err := s.SaveRefused(t.Context(), r, f, out)
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	text, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(text), wrong) || !strings.Contains(string(text), "Refused because") || strings.Contains(string(text), "5001") {
		t.Errorf("%v\n%s", err, text)
	}
	mended := file(t, "mended.csv", strings.ReplaceAll(string(text), ","+wrong+",", ",GB,"))
	if f := bring(t, s, importer.Options{}, mended)[0]; f.Created != 1 {
		t.Errorf("the mended rows do not come in: %v %v", f.Err(), f.Problems)
	}
}

func TestDetails_SaysWhyAnImportCannotBeTakenBack(t *testing.T) {
	_, s := book(t, "EUR")
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001", sent: "fulfilled", line: "fulfilled"}))
	d, err := s.Details(t.Context(), 1)
	if err != nil || d.Why == nil || !strings.Contains(d.Why.Error(), "import 2 changed") || d.Shop != "My Shopify shop" {
		t.Errorf("%+v, %v", d, err)
	}
	list, err := s.Batches(t.Context())
	if err != nil || len(list) != 2 || list[0].ID != 2 || list[0].Updated != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.Details(t.Context(), 9); model.CodeOf(err) != model.NotFound {
		t.Errorf("an import that is not there: %v", err)
	}
}

func TestFiles_TakesAFolderForTheTablesInIt(t *testing.T) {
	dir, bare := t.TempDir(), t.TempDir()
	for _, path := range []string{
		filepath.Join(dir, "b.csv"), filepath.Join(dir, "a.XLSX"), filepath.Join(dir, "~$a.XLSX"), filepath.Join(dir, "c.png"), filepath.Join(dir, ".d.csv"), filepath.Join(bare, "e.pdf"),
	} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	picture := filepath.Join(dir, "c.png")
	got, none := importer.Files([]string{picture, dir, bare, picture})
	if want := []string{picture, filepath.Join(dir, "a.XLSX"), filepath.Join(dir, "b.csv")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := []string{bare}; !slices.Equal(none, want) {
		t.Errorf("%v hold no tables, want %v", none, want)
	}
}

func TestPreview_SaysWhatBecomesOfAPurchaseOrder(t *testing.T) {
	for _, tt := range []struct {
		name    string
		sent    bool
		now     sold
		effects string
	}{
		{"cancelled before it was sent", false, sold{status: "refunded", refunded: "105.00", cancelled: "2026-02-09 08:00:00 +0100"}, "refund_booked closed_cancelled leaves_purchase"},
		{"cancelled after it was sent", true, sold{status: "refunded", refunded: "105.00", cancelled: "2026-02-09 08:00:00 +0100"}, "refund_booked closed_cancelled already_sent"},
		{"another address after it was sent", true, sold{city: "Bonn"}, "address_changed already_sent"},
		{"another address before", false, sold{city: "Bonn"}, "address_changed"},
		{"sent by the supplier", true, sold{sent: "fulfilled", line: "fulfilled"}, "closed_sent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, s := book(t, "EUR")
			bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
			p := put.New(db, &event.Bus{})
			for _, in := range []struct{ kind, json string }{
				{"supplier", `{"name":"Acme","stage":"approved","channel":"folder"}`},
				{"offer", `{"supplier":"Acme","sku":"SKU-1","valid_from":"2026-01-01","cost":"20.00","stock":50,"counted_on":"2026-03-30","shipping":[{"to":"*","service":"s","cost":"4.00","days_p50":3,"days_p90":6}]}`},
			} {
				if _, err := p.Put(t.Context(), in.kind, []byte(in.json)); err != nil {
					t.Fatal(in.kind, err)
				}
			}
			if _, err := routing.New(db, &event.Bus{}, &job.Runner{}).Route(t.Context(), routing.Options{}); err != nil {
				t.Fatal(err)
			}
			if err := db.Write(t.Context(), func(tx *store.Tx) error { _, err := purchase.Draft(tx); return err }); err != nil {
				t.Fatal(err)
			}
			if tt.sent {
				forwardAll(t, db)
			}
			tt.now.number, tt.now.id = "#1", "5001"
			row := show(t, s, importer.Request{Path: export(t, tt.now)})[0].Preview.Orders[0]
			if got := effects(row.Effects); got != tt.effects {
				t.Errorf("it does %q, want %q", got, tt.effects)
			}
		})
	}
}

// paper is a purchase order's document.
type paper struct{}

func (paper) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

func forwardAll(t *testing.T, db *store.DB) {
	t.Helper()
	res, err := forward.New(db, &event.Bus{}, &job.Runner{}, paper{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true})
	if err != nil || len(res.Sent) != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
}
