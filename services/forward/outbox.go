package forward

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// States of a forwarding as listed. Failed is one that is known not to have
// reached the supplier: its purchase order is cancelled and its lines wait for
// a supplier again, so that the row and its message id stay as a record.
const (
	StateQueued  = "queued" // an e-mail that waits for its turn or its next try
	StateSending = "sending"
	StateSent    = "sent"
	StateUnknown = "unknown"
	StateFailed  = "failed"
)

// Filter narrows the outbox. Zero fields do not narrow; Limit 0 is all.
type Filter struct {
	State string
	Limit int
}

// Row is one forwarding. To, Subject, Reason, Tries and NextTry are those of an
// e-mail; NextTry is nil when it may leave at once or has left.
type Row struct {
	ID        int64          `json:"id"`
	Purchase  int64          `json:"-"`      // for Papers and WriteLetter
	Number    string         `json:"number"` // of the purchase order, or of the amendment to it
	Supplier  string         `json:"supplier"`
	State     string         `json:"state"`
	Channel   string         `json:"channel"`
	MessageID string         `json:"message_id"`
	Started   model.Instant  `json:"started"`
	Finished  *model.Instant `json:"finished"`
	Folder    string         `json:"folder"`
	To        string         `json:"to,omitempty"`
	Subject   string         `json:"subject,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Tries     int            `json:"tries,omitempty"`
	NextTry   *model.Instant `json:"next_try,omitempty"`
}

const outboxState = `COALESCE(m.state, CASE WHEN f.state = 'unknown' AND COALESCE(am.state = 'failed', p.state = 'cancelled') THEN 'failed' ELSE f.state END)`

const listOutbox = `SELECT f.id, CASE WHEN am.id IS NULL THEN p.id ELSE -am.id END AS purchase, COALESCE(am.number, p.number) AS number, s.name AS supplier, ` + outboxState + ` AS state, f.channel, f.message_id,
	f.started_at AS started, NULLIF(f.finished_at, '') AS finished, f.folder, COALESCE(m.recipient, '') AS "to",
	COALESCE(m.subject, '') AS subject, COALESCE(m.reason, '') AS reason, COALESCE(m.tries, 0) AS tries, NULLIF(m.next_try_at, '') AS next_try
	FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id JOIN supplier s ON s.id = p.supplier_id
	LEFT JOIN mail_message m ON m.forwarding_id = f.id ` + joinAmendment + `
	WHERE (? = '' OR ` + outboxState + ` = ?) ORDER BY f.id DESC LIMIT ?`

// Outbox lists what left or was about to, the newest first.
func Outbox(ctx context.Context, db *store.DB, f Filter) ([]Row, error) {
	states := []string{StateQueued, StateSending, StateSent, StateUnknown, StateFailed}
	if f.State != "" && !slices.Contains(states, f.State) {
		return nil, model.FieldErrorf("state", "There is no outbox state %q; the states are %s.", f.State, strings.Join(states, ", "))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	rows := []Row{}
	err := db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(listOutbox, f.State, f.State, limit).Scan(&rows).Error
	})
	return rows, err
}

// Resolve settles a forwarding of which nobody knew whether it left, by its id
// in the outbox. Sent: the supplier has it. Failed: it never arrived; the
// purchase order is cancelled, never sent again, and what stood in it waits for
// a supplier anew, to leave under a new number. A message that is still queued may
// be called failed as well: it is withdrawn.
func (s *Service) Resolve(ctx context.Context, id int64, outcome string) error {
	if outcome != StateSent && outcome != StateFailed {
		return model.FieldErrorf("outcome", "%q is no outcome: say sent or failed.", outcome)
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		var n struct {
			Note   note `gorm:"embedded"`
			State  string
			MailID int64
		}
		err := tx.Raw(`SELECT f.id, f.purchase_id, `+noteColumns+`, COALESCE(m.id, 0) AS mail_id, `+outboxState+` AS state FROM forwarding f
			JOIN purchase_order p ON p.id = f.purchase_id LEFT JOIN mail_message m ON m.forwarding_id = f.id `+joinAmendment+` WHERE f.id = ?`, id).Scan(&n).Error
		if err != nil {
			return err
		}
		if n.Note.ID == 0 {
			return model.Errorf(model.NotFound, "The outbox has no entry %d: see \"dropledger outbox list\".", id)
		}
		e := mailEnding{ending: missed, mail: StateFailed, reason: "A person settled it: it did not arrive."}
		switch {
		case n.State == StateQueued && outcome == StateFailed:
			e.why, e.reason = "it was withdrawn before it was sent", "It was withdrawn before it was sent."
		case n.State != StateUnknown:
			return model.Errorf(model.Refused, "%s is %s: only what is unknown can be settled. Nothing was changed.", n.Note.Number, n.State)
		case outcome == StateSent:
			e = mailEnding{ending: arrived, mail: StateSent, reason: "A person settled it: it arrived."}
		}
		if n.MailID == 0 {
			return s.settle(tx, &n.Note, e.ending)
		}
		return s.settleMail(tx, n.MailID, &n.Note, e)
	})
}
