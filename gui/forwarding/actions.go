package forwarding

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/holding"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/purchase"
)

// previewID is the look at the papers, which has a button of its own.
const previewID = "forwarding.preview"

// columnsID is the way to the columns of the supplier's order file.
const columnsID = "forwarding.columns"

// Actions implements page.Actor.
func (s *Screen) Actions() []action.Action {
	b := s.board()
	if b == nil {
		return nil
	}
	var all []action.Action
	if n := len(s.loader.State().Value.due()); n > 0 {
		all = append(all, s.sendAction(n))
	}
	all = append(all, s.choosing(b)...)
	if toRoute(b) == 0 && len(b.Waiting) > 0 {
		again := s.routeAction(1)
		again.Label = text.T("forwarding.do.again")
		all = append(all, again)
		if len(s.loader.State().Value.due())+placed(b) == 0 && lacksOffers(b) {
			all = append(all, s.pricesAction())
		}
	}
	all = append(all, s.menu()...)
	return append(all,
		kit.Act("forwarding.next", text.T("forwarding.do.next"), kit.Mark{Icon: theme.IconWarning, Key: action.Plain(fyne.KeyW)}, s.nextWarning),
		s.details(),
		s.byHand(),
		kit.Act("forwarding.outbox", text.T("forwarding.do.outbox"), kit.Mark{Icon: theme.IconInbox, Key: action.Plain(fyne.KeyO)}, s.outbox),
		kit.Act("forwarding.rules", text.T("forwarding.do.rules"), kit.Mark{Icon: theme.IconSplit, Key: action.Plain(fyne.KeyG)}, func() { s.host.Go(page.Route{Screen: page.Rules}) }))
}

// details opens the panel or closes it.
func (s *Screen) details() action.Action {
	return kit.Act("forwarding.details", text.T("forwarding.do.details"), kit.Mark{Icon: theme.IconSidebar, Key: action.Plain(fyne.KeyD)}, func() { s.closePanel(!s.closed) })
}

// menu is what can be done with the row under the cursor.
func (s *Screen) menu() []action.Action {
	open := kit.Act("forwarding.open", text.T("forwarding.do.open"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyReturn)}, func() {
		if r, ok := s.grid.CurrentRow(); ok {
			s.open(r)
		}
	})
	return append(s.steps(), open)
}

// The questions whether something can be done with a row return why it cannot,
// "" when it can.

func cannotRelease(r row) string {
	if r.byHand() {
		return ""
	}
	return text.T("forwarding.off.notheld")
}

func cannotApprove(r row) string {
	switch {
	case r.order == nil:
		return text.T("forwarding.off.nobody")
	case r.order.State == approval.Held:
		return text.T("forwarding.off.held")
	case r.purchase.ID == 0:
		return text.T("forwarding.off.loose")
	case r.purchase.State == model.PurchaseApproved:
		return text.T("forwarding.off.approved")
	}
	return blocked(r.purchase)
}

func cannotUnapprove(r row) string {
	if r.order != nil && r.order.State == approval.Approved {
		return ""
	}
	return text.T("forwarding.off.notapproved")
}

func cannotRoute(r row) string {
	switch {
	case r.waiting != nil && r.byHand():
		return text.T("forwarding.off.held")
	case r.waiting != nil:
		return ""
	}
	return text.T("forwarding.off.routed")
}

func cannotHold(r row) string {
	switch {
	case r.refill():
		return text.T("forwarding.off.refill")
	case r.byHand():
		return text.T("forwarding.off.held")
	}
	return ""
}

func cannotAccept(r row) string {
	if r.order == nil || !slices.ContainsFunc(r.order.Warnings, func(w purchase.Warning) bool { return w.Code == purchase.WarnPrice }) {
		return text.T("forwarding.off.noprice")
	}
	return ""
}

func cannotSend(r row) string {
	switch {
	case r.order == nil || r.purchase.ID == 0:
		return text.T("forwarding.off.loose")
	case r.order.State == approval.Held:
		return text.T("forwarding.off.held")
	case r.purchase.Channel == model.ByMarketplace:
		return text.T("forwarding.off.byhand")
	}
	return blocked(r.purchase)
}

func cannotReroute(r row) string {
	switch {
	case r.order == nil:
		return text.T("forwarding.off.nobody")
	case r.refill():
		return text.T("forwarding.off.refill")
	case r.order.State == approval.Held:
		return text.T("forwarding.off.held")
	}
	return ""
}

func cannotColumn(r row) string {
	if r.purchase == nil {
		return text.T("forwarding.off.nobody")
	}
	return ""
}

func cannotPreview(r row) string {
	if r.order == nil || r.purchase.ID == 0 {
		return text.T("forwarding.off.loose")
	}
	return ""
}

// work does something with the book away from the window's goroutine, then tells.
func (s *Screen) work(failed string, do func(context.Context) error, done func()) {
	run, ctx := s.host.Runner(), s.host.Context()
	run.Go(func() {
		err := do(ctx)
		run.UI(func() {
			s.Reload() // also after a failure: what was shown may not be what stands
			if err != nil {
				s.host.Report(failed, err)
				return
			}
			done()
		})
	})
}

func (s *Screen) routeAction(n int) action.Action {
	f := s.host.Format()
	return kit.Act("forwarding.route", text.N("forwarding.do.route", n, f.Int(n)), kit.Mark{Icon: theme.IconSplit, Key: routeKey}, func() { s.route() })
}

var routeKey = action.Key{Name: fyne.KeyR, Mod: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}

