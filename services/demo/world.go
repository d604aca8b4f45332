package demo

import (
	"time"

	"github.com/dropledger/dropledger/model"
)

// world is the business while it is being made.
type world struct {
	seed   int64
	orders int
	today  model.Date
	now    model.Instant
	dice   *dice
	pace   *pace
	tills  []*till
	turn   *deck[int] // whose order is next
	made   int
}

// till is a shop at work.
type till struct {
	*outlet
	shop       model.Shop
	zone       *time.Location
	goods      []*article // what it sells
	pulls      []int
	market     []card[string]
	done, open *deck[fate]
	method     *deck[string]
	shown      int // of the fates to show
	placed     int // orders so far
	customers  int // so far
	strangers  int // customers from where nobody ships
}

// Streams of random numbers, one for each use, so that none disturbs another.
const (
	ofYear = iota + 1
	ofPrices
	ofOrders
	ofCustomers // and the customer's number
)

func newWorld(o Options, today model.Date, now model.Instant) *world {
	w := &world{seed: o.Seed, orders: o.Orders, today: today, now: now, dice: newDice(o.Seed, ofOrders), pace: newPace(today, newDice(o.Seed, ofYear))}
	turn := make([]card[int], len(outlets))
	for i := range outlets {
		turn[i] = card[int]{i, outlets[i].share}
	}
	w.turn = newDeck(turn)
	return w
}

// first is the first day of the year that is made.
func (w *world) first() model.Date { return w.pace.days[0] }

func (w *world) ago(days int) model.Date { return w.today.AddDays(-days) }

// cents turns whole cents into an amount.
func cents(n int64) model.Amount { return model.Amount(n) * (model.Unit / 100) }

// part is a*of/whole, rounded half up to the cent; a is not negative.
func part(a model.Amount, of, whole int64) model.Amount {
	whole *= int64(cents(1))
	return cents((int64(a)*of*2 + whole) / (2 * whole))
}

// newTill opens a shop.
func newTill(o *outlet, s model.Shop) (*till, error) {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return nil, err
	}
	t := &till{outlet: o, shop: s, zone: zone, market: o.markets, done: newDeck(o.done), open: newDeck(o.open), method: newDeck(o.methods)}
	for i := range articles {
		if articles[i].reaches(o.markets) {
			t.goods = append(t.goods, &articles[i])
			t.pulls = append(t.pulls, articles[i].pull)
		}
	}
	return t, nil
}

// reaches tells whether someone who has sold the article all year ships it to
// every market. A shop offers nothing else.
func (a *article) reaches(markets []card[string]) bool {
	for _, m := range markets {
		found := false
		for _, s := range a.sources() {
			if s.since == 0 && s.until == 0 && s.zone(m.what) != nil {
				found = true
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// sources are those who sell the article.
func (a *article) sources() []*source {
	list := make([]*source, 0, len(a.from))
	for i := range a.from {
		for k := range sources {
			if sources[k].key == a.from[i] {
				list = append(list, &sources[k])
			}
		}
	}
	return list
}
