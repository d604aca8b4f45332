package forwarding

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// step is a decision about what is under the cursor: an order, a line without a
// supplier, or a purchase order with all its orders.
type step struct {
	id, label string
	icon      theme.IconName
	key       fyne.KeyName
	cannot    func(row) string // why a row cannot, "" when it can
	one       func(row)        // does it with an order, or with its purchase order
	all       func([]row)      // does it with every order that can, instead of one
	single    bool             // means one order, also below the head of many
}

// steps are the decisions about what is under the cursor, the likeliest first.
func (s *Screen) steps() []action.Action {
	columns := func(r row) { s.host.Go(page.Route{Screen: page.OrderColumns, Key: r.purchase.Supplier}) }
	list := []step{
		{id: "forwarding.release", label: text.T("forwarding.do.release"), icon: theme.IconPlay, key: fyne.KeyL, cannot: cannotRelease, all: s.release},
		{id: "forwarding.approve", label: text.T("forwarding.do.approve"), icon: theme.IconTick, key: fyne.KeyA, cannot: cannotApprove, one: s.approve},
		{id: "forwarding.unapprove", label: text.T("forwarding.do.unapprove"), icon: theme.IconUndo, key: fyne.KeyU, cannot: cannotUnapprove, one: s.unapprove},
		{id: "forwarding.route.one", label: text.T("forwarding.do.routeone"), icon: theme.IconSplit, key: fyne.KeyT, cannot: cannotRoute, one: func(r row) { s.route(r.orderID()) }, single: true},
		{id: "forwarding.hold", label: text.T("forwarding.do.hold"), icon: theme.IconHeld, key: fyne.KeyH, cannot: cannotHold, all: s.askHold},
		{id: "forwarding.accept", label: text.T("forwarding.do.accept"), icon: theme.IconTrendUp, key: fyne.KeyY, cannot: cannotAccept, one: s.askAccept, single: true},
		{id: "forwarding.now", label: text.T("forwarding.do.now"), icon: theme.IconForwarding, key: fyne.KeyN, cannot: cannotSend, one: s.sendOne},
		{id: "forwarding.reroute", label: text.T("forwarding.do.reroute"), icon: theme.IconSwap, key: fyne.KeyR, cannot: cannotReroute, one: s.askReroute, single: true},
		{id: "forwarding.split", label: text.T("forwarding.do.split"), icon: theme.IconSplit, key: fyne.KeyX, cannot: cannotSplit, one: s.askSplit, single: true},
		{id: columnsID, label: text.T("forwarding.do.columns"), icon: theme.IconFile, key: fyne.KeyK, cannot: cannotColumn, one: columns},
		{id: "forwarding.cancel", label: text.T("forwarding.do.cancel"), icon: theme.IconTrash, key: fyne.KeyDelete, cannot: cannotCancel, one: s.askCancel},
		{id: previewID, label: text.T("forwarding.do.preview"), icon: theme.IconFile, key: fyne.KeyP, cannot: cannotPreview, one: s.preview},
	}
	all := make([]action.Action, len(list))
	for i := range list {
		all[i] = s.offer(&list[i])
	}
	return all
}

// offer makes a step one that a person can take.
func (s *Screen) offer(t *step) action.Action {
	a := kit.Act(t.id, t.label, kit.Mark{Icon: t.icon, Key: action.Plain(t.key)}, func() {
		rows, why := s.fit(t)
		switch {
		case why != "":
		case t.all != nil:
			t.all(rows)
		default:
			t.one(rows[0])
		}
	})
	a.Off = func() string {
		_, why := s.fit(t)
		return why
	}
	return a
}

// fit are the rows under the cursor a step can be taken with, or why it cannot be
// taken with any.
func (s *Screen) fit(t *step) (rows []row, why string) {
	all := s.picked()
	if len(all) == 0 || t.single && len(all) > 1 {
		return nil, text.T("forwarding.off.none")
	}
	rows = slices.DeleteFunc(slices.Clone(all), func(r row) bool { return t.cannot(r) != "" })
	if len(rows) == 0 {
		return nil, t.cannot(all[0])
	}
	return rows, ""
}

// picked is what is under the cursor: an order, or all of the purchase order whose
// head it stands on. The lines without a supplier are one by one only.
func (s *Screen) picked() []row {
	if r, ok := s.grid.CurrentRow(); ok {
		return []row{r}
	}
	if all := s.grid.CurrentGroup(); len(all) > 0 && all[0].purchase != nil {
		return all
	}
	return nil
}

// stepOf is one of the steps by its ID.
func (s *Screen) stepOf(id string) action.Action {
	all := s.steps()
	return all[slices.IndexFunc(all, func(a action.Action) bool { return a.ID == id })]
}
