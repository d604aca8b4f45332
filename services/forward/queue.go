package forward

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/mail"
)

// RunOptions say how to send what is queued. Once goes through the queue one
// time; else the run ends when nothing is queued any more. Now also tries what
// waits for its next try.
type RunOptions struct{ Once, Now bool }

// Counts are the messages of the book by state, after a run. Reason says why the
// mail server could not be used, "" when it could.
type Counts struct {
	Sent    int    `json:"sent"`
	Failed  int    `json:"failed"`
	Unknown int    `json:"unknown"`
	Queued  int    `json:"queued"`
	Reason  string `json:"reason,omitempty"`
}

// Text tells the counts to people.
func (c Counts) Text() string {
	text := fmt.Sprintf("E-mail: %d sent, %d failed, %d unknown, %d queued.\n", c.Sent, c.Failed, c.Unknown, c.Queued)
	if c.Unknown > 0 {
		text += "Nobody knows whether the unknown ones arrived: ask, then settle them with \"outbox resolve\".\n"
	}
	return text
}

// RunOutbox sends the e-mail that is queued. What was cut off by a crash becomes
// unknown first.
func (s *Service) RunOutbox(ctx context.Context, o RunOptions) (Counts, error) {
	var c Counts
	err := s.jobs.Run(ctx, task, func(ctx context.Context, p *job.Progress) error {
		for waited := time.Duration(0); ; waited += between {
			stopped, err := s.passOnce(ctx, pass{progress: p, now: o.Now, elapsed: waited})
			if err != nil {
				return err
			}
			if c, err = s.Counts(ctx); err != nil {
				return err
			}
			if stopped != nil {
				c.Reason = sentence(stopped)
			}
			if o.Once || stopped != nil || c.Queued == 0 {
				return nil
			}
			p.Step(0, 0, "Waiting for the next try")
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(between):
			}
		}
	})
	return c, err
}

// between is how long a run that goes on waits before it looks at the queue
// again: a message is never late by more.
const between = 10 * time.Second

func (s *Service) passOnce(ctx context.Context, p pass) (stopped, err error) {
	var server mail.Server
	err = s.db.Read(ctx, func(q *gorm.DB) (err error) {
		server, err = mail.Read(q)
		return err
	})
	if err != nil {
		return nil, err
	}
	d, err := s.deliver(ctx, server, p)
	return d.stopped, err
}

// Counts counts the messages of the book by state.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	var rows []struct {
		State string
		N     int
	}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT state, COUNT(*) AS n FROM mail_message GROUP BY state`).Scan(&rows).Error
	})
	var c Counts
	for _, r := range rows {
		switch r.State {
		case StateSent:
			c.Sent = r.N
		case StateFailed:
			c.Failed = r.N
		case StateUnknown:
			c.Unknown += r.N
		case StateSending: // the book could not note how it ended: nobody knows
			c.Unknown += r.N
		default:
			c.Queued = r.N
		}
	}
	return c, err
}

// WriteLetter writes the e-mail of a purchase order, or of an amendment, whose id
// is given below zero, as it is kept, into the
// folder, and returns its path. The folder is readable by its user only.
func (s *Service) WriteLetter(ctx context.Context, errand int64, folder string) (string, error) {
	var q queued
	var packed []byte
	err := s.db.Read(ctx, func(g *gorm.DB) error {
		if err := g.Raw(selectQueued+` WHERE `+thatErrand, errand, errand).Scan(&q).Error; err != nil {
			return err
		}
		err := g.Raw(`SELECT packed FROM mail_body WHERE mail_id = ?`, q.MailID).Row().Scan(&packed)
		if errors.Is(err, sql.ErrNoRows) {
			return model.Errorf(model.NotFound, "The book keeps no message of this purchase order.")
		}
		return err
	})
	if err != nil {
		return "", err
	}
	body, err := unpack(q.Note.Number, packed, q.Bytes, q.SHA256)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", noFolder(folder, err)
	}
	path := filepath.Join(folder, file.SafeName(q.Note.Number+".eml"))
	if err := os.WriteFile(path, body, 0o600); err != nil {
		return "", noFolder(path, err)
	}
	return path, nil
}

// Retry goes through the queue once when a message in it is due, and does nothing
// otherwise, nor while something else forwards.
func (s *Service) Retry(ctx context.Context) error {
	var due int64
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT COUNT(*) FROM mail_message WHERE state = 'queued' AND next_try_at <= ?`, string(s.db.Now())).Scan(&due).Error
	})
	if err != nil || due == 0 {
		return err
	}
	_, err = s.RunOutbox(ctx, RunOptions{Once: true})
	if model.CodeOf(err) == model.Busy {
		return nil
	}
	return err
}
