// Package stock keeps the merchant's own goods at third-party logistics
// companies (3PLs): what moved, how many are there and what they cost, and what
// the 3PL charges. Goods cost a moving weighted average in the book's currency:
// what leaves takes its share of the value of all pieces of that place.
//
// It must not know how suppliers are chosen, what a customer ordered, or how
// purchase orders leave the book.
package stock

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Service keeps the own stock of one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the own stock of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Balance is what the merchant has of a product at a 3PL. Reserved is given to
// customers' orders and has not left; Coming is ordered from suppliers and not
// received. Value is that of OnHand in the book's currency.
type Balance struct {
	SupplierID int64
	Supplier   string
	ProductID  int64
	SKU, Name  string
	OnHand     model.Quantity
	Reserved   model.Quantity
	Coming     model.Quantity
	Value      model.Amount
	LastMove   model.Date
	Known      bool `gorm:"-"` // anything ever moved there
}

// Free is how many pieces no order has.
func (b *Balance) Free() model.Quantity { return b.OnHand - b.Reserved }

// UnitCost is the average cost of a piece in the book's currency, rounded to
// ten-thousandths, 0 when there is none.
func (b *Balance) UnitCost() model.Amount { return average(b.Value, b.OnHand) }

// average is value over quantity, half away from zero.
func average(value model.Amount, q model.Quantity) model.Amount {
	if q <= 0 {
		return 0
	}
	half := model.Amount(q) / 2
	return value.Add(half) / model.Amount(q)
}

// Reserved is the SQL that adds up what of own stock is given to orders and has
// not left, for the 3PL and product of its two arguments.
const reserved = `SELECT COALESCE(SUM(a.quantity), 0) FROM allocation a JOIN order_line l ON l.id = a.line_id
	WHERE a.supplier_id = p.supplier_id AND l.product_id = p.product_id AND a.stock_cost IS NOT NULL AND a.cancelled_at = ''
		AND COALESCE((SELECT SUM(x.quantity) FROM stock_move x WHERE x.allocation_id = a.id), 0) = 0`

const coming = `SELECT COALESCE(SUM(CASE WHEN d.came < d.due THEN d.due - d.came ELSE 0 END), 0) FROM (
		SELECT u.ship_to_id, k.product_id, k.quantity AS due, COALESCE((SELECT SUM(r.quantity) FROM stock_move r WHERE r.stock_line_id = k.id), 0) AS came
		FROM stock_due k JOIN purchase_order u ON u.id = k.purchase_id WHERE u.state NOT IN ('draft', 'refused', 'cancelled', 'closed')) d
	WHERE d.ship_to_id = p.supplier_id AND d.product_id = p.product_id`

const selectBalances = `SELECT p.supplier_id, s.name AS supplier, p.product_id, x.sku, x.name, p.on_hand, p.value, p.last_move,
	(` + reserved + `) AS reserved, (` + coming + `) AS coming
	FROM (SELECT supplier_id, product_id, SUM(on_hand) AS on_hand, SUM(value) AS value, MAX(last_move) AS last_move FROM (
		SELECT supplier_id, product_id, quantity AS on_hand, value, moved_on AS last_move FROM stock_move
		UNION ALL SELECT u.ship_to_id, k.product_id, 0, 0, '' FROM stock_line k JOIN purchase_order u ON u.id = k.purchase_id
			WHERE u.state NOT IN ('draft', 'refused', 'cancelled', 'closed'))
		WHERE (? = 0 OR supplier_id = ?) AND (? = 0 OR product_id = ?) GROUP BY supplier_id, product_id) p
	JOIN supplier s ON s.id = p.supplier_id JOIN product x ON x.id = p.product_id ORDER BY s.name_key, x.sku`

// Of is what the merchant has of a product at a 3PL; Known is false where
// nothing ever moved.
func Of(q *gorm.DB, supplierID, productID int64) (Balance, error) {
	all, err := balances(q, supplierID, productID)
	if err != nil || len(all) == 0 {
		return Balance{SupplierID: supplierID, ProductID: productID}, err
	}
	return all[0], nil
}

// Everywhere is what the merchant has of a product, by 3PL; product 0: of all
// products, by 3PL and SKU.
func Everywhere(q *gorm.DB, productID int64) ([]Balance, error) { return balances(q, 0, productID) }

func balances(q *gorm.DB, supplierID, productID int64) ([]Balance, error) {
	var all []Balance
	err := q.Raw(selectBalances, supplierID, supplierID, productID, productID).Scan(&all).Error
	for i := range all {
		all[i].Known = all[i].LastMove != ""
	}
	return all, err
}

// List is Everywhere of the book as committed.
func (s *Service) List(ctx context.Context) (all []Balance, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		all, err = Everywhere(q, 0)
		return err
	})
	return all, err
}

