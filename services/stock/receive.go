package stock

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Delivery is what a 3PL took in of a replenishment on a day. Reference names
// it among the deliveries of that purchase order. Last says that nothing more of
// it will come, Over that this was said before.
type Delivery struct {
	PurchaseID        int64
	Number, Reference string
	On                model.Date
	Lines             []Arrival
	Last, Over        bool
}

// Arrival is how many pieces of a product came, by the merchant's SKU or the
// supplier's, and how many of them are broken.
type Arrival struct {
	SKU               string
	Quantity, Damaged model.Quantity
}

// expected is a line of a replenishment, and what of it came before. Quantity is
// what was ordered, Due what is to come by the supplier's newest answer.
type expected struct {
	ID, ProductID           int64
	SKU, SupplierSKU        string
	Quantity, Due, Received model.Quantity
	UnitCost                model.Amount
	Again, Broken           model.Quantity // under the same reference, 0 for none
	SupplierID, ShipToID    int64
	Place                   string
	Currency                model.Currency
	Goods, Shipping, Share  model.Amount
}

// Receive takes a delivery into the stock: each piece at the price ordered and
// its share of the purchase order's shipping, by the value of the lines. The
// delivery with which all has come, or that is said to be the last, bears what is
// left of the shipping; what came above the quantity ordered bears none, nor does
// what comes after the last. What is left when nothing more comes is not owed
// before the supplier charges it. Pieces that are broken leave the stock again at what
// they cost: the supplier is owed for them until he credits them. The exchange
// rate is that of the day. It tells whether anything is new; a delivery that is
// known under its reference with other pieces is refused. Source: domain rule 1.9.
func Receive(tx *store.Tx, at record.Ref, d Delivery) (bool, error) {
	r := receiving{tx: tx, at: at, d: d, reference: d.Number + " / " + d.Reference, rates: rate.NewTable(tx.DB)}
	var err error
	if r.lines, err = expect(tx, d.PurchaseID, r.reference); err != nil {
		return false, err
	}
	if err := r.match(); err != nil || len(r.came) == 0 {
		return false, err
	}
	if r.mover, err = NewMover(tx); err != nil {
		return false, err
	}
	shipping := r.share()
	for i := range r.came {
		if err := r.take(&r.came[i], shipping[i]); err != nil {
			return false, err
		}
	}
	_, err = Accrue(tx)
	return true, err
}

// receiving is a delivery on its way into the stock.
type receiving struct {
	tx        *store.Tx
	at        record.Ref
	d         Delivery
	reference string
	lines     []expected
	came      []arrived
	mover     *Mover
	rates     *rate.Table
}

// arrived is what came of a line and is not in the book.
type arrived struct {
	*expected
	quantity, damaged model.Quantity
}

// match finds the lines of what came.
func (r *receiving) match() error {
	seen := map[*expected]bool{}
	for _, a := range r.d.Lines {
		l := named(r.lines, a.SKU)
		switch {
		case l == nil:
			return r.at.Errorf("lines", "%s does not stand in %s", a.SKU, r.d.Number)
		case seen[l]:
			return r.at.Errorf("lines", "%s is named twice in lines: add its pieces together", l.SKU)
		case a.Damaged > a.Quantity:
			return r.at.Errorf("lines", "%d of %s are damaged, more than the %d that came", a.Damaged, l.SKU, a.Quantity)
		case l.Again == a.Quantity && l.Broken == a.Damaged:
			seen[l] = true
			continue
		case l.Again != 0:
			return r.at.Errorf("lines", "%d of %s came in under %s already, %d of them damaged: give another delivery a reference of its own, or enter an adjustment of the stock",
				l.Again, l.SKU, r.d.Reference, l.Broken)
		}
		seen[l] = true
		r.came = append(r.came, arrived{l, a.Quantity, a.Damaged})
	}
	return nil
}

// share is the shipping that what came bears, line by line.
func (r *receiving) share() []model.Amount {
	parts, weights := make([]model.Amount, len(r.came)), make([]int64, len(r.came))
	if r.d.Over || len(r.came) == 0 {
		return parts
	}
	before, complete := model.Amount(0), true
	for i := range r.lines {
		l := &r.lines[i]
		before = before.Add(l.shipping(l.Received))
		now := l.Received
		for _, a := range r.came {
			if a.expected == l {
				now += a.quantity
			}
		}
		complete = complete && now >= l.Due
	}
	left := r.lines[0].Shipping.Sub(before)
	for i, a := range r.came {
		parts[i] = a.shipping(a.Received + a.quantity).Sub(a.shipping(a.Received))
		left = left.Sub(parts[i])
		weights[i] = int64(a.UnitCost.Times(a.quantity))
	}
	if complete || r.d.Last {
		for i, rest := range model.Allocate(left, weights, r.lines[0].Currency.Minor()) {
			parts[i] = parts[i].Add(rest)
		}
	}
	return parts
}

