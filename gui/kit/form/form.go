// Package form is how a person fills in a record: fields that know their kind,
// say what is wrong where it is wrong, and hand the record over as JSON. It must
// not know what the record is about, nor who keeps it.
//
//	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Saver: save, Leave: h.Back})
//	f.Section(text.T("suppliers.who"))
//	f.Text(form.Spec{Name: "name", Label: text.T("suppliers.name"), Required: true})
//	f.Quantity(form.Spec{Name: "handling_days", Label: text.T("suppliers.handling")})
//	f.Load(values)
//
// A field is judged when it is left after an edit, and all of them on saving;
// never while a person types.
package form

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// Options are what a form needs from the screen it stands on. Callbacks run on
// the window's goroutine, Saver apart.
type Options struct {
	Format  *format.Format
	Runner  async.Runner
	Context context.Context // nil is context.Background
	Left    bool            // labels stand left of their fields, for panels
	Bare    bool            // without footer, for dialogs that have buttons
	Count   bool            // a number before each field, for a few questions in their order
	Verb    string          // on the button that saves; "" is "Save"

	// Saver keeps the values; it runs away from the window's goroutine. A
	// *model.Error with a Field is shown there, anything else above the form.
	Saver func(ctx context.Context, v Values) error
	// Saved hears that it went well.
	Saved func()
	// Leave closes the form: Cancel, or Esc. nil means there is no Cancel.
	Leave func()
	// Ask asks whether the changes may be lost, and calls leave when so. nil
	// leaves without asking.
	Ask func(changes []Change, leave func())
	// Reload reads the record again after someone else changed it.
	Reload func()
	// Details shows an error that is not for people.
	Details func(error)
	// Late hears why a save failed after the form was closed.
	Late func(error)
	// Changed hears after every change: dirty or not may be another now.
	Changed func()
	// Reveal hears where in the form the field lies that took the focus, for a page
	// that scrolls the form as a whole.
	Reveal func(top, bottom float32)
	// Wheel scrolls the page that a bare form stands on as a whole.
	Wheel func(*fyne.ScrollEvent)
}

// Form is a form. All methods are for the window's goroutine.
type Form struct {
	widget.BaseWidget
	*Group
	options  Options
	sections []*section
	sheet    *sheet
	list     *list     // the drop-down that is open, nil when none is
	note     *kit.Note // above the fields, nil when there is nothing to say
	footer   *footer
	busy     bool
	closed   bool
}

// New returns an empty form.
func New(o Options) *Form {
	if o.Context == nil {
		o.Context = context.Background()
	}
	f := &Form{options: o}
	f.Group = &Group{form: f}
	f.sheet = newSheet(f)
	f.footer = newFooter(f)
	f.ExtendBaseWidget(f)
	return f
}

// Group is a place that takes fields: a form, or a row in one.
type Group struct {
	form  *Form
	slots []*slot
	cells *Rows // of a row: its group
}

// section is a part of a form under a title.
type section struct {
	title, note string
}

// Section begins a part of the form: the fields added from now on stand under
// the title, and under the note when there is one.
func (f *Form) Section(title string, note ...string) {
	s := &section{title: title}
	if len(note) > 0 {
		s.note = note[0]
	}
	f.sections = append(f.sections, s)
}

// add puts a slot at the end.
func (g *Group) add(s *slot) {
	s.form = g.form
	g.slots = append(g.slots, s)
	if g.cells != nil {
		s.parent = g.cells.slot
		s.frame = newFrame(s)
		return
	}
	if n := len(g.form.sections); n > 0 {
		s.section = g.form.sections[n-1]
	}
	s.frame = newFrame(s)
	g.form.sheet.add(s.frame)
}

// named returns the field of a name, nil when there is none.
func (g *Group) named(name string) *slot {
	for _, s := range g.slots {
		if s.Spec.Name == name {
			return s
		}
	}
	return nil
}

// Valid tells whether all fields can be saved; it shows what is wrong at each and
// puts the focus into the first that is. What is typed in the field with the focus
// counts as if it had been left.
func (f *Form) Valid() bool {
	f.leaveField()
	ok := true
	for _, s := range f.slots {
		ok = s.judge() && ok
	}
	if !ok {
		f.focusWrong()
	}
	return ok
}

func (f *Form) focusWrong() {
	for _, s := range f.slots {
		if w := s.wrong(); w != nil {
			w.Focus()
			f.reveal(w)
			return
		}
	}
}

// First is what takes the focus when the form opens, nil when it has no field.
func (f *Form) First() fyne.Focusable {
	for _, s := range f.slots {
		if !s.hidden && s.off == "" {
			return s.ctl.focus()
		}
	}
	return nil
}

