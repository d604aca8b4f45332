package score

import (
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
)

// Way is a supplier's way to a country; without a country it is all its ways.
type Way struct {
	Supplier int64
	Country  string
}

// Arrivals are how long orders took from when the supplier was asked to the door.
// What is overdue and has not come, lost parcels among it, counts with the days
// that went by so far, and never with fewer than the slowest that came: a supplier
// that loses parcels is not faster for it. What is not due yet says nothing.
type Arrivals struct{ came, missing []int }

// ReadArrivals reads the times of the orders of which suppliers were asked, or which
// came in, on a day or later, as they stand today: the same facts as a score's.
func ReadArrivals(q *gorm.DB, today, since model.Date) (map[Way]*Arrivals, error) {
	r, err := loadRules(q, today)
	if err != nil {
		return nil, err
	}
	d := &reader{q: q, r: r, today: r.today, days: days{}, books: map[int64]*book{}}
	all, first := map[Way]*Arrivals{}, ordinal(since)
	err = d.orders(func(f *fact) {
		from := f.asking()
		if from < first {
			return
		}
		v := f.judge(r.today)
		if v.lead < 0 {
			return
		}
		ways := []Way{{f.supplier, ""}, {f.supplier, f.lane.country}}
		if f.lane.country == "" {
			ways = ways[:1]
		}
		for _, w := range ways {
			t := all[w]
			if t == nil {
				t = &Arrivals{}
				all[w] = t
			}
			if v.lead == endless {
				t.missing = append(t.missing, r.today-from)
			} else {
				t.came = append(t.came, v.lead)
			}
		}
	})
	for _, t := range all {
		slices.Sort(t.came)
		slices.Sort(t.missing)
	}
	return all, err
}

// Orders is how many are counted, Missing how many of them have not come.
func (t *Arrivals) Orders() int { return len(t.came) + len(t.missing) }

// Missing is how many of the orders are overdue and have not come.
func (t *Arrivals) Missing() int { return len(t.missing) }

// Within is in how many days a share of the orders arrives, rounded up to whole
// days; came is false where that many do not, and the days are those so far. There
// must be one order at least. Source: domain rule 3.5, oracle SC-17.
func (t *Arrivals) Within(share decimal.Decimal) (days int, came bool) {
	values := make([]decimal.Decimal, 0, t.Orders())
	slowest := 0
	for _, n := range t.came {
		slowest = n
		values = append(values, decimal.NewFromInt(int64(n)))
	}
	for _, n := range t.missing {
		values = append(values, decimal.NewFromInt(int64(max(n, slowest))))
	}
	at := share.Mul(decimal.NewFromInt(int64(len(values) - 1)))
	return int(calc.Percentile(values, share).Decimal.Ceil().IntPart()), at.LessThanOrEqual(decimal.NewFromInt(int64(len(t.came) - 1)))
}
