package today

import "github.com/dropledger/dropledger/services/stocking"

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
