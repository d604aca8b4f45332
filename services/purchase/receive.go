package purchase

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// ReceiptKind is the kind of record in messages.
const ReceiptKind = "receipt"

// ReceiptInput is what a 3PL took in of a replenishment, as a form or the put
// command says it. The same again changes nothing; a receipt is never changed:
// what was wrong is corrected by an adjustment of the stock.
type ReceiptInput struct {
	Purchase  string `json:"purchase" key:"yes" max:"60" doc:"The number of the replenishment."`
	Reference string `json:"reference" key:"yes" max:"60" doc:"The delivery note, or the day: each delivery has one of its own."`

	Date  model.Date         `json:"date" is:"date" default:"today" doc:"The day the goods came in."`
	Lines []ReceiptLineInput `json:"lines" doc:"What was counted. More than ordered is taken in as well and told."`
	Close bool               `json:"close" default:"false" doc:"True when nothing more will come."`
}

// ReceiptLineInput is one product that came in.
type ReceiptLineInput struct {
	SKU      string         `json:"sku" required:"yes" max:"200" doc:"Your SKU, or the supplier's."`
	Quantity model.Quantity `json:"quantity" required:"yes" range:"1..1000000" doc:"How many pieces were counted, damaged ones with them."`
	Damaged  model.Quantity `json:"damaged" range:"0..1000000" default:"0" doc:"How many of them are damaged. They do not join the stock, and the supplier is owed for them until he credits them; pieces sent in their place are an adjustment of the stock."`
}

// Receive takes in what came of replenishments, all or none: the stock grows,
// the books owe the supplier for it, and the purchase order is shipped in part
// or closed. See Restocked for what is missing or too much.
func (s *Service) Receive(ctx context.Context, ins []ReceiptInput) (record.Result, error) {
	return record.Batch[ReceiptInput]{
		DB: s.db, Kind: ReceiptKind, One: receive,
		Done: func([]int64) {
			s.bus.PurchasesChanged.Publish(nil)
			s.bus.OffersChanged.Publish(nil)
			s.bus.BooksChanged.Publish(nil)
		},
	}.Put(ctx, ins)
}

func receive(tx *store.Tx, at record.Ref, in *ReceiptInput) (record.Outcome, int64, error) {
	var p struct {
		ID    int64
		Kind  string
		State model.PurchaseState
	}
	if err := tx.Raw(`SELECT id, kind, state FROM purchase_order WHERE number = ?`, in.Purchase).Scan(&p).Error; err != nil {
		return "", 0, err
	}
	switch {
	case p.ID == 0:
		return "", 0, at.Errorf("purchase", "the book has no purchase order %s: look at the list of purchase orders", in.Purchase)
	case p.Kind != replenishment:
		return "", 0, at.Errorf("purchase", "%s sends goods to customers: only a replenishment is taken in", in.Purchase)
	}
	if in.Date == "" {
		in.Date = tx.Today
	}
	if in.Date > tx.Today {
		return "", 0, at.Errorf("date", "date %s is still to come", in.Date)
	}
	lines := make([]stock.Arrival, len(in.Lines))
	for i, l := range in.Lines {
		lines[i] = stock.Arrival{SKU: l.SKU, Quantity: l.Quantity, Damaged: l.Damaged}
	}
	if !p.State.Forwarded() && len(lines) > 0 {
		return "", 0, at.Errorf("purchase", "%s is %s, so that nothing of it can have come: forward it first", in.Purchase, p.State.Words())
	}
	moved, err := stock.Receive(tx, at, stock.Delivery{
		PurchaseID: p.ID, Number: in.Purchase, Reference: in.Reference, On: in.Date, Lines: lines, Last: in.Close, Over: p.State == model.PurchaseClosed,
	})
	if err != nil {
		return "", 0, err
	}
	stepped, err := arrive(tx, p.ID, in.Close, in.Reference)
	if err != nil {
		return "", 0, err
	}
	if !moved && !stepped {
		return record.Unchanged, p.ID, nil
	}
	return record.Created, p.ID, nil
}

// arrive takes a replenishment to the state that what came in gives it, and
// tells whether it changed.
func arrive(tx *store.Tx, id int64, final bool, why string) (bool, error) {
	p, err := load(tx, id)
	if err != nil {
		return false, err
	}
	all, err := restocked(tx.DB, id)
	if err != nil {
		return false, err
	}
	came, complete := false, true
	for _, l := range all {
		came, complete = came || l.Received > 0, complete && l.Received >= l.Due
	}
	var steps []model.PurchaseState
	switch {
	case !came && !final:
		return false, nil
	case complete || final:
		steps = []model.PurchaseState{model.PurchaseShipped, model.PurchaseClosed}
	default:
		steps = []model.PurchaseState{model.PurchasePartShipped}
	}
	changed := false
	for _, to := range steps {
		if p.State == to || p.State == model.PurchaseClosed {
			continue
		}
		if err := Move(tx, id, to, why); err != nil {
			return changed, err
		}
		p.State, changed = to, true
	}
	return changed, nil
}

// RestockedLine is a line of a replenishment and what came of it. Due is what is
// to come by the supplier's newest answer; Damaged are those of Received that came
// in broken.
type RestockedLine struct {
	SKU, Name                        string
	Quantity, Due, Received, Damaged model.Quantity
}

// Open is how many pieces are still to come.
func (l *RestockedLine) Open() model.Quantity { return max(0, l.Due-l.Received) }

// Told says in sentences what is missing, too much or broken, "" when all is
// right. Final says that nothing more will come.
func (l *RestockedLine) Told(final bool) string {
	var all []string
	switch {
	case l.Received > l.Quantity:
		all = append(all, fmt.Sprintf("%d more of %s came than were ordered.", l.Received-l.Quantity, l.SKU))
	case l.Received < l.Quantity && final:
		all = append(all, fmt.Sprintf("%d of %s did not come.", l.Quantity-l.Received, l.SKU))
	}
	if l.Damaged > 0 {
		all = append(all, fmt.Sprintf("%d of %s came damaged.", l.Damaged, l.SKU))
	}
	return strings.Join(all, " ")
}

// Restocked lists the lines of a replenishment and what came of each.
func (s *Service) Restocked(ctx context.Context, purchaseID int64) (all []RestockedLine, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		all, err = restocked(q, purchaseID)
		return err
	})
	return all, err
}

func restocked(q *gorm.DB, id int64) ([]RestockedLine, error) {
	var all []RestockedLine
	err := q.Raw(`SELECT k.sku, k.name, k.ordered AS quantity, k.quantity AS due, COALESCE((SELECT SUM(m.quantity) FROM stock_move m WHERE m.stock_line_id = k.id), 0) AS received,
			COALESCE((SELECT -SUM(x.quantity) FROM stock_move m JOIN stock_damage g ON g.receipt_id = m.id JOIN stock_move x ON x.id = g.move_id WHERE m.stock_line_id = k.id), 0) AS damaged
		FROM stock_due k WHERE k.purchase_id = ? ORDER BY k.position`, id).Scan(&all).Error
	return all, err
}
