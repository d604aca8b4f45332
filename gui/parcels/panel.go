package parcels

import (
	"context"
	"net/url"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// details fills the panel with a row.
func (s *Parcels) details(p *kit.Panel, r row) {
	of := faces[state(r)]
	line := r.Supplier
	if r.Purchase != "" && r.Tracking != "" {
		line = text.T("parcels.line", r.Purchase, r.Supplier)
	}
	if r.ID > 0 {
		p.SetTop(kit.NewTimeLine(s.points(r)))
	}
	p.SetTitle(called(r), line) // after the top, which it lays out
	p.SetState(of.tone, of.icon, stateName(state(r)))
	var sections []fyne.CanvasObject
	all := map[string]action.Action{}
	for _, a := range s.Actions() {
		all[a.ID] = a
	}
	if len(r.Attention) > 0 || len(r.Warnings) > 0 {
		next := all["parcels.nudge"]
		switch {
		case len(r.Attention) == 0: // a warning is of something to correct
			next = all["parcels.edit"]
		case r.Attention[0] == parcel.Verify:
			next = all["parcels.verify"]
		}
		sections = append(sections, kit.PanelSectionWith(text.T("parcels.section.attention"), lead(next), s.matter(r)))
	}
	if r.State == string(model.Returned) {
		sections = append(sections, kit.PanelSectionWith(text.T("parcels.section.back"), lead(all["parcels.edit"]), s.back(r)))
	}
	sections = append(sections, kit.PanelSection(text.T("parcels.section.lines"), "", s.lines(r)), kit.PanelSection(text.T("parcels.section.days"), "", s.days(r)))
	if r.ID > 0 {
		sections = append(sections, kit.PanelSection(text.T("parcels.section.events"), "", s.events(r)), s.Past())
	}
	p.SetSections(sections...)
	buttons := []fyne.CanvasObject{kit.ActionButton(all["parcels.edit"], kit.Next), kit.ActionButton(all["parcels.notice"], kit.Plain)}
	if r.ID > 0 {
		buttons = append(buttons, kit.ActionButton(all["parcels.track"], kit.Plain).IconOnly(), kit.ActionButton(all["parcels.delivered"], kit.Plain).IconOnly())
	}
	p.SetButtons(buttons...)
}

// lead is a link in the head of a section.
func lead(a action.Action) *kit.Button {
	return kit.NewButton(kit.Link, a.Label, a.Do).WithTip(text.T("parcels.key", a.Label, a.Key.String())).Small()
}

// points are the milestones of a parcel.
func (s *Parcels) points(r row) []kit.Point {
	f := s.Host.Format()
	way := []struct {
		state model.ParcelState
		on    model.Date
	}{{model.LabelMade, ""}, {model.ParcelShipped, r.Shipped}, {model.InTransit, r.FirstScan}, {model.Delivered, r.Delivered}}
	states := model.ParcelStates()
	at := slices.Index(states, model.ParcelState(r.State))
	var points []kit.Point
	for i, w := range way {
		p := kit.Point{Name: text.T(text.Key("parcels.point.", w.state)), State: kit.Later}
		if w.on != "" {
			p.Below = f.Date(w.on)
		}
		next := len(states)
		if i+1 < len(way) {
			next = slices.Index(states, way[i+1].state)
		}
		switch here := slices.Index(states, w.state); {
		case r.State == string(model.Delivered) || at >= next:
			p.State = kit.Done
		case at >= here:
			p.State = kit.Now
		}
		if r.State == string(model.Returned) || r.State == string(model.Lost) {
			p.State = kit.Later
			if w.on != "" || i == 0 {
				p.State = kit.Done
			}
		}
		points = append(points, p)
	}
	return points
}

// matter says what is of concern, since when, and what to do.
func (s *Parcels) matter(r row) fyne.CanvasObject {
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, c := range r.Attention {
		of := concernFace(c)
		age := ""
		if since := r.Since(c); since != "" {
			age = text.T("parcels.since", f.Days(max(since.DaysUntil(s.Host.Book().Today()), 0)))
		}
		rows = append(rows, kit.Column(2,
			kit.Row(theme.Gap8, kit.NewPill(of.tone, of.icon, concernName(string(c))), kit.Spacer(), kit.NewLabel(kit.Caption, age)),
			kit.Wrapped(kit.Caption, todo(r, c))))
	}
	for _, w := range r.Warnings {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, w, nil))
	}
	return kit.Column(theme.Gap8, rows...)
}

