package reports

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
)

func supplierScorecard() report {
	return report{
		Info: Info{
			Name: "supplier-scorecard", Title: "Supplier scorecard",
			Description: "What each supplier is worth today: class, score, vetting, performance with its bounds, and the figures it rests on.",
		},
		build: buildSupplierScorecard,
	}
}

func buildSupplierScorecard(ctx context.Context, q *request) (*Table, error) {
	s := scorecard.New(q.DB, &event.Bus{})
	defer s.Close()
	cards, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"supplier", "Supplier", KindText},
		{"type", "Type", KindText},
		{"stage", "Stage", KindText},
		{"class", "Class", KindText},
		{"score", "Score", KindNumber},
		{"trust", "Trust", KindText},
		{"gates_failed", "Gates failed", KindInteger},
		{"vetting", "Vetting", KindNumber},
		{"vetting_coverage_pct", "Vetting graded", KindPercent},
		{"vetting_weight_pct", "Vetting counts", KindPercent},
		{"performance", "Performance", KindNumber},
		{"low", "At least", KindNumber},
		{"high", "At most", KindNumber},
		{"orders", "Orders", KindInteger},
		{"waiting", "Not due yet", KindInteger},
		{"overdue", "Overdue today", KindInteger},
	}
	for _, key := range score.Metrics() {
		t.Columns = append(t.Columns, Column{key + "_pct", score.Label(key), KindPercent}, Column{key + "_n", score.Label(key) + ", of", KindInteger})
	}
	t.Columns = append(t.Columns, Column{"lead_p50", "Days to the door, half", KindNumber}, Column{"lead_p90", "Days to the door, nine in ten", KindNumber})
	for i := range cards {
		t.Add(cardCells(&cards[i])...)
	}
	t.Meta.Notes = append(t.Meta.Notes,
		"Orders that are overdue and have not come count as late today. Orders count less the older they are. A supplier of whom nothing is known is not rated.")
	return t, nil
}

func cardCells(c *score.Card) []Cell {
	p := &c.Performance
	cells := []Cell{
		Text(c.Name), Text(string(c.Type)), Text(string(c.Stage)), orUnknown(c.Class), scored(c.Score), Text(c.Trust), Integer(len(c.Failed)), scored(c.Vetted.Score),
		inPercent(c.Vetted.Coverage), inPercent(c.Share), scored(p.Score), scored(p.Low), scored(p.High), Integer(p.N), Integer(p.Waiting), Integer(p.Late),
	}
	for i := range p.Metrics {
		cells = append(cells, inPercent(p.Metrics[i].Value), Integer(p.Metrics[i].N))
	}
	return slices.Concat(cells, []Cell{scored(p.Lead.P50), scored(p.Lead.P90)})
}

// scored is points or days with two decimals at most.
func scored(d decimal.NullDecimal) Cell {
	if !d.Valid {
		return Unknown()
	}
	return Number(d.Decimal.Round(2))
}

func inPercent(d decimal.NullDecimal) Cell {
	if !d.Valid {
		return Unknown()
	}
	return Percent(d.Decimal.Round(2))
}
