package form

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// Offer lets a person choose the words of a Words field from a list too: by the
// chevron behind its entry, or with Down in the empty one. known is asked whenever
// the list opens; what was chosen already is left out.
func Offer(f *Field[[]string], known func() []Option) *Field[[]string] {
	b, ok := f.ctl.(*bag)
	if !ok {
		panic("only a Words field has a list of words to choose from")
	}
	b.known, b.more = known, newIcon(theme.IconChevDown, theme.Muted)
	b.Refresh()
	return f
}

// offer opens the list of what can be chosen.
func (b *bag) offer() {
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if b.off || c == nil {
		return
	}
	var items []kit.MenuItem
	for _, o := range b.known() {
		if !slices.ContainsFunc(b.words, func(w Option) bool { return w.Value == o.Value }) {
			items = append(items, kit.MenuItem{Text: o.label(), Key: o.Detail, Run: func() { b.add(o) }})
		}
	}
	if len(items) == 0 {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.in)
	kit.ShowMenu(c, kit.MenuOptions{At: kit.Below(b.in), Flip: at.Y - theme.Gap4, Width: b.in.Size().Width + theme.ControlHeight, Items: items})
}

// add takes a word that was chosen.
func (b *bag) add(o Option) {
	b.words = append(slices.Clone(b.words), o)
	b.again()
	b.slot.changed()
}

// overMore tells whether a position is on the chevron.
func (b *bag) overMore(p fyne.Position) bool {
	at, size := b.in.Position(), b.in.Size()
	return b.known != nil && p.X >= at.X+size.Width && p.Y >= at.Y && p.Y <= at.Y+size.Height
}
