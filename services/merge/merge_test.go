package merge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

var ctx = context.Background()

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func service(d *desktest.Desk) *merge.Service { return merge.New(d.DB, d.Bus) }

func route(t testing.TB, d *desktest.Desk) {
	t.Helper()
	_, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	ok(t, err)
	_, err = purchase.New(d.DB, d.Bus).Draft(ctx)
	ok(t, err)
}

// twice is a book in which Acme was entered twice: the second one has a price
// of its own, one that the first has too, a newer count, an order that was sent
// and one that waits.
func twice(t testing.TB) (d *desktest.Desk, from, into int64) {
	t.Helper()
	d = desktest.New(t)
	into = d.Supplier("Acme GmbH", func(s *model.Supplier) { s.Email = "sales@acme.example" })
	from = d.Supplier("ACME", func(s *model.Supplier) { s.Email = "Sales@acme.example " })
	d.Offer(from, "A", "5.00")
	d.Offer(from, "B", "2.00")
	d.Offer(into, "B", "3.00")
	d.Stock(into, "B", 10, "2026-03-01")
	d.Stock(from, "B", 20, "2026-03-20")
	d.Order("#1", desktest.Line("A", 1))
	route(t, d)
	d.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = '2026-03-30T10:00:00Z'`)
	d.Order("#2", desktest.Line("A", 2))
	route(t, d)
	ok(t, purchase.New(d.DB, d.Bus).Approve(ctx, []int64{2}))
	d.Exec(`INSERT INTO import_mapping (supplier_id, header_key, mapping, saved_at) VALUES (?, 'h', '{}', '')`, from)
	return d, from, into
}

// state is all that a merge may touch, to compare.
func state(d *desktest.Desk) string {
	var all []string
	for _, q := range []string{
		`SELECT GROUP_CONCAT(supplier_id || ':' || product_id || ':' || cost, ' ') FROM (SELECT * FROM offer ORDER BY id)`,
		`SELECT GROUP_CONCAT(supplier_id || ':' || quantity, ' ') FROM (SELECT * FROM stock_count ORDER BY id)`,
		`SELECT GROUP_CONCAT(supplier_id || ':' || quantity || ':' || unit_cost, ' ') FROM (SELECT * FROM allocation WHERE cancelled_at = '' ORDER BY line_id)`,
		`SELECT GROUP_CONCAT(number || ':' || supplier_id || ':' || total, ' ') FROM (SELECT * FROM purchase_order ORDER BY id)`,
		`SELECT GROUP_CONCAT(supplier_id || ':' || header_key, ' ') FROM import_mapping`,
		`SELECT GROUP_CONCAT(name || (archived_at <> ''), ' ') FROM (SELECT * FROM supplier ORDER BY id)`,
		`SELECT GROUP_CONCAT(sku || (archived_at <> ''), ' ') FROM (SELECT * FROM product ORDER BY id)`,
		`SELECT GROUP_CONCAT(COALESCE(product_id, 0), ' ') FROM (SELECT * FROM order_line ORDER BY id)`,
		`SELECT GROUP_CONCAT(supplier_id || ':' || s, ' ') FROM (SELECT supplier_id, SUM(cm1_cost) AS s FROM margin_line GROUP BY supplier_id)`,
	} {
		all = append(all, d.Text(`SELECT COALESCE((`+q+`), '')`))
	}
	return strings.Join(all, "; ")
}

func sound(t testing.TB, d *desktest.Desk) {
	t.Helper()
	if found, err := proof.Check(ctx, d.DB, true); err != nil || !found.OK {
		t.Errorf("the books: %+v, %v", found, err)
	}
}

func TestMerge_MovesWhatIsOpenAndLeavesWhatLeft(t *testing.T) {
	d, from, into := twice(t)
	p, err := service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into, Why: "one firm"})
	ok(t, err)
	moves := []merge.Count{{merge.Offers, 1}, {merge.Stock, 1}, {merge.Mappings, 1}, {merge.Allocations, 1}, {merge.Purchases, 1}}
	if !slices.Equal(p.Moves, moves) || p.From != "ACME" || p.Into != "Acme GmbH" {
		t.Errorf("got %+v", p)
	}
	if !slices.Contains(p.Stays, merge.Count{What: merge.Purchases, N: 1}) || !slices.Contains(p.Stays, merge.Count{What: merge.Offers, N: 1}) {
		t.Errorf("stays %+v", p.Stays)
	}
	want := "1:1:50000 2:2:20000 1:2:30000; 1:10 1:20; 2:1:50000 1:2:50000; PO-000001:2:50000 PO-000002:1:100000; 1:h; Acme GmbH0 ACME1; A0 B0; 1 1; 1:100000 2:50000"
	if got := state(d); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := d.Text(`SELECT state FROM purchase_order WHERE id = 2`); got != "draft" {
		t.Errorf("a purchase order to another name is %s", got)
	}
	sound(t, d)
	route(t, d)
	if n := d.Int(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`); n != 2 {
		t.Errorf("routing again left %d", n)
	}
}

