package scorecard

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

type comparisonJSON struct {
	Country   string         `json:"country"`
	Currency  model.Currency `json:"currency"`
	Basket    []itemJSON     `json:"basket"`
	Best      *string        `json:"best"`
	Reasons   []string       `json:"reasons"`
	Suppliers []sideJSON     `json:"suppliers"`
}

type itemJSON struct {
	SKU      string         `json:"sku"`
	Quantity model.Quantity `json:"quantity"`
}

type sideJSON struct {
	Name      string             `json:"name"`
	Type      model.SourcingType `json:"type"`
	Country   string             `json:"country"`
	Stage     model.Stage        `json:"stage"`
	Class     *string            `json:"class"`
	Score     *string            `json:"score"`
	Trust     string             `json:"trust"`
	Parts     map[string]string  `json:"parts"`
	Landed    *string            `json:"landed"`
	Loss      *string            `json:"defects"`
	Cost      *string            `json:"cost"`
	AbovePct  *string            `json:"above_pct"`
	P50       *int               `json:"days_p50"`
	P90       *int               `json:"days_p90"`
	Measured  int                `json:"parcels"`
	MOQ       model.Quantity     `json:"moq"`
	TermsDays int                `json:"payment_terms_days"`
	ClaimDays int                `json:"claim_days"`
	Returns   string             `json:"returns"`
	Missing   []string           `json:"missing"`
	Risks     []riskJSON         `json:"risks"`
	Able      bool               `json:"able"`
	Points    *string            `json:"points"`
}

type riskJSON struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// MarshalJSON writes the comparison as the command line gives it: amounts as decimal
// text of its currency, unknown as null.
func (c Comparison) MarshalJSON() ([]byte, error) {
	j := comparisonJSON{Country: c.Country, Currency: c.Currency, Best: given(c.Best), Reasons: append([]string{}, c.Reasons...)}
	for _, b := range c.Basket {
		j.Basket = append(j.Basket, itemJSON(b))
	}
	for i := range c.Sides {
		j.Suppliers = append(j.Suppliers, c.side(&c.Sides[i]))
	}
	return json.Marshal(j)
}

func (c *Comparison) side(s *Side) sideJSON {
	k := &s.Card
	j := sideJSON{
		Name: k.Name, Type: k.Type, Country: s.Country, Stage: k.Stage, Class: given(k.Class), Score: fixed(k.Score), Trust: k.Trust,
		Parts: map[string]string{}, Landed: c.money(s.Price), Loss: c.money(s.Loss), Cost: c.money(s.Cost), AbovePct: fixed(s.PricePct),
		P50: s.P50, P90: s.P90, Measured: s.Measured, MOQ: s.MOQ, TermsDays: s.TermsDays, ClaimDays: s.ClaimDays, Returns: s.Returns,
		Missing: append([]string{}, s.Quote.Missing...), Risks: []riskJSON{}, Able: s.Able, Points: fixed(s.Points),
	}
	for kind, a := range s.Parts() {
		j.Parts[kind] = a.Text(c.Currency)
	}
	for _, r := range s.Risks {
		j.Risks = append(j.Risks, riskJSON(r))
	}
	return j
}

func (c *Comparison) money(a *model.Amount) *string {
	if a == nil {
		return nil
	}
	return given(a.Text(c.Currency))
}

func fixed(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	return given(d.Decimal.StringFixed(2))
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
