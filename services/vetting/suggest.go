package vetting

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// Suggestion is the grade that test orders propose for a criterion, with where
// it comes from. A person takes it over or not.
type Suggestion struct {
	Criterion string     `json:"criterion"`
	Grade     string     `json:"grade"` // on the criterion's scale
	Source    string     `json:"source"`
	On        model.Date `json:"on"` // of the newest test order in it
	Tests     []int64    `json:"tests"`
}

// Suggestions proposes grades for a supplier by a template, the supplier's usual
// one for "", by key of the criterion.
func (s *Service) Suggestions(ctx context.Context, supplier, template string) (map[string]Suggestion, error) {
	var found map[string]Suggestion
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		d, err := s.dossiers(q, supplier)
		if err != nil {
			return err
		}
		t := d.byType[d.suppliers[0].Type]
		if template != "" {
			if t, err = newest(q, template); err != nil {
				return err
			}
		}
		if t == nil {
			return unknownTemplate(q, template)
		}
		found = suggest(t.Rules(), d.tests[d.suppliers[0].ID], s.db.Today())
		return nil
	})
	return found, err
}

// suggest takes the mean of what all test orders say to a criterion: each order
// counts the same.
func suggest(t *rules.Template, tests []*TestOrder, today model.Date) map[string]Suggestion {
	found := map[string]Suggestion{}
	for i := range t.Criteria {
		c := &t.Criteria[i]
		if c.Feed == "" {
			continue
		}
		var grades []decimal.Decimal
		s := Suggestion{Criterion: c.Key}
		first := model.Date("")
		for _, o := range tests {
			g := o.Grade(c.Feed, today)
			if g == nil {
				continue
			}
			grades = append(grades, *g)
			s.Tests = append(s.Tests, o.ID)
			s.On = max(s.On, o.OrderedOn)
			if first == "" || o.OrderedOn < first {
				first = o.OrderedOn
			}
		}
		mean, ok := rules.Mean(grades, c.Scale)
		if !ok {
			continue
		}
		s.Grade, s.Source = mean.String(), fmt.Sprintf("Mean of %d test orders, %s to %s", len(grades), first, s.On)
		if len(grades) == 1 {
			s.Source = "Test order of " + string(s.On)
		}
		found[c.Key] = s
	}
	return found
}
