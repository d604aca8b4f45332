package purchase

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/delivery"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/vetting"
)

// Warnings lists what a person should know of each purchase order, by id.
func (s *Service) Warnings(ctx context.Context, ids []int64) (map[int64][]Warning, error) {
	var found map[int64][]Warning
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		found, err = Review(q, s.db.Today(), ids)
		return err
	})
	return found, err
}

// atOnce is how many purchase orders one query names.
const atOnce = 500

// Review is Warnings within a transaction, on the given day.
func Review(q *gorm.DB, today model.Date, ids []int64) (map[int64][]Warning, error) {
	return reviewed(q, today, ids, false)
}

// Blocks is Review of what can block only, which is all that counts at the moment
// at which purchase orders leave. Other warnings may be missing.
func Blocks(q *gorm.DB, today model.Date, ids []int64) (map[int64][]Warning, error) {
	return reviewed(q, today, ids, true)
}

func reviewed(q *gorm.DB, today model.Date, ids []int64, brief bool) (map[int64][]Warning, error) {
	r := &review{
		q: q, today: today, brief: brief, market: sourcing.NewBook(q), found: map[int64][]Warning{},
		shelves: map[place]*shelf{}, told: map[told]bool{},
	}
	var err error
	if r.home, err = setting.Home(q); err != nil {
		return nil, err
	}
	if r.maxAge, err = setting.Days(q, setting.StockMaxAge); err != nil {
		return nil, err
	}
	if r.floor, err = Floor(q); err != nil {
		return nil, err
	}
	if r.holds, err = allocation.Holds(q); err != nil {
		return nil, err
	}
	if r.admission, err = vetting.NewAdmission(q); err != nil {
		return nil, err
	}
	if r.rules, err = delivery.Load(q, today); err != nil {
		return nil, err
	}
	for len(ids) > 0 {
		some := ids[:min(atOnce, len(ids))]
		ids = ids[len(some):]
		if err := r.look(some); err != nil {
			return nil, err
		}
	}
	return r.found, nil
}

type review struct {
	q         *gorm.DB
	today     model.Date
	home      model.Currency
	maxAge    int
	floor     *model.Percent
	holds     map[int64]allocation.Hold
	market    *sourcing.Book
	found     map[int64][]Warning
	shelves   map[place]*shelf
	told      map[told]bool
	rules     *delivery.Rules
	admission *vetting.Admission
	brief     bool    // nothing but what may block
	office    *office // once a parcel crosses a border
}

type place struct{ supplier, product int64 }

// shelf is the newest stock count and all that has to come out of it.
type shelf struct {
	count model.StockCount
	known bool
	taken allocation.Reservations
}

// told keeps a warning that concerns a whole order or product from being said
// once for each line.
type told struct {
	purchase int64
	code     string
	about    int64
}

// item is a line of a purchase order with what its order now says.
type item struct {
	PurchaseID, SupplierID, AllocationID, OrderID, LineID, ProductID int64
	Last                                                             int64 // the newest allocation of the purchase order for the product
	Currency                                                         model.Currency
	SKU                                                              string
	Quantity                                                         model.Quantity
	UnitCost, ShippingCost                                           model.Amount
	Own                                                              bool // it comes from the merchant's own stock

	Position                         int
	LineQuantity                     model.Quantity
	Shippable                        bool
	LineFulfilment                   model.Fulfilment
	Number, Country                  string
	Payment                          model.Payment
	Fulfilment                       model.Fulfilment
	CancelledOn                      model.Date
	ArchivedAt                       model.Instant
	Waiting, Forwarded               model.Quantity
	PlacedOn                         model.Date
	ContactID                        int64
	Name, Company                    string
	Address1, Address2, City, ToLand string
	Zip, Province, Phone             string
	Service                          string
	Hazard                           model.Hazard
	NotTo                            string
}

