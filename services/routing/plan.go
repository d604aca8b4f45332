package routing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routerule"
)

// pick is a quantity of a line and whom it goes to: the first of all. Refused
// says why it goes to nobody.
type pick struct {
	line     *line
	quantity model.Quantity
	all      []candidate
	by       *choice
	refused  *hold
	rules    []*routerule.Rule // beside those about a supplier
	because  []string
}

// plan is one way to route what is open of an order.
type plan struct {
	picks  []pick
	total  model.Amount
	ranks  int // how many picks go to avoided suppliers, less those to preferred ones
	wishes int // the ranks of the preferred ones: the less, the more wanted
	held   int
	parts  int    // suppliers that send something of the order
	sole   string // who sends all that it can, "" where each line goes to its best
}

// want is what is open of a line.
type want struct {
	line     *line
	quantity model.Quantity
}

// route finds suppliers for what the lines of one order still need, or holds
// them.
func (r *run) route(lines []line) error {
	var open []want
	stuck := 0
	for i := range lines {
		l := &lines[i]
		q, why := l.toRoute()
		if h, held := r.holds[l.OrderID]; held && l.Forwarded < l.Quantity {
			q, why = 0, &hold{byHand, h.Reason}
		}
		if why != nil {
			r.hold(l, why)
			stuck++
		} else if q > 0 {
			open = append(open, want{l, q})
		}
	}
	if len(open) == 0 {
		return nil
	}
	id := lines[0].OrderID
	if slices.ContainsFunc(lines, func(l line) bool { return l.Waiting+l.Forwarded > 0 }) {
		if err := r.pack(id, 0); err != nil {
			return err
		}
	}
	best, err := r.best(id, open, stuck)
	if err != nil {
		return err
	}
	delete(r.packed, id)
	for i := range best.picks {
		p := &best.picks[i]
		if p.refused != nil {
			r.hold(p.line, p.refused)
			continue
		}
		if _, err := r.give(p); err != nil {
			return err
		}
		if i == 0 || best.picks[i-1].line != p.line {
			r.result.Routed++
		}
	}
	return nil
}

// best is the plan to follow: that of the fewest held lines; among them one
// parcel where a rule wants that, the rules' preferences, the least sum. Stuck
// counts the lines of the order that wait for something else than a supplier.
func (r *run) best(orderID int64, open []want, stuck int) (plan, error) {
	b, err := r.buyer(orderID)
	if err != nil {
		return plan{}, err
	}
	ruled := r.rules.Judge(b.asked(r.today, b.skus))
	if ruled.Hold != nil {
		return refuse(open, &hold{byRule, fmt.Sprintf("The rule %q holds it: %s Choose a supplier by hand, or change the rule.", ruled.Hold.Name, r.rules.Sentence(ruled.Hold))}), nil
	}
	required := ruled.Single != nil && ruled.Single.Effect == routerule.SingleRequired
	if required && stuck > 0 {
		return refuse(open, &hold{manyParcels, fmt.Sprintf("The rule %q wants one parcel, and another line of the order waits: %s Settle that line first, or change the rule.",
			ruled.Single.Name, r.rules.Sentence(ruled.Single))}), nil
	}
	best, err := r.try(orderID, open, 0)
	if err != nil {
		return best, err
	}
	if best.parts < 2 && len(open) < 2 {
		return best, nil
	}
	if best, err = r.together(orderID, open, best, ruled.Single); err != nil {
		return best, err
	}
	if required && (best.parts > 1 || best.held > 0 && len(open) > 1) {
		return refuse(open, &hold{manyParcels, fmt.Sprintf("The rule %q wants one parcel, and no supplier can send the whole order: %s Choose suppliers by hand, or change the rule.",
			ruled.Single.Name, r.rules.Sentence(ruled.Single))}), nil
	}
	return best, nil
}

