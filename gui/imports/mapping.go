package imports

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
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

// mapping is where a person says which column of a supplier's list means what,
// beside the first articles as they are understood.
type mapping struct {
	s       *preview
	content *fyne.Container
	form    *kit.Box
	sample  *grid.Grid[*pricelist.Item]
	numbers *grid.Grid[*tracking.Row] // the first rows of a file of tracking numbers
	answers *grid.Grid[*answers.Row]  // the first rows of a file of acknowledgements
	right   *fyne.Container
}

const mappingWidth float32 = 376

// asked are the fields that a person is asked for, in this order. A list that
// holds several suppliers is not one supplier's.
var asked = slices.DeleteFunc(slices.Clone(pricelist.Fields), func(f pricelist.Field) bool { return f == pricelist.Supplier })

func newMapping(s *preview) *mapping {
	m := &mapping{s: s, form: kit.Column(theme.Gap8)}
	m.sample, m.numbers, m.answers = m.grid(), m.numberGrid(), m.answerGrid()
	m.right = container.NewStack(m.sample)
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
	m.sample.Close()
	m.numbers.Close()
	m.answers.Close()
}

// set shows the mapping of a list.
func (m *mapping) set(f *queued) {
	p := f.preview()
	if f.shown.Format == importer.Tracking {
		m.setNumbers(f)
		return
	}
	if f.shown.Format == importer.Answers {
		m.setAnswers(f)
		return
	}
	m.right.Objects = []fyne.CanvasObject{m.sample}
	if f.shown.Format != importer.PriceList || p.Mapping == nil {
		m.form.Set()
		m.sample.SetRows(nil)
		return
	}
	var rows []fyne.CanvasObject
	switch {
	case len(m.s.names.suppliers) == 0:
		link := action.Action{Label: text.T("imports.map.suppliers"), Run: func() { m.s.h.Go(page.Route{Screen: page.Suppliers}) }}
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, text.T("imports.supplier.none"), &link))
	case f.req.Supplier == "":
		rows = append(rows, kit.NewNote(theme.Under, theme.IconInfo, text.T("imports.map.whose"), nil))
	}
	if f.shown.Err() != nil {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconWarning, capital(f.said()), nil))
	}
	rows = append(rows, kit.NewLabel(kit.SmallStrong, text.T("imports.map.columns")))
	for _, field := range asked {
		rows = append(rows, m.row(text.T(text.Key("imports.field.", field)), m.column(f, field)))
	}
	if len(p.Mapping.Tiers) > 0 {
		rows = append(rows, m.row(text.T("imports.map.tiers"), kit.NewLabel(kit.Body, tiers(p.Mapping.Tiers))))
	}
	rows = append(rows, kit.Gap(0, theme.Gap4), kit.NewLabel(kit.SmallStrong, text.T("imports.map.written")))
	rows = append(rows, m.written(f)...)
	m.form.Set(rows...)
	items := make([]*pricelist.Item, len(p.Items))
	wrong := false
	for i := range p.Items {
		items[i] = &p.Items[i]
		wrong = wrong || len(p.Items[i].Problems) > 0
	}
	for _, field := range asked {
		_, mapped := p.Mapping.Fields[field]
		mapped = mapped || field == pricelist.Cost && len(p.Mapping.Tiers) > 0 || field == pricelist.Currency && p.Mapping.Currency != ""
		m.sample.ShowColumn(string(field), mapped)
	}
	m.sample.ShowColumn("problem", wrong)
	m.sample.SetRows(items)
}

func (m *mapping) row(name string, field fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Body, name).Limit(130), 130, 0), kit.Grow(field))
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

// column chooses the column of a field.
func (m *mapping) column(f *queued, field pricelist.Field) fyne.CanvasObject {
	p := f.preview()
	options := columnsOf(p)
	chosen := ""
	if c, ok := p.Mapping.Fields[field]; ok {
		chosen = strconv.Itoa(c.Index)
	}
	return m.chooser(f, string(field), options, chosen)
}

// columnsOf are the columns of a file to choose from, by their position.
func columnsOf(p *importer.Preview) []kit.Option {
	options := []kit.Option{{ID: "", Text: text.T("imports.map.none")}}
	for i, c := range p.Columns {
		label := c
		if n := pricelist.Numbered(c); n == i {
			label = text.T("imports.map.column", strconv.Itoa(i+1))
		}
		options = append(options, kit.Option{ID: strconv.Itoa(i), Text: label})
	}
	return options
}

// chooser lets a person choose the column of a field; options are the columns by
// their position.
func (m *mapping) chooser(f *queued, field string, options []kit.Option, chosen string) fyne.CanvasObject {
	p := f.preview()
	sel := kit.SelectField(options, func(id string) {
		column := ""
		if i, err := strconv.Atoi(id); err == nil {
			column = p.Columns[i]
		}
		m.s.of(f, func(o *importer.Options) {
			named := map[string]string{field: column}
			for k, v := range o.Mapping {
				if k != field {
					named[k] = v
				}
			}
			o.Mapping = named
		})
	})
	sel.SetChosen(chosen)
	return sel
}

// written chooses how numbers and days are written and the currency.
func (m *mapping) written(f *queued) []fyne.CanvasObject {
	p := f.preview().Mapping
	choose := func(options []kit.Option, chosen string, set func(w *importer.Written, id string)) *kit.Selector {
		sel := kit.SelectField(options, func(id string) { m.s.of(f, func(o *importer.Options) { set(&o.Written, id) }) })
		sel.SetChosen(chosen)
		return sel
	}
	decimals := []kit.Option{{ID: ".", Text: text.T("imports.map.point")}, {ID: ",", Text: text.T("imports.map.comma")}}
	if p.Decimal == sheet.UnknownDecimal {
		decimals = append([]kit.Option{{ID: "", Text: text.T("imports.map.unknown")}}, decimals...)
	}
	rows := []fyne.CanvasObject{m.row(text.T("imports.map.decimal"), choose(decimals, string(p.Decimal), func(w *importer.Written, id string) { w.Decimal = sheet.Decimal(id) }))}
	if _, dated := p.Fields[pricelist.ValidFrom]; dated {
		orders := []kit.Option{{ID: "dmy", Text: text.T("imports.map.dmy")}, {ID: "mdy", Text: text.T("imports.map.mdy")}}
		if p.Dates == sheet.UnknownOrder {
			orders = append([]kit.Option{{ID: "", Text: text.T("imports.map.unknown")}}, orders...)
		}
		rows = append(rows, m.row(text.T("imports.map.dates"), choose(orders, string(p.Dates), func(w *importer.Written, id string) { w.Dates = sheet.DateOrder(id) })))
	}
	currencies := []kit.Option{}
	if p.Currency == "" {
		currencies = append(currencies, kit.Option{ID: "", Text: text.T("imports.map.supplier.currency")})
	}
	list := []model.Currency{m.s.h.Book().Home, "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "DKK", "NOK", "CNY", "JPY", "AUD", "CAD"}
	if p.Currency != "" {
		list = append([]model.Currency{p.Currency}, list...)
	}
	for i, c := range list {
		if slices.Index(list, c) == i {
			currencies = append(currencies, kit.Option{ID: string(c), Text: string(c)})
		}
	}
	return append(rows, m.row(text.T("imports.map.currency"), choose(currencies, string(p.Currency), func(w *importer.Written, id string) { w.Currency = model.Currency(id) })))
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
