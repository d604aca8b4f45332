package imports

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
)

// mapping is where a person says which column of a file means what, beside the
// first rows as they are understood.
type mapping struct {
	s        *preview
	content  *fyne.Container
	form     *kit.Box
	right    *fyne.Container
	first    table // of the first rows, nil when none are shown
	articles *sample[pricelist.Item]
	numbers  *sample[tracking.Row]
	answers  *sample[answers.Row]
}

const mappingWidth float32 = 376

func newMapping(s *preview) *mapping {
	m := &mapping{s: s, form: kit.Column(theme.Gap8), right: container.NewStack()}
	m.articles, m.numbers, m.answers = articleSample(s.h), numberSample(s.h), answerSample(s.h)
	left := container.NewStack(kit.Ground(theme.Surface), kit.Scroll(kit.Inset(m.form, theme.Gap12, theme.Gap16)))
	m.content = container.New(&side{mappingWidth}, left, m.right)
	return m
}

// side gives the first object a width and the second what is left, with a line
// between.
type side struct{ wide float32 }

// Layout implements fyne.Layout.
func (l *side) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Resize(fyne.NewSize(l.wide, size.Height))
	objs[1].Move(fyne.NewPos(l.wide+theme.LineWidth, 0))
	objs[1].Resize(fyne.NewSize(max(size.Width-l.wide-theme.LineWidth, 0), size.Height))
}

// MinSize implements fyne.Layout.
func (l *side) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.wide+200, 120) }

func (m *mapping) close() {
	m.articles.Close()
	m.numbers.Close()
	m.answers.Close()
}

// set shows the mapping of a file.
func (m *mapping) set(f *queued) {
	p := f.preview()
	switch {
	case f.shown.Format == importer.PriceList && p.Mapping != nil:
		m.setArticles(f)
	case f.shown.Format == importer.Tracking && p.Tracking != nil:
		m.setNumbers(f)
	case f.shown.Format == importer.Answers && p.Answering != nil:
		m.setAnswers(f)
	default:
		m.form.Set()
		m.table(nil)
	}
}

// table puts the first rows beside the questions.
func (m *mapping) table(first table) {
	m.first, m.right.Objects = first, nil
	if first != nil {
		m.right.Objects = []fyne.CanvasObject{first}
	}
	m.right.Refresh()
}

// areas are the first rows and the questions.
func (m *mapping) areas() (list []fyne.Focusable) {
	if m.first != nil {
		list = append(list, m.first)
	}
	if stop := kit.FirstStop(m.form); stop != nil {
		list = append(list, stop)
	}
	return list
}

// question asks which column a field stands in.
type question struct {
	field, label string
	column       string // its position, "" when it is not in the file
}

func questions[F ~string](fields []F, columns map[F]sheet.Column, label func(F) string) []question {
	list := make([]question, len(fields))
	for i, f := range fields {
		list[i] = question{field: string(f), label: label(f)}
		if c, ok := columns[f]; ok {
			list[i].column = strconv.Itoa(c.Index)
		}
	}
	return list
}

// asking is what a person is asked of a file, from top to bottom.
type asking struct {
	notes     []fyne.CanvasObject
	questions []question
	below     []fyne.CanvasObject // of the questions
	written   []choice            // how amounts and days are written
}

// ask shows what a person is asked, above it why the file cannot be imported.
func (m *mapping) ask(f *queued, a asking) {
	rows := a.notes
	if f.shown.Err() != nil {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, capital(f.said()), nil))
	}
	rows = append(rows, kit.NewLabel(kit.SmallStrong, text.T("imports.map.columns")))
	options := columnsOf(f.preview())
	for _, q := range a.questions {
		rows = append(rows, m.choose(f, choice{label: q.label, options: options, chosen: q.column, set: func(o *importer.Options, id string) {
			name(o, q.field, columnAt(f.preview().Columns, id))
		}}))
		m.first.ShowColumn(q.field, q.column != "")
	}
	rows = append(append(rows, a.below...), kit.Gap(0, theme.Gap4), kit.NewLabel(kit.SmallStrong, text.T("imports.map.written")))
	for _, c := range a.written {
		rows = append(rows, m.choose(f, c))
	}
	m.form.Set(rows...)
}

// name says in which column a field stands, "" for none.
func name(o *importer.Options, field, column string) {
	named := map[string]string{}
	for k, v := range o.Mapping {
		named[k] = v
	}
	named[field] = column
	o.Mapping = named
}

// columnAt is the name of the column at a position, "" for none.
func columnAt(columns []string, id string) string {
	if i, err := strconv.Atoi(id); err == nil {
		return columns[i]
	}
	return ""
}

// columnsOf are the columns of a file to choose from, by their position.
func columnsOf(p *importer.Preview) []kit.Option {
	options := []kit.Option{{ID: "", Text: text.T("imports.map.none")}}
	for i, c := range p.Columns {
		label := c
		if sheet.Numbered(c) == i {
			label = text.T("imports.map.column", strconv.Itoa(i+1))
		}
		options = append(options, kit.Option{ID: strconv.Itoa(i), Text: label})
	}
	return options
}

// choice is one thing that a person chooses of a file.
type choice struct {
	label, chosen string
	unknown       string // what stands there while nothing is chosen, "" when that is an option too
	options       []kit.Option
	set           func(o *importer.Options, id string)
}