const selectItems = `SELECT pl.purchase_id, p.supplier_id, pl.allocation_id, pl.order_id, pl.line_id, COALESCE(l.product_id, 0) AS product_id, p.currency,
	pl.sku, pl.quantity, pl.unit_cost, pl.shipping_cost, (SELECT g.stock_cost IS NOT NULL FROM allocation g WHERE g.id = pl.allocation_id) AS own,
	l.position, l.quantity AS line_quantity, l.shippable, l.fulfilment AS line_fulfilment,
	o.number, o.country, o.payment, o.fulfilment, o.cancelled_on, o.archived_at,
	COALESCE((SELECT SUM(b.quantity) FROM allocation b LEFT JOIN purchase_line bl ON bl.allocation_id = b.id
		LEFT JOIN purchase_order bp ON bp.id = bl.purchase_id
		WHERE b.line_id = l.id AND b.cancelled_at = '' AND (bp.id IS NULL OR bp.state IN ('draft', 'approved', 'queued'))), 0) AS waiting,
	COALESCE((SELECT SUM(b.quantity) FROM allocation b JOIN purchase_line bl ON bl.allocation_id = b.id
		JOIN purchase_order bp ON bp.id = bl.purchase_id
		WHERE b.line_id = l.id AND b.cancelled_at = '' AND bp.state NOT IN ('draft', 'approved', 'queued')), 0) AS forwarded,
	o.placed_on, COALESCE(c.id, 0) AS contact_id, COALESCE(c.name, '') AS name, COALESCE(c.company, '') AS company, COALESCE(c.address1, '') AS address1, COALESCE(c.city, '') AS city,
	COALESCE(c.country, '') AS to_land,
	COALESCE(c.address2, '') AS address2, COALESCE(c.zip, '') AS zip, COALESCE(c.province, '') AS province, COALESCE(c.phone, '') AS phone,
	pl.service, COALESCE(pr.hazard, '') AS hazard, COALESCE(pr.not_to, '') AS not_to
	FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id JOIN order_line l ON l.id = pl.line_id
	JOIN sales_order o ON o.id = pl.order_id LEFT JOIN contact c ON c.id = o.ship_to_id
	LEFT JOIN product pr ON pr.id = l.product_id
	WHERE pl.purchase_id IN ? ORDER BY pl.purchase_id, pl.position`

func (r *review) look(ids []int64) error {
	var items []item
	if err := r.q.Raw(selectItems, ids).Scan(&items).Error; err != nil {
		return err
	}
	last := map[[2]int64]int64{}
	products := make([]int64, 0, len(items))
	for _, i := range items {
		products = append(products, i.ProductID)
		key := [2]int64{i.PurchaseID, i.ProductID}
		last[key] = max(last[key], i.AllocationID)
	}
	if err := r.market.PreloadFor(products); err != nil {
		return err
	}
	for n := range items {
		i := &items[n]
		i.Last = last[[2]int64{i.PurchaseID, i.ProductID}]
		if err := r.check(i); err != nil {
			return err
		}
	}
	if r.brief {
		return nil
	}
	if err := r.twins(items); err != nil {
		return err
	}
	if err := r.borders(items); err != nil {
		return err
	}
	if err := r.restocks(ids); err != nil {
		return err
	}
	if err := r.margins(ids); err != nil {
		return err
	}
	for _, id := range ids {
		for n := range r.found[id] {
			r.found[id][n].Remedy = remedies[r.found[id][n].Code]
		}
	}
	return nil
}

// said is a sentence with the facts in it.
type said struct {
	facts   Facts
	message string
}

func (f Facts) say(format string, args ...any) said { return said{f, fmt.Sprintf(format, args...)} }

func (r *review) warn(i *item, code string, what said) { r.add(i, Warning{Code: code}, what) }

func (r *review) block(i *item, code string, what said) {
	r.add(i, Warning{Code: code, Blocking: true}, what)
}

func (r *review) add(i *item, w Warning, what said) {
	w.Order, w.Message, w.Facts = i.Number, what.message, what.facts
	w.Facts.OrderID, w.Facts.LineID, w.Facts.SKU = i.OrderID, i.LineID, i.SKU
	r.found[i.PurchaseID] = append(r.found[i.PurchaseID], w)
}

