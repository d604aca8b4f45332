package main

import (
	"context"
	"io"
	"os"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/rulebook"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/taxrule"
)

type rulesCommand struct {
	List   rulesListCommand   `cmd:"" default:"withargs" help:"The rules in order, as sentences."`
	Try    rulesTryCommand    `cmd:"" help:"What the rules make of one order; change nothing."`
	Replay rulesReplayCommand `cmd:"" help:"Route past orders by the rules before and after a change; change nothing."`
}

type rulesListCommand struct{ listFile }

// Run lists the rules.
func (c *rulesListCommand) Run(a *app) error {
	columns := []string{"place:count", "name", "sentence", "valid_from:date", "valid_to:date", "state"}
	return list(a, listing{c.listFile, "Rules", columns}, func(db *store.DB) ([]routerule.Row, error) {
		return routerule.New(db, &a.bus).List(a.ctx)
	})
}

// ruleChanges are rules as they might be.
type ruleChanges struct {
	File    string   `help:"Rules as \"put rule\" takes them, as if they were put; - is standard input." placeholder:"F"`
	Without []string `help:"The name of a rule to leave out; may be repeated." placeholder:"NAME"`
}

func (c *ruleChanges) read(a *app) (routing.Changes, error) {
	changes := routing.Changes{Without: c.Without}
	if c.File == "" {
		return changes, nil
	}
	from := a.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return changes, model.FieldErrorf("file", "The file %s cannot be read.", c.File).Because(err)
		}
		defer f.Close()
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, 1<<24))
	if err != nil {
		return changes, err
	}
	changes.Rules, err = record.Decode[routerule.Input](routerule.Kind, text)
	return changes, err
}

type rulesTryCommand struct {
	Order string `arg:"" optional:"" help:"The number of the order; the newest by default."`
	ruleChanges
}

// Run tries the rules on one order.
func (c *rulesTryCommand) Run(a *app) error {
	changes, err := c.read(a)
	if err != nil {
		return err
	}
	db, err := a.look()
	if err != nil {
		return err
	}
	e, err := routing.New(db, &a.bus, &a.jobs).Try(a.ctx, c.Order, changes)
	if err != nil {
		return err
	}
	return a.print(e, e.Text())
}

type rulesReplayCommand struct {
	From string `help:"First day; 90 days up to the last one by default." placeholder:"D"`
	To   string `help:"Last day; that of the newest order by default." placeholder:"D"`
	ruleChanges
}

// Run replays the rules over past orders.
func (c *rulesReplayCommand) Run(a *app) error {
	changes, err := c.read(a)
	if err != nil {
		return err
	}
	o := routing.ReplayOptions{Changes: changes}
	if o.From, err = day("from", c.From); err != nil {
		return err
	}
	if o.To, err = day("to", c.To); err != nil {
		return err
	}
	if o.From != "" && o.To != "" && o.From > o.To {
		return words(model.FieldErrorf("from", "The first day %s is after the last day %s: swap the two days.", o.From, o.To))
	}
	db, err := a.look()
	if err != nil {
		return err
	}
	var r routing.Replay
	err = a.jobs.Run(a.ctx, "Replaying rules", func(ctx context.Context, p *job.Progress) error {
		o.Progress = p
		r, err = routing.New(db, &a.bus, &a.jobs).Replay(ctx, o)
		return err
	})
	if err != nil {
		return err
	}
	return a.print(r, r.Text())
}

// day reads a day of the command line, "" when it was left out.
func day(field, s string) (model.Date, error) {
	if s == "" {
		return "", nil
	}
	d, err := model.ParseDate(s)
	if err != nil {
		return "", words(model.FieldErrorf(field, "--%s: %q is not a day: write it like 2026-03-31.", field, s))
	}
	return d, nil
}

type rulebookCommand struct {
	listFile
	Kind string `help:"Only this kind: taxrule, tax_area, work_week, holiday, carrier, address_rule, box_rule, market_site, retry_rule or score_rule."`
}

// Run lists the dated rows of law and calendars.
func (c *rulebookCommand) Run(a *app) error {
	if err := rulebook.CheckKind(c.Kind); err != nil {
		return words(err)
	}
	columns := []string{"kind", "place:id", "text", "valid_from:date", "valid_to:date", "last_checked:date", "source"}
	return list(a, listing{c.listFile, "Law and calendars", columns}, func(db *store.DB) ([]rulebook.Row, error) {
		return rulebook.New(db, &a.bus).Of(a.ctx, c.Kind)
	})
}

type taxesCommand struct{ listFile }

// Run lists the rules of tax and duty.
func (c *taxesCommand) Run(a *app) error {
	columns := []string{"country", "kind", "hs:id", "origin", "value:id", "currency", "valid_from:date", "valid_to:date", "last_checked:date", "source"}
	return list(a, listing{c.listFile, "Taxes", columns}, func(db *store.DB) ([]taxrule.Row, error) {
		return taxrule.New(db, &a.bus).List(a.ctx)
	})
}
