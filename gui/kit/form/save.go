package form

import (
	"errors"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Submit checks the fields and hands their values to the Saver of the options. It
// does nothing while a save is under way. Without a Saver it is the Enter of the
// dialog that the form stands in.
func (f *Form) Submit() {
	if f.options.Saver == nil { // the dialog around it has the verb
		action.Pass(f, &fyne.KeyEvent{Name: fyne.KeyReturn})
		return
	}
	if f.busy || f.closed {
		return
	}
	f.fold()
	f.leaveField()
	f.say(nil)
	if !f.Valid() {
		return
	}
	f.setBusy(true)
	values, sent := f.Values(), f.snapshot()
	f.options.Runner.Go(func() {
		err := f.options.Saver(f.options.Context, values)
		f.options.Runner.UI(func() { f.saved(err, sent) })
	})
}

// Busy tells whether a save is under way.
func (f *Form) Busy() bool { return f.busy }

// leaveField brings the field that has the focus into its one form, as if it had
// been left.
func (f *Form) leaveField() {
	for _, s := range f.chain() {
		if s.edited {
			s.core.tidy()
		}
	}
}

// sent is what a field held when it was handed over: what is typed while the
// save runs stays a change.
type sent struct {
	slot        *slot
	canon, text string
}

func (f *Form) snapshot() (all []sent) {
	for _, s := range f.slots {
		all = append(all, sent{s, s.canon(), s.core.shown()})
	}
	return all
}

func (f *Form) saved(err error, was []sent) {
	f.setBusy(false)
	if f.closed {
		if err != nil && f.options.Late != nil {
			f.options.Late(err)
		}
		return
	}
	if err != nil {
		f.Refuse(err)
		return
	}
	for _, s := range was {
		if s.slot.canon() == s.canon {
			s.slot.settle()
		}
		s.slot.base, s.slot.before = s.canon, s.text
	}
	f.touched()
	if f.options.Saved != nil {
		f.options.Saved()
	}
}

func (f *Form) setBusy(on bool) {
	f.busy = on
	f.footer.Refresh()
	if f.options.Changed != nil {
		f.options.Changed()
	}
}

// Refuse shows an error of a service: each *model.Error at the field it names,
// what names none above the form. What was typed stays.
func (f *Form) Refuse(err error) {
	var rest []error
	landed := false
	for _, e := range parts(err) {
		if f.land(e) {
			landed = true
			continue
		}
		rest = append(rest, e)
	}
	if len(rest) > 0 {
		f.say(f.refusal(rest))
	}
	if landed {
		f.focusWrong()
	}
}

// land shows an error at its field, and tells whether there is such a field.
func (f *Form) land(err error) bool {
	var e *model.Error
	if !errors.As(err, &e) || e.Field == "" {
		return false
	}
	s := f.named(e.Field)
	for _, g := range f.slots {
		if s == nil {
			s = g.core.find(e.Field)
		}
	}
	if s == nil || s.hidden {
		return false
	}
	s.fail(e)
	s.told = true
	return true
}

// parts takes joined errors apart.
func parts(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok { // a wrapped join says where
		var all []error
		for _, e := range j.Unwrap() {
			all = append(all, parts(e)...)
		}
		return all
	}
	return []error{err}
}

// sentence is what a person reads of an error: its sentence, or for a foreign
// error that nothing was changed.
func sentence(err error) string {
	var e *model.Error
	if errors.As(err, &e) && e.Code != model.Internal {
		return e.Message
	}
	return text.T("form.failed")
}

// Cancel leaves the form. A dirty one asks first; while a save is under way
// nothing happens.
func (f *Form) Cancel() {
	if f.busy || f.options.Leave == nil {
		return
	}
	if changes := f.Changes(); len(changes) > 0 && f.options.Ask != nil {
		f.options.Ask(changes, f.options.Leave)
		return
	}
	f.options.Leave()
}

// Escape is Cancel as page.Escaper wants it: it tells whether the key was used.
func (f *Form) Escape() bool {
	f.Cancel()
	return f.options.Leave != nil
}

// Lost says in a sentence which changes would be lost by leaving, "" when none.
func (f *Form) Lost() string {
	changes := f.Changes()
	if len(changes) == 0 {
		return ""
	}
	names := changes[0].Label
	for _, c := range changes[1:min(len(changes), 4)] {
		names += ", " + c.Label
	}
	if more := len(changes) - 4; more > 0 {
		names += " " + text.N("form.more", more, more)
	}
	return text.T("form.lost", names)
}
