package orderbook

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
)

// Detail is all that is known of one order. Order holds what the shop says, in
// the order's currency; Row and Money are in the home currency.
type Detail struct {
	Row
	Order      *model.Order
	Home       model.Currency
	Why        string // why it is kept out of the books, "" when it is in them
	Steps      []Step
	Lines      []Line
	Money      Money
	Facts      []Fact // they add up to the costs in Money
	Refunds    []Refund
	Purchases  []Purchase
	Amendments []Amendment // the oldest first
	Stocked    []Stocked
	Journal    []Entry
	History    []Change
	Imports    []Import
}

// Line is one line of the order. State is of order.States: what the order would
// be if it had only this line. Margin is the line's part of the order's.
type Line struct {
	model.OrderLine
	Supplier  string // whose cost it carries, "" unknown
	State     string
	Held      string // why it waits, "" for none
	HeldCode  string
	Asked     *Amendment // the newest that asks for fewer pieces of it, nil for none
	Given     []Given
	Shipped   model.Quantity // pieces in parcels that left, and of these in such that arrived
	Delivered model.Quantity
	Margin    margin.Sums
	Costs     []margin.Cost // that belong to this line alone
}

// Given is a quantity of a line that a supplier was chosen for. UnitCost is a
// piece, Shipping all of it, both in Currency. Purchase is "" before it stands
// in a purchase order.
type Given struct {
	LineID, SupplierID, PurchaseID int64
	Supplier                       string
	Quantity                       model.Quantity
	UnitCost, Shipping             model.Amount
	Currency                       model.Currency
	RoutedAt                       model.Instant
	Purchase                       string
	State                          model.PurchaseState
	SentAt                         model.Instant
	Own                            bool // from own stock at a 3PL
	left                           bool
}

// Money is the way from net revenue to the contribution margins, as the margin
// report has it.
type Money struct {
	margin.Sums
	Costs []margin.Cost
	Known bool // in the books, and no line's cost is missing
}

// Refund is money the shop gave back, with tax, in the order's currency.
type Refund struct {
	Dated  model.Date
	Gross  model.Amount
	Tax    model.Amount
	Source string
}

// Import is a file that brought the order or changed it.
type Import struct {
	BatchID  int64
	File     string
	Imported model.Instant
	Outcome  string // created or updated
	Undone   bool
}

