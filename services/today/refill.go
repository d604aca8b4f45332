package today

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/stocking"
)

// refills finds the replenishments that wait for approval, or to leave: no
// customer's order tells of them. The oldest one is told.
func (f *finder) refills() error {
	i := Item{Kind: ToRefill, Place: Place{List: ReviewList}}
	err := query.New(`SELECT p.number, s.name, p.total, p.currency, p.rate, p.created_at FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
		WHERE `+waitingRefill+` ORDER BY p.id DESC`).Rows(f.q, func(r query.Row) error {
		i.Count++
		i.Facts.Purchase, i.Facts.Supplier, i.Since = r.Text(0), r.Text(1), model.Instant(r.Text(5))
		value, err := f.convert(r.Amount(2), model.Rate{From: model.Currency(r.Text(3)), To: f.home}, r.Text(4))
		i.Stake = i.Stake.Add(value)
		return err
	})
	if i.Count > 0 {
		f.add(i)
	}
	return err
}

// waitingRefill are the replenishments on the approval: of purchase_order.
const waitingRefill = `kind = 'replenishment' AND state IN ('draft', 'approved')`

// refill finds own stock that is to be ordered again: one item, about the stock
// that lasts the shortest. What is on its way counts as there.
func (f *finder) refill() error {
	levels, err := stocking.Levels(f.q, f.today)
	if err != nil {
		return err
	}
	item := Item{Kind: StockLow, NoStake: true, Place: Place{List: StockList}}
	var first *stocking.Level
	for i := range levels {
		l := &levels[i]
		if !l.Low {
			continue
		}
		item.Count++
		if first == nil || cover(l) < cover(first) {
			first = l
		}
	}
	if first == nil {
		return nil
	}
	item.Facts = Facts{Supplier: first.Place, SKU: first.SKU, Name: first.Name, Left: first.Free}
	f.add(item)
	return nil
}

// cover is how many days stock lasts; of what nobody orders it lasts for ever.
func cover(l *stocking.Level) int {
	if l.DaysOfCover == nil {
		return 1 << 30
	}
	return *l.DaysOfCover
}
