package merge

import (
	"context"
	"encoding/json"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// head is the note of a merge in the history.
type head struct {
	id         int64
	into       int64
	last       int64 // allocation
	recordedAt string
	why        string
}

// latest reads what a record was merged into last, into 0 for nothing or a
// merge that was taken back.
func latest(q *gorm.DB, kind string, id int64) (head, error) {
	var row struct {
		ID                                  int64
		OldValue, NewValue, RecordedAt, Why string
	}
	err := q.Raw(`SELECT id, old_value, new_value, recorded_at, why FROM history WHERE kind = ? AND record_id = ? AND field = ? ORDER BY id DESC LIMIT 1`,
		kind, id, mergedInto).Scan(&row).Error
	into, _ := strconv.ParseInt(row.NewValue, 10, 64) // "" when it was taken back
	last, _ := strconv.ParseInt(row.OldValue, 10, 64)
	return head{row.ID, into, last, row.RecordedAt, row.Why}, err
}

// Merged returns what a record was merged into, 0 for nothing.
func (s *Service) Merged(ctx context.Context, kind string, id int64) (into int64, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		h, err := latest(q, kind, id)
		into = h.into
		return err
	})
	return into, err
}

// moved is a row that changed hands in a merge.
type moved struct {
	Kind     string
	RecordID int64
	NewValue string
}

// Undo takes the merge of a record back: all that moved belongs to it again and
// it is no longer archived. It is refused with its reason once something
// depends on the merge.
func (s *Service) Undo(ctx context.Context, kind string, from int64) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		a, err := find(tx.DB, kind, from)
		if err != nil {
			return err
		}
		h, err := latest(tx.DB, kind, from)
		if err != nil {
			return err
		}
		if h.into == 0 {
			return model.Errorf(model.Conflict, "%s is not merged into anything: there is nothing to take back.", a.Name)
		}
		b, err := find(tx.DB, kind, h.into)
		if err != nil {
			return err
		}
		if next, err := latest(tx.DB, kind, h.into); err != nil {
			return err
		} else if next.into != 0 {
			return refuse(a, b, "%s was itself merged into another since", b.Name)
		}
		var rows []moved
		err = tx.Raw(`SELECT kind, record_id, new_value FROM history WHERE id > ? AND recorded_at = ? AND why = ? AND field = 'merged' ORDER BY id`,
			h.id, h.recordedAt, h.why).Scan(&rows).Error
		if err != nil {
			return err
		}
		if kind == product.Kind {
			if rows, err = withHeirs(tx, rows, a, b); err != nil {
				return err
			}
		}
		u := &undoing{merging: merging{tx: tx, from: h.into, into: from, why: "the merge was taken back", plan: Plan{From: a.Name}}, kind: kind, a: a, b: b, head: h, rows: rows}
		if err := u.wasAway(); err != nil {
			return err
		}
		if err := u.run(); err != nil {
			return err
		}
		s.announce(tx)
		return u.archive(s, kind, false)
	})
}

// withHeirs adds the order lines that came in since under the SKU of a product
// that was merged: they were taken for the other only because of the merge.
func withHeirs(tx *store.Tx, rows []moved, a, b named) ([]moved, error) {
	known := map[int64]bool{}
	for _, r := range rows {
		if r.Kind == lineKind {
			known[r.RecordID] = true
		}
	}
	var since []int64
	err := tx.Raw(`SELECT id FROM order_line WHERE product_id = ? AND sku = ? COLLATE NOCASE ORDER BY id`, b.ID, a.Name).Scan(&since).Error
	for _, id := range since {
		if !known[id] {
			rows = append(rows, moved{Kind: lineKind, RecordID: id})
		}
	}
	return rows, err
}

// undoing takes one merge back: from is what the rows belong to now.
type undoing struct {
	merging
	kind string
	a, b named
	head head
	rows []moved
}

