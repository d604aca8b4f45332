package orderbook

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Fact is one cost of the order as it is known now. Amount is in Currency, Home
// the same in the home currency; Rate turns one into the other.
type Fact struct {
	LineID     int64 // 0: of the whole order
	Type       string
	Level      int
	State      string // estimated, quoted, invoiced or settled
	Supplier   string // "" for none
	Amount     model.Amount
	Currency   model.Currency
	Rate       string
	RateDate   model.Date
	RateSource string
	Home       model.Amount
	Dated      model.Date
	Source     string // the document or rule it comes from
	EntryID    int64  // the journal entry that booked it
	Recorded   model.Instant
}

// readFacts reads the costs that were not replaced by better ones, by level.
func (d *Detail) readFacts(q *gorm.DB) error {
	return query.New(`SELECT COALESCE(f.line_id, 0), f.type, f.level, f.state, COALESCE(s.name, ''), f.amount, f.currency, f.rate, f.rate_date,
		f.rate_source, f.base_amount, f.dated, f.source, f.entry_id, f.recorded_at
		FROM cost_fact f LEFT JOIN supplier s ON s.id = f.supplier_id WHERE f.order_id = ? AND f.superseded_at = ''
		ORDER BY f.level, f.type, f.line_id, f.id`, d.ID).Rows(q, func(r query.Row) error {
		d.Facts = append(d.Facts, Fact{
			LineID: r.Int(0), Type: r.Text(1), Level: int(r.Int(2)), State: r.Text(3), Supplier: r.Text(4), Amount: r.Amount(5),
			Currency: model.Currency(r.Text(6)), Rate: r.Text(7), RateDate: model.Date(r.Text(8)), RateSource: r.Text(9), Home: r.Amount(10),
			Dated: model.Date(r.Text(11)), Source: r.Text(12), EntryID: r.Int(13), Recorded: model.Instant(r.Text(14)),
		})
		return nil
	})
}
