package routing

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

// run is one routing run in one transaction, or a look at what it would find.
type run struct {
	tx        *store.Tx // nil when it only looks
	q         *gorm.DB
	today     model.Date // the day of the choice
	present   model.Date // today but when the past is looked at
	past      bool       // looks at orders as they came in, whatever the stock
	terms     *terms
	rules     *routerule.Set
	buyers    map[int64]*buyer // by order
	packed    map[int64]boxes  // by order, what suppliers send of it already
	without   int64            // the allocation whose pieces count as free
	only      map[int64]bool   // orders whose lines are looked at, nil for all
	progress  *job.Progress
	home      model.Currency
	maxAge    int // days for which a stock count is trusted
	market    *sourcing.Book
	rates     *rate.Table
	shelves   map[place]*shelf
	owned     map[place]bool            // where own stock is kept
	anchors   map[int64][]*model.Offer  // of own stock, by product
	holds     map[int64]allocation.Hold // of orders, by hand
	admission *vetting.Admission
	held      map[int64]*hold
	touched   map[int64]bool
	orders    []int64 // whose allocations changed
	insert    *sql.Stmt
	result    Result
}

// newLook prepares judging suppliers without writing anything.
func newLook(q *gorm.DB, today model.Date) (*run, error) {
	r := &run{
		q: q, today: today, present: today, buyers: map[int64]*buyer{}, packed: map[int64]boxes{}, market: sourcing.NewBook(q), rates: rate.NewTable(q),
		shelves: map[place]*shelf{}, held: map[int64]*hold{}, touched: map[int64]bool{},
		result: Result{Held: []Held{}, Allocations: []Allocation{}, Cancelled: []allocation.Cancelled{}},
	}
	var err error
	if r.home, err = setting.Home(q); err != nil {
		return nil, err
	}
	if r.maxAge, err = setting.Days(q, setting.StockMaxAge); err != nil {
		return nil, err
	}
	if r.rules, err = routerule.Load(q, r.home); err != nil {
		return nil, err
	}
	if r.holds, err = allocation.Holds(q); err != nil {
		return nil, err
	}
	if r.admission, err = vetting.NewAdmission(q); err != nil {
		return nil, err
	}
	if err := r.loadOwn(); err != nil {
		return nil, err
	}
	return r, r.loadTerms()
}

