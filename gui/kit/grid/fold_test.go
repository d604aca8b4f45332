package grid

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestARowThatOthersBelongToIsFoldedByKeysAndByItsArrow(t *testing.T) {
	states := map[string]Fold{"k000": FoldShut, "k001": FoldOpen}
	b := put(t, many(3), func(o *Options[item], b *bench) {
		cell := o.Columns[0].Cell
		o.Columns[0].Cell = func(i item) Cell {
			c := cell(i)
			c.Fold = states[i.id]
			return c
		}
		o.OnButton = func(i item, id string) { b.say("%s %s", id, i.id) }
	})
	b.key(fyne.KeyHome)
	b.heard()
	b.key(fyne.KeyLeft, fyne.KeyRight)
	b.want("the first", b.heard(), "fold k000")
	b.key(fyne.KeyDown)
	b.heard()
	b.key(fyne.KeyRight, fyne.KeyLeft)
	b.want("the second", b.heard(), "fold k001")
	b.key(fyne.KeyDown)
	b.heard()
	b.key(fyne.KeyRight, fyne.KeyLeft)
	b.want("one that nothing belongs to", b.heard(), "")
	b.click(edge+cellPad+4, 28+10, 0)
	if got := b.heard(); !strings.Contains(got, "fold k000") {
		t.Errorf("a click on the arrow: %q", got)
	}
}

func TestRowsThatGoWithTheSelectionAreThereWhenItIsHeardOf(t *testing.T) {
	b := put(t, many(30), func(o *Options[item], b *bench) {
		o.GroupBy = func(i item) string { return i.sub }
		o.GroupHead = func(key string, rows []item) Group { return Group{Title: rows[0].sub} }
		o.OnSelect = func() { b.Refresh() } // as by a screen that moves the focus
	})
	b.Select("k025")
	b.SetRows(many(12))
	if b.selected() == "k025" || b.Lines() != 14 {
		t.Errorf("%q selected of %d lines", b.selected(), b.Lines())
	}
}
