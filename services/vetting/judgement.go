package vetting

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

// Judgement is what a finished assessment said from its day on. Score and Coverage
// are as on a Sheet.
type Judgement struct {
	On       model.Date
	Score    *string // nil without grades
	Coverage string
	Gates    []Judged
}

// Judged is what it said of a gate; Passed is nil while that was not known.
type Judged struct {
	Name    string
	Passed  *bool
	Expires model.Date // "" never
}

// Judgements lists what the finished assessments of a supplier said, the newest
// first, each by its own version of the template. Those put away are left out.
func (s *Service) Judgements(ctx context.Context, name string) ([]Judgement, error) {
	all := []Judgement{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		of, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		var done []Assessment
		if err := q.Where("supplier_id = ? AND finished = 1 AND archived_at = ''", of.ID).Order("assessed_on DESC, id DESC").Find(&done).Error; err != nil {
			return err
		}
		for i := range done {
			a := &done[i]
			if err := a.read(q); err != nil {
				return err
			}
			t := a.Template.Rules()
			r := t.Score(a.graded())
			j := Judgement{On: a.AssessedOn, Score: points(r.Score), Coverage: r.Coverage.StringFixed(0)}
			for k := range t.Gates {
				v := a.Verdicts[t.Gates[k].Key]
				j.Gates = append(j.Gates, Judged{t.Gates[k].Name, v.Passed, v.ExpiresOn})
			}
			all = append(all, j)
		}
		return nil
	})
	return all, err
}