// once tells whether the purchase order has not been told this yet.
func (r *review) once(i *item, code string, about int64) bool {
	key := told{i.PurchaseID, code, about}
	first := !r.told[key]
	r.told[key] = true
	return first
}

func (r *review) check(i *item) error {
	if why := i.unwanted(); why != "" {
		r.block(i, WarnOrder, Facts{}.say("%s", why))
	}
	if h, held := r.holds[i.OrderID]; held && r.once(i, WarnHeld, i.OrderID) {
		r.block(i, WarnHeld, Facts{}.say("Order %s is held: %s", i.Number, h.Reason))
	}
	s, ok := r.market.Supplier(i.SupplierID)
	if !ok {
		return model.Errorf(model.Internal, "Purchase order %d names a supplier that is not in the book.", i.PurchaseID)
	}
	if err := r.checkStage(i, s); err != nil {
		return err
	}
	r.checkPlace(i)
	r.checkGoods(i)
	if i.Own {
		return r.checkOwn(i, s)
	}
	if err := r.checkPrice(i, s); err != nil {
		return err
	}
	return r.checkStock(i)
}

// checkStage asks whether the supplier may have the order, once for each order.
func (r *review) checkStage(i *item, s *model.Supplier) error {
	if !r.once(i, WarnSupplier, i.OrderID) {
		return nil
	}
	if s.ArchivedAt != "" {
		if r.once(i, WarnSupplier, 0) {
			r.block(i, WarnSupplier, Facts{}.say("%s is archived.", s.Name))
		}
		return nil
	}
	allowed, err := r.admission.Leave(s, i.OrderID, i.PurchaseID)
	switch {
	case err != nil:
		return err
	case !s.Stage.MayReceiveOrders():
		if r.once(i, WarnSupplier, 0) {
			r.block(i, WarnSupplier, Facts{}.say("%s may not receive orders: its stage is %s.", s.Name, s.Stage))
		}
	case !allowed.May:
		r.block(i, WarnSupplier, Facts{}.say("%s.", allowed.Reason))
	case allowed.Warns && r.once(i, WarnProbation, 0):
		r.warn(i, WarnProbation, Facts{}.say("%s.", allowed.Reason))
	}
	return nil
}

// unwanted says why the line must not leave any more, or "".
func (i *item) unwanted() string {
	if i.ArchivedAt != "" {
		return "Order " + i.Number + " was archived."
	}
	o := model.Order{Number: i.Number, CancelledOn: i.CancelledOn, Payment: i.Payment, Fulfilment: i.Fulfilment}
	l := model.OrderLine{Position: i.Position, Quantity: i.LineQuantity, Shippable: i.Shippable, Fulfilment: i.LineFulfilment}
	return model.Unwanted(&o, &l, i.Waiting, i.Forwarded)
}

// checkPrice compares what the line was routed at with what the supplier asks
// today. A lower price is no reason to wait.
func (r *review) checkPrice(i *item, s *model.Supplier) error {
	offers, err := r.market.Offers(i.ProductID)
	if err != nil {
		return err
	}
	valid, ships := false, false
	var least *model.Offer // whose terms the quantity does not meet
	var best *model.Offer
	var cost model.Amount
	for n := range offers {
		o := &offers[n]
		if o.SupplierID != i.SupplierID || !o.ValidOn(r.today) {
			continue
		}
		valid = true
		ship, ok := o.ShippingTo(i.Country)
		if !ok || !s.Ships(i.Country) {
			continue
		}
		ships = true
		if i.Quantity < o.MOQ || i.Quantity%max(o.Multiple, 1) != 0 {
			least = o
			continue
		}
		asked := o.UnitCost(i.Quantity).Times(i.Quantity).Round(o.Currency).Add(ship.Cost.Round(o.Currency))
		if best == nil || asked < cost {
			best, cost = o, asked
		}
	}
	switch {
	case !valid:
		r.block(i, WarnOffer, Facts{}.say("The offer of %s for %s has ended.", s.Name, i.SKU))
	case !ships:
		r.block(i, WarnOffer, Facts{}.say("%s no longer ships %s where order %s goes.", s.Name, i.SKU, i.Number))
	case best == nil:
		r.block(i, WarnMOQ, Facts{Need: least.MOQ, Have: i.Quantity, Since: least.ValidFrom}.say("%s now sells %s from %d pieces on, in multiples of %d, and order %s needs %d.", s.Name, i.SKU, least.MOQ, max(least.Multiple, 1), i.Number, i.Quantity))
	default:
		r.comparePrice(i, s, best, cost)
	}
	return nil
}

