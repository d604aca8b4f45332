package parcel

import (
	"cmp"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// resolving finds the order lines that a piece of a parcel means.
type resolving struct {
	tx     *store.Tx
	at     record.Ref
	parcel int64                    // the parcel itself, 0 for a new one
	given  map[int64]model.Quantity // by the pieces before it
}

// resolve finds the pieces, and the purchase order that was named, 0 for none.
func (r *resolving) resolve(p Piece) ([]piece, int64, error) {
	purchase, err := r.purchase(&p)
	if err != nil {
		return nil, 0, err
	}
	var found []candidate
	if p.Order == "" {
		found, err = listed(r.tx, selectCandidates+`p.purchase_id = ?2 ORDER BY o.id, l.position`, "", purchase)
	} else {
		found, err = r.ofOrder(p.Order, purchase)
	}
	if err != nil {
		return nil, 0, err
	}
	found = once(found)
	if p.SKU != "" {
		found = slices.DeleteFunc(found, func(c candidate) bool { return !c.is(p.SKU) })
		if len(found) == 0 {
			return nil, 0, r.at.Errorf("lines", "%s has no line %q", cmp.Or(p.Order, p.Purchase), p.SKU)
		}
	}
	if p.Quantity == 0 {
		all, err := r.left(found, purchase)
		return all, purchase, err
	}
	if p.SKU == "" && len(found) > 1 {
		return nil, 0, r.at.Errorf("lines", "%s has %d lines: say which article the %s are", cmp.Or(p.Order, p.Purchase), len(found), model.Pieces(p.Quantity))
	}
	return share(nil, found, LineInput{Quantity: p.Quantity}), purchase, nil
}

// purchase finds the purchase order that is named, also where an order's number
// should stand.
func (r *resolving) purchase(p *Piece) (int64, error) {
	if p.Purchase != "" {
		return purchaseOf(r.tx, r.at, p.Purchase)
	}
	var id int64
	if err := r.tx.Raw(`SELECT id FROM purchase_order WHERE number = ? COLLATE NOCASE`, p.Order).Scan(&id).Error; err != nil || id == 0 {
		return 0, err
	}
	p.Purchase, p.Order = p.Order, ""
	return purchaseOf(r.tx, r.at, p.Purchase)
}

// ofOrder lists the lines of the one order of that number.
func (r *resolving) ofOrder(number string, purchase int64) ([]candidate, error) {
	found, err := candidates(r.tx, &LineInput{Order: number})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, r.at.Errorf("order", "there is no order and no purchase order %q in this book", number)
	}
	if mine := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return purchase == 0 || c.PurchaseID != purchase }); len(mine) > 0 {
		return mine, nil
	}
	if purchase != 0 {
		return nil, r.at.Errorf("order", "order %s does not stand in the purchase order named with it", number)
	}
	if slices.ContainsFunc(found, func(c candidate) bool { return c.OrderID != found[0].OrderID }) {
		return nil, r.at.Errorf("order", "several shops have an order %s: name the purchase order instead", number)
	}
	return found, nil
}

// once drops a line that comes again for another purchase order.
func once(all []candidate) []candidate {
	seen := map[int64]bool{}
	return slices.DeleteFunc(all, func(c candidate) bool {
		twice := seen[c.LineID]
		seen[c.LineID] = true
		return twice
	})
}

// left are the pieces of the lines that stand in no other parcel and not in the
// pieces told before. What the parcel itself has of them stays as it is.
func (r *resolving) left(lines []candidate, purchase int64) ([]piece, error) {
	count, err := r.tx.Prepare(`SELECT CASE WHEN ?2 = 0 THEN l.quantity ELSE (SELECT COALESCE(SUM(a.quantity), 0) FROM purchase_due a WHERE a.line_id = l.id AND a.purchase_id = ?2) END
		- ` + standing + `), 0), COALESCE((SELECT x.quantity FROM parcel_line x WHERE x.line_id = l.id AND x.parcel_id = ?1), 0), l.shippable FROM order_line l WHERE l.id = ?3`)
	if err != nil {
		return nil, err
	}
	var all []piece
	for _, c := range lines {
		var open, has model.Quantity
		var shippable bool
		if err := count.QueryRow(r.parcel, purchase, c.LineID).Scan(&open, &has, &shippable); err != nil {
			return nil, err
		}
		open -= r.given[c.LineID]
		if has > 0 {
			open = has // known already
		}
		if open > 0 && shippable {
			all = append(all, piece{LineID: c.LineID, Quantity: open})
		}
	}
	return all, nil
}
