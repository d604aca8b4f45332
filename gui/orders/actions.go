package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Actions implements page.Actor.
func (l *List) Actions() []action.Action {
	if l.blank {
		return nil
	}
	return append(l.menu(), l.details(),
		kit.Act("orders.filter", text.T("orders.do.filter"), kit.Mark{Icon: theme.IconFilter, Key: action.Plain(fyne.KeyF)}, l.bar.add),
		kit.Act("orders.openonly", text.T("orders.filter.reset"), kit.Mark{Icon: theme.IconUndo, Key: action.Plain(fyne.KeyX)}, l.bar.reset))
}

// details opens the panel or closes it. The menu of a row has it too: who closed
// the panel by its cross looks for it there.
func (l *List) details() action.Action {
	return kit.Act("orders.details", text.T("orders.do.details"), kit.Mark{Icon: theme.IconSidebar, Key: action.Plain(fyne.KeyD)}, func() { l.closePanel(l.page.Panel() != nil) })
}

// menu lists what can be done with the selected orders.
func (l *List) menu() []action.Action {
	one := l.single()
	all := []action.Action{
		kit.Act("orders.open", text.T("orders.do.open"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyReturn)}, func() { l.withCurrent(l.open) }),
		kit.Act("orders.route", text.T("orders.do.route"), kit.Mark{Icon: theme.IconSplit, Key: action.Plain(fyne.KeyR)}, func() { l.withSelected(l.desk.route) }),
		kit.Act("orders.hold", text.T("orders.do.hold"), kit.Mark{Icon: theme.IconHeld, Key: action.Plain(fyne.KeyH)}, func() { l.withSelected(l.desk.hold) }),
		kit.Act("orders.release", text.T("orders.do.release"), kit.Mark{Icon: theme.IconPlay, Key: action.Plain(fyne.KeyL)}, func() { l.withSelected(l.desk.release) }),
		kit.Act("orders.why", text.T("orders.do.why"), kit.Mark{Icon: theme.IconQuestionCircle, Key: action.Plain(fyne.KeyW)}, func() { l.withCurrent(func(r orderbook.Row) { l.desk.why(&r) }) }),
		kit.Act("orders.address", text.T("orders.do.address"), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(fyne.KeyC)}, func() { l.withCurrent(func(r orderbook.Row) { l.desk.copyAddress(r.ID) }) }),
		kit.Act("orders.move", text.T("orders.do.move"), kit.Mark{Icon: theme.IconPlace, Key: action.Plain(fyne.KeyA)}, func() { l.withCurrent(func(r orderbook.Row) { l.host.Go(addressRoute(&r)) }) }),
		kit.Act("orders.edit", text.T("orders.do.edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { l.withCurrent(func(r orderbook.Row) { l.host.Go(editRoute(&r)) }) }),
		kit.Act("orders.export.selected", text.T("orders.do.exportselected"), kit.Mark{Icon: theme.IconExport}, l.exportSelected),
	}
	cannot := []func(*orderbook.Row) string{nil, cannotRoute, cannotHold, cannotRelease, cannotWhy, nil, nil, nil, nil}
	for i := range all {
		all[i].Off = func() string { return l.off(one, cannot[i]) }
	}
	return all
}

// off says why something cannot be done with the selection: with one order why
// not with that, with several when it can be done with none of them.
func (l *List) off(one *orderbook.Row, cannot func(*orderbook.Row) string) string {
	switch {
	case l.grid.SelectedCount() == 0 && one == nil:
		return text.T("orders.off.none")
	case cannot == nil:
		return ""
	case one == nil:
		return l.offAll(cannot)
	}
	return cannot(one)
}

// looked is how many selected orders are asked what can be done with them each time
// the menu is made; of more it is told when it is tried.
const looked = 200

// offAll says why something can be done with none of several selected orders.
func (l *List) offAll(cannot func(*orderbook.Row) string) (why string) {
	if l.grid.SelectedCount() > looked {
		return ""
	}
	rows, ok := l.grid.SelectedHere()
	if !ok {
		return ""
	}
	for i := range rows {
		if why = cannot(&rows[i]); why == "" {
			return ""
		}
	}
	return why
}

// single is the selected order, nil when there are none or several.
func (l *List) single() *orderbook.Row {
	if l.grid.SelectedCount() > 1 {
		return nil
	}
	r, ok := l.grid.CurrentRow()
	if !ok {
		return nil
	}
	return &r
}

func (l *List) withCurrent(do func(orderbook.Row)) {
	if r, ok := l.grid.CurrentRow(); ok {
		do(r)
	}
}

// withSelected hands the selected orders over, or the one under the cursor.
func (l *List) withSelected(do func([]orderbook.Row)) {
	if l.grid.SelectedCount() == 0 {
		l.withCurrent(func(r orderbook.Row) { do([]orderbook.Row{r}) })
		return
	}
	if l.grid.AllSelected() && l.reading() {
		return
	}
	l.grid.WithSelected(func(rows []orderbook.Row, err error) {
		if err != nil {
			l.host.Report(text.T("orders.unread"), err)
			return
		}
		do(rows)
	})
}

// reading tells that not all orders are there yet, and says so.
func (l *List) reading() bool {
	v := l.source.newest.Load()
	if v == nil || !v.begins {
		return false
	}
	l.host.Say(page.Note, text.T("orders.reading"))
	return true
}

// open shows the page of an order, with the list it is one of.
func (l *List) open(r orderbook.Row) {
	route := page.OrderRoute(r.Shop, r.Number)
	if v := l.source.newest.Load(); v != nil {
		for name, value := range page.OrdersRoute(v.ask).Params {
			route.Params[among+name] = value
		}
		route.Params[among+sortParam] = sortText(v.ask.Sort)
	}
	l.host.Go(route)
}

func editRoute(r *orderbook.Row) page.Route {
	route := page.OrderRoute(r.Shop, r.Number)
	route.Params[doParam] = doEdit
	return route
}

func newRoute() page.Route {
	return page.Route{Screen: page.Order, Params: map[string]string{doParam: doNew}}
}

// Create implements page.Creator.
func (l *List) Create() { l.host.Go(newRoute()) }

func (l *List) newAction() action.Action {
	return kit.Act("orders.new", text.T("orders.do.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, l.Create)
}

// Primary implements page.Primary.
func (l *List) Primary() { l.importFiles() }

func (l *List) importAction() action.Action {
	return kit.Act("orders.import", text.T("orders.do.import"), kit.Mark{Icon: theme.IconImport, Key: action.Ctrl(fyne.KeyI)}, l.importFiles)
}

func (l *List) importFiles() {
	ask := page.FileAsk{Title: text.T("orders.import.title"), Endings: []string{".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip"}, Many: true, Purpose: "import"}
	l.host.File(ask, l.host.Import)
}
