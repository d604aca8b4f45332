package approval

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routing"
)

// Why explains a choice of supplier: every candidate with all that its cost is
// made of, and the facts for a sentence.
type Why struct {
	Home       model.Currency
	Date       model.Date // the day of the numbers
	Quantity   model.Quantity
	Country    string
	Chosen     string      // "" while nobody was chosen
	Candidates []Candidate // the chosen one first, then the cheapest first; those that failed a gate last
	Lead       Lead
	Rules      []string // the merchant's rules that counted, as sentences
	Sentences  []string // as they were told when the choice was made
}

// Lead says in numbers how the chosen one stands to the others.
type Lead struct {
	Manual   bool         // a person chose
	Reason   string       // in that person's words
	Only     bool         // nobody else can take it
	Cheapest bool         // nobody else is cheaper
	Next     string       // the best of the others, "" when Only
	Ahead    model.Amount // by how much Next is dearer; negative when it is cheaper
	Dearest  bool         // its goods cost more than those of any other: its shipping makes up for it
}

// Candidate is one supplier's offer. Cost is the number that is compared, in
// the home currency, and the sum of Parts; both are only there when Able.
type Candidate struct {
	SupplierID      int64
	Supplier        string
	OfferID         int64
	SupplierSKU     string
	Stage           model.Stage
	Chosen          bool
	Able            bool   // it passed all gates
	Reason          string // why it did not
	Gates           []Gate
	Currency        model.Currency
	UnitCost        model.Amount // in Currency
	Parts           []Part
	Cost            model.Amount
	Above           model.Amount // the best that is able
	Service         string
	DaysP50         *int
	DaysP90         *int
	Stock, Reserved *model.Quantity // counted, and taken by others; nil when not stated
	Counted         model.Date
	StockAge        int // days from Counted to the day of the numbers
	Notes           []string
	Unknown         []string // what is not in Cost, and why
	Rule            string   // the merchant's rule about this supplier, "" for none
}

// Kinds of parts of a cost that every candidate has; routing has the others.
const (
	PartProduct  = routing.PartProduct
	PartShipping = routing.PartShipping
)

// Part is one line of a candidate's cost in the home currency, and what it is
// made of in words.
type Part struct {
	Kind   string
	Amount model.Amount
	Text   string
}

// Result is what a gate said.
type Result int

// The results of a gate.
const (
	Untried Result = iota // an earlier gate failed
	Passed
	Failed
)

// Gate is one condition a candidate had to meet; Name is one of
// routing.GateNames.
type Gate struct {
	Name   string
	Result Result
}

