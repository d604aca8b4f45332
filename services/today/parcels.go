package today

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
)

// parcels finds what needs a person on the way to customers, one item for each
// concern; a row counts for its most urgent one only.
func (f *finder) parcels() error {
	rows, err := parcel.Attention(f.q, f.today)
	if err != nil {
		return err
	}
	found := map[parcel.Concern]*Item{}
	for i := range rows {
		r := &rows[i]
		c := r.Attention[0]
		item := found[c]
		if item == nil {
			item = &Item{Kind: Kind(c), NoStake: true, Place: Place{List: ParcelList, Key: string(c)}}
			found[c] = item
		}
		item.Count++
		if since := day(r.Since(c)); item.Count == 1 || since != "" && since < item.Since {
			item.Since, item.Facts.Supplier, item.Facts.Purchase, item.Facts.Order = since, r.Supplier, r.Purchase, ""
			if len(r.Orders) > 0 {
				item.Facts.Order = r.Orders[0]
			}
		}
	}
	for _, c := range parcel.Concerns() {
		if found[c] != nil {
			f.add(*found[c])
		}
	}
	return nil
}

// day is the first moment of a day.
func day(d model.Date) model.Instant {
	if d == "" {
		return ""
	}
	return model.InstantOf(d.Time())
}
