package marketplace

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
)

// Stall is a supplier with orders that a person has to place by hand. Ready can
// be ordered now, Begun were begun and nobody said what became of them, Drafts
// wait to be approved first.
type Stall struct {
	SupplierID int64  `json:"-"`
	Supplier   string `json:"supplier"`
	Site       string `json:"site"`
	Ready      int    `json:"ready"`
	Begun      int    `json:"begun"`
	Drafts     int    `json:"drafts"`
}

// Waiting counts what can be done by hand.
func (s *Stall) Waiting() int { return s.Ready + s.Begun }

// mine is what a person places by hand: what is approved for a supplier on a
// marketplace, and what was begun by hand whatever the supplier says now. The
// purchase order is p, its supplier s, its forwarding f.
const mine = `((p.state = 'approved' AND s.channel = 'marketplace') OR (p.state IN ('queued', 'unknown') AND f.channel = 'marketplace'))`

const joinedForwarding = ` JOIN supplier s ON s.id = p.supplier_id LEFT JOIN forwarding f ON f.purchase_id = p.id AND f.amendment_id IS NULL`

// Stalls lists the suppliers with orders to place by hand, by name.
func (s *Service) Stalls(ctx context.Context) ([]Stall, error) {
	all := []Stall{}
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		all, err = Stalls(q)
		return err
	})
	return all, err
}

// Stalls is Service.Stalls within a transaction.
func Stalls(q *gorm.DB) ([]Stall, error) {
	all := []Stall{}
	err := q.Raw(`SELECT x.supplier_id, x.supplier, COALESCE((SELECT m.site FROM storefront t JOIN market_site m ON m.site_key = t.site_key
			WHERE t.supplier_id = x.supplier_id ORDER BY m.valid_from DESC LIMIT 1), '') AS site,
			SUM(x.state = 'approved') AS ready, SUM(x.state IN ('queued', 'unknown')) AS begun, SUM(x.state = 'draft') AS drafts
		FROM (SELECT DISTINCT p.id, l.order_id, p.supplier_id, s.name AS supplier, s.name_key, p.state FROM purchase_order p` + joinedForwarding + `
			JOIN purchase_line l ON l.purchase_id = p.id
			WHERE p.state IN ('draft', 'approved', 'queued', 'unknown') AND (` + mine + ` OR (p.state = 'draft' AND s.channel = 'marketplace'))) x
		GROUP BY x.supplier_id, x.supplier, x.name_key ORDER BY x.name_key`).Scan(&all).Error
	return all, err
}

// Item is one order to place: a sales order within a purchase order. Amounts are
// what is expected, in Currency. BegunAt is when it was begun, "" for not yet.
type Item struct {
	PurchaseID int64               `json:"-"`
	OrderID    int64               `json:"-"`
	Purchase   string              `json:"purchase"`
	Order      string              `json:"order"`
	Shop       string              `json:"shop"`
	Supplier   string              `json:"supplier"`
	State      model.PurchaseState `json:"state"`
	BegunAt    model.Instant       `json:"begun_at,omitempty"`
	Placed     model.Date          `json:"placed"` // by the customer
	Country    string              `json:"country"`
	Lines      int                 `json:"lines"`
	Currency   model.Currency      `json:"currency"`
	Goods      model.Amount        `json:"-"`
	Shipping   model.Amount        `json:"-"`
}

// Begun tells whether somebody began to place it and said nothing since.
func (i *Item) Begun() bool { return i.State != model.PurchaseApproved }

// Total is what the order is expected to cost.
func (i *Item) Total() model.Amount { return i.Goods.Add(i.Shipping) }

const selectItems = `SELECT p.id AS purchase_id, o.id AS order_id, p.number AS purchase, o.number AS "order", h.name AS shop, s.name AS supplier, p.state,
	COALESCE(f.started_at, '') AS begun_at, o.placed_on AS placed, o.country, p.currency, COUNT(*) AS lines,
	0 AS goods, 0 AS shipping
	FROM purchase_order p` + joinedForwarding + ` JOIN purchase_line l ON l.purchase_id = p.id JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
	WHERE p.state IN ('approved', 'queued', 'unknown') AND ` + mine

const groupItems = ` GROUP BY p.id, o.id ORDER BY p.state = 'approved', o.placed_at, p.id, o.id`

// Queue lists what is to be placed at a supplier by hand, 0 for all of them: what
// was begun first, then the oldest orders.
func (s *Service) Queue(ctx context.Context, supplierID int64) ([]Item, error) {
	items := []Item{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		err := q.Raw(selectItems+` AND (? = 0 OR p.supplier_id = ?)`+groupItems, supplierID, supplierID).Scan(&items).Error
		if err != nil {
			return err
		}
		return price(q, items)
	})
	return items, err
}

// line is a line of a purchase order.
type line struct {
	ID, PurchaseID, OrderID, LineID, ProductID int64
	AllocationID                               int64
	SKU, SupplierSKU, Name, Service            string
	Quantity                                   model.Quantity
	UnitCost, ShippingCost                     model.Amount
	Currency                                   model.Currency
}

func (l *line) goods() model.Amount    { return l.UnitCost.Times(l.Quantity).Round(l.Currency) }
func (l *line) shipping() model.Amount { return l.ShippingCost.Round(l.Currency) }

const selectLines = `SELECT l.id, l.purchase_id, l.order_id, l.line_id, COALESCE(o.product_id, 0) AS product_id, l.allocation_id, l.sku, l.supplier_sku, l.name,
	l.service, l.quantity, l.unit_cost, l.shipping_cost, p.currency
	FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id JOIN order_line o ON o.id = l.line_id WHERE l.purchase_id IN ?
	ORDER BY l.purchase_id, l.position`

