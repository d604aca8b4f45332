package vetting

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// editor is the form of a record of the supplier. What is left empty in it is
// taken away from the record, by the blank of its field.
type editor struct {
	*form.Form
	d           *Document
	tab         string
	title, line string
	wide        bool
	blank       map[string]any
	files       *form.Field[[]string] // nil where no file belongs
	many        bool                  // several files belong
	had         []string              // files when it was opened
}

// keeps is how the values of a form are kept, and which record then is the one.
type keeps func(ctx context.Context, e *editor, v form.Values) (ref, error)

// editorFor makes an empty form of the tab; save keeps what it holds.
func editorFor[R any](t *list[R], title, line string, save keeps) *editor {
	d := t.d
	e := &editor{d: d, tab: t.o.id, title: title, line: line, blank: map[string]any{}}
	var saved ref
	failed := func(err error) { d.h.Report(text.T("vetting.unsaved"), err) }
	e.Form = form.New(form.Options{
		Format: d.h.Format(), Runner: d.h.Runner(), Context: d.h.Context(),
		Saver: func(ctx context.Context, v form.Values) (err error) {
			saved, err = save(ctx, e, v)
			return err
		},
		Saved: func() {
			d.h.Toast(page.Toast{Text: text.T("vetting.saved")})
			t.leave()
			t.saved = saved.key()
			d.Reload()
		},
		Leave: t.leave, Ask: t.ask, Late: failed, Details: failed,
		Reload: func() {
			t.leave()
			d.Reload()
		},
	})
	return e
}

// spec names a field: its label and help are texts of the window.
func (e *editor) spec(name string, change []func(*form.Spec)) form.Spec {
	s := form.Spec{Name: name, Label: text.T(text.Key("vetting.field.", name))}
	for _, key := range []string{text.Key("vetting.help.", e.tab+"."+name), text.Key("vetting.help.", name)} {
		if text.Has(key) {
			s.Help = text.T(key)
			break
		}
	}
	for _, fn := range change {
		fn(&s)
	}
	return s
}

func must(s *form.Spec)   { s.Required = true }
func inDays(s *form.Spec) { s.Unit = text.T("vetting.unit.days") }
func across(s *form.Spec) { s.Wide = true }

func (e *editor) text(name string, most int, change ...func(*form.Spec)) {
	e.blank[name] = ""
	form.Longest(e.Text(e.spec(name, change)), most)
}

func (e *editor) prose(name string, most int) {
	e.blank[name] = ""
	form.Longest(e.Multi(e.spec(name, []func(*form.Spec){across}), 3), most)
}

func (e *editor) date(name string, change ...func(*form.Spec)) {
	e.blank[name] = ""
	e.Date(e.spec(name, change))
}

// past is a day that has been: one to come is told at its field.
func (e *editor) past(name string, change ...func(*form.Spec)) {
	e.blank[name] = ""
	e.Date(e.spec(name, change)).Check(func(d model.Date) error {
		if today := e.d.h.Book().Today(); d > today {
			return model.FieldErrorf(name, "%s", text.T("vetting.future", e.d.h.Format().DateYear(today)))
		}
		return nil
	})
}

func (e *editor) clock(name string) {
	e.blank[name] = ""
	e.Time(e.spec(name, nil))
}

func (e *editor) country(name string) {
	e.blank[name] = ""
	e.Search(e.spec(name, nil), form.Among(form.Countries()))
}

func (e *editor) currency(name string) *form.Field[string] {
	return e.Search(e.spec(name, nil), form.Among(form.Currencies()))
}

func (e *editor) whole(name string, low, high model.Quantity, change ...func(*form.Spec)) {
	e.blank[name] = nil
	form.Range(e.Quantity(e.spec(name, change)), low, high)
}

func (e *editor) number(name string, change ...func(*form.Spec)) {
	e.blank[name] = nil
	e.Decimal(e.spec(name, change))
}

// choice is one of a few words; its labels are the texts "vetting." with field
// and word.
func (e *editor) choice(name string, words ...string) {
	e.blank[name] = ""
	e.Choice(e.spec(name, nil), options(name, words...)...)
}

func options(field string, words ...string) []form.Option {
	all := make([]form.Option, len(words))
	for i, w := range words {
		all[i] = form.Option{Value: w, Label: wordOf(field, w)}
	}
	return all
}

// wordOf is a word of the book as a person reads it.
func wordOf(field, word string) string {
	if key := text.Key("vetting.", field+"."+word); word != "" && text.Has(key) {
		return text.T(key)
	}
	return word
}

// attachments is the field for files: those kept, and such that are dropped on
// the window or chosen.
func (e *editor) attachments(name string, many bool, had []string) {
	e.many, e.had = many, had
	e.files = e.Words(e.spec(name, []func(*form.Spec){across}), func(typed string) (form.Option, error) {
		return form.Option{Value: typed, Label: typed[strings.LastIndexAny(typed, `/\`)+1:]}, nil
	})
	if !many {
		e.files.Check(func(all []string) error {
			if len(all) > 1 {
				return model.Errorf(model.Invalid, "%s", text.T("vetting.onefile"))
			}
			return nil
		})
	}
}

// add puts files into the form.
func (e *editor) add(paths []string) {
	now, _ := e.files.Get()
	if !e.many {
		now, paths = nil, paths[len(paths)-1:]
	}
	e.files.Set(append(slices.Clone(now), paths...))
	e.files.Focus()
}

// load fills the form.
func (e *editor) load(values map[string]any) *editor {
	if e.files != nil {
		values[e.files.Name()] = slices.Clone(e.had)
	}
	roster.Fill(e.Form, values)
	return e
}

// attached takes the files of a form out of its values: nil leaves them as they
// are, for a name says less than the file that is there.
func (e *editor) attached(v form.Values) *[]string {
	if e.files == nil {
		return nil
	}
	now, _ := v[e.files.Name()].([]string)
	delete(v, e.files.Name())
	if slices.Equal(now, e.had) {
		return nil
	}
	if now == nil {
		now = []string{}
	}
	return &now
}

// file is attached for a record with one file at most.
func (e *editor) file(v form.Values) *string {
	all := e.attached(v)
	if all == nil {
		return nil
	}
	name := strings.Join(*all, "")
	return &name
}

// inputOf reads the values of a form as what the service takes.
func inputOf[I any](e *editor, kind, supplier string, v form.Values) (I, error) {
	all := maps.Clone(e.blank)
	maps.Copy(all, v)
	all["supplier"] = supplier
	var none I
	raw, err := json.Marshal(all)
	if err != nil {
		return none, err
	}
	ins, err := record.Decode[I](kind, raw)
	if err != nil {
		return none, err
	}
	return ins[0], nil
}

// keeping keeps what a form holds by a put of the service; which says which record
// it is, as it was read.
func keeping[I any](supplier string, of ref, put func(context.Context, []I) (record.Result, error), which func(*I)) keeps {
	return func(ctx context.Context, e *editor, v form.Values) (ref, error) {
		in, err := inputOf[I](e, of.kind, supplier, v)
		if err != nil {
			return ref{}, err
		}
		which(&in)
		done, err := put(ctx, []I{in})
		return touched(of.kind, of.id, done, err)
	}
}

// touched is the record that was kept.
func touched(kind string, id int64, r record.Result, err error) (ref, error) {
	if len(r.Touched) == 1 {
		id = r.Touched[0]
	}
	return ref{kind, id}, err
}
