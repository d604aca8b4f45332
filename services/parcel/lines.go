package parcel

import (
	"errors"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// purchaseOf finds the purchase order of a number, 0 for none. One that has not
// left cannot have sent anything.
func purchaseOf(tx *store.Tx, at record.Ref, number string) (int64, error) {
	if number == "" {
		return 0, nil
	}
	var p struct {
		ID     int64
		Number string
		State  model.PurchaseState
	}
	err := tx.Raw(`SELECT id, number, state FROM purchase_order WHERE number = ? COLLATE NOCASE`, number).Scan(&p).Error
	switch {
	case err != nil:
		return 0, err
	case p.ID == 0:
		var known []string
		if err := tx.Raw(`SELECT number FROM purchase_order WHERE sent_at <> '' ORDER BY id DESC LIMIT 500`).Scan(&known).Error; err != nil {
			return 0, err
		}
		return 0, at.Errorf("purchase", "there is no purchase order %q.%s", number, near.Hint(number, known))
	case !p.State.Forwarded():
		return 0, at.Errorf("purchase", "%s is %s: a parcel can only come of a purchase order that left", p.Number, p.State.Words())
	}
	return p.ID, nil
}

// fill works out what is in the parcel: what was given, for a new one without
// lines what is left of its purchase order.
func (in *Input) fill(tx *store.Tx, at record.Ref, p *parcel, fresh bool) error {
	if err := in.choose(tx, at, p, fresh); err != nil {
		return err
	}
	if fresh && len(p.lines) == 0 && p.PurchaseID == 0 {
		return at.Errorf("lines", "lines: say what is in the parcel, or name its purchase order")
	}
	if p.PurchaseID == 0 && in.Purchase == nil && (in.Lines != nil || in.pieces != nil) {
		var err error
		if p.PurchaseID, err = only(tx, p.lines); err != nil {
			return err
		}
	}
	if err := name(tx, p.lines); err != nil {
		return err
	}
	p.Purchase = ""
	if err := tx.Raw(`SELECT number FROM purchase_order WHERE id = ?`, p.PurchaseID).Scan(&p.Purchase).Error; err != nil {
		return err
	}
	return p.count(tx)
}

// choose takes the pieces from where they were given.
func (in *Input) choose(tx *store.Tx, at record.Ref, p *parcel, fresh bool) (err error) {
	switch {
	case in.pieces != nil:
		p.lines = in.pieces
	case in.Lines != nil:
		p.lines, err = linesOf(tx, at, p.PurchaseID, *in.Lines)
	case fresh && p.PurchaseID != 0:
		p.lines, err = rest(tx, p)
	}
	return err
}

// candidate is an order line that given pieces may belong to.
type candidate struct {
	LineID, OrderID, PurchaseID int64
	Shop, SKU, SupplierSKU      string
	Name                        string
	Quantity                    model.Quantity
}

// linesOf finds the order lines of the pieces given. Of orders of the same
// number in several shops the one in the purchase order is meant.
func linesOf(tx *store.Tx, at record.Ref, purchase int64, ins []LineInput) ([]piece, error) {
	var all []piece
	for i, in := range ins {
		found, err := candidates(tx, &in)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, at.Errorf("lines", "lines %d: there is no order %q%s in this book", i+1, in.Order, inShop(in.Shop))
		}
		found = slices.DeleteFunc(found, func(c candidate) bool { return !c.is(in.SKU) })
		if len(found) == 0 {
			return nil, at.Errorf("lines", "lines %d: order %s has no line %q", i+1, in.Order, in.SKU)
		}
		if mine := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return purchase == 0 || c.PurchaseID != purchase }); len(mine) > 0 {
			found = mine
		}
		if slices.ContainsFunc(found, func(c candidate) bool { return c.OrderID != found[0].OrderID }) {
			return nil, at.Errorf("lines", "lines %d: several shops have an order %s: say which shop", i+1, in.Order)
		}
		if in.Back != nil && *in.Back > in.Quantity {
			return nil, at.Errorf("lines", "lines %d: %d came back of %d in the parcel", i+1, *in.Back, in.Quantity)
		}
		all = share(all, found, in)
	}
	return all, nil
}

func inShop(shop string) string {
	if shop == "" {
		return ""
	}
	return " of " + shop
}

const selectCandidates = `SELECT l.id, l.order_id, COALESCE(p.purchase_id, 0), s.name, l.sku, COALESCE(p.supplier_sku, ''), l.name, l.quantity
	FROM shop s CROSS JOIN sales_order o ON o.shop_id = s.id JOIN order_line l ON l.order_id = o.id
	LEFT JOIN purchase_line p ON p.line_id = l.id WHERE (?1 = '' OR s.name_key = ?1) AND `

