package score

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/query"
)

// Event is one observation behind a figure: an order with what became of it, or
// for other metrics the purchase order, price or claim. Good tells how it counts.
type Event struct {
	OrderID   int64      `json:"-"`
	Order     string     `json:"order"`
	Shop      string     `json:"shop"`
	Country   string     `json:"country"`
	On        model.Date `json:"on"` // the day it counts on
	Due       model.Date `json:"due"`
	Delivered model.Date `json:"delivered"`
	Good      bool       `json:"good"`
	What      string     `json:"what"` // in words

	Refused bool             `json:"-"` // some of the order, by the supplier
	Kinds   []model.CaseKind `json:"-"` // of its defects, told by cases
}

// LeadTime is what Events calls the days to the door, which are no part of the
// score.
const LeadTime = "lead"

// orderMetrics are the metrics that count orders.
var orderMetrics = []int{dispatch, otd, otif, odr, cancelled}

// Events lists what a figure of a supplier rests on, the newest first: of the
// metrics that count orders, and of LeadTime, each order with its verdict, of the others each
// acknowledgement, price, count or claim.
func (s *Service) Events(ctx context.Context, name, metric string) ([]Event, error) {
	at := slices.IndexFunc(abouts[:], func(a about) bool { return a.key == metric })
	if at < 0 && metric != LeadTime {
		return nil, model.FieldErrorf("metric", "There is no metric %q.%s", metric, near.Hint(metric, append(Metrics(), LeadTime)))
	}
	all := []Event{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		who, err := named(q, name)
		if err != nil {
			return err
		}
		r, err := loadRules(q, s.db.Today())
		if err != nil {
			return err
		}
		d := r.reader(q, who.ID)
		if at < 0 || slices.Contains(orderMetrics, at) {
			all, err = d.orderEvents(at)
			return err
		}
		all, err = d.otherEvents(at)
		return err
	})
	slices.SortStableFunc(all, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.OrderID, a.OrderID))
	})
	return all, err
}

// orderEvents lists the orders that a metric counts; below 0 those whose days to
// the door are known.
func (d *reader) orderEvents(metric int) ([]Event, error) {
	all := []Event{}
	err := d.orders(func(f *fact) {
		v := f.judge(d.today)
		g := map[int]grade{dispatch: v.dispatch, otd: v.otd, otif: v.otif, odr: v.odr, cancelled: v.cancelled}[metric]
		if metric < 0 && v.lead >= 0 {
			g = graded(v.lead < reachable)
		}
		if g == uncounted {
			return
		}
		due := f.due
		if metric == dispatch {
			due = f.shipBy
		}
		what := f.words(metric, &v, d.today)
		if metric < 0 && g == good {
			what = model.Days(v.lead) + " to the door"
		}
		all = append(all, Event{
			OrderID: f.order, Country: f.lane.country, On: dated(f.placed), Due: dated(due), Delivered: dated(f.arrived), Good: g == good, What: what,
			Refused: f.refused > 0, Kinds: kindsOf(f.faults),
		})
	})
	if err != nil {
		return all, err
	}
	return all, d.name(all)
}

// name fills in the numbers and shops of the orders.
func (d *reader) name(all []Event) error {
	ids, at := make([]int64, 0, len(all)), map[int64]int{}
	for i := range all {
		if all[i].OrderID != 0 {
			ids, at[all[i].OrderID] = append(ids, all[i].OrderID), i
		}
	}
	if len(ids) == 0 {
		return nil
	}
	t := query.New(`SELECT o.id, o.number, h.name FROM sales_order o JOIN shop h ON h.id = o.shop_id WHERE o.id IN (SELECT value FROM json_each(?))`, list(ids))
	return t.Rows(d.q, func(r query.Row) error {
		e := &all[at[r.Int(0)]]
		e.Order, e.Shop = r.Text(1), r.Text(2)
		return nil
	})
}

// words tell what became of an order, as far as the metric asks.
func (f *fact) words(metric int, v *verdict, today int) string {
	switch {
	case f.refused > 0:
		return "refused by the supplier"
	case metric == cancelled && f.short:
		return "answered with less than was ordered"
	case metric == dispatch && f.gone >= f.want:
		return against("sent", f.left, f.shipBy)
	case metric == dispatch:
		return "not sent, " + model.Days(today-f.shipBy) + " after the day promised"
	case f.faults != 0 && (metric == odr || metric == otif && f.faults&spoiled != 0):
		return "case: " + kinds(f.faults)
	case v.late:
		return "not delivered, " + model.Days(today-f.due) + " after the day promised"
	case f.got >= f.want && f.arrived > 0:
		return against("delivered", f.arrived, f.due)
	}
	return "no complaint"
}

func against(what string, day, due int) string {
	switch late := day - due; {
	case late > 0:
		return fmt.Sprintf("%s %s late", what, model.Days(late))
	case late < 0:
		return fmt.Sprintf("%s %s early", what, model.Days(-late))
	}
	return what + " on the day promised"
}

func kinds(mask uint8) string {
	var words []string
	for _, k := range kindsOf(mask) {
		words = append(words, k.Words())
	}
	return strings.Join(words, ", ")
}

func kindsOf(mask uint8) (all []model.CaseKind) {
	for i, k := range model.DefectKinds() {
		if mask&(1<<i) != 0 {
			all = append(all, k)
		}
	}
	return all
}

// otherEvents lists what a metric counts that is not about orders, by the same
// reading that makes the figure.
func (d *reader) otherEvents(metric int) ([]Event, error) {
	var said []Event
	d.tell = func(e Event) { said = append(said, e) }
	steps := map[int][]func() error{acknowledged: {d.answers, d.questions}, price: {d.prices, d.asked}, stock: {d.counts}, claims: {d.claims}}[metric]
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return said, nil
}
