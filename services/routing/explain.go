package routing

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routerule"
)

// Explanation is kept with an allocation: what was asked, and every candidate
// with its numbers or the gate it failed, the chosen one first. Amounts are
// decimal text, Home in HomeCurrency.
type Explanation struct {
	Quantity     model.Quantity `json:"quantity"`
	Country      string         `json:"country"`
	Date         model.Date     `json:"date"`
	HomeCurrency model.Currency `json:"home_currency"`
	Chosen       string         `json:"chosen"`
	Candidates   []Candidate    `json:"candidates"`
	Why          []string       `json:"why"`
	Rules        []string       `json:"rules,omitempty"`  // the merchant's rules that counted, as sentences
	Manual       bool           `json:"manual,omitempty"` // a person chose
	Reason       string         `json:"reason,omitempty"` // in that person's words
}

// Candidate is one supplier's offer in an Explanation. Total is Product plus
// Shipping. Home is both times Rate, each rounded to the home currency by itself
// as it is booked. Number is the sum of Lines in that currency and what candidates
// are compared by. Unknown is what could not be counted, and why.
type Candidate struct {
	SupplierID  int64           `json:"supplier_id,omitempty"`
	Supplier    string          `json:"supplier"`
	Stage       model.Stage     `json:"stage,omitempty"`
	SupplierSKU string          `json:"supplier_sku,omitempty"`
	OfferID     int64           `json:"offer_id"`
	Gate        string          `json:"gate,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Currency    model.Currency  `json:"currency"`
	UnitCost    string          `json:"unit_cost,omitempty"`
	Product     string          `json:"product,omitempty"`
	Shipping    string          `json:"shipping,omitempty"`
	Service     string          `json:"service,omitempty"`
	Total       string          `json:"total,omitempty"`
	Rate        string          `json:"rate,omitempty"`
	RateDate    model.Date      `json:"rate_date,omitempty"`
	RateSource  string          `json:"rate_source,omitempty"`
	Home        string          `json:"home,omitempty"`
	Number      string          `json:"number,omitempty"`
	Lines       []Line          `json:"lines,omitempty"`
	Unknown     []string        `json:"not_counted,omitempty"`
	Rule        string          `json:"rule,omitempty"` // the name of the rule about this supplier
	DaysP50     *int            `json:"days_p50,omitempty"`
	Days        *int            `json:"days,omitempty"` // nine of ten parcels arrive by then
	Stock       *model.Quantity `json:"stock,omitempty"`
	Reserved    *model.Quantity `json:"reserved,omitempty"`
	Counted     model.Date      `json:"counted,omitempty"`
	Notes       []string        `json:"notes,omitempty"`
	OwnStock    bool            `json:"own_stock,omitempty"` // the merchant's own goods at a 3PL
}

// ParseExplanation reads what is kept with an allocation.
func ParseExplanation(text string) (Explanation, error) {
	var e Explanation
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, model.Errorf(model.Damaged, "The reasons kept with this allocation cannot be read.").Because(err)
	}
	return e, nil
}

// explain writes down a choice; all holds the chosen candidate first.
func (r *run) explain(p *pick) Explanation {
	all, by := p.all, p.by
	e := Explanation{
		Quantity: p.quantity, Country: p.line.Country, Date: r.today, HomeCurrency: r.home, Chosen: all[0].supplier.Name,
		Candidates: make([]Candidate, len(all)),
	}
	if by != nil {
		e.Manual, e.Reason = true, by.reason
	}
	named := map[string]bool{}
	name := func(rule *routerule.Rule) {
		if rule != nil && !named[rule.Name] {
			named[rule.Name] = true
			e.Rules = append(e.Rules, fmt.Sprintf("Rule %q: %s", rule.Name, r.rules.Sentence(rule)))
		}
	}
	for i := range all {
		e.Candidates[i] = all[i].written(r.home)
		name(all[i].rule)
	}
	for _, rule := range p.rules {
		name(rule)
	}
	e.Why = r.why(p, e.Rules)
	return e
}

func (c *candidate) written(home model.Currency) Candidate {
	w := Candidate{
		SupplierID: c.supplier.ID, Supplier: c.supplier.Name, Stage: c.supplier.Stage, SupplierSKU: c.offer.SupplierSKU, OfferID: c.offer.ID,
		Gate: c.gate, Reason: c.reason, Currency: c.offer.Currency, DaysP50: c.days50, Days: c.days, Notes: c.notes, OwnStock: c.own != nil,
	}
	if s := c.shelf; s != nil && s.known {
		count, reserved := s.count.Quantity, s.reserved
		w.Stock, w.Reserved, w.Counted = &count, &reserved, s.count.CountedOn
	}
	if c.rule != nil {
		w.Rule = c.rule.Name
	}
	if c.gate != "" {
		return w
	}
	cur := c.offer.Currency
	w.UnitCost, w.Product, w.Shipping, w.Total = c.unit.String(), c.product.Text(cur), c.shipping.Text(cur), c.total.Text(cur)
	w.Service, w.Home, w.Number, w.Unknown = c.service, c.home.Text(home), c.number.Text(home), c.unknown
	for _, p := range c.parts {
		w.Lines = append(w.Lines, Line{p.kind, p.amount.Text(home), p.text})
	}
	w.Rate, w.RateDate, w.RateSource = c.rate.Value.String(), c.rate.Date, c.rate.Source
	return w
}

// why tells a choice in plain sentences: what it costs and counts, the rules,
// what the next best would count, and why the others are out.
func (r *run) why(p *pick, rules []string) []string {
	all, by := p.all, p.by
	best := &all[0]
	cur := best.offer.Currency
	cost := fmt.Sprintf("%s costs %s %s to the door: %d x %s and %s shipping", best.supplier.Name, best.total.Text(cur), cur, p.quantity, best.unit, best.shipping.Text(cur))
	if cur != r.home {
		cost += fmt.Sprintf(", which is %s %s", best.home.Text(r.home), r.home)
	}
	why := []string{cost + "."}
	if by != nil {
		why = append([]string{by.words(best.supplier.Name)}, why...)
	}
	if text := best.beside(r.home); text != "" {
		why = append(why, text)
	}
	why = append(append(why, rules...), p.because...)
	for _, n := range best.notes {
		why = append(why, fmt.Sprintf("Mind %s: %s.", best.supplier.Name, n))
	}
	others := 0
	for i := 1; i < len(all); i++ {
		c := &all[i]
		if c.gate != "" {
			why = append(why, fmt.Sprintf("Left out: %s.", c.reason))
			continue
		}
		others++
		why = append(why, r.compare(best, c))
	}
	if others == 0 {
		why = append(why, "No other supplier can take it.")
	}
	if len(best.unknown) > 0 {
		why = append(why, "Not counted: "+strings.Join(best.unknown, "; ")+".")
	}
	return why
}

// spoken are the kinds of lines as a sentence says them.
var spoken = strings.NewReplacer(PartPickPack, "picking and packing", "_", " ")

// beside tells the lines of the number beside goods and shipping.
func (c *candidate) beside(home model.Currency) string {
	if len(c.parts) < 3 {
		return ""
	}
	var lines []string
	for _, p := range c.parts[2:] {
		lines = append(lines, fmt.Sprintf("%s %s (%s)", spoken.Replace(p.kind), p.amount.Text(home), p.text))
	}
	return fmt.Sprintf("With %s it counts %s %s.", strings.Join(lines, ", "), c.number.Text(home), home)
}

func (r *run) compare(best, c *candidate) string {
	more := c.number.Sub(best.number)
	if more < 0 {
		return fmt.Sprintf("%s would cost %s %s less.", c.supplier.Name, more.Neg().Text(r.home), r.home)
	}
	if more > 0 {
		return fmt.Sprintf("%s would cost %s %s more.", c.supplier.Name, more.Text(r.home), r.home)
	}
	if slowness(best.days) < slowness(c.days) {
		return fmt.Sprintf("%s costs the same but is slower.", c.supplier.Name)
	}
	if slowness(best.days) > slowness(c.days) {
		return fmt.Sprintf("%s costs the same and is faster.", c.supplier.Name)
	}
	return fmt.Sprintf("%s costs the same and is as fast; the name decided.", c.supplier.Name)
}

// refusal says why none of the candidates can take the line.
func refusal(l *line, q model.Quantity, all []candidate) *hold {
	if len(all) == 0 {
		return &hold{noOffer, fmt.Sprintf("No supplier offers %s: enter an offer or import a price list.", l.label())}
	}
	reasons := make([]string, len(all))
	var helps []string
	for i := range all {
		reasons[i] = all[i].reason
		if help := remedies[all[i].gate]; !slices.Contains(helps, help) {
			helps = append(helps, help)
		}
	}
	helps = append(helps, "or enter the offer of another supplier")
	return &hold{noSupplier, fmt.Sprintf("No supplier can take %d x %s: %s. What helps: %s.", q, l.label(), strings.Join(reasons, "; "), strings.Join(helps, ", "))}
}

// remedies say what lets a supplier through a gate.
var remedies = map[string]string{
	gateArchived: "bring the supplier back", gateStage: "let its stage allow orders", gateDestination: "enter what it takes to send there",
	gateDates: "enter its price of today", gateMOQ: "agree on fewer pieces with the supplier", gateMultiple: "agree on single pieces with the supplier",
	gateStock: "enter a newer count of the stock", gateRate: "enter the exchange rate", gateRule: "choose by hand or change the rule",
}