// todo says what to do about a concern; of what came back what a person decided.
func todo(r row, c parcel.Concern) string {
	if c == parcel.CameBack && r.NextStep != "" {
		return text.T(text.Key("parcels.do.", r.NextStep))
	}
	return text.T(text.Key("parcels.todo.", c))
}

// back tells what came back to the sender, how it is and what is done with it.
func (s *Parcels) back(r row) fyne.CanvasObject {
	f := s.Host.Format()
	named := func(field, value string) string {
		if value == "" {
			return text.T("parcels.none")
		}
		return valueName(field, value)
	}
	facts := []kit.Fact{
		{Label: text.T("parcels.field.condition"), Value: named("condition", r.Condition)},
		{Label: text.T("parcels.field.next_step"), Value: named("next_step", r.NextStep), Bold: r.NextStep != ""},
	}
	for _, l := range r.Lines {
		fact := kit.Fact{Label: l.Name, Value: text.T("parcels.back.of", f.Quantity(l.Back), f.Quantity(l.Quantity))}
		if l.Name == "" {
			fact.Label = l.SKU
		}
		if l.Back < l.Quantity {
			fact.Tone = theme.Warned
		}
		facts = append(facts, fact)
	}
	return kit.NewFacts(facts...)
}

// lines lists what is in the parcel, each with a link to its order.
func (s *Parcels) lines(r row) fyne.CanvasObject {
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, l := range r.Lines {
		order := kit.NewButton(kit.Link, l.Order, func() { s.Host.Go(orderRoute(l)) }).WithTip(text.T("parcels.order.tip", l.Order, l.Shop)).Small()
		name := l.Name
		if name == "" {
			name = l.SKU
		}
		rows = append(rows, kit.Column(0,
			kit.Row(theme.Gap8, kit.NewLabel(kit.Body, text.T("parcels.pieces", f.Quantity(l.Quantity), name)).SetTip(l.SKU), kit.Spacer(), order),
			kit.NewLabel(kit.Caption, text.T("parcels.line", l.SKU, l.Customer))))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Wrapped(kit.Muted, text.T("parcels.lines.none")))
	}
	return kit.Column(theme.Gap8, rows...)
}

func orderRoute(l parcel.Line) page.Route {
	return page.Route{Screen: page.Order, Key: l.Order, Params: map[string]string{"shop": l.Shop}}
}

// days compares what was promised with what came.
func (s *Parcels) days(r row) fyne.CanvasObject {
	f := s.Host.Format()
	day := func(d model.Date) string {
		if d == "" {
			return text.T("parcels.none")
		}
		return f.Date(d)
	}
	facts := []kit.Fact{{Label: text.T("parcels.col.carrier"), Value: orNone(r.Carrier)}, {Label: text.T("parcels.col.promised"), Value: day(r.Promised)}}
	switch {
	case r.Late:
		facts = append(facts, kit.Fact{Label: text.T("parcels.col.late"), Value: f.Days(r.DaysLate), Tone: theme.Wrong, Bold: true})
	case r.Promised != "" && r.Delivered != "":
		facts = append(facts, kit.Fact{Label: text.T("parcels.col.late"), Value: text.T("parcels.intime"), Tone: theme.Fine})
	}
	if r.Sent != "" {
		facts = append(facts, kit.Fact{Label: text.T("parcels.ordered"), Value: day(r.Sent)})
	}
	if r.Verified != "" {
		facts = append(facts, kit.Fact{Label: text.T("parcels.field.verified"), Value: day(r.Verified), Tone: theme.Fine})
	}
	return kit.NewFacts(append(facts, kit.Fact{Label: text.T("parcels.col.moved"), Value: day(r.Moved)})...)
}

func orNone(s string) string {
	if s == "" {
		return text.T("parcels.none")
	}
	return s
}

// events lists what happened, the latest first.
func (s *Parcels) events(r row) fyne.CanvasObject {
	if s.more.id != r.ID {
		return kit.NewLabel(kit.Caption, text.T("parcels.say.past.loading"))
	}
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, e := range slices.Backward(s.more.events) {
		what := stateName(string(e.State))
		if e.Note != "" {
			what = text.T("parcels.noted", what, e.Note)
		}
		rows = append(rows, kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Caption, f.Date(e.On)), 64, 0), kit.Grow(kit.Wrapped(kit.Small, what))).Top())
	}
	return kit.Column(theme.Gap4, rows...)
}