// candidates lists the lines of all orders that the number can mean: with and
// without a leading #, as it is written or, where no order is, in any case. A
// line comes once for each purchase order. Shops come first because the index of
// the numbers begins with them; only a number in another case reads all orders.
func candidates(tx *store.Tx, in *LineInput) ([]candidate, error) {
	bare := strings.TrimPrefix(in.Order, "#")
	for _, match := range []string{`o.number IN (?2, ?3)`, `o.number COLLATE NOCASE IN (?2, ?3)`} {
		found, err := listed(tx, selectCandidates+match+` ORDER BY o.id, l.position`, model.NameKey(in.Shop), bare, "#"+bare)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

func listed(tx *store.Tx, query string, args ...any) (found []candidate, err error) {
	list, err := tx.Prepare(query)
	if err != nil {
		return nil, err
	}
	rows, err := list.Query(args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.LineID, &c.OrderID, &c.PurchaseID, &c.Shop, &c.SKU, &c.SupplierSKU, &c.Name, &c.Quantity); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

func (c *candidate) is(sku string) bool {
	return strings.EqualFold(c.SKU, sku) || c.SupplierSKU != "" && strings.EqualFold(c.SupplierSKU, sku) || c.SKU == "" && strings.EqualFold(c.Name, sku)
}

// share gives the pieces to the lines of one article, each as many as were
// ordered, what is too many to the last.
func share(all []piece, lines []candidate, in LineInput) []piece {
	n, back := in.Quantity, model.Quantity(unsaid)
	if in.Back != nil {
		back = *in.Back
	}
	seen := map[int64]bool{}
	lines = slices.DeleteFunc(slices.Clone(lines), func(c candidate) bool {
		twice := seen[c.LineID]
		seen[c.LineID] = true
		return twice
	})
	for i, c := range lines {
		take := n
		if i < len(lines)-1 {
			take = min(n, c.Quantity)
		}
		if n -= take; take == 0 {
			continue
		}
		if at := slices.IndexFunc(all, func(p piece) bool { return p.LineID == c.LineID }); at >= 0 {
			all[at].Quantity += take
			if back != unsaid && all[at].Back != unsaid {
				all[at].Back += min(back, take)
				back -= min(back, take)
			}
			continue
		}
		k := piece{LineID: c.LineID, Quantity: take, Back: back}
		if back != unsaid {
			k.Back = min(back, take)
			back -= k.Back
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b piece) int { return int(a.LineID - b.LineID) })
	return all
}

// rest are the pieces of the purchase order that stand in no parcel yet.
func rest(tx *store.Tx, p *parcel) ([]piece, error) {
	var lines []piece
	err := tx.Raw(`SELECT l.line_id, SUM(l.quantity) - COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel p ON p.id = x.parcel_id
			WHERE x.line_id = l.line_id AND `+belongs+` AND p.archived_at = '' AND p.state NOT IN ('returned', 'lost')), 0) AS quantity
		FROM purchase_due l WHERE l.purchase_id = ? GROUP BY l.purchase_id, l.line_id ORDER BY l.line_id`, p.PurchaseID).Scan(&lines).Error
	return slices.DeleteFunc(lines, func(l piece) bool { return l.Quantity <= 0 }), err
}

// only is the purchase order that left and that all pieces stand in, 0 when
// there is none or several.
func only(tx *store.Tx, lines []piece) (int64, error) {
	var found []int64
	for i, l := range lines {
		var in []int64
		err := tx.Raw(`SELECT DISTINCT p.id FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
			WHERE l.line_id = ? AND p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed') ORDER BY p.id`, l.LineID).Scan(&in).Error
		if err != nil {
			return 0, err
		}
		if i == 0 {
			found = in
		}
		found = slices.DeleteFunc(found, func(id int64) bool { return !slices.Contains(in, id) })
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return 0, nil
}

// standing are the pieces of a line in other parcels that came or will; the row
// of a parcel is looked up by each piece, for there are few of a line.
const standing = `COALESCE((SELECT SUM(x.quantity) FROM parcel_line x CROSS JOIN parcel o ON o.id = x.parcel_id
	WHERE x.line_id = l.id AND o.id <> ?1 AND o.archived_at = '' AND o.state NOT IN ('returned', 'lost')`

const selectCounts = `SELECT l.quantity, COALESCE((SELECT SUM(a.quantity) FROM purchase_due a WHERE a.line_id = l.id AND a.purchase_id = ?2), 0), ` +
	standing + `), 0), ` + standing + ` AND o.purchase_id = ?2), 0) FROM order_line l WHERE l.id = ?3`

// count works out how many pieces are more than were ordered: in the order, or
// in the purchase order the parcel belongs to.
func (p *parcel) count(tx *store.Tx) error {
	if p.ArchivedAt != "" {
		return nil
	}
	count, err := tx.Prepare(selectCounts)
	if err != nil {
		return err
	}
	for i := range p.lines {
		l := &p.lines[i]
		var ordered, asked, others, mine model.Quantity
		if err := count.QueryRow(p.ID, p.PurchaseID, l.LineID).Scan(&ordered, &asked, &others, &mine); err != nil {
			return err
		}
		extra := others + l.Quantity - ordered
		if asked > 0 {
			extra = max(extra, mine+l.Quantity-asked)
		}
		l.Extra = min(max(extra, 0), l.Quantity)
	}
	return nil
}
