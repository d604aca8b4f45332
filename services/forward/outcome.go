package forward

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// mailEnding is how the sending of a message ended: for its purchase order, for
// itself, and what the server said or what happened.
type mailEnding struct {
	ending
	mail   string
	reason string
}

// unanswered is the ending of a message whose answer got lost.
var unanswered = mailEnding{
	ending{model.PurchaseUnknown, StateUnknown, "the mail server's answer got lost"},
	StateUnknown,
	"The connection ended after the message was handed over and before the mail server answered: nobody knows whether it was taken.",
}

// crashed is the ending of a message whose sending was cut off.
var crashed = mailEnding{
	ending{model.PurchaseUnknown, StateUnknown, "the program stopped while it was being sent"},
	StateUnknown,
	"The program stopped while the message was being handed over: nobody knows whether the mail server took it.",
}

// settleMail writes down how the sending of a message ended.
func (s *Service) settleMail(tx *store.Tx, mailID int64, n *note, e mailEnding) error {
	settled := string(tx.Now)
	if e.mail == StateUnknown {
		settled = ""
	}
	err := tx.Exec(`UPDATE mail_message SET state = ?, settled_at = ?, next_try_at = '', reason = ? WHERE id = ?`, e.mail, settled, e.reason, mailID).Error
	if err != nil {
		return err
	}
	return s.settle(tx, n, e.ending)
}

// refuseMail is settleMail for a message that the server will never take. Its
// orders are held with the reason, so that they are not given to the same
// address again unseen.
func (s *Service) refuseMail(tx *store.Tx, mailID int64, n *note, e mailEnding) error {
	if n.AmendmentID != 0 {
		return s.settleMail(tx, mailID, n, e)
	}
	orders, err := purchase.Orders(tx.DB, []int64{n.PurchaseID})
	if err != nil {
		return err
	}
	if err := s.settleMail(tx, mailID, n, e); err != nil {
		return err
	}
	return purchase.HoldAll(tx, orders, n.Number+" to "+n.Supplier+" was not taken. "+e.reason)
}

// recoverMail finds messages that were being sent when the program ended. Their
// text may have been taken, so a person settles them.
func (s *Service) recoverMail(ctx context.Context) error {
	var all []queued
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(selectQueued + ` WHERE m.state = 'sending' ORDER BY m.id`).Scan(&all).Error
	})
	for i := range all {
		if err != nil {
			return err
		}
		err = s.db.Write(ctx, func(tx *store.Tx) error { return s.settleMail(tx, all[i].MailID, &all[i].Note, crashed) })
	}
	return err
}

// bodyDays is how long the bytes of a settled message are kept, to be looked at:
// with their documents they would soon be most of the book. Their hash stays, and
// the documents can be made again.
const bodyDays = 7

func (s *Service) forgetBodies(ctx context.Context) error {
	before := string(model.InstantOf(s.db.Now().Time().AddDate(0, 0, -bodyDays)))
	var old []int64
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT b.mail_id FROM mail_body b JOIN mail_message m ON m.id = b.mail_id
			WHERE m.state IN ('sent', 'failed') AND m.settled_at < ?`, before).Scan(&old).Error
	})
	if err != nil || len(old) == 0 {
		return err
	}
	return s.db.Write(ctx, func(tx *store.Tx) error { return tx.Exec(`DELETE FROM mail_body WHERE mail_id IN ?`, old).Error })
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}
