package purchase

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Codes of warnings. Those of an order, hold, supplier, offer, price, stock,
// quantity and a country where the product must not go block.
const (
	WarnOrder      = "order"       // the shop closed the order or asks for less
	WarnHeld       = "held"        // a person holds the order
	WarnSupplier   = "supplier"    // the supplier may not receive orders
	WarnOffer      = "offer"       // the offer ended, or no longer ships there
	WarnMOQ        = "moq"         // the supplier no longer sells so few
	WarnPrice      = "price"       // today's price is higher than the one routed at
	WarnStock      = "stock"       // the newest count no longer covers it
	WarnAddress    = "address"     // the delivery address is missing or incomplete
	WarnMargin     = "margin"      // the order loses money after all known costs
	WarnFloor      = "floor"       // the order earns less than the merchant's margin floor
	WarnTwin       = "duplicate"   // the same person ordered the same shortly before or after
	WarnStockAge   = "stock_age"   // the count is too old to trust
	WarnStockBlank = "stock_blank" // the supplier does not state its stock
	WarnBarred     = "restricted"  // the product must not be sent to the country
	WarnHazard     = "hazard"      // the product is dangerous to carry
	WarnBox        = "po_box"      // a post office box, and the carrier may not go there
	WarnLimit      = "threshold"   // a little more and relief or tax at sale ends
	WarnDuty       = "duty"        // duty or import tax is due at the border
	WarnProbation  = "probation"   // the supplier is on trial or on probation
	WarnGlyphs     = "characters"  // no font of the computer prints some of it
)

// Warning is something a person should know before a purchase order leaves.
// One that is Blocking keeps it from leaving. Message says it in a sentence,
// Facts are the numbers in it.
type Warning struct {
	Code     string `json:"code"`
	Blocking bool   `json:"blocking"`
	Order    string `json:"order,omitempty"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy,omitempty"` // what to do about it
	Facts    Facts  `json:"-"`
}

// Facts are what a warning is about and its numbers, as far as its kind has them.
type Facts struct {
	OrderID, LineID int64 // of the line it was found at
	SKU             string

	// Price: the cost of the line to the door and of a piece, as routed and
	// today; Since is the first day of the new price.
	Old, New, OldUnit, NewUnit model.Amount
	OldCurrency, Currency      model.Currency

	// Stock: Have pieces counted on Since, Days ago, and Need taken in all.
	// Quantity: Have pieces ordered, at least Need sold from Since on.
	Have, Need model.Quantity
	Since      model.Date
	Days       int

	Cure    string   // where what the papers lack is completed: CureSettings and the others
	Missing []string // parts of the address, as package delivery names them
	Country string   // where it must not go, or is taxed
	Service string   // the shipping service that was asked
	Hazard  model.Hazard
	Due     model.Amount // duty and tax, in Currency
	Payer   string       // who pays it: PayMerchant or PayCustomer
	Door    bool         // a post office box that the carrier is known not to reach
	Twin    string       // the number of the other order

	// Margin and floor: what is left of the order in the book's currency, and
	// the percentage of its net revenue, points below the floor.
	Margin         model.Amount
	Share, Beneath decimal.Decimal
}

// Where a person completes what the papers of customs lack.
const (
	CureSettings = "settings"
	CureProduct  = "product"
	CureOrder    = "order"
	CureSupplier = "supplier"
	CureRates    = "rates"
)

// Rise is by how many percent a price rose, one decimal: that of a piece where
// it rose, else that of the whole line with its shipping. False when the
// currency changed too, or the old price was nothing.
func (f *Facts) Rise() (decimal.Decimal, bool) {
	if f.Currency != f.OldCurrency {
		return decimal.Zero, false
	}
	if f.NewUnit > f.OldUnit {
		return model.PercentOf(f.NewUnit.Sub(f.OldUnit), f.OldUnit, 1)
	}
	return model.PercentOf(f.New.Sub(f.Old), f.Old, 1)
}

// Severity says how much a warning matters to whoever approves.
type Severity int

// The severities, the gravest last.
const (
	Note    Severity = iota // good to know
	Caution                 // look before it leaves
	Block                   // it cannot leave like this
)

// Severity of the warning.
func (w *Warning) Severity() Severity {
	switch {
	case w.Blocking:
		return Block
	case w.Code == WarnStockBlank, w.Code == WarnProbation, w.Code == WarnDuty && w.Facts.Payer == PayMerchant:
		return Note
	}
	return Caution
}

// Unprinted is the warning that documents of an order cannot print what is told.
func Unprinted(orderID int64, number, told string) Warning {
	return Warning{Code: WarnGlyphs, Order: number, Message: "Order " + number + ": " + told, Remedy: remedies[WarnGlyphs], Facts: Facts{OrderID: orderID}}
}

// Blocked joins the sentences of the blocking warnings, "" when there are none.
func Blocked(all []Warning) string {
	var why []string
	for _, w := range all {
		if w.Blocking {
			why = append(why, w.Message)
		}
	}
	return strings.Join(why, " ")
}
