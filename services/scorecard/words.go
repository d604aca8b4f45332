package scorecard

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/taxrule"
)

// Nature is what the type of a source implies.
type Nature struct{ Type, Selection, Branding, MOQ, Upfront string }

// NatureOf tells what a sourcing type implies, in words.
func NatureOf(t model.SourcingType) Nature {
	switch t {
	case model.Marketplace:
		return Nature{"Marketplace seller", "Very wide, changes daily", "None: its packaging, at times its flyers", "1 piece", "None"}
	case model.Wholesaler:
		return Nature{"Wholesaler or distributor", "Wide, brands that are known", "Little: neutral packing slip at most", "From 1 piece to a case", "None, at times an account fee"}
	case model.PrivateLabel:
		return Nature{"Private-label manufacturer", "Narrow, made for you", "Full: product, packaging, insert", "High: a production run", "Samples, tooling and the first run"}
	case model.Agent:
		return Nature{"Sourcing agent", "Wide, on request", "Some: packaging and checks as agreed", "Low, mostly from 1 piece", "None, its fee is in the price"}
	case model.ThirdPartyLogistics:
		return Nature{"3PL with your own stock", "What you stock", "Full: you choose packaging and insert", "You buy in bulk", "The stock, and what storing costs"}
	}
	return Nature{Type: string(t)}
}

// The shares that make a risk: of the orders of the last year with one supplier.
const concentrated = 50

// risks tells what may go wrong with a supplier.
func (s *Side) risks(q *gorm.DB, c *Comparison) error {
	add := func(kind, format string, args ...any) {
		s.Risks = append(s.Risks, Risk{kind, fmt.Sprintf(format, args...)})
	}
	s.known(add)
	var sole []string
	for _, item := range c.Basket {
		var others int64
		err := q.Raw(`SELECT COUNT(DISTINCT f.supplier_id) FROM offer f JOIN product p ON p.id = f.product_id JOIN supplier x ON x.id = f.supplier_id
			WHERE p.sku = ? COLLATE NOCASE AND f.archived_at = '' AND (f.valid_to = '' OR f.valid_to >= ?) AND x.archived_at = '' AND x.stage NOT IN ('candidate', 'blocked') AND x.id <> ?`,
			item.SKU, string(c.today), s.Card.ID).Scan(&others).Error
		if err != nil {
			return err
		}
		if others == 0 {
			sole = append(sole, item.SKU)
		}
	}
	if len(sole) > 0 {
		add("single_source", "Nobody else you buy from offers %s.", strings.Join(sole, ", "))
	}
	var share struct{ Mine, Whole int64 }
	err := q.Raw(`SELECT COUNT(*) AS whole, COALESCE(SUM(supplier_id = ?), 0) AS mine FROM (SELECT DISTINCT l.order_id, l.supplier_id FROM order_line l
		JOIN sales_order o ON o.id = l.order_id WHERE l.supplier_id IS NOT NULL AND o.cancelled_on = ''
			AND o.placed_on >= (SELECT date(MAX(placed_on), '-365 days') FROM sales_order))`, s.Card.ID).Scan(&share).Error
	if err != nil {
		return err
	}
	if share.Whole > 0 && share.Mine*100 >= share.Whole*concentrated {
		add("concentration", "%d %% of the orders of a year already depend on it.", share.Mine*100/share.Whole)
	}
	return s.borders(q, c, add)
}

// known are the risks that the card itself tells.
func (s *Side) known(add func(kind, format string, args ...any)) {
	k := &s.Card
	switch {
	case k.Stage == model.Blocked:
		add("stage", "It is blocked: nothing is bought from it.")
	case k.Stage == model.Probation:
		add("stage", "It is on probation.")
	case !k.Stage.MayReceiveOrders():
		add("stage", "It is not approved yet, its stage is %s.", k.Stage)
	}
	if len(k.Failed) > 0 {
		add("gate", "It does not pass: %s.", strings.Join(k.Failed, ", "))
	}
	switch k.Trust {
	case score.NotRated:
		add("score", "No order tells anything of it yet.")
	case score.TestPhase, score.Provisional:
		add("score", "Few facts: %s decided so far.", orders(k.Performance.N))
	}
	if p := &k.Performance; p.Late > 0 {
		add("score", "Overdue and not delivered today: %s.", orders(p.Late))
	}
	for i := range k.Performance.Metrics {
		if m := &k.Performance.Metrics[i]; m.Key == "price_stability" && m.N > 0 && m.Value.Decimal.LessThan(decimal.NewFromInt(steady)) {
			add("price", "Its prices rose with %s %% of its %d changes.", decimal.NewFromInt(100).Sub(m.Value.Decimal).StringFixed(0), m.N)
		}
	}
}

