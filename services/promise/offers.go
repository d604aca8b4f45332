package promise

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// lane is a way from a supplier.
type lane struct {
	model.Lane
	supplier int64 // 0: none
	name     string
	country  string
}

// offer is what a supplier needs for an article to a country.
type offer struct {
	lane
	to       string // "*": everywhere else
	currency model.Currency
	cost     model.Amount // a piece with its shipping
	days     model.Period
}

// offers are those of all suppliers that receive orders, by article.
type offers struct {
	by    map[int64][]offer
	ships map[int64]map[string]bool // by supplier, where it ships to
	rates *rate.Table
	home  model.Currency
	value map[price]price // of amounts in the home currency
}

type price struct {
	amount   model.Amount
	currency model.Currency
	day      model.Date
}

const selectOffers = `SELECT f.product_id, s.id, s.name, s.country, s.handling_days, s.cutoff, f.currency, f.cost + w.cost, w.country, COALESCE(w.days_p50, -1),
	COALESCE(w.days_p90, -1), f.valid_from, f.valid_to
	FROM offer f JOIN supplier s ON s.id = f.supplier_id JOIN offer_shipping w ON w.offer_id = f.id
	WHERE f.archived_at = '' AND s.archived_at = '' AND s.stage IN ('trial', 'approved', 'probation') AND (w.days_p50 IS NOT NULL OR w.days_p90 IS NOT NULL)
	ORDER BY f.product_id, f.id`

func readOffers(q *gorm.DB) (*offers, error) {
	o := &offers{by: map[int64][]offer{}, ships: map[int64]map[string]bool{}, rates: rate.NewTable(q), value: map[price]price{}}
	var err error
	if o.home, err = setting.Home(q); err != nil && model.CodeOf(err) != model.NotFound {
		return nil, err
	}
	words := query.Words{}
	err = query.New(selectOffers).Rows(q, func(r query.Row) error {
		f := offer{to: words.Of(r.Text(8)), currency: model.Currency(words.Of(r.Text(6))), cost: r.Amount(7), days: model.Period{From: model.Date(r.Text(11)), To: model.Date(r.Text(12))}}
		f.lane = lane{supplier: r.Int(1), name: words.Of(r.Text(2)), country: words.Of(r.Text(3))}
		f.Handling, f.Cutoff, f.Fast, f.Slow = int(r.Int(4)), model.TimeOfDay(words.Of(r.Text(5))), int(r.Int(9)), int(r.Int(10))
		if f.Slow < 0 {
			f.Slow = f.Fast
		}
		if f.Fast < 0 {
			f.Fast = f.Slow
		}
		o.by[r.Int(0)] = append(o.by[r.Int(0)], f)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return o, query.New(`SELECT supplier_id, country FROM supplier_destination`).Rows(q, func(r query.Row) error {
		if o.ships[r.Int(0)] == nil {
			o.ships[r.Int(0)] = map[string]bool{}
		}
		o.ships[r.Int(0)][r.Text(1)] = true
		return nil
	})
}

// best is the way of the supplier that is cheapest for a piece of the article
// with its shipping, which is who would most likely be chosen; of two equally
// cheap ones the faster. One whose currency has no rate comes last.
func (o *offers) best(product int64, to *waiting) (lane, bool) {
	type found struct {
		offer *offer
		cost  model.Amount
		known bool
	}
	var best found
	all := o.by[product]
	for i := range all {
		f := &all[i]
		if !f.days.Contains(to.on) || !o.reaches(f, to.country, all) {
			continue
		}
		now := found{offer: f}
		now.cost, now.known = o.worth(price{f.cost, f.currency, to.on})
		switch {
		case best.offer == nil, now.known && !best.known:
			best = now
		case now.known == best.known && (now.cost < best.cost || now.cost == best.cost && f.Slow < best.offer.Slow):
			best = now
		}
	}
	if best.offer == nil {
		return lane{}, false
	}
	return best.offer.lane, true
}

// reaches tells whether an offer's shipping is the one that holds for a country:
// its own, or that of everywhere else where the supplier names no own.
func (o *offers) reaches(f *offer, country string, all []offer) bool {
	if ships := o.ships[f.supplier]; !ships["*"] && !ships[country] {
		return false
	}
	if f.to == country {
		return true
	}
	if f.to != "*" {
		return false
	}
	for i := range all {
		if all[i].supplier == f.supplier && all[i].to == country && all[i].days == f.days {
			return false
		}
	}
	return true
}

// worth is an amount in the home currency, remembered.
func (o *offers) worth(p price) (model.Amount, bool) {
	if p.currency == o.home {
		return p.amount, true
	}
	if v, ok := o.value[p]; ok {
		return v.amount, v.currency != ""
	}
	var v price
	if r, err := o.rates.On(p.day, p.currency, o.home); err == nil {
		if a, err := r.Convert(p.amount); err == nil {
			v = price{a, o.home, p.day}
		}
	}
	o.value[p] = v
	return v.amount, v.currency != ""
}