// price adds up what items are expected to cost.
func price(q *gorm.DB, items []Item) error {
	ids := make([]int64, len(items))
	at := map[[2]int64]int{}
	for i := range items {
		ids[i] = items[i].PurchaseID
		at[[2]int64{items[i].PurchaseID, items[i].OrderID}] = i
	}
	for len(ids) > 0 {
		some := ids[:min(500, len(ids))]
		ids = ids[len(some):]
		var lines []line
		if err := q.Raw(selectLines, some).Scan(&lines).Error; err != nil {
			return err
		}
		for n := range lines {
			if i, ok := at[[2]int64{lines[n].PurchaseID, lines[n].OrderID}]; ok {
				items[i].Goods, items[i].Shipping = items[i].Goods.Add(lines[n].goods()), items[i].Shipping.Add(lines[n].shipping())
			}
		}
	}
	return nil
}

// Piece is one article of an order to place. Page is where it is found, "" when
// nobody entered that; it begins with http:// or https://.
type Piece struct {
	LineID      int64          `json:"-"`
	SKU         string         `json:"sku"`
	SupplierSKU string         `json:"supplier_sku"`
	Name        string         `json:"name"`
	Service     string         `json:"service"`
	Quantity    model.Quantity `json:"quantity"`
	UnitCost    model.Amount   `json:"-"`
	Goods       model.Amount   `json:"-"`
	Shipping    model.Amount   `json:"-"`
	Page        string         `json:"page"`
}

// Sheet is all that a person types to place an order. Stops are the sentences
// that keep it from being ordered now, Warnings those that do not.
type Sheet struct {
	Item
	SupplierID int64
	Site       Site
	Form       []Field
	Pieces     []Piece
	Note       string
	Page       string // of the supplier
	Stops      []string
	Warnings   []string
}

// Sheet tells all about one order to place.
func (s *Service) Sheet(ctx context.Context, purchaseID, orderID int64) (*Sheet, error) {
	var sheet *Sheet
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		sheet, err = s.read(q, purchaseID, orderID)
		return err
	})
	return sheet, err
}

func (s *Service) read(q *gorm.DB, purchaseID, orderID int64) (*Sheet, error) {
	var items []Item
	err := q.Raw(selectItems+` AND p.id = ? AND o.id = ?`+groupItems, purchaseID, orderID).Scan(&items).Error
	if err == nil && len(items) == 0 {
		err = model.Errorf(model.Conflict, "This order no longer waits to be placed by hand: load the list again.")
	}
	if err == nil {
		err = price(q, items)
	}
	if err != nil {
		return nil, err
	}
	t := &Sheet{Item: items[0]}
	if err := q.Raw(`SELECT supplier_id FROM purchase_order WHERE id = ?`, purchaseID).Scan(&t.SupplierID).Error; err != nil {
		return nil, err
	}
	today := s.db.Today()
	if t.Site, err = siteOf(q, t.SupplierID, today); err != nil {
		return nil, err
	}
	t.Note = t.Site.note()
	var to model.Contact
	err = q.Raw(`SELECT c.* FROM contact c JOIN sales_order o ON o.ship_to_id = c.id WHERE o.id = ?`, orderID).Scan(&to).Error
	if err != nil {
		return nil, err
	}
	t.Form = t.Site.Form(&to)
	if t.Site.Asks(Phone) && t.Site.part(Phone, &to) == "" {
		t.Warnings = append(t.Warnings, "Order "+t.Order+" has no telephone number, and the form of "+t.Site.Name+" asks for one: ask the customer, or give your own.")
	}
	if err := t.fill(q, today); err != nil {
		return nil, err
	}
	return t, t.warn(q, today)
}

// fill reads the articles with their pages.
func (t *Sheet) fill(q *gorm.DB, today model.Date) error {
	var pages []struct {
		ProductID int64
		URL       string
	}
	err := q.Raw(`SELECT COALESCE(product_id, 0) AS product_id, url FROM market_link WHERE supplier_id = ? AND valid_from <= ? ORDER BY valid_from`,
		t.SupplierID, string(today)).Scan(&pages).Error
	if err != nil {
		return err
	}
	of := map[int64]string{}
	for _, p := range pages {
		if page, err := Page(p.URL); err == nil {
			of[p.ProductID] = page
		}
	}
	t.Page = of[0]
	var lines []line
	if err := q.Raw(selectLines, []int64{t.PurchaseID}).Scan(&lines).Error; err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		if l.OrderID != t.OrderID {
			continue
		}
		p := Piece{
			LineID: l.LineID, SKU: l.SKU, SupplierSKU: l.SupplierSKU, Name: l.Name, Service: l.Service, Quantity: l.Quantity, UnitCost: l.UnitCost,
			Goods: l.goods(), Shipping: l.shipping(),
		}
		if l.ProductID != 0 {
			p.Page = of[l.ProductID]
		}
		t.Pieces = append(t.Pieces, p)
	}
	return nil
}

func (t *Sheet) warn(q *gorm.DB, today model.Date) error {
	found, err := purchase.Review(q, today, []int64{t.PurchaseID})
	for _, w := range found[t.PurchaseID] {
		switch {
		case w.Blocking && !t.Begun():
			t.Stops = append(t.Stops, w.Message)
		case w.Severity() != purchase.Note && w.Facts.OrderID == t.OrderID || w.Blocking:
			t.Warnings = append(t.Warnings, w.Message)
		}
	}
	return err
}
