package grid

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// ArrangeKey opens the columns of the list that has the keyboard, or of the first
// one of the page.
var ArrangeKey = action.Ctrl(fyne.KeyL)

const (
	arrangeWidth float32 = 600
	arrangeRows          = 13
	wayWidth     float32 = 196
	widthStep    float32 = 12
)

// arranger is the dialog in which a person chooses the columns of a list, their
// order and widths, and what the rows are sorted by. All of it holds at once, and
// is kept as if the heads had been dragged and clicked.
type arranger struct {
	of   *Board
	list *Grid[ColumnState]
	ways []action.Action
	hide func()
}

// ArrangeColumns opens the columns of the list, to be shown, hidden, moved, sized
// and sorted by. It does nothing while the list is on no window.
func (b *Board) ArrangeColumns() {
	c := fyne.CurrentApp().Driver().CanvasForObject(b.self)
	if c == nil {
		return
	}
	a := &arranger{of: b}
	a.list = New(Options[ColumnState]{
		Key: func(s ColumnState) string { return s.ID }, Columns: a.columns(),
		Setup:  Setup{Ticks: true, First: true, Bare: true},
		Events: Events{OnTick: a.tick},
		Place:  Place{Context: b.o.Context, Runner: b.o.Runner, Format: b.o.Format},
	})
	a.list.hear = a.key
	a.ways = a.actions()
	a.show()
	buttons := []fyne.CanvasObject{}
	for _, w := range a.ways {
		buttons = append(buttons, kit.ActionButton(w, kit.Plain))
	}
	height := theme.GridHeadHeight + float32(min(len(b.heads), arrangeRows))*theme.RowHeight() + theme.LineWidth
	body := kit.Row(theme.Gap12, kit.Grow(kit.Sized(a.list, 0, height)), kit.Sized(kit.Column(theme.Gap4, buttons...), wayWidth, 0)).Top()
	a.hide = dialog.NewStack(c).Show(dialog.Options{Title: text.T("grid.arrange"), Lines: []string{text.T("grid.arrange.what")}, Content: body, Width: arrangeWidth})
}

func (a *arranger) columns() []Column[ColumnState] {
	return []Column[ColumnState]{
		{ID: "name", Title: text.T("grid.arrange.column"), Width: 160, Flex: 1, Lead: true, Cell: func(s ColumnState) Cell { return Cell{Text: a.of.named(s.ID)} }},
		{ID: "sort", Title: text.T("grid.arrange.sort"), Width: 72, Cell: a.sorted},
		{ID: "width", Title: text.T("grid.arrange.width"), Width: 78, Align: fyne.TextAlignTrailing, Cell: a.width},
	}
}

// actions are what can be done with the column under the cursor, and with all.
func (a *arranger) actions() []action.Action {
	do := func(id string, icon theme.IconName, k action.Key, run func(id string)) action.Action {
		return kit.Act("grid.arrange."+id, text.T(text.Key("grid.arrange.", id)), kit.Mark{Icon: icon, Key: k}, func() {
			if s, ok := a.list.CurrentRow(); ok {
				run(s.ID)
			}
			a.show()
			kit.Focus(a.list)
		})
	}
	b := a.of
	return []action.Action{
		do("show", theme.IconEye, action.Plain(fyne.KeySpace), func(id string) { b.ShowColumn(id, b.lay.hidden[b.lay.find(id)]) }),
		do("order", theme.IconSwap, action.Plain(fyne.KeyS), b.SortNext),
		do("narrower", theme.IconLeft, action.Plain(fyne.KeyLeft), func(id string) { b.WidenColumn(id, -widthStep) }),
		do("wider", theme.IconRight, action.Plain(fyne.KeyRight), func(id string) { b.WidenColumn(id, widthStep) }),
		do("fit", theme.IconColumns, action.Plain(fyne.KeyF), b.FitColumn),
		do("free", theme.IconUndo, action.Plain(fyne.Key0), b.FreeColumn),
		do("up", theme.IconUp, action.Alt(fyne.KeyUp), func(id string) { b.MoveColumn(id, -1) }),
		do("down", theme.IconDown, action.Alt(fyne.KeyDown), func(id string) { b.MoveColumn(id, 1) }),
		do("reset", theme.IconUndo, action.Plain(fyne.KeyR), func(string) { b.ResetColumns() }),
	}
}