// choosing is the step that brings orders into purchase orders, none when all
// stand in one: routing, which gathers too, or where all have a supplier gathering.
func (s *Screen) choosing(b *approval.Board) []action.Action {
	if n := toRoute(b); n > 0 {
		return []action.Action{s.routeAction(n)}
	}
	n := toGather(b)
	if n == 0 {
		return nil
	}
	return []action.Action{kit.Act("forwarding.gather", text.N("forwarding.do.gather", n, s.host.Format().Int(n)), kit.Mark{Icon: theme.IconFile, Key: routeKey}, s.gather)}
}

// gather brings what has a supplier into purchase orders.
func (s *Screen) gather() {
	var done approval.Routed
	s.host.Start(page.Task{
		Name: text.T("forwarding.gather.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			done.Purchases, err = s.approval.Gather(ctx)
			return err
		},
		Done: func(err error) {
			if err != nil {
				s.host.Report(text.T("forwarding.gather.failed"), err)
				return
			}
			s.routed(&done)
		},
	})
}

// route chooses suppliers for the orders named, or for all that wait.
func (s *Screen) route(orders ...int64) {
	var done approval.Routed
	s.host.Start(page.Task{
		Name: text.T("forwarding.route.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			done, err = s.approval.Route(ctx, orders...)
			return err
		},
		Done: func(err error) {
			switch {
			case model.CodeOf(err) == model.Cancelled:
				s.host.Say(page.Note, err.Error())
			case err != nil:
				s.host.Report(text.T("forwarding.route.failed"), err)
			default:
				s.routed(&done)
			}
		},
	})
}

// routed tells what routing did, and shows from the top what can leave now.
func (s *Screen) routed(done *approval.Routed) {
	f, left := s.host.Format(), len(done.Held)+len(done.Below)
	said, tone := text.T("forwarding.route.done", text.N("forwarding.lines", done.Routed, f.Int(done.Routed))), page.Done
	switch {
	case done.Routed == 0 && len(done.Purchases) > 0: // they had a supplier already, and no purchase order
		said = text.N("forwarding.route.gathered", len(done.Purchases), f.Int(len(done.Purchases)))
	case done.Routed == 0:
		said = text.T("forwarding.route.none")
	}
	if left > 0 {
		said += " " + text.N("forwarding.route.left", left, f.Int(left))
		tone = page.Note
	}
	s.host.Say(tone, said)
	s.top = done.Routed+len(done.Purchases) > 0
	s.Reload()
}

// approve lets the purchase order of a row leave.
func (s *Screen) approve(r row) {
	if cannotApprove(r) != "" {
		return
	}
	p := r.purchase
	s.work(text.T("forwarding.approve.failed", p.Number), func(ctx context.Context) error { return s.approval.Approve(ctx, []int64{p.ID}) }, func() {
		s.host.Say(page.Done, text.T("forwarding.approve.done", p.Number, p.Supplier))
	})
}

func (s *Screen) unapprove(r row) {
	p := r.purchase
	s.work(text.T("forwarding.unapprove.failed", p.Number), func(ctx context.Context) error {
		return s.approval.Unapprove(ctx, []int64{p.ID}, text.T("forwarding.unapprove.why"))
	}, func() { s.host.Say(page.Done, text.T("forwarding.unapprove.done", p.Number)) })
}

// tick holds the orders whose box was emptied and releases those ticked again.
func (s *Screen) tick(keys []string, on bool) {
	var rows []row
	for _, k := range keys {
		if r, ok := s.grid.Row(k); ok && r.order != nil && (r.order.State == approval.Held) == on {
			rows = append(rows, r)
		}
	}
	if on {
		s.release(rows)
		return
	}
	s.hold(rows, text.T("forwarding.leftout"))
}

// askHold asks why orders are held.
func (s *Screen) askHold(rows []row) {
	ids := orderIDs(rows)
	title := text.N("forwarding.hold.titles", len(ids), s.host.Format().Int(len(ids)))
	if len(ids) == 1 {
		n, _ := rows[0].number()
		title = text.T("forwarding.hold.title", n)
	}
	s.holding.Ask(title, ids)
}

func (s *Screen) hold(rows []row, why string) { s.holding.Hold(orderIDs(rows), why) }

func (s *Screen) release(rows []row) { s.holding.Release(orderIDs(rows)) }

// orderIDs are the orders of rows, each once.
func orderIDs(rows []row) []int64 {
	var ids []int64
	for _, r := range rows {
		if id := r.orderID(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// newHolding is what holds orders back on this screen.
func newHolding(s *Screen) *holding.Desk {
	f := s.host.Format()
	return holding.New(s.host, s.approval, holding.Words{
		Why: text.T("forwarding.hold.why"), Help: text.T("forwarding.hold.help"), Verb: text.T("forwarding.do.hold"), Undo: text.T("forwarding.undo"),
		Held:     func(n int) string { return text.N("forwarding.hold.done", n, f.Int(n)) },
		Released: func(n int) string { return text.N("forwarding.release.done", n, f.Int(n)) },
		NotHeld:  text.T("forwarding.hold.failed"), NotReleased: text.T("forwarding.release.failed"),
	}, s.Reload)
}

// nextWarning puts the cursor on the next order that a person should look at.
func (s *Screen) nextWarning() {
	b := s.board()
	if b == nil {
		return
	}
	var keys []string
	at := -1
	for _, r := range rowsOf(b) {
		if r.key == s.grid.Current() {
			at = len(keys)
		}
		if r.cautioned() || r.key == s.grid.Current() {
			keys = append(keys, r.key)
		}
	}
	for i := 1; i <= len(keys); i++ {
		k := keys[(at+i+len(keys))%len(keys)]
		if r, ok := s.grid.Row(k); ok && r.cautioned() {
			s.grid.Select(k)
			return
		}
	}
	s.host.Say(page.Done, text.T("forwarding.nowarning"))
}
