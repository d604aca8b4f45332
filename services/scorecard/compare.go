package scorecard

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Few and many are how many suppliers stand side by side.
const (
	fewest = 2
	most   = 6
)

// Item is a product of the basket with a quantity.
type Item struct {
	SKU      string
	Quantity model.Quantity
}

// Comparison sets suppliers side by side for a basket and a destination.
type Comparison struct {
	Country  string
	Currency model.Currency // of all amounts: the home currency
	Basket   []Item
	Sides    []Side // in the order asked for
	Best     string // the supplier recommended, "" for none
	Reasons  []string

	today model.Date
}

// Side is one supplier of a comparison. Price is what the whole basket costs at
// the door, nil where the supplier does not offer all of it; P50 and P90 are days
// to the door: Measured ones from its own parcels, else as it states with its
// handling.
type Side struct {
	Card       score.Card
	Nature     Nature
	Country    string
	Quote      routing.Quote
	Price      *model.Amount
	Loss       *model.Amount       // what defects of a basket cost on average beside, nil while nobody knows
	Cost       *model.Amount       // Price and Loss
	PricePct   decimal.NullDecimal // above the cheapest that can be had, in percent
	P50, P90   *int
	Measured   int // parcels behind the days, 0 as stated
	ClaimDays  int
	TermsDays  int
	MOQ        model.Quantity // the largest of the basket, in pieces
	Returns    string         // as agreed, "" nothing agreed
	Neutral    *bool          // packaging without its own brand
	Setup      *model.Amount  // in SetupIn
	SetupIn    model.Currency
	Risks      []Risk
	Confidence string
	Able       bool                // the basket can be bought there: all offered, not blocked, no gate failed
	Slower     *int                // days that nine of ten need more than those of the fastest that is able
	Points     decimal.NullDecimal // what the recommendation goes by, of those able
}

// Risk is something that may go wrong, told by its kind and in words.
type Risk struct {
	Kind string // single_source, concentration, currency, customs, score, gate, stage, price, days
	Text string
}

// Compare sets 2 to 6 suppliers side by side and recommends one.
func Compare(ctx context.Context, db *store.DB, names []string, country string, basket []Item) (Comparison, error) {
	c := Comparison{Country: country, Basket: basket, today: db.Today()}
	if len(names) < fewest || len(names) > most {
		return c, model.FieldErrorf("suppliers", "Choose %d to %d suppliers to compare, not %d.", fewest, most, len(names))
	}
	if country != "" && !model.Country(country).Valid() {
		return c, model.FieldErrorf("country", "%q is not a known country: write a two-letter ISO code such as DE.", country)
	}
	s := New(db, &event.Bus{})
	defer s.Close()
	for _, name := range names {
		card, err := s.Of(ctx, name)
		if err != nil {
			return c, err
		}
		if slices.ContainsFunc(c.Sides, func(x Side) bool { return x.Card.ID == card.ID }) {
			return c, model.FieldErrorf("suppliers", "%s is chosen twice: choose another one beside it.", card.Name)
		}
		c.Sides = append(c.Sides, Side{Card: card, Nature: NatureOf(card.Type), Confidence: card.Trust})
	}
	if len(basket) == 0 {
		return c, model.FieldErrorf("basket", "Say what is to be bought: a product and a quantity at least.")
	}
	err := db.Read(ctx, func(q *gorm.DB) error { return c.fill(q) })
	if err != nil {
		return c, err
	}
	for i := range c.Sides {
		c.Sides[i].Able = c.Sides[i].able()
	}
	c.weighPrices()
	c.weighDays()
	c.recommend()
	return c, nil
}

// fill reads prices, terms and risks.
func (c *Comparison) fill(q *gorm.DB) error {
	var err error
	if c.Currency, err = setting.Home(q); err != nil {
		return err
	}
	wanted, err := c.wanted(q)
	if err != nil {
		return err
	}
	ids := make([]int64, len(c.Sides))
	for i := range c.Sides {
		ids[i] = c.Sides[i].Card.ID
	}
	quotes, err := routing.QuoteBasket(q, c.today, ids, c.Country, wanted)
	if err != nil {
		return err
	}
	for i := range c.Sides {
		s := &c.Sides[i]
		s.Quote = quotes[i]
		if len(s.Quote.Missing) == 0 {
			s.Price = &s.Quote.Total
		}
		for _, l := range s.Quote.Lines {
			s.MOQ = max(s.MOQ, l.MOQ)
		}
		if err := s.terms(q, c.today); err != nil {
			return err
		}
		s.days(c.Country)
		if err := s.expect(c.Currency); err != nil {
			return err
		}
		if err := s.risks(q, c); err != nil {
			return err
		}
	}
	return nil
}

