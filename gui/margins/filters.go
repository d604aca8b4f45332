package margins

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
)

// bar is the row of selectors and filters over the sheet.
type bar struct {
	m       *Margins
	by      *kit.Selector
	period  *period.Selector
	compare *kit.Selector
	chips   map[string]*kit.Chip
	note    *kit.Label
	choices *async.Loader[margin.Labels]
}

// chipped are the filters, in their order.
var chipped = []string{page.ByShop, page.ByCountry, page.BySupplier, page.ByProduct}

func newBar(m *Margins) *bar {
	h := m.h
	b := &bar{m: m, chips: map[string]*kit.Chip{}, note: kit.NewLabel(kit.Caption, "")}
	var groups []kit.Option
	for _, g := range groupings {
		groups = append(groups, kit.Option{ID: g, Text: text.T(text.Key("margins.by.", g))})
	}
	b.by = kit.NewSelector(text.T("margins.by"), groups, func(id string) { m.ask(func(w *wanted) { w.By = id }) })
	b.period = period.New(period.Options{
		Label: text.T("margins.period"), Format: h.Format(), Today: h.Book().Today, Ask: b.askDays,
		Changed: func(c period.Choice) { m.ask(func(w *wanted) { w.Period = c }) },
	}, m.want.Period)
	b.compare = kit.NewSelector(text.T("margins.compare"), nil, func(id string) { m.ask(func(w *wanted) { w.Compare = id }) })
	row := []fyne.CanvasObject{b.by, b.period, b.compare}
	for _, id := range chipped {
		b.chips[id] = kit.FilterChip(text.T(text.Key("margins.by.", id)), "", func() { b.choose(id) }, func() { b.set(id) })
		row = append(row, b.chips[id])
	}
	m.page.SetFilters(append(row, kit.Spacer(), b.note)...)
	b.choices = async.NewLoader(h.Runner(), func(async.State[margin.Labels]) {})
	return b
}

// list is the filter of what is wanted.
func (w *wanted) list(id string) *[]string {
	switch id {
	case page.ByShop:
		return &w.Shops
	case page.BySupplier:
		return &w.Suppliers
	case page.ByCountry:
		return &w.Countries
	}
	return &w.Products
}

// refresh shows what is wanted.
func (b *bar) refresh(s *sheet) {
	w := &b.m.want
	b.by.SetChosen(w.By)
	b.period.Set(w.Period)
	b.compare.SetOptions(b.comparisons(), w.Compare)
	b.compare.SetOff("")
	if w.By == string(margin.Order) {
		b.compare.SetOff(text.T("margins.compare.off.order"))
	} else if _, ok := compared(w.Period.Period(b.m.h.Book().Today()), beforeThat, b.m.h.Book().Today()); !ok && w.step() == "" {
		b.compare.SetOff(text.T("margins.compare.off.open"))
	}
	for _, id := range chipped {
		on := *w.list(id)
		b.chips[id].SetValue(text.T(text.Key("margins.by.", id)), b.says(id, on, s), len(on) > 0)
	}
}

// comparisons are named by the days they mean now.
func (b *bar) comparisons() []kit.Option {
	w, today := &b.m.want, b.m.h.Book().Today()
	name := func(how string) string {
		if w.step() != "" {
			return text.T(text.Key("margins.compare.step.", how))
		}
		if p, ok := compared(w.Period.Period(today), how, today); ok && w.By != string(margin.Order) {
			return b.m.h.Format().Period(p)
		}
		return text.T(text.Key("margins.compare.", how))
	}
	return []kit.Option{{ID: beforeThat, Text: name(beforeThat)}, {ID: yearAgo, Text: name(yearAgo)}, {ID: none, Text: text.T("margins.compare.none")}}
}

// says is what a chip says of its values.
func (b *bar) says(id string, on []string, s *sheet) string {
	switch {
	case len(on) == 0:
		return text.T("margins.all")
	case len(on) > 2:
		return b.m.h.Format().Int(len(on))
	}
	names := make([]string, len(on))
	for i, v := range on {
		names[i] = b.label(id, v, s)
	}
	return strings.Join(names, ", ")
}

// label is what a person reads of a value: as the sheet found it, else as it was
// said.
func (b *bar) label(id, value string, s *sheet) string {
	if id == page.ByCountry {
		return model.Country(value).Name()
	}
	if s != nil && s.labels[value] != "" {
		return s.labels[value]
	}
	for _, l := range b.labels(id) {
		if reference(l.ID) == value {
			return l.Name
		}
	}
	return strings.TrimPrefix(value, "#")
}

