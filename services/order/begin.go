package order

import (
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
)

// Begin prepares merging in tx on the book's own rates, fees and offers. What
// is merged carries the import batch, 0 for none.
func Begin(tx *store.Tx, batch int64) (*Merger, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return nil, err
	}
	fees, err := fee.Rules(tx.DB)
	if err != nil {
		return nil, err
	}
	offers := sourcing.NewBook(tx.DB)
	return NewMerger(tx, booking.Sources{Home: home, Rates: rate.NewTable(tx.DB), Fees: fees, Costs: offers}, batch)
}
