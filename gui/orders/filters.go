package orders

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/product"
)

// standing are the filters that always have a chip, spare those that get one
// when they are set.
var (
	standing = []string{page.ByState, filterPlaced, page.ByShop, page.BySupplier, page.ByMargin}
	spare    = []string{page.ByCountry, page.ByProduct, page.ByOnly}
)

// filterBar is the row of filters over the list.
type filterBar struct {
	l     *List
	chips map[string]*kit.Chip
	more  *kit.Button
	shown []string
	said  string // by the chips when they were arranged
}

func newFilterBar(l *List) *filterBar {
	b := &filterBar{l: l, chips: map[string]*kit.Chip{}}
	for _, id := range append(slices.Clone(standing), spare...) {
		b.chips[id] = kit.FilterChip(filterName(id), "", func() { b.choose(id) }, func() { l.grid.SetFilter(id) })
	}
	b.more = kit.NewButton(kit.Link, text.T("orders.filter.add"), b.add).WithIcon(theme.IconPlus)
	return b
}

func filterName(id string) string { return text.T(text.Key("orders.filter.", id)) }

// arrange puts the chips up that are to be seen.
func (b *filterBar) arrange() {
	if b.l.blank {
		b.l.page.SetFilters()
		return
	}
	b.shown = slices.Clone(standing)
	for _, id := range spare {
		if len(b.l.grid.Filter(id)) > 0 {
			b.shown = append(b.shown, id)
		}
	}
	var row []fyne.CanvasObject
	for _, id := range b.shown {
		row = append(row, b.chips[id])
	}
	note := kit.NewLabel(kit.Caption, text.T("orders.currency", string(b.l.host.Book().Home)))
	b.l.page.SetFilters(append(row, b.more, kit.Spacer(), note)...)
}

// refresh shows what is set. A chip is as wide as what it says.
func (b *filterBar) refresh() {
	var said strings.Builder
	for _, id := range append(slices.Clone(standing), spare...) {
		values := b.l.grid.Filter(id)
		says := b.says(id, values)
		b.chips[id].SetValue(filterName(id), says, len(values) > 0)
		said.WriteString(says + "\n")
	}
	if said.String() != b.said {
		b.said = said.String()
		b.arrange()
	}
}

// plain tells whether the list is as it begins: the open orders, nothing else.
func (b *filterBar) plain() bool {
	all := b.l.grid.Filters()
	return b.l.grid.Search() == "" && len(all) == 1 && all[0].ID == openOnly.ID && slices.Equal(all[0].Values, openOnly.Values)
}

const saidMost = 2 // values that a chip names

// says is what a chip says of its values.
func (b *filterBar) says(id string, values []string) string {
	if len(values) == 0 {
		return text.T("orders.filter.all")
	}
	if len(values) > saidMost {
		return b.l.host.Format().Int(len(values))
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = b.label(id, v)
	}
	return strings.Join(names, ", ")
}

// label is what a person reads of a value.
func (b *filterBar) label(id, value string) string {
	switch id {
	case page.ByState:
		if value == stateOpen {
			return text.T("orders.filter.open")
		}
		return stateName(value)
	case filterPlaced:
		if strings.Contains(value, slash) {
			return b.l.host.Format().Period(placed([]string{value}, ""))
		}
		return text.T(text.Key("period.name.", value))
	case page.ByMargin:
		return text.T(text.Key("orders.band.", value))
	case page.ByOnly:
		return text.T(text.Key("orders.only.", value))
	case page.BySupplier:
		if value == "#0" {
			return text.T("orders.nosupplier")
		}
	case page.ByCountry:
		return value
	}
	return b.l.source.names.label(id, value)
}

// choice is a value that can be chosen, and how many orders it would show.
type choice struct {
	value string
	name  string
	count int // -1 is not said
}

