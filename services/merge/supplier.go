package merge

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/vetting"
)

// Kinds of rows that change hands, in the history.
const (
	offerKind   = "offer"
	stockKind   = "stock"
	mappingKind = "import_mapping"
	listingKind = "listing"
	costKind    = "standard_cost"
	lineKind    = "order_line"
	ruleMoved   = routerule.Kind
)

// Prices of a product for which the other supplier has prices of its own stay:
// two chains of prices cannot be told apart once they are one.
const (
	supplierOffers = `SELECT f.id, CAST(f.version AS TEXT) AS state FROM offer f WHERE f.supplier_id = ? AND NOT EXISTS (
		SELECT 1 FROM offer i WHERE i.supplier_id = ? AND i.product_id = f.product_id) ORDER BY f.id`
	supplierStock = `SELECT f.id, CAST(f.quantity AS TEXT) AS state FROM stock_count f WHERE f.supplier_id = ?
		AND f.counted_on > COALESCE((SELECT MAX(i.counted_on) FROM stock_count i WHERE i.supplier_id = ? AND i.product_id = f.product_id), '')
		AND f.counted_on = (SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = f.supplier_id AND n.product_id = f.product_id) ORDER BY f.id`
)

// Fees for an order move only to one that has none: two chains of fees cannot be
// told apart once they are one.
const supplierDropFees = `SELECT f.id, CAST(f.version AS TEXT) AS state FROM drop_fee f WHERE f.supplier_id = ? AND NOT EXISTS (
	SELECT 1 FROM drop_fee i WHERE i.supplier_id = ?) ORDER BY f.id`

// suppliers moves what a supplier offers and what waits to leave for it.
func (m *merging) suppliers() error {
	if err := m.refuseUnderWay(); err != nil {
		return err
	}
	offers, err := m.move(offerKind, supplierOffers, `UPDATE offer SET supplier_id = ? WHERE id = ?`)
	if err != nil {
		return err
	}
	stock, err := m.move(stockKind, supplierStock, `UPDATE stock_count SET supplier_id = ? WHERE id = ?`)
	if err != nil {
		return err
	}
	mappings, err := m.mappings()
	if err != nil {
		return err
	}
	given, err := m.allocations()
	if err != nil {
		return err
	}
	orders, err := m.purchases()
	if err != nil {
		return err
	}
	known, left, err := m.vetting()
	if err != nil {
		return err
	}
	m.plan.moved(Vetting, known)
	m.plan.stayed(Vetting, left)
	fees, err := m.move(sourcing.DropFeeKind, supplierDropFees, `UPDATE drop_fee SET supplier_id = ? WHERE id = ?`)
	if err != nil {
		return err
	}
	rules, err := m.rules()
	if err != nil {
		return err
	}
	m.plan.moved(DropFees, fees)
	m.plan.moved(Rules, rules)
	m.plan.moved(Offers, offers)
	m.plan.moved(Stock, stock)
	m.plan.moved(Mappings, mappings)
	m.plan.moved(Allocations, given)
	m.plan.moved(Purchases, orders)
	for _, c := range []struct{ what, query string }{
		{Offers, `SELECT COUNT(*) FROM offer WHERE supplier_id = ?`},
		{DropFees, `SELECT COUNT(*) FROM drop_fee WHERE supplier_id = ?`},
		{Purchases, `SELECT COUNT(*) FROM purchase_order WHERE supplier_id = ?`},
		{Entries, `SELECT COUNT(*) FROM posting WHERE supplier_id = ?`},
	} {
		n, err := m.count(c.query)
		if err != nil {
			return err
		}
		m.plan.stayed(c.what, n)
	}
	return m.compareTerms()
}

// vetting moves what is known of the supplier: contacts, papers, talks, test
// orders, assessments. What the other has under the same name or day stays with
// the merged one, where it can be looked at.
func (m *merging) vetting() (known, left int, err error) {
	for _, kind := range slices.Sorted(maps.Keys(vetting.Tables)) {
		table, same := vetting.Tables[kind], ""
		for _, column := range vetting.Keys[kind] {
			same += " AND o." + column + " = " + table + "." + column
		}
		var rows []struct {
			ID    int64
			State string
		}
		if err := m.tx.Raw(`SELECT id, CAST(version AS TEXT) AS state FROM `+table+` WHERE supplier_id = ? ORDER BY id`, m.from).Scan(&rows).Error; err != nil {
			return 0, 0, err
		}
		for _, r := range rows {
			moved := m.tx.Exec(`UPDATE `+table+` SET supplier_id = ? WHERE id = ? AND NOT EXISTS (
				SELECT 1 FROM `+table+` o WHERE o.supplier_id = ?`+same+`)`, m.into, r.ID, m.into)
			if moved.Error != nil {
				return 0, 0, moved.Error
			}
			if moved.RowsAffected == 0 {
				left++
				continue
			}
			known++
			if err := m.moved(kind, r.ID, r.State); err != nil {
				return 0, 0, err
			}
		}
	}
	return known, left, nil
}

