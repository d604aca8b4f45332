package stocking

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/record"
)

// propose works all proposals out.
func propose(q *gorm.DB, today model.Date) (*Result, error) {
	w, err := begin(q, today, nil)
	if err != nil {
		return nil, err
	}
	if err := w.sales.earn(q, w.atlas); err != nil {
		return nil, err
	}
	if err := w.readProducts(); err != nil {
		return nil, err
	}
	r := &Result{
		From: w.sales.from, To: w.sales.to, Currency: w.currency, ServicePct: w.service, CoverDays: w.cover, Orders: w.orders,
		Proposals: []Proposal{}, Plans: []Plan{}, Notes: w.notes,
	}
	demands, classes := w.best(r)
	for _, d := range demands {
		p, err := w.propose(d, classes[d.spot])
		if err != nil {
			return nil, err
		}
		r.Proposals = append(r.Proposals, *p)
	}
	r.plan()
	slices.SortStableFunc(r.Proposals, func(a, b Proposal) int {
		all := Verdicts()
		return cmp.Or(cmp.Compare(slices.Index(all, a.Verdict), slices.Index(all, b.Verdict)), cmp.Compare(amount(b.Saving), amount(a.Saving)),
			cmp.Compare(w.atlas.rank(a.Region), w.atlas.rank(b.Region)), cmp.Compare(b.Value, a.Value), cmp.Compare(a.SKU, b.SKU))
	})
	r.Count = len(r.Proposals)
	if r.Notes == nil {
		r.Notes = []string{}
	}
	return r, nil
}

// amount is an amount that may be unknown, for sorting.
func amount(a *record.Amount) record.Amount {
	if a == nil {
		return 0
	}
	return *a
}

// best are the demands of classes A and B, those with the most pieces first: what
// lies at a 3PL counts for them first.
func (w *work) best(r *Result) ([]*demand, map[spot]calc.Classified) {
	names := make(map[int64]string, len(w.products))
	for id, p := range w.products {
		names[id] = p.SKU
	}
	classes := w.sales.classify(names)
	var all []*demand
	for p, d := range w.sales.spots {
		switch {
		case w.products[p.product] == nil:
		case classes[p].Class == "C":
			r.Rest++
		default:
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *demand) int {
		return cmp.Or(cmp.Compare(b.units, a.units), cmp.Compare(names[a.product], names[b.product]), cmp.Compare(a.region, b.region))
	})
	return all, classes
}

// propose works out one proposal.
func (w *work) propose(d *demand, class calc.Classified) (*Proposal, error) {
	product := w.products[d.product]
	p := &Proposal{
		ProductID: d.product, Region: d.region, Currency: w.currency, SKU: product.SKU, Name: product.Name, Orders: d.orders, Units: d.units, Countries: d.shares(),
		Class: class.Class, Value: record.Amount(d.value.Round(w.currency)), Days: w.sales.span(d.product), WeeklyCV: w.sales.weekly(d),
		Lines: []Line{}, Unknown: []string{}, Notes: []string{},
	}
	if class.Share.Valid {
		share := class.Share.Decimal.Round(1)
		p.SharePct = &share
	}
	p.PerDay, p.Sigma = w.sales.perDay(d)
	p.PerMonth = p.PerDay.Mul(decimal.NewFromInt(month)).Round(1)
	p.PerDay, p.Sigma = p.PerDay.Round(4), p.Sigma.Round(4)
	if d.unpriced > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("The cost of %d of %d pieces is not known yet, so the value may be too high.", d.unpriced, d.units))
	}
	p.MoreOrders, p.MoreDays = max(0, w.orders-int(d.orders)), max(0, leastDays-p.Days)
	if p.MoreOrders > 0 || p.MoreDays > 0 {
		p.Verdict, p.Says = Few, w.few(p)
		return p, nil
	}
	return w.compare(d, product, p)
}

// few says what is still needed before anything can be worked out.
func (w *work) few(p *Proposal) string {
	switch {
	case p.MoreDays == 0:
		return fmt.Sprintf("Not enough orders yet: %d of the %d needed have come, %d more.", p.Orders, w.orders, p.MoreOrders)
	case p.MoreOrders == 0:
		return fmt.Sprintf("Not enough orders yet: sold for %s only, %d are needed, %d more.", model.Days(p.Days), leastDays, p.MoreDays)
	}
	return fmt.Sprintf("Not enough orders yet: %d of the %d needed have come, and %s of the %d needed.", p.Orders, w.orders, model.Days(p.Days), leastDays)
}

// compare sets drop shipping beside each 3PL that serves the region, and keeps
// the one that saves the most.
func (w *work) compare(d *demand, product *model.Product, p *Proposal) (*Proposal, error) {
	ways, err := w.ways(d, product)
	if err != nil {
		return nil, err
	}
	places := w.serving(d)
	if len(places) == 0 {
		p.Verdict = NoPlace
		p.Says = fmt.Sprintf("No 3PL serves %s: enter one there, with its fees and what it takes to send a parcel.", d.region)
		return p, nil
	}
	var best *Proposal
	for _, at := range places {
		c := comparison{work: w, d: d, product: product, ways: ways, place: at, p: clone(p)}
		if err := c.run(); err != nil {
			return nil, err
		}
		if best == nil || better(c.p, best) {
			best = c.p
		}
	}
	w.spare[shelf{best.PlaceID, best.ProductID}] -= best.target
	return best, nil
}

func clone(p *Proposal) *Proposal {
	c := *p
	c.Lines, c.Unknown, c.Notes = slices.Clone(p.Lines), slices.Clone(p.Unknown), slices.Clone(p.Notes)
	return &c
}

// better tells whether a goes before b: the one of which more is known, then the
// one that saves more.
func better(a, b *Proposal) bool {
	if (a.Saving == nil) != (b.Saving == nil) {
		return b.Saving == nil
	}
	return a.Saving != nil && *a.Saving > *b.Saving
}
