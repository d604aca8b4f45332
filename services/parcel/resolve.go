package parcel

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

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
	found, err := r.candidates(p, purchase)
	if err != nil {
		return nil, 0, err
	}
	if p.Order == "" {
		if known, err := r.known(found); err != nil || len(known) > 0 && p.Quantity == 0 {
			return known, purchase, err
		}
		if err := r.oneCustomer(p.Purchase, found, purchase); err != nil {
			return nil, 0, err
		}
	}
	if p.Quantity == 0 && purchase == 0 {
		return r.ofSupplier(p.Order, found)
	}
	if p.Quantity == 0 {
		all, err := r.left(found, purchase)
		return all, purchase, err
	}
	found = once(found)
	if p.SKU == "" && len(found) > 1 {
		return nil, 0, r.at.Errorf("lines", "%s has %d lines: say which article the %s are", cmp.Or(p.Order, p.Purchase), len(found), model.Pieces(p.Quantity))
	}
	return share(nil, found, LineInput{Quantity: p.Quantity}), purchase, nil
}

// candidates are the lines that what was told can mean.
func (r *resolving) candidates(p Piece, purchase int64) (found []candidate, err error) {
	if p.Order == "" {
		found, err = listed(r.tx, selectCandidates+`p.purchase_id = ?2 ORDER BY o.id, l.position`, "", purchase)
		found = once(found)
	} else {
		found, err = r.ofOrder(p.Order, purchase)
	}
	if err != nil || p.SKU == "" {
		return found, err
	}
	found = slices.DeleteFunc(found, func(c candidate) bool { return !c.is(p.SKU) })
	if len(found) == 0 {
		err = r.at.Errorf("lines", "%s has no line %q", cmp.Or(p.Order, p.Purchase), p.SKU)
	}
	return found, err
}

// purchase finds the purchase order that is named, also where an order's number
// should stand, alone or before that of the order: PO-000012/#1001.
func (r *resolving) purchase(p *Piece) (int64, error) {
	if p.Purchase != "" {
		return purchaseOf(r.tx, r.at, p.Purchase)
	}
	before, behind, both := strings.Cut(p.Order, "/")
	for _, n := range []struct{ purchase, order string }{{p.Order, ""}, {strings.TrimSpace(before), strings.TrimSpace(behind)}} {
		var id int64
		if err := r.tx.Raw(`SELECT id FROM purchase_order WHERE number = ? COLLATE NOCASE`, n.purchase).Scan(&id).Error; err != nil {
			return 0, err
		}
		if id != 0 {
			p.Purchase, p.Order = n.purchase, n.order
			return purchaseOf(r.tx, r.at, p.Purchase)
		}
		if !both {
			break
		}
	}
	return 0, nil
}

// oneCustomer refuses a purchase order alone where what is left of it goes to
// several addresses: a parcel goes to one.
func (r *resolving) oneCustomer(number string, lines []candidate, purchase int64) error {
	all, err := r.left(lines, purchase)
	if err != nil {
		return err
	}
	ids := make([]int64, len(all))
	for i, l := range all {
		ids[i] = l.LineID
	}
	open, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	var to struct {
		Addresses int
		Example   string
	}
	err = r.tx.Raw(`SELECT COUNT(DISTINCT COALESCE(o.ship_to_id, o.bill_to_id, -o.id)) AS addresses, COALESCE(MIN(o.number), '') AS example
		FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.id IN (SELECT value FROM json_each(?))`, string(open)).Scan(&to).Error
	if err != nil || to.Addresses < 2 {
		return err
	}
	return r.at.Errorf("order", "what is left of %s goes to %d addresses: say which order the parcel is of, such as %s/%s", number, to.Addresses, number, to.Example)
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

// asked is a purchase order that has left, with what a parcel can hold of it.
type asked struct {
	ID, SupplierID   int64
	Number, Supplier string
	left             []piece
}

// ofSupplier are the pieces of an order that can be in a parcel of which no more
// is said: those that one supplier was asked for. Two suppliers never share a
// parcel, and what nobody was asked to send is in none; only of an order that the
// merchant sends without purchase orders it is whatever is left.
func (r *resolving) ofSupplier(order string, lines []candidate) ([]piece, int64, error) {
	if known, err := r.known(lines); err != nil || len(known) > 0 {
		return known, 0, err
	}
	all, err := r.asked(lines)
	if err != nil {
		return nil, 0, err
	}
	if len(all) == 0 {
		pieces, err := r.left(once(lines), 0)
		return pieces, 0, err
	}
	all = slices.DeleteFunc(all, func(a asked) bool { return len(a.left) == 0 })
	switch {
	case len(all) == 0:
		return nil, 0, nil
	case len(all) == 1:
		return all[0].left, all[0].ID, nil
	}
	var pieces []piece
	for _, a := range all {
		if a.SupplierID != all[0].SupplierID {
			return nil, 0, r.at.Errorf("order", "order %s comes from %s: say which, such as %s/%s", order, several(all), all[0].Number, order)
		}
		pieces = append(pieces, a.left...)
	}
	return pieces, 0, nil
}

// several names purchase orders with their suppliers.
func several(all []asked) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = a.Supplier + " (" + a.Number + ")"
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// known are the pieces of the lines that the parcel has already.
func (r *resolving) known(lines []candidate) ([]piece, error) {
	if r.parcel == 0 {
		return nil, nil
	}
	p, err := load(r.tx, r.parcel)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.lines, func(l piece) bool {
		return !slices.ContainsFunc(lines, func(c candidate) bool { return c.LineID == l.LineID })
	}), nil
}

// asked lists the purchase orders that lines went out with.
func (r *resolving) asked(lines []candidate) ([]asked, error) {
	by := map[int64][]candidate{}
	for _, c := range lines {
		by[c.PurchaseID] = append(by[c.PurchaseID], c)
	}
	ids, err := json.Marshal(slices.Sorted(maps.Keys(by)))
	if err != nil {
		return nil, err
	}
	var all []asked
	err = r.tx.Raw(`SELECT p.id, p.supplier_id, p.number, s.name AS supplier FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
		WHERE p.id IN (SELECT value FROM json_each(?)) AND p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed') ORDER BY p.id`, string(ids)).Scan(&all).Error
	for i := range all {
		if err == nil {
			all[i].left, err = r.left(by[all[i].ID], all[i].ID)
		}
	}
	return all, err
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

// leftOfPurchase is the SQL for how many pieces of a line l a purchase order ?2 still
// owes: a line may be parted between several. Pieces in a parcel of which no
// purchase order is known may be its own.
const leftOfPurchase = `(SELECT COALESCE(SUM(a.quantity), 0) FROM purchase_due a WHERE a.line_id = l.id AND a.purchase_id = ?2)
	- COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id CROSS JOIN (SELECT ?2 AS purchase_id) l
		WHERE x.line_id = ?3 AND (p.purchase_id IS NULL OR ` + belongs + `) AND p.id <> ?1 AND p.archived_at = '' AND p.state NOT IN ('returned', 'lost')), 0)`

// left are the pieces of the lines that stand in no other parcel and not in the
// pieces told before. What the parcel itself has of them stays as it is.
func (r *resolving) left(lines []candidate, purchase int64) ([]piece, error) {
	of := `l.quantity - ` + standing + `), 0)`
	if purchase != 0 {
		of = leftOfPurchase
	}
	count, err := r.tx.Prepare(`SELECT ` + of + `, COALESCE((SELECT x.quantity FROM parcel_line x WHERE x.line_id = l.id AND x.parcel_id = ?1), 0), l.shippable FROM order_line l WHERE l.id = ?3`)
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
