package rulebook

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/rulebook"
)

// actions are what can be done with the chosen row beside changing it.
func (s *Rulebook) actions(r row, ok bool) []action.Action {
	checked := kit.Act("rulebook.checked", text.T("rulebook.checked"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyK)}, func() { s.checked(r) })
	checked.Off = s.Off(ok)
	source := kit.Act("rulebook.source", text.T("rulebook.source"), kit.Mark{Icon: theme.IconOpen, Key: action.Plain(fyne.KeyO)}, func() { s.open(r) })
	source.Off = func() string {
		switch {
		case !ok:
			return text.T("rulebook.say.off.none")
		case link(r) == nil:
			return text.T("rulebook.off.nolink")
		}
		return ""
	}
	return []action.Action{checked, source}
}

// link is the page of the web to compare a row with: the address in its source, or
// the page of a carrier itself. It is nil where there is none.
func link(r row) *url.URL {
	for _, word := range strings.Fields(r.Source + " " + r.Fields["url"]) {
		word = strings.ReplaceAll(strings.TrimRight(word, ".,:;)"), "{tracking}", "")
		host, _, path := strings.Cut(word, "/")
		if path && strings.Contains(host, ".") && !strings.Contains(host, ":") {
			word = "https://" + word
		}
		if u, err := url.Parse(word); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
			return u
		}
	}
	return nil
}

// open shows the source of a row in the browser.
func (s *Rulebook) open(r row) {
	if u := link(r); u != nil {
		s.browse(u)
	}
}

// checked notes that a person compared the row with its source today.
func (s *Rulebook) checked(r row) {
	h := s.Host
	h.Runner().Go(func() {
		err := s.rows.Checked(h.Context(), &r)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("rulebook.say.unsaved"), err)
				return
			}
			h.Toast(page.Toast{Text: text.T("rulebook.checked.done")})
			s.Reload()
		})
	})
}

// details fills the panel with a row.
func (s *Rulebook) details(p *kit.Panel, r row) {
	p.SetTitle(place(r), kindName(r.Kind))
	s.state(p, r)
	known, err := s.rows.Fields(r.Kind)
	if err != nil {
		s.Host.Report(text.T("rulebook.say.unread.one"), err)
	}
	var facts []kit.Fact
	for _, f := range known {
		if v := r.Fields[f.Name]; v != "" && f.Name != "source" && f.Name != "url" && f.Name != "note" {
			facts = append(facts, kit.Fact{Label: fieldName(f.Name), Value: s.said(&f, v)})
		}
	}
	source := r.Source
	if source == "" {
		source = text.T("rulebook.nosource")
	}
	sections := []fyne.CanvasObject{
		kit.PanelSection(text.T("rulebook.section.says"), "", kit.Column(theme.Gap8, kit.Wrapped(kit.Strong, s.shown(r)), kit.NewFacts(facts...))),
		kit.PanelSection(fieldName("source"), "", kit.Wrapped(kit.Small, source)),
	}
	if note := r.Fields["note"]; note != "" {
		sections = append(sections, kit.PanelSection(fieldName("note"), "", kit.Wrapped(kit.Small, note)))
	}
	p.SetSections(append(sections, kit.PanelSection(text.T("rulebook.say.past"), "", s.changes(r)))...)
	edit, _, _ := s.Common(r, true)
	all := s.actions(r, true)
	buttons := []fyne.CanvasObject{kit.ActionButton(all[0], kit.Next), kit.ActionButton(edit, kit.Plain)}
	if link(r) != nil {
		buttons = append(buttons, kit.ActionButton(all[1], kit.Plain).IconOnly())
	}
	p.SetButtons(buttons...)
}

// state says when a person last looked, and asks for it where it is time.
func (s *Rulebook) state(p *kit.Panel, r row) {
	if !r.Stale {
		p.SetState(theme.Fine, theme.IconTickCircle, text.T("rulebook.fresh"))
		p.SetTop(nil)
		return
	}
	said, ask := text.T("rulebook.stale"), text.T("rulebook.ask.stale", s.Host.Format().DateYear(r.CheckedOn))
	if r.CheckedOn == "" {
		said, ask = text.T("rulebook.never"), text.T("rulebook.ask.never")
	}
	p.SetState(theme.Warned, theme.IconWarning, said)
	var way *action.Action
	if link(r) != nil {
		a := kit.Act("rulebook.source.link", text.T("rulebook.source"), kit.Mark{}, func() { s.open(r) })
		way = &a
	}
	p.SetTop(kit.NewNote(theme.Warned, theme.IconWarning, ask, way))
}

