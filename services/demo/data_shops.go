package demo

import "github.com/dropledger/dropledger/model"

// The business.
var business = [][2]string{
	{"book.name", "Northlight Home"},
	{"book.currency", "EUR"},
	{"book.country", "DE"},
	{"merchant.name", "Northlight Home GmbH"},
	{"merchant.address1", "Am Leuchtturmkai 14"},
	{"merchant.zip", "20457"},
	{"merchant.city", "Hamburg"},
	{"merchant.country", "DE"},
	{"merchant.email", "purchasing@example.com"},
	{"merchant.phone", "+49 40 66969 140"},
	{"stocking.history_days", "365"},
	{"stocking.least_orders", "10"},
	{"stocking.capital_percent", "8"},
	{"stocking.freight_per_kg", "0.90"},
}

// outlet is one of the merchant's shops. Amounts are in cents of its currency.
type outlet struct {
	name, platform, zone string
	currency             model.Currency
	onDelivery           bool // customers pay as the parcel is handed over
	tax                  model.TaxMode
	share                int // of a hundred orders
	prefix               string
	first                int      // number of the first order
	home                 string   // where parcels are cheap to send
	shipping, free       [2]int64 // the charge, and from which subtotal on there is none: at home and abroad
	tips                 int      // percent of the orders
	markets              []card[string]
	methods              []card[string]
	far                  string // a country of which orders come that no supplier ships to, "" none
	done, open           []card[fate]
	show                 []fate // of the first open orders, so that any sample has them
}

const bankTransfer = "Bank Deposit"

var outlets = []outlet{
	{
		name: "Northlight Home", platform: "shopify", zone: "Europe/Berlin", currency: "EUR", tax: model.TaxIncluded, share: 66,
		prefix: "#", first: 1001, home: "DE", shipping: [2]int64{490, 990}, free: [2]int64{7_900, 14_900}, tips: 2,
		markets: []card[string]{{"DE", 54}, {"AT", 12}, {"CH", 7}, {"NL", 7}, {"FR", 6}, {"BE", 3}, {"GB", 4}, {"IT", 2}, {"ES", 2}, {"DK", 2}, {"PL", 1}},
		methods: []card[string]{{"Shopify Payments", 60}, {"PayPal Express Checkout", 30}, {bankTransfer, 10}},
		far:     "IS",
		done:    []card[fate]{{sent, 84}, {partRefunded, 5}, {returned, 4}, {calledOff, 3}, {neverPaid, 2}, {voided, 2}},
		open:    []card[fate]{{waits, 18}, {unpaid, 2}, {authorised, 1}, {soldOut, 1}, {tooFar, 1}, {partSent, 2}, {justSent, 3}},
		show:    []fate{unpaid, soldOut, partSent, tooFar},
	},
	{
		name: "Northlight US", platform: "marketplace", zone: "America/New_York", currency: "USD", tax: model.TaxAdded, share: 24,
		prefix: "US-", first: 2001, home: "US", shipping: [2]int64{595, 1_495}, free: [2]int64{7_500, 15_000}, tips: 9,
		markets: []card[string]{{"US", 90}, {"CA", 10}},
		methods: []card[string]{{"Card", 80}, {"Wallet", 20}},
		done:    []card[fate]{{sent, 83}, {partRefunded, 5}, {returned, 6}, {calledOff, 3}, {neverPaid, 1}, {voided, 2}},
		open:    []card[fate]{{waits, 9}, {authorised, 1}, {calledOff, 1}, {partSent, 1}, {justSent, 1}},
	},
	{
		name: "Northlight Casa", platform: "woocommerce", zone: "Europe/Rome", currency: "EUR", onDelivery: true, tax: model.TaxIncluded, share: 10,
		prefix: "IT-", first: 501, home: "IT", shipping: [2]int64{690, 690}, free: [2]int64{9_900, 9_900},
		markets: []card[string]{{"IT", 1}},
		methods: []card[string]{{"Cash on Delivery (COD)", 1}},
		done:    []card[fate]{{sent, 44}, {refused, 4}, {neverPaid, 1}, {returned, 1}},
		open:    []card[fate]{{waits, 5}, {justSent, 1}},
	},
}

// charge is a fee rule, and what it becomes so many days before today; 0 never.
type charge struct {
	name, shop, kind string
	base             model.FeeBase
	percent          string
	fixed, least     int64 // cents
	currency         model.Currency
	kept             bool
	changed          int
	then             string // the percentage from then on
}

var charges = []charge{
	{name: "Shopify Payments", shop: "Northlight Home", kind: "payment_fee", base: model.BaseItemShippingTax, percent: "2.1", fixed: 30, currency: "EUR", kept: true, changed: 168, then: "1.8"},
	{name: "Card payments US", shop: "Northlight US", kind: "payment_fee", base: model.BaseItemShippingTax, percent: "2.9", fixed: 30, currency: "USD", kept: true, changed: 121, then: "2.7"},
	{name: "Collection on delivery", shop: "Northlight Casa", kind: "payment_fee", base: model.BaseItemShippingTax, percent: "1.5", fixed: 190, least: 290, currency: "EUR", kept: true, changed: 75, then: "1.9"},
	{name: "Marketplace commission US", shop: "Northlight US", kind: "marketplace_fee", base: model.BaseItemShipping, percent: "6.5", currency: "USD"},
}

// priced is a currency and what one unit of it was worth at first, in
// hundred-thousandths of a euro.
type priced struct {
	currency model.Currency
	worth    int
}

var currencies = []priced{{"USD", 91_640}, {"GBP", 116_820}, {"CNY", 12_730}}

// coupon lowers an order by a percentage of its goods.
type coupon struct {
	code    string
	percent int64
}

var (
	welcome   = coupon{"WELCOME10", 10}
	friends   = coupon{"FRIENDS5", 5}
	blackWeek = coupon{"BLACKWEEK20", 20}
)

const freeShipping = "SHIPFREE"

// remarks are what customers write to an order.
var remarks = []string{
	"Please leave the parcel with the neighbours on the ground floor.",
	"This is a present: no invoice in the parcel, please.",
	"The bell does not work, please knock.",
	"Second try, my first order had the wrong house number.",
	"Could you send both pieces in one parcel?",
}
