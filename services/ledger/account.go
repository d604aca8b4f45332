// Package ledger keeps the journal: balanced, immutable entries and the margin
// sheet beside them. It is the only code that writes postings.
//
// It must not know what an order, a fee or a supplier's offer is: callers bring
// finished postings with the ids they belong to.
package ledger

// Account is an account of the chart, by its id in the book.
type Account int64

// The accounts the program posts to; their codes and names stand in the book.
const (
	Bank             Account = 1
	Clearing         Account = 2 // what payment providers hold for the merchant
	CashOnDelivery   Account = 3
	Receivable       Account = 4
	SuppliersPayable Account = 5
	AccruedCosts     Account = 6 // supplier costs not yet invoiced
	TaxCollected     Account = 7
	DutiesCollected  Account = 8
	Equity           Account = 9
	Sales            Account = 10
	ShippingCharged  Account = 11
	Discounts        Account = 12
	Refunds          Account = 13
	ProductCost      Account = 14
	SupplierShipping Account = 15
	PaymentFees      Account = 16
	MarketplaceFees  Account = 17
	Tips             Account = 18
	ExchangeResult   Account = 19
	Stock            Account = 20 // the merchant's own goods at 3PLs
	StockSetApart    Account = 21 // sold from it and not yet left: credit; left for orders out of the books: debit
	DropFees         Account = 22
	PickPack         Account = 23
	StockDifferences Account = 24
	MonthlyFees      Account = 25 // receiving, storage and monthly fees of 3PLs, of no order
	Cards            Account = 26 // what was paid by card and the card's bank has not taken yet
)

// The ways a supplier is paid, by what a person calls them.
const (
	FromBank = "bank"
	FromCard = "card"
)

// PaidFrom is the account that a way of paying takes the money from.
func PaidFrom(way string) Account {
	if way == FromCard {
		return Cards
	}
	return Bank
}
