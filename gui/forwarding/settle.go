package forwarding

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/forward"
)

// settles are what a person can do with a forwarding: settle it when nobody
// knows, withdraw it or send it now while it is queued, go on where its orders
// wait when it did not arrive.
func (o *Outbox) settles(r forward.Row) []action.Action {
	switch r.State {
	case forward.StateQueued:
		withdraw := kit.Act("forwarding.out.withdraw", text.T("forwarding.do.withdraw"), kit.Mark{Icon: theme.IconClose, Key: action.Plain(fyne.KeyW)}, func() {
			o.settle([]forward.Row{r}, forward.StateFailed, text.T("forwarding.out.withdrawn", r.Number))
		})
		return []action.Action{o.sendAction(), withdraw}
	case forward.StateFailed:
		return []action.Action{o.again()}
	case forward.StateUnknown:
	default:
		return nil
	}
	return []action.Action{
		kit.Act("forwarding.out.arrived", text.T("forwarding.do.arrived"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyA)}, func() { o.askSettle(forward.StateSent) }),
		kit.Act("forwarding.out.not", text.T("forwarding.do.notarrived"), kit.Mark{Icon: theme.IconClose, Key: action.Plain(fyne.KeyN)}, func() { o.askSettle(forward.StateFailed) }),
	}
}

// again leads to where the orders of what did not arrive wait.
func (o *Outbox) again() action.Action {
	return kit.Act("forwarding.out.forward", text.T("forwarding.do.forwardagain"), kit.Mark{Icon: theme.IconForwarding, Key: action.Plain(fyne.KeyF)}, func() {
		o.host.Go(page.Route{Screen: page.Forwarding})
	})
}

// unsure are the selected forwardings of which nobody knows whether they arrived.
func (o *Outbox) unsure() (rows []forward.Row) {
	chosen := o.grid.Selected()
	for k, r := range o.grid.Shown() {
		if r.State == forward.StateUnknown && (o.grid.AllSelected() || slices.Contains(chosen, k)) {
			rows = append(rows, r)
		}
	}
	if r, ok := o.grid.CurrentRow(); ok && len(rows) == 0 && r.State == forward.StateUnknown {
		rows = append(rows, r)
	}
	return rows
}

// askSettle asks once more before what nobody knows is settled: it cannot be taken
// back, and a wrong word sends an order twice or never.
func (o *Outbox) askSettle(outcome string) {
	rows, f := o.unsure(), o.host.Format()
	if len(rows) == 0 {
		return
	}
	n, who := len(rows), rows[0].Number
	if n > 1 {
		who = text.N("forwarding.purchases", n, f.Int(n))
	}
	q := page.Question{Title: text.N("forwarding.out.ask.sent", n, who), Lines: []string{text.T("forwarding.out.ask.sent.what")}, Verb: text.T("forwarding.do.arrived")}
	said := text.N("forwarding.out.arrived", n, who)
	if outcome == forward.StateFailed {
		q = page.Question{Title: text.N("forwarding.out.ask.failed", n, who), Lines: []string{text.T("forwarding.out.ask.failed.what")}, Verb: text.T("forwarding.do.notarrived")}
		said = text.N("forwarding.out.notarrived", n, who)
	}
	o.host.Ask(q, func() { o.settle(rows, outcome, said) })
}

// settle says what became of forwardings, one after the other.
func (o *Outbox) settle(rows []forward.Row, outcome, said string) {
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		failed, err := o.resolve(ctx, rows, outcome)
		run.UI(func() {
			defer o.Reload()
			if err != nil {
				o.host.Report(text.T("forwarding.out.unsettled", failed), err)
				return
			}
			t := page.Toast{Text: said}
			if outcome == forward.StateFailed {
				again := o.again()
				t.Link = &again
			}
			o.host.Toast(t)
		})
	})
}

// resolve ends at the first that cannot be settled, and names it.
func (o *Outbox) resolve(ctx context.Context, rows []forward.Row, outcome string) (failed string, err error) {
	for _, r := range rows {
		if err := o.forward.Resolve(ctx, r.ID, outcome); err != nil {
			return r.Number, err
		}
	}
	return "", nil
}