// said is a value as a person reads it.
func (s *Rulebook) said(f *record.Field, v string) string {
	switch {
	case f.Type == rulebook.YesNo && v == "true":
		return text.T("rulebook.yes")
	case f.Type == rulebook.YesNo:
		return text.T("rulebook.no")
	case f.Type == "date":
		return s.from(model.Date(v))
	case rulebook.IsList(f):
		return strings.Join(listed(v), ", ")
	case v == "*":
		return text.T("rulebook.everywhere")
	case f.Name == "country" && model.Country(v).Valid() || f.Name == "origin" && model.Country(v).Valid():
		return model.Country(v).Name()
	case len(f.Values) > 0:
		return valueName(v)
	}
	return v
}

// changes lists what was changed in the row, the newest first.
func (s *Rulebook) changes(r row) fyne.CanvasObject {
	if s.past.id != r.ID {
		return kit.NewLabel(kit.Caption, text.T("rulebook.say.past.loading"))
	}
	var rows []fyne.CanvasObject
	read := s.reading(r.Kind)
	for _, e := range slices.Backward(s.past.entries) {
		rows = append(rows, kit.Column(0, kit.Wrapped(kit.Small, changed(e, read)),
			kit.NewLabel(kit.Caption, text.T("rulebook.say.past.when", s.Host.Format().Moment(e.RecordedAt), e.Who))))
	}
	if len(rows) == 0 {
		return kit.NewLabel(kit.Caption, text.T("rulebook.say.past.none"))
	}
	return kit.Column(theme.Gap8, rows...)
}

// reading is how the values of a kind's fields are read by a person.
func (s *Rulebook) reading(kind string) func(field, value string) string {
	known, err := s.rows.Fields(kind)
	if err != nil {
		s.Host.Report(text.T("rulebook.say.unread.one"), err)
	}
	return func(field, value string) string {
		if i := slices.IndexFunc(known, func(f record.Field) bool { return f.Name == field }); i >= 0 && value != "" {
			return s.said(&known[i], value)
		}
		return value
	}
}

// changed tells a change, its values as read tells them.
func changed(e history.Entry, read func(field, value string) string) string {
	before, after := read(e.Field, e.OldValue), read(e.Field, e.NewValue)
	switch {
	case e.Field == "record":
		return text.T("rulebook.say.past.created")
	case before == "":
		return text.T("rulebook.say.past.set", fieldName(e.Field), after)
	case after == "":
		return text.T("rulebook.say.past.cleared", fieldName(e.Field), before)
	}
	return text.T("rulebook.say.past.changed", fieldName(e.Field), before, after)
}

// create asks what kind of row is to be written.
func (s *Rulebook) create() {
	var hide func()
	var rows []fyne.CanvasObject
	for _, kind := range rulebook.Kinds() {
		rows = append(rows, kit.NewButton(kit.Plain, kindName(kind), func() {
			hide()
			fields, err := s.rows.Fresh(s.Host.Context(), kind)
			if err != nil {
				s.Host.Report(text.T("rulebook.say.unread.one"), err)
				return
			}
			s.write(row{Kind: kind, Fields: fields})
		}))
	}
	hide = s.Host.Show(page.Dialog{Title: text.T("rulebook.which"), Content: kit.Inset(kit.Column(theme.Gap8, rows...), theme.Gap4, theme.Gap4)})
}

// change opens the form of a row.
func (s *Rulebook) change(r row) { s.write(r) }