// together is the plan by which one supplier sends the whole order, where that goes
// before the plan that was best; single is the rule that asks for one parcel.
func (r *run) together(orderID int64, open []want, best plan, single *routerule.Rule) (plan, error) {
	apart := best.total
	for _, supplier := range r.soles(orderID, best) {
		p, err := r.try(orderID, open, supplier)
		if err != nil {
			return best, err
		}
		if p.before(&best, single != nil) {
			best = p
		}
	}
	if best.sole != "" && len(best.picks) > 0 {
		best.explain(r, single, apart)
	}
	return best, nil
}

// explain tells why lines go to one supplier and not each to its best.
func (p *plan) explain(r *run, single *routerule.Rule, apart model.Amount) {
	what := "All of the order goes to " + p.sole
	if p.parts > 1 {
		what = p.sole + " sends several lines of the order in one parcel"
	}
	text := fmt.Sprintf("%s: together it counts %s %s, else %s %s.", what, p.total.Text(r.home), r.home, apart.Text(r.home), r.home)
	for i := range p.picks {
		x := &p.picks[i]
		if x.refused == nil && x.by == nil {
			x.because = append(x.because, text)
		}
		if single != nil {
			x.rules = append(x.rules, single)
		}
	}
}

// refuse is the plan that holds all.
func refuse(open []want, why *hold) plan {
	p := plan{held: len(open)}
	for _, w := range open {
		p.picks = append(p.picks, pick{line: w.line, quantity: w.quantity, refused: why})
	}
	return p
}

// before tells whether the plan goes before another; single asks for one parcel.
func (p *plan) before(o *plan, single bool) bool {
	parcels := 0
	if single {
		parcels = cmp.Compare(p.parts, o.parts)
	}
	return cmp.Or(cmp.Compare(p.held, o.held), parcels, cmp.Compare(p.ranks, o.ranks), cmp.Compare(p.wishes, o.wishes),
		cmp.Compare(p.total, o.total), cmp.Compare(p.parts, o.parts)) < 0
}

// soles are the suppliers that could send the whole order.
func (r *run) soles(orderID int64, p plan) []int64 {
	able := map[int64]int{}
	for id := range r.packed[orderID] {
		able[id] = 1
	}
	lines := 0
	for i := range p.picks {
		if p.picks[i].refused != nil || i > 0 && p.picks[i-1].line == p.picks[i].line {
			continue
		}
		lines++
		for n := range p.picks[i].all {
			if c := &p.picks[i].all[n]; c.gate == "" {
				able[c.supplier.ID]++
			}
		}
	}
	maps.DeleteFunc(able, func(_ int64, n int) bool { return n < 2 && lines > 0 })
	return slices.Sorted(maps.Keys(able))
}

// try routes what is open, each line to the best candidate, or to the one
// supplier named where it can take it. Nothing is written, and what it takes
// from the stock is put back.
func (r *run) try(orderID int64, open []want, sole int64) (plan, error) {
	var p plan
	before := r.packed[orderID]
	defer func() {
		if before == nil {
			delete(r.packed, orderID)
		} else {
			r.packed[orderID] = before
		}
		for i := range p.picks {
			if x := &p.picks[i]; x.refused == nil {
				x.all[0].shelf.reserved -= x.quantity
			}
		}
	}()
	b, err := r.buyer(orderID)
	if err != nil {
		return p, err
	}
	for _, w := range open {
		all, by, refused, err := r.choose(w.line, w.quantity)
		if err != nil {
			return p, err
		}
		if refused != nil {
			if err := r.divide(&p, w, b, refused); err != nil {
				return p, err
			}
			continue
		}
		if sole != 0 && by == nil {
			prefer(all, func(c *candidate) bool { return c.supplier.ID == sole && c.gate == "" })
		}
		r.take(&p, pick{line: w.line, quantity: w.quantity, all: all, by: by}, b)
	}
	p.parts = len(r.packed[orderID])
	if sole != 0 {
		if s, ok := r.market.Supplier(sole); ok {
			p.sole = s.Name
		}
	}
	return p, nil
}