// take moves what came of a line in, and what of it is broken out again.
func (r *receiving) take(a *arrived, shipping model.Amount) error {
	l := a.expected
	v := Move{
		SupplierID: l.ShipToID, Supplier: l.Place, ProductID: l.ProductID, SKU: l.SKU, Kind: Receipt, Quantity: a.quantity, MovedOn: r.d.On,
		StockLineID: l.ID, Purchase: r.d.Number, Reference: r.reference, Source: "purchase order " + r.d.Number,
	}
	c := cost{foreign: l.goods(l.Received + a.quantity).Sub(l.goods(l.Received)).Add(shipping), from: l.SupplierID}
	var err error
	if c.rate, err = r.rates.On(r.d.On, l.Currency, r.mover.home); err != nil {
		return err
	}
	if c.value, err = c.rate.Convert(c.foreign); err != nil {
		return err
	}
	if err := r.mover.add(&v, c); err != nil {
		return err
	}
	if _, err := Anchor(r.tx, l.ShipToID, l.ProductID); err != nil {
		return err
	}
	of := history.Subject{Kind: MoveKind, ID: v.ID, Key: v.Supplier + " / " + v.SKU + " / " + r.reference}
	if err := history.Record(r.tx, of, history.Created(), ""); err != nil || a.damaged == 0 {
		return err
	}
	return r.writeOff(&v, a.damaged)
}

// writeOff takes broken pieces out of the stock at what they came in for.
func (r *receiving) writeOff(in *Move, q model.Quantity) error {
	v := Move{
		SupplierID: in.SupplierID, Supplier: in.Supplier, ProductID: in.ProductID, SKU: in.SKU, Kind: Adjustment, Quantity: -q, MovedOn: in.MovedOn,
		Purchase: in.Purchase, Reference: in.Reference, Source: in.Source, Reason: "came in damaged",
	}
	part := model.Allocate(in.Value, []int64{int64(q), int64(in.Quantity - q)}, r.mover.home.Minor())[0]
	if err := r.mover.add(&v, cost{value: part}); err != nil {
		return err
	}
	if err := r.tx.Exec(`INSERT INTO stock_damage (receipt_id, move_id) VALUES (?, ?)`, in.ID, v.ID).Error; err != nil {
		return err
	}
	return history.Record(r.tx, history.Subject{Kind: MoveKind, ID: v.ID, Key: v.Supplier + " / " + v.SKU + " / " + v.Reference}, history.Created(), v.Reason)
}

// expect reads the lines of a replenishment, each with its share of the
// shipping.
func expect(tx *store.Tx, purchaseID int64, reference string) ([]expected, error) {
	var lines []expected
	err := tx.Raw(`SELECT k.id, k.product_id, k.sku, k.supplier_sku, k.ordered AS quantity, k.quantity AS due, k.unit_cost, p.supplier_id, p.ship_to_id, s.name AS place,
			p.currency, p.goods, p.shipping, COALESCE((SELECT SUM(m.quantity) FROM stock_move m WHERE m.stock_line_id = k.id), 0) AS received,
			COALESCE(m.quantity, 0) AS again, COALESCE(-x.quantity, 0) AS broken
		FROM stock_due k JOIN purchase_order p ON p.id = k.purchase_id JOIN supplier s ON s.id = p.ship_to_id
		LEFT JOIN stock_move m ON m.stock_line_id = k.id AND m.reference = ?
		LEFT JOIN stock_damage g ON g.receipt_id = m.id LEFT JOIN stock_move x ON x.id = g.move_id
		WHERE k.purchase_id = ? ORDER BY k.position`, reference, purchaseID).Scan(&lines).Error
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	weights := make([]int64, len(lines))
	for i, l := range lines {
		weights[i] = int64(l.UnitCost.Times(l.Quantity))
	}
	for i, share := range model.Allocate(lines[0].Shipping, weights, lines[0].Currency.Minor()) {
		lines[i].Share = share
	}
	return lines, nil
}

func named(lines []expected, sku string) *expected {
	for i := range lines {
		if lines[i].SKU == sku || lines[i].SupplierSKU != "" && lines[i].SupplierSKU == sku {
			return &lines[i]
		}
	}
	return nil
}

// goods is what the first pieces of a line cost, in the purchase order's currency.
func (l *expected) goods(q model.Quantity) model.Amount { return l.UnitCost.Times(q).Round(l.Currency) }

// shipping is the share of the first pieces of a line in its shipping: all
// deliveries together sum to it.
func (l *expected) shipping(q model.Quantity) model.Amount {
	if q >= l.Quantity {
		return l.Share
	}
	return model.Allocate(l.Share, []int64{int64(q), int64(l.Quantity - q)}, l.Currency.Minor())[0]
}
