package importer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/store"
)

const header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount," +
	"Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status," +
	"Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Cancelled at,Refunded Amount,Id,Tax 1 Name,Tax 1 Value,Lineitem discount\n"

// sold is one exported order of two pieces of SKU-1 at 50.00 with 19 % tax inside.
type sold struct {
	number, status, sent, line string
	city                       string
	cancelled                  string
	refunded                   string
	id                         string
	created                    string
}

func (s sold) row() string {
	def := func(v *string, d string) {
		if *v == "" {
			*v = d
		}
	}
	def(&s.status, "paid")
	def(&s.sent, "unfulfilled")
	def(&s.line, "pending")
	def(&s.city, "Köln")
	def(&s.refunded, "0.00")
	def(&s.created, "2026-02-03 10:00:00 +0100")
	fulfilled := ""
	if s.sent == "fulfilled" {
		fulfilled = "2026-02-05 10:00:00 +0100"
	}
	return fmt.Sprintf("%s,ann@example.com,%s,%s,%s,%s,EUR,100.00,5.00,16.76,105.00,0.00,%s,2,Lamp,50.00,SKU-1,true,true,%s,Ann Berg,Ring 1,%s,'01067,DE,%s,%s,%s,DE MwSt 19%%,16.76,0.00\n",
		s.number, s.status, s.created, s.sent, fulfilled, s.created, s.line, s.city, s.cancelled, s.refunded, s.id)
}

func export(t testing.TB, orders ...sold) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(header)
	for _, o := range orders {
		b.WriteString(o.row())
	}
	return file(t, "orders.csv", b.String())
}

func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// one reads a single value from the book.
func one[T any](t testing.TB, db *store.DB, query string, args ...any) T {
	t.Helper()
	var v T
	if err := db.Read(t.Context(), func(q *gorm.DB) error { return q.Raw(query, args...).Scan(&v).Error }); err != nil {
		t.Fatal(err)
	}
	return v
}

// balance is what stands on an account, debit positive.
func balance(t testing.TB, db *store.DB, code string) string {
	t.Helper()
	return model.Amount(one[int64](t, db, `SELECT COALESCE(SUM(p.amount), 0) FROM posting p JOIN account a ON a.id = p.account_id WHERE a.code = ?`, code)).String()
}

func TestImport_BooksASaleWithTheTaxTakenOut(t *testing.T) {
	db, s := book(t, "EUR")
	f := bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))[0]
	if f.Err() != nil || f.Created != 1 {
		t.Fatal(f.Err(), f.Problems)
	}
	// 105.00 with 16.76 tax inside: 88.24 net, of which 84.04 goods (100.00 less its share 15.96) and 4.20 shipping.
	for code, want := range map[string]string{"1100": "105.00", "2100": "-16.76", "4000": "-84.04", "4100": "-4.20"} {
		if got := balance(t, db, code); got != want {
			t.Errorf("account %s stands at %s, want %s", code, got, want)
		}
	}
	if zip := one[string](t, db, `SELECT zip FROM contact WHERE city <> ''`); zip != "01067" {
		t.Errorf("the postal code became %q", zip)
	}
	balanced(t, db)
}

func TestImport_OverlappingExportsLeaveOneOrderWhicheverComesFirst(t *testing.T) {
	older := export(t, sold{number: "#1", id: "5001", city: "Bonn"}, sold{number: "#2", id: "5002"})
	newer := export(t, sold{number: "#1", id: "5001", status: "partially_refunded", sent: "fulfilled", line: "fulfilled", refunded: "35.00"},
		sold{number: "#3", id: "5003", created: "2026-03-01 09:00:00 +0100"})
	forth, s := book(t, "EUR")
	bring(t, s, importer.Options{}, older, newer)
	back, r := book(t, "EUR")
	bring(t, r, importer.Options{}, newer, older)
	if a, b := state(t, forth), state(t, back); a != b {
		t.Errorf("the books differ:\n%s", firstDifference(a, b))
	}
	if n := one[int](t, forth, `SELECT COUNT(*) FROM sales_order`); n != 3 {
		t.Errorf("%d orders, want 3", n)
	}
	if city := one[string](t, back, `SELECT c.city FROM sales_order o JOIN contact c ON c.id = o.ship_to_id WHERE o.number = '#1'`); city != "Köln" {
		t.Errorf("the older address %q won", city)
	}
	if got := balance(t, forth, "1100"); got != "280.00" { // 3 x 105.00 less 35.00
		t.Errorf("the payment provider owes %s, want 280.00", got)
	}
	balanced(t, forth)
	balanced(t, back)
}