// take adds a pick to the plan: into the supplier's box, off its shelf.
func (r *run) take(p *plan, x pick, b *buyer) {
	c := &x.all[0]
	w := b.wares[x.line.ID]
	packed := r.packed[x.line.OrderID].with(c.supplier.ID, w.goods(x.quantity), c.parts[1].amount, w.known)
	mine := packed[c.supplier.ID] // its own copy
	mine.late = max(mine.late, c.lateDays)
	r.packed[x.line.OrderID] = packed
	c.shelf.reserved += x.quantity
	p.total = p.total.Add(c.number)
	p.ranks, p.wishes = p.ranks+cmp.Compare(c.rank, 0), p.wishes+min(c.rank, 0)
	p.picks = append(p.picks, x)
}

// divide gives the pieces of a line that nobody can take whole to several
// suppliers, where a rule allows it; else the line is held.
func (r *run) divide(p *plan, w want, b *buyer, refused *hold) error {
	v := r.rules.Judge(b.asked(r.today, []string{w.line.SKU}))
	if refused.code != noSupplier || !v.MaySplit() {
		p.picks = append(p.picks, pick{line: w.line, quantity: w.quantity, refused: refused})
		p.held++
		return nil
	}
	packed := r.packed[w.line.OrderID]
	var part plan
	used := map[int64]bool{}
	for left := w.quantity; left > 0; {
		x, err := r.piece(w.line, left, used)
		if err != nil {
			return err
		}
		if x == nil {
			r.unwind(&part, w.line.OrderID, packed)
			p.picks = append(p.picks, pick{line: w.line, quantity: w.quantity, refused: refused})
			p.held++
			return nil
		}
		x.rules = []*routerule.Rule{v.Split}
		x.because = []string{fmt.Sprintf("Nobody can take all %d pieces: %d of them go to %s.", w.quantity, x.quantity, x.all[0].supplier.Name)}
		used[x.all[0].supplier.ID] = true
		r.take(&part, *x, b)
		left -= x.quantity
	}
	p.picks, p.total = append(p.picks, part.picks...), p.total.Add(part.total)
	p.ranks, p.wishes = p.ranks+part.ranks, p.wishes+part.wishes
	return nil
}

// unwind takes back what a division had taken.
func (r *run) unwind(part *plan, orderID int64, packed boxes) {
	for i := range part.picks {
		part.picks[i].all[0].shelf.reserved -= part.picks[i].quantity
	}
	r.packed[orderID] = packed
}

// piece is the cheapest part, by the piece, that one more supplier can take of
// what is left; nil when nobody can take any.
func (r *run) piece(l *line, left model.Quantity, used map[int64]bool) (*pick, error) {
	offers, err := r.market.Offers(l.ProductID)
	if err != nil {
		return nil, err
	}
	var best *pick
	for _, o := range r.onSale(l.ProductID, offers) {
		if used[o.SupplierID] {
			continue
		}
		q, err := r.most(o, l.ProductID, left)
		if err != nil {
			return nil, err
		}
		if q == 0 {
			continue
		}
		all, err := r.candidates(l, q)
		if err != nil {
			return nil, err
		}
		c := prefer(all, func(c *candidate) bool { return c.offer.ID == o.ID })
		if c == nil || c.gate != "" {
			continue
		}
		if best == nil || c.cheaper(q, &best.all[0], best.quantity) {
			best = &pick{line: l, quantity: q, all: all}
		}
	}
	return best, nil
}

// cheaper compares by rank and then by the piece.
func (c *candidate) cheaper(q model.Quantity, o *candidate, of model.Quantity) bool {
	return cmp.Or(cmp.Compare(c.rank, o.rank), cmp.Compare(c.number.Times(of), o.number.Times(q)), cmp.Compare(of, q)) < 0
}

// most is how many of the pieces left a supplier can send.
func (r *run) most(o *model.Offer, product int64, left model.Quantity) (model.Quantity, error) {
	if !r.past {
		s, err := r.shelf(o.SupplierID, product)
		if err != nil {
			return 0, err
		}
		if s.known && !s.stale {
			left = min(left, max(s.count.Quantity-s.reserved, 0))
		}
	}
	if o.Multiple > 1 {
		left -= left % o.Multiple
	}
	if left < o.MOQ {
		return 0, nil
	}
	return left, nil
}