// wanted is the basket with what customers last paid for its products, which is
// their value for customs.
func (c *Comparison) wanted(q *gorm.DB) ([]routing.Wanted, error) {
	rates := rate.NewTable(q)
	all := make([]routing.Wanted, len(c.Basket))
	for i, item := range c.Basket {
		all[i] = routing.Wanted{SKU: item.SKU, Quantity: item.Quantity}
		var last struct {
			Price    model.Amount
			Currency model.Currency
		}
		err := q.Raw(`SELECT l.price, o.currency FROM order_line l JOIN product p ON p.id = l.product_id JOIN sales_order o ON o.id = l.order_id
			WHERE p.sku = ? COLLATE NOCASE AND l.price > 0 ORDER BY o.placed_on DESC, l.id DESC LIMIT 1`, item.SKU).Scan(&last).Error
		if err != nil {
			return nil, err
		}
		if last.Currency == "" {
			continue
		}
		r, err := rates.On(c.today, last.Currency, c.Currency)
		if model.CodeOf(err) == model.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		home, err := r.Convert(last.Price.Times(item.Quantity))
		if err != nil {
			return nil, err
		}
		all[i].Value = &home
	}
	return all, nil
}

// terms reads what was agreed, and else what the supplier's record says.
func (s *Side) terms(q *gorm.DB, today model.Date) error {
	var t struct {
		Country      string
		HandlingDays int
		ReturnTerms  string
		Neutral      *bool
		SetupCost    *model.Amount
		SetupIn      model.Currency
		MOQ          model.Quantity `gorm:"column:moq"`
	}
	err := q.Raw(`SELECT s.country, s.handling_days, COALESCE(a.return_terms, '') AS return_terms,
		a.neutral_packaging AS neutral, a.setup_cost, COALESCE(a.currency, '') AS setup_in, COALESCE(a.moq, 0) AS moq
		FROM supplier s LEFT JOIN agreement a ON a.id = (SELECT x.id FROM agreement x WHERE x.supplier_id = s.id AND x.archived_at = '' AND x.valid_from <= ?
			AND (x.valid_to = '' OR x.valid_to >= ?) ORDER BY x.valid_from DESC LIMIT 1)
		WHERE s.id = ?`, string(today), string(today), s.Card.ID).Scan(&t).Error
	if err != nil {
		return err
	}
	now, err := supplier.TermsOn(q, s.Card.ID, today)
	if err != nil {
		return err
	}
	s.ClaimDays, s.TermsDays, s.MOQ = now.ClaimDays, now.PaymentDays, max(s.MOQ, t.MOQ)
	s.Country, s.Returns, s.Neutral, s.Setup, s.SetupIn = t.Country, t.ReturnTerms, t.Neutral, t.SetupCost, t.SetupIn
	s.P50, s.P90 = plus(s.Quote.P50, t.HandlingDays), plus(s.Quote.P90, t.HandlingDays)
	return nil
}

func plus(a *int, b int) *int {
	if a == nil {
		return nil
	}
	n := *a + b
	return &n
}

// enoughParcels is how many parcels a lane needs before it is believed more than
// what the supplier states. Source: domain rule 3.5.
const enoughParcels = 20

// days takes the supplier's own record of the country where there is enough.
func (s *Side) days(country string) {
	for _, l := range s.Card.Performance.Lanes {
		if l.Country != country || l.N < enoughParcels {
			continue
		}
		s.Measured, s.P50, s.P90 = l.N, whole(l.P50), whole(l.P90)
		return
	}
}

// whole rounds days up, nil when they are not reachable.
func whole(d decimal.NullDecimal) *int {
	if !d.Valid {
		return nil
	}
	n := int(d.Decimal.Ceil().IntPart())
	return &n
}

// able tells whether the basket can be bought there: all of it is offered, the
// supplier is not blocked and no gate has failed.
func (s *Side) able() bool {
	return s.Price != nil && s.Card.Stage != model.Blocked && len(s.Card.Failed) == 0
}

