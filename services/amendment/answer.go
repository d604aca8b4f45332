package amendment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	spelling "github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// Answer is what a supplier said to an amendment, as a form or the put command
// says it. Without a refusal the supplier agreed to what was asked.
type Answer struct {
	Amendment string      `json:"amendment" key:"yes" max:"80" doc:"The number of the amendment, such as PO-000001-A1."`
	Date      model.Date  `json:"date" is:"date" default:"today" doc:"The day of the answer."`
	Reference string      `json:"reference" max:"60" default:"none" doc:"The supplier's own number."`
	Lines     []LineInput `json:"lines" default:"all as asked" doc:"How many pieces still come, where the supplier agreed to less than was asked."`
	Refused   string      `json:"refused" default:"not refused" doc:"Why the supplier refuses. Everything stays as it was ordered."`
}

// PutAnswers records what suppliers said, all or none. Only now what is due of
// them changes: cancelled pieces are taken back, and what the shop still wants of
// them is held for a person.
func (s *Service) PutAnswers(ctx context.Context, ins []Answer) (record.Result, error) {
	return record.Batch[Answer]{DB: s.db, Kind: "amendment answer", One: s.answer}.Put(ctx, ins)
}

func (s *Service) answer(tx *store.Tx, at record.Ref, in *Answer) (record.Outcome, int64, error) {
	h, err := load(tx.DB, `m.number = ?`, in.Amendment)
	if err != nil {
		return "", 0, at.Because("amendment", err)
	}
	if in.Date == "" {
		in.Date = tx.Today
		if h.AnsweredOn != "" {
			in.Date = h.AnsweredOn
		}
	}
	to := model.AmendmentAcknowledged
	if in.Refused != "" {
		to = model.AmendmentRefused
	}
	if h.State == to && h.AnsweredOn == in.Date && h.Reference == in.Reference && h.Answer == in.Refused {
		return record.Unchanged, h.ID, nil
	}
	if err := h.State.CanGo(to); err != nil {
		return "", 0, model.Errorf(model.Refused, "%s: %s", h.Number, err)
	}
	r := &reply{tx: tx, at: at, in: in, h: h}
	if err := r.keep(to); err != nil {
		return "", 0, err
	}
	s.announce(tx, r.orders)
	return record.Updated, h.ID, nil
}

// reply is an agreement on its way into the book.
type reply struct {
	tx     *store.Tx
	at     record.Ref
	in     *Answer
	h      head
	lines  []line
	asked  map[int64]asked
	agreed map[int64]model.Quantity // pieces that stay due, by purchase line
	orders []int64                  // whose books are to be brought along
}

// keep writes the answer down, and what follows from an agreement.
func (r *reply) keep(to model.AmendmentState) error {
	agreed := to == model.AmendmentAcknowledged
	if agreed {
		if err := r.weigh(); err != nil {
			return err
		}
	}
	err := r.tx.Exec(`UPDATE amendment SET answered_on = ?, reference = ?, answer = ? WHERE id = ?`, string(r.in.Date), r.in.Reference, r.in.Refused, r.h.ID).Error
	if err != nil {
		return err
	}
	if err := Move(r.tx, r.h.ID, to, r.in.Refused); err != nil || !agreed {
		return err
	}
	return r.follow()
}

// weigh works out what stays due, and refuses an agreement about pieces that
// have left meanwhile.
func (r *reply) weigh() error {
	var err error
	if r.lines, err = linesOf(r.tx.DB, r.h.PurchaseID); err != nil {
		return err
	}
	if r.asked, err = askedOf(r.tx.DB, r.h.ID); err != nil {
		return err
	}
	r.agreed = map[int64]model.Quantity{}
	for id, a := range r.asked {
		r.agreed[id] = a.Quantity
	}
	for i := range r.in.Lines {
		if err := r.less(&r.in.Lines[i]); err != nil {
			return err
		}
	}
	for i := range r.lines {
		l := &r.lines[i]
		if n, ok := r.agreed[l.ID]; ok && n < l.Gone {
			return model.Errorf(model.Refused, "%s: %d of %s for order %s have left already, so %s cannot have cancelled them. Record what really stays, or a refusal.",
				r.h.Number, l.Gone, l.label(), l.OrderNo, r.h.Supplier)
		}
	}
	return nil
}

