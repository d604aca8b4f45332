package forward

import (
	"gorm.io/gorm"

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
	for done := 0; done < len(mailed); {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		p.Step(int64(done), int64(len(mailed)), "Writing e-mail")
		some := mailed[done:min(done+most, len(mailed))]
		if err := w.post(some); err != nil {
			return err
		}
		done += len(some)
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

// post writes the messages of some purchase orders and queues them.
func (w *work) post(heads []head) error {
	ids := make([]int64, len(heads))
	for i, h := range heads {
		ids[i] = h.ID
	}
	all, err := w.load(ids, "email")
	if err != nil {
		return err
	}
	err = w.each(all, func(s *sending) {
		files, err := w.render(s.dispatch)
		if s.files = files; err == nil {
			err = w.write(s)
		}
		if err != nil {
			s.broken = sentence(err)
		}
	})
	if err != nil {
		return err
	}
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
		w.queued[s.note.PurchaseID] = true
	}
	return nil
}
