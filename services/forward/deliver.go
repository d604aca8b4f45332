package forward

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/store"
)

// pass says how the queue is gone through. With now, what waits for its next try
// is tried as well. Elapsed is how long the run waited: a clock that stands or
// was put back keeps nothing from being tried.
type pass struct {
	progress *job.Progress
	now      bool
	elapsed  time.Duration
}

// delivery is one pass through the queue.
type delivery struct {
	*Service
	ctx     context.Context
	pass    pass
	server  mail.Server
	session *mail.Session
	behind  map[int64]string // suppliers with a message that waits, and its number
	sent    []Sent
	waits   map[int64]Held // by purchase order
	stopped error          // why the server cannot be used
	unsaid  bool           // what became of a message could not be noted
}

// queued is a message that is to be sent.
type queued struct {
	Note               note `gorm:"embedded"`
	MailID, SupplierID int64
	Sender, Recipient  string
	Bytes              int64
	SHA256             string `gorm:"column:sha256"`
	Tries              int
	NextTryAt          model.Instant
	begun              bool // its text may be on the way
}

const selectQueued = `SELECT f.id, f.purchase_id, ` + noteColumns + `, s.name AS supplier, f.message_id, f.files, f.channel,
	m.id AS mail_id, m.supplier_id, m.sender, m.recipient, m.bytes, m.sha256, m.tries, m.next_try_at
	FROM mail_message m JOIN forwarding f ON f.id = m.forwarding_id JOIN purchase_order p ON p.id = f.purchase_id
	JOIN supplier s ON s.id = m.supplier_id ` + joinAmendment

// deliver sends what is queued and due, in the order in which it was queued for
// each supplier. A server that cannot be used leaves everything queued; the
// delivery then tells why.
func (s *Service) deliver(ctx context.Context, server mail.Server, p pass) (*delivery, error) {
	d := &delivery{Service: s, ctx: ctx, pass: p, server: server, behind: map[int64]string{}, waits: map[int64]Held{}}
	defer func() { d.session.Close() }()
	if err := s.recoverMail(ctx); err != nil {
		return d, err
	}
	var all []queued
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(selectQueued + ` WHERE m.state = 'queued' ORDER BY m.id`).Scan(&all).Error
	})
	if err != nil {
		return d, err
	}
	for i := range all {
		if err := ctx.Err(); err != nil {
			return d, err
		}
		p.progress.Step(int64(i), int64(len(all)), "Sending e-mail")
		if err := d.one(&all[i]); err != nil {
			return d, d.short(err)
		}
	}
	return d, s.forgetBodies(ctx)
}

// short is a failure that ends the run, with what had left by then.
func (d *delivery) short(err error) error {
	code := model.CodeOf(err)
	if code == model.Cancelled || d.ctx.Err() != nil || len(d.sent) == 0 && !d.unsaid {
		return err
	}
	said := fmt.Sprintf("Sending stopped. Messages sent before, which the book knows of: %d.", len(d.sent))
	if d.unsaid {
		said += " One more was handed over, and what the mail server said could not be noted: it counts as unknown, and is not sent again by itself."
	}
	return model.Errorf(code, "%s %s", said, err).Because(err)
}

// due tells whether a message may be tried now.
func (d *delivery) due(q *queued) bool {
	now := model.InstantOf(d.db.Now().Time().Add(d.pass.elapsed))
	return d.pass.now || q.NextTryAt <= now
}

func (d *delivery) wait(q *queued, why string) {
	d.waits[q.Note.errand()] = Held{q.Note.Number, why}
	if d.behind[q.SupplierID] == "" {
		d.behind[q.SupplierID] = q.Note.Number
	}
}

// one sends a message, unless another of the supplier or the server keeps it.
func (d *delivery) one(q *queued) error {
	switch before := d.behind[q.SupplierID]; {
	case d.stopped != nil:
		d.wait(q, sentence(d.stopped)+" It stays in the outbox.")
		return nil
	case before != "":
		d.wait(q, "It waits in the outbox for "+before+", which goes to "+q.Note.Supplier+" first.")
		return nil
	case !d.due(q):
		d.wait(q, "It waits in the outbox for its next try at "+string(q.NextTryAt)+".")
		return nil
	}
	body, err := d.body(q)
	if err != nil {
		return err
	}
	reply, err := d.send(q, body)
	var gone *withdrawn
	switch {
	case errors.As(err, &gone):
		d.waits[q.Note.errand()] = Held{q.Note.Number, gone.why}
		return nil
	case err != nil:
		return err
	case d.stopped != nil:
		d.wait(q, sentence(d.stopped)+" It stays in the outbox.")
		return nil
	}
	return d.answered(q, reply)
}

func (d *delivery) body(q *queued) ([]byte, error) {
	var packed []byte
	err := d.db.Read(d.ctx, func(g *gorm.DB) error {
		return g.Raw(`SELECT packed FROM mail_body WHERE mail_id = ?`, q.MailID).Row().Scan(&packed)
	})
	if err != nil {
		return nil, err
	}
	return unpack(q.Note.Number, packed, q.Bytes, q.SHA256)
}

