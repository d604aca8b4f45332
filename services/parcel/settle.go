package parcel

import (
	"encoding/json"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/store"
)

// settle gives the purchase orders the state that their pieces make. A parcel
// that is corrected takes a state back too; the history says so.
func (c *concerned) settle(tx *store.Tx) error {
	if err := c.others(tx); err != nil {
		return err
	}
	if err := c.recount(tx); err != nil {
		return err
	}
	for _, id := range sorted(c.purchases) {
		if err := settle(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// others adds the purchase orders that pieces stand in beside the one that their
// parcel names.
func (c *concerned) others(tx *store.Tx) error {
	ids, err := c.listed(tx, `SELECT DISTINCT purchase_id FROM purchase_line WHERE line_id IN (SELECT value FROM json_each(?))`)
	for _, id := range ids {
		c.purchases[id] = true
	}
	return err
}

// held are pieces of a line in a parcel, as recount reads them.
type held struct {
	ParcelID, LineID, PurchaseID    int64
	Quantity, Extra, Ordered, Asked model.Quantity
	Ended                           bool // it came back or was lost: others may have been sent for it
}

const selectHeld = `SELECT x.parcel_id, x.line_id, COALESCE(p.purchase_id, 0) AS purchase_id, x.quantity, x.extra, l.quantity AS ordered,
	COALESCE((SELECT SUM(a.quantity) FROM purchase_due a WHERE a.line_id = x.line_id AND a.purchase_id = p.purchase_id), 0) AS asked,
	p.state IN ('returned', 'lost') AS ended
	FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id JOIN order_line l ON l.id = x.line_id
	WHERE x.line_id IN (SELECT value FROM json_each(?)) AND p.archived_at = '' ORDER BY x.line_id, p.id`

// recount works out anew which pieces are more than were ordered, in all parcels
// of the lines: of parcels that were known longer none is too many because of one
// that came after, and one that is put away, came back or was lost makes room.
func (c *concerned) recount(tx *store.Tx) error {
	lines, err := json.Marshal(sorted(c.lines))
	if err != nil {
		return err
	}
	var all []held
	if err := tx.Raw(selectHeld, string(lines)).Scan(&all).Error; err != nil {
		return err
	}
	type part struct{ line, purchase int64 }
	before := map[part]model.Quantity{}
	for i := range all {
		h := &all[i]
		whole, own := part{h.LineID, -1}, part{h.LineID, h.PurchaseID}
		extra := h.Quantity - h.Ordered
		if !h.Ended {
			extra = before[whole] + h.Quantity - h.Ordered
			if h.Asked > 0 {
				extra = max(extra, before[own]+h.Quantity-h.Asked)
			}
			before[whole] += h.Quantity
			before[own] += h.Quantity
		}
		if extra = min(max(extra, 0), h.Quantity); extra == h.Extra {
			continue
		}
		err := tx.Exec(`UPDATE parcel_line SET extra = ? WHERE parcel_id = ? AND line_id = ?`, int64(extra), h.ParcelID, h.LineID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// listed asks for ids by the lines concerned, of which there can be more than a
// statement has places for.
func (c *concerned) listed(tx *store.Tx, query string) (ids []int64, err error) {
	lines, err := json.Marshal(sorted(c.lines))
	if err != nil {
		return nil, err
	}
	return ids, tx.Raw(query, string(lines)).Scan(&ids).Error
}

// belongs tells in SQL whether pieces x of a parcel p count for the purchase order
// of a line l: it is the one that the parcel names, or the parcel names another
// that does not have the pieces, and no other that left has them.
const belongs = `(p.purchase_id = l.purchase_id OR NOT EXISTS (SELECT 1 FROM purchase_line k WHERE k.line_id = x.line_id AND k.purchase_id = COALESCE(p.purchase_id, 0))
	AND NOT EXISTS (SELECT 1 FROM purchase_line k JOIN purchase_order u ON u.id = k.purchase_id WHERE k.line_id = x.line_id AND k.purchase_id <> l.purchase_id
		AND u.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed')))`

// byParcels tells whether a state is one that parcels make.
func byParcels(s model.PurchaseState) bool {
	return s == model.PurchasePartShipped || s == model.PurchaseShipped || s == model.PurchaseClosed
}

func settle(tx *store.Tx, id int64) error {
	var p struct {
		Number string
		State  model.PurchaseState
	}
	if err := tx.Raw(`SELECT number, state FROM purchase_order WHERE id = ?`, id).Scan(&p).Error; err != nil {
		return err
	}
	if !byParcels(p.State) && p.State != model.PurchaseSent && p.State != model.PurchaseAcknowledged {
		return nil // unknown: a person settles that first
	}
	before, err := without(tx, id, p.State)
	if err != nil {
		return err
	}
	s, err := shipment(tx, id)
	if err != nil {
		return err
	}
	to := s.State(before)
	if to == p.State {
		return nil
	}
	if err := tx.Exec(`UPDATE purchase_order SET state = ?, version = version + 1 WHERE id = ?`, string(to), id).Error; err != nil {
		return err
	}
	return history.Record(tx, history.Subject{Kind: allocation.PurchaseKind, ID: id, Key: p.Number},
		[]history.Change{{Field: "state", Old: string(p.State), New: string(to)}}, "What its parcels say.")
}

// without is the state before any parcel: acknowledged where an answer stands
// that nobody has to look at, also one that came after the parcels; else what the
// history knows, but for an answer that was taken back.
func without(tx *store.Tx, id int64, now model.PurchaseState) (model.PurchaseState, error) {
	if !byParcels(now) {
		return now, nil
	}
	var answer struct{ Stands, TakenBack bool }
	err := tx.Raw(`SELECT COALESCE((SELECT refused = '' AND price <> 'raised' FROM acknowledgement WHERE purchase_id = ? AND undone_at = '' ORDER BY id DESC LIMIT 1), 0) AS stands,
		NOT EXISTS (SELECT 1 FROM acknowledgement WHERE purchase_id = ? AND undone_at = '')
		AND EXISTS (SELECT 1 FROM acknowledgement WHERE purchase_id = ? AND undone_at <> '') AS taken_back`, id, id, id).Scan(&answer).Error
	switch {
	case err != nil:
		return "", err
	case answer.Stands:
		return model.PurchaseAcknowledged, nil
	case answer.TakenBack:
		return model.PurchaseSent, nil
	}
	var was string
	err = tx.Raw(`SELECT old_value FROM history WHERE kind = ? AND record_id = ? AND field = 'state' AND old_value IN ('sent', 'acknowledged')
		ORDER BY id DESC LIMIT 1`, allocation.PurchaseKind, id).Scan(&was).Error
	if was == "" {
		was = string(model.PurchaseSent)
	}
	return model.PurchaseState(was), err
}

// shipment counts the pieces of a purchase order. Those that came back or were
// lost have left; they only never arrive.
func shipment(tx *store.Tx, id int64) (model.Shipment, error) {
	var rows []struct{ Ordered, Gone, Delivered model.Quantity }
	err := tx.Raw(`SELECT SUM(l.quantity) AS ordered,
		COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id
			WHERE x.line_id = l.line_id AND `+belongs+` AND p.archived_at = '' AND p.state <> 'label_made'), 0) AS gone,
		COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id
			WHERE x.line_id = l.line_id AND `+belongs+` AND p.archived_at = '' AND p.state = 'delivered'), 0) AS delivered
		FROM purchase_due l WHERE l.purchase_id = ? GROUP BY l.purchase_id, l.line_id`, id).Scan(&rows).Error
	var s model.Shipment
	for _, r := range rows {
		s.Add(r.Ordered, r.Gone, r.Delivered)
	}
	return s, err
}
