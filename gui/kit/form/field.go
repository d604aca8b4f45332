package form

import (
	"encoding/json"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Spec says what a field is called and how it stands in the form.
type Spec struct {
	Name     string // in JSON; an error of a service with this Field lands here
	Label    string
	Help     string // one short sentence below; it gives way to an error
	Hint     string // shown while the field is empty
	Unit     string // after the value: "days", "pieces"
	Required bool
	Missing  string // said when it is required and empty; "" names the label
	Wide     bool   // takes both columns where there are two
	Share    int    // in a row of Rows: its part of the width, 1 when zero
}

// control is what a person operates a field with.
type control interface {
	fyne.CanvasObject
	focus() fyne.Focusable
	mark(wrong bool)
	lock(why string)
}

// core is what the form needs of a field, whatever its value is.
type core interface {
	check() error        // why it cannot be saved
	value() (any, bool)  // as JSON; false when it cannot be read
	load(v any) error    // from JSON
	raw() string         // what stands there, read or not
	shown() string       // as a person reads it
	tidy()               // on leaving: in its one form
	find(string) *slot   // a field within, of a group of rows; nil without
	each(fn func(*slot)) // the fields within
}

// slot is one place in a form: label, control, help or error.
type slot struct {
	Spec
	form    *Form
	core    core
	ctl     control
	frame   *frame
	section *section
	base    string // what was loaded or saved last
	before  string // base as a person reads it
	edited  bool   // by a person since the load
	hidden  bool
	off     string
	err     error
	told    bool // err came from a service: any edit takes it away
	heard   []func()
	parent  *slot // of a cell: its group of rows
}

// canon is the content in a form that compares: equal contents are not dirty,
// however they were typed.
func (s *slot) canon() string {
	v, ok := s.core.value()
	if !ok {
		return "?" + s.core.raw()
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "?" + s.core.raw()
	}
	return string(b)
}

func (s *slot) settle() {
	s.base, s.before, s.edited = s.canon(), s.core.shown(), false
	s.core.each((*slot).settle)
}

func (s *slot) dirty() bool { return !s.hidden && s.canon() != s.base }

// changed hears that a person changed the content. An error that is mended goes
// at once; a new one waits until the field is left.
func (s *slot) changed() {
	s.edited = true
	s.relieve()
	if s.parent != nil {
		s.rows().relieve(s)
	}
	for _, fn := range s.heard {
		fn()
	}
	if s.parent != nil {
		s.parent.changed()
		return
	}
	s.form.touched()
}

// relieve takes an error away that holds no more.
func (s *slot) relieve() {
	if s.err != nil && (s.told || s.check() == nil) {
		s.fail(nil)
	}
}

// check is why the field cannot be saved; a cell of an empty row always can.
func (s *slot) check() error {
	if s.parent != nil && s.rows().idle(s) {
		return nil
	}
	return s.core.check()
}

// focused hears that the control took the focus.
func (s *slot) focused() { s.form.reveal(s) }

// left hears that the control lost the focus. A field that nobody edited is
// judged only when saving: walking through a new form must not turn it red.
func (s *slot) left() {
	if !s.edited {
		return
	}
	s.core.tidy()
	if !s.told {
		s.fail(s.check())
	}
}

// judge checks the field for saving and shows what it finds.
func (s *slot) judge() bool {
	if s.hidden {
		return true
	}
	s.told = false
	s.fail(s.check())
	ok := s.err == nil
	s.core.each(func(c *slot) { ok = c.judge() && ok })
	return ok
}

// fail shows an error, or none.
func (s *slot) fail(err error) {
	s.err = err
	s.told = s.told && err != nil
	s.ctl.mark(err != nil)
	s.frame.tell(err)
}

// wrong is the first place with an error: itself or one within.
func (s *slot) wrong() *slot {
	if s.hidden {
		return nil
	}
	var first *slot
	s.core.each(func(c *slot) {
		if first == nil {
			first = c.wrong()
		}
	})
	if first == nil && s.err != nil {
		return s
	}
	return first
}

// Name is the field's name in JSON.
func (s *slot) Name() string { return s.Spec.Name }

// Err is the error that is shown at the field, nil when none.
func (s *slot) Err() error { return s.err }

// OnChange calls fn after every change by a person.
func (s *slot) OnChange(fn func()) { s.heard = append(s.heard, fn) }

// Show shows or hides the field. A hidden field is neither checked nor saved.
func (s *slot) Show(on bool) {
	if s.hidden == !on {
		return
	}
	s.hidden = !on
	s.frame.Hidden = !on
	s.form.arrange()
}

// Lock makes the field unchangeable and says why in its help; an empty why
// opens it again. A locked field is saved as it stands.
func (s *slot) Lock(why string) {
	s.off = why
	s.ctl.lock(why)
	s.frame.tell(s.err)
}

// Focus puts the focus into the field.
func (s *slot) Focus() { kit.Focus(s.ctl.focus()) }

// missing is the error of a required field without a value.
func (s *slot) missing() error {
	if s.Missing != "" {
		return model.FieldErrorf(s.Spec.Name, "%s", s.Missing)
	}
	return model.FieldErrorf(s.Spec.Name, "%s", text.T("form.missing", s.Label))
}

// Field is one field whose value is a T.
type Field[T any] struct {
	*slot
	read  func() (T, bool, error) // false when nothing was entered
	write func(T)
	wipe  func()
	plain func(T) any          // as JSON
	take  func(any) (T, error) // from JSON
	print func(T) string
	typed func() string
	blank any // JSON of nothing
	rules []func(T) error
}

// Get reads the value. It fails with a *model.Error that says what is wrong; a
// field that may be empty and is gives the zero value, see Given.
func (f *Field[T]) Get() (T, error) {
	v, given, err := f.read()
	var zero T
	if err != nil {
		return zero, f.located(err)
	}
	if !given {
		if f.Required {
			return zero, f.missing()
		}
		return zero, nil
	}
	for _, rule := range f.rules {
		if err := rule(v); err != nil {
			return zero, f.located(err)
		}
	}
	return v, nil
}

// Given tells whether something was entered.
func (f *Field[T]) Given() bool {
	_, given, err := f.read()
	return given || err != nil
}

// Set writes a value as if it had been there from the start of an edit: the form
// is dirty when it differs from what was loaded.
func (f *Field[T]) Set(v T) {
	f.write(v)
	f.fail(nil)
	f.form.touched()
}

// Clear empties the field.
func (f *Field[T]) Clear() {
	f.wipe()
	f.fail(nil)
	f.form.touched()
}

// Check adds a rule to those a value must keep. Its error should be a
// *model.Error and say what to do.
func (f *Field[T]) Check(rule func(T) error) *Field[T] {
	f.rules = append(f.rules, rule)
	return f
}

// located puts the field's name on an error.
func (f *Field[T]) located(err error) error { return locate(f.Spec.Name, err) }

func (f *Field[T]) check() error {
	_, err := f.Get()
	return err
}

func (f *Field[T]) value() (any, bool) {
	v, given, err := f.read()
	switch {
	case err != nil:
		return nil, false
	case !given:
		return f.blank, true
	}
	return f.plain(v), true
}

func (f *Field[T]) load(raw any) error {
	raw = simple(raw)
	if raw == nil || raw == "" {
		f.wipe()
		return nil
	}
	v, err := f.take(raw)
	if err != nil {
		return f.located(err)
	}
	f.write(v)
	return nil
}

func (f *Field[T]) raw() string { return f.typed() }

func (f *Field[T]) shown() string {
	v, given, err := f.read()
	switch {
	case err != nil:
		return f.typed()
	case !given:
		return ""
	}
	return f.print(v)
}

// tidy writes what was typed as the program writes it: "1234.5" as "1,234.50".
func (f *Field[T]) tidy() {
	if v, given, err := f.read(); err == nil && given && f.print(v) != f.typed() {
		f.write(v)
	}
}

func (f *Field[T]) find(string) *slot { return nil }
func (f *Field[T]) each(func(*slot))  {}