func (m *mapping) choose(f *queued, c choice) fyne.CanvasObject {
	if c.chosen == "" && c.unknown != "" {
		c.options = slices.Insert(c.options, 0, kit.Option{ID: "", Text: c.unknown})
	}
	sel := kit.SelectField(c.options, func(id string) { m.s.of(f, func(o *importer.Options) { c.set(o, id) }) })
	sel.SetChosen(c.chosen)
	return m.row(c.label, sel)
}

func (m *mapping) row(name string, field fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Body, name).Limit(130), 130, 0), kit.Grow(field))
}

// decimals chooses the sign between whole and part of an amount.
func decimals(chosen sheet.Decimal) choice {
	return choice{
		label: text.T("imports.map.decimal"), chosen: string(chosen), unknown: text.T("imports.map.unknown"),
		options: []kit.Option{{ID: string(sheet.Point), Text: text.T("imports.map.point")}, {ID: string(sheet.Comma), Text: text.T("imports.map.comma")}},
		set:     func(o *importer.Options, id string) { o.Written.Decimal = sheet.Decimal(id) },
	}
}

// days chooses whether the day or the month comes first.
func days(chosen sheet.DateOrder) choice {
	return choice{
		label: text.T("imports.map.dates"), chosen: string(chosen), unknown: text.T("imports.map.unknown"),
		options: []kit.Option{{ID: string(sheet.DayMonth), Text: text.T("imports.map.dmy")}, {ID: string(sheet.MonthDay), Text: text.T("imports.map.mdy")}},
		set:     func(o *importer.Options, id string) { o.Written.Dates = sheet.DateOrder(id) },
	}
}

// currencies chooses the currency of prices that name none.
func (m *mapping) currencies(chosen model.Currency) choice {
	c := choice{
		label: text.T("imports.map.currency"), chosen: string(chosen), unknown: text.T("imports.map.supplier.currency"),
		set: func(o *importer.Options, id string) { o.Written.Currency = model.Currency(id) },
	}
	list := []model.Currency{chosen, m.s.h.Book().Home, "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "DKK", "NOK", "CNY", "JPY", "AUD", "CAD"}
	for i, cur := range list {
		if cur != "" && slices.Index(list, cur) == i {
			c.options = append(c.options, kit.Option{ID: string(cur), Text: string(cur)})
		}
	}
	return c
}

// setArticles shows the mapping of a supplier's list. One that holds several
// suppliers is not one supplier's.
func (m *mapping) setArticles(f *queued) {
	p := f.preview().Mapping
	m.table(m.articles.Grid)
	fields := slices.DeleteFunc(slices.Clone(pricelist.Fields), func(f pricelist.Field) bool { return f == pricelist.Supplier })
	a := asking{questions: questions(fields, p.Fields, articleField)}
	switch {
	case len(m.s.names.suppliers) == 0:
		link := action.Action{Label: text.T("imports.map.suppliers"), Run: func() { m.s.h.Go(page.Route{Screen: page.Suppliers}) }}
		a.notes = append(a.notes, kit.NewNote(theme.Warned, theme.IconWarning, text.T("imports.supplier.none"), &link))
	case f.req.Supplier == "":
		a.notes = append(a.notes, kit.NewNote(theme.Under, theme.IconInfo, text.T("imports.map.whose"), nil))
	}
	if len(p.Tiers) > 0 {
		a.below = append(a.below, m.row(text.T("imports.map.tiers"), kit.NewLabel(kit.Body, tiers(p.Tiers))))
	}
	a.written = append(a.written, decimals(p.Decimal))
	if _, dated := p.Fields[pricelist.ValidFrom]; dated {
		a.written = append(a.written, days(p.Dates))
	}
	a.written = append(a.written, m.currencies(p.Currency))
	m.ask(f, a)
	if len(p.Tiers) > 0 {
		m.first.ShowColumn(string(pricelist.Cost), true)
	}
	if p.Currency != "" {
		m.first.ShowColumn(string(pricelist.Currency), true)
	}
	m.articles.set(f.preview().Items)
}

func tiers(list []pricelist.Tier) string {
	said := ""
	for i, t := range list {
		if i > 0 {
			said += ", "
		}
		said += t.Header
	}
	return said
}

// setNumbers shows the mapping of a file of tracking numbers.
func (m *mapping) setNumbers(f *queued) {
	p := f.preview().Tracking
	m.table(m.numbers.Grid)
	m.ask(f, asking{
		questions: questions(tracking.Fields, p.Fields, numberField),
		written:   []choice{days(p.Dates)},
	})
	m.numbers.set(f.preview().Shipments)
}

// setAnswers shows the mapping of a file of acknowledgements.
func (m *mapping) setAnswers(f *queued) {
	p := f.preview().Answering
	m.table(m.answers.Grid)
	m.ask(f, asking{
		questions: questions(answers.Fields, p.Fields, answerField),
		written:   []choice{decimals(p.Decimal), days(p.Dates)},
	})
	m.answers.set(f.preview().Answered)
}

// kept says where the mapping comes from.
func (m *mapping) kept(f *queued) string {
	if f.byHeader() {
		return text.T("imports.map.kept.header")
	}
	if f.req.Supplier == "" {
		return ""
	}
	return text.T("imports.map.kept", f.req.Supplier)
}