func TestImport_DryRunLeavesNoTraceAndSaysWhatWouldChange(t *testing.T) {
	db, s := book(t, "EUR")
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
	before := state(t, db)
	f := bring(t, s, importer.Options{DryRun: true}, export(t, sold{number: "#1", id: "5001", sent: "fulfilled", line: "fulfilled"}, sold{number: "#2", id: "5002"}))[0]
	if f.Created != 1 || f.Updated != 1 || f.Batch != nil {
		t.Errorf("the preview counts %d created, %d updated, batch %v", f.Created, f.Updated, f.Batch)
	}
	if len(f.Changes) != 1 || !strings.Contains(f.Changes[0].What, "unfulfilled → fulfilled") {
		t.Errorf("the preview does not say what changes: %+v", f.Changes)
	}
	if state(t, db) != before || one[int](t, db, `SELECT COUNT(*) FROM import_batch`) != 1 {
		t.Error("the preview changed the book")
	}
}

func TestUndo_TakesCreatedAndChangedOrdersBack(t *testing.T) {
	db, s := book(t, "EUR")
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
	before := state(t, db)
	f := bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001", status: "refunded", cancelled: "2026-02-04 08:00:00 +0100", refunded: "105.00"}, sold{number: "#2", id: "5002"}))[0]
	if got := balance(t, db, "1100"); got != "105.00" {
		t.Fatalf("after sale, refund and another sale the provider owes %s", got)
	}
	u, err := s.Undo(t.Context(), *f.Batch)
	if err != nil || u.Removed != 2 {
		t.Fatal(u, err)
	}
	if after := state(t, db); after != before {
		t.Errorf("the book is not as before:\n%s", firstDifference(before, after))
	}
	balanced(t, db)
	if _, err := s.Undo(t.Context(), *f.Batch); model.CodeOf(err) != model.Refused {
		t.Errorf("taking it back twice gave %v", err)
	}
	if again := bring(t, s, importer.Options{}, export(t, sold{number: "#2", id: "5002"}))[0]; again.Created != 1 {
		t.Errorf("after the undo the order cannot come back: %+v", again)
	}
}

func TestUndo_RefusesWhatALaterImportBuiltOn(t *testing.T) {
	_, s := book(t, "EUR")
	first := bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))[0]
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001", sent: "fulfilled", line: "fulfilled"}))
	_, err := s.Undo(t.Context(), *first.Batch)
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "import 2 changed") {
		t.Errorf("got %v", err)
	}
}

func TestImport_MissingRateKeepsOrdersOutOfTheBooksUntilItIsEntered(t *testing.T) {
	db, s := book(t, "USD")
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
	if got := balance(t, db, "1100"); got != "0.00" {
		t.Fatalf("booked without a rate: %s", got)
	}
	if why := one[string](t, db, `SELECT unbooked_reason FROM sales_order`); !strings.Contains(why, "EUR to USD") {
		t.Errorf("the reason reads %q", why)
	}
	p := put.New(db, &event.Bus{})
	if _, err := p.Put(t.Context(), "rate", []byte(`{"date":"2026-02-02","from":"EUR","to":"USD","rate":"1.10","source":"test"}`)); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, db, "1100"); got != "115.50" {
		t.Errorf("at 1.10 the provider owes %s, want 115.50", got)
	}
	balanced(t, db)
}

