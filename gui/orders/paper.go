package orders

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// paper is a form in the place of the page of an order.
type paper struct {
	o      *Order
	page   *kit.Page
	states *kit.States
	holder *kit.Frame
	side   *kit.Panel // beside the fields, where there is room
	form   *form.Form // nil until it is known what it begins with
	stop   func()     // ends the reading of that
}

// putUp makes a paper take the place of the page.
func (o *Order) putUp(title string) *paper {
	o.closeForm()
	p := &paper{o: o, page: kit.NewPage(title), side: kit.NewPanel(nil), holder: kit.Inset(kit.Spacer(), 0, 0), stop: func() {}}
	p.page.Header.SetBack(p.leave)
	p.states = kit.NewStates(o.host.Runner(), p.holder)
	p.page.SetBody(p.states)
	o.paper = p
	o.root.SetInner(p.page)
	return p
}

// closeForm goes back to the page of the order.
func (o *Order) closeForm() {
	if o.paper == nil {
		return
	}
	o.paper.stop()
	if o.paper.form != nil {
		o.paper.form.Close()
	}
	o.paper = nil
	o.root.SetInner(o.page)
}

// show puts the form up once it is filled in.
func (p *paper) show() {
	p.holder.SetInner(container.NewStack(kit.Ground(theme.Surface), p.form))
	if !narrow(p.page) {
		p.page.SetPanel(p.side)
	}
	p.states.ShowContent()
	if f := p.form.First(); f != nil {
		kit.Focus(f)
	}
}

// failed says why there is nothing to fill in.
func (p *paper) failed(err error, again func()) {
	p.states.ShowFailed(kit.FailedOptions{Sentence: sentence(err, text.T("orders.unread.one")), Retry: again})
}

// options are those that all forms share; verb is on the button that saves.
func (p *paper) options(verb string) form.Options {
	h := p.o.host
	return form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Verb: verb, Leave: p.gone, Ask: p.ask,
		Details: func(err error) { h.Report(text.T("orders.form.failed"), err) },
		Late:    func(err error) { h.Report(text.T("orders.form.failed"), err) },
	}
}

// done shows the page of the order that was saved, with the list it is one of.
func (p *paper) done(shop, number string) {
	r := page.OrderRoute(shop, number)
	for name, value := range p.o.route.Params {
		if strings.HasPrefix(name, among) {
			r.Params[name] = value
		}
	}
	o := p.o
	o.around.at = -1
	o.goTo(r)
	o.host.Refresh()
}

// leave asks when something would be lost, then goes back.
func (p *paper) leave() {
	if p.form == nil {
		p.gone()
		return
	}
	p.form.Cancel()
}

// gone goes back to where the form was opened: the page of the order, or what was
// shown before.
func (p *paper) gone() {
	o := p.o
	if o.detail == nil || o.route.Param(doParam) == doNew {
		o.closeForm()
		o.host.Back()
		return
	}
	r := o.route
	r.Params = cloneWith(r.Params, doParam, "")
	o.goTo(r)
	o.host.Refresh()
}

// ask asks whether what was typed may be lost.
func (p *paper) ask(changes []form.Change, leave func()) {
	names := make([]string, len(changes))
	for i, c := range changes {
		names[i] = c.Label
	}
	p.o.host.Ask(page.Question{Title: text.T("orders.form.leave"), Lines: []string{text.T("orders.form.lost", strings.Join(names, ", "))}, Verb: text.T("orders.form.discard"), Bad: true, No: kit.KeepEditing()}, leave)
}

func (p *paper) first() fyne.Focusable {
	if p.form == nil {
		return nil
	}
	return p.form.First()
}

func (p *paper) lost() string {
	if p.form == nil {
		return ""
	}
	return p.form.Lost()
}

func (p *paper) submit() {
	if p.form != nil {
		p.form.Submit()
	}
}
