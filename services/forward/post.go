package forward

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/mail"
)

// openMail reads the mail server where it is asked for. What it lacks ends a run
// that only sends e-mail, before anything is approved.
func (w *work) openMail() error {
	if !w.options.Send {
		return nil
	}
	err := w.db.Read(w.ctx, func(q *gorm.DB) (err error) {
		w.server, err = mail.Read(q)
		return err
	})
	if err != nil {
		return err
	}
	w.nomail = w.server.Check()
	switch {
	case w.options.Out == "":
		return w.nomail
	case w.server.Host == "":
		w.options.Send, w.drafted = false, w.server.From.Mail != ""
	}
	return nil
}

// toMail writes the messages of approved purchase orders and sends what is
// queued, these and older ones.
func (w *work) toMail(p *job.Progress, mailed []head) error {
	w.queued = map[int64]bool{}
	ids := make([]int64, len(mailed))
	for i, h := range mailed {
		ids[i] = h.ID
	}
	if err := w.inTurn(ids, &stages{p: p, name: "Writing e-mail", make: w.written, leave: w.post}); err != nil {
		return err
	}
	if w.nomail != nil {
		return nil
	}
	d, err := w.deliver(w.ctx, w.server, pass{progress: p})
	w.result.Sent = append(w.result.Sent, d.sent...)
	for id := range w.queued {
		if why, waits := d.waits[id]; waits {
			w.result.Held = append(w.result.Held, why)
		}
	}
	sortHeld(w.result.Held)
	return err
}

// written makes the messages of some purchase orders.
func (w *work) written(ids []int64) ([]*sending, error) {
	all, err := w.load(ids, model.ByEmail)
	if err != nil {
		return nil, err
	}
	docs := w.gathered(all)
	err = w.each(all, rendering(), func(s *sending) {
		files, err := render(docs, s.dispatch)
		if s.files = files; err == nil {
			err = w.write(s)
		}
		if err != nil {
			s.broken = sentence(err)
		}
	})
	return all, err
}

// post queues messages.
func (w *work) post(all []*sending) error {
	live, err := w.waiting(all)
	if err != nil {
		return err
	}
	if err := w.begin(live); err != nil {
		return err
	}
	if live, err = w.waiting(live); err != nil {
		return err
	}
	for _, s := range live {
		w.queued[s.note.errand()] = true
	}
	return nil
}