func orders(n int64) string {
	if n == 1 {
		return "1 order"
	}
	return fmt.Sprintf("%d orders", n)
}

// steady is the share of price changes without a rise, in percent, below which
// prices are a risk.
const steady = 60

// borders are the risks of currency and customs.
func (s *Side) borders(q *gorm.DB, c *Comparison, add func(kind, format string, args ...any)) error {
	for _, l := range s.Quote.Lines {
		if l.Currency != c.Currency {
			add("currency", "It is paid in %s: the price moves with the rate.", l.Currency)
			break
		}
	}
	tax, err := taxrule.Load(q)
	if err != nil {
		return err
	}
	if s.Country != "" && c.Country != "" && tax.Crosses(s.Country, c.Country, c.today) {
		add("customs", "Parcels from %s to %s go through customs.", s.Country, c.Country)
	}
	for _, u := range s.Quote.Unknown {
		if strings.HasPrefix(u, "duty") {
			add("customs", "%s.", strings.Replace(strings.ToUpper(u[:1])+u[1:], ", as ", ": ", 1))
		}
	}
	if s.P90 == nil && s.Price != nil {
		add("days", "Nobody knows how long it takes to %s.", c.Country)
	}
	return nil
}

// recommend names the best side with the reasons for it, and against the others.
func (c *Comparison) recommend() {
	able := c.ranked()
	for i := range c.Sides {
		if s := &c.Sides[i]; s.Price == nil {
			c.Reasons = append(c.Reasons, fmt.Sprintf("%s cannot deliver the whole basket: %s.", s.Card.Name, strings.Join(s.Quote.Missing, "; ")))
		}
	}
	if len(able) == 0 {
		c.Reasons = append(c.Reasons, "None of them can be recommended.")
		return
	}
	best := able[0]
	c.Best = best.Card.Name
	reasons := []string{fmt.Sprintf("%s: the basket costs %s %s at the door in %s.", best.Card.Name, best.Price.Text(c.Currency), c.Currency, c.Country)}
	if best.Loss != nil && *best.Loss > 0 {
		reasons = append(reasons, fmt.Sprintf("Defects cost %s %s more on average.", best.Loss.Text(c.Currency), c.Currency))
	}
	if best.Card.Score.Valid {
		reasons = append(reasons, fmt.Sprintf("Its score is %s of 100 (%s, %s).", best.Card.Score.Decimal.StringFixed(0), best.Card.Trust, orders(best.Card.Performance.N)))
	}
	for _, s := range able[1:] {
		reasons = append(reasons, c.against(best, s))
	}
	c.Reasons = append(reasons, c.Reasons...)
}

// against compares another side with the best.
func (c *Comparison) against(best, s *Side) string {
	var parts []string
	switch more := s.Price.Sub(*best.Price); {
	case more > 0:
		parts = append(parts, fmt.Sprintf("costs %s %s more", more.Text(c.Currency), c.Currency))
	case more < 0:
		parts = append(parts, fmt.Sprintf("costs %s %s less", model.Amount(0).Sub(more).Text(c.Currency), c.Currency))
	default:
		parts = append(parts, "costs the same")
	}
	if s.Cost != nil && best.Cost != nil && (*s.Cost < *best.Cost) != (*s.Price < *best.Price) {
		more, how := s.Cost.Sub(*best.Cost), "more"
		if more < 0 {
			more, how = model.Amount(0).Sub(more), "less"
		}
		parts = append(parts, fmt.Sprintf("%s %s %s with its defects", more.Text(c.Currency), c.Currency, how))
	}
	switch {
	case !s.Card.Score.Valid:
		parts = append(parts, "is not rated")
	case best.Card.Score.Valid:
		parts = append(parts, fmt.Sprintf("scores %s", s.Card.Score.Decimal.StringFixed(0)))
	}
	if s.P90 != nil && best.P90 != nil && *s.P90 != *best.P90 {
		days, how := *s.P90-*best.P90, "slower"
		if days < 0 {
			days, how = -days, "faster"
		}
		parts = append(parts, fmt.Sprintf("is %s %s", model.Days(days), how))
	}
	return s.Card.Name + " " + join(parts) + "."
}

// join writes parts as "a, b and c".
func join(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}