func TestImport_FeesAndCostsShowAtOnce(t *testing.T) {
	db, s := book(t, "EUR")
	bring(t, s, importer.Options{Shop: "A"}, export(t, sold{number: "#1", id: "5001", sent: "fulfilled", line: "fulfilled"}))
	p := put.New(db, &event.Bus{})
	for _, in := range []struct{ kind, json string }{
		{"fee", `{"name":"Card","valid_from":"2026-01-01","base":"item_shipping_tax","percent":"2.9","fixed":"0.30"}`},
		{"supplier", `{"name":"Acme","stage":"approved"}`},
		{"offer", `{"supplier":"Acme","sku":"SKU-1","valid_from":"2026-01-01","cost":"20.00","breaks":[{"from":2,"cost":"18.50"}],"shipping":[{"to":"DE","service":"s","cost":"4.00"}]}`},
	} {
		if _, err := p.Put(t.Context(), in.kind, []byte(in.json)); err != nil {
			t.Fatal(in.kind, err)
		}
	}
	// 2.9 % of 105.00 is 3.045, half up 3.05, and 0.30; two pieces at the break of 18.50; shipping to DE.
	for code, want := range map[string]string{"5200": "3.35", "5000": "37.00", "5100": "4.00", "2010": "-41.00", "1100": "101.65"} {
		if got := balance(t, db, code); got != want {
			t.Errorf("account %s stands at %s, want %s", code, got, want)
		}
	}
	if _, err := p.Put(t.Context(), "offer", []byte(`{"supplier":"Acme","sku":"SKU-1","valid_from":"2026-01-01","cost":"20.00","breaks":[]}`)); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, db, "5000"); got != "40.00" {
		t.Errorf("without the break the cost is %s, want 40.00", got)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM cost_fact WHERE superseded_at <> ''`); n == 0 {
		t.Error("the older cost facts are gone")
	}
	balanced(t, db)
}

func TestImport_ARefusedOrderLeavesTheOthersAndIsToldByRow(t *testing.T) {
	db, s := book(t, "EUR")
	text := header + sold{number: "#1", id: "5001"}.row() + strings.Replace(sold{number: "#2", id: "5002"}.row(), "105.00", "1o5.00", 1) +
		strings.Replace(sold{number: "#3", id: "5003"}.row(), "2,Lamp", "3,Lamp", 1)
	f := bring(t, s, importer.Options{}, file(t, "x.csv", text))[0]
	if f.Created != 1 || f.Refused != 2 {
		t.Fatalf("%d created, %d refused: %v", f.Created, f.Refused, f.Problems)
	}
	rows := map[int]string{}
	for _, p := range f.Problems {
		rows[p.Row] = p.Column
	}
	if rows[3] != "Total" || rows[4] == "" {
		t.Errorf("the problems do not name rows 3 and 4: %v", f.Problems)
	}
	balanced(t, db)
}

func TestImport_BadFilesEndInASentenceAndChangeNothing(t *testing.T) {
	db, s := book(t, "EUR")
	bring(t, s, importer.Options{}, export(t, sold{number: "#1", id: "5001"}))
	before := state(t, db)
	for name, text := range map[string]string{
		"page.csv":    "<!DOCTYPE html><html><body>Sign in</body></html>",
		"empty.csv":   "",
		"letters.csv": "To whom it may concern\nhello\n",
		"quote.csv":   header + strings.Replace(sold{number: "#9", id: "5009"}.row(), "Lamp", "\"Lamp", 1),
		"short.csv":   "Name,Created at,Lineitem quantity,Lineitem name\n#1,2026-01-01 00:00:00 +0000,1,Lamp\n",
		"broken.xlsx": "PK\x03\x04 not really a workbook",
		"nul.csv":     header + "#1,\x00,paid\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := bring(t, s, importer.Options{}, file(t, name, text))[0]
			if f.Err() == nil || f.Error.Code == string(model.Internal) || len(f.Err().Error()) < 30 {
				t.Errorf("got %v (%+v)", f.Err(), f.Error)
			}
		})
	}
	if state(t, db) != before {
		t.Error("a bad file changed the book")
	}
}

func TestImport_RefusesTheOpenBookItself(t *testing.T) {
	db, s := book(t, "EUR")
	for _, part := range []string{"", "-wal"} {
		if f := bring(t, s, importer.Options{}, db.Path()+part)[0]; f.Err() == nil || !strings.Contains(f.Err().Error(), "the open book itself") {
			t.Errorf("%q gave %v", part, f.Err())
		}
	}
}

func TestImport_CancelledLeavesTheBookAsItWas(t *testing.T) {
	db, s := book(t, "EUR")
	before := state(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Import(ctx, []string{writeExport(t, 500)}, importer.Options{}); model.CodeOf(err) != model.Cancelled {
		t.Errorf("got %v", err)
	}
	if state(t, db) != before {
		t.Error("a cancelled import changed the book")
	}
}

// The quantities of an answer would have become stock, its prices new offers.
func TestImport_AnAnswerIsNoPriceListWhoeverItsSupplierIs(t *testing.T) {
	db, s := book(t, "EUR")
	if _, err := put.New(db, &event.Bus{}).Put(t.Context(), "supplier", []byte(`{"name":"Acme","stage":"approved"}`)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ as, text string }{
		{"acknowledgements", "PO,SKU,Qty confirmed,Price,Ship date\nPO-000001,SKU-1,2,18.50,2026-04-01\n"},
		{"acknowledgements", "PO,SKU,Qty,Price,Ship date\nPO-000001,SKU-2,2,18.50,2026-04-01\n"},
		{"tracking", "Order number,Tracking number,Carrier,SKU,Qty,Price\n#1,1Z999AA10123456784,UPS,SKU-3,2,18.50\n"},
		{"", "PO,SKU,Qty,Price\nA-77,SKU-4,2,18.50\n"},
	} {
		f := bring(t, s, importer.Options{Supplier: "Acme"}, file(t, "file.csv", c.text))[0]
		if c.as == "" {
			if f.Err() != nil || f.Created != 1 {
				t.Errorf("a price list with a column of its own numbers: %v, %d created", f.Err(), f.Created)
			}
			continue
		}
		if err := f.Err(); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "Import it as "+c.as+" without naming a supplier, or as price-list") {
			t.Errorf("%q: %v, %d created", c.text, err, f.Created)
		}
		if f = bring(t, s, importer.Options{Supplier: "Acme", As: "price-list"}, file(t, "file.csv", c.text))[0]; f.Err() != nil || f.Created != 1 {
			t.Errorf("%q as a price list: %v, %d created", c.text, f.Err(), f.Created)
		}
	}
}

func TestImport_PriceListMakesOffersAndRemembersTheMapping(t *testing.T) {
	db, s := book(t, "EUR")
	p := put.New(db, &event.Bus{})
	if _, err := p.Put(t.Context(), "supplier", []byte(`{"name":"Acme","stage":"approved"}`)); err != nil {
		t.Fatal(err)
	}
	first := "Article no.;Our code;What;Nett;Qty free\nA-1;SKU-1;Lamp;18,50;40\nA-2;SKU-2;Bottle;1.204,00;0\n"
	o := importer.Options{Supplier: "acme", Mapping: map[string]string{"supplier_sku": "Article no.", "sku": "Our code", "name": "What", "cost": "Nett", "stock": "Qty free"}}
	f := bring(t, s, o, file(t, "prices.csv", first))[0]
	if f.Err() != nil || f.Created != 2 {
		t.Fatal(f.Err(), f.Created, f.Problems)
	}
	if cost := one[int64](t, db, `SELECT cost FROM offer o JOIN product p ON p.id = o.product_id WHERE p.sku = 'SKU-2'`); model.Amount(cost) != model.MustAmount("1204.00") {
		t.Errorf("the cost became %s", model.Amount(cost))
	}
	// The mapping is remembered: no columns need be named the second time.
	second := strings.Replace(first, "18,50", "19,90", 1)
	f = bring(t, s, importer.Options{Supplier: "Acme"}, file(t, "prices.csv", second))[0]
	if f.Err() != nil || f.Created+f.Updated != 1 || f.Unchanged != 1 {
		t.Fatalf("%v: %d created, %d updated, %d unchanged", f.Err(), f.Created, f.Updated, f.Unchanged)
	}
	if _, err := s.Undo(t.Context(), *f.Batch); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM offer WHERE valid_to = ''`); n != 2 {
		t.Errorf("after the undo %d offers run, want 2", n)
	}
}
