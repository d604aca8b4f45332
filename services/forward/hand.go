package forward

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// By hand a purchase order leaves through a person who types it into a
// marketplace. It is noted as begun before anything of it can be copied, and as
// sent with the order number that is typed back. What was begun and never ended
// may have been ordered: it becomes unknown, and the person is asked.

// byHand is a purchase order with its forwarding by hand, ID 0 for none.
type byHand struct {
	Note  note `gorm:"embedded"`
	State model.PurchaseState
	Way   model.Channel // of the forwarding, "" for none
}

// forgotten is the ending of a purchase order that was begun by hand and of which
// nobody said what became of it.
var forgotten = ending{model.PurchaseUnknown, StateUnknown, "it was begun by hand, and nobody said whether it was ordered"}

// takesFile is the SQL that tells whether the supplier of a purchase order p sells
// on a site that takes a file of many orders.
const takesFile = `EXISTS (SELECT 1 FROM storefront t JOIN market_site m ON m.site_key = t.site_key
	WHERE t.supplier_id = p.supplier_id AND m.columns <> '')`

// byHand tells whether a person has to place the purchase order: its supplier is
// on a marketplace, and no file of it was asked for that its site takes.
func (w *work) byHand(h *head) bool {
	return h.Channel == model.ByMarketplace && (!h.TakesFile || w.options.Out == "")
}

func findByHand(tx *store.Tx, purchaseID int64) (byHand, error) {
	var h byHand
	err := tx.Raw(`SELECT COALESCE(f.id, 0) AS id, p.id AS purchase_id, p.number, s.name AS supplier, COALESCE(f.channel, '') AS way, p.state
		FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id LEFT JOIN forwarding f ON f.purchase_id = p.id AND f.amendment_id IS NULL
		WHERE p.id = ?`, purchaseID).Scan(&h).Error
	if err == nil && h.Note.PurchaseID == 0 {
		err = model.Errorf(model.NotFound, "The book has no purchase order %d.", purchaseID)
	}
	return h, err
}

// open tells whether it was begun by hand and not ended.
func (h *byHand) open() bool {
	return h.Way == model.ByMarketplace && (h.State == model.PurchaseQueued || h.State == model.PurchaseUnknown)
}

// BeginByHand notes that an approved purchase order is about to be typed into a
// marketplace; from now on it leaves in no other way. One that is begun already
// stays so. What blocks it, or that it left, is refused.
func (s *Service) BeginByHand(ctx context.Context, purchaseID int64) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		h, err := findByHand(tx, purchaseID)
		if err != nil || h.open() {
			return err
		}
		return s.beginByHand(tx, &h)
	})
}

func (s *Service) beginByHand(tx *store.Tx, h *byHand) error {
	id := h.Note.PurchaseID
	found, err := purchase.Review(tx.DB, tx.Today, []int64{id})
	if err != nil {
		return err
	}
	if why := purchase.Blocked(found[id]); why != "" {
		return model.Errorf(model.Refused, "%s cannot be ordered. %s", h.Note.Number, why)
	}
	if err := purchase.Move(tx, id, model.PurchaseQueued, "begun by hand"); err != nil {
		return err
	}
	if h.Note.MessageID, err = newMessageID(); err != nil {
		return err
	}
	h.Note.Channel, h.Note.Files = model.ByMarketplace, "[]"
	tx.After(func() { s.bus.PurchasesChanged.Publish([]int64{id}) })
	return insertNote(tx, &h.Note)
}

// EndByHand notes that a person ordered it: the supplier has it, and its books
// follow. An approved one is begun and ended at once. One that already left is
// refused.
func (s *Service) EndByHand(ctx context.Context, purchaseID int64) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		h, err := findByHand(tx, purchaseID)
		if err != nil {
			return err
		}
		if !h.open() {
			if err := s.beginByHand(tx, &h); err != nil {
				return err
			}
		}
		return s.settle(tx, &h.Note, arrived)
	})
}

// TakeBackByHand takes back what was begun by hand, on a person's word that
// nothing was ordered: the purchase order is approved again and may leave in any
// way. The history keeps why.
func (s *Service) TakeBackByHand(ctx context.Context, purchaseID int64, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		h, err := findByHand(tx, purchaseID)
		if err != nil {
			return err
		}
		if !h.open() {
			return model.Errorf(model.Refused, "%s was not begun by hand, or is settled: nothing was taken back.", h.Note.Number)
		}
		for _, undo := range []string{
			`DELETE FROM forwarding WHERE purchase_id = ? AND channel = 'marketplace' AND amendment_id IS NULL`,
			`DELETE FROM sent_address WHERE purchase_id = ?`,
			// No step leads back here: only this word does.
			`UPDATE purchase_order SET state = 'approved', version = version + 1 WHERE id = ?`,
		} {
			if err := tx.Exec(undo, purchaseID).Error; err != nil {
				return err
			}
		}
		if err := stock.Settle(tx, purchaseID); err != nil {
			return err
		}
		of := history.Subject{Kind: allocation.PurchaseKind, ID: purchaseID, Key: h.Note.Number}
		change := []history.Change{{Field: "state", Old: string(h.State), New: string(model.PurchaseApproved)}}
		if err := history.Record(tx, of, change, why); err != nil {
			return err
		}
		orders, err := purchase.Orders(tx.DB, []int64{purchaseID})
		if err != nil {
			return err
		}
		return s.rebook(tx, []int64{purchaseID}, orders)
	})
}

// ForgetByHand makes all that was begun by hand and not ended unknown, but for
// what is being typed right now, and returns how many that were: whoever began
// them may have ordered them.
func (s *Service) ForgetByHand(ctx context.Context, now ...int64) (int, error) {
	var notes []note
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(selectNotes+` WHERE f.state = 'sending' AND f.channel = 'marketplace' AND f.purchase_id NOT IN ? ORDER BY f.id`,
			append(now, 0)).Scan(&notes).Error
	})
	if err != nil || len(notes) == 0 {
		return 0, err
	}
	return len(notes), s.db.Write(ctx, func(tx *store.Tx) error {
		for i := range notes {
			if err := s.settle(tx, &notes[i], forgotten); err != nil {
				return err
			}
		}
		return nil
	})
}