// Actions implements page.Actor: what is awaited has no number yet, so its form
// is the one of a new parcel, and there is nothing to put away.
func (s *Parcels) Actions() []action.Action {
	all := s.List.Actions()
	r, ok := s.Grid.CurrentRow()
	if !ok || r.ID > 0 {
		return all
	}
	for i := range all {
		switch all[i].ID {
		case "parcels.edit":
			all[i].Label = text.T("parcels.enter")
		case "parcels.archive":
			all[i].Off = func() string { return text.T("parcels.off.awaited") }
		}
	}
	return all
}

// actions are what can be done with a row beside.
func (s *Parcels) actions(r row, ok bool) []action.Action {
	act := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		a := kit.Act("parcels."+id, text.T(text.Key("parcels.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, run)
		if why := s.off(id, r); ok && why != "" {
			a.Off = func() string { return text.T(text.Key("parcels.off.", why)) }
		} else {
			a.Off = s.Off(ok)
		}
		return a
	}
	return []action.Action{
		act("move", theme.IconSwap, fyne.KeyM, func() { s.moving(r, "") }),
		act("track", theme.IconOpen, fyne.KeyT, s.track),
		act("delivered", theme.IconDelivered, fyne.KeyV, func() { s.deliver(r) }),
		act("verify", theme.IconTick, fyne.KeyK, func() { s.verified(r) }),
		act("order", theme.IconOrders, fyne.KeyO, func() { s.Host.Go(orderRoute(r.Lines[0])) }),
		act("notice", theme.IconCopy, fyne.KeyN, func() { s.copy(r, func(l parcel.Letters) parcel.Letter { return l.Customer }) }),
		act("nudge", theme.IconCopy, fyne.KeyS, func() { s.copy(r, func(l parcel.Letters) parcel.Letter { return l.Supplier }) }),
	}
}

// off says by the name of a reason why an action of a row cannot be, "" when it
// can.
func (s *Parcels) off(id string, r row) string {
	why := ""
	switch id {
	case "move":
		why = when(r.ID < 0 || r.Archived, id)
	case "track":
		why = when(s.more.id != r.ID || s.more.link == "", "link")
	case "delivered":
		why = when(r.ID < 0 || r.Archived || model.ParcelState(r.State).Ended(), "ended")
	case "verify":
		why = when(r.State != string(model.Delivered) || r.Verified != "" || r.Archived, id)
	case "order":
		why = when(len(r.Lines) == 0, "lines")
	}
	return why
}

func when(so bool, why string) string {
	if so {
		return why
	}
	return ""
}

// track opens the carrier's page of the parcel, and nothing that is not a page
// of the web.
func (s *Parcels) track() {
	u, err := url.Parse(s.more.link)
	switch {
	case err != nil:
		s.Host.Copy(s.more.link)
		s.Host.Report(text.T("parcels.unopened"), err)
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
		s.browse(u)
	}
}

// copy puts a prepared text on the clipboard.
func (s *Parcels) copy(r row, which func(parcel.Letters) parcel.Letter) {
	h := s.Host
	h.Runner().Go(func() {
		l, err := s.parcels.Letters(h.Context(), &r)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("parcels.uncopied"), err)
				return
			}
			letter := which(l)
			h.Copy(letter.Text)
			said := text.T("parcels.copied", orNone(letter.To))
			h.Toast(page.Toast{Text: said})
		})
	})
}

// deliver notes that the customer has a parcel, and offers to take that back.
func (s *Parcels) deliver(r row) {
	state := model.Delivered
	before := model.ParcelState(r.State)
	undo := kit.Act("parcels.undo", text.T("parcels.say.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
		s.put(parcel.Input{ID: r.ID, Tracking: r.Tracking, State: &before}, page.Toast{Text: text.T("parcels.undone", r.Tracking)})
	})
	s.put(parcel.Input{ID: r.ID, Tracking: r.Tracking, State: &state}, page.Toast{Text: text.T("parcels.arrived", r.Tracking), Link: &undo, Undo: true})
}

func (s *Parcels) put(in parcel.Input, done page.Toast) {
	h := s.Host
	h.Runner().Go(func() {
		_, err := s.parcels.Put(h.Context(), []parcel.Input{in})
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("parcels.say.unsaved"), err)
				return
			}
			h.Toast(done)
			s.Reload()
		})
	})
}

// known are the carriers in the book, for the form.
func (s *Parcels) known(ctx context.Context) ([]string, error) {
	rows, err := s.parcels.Carriers(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range rows {
		names = append(names, c.Carrier)
	}
	used, err := s.parcels.List(ctx, record.Filter{Limit: 500})
	for i := range used {
		if c := used[i].Carrier; c != "" {
			names = append(names, c)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), err
}
