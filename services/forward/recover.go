package forward

import (
	"encoding/json"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

const selectNotes = `SELECT f.id, f.purchase_id, ` + noteColumns + `, s.name AS supplier, f.folder, f.message_id, f.files
	FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id JOIN supplier s ON s.id = p.supplier_id ` + joinAmendment

// recover goes on with what an earlier run noted as about to leave: what is in
// place is noted as sent, what is staged is put in place, and where neither
// folder is whole nobody knows.
func (w *work) recover() error {
	var notes []note
	err := w.db.Read(w.ctx, func(q *gorm.DB) error {
		return q.Raw(selectNotes + ` WHERE f.state = 'sending' AND f.channel = 'folder' ORDER BY f.id`).Scan(&notes).Error
	})
	if err != nil {
		return err
	}
	for i := range notes {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.resume(&notes[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) resume(n *note) error {
	var all []sealed
	if err := json.Unmarshal([]byte(n.Files), &all); err != nil {
		return model.Errorf(model.Damaged, "What was noted of %s cannot be read. Restore a backup.", n.Number).Because(err)
	}
	p := newParcel(n.Folder, n.MessageID)
	switch {
	case whole(p.final, all):
		return w.finish(&sending{note: *n, sealed: all})
	case !whole(p.staging, all):
		err := w.db.Write(w.ctx, func(tx *store.Tx) error { return w.settle(tx, n, lost) })
		if err != nil {
			return err
		}
		w.hold(n.Number, "Nobody knows whether it left: "+n.Folder+" does not hold what was to be sent. Find out and settle it in the outbox.")
		return nil
	}
	why, err := w.closed(n)
	if err != nil {
		return err
	}
	if why != "" {
		return w.abandon(n, p, why)
	}
	err = p.place()
	if err == nil {
		err = syncFolder(p.parent())
	}
	if err != nil {
		w.hold(n.Number, sentence(err)+ready)
		return nil
	}
	return w.finish(&sending{note: *n, sealed: all})
}

// closed says why a staged purchase order must not leave after all, or "": the
// shop closed an order of it since.
func (w *work) closed(n *note) (string, error) {
	var why string
	err := w.db.Read(w.ctx, func(q *gorm.DB) error {
		var err error
		why, err = unwanted(q, w.db.Today(), n)
		return err
	})
	return why, err
}

// shopClosed says what the shop changed that keeps a purchase order from leaving.
func shopClosed(q *gorm.DB, today model.Date, purchaseID int64) (string, error) {
	found, err := purchase.Blocks(q, today, []int64{purchaseID})
	for _, x := range found[purchaseID] {
		if x.Code == purchase.WarnOrder {
			return x.Message, err
		}
	}
	return "", err
}

// abandon cancels a staged purchase order: it has certainly not left.
func (w *work) abandon(n *note, p parcel, why string) error {
	err := w.db.Write(w.ctx, func(tx *store.Tx) error { return w.settle(tx, n, missed) })
	if err != nil {
		return err
	}
	p.discard()
	w.hold(n.Number, why+" It was cancelled before it left; route again for what is still wanted.")
	return nil
}
