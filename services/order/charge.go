package order

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
)

// charges is what suppliers take for sending an order: drop fees, and what a
// 3PL takes for picking and packing own stock.
type charges struct {
	drop    sourcing.DropFees
	threepl stock.FeeTable
}

func loadCharges(q *gorm.DB) (charges, error) {
	var c charges
	var err error
	if c.drop, err = sourcing.LoadDropFees(q); err != nil {
		return c, err
	}
	c.threepl, err = stock.LoadFees(q)
	return c, err
}

// For lists the charges of the day on which the supplier was chosen.
func (c charges) For(s booking.Sending) []booking.Charge {
	var all []booking.Charge
	if f := c.drop.On(s.SupplierID, s.On); f != nil {
		amount := f.Amount
		switch f.Per {
		case "line":
			amount = amount.Times(model.Quantity(s.Lines))
		case "piece":
			amount = amount.Times(s.Pieces)
		}
		all = append(all, booking.Charge{Type: booking.DropFee, Amount: amount, Currency: f.Currency, Source: "drop fee from " + string(f.ValidFrom)})
	}
	if !s.Stock {
		return all
	}
	f := c.threepl.For(s.SupplierID, s.On)
	if amount := f.PickAndPack(s.Pieces); amount != 0 {
		all = append(all, booking.Charge{Type: booking.PickPack, Amount: amount, Currency: f.Currency, Source: "fee table of the 3PL on " + string(s.On)})
	}
	return all
}
