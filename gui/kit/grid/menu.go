package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
)

// ColumnsMenu lets the user choose which columns are seen: it stays until another
// place is clicked. A screen opens it from its button for columns.
func (b *Board) ColumnsMenu(at fyne.Position) { b.columnsMenu(at, -1) }

// columnsMenu is ColumnsMenu with the cursor on an entry, -1 on none: whoever
// chooses by keys goes on where they were.
func (b *Board) columnsMenu(at fyne.Position, on int) {
	items := b.columnItems(func(i int) { b.columnsMenu(at, i) })
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(text.T("grid.columns.reset"), b.ResetColumns), b.arrangeItem())
	if menu := b.popUp(items, at); menu != nil {
		for range on + 1 {
			menu.ActivateNext()
		}
	}
}

// columnItems are all columns with a tick at those that are seen; then hears which
// entry was chosen.
func (b *Board) columnItems(then func(i int)) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for i, c := range b.Columns() {
		item := fyne.NewMenuItem(b.named(c.ID), func() {
			b.ShowColumn(c.ID, !c.Shown)
			then(i)
		})
		item.Checked = c.Shown
		items = append(items, item)
	}
	return items
}

// headMenu is the menu of the head of a column, -1 beside all.
func (b *Board) headMenu(col int, at fyne.Position) {
	if col < 0 {
		b.ColumnsMenu(at)
		return
	}
	h := b.heads[col]
	var items []*fyne.MenuItem
	if h.sorts {
		items = append(items,
			fyne.NewMenuItem(text.T("grid.sort.up"), func() { b.sortWay(h.id, false) }),
			fyne.NewMenuItem(text.T("grid.sort.down"), func() { b.sortWay(h.id, true) }),
			fyne.NewMenuItemSeparator())
	}
	columns := fyne.NewMenuItem(text.T("grid.columns"), nil)
	columns.ChildMenu = fyne.NewMenu("", b.columnItems(func(int) {})...)
	items = append(items,
		fyne.NewMenuItem(text.T("grid.column.fit"), func() { b.FitColumn(h.id) }),
		fyne.NewMenuItem(text.T("grid.column.left"), func() { b.MoveColumn(h.id, -1) }),
		fyne.NewMenuItem(text.T("grid.column.right"), func() { b.MoveColumn(h.id, 1) }),
		fyne.NewMenuItem(text.T("grid.column.hide"), func() { b.ShowColumn(h.id, false) }),
		fyne.NewMenuItemSeparator(), columns,
		fyne.NewMenuItem(text.T("grid.columns.reset"), b.ResetColumns), b.arrangeItem())
	b.popUp(items, at)
}

// arrangeItem opens the dialog for columns.
func (b *Board) arrangeItem() *fyne.MenuItem {
	return fyne.NewMenuItem(text.T("grid.arrange.open"), b.ArrangeColumns)
}

// sortWay sorts by a column in one direction, the columns before decide next.
func (b *Board) sortWay(id string, down bool) {
	next := resort(b.ask.Sort, id, down)
	next[0].Down = down
	b.SetSort(next...)
}

// popUp shows a menu that ends with arrangeItem, and the key of that; nil while the
// grid is on no window.
func (b *Board) popUp(items []*fyne.MenuItem, at fyne.Position) *widget.PopUpMenu {
	c := fyne.CurrentApp().Driver().CanvasForObject(b.self)
	if c == nil {
		return nil
	}
	labels, keys := make([]string, len(items)), make([]string, len(items))
	for i, item := range items {
		labels[i] = item.Label
	}
	keys[len(keys)-1] = ArrangeKey.String()
	for i, label := range kit.Keyed(labels, keys) {
		items[i].Label = label
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	menu.ShowAtPosition(at)
	return menu
}

// FitColumn makes a column as wide as what stands in it.
func (b *Board) FitColumn(id string) {
	c := b.lay.find(id)
	if c < 0 || !b.draw.made {
		return
	}
	k := ink{size: 12}
	head := b.draw.rule.width(b.heads[c].title, k) + 2*cellPad
	if b.heads[c].sorts {
		head += sortIcon + 4
	}
	b.relay(func() { b.lay.resize(c, max(head, b.deck.natural(c, b.draw.wants))) })
}