// expect works out what defects cost on average: the share of orders with one, of
// the price at the door, less what claims bring back. Few orders say nothing.
func (s *Side) expect(home model.Currency) error {
	p := &s.Card.Performance
	if s.Price == nil || p.N < enoughDecided {
		return nil
	}
	part, recovered := decimal.Zero, decimal.Zero
	for i := range p.Metrics {
		switch m := &p.Metrics[i]; m.Key {
		case "odr":
			part = m.Recent.Decimal.Shift(-2)
		case "claim_recovery":
			recovered = m.Recent.Decimal.Shift(-2)
		}
	}
	loss, err := model.AmountOf(s.Price.Decimal().Mul(part).Mul(decimal.NewFromInt(1).Sub(recovered)))
	if err != nil {
		return err
	}
	loss = loss.Round(home)
	cost := s.Price.Add(loss)
	s.Loss, s.Cost = &loss, &cost
	return nil
}

// enoughDecided is how many decided orders tell what defects cost. Source: domain
// rule 3.4.
const enoughDecided = 10

// weighPrices tells how much each price is above the cheapest that can be had.
func (c *Comparison) weighPrices() {
	var least *model.Amount
	for i := range c.Sides {
		if s := &c.Sides[i]; s.Able && (least == nil || *s.Price < *least) {
			least = s.Price
		}
	}
	if least == nil || *least <= 0 {
		return
	}
	for i := range c.Sides {
		if p := c.Sides[i].Price; p != nil {
			c.Sides[i].PricePct = decimal.NewNullDecimal(p.Sub(*least).Decimal().Mul(decimal.NewFromInt(100)).DivRound(least.Decimal(), 2))
		}
	}
}

// weighDays tells how much slower each side is than the fastest that is able.
func (c *Comparison) weighDays() {
	var fastest *int
	for i := range c.Sides {
		if s := &c.Sides[i]; s.Able && s.P90 != nil && (fastest == nil || *s.P90 < *fastest) {
			fastest = s.P90
		}
	}
	for i := range c.Sides {
		if s := &c.Sides[i]; fastest != nil && s.P90 != nil {
			slower := *s.P90 - *fastest
			s.Slower = &slower
		}
	}
}

// weigh makes the points a side able to deliver is recommended by: the score, of
// one nobody knows that of the middle, less what the price is above the cheapest, a
// point for each percent, and less what it is slower than the fastest, a point for
// each day.
func (s *Side) weigh() {
	w := Middle
	if s.Card.Score.Valid {
		w = s.Card.Score.Decimal
	}
	late := Slowest
	if s.Slower != nil {
		late = decimal.NewFromInt(int64(*s.Slower))
	}
	s.Points = decimal.NewNullDecimal(w.Sub(s.PricePct.Decimal).Sub(late))
}

// ranked are the sides that can be recommended, the best first.
func (c *Comparison) ranked() []*Side {
	var able []*Side
	for i := range c.Sides {
		if s := &c.Sides[i]; s.Able {
			s.weigh()
			able = append(able, s)
		}
	}
	slices.SortStableFunc(able, func(a, b *Side) int {
		return cmp.Or(b.Points.Decimal.Cmp(a.Points.Decimal), cmp.Compare(*a.Price, *b.Price), cmp.Compare(a.Card.Name, b.Card.Name))
	})
	return able
}

// What stands in the points for what nobody knows.
var (
	Middle  = decimal.NewFromInt(50) // the score of a supplier that is not rated
	Slowest = decimal.NewFromInt(30) // what is taken off where nobody knows the days
)

// Parts adds up a quote by the kind of cost, in the home currency.
func (s *Side) Parts() map[string]model.Amount {
	sums := map[string]model.Amount{}
	for _, l := range s.Quote.Lines {
		for _, p := range l.Parts {
			a, err := model.ParseAmount(p.Amount)
			if err != nil {
				continue // a part that nobody knows is told among the risks
			}
			sums[p.Kind] = sums[p.Kind].Add(a)
		}
	}
	return sums
}

// parts is the order of the parts of a price.
var parts = []string{
	routing.PartProduct, routing.PartShipping, routing.PartDropFee, routing.PartPickPack, routing.PartDuty, routing.PartImportTax,
	routing.PartHandling, routing.PartConversion, routing.PartSplit,
}

// PartKinds are the kinds of cost that any side has, in their order.
func (c *Comparison) PartKinds() []string {
	var kinds []string
	for i := range c.Sides {
		for kind := range c.Sides[i].Parts() {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(parts, a), slices.Index(parts, b)), cmp.Compare(a, b))
	})
	return kinds
}
