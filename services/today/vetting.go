package today

import (
	"github.com/dropledger/dropledger/services/vetting"
)

// vetting finds what the vetting of suppliers asks for: a stage that is proposed,
// and one item for each supplier with all that falls due there, about what is
// due first.
func (f *finder) vetting() error {
	waits, err := vetting.Waiting(f.q, f.today)
	if err != nil {
		return err
	}
	for _, p := range waits.Proposals {
		f.add(Item{
			Kind: StageWaits, Count: 1, NoStake: true, Place: Place{List: VettingList, Key: p.Supplier},
			Facts: Facts{Supplier: p.Supplier, Reason: p.Reason, Stage: p.To},
		})
	}
	at := map[string]*Item{}
	var order []*Item
	for _, d := range waits.Due {
		item := at[d.Supplier]
		if item == nil {
			item = &Item{Kind: VettingDue, NoStake: true, Place: Place{List: VettingList, Key: d.Supplier, Part: d.Kind}}
			item.Facts = Facts{Supplier: d.Supplier, Name: d.What, On: d.On}
			if d.Kind == vetting.DueRequalify {
				item.Facts.Name = ""
			}
			if d.Days <= 0 {
				item.Since = day(d.On)
			}
			at[d.Supplier], order = item, append(order, item)
		}
		item.Count++
	}
	for _, item := range order {
		f.add(*item)
	}
	return nil
}
