// Package stocking says which products are worth keeping in stock at a 3PL: what
// sells where by class of value, what a piece costs drop shipped and through the
// 3PL, from how many pieces a month stock is the cheaper way, when to order again
// and how much. It only reads, and what it does not know it says.
//
// It must not know how stock is kept, moved or bought.
package stocking

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Service works proposals out for one open book.
type Service struct {
	db   *store.DB
	kept *memo.Memory
}

// New returns the proposals of the book.
func New(db *store.DB) *Service { return &Service{db, memo.New(db)} }

// Verdict is what a proposal comes to.
type Verdict string

// The verdicts, the most welcome first.
const (
	Pays     Verdict = "stock"             // stock is cheaper, with all fixed fees on this product alone
	Together Verdict = "stock_together"    // a piece is cheaper from stock, but the fixed fees need more products
	Dropship Verdict = "dropship"          // drop shipping stays the cheaper way
	Open     Verdict = "unknown"           // a price or fee is missing
	NoPlace  Verdict = "no_3pl"            // no 3PL is entered that serves the region
	Few      Verdict = "not_enough_orders" // too little was sold to say anything
)

// Verdicts lists them, the most welcome first.
func Verdicts() []Verdict { return []Verdict{Pays, Together, Dropship, Open, NoPlace, Few} }

// Kinds of lines in the calculation of a proposal.
const (
	LineGoods      = "goods"
	LineFreight    = "freight" // of the supplier's parcels, or inbound to the 3PL
	LineDropFee    = "drop_fee"
	LineDuty       = "duty"
	LineConversion = "conversion"
	LineReceiving  = "receiving"
	LineStorage    = "storage"
	LinePick       = "pick_pack"
	LinePostage    = "postage"
	LineCapital    = "capital"
	LineAccount    = "account_fee"
	LineMinimum    = "minimum"
)

// Line is one line of the comparison: what a month costs by either way in the
// book's currency, nil where the way has no such cost. The lines of a way add up
// to its total.
type Line struct {
	Kind  string         `json:"kind"`
	Drop  *record.Amount `json:"dropship"`
	Stock *record.Amount `json:"stock"`
	Text  string         `json:"text,omitempty"`
}

// Lead is how long a delivery to the 3PL takes in days, and whose word that is.
type Lead struct {
	Days       decimal.Decimal `json:"days"`
	Sigma      decimal.Decimal `json:"sigma"`
	Deliveries int             `json:"deliveries"` // that were measured, 0 where the supplier's own days count
	Text       string          `json:"text"`
}

// Stock is what lies at the 3PL and is on its way there.
type Stock struct {
	OnHand   model.Quantity `json:"on_hand"`
	Reserved model.Quantity `json:"reserved"`
	Coming   model.Quantity `json:"coming"`
}

// Order is what to order now.
type Order struct {
	SupplierID int64          `json:"-"`
	PlaceID    int64          `json:"-"`
	ProductID  int64          `json:"-"`
	Supplier   string         `json:"supplier"`
	Quantity   model.Quantity `json:"quantity"`
	MOQ        model.Quantity `json:"moq"`
	Multiple   model.Quantity `json:"multiple"`
	Unit       record.Amount  `json:"unit_price"`
	Total      record.Amount  `json:"total"`
	Currency   model.Currency `json:"currency"`
}

