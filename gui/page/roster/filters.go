package roster

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
)

// Filter narrows the list. A filter with a Label for its values opens a menu of
// those that occur; one without is on or off.
type Filter[R any] struct {
	ID     string // also the param of a route that sets it
	Name   string
	Values func(R) []string          // what a row is found by; of an on-off filter any when it fits
	Label  func(value string) string // nil for an on-off filter
	Rare   bool                      // the chip is only there while the filter is set
}

// on is the value of a filter that is only on or off.
const on = "yes"

// bar is the row of filters over the list.
type bar[R any] struct {
	l     *List[R]
	chips []*kit.Chip // one for each filter
	gone  *kit.Chip   // shows rows that are put away as well
	shown string      // the chips that stand there
}

func newBar[R any](l *List[R]) *bar[R] {
	b := &bar[R]{l: l}
	for i := range l.o.Filters {
		f := &l.o.Filters[i]
		if f.Label == nil && !f.Rare {
			b.chips = append(b.chips, kit.ChoiceChip(f.Name, "", func() { b.flip(f.ID) }))
			continue
		}
		b.chips = append(b.chips, kit.FilterChip(f.Name, "", func() { b.choose(i) }, func() { l.Grid.SetFilter(f.ID) }))
	}
	if !l.o.Fixed {
		b.gone = kit.ChoiceChip(l.o.Words.Say("archived"), "", l.ToggleArchived)
	}
	return b
}

// match tells for each filter whether a row fits.
func (b *bar[R]) match() map[string]func(R, []string) bool {
	all := map[string]func(R, []string) bool{}
	for _, f := range b.l.o.Filters {
		all[f.ID] = func(r R, values []string) bool {
			has := f.Values(r)
			return slices.ContainsFunc(has, func(v string) bool { return f.Label == nil || slices.Contains(values, v) })
		}
	}
	return all
}

// asked are the filters that a route asks for.
func (b *bar[R]) asked(r page.Route) (all []grid.Filter) {
	for _, f := range b.l.o.Filters {
		if v := r.Param(f.ID); v != "" {
			all = append(all, grid.Filter{ID: f.ID, Values: strings.Split(v, "\n")})
		}
	}
	return all
}

func (b *bar[R]) flip(id string) {
	if len(b.l.Grid.Filter(id)) > 0 {
		b.l.Grid.SetFilter(id)
		return
	}
	b.l.Grid.SetFilter(id, on)
}

// refresh shows what is set, and how many rows fit each of the simple filters.
func (b *bar[R]) refresh() {
	f := b.l.Host.Format()
	rows := b.l.Rows()
	var shown strings.Builder
	for i, o := range b.l.o.Filters {
		values := b.l.Grid.Filter(o.ID)
		if o.Label == nil && !o.Rare {
			n := 0
			for _, r := range rows {
				if len(o.Values(r)) > 0 {
					n++
				}
			}
			b.chips[i].SetCount(f.Int(n))
			b.chips[i].SetActive(len(values) > 0)
			continue
		}
		says := b.says(o, values)
		b.chips[i].SetValue(o.Name, says, len(values) > 0)
		shown.WriteString(says + "\n")
	}
	if b.gone != nil {
		b.gone.SetActive(b.l.all.Load())
	}
	if len(rows) > 0 {
		shown.WriteString("rows")
	}
	if shown.String() != b.shown {
		b.shown = shown.String()
		b.arrange()
	}
}

const saidMost = 2 // values that a chip names

func (b *bar[R]) says(o Filter[R], values []string) string {
	switch {
	case len(values) == 0:
		return b.l.o.Words.Say("any")
	case o.Label == nil:
		return ""
	case len(values) > saidMost:
		return b.l.Host.Format().Int(len(values))
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = o.Label(v)
	}
	return strings.Join(names, ", ")
}

// arrange puts the chips up that are to be seen; an empty book needs none.
func (b *bar[R]) arrange() {
	if len(b.l.Rows()) == 0 && len(b.l.Grid.Filters()) == 0 && !b.l.all.Load() {
		b.l.Page.SetFilters()
		return
	}
	var row []fyne.CanvasObject
	for i, o := range b.l.o.Filters {
		if !o.Rare || len(b.l.Grid.Filter(o.ID)) > 0 {
			row = append(row, b.chips[i])
		}
	}
	if b.gone != nil {
		row = append(row, b.gone)
	}
	b.l.Page.SetFilters(append(row, kit.Spacer(), kit.NewLabel(kit.Caption, b.l.o.Words.Say("note", string(b.l.Host.Book().Home))))...)
}

// choose opens the menu of a filter: the values that occur, with their counts.
func (b *bar[R]) choose(i int) {
	o := b.l.o.Filters[i]
	if o.Label == nil {
		return
	}
	set := b.l.Grid.Filter(o.ID)
	counts := map[string]int{}
	for _, r := range b.l.Rows() {
		for _, v := range o.Values(r) {
			counts[v]++
		}
	}
	for _, v := range set {
		counts[v] += 0
	}
	var values []string
	for v := range counts {
		values = append(values, v)
	}
	slices.SortFunc(values, func(x, y string) int { return strings.Compare(o.Label(x), o.Label(y)) })
	items := []kit.MenuItem{{Text: b.l.o.Words.Say("anyof"), Tick: len(set) == 0, Run: func() { b.l.Grid.SetFilter(o.ID) }}, {}}
	for _, v := range values {
		items = append(items, kit.MenuItem{
			Text: o.Label(v), Key: b.l.Host.Format().Int(counts[v]), Tick: slices.Contains(set, v), Run: func() { b.toggle(o.ID, v) },
		})
	}
	from := b.chips[i]
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		at := Below(from)
		kit.ShowMenu(c, kit.MenuOptions{At: at, Flip: at.Y - from.Size().Height - 2*theme.Gap4, Width: 180, Items: items})
	}
}

// toggle takes a value into a filter, or out of it.
func (b *bar[R]) toggle(id, value string) {
	values := slices.Clone(b.l.Grid.Filter(id))
	if i := slices.Index(values, value); i >= 0 {
		b.l.Grid.SetFilter(id, slices.Delete(values, i, i+1)...)
		return
	}
	b.l.Grid.SetFilter(id, append(values, value)...)
}
