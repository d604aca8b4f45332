package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Actions implements page.Actor.
func (o *Order) Actions() []action.Action {
	if o.paper != nil || o.detail == nil {
		return nil
	}
	before := kit.Act("orders.before", text.T("orders.do.before"), kit.Mark{Icon: theme.IconChevUp, Key: action.Alt(fyne.KeyUp)}, func() { o.step(-1) })
	after := kit.Act("orders.after", text.T("orders.do.after"), kit.Mark{Icon: theme.IconChevDown, Key: action.Alt(fyne.KeyDown)}, func() { o.step(1) })
	before.Off, after.Off = func() string { return o.offStep(-1) }, func() string { return o.offStep(1) }
	return []action.Action{
		o.routeAction(), o.whyAction(), o.holdAction(), o.releaseAction(), o.editAction(),
		kit.Act("orders.address", text.T("orders.do.address"), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(fyne.KeyC)}, o.copyAddress),
		o.moveAction(), before, after,
		kit.Act("orders.tab.next", text.T("orders.do.nexttab"), kit.Mark{Key: action.Ctrl(fyne.KeyTab)}, func() { o.tabs.Next(1) }),
		kit.Act("orders.tab.before", text.T("orders.do.tabbefore"), kit.Mark{Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}}, func() { o.tabs.Next(-1) }),
	}
}

func (o *Order) one() []orderbook.Row { return []orderbook.Row{o.detail.Row} }

// gated is an action that may not fit the order as it is.
func (o *Order) gated(a action.Action, cannot func(*orderbook.Row) string) action.Action {
	a.Off = func() string { return cannot(&o.detail.Row) }
	return a
}

func (o *Order) routeAction() action.Action {
	return o.gated(kit.Act("orders.route", text.T("orders.do.route"), kit.Mark{Icon: theme.IconSplit, Key: action.Plain(fyne.KeyR)}, func() { o.desk.route(o.one()) }), cannotRoute)
}

func (o *Order) whyAction() action.Action {
	return o.gated(kit.Act("orders.why", text.T("orders.do.why"), kit.Mark{Icon: theme.IconQuestionCircle, Key: action.Plain(fyne.KeyW)}, func() { o.desk.why(&o.detail.Row) }), cannotWhy)
}

// reviewAction goes where the order is looked over and leaves.
func (o *Order) reviewAction() action.Action {
	return kit.Act("orders.review", text.T("orders.do.forward"), kit.Mark{Icon: theme.IconForwarding}, func() { o.desk.why(&o.detail.Row) })
}

func (o *Order) holdAction() action.Action {
	return o.gated(kit.Act("orders.hold", text.T("orders.do.hold"), kit.Mark{Icon: theme.IconHeld, Key: action.Plain(fyne.KeyH)}, func() { o.desk.hold(o.one()) }), cannotHold)
}

func (o *Order) releaseAction() action.Action {
	return o.gated(kit.Act("orders.release", text.T("orders.do.release"), kit.Mark{Icon: theme.IconPlay, Key: action.Plain(fyne.KeyL)}, func() { o.desk.release(o.one()) }), cannotRelease)
}

func (o *Order) editAction() action.Action {
	return kit.Act("orders.edit", text.T("orders.do.edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, o.edit)
}

// edit opens the form on the order; leaving it comes back here.
func (o *Order) edit() {
	r := o.route
	r.Params = cloneWith(r.Params, doParam, doEdit)
	o.goTo(r)
	o.host.Refresh()
}

func (o *Order) copyAddress() {
	if o.detail != nil {
		o.desk.copyAddress(o.detail.ID)
	}
}
