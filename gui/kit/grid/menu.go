package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/text"
)

// ColumnsMenu lets the user choose which columns are seen: it stays until another
// place is clicked. A screen opens it from its button for columns.
func (b *Board) ColumnsMenu(at fyne.Position) {
	items := b.columnItems(func() { b.ColumnsMenu(at) })
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(text.T("grid.columns.reset"), b.ResetColumns))
	b.popUp(items, at)
}

// columnItems are all columns with a tick at those that are seen.
func (b *Board) columnItems(then func()) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, c := range b.Columns() {
		name := c.Title
		if name == "" {
			name = c.ID
		}
		item := fyne.NewMenuItem(name, func() {
			b.ShowColumn(c.ID, !c.Shown)
			then()
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
	columns.ChildMenu = fyne.NewMenu("", b.columnItems(func() {})...)
	items = append(items,
		fyne.NewMenuItem(text.T("grid.column.fit"), func() { b.FitColumn(h.id) }),
		fyne.NewMenuItem(text.T("grid.column.left"), func() { b.MoveColumn(h.id, -1) }),
		fyne.NewMenuItem(text.T("grid.column.right"), func() { b.MoveColumn(h.id, 1) }),
		fyne.NewMenuItem(text.T("grid.column.hide"), func() { b.ShowColumn(h.id, false) }),
		fyne.NewMenuItemSeparator(), columns,
		fyne.NewMenuItem(text.T("grid.columns.reset"), b.ResetColumns))
	b.popUp(items, at)
}

// sortWay sorts by a column in one direction, the columns before decide next.
func (b *Board) sortWay(id string, down bool) {
	next := resort(b.ask.Sort, id, down)
	next[0].Down = down
	b.SetSort(next...)
}

func (b *Board) popUp(items []*fyne.MenuItem, at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.self); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
	}
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
