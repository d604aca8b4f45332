package routing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/routerule"
)

// ReplayDays is how far back a replay looks when nothing else is asked for.
const ReplayDays = 90

// Changes are rules as they might be: Rules would be put, Without be ended.
type Changes struct {
	Rules   []routerule.Input
	Without []string
}

// ReplayOptions say which past orders are routed anew, and by which rules
// beside those that stand. Without a day the replay ends with the newest order,
// and without a first it looks back ReplayDays. Progress may be nil.
type ReplayOptions struct {
	From, To model.Date
	Changes
	Progress *job.Progress
}

// Replay is what the rules that stand and the rules as they might be make of
// past orders. Nothing is changed by it.
type Replay struct {
	From     model.Date     `json:"from"`
	To       model.Date     `json:"to"`
	Orders   int            `json:"orders"`
	LeftOut  int            `json:"left_out"` // of them cancelled, or with nothing to send
	Currency model.Currency `json:"currency"`
	Before   Side           `json:"before"`
	After    Side           `json:"after"`
	Both     Both           `json:"both"`
	Changed  int            `json:"changed"` // orders that go another way
	Examples []Changed      `json:"examples"`
	Rules    []string       `json:"rules"` // as they would stand, as sentences
	Notes    []string       `json:"notes"`
}

// Both compares the margin of those orders that are routed either way: what is
// held does not blur it.
type Both struct {
	Orders int     `json:"orders"`
	Before *string `json:"margin_before"`
	After  *string `json:"margin_after"`
}

// Side is the outcome by one set of rules. Cost is all that is paid for the
// orders of which every line is routed, Margin their net revenue less that and
// before payment fees; null where no revenue is known. Late counts the orders
// of which a parcel is expected late by its supplier's own record; null where
// there is no record.
type Side struct {
	Routed    int     `json:"routed"`
	Held      int     `json:"held"`
	Splits    int     `json:"splits"`
	Parcels   int     `json:"parcels"`
	Cost      string  `json:"cost"`
	Margin    *string `json:"margin"`
	Late      *int    `json:"late"`
	Suppliers []Share `json:"suppliers"`

	cost, margin model.Amount
	known        bool
}

// Share is how many orders a supplier sends something of.
type Share struct {
	Supplier string `json:"supplier"`
	Orders   int    `json:"orders"`
}

// Changed is an order that the other rules route differently. More is by how
// much it costs more, null when one of both holds it.
type Changed struct {
	Shop   string  `json:"shop"`
	Order  string  `json:"order"`
	Before string  `json:"before"`
	After  string  `json:"after"`
	More   *string `json:"more"`
}

const mostExamples = 50

const selectPast = `SELECT ` + lineColumns + `, o.placed_on, 0 AS waiting, 0 AS forwarded, 0 AS told_since, 0 AS latest, '' AS customer
	FROM sales_order o JOIN shop s ON s.id = o.shop_id JOIN order_line l ON l.order_id = o.id
	WHERE %s AND o.archived_at = '' AND o.cancelled_on = '' AND l.shippable = 1 AND l.quantity > 0 ORDER BY o.placed_at, o.id, l.position`

// Replay routes past orders by the rules that stand and by those that might,
// with the offers, rates and law of each order's day; where a supplier had no
// offer yet, with that of today. What was in stock then is not asked.
func (s *Service) Replay(ctx context.Context, o ReplayOptions) (Replay, error) {
	var res Replay
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		res, err = replay(ctx, q, s.db.Today(), o)
		return err
	})
	return res, err
}

func replay(ctx context.Context, q *gorm.DB, today model.Date, o ReplayOptions) (Replay, error) {
	res := Replay{Examples: []Changed{}, Rules: []string{}, Notes: []string{}}
	r, err := newLook(q, today)
	if err != nil {
		return res, err
	}
	r.past, r.progress, res.Currency = true, o.Progress, r.home
	next, err := routerule.Draft(q, r.home, o.Rules, o.Without)
	if err != nil {
		return res, err
	}
	if res.From, res.To, err = days(q, o); err != nil {
		return res, err
	}
	var lines []line
	if err := q.Raw(fmt.Sprintf(selectPast, "o.placed_on BETWEEN ? AND ?"), string(res.From), string(res.To)).Scan(&lines).Error; err != nil {
		return res, err
	}
	before, err := r.outcomes(ctx, lines, 0)
	if err != nil {
		return res, err
	}
	r.rules = next
	after, err := r.outcomes(ctx, lines, 1)
	if err != nil {
		return res, err
	}
	revenue, err := revenues(q, before)
	if err != nil {
		return res, err
	}
	if err := q.Raw(`SELECT COUNT(*) FROM sales_order WHERE archived_at = '' AND placed_on BETWEEN ? AND ?`, string(res.From), string(res.To)).Scan(&res.Orders).Error; err != nil {
		return res, err
	}
	res.LeftOut = res.Orders - len(before)
	res.Before, res.After = r.side(before, revenue), r.side(after, revenue)
	res.compare(before, after, r.home)
	res.Both = both(before, after, revenue, r.home)
	for i := range next.Rules {
		res.Rules = append(res.Rules, next.Sentence(&next.Rules[i]))
	}
	res.note(before, after, revenue)
	return res, nil
}

