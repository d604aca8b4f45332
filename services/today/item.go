package today

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Group gathers items by how urgent they are.
type Group string

// The groups, the most urgent first.
const (
	Risk    Group = "risk"    // money is being lost
	Forward Group = "forward" // orders on their way to suppliers
	Parcels Group = "parcels" // parcels on their way to customers
	Supply  Group = "supply"  // prices and stock
	Books   Group = "books"   // what the books and the book file need
)

// Groups lists the groups in their order.
func Groups() []Group { return []Group{Risk, Forward, Parcels, Supply, Books} }

// Kind is what an item is about.
type Kind string

// The kinds, within each group the most urgent first.
const (
	Unbalanced    Kind = "unbalanced"     // the last check found that the books do not agree
	Losing        Kind = "losing"         // open orders that cost more than they bring and have not left
	ClaimDue      Kind = "claim_due"      // cases of one supplier of which nothing was claimed, and the last day is near
	Unsure        Kind = "unsure"         // purchase orders of which nobody knows whether they left
	ToAmend       Kind = "to_amend"       // orders the shop changed after they left
	ChangeRefused Kind = "change_refused" // changes a supplier refused lately, or that did not arrive
	ChangeOpen    Kind = "change_open"    // changes a supplier did not answer
	ToForward     Kind = "to_forward"     // orders that have a supplier and have not left
	ToRefill      Kind = "to_refill"      // replenishments that wait for approval, or to leave
	ToPlace       Kind = "to_place"       // approved orders that a person places on a marketplace
	Held          Kind = "held"           // orders with a line that waits, one item for each reason
	ToRoute       Kind = "to_route"       // orders for which no supplier was chosen
	IsLost        Kind = "lost"           // parcels that were lost and not sent again
	PastDue       Kind = "past_due"       // parcels whose promised day is over
	CameBack      Kind = "returned"       // parcels that came back and were not sent again
	Customs       Kind = "customs"        // parcels that customs hold
	Short         Kind = "short"          // purchase orders that arrived, with pieces missing
	NoMovement    Kind = "no_movement"    // parcels of which nothing was heard
	NoTracking    Kind = "no_tracking"    // purchase orders without a tracking number
	Verify        Kind = "verify"         // delivered parcels of which nobody asked whether all is well
	NoAnswer      Kind = "no_answer"      // purchase orders the supplier did not confirm
	StockLow      Kind = "stock_low"      // own stock at a 3PL that is to be ordered again
	StockGone     Kind = "stock_gone"     // a product sold lately that no supplier has any more
	PriceRose     Kind = "price_rose"     // a supplier asks more
	PriceFell     Kind = "price_fell"     // a supplier asks less
	StageWaits    Kind = "stage_waits"    // the facts speak for another stage of a supplier
	VettingDue    Kind = "vetting_due"    // vettings, papers, talks and improvements of one supplier
	OutOfBooks    Kind = "out_of_books"   // orders that cannot be booked, mostly for want of an exchange rate
	CustomsData   Kind = "customs_data"   // open orders cross a border with products that lack customs data
	BackupOld     Kind = "backup_old"     // the newest backup is older than a day, or there is none
)

// Verb is what is done about an item.
type Verb string

// The verbs.
const (
	Review Verb = "review" // look orders over and let them leave
	Settle Verb = "settle" // say what became of a purchase order
	Follow Verb = "follow" // ask the supplier, tell the customer
	ByHand Verb = "place"  // order there by hand
	Route  Verb = "route"  // choose suppliers
	Decide Verb = "decide" // keep the price, pass it on, or buy elsewhere
	Refill Verb = "refill" // order goods for a 3PL
	Pause  Verb = "pause"  // stop selling it, or find another source
	Enter  Verb = "enter"  // enter what is missing
	BackUp Verb = "back_up"
	Look   Verb = "look"
)

// List is where the rows behind an item are.
type List string

// The lists.
const (
	OrderList   List = "orders"     // narrowed by Place.Query
	ReviewList  List = "forwarding" // the approval of what is to leave
	OutboxList  List = "outbox"     // narrowed by Place.Key, a state
	HandList    List = "assistant"  // the walk through the supplier Place.Key
	ParcelList  List = "parcels"    // narrowed by Place.Key, a concern
	ProductList List = "products"   // the product Place.Key, a SKU; all that lack customs data without
	VettingList List = "supplier"   // the page of the supplier Place.Key, a name
	StockList   List = "stock"      // the own stock that is low
	BackupList  List = "backups"
	CheckList   List = "check"
)

// Place is a list and what of it is meant.
type Place struct {
	List  List
	Key   string
	Part  string // of what falls due first, its kind: VettingList
	Query orderbook.Query
}

// Item is one thing that waits.
type Item struct {
	Kind    Kind
	Group   Group
	Verb    Verb
	Place   Place
	Count   int           // how many orders, purchase orders or products it stands for
	Since   model.Instant // since when the oldest of them waits, "" unknown
	Stake   model.Amount  // what is at stake in the home currency
	NoStake bool          // what is at stake is not known
	Facts   Facts
}

// Facts are what is to be told about an item beside. Which are set depends on
// its kind.
type Facts struct {
	Order     string          // number of the first order: Held, Losing, ToRoute, OutOfBooks, ClaimDue
	Reason    string          // a sentence: Held, OutOfBooks, Unbalanced
	Code      string          // of the reason: Held
	Purchase  string          // number of the first purchase order: Unsure, ToRefill
	Purchases int             // how many purchase orders: ToForward
	Supplier  string          // Unsure, ToRefill, StockGone, prices; of the first cut-off: ToForward; ClaimDue
	Cutoff    model.TimeOfDay // the first one on the suppliers' clocks, "" none: ToForward
	SKU, Name string          // StockLow, StockGone, prices; the first product: CustomsData
	Shops     int             // that list the product: StockGone
	Sold      model.Quantity  // pieces in the last 30 days: StockGone, prices
	Old, New  model.Amount    // a piece, in Currency: prices
	Currency  model.Currency
	Percent   decimal.Decimal // by how much it changed, one decimal: prices
	Left      model.Quantity  // free pieces: StockLow
	Stage     model.Stage     // that is proposed: StageWaits
	On        model.Date      // from when: prices; the last day: ClaimDue; counted: StockGone; newest backup, "" none: BackupOld
}

// Sums is a group with its items, the one with the most at stake first within
// each kind.
type Sums struct {
	Group Group
	Items []Item
	Stake model.Amount // of all items whose stake is known
}

// Work is the list of what waits. Groups without items are left out.
type Work struct {
	Home   model.Currency
	Groups []Sums
	Count  int
}
