package today_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/today"
)

// desk is a book with a supplier that has vases and lamps, in EUR.
func desk(t *testing.T) (*desktest.Desk, int64, *today.Service) {
	t.Helper()
	d := desktest.New(t)
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Cutoff, s.Country = "14:00", "DE" })
	d.Offer(acme, "VASE", "20")
	d.Offer(acme, "LAMP", "10")
	d.Stock(acme, "VASE", 100, d.Today())
	d.Stock(acme, "LAMP", 100, d.Today())
	return d, acme, today.New(d.DB, orderbook.New(d.DB, d.Bus))
}

func route(t *testing.T, d *desktest.Desk) {
	t.Helper()
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func work(t *testing.T, s *today.Service) *today.Work {
	t.Helper()
	w, err := s.Work(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// text writes the work list, an item a line.
func text(w *today.Work) string {
	var b strings.Builder
	for _, g := range w.Groups {
		fmt.Fprintf(&b, "%s %s\n", g.Group, g.Stake)
		for _, i := range g.Items {
			stake := i.Stake.String()
			if i.NoStake {
				stake = "?"
			}
			fmt.Fprintf(&b, "  %s %d %s %s\n", i.Kind, i.Count, stake, i.Verb)
		}
	}
	return b.String()
}

func only(t *testing.T, w *today.Work, k today.Kind) today.Item {
	t.Helper()
	for _, g := range w.Groups {
		for _, i := range g.Items {
			if i.Kind == k {
				return i
			}
		}
	}
	t.Fatalf("no %s in\n%s", k, text(w))
	return today.Item{}
}

func TestWork_GoesFromOrdersToForwarding(t *testing.T) {
	d, _, s := desk(t)
	backup(t, d, d.Now.Add(-20*time.Hour))
	if w := work(t, s); w.Count != 0 || len(w.Groups) != 0 || w.Home != "EUR" {
		t.Errorf("an empty book waits for\n%s", text(w))
	}
	d.Order("1", desktest.Line("VASE", 2))
	d.Order("2", desktest.Line("LAMP", 1))
	d.Order("3", desktest.Line("RUG", 1)) // nobody has one
	d.Bus.OrdersChanged.Publish(nil)
	check := func(step, want string) {
		t.Helper()
		if got := text(work(t, s)); got != want {
			t.Errorf("%s:\n%swant\n%s", step, got, want)
		}
	}
	check("imported", "forward 200.00\n  to_route 3 200.00 route\n")
	route(t, d)
	check("routed", "forward 200.00\n  to_forward 2 150.00 review\n  held 1 50.00 look\n")
	i := only(t, work(t, s), today.ToForward)
	if i.Facts.Purchases != 2 || i.Facts.Cutoff != "14:00" || i.Facts.Supplier != "Acme" || i.Since != "2026-03-31T12:30:00Z" {
		t.Errorf("to forward: %+v", i)
	}
	if h := only(t, work(t, s), today.Held); h.Facts.Order != "3" || h.Facts.Reason == "" || h.Facts.Code == "" {
		t.Errorf("held: %+v", h)
	}
	d.Exec(`UPDATE purchase_order SET state = 'unknown' WHERE id = 1`)
	d.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at) VALUES (1, 'folder', 'm', '', '[]', 'unknown', '2026-03-31T12:31:00Z')`)
	check("half sent", "forward 140.00\n  unsure 1 40.00 settle\n  to_forward 1 50.00 review\n  held 1 50.00 look\n")
	if u := only(t, work(t, s), today.Unsure); u.Facts.Purchase != "PO-000001" || u.Facts.Supplier != "Acme" || u.Since != "2026-03-31T12:31:00Z" {
		t.Errorf("unsure: %+v", u)
	}
	c, err := s.Counts(t.Context())
	if want := (today.Counts{Open: 3, Held: 1, ToForward: 1, Unsure: 1}); err != nil || c != want {
		t.Errorf("counts %+v, want %+v, %v", c, want, err)
	}
}

func TestWork_AReplenishmentWaitsUntilItLeavesOrIsCancelled(t *testing.T) {
	d, acme, s := desk(t)
	backup(t, d, d.Now)
	house := d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	orders := purchase.New(d.DB, d.Bus)
	id, err := orders.Restock(t.Context(), purchase.Restock{Supplier: acme, To: house, Lines: []purchase.RestockLine{{Product: d.Product("LAMP"), Quantity: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	waits := func(step string, want int, list string) {
		t.Helper()
		c, err := s.Counts(t.Context())
		if err != nil || c.ToRefill != want {
			t.Errorf("%s: counts %+v, %v, want %d", step, c, err, want)
		}
		if got := text(work(t, s)); got != list {
			t.Errorf("%s:\n%swant\n%s", step, got, list)
		}
	}
	waits("drafted", 1, "forward 30.00\n  to_refill 1 30.00 review\n")
	if i := only(t, work(t, s), today.ToRefill); i.Facts.Purchase != "PO-000001" || i.Facts.Supplier != "Acme" || i.Place.List != today.ReviewList || i.Since == "" {
		t.Errorf("got %+v", i)
	}
	line, city := "Dock 1", "Bremen"
	if _, err := stock.New(d.DB, d.Bus).PutWarehouses(t.Context(), []stock.WarehouseInput{{Supplier: "House", Address1: &line, City: &city}}); err != nil {
		t.Fatal(err)
	}
	if err := orders.Approve(t.Context(), []int64{id}); err != nil {
		t.Fatal(err)
	}
	waits("approved", 1, "forward 30.00\n  to_refill 1 30.00 review\n")
	d.Order("1", desktest.Line("VASE", 1))
	d.Bus.OrdersChanged.Publish(nil)
	route(t, d)
	if i := only(t, work(t, s), today.ToForward); i.Facts.Purchases != 1 {
		t.Errorf("the replenishment counts among the %d purchase orders of customers", i.Facts.Purchases)
	}
	if err := orders.Cancel(t.Context(), []int64{id}, "too many"); err != nil {
		t.Fatal(err)
	}
	waits("cancelled", 0, "forward 50.00\n  to_forward 1 50.00 review\n")
}

func TestWork_EveryPlaceHoldsTheRowsItCounts(t *testing.T) {
	d, _, s := desk(t)
	book := orderbook.New(d.DB, d.Bus)
	d.Order("1", desktest.Line("VASE", 2), func(o *model.Order) { o.Lines[0].Price = model.MustAmount("15") }) // costs 20
	d.Order("2", desktest.Line("LAMP", 1))
	d.Order("3", desktest.Line("RUG", 1))
	d.Order("4", desktest.Line("LAMP", 1), func(o *model.Order) { o.Currency = "GBP" }) // no rate
	route(t, d)
	d.Order("5", desktest.Line("LAMP", 1))
	d.Bus.OrdersChanged.Publish(nil)
	w := work(t, s)
	for _, g := range w.Groups {
		for _, i := range g.Items {
			if i.Place.List != today.OrderList {
				continue
			}
			f, err := book.Find(t.Context(), i.Place.Query)
			if err != nil || f.Count != i.Count {
				t.Errorf("%s counts %d, its list has %d, %v", i.Kind, i.Count, f.Count, err)
			}
		}
	}
	if l := only(t, w, today.Losing); l.Stake != model.MustAmount("10") || l.Facts.Order != "1" || l.Group != today.Risk {
		t.Errorf("losing: %+v", l)
	}
	if o := only(t, w, today.OutOfBooks); o.Facts.Order != "4" || !o.NoStake || o.Facts.Reason == "" {
		t.Errorf("out of the books: %+v", o)
	}
}

func TestWork_PricesAndStock(t *testing.T) {
	d, acme, s := desk(t)
	borg := d.Supplier("Borg", func(s *model.Supplier) { s.Currency = "USD" })
	d.Rate("USD", "0.90")
	d.Order("1", desktest.Line("VASE", 3))
	d.Order("2", desktest.Line("LAMP", 4))
	d.Order("3", desktest.Line("VASE", 9), func(o *model.Order) { o.PlacedOn = o.PlacedOn.AddDays(-31) })
	d.Offer(borg, "BOWL", "10", func(o *model.Offer) { o.Currency = "USD" })
	route(t, d)
	price := func(supplier int64, sku, cost string, since model.Date) {
		d.Exec(`UPDATE offer SET valid_to = ? WHERE supplier_id = ? AND product_id = ? AND valid_to = ''`, since.AddDays(-1), supplier, d.Product(sku))
		d.Offer(supplier, sku, cost, func(o *model.Offer) { o.ValidFrom = since })
	}
	price(acme, "VASE", "21.60", d.Today().AddDays(-2))
	price(acme, "LAMP", "9", d.Today().AddDays(5))
	price(borg, "BOWL", "12", d.Today()) // nobody bought one
	w := work(t, s)
	rose, fell := only(t, w, today.PriceRose), only(t, w, today.PriceFell)
	// 3 pieces at 1.60 more; 4 at 1.00 less.
	if rose.Stake != model.MustAmount("4.80") || rose.Facts.Percent.String() != "8" || rose.Facts.Sold != 3 || rose.Facts.SKU != "VASE" || rose.Facts.On != "2026-03-29" {
		t.Errorf("rose: %+v", rose)
	}
	if fell.Stake != model.MustAmount("4") || fell.Facts.Percent.String() != "-10" || fell.Facts.On != "2026-04-05" {
		t.Errorf("fell: %+v", fell)
	}
	for _, g := range w.Groups {
		for _, i := range g.Items {
			if i.Kind == today.StockGone || i.Facts.SKU == "BOWL" {
				t.Errorf("it is not so: %+v", i)
			}
		}
	}
	d.Stock(acme, "LAMP", 0, d.Today().AddDays(1))
	gone := only(t, work(t, s), today.StockGone)
	if gone.Stake != model.MustAmount("200") || gone.Facts.Sold != 4 || gone.Facts.Supplier != "Acme" || gone.Facts.SKU != "LAMP" {
		t.Errorf("gone: %+v", gone)
	}
	d.Offer(borg, "LAMP", "12") // nobody counted whether Borg has some
	if got := text(work(t, s)); strings.Contains(got, string(today.StockGone)) {
		t.Errorf("another supplier may have lamps:\n%s", got)
	}
}

func TestWork_WhatTheBooksNeed(t *testing.T) {
	d, _, s := desk(t)
	d.Order("1", desktest.Line("VASE", 1), func(o *model.Order) { o.Country = "US" })
	route(t, d)
	d.Bus.OrdersChanged.Publish(nil)
	if got := text(work(t, s)); strings.Contains(got, "backup") {
		t.Errorf("a book that was opened just now has no backup yet, but that is under way:\n%s", got)
	}
	s.Due()
	w := work(t, s)
	if c := only(t, w, today.CustomsData); c.Count != 1 || c.Facts.SKU != "VASE" {
		t.Errorf("customs: %+v", c)
	}
	if b := only(t, w, today.BackupOld); b.Facts.On != "" || b.Since != "" {
		t.Errorf("no backup: %+v", b)
	}
	backup(t, d, d.Now.Add(-25*time.Hour))
	if b := only(t, work(t, s), today.BackupOld); b.Since != "2026-03-30T11:30:00Z" {
		t.Errorf("an old backup: %+v", b)
	}
	backup(t, d, d.Now.Add(-time.Hour))
	s.Checked(proof.Result{OK: true})
	if got := text(work(t, s)); strings.Contains(got, "backup") || strings.Contains(got, "unbalanced") {
		t.Errorf("all is well:\n%s", got)
	}
	s.Checked(proof.Result{Unbalanced: 2, Findings: []string{"Entry 1 is off."}})
	if u := only(t, work(t, s), today.Unbalanced); u.Count != 2 || u.Facts.Reason != "Entry 1 is off." {
		t.Errorf("unbalanced: %+v", u)
	}
}

// backup makes the day's backup, of the moment made.
func backup(t *testing.T, d *desktest.Desk, made time.Time) {
	t.Helper()
	if _, err := store.DailyBackup(t.Context(), d.DB); err != nil {
		t.Fatal(err)
	}
	copies, err := store.Copies(d.Path)
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	if err := os.Chtimes(copies[0].Path, made, made); err != nil {
		t.Fatal(err)
	}
}

func TestFigures_AreThoseOfTheMarginReport(t *testing.T) {
	b := booktest.Large(t, 2000)
	b.Exec(t, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`)
	s := today.New(b.DB, orderbook.New(b.DB, &event.Bus{}))
	f, err := s.Figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// The book's clock stands on Saturday, 10 January 2026.
	if f.Weeks[0].From != "2025-11-10" || f.Weeks[0].Label != "2025-W46" || f.Period != (model.Period{From: "2025-12-08", To: "2026-01-04"}) {
		t.Errorf("weeks from %s, %s, compared is %v", f.Weeks[0].From, f.Weeks[0].Label, f.Period)
	}
	rows := func(q margin.Query) []*margin.Row {
		all, err := margin.Rows(t.Context(), b.DB, q)
		if err != nil || len(all) == 0 {
			t.Fatal(len(all), err)
		}
		return all
	}
	weeks := map[string]*margin.Row{}
	for _, r := range rows(margin.Query{Step: query.Week}) {
		weeks[r.Span] = r
	}
	same := func(what string, w today.Week, r *margin.Row) {
		t.Helper()
		if r == nil {
			r = &margin.Row{}
		}
		if w.Revenue != r.NetRevenue() || w.CM3 != r.CM(3) || w.Costs != r.NetRevenue()-r.CM(3) || w.Refund != r.Refund || int64(w.Orders) != r.Orders {
			t.Errorf("%s: %+v, want %+v", what, w, r.Sums)
		}
	}
	for _, w := range f.Weeks {
		same(w.Label, w, weeks[w.Label])
	}
	same("now", f.Now, rows(margin.Query{Scope: query.Scope{Period: f.Period}})[0])
	same("before", f.Before, rows(margin.Query{Scope: query.Scope{Period: model.Period{From: "2025-11-10", To: "2025-12-07"}}})[0])
	if f.Now.Orders < 50 || f.Now.Refund == 0 {
		t.Errorf("too little to compare: %+v", f.Now)
	}
	want := map[int64]*margin.Row{}
	for _, r := range rows(margin.Query{By: margin.Supplier, Scope: query.Scope{Period: f.Period}}) {
		want[r.ID] = r
	}
	for i, r := range f.Suppliers {
		w := want[r.ID]
		if w == nil || r.Name != w.Name || r.Revenue != w.NetRevenue() || r.CM2 != w.CM(2) || int64(r.Orders) != w.Orders {
			t.Errorf("supplier %+v, want %+v", r, w)
		}
		if p, ok := r.Percent(); ok && i > 0 {
			if better, ok := f.Suppliers[i-1].Percent(); ok && better.LessThan(p) {
				t.Errorf("%s with %s %% comes before %s with %s %%", f.Suppliers[i-1].Name, better, r.Name, p)
			}
		}
	}
	if len(f.Suppliers) != len(want) {
		t.Errorf("%d suppliers, want %d", len(f.Suppliers), len(want))
	}
}

// What waits by the book is kept while that is the same; what else there is to tell is
// asked every time.
func TestWork_IsKeptAndYetTellsWhatChangedBesideTheBook(t *testing.T) {
	d, _, s := desk(t)
	d.Order("1", desktest.Line("VASE", 2))
	route(t, d)
	s.Due()
	first := text(work(t, s))
	if !strings.Contains(first, string(today.BackupOld)) || !strings.Contains(first, string(today.ToForward)) {
		t.Fatalf("got\n%s", first)
	}
	if again := text(work(t, s)); again != first {
		t.Errorf("asked again it says\n%s, not\n%s", again, first)
	}
	backup(t, d, d.Now.Add(-time.Hour))
	if now := text(work(t, s)); strings.Contains(now, string(today.BackupOld)) {
		t.Errorf("the backup was made, and yet\n%s", now)
	}
	s.Checked(proof.Result{Unbalanced: 1})
	if now := text(work(t, s)); !strings.Contains(now, string(today.Unbalanced)) {
		t.Errorf("the check found something, and yet\n%s", now)
	}
	d.Order("2", desktest.Line("VASE", 1))
	if now := text(work(t, s)); !strings.Contains(now, string(today.ToRoute)) {
		t.Errorf("an order came, and yet\n%s", now)
	}
	d.Now = d.Now.Add(60 * time.Hour)
	if now := text(work(t, s)); !strings.Contains(now, string(today.BackupOld)) {
		t.Errorf("days later nothing says that the backup is old:\n%s", now)
	}
}

func TestFigures_AreKeptUntilTheBookOrTheDayChanges(t *testing.T) {
	d, _, s := desk(t)
	figures := func() *today.Figures {
		f, err := s.Figures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := figures()
	if len(first.Weeks) != 8 || first.Now.Revenue != 0 {
		t.Errorf("an empty book: %+v", first)
	}
	if _, ok := first.Now.Percent(); ok {
		t.Error("a share of nothing is not defined")
	}
	if figures() != first {
		t.Error("worked out again though nothing changed")
	}
	d.Now = d.Now.AddDate(0, 0, -7)
	d.Order("1", desktest.Line("VASE", 2))
	d.Now = d.Now.AddDate(0, 0, 7)
	second := figures()
	if second.Now.Revenue != model.MustAmount("100") || second.Weeks[7].Orders != 1 {
		t.Errorf("an order: %+v", second.Now)
	}
	if second.Now.Open != second.Now.CM3 || second.Now.Open == 0 {
		t.Errorf("%s of %s is open though no supplier was chosen", second.Now.Open, second.Now.CM3)
	}
	d.Now = d.Now.Add(7 * 24 * time.Hour)
	if third := figures(); third.Weeks[6].Orders != 1 || reflect.DeepEqual(third, second) {
		t.Errorf("a week later: %+v", third.Weeks)
	}
}

func TestChecklist_TicksRealFacts(t *testing.T) {
	d := desktest.New(t)
	s := today.New(d.DB, orderbook.New(d.DB, d.Bus))
	done := func() string {
		steps, err := s.Checklist(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, step := range steps {
			if step.Done {
				fmt.Fprint(&b, step.Kind, step.Names)
			}
		}
		return b.String()
	}
	acme := d.Supplier("Acme")
	if got := done(); got != "shop[Shop]supplier[Acme]" {
		t.Errorf("a book with a shop and a supplier: %s", got)
	}
	d.Offer(acme, "VASE", "20")
	d.Order("1", desktest.Line("VASE", 1))
	d.Bus.OrdersChanged.Publish(nil)
	route(t, d)
	d.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at) VALUES (1, 'folder', 'm', '', '[]', 'sent', '')`)
	if got := done(); got != "shop[Shop]supplier[Acme]import[]forward[]" {
		t.Errorf("an order left: %s", got)
	}
	if err := s.Exported(t.Context(), "2026-Q1.xlsx"); err != nil {
		t.Fatal(err)
	}
	if got := done(); !strings.HasSuffix(got, "export[]") {
		t.Errorf("the books were exported: %s", got)
	}
}

func TestCounts_FollowTheOrders(t *testing.T) {
	d, _, s := desk(t)
	for n, want := range []int{1, 2, 3} {
		id := d.Order(fmt.Sprint(n), desktest.Line("VASE", 1))
		d.Bus.OrdersChanged.Publish(event.IDs{id})
		if c, err := s.Counts(t.Context()); err != nil || c.Open != want || c.ToRoute != want {
			t.Errorf("%+v, want %d open, %v", c, want, err)
		}
	}
}

func TestDue_AsksOneForACheck(t *testing.T) {
	_, _, s := desk(t)
	if !s.Due() || s.Due() {
		t.Error("not exactly one is asked")
	}
	_, _, s = desk(t)
	s.Checked(proof.Result{OK: true})
	if s.Due() {
		t.Error("a book that was checked is asked for again")
	}
}
