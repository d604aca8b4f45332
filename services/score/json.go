package score

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// written is a decimal with two places, nil when it is unknown.
func written(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	s := d.Decimal.StringFixed(2)
	return &s
}

func exact(d decimal.Decimal) *string { return written(decimal.NewNullDecimal(d)) }

// inDays is a number of days as short as it can be said.
func inDays(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	s := d.Decimal.Round(2).String()
	return &s
}

func textOr(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

type cardJSON struct {
	Name          string             `json:"name"`
	Type          model.SourcingType `json:"type"`
	Stage         model.Stage        `json:"stage"`
	Class         *string            `json:"class"`
	Trust         string             `json:"trust"`
	Gates         []Gate             `json:"gates"`
	Vetting       vettingJSON        `json:"vetting"`
	Performance   performanceJSON    `json:"performance"`
	VettingWeight *string            `json:"vetting_weight_pct"`
	Score         *string            `json:"score"`
	Lift          *liftJSON          `json:"lift"`
	Months        []monthJSON        `json:"months,omitempty"`
}

type monthJSON struct {
	Month string  `json:"month"`
	Score *string `json:"score"`
	Class *string `json:"class"`
	N     int64   `json:"n"`
	Open  bool    `json:"open"`
}

type vettingJSON struct {
	Score    *string `json:"score"`
	Coverage *string `json:"coverage"`
}

type performanceJSON struct {
	Score    *string            `json:"score"`
	Observed *string            `json:"observed"`
	N        int64              `json:"n"`
	Low      *string            `json:"low"`
	High     *string            `json:"high"`
	Coverage *string            `json:"coverage"`
	Waiting  int64              `json:"waiting"`
	Overdue  int64              `json:"overdue"`
	Untold   int64              `json:"untracked"`
	Metrics  map[string]*string `json:"metrics"`
	Details  []metricJSON       `json:"details"`
	Defects  []kindJSON         `json:"defects"`
	Lanes    []laneJSON         `json:"lanes"`
}

type metricJSON struct {
	Metric        string       `json:"metric"`
	Label         string       `json:"label"`
	N             int64        `json:"n"`
	Value         *string      `json:"value"`
	Recent        *string      `json:"recent"`
	Low           *string      `json:"low"`
	High          *string      `json:"high"`
	LowerIsBetter bool         `json:"lower_is_better"`
	Weight        *string      `json:"weight"`
	Counts        *string      `json:"counts"`
	Points        *string      `json:"points"`
	Drawn         *string      `json:"points_drawn"`
	Adds          *string      `json:"adds"`
	Trend         *string      `json:"trend"`
	Cohorts       []cohortJSON `json:"cohorts"`
}

type cohortJSON struct {
	Month string  `json:"month"`
	N     int64   `json:"n"`
	Value *string `json:"value"`
	Open  bool    `json:"open"`
}

type kindJSON struct {
	Kind   model.CaseKind `json:"kind"`
	Orders int64          `json:"orders"`
	Value  *string        `json:"value"`
}

type laneJSON struct {
	Country string  `json:"country"`
	Service *string `json:"service"`
	N       int     `json:"n"`
	P50     *string `json:"p50"`
	P90     *string `json:"p90"`
}

type liftJSON struct {
	Class string     `json:"class"`
	Alone bool       `json:"any_one_is_enough"`
	Steps []stepJSON `json:"steps"`
	More  int        `json:"more_orders"`
	Text  string     `json:"text"`
}

type stepJSON struct {
	Metric string  `json:"metric"`
	From   *string `json:"from"`
	To     *string `json:"to"`
}

// MarshalJSON writes the card with decimals as text, what is unknown as null.
func (c Card) MarshalJSON() ([]byte, error) {
	gates := c.Vetted.Gates
	if gates == nil {
		gates = []Gate{}
	}
	var months []monthJSON
	for i := range c.Months {
		m := &c.Months[i]
		months = append(months, monthJSON{m.Month, written(m.Card.Score), textOr(m.Card.Class), m.Card.Performance.N, m.Open})
	}
	return json.Marshal(cardJSON{
		c.Name, c.Type, c.Stage, textOr(c.Class), c.Trust, gates,
		vettingJSON{written(c.Vetted.Score), written(c.Vetted.Coverage)},
		c.Performance.json(), written(c.Share), written(c.Score), c.Lift.json(), months,
	})
}

func (p *Performance) json() performanceJSON {
	j := performanceJSON{
		Score: written(p.Score), Observed: written(p.Observed), N: p.N, Low: written(p.Low), High: written(p.High), Coverage: written(p.Coverage),
		Waiting: p.Waiting, Overdue: p.Late, Untold: p.Untold, Metrics: map[string]*string{}, Defects: []kindJSON{}, Lanes: []laneJSON{},
	}
	for i := range p.Metrics {
		m := &p.Metrics[i]
		j.Metrics[m.Key] = written(m.Value)
		d := metricJSON{
			m.Key, m.Label, m.N, written(m.Value), written(m.Recent), written(m.Low), written(m.High), m.Bad, written(m.Weight), written(m.Counts),
			written(m.Points), written(m.Drawn), written(m.Adds), written(m.Trend),
			[]cohortJSON{},
		}
		for _, c := range m.Cohorts {
			d.Cohorts = append(d.Cohorts, cohortJSON{c.Month, c.N, exact(c.Value), c.Open})
		}
		j.Details = append(j.Details, d)
	}
	for _, k := range p.Kinds {
		j.Defects = append(j.Defects, kindJSON{k.Kind, k.N, written(k.Value)})
		j.Metrics["odr_"+string(k.Kind)] = written(k.Value)
	}
	for _, l := range p.Lanes {
		j.Lanes = append(j.Lanes, laneJSON{l.Country, textOr(l.Service), l.N, inDays(l.P50), inDays(l.P90)})
	}
	for key, d := range map[string]decimal.NullDecimal{
		"lead_p50": p.Lead.P50, "lead_p90": p.Lead.P90, "acknowledgement_p50": p.Answer.P50, "acknowledgement_p90": p.Answer.P90,
		"reply_p50": p.Reply.P50, "reply_p90": p.Reply.P90, "question_p50_hours": p.Question.P50, "question_p90_hours": p.Question.P90,
	} {
		j.Metrics[key] = inDays(d)
	}
	j.Metrics["question_24h"] = written(p.SameDay)
	j.Metrics["cancel_rate"], j.Metrics["out_of_stock_rate"] = written(p.Refused), written(p.Short)
	return j
}

func (l *Lift) json() *liftJSON {
	if l == nil {
		return nil
	}
	j := &liftJSON{l.Class, l.Alone, []stepJSON{}, l.Orders, l.Why}
	for _, s := range l.Steps {
		j.Steps = append(j.Steps, stepJSON{s.Key, exact(s.From), exact(s.To)})
	}
	return j
}