// send hands a message over. A connection that was closed while it was idle is
// opened anew once, which is safe as long as the text has not begun.
func (d *delivery) send(q *queued, body []byte) (mail.Reply, error) {
	for again := true; ; again = false {
		if !d.session.Usable() {
			s, err := mail.Dial(d.ctx, d.server, func() (string, error) { return d.Secrets.Password(d.server) })
			if err != nil {
				return d.stop(err)
			}
			d.session = s
		}
		used := d.session.Used()
		r, err := d.session.Send(d.ctx, mail.Envelope{From: q.Sender, To: q.Recipient}, body, func() error { return d.begin(q) })
		if q.begun {
			return r, err
		}
		if err != nil {
			return d.stop(err)
		}
		if d.ctx.Err() != nil {
			return r, d.ctx.Err()
		}
		if r.Verdict != mail.Later || d.session.Usable() || !used || !again {
			return r, nil
		}
	}
}

// stop takes what makes the server useless as the reason why all messages wait;
// anything else ends the run.
func (d *delivery) stop(err error) (mail.Reply, error) {
	var gone *withdrawn
	if errors.As(err, &gone) {
		return mail.Reply{}, err
	}
	switch model.CodeOf(err) {
	case model.Refused, model.Invalid:
		d.stopped = err
		return mail.Reply{}, nil
	}
	return mail.Reply{}, err
}

// withdrawn ends the sending of a message that must not leave any more.
type withdrawn struct{ why string }

func (w *withdrawn) Error() string { return w.why }

// begin notes that the text of a message is about to be on its way. What the
// shop closed meanwhile is withdrawn instead.
func (d *delivery) begin(q *queued) error {
	why := ""
	err := d.db.Write(d.ctx, func(tx *store.Tx) error {
		taken := tx.Exec(`UPDATE mail_message SET state = 'sending', next_try_at = '' WHERE id = ? AND state = 'queued'`, q.MailID)
		if taken.Error != nil {
			return taken.Error
		}
		if taken.RowsAffected == 0 { // a person withdrew it after the queue was read
			why = "It was withdrawn before it was sent."
			return nil
		}
		var err error
		if why, err = unwanted(tx.DB, tx.Today, &q.Note); err != nil {
			return err
		}
		if why != "" {
			why += q.Note.withdrawn()
			return d.settleMail(tx, q.MailID, &q.Note, mailEnding{missed, StateFailed, why})
		}
		q.begun = true
		return nil
	})
	if err != nil {
		q.begun = false
		return err
	}
	if why != "" {
		return &withdrawn{why}
	}
	return nil
}

// answered writes down what the server said. It must be written even when the
// run is being stopped.
func (d *delivery) answered(q *queued, r mail.Reply) error {
	if r.Verdict == mail.Later {
		return d.later(q, r)
	}
	e := mailEnding{ending: arrived, mail: StateSent, reason: r.Said}
	settle := d.settleMail
	switch r.Verdict {
	case mail.Refused:
		e, settle = mailEnding{missed, StateFailed, "The mail server says: " + r.Said + "."}, d.refuseMail
	case mail.Unclear:
		e = unanswered
	}
	err := d.db.Write(context.WithoutCancel(d.ctx), func(tx *store.Tx) error { return settle(tx, q.MailID, &q.Note, e) })
	if err != nil {
		d.unsaid = true
		return err
	}
	if e.mail == StateSent {
		return d.note(q)
	}
	d.waits[q.Note.errand()] = Held{q.Note.Number, e.reason}
	return nil
}

// note tells that a message was sent.
func (d *delivery) note(q *queued) error {
	var all []sealed
	if err := json.Unmarshal([]byte(q.Note.Files), &all); err != nil {
		return err
	}
	s := Sent{Purchase: q.Note.Purchase, Amendment: q.Note.amendmentNumber(), Supplier: q.Note.Supplier, Orders: q.Note.Orders, Lines: q.Note.Lines, MessageID: q.Note.MessageID, To: q.Recipient}
	for _, f := range all {
		s.Files = append(s.Files, f.Name)
	}
	d.sent = append(d.sent, s)
	return nil
}

// later queues a message again that the server did not take for now, as long as
// the rules let it be tried.
func (d *delivery) later(q *queued, r mail.Reply) error {
	said := "The mail server says: " + r.Said + "."
	if r.Lost {
		said = "The mail server ended the connection before the message began."
	}
	tries := q.Tries + 1
	return d.db.Write(context.WithoutCancel(d.ctx), func(tx *store.Tx) error {
		wait, more, err := retryWait(tx.DB, tx.Today, tries)
		if err != nil {
			return err
		}
		if !more {
			why := said + " It was tried " + times(tries) + " and is not tried again."
			d.waits[q.Note.errand()] = Held{q.Note.Number, why}
			return d.refuseMail(tx, q.MailID, &q.Note, mailEnding{missed, StateFailed, why})
		}
		next := model.InstantOf(tx.Now.Time().Add(d.pass.elapsed + wait))
		d.wait(q, said+" The next try is at "+string(next)+".")
		return tx.Exec(`UPDATE mail_message SET state = 'queued', tries = ?, next_try_at = ?, reason = ? WHERE id = ?`, tries, string(next), said, q.MailID).Error
	})
}

func sortHeld(all []Held) {
	slices.SortStableFunc(all, func(a, b Held) int { return strings.Compare(a.Purchase, b.Purchase) })
}
