package forward

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// head is a purchase order that may leave in this run.
type head struct {
	ID     int64
	Number string
	State  model.PurchaseState
}

// prepare gathers and approves, and returns the purchase orders that may leave.
func (w *work) prepare() ([]int64, error) {
	var approved []int64
	var held []Held
	err := w.db.Write(w.ctx, func(tx *store.Tx) error {
		approved, held = nil, nil
		var of int64
		if w.options.Supplier != "" {
			s, err := supplier.ByNameTx(tx.DB, w.options.Supplier)
			if err != nil {
				return err
			}
			of = s.ID
		}
		if err := w.nameFolders(tx); err != nil {
			return err
		}
		if _, err := purchase.Draft(tx); err != nil {
			return err
		}
		var heads []head
		err := tx.Raw(`SELECT id, number, state FROM purchase_order WHERE state IN ('draft', 'approved') AND (? = 0 OR supplier_id = ?)
			ORDER BY id`, of, of).Scan(&heads).Error
		if err != nil {
			return err
		}
		if only := w.options.Purchases; len(only) > 0 {
			heads = slices.DeleteFunc(heads, func(h head) bool { return !slices.Contains(only, h.ID) })
		}
		tx.After(func() { w.bus.PurchasesChanged.Publish(nil) })
		approved, held, err = w.approve(tx, heads)
		return err
	})
	w.result.Held = append(w.result.Held, held...)
	return approved, err
}

// approve sorts out what may leave, approving drafts where that was asked for.
func (w *work) approve(tx *store.Tx, heads []head) (approved []int64, held []Held, err error) {
	ids := make([]int64, len(heads))
	for i, h := range heads {
		ids[i] = h.ID
	}
	found, err := purchase.Review(tx.DB, tx.Today, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, h := range heads {
		if why := purchase.Blocked(found[h.ID]); why != "" {
			held = append(held, Held{h.Number, why})
			continue
		}
		if h.State == model.PurchaseDraft {
			if !w.options.Approve {
				held = append(held, Held{h.Number, "It waits to be approved."})
				continue
			}
			if err := purchase.Move(tx, h.ID, model.PurchaseApproved, "approved when forwarding"); err != nil {
				return nil, nil, err
			}
		}
		approved = append(approved, h.ID)
	}
	return approved, held, nil
}

// nameFolders gives every supplier a folder of its own. Names that a file system
// would take for the same get the supplier's number, so that no supplier reads
// another's customers.
func (w *work) nameFolders(tx *store.Tx) error {
	all, err := supplier.All(tx.DB)
	if err != nil {
		return err
	}
	uses := map[string]int{}
	for _, s := range all {
		uses[strings.ToLower(file.SafeName(s.Name))]++
	}
	w.folders = make(map[int64]string, len(all))
	for _, s := range all {
		name := file.SafeName(s.Name)
		if uses[strings.ToLower(name)] > 1 {
			name = file.SafeName(numbered(s.Name, s.ID))
		}
		w.folders[s.ID] = name
	}
	return nil
}