// choose opens the menu of a filter.
func (b *filterBar) choose(id string) {
	switch id {
	case page.ByProduct:
		b.chooseProduct()
		return
	case filterPlaced:
		b.choosePlaced()
		return
	}
	items := []kit.MenuItem{{Text: text.T("orders.filter.any"), Tick: len(b.l.grid.Filter(id)) == 0, Run: func() { b.l.grid.SetFilter(id) }}}
	if id == page.ByState {
		on := slices.Equal(b.l.grid.Filter(id), openOnly.Values)
		items = append(items, kit.MenuItem{Text: text.T("orders.filter.allopen"), Tick: on, Run: func() { b.l.grid.SetFilter(id, stateOpen) }})
	}
	items = append(items, kit.MenuItem{})
	for _, c := range b.choices(id) {
		on := slices.Contains(b.l.grid.Filter(id), c.value)
		item := kit.MenuItem{Text: c.name, Tick: on, Run: func() { b.toggle(id, c.value) }}
		if c.count >= 0 {
			item.Key = b.l.host.Format().Int(c.count)
		}
		items = append(items, item)
	}
	b.open(id, items)
}

// open shows a menu below the chip of a filter, or the link while it has none.
func (b *filterBar) open(id string, items []kit.MenuItem) {
	var from fyne.CanvasObject = b.more
	if slices.Contains(b.shown, id) {
		from = b.chips[id]
	}
	at := kit.Below(from)
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		kit.ShowMenu(c, kit.MenuOptions{At: at, Flip: at.Y - from.Size().Height - 2*theme.Gap4, Width: 180, Items: items})
	}
}

// toggle takes a value into a filter, or out of it.
func (b *filterBar) toggle(id, value string) {
	values := b.l.grid.Filter(id)
	switch i := slices.Index(values, value); {
	case i >= 0:
		values = slices.Delete(values, i, i+1)
	case slices.Contains(values, stateOpen):
		values = []string{value}
	default:
		values = append(values, value)
	}
	b.l.grid.SetFilter(id, values...)
}

// choices are the values of a filter that show an order, and those that are set.
func (b *filterBar) choices(id string) (all []choice) {
	v := b.l.source.newest.Load()
	if v != nil {
		all = b.found(id, &v.Facets)
	}
	for i := range all {
		if v.partial {
			all[i].count = -1 // not known yet
		}
	}
	for _, value := range b.l.grid.Filter(id) {
		if value != stateOpen && !slices.ContainsFunc(all, func(c choice) bool { return c.value == value }) {
			all = append(all, choice{value, b.label(id, value), 0})
		}
	}
	return all
}

// found are the values of a filter with orders behind them.
func (b *filterBar) found(id string, f *orderbook.Facets) (all []choice) {
	switch id {
	case page.ByState:
		all = counted(order.States(), f.States, stateName)
	case page.ByMargin:
		var bands []string
		for _, band := range orderbook.Bands() {
			bands = append(bands, string(band))
		}
		all = counted(bands, f.Bands, func(v string) string { return text.T(text.Key("orders.band.", v)) })
	case page.ByCountry:
		for _, x := range f.Countries {
			all = append(all, choice{x.Code, countryLabel(x.Code), x.Count})
		}
	case page.ByShop:
		all = b.named(id, f.Shops)
	case page.BySupplier:
		all = b.named(id, f.Suppliers)
	case page.ByOnly:
		for _, v := range []string{page.OnlyUnbooked, page.OnlyUnsure, page.OnlyArchived} {
			all = append(all, choice{v, b.label(id, v), -1})
		}
	}
	return all
}

// coded2 lists codes in their order with how many orders each would show.
func counted(codes []string, facets []orderbook.Facet, name func(string) string) (all []choice) {
	for _, code := range codes {
		c := choice{code, name(code), 0}
		for _, f := range facets {
			if f.Code == code {
				c.count = f.Count
			}
		}
		all = append(all, c)
	}
	return all
}

func (b *filterBar) named(id string, facets []orderbook.Facet) (all []choice) {
	for _, f := range facets {
		value := reference(f.ID)
		name := f.Name
		if f.ID == 0 {
			name = b.label(id, value)
		}
		all = append(all, choice{value, name, f.Count})
	}
	return all
}

