// Package booking keeps the books equal to the sales orders: for each order it
// works out which entries, cost facts and margin rows must stand, compares them
// with what stands, and posts the difference. Whatever the way an order came to
// say what it says (an import, a form, a routed line, a new price, an undone
// import), the books end up the same.
//
// It must not know where orders come from, and it never changes an order.
package booking

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
)

// Rates finds the exchange rate of a day.
type Rates interface {
	On(d model.Date, from, to model.Currency) (model.Rate, error)
}

// Fees lists the fee rules that hold for a shop on a day.
type Fees interface {
	For(shopID int64, d model.Date) []model.FeeRule
}

// Costs knows what suppliers ask for a product.
type Costs interface {
	Offers(productID int64) ([]model.Offer, error)
	StandardCost(productID int64, d model.Date) (model.Amount, model.Currency, bool, error)
	Supplier(id int64) (*model.Supplier, bool)
}

// Allocation is a line quantity given to a supplier, as far as its cost goes.
// Document names the purchase order once there is one; Quoted says that it was
// sent to the supplier at this price. Where the supplier has charged for it, the
// amounts charged for the whole quantity count instead, in ChargedIn; Paid says
// that they were paid.
type Allocation struct {
	LineID, SupplierID     int64
	Quantity               model.Quantity
	UnitCost, ShippingCost model.Amount
	Currency               model.Currency
	Document               string
	Quoted                 bool

	ChargedIn                    model.Currency // "" not charged yet
	ChargedGoods, ChargedForShip model.Amount
	Paid                         bool

	StockCost *model.Amount // of all pieces in the book's currency, when they come from own stock; nil: bought
	RoutedOn  model.Date
}

// Charge is what a supplier takes for sending an order beside goods and
// shipping. Type is that of the cost fact; Source says which row it comes from.
type Charge struct {
	Type     string
	Amount   model.Amount
	Currency model.Currency
	Source   string
}

// Sending is what one supplier sends of an order; Stock says that it is the
// merchant's own.
type Sending struct {
	SupplierID int64
	Stock      bool
	Lines      int
	Pieces     model.Quantity
	On         model.Date
}

// Charges lists what suppliers take for sending an order.
type Charges interface {
	For(s Sending) []Charge
}

// Subject is an order with all that decides its books. SaleEntry is the entry
// that stands for its sale, 0 for none. New says that nothing of it was booked.
type Subject struct {
	Order       *model.Order
	Shop        *model.Shop
	Allocations []Allocation
	Payments    []Payment
	SaleEntry   int64
	New         bool
}

// Outcome is what the order's own row must say about its books.
type Outcome struct {
	BookedOn  model.Date
	SaleEntry int64
	Unbooked  string // why the order is not in the books, "" when it is or need not be
	Refund    *Refund
	Changed   bool
}

// Refund is the order's refund as booked; the caller keeps it with the order.
type Refund struct {
	ID         int64
	Dated      model.Date
	Gross, Tax model.Amount
	Source     string
	EntryID    int64
}

// Books books sales orders within one transaction.
type Books struct {
	tx    *store.Tx
	home  model.Currency
	rates Rates
	fees  Fees
	costs Costs
	extra Charges
	batch int64

	writer *ledger.Writer
	sheet  *ledger.Sheet
	facts  *factWriter
}

// Sources are the dated facts a booking is made on. Charges nil: none are known.
type Sources struct {
	Home    model.Currency
	Rates   Rates
	Fees    Fees
	Costs   Costs
	Charges Charges
}

// New prepares booking in tx. Entries carry the import batch they came with, 0 for none.
func New(tx *store.Tx, s Sources, batch int64) (*Books, error) {
	b := &Books{tx: tx, home: s.Home, rates: s.Rates, fees: s.Fees, costs: s.Costs, extra: s.Charges, batch: batch}
	var err error
	if b.writer, err = ledger.NewWriter(tx); err != nil {
		return nil, err
	}
	if b.sheet, err = ledger.NewSheet(tx); err != nil {
		return nil, err
	}
	b.facts, err = newFactWriter(tx)
	return b, err
}

// Sync makes the books say what the order says.
func (b *Books) Sync(s *Subject) (Outcome, error) {
	now := standing{}
	if !s.New {
		var err error
		if now, err = b.standing(s); err != nil {
			return Outcome{}, err
		}
	}
	p, err := b.plan(s, &now)
	if err != nil {
		return Outcome{}, err
	}
	return b.apply(s, &now, p)
}

// Withdraw takes an order out of the books: everything that stands for it is
// reversed and its cost facts are closed.
func (b *Books) Withdraw(s *Subject) error {
	now, err := b.standing(s)
	if err != nil {
		return err
	}
	_, err = b.apply(s, &now, &plan{})
	return err
}