// Proposal is what is known of a product in a region. Amounts are in the book's
// currency; what is not known is nil, and Unknown says why. A month has 30 days.
type Proposal struct {
	ProductID int64            `json:"-"`
	PlaceID   int64            `json:"-"`
	Region    string           `json:"region"`
	SKU       string           `json:"sku"`
	Name      string           `json:"name"`
	Currency  model.Currency   `json:"currency"` // of all amounts but those of Order
	Verdict   Verdict          `json:"verdict"`
	Says      string           `json:"says"`
	Orders    int64            `json:"orders"`
	Units     int64            `json:"units"`
	Countries []Share          `json:"countries"`
	Class     string           `json:"class"`
	Value     record.Amount    `json:"value"` // contribution in the period: what was earned after goods and fulfilment
	SharePct  *decimal.Decimal `json:"share_pct"`
	PerDay    decimal.Decimal  `json:"per_day"`
	Sigma     decimal.Decimal  `json:"sigma"`
	PerMonth  decimal.Decimal  `json:"per_month"`
	WeeklyCV  *decimal.Decimal `json:"weekly_variation"` // deviation over mean of the weeks
	Days      int              `json:"days"`             // of sales that were looked at

	MoreOrders int `json:"orders_needed"` // before anything can be said
	MoreDays   int `json:"days_needed"`

	Place        string         `json:"threepl"`
	Lead         *Lead          `json:"lead_time"`
	DropUnit     *record.Amount `json:"dropship_unit_cost"`
	StockUnit    *record.Amount `json:"stock_unit_cost"` // without the fixed fees
	Breakeven    *int64         `json:"breakeven_units"` // a month, rounded up
	BreakevenIs  string         `json:"breakeven_says"`  // how it is worked out, "" without one
	Curve        []Point        `json:"curve"`           // what a month costs by units, from none on
	Saving       *record.Amount `json:"saving"`          // a month, with all fixed fees
	DropDays     *int           `json:"dropship_days"`
	StockDays    *int           `json:"stock_days"`
	DaysFaster   *int           `json:"days_faster"`
	SafetyStock  *int64         `json:"safety_stock"`
	ReorderPoint *int64         `json:"reorder_point"`
	Stock        Stock          `json:"stock"`
	Order        *Order         `json:"order"`   // nil where nothing can be ordered
	Capital      *record.Amount `json:"capital"` // tied up on average
	Lines        []Line         `json:"lines"`
	DropTotal    *record.Amount `json:"dropship_month"`
	StockTotal   *record.Amount `json:"stock_month"`
	Unknown      []string       `json:"unknown"`
	Notes        []string       `json:"notes"`

	shippers map[string][]string // who drop ships to which countries
	target   model.Quantity      // free and coming pieces that the region needs
	month    months
}

// Point is what a month costs by either way if so many pieces sell, at what a
// piece costs now.
type Point struct {
	Units int64         `json:"units"`
	Drop  record.Amount `json:"dropship"`
	Stock record.Amount `json:"stock"`
}

// months are the parts of a month that several products share.
type months struct {
	saving         decimal.Decimal // without the 3PL's fixed fees
	charged        decimal.Decimal // what the 3PL takes for the product itself
	fixed, minimum decimal.Decimal // of the 3PL
	capital        decimal.Decimal
}

// Share is how many pieces went to a country.
type Share struct {
	Country string `json:"country"`
	Units   int64  `json:"units"`
}

// Plan is what stocking all products that are cheaper from stock saves at one
// 3PL, its fixed fees counted once.
type Plan struct {
	Place    string        `json:"threepl"`
	Products int           `json:"products"`
	Units    int64         `json:"units"` // a month
	Fixed    record.Amount `json:"fixed"`
	Saving   record.Amount `json:"saving"`
	Capital  record.Amount `json:"capital"`
}

// Result is all proposals: of classes A and B, the most welcome first.
type Result struct {
	From       model.Date      `json:"from"`
	To         model.Date      `json:"to"`
	Currency   model.Currency  `json:"currency"`
	ServicePct decimal.Decimal `json:"service_pct"`
	CoverDays  int             `json:"cover_days"`
	Orders     int             `json:"orders_least"`
	Proposals  []Proposal      `json:"rows"`
	Count      int             `json:"count"`
	Plans      []Plan          `json:"plans"`
	Rest       int             `json:"left_out"` // of class C
	Notes      []string        `json:"notes"`
}

// Proposals works all out, unless nothing was changed since it did so last.
func (s *Service) Proposals(ctx context.Context) (*Result, error) {
	return memo.Recall(ctx, s.kept, "proposals", func() (r *Result, err error) {
		err = s.db.Read(ctx, func(q *gorm.DB) error {
			r, err = propose(q, s.db.Today())
			return err
		})
		return r, err
	})
}
