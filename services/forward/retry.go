package forward

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/dated"
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

func putRetryRule(tx *store.Tx, at record.Ref, in *RetryRule) (record.Outcome, int64, error) {
	if in.ValidFrom == "" {
		in.ValidFrom = tx.Today
	}
	wait, checked := fmt.Sprint(int64(in.WaitMinutes)), string(in.LastChecked)
	at.Key = fmt.Sprintf("%s, after %d", in.ValidFrom, in.Tries)
	return dated.Row{
		Kind: RetryKind, Table: "retry_rule",
		Key: []dated.Key{{Column: "valid_from", Is: string(in.ValidFrom)}, {Column: "tries", Is: int64(in.Tries)}},
		Values: []dated.Value{
			{Column: "wait_minutes", Name: "wait_minutes", Given: &wait},
			{Column: "source", Name: "source", Given: &in.Source},
			{Column: "checked_on", Name: "last_checked", Given: &checked},
		},
	}.Put(tx, at)
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
