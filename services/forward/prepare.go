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

	Amends model.AmendmentKind // of an amendment

	SupplierID                int64
	Supplier, Email, Language string
	Channel                   model.Channel
	TakesFile                 bool // its site takes a file of many orders
}

// prepare gathers and approves, and returns the purchase orders that may leave,
// those into folders and those by e-mail.
func (w *work) prepare() (folders []int64, mailed []head, err error) {
	var approved []head
	var held []Held
	err = w.db.Write(w.ctx, func(tx *store.Tx) error {
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
		err := tx.Raw(`SELECT p.id, p.number, p.state, s.id AS supplier_id, s.name AS supplier, s.email, s.language, s.channel, `+takesFile+` AS takes_file FROM purchase_order p
			JOIN supplier s ON s.id = p.supplier_id WHERE p.state IN ('draft', 'approved') AND (? = 0 OR p.supplier_id = ?) ORDER BY p.id`, of, of).Scan(&heads).Error
		if err != nil {
			return err
		}
		if only := w.options.Purchases; len(only)+len(w.options.Amendments) > 0 {
			heads = slices.DeleteFunc(heads, func(h head) bool { return !slices.Contains(only, h.ID) })
		}
		tx.After(func() { w.bus.PurchasesChanged.Publish(nil) })
		if approved, held, err = w.approve(tx, heads); err != nil {
			return err
		}
		w.heads = map[int64]head{}
		amendments, waits, err := w.amendments(tx, of)
		if err != nil {
			return err
		}
		approved, held = append(amendments, approved...), append(held, waits...)
		for _, h := range approved {
			if h.Channel == model.ByEmail && h.Email != "" {
				w.heads[h.ID] = h
			}
		}
		w.texts, err = wordings(tx.DB, approved)
		return err
	})
	w.result.Held = append(w.result.Held, held...)
	for _, h := range approved {
		if w.byMail(&h) {
			mailed = append(mailed, h)
		} else {
			folders = append(folders, h.ID)
		}
	}
	return folders, mailed, err
}

// byMail tells whether the purchase order leaves by e-mail in this run.
func (w *work) byMail(h *head) bool { return w.options.Send && h.Channel == model.ByEmail }

// noWay says why the purchase order cannot leave in the way that was asked for,
// or "".
func (w *work) noWay(h *head) string {
	switch {
	case w.byMail(h) && w.nomail != nil:
		return sentence(w.nomail)
	case w.byMail(h) && h.Email == "":
		return h.Supplier + " takes orders by e-mail, and its address is not known: enter it."
	case w.byMail(h) || w.options.Out != "":
		return ""
	case h.Channel == model.ByMarketplace:
		return h.Supplier + " takes no e-mail: do it there by hand."
	}
	return h.Supplier + " takes its orders in a folder: forward them into one."
}

// approve sorts out what may leave, approving drafts where that was asked for.
func (w *work) approve(tx *store.Tx, heads []head) (approved []head, held []Held, err error) {
	ids := make([]int64, len(heads))
	for i, h := range heads {
		ids[i] = h.ID
	}
	found, err := purchase.Review(tx.DB, tx.Today, ids)
	if err != nil {
		return nil, nil, err
	}
	early, err := w.early(tx)
	if err != nil {
		return nil, nil, err
	}
	w.warned = map[int64][]string{}
	for _, h := range heads {
		w.warned[h.ID] = told(found[h.ID])
		why := purchase.Blocked(found[h.ID])
		if why == "" && !w.byHand(&h) {
			why = w.noWay(&h)
		}
		if why == "" && (w.options.Approve || h.State == model.PurchaseApproved) {
			why = early[h.ID].Why
		}
		if why != "" {
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
		if w.byHand(&h) {
			held = append(held, Held{h.Number, h.Supplier + " takes orders by hand: place it there, and type its order number back."})
			continue
		}
		approved = append(approved, h)
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
