package forward

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// RetryKind is the kind of record in messages and in the history.
const RetryKind = "retry_rule"

// RetryRule says how long to wait before a message is tried again that the mail
// server did not take for now. The rules with the newest first day that has come
// hold together; after the last of them a message counts as failed.
type RetryRule struct {
	ValidFrom   model.Date     `json:"valid_from" key:"yes" is:"date" default:"today" doc:"The first day of the rules. Those with the newest first day hold together."`
	Tries       model.Quantity `json:"tries" key:"yes" range:"1..50" doc:"After how many tries the rule holds."`
	WaitMinutes model.Quantity `json:"wait_minutes" required:"yes" range:"1..10080" doc:"How long to wait before the next try, in minutes."`
	Source      string         `json:"source" default:"none" doc:"Where the rule comes from."`
	LastChecked model.Date     `json:"last_checked" is:"date" default:"unknown" doc:"The day the source was last looked at."`
}

// PutRetryRules creates or changes rules by first day and tries, all or none.
func (s *Service) PutRetryRules(ctx context.Context, ins []RetryRule) (record.Result, error) {
	return record.Batch[RetryRule]{DB: s.db, Kind: RetryKind, One: putRetryRule}.Put(ctx, ins)
}

func putRetryRule(tx *store.Tx, _ record.Ref, in *RetryRule) (record.Outcome, int64, error) {
	if in.ValidFrom == "" {
		in.ValidFrom = tx.Today
	}
	var old struct {
		ID                int64
		WaitMinutes       model.Quantity
		Source, CheckedOn string
	}
	err := tx.Raw(`SELECT id, wait_minutes, source, checked_on FROM retry_rule WHERE valid_from = ? AND tries = ?`,
		string(in.ValidFrom), int64(in.Tries)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	before := []history.Value{history.Of("wait_minutes", old.WaitMinutes), history.Of("source", old.Source), history.Of("last_checked", old.CheckedOn)}
	after := []history.Value{history.Of("wait_minutes", in.WaitMinutes), history.Of("source", in.Source), history.Of("last_checked", in.LastChecked)}
	changes, outcome := history.Diff(before, after), record.Updated
	switch {
	case old.ID == 0:
		changes, outcome = history.Created(), record.Created
	case len(changes) == 0:
		return record.Unchanged, old.ID, nil
	}
	err = tx.Raw(`INSERT INTO retry_rule (valid_from, tries, wait_minutes, source, checked_on) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (valid_from, tries) DO UPDATE SET wait_minutes = excluded.wait_minutes, source = excluded.source, checked_on = excluded.checked_on
		RETURNING id`, string(in.ValidFrom), int64(in.Tries), int64(in.WaitMinutes), in.Source, string(in.LastChecked)).Scan(&old.ID).Error
	if err != nil {
		return "", 0, err
	}
	key := fmt.Sprintf("%s, after %d", in.ValidFrom, in.Tries)
	return outcome, old.ID, history.Record(tx, history.Subject{Kind: RetryKind, ID: old.ID, Key: key}, changes, "")
}

// retryWait is how long to wait after so many tries by the rules of the day;
// false when it is not tried any more.
func retryWait(q *gorm.DB, today model.Date, tries int) (time.Duration, bool, error) {
	var minutes []int64
	err := q.Raw(`SELECT wait_minutes FROM retry_rule WHERE tries = ?
		AND valid_from = (SELECT MAX(valid_from) FROM retry_rule WHERE valid_from <= ?)`, tries, string(today)).Scan(&minutes).Error
	if err != nil || len(minutes) == 0 {
		return 0, false, err
	}
	return time.Duration(minutes[0]) * time.Minute, true, nil
}
