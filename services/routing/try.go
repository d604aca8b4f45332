package routing

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routerule"
)

// Example is what rules make of one order.
type Example struct {
	Shop  string        `json:"shop"`
	Order string        `json:"order"`
	Lines []ExampleLine `json:"lines"`
}

// ExampleLine is a quantity of a line: whom it goes to and why, or why it is
// held. Number is what the choice was compared by, in the book's currency.
type ExampleLine struct {
	Position int            `json:"line"`
	SKU      string         `json:"sku"`
	Quantity model.Quantity `json:"quantity"`
	Supplier string         `json:"supplier"`
	Number   string         `json:"number"`
	Held     string         `json:"held"`
	Why      []string       `json:"why"`
}

// Try routes one order, as a replay does, by rules as they might be. The order
// is named by its number; the newest of that number is taken, and without a
// number the newest of all.
func (s *Service) Try(ctx context.Context, number string, c Changes) (Example, error) {
	var e Example
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		r, err := newLook(q, s.db.Today())
		if err != nil {
			return err
		}
		r.past = true
		if r.rules, err = routerule.Draft(q, r.home, c.Rules, c.Without); err != nil {
			return err
		}
		var lines []line
		where := `o.id = (SELECT id FROM sales_order WHERE archived_at = '' AND cancelled_on = '' AND (number = ? OR ? = '') ORDER BY placed_at DESC, id DESC LIMIT 1)`
		if err := q.Raw(fmt.Sprintf(selectPast, where), number, number).Scan(&lines).Error; err != nil {
			return err
		}
		if len(lines) == 0 {
			return model.FieldErrorf("order", "There is no open order %q that sends anything: name another.", number)
		}
		x, err := r.outcome(lines)
		if err != nil {
			return err
		}
		r.today = lines[0].PlacedOn
		e = r.example(&x)
		return nil
	})
	return e, err
}

func (r *run) example(x *outcome) Example {
	e := Example{Shop: x.shop, Order: x.number, Lines: []ExampleLine{}}
	for i := range x.plan.picks {
		p := &x.plan.picks[i]
		l := ExampleLine{Position: p.line.Position, SKU: p.line.SKU, Quantity: p.quantity, Why: []string{}}
		if p.refused != nil {
			l.Held = p.refused.reason
		} else {
			c := &p.all[0]
			l.Supplier, l.Number, l.Why = c.supplier.Name, c.number.Text(r.home), r.explain(p).Why
		}
		e.Lines = append(e.Lines, l)
	}
	return e
}

// Text tells the example to people.
func (e Example) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Order %s:\n", e.Order)
	for _, l := range e.Lines {
		if l.Held != "" {
			fmt.Fprintf(&b, "line %d: %d x %s is held: %s\n", l.Position, l.Quantity, l.SKU, l.Held)
			continue
		}
		fmt.Fprintf(&b, "line %d: %d x %s to %s\n", l.Position, l.Quantity, l.SKU, l.Supplier)
		for _, why := range l.Why {
			fmt.Fprintf(&b, "    %s\n", why)
		}
	}
	return b.String()
}
