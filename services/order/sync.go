package order

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/store"
)

// Resync works out the books of the given orders anew, after a price, a fee, a
// rate or an allocation changed, and posts what differs. It returns how many
// orders' books changed. step is called after each order and may stop the work.
func (m *Merger) Resync(ids []int64, step func(done int) error) (int, error) {
	changed := 0
	for n, id := range ids {
		o, r, err := loadRow(m.tx.DB, id)
		if err != nil {
			return changed, err
		}
		sh, err := m.shop(o.ShopID)
		if err != nil {
			return changed, err
		}
		allocations, err := Allocations(m.tx, id)
		if err != nil {
			return changed, err
		}
		payments, err := Payments(m.tx, id)
		if err != nil {
			return changed, err
		}
		out, err := m.books.Sync(&booking.Subject{Order: o, Shop: sh, SaleEntry: value(r.SaleEntryID), Allocations: allocations, Payments: payments})
		if err != nil {
			return changed, err
		}
		if out.Changed || out.Unbooked != r.UnbookedReason {
			changed++
			if err := m.w.rebook(o, out); err != nil {
				return changed, err
			}
		}
		if step != nil {
			if err := step(n + 1); err != nil {
				return changed, err
			}
		}
	}
	return changed, nil
}

// rebook notes the state of the books on the order's own row and lines.
func (w *writer) rebook(o *model.Order, out booking.Outcome) error {
	if _, err := w.noteBooks.Exec(string(out.BookedOn), store.OrNull(out.SaleEntry), out.Unbooked, o.ID); err != nil {
		return err
	}
	for i := range o.Lines {
		if _, err := w.noteSupplier.Exec(store.OrNull(o.Lines[i].SupplierID), o.Lines[i].ID); err != nil {
			return err
		}
	}
	return w.saveRefund(o.ID, out.Refund)
}