func countryLabel(code string) string {
	if code == "" {
		return text.T("orders.nocountry")
	}
	return text.T("orders.country", code, reports.CountryName(code))
}

// choosePlaced offers named periods and two days.
func (b *filterBar) choosePlaced() {
	set := b.l.grid.Filter(filterPlaced)
	var items []kit.MenuItem
	for _, name := range []string{period.All, period.Last30, period.Month, period.LastMonth, period.Quarter, period.LastQuarter, period.Year, period.LastYear} {
		values := []string{name}
		if name == period.All {
			values = nil
		}
		items = append(items, kit.MenuItem{Text: text.T(text.Key("period.name.", name)), Tick: slices.Equal(set, values), Run: func() { b.l.grid.SetFilter(filterPlaced, values...) }})
	}
	items = append(items, kit.MenuItem{}, kit.MenuItem{Text: text.T("period.ask"), Run: b.askDays})
	b.open(filterPlaced, items)
}

func (b *filterBar) askDays() {
	h := b.l.host
	days := period.NewDays(h.Format(), h.Runner(), placed(b.l.grid.Filter(filterPlaced), h.Book().Today()), false)
	h.Show(page.Dialog{Title: text.T("orders.filter.days"), Content: days, Verb: text.T("orders.filter.show"), Do: func() bool {
		p, ok := days.Read()
		if !ok {
			return true
		}
		if p == (model.Period{}) {
			b.l.grid.SetFilter(filterPlaced)
		} else {
			b.l.grid.SetFilter(filterPlaced, string(p.From)+slash+string(p.To))
		}
		return false
	}})
}

// chooseProduct asks for a product by typing.
func (b *filterBar) chooseProduct() {
	h := b.l.host
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	field := f.Search(form.Spec{Name: "product", Label: text.T("orders.filter.product"), Required: true}, b.l.source.productChoices())
	h.Show(page.Dialog{Title: text.T("orders.filter.products"), Content: f, Verb: text.T("orders.filter.show"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		if value, err := field.Get(); err == nil {
			b.l.grid.SetFilter(page.ByProduct, value)
		}
		return false
	}})
}

// productChoices finds products by SKU or name; values are references.
func (s *source) productChoices() form.Source {
	return form.Source{
		Find: func(ctx context.Context, query string) ([]form.Option, error) {
			all, err := s.catalogue(ctx)
			if err != nil {
				return nil, err
			}
			return form.Among(options(all, func(p product.Row) string { return reference(p.ID) })).Find(ctx, query)
		},
		Label: func(v string) string { return s.names.label(page.ByProduct, v) },
	}
}

func options(all []product.Row, value func(product.Row) string) []form.Option {
	list := make([]form.Option, len(all))
	for i, p := range all {
		list[i] = form.Option{Value: value(p), Label: p.Name, Detail: p.SKU, More: p.SKU}
	}
	return list
}

// add offers the filters that have no chip yet.
func (b *filterBar) add() {
	var items []kit.MenuItem
	for _, id := range spare {
		if !slices.Contains(b.shown, id) {
			items = append(items, kit.MenuItem{Text: filterName(id), Run: func() { b.choose(id) }})
		}
	}
	if len(b.l.grid.Filters()) > 0 || b.l.grid.Search() != "" {
		if len(items) > 0 {
			items = append(items, kit.MenuItem{})
		}
		items = append(items, kit.MenuItem{Text: text.T("orders.filter.clear"), Run: b.clear}, kit.MenuItem{Text: text.T("orders.filter.reset"), Run: b.reset})
	}
	b.open("", items)
}

// clear takes all filters and the search away.
func (b *filterBar) clear() {
	b.l.search.Set("")
	b.l.grid.Clear()
}

// reset shows the open orders again, the newest first.
func (b *filterBar) reset() {
	b.l.search.Set("")
	b.l.grid.SetSearch("")
	b.l.grid.SetFilters([]grid.Filter{openOnly})
}