// reference names a record by its id.
func reference(id int64) string { return "#" + strconv.FormatInt(id, 10) }

func (b *bar) labels(id string) []margin.Label {
	l := b.choices.State().Value
	switch id {
	case page.ByShop:
		return l.Shops
	case page.BySupplier:
		return l.Suppliers
	case page.ByCountry:
		return l.Countries
	}
	return nil
}

// read reads what can be chosen.
func (b *bar) read() {
	b.choices.Load(b.m.h.Context(), b.m.reader.choices)
}

// set narrows the sheet to values of a filter, none takes it back.
func (b *bar) set(id string, to ...string) {
	b.m.ask(func(w *wanted) { *w.list(id) = to })
}

// choose opens the menu of a filter.
func (b *bar) choose(id string) {
	if id == page.ByProduct {
		b.chooseProduct()
		return
	}
	on := *b.m.want.list(id)
	items := []kit.MenuItem{{Text: text.T("margins.all.any"), Tick: len(on) == 0, Run: func() { b.set(id) }}, {}}
	for _, l := range b.labels(id) {
		value, name := reference(l.ID), l.Name
		if id == page.ByCountry {
			value, name = l.Code, model.Country(l.Code).Name()
		}
		items = append(items, kit.MenuItem{Text: name, Tick: slices.Contains(on, value), Run: func() { b.set(id, toggled(on, value)...) }})
	}
	if id == page.BySupplier {
		items = append(items, kit.MenuItem{Text: text.T("margins.nosupplier"), Tick: slices.Contains(on, reference(0)), Run: func() { b.set(id, toggled(on, reference(0))...) }})
	}
	chip := b.chips[id]
	at := kit.Below(chip)
	if c := fyne.CurrentApp().Driver().CanvasForObject(chip); c != nil {
		kit.ShowMenu(c, kit.MenuOptions{At: at, Flip: at.Y - chip.Size().Height - 2*theme.Gap4, Width: 180, Items: items})
	}
}

// toggled is a list with a value taken in, or out.
func toggled(on []string, value string) []string {
	if i := slices.Index(on, value); i >= 0 {
		return slices.Delete(slices.Clone(on), i, i+1)
	}
	return append(slices.Clone(on), value)
}

// chooseProduct asks for a product by typing.
func (b *bar) chooseProduct() {
	h := b.m.h
	products := product.New(h.Book().DB, h.Book().Bus)
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	field := f.Search(form.Spec{Name: "product", Label: text.T("margins.by.product"), Required: true}, form.Source{
		Find: func(ctx context.Context, query string) ([]form.Option, error) {
			rows, err := products.List(ctx, record.Filter{})
			if err != nil {
				return nil, err
			}
			all := make([]form.Option, len(rows))
			for i, p := range rows {
				all[i] = form.Option{Value: reference(p.ID), Label: p.Name, Detail: p.SKU, More: p.SKU}
			}
			return form.Among(all).Find(ctx, query)
		},
		Label: func(v string) string { return b.label(page.ByProduct, v, b.m.sheet()) },
	})
	h.Show(page.Dialog{Title: text.T("margins.product.which"), Content: f, Verb: text.T("margins.show"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		if value, err := field.Get(); err == nil {
			b.set(page.ByProduct, value)
		}
		return false
	}})
}

// askDays lets the user choose two days.
func (b *bar) askDays(p model.Period) {
	h := b.m.h
	days := period.NewDays(h.Format(), h.Runner(), p, false)
	h.Show(page.Dialog{Title: text.T("margins.days"), Content: days, Verb: text.T("margins.show"), Do: func() bool {
		p, ok := days.Read()
		if ok {
			b.period.Choose(period.Between(p, h.Book().Today()))
		}
		return !ok
	}})
}

// askKnown turns the page back to a day, or to now.
func (m *Margins) askKnown() {
	f := form.New(form.Options{Format: m.h.Format(), Runner: m.h.Runner(), Bare: true})
	day := f.Date(form.Spec{Name: "known", Label: text.T("margins.known.day"), Help: text.T("margins.known.help")})
	day.Check(func(d model.Date) error {
		if d > m.h.Book().Today() {
			return model.FieldErrorf("known", "%s", text.T("margins.known.future"))
		}
		return nil
	})
	if m.want.Known != "" {
		day.Set(m.want.Known)
	}
	f.Settle()
	m.h.Show(page.Dialog{Title: text.T("margins.known.title"), Content: f, Verb: text.T("margins.show"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		d, _ := day.Get() // found valid
		m.ask(func(w *wanted) { w.Known = d })
		return false
	}})
}