// days are the first and the last day of a replay.
func days(q *gorm.DB, o ReplayOptions) (from, to model.Date, err error) {
	from, to = o.From, o.To
	if to == "" {
		if err := q.Raw(`SELECT COALESCE(MAX(placed_on), '') FROM sales_order WHERE archived_at = '' AND cancelled_on = ''`).Scan(&to).Error; err != nil {
			return from, to, err
		}
	}
	if to == "" {
		return from, to, model.Errorf(model.NotFound, "The book has no orders to replay: import some first.")
	}
	if from == "" {
		from = to.AddDays(1 - ReplayDays)
	}
	if from > to {
		return from, to, model.FieldErrorf("from", "The first day %s is after the last day %s.", from, to)
	}
	return from, to, nil
}

// outcome is what becomes of one order.
type outcome struct {
	id           int64
	shop, number string
	plan         plan
	late         *bool
	cost         model.Amount // paid in all
	who          []string     // suppliers in the order of the lines
	todays       bool         // priced by an offer of today
}

// outcomes routes orders as they came in, the first time or the second of two;
// lines are by order.
func (r *run) outcomes(ctx context.Context, lines []line, turn int) ([]outcome, error) {
	if err := r.market.PreloadFor(products(lines)); err != nil {
		return nil, err
	}
	if err := r.loadBuyers(ordersOf(lines)); err != nil {
		return nil, err
	}
	defer func() { r.today = r.present }()
	var all []outcome
	for from, to := 0, 1; from < len(lines); from, to = to, to+1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.progress.Step(int64(turn*len(lines)+from), int64(2*len(lines)), "Replaying past orders")
		for to < len(lines) && lines[to].OrderID == lines[from].OrderID {
			to++
		}
		x, err := r.outcome(lines[from:to])
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

func (r *run) outcome(lines []line) (outcome, error) {
	first := &lines[0]
	x := outcome{id: first.OrderID, shop: first.Shop, number: first.Number}
	r.today = first.PlacedOn
	var open []want
	for i := range lines {
		if lines[i].ProductID != 0 {
			open = append(open, want{&lines[i], lines[i].Quantity})
		}
	}
	var err error
	if len(open) > 0 {
		if x.plan, err = r.best(x.id, open, len(lines)-len(open)); err != nil {
			return x, err
		}
	}
	x.plan.held += len(lines) - len(open)
	for i := range x.plan.picks {
		p := &x.plan.picks[i]
		if p.refused != nil {
			continue
		}
		x.count(&p.all[0], r.today)
	}
	return x, nil
}

func (x *outcome) count(c *candidate, day model.Date) {
	if !slices.Contains(x.who, c.supplier.Name) {
		x.who = append(x.who, c.supplier.Name)
	}
	x.todays = x.todays || !c.offer.ValidOn(day)
	for i := range c.parts {
		if c.parts[i].paid() {
			x.cost = x.cost.Add(c.parts[i].amount)
		}
	}
	if c.late != nil {
		late := *c.late > 0 || x.late != nil && *x.late
		x.late = &late
	}
}

// way tells in words which way the order goes.
func (x *outcome) way() string {
	who := strings.Join(x.who, ", ")
	switch {
	case x.plan.held == 0:
		return who
	case who == "":
		return "held"
	}
	return who + ", the rest held"
}

// revenues reads what orders brought without tax, in the home currency.
func revenues(q *gorm.DB, all []outcome) (map[int64]model.Amount, error) {
	found := make(map[int64]model.Amount, len(all))
	for some := range slices.Chunk(all, 500) {
		ids := make([]int64, len(some))
		for i := range some {
			ids[i] = some[i].id
		}
		var rows []struct {
			OrderID int64
			Net     model.Amount
		}
		err := q.Raw(`SELECT order_id, SUM(goods - discount + shipping - refund) AS net FROM margin_line WHERE order_id IN ? GROUP BY order_id`, ids).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			found[x.OrderID] = x.Net
		}
	}
	return found, nil
}

// Text tells the replay to people.
func (r Replay) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s from %s to %s; %d would go another way.\n", counted(r.Orders, "order", "orders"), r.From, r.To, r.Changed)
	unknown := func(s *string) string {
		if s == nil {
			return "unknown"
		}
		return *s
	}
	row := func(label, before, after string) { fmt.Fprintf(&b, "%-24s %14s %14s\n", label, before, after) }
	row("", "before", "after")
	row("Routed", fmt.Sprint(r.Before.Routed), fmt.Sprint(r.After.Routed))
	row("Held", fmt.Sprint(r.Before.Held), fmt.Sprint(r.After.Held))
	row("Split orders", fmt.Sprint(r.Before.Splits), fmt.Sprint(r.After.Splits))
	row("Cost "+string(r.Currency), r.Before.Cost, r.After.Cost)
	row("Margin before fees "+string(r.Currency), unknown(r.Before.Margin), unknown(r.After.Margin))
	row(fmt.Sprintf("  of %d routed by both", r.Both.Orders), unknown(r.Both.Before), unknown(r.Both.After))
	if r.Before.Late != nil && r.After.Late != nil {
		row("Expected late", fmt.Sprint(*r.Before.Late), fmt.Sprint(*r.After.Late))
	}
	for _, n := range r.Notes {
		fmt.Fprintln(&b, n)
	}
	return b.String()
}
