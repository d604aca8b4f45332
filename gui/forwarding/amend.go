package forwarding

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/setting"
)

func (o *Outbox) amending() *amendment.Service {
	b := o.host.Book()
	return amendment.New(b.DB, b.Bus)
}

// amend asks what the supplier is to change of a purchase order that it has.
func (o *Outbox) amend(r forward.Row) {
	later(o, text.T("forwarding.answer.failed", r.Number), func(ctx context.Context) ([]amendment.Due, error) {
		return o.amending().Due(ctx, r.Number)
	}, func(due []amendment.Due) { o.askChange(r, due) })
}

// askChange shows what is due, to be asked for in fewer pieces or not at all.
func (o *Outbox) askChange(r forward.Row, due []amendment.Due) {
	var hide func()
	f := o.form(func(ctx context.Context, v form.Values) error {
		in := wishOf(r.Number, v, due)
		if !in.Cancel && len(in.Lines) == 0 {
			return model.FieldErrorf("lines", "%s", text.T("forwarding.amend.nothing"))
		}
		_, err := o.amending().Make(ctx, in)
		return err
	}, func() {
		hide()
		o.host.Toast(page.Toast{Text: text.T("forwarding.amend.done", r.Number)})
		o.Reload()
		o.propose()
	})
	f.Text(form.Spec{Name: "order", Label: text.T("forwarding.amend.order"), Help: text.T("forwarding.amend.order.help")})
	f.Text(form.Spec{Name: "reason", Label: text.T("forwarding.amend.reason"), Help: text.T("forwarding.amend.reason.help")})
	f.Check(form.Spec{Name: "cancel", Label: text.T("forwarding.amend.cancel"), Help: text.T("forwarding.amend.cancel.help"), Wide: true})
	f.Rows(form.Spec{Name: "lines", Label: text.T("forwarding.amend.lines"), Help: text.T("forwarding.amend.lines.help")}, text.T("forwarding.answer.add"), func(g *form.Group) {
		g.Text(form.Spec{Name: "order", Label: text.T("forwarding.order"), Share: 2})
		g.Text(form.Spec{Name: "sku", Label: text.T("forwarding.answer.sku"), Required: true, Share: 4})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("forwarding.amend.wanted"), Required: true, Share: 2}), 0)
	})
	if err := f.Load(map[string]any{"lines": dueValues(due)}); err != nil {
		o.host.Report(text.T("forwarding.answer.failed", r.Number), err)
		return
	}
	f.Settle()
	hide = o.host.Show(page.Dialog{
		Title: text.T("forwarding.amend.title", r.Supplier, r.Number), Content: f, Verb: text.T("forwarding.amend.verb"), Width: answerWidth,
		Do: func() bool { f.Submit(); return true },
	})
}

// dueValues are what is due as a form takes it.
func dueValues(due []amendment.Due) []map[string]any {
	rows := make([]map[string]any, len(due))
	for i, d := range due {
		rows[i] = map[string]any{"order": d.Order, "sku": d.SKU, "quantity": int64(d.Quantity)}
	}
	return rows
}

// wishOf is what a form asks for: the lines that differ from what is due. It is
// approved: a person just decided it.
func wishOf(number string, v form.Values, due []amendment.Due) amendment.Input {
	word := func(v form.Values, name string) string { s, _ := v[name].(string); return s }
	in := amendment.Input{Purchase: number, Order: word(v, "order"), Reason: word(v, "reason"), Approve: true}
	in.Cancel, _ = v["cancel"].(bool)
	rows, _ := v["lines"].([]form.Values)
	for _, g := range rows {
		n, _ := g["quantity"].(int64)
		l := amendment.LineInput{Order: word(g, "order"), SKU: word(g, "sku"), Quantity: model.Quantity(n)}
		if !slices.ContainsFunc(due, func(d amendment.Due) bool { return d.Order == l.Order && d.SKU == l.SKU && d.Quantity == l.Quantity }) {
			in.Lines = append(in.Lines, l)
		}
	}
	return in
}

