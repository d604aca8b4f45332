package orderbook

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Band is how much of its net revenue an order leaves as CM2.
type Band string

// The bands. Unknown are orders that are not booked, or of which a cost is not
// known, or that brought nothing and cost nothing.
const (
	BandNegative Band = "negative" // it costs more than it brings
	BandThin     Band = "thin"     // under 10 %
	BandFair     Band = "fair"     // under 30 %
	BandGood     Band = "good"     // 30 % and more
	BandUnknown  Band = "unknown"
)

// Bands lists the bands, the worst first.
func Bands() []Band { return []Band{BandNegative, BandThin, BandFair, BandGood, BandUnknown} }

// Column is what the list is sorted by.
type Column string

// The columns.
const (
	ByNumber   Column = "number"
	ByPlaced   Column = "placed"
	ByCustomer Column = "customer"
	ByCountry  Column = "country"
	ByShop     Column = "shop"
	ByLines    Column = "lines"
	ByTotal    Column = "total"
	ByCM2      Column = "cm2"
	ByPercent  Column = "cm2_percent"
	ByState    Column = "state"
)

// Sort is one column to sort by. Orders of which it is not known come last,
// either way.
type Sort struct {
	By   Column
	Down bool
}

// Query says which orders are wanted. What is empty does not narrow; of several
// values of one kind any will do, and all kinds must fit.
type Query struct {
	// Words are looked for in the number, the customer's name, company, e-mail
	// and city, and in the SKUs and names of the lines; each must occur somewhere.
	Words string

	States    []string     // of order.States; see order.OpenStates
	Placed    model.Period // the civil day in the shop's zone
	Shops     []int64
	Suppliers []int64 // whose cost a line carries; 0: a line nobody's cost is known of
	Countries []string
	Bands     []Band
	Products  []int64
	Archived  bool // those that were put away, instead of the others
	Unbooked  bool // only those that are kept out of the books
	Unsure    bool // only those of which a purchase order may or may not have left

	// Sort is by the first column, among equals by the next. Then, and when it is
	// empty, the newest comes first.
	Sort []Sort
}

// Row is one order of the list. Total, Net and CM2 are in the home currency.
type Row struct {
	ID       int64
	Number   string
	Placed   model.Instant
	PlacedOn model.Date // in the shop's zone
	Customer string
	Country  string // ISO code of the ship-to, "" unknown
	Shop     string
	Lines    int // that hold goods
	Currency model.Currency
	Own      model.Amount     // what the customer pays, with tax, in Currency
	Total    model.Amount     // the same, unless NoTotal
	NoTotal  bool             // there is no exchange rate for it
	Net      model.Amount     // net revenue as the margin sheet has it
	CM2      model.Amount     // unless NoCM2
	NoCM2    bool             // not in the books, or a cost is not known
	Percent  *decimal.Decimal // CM2 of net revenue with one decimal, nil when undefined
	State    string           // of order.States
	Held     string           // why its first held line waits, "" for none
	HeldCode string           // the code of that reason
	Unsure   bool             // nobody knows whether a purchase order of it left
	Unbooked bool             // kept out of the books
	Tags     string           // as the shop has them
}

// Totals are sums over all orders found, in the home currency. Orders without a
// total or a CM2 are not in the sums; they are counted.
type Totals struct {
	Total, Net, CM2 model.Amount
	NoTotal, NoCM2  int
}

// Facet is one value a filter can have: how many orders would be found with it,
// the filter's present values aside.
type Facet struct {
	ID    int64  // of a shop or supplier
	Code  string // a state, country or band
	Name  string // of a shop or supplier
	Count int
}

// Facets are the values of the filters with orders behind them, those with the
// most orders first; states and bands in their own order.
type Facets struct {
	States, Shops, Suppliers, Countries, Bands []Facet
}

// band tells the order's band.
func (e *entry) band() Band {
	switch {
	case !e.knowsCM2() || e.net == 0 && e.cm2 == 0:
		return BandUnknown
	case e.cm2 < 0:
		return BandNegative
	case e.net <= 0:
		return BandUnknown
	case e.cm2 < share(e.net, 10):
		return BandThin
	case e.cm2 < share(e.net, 30):
		return BandFair
	}
	return BandGood
}

// share is a percentage of a, rounded up: x < share(a, p) exactly when x is less
// than p % of a.
func share(a model.Amount, percent int64) model.Amount {
	whole, rest := int64(a)/100, int64(a)%100
	return model.Amount(whole*percent + (rest*percent+99)/100)
}

// percent is the CM2 percentage, nil when it is undefined.
func (e *entry) percent() *decimal.Decimal {
	if !e.knowsCM2() {
		return nil
	}
	p, ok := model.PercentOf(e.cm2, e.net, 1)
	if !ok {
		return nil
	}
	return &p
}