// Why explains an allocation by the numbers the choice was made on.
func (s *Service) Why(ctx context.Context, allocationID int64) (Why, error) {
	var text string
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT explanation FROM allocation WHERE id = ?`, allocationID).Scan(&text).Error
	})
	if err == nil && text == "" {
		err = model.Errorf(model.NotFound, "The book has no allocation %d.", allocationID)
	}
	if err != nil {
		return Why{}, err
	}
	e, err := routing.ParseExplanation(text)
	if err != nil {
		return Why{}, err
	}
	return explain(e)
}

// Candidates judges today whom an allocation could be given to instead, its own
// pieces counting as free.
func (s *Service) Candidates(ctx context.Context, allocationID int64) (Why, error) {
	return s.survey(ctx, allocationID, routing.Survey)
}

// CandidatesFor judges today who could take what a line still needs.
func (s *Service) CandidatesFor(ctx context.Context, lineID int64) (Why, error) {
	return s.survey(ctx, lineID, routing.SurveyLine)
}

func (s *Service) survey(ctx context.Context, id int64, of func(*gorm.DB, model.Date, int64) (routing.Explanation, error)) (Why, error) {
	var e routing.Explanation
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		e, err = of(q, s.db.Today(), id)
		return err
	})
	if err != nil {
		return Why{}, err
	}
	return explain(e)
}

// explain makes numbers of what routing wrote down.
func explain(e routing.Explanation) (Why, error) {
	w := Why{
		Home: e.HomeCurrency, Date: e.Date, Quantity: e.Quantity, Country: e.Country, Chosen: e.Chosen, Rules: e.Rules, Sentences: e.Why,
		Lead: Lead{Manual: e.Manual, Reason: e.Reason},
	}
	for i := range e.Candidates {
		c, err := candidate(&e.Candidates[i], &e)
		if err != nil {
			return w, err
		}
		w.Candidates = append(w.Candidates, c)
	}
	w.lead()
	return w, nil
}

func candidate(c *routing.Candidate, e *routing.Explanation) (Candidate, error) {
	out := Candidate{
		SupplierID: c.SupplierID, Supplier: c.Supplier, OfferID: c.OfferID, SupplierSKU: c.SupplierSKU, Stage: c.Stage,
		Able: c.Gate == "", Reason: c.Reason, Gates: gates(c.Gate), Currency: c.Currency, Service: c.Service,
		DaysP50: c.DaysP50, DaysP90: c.Days, Stock: c.Stock, Reserved: c.Reserved, Counted: c.Counted, Notes: c.Notes,
		Unknown: c.Unknown, Rule: c.Rule,
	}
	if c.Counted != "" {
		out.StockAge = c.Counted.DaysUntil(e.Date)
	}
	if !out.Able {
		return out, nil
	}
	return out, out.counted(c, e.HomeCurrency)
}

// counted reads the amounts of a candidate and the lines of its number. What was
// explained before there were lines has goods and shipping alone.
func (c *Candidate) counted(w *routing.Candidate, home model.Currency) error {
	bad := func(err error) error {
		return model.Errorf(model.Damaged, "The numbers kept with this choice cannot be read.").Because(err)
	}
	var amounts [4]model.Amount
	for i, text := range []string{w.UnitCost, w.Product, w.Shipping, w.Home} {
		a, err := model.ParseAmount(text)
		if err != nil {
			return bad(err)
		}
		amounts[i] = a
	}
	c.UnitCost, c.Cost = amounts[0], amounts[3]
	if len(w.Lines) == 0 {
		parts := model.Allocate(c.Cost, model.Weights(amounts[1:3]), home.Minor())
		c.Parts = []Part{{Kind: PartProduct, Amount: parts[0]}, {Kind: PartShipping, Amount: parts[1]}}
		return nil
	}
	c.Cost = 0
	for _, l := range w.Lines {
		a, err := model.ParseAmount(l.Amount)
		if err != nil {
			return bad(err)
		}
		c.Parts, c.Cost = append(c.Parts, Part{l.Kind, a, l.Text}), c.Cost.Add(a)
	}
	return nil
}

// gates tells what each gate said, given the one that failed, "" for none: they
// are tried in order.
func gates(failed string) []Gate {
	names := routing.GateNames()
	all := make([]Gate, len(names))
	result := Passed
	for i, name := range names {
		if name == failed {
			all[i], result = Gate{name, Failed}, Untried
			continue
		}
		all[i] = Gate{name, result}
	}
	return all
}

// lead compares the chosen one with the others.
func (w *Why) lead() {
	chosen, next, best := w.ranked()
	if best == nil {
		return
	}
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c.Able {
			c.Above = c.Cost.Sub(best.Cost)
		}
	}
	if chosen == nil || !chosen.Able {
		return
	}
	w.Lead.Cheapest, w.Lead.Only = chosen.Above == 0, next == nil
	if next == nil {
		return
	}
	w.Lead.Next, w.Lead.Ahead, w.Lead.Dearest = next.Supplier, next.Cost.Sub(chosen.Cost), w.dearest(chosen)
}

// ranked marks the chosen one and finds it, the cheapest of the others and the
// cheapest of all that are able; nil where there is none.
func (w *Why) ranked() (chosen, next, best *Candidate) {
	for i := range w.Candidates {
		c := &w.Candidates[i]
		if chosen == nil && w.Chosen != "" && c.Supplier == w.Chosen {
			chosen, c.Chosen = c, true
		} else if c.cheaper(next) {
			next = c
		}
		if c.cheaper(best) {
			best = c
		}
	}
	return chosen, next, best
}

// cheaper tells that c is able and costs less than other, or there is no other.
func (c *Candidate) cheaper(other *Candidate) bool {
	return c.Able && (other == nil || c.Cost < other.Cost)
}

// dearest tells that the goods of every other one that is able cost less.
func (w *Why) dearest(chosen *Candidate) bool {
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c != chosen && c.Able && c.Parts[0].Amount >= chosen.Parts[0].Amount {
			return false
		}
	}
	return true
}
