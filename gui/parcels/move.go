package parcels

import (
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// What can be said of a parcel that came back.
var (
	conditions = []string{"sealed", "opened", "damaged", "incomplete"}
	nextSteps  = []string{"send_again", "refund", "restock", "claim", "write_off"}
)

// valueName is a value of a field as a person reads it.
func valueName(field, value string) string {
	var key string
	switch field {
	case "condition":
		key = text.Key("parcels.condition.", value)
	case "next_step":
		key = text.Key("parcels.next_step.", value)
	case "state":
		key = text.Key("parcels.state.", value)
	}
	if key == "" || value == "" || !text.Has(key) {
		return value
	}
	return text.T(key)
}

// options are values of a field by their names, first that nobody said one.
func options(field, none string, values []string) []form.Option {
	all := []form.Option{{Label: valueName(field, none)}}
	for _, v := range values {
		all = append(all, form.Option{Value: v, Label: valueName(field, v)})
	}
	return all
}

// moveTo asks whether the chosen parcel is to be in another state. What is awaited
// gets a number first, and nothing goes back to being awaited.
func (s *Parcels) moveTo(state string) {
	r, ok := s.Grid.CurrentRow()
	switch {
	case !ok || r.State == state && !r.Archived:
	case r.Archived:
		s.Host.Toast(page.Toast{Tone: page.Note, Text: text.T("parcels.say.off.archived")})
	case r.ID < 0:
		s.change(r)
	case state == parcel.Awaited:
		s.Host.Toast(page.Toast{Tone: page.Note, Text: text.T("parcels.move.known", r.Tracking)})
	case state == record.StateArchived:
		s.Archive()
	default:
		s.moving(r, state)
	}
}

const moveWidth float32 = 480

// moving asks for the state of a parcel, the day it was reached and, of one that
// came back, how it is and what is next; state is proposed.
func (s *Parcels) moving(r row, state string) {
	h := s.Host
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	var states []form.Option
	for _, st := range model.ParcelStates() {
		states = append(states, form.Option{Value: string(st), Label: stateName(string(st)), Icon: faces[string(st)].icon})
	}
	to := f.Choice(form.Spec{Name: "state", Label: text.T("parcels.move.to"), Required: true}, states...)
	f.Date(form.Spec{Name: "on", Label: text.T("parcels.field.on"), Required: true})
	condition := f.Choice(form.Spec{Name: "condition", Label: text.T("parcels.field.condition"), Wide: true}, options("condition", "unknown", conditions)...)
	next := f.Choice(form.Spec{Name: "next_step", Label: text.T("parcels.field.next_step"), Wide: true}, options("next_step", "undecided", nextSteps)...)
	note := form.Longest(f.Text(form.Spec{Name: "note", Label: text.T("parcels.field.note"), Help: text.T("parcels.help.note"), Wide: true}), 200)
	if state == "" {
		state = r.State
	}
	if err := f.Load(map[string]any{"state": state, "on": string(h.Book().Today()), "condition": r.Condition, "next_step": r.NextStep}); err != nil {
		f.Refuse(err)
	}
	follow := func() {
		v, _ := to.Get()
		condition.Show(v == string(model.Returned))
		next.Show(v == string(model.Returned))
	}
	to.OnChange(follow)
	follow()
	var hide func()
	hide = h.Show(page.Dialog{
		Title: text.T("parcels.move.title", r.Tracking), Verb: text.T("parcels.move.verb"), Width: moveWidth,
		Content: kit.Column(theme.Gap12, kit.Wrapped(kit.Muted, text.T("parcels.move.line", stateName(r.State))), f),
		Do: func() (stay bool) {
			if !f.Valid() {
				return true
			}
			in := parcel.Input{ID: r.ID, Version: r.Version, Tracking: r.Tracking}
			fill(&in, f.Values())
			if word, err := note.Get(); err == nil && word != "" {
				in.Note = &word
			}
			s.moved(r, in, f, hide)
			return true
		},
		Cancel: f.Close,
	})
}

// fill takes state, day and what is known of a return over from the dialog.
func fill(in *parcel.Input, v form.Values) {
	state := model.ParcelState(day(v, "state"))
	on := day(v, "on")
	in.State, in.On = &state, &on
	if state == model.Returned {
		condition, next := day(v, "condition"), day(v, "next_step")
		in.Condition, in.Next = &condition, &next
	}
}

// moved keeps the new state, and offers the way back; what the service refuses is
// said in the dialog.
func (s *Parcels) moved(r row, in parcel.Input, f *form.Form, hide func()) {
	h, before := s.Host, model.ParcelState(r.State)
	undo := kit.Act("parcels.undo", text.T("parcels.say.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
		back := parcel.Input{ID: r.ID, Tracking: r.Tracking, State: &before}
		shipped, delivered := string(r.Shipped), string(r.Delivered)
		back.Shipped = &shipped
		if before == model.Delivered {
			back.Delivered = &delivered
		}
		if before == model.Returned {
			back.Condition, back.Next = &r.Condition, &r.NextStep
		}
		s.put(back, page.Toast{Text: text.T("parcels.move.undone", r.Tracking, stateName(r.State))})
	})
	h.Runner().Go(func() {
		_, err := s.parcels.Put(h.Context(), []parcel.Input{in})
		h.Runner().UI(func() {
			if err != nil {
				f.Refuse(err)
				return
			}
			f.Close()
			hide()
			if r.Passed(*in.State, model.Date(*in.On)) {
				h.Toast(page.Toast{Text: text.T("parcels.move.passed", r.Tracking, stateName(r.State))})
				s.Reload()
				return
			}
			h.Toast(page.Toast{Text: text.T("parcels.move.done", r.Tracking, stateName(string(*in.State))), Link: &undo, Undo: true})
			s.Reload()
		})
	})
}