// ID finds an order by its shop's name, in any case, and its number.
func (s *Service) ID(ctx context.Context, shop, number string) (id int64, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT o.id FROM sales_order o JOIN shop s ON s.id = o.shop_id WHERE s.name_key = ? AND o.number = ? ORDER BY o.id DESC LIMIT 1`,
			model.NameKey(shop), number).Scan(&id).Error
	})
	if err == nil && id == 0 {
		err = model.Errorf(model.NotFound, "%s has no order %s in this book.", shop, number)
	}
	return id, err
}

// Detail reads one order with its story. Code NotFound: there is none.
func (s *Service) Detail(ctx context.Context, id int64) (*Detail, error) {
	var d *Detail
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		d, err = detail(q, id)
		return err
	})
	return d, err
}

func detail(q *gorm.DB, id int64) (*Detail, error) {
	o, err := order.Read(q, id)
	if err != nil {
		return nil, err
	}
	x := &index{}
	if err := x.mark(q); err != nil {
		return nil, err
	}
	if err := x.some(q, those([]int64{id})); err != nil {
		return nil, err
	}
	all, err := readStanding(q, those([]int64{id}))
	if err != nil {
		return nil, err
	}
	x.stand(all)
	e := &x.orders[0]
	d := &Detail{Row: x.row(e), Order: o, Home: x.home}
	for _, read := range []func(*gorm.DB) error{d.readWhy, d.readLines, d.readMoney, d.readFacts, d.readRefunds, d.readPurchases, d.readAmendments, d.readStocked, d.readJournal, d.readHistory, d.readImports} {
		if err := read(q); err != nil {
			return nil, err
		}
	}
	for i := range d.Lines {
		l := &d.Lines[i]
		l.Supplier = x.names.suppliers[l.SupplierID]
		l.Asked = d.OfLine(l.ID)
		l.State = l.progress(e.waiting, states[e.base])
	}
	d.Money.Known = e.knowsCM2()
	d.Steps = d.steps()
	return d, nil
}

// readWhy reads why the order could not be booked.
func (d *Detail) readWhy(q *gorm.DB) error {
	return query.New(`SELECT unbooked_reason FROM sales_order WHERE id = ?`, d.ID).Rows(q, func(r query.Row) error {
		d.Why = r.Text(0)
		return nil
	})
}

// readLines reads the lines with what was given to suppliers and why they wait.
func (d *Detail) readLines(q *gorm.DB) error {
	d.Lines = make([]Line, len(d.Order.Lines))
	at := map[int64]*Line{}
	for i, l := range d.Order.Lines {
		d.Lines[i].OrderLine = l
		at[l.ID] = &d.Lines[i]
	}
	err := query.New(`SELECT h.line_id, h.code, h.reason FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE l.order_id = ?`, d.ID).
		Rows(q, func(r query.Row) error {
			at[r.Int(0)].HeldCode, at[r.Int(0)].Held = r.Text(1), r.Text(2)
			return nil
		})
	if err != nil {
		return err
	}
	err = query.New(`SELECT l.id, `+order.ShippedPieces+`, `+order.DeliveredPieces+` FROM order_line l WHERE l.order_id = ?`, d.ID).
		Rows(q, func(r query.Row) error {
			l := at[r.Int(0)]
			l.Shipped, l.Delivered = min(l.Quantity, model.Quantity(r.Int(1))), min(l.Quantity, model.Quantity(r.Int(2)))
			return nil
		})
	if err != nil {
		return err
	}
	return query.New(`SELECT a.line_id, a.supplier_id, s.name, a.quantity, a.unit_cost, a.shipping_cost, a.currency, a.routed_at,
		COALESCE(p.id, 0), COALESCE(p.number, ''), COALESCE(p.state, ''), COALESCE(p.sent_at, ''), COALESCE(f.id, 0), s.type = 'third_party_logistics'
		FROM order_line l JOIN allocation a ON a.line_id = l.id AND a.cancelled_at = '' JOIN supplier s ON s.id = a.supplier_id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id
		LEFT JOIN forwarding f ON f.purchase_id = p.id AND f.amendment_id IS NULL WHERE l.order_id = ? ORDER BY a.id`, d.ID).
		Rows(q, func(r query.Row) error {
			l := at[r.Int(0)]
			l.Given = append(l.Given, Given{
				LineID: l.ID, SupplierID: r.Int(1), Supplier: r.Text(2), Quantity: model.Quantity(r.Int(3)), UnitCost: r.Amount(4),
				Shipping: r.Amount(5), Currency: model.Currency(r.Text(6)), RoutedAt: model.Instant(r.Text(7)), PurchaseID: r.Int(8),
				Purchase: r.Text(9), State: model.PurchaseState(r.Text(10)), SentAt: model.Instant(r.Text(11)), left: r.Int(12) != 0, Own: r.Int(13) != 0,
			})
			return nil
		})
}

// progress is the state of the line: of an order that is ended the order's own.
func (l *Line) progress(waiting bool, ended string) string {
	if !waiting {
		return ended
	}
	p := order.Progress{}
	for _, g := range l.Given {
		p.Allocated += g.Quantity
		if g.left {
			p.Forwarded += g.Quantity
		}
	}
	p.Open = l.open(p.Allocated)
	p.Shipped, p.Delivered = min(l.Shipped, p.Open), min(l.Delivered, p.Open)
	if l.HeldCode != "" {
		p.Held = 1
	}
	return p.State()
}

// open is what order.OpenPieces says, of a line of which suppliers were given so
// many pieces.
func (l *Line) open(given model.Quantity) model.Quantity {
	n, known := l.OrderLine.Open()
	switch {
	case !known:
		return l.Quantity
	case l.Fulfilment == model.Partial:
		return min(l.Quantity, max(n, given))
	}
	return n
}

func (d *Detail) readMoney(q *gorm.DB) error {
	sheet, err := margin.OfOrder(q, d.ID)
	d.Money = Money{Sums: sheet.Sums, Costs: sheet.Costs}
	for i := range d.Lines {
		d.Lines[i].Margin, d.Lines[i].Costs = sheet.Lines[d.Lines[i].ID], sheet.PerLine[d.Lines[i].ID]
	}
	return err
}

func (d *Detail) readRefunds(q *gorm.DB) error {
	return query.New(`SELECT dated, gross, tax, source FROM refund WHERE order_id = ? ORDER BY dated, id`, d.ID).Rows(q, func(r query.Row) error {
		d.Refunds = append(d.Refunds, Refund{model.Date(r.Text(0)), r.Amount(1), r.Amount(2), r.Text(3)})
		return nil
	})
}

func (d *Detail) readImports(q *gorm.DB) error {
	return query.New(`SELECT b.id, b.file_name, b.imported_at, x.outcome, b.undone_at FROM (
			SELECT batch_id, 'created' AS outcome FROM sales_order WHERE id = ? AND batch_id IS NOT NULL
			UNION ALL SELECT batch_id, outcome FROM import_record WHERE kind = 'order' AND record_id = ? AND outcome = 'updated'
		) x JOIN import_batch b ON b.id = x.batch_id ORDER BY b.id`, d.ID, d.ID).Rows(q, func(r query.Row) error {
		d.Imports = append(d.Imports, Import{r.Int(0), r.Text(1), model.Instant(r.Text(2)), r.Text(3), r.Text(4) != ""})
		return nil
	})
}

// Change is an entry of the history that concerns the order: of itself, of what
// was given to suppliers, or of a purchase order it stands in and what was asked of that.
// Of another delivery address it has the two; nil where there was none, or it is
// not kept any more.
type Change struct {
	Kind string
	history.Entry
	Was, Now *model.Contact `gorm:"-"`
}

func (d *Detail) readHistory(q *gorm.DB) error {
	var all []Change
	err := q.Raw(`SELECT kind, id, recorded_at, who, record_key, field, old_value, new_value, why FROM history
		WHERE (kind = 'order' AND record_id = ?)
			OR (kind = 'allocation' AND record_id IN (SELECT a.id FROM order_line l JOIN allocation a ON a.line_id = l.id WHERE l.order_id = ?))
			OR (kind = 'purchase' AND record_id IN (SELECT purchase_id FROM purchase_line WHERE order_id = ?))
		ORDER BY id`, d.ID, d.ID, d.ID).Scan(&all).Error
	for i := range all {
		if c := &all[i]; err == nil && c.Moves() {
			if c.Was, err = order.Contact(q, order.AddressOf(c.OldValue)); err == nil {
				c.Now, err = order.Contact(q, order.AddressOf(c.NewValue))
			}
		}
	}
	d.History = all
	return err
}

// Moves tells whether the order was given another delivery address.
func (c *Change) Moves() bool { return c.Kind == order.Kind && c.Field == order.AddressField }
