package main

import (
	"context"
	"io"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/reply"
	"github.com/dropledger/dropledger/services/store"
)

type amendmentsCommand struct {
	List     amendmentsListCommand     `cmd:"" default:"withargs" help:"What suppliers were asked to change, and what they answered."`
	Proposed amendmentsProposedCommand `cmd:"" help:"What shops changed since orders left and suppliers were not told; ask with put amendment and from_shop."`
	Approve  amendmentsApproveCommand  `cmd:"" help:"Let amendments leave with the next forwarding."`
	Withdraw amendmentsWithdrawCommand `cmd:"" help:"End amendments of which the supplier was not told."`
	Told     amendmentsToldCommand     `cmd:"" help:"You told the supplier yourself: on the marketplace, by telephone or chat."`
}

type amendmentsListCommand struct {
	listFile
	State string `help:"Only this state: draft, approved, queued, sent, unknown, acknowledged, refused, failed or withdrawn."`
	Limit int    `help:"At most so many rows; 0 is all."`
}

// Run lists the amendments.
func (c *amendmentsListCommand) Run(a *app) error {
	columns := []string{"number:id", "purchase:id", "supplier", "kind", "state", "reason", "sent:instant", "answered:date", "reference:id", "answer"}
	return list(a, listing{c.listFile, "Amendments", columns}, func(db *store.DB) ([]amendment.Row, error) {
		return amendment.List(a.ctx, db, amendment.Filter{State: c.State, Limit: c.Limit})
	})
}

type amendmentsProposedCommand struct{ listFile }

// Run lists what shops changed of orders that have left.
func (c *amendmentsProposedCommand) Run(a *app) error {
	columns := []string{"purchase:id", "supplier", "order:id", "shop", "kind", "pieces:count", "reason"}
	return list(a, listing{c.listFile, "Proposed amendments", columns}, func(db *store.DB) ([]amendment.Proposal, error) {
		all, err := amendment.New(db, &a.bus).Proposals(a.ctx)
		if all == nil {
			all = []amendment.Proposal{}
		}
		return all, err
	})
}

type amendmentNumbers struct {
	Numbers []string `arg:"" name:"number" help:"The numbers of the amendments, such as PO-000001-A1."`
}

// each takes the amendments of the numbers through do, and prints their state.
func (c *amendmentNumbers) each(a *app, do func(context.Context, *amendment.Service, []int64) error, state model.AmendmentState) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	s := amendment.New(db, &a.bus)
	ids, err := s.ByNumber(a.ctx, c.Numbers...)
	if err != nil {
		return err
	}
	if err := do(a.ctx, s, ids); err != nil {
		return err
	}
	return a.print(map[string]any{"amendments": c.Numbers, "state": state}, "Done.")
}

type amendmentsApproveCommand struct{ amendmentNumbers }

// Run approves amendments.
func (c *amendmentsApproveCommand) Run(a *app) error {
	return c.each(a, func(ctx context.Context, s *amendment.Service, ids []int64) error { return s.Approve(ctx, ids) }, model.AmendmentApproved)
}

type amendmentsWithdrawCommand struct {
	amendmentNumbers
	Why string `help:"Why; kept in the history." placeholder:"TEXT"`
}

// Run withdraws amendments.
func (c *amendmentsWithdrawCommand) Run(a *app) error {
	return c.each(a, func(ctx context.Context, s *amendment.Service, ids []int64) error { return s.Withdraw(ctx, ids, c.Why) }, model.AmendmentWithdrawn)
}

type amendmentsToldCommand struct{ amendmentNumbers }

// Run notes that the supplier was told of amendments in another way.
func (c *amendmentsToldCommand) Run(a *app) error {
	f, err := a.forwarding()
	if err != nil {
		return err
	}
	return c.each(a, func(ctx context.Context, _ *amendment.Service, ids []int64) error {
		for _, id := range ids {
			if err := f.TellAmendment(ctx, id); err != nil {
				return err
			}
		}
		return nil
	}, model.AmendmentSent)
}

type replyCommand struct {
	Purchase string `help:"The purchase order it is about, where the text does not say so." placeholder:"NUMBER"`
}

// understood is a reading with the answer it would be recorded as.
type understood struct {
	reply.Reading
	Acknowledgement *purchase.Acknowledgement `json:"acknowledgement"`
}

// Run reads a supplier's reply on standard input. It saves nothing.
func (c *replyCommand) Run(a *app) error {
	said, err := io.ReadAll(io.LimitReader(a.in, longestReply))
	if err != nil {
		return err
	}
	db, err := a.look()
	if err != nil {
		return err
	}
	r, err := reply.New(db, &a.bus).Read(a.ctx, string(said), c.Purchase)
	if err != nil {
		return err
	}
	u := understood{Reading: r}
	if r.Answers() && r.Amendment == "" {
		ack := r.Acknowledgement()
		u.Acknowledgement = &ack
	}
	return a.print(u, r.Text())
}

// longestReply is how many bytes of a reply are read.
const longestReply = 1 << 20