// write builds the form of a kind from the fields that put knows. What a row is
// known by cannot change once it is written.
func (s *Rulebook) write(r row) {
	known, err := s.rows.Fields(r.Kind)
	if err != nil {
		s.Host.Report(text.T("rulebook.say.unread.one"), err)
		return
	}
	save := func(ctx context.Context, v form.Values) error {
		_, err := s.rows.Put(ctx, r.Kind, given(known, v, r))
		return err
	}
	f := form.New(s.FormOptions(save, func() { s.Saved(r.ID, text.T("rulebook.saved")) }))
	values := map[string]any{}
	if r.ID != 0 {
		f.Section(text.T("rulebook.section.says"), text.T("rulebook.lock"))
	}
	for _, of := range known {
		if r.ID != 0 && of.Key {
			continue
		}
		add(f, r.Kind, of)
		switch values[of.Name] = r.Fields[of.Name]; {
		case of.Type == rulebook.YesNo:
			values[of.Name] = r.Fields[of.Name] == "true" || r.ID == 0 && of.Default == "true"
		case rulebook.IsList(&of):
			values[of.Name] = strings.Fields(r.Fields[of.Name])
		}
	}
	roster.Fill(f, values)
	title, line := text.T("rulebook.say.new"), kindName(r.Kind)
	if r.ID != 0 {
		title, line = place(r), text.T("rulebook.since", kindName(r.Kind), s.from(r.ValidFrom))
	}
	s.Edit(title, line, f)
}

// given are the fields of a row as put knows them: what a row that is there is
// known by stays.
func given(known []record.Field, v form.Values, r row) map[string]string {
	fields := map[string]string{}
	for _, f := range known {
		fields[f.Name] = word(v, f.Name)
		switch x := v[f.Name].(type) {
		case bool:
			fields[f.Name] = strconv.FormatBool(x)
		case []string:
			fields[f.Name] = strings.Join(x, " ")
		}
		if r.ID != 0 && f.Key {
			fields[f.Name] = r.Fields[f.Name]
		}
	}
	return fields
}

func word(v form.Values, name string) string {
	if d, ok := v[name].(model.Date); ok {
		return string(d)
	}
	return roster.Word(v, name)
}

// helped is what helps to fill a field; the meaning that put knows where the window
// has no words of its own.
func helped(kind string, of record.Field) string {
	for _, key := range []string{text.Key("rulebook.help.", kind+"."+of.Name), text.Key("rulebook.help.", of.Name)} {
		if text.Has(key) {
			return text.T(key)
		}
	}
	return of.Meaning
}

// add adds the field that fits.
func add(f *form.Form, kind string, of record.Field) {
	spec := form.Spec{Name: of.Name, Label: fieldName(of.Name), Help: helped(kind, of), Required: of.Required}
	switch {
	case rulebook.IsList(&of):
		f.Words(spec, partOf(of.Values))
	case len(of.Values) > 0:
		var options []form.Option
		if !of.Required {
			options = append(options, form.Option{Label: text.T("rulebook.none")})
		}
		for _, v := range of.Values {
			options = append(options, form.Option{Value: v, Label: valueName(v)})
		}
		f.Choice(spec, options...)
	case of.Type == rulebook.YesNo:
		f.Check(spec)
	case of.Type == "date":
		f.Date(spec)
	default:
		f.Text(spec)
	}
}

// partOf reads one word of a list by its name.
func partOf(known []string) func(string) (form.Option, error) {
	return func(typed string) (form.Option, error) {
		names := make([]string, len(known))
		for i, v := range known {
			names[i] = valueName(v)
			if t := strings.TrimSpace(typed); strings.EqualFold(t, v) || strings.EqualFold(t, names[i]) {
				return form.Option{Value: v, Label: names[i]}, nil
			}
		}
		return form.Option{}, model.Errorf(model.Invalid, "%s", text.T("rulebook.nopart", typed, strings.Join(names, ", ")))
	}
}

// listed are the words of a list as a person reads them.
func listed(v string) []string {
	all := strings.Fields(v)
	for i := range all {
		all[i] = valueName(all[i])
	}
	return all
}

// valueName is a value of a choice as a person reads it.
func valueName(v string) string {
	if key := text.Key("rulebook.value.", v); text.Has(key) {
		return text.T(key)
	}
	return capital(strings.ReplaceAll(v, "_", " "))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
