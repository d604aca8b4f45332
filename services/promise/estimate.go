package promise

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/setting"
)

// Basis says what an estimate was reckoned on.
type Basis string

// The bases.
const (
	ByDeliveries Basis = "deliveries" // what the supplier's parcels really took
	ByOffer      Basis = "offer"      // what the supplier says
)

// enough is how many orders must have arrived before they say more than the
// supplier does.
const enough = 20

// window is how many days back deliveries count.
const window = 365

// Estimate is how many days an article takes to a country, from the order to the
// door: half of the orders arrive by From, nine of ten by To. Deliveries is how
// many of the supplier's orders arrived there within a year; what is overdue and
// has not come makes the estimate longer, and where nine of ten do not arrive the
// supplier's word is all there is.
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

type estimating struct {
	today     model.Date
	offers    *offers
	buffer    int
	countries []string
	took      map[score.Way]*score.Arrivals
	found     map[score.Way]measured
}

// measured is when half and nine of ten orders of a way arrive; known is false
// where so many do not.
type measured struct {
	half, most int
	known      bool
}

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
	e.found = map[score.Way]measured{}
	e.took, err = score.ReadArrivals(q, e.today, since)
	return err
}

// of estimates one article to one country.
func (e *estimating) of(product int64, country string) (Estimate, bool) {
	l, ok := e.offers.best(product, &waiting{on: e.today, country: country})
	if !ok {
		return Estimate{}, false
	}
	w := score.Way{Supplier: l.supplier, Country: country}
	one := Estimate{Country: country, Supplier: l.name, Basis: ByOffer, From: l.Handling + l.Fast, To: l.Handling + l.Slow}
	if t := e.took[w]; t != nil {
		one.Deliveries = t.Orders() - t.Missing()
		m, found := e.found[w]
		if !found {
			m.half, _ = t.Within(decimal.New(5, -1))
			m.most, m.known = t.Within(decimal.New(9, -1))
			e.found[w] = m
		}
		if one.Deliveries >= enough && m.known {
			one.Basis, one.From, one.To = ByDeliveries, m.half, m.most
		}
	}
	one.From, one.To = one.From+e.buffer, max(one.To, one.From)+e.buffer
	return one, true
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