// key does what a key means in the dialog; Enter closes it.
func (a *arranger) key(k action.Key) bool {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		a.hide()
		return true
	}
	for _, w := range a.ways {
		if w.Key == k && k.Name != fyne.KeySpace { // the list ticks
			w.Do()
			return true
		}
	}
	return false
}

func (a *arranger) tick(ids []string, on bool) {
	for _, id := range ids {
		a.of.ShowColumn(id, on)
	}
	a.show()
}

// show draws the columns as they stand now.
func (a *arranger) show() {
	rows := a.of.Columns()
	a.list.SetRows(rows)
	for _, s := range rows {
		a.list.SetTicked(s.Shown, s.ID)
	}
}

// sorted is the place of a column among those the rows are sorted by.
func (a *arranger) sorted(s ColumnState) Cell {
	at := slices.IndexFunc(a.of.ask.Sort, func(o Order) bool { return o.Column == s.ID })
	switch {
	case !a.of.sorts(s.ID):
		return Cell{Text: format.None, Tone: theme.Quiet, Tip: text.T("grid.arrange.unsorted")}
	case at < 0:
		return Cell{}
	case a.of.ask.Sort[at].Down:
		return Cell{Icon: theme.IconDown, Text: strconv.Itoa(at + 1)}
	}
	return Cell{Icon: theme.IconUp, Text: strconv.Itoa(at + 1)}
}

// width is how wide a column is drawn: quiet as it came, plain as the user wants it.
func (a *arranger) width(s ColumnState) Cell {
	c := a.of.lay.find(s.ID)
	if !s.Shown {
		return Cell{Text: format.None, Tone: theme.Quiet}
	}
	w, drawn := a.of.drawnWidth(c)
	if !drawn {
		return Cell{Text: text.T("grid.arrange.noroom"), Tone: theme.Quiet, Tip: text.T("grid.arrange.noroom.why")}
	}
	cell := Cell{Text: strconv.Itoa(int(w)), Tone: theme.Quiet}
	if _, own := a.of.lay.widths[c]; own {
		cell.Tone = theme.Plain
	}
	return cell
}

// drawnWidth is how wide a column stands on the window now.
func (b *Board) drawnWidth(c int) (w float32, ok bool) {
	cols, _ := b.arrange()
	for _, p := range cols {
		if p.col == c {
			return p.w, true
		}
	}
	return 0, false
}

// named is the name of a column where columns are listed: one that shares its title
// with others, "%" say, is told apart by the column it follows.
func (b *Board) named(id string) string {
	c := b.lay.find(id)
	title := b.heads[c].title
	same := 0
	for _, h := range b.heads {
		if h.title == title {
			same++
		}
	}
	switch {
	case title == "":
		return id
	case same > 1 && c > 0:
		return b.heads[c-1].title + " " + title
	}
	return title
}

// WidenColumn makes a column wider, or narrower, than it stands.
func (b *Board) WidenColumn(id string, by float32) {
	c := b.lay.find(id)
	if c < 0 {
		return
	}
	if w, ok := b.drawnWidth(c); ok {
		b.relay(func() { b.lay.resize(c, w+by) })
	}
}

// FreeColumn gives a column the width it came with, and its part of spare room.
func (b *Board) FreeColumn(id string) {
	if c := b.lay.find(id); c >= 0 {
		b.relay(func() { delete(b.lay.widths, c) })
	}
}

// SortNext sorts by a column first, then the other way round, then no more: without
// any column rows are in the order the list came with.
func (b *Board) SortNext(id string) {
	if !b.sorts(id) {
		return
	}
	down := b.heads[b.lay.find(id)].down
	next := b.Sort()
	switch at := slices.IndexFunc(next, func(o Order) bool { return o.Column == id }); {
	case at < 0:
		next = resort(next, id, down)
	case next[at].Down == down:
		next[at].Down = !down
	default:
		next = slices.Delete(next, at, at+1)
	}
	if len(next) == 0 {
		next = b.o.Sort
	}
	b.SetSort(next...)
}

// heard gives a key to whoever opened the grid for a purpose of its own.
func (b *Board) heard(k action.Key) bool { return b.hear != nil && b.hear(k) }

// heardShortcut does the same for a key with a modifier.
func (b *Board) heardShortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	return ok && b.heard(action.Key{Name: c.KeyName, Mod: c.Modifier})
}
