package supplier

import (
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// dayField is, in the history, the day from which the stage before it holds, where
// it is another than that of recording it.
const dayField = "stage_on"

// StageStep is one change of a supplier's stage: recorded at At, and holding from On.
type StageStep struct {
	At     model.Instant `json:"at"`
	On     model.Date    `json:"on"`
	Who    string        `json:"who"`
	From   model.Stage   `json:"from"`
	To     model.Stage   `json:"to"`
	Reason string        `json:"reason"`

	created bool // it came with the supplier itself
}

// Steps lists the changes of stage of a supplier, or with id 0 of all, by supplier
// and the oldest first. The first is the entry of the supplier, with the stage it
// came with.
func Steps(q *gorm.DB, id int64) (map[int64][]StageStep, error) {
	var rows []struct {
		RecordID                                        int64
		RecordedAt, Who, Field, OldValue, NewValue, Why string
	}
	err := q.Raw(`SELECT record_id, recorded_at, who, field, old_value, new_value, why FROM history
		WHERE kind = ? AND (? = 0 OR record_id = ?) AND field IN (?, ?, 'record') ORDER BY id`, Kind, id, id, stageField, dayField).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	all := map[int64][]StageStep{}
	for _, r := range rows {
		steps := all[r.RecordID]
		if r.Field == dayField {
			if len(steps) > 0 {
				steps[len(steps)-1].On = model.Date(r.NewValue)
			}
			continue
		}
		s := StageStep{At: model.Instant(r.RecordedAt), Who: r.Who, Reason: r.Why, created: r.Field != stageField}
		s.On = model.DateOf(s.At.Time())
		if !s.created {
			s.From, s.To = model.Stage(r.OldValue), model.Stage(r.NewValue)
			if first := len(steps) - 1; first >= 0 && steps[first].created {
				steps[first].To = s.From
			}
		}
		all[r.RecordID] = append(steps, s)
	}
	return all, nil
}

// Created tells that the step is the entry of the supplier itself.
func (s *StageStep) Created() bool { return s.created }

// dateStage checks the day given for a stage, and tells whether it is to be kept: it
// is not when it says what is known already.
func (in *Input) dateStage(tx *store.Tx, at record.Ref, old *model.Supplier) (bool, error) {
	if in.StageOn == nil || *in.StageOn == "" {
		return false, nil
	}
	if *in.StageOn > tx.Today {
		return false, at.Errorf(dayField, "stage_on: %s is still to come: a stage is entered when it holds", *in.StageOn)
	}
	news := *in.StageOn != model.DateOf(tx.Now.Time()) // the history says the day of recording anyway
	if old == nil {
		return news, nil
	}
	all, err := Steps(tx.DB, old.ID)
	steps := all[old.ID]
	switch {
	case err != nil:
		return false, err
	case len(steps) == 0:
		return news, nil
	case in.Stage == nil || *in.Stage == old.Stage: // the day of the stage it is in is set right
		last := len(steps) - 1
		return steps[last].On != *in.StageOn, in.after(at, steps[:last])
	case in.passed(steps):
		in.Stage = nil
		return false, nil
	}
	return news, in.after(at, steps)
}

// passed tells that a step is one of the past that is known by its stage and day: it
// is not taken again, so that the same history can be entered twice.
func (in *Input) passed(steps []StageStep) bool {
	return *in.StageOn < steps[len(steps)-1].On && slices.ContainsFunc(steps, func(s StageStep) bool {
		return !s.created && s.To == *in.Stage && s.On == *in.StageOn
	})
}

// after refuses a day before that of the last step. The supplier itself may be
// entered later than its stages were.
func (in *Input) after(at record.Ref, steps []StageStep) error {
	if len(steps) == 0 {
		return nil
	}
	if s := &steps[len(steps)-1]; !s.created && *in.StageOn < s.On {
		return at.Errorf(dayField, "stage_on: %s is before %s, from which it was %s: enter changes of stage in their order", *in.StageOn, s.On, s.To)
	}
	return nil
}

// keepDay writes the day of the stage that was just recorded into the history.
func (in *Input) keepDay(tx *store.Tx, s *model.Supplier) error {
	return history.Record(tx, subject(s), []history.Change{{Field: dayField, New: string(*in.StageOn)}}, "")
}