func (r *review) comparePrice(i *item, s *model.Supplier, o *model.Offer, asked model.Amount) {
	routed := i.UnitCost.Times(i.Quantity).Round(i.Currency).Add(i.ShippingCost.Round(i.Currency))
	f := Facts{Currency: o.Currency, OldCurrency: i.Currency, Old: routed, New: asked, OldUnit: i.UnitCost, NewUnit: o.UnitCost(i.Quantity), Since: o.ValidFrom}
	switch {
	case o.Currency != i.Currency:
		r.block(i, WarnPrice, f.say("%s now asks %s %s for %s of order %s, it was routed at %s %s.", s.Name, asked.Text(o.Currency), o.Currency, i.SKU, i.Number, routed.Text(i.Currency), i.Currency))
	case asked > routed:
		r.block(i, WarnPrice, f.say("The price of %s for order %s rose from %s to %s %s since it was routed.", i.SKU, i.Number, routed.Text(i.Currency), asked.Text(o.Currency), o.Currency))
	}
}

// checkStock looks whether the newest count covers what was given to the
// supplier up to and with this purchase order.
func (r *review) checkStock(i *item) error {
	if !r.once(i, WarnStock, i.ProductID) {
		return nil
	}
	s, err := r.shelf(i.SupplierID, i.ProductID)
	if err != nil {
		return err
	}
	if !s.known {
		r.warn(i, WarnStockBlank, Facts{}.say("The supplier does not state its stock of %s.", i.SKU))
		return nil
	}
	if age := s.count.CountedOn.DaysUntil(r.today); age > r.maxAge {
		r.warn(i, WarnStockAge, Facts{Have: s.count.Quantity, Since: s.count.CountedOn, Days: age}.say("The stock of %s was counted %s ago.", i.SKU, model.Days(age)))
		return nil
	}
	if taken := s.taken.Until(i.Last); taken > s.count.Quantity {
		r.block(i, WarnStock, Facts{Have: s.count.Quantity, Need: taken, Since: s.count.CountedOn}.say("The supplier has %d of %s counted on %s, and %d are needed.", s.count.Quantity, i.SKU, s.count.CountedOn, taken))
	}
	return nil
}

// checkOwn looks whether the merchant's own stock still has the pieces, after
// all that was given to orders before.
func (r *review) checkOwn(i *item, s *model.Supplier) error {
	if !r.once(i, WarnStock, i.ProductID) {
		return nil
	}
	b, err := stock.Of(r.q, i.SupplierID, i.ProductID)
	if err != nil {
		return err
	}
	need, err := stock.ReservedUntil(r.q, i.SupplierID, i.ProductID, i.Last)
	if err == nil && need > b.OnHand {
		r.block(i, WarnStock, Facts{Have: b.OnHand, Need: need, Since: r.today}.say("%s has %d of your own %s, and %d are needed: count them, or route order %s anew.", s.Name, b.OnHand, i.SKU, need, i.Number))
	}
	return err
}

func (r *review) shelf(supplier, product int64) (*shelf, error) {
	key := place{supplier, product}
	if s := r.shelves[key]; s != nil {
		return s, nil
	}
	s := &shelf{}
	var err error
	if s.count, s.known, err = r.market.Stock(supplier, product); err != nil {
		return nil, err
	}
	if s.known {
		if s.taken, err = allocation.Reserved(r.q, supplier, product, s.count.CountedOn); err != nil {
			return nil, err
		}
	}
	r.shelves[key] = s
	return s, nil
}