// wasAway finds out whether the record was archived before it was merged.
func (u *undoing) wasAway() error {
	var archived int
	err := u.tx.Raw(`SELECT COUNT(*) FROM history WHERE kind = ? AND record_id = ? AND field = 'archived' AND id > ? AND recorded_at = ?`,
		u.kind, u.a.ID, u.head.id, u.head.recordedAt).Scan(&archived).Error
	u.away = archived == 0
	return err
}

func refuse(a, b named, format string, args ...any) error {
	e := model.Errorf(model.Refused, format, args...)
	return model.Errorf(model.Refused, "The merge of %s into %s cannot be taken back: %s. Nothing was changed.", a.Name, b.Name, e.Message)
}

func (u *undoing) run() error {
	if err := u.check(); err != nil {
		return err
	}
	var lines []int64
	for _, r := range u.rows {
		if err := u.back(r); err != nil {
			return err
		}
		if r.Kind == lineKind {
			lines = append(lines, r.RecordID)
		}
	}
	if len(lines) > 0 {
		if err := u.tx.Raw(`SELECT DISTINCT order_id FROM order_line WHERE id IN ? ORDER BY order_id`, lines).Scan(&u.rebook).Error; err != nil {
			return err
		}
	}
	if err := purchase.Rebook(u.tx, u.rebook); err != nil {
		return err
	}
	return history.Record(u.tx, history.Subject{Kind: u.kind, ID: u.a.ID, Key: u.a.Name},
		[]history.Change{{Field: mergedInto, Old: strconv.FormatInt(u.b.ID, 10)}}, u.why)
}

// check refuses when something was built on what moved.
func (u *undoing) check() error {
	copies := map[int64]bool{}
	purchases := map[int64]bool{}
	for _, r := range u.rows {
		switch r.Kind {
		case allocation.Kind:
			copies[r.RecordID] = true
		case allocation.PurchaseKind:
			purchases[r.RecordID] = true
		}
	}
	for _, r := range u.rows {
		if err := u.checkRow(r); err != nil {
			return err
		}
	}
	for id := range purchases {
		if err := u.checkPurchase(id, copies); err != nil {
			return err
		}
	}
	return u.checkGiven(copies)
}

// checkGiven refuses when an order was given to a supplier since on what moved:
// at one of its prices, or a line of the product.
func (u *undoing) checkGiven(copies map[int64]bool) error {
	offers, lines := map[int64]bool{}, map[int64]bool{}
	for _, r := range u.rows {
		offers[r.RecordID] = offers[r.RecordID] || r.Kind == offerKind
		lines[r.RecordID] = lines[r.RecordID] || r.Kind == lineKind
	}
	var given []struct{ ID, OfferID, LineID int64 }
	err := u.tx.Raw(`SELECT id, offer_id, line_id FROM allocation WHERE id > ? AND cancelled_at = ''`, u.head.last).Scan(&given).Error
	for _, g := range given {
		if !copies[g.ID] && (offers[g.OfferID] || lines[g.LineID]) {
			return refuse(u.a, u.b, "an order was given to a supplier since on what came with %s", u.a.Name)
		}
	}
	return err
}

// checkRow refuses when a row that moved is no longer as it was.
func (u *undoing) checkRow(r moved) error {
	switch r.Kind {
	case offerKind:
		var o struct {
			Version    string
			SupplierID int64
			ProductID  int64
		}
		err := u.tx.Raw(`SELECT CAST(version AS TEXT) AS version, supplier_id, product_id FROM offer WHERE id = ?`, r.RecordID).Scan(&o).Error
		if err != nil {
			return err
		}
		if o.Version != r.NewValue || u.kind == supplier.Kind && o.SupplierID != u.b.ID || u.kind == product.Kind && o.ProductID != u.b.ID {
			return refuse(u.a, u.b, "a price that moved was changed or ended since")
		}
		return nil
	case allocation.Kind:
		var number string
		err := u.tx.Raw(`SELECT p.number FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
			WHERE l.allocation_id = ? AND p.state NOT IN ('draft', 'approved', 'cancelled')`, r.RecordID).Scan(&number).Error
		if err == nil && number != "" {
			err = refuse(u.a, u.b, "%s has left since", number)
		}
		return err
	}
	return nil
}

