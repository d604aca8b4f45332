package proof_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

type paper struct{}

func (paper) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

// gone are pieces of the line that left with a purchase order while so many were
// sold, or came back, below zero.
type gone struct{ purchase, pieces, sold int64 }

// trade is a book with one order of one article, which two suppliers share
// because the first has few, and what a careful clerk noted of it.
type trade struct {
	*desktest.Desk
	t       *testing.T
	noted   []gone
	seen    int64 // the newest forwarding in noted
	doubled bool  // pieces were made to leave twice
	imports []imported
}

type imported struct {
	batch  int64
	before string
}

func newTrade(t *testing.T) *trade {
	d := desktest.New(t)
	few, many := d.Supplier("Few"), d.Supplier("Many")
	d.Offer(few, "A", "5")
	d.Offer(many, "A", "6")
	d.Stock(few, "A", 3, d.Today())
	b := &trade{Desk: d, t: t}
	b.typed(5)
	return b
}

func (b *trade) must(err error) {
	b.t.Helper()
	if c := model.CodeOf(err); err != nil && c != model.Refused && c != model.Conflict && c != model.Invalid {
		b.t.Fatal(err)
	}
}

// later moves the clock: what happens in one second may have happened in any order.
func (b *trade) later() { b.Now = b.Now.Add(time.Minute) }

func (b *trade) sold() int64 { return b.Int(`SELECT quantity FROM order_line WHERE id = 1`) }

// typed is a person who types how many are wanted.
func (b *trade) typed(n int64) {
	b.later()
	price, yes := record.Amount(30*model.Unit), true
	lines := []order.LineInput{{SKU: "A", Quantity: model.Quantity(n), Price: &price}}
	_, err := order.New(b.DB, b.Bus).Put(b.t.Context(), []order.Input{{Shop: "Shop", Number: "1", Lines: &lines, Paid: &yes, Customer: buyer()}})
	b.must(err)
	b.imports = nil // a person's word stands between
}

func buyer() *order.CustomerChange {
	name, street, city, zip, country := "Ann", "Street 1", "Berlin", "10115", "DE"
	return &order.CustomerChange{Name: &name, Address1: &street, City: &city, Zip: &zip, Country: &country}
}

// brought is a file of the shop that says how many are wanted.
func (b *trade) brought(n int64) {
	b.later()
	b.Write(func(tx *store.Tx) error {
		o, err := order.Load(tx, 1)
		if err != nil {
			return err
		}
		o.Lines[0].Quantity = model.Quantity(n)
		o.Subtotal = o.Lines[0].Gross()
		o.Total = o.Subtotal
		o.SpreadTotals()
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		done, err := m.Merge(o, &b.Shop, string(tx.Now))
		if err != nil || done.Outcome != order.Updated {
			return err
		}
		var id int64
		err = tx.Raw(`INSERT INTO import_batch (file_name, format, sha256, file_bytes, records, created, updated, unchanged, refused, as_of, imported_at)
			VALUES ('f', 'shopify-orders', ?, 1, 1, 0, 1, 0, 0, ?, ?) RETURNING id`, string(tx.Now), string(tx.Now), string(tx.Now)).Scan(&id).Error
		if err != nil {
			return err
		}
		b.imports = append(b.imports, imported{id, done.Before})
		return tx.Exec(`INSERT INTO import_record (batch_id, seq, kind, outcome, record_id, row_number, before) VALUES (?, 1, 'order', 'updated', 1, 2, ?)`, id, done.Before).Error
	})
}

// undone takes the newest file back.
func (b *trade) undone() {
	b.later()
	n := len(b.imports)
	if n == 0 {
		return
	}
	last := b.imports[n-1]
	b.imports = b.imports[:n-1]
	b.Write(func(tx *store.Tx) error {
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		if err := m.Restore(last.before); err != nil {
			return err
		}
		return tx.Exec(`UPDATE import_batch SET undone_at = ? WHERE id = ?`, string(tx.Now), last.batch).Error
	})
}

