package today

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/query"
)

// span is how many full weeks are shown; half of them are compared with the
// half before.
const span = 8

// Week is a full week, Monday to Sunday, as the margin report has it: in the
// home currency, without tax. CM3 is Revenue less Costs, the costs up to level 3.
type Week struct {
	Label   string     // of ISO 8601: "2026-W46"
	From    model.Date // its Monday
	Revenue model.Amount
	Costs   model.Amount
	CM3     model.Amount
	Open    model.Amount // the part of CM3 from lines that no supplier was chosen for: their cost is still to come
	Refund  model.Amount // given back; it is taken off the revenue
	Orders  int          // that brought revenue
}

func (w *Week) add(o *Week) {
	w.Revenue, w.Costs, w.CM3 = w.Revenue.Add(o.Revenue), w.Costs.Add(o.Costs), w.CM3.Add(o.CM3)
	w.Open, w.Refund, w.Orders = w.Open.Add(o.Open), w.Refund.Add(o.Refund), w.Orders+o.Orders
}

// Percent is CM3 of revenue with one decimal; false when it is undefined.
func (w *Week) Percent() (decimal.Decimal, bool) { return model.PercentOf(w.CM3, w.Revenue, 1) }

// RefundRate is what was given back of what was sold before refunds, in percent
// with one decimal; false when nothing was sold.
func (w *Week) RefundRate() (decimal.Decimal, bool) {
	return model.PercentOf(w.Refund, w.Revenue.Add(w.Refund), 1)
}

// Ranked is what the lines of one supplier earned; ID 0: no supplier is known.
type Ranked struct {
	ID      int64
	Name    string
	Revenue model.Amount
	CM2     model.Amount
	Orders  int
}

// Percent is CM2 of revenue with one decimal; false when it is undefined.
func (r *Ranked) Percent() (decimal.Decimal, bool) { return model.PercentOf(r.CM2, r.Revenue, 1) }

// Figures are the last eight full weeks: Now adds the last four up, Before the
// four before. Suppliers are ranked by their CM2 percentage in Now, best first.
type Figures struct {
	Period    model.Period // of Now
	Weeks     []Week       // the earliest first
	Now       Week
	Before    Week
	Suppliers []Ranked
}

// Figures works the figures out, or returns those of before while nothing
// changed in the book.
func (s *Service) Figures(ctx context.Context) (*Figures, error) {
	day := s.db.Today()
	return memo.Recall(ctx, s.kept, "figures "+string(day), func() (*Figures, error) { return s.work(ctx, day) })
}

// work reads the margin sheet of the eight weeks once, in parts.
func (s *Service) work(ctx context.Context, today model.Date) (*Figures, error) {
	first := monday(today).AddDays(-7 * span)
	var orders []query.Range
	var parts []*tally
	var names map[int64]string
	err := query.Job{
		Before: func(q *gorm.DB) (int, error) {
			var err error
			if names, err = suppliers(q); err != nil {
				return 0, err
			}
			orders, err = query.Ranges(q, "margin_line", "order_id")
			parts = make([]*tally, len(orders))
			return len(parts), err
		},
		Part: func(q *gorm.DB, i int) error {
			parts[i] = newTally(first)
			return parts[i].read(q, orders[i])
		},
	}.Run(ctx, s.db)
	if err != nil {
		return nil, err
	}
	all := newTally(first)
	for _, p := range parts {
		all.add(p)
	}
	return all.figures(names), nil
}

func suppliers(q *gorm.DB) (map[int64]string, error) {
	names := map[int64]string{}
	err := query.New(`SELECT id, name FROM supplier`).Rows(q, func(r query.Row) error {
		names[r.Int(0)] = r.Text(1)
		return nil
	})
	return names, err
}

// monday is the first day of d's week.
func monday(d model.Date) model.Date { return d.AddDays(-(int(d.Time().Weekday()+6) % 7)) }

// tally adds the margin sheet up by week and, for the later half, by supplier.
type tally struct {
	first model.Date
	week  map[model.Date]int // which week a day is in
	weeks [span]Week
	by    map[int64]*Ranked
}

