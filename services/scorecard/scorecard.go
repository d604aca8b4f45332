// Package scorecard puts what vetting thinks of suppliers and what orders tell of
// them together: it makes the score service that screens, reports and the command
// line share. It works nothing out itself.
package scorecard

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

// New returns the scores of the book with vetting in them.
func New(db *store.DB, bus *event.Bus) *score.Service {
	return score.New(db, bus, sheets{vetting.New(db, bus)})
}

// sheets reads what vetting says of suppliers.
type sheets struct{ *vetting.Service }

// Vetted returns the scores and gates of the newest assessments.
func (s sheets) Vetted(ctx context.Context, name string) (map[int64]score.Vetted, error) {
	all := map[int64]score.Vetted{}
	var found []vetting.Sheet
	var err error
	if name == "" {
		found, err = s.Sheets(ctx)
	} else {
		found = make([]vetting.Sheet, 1)
		found[0], err = s.Sheet(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	for i := range found {
		sheet := &found[i]
		v := score.Vetted{Score: number(sheet.Score), Coverage: number(&sheet.Coverage)}
		if sheet.Assessed != nil && !sheet.Assessed.Finished { // half done, it does not count yet
			v.Score, v.Coverage = decimal.NullDecimal{}, decimal.NullDecimal{}
		}
		for _, g := range sheet.Gates {
			v.Gates = append(v.Gates, score.Gate{Name: g.Name, Passed: g.Passed})
		}
		all[sheet.SupplierID] = v
	}
	return all, nil
}

// VettedBy returns what the assessment said that counted at the end of each day. Gates
// whose evidence had ended by then are not known.
func (s sheets) VettedBy(ctx context.Context, name string, days []model.Date) ([]score.Vetted, error) {
	said, err := s.Judgements(ctx, name)
	if err != nil {
		return nil, err
	}
	all := make([]score.Vetted, len(days))
	for i, day := range days {
		at := slices.IndexFunc(said, func(j vetting.Judgement) bool { return j.On <= day })
		if at < 0 {
			continue
		}
		all[i].Score, all[i].Coverage = number(said[at].Score), number(&said[at].Coverage)
		for _, g := range said[at].Gates {
			passed := g.Passed
			if g.Expires != "" && g.Expires < day {
				passed = nil
			}
			all[i].Gates = append(all[i].Gates, score.Gate{Name: g.Name, Passed: passed})
		}
	}
	return all, nil
}

func number(s *string) decimal.NullDecimal {
	if s == nil {
		return decimal.NullDecimal{}
	}
	d, err := decimal.NewFromString(*s)
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}