func (b *trade) route() {
	b.later()
	_, err := routing.New(b.DB, b.Bus, b.Jobs).Route(b.t.Context(), routing.Options{})
	b.must(err)
}

func (b *trade) leave(purchases ...int64) {
	b.later()
	_, err := forward.New(b.DB, b.Bus, b.Jobs, paper{}).Forward(b.t.Context(), forward.Options{Out: b.t.TempDir(), Approve: true, Purchases: purchases})
	b.must(err)
	b.note()
}

// first lets only the first of the purchase orders leave that wait.
func (b *trade) first() {
	_, err := purchase.New(b.DB, b.Bus).Draft(b.t.Context())
	b.must(err)
	if id := b.Int(`SELECT COALESCE(MIN(id), 0) FROM purchase_order WHERE state IN ('draft', 'approved')`); id > 0 {
		b.leave(id)
	}
}

func (b *trade) note() {
	var rows []struct{ ID, PurchaseID, Quantity int64 }
	b.Rows(&rows, `SELECT f.id, f.purchase_id, u.quantity FROM forwarding f JOIN purchase_line u ON u.purchase_id = f.purchase_id
		WHERE f.amendment_id IS NULL AND u.line_id = 1 AND f.id > ? ORDER BY f.id, u.id`, b.seen)
	for _, r := range rows {
		b.noted, b.seen = append(b.noted, gone{r.PurchaseID, r.Quantity, b.sold()}), r.ID
	}
}

const sentOne = `SELECT COALESCE(MAX(number), '') FROM purchase_order WHERE state IN ('sent', 'acknowledged')`

func (b *trade) refuse() {
	b.later()
	if po := b.Text(sentOne); po != "" {
		_, err := purchase.New(b.DB, b.Bus).Acknowledge(b.t.Context(), []purchase.Acknowledgement{{Purchase: po, Refused: "Gone"}})
		b.must(err)
	}
}

// agree lets a supplier agree to send fewer.
func (b *trade) agree(n int64) {
	b.later()
	po := b.Text(sentOne)
	if po == "" {
		return
	}
	s := amendment.New(b.DB, b.Bus)
	_, err := s.Make(b.t.Context(), amendment.Input{Purchase: po, Approve: true, Lines: []amendment.LineInput{{SKU: "A", Quantity: model.Quantity(n)}}})
	b.must(err)
	b.leave()
	for _, a := range b.open() {
		before := b.agreed()
		_, err := s.PutAnswers(b.t.Context(), []amendment.Answer{{Amendment: a.Number}})
		b.must(err)
		if back := b.agreed() - before; back > 0 {
			b.noted = append(b.noted, gone{a.PurchaseID, -back, 0})
		}
	}
}

func (b *trade) agreed() int64 {
	return b.Int(`SELECT COALESCE(SUM(before - agreed), 0) FROM amendment_line WHERE agreed IS NOT NULL`)
}

func (b *trade) open() (all []struct {
	Number     string
	PurchaseID int64
},
) {
	b.Rows(&all, `SELECT number, purchase_id FROM amendment WHERE state = 'sent' ORDER BY id`)
	return all
}