// changes is the state by which a route asks for what shops changed.
const changes = "changes"

// proposedAction shows what shops changed of orders that have left.
func (o *Outbox) proposedAction() action.Action {
	return kit.Act("forwarding.out.proposed", text.T("forwarding.do.proposed"), kit.Mark{Icon: theme.IconInfo, Key: action.Plain(fyne.KeyS)}, o.propose)
}

// waiting is what of changes needs a person: what shops changed, and what was
// decided and has not left.
type waiting struct {
	proposed []amendment.Proposal
	decided  []amendment.Row
}

func (o *Outbox) waiting(ctx context.Context) (w waiting, err error) {
	if w.proposed, err = o.amending().Proposals(ctx); err != nil {
		return w, err
	}
	for _, state := range []model.AmendmentState{model.AmendmentApproved, model.AmendmentDraft} {
		rows, err := o.amending().List(ctx, amendment.Filter{State: string(state)})
		if err != nil {
			return w, err
		}
		w.decided = append(w.decided, rows...)
	}
	return w, nil
}

// countChanges puts the way to changes that wait into the head, as long as there
// are any: they stand in no row of the list.
func (o *Outbox) countChanges() {
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		w, err := o.waiting(ctx)
		run.UI(func() {
			n := len(w.proposed) + len(w.decided)
			if err != nil || n == o.changes {
				return
			}
			o.changes = n
			tools := []fyne.CanvasObject{o.search}
			if n > 0 {
				a := o.proposedAction()
				a.Label = text.N("forwarding.out.changes", n, o.host.Format().Int(n))
				tools = append(tools, kit.ActionButton(a, kit.Next))
			}
			o.page.Header.SetTools(tools...)
		})
	})
}

// propose shows what shops changed since orders left, for a person to decide,
// and the changes that are to leave.
func (o *Outbox) propose() {
	later(o, text.T("forwarding.proposed.failed"), o.waiting, func(w waiting) {
		if len(w.proposed)+len(w.decided) == 0 {
			o.host.Say(page.Done, text.T("forwarding.proposed.none"))
			return
		}
		var hide func()
		var rows []fyne.CanvasObject
		for i := range w.proposed[:min(len(w.proposed), shownProposals)] {
			rows = append(rows, o.proposal(&w.proposed[i], func() { hide() }))
		}
		for i := range w.decided[:min(len(w.decided), shownProposals-len(rows))] {
			rows = append(rows, o.decided(&w.decided[i], func() { hide() }))
		}
		if more := len(w.proposed) + len(w.decided) - len(rows); more > 0 {
			rows = append(rows, kit.NewLabel(kit.Muted, text.N("forwarding.proposed.more", more, o.host.Format().Int(more))))
		}
		d := page.Dialog{Title: text.T("forwarding.proposed.title"), Content: kit.Column(theme.Gap12, rows...), Width: answerWidth}
		if n := len(w.decided); n > 0 {
			d.Verb = text.N("forwarding.proposed.send", n, o.host.Format().Int(n))
			d.Do = func() bool { o.sendChanges(w.decided); return false }
		}
		hide = o.host.Show(d)
	})
}

// sendChanges lets changes leave now: by e-mail, or into the folder of the
// settings.
func (o *Outbox) sendChanges(all []amendment.Row) {
	var ids, drafts []int64
	for i := range all {
		ids = append(ids, all[i].ID)
		if all[i].State == model.AmendmentDraft {
			drafts = append(drafts, all[i].ID)
		}
	}
	var done forward.Result
	b := o.host.Book()
	o.host.Start(page.Task{
		Name: text.T("forwarding.send.task"),
		Work: func(ctx context.Context, _ *job.Progress) error {
			folder, err := setting.New(b.DB, b.Bus).Get(ctx, string(setting.ForwardFolder))
			if err != nil {
				return err
			}
			if err := o.amending().Approve(ctx, drafts); err != nil {
				return err
			}
			done, err = o.forward.Forward(ctx, forward.Options{Out: folder.Value, Send: true, Amendments: ids})
			return err
		},
		Done: func(err error) { o.changesSent(done, err) },
	})
}