func TestPreview_ChangesNothingAndSaysWhatMergeDoes(t *testing.T) {
	d, from, into := twice(t)
	before, history := state(d), d.Int(`SELECT COUNT(*) FROM history`)
	preview, err := service(d).Preview(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
	ok(t, err)
	if got := state(d); got != before || d.Int(`SELECT COUNT(*) FROM history`) != history {
		t.Errorf("got  %s\nwant %s", got, before)
	}
	done, err := service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
	if err != nil || fmt.Sprint(preview) != fmt.Sprint(done) {
		t.Errorf("previewed %+v, done %+v, %v", preview, done, err)
	}
}

func TestUndo_PutsEverythingBack(t *testing.T) {
	d, from, into := twice(t)
	s := service(d)
	before := state(d)
	for range 2 {
		_, err := s.Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
		ok(t, err)
		if id, err := s.Merged(ctx, supplier.Kind, from); err != nil || id != into {
			t.Errorf("merged into %d, %v", id, err)
		}
		ok(t, s.Undo(ctx, supplier.Kind, from))
		if got := state(d); got != before {
			t.Fatalf("got  %s\nwant %s", got, before)
		}
		sound(t, d)
	}
	if err := s.Undo(ctx, supplier.Kind, from); model.CodeOf(err) != model.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
}

func TestUndo_SaysWhyItCannotBe(t *testing.T) {
	tests := []struct {
		name string
		do   func(t *testing.T, d *desktest.Desk)
		says string
	}{
		{"sent since", func(t *testing.T, d *desktest.Desk) {
			d.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = '2026-03-31T10:00:00Z' WHERE id = 2`)
		}, "PO-000002 has left since"},
		{"given at its price", func(t *testing.T, d *desktest.Desk) {
			d.Order("#3", desktest.Line("A", 1))
			route(t, d)
		}, "given to a supplier since"},
		{"its price changed", func(t *testing.T, d *desktest.Desk) {
			d.Exec(`UPDATE offer SET cost = 60000, version = version + 1 WHERE id = 1`)
		}, "was changed or ended"},
		{"merged on", func(t *testing.T, d *desktest.Desk) {
			_, err := service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: 1, Into: d.Supplier("Third")})
			ok(t, err)
		}, "itself merged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, from, into := twice(t)
			s := service(d)
			_, err := s.Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
			ok(t, err)
			tt.do(t, d)
			before := state(d)
			err = s.Undo(ctx, supplier.Kind, from)
			if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), tt.says) || state(d) != before {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestMerge_Refuses(t *testing.T) {
	d, from, into := twice(t)
	s := service(d)
	tests := []struct {
		name       string
		kind       string
		from, into int64
		set        string
		code       model.Code
	}{
		{"itself", supplier.Kind, from, from, ``, model.Invalid},
		{"what is not there", supplier.Kind, 99, into, ``, model.NotFound},
		{"another kind", "order", 1, 2, ``, model.Invalid},
		{"something on its way", supplier.Kind, from, into, `UPDATE purchase_order SET state = 'unknown' WHERE id = 1`, model.Refused},
		{"into something put away", supplier.Kind, from, into, `UPDATE supplier SET archived_at = '2026-01-01T00:00:00Z' WHERE name = 'Acme GmbH'`, model.Refused},
		{"a shop that sold", shop.Kind, 1, 2, `INSERT INTO shop (name, name_key, platform, currency, time_zone, cash_on_delivery) VALUES ('Shop 2', 'shop 2', '', 'EUR', 'UTC', 0)`, model.Refused},
	}
	for _, tt := range tests {
		if tt.set != "" {
			d.Exec(tt.set)
		}
		if _, err := s.Merge(ctx, merge.Request{Kind: tt.kind, From: tt.from, Into: tt.into}); model.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestMerge_AProductTakesItsOffersListingsAndOpenLines(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Offer(acme, "LAMP", "5.00")
	d.Order("#1", desktest.Line("lamp", 1))
	d.Exec(`INSERT INTO listing (shop_id, product_id, shop_key, title, currency, status, barcode) VALUES (1, ?, 'k', '', 'EUR', '', '')`, d.Product("lamp"))
	d.Exec(`INSERT INTO standard_cost (product_id, cost, currency, valid_from, source) VALUES (?, 40000, 'EUR', '2026-01-01', '')`, d.Product("lamp"))
	s := service(d)
	before := state(d)
	p, err := s.Merge(ctx, merge.Request{Kind: product.Kind, From: d.Product("lamp"), Into: d.Product("LAMP")})
	ok(t, err)
	if !slices.Equal(p.Moves, []merge.Count{{merge.Listings, 1}, {merge.Costs, 1}, {merge.Lines, 1}}) || len(p.Notes) != 1 {
		t.Errorf("got %+v", p)
	}
	sound(t, d)
	ok(t, s.Undo(ctx, product.Kind, d.Product("lamp")))
	if got := state(d); got != before {
		t.Errorf("got  %s\nwant %s", got, before)
	}
	_, err = s.Merge(ctx, merge.Request{Kind: product.Kind, From: d.Product("lamp"), Into: d.Product("LAMP")})
	ok(t, err)
	route(t, d)
	if n := d.Int(`SELECT COUNT(*) FROM purchase_order`); n != 1 {
		t.Errorf("the line was not routed")
	}
	if err := s.Undo(ctx, product.Kind, d.Product("lamp")); model.CodeOf(err) != model.Refused {
		t.Errorf("got %v", err)
	}
}

func TestMerge_TheOldSKUIsTakenAsTheProductFromThenOn(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "5.00")
	old, lamp, light := d.Product("lamp"), d.Product("LAMP"), d.Product("LIGHT")
	named := func(number string) int64 {
		d.Order(number, desktest.Line("lamp", 1))
		return d.Int(`SELECT l.product_id FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.number = ?`, number)
	}
	s := service(d)
	merge2 := func(from, into int64) {
		t.Helper()
		_, err := s.Merge(ctx, merge.Request{Kind: product.Kind, From: from, Into: into})
		ok(t, err)
	}
	merge2(old, lamp)
	if got := named("#1"); got != lamp {
		t.Errorf("the line is of %d, want %d", got, lamp)
	}
	merge2(lamp, light)
	if got := named("#2"); got != light {
		t.Errorf("merged on, the line is of %d, want %d", got, light)
	}
	ok(t, s.Undo(ctx, product.Kind, lamp))
	if got := named("#3"); got != lamp {
		t.Errorf("with that taken back, the line is of %d, want %d", got, lamp)
	}
	ok(t, s.Undo(ctx, product.Kind, old))
	if got := named("#4"); got != old {
		t.Errorf("with both taken back, the line is of %d, want %d", got, old)
	}
	sound(t, d)
}

func TestMerge_AShopThatNeverSold(t *testing.T) {
	d := desktest.New(t)
	d.Exec(`INSERT INTO shop (name, name_key, platform, currency, time_zone, cash_on_delivery) VALUES ('Shopp', 'shopp', '', 'EUR', 'UTC', 0)`)
	d.Exec(`INSERT INTO listing (shop_id, product_id, shop_key, title, currency, status, barcode) VALUES (2, ?, 'k', '', 'EUR', '', '')`, d.Product("A"))
	s := service(d)
	p, err := s.Merge(ctx, merge.Request{Kind: shop.Kind, From: 2, Into: 1})
	if err != nil || !slices.Equal(p.Moves, []merge.Count{{merge.Listings, 1}}) || d.Int(`SELECT shop_id FROM listing`) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	ok(t, s.Undo(ctx, shop.Kind, 2))
	if d.Int(`SELECT shop_id FROM listing`) != 2 || d.Text(`SELECT archived_at FROM shop WHERE id = 2`) != "" {
		t.Error("not taken back")
	}
}

func TestPropose_FindsWhatMayBeTheSame(t *testing.T) {
	d, _, _ := twice(t)
	d.Supplier("Brightwell Ltd.")
	d.Supplier("Brightwel Limited")
	d.Supplier("Hanse Wohnwaren")
	d.Supplier("Hanse Wohnwaren", func(s *model.Supplier) {
		s.Name, s.NameKey, s.ArchivedAt = "Hanse  Wohnwaren", "hanse old", "2026-01-01T00:00:00Z"
	})
	told := func(kind string) string {
		pairs, err := service(d).Propose(ctx, kind)
		ok(t, err)
		var all []string
		for _, p := range pairs {
			all = append(all, fmt.Sprintf("%s into %s: %s", p.From.Name, p.Into.Name, strings.Join(p.Why, " ")))
		}
		return strings.Join(all, "; ")
	}
	want := "Acme GmbH into ACME: same_email same_name; Brightwel Limited into Brightwell Ltd.: near_name"
	if got := told(supplier.Kind); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	d.Product("AB-1")
	d.Product("ab 1")
	d.Offer(1, "X", "1.00", func(o *model.Offer) { o.SupplierSKU = "0815" })
	d.Offer(1, "Y", "1.00", func(o *model.Offer) { o.SupplierSKU = "0815" })
	if got := told(product.Kind); got != "ab 1 into AB-1: same_sku; Y into X: same_supplier_sku" {
		t.Errorf("got %s", got)
	}
	if got := told(shop.Kind); got != "" {
		t.Errorf("got %s", got)
	}
	if _, err := service(d).Propose(ctx, "order"); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestMerge_WhatIsKnownOfASupplierMovesAndNothingIsLost(t *testing.T) {
	d, from, into := twice(t)
	v := vetting.New(d.DB, d.Bus)
	put := func(supplier, contact string) {
		t.Helper()
		email := "jo@acme.example"
		_, err := v.PutContacts(ctx, []vetting.ContactInput{{Supplier: supplier, Name: contact, Email: &email}})
		ok(t, err)
	}
	put("ACME", "Jo")
	put("ACME", "Kim")
	put("Acme GmbH", "Jo")
	_, err := v.PutTestOrders(ctx, []vetting.TestOrderInput{{Supplier: "ACME", Ordered: "2026-03-01"}})
	ok(t, err)
	who := func() string {
		return d.Text(`SELECT (SELECT GROUP_CONCAT(supplier_id || name, ' ') FROM (SELECT * FROM supplier_contact ORDER BY id)) || ' ' || (SELECT supplier_id FROM test_order)`)
	}
	before := who()
	plan, err := service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
	ok(t, err)
	if want := fmt.Sprintf("%dJo %dKim %dJo %d", from, into, into, into); who() != want {
		t.Errorf("after the merge %s, want %s", who(), want)
	}
	if !slices.Contains(plan.Moves, merge.Count{What: merge.Vetting, N: 2}) || !slices.Contains(plan.Stays, merge.Count{What: merge.Vetting, N: 1}) {
		t.Errorf("moves %v, stays %v", plan.Moves, plan.Stays)
	}
	ok(t, service(d).Undo(ctx, supplier.Kind, from))
	if who() != before {
		t.Errorf("after the undo %s, want %s", who(), before)
	}
}

func TestMerge_EvidenceIsFoundThoughItsFileIsThereTwice(t *testing.T) {
	d, from, into := twice(t)
	v := vetting.New(d.DB, d.Bus)
	licence := filepath.Join(t.TempDir(), "licence.txt")
	ok(t, os.WriteFile(licence, []byte("licensed"), 0o600))
	for _, name := range []string{"ACME", "Acme GmbH"} {
		_, err := v.PutFiles(ctx, []vetting.FileInput{{Supplier: name, Path: licence}})
		ok(t, err)
	}
	var in vetting.AssessmentInput
	ok(t, json.Unmarshal([]byte(`{"supplier":"ACME","date":"2026-03-01","gates":{"registered":{"passed":true,"file":"licence.txt"}}}`), &in))
	_, err := v.PutAssessments(ctx, []vetting.AssessmentInput{in})
	ok(t, err)
	_, err = v.PutTalks(ctx, []vetting.TalkInput{{Supplier: "ACME", Date: "2026-03-02", Subject: "Terms"}})
	ok(t, err)
	_, err = service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
	ok(t, err)
	sheet, err := v.Sheet(ctx, "Acme GmbH")
	ok(t, err)
	if len(sheet.Gates) == 0 || sheet.Gates[0].File == nil || sheet.Gates[0].File.State != vetting.FileKept {
		t.Errorf("gates %+v", sheet.Gates)
	}
	form, err := v.Form(ctx, "Acme GmbH", sheet.Assessed.ID)
	ok(t, err)
	if len(form.Files) != 2 {
		t.Errorf("files %+v", form.Files)
	}
	if talks, err := v.Talks(ctx, vetting.Filter{Supplier: "Acme GmbH"}); err != nil || len(talks) != 1 {
		t.Errorf("talks %v, %v", talks, err)
	}
}

func TestPropose_FindsSuppliersByTaxNumberAndContact(t *testing.T) {
	d := desktest.New(t)
	d.Supplier("Harbour Goods", func(s *model.Supplier) { s.TaxNumber = "DE 811-334" })
	d.Supplier("Kontor Nord", func(s *model.Supplier) { s.TaxNumber = "de811334" })
	d.Supplier("Lindgren", func(s *model.Supplier) { s.Email = "mia@lindgren.example" })
	d.Supplier("Paper Mill", func(s *model.Supplier) { s.TaxNumber = "12" })
	d.Supplier("Quill", func(s *model.Supplier) { s.TaxNumber = "12" })
	email := "Mia@lindgren.example"
	_, err := vetting.New(d.DB, d.Bus).PutContacts(ctx, []vetting.ContactInput{{Supplier: "Quill", Name: "Mia", Email: &email}})
	ok(t, err)
	pairs, err := service(d).Propose(ctx, supplier.Kind)
	ok(t, err)
	var got []string
	for _, p := range pairs {
		names := []string{p.From.Name, p.Into.Name}
		slices.Sort(names)
		got = append(got, strings.Join(append(names, p.Why...), " "))
	}
	slices.Sort(got)
	if want := []string{"Harbour Goods Kontor Nord same_tax_number", "Lindgren Quill same_contact"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