func newRun(tx *store.Tx, p *job.Progress) (*run, error) {
	r, err := newLook(tx.DB, tx.Today)
	if err != nil {
		return nil, err
	}
	r.tx, r.progress = tx, p
	r.insert, err = tx.Prepare(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency,
		service, explanation, routed_at, stock_cost) VALUES (?,?,?,?,?,?,?,?,?,?,?) RETURNING id`)
	return r, err
}

// all does the whole run: take back, choose, hold, bring the books along.
func (r *run) all(ctx context.Context) error {
	if err := r.release(); err != nil {
		return err
	}
	lines, err := openLines(r.q)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l line) bool { return !r.concerns(l.OrderID) })
	if err := r.market.PreloadFor(products(lines)); err != nil {
		return err
	}
	if err := r.loadBuyers(ordersOf(lines)); err != nil {
		return err
	}
	for from, to := 0, 1; from < len(lines); from, to = to, to+1 {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.progress.Step(int64(from), int64(len(lines)), "Choosing suppliers")
		for to < len(lines) && lines[to].OrderID == lines[from].OrderID {
			to++
		}
		if err := r.route(lines[from:to]); err != nil {
			return err
		}
	}
	if err := r.saveHeld(); err != nil {
		return err
	}
	return r.resync(ctx)
}

// only makes a set of the orders that are asked for, nil for all.
func only(orders []int64) map[int64]bool {
	if len(orders) == 0 {
		return nil
	}
	set := make(map[int64]bool, len(orders))
	for _, id := range orders {
		set[id] = true
	}
	return set
}

// concerns tells whether the run looks at the lines of an order.
func (r *run) concerns(orderID int64) bool { return r.only == nil || r.only[orderID] }

// products lists the products of lines that may need a supplier.
func products(lines []line) []int64 {
	seen := map[int64]bool{}
	var ids []int64
	for i := range lines {
		if l := &lines[i]; l.Waiting+l.Forwarded < l.Quantity && !seen[l.ProductID] {
			seen[l.ProductID] = true
			ids = append(ids, l.ProductID)
		}
	}
	return ids
}

func (r *run) touch(orderID int64) {
	if !r.touched[orderID] {
		r.touched[orderID] = true
		r.orders = append(r.orders, orderID)
	}
}

// ordersOf lists the orders of lines that may need a supplier.
func ordersOf(lines []line) []int64 {
	var ids []int64
	for i := range lines {
		if l := &lines[i]; l.Waiting+l.Forwarded < l.Quantity && (len(ids) == 0 || ids[len(ids)-1] != l.OrderID) {
			ids = append(ids, l.OrderID)
		}
	}
	return ids
}

// hold notes why a line waits.
func (r *run) hold(l *line, why *hold) {
	r.held[l.ID] = why
	r.result.Held = append(r.result.Held, Held{
		Shop: l.Shop, Order: l.Number, Position: l.Position, SKU: l.SKU, Code: why.code, Reason: why.reason,
	})
}

// give allocates a pick and returns the allocation's id.
func (r *run) give(p *pick) (int64, error) {
	l, best := p.line, &p.all[0]
	e := r.explain(p)
	text, err := json.Marshal(e)
	if err != nil {
		return 0, err
	}
	cur := best.offer.Currency
	a := Allocation{
		OrderID: l.OrderID, Shop: l.Shop, Order: l.Number, Position: l.Position, SKU: l.SKU, Supplier: best.supplier.Name, Quantity: p.quantity,
		Cost: best.total.Text(cur), Currency: cur, HomeCost: best.home.Text(r.home), HomeCurrency: r.home,
		Number: best.number.Text(r.home), Lines: e.Candidates[0].Lines, Why: e.Why,
	}
	paid := best.paid()
	err = r.insert.QueryRow(l.ID, best.supplier.ID, best.offer.ID, int64(p.quantity), int64(paid.unit), int64(paid.shipping), string(paid.currency),
		best.service, string(text), string(r.tx.Now), paid.stock).Scan(&a.ID)
	if err != nil {
		return 0, err
	}
	best.shelf.reserved += p.quantity
	r.result.Allocations = append(r.result.Allocations, a)
	r.touch(l.OrderID)
	return a.ID, nil
}

// saveHeld makes the list of held lines what this run found. A line held for
// the same reason as before keeps the time since when it waits.
func (r *run) saveHeld() error {
	var before []struct {
		LineID, OrderID int64
		Code, Reason    string
	}
	err := r.tx.Raw(`SELECT h.line_id, l.order_id, h.code, h.reason FROM held_line h JOIN order_line l ON l.id = h.line_id`).Scan(&before).Error
	if err != nil {
		return err
	}
	same := map[int64]bool{}
	for _, b := range before {
		if !r.concerns(b.OrderID) {
			continue
		}
		h := r.held[b.LineID]
		if h == nil {
			if err := r.tx.Exec(`DELETE FROM held_line WHERE line_id = ?`, b.LineID).Error; err != nil {
				return err
			}
			continue
		}
		same[b.LineID] = h.code == b.Code && h.reason == b.Reason
	}
	save, err := r.tx.Prepare(`INSERT INTO held_line (line_id, code, reason, held_at) VALUES (?,?,?,?)
		ON CONFLICT (line_id) DO UPDATE SET code = excluded.code, reason = excluded.reason,
			held_at = CASE WHEN held_line.code = excluded.code THEN held_line.held_at ELSE excluded.held_at END`)
	if err != nil {
		return err
	}
	for id, h := range r.held {
		if same[id] {
			continue
		}
		if _, err := save.Exec(id, h.code, h.reason, string(r.tx.Now)); err != nil {
			return err
		}
	}
	return nil
}

// resync brings the books of the touched orders along: what was given to a
// supplier becomes an estimated cost, what was taken back none.
func (r *run) resync(ctx context.Context) error {
	if len(r.orders) == 0 {
		return nil
	}
	slices.Sort(r.orders)
	books, err := order.Begin(r.tx, 0)
	if err != nil {
		return err
	}
	_, err = books.Resync(r.orders, func(done int) error {
		r.progress.Step(int64(done), int64(len(r.orders)), "Bringing the books along")
		return ctx.Err()
	})
	return err
}