// Close tells the form that nobody sees it any more. What is being saved is
// still saved.
func (f *Form) Close() {
	f.closed = true
	f.fold()
}

// fold closes the drop-down that is open.
func (f *Form) fold() {
	if f.list != nil {
		f.list.close()
	}
}

// touched hears that content changed.
func (f *Form) touched() {
	f.footer.Refresh()
	if f.options.Changed != nil {
		f.options.Changed()
	}
}

// next moves the focus from a slot to the one after it; from the last one to the
// button that saves.
func (f *Form) next(from *slot) {
	line := f.chain()
	for i, s := range line {
		if s != from {
			continue
		}
		if i+1 < len(line) {
			line[i+1].Focus()
		} else if !f.options.Bare {
			kit.Focus(f.footer.save)
		} else {
			f.Submit()
		}
		return
	}
}

// chain are the places that take the focus, in their order, cells of rows each
// on its own.
func (f *Form) chain() (line []*slot) {
	var walk func(*slot)
	walk = func(s *slot) {
		if s.hidden || s.off != "" {
			return
		}
		within := len(line)
		s.core.each(walk)
		if len(line) == within {
			line = append(line, s)
		}
	}
	for _, s := range f.slots {
		walk(s)
	}
	return line
}

// reveal scrolls to a slot.
func (f *Form) reveal(s *slot) {
	o := s.frame
	if s.parent != nil {
		o = s.parent.frame
	}
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	if s.parent != nil {
		top += s.frame.Position().Y
		bottom = top + headPitch + 2*rowPitch
	}
	f.sheet.show(top-theme.Gap8, bottom+theme.Gap8)
	if h := f.holder(); h != nil {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.sheet.box).Y
		h.Reveal(y+top-theme.Gap8, y+bottom+theme.Gap8)
	}
	if f.options.Reveal != nil {
		f.options.Reveal(top, bottom)
	}
}

// arrange lays the fields out anew, and the dialog they stand in.
func (f *Form) arrange() {
	f.sheet.again()
	if h := f.holder(); h != nil {
		h.Fit()
	}
}

// holder is the dialog that a bare form stands in: it grows with the form, and where
// the window is too low it scrolls.
type holder interface {
	Fit()
	Wheel(*fyne.ScrollEvent)
	Reveal(top, bottom float32) // of the window
}

// holder is nil without one.
func (f *Form) holder() holder {
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	if !f.options.Bare || c == nil {
		return nil
	}
	for _, o := range c.Overlays().List() {
		if h, ok := o.(holder); ok {
			return h
		}
	}
	return nil
}

// CreateRenderer implements fyne.Widget.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *Form) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.sheet.scroll}
	if f.note != nil {
		all = append([]fyne.CanvasObject{f.note}, all...)
	}
	if !f.options.Bare {
		all = append(all, f.footer)
	}
	return all
}

func (f *Form) paint() {}

// least is the room for some fields; in a dialog for all of them, up to a height
// that every window has.
func (f *Form) least() fyne.Size {
	if !f.options.Bare {
		return fyne.NewSize(theme.PanelMinWidth, 160)
	}
	return fyne.NewSize(theme.PanelMinWidth, min(f.HeightFor(max(f.Size().Width, theme.PanelMinWidth)), 480))
}

// Widths implements kit.Elastic.
func (f *Form) Widths() (least, want float32) { return theme.PanelMinWidth, pageWidth }

// HeightFor implements kit.Elastic: what is needed to see all fields at once.
func (f *Form) HeightFor(width float32) float32 {
	h := f.sheet.heightAt(width) + f.footer.height()
	if f.note != nil {
		h += theme.Gap12 + f.note.HeightFor(f.column(width))
	}
	return h
}

// column is the width of the fields in a form of a width.
func (f *Form) column(width float32) float32 { return min(width-2*f.left(), pageWidth) }

// left is the free room beside the fields; a dialog has its own.
func (f *Form) left() float32 {
	if f.options.Bare {
		return 0
	}
	return theme.Gap16
}

func (f *Form) place(size fyne.Size) {
	top := float32(0)
	if f.note != nil {
		w := f.column(size.Width)
		h := f.note.HeightFor(w)
		put(f.note, f.left(), theme.Gap12, w, h)
		top = theme.Gap12 + h
	}
	foot := f.footer.height()
	f.sheet.lay(fyne.NewPos(0, top), fyne.NewSize(size.Width, max(0, size.Height-top-foot)))
	put(f.footer, 0, size.Height-foot, size.Width, foot)
}