// less takes over how many pieces of an article still come.
func (r *reply) less(in *LineInput) error {
	var mine []*line
	var skus []string
	for i := range r.lines {
		l := &r.lines[i]
		if _, ok := r.asked[l.ID]; !ok || in.Order != "" && !sameOrder(l.OrderNo, in.Order) {
			continue
		}
		skus = append(skus, l.label())
		if strings.EqualFold(l.SKU, in.SKU) || strings.EqualFold(l.SupplierSKU, in.SKU) || l.SKU == "" && strings.EqualFold(l.Name, in.SKU) {
			mine = append(mine, l)
		}
	}
	if len(mine) == 0 {
		return r.at.Errorf("lines", "%s was not asked about with %s.%s", in.SKU, r.h.Number, spelling.Hint(in.SKU, skus))
	}
	left := in.Quantity
	for i, l := range mine {
		a := r.asked[l.ID]
		n := min(left, a.Before)
		if i == len(mine)-1 {
			n = left
		}
		if n < a.Quantity || n > a.Before {
			return r.at.Errorf("lines", "between %d and %d of %s can still come, not %d", a.Quantity, a.Before, in.SKU, in.Quantity)
		}
		r.agreed[l.ID] = n
		left -= n
	}
	return nil
}

// follow lets the allocations, the purchase order and the books follow.
func (r *reply) follow() error {
	if r.h.Kind == model.AmendAddress {
		return r.tx.Exec(`UPDATE sent_address SET contact_id = ? WHERE purchase_id = ? AND order_id = ?`, r.h.ContactID, r.h.PurchaseID, r.h.OrderID).Error
	}
	for id, n := range r.agreed {
		if err := r.tx.Exec(`UPDATE amendment_line SET agreed = ? WHERE amendment_id = ? AND purchase_line_id = ?`, int64(n), r.h.ID, id).Error; err != nil {
			return err
		}
	}
	for i := range r.lines {
		if n, ok := r.agreed[r.lines[i].ID]; ok && n < r.lines[i].Quantity {
			if err := r.take(&r.lines[i], n); err != nil {
				return err
			}
		}
	}
	slices.Sort(r.orders)
	r.orders = slices.Compact(r.orders)
	if err := stock.Settle(r.tx, r.h.PurchaseID); err != nil {
		return err
	}
	if err := r.settle(); err != nil {
		return err
	}
	if err := r.holdWanted(); err != nil {
		return err
	}
	return rebook(r.tx, r.orders)
}

// take takes pieces back from what is allocated to the supplier.
func (r *reply) take(l *line, stays model.Quantity) error {
	r.orders = append(r.orders, l.OrderID)
	change := `UPDATE allocation SET quantity = ? WHERE id = ?`
	arg := any(int64(stays))
	if stays == 0 {
		change, arg = `UPDATE allocation SET cancelled_at = ? WHERE id = ?`, string(r.tx.Now)
	}
	if err := r.tx.Exec(change, arg, l.AllocationID).Error; err != nil {
		return err
	}
	subject := history.Subject{Kind: allocationKind, ID: l.AllocationID, Key: fmt.Sprintf("%s %s to %s", l.OrderNo, l.label(), r.h.Supplier)}
	return history.Record(r.tx, subject, []history.Change{{Field: "quantity", Old: fmt.Sprint(l.Quantity), New: fmt.Sprint(stays)}}, r.h.Supplier+" agreed to "+r.h.Number)
}

// allocationKind is the kind of allocations in the history.
const allocationKind = "allocation"

// settle gives the purchase order the state that is left for it.
func (r *reply) settle() error {
	due, err := linesOf(r.tx.DB, r.h.PurchaseID)
	if err != nil {
		return err
	}
	if len(due) > 0 {
		return parcel.Settle(r.tx, r.h.PurchaseID)
	}
	if r.h.Stands.CanGo(model.PurchaseCancelled) != nil {
		return nil // the supplier refused all of it meanwhile
	}
	return purchase.Move(r.tx, r.h.PurchaseID, model.PurchaseCancelled, r.h.Supplier+" agreed to "+r.h.Number)
}

// holdWanted holds orders of which the shop still wants what was cancelled:
// routed at once, they could go to the same supplier, unseen.
func (r *reply) holdWanted() error {
	var held []int64
	for _, id := range r.orders {
		o, err := order.Load(r.tx, id)
		if err != nil {
			return err
		}
		if o.Closed() == "" {
			held = append(held, id)
		}
	}
	return purchase.HoldAll(r.tx, held, r.h.Supplier+" cancelled pieces with "+r.h.Number+": release the order to have it sent by someone.")
}
