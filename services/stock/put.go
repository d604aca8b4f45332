package stock

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// MoveKind is the kind of record of a move in messages and in the history.
const MoveKind = "stock_move"

// MoveInput is a move that a person enters. A move once entered is never
// changed: the same again changes nothing, another one under the same reference
// is refused. Receipts and dispatches come from purchase orders.
type MoveInput struct {
	Supplier  string `json:"supplier" key:"yes" is:"name" max:"120" doc:"The 3PL where the goods are."`
	SKU       string `json:"sku" key:"yes" max:"200" doc:"The product."`
	Kind      string `json:"kind" key:"yes" values:"opening adjustment return" doc:"An opening count, an adjustment (a count that differs, breakage, loss), or goods a customer returned."`
	Reference string `json:"reference" key:"yes" max:"60" doc:"What names the move, such as the number or day of the count: it is entered once."`

	Quantity model.Quantity              `json:"quantity" required:"yes" range:"-1000000..1000000" doc:"How many pieces came in; below 0 for an adjustment: how many are gone."`
	UnitCost record.Maybe[record.Amount] `json:"unit_cost" default:"the average of the stock" doc:"What a piece cost, in the book's currency. An opening count needs it."`
	Date     model.Date                  `json:"date" is:"date" default:"today" doc:"The day of the move."`
	Reason   string                      `json:"reason" doc:"Why, in your words."`
}

// PutMoves enters moves, all or none.
func (s *Service) PutMoves(ctx context.Context, ins []MoveInput) (record.Result, error) {
	return accrued(ctx, s, record.Batch[MoveInput]{
		DB: s.db, Kind: "stock move", One: putMove,
		Done: func([]int64) {
			s.bus.OffersChanged.Publish(nil)
			s.bus.BooksChanged.Publish(nil)
		},
	}, ins)
}

func putMove(tx *store.Tx, at record.Ref, in *MoveInput) (record.Outcome, int64, error) {
	who, err := logistics(tx.DB, at, in.Supplier)
	if err != nil {
		return "", 0, err
	}
	p, err := product.BySKUTx(tx.DB, in.SKU)
	if err != nil {
		return "", 0, at.Because("sku", err)
	}
	var old Move
	err = tx.Raw(`SELECT id, quantity, unit_cost, moved_on FROM stock_move WHERE supplier_id = ? AND product_id = ? AND kind = ? AND reference = ?`,
		who.ID, p.ID, in.Kind, in.Reference).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	if old.ID != 0 {
		return in.again(at, &old)
	}
	if err := in.check(tx, at); err != nil {
		return "", 0, err
	}
	m, err := NewMover(tx)
	if err != nil {
		return "", 0, err
	}
	v := Move{
		SupplierID: who.ID, Supplier: who.Name, ProductID: p.ID, SKU: p.SKU, Kind: in.Kind, Quantity: in.Quantity, MovedOn: in.Date,
		Reference: in.Reference, Reason: in.Reason,
	}
	if err := m.enter(at, &v, in.UnitCost.Value); err != nil {
		return "", 0, err
	}
	if _, err := Anchor(tx, who.ID, p.ID); err != nil {
		return "", 0, err
	}
	return record.Created, v.ID, history.Record(tx, history.Subject{Kind: MoveKind, ID: v.ID, Key: at.Key}, history.Created(), in.Reason)
}

// again is the same move once more, or another one under its reference.
func (in *MoveInput) again(at record.Ref, old *Move) (record.Outcome, int64, error) {
	differs := old.Quantity != in.Quantity || in.Date != "" && in.Date != old.MovedOn ||
		in.UnitCost.Value != nil && model.Amount(*in.UnitCost.Value) != old.UnitCost
	if differs {
		return "", 0, at.Errorf("reference", "reference %s is a move of %d pieces on %s already, and moves are never changed: enter an adjustment with a reference of its own",
			in.Reference, old.Quantity, old.MovedOn)
	}
	return record.Unchanged, old.ID, nil
}

func (in *MoveInput) check(tx *store.Tx, at record.Ref) error {
	if in.Date == "" {
		in.Date = tx.Today
	}
	switch {
	case in.Date > tx.Today:
		return at.Errorf("date", "date %s is still to come", in.Date)
	case in.Quantity == 0:
		return at.Errorf("quantity", "quantity is 0: a move of nothing is none")
	case in.Quantity < 0 && in.Kind != Adjustment:
		return at.Errorf("quantity", "quantity %d is below 0: only an adjustment takes pieces away", in.Quantity)
	case in.Kind == Opening && in.UnitCost.Value == nil:
		return at.Errorf("unit_cost", "unit_cost is missing: write what a piece cost")
	case in.Quantity < 0 && in.UnitCost.Value != nil:
		return at.Errorf("unit_cost", "unit_cost does not go with pieces that are gone: they cost the average of the stock")
	}
	return nil
}

// enter adds a move that a person typed.
func (m *Mover) enter(at record.Ref, v *Move, unit *record.Amount) error {
	b, err := Of(m.tx.DB, v.SupplierID, v.ProductID)
	if err != nil {
		return err
	}
	if v.Quantity < 0 {
		gone := -v.Quantity
		if b.OnHand < gone {
			return at.Errorf("quantity", "%s has %d of %s, so %d cannot be gone", v.Supplier, b.OnHand, v.SKU, gone)
		}
		v.Source = "average of the stock"
		return m.add(v, m.take(&b, gone))
	}
	each, source := b.UnitCost(), "average of the stock"
	if unit != nil {
		each, source = model.Amount(*unit), "as entered"
	} else if b.OnHand == 0 {
		return at.Errorf("unit_cost", "unit_cost is missing: there is no stock whose average could be taken")
	}
	v.UnitCost, v.Source = each, source
	return m.add(v, cost{value: each.Times(v.Quantity).Round(m.home)})
}

// AnchorSource is the source of the archived offers that own stock hangs on.
const AnchorSource = "own stock"

// Anchor returns the offer that allocations of own stock refer to: an archived
// one at no price, which no list shows and nobody buys at.
func Anchor(tx *store.Tx, supplierID, productID int64) (int64, error) {
	var id int64
	err := tx.Raw(`SELECT id FROM offer WHERE supplier_id = ? AND product_id = ? AND source = ? ORDER BY id LIMIT 1`, supplierID, productID, AnchorSource).Scan(&id).Error
	if err != nil || id != 0 {
		return id, err
	}
	err = tx.Raw(`INSERT INTO offer (supplier_id, product_id, supplier_sku, cost, currency, valid_from, source, archived_at)
		SELECT s.id, ?, '', 0, s.currency, ?, ?, ? FROM supplier s WHERE s.id = ? RETURNING id`,
		productID, string(anchorDay), AnchorSource, string(tx.Now), supplierID).Scan(&id).Error
	return id, err
}

// anchorDay is a day no real price starts on.
const anchorDay model.Date = "0000-01-01"