func newTally(first model.Date) *tally {
	t := &tally{first: first, week: make(map[model.Date]int, 7*span), by: map[int64]*Ranked{}}
	for i := range 7 * span {
		t.week[first.AddDays(i)] = i / 7
	}
	return t
}

const selectEarned = `SELECT m.order_id, m.dated, COALESCE(m.supplier_id, 0), m.goods - m.discount + m.shipping - m.refund, m.refund,
	m.cm1_cost + m.cm2_cost, m.cm3_cost, CASE WHEN m.goods <> 0 OR m.discount <> 0 OR m.shipping <> 0 THEN 1 ELSE 0 END
	FROM margin_line m WHERE 1 = 1`

// read takes the orders of a range in. They come by order, so that an order is
// counted once by looking at what was counted for the last one.
func (t *tally) read(q *gorm.DB, orders query.Range) error {
	text := query.New(selectEarned).In("m.dated", model.Period{From: t.first, To: t.first.AddDays(7*span - 1)}).Within("m.order_id", orders)
	var last int64
	var weeks [span]bool
	var sellers []int64
	return text.Add(` ORDER BY m.order_id`).Rows(q, func(r query.Row) error {
		if r.Int(0) != last {
			last, weeks, sellers = r.Int(0), [span]bool{}, sellers[:0]
		}
		i := t.week[model.Date(r.Text(1))]
		w := Week{Revenue: r.Amount(3), Refund: r.Amount(4), Costs: r.Amount(5).Add(r.Amount(6))}
		w.CM3 = w.Revenue.Sub(w.Costs)
		if r.Int(2) == 0 {
			w.Open = w.CM3
		}
		sold := r.Int(7) != 0
		if sold && !weeks[i] {
			weeks[i], w.Orders = true, 1
		}
		t.weeks[i].add(&w)
		if i < span/2 {
			return nil
		}
		by := t.supplier(r.Int(2))
		by.Revenue, by.CM2 = by.Revenue.Add(w.Revenue), by.CM2.Add(w.Revenue).Sub(r.Amount(5))
		if sold && !slices.Contains(sellers, by.ID) {
			sellers, by.Orders = append(sellers, by.ID), by.Orders+1
		}
		return nil
	})
}

func (t *tally) supplier(id int64) *Ranked {
	r := t.by[id]
	if r == nil {
		r = &Ranked{ID: id}
		t.by[id] = r
	}
	return r
}

// add takes in what another part found; no order is in two parts.
func (t *tally) add(o *tally) {
	for i := range t.weeks {
		t.weeks[i].add(&o.weeks[i])
	}
	for id, from := range o.by {
		r := t.supplier(id)
		r.Revenue, r.CM2, r.Orders = r.Revenue.Add(from.Revenue), r.CM2.Add(from.CM2), r.Orders+from.Orders
	}
}

func (t *tally) figures(names map[int64]string) *Figures {
	f := &Figures{Period: model.Period{From: t.first.AddDays(7 * span / 2), To: t.first.AddDays(7*span - 1)}}
	for i, w := range t.weeks {
		w.From = t.first.AddDays(7 * i)
		w.Label = query.Week.Label(string(w.From))
		f.Weeks = append(f.Weeks, w)
		if i < span/2 {
			f.Before.add(&w)
		} else {
			f.Now.add(&w)
		}
	}
	f.Before.From, f.Now.From = f.Weeks[0].From, f.Period.From
	for r := range maps.Values(t.by) {
		r.Name = names[r.ID]
		f.Suppliers = append(f.Suppliers, *r)
	}
	slices.SortFunc(f.Suppliers, func(a, b Ranked) int {
		return cmp.Or(rank(&b).Cmp(rank(&a)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// rank puts behind all others who brought no revenue, and lines nobody's cost is
// known of: those seem to earn more than they do.
func rank(r *Ranked) decimal.Decimal {
	if p, ok := model.PercentOf(r.CM2, r.Revenue, 6); ok && r.ID != 0 {
		return p
	}
	return decimal.New(-1, 18)
}