// checkPurchase refuses when a purchase order that moved left or took on others.
func (u *undoing) checkPurchase(id int64, copies map[int64]bool) error {
	var p struct {
		Number string
		State  model.PurchaseState
	}
	if err := u.tx.Raw(`SELECT number, state FROM purchase_order WHERE id = ?`, id).Scan(&p).Error; err != nil {
		return err
	}
	if p.State.Forwarded() || p.State == model.PurchaseQueued {
		return refuse(u.a, u.b, "%s has left since", p.Number)
	}
	var inside []int64
	err := u.tx.Raw(`SELECT allocation_id FROM purchase_line WHERE purchase_id = ?`, id).Scan(&inside).Error
	for _, a := range inside {
		if !copies[a] && p.State.Changeable() {
			return refuse(u.a, u.b, "%s took on other orders of %s", p.Number, u.b.Name)
		}
	}
	return err
}

// owners are the columns by which rows belong to what was merged.
var owners = map[string]string{supplier.Kind: "supplier_id", product.Kind: "product_id", shop.Kind: "shop_id"}

// homes are the tables of the kinds of rows that simply change their owner.
var homes = map[string]string{
	offerKind: "offer", stockKind: "stock_count", listingKind: "listing", costKind: "standard_cost", lineKind: "order_line",
	allocation.PurchaseKind: "purchase_order", sourcing.DropFeeKind: "drop_fee",
}

// back gives one row back.
func (u *undoing) back(r moved) error {
	switch r.Kind {
	case ruleMoved:
		return u.backRule(r)
	case mappingKind:
		return u.tx.Exec(`UPDATE import_mapping SET supplier_id = ? WHERE supplier_id = ? AND header_key = ?`, u.a.ID, u.b.ID, r.NewValue).Error
	case allocation.Kind:
		return u.backAllocation(r.RecordID)
	case allocation.PurchaseKind:
		var state model.PurchaseState
		if err := u.tx.Raw(`SELECT state FROM purchase_order WHERE id = ?`, r.RecordID).Scan(&state).Error; err != nil {
			return err
		}
		if state == model.PurchaseApproved {
			if err := purchase.Move(u.tx, r.RecordID, model.PurchaseDraft, u.why); err != nil {
				return err
			}
		}
	}
	table, column := homes[r.Kind], owners[u.kind]
	if table == "" {
		table = vetting.Tables[r.Kind]
	}
	if err := u.tx.Exec(`UPDATE `+table+` SET `+column+` = ? WHERE id = ? AND `+column+` = ?`, u.a.ID, r.RecordID, u.b.ID).Error; err != nil {
		return err
	}
	return history.Record(u.tx, history.Subject{Kind: r.Kind, ID: r.RecordID, Key: u.a.Name},
		[]history.Change{{Field: "merge undone", Old: u.b.Name, New: u.a.Name}}, u.why)
}

// backRule gives a routing rule the suppliers it named before. One that a person
// changed since keeps what it says.
func (u *undoing) backRule(r moved) error {
	var was routerule.Replaced
	if err := json.Unmarshal([]byte(r.NewValue), &was); err != nil {
		return err
	}
	_, err := routerule.PutBack(u.tx, was, u.why)
	return err
}

// backAllocation gives an allocation back that is still active; one that was
// taken back since waits like any other.
func (u *undoing) backAllocation(id int64) error {
	var row struct{ ID, OrderID int64 }
	err := u.tx.Raw(`SELECT a.id, l.order_id FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE a.id = ? AND a.cancelled_at = ''`, id).Scan(&row).Error
	if err != nil || row.ID == 0 {
		return err
	}
	u.touch(row.OrderID)
	_, err = replace(&u.merging, id, u.a.ID)
	return err
}