func (o *Outbox) changesSent(done forward.Result, err error) {
	f := o.host.Format()
	o.Reload()
	switch {
	case model.CodeOf(err) == model.Cancelled:
	case err != nil:
		o.host.Report(text.T("forwarding.proposed.unsent"), err)
	case len(done.Held) > 0:
		o.host.Report(text.T("forwarding.proposed.unsent"), model.Errorf(model.Refused, "%s: %s", done.Held[0].Purchase, done.Held[0].Reason))
	default:
		o.host.Toast(page.Toast{Text: text.N("forwarding.proposed.sent", len(done.Sent), f.Int(len(done.Sent)))})
	}
}

// decided is a change that is to leave, which can still be withdrawn.
func (o *Outbox) decided(r *amendment.Row, hide func()) fyne.CanvasObject {
	withdraw := action.Action{ID: "forwarding.proposed.withdraw", Label: text.T("forwarding.do.withdraw"), Run: func() {
		later(o, text.T("forwarding.proposed.undecided", r.Number), func(ctx context.Context) (bool, error) { return true, o.amending().Withdraw(ctx, []int64{r.ID}, "") }, func(bool) {
			hide()
			o.propose()
		})
	}}
	told := action.Action{ID: "forwarding.proposed.told", Label: text.T("forwarding.proposed.told"), Run: func() {
		later(o, text.T("forwarding.proposed.undecided", r.Number), func(ctx context.Context) (bool, error) { return true, o.tell(ctx, r) }, func(bool) {
			hide()
			o.Reload()
		})
	}}
	say := kit.Column(theme.Gap4, kit.NewLabel(kit.Strong, text.T("forwarding.proposed.of", r.Number, r.Supplier)), kit.Wrapped(kit.Muted, text.T("forwarding.proposed.decided", r.Reason)))
	return kit.Row(theme.Gap8, kit.Grow(say), kit.ActionButton(withdraw, kit.Plain), kit.ActionButton(told, kit.Plain))
}

// tell notes that the person told the supplier in another way.
func (o *Outbox) tell(ctx context.Context, r *amendment.Row) error {
	if r.State == model.AmendmentDraft {
		if err := o.amending().Approve(ctx, []int64{r.ID}); err != nil {
			return err
		}
	}
	return o.forward.TellAmendment(ctx, r.ID)
}

// shownProposals is how many have room at a time.
const shownProposals = 8

// proposal is one of them with its two decisions.
func (o *Outbox) proposal(p *amendment.Proposal, hide func()) fyne.CanvasObject {
	decide := func(do func(context.Context) error, said string) func() {
		return func() {
			later(o, text.T("forwarding.proposed.undecided", p.Order), func(ctx context.Context) (bool, error) { return true, do(ctx) }, func(bool) {
				hide()
				o.host.Toast(page.Toast{Text: said})
				o.Reload()
				o.propose()
			})
		}
	}
	ask := action.Action{ID: "forwarding.proposed.ask", Label: text.T("forwarding.proposed.ask"), Run: decide(func(ctx context.Context) error {
		_, err := o.amending().Accept(ctx, *p)
		return err
	}, text.T("forwarding.amend.done", p.Purchase))}
	leave := action.Action{ID: "forwarding.proposed.leave", Label: text.T("forwarding.proposed.leave"), Run: decide(func(ctx context.Context) error {
		return o.amending().Decline(ctx, *p, "")
	}, text.T("forwarding.proposed.left", p.Order))}
	say := kit.Column(theme.Gap4, kit.NewLabel(kit.Strong, text.T("forwarding.proposed.of", p.Purchase, p.Supplier)), kit.Wrapped(kit.Muted, p.Reason))
	return kit.Row(theme.Gap8, kit.Grow(say), kit.ActionButton(leave, kit.Plain), kit.ActionButton(ask, kit.Next))
}