// double makes what left leave once more, past all guards.
func (b *trade) double() {
	b.later()
	id := b.Int(`SELECT COALESCE(MAX(u.allocation_id), 0) FROM purchase_line u JOIN forwarding f ON f.purchase_id = u.purchase_id`)
	if id == 0 {
		return
	}
	b.doubled = true
	for _, q := range []string{`DROP TRIGGER IF EXISTS allocation_fits_line`, `DROP TRIGGER IF EXISTS forwarding_once`} {
		b.Exec(q)
	}
	now := string(model.InstantOf(b.Now))
	n := b.Int(`SELECT MAX(id) + 1 FROM allocation`)
	b.Exec(`INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT ?, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, ? FROM allocation WHERE id = ?`, n, now, id)
	b.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
		SELECT 'X-' || ?, supplier_id, 'sent', 'EUR', 0, 0, 0, '1', '2026-01-01', 'test', ? FROM allocation WHERE id = ?`, n, now, n)
	b.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT (SELECT MAX(id) FROM purchase_order), a.id, a.line_id, 1, 1, 'A', 'S-A', 'A', a.quantity, 0, 0, '' FROM allocation a WHERE a.id = ?`, n)
	b.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at)
		SELECT MAX(id), 'folder', 'm' || MAX(id), '', '[]', 'sent', ? FROM purchase_order`, now)
	b.note()
}

// over tells by the clerk's notes whether more left at any time than was sold
// then, and still is with suppliers.
func (b *trade) over() bool {
	var off []int64
	b.Rows(&off, `SELECT id FROM purchase_order WHERE state IN ('refused', 'cancelled')`)
	out, over := int64(0), false
	for _, g := range b.noted {
		if slices.Contains(off, g.purchase) {
			continue
		}
		out += g.pieces
		over = over || g.pieces > 0 && out > g.sold
	}
	return over && out > b.sold()
}

func (b *trade) check() proof.Result {
	b.t.Helper()
	r, err := proof.Check(b.t.Context(), b.DB, false)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func TestCheck_FindsADoubleForwardAndNothingElseWhateverTheShopChanges(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		t.Run("case", func(t *testing.T) {
			b := newTrade(t)
			acts := []string{"typed", "typed", "brought", "brought", "undone", "route", "route", "leave", "first", "first", "refuse", "agree", "double"}
			for range rapid.IntRange(3, 16).Draw(r, "steps") {
				n := int64(rapid.IntRange(1, 8).Draw(r, "pieces"))
				switch desktest.Any(r, "act", acts) {
				case "typed":
					b.typed(n)
				case "brought":
					b.brought(n)
				case "undone":
					b.undone()
				case "route":
					b.route()
				case "leave":
					b.leave()
				case "first":
					b.first()
				case "refuse":
					b.refuse()
				case "agree":
					b.agree(n)
				case "double":
					if rapid.IntRange(0, 3).Draw(r, "twice") == 0 {
						b.double()
					}
				}
				got := b.check()
				if found := got.DoubleForwards > 0; found != b.over() {
					r.Fatalf("a double forward is told: %t; the clerk says %t: %+v of %d sold; %q", found, b.over(), b.noted, b.sold(), got.Findings)
				}
				if !b.doubled && !got.OK {
					r.Fatalf("the check finds %q", got.Findings)
				}
			}
		})
	})
}

// A line that two suppliers share and the shop then makes smaller left once, and
// so did one that grew and was made smaller again.
func TestCheck_TakesNoSplitLineMadeSmallerForOneForwardedTwice(t *testing.T) {
	for _, tt := range []struct {
		name  string
		do    func(*trade)
		twice int
	}{
		{"split, left, smaller", func(b *trade) { b.route(); b.leave(); b.typed(4) }, 0},
		{"split, half of it left, smaller", func(b *trade) { b.route(); b.first(); b.typed(4) }, 0},
		{"given, smaller before it left", func(b *trade) { b.route(); b.typed(4) }, 0},
		{"left, grew, left, smaller by a file", func(b *trade) {
			b.route()
			b.leave()
			b.typed(7)
			b.route()
			b.leave()
			b.brought(4)
		}, 0},
		{"left, grew by a file, left, the file taken back", func(b *trade) {
			b.route()
			b.leave()
			b.brought(8)
			b.route()
			b.leave()
			b.undone()
		}, 0},
		{"left, smaller, left again", func(b *trade) { b.route(); b.leave(); b.typed(4); b.double() }, 1},
		{"left twice, smaller", func(b *trade) { b.route(); b.leave(); b.double(); b.typed(4) }, 1},
		{"left twice, smaller by a file", func(b *trade) { b.route(); b.leave(); b.double(); b.brought(4) }, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newTrade(t)
			tt.do(b)
			if r := b.check(); r.DoubleForwards != tt.twice || r.OK != (tt.twice == 0) {
				t.Errorf("%d forwarded twice, want %d: %q", r.DoubleForwards, tt.twice, r.Findings)
			}
		})
	}
}
