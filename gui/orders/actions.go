package orders

import (
	"fyne.io/fyne/v2"

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
	return append(l.menu(),
		act("orders.details", text.T("orders.do.details"), mark{theme.IconSidebar, action.Plain(fyne.KeyD)}, func() { l.closePanel(l.page.Panel() != nil) }),
		act("orders.columns", text.T("orders.do.columns"), mark{theme.IconColumns, action.Key{}}, func() { l.grid.ColumnsMenu(below(l.page.Header)) }),
		act("orders.filter", text.T("orders.do.filter"), mark{theme.IconFilter, action.Plain(fyne.KeyF)}, l.bar.add),
		act("orders.openonly", text.T("orders.filter.reset"), mark{theme.IconUndo, action.Plain(fyne.KeyX)}, l.bar.reset))
}

// menu lists what can be done with the selected orders.
func (l *List) menu() []action.Action {
	one := l.single()
	all := []action.Action{
		act("orders.open", text.T("orders.do.open"), mark{theme.IconRight, action.Plain(fyne.KeyReturn)}, func() { l.withCurrent(l.open) }),
		act("orders.route", text.T("orders.do.route"), mark{theme.IconSplit, action.Plain(fyne.KeyR)}, func() { l.withSelected(l.desk.route) }),
		act("orders.hold", text.T("orders.do.hold"), mark{theme.IconHeld, action.Plain(fyne.KeyH)}, func() { l.withSelected(l.desk.hold) }),
		act("orders.release", text.T("orders.do.release"), mark{theme.IconPlay, action.Plain(fyne.KeyL)}, func() { l.withSelected(l.desk.release) }),
		act("orders.why", text.T("orders.do.why"), mark{theme.IconQuestionCircle, action.Plain(fyne.KeyW)}, func() { l.withCurrent(func(r orderbook.Row) { l.desk.why(&r) }) }),
		act("orders.address", text.T("orders.do.address"), mark{theme.IconCopy, action.Plain(fyne.KeyC)}, func() { l.withCurrent(func(r orderbook.Row) { l.desk.copyAddress(r.ID) }) }),
		act("orders.edit", text.T("orders.do.edit"), mark{theme.IconPencil, action.Plain(fyne.KeyE)}, func() { l.withCurrent(func(r orderbook.Row) { l.host.Go(editRoute(&r)) }) }),
		act("orders.export.selected", text.T("orders.do.exportselected"), mark{theme.IconExport, action.Key{}}, l.exportSelected),
	}
	cannot := []func(*orderbook.Row) string{nil, cannotRoute, cannotHold, cannotRelease, cannotWhy, nil, nil, nil}
	for i := range all {
		all[i].Off = func() string { return l.off(one, cannot[i]) }
	}
	return all
}

// off says why something cannot be done with the selection: with one order why
// not with that, with several only when there are none.
func (l *List) off(one *orderbook.Row, cannot func(*orderbook.Row) string) string {
	switch {
	case l.grid.SelectedCount() == 0 && one == nil:
		return text.T("orders.off.none")
	case one == nil || cannot == nil:
		return ""
	}
	return cannot(one)
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
	return act("orders.new", text.T("orders.do.new"), mark{theme.IconPlus, action.Ctrl(fyne.KeyN)}, l.Create)
}

// Primary implements page.Primary.
func (l *List) Primary() { l.importFiles() }

func (l *List) importAction() action.Action {
	return act("orders.import", text.T("orders.do.import"), mark{theme.IconImport, action.Ctrl(fyne.KeyI)}, l.importFiles)
}

func (l *List) importFiles() {
	ask := page.FileAsk{Title: text.T("orders.import.title"), Endings: []string{".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip"}, Many: true, Purpose: "import"}
	l.host.File(ask, l.host.Import)
}
