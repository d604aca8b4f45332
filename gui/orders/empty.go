package orders

import (
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/today"
)

// readSteps asks how far a new merchant has come.
func (l *List) readSteps() {
	l.steps.Load(l.host.Context(), l.host.Book().Waiting.Checklist)
}

// showSteps shows what stands in place of a list without orders.
func (l *List) showSteps(s async.State[[]today.Step]) {
	if s.Phase == async.Loading || !l.blank {
		return
	}
	how := kit.Act("orders.how", text.T("orders.do.how"), kit.Mark{Icon: theme.IconHelp}, func() { l.host.Go(page.Route{Screen: page.Help, Key: page.Orders}) })
	bring := l.importAction()
	bring.Key = action.Key{} // the head shows it
	o := kit.EmptyOptions{
		Icon: theme.IconOrders, Title: text.T("orders.empty.title"), Lines: []string{text.T("orders.empty.one"), text.T("orders.empty.two")},
		Primary: &bring, Second: &how,
	}
	if s.Phase == async.Ready { // without the checklist the page says enough
		o.Below = kit.NewChecklist(text.T("orders.start.title"), l.started(s.Value))
	}
	l.states.ShowEmpty(o)
	l.host.Refresh()
}

// started are the steps as the checklist shows them; each opens the place it is
// taken at.
func (l *List) started(steps []today.Step) []kit.Step {
	places := map[today.StepKind]func(){
		today.SetUpShop:   func() { l.host.Go(page.Route{Screen: page.Shops}) },
		today.AddSupplier: func() { l.host.Go(page.Route{Screen: page.Suppliers}) },
		today.ImportOrder: l.importFiles,
		today.FirstSend:   func() { l.host.Go(page.Route{Screen: page.Forwarding}) },
		today.FirstExport: func() { l.host.Go(page.Route{Screen: page.Reports}) },
	}
	all := make([]kit.Step, len(steps))
	for i, s := range steps {
		note := strings.Join(s.Names, ", ")
		if note == "" {
			note = text.T(text.Key("orders.start.note.", s.Kind))
		}
		all[i] = kit.Step{Title: text.T(text.Key("orders.start.step.", s.Kind)), Note: note, Done: s.Done, Run: places[s.Kind]}
	}
	return all
}
