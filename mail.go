package main

import (
	"errors"
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

type forwardCommand struct {
	Out      string `help:"The folder, each supplier has one in it; without --send that of the setting forward.folder by default." placeholder:"DIR"`
	Send     bool   `help:"Send by e-mail to the suppliers that take it; with --out the others get a folder."`
	Supplier string `help:"Only this supplier." placeholder:"NAME"`
	Approve  bool   `help:"Approve what has no blocking warning."`
	Due      bool   `help:"Only what is due: a supplier that gets one purchase order an hour or a day waits for its time. For a schedule that runs often."`
}

// Run forwards purchase orders into a folder or by e-mail.
func (c *forwardCommand) Run(a *app) error {
	if c.Out == "" && !c.Send {
		c.Out = a.forwardFolder()
	}
	o := forward.Options{Out: c.Out, Send: c.Send, Supplier: c.Supplier, Approve: c.Approve, Now: !c.Due}
	if err := o.Check(); err != nil {
		return words(err)
	}
	s, err := a.forwarding()
	if err != nil {
		return err
	}
	res, err := s.Forward(a.ctx, o)
	if err != nil && len(res.Sent) == 0 {
		return err
	}
	err = errors.Join(err, a.print(res, res.Text())) // what had left when it was stopped must be told
	if err == nil && res.Failed > 0 {
		return errRefusals
	}
	return err
}

// forwardFolder is the folder that the book's settings name, "" where there is none.
func (a *app) forwardFolder() string {
	db, err := a.open()
	if err != nil {
		return ""
	}
	e, err := setting.New(db, &a.bus).Get(a.ctx, string(setting.ForwardFolder))
	if err != nil {
		return ""
	}
	return e.Value
}

type outboxCommand struct {
	List    outboxListCommand    `cmd:"" default:"withargs" help:"What was forwarded."`
	Run     outboxRunCommand     `cmd:"" help:"Send the e-mail that is queued."`
	Resolve outboxResolveCommand `cmd:"" help:"Settle a forwarding of which it is unknown whether it arrived."`
}

type outboxListCommand struct {
	listFile
	State string `help:"Only this state: queued, sending, sent, failed or unknown."`
	Limit int    `help:"At most so many rows; 0 is all."`
}

// Run lists the outbox.
func (c *outboxListCommand) Run(a *app) error {
	columns := []string{"id:count", "number:id", "supplier", "state", "channel", "started:instant", "to", "folder", "reason"}
	return list(a, listing{c.listFile, "Outbox", columns}, func(db *store.DB) ([]forward.Row, error) {
		return forward.Outbox(a.ctx, db, forward.Filter{State: c.State, Limit: c.Limit})
	})
}

type outboxRunCommand struct {
	Once bool `help:"Go through the queue once; else until nothing is queued any more."`
	Now  bool `help:"Do not wait for the next try of what the server put off."`
}

// Run sends what is queued. When the mail server cannot be used, everything
// stays queued, and that is a failure.
func (c *outboxRunCommand) Run(a *app) error {
	s, err := a.forwarding()
	if err != nil {
		return err
	}
	counts, err := s.RunOutbox(a.ctx, forward.RunOptions{Once: c.Once, Now: c.Now})
	if err != nil {
		return err
	}
	if counts.Reason == "" {
		return a.print(counts, counts.Text())
	}
	stopped := model.Errorf(model.Refused, "%s", counts.Reason)
	err = a.print(struct {
		forward.Counts
		Error map[string]string `json:"error"`
	}{counts, failure(stopped)}, counts.Text())
	fmt.Fprintln(a.err, stopped)
	return errors.Join(err, errSaid)
}

type outboxResolveCommand struct {
	ID    int64  `arg:"" help:"The number in the outbox."`
	State string `arg:"" enum:"sent,failed" help:"sent: it arrived; failed: it did not, or it is still queued and must not leave."`
}

// Run settles an unknown forwarding.
func (c *outboxResolveCommand) Run(a *app) error {
	s, err := a.forwarding()
	if err != nil {
		return err
	}
	if err := s.Resolve(a.ctx, c.ID, c.State); err != nil {
		return untouched(err)
	}
	return a.print(map[string]any{"id": c.ID, "state": c.State}, "Settled.")
}

func (a *app) forwarding() (*forward.Service, error) {
	db, err := a.change()
	if err != nil {
		return nil, err
	}
	s := forward.New(db, &a.bus, &a.jobs, documents.For(program+" "+programVersion, db))
	s.Secrets = mail.Secrets{Getenv: a.getenv}
	return s, nil
}