// rules lets the routing rules that name the supplier name the other: what a rule
// says is never changed, so that each gets a next version.
func (m *merging) rules() (int, error) {
	all, err := routerule.Replace(m.tx, m.from, m.into, m.why)
	if err != nil {
		return 0, err
	}
	for _, r := range all {
		state, err := json.Marshal(r)
		if err != nil {
			return 0, err
		}
		if err := m.moved(ruleMoved, r.ID, string(state)); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// refuseUnderWay keeps a supplier apart to whom something is on its way.
func (m *merging) refuseUnderWay() error {
	var number string
	kept, err := m.count(`SELECT (SELECT COUNT(*) FROM stock_move WHERE supplier_id = x.id) + (SELECT COUNT(*) FROM purchase_order WHERE ship_to_id = x.id) FROM supplier x WHERE x.id = ?`)
	if err != nil {
		return err
	}
	if kept > 0 {
		return model.Errorf(model.Refused, "%s keeps own stock, and what moved there is never changed: merge the other one into it.", m.plan.From)
	}
	err = m.tx.Raw(`SELECT number FROM purchase_order WHERE supplier_id = ? AND state IN ('queued', 'unknown') ORDER BY id LIMIT 1`, m.from).Scan(&number).Error
	if err == nil && number != "" {
		err = model.Errorf(model.Refused, "Nobody knows yet whether %s reached %s: settle it in the outbox first.", number, m.plan.From)
	}
	return err
}

// compareTerms tells on what terms both differ: those of the one that is kept hold.
func (m *merging) compareTerms() error {
	type terms struct {
		ID              int64
		Currency, Stage string
		Channel, Email  string
	}
	var both []terms
	err := m.tx.Raw(`SELECT id, currency, stage, channel, email FROM supplier WHERE id IN (?, ?)`, m.from, m.into).Scan(&both).Error
	if err != nil || len(both) != 2 {
		return err
	}
	a, b := both[0], both[1]
	if a.ID != m.from {
		a, b = b, a
	}
	for _, t := range []struct{ what, from, into string }{
		{"currency", a.Currency, b.Currency},
		{"stage", a.Stage, b.Stage},
		{"channel", a.Channel, b.Channel},
		{"e-mail address", a.Email, b.Email},
	} {
		switch {
		case t.from == t.into || t.from == "":
		case t.into == "":
			m.plan.note("The %s of %s is %q, %s has none and keeps none.", t.what, m.plan.From, t.from, m.plan.Into)
		default:
			m.plan.note("The %s of %s is %q, that of %s stays %q.", t.what, m.plan.From, t.from, m.plan.Into, t.into)
		}
	}
	return nil
}

// mappings moves confirmed column mappings for headers the other has none for.
// They have no id of their own; their place in the table stands for it.
func (m *merging) mappings() (int, error) {
	var keys []string
	err := m.tx.Raw(`SELECT f.header_key FROM import_mapping f WHERE f.supplier_id = ? AND NOT EXISTS (
		SELECT 1 FROM import_mapping i WHERE i.supplier_id = ? AND i.header_key = f.header_key) ORDER BY f.header_key`, m.from, m.into).Scan(&keys).Error
	for n, key := range keys {
		if err := m.tx.Exec(`UPDATE import_mapping SET supplier_id = ? WHERE supplier_id = ? AND header_key = ?`, m.into, m.from, key).Error; err != nil {
			return 0, err
		}
		if err := m.moved(mappingKind, int64(n+1), key); err != nil {
			return 0, err
		}
	}
	return len(keys), err
}

// unsent lists the active allocations of a supplier that have not left.
const unsent = `SELECT a.id, l.order_id FROM allocation a JOIN order_line l ON l.id = a.line_id
	LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id
	WHERE a.supplier_id = ? AND a.cancelled_at = '' AND (p.id IS NULL OR p.state IN ('draft', 'approved')) ORDER BY a.id`

// allocations gives what waits to leave to the other supplier: an allocation is
// never changed, so that a copy takes its place.
func (m *merging) allocations() (int, error) {
	var rows []struct{ ID, OrderID int64 }
	if err := m.tx.Raw(unsent, m.from).Scan(&rows).Error; err != nil {
		return 0, err
	}
	for _, r := range rows {
		id, err := replace(m, r.ID, m.into)
		if err != nil {
			return 0, err
		}
		if err := m.moved(allocation.Kind, id, strconv.FormatInt(r.ID, 10)); err != nil {
			return 0, err
		}
		m.touch(r.OrderID)
	}
	return len(rows), nil
}

func (m *merging) touch(orderID int64) {
	for _, id := range m.rebook {
		if id == orderID {
			return
		}
	}
	m.rebook = append(m.rebook, orderID)
}

// replace puts a copy of an allocation with another supplier in its place.
func replace(m *merging, id, supplierID int64) (int64, error) {
	if err := m.tx.Exec(`UPDATE allocation SET cancelled_at = ? WHERE id = ?`, string(m.tx.Now), id).Error; err != nil {
		return 0, err
	}
	var copied int64
	err := m.tx.Raw(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, stock_cost)
		SELECT line_id, ?, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, stock_cost FROM allocation WHERE id = ? RETURNING id`,
		supplierID, id).Scan(&copied).Error
	if err != nil {
		return 0, err
	}
	return copied, m.tx.Exec(`UPDATE purchase_line SET allocation_id = ? WHERE allocation_id = ?`, copied, id).Error
}

// purchases moves the purchase orders that can still change; they say another
// name now, so that an approved one has to be approved again.
func (m *merging) purchases() (int, error) {
	var rows []struct {
		ID    int64
		State model.PurchaseState
	}
	err := m.tx.Raw(`SELECT id, state FROM purchase_order WHERE supplier_id = ? AND state IN ('draft', 'approved') ORDER BY id`, m.from).Scan(&rows).Error
	for _, p := range rows {
		if p.State == model.PurchaseApproved {
			if err := purchase.Move(m.tx, p.ID, model.PurchaseDraft, m.why); err != nil {
				return 0, err
			}
		}
		if err := m.tx.Exec(`UPDATE purchase_order SET supplier_id = ? WHERE id = ?`, m.into, p.ID).Error; err != nil {
			return 0, err
		}
		if err := m.moved(allocation.PurchaseKind, p.ID, ""); err != nil {
			return 0, err
		}
	}
	return len(rows), err
}
