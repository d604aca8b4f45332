package today

import "github.com/dropledger/dropledger/services/marketplace"

// byHand finds the approved orders that a person places on marketplaces.
func (f *finder) byHand() error {
	stalls, err := marketplace.Stalls(f.q)
	i := Item{Kind: ToPlace, NoStake: true}
	for _, s := range stalls {
		if s.Ready == 0 {
			continue
		}
		if i.Count == 0 {
			i.Facts.Supplier, i.Place = s.Supplier, Place{List: HandList, Key: s.Supplier}
		}
		i.Count += s.Ready
	}
	if i.Count > 0 {
		f.add(i)
	}
	return err
}
