package order

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
)

// AddressField is the field of an order's history that keeps another delivery
// address: its values are the ids of contacts, "" for none. The address itself is
// not repeated there, so that a person's data stand in one place only.
const AddressField = "ship_to"

// ContentField is the field of an order's history that tells what else a person
// changed of it. Books of earlier versions call it "order" and do not keep
// beside it how many pieces of each line were sold.
const ContentField = "content"

// AddressOf is the contact that a value of AddressField means, 0 for none.
func AddressOf(value string) int64 {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// changes are what a person changed of an order, for the history.
func (m *Merger) changes(old, now *model.Order) ([]history.Change, error) {
	var all []history.Change
	rest := *now
	rest.ShipTo, rest.BillTo, rest.Country = old.ShipTo, old.BillTo, old.Country
	if contentHash(&rest) != contentHash(old) {
		all = append(all, history.Change{Field: ContentField, New: Describe(old, &rest)})
	}
	if fingerprint(&old.ShipTo) == fingerprint(&now.ShipTo) {
		return all, nil
	}
	id, err := m.w.contact(&now.ShipTo)
	return append(all, history.Change{Field: AddressField, Old: reference(old.ShipTo.ID), New: reference(id)}), err
}

func reference(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// typedOver tells whether a source says of the delivery address just what it said
// before a person changed it: then the person's stands.
func typedOver(q *gorm.DB, old, in *model.Order) (bool, error) {
	if old.ShipTo.ID == 0 || in.ShipTo.IsZero() || fingerprint(&old.ShipTo) == fingerprint(&in.ShipTo) {
		return false, nil
	}
	var moves []struct{ OldValue, NewValue string }
	err := q.Raw(`SELECT old_value, new_value FROM history WHERE kind = ? AND record_id = ? AND field = ? ORDER BY id`, Kind, old.ID, AddressField).Scan(&moves).Error
	if err != nil || len(moves) == 0 || AddressOf(moves[len(moves)-1].NewValue) != old.ShipTo.ID {
		return false, err
	}
	var said int64
	if err := q.Raw(`SELECT COALESCE(MAX(id), 0) FROM contact WHERE fingerprint = ?`, fingerprint(&in.ShipTo)).Scan(&said).Error; err != nil || said == 0 {
		return false, err
	}
	return slices.ContainsFunc(moves, func(m struct{ OldValue, NewValue string }) bool { return AddressOf(m.OldValue) == said }), nil
}
