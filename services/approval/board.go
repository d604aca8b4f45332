package approval

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
)

// Board is all that the approval screen shows. Sums and costs are in Home,
// margins without tax as the margin sheet has them.
type Board struct {
	Home      model.Currency
	Today     model.Date
	Floor     *model.Percent // the merchant's margin floor, nil for none
	Waiting   []Waiting      // lines without a supplier, older orders first
	Purchases []Purchase     // by cut-off, those without one last, then by supplier
	Totals    Totals
	Loose     int // orders given to suppliers that are not gathered yet: Gather them
}

// Waiting is an order line that has no supplier. Code and Reason say why it is
// held; both are empty when nobody has tried yet.
type Waiting struct {
	LineID, OrderID int64
	Number, Shop    string
	Customer        string
	Country         string
	PlacedOn        model.Date
	SKU, Name       string
	Quantity        model.Quantity
	Code, Reason    string
	HeldAt          model.Instant
}

// Purchase is a purchase order that has not left. ID 0 stands for orders of a
// supplier that are in none: they are held, or not gathered yet.
type Purchase struct {
	ID         int64
	Number     string
	State      model.PurchaseState // draft or approved, "" without an ID
	SupplierID int64
	Supplier   string
	Stage      model.Stage
	Channel    model.Channel
	Cutoff     string // the supplier's local time "14:00", "" none
	Currency   model.Currency
	Total      model.Amount // as it will be printed, in Currency
	Orders     []Order
	Warnings   []purchase.Warning // of the purchase order as a whole
	Held       int                // of Orders
	Sums                          // of the orders that are not held

	refill bool // for the stock of a 3PL: nothing that customers ordered joins it
}

// State is how far an order has come on the board.
type State string

// The states of an order on the board.
const (
	Loose    State = "loose" // with a supplier, not gathered yet
	Draft    State = "draft"
	Approved State = "approved"
	Held     State = "held" // by a person; not in any sum
)

// Order is what of one sales order stands in one purchase order.
type Order struct {
	OrderID  int64
	Number   string
	Shop     string
	Customer string
	Country  string // where it goes
	PlacedOn model.Date
	State    State
	Reason   string        // why it is held
	HeldAt   model.Instant // since when
	Lines    []Line
	Items    string // "2 × Lamp; 1 × Vase"
	Refill   bool   // pieces for the stock of a 3PL, which Customer names: no customer's order, no margin
	Part     bool   // other lines of the order stand elsewhere: the margin is that of these lines
	Sums
	Warnings []purchase.Warning

	standing bool // in the purchase order, not beside it
}

// Line is a line quantity given to the supplier. Product and Shipping are in
// the board's home currency, UnitCost in the purchase order's.
type Line struct {
	LineID, AllocationID int64
	SKU, Name            string
	Quantity             model.Quantity
	UnitCost             model.Amount
	Product, Shipping    model.Amount
	Manual               bool // a person chose the supplier
}

// Sums are what orders cost and leave. Cost is Product and Shipping; Net is
// what was sold after refunds, CM2 what is left of it after all costs of levels
// 1 and 2. Booked false: an order among them is not in the books yet, so that
// Net and CM2 are not all.
type Sums struct {
	Product, Shipping, Cost model.Amount
	Net, CM2                model.Amount
	Booked                  bool
}

// Share is CM2 in percent of Net with one decimal, false when there is no Net.
func (s *Sums) Share() (decimal.Decimal, bool) { return model.PercentOf(s.CM2, s.Net, 1) }

func (s *Sums) add(o *Sums) {
	s.Product, s.Shipping, s.Cost = s.Product.Add(o.Product), s.Shipping.Add(o.Shipping), s.Cost.Add(o.Cost)
	s.Net, s.CM2 = s.Net.Add(o.Net), s.CM2.Add(o.CM2)
	s.Booked = s.Booked && o.Booked
}

// Totals are the foot of the board. Suppliers, Purchases and Orders count what
// is not held; Approved are the orders in approved purchase orders. A replenishment
// counts as purchase order and in what is to pay, not among the orders.
type Totals struct {
	Suppliers, Purchases   int
	Orders, Approved, Held int
	Cautioned              int // orders with a warning that matters
	Blocked                int // orders that cannot leave as they are
	Waiting                int // lines without a supplier
	Sums
}

// Severity is the gravest of the order's warnings, false without any.
func (o *Order) Severity() (purchase.Severity, bool) {
	worst := purchase.Note
	for i := range o.Warnings {
		worst = max(worst, o.Warnings[i].Severity())
	}
	return worst, len(o.Warnings) > 0
}
