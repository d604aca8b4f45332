package product

import (
	"database/sql"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Heirs tells what products that were merged into others stand for now, so that
// their SKUs still find what they are.
type Heirs map[int64]int64

// HeirsTx reads them within a transaction. A merged product that was brought
// back stands for itself again.
func HeirsTx(tx *store.Tx) (Heirs, error) {
	h := Heirs{}
	t := query.New(`SELECT p.id, CAST(h.new_value AS INTEGER) FROM product p
		JOIN history h ON h.id = (SELECT MAX(l.id) FROM history l WHERE l.kind = ? AND l.record_id = p.id AND l.field = ?)
		WHERE p.archived_at <> '' AND h.new_value <> ''`, Kind, MergedInto)
	err := t.Each(tx.DB, func(r *sql.Rows) error {
		var from, into int64
		err := r.Scan(&from, &into)
		h[from] = into
		return err
	})
	return h, err
}

// Of is what a product stands for: itself, or what it became part of, however
// often that was merged on.
func (h Heirs) Of(id int64) int64 {
	for range len(h) { // there are no rings, and one would end here
		next, ok := h[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}
