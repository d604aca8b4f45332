package parcel

import "github.com/dropledger/dropledger/services/store"

// Settle gives a purchase order the state that its pieces make, after what is
// due of it changed.
func Settle(tx *store.Tx, purchaseID int64) error { return settle(tx, purchaseID) }

// LeftOf is the SQL for how many pieces of a line l of a purchase order are in
// parcels that left. It reads purchase_id and line_id of l, and hides a table p.
const LeftOf = `COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id
	WHERE x.line_id = l.line_id AND ` + belongs + ` AND p.archived_at = '' AND p.state <> 'label_made'), 0)`
