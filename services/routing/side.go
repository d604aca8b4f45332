package routing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
)

// side adds up what one set of rules makes of all orders.
func (r *run) side(all []outcome, revenue map[int64]model.Amount) Side {
	s := Side{Suppliers: []Share{}}
	shares := map[string]int{}
	for i := range all {
		x := &all[i]
		s.Parcels += len(x.who)
		for _, name := range x.who {
			shares[name]++
		}
		if len(x.who) > 1 {
			s.Splits++
		}
		if x.late != nil {
			if s.Late == nil {
				s.Late = new(int)
			}
			if *x.late {
				*s.Late++
			}
		}
		if x.plan.held > 0 {
			s.Held++
			continue
		}
		s.Routed++
		s.cost = s.cost.Add(x.cost)
		if net, ok := revenue[x.id]; ok {
			s.known, s.margin = true, s.margin.Add(net.Sub(x.cost))
		}
	}
	s.Cost = s.cost.Text(r.home)
	if s.known {
		margin := s.margin.Text(r.home)
		s.Margin = &margin
	}
	for name, n := range shares {
		s.Suppliers = append(s.Suppliers, Share{name, n})
	}
	slices.SortFunc(s.Suppliers, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Orders, a.Orders), cmp.Compare(a.Supplier, b.Supplier))
	})
	return s
}

// compare lists the orders that go another way.
func (r *Replay) compare(before, after []outcome, home model.Currency) {
	for i := range before {
		a, b := &before[i], &after[i]
		if a.way() == b.way() && a.cost == b.cost {
			continue
		}
		r.Changed++
		if len(r.Examples) == mostExamples {
			continue
		}
		c := Changed{Shop: a.shop, Order: a.number, Before: a.way(), After: b.way()}
		if a.plan.held == 0 && b.plan.held == 0 {
			more := b.cost.Sub(a.cost).Text(home)
			c.More = &more
		}
		r.Examples = append(r.Examples, c)
	}
}

// note tells what the figures do not.
func (r *Replay) note(before, after []outcome, revenue map[int64]model.Amount) {
	todays, unbooked := 0, 0
	for i := range before {
		if before[i].todays || after[i].todays {
			todays++
		}
		if _, ok := revenue[before[i].id]; !ok {
			unbooked++
		}
	}
	if r.LeftOut > 0 {
		r.Notes = append(r.Notes, counted(r.LeftOut, "order is", "orders are")+" left out: cancelled, or with nothing to send.")
	}
	if todays > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s priced by an offer of today, as there was none on the day.", counted(todays, "order was", "orders were")))
	}
	if unbooked > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s no booked revenue: no margin counts them.", counted(unbooked, "order has", "orders have")))
	}
	if r.Before.Late == nil && r.After.Late == nil {
		r.Notes = append(r.Notes, "Late parcels are not known: no supplier has a record of enough delivered parcels.")
	}
	r.Notes = append(r.Notes, "What was in stock on the day is not known and was not asked.")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// both adds up the margin of the orders that are routed either way and have a
// revenue.
func both(before, after []outcome, revenue map[int64]model.Amount, home model.Currency) Both {
	var b Both
	var was, is model.Amount
	for i := range before {
		x, y := &before[i], &after[i]
		net, known := revenue[x.id]
		if x.plan.held > 0 || y.plan.held > 0 || !known {
			continue
		}
		b.Orders++
		was, is = was.Add(net.Sub(x.cost)), is.Add(net.Sub(y.cost))
	}
	if b.Orders > 0 {
		then, now := was.Text(home), is.Text(home)
		b.Before, b.After = &then, &now
	}
	return b
}
