package promise

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/setting"
)

// Basis says what an estimate was reckoned on.
type Basis string

// The bases.
const (
	ByDeliveries Basis = "deliveries" // what the supplier's parcels really took
	ByOffer      Basis = "offer"      // what the supplier says
)

// enough is how many parcels must have arrived before they say more than the
// supplier does.
const enough = 20

// window is how many days back deliveries count.
const window = 365

// Estimate is how many days an article takes to a country, from the order to the
// door: half of the parcels arrive by From, nine of ten by To. Deliveries is how
// many of the supplier's parcels arrived there within a year.
type Estimate struct {
	SKU        string `json:"sku"`
	Name       string `json:"name"`
	Country    string `json:"country"`
	Supplier   string `json:"supplier"`
	From       int    `json:"days_from"`
	To         int    `json:"days_to"`
	Basis      Basis  `json:"basis"`
	Deliveries int    `json:"deliveries"`
}

// Estimates reckons every article in use that has an offer for every country the
// shop sold to within a year and every one that an offer names, on the supplier
// who is cheapest for it.
func (s *Service) Estimates(ctx context.Context) ([]Estimate, error) {
	all := []Estimate{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		e := estimating{today: s.db.Today()}
		if err := e.read(q); err != nil {
			return err
		}
		return query.New(`SELECT id, sku, name FROM product WHERE archived_at = '' ORDER BY sku`).Rows(q, func(r query.Row) error {
			for _, country := range e.countries {
				if one, ok := e.of(r.Int(0), country); ok {
					one.SKU, one.Name = r.Text(1), r.Text(2)
					all = append(all, one)
				}
			}
			return nil
		})
	})
	return all, err
}

// way is a supplier's way to a country.
type way struct {
	supplier int64
	country  string
}

// took are the parcels of a way: the days of those that arrived, and of those that
// did not how many days they are under way; a lost one never arrives.
type took struct {
	arrived, waiting []int
	never            int
}

type estimating struct {
	today     model.Date
	offers    *offers
	buffer    int
	countries []string
	took      map[way]*took
	found     map[way]quantiles
}

type quantiles struct{ half, most int } // -1: not reached

func (e *estimating) read(q *gorm.DB) error {
	var err error
	if e.offers, err = readOffers(q); err != nil {
		return err
	}
	if e.buffer, err = setting.Days(q, setting.PromiseBuffer); err != nil {
		return err
	}
	since := e.today.AddDays(-window)
	err = query.New(`SELECT country FROM sales_order WHERE placed_on >= ? AND country <> '' UNION
		SELECT w.country FROM offer_shipping w JOIN offer f ON f.id = w.offer_id WHERE f.archived_at = '' AND w.country <> '*' ORDER BY 1`, string(since)).
		Rows(q, func(r query.Row) error {
			e.countries = append(e.countries, r.Text(0))
			return nil
		})
	if err != nil {
		return err
	}
	e.took, e.found = map[way]*took{}, map[way]quantiles{}
	return query.New(`SELECT DISTINCT p.id, u.supplier_id, o.country, u.sent_at, p.delivered_on, p.state
		FROM purchase_order u JOIN parcel p ON p.purchase_id = u.id JOIN parcel_line x ON x.parcel_id = p.id
		JOIN order_line l ON l.id = x.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE u.sent_at >= ? AND p.archived_at = '' ORDER BY p.id`, string(since)).Rows(q, func(r query.Row) error {
		w := way{r.Int(1), r.Text(2)}
		t := e.took[w]
		if t == nil {
			t = &took{}
			e.took[w] = t
		}
		sent := model.Date(r.Text(3)[:len("2006-01-02")])
		switch state := model.ParcelState(r.Text(5)); {
		case r.Text(4) != "":
			t.arrived = append(t.arrived, max(sent.DaysUntil(model.Date(r.Text(4))), 0))
		case state == model.Lost || state == model.Returned:
			t.never++
		default:
			t.waiting = append(t.waiting, max(sent.DaysUntil(e.today), 0))
		}
		return nil
	})
}

// of estimates one article to one country.
func (e *estimating) of(product int64, country string) (Estimate, bool) {
	l, ok := e.offers.best(product, &waiting{on: e.today, country: country})
	if !ok {
		return Estimate{}, false
	}
	w := way{l.supplier, country}
	one := Estimate{Country: country, Supplier: l.name, Basis: ByOffer, From: l.Handling + l.Fast, To: l.Handling + l.Slow}
	if t := e.took[w]; t != nil {
		one.Deliveries = len(t.arrived)
		q, known := e.found[w]
		if !known {
			q = t.quantiles()
			e.found[w] = q
		}
		if one.Deliveries >= enough && q.most >= 0 {
			one.Basis, one.From, one.To = ByDeliveries, q.half, q.most
		}
	}
	one.From, one.To = one.From+e.buffer, max(one.To, one.From)+e.buffer
	return one, true
}

// quantiles are the days by which half and nine of ten parcels arrive. One that is
// still under way counts with the days it has taken so far (Kaplan and Meier,
// 1958), so that late ones are not left out. Shares are in millionths.
func (t *took) quantiles() quantiles {
	const all, half, tenth = 1_000_000, 500_000, 100_000
	q := quantiles{-1, -1}
	arrived, waiting := slices.Sorted(slices.Values(t.arrived)), slices.Sorted(slices.Values(t.waiting))
	atRisk, left := len(arrived)+len(waiting)+t.never, all
	for i, w := 0, 0; i < len(arrived); {
		day, n := arrived[i], 0
		for ; w < len(waiting) && waiting[w] < day; w++ {
			atRisk--
		}
		for ; i < len(arrived) && arrived[i] == day; i++ {
			n++
		}
		left = left * (atRisk - n) / atRisk
		atRisk -= n
		if left <= half && q.half < 0 {
			q.half = day
		}
		if left <= tenth {
			q.most = day
			return q
		}
	}
	return q
}

// PolicyText is the estimates as a text for the shop's page on delivery: a line for
// each country, from the fastest to the slowest of its articles.
func PolicyText(all []Estimate) string {
	type span struct{ from, to int }
	spans := map[string]span{}
	for i := range all {
		e := &all[i]
		s, ok := spans[e.Country]
		if !ok {
			s = span{e.From, e.To}
		}
		spans[e.Country] = span{min(s.from, e.From), max(s.to, e.To)}
	}
	var lines []string
	for country, s := range spans {
		lines = append(lines, fmt.Sprintf("%s: %s", model.Country(country).Name(), between(s.from, s.to)))
	}
	slices.SortFunc(lines, cmp.Compare[string])
	return strings.Join(lines, "\n") + "\n"
}

func between(from, to int) string {
	if from == to {
		return model.Days(to)
	}
	return fmt.Sprintf("%d to %s", from, model.Days(to))
}
