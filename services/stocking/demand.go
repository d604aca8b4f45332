package stocking

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/query"
)

// leastDays of sales must be known before a deviation means anything. Source:
// domain rule 5.2, eight weeks.
const leastDays = 56

// The cuts of the classes in percent of the value. Source: domain rule 5.3.
var cutA, cutB = decimal.NewFromInt(80), decimal.NewFromInt(95)

// window are the days that are looked at.
type window struct{ from, to model.Date }

func (w window) days() int { return w.from.DaysUntil(w.to) + 1 }

// lookBack ends with the day of the newest order, or today: a book into which
// nothing was imported lately must not look as if nothing was sold.
func lookBack(q *gorm.DB, today model.Date, days int) (window, error) {
	newest := model.Date("")
	err := query.New(`SELECT COALESCE(MAX(placed_on), '') FROM sales_order WHERE placed_on <= ?`, string(today)).Rows(q, func(r query.Row) error {
		newest = model.Date(r.Text(0))
		return nil
	})
	if newest == "" {
		newest = today
	}
	return window{newest.AddDays(1 - days), newest}, err
}

// spot is a product in a region.
type spot struct {
	product int64
	region  string
}

// demand is what was ordered of a product in a region.
type demand struct {
	spot
	units, orders, lines int64
	unpriced             int64 // units whose cost is not known yet
	value                model.Amount
	goods                model.Amount // paid for the goods, without tax and refunds
	days                 map[int]int64
	countries            map[string]int64
}

// sales are the demands of all products, with the day each product was first sold.
type sales struct {
	window
	spots map[spot]*demand
	first map[int64]int // in days after window.from
}

// readSales reads what was ordered, and not cancelled, on the days of the window:
// of the products, or of all when none are named.
func readSales(q *gorm.DB, w window, a *atlas, products []int64) (*sales, error) {
	s := &sales{window: w, spots: map[spot]*demand{}, first: map[int64]int{}}
	t := query.New(`SELECT l.product_id, o.country, o.placed_on, SUM(l.quantity), COUNT(DISTINCT o.id), COUNT(*),
		SUM(CASE WHEN l.supplier_id IS NULL THEN l.quantity ELSE 0 END)
		FROM sales_order o JOIN order_line l ON l.order_id = o.id
		WHERE o.placed_on >= ? AND o.placed_on <= ? AND o.cancelled_on = '' AND o.payment <> 'voided' AND o.archived_at = ''
		AND l.product_id IS NOT NULL AND l.shippable = 1 AND l.quantity > 0`, string(w.from), string(w.to))
	if len(products) > 0 {
		t.Add(` AND l.product_id IN ?`, products)
	}
	err := t.Add(` GROUP BY l.product_id, o.country, o.placed_on`).Rows(q, func(r query.Row) error {
		d := s.at(spot{r.Int(0), a.of(r.Text(1))})
		day := w.from.DaysUntil(model.Date(r.Text(2)))
		d.days[day] += r.Int(3)
		d.countries[r.Text(1)] += r.Int(3)
		d.units, d.orders, d.lines, d.unpriced = d.units+r.Int(3), d.orders+r.Int(4), d.lines+r.Int(5), d.unpriced+r.Int(6)
		if first, ok := s.first[d.product]; !ok || day < first {
			s.first[d.product] = day
		}
		return nil
	})
	return s, err
}

func (s *sales) at(p spot) *demand {
	d := s.spots[p]
	if d == nil {
		d = &demand{spot: p, days: map[int]int64{}, countries: map[string]int64{}}
		s.spots[p] = d
	}
	return d
}

// earn adds what the products earned, from the margin sheet.
func (s *sales) earn(q *gorm.DB, a *atlas) error {
	return query.New(`SELECT product_id, country, SUM(goods - discount + shipping - refund - cm1_cost - cm2_cost), SUM(goods - discount)
		FROM margin_line WHERE dated >= ? AND dated <= ? AND product_id IS NOT NULL GROUP BY product_id, country`,
		string(s.from), string(s.to)).Rows(q, func(r query.Row) error {
		if d := s.spots[spot{r.Int(0), a.of(r.Text(1))}]; d != nil {
			d.value, d.goods = d.value.Add(r.Amount(2)), d.goods.Add(r.Amount(3))
		}
		return nil
	})
}

// span is how many days of sales there are of a product: since it was first sold.
func (s *sales) span(product int64) int { return s.days() - s.first[product] }

// perDay is the mean of a day and its deviation; days without a sale count.
func (s *sales) perDay(d *demand) (mean, sigma decimal.Decimal) {
	var squares int64
	for _, n := range d.days {
		squares += n * n
	}
	return calc.Spread(int64(s.span(d.product)), d.units, squares)
}

// weekly is the deviation of whole weeks over their mean, nil for less than eight.
func (s *sales) weekly(d *demand) *decimal.Decimal {
	weeks := s.span(d.product) / 7
	if weeks < leastDays/7 {
		return nil
	}
	sums := make([]int64, weeks)
	for day, n := range d.days {
		if back := (s.window.days() - 1 - day) / 7; back < weeks {
			sums[back] += n
		}
	}
	var sum, squares int64
	for _, n := range sums {
		sum, squares = sum+n, squares+n*n
	}
	mean, sigma := calc.Spread(int64(weeks), sum, squares)
	if mean.IsZero() {
		return nil
	}
	v := sigma.DivRound(mean, 2)
	return &v
}

// classify sorts the demands of each region into classes by what they earned. One
// that lost money earned nothing: it does not push what earns into a lower class.
// Source: domain rule 5.3.
func (s *sales) classify(names map[int64]string) map[spot]calc.Classified {
	regions := map[string][]calc.Article{}
	by := map[string]spot{}
	for p, d := range s.spots {
		key := p.region + "\x00" + names[p.product]
		by[key] = p
		regions[p.region] = append(regions[p.region], calc.Article{Name: key, Value: max(d.value, 0).Decimal()})
	}
	all := make(map[spot]calc.Classified, len(s.spots))
	for _, articles := range regions {
		for _, c := range calc.ABC(articles, cutA, cutB) {
			all[by[c.Name]] = c
		}
	}
	return all
}

// shares are the countries by pieces, the most first.
func (d *demand) shares() []Share {
	all := make([]Share, 0, len(d.countries))
	for c, n := range d.countries {
		all = append(all, Share{c, n})
	}
	slices.SortFunc(all, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Country, b.Country)) })
	return all
}

// pieces is the mean number of pieces of an order line, rounded to whole ones.
func (d *demand) pieces() model.Quantity {
	return model.Quantity(max(1, (d.units*2+d.lines)/(2*d.lines)))
}