// Move is one move of stock. Quantity is positive for what came in; UnitCost
// and Value are in the book's currency. Order and Purchase name what it moved
// for, "" for nothing.
type Move struct {
	ID            int64          `json:"id"`
	SupplierID    int64          `json:"-"`
	ProductID     int64          `json:"-"`
	Supplier      string         `json:"supplier"`
	SKU           string         `json:"sku"`
	Kind          string         `json:"kind"`
	Quantity      model.Quantity `json:"quantity"`
	UnitCost      model.Amount   `json:"unit_cost"`
	Value         model.Amount   `json:"value"`
	MovedOn       model.Date     `json:"date"`
	AllocationID  int64          `json:"-"`
	StockLineID   int64          `json:"-"`
	Order         string         `json:"order"`
	Purchase      string         `json:"purchase"`
	Reference     string         `json:"reference"`
	Reason        string         `json:"reason"`
	Source        string         `json:"source"`
	EntryID       int64          `json:"-"`
	PostedBalance model.Quantity `json:"balance"` // pieces there after the move
}

// The kinds of moves.
const (
	Opening    = "opening"    // counted when the book began
	Receipt    = "receipt"    // of a replenishment
	Dispatch   = "dispatch"   // for a customer's order
	Adjustment = "adjustment" // a count that differs, breakage, loss
	Return     = "return"     // from a customer, or an order that did not leave
)

// Moves lists what moved of a product at a 3PL, the newest first; 0 for all.
func Moves(q *gorm.DB, supplierID, productID int64, limit int) ([]Move, error) {
	all := []Move{}
	err := q.Raw(`SELECT m.id, m.supplier_id, m.product_id, s.name AS supplier, x.sku, m.kind, m.quantity, m.unit_cost, m.value, m.moved_on,
			COALESCE(m.allocation_id, 0) AS allocation_id, COALESCE(m.stock_line_id, 0) AS stock_line_id, COALESCE(o.number, '') AS "order",
			COALESCE(u.number, v.number, '') AS purchase, m.reference, m.reason, m.source, COALESCE(m.entry_id, 0) AS entry_id, m.posted_balance
		FROM (SELECT *, SUM(quantity) OVER (PARTITION BY supplier_id, product_id ORDER BY id) AS posted_balance FROM stock_move
			WHERE (? = 0 OR supplier_id = ?) AND (? = 0 OR product_id = ?)) m
		JOIN supplier s ON s.id = m.supplier_id JOIN product x ON x.id = m.product_id
		LEFT JOIN allocation a ON a.id = m.allocation_id LEFT JOIN order_line l ON l.id = a.line_id LEFT JOIN sales_order o ON o.id = l.order_id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order u ON u.id = pl.purchase_id
		LEFT JOIN stock_line k ON k.id = m.stock_line_id LEFT JOIN purchase_order v ON v.id = k.purchase_id
		ORDER BY m.id DESC LIMIT ?`, supplierID, supplierID, productID, productID, limit).Scan(&all).Error
	return all, err
}

// ReservedBy is what an allocation reserves of own stock and has not taken, 0
// when it is of another place or product.
func ReservedBy(q *gorm.DB, supplierID, productID, allocationID int64) (model.Quantity, error) {
	return reservations(q, supplierID, productID, "a.id = ?", allocationID)
}

// ReservedUntil is what is reserved of own stock and has not left, by
// allocations up to and with the given one: first come, first served.
func ReservedUntil(q *gorm.DB, supplierID, productID, allocationID int64) (model.Quantity, error) {
	return reservations(q, supplierID, productID, "a.id <= ?", allocationID)
}

func reservations(q *gorm.DB, supplierID, productID int64, which string, allocationID int64) (model.Quantity, error) {
	var n model.Quantity
	err := q.Raw(`WITH p AS (SELECT ? AS supplier_id, ? AS product_id) `+strings.Replace(reserved, "FROM allocation", "FROM p, allocation", 1)+` AND `+which,
		supplierID, productID, allocationID).Scan(&n).Error
	return n, err
}

// Place is a product at a 3PL.
type Place struct{ SupplierID, ProductID int64 }

// Kept lists where anything of own stock ever moved.
func Kept(q *gorm.DB) ([]Place, error) {
	var all []Place
	err := q.Raw(`SELECT DISTINCT supplier_id, product_id FROM stock_move ORDER BY supplier_id, product_id`).Scan(&all).Error
	return all, err
}

// Standing is List with the book's currency, in which the values are.
func (s *Service) Standing(ctx context.Context) (all []Balance, home model.Currency, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		if home, err = setting.Home(q); err != nil {
			return err
		}
		all, err = Everywhere(q, 0)
		return err
	})
	return all, home, err
}

// Moved lists all moves, the newest first, with the book's currency.
func (s *Service) Moved(ctx context.Context) (all []Move, home model.Currency, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		if home, err = setting.Home(q); err != nil {
			return err
		}
		all, err = Moves(q, 0, 0, -1)
		return err
	})
	return all, home, err
}
