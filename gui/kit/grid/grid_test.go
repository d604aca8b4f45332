package grid

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// bench is a grid of items in a window of the test driver, and what it told.
type bench struct {
	*Grid[item]
	t    *testing.T
	win  fyne.Window
	said []string
}

func (b *bench) say(format string, args ...any) {
	b.said = append(b.said, fmt.Sprintf(format, args...))
}

// heard returns and forgets what the grid told.
func (b *bench) heard() string {
	s := strings.Join(b.said, "; ")
	b.said = nil
	return s
}

// many are items "a00" to "a99" and so on, of three kinds, in groups of ten.
func many(n int) []item {
	rows := make([]item, n)
	for i := range rows {
		rows[i] = item{id: fmt.Sprintf("k%03d", i), name: fmt.Sprintf("row %03d", i), kind: []string{"red", "green", "blue"}[i%3], n: i, sub: fmt.Sprintf("group %d", i/10)}
	}
	return rows
}

// put shows a grid in a window of 500 by 340: head, footer and ten rows.
func put(t *testing.T, rows []item, change func(o *Options[item], b *bench)) *bench {
	t.Helper()
	theme.Apply(test.NewTempApp(t), theme.Options{Look: theme.Light})
	b := &bench{t: t}
	o := itemOptions()
	o.Columns[0].Title, o.Columns[1].Title, o.Columns[2].Title = "Name", "Number", "Kind"
	o.Columns[1].Align = fyne.TextAlignTrailing
	o.Columns[0].Width, o.Columns[0].Flex = 200, 1
	o.Place = Place{Runner: async.Inline{}}
	o.Count, o.CountOf = "grid.selected", "grid.selected"
	o.OnOpen = func(i item) { b.say("open %s", i.id) }
	o.OnCurrent = func(i item, ok bool) { b.say("current %s", i.id) }
	o.OnSelect = func() { b.say("selected %s", strings.Join(b.Selected(), " ")) }
	o.OnTick = func(keys []string, on bool) { b.say("tick %v %s", on, strings.Join(keys, " ")) }
	if change != nil {
		change(o, b)
	}
	b.Grid = New(*o)
	b.win = test.NewTempWindow(t, b.Grid)
	b.win.SetPadded(false)
	b.win.Resize(fyne.NewSize(500, 28+28+280))
	if rows != nil {
		b.SetRows(rows)
	}
	b.said = nil
	return b
}

func (b *bench) key(names ...fyne.KeyName) {
	for _, n := range names {
		b.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (b *bench) shiftKey(names ...fyne.KeyName) {
	b.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	b.key(names...)
	b.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

// click presses the pointer at a place.
func (b *bench) click(x, y float32, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: mod, PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}}
	b.MouseDown(e)
	b.MouseUp(e)
}

// clickLine clicks on the nth line in sight.
func (b *bench) clickLine(n int, mod fyne.KeyModifier) { b.click(60, 28+float32(n)*28+10, mod) }

func (b *bench) want(what, got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func (b *bench) selected() string { return strings.Join(b.Selected(), " ") }

func TestEverythingIsSelectedAtOnce(t *testing.T) {
	b := put(t, many(100), nil)
	b.TypedShortcut(&fyne.ShortcutSelectAll{})
	if b.SelectedCount() != 100 || !b.AllSelected() || b.selected() != "" {
		t.Errorf("%d selected", b.SelectedCount())
	}
	b.clickLine(3, fyne.KeyModifierShortcutDefault)
	if b.SelectedCount() != 99 || b.AllSelected() || b.isSelected(3) {
		t.Errorf("%d selected after one was taken away", b.SelectedCount())
	}
	b.WithSelected(func(rows []item, err error) {
		if len(rows) != 99 || err != nil || rows[3].id != "k004" {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
	b.SetSearch("red")
	if b.SelectedCount() != 0 {
		t.Errorf("another query must not select what nobody saw: %d", b.SelectedCount())
	}
}

func TestHeadsSort(t *testing.T) {
	b := put(t, items, nil)
	heads := func() string { return b.HeadText() }
	b.click(60, 10, 0)
	b.want("one click", heads(), "Name ↑ | Number | Kind")
	b.want("first row", b.RowText(0), "Angler DK | 7 | odd")
	b.click(60, 10, 0)
	b.want("two clicks", heads(), "Name ↓ | Number | Kind")
	b.click(450, 10, 0)
	b.want("a column that does not sort", heads(), "Name ↓ | Number | Kind")
	b.SetSort(Order{Column: "n", Down: true})
	b.want("by number", b.RowText(0), "Order 10 | 12 | odd")
}

func TestASortKeepsWhatIsSelectedAndShowsTheTop(t *testing.T) {
	b := put(t, many(100), nil)
	b.Select("k050")
	b.heard()
	b.SetSort(Order{Column: "n", Down: true})
	b.want("selected", b.selected(), "k050")
	b.want("current", b.Current(), "k050")
	if b.off != 0 {
		t.Errorf("scrolled to %v", b.off)
	}
	b.key(fyne.KeyDown)
	b.want("goes on from there", b.selected(), "k049")
}

func TestRowsThatNoLongerFitAreNotSelected(t *testing.T) {
	b := put(t, many(30), nil)
	b.Select("k001", "k003")
	b.heard()
	b.SetFilter("kind", "red")
	b.want("selected", b.selected(), "k003")
	b.want("told", b.heard(), "current ; selected k003")
	b.want("footer", fmt.Sprint(b.Len(), " of ", b.All()), "10 of 30")
}

func TestAReloadMovesNothing(t *testing.T) {
	b := put(t, many(100), nil)
	b.Select("k050")
	b.scrollTo(b.lines.top(45), 0)
	rows := many(100)
	b.SetRows(append([]item{{id: "new", name: "a new one"}}, rows...))
	if got := b.lines.top(b.cur) - b.off; got != 5*28 {
		t.Errorf("the row under the cursor moved to %v", got)
	}
	b.want("selected", b.selected(), "k050")
}

func TestTheNextRowFollowsOneThatIsDone(t *testing.T) {
	b := put(t, many(5), nil)
	b.Select("k002")
	rows := many(5)
	b.SetRows(append(rows[:2:2], rows[3:]...))
	b.want("selected", b.selected(), "k003")
	b.SetRows(rows[:1])
	b.want("the last one that is left", b.selected(), "k000")
	b.SetRows(nil)
	b.want("none is left", b.selected(), "")
	b.want("no cursor", b.Current(), "")
}

func TestTheFirstRowIsChosen(t *testing.T) {
	b := put(t, nil, func(o *Options[item], _ *bench) { o.First = true })
	b.SetRows(many(5))
	b.want("selected", b.selected(), "k000")
	b.SetSearch("row 003")
	b.want("after a search", b.selected(), "k003")
}

func grouped(o *Options[item], _ *bench) {
	o.Ticks = true
	o.Columns[0].Width = 160
	o.GroupBy = func(i item) string { return i.sub }
	o.GroupHead = func(name string, rows []item) Group {
		return Group{Title: name, Badge: "A", Facts: fmt.Sprintf("%d rows", len(rows)), Cells: map[string]Cell{"n": {Text: "sum"}}}
	}
	o.CanTick = func(i item) bool { return i.id != "k001" }
	o.GroupHeight = func() float32 { return 28 }
}

func TestGroupsFold(t *testing.T) {
	b := put(t, many(30), grouped)
	b.want("head", b.RowText(0), "group 0 | A | 10 rows | sum")
	b.want("row", b.RowText(1), "row 000 group 0 | 0 | red")
	b.clickLine(0, 0)
	b.want("a click folds", b.RowText(1), "group 1 | A | 10 rows | sum")
	b.want("nothing is selected", b.selected(), "")
	b.key(fyne.KeyRight, fyne.KeyDown, fyne.KeyDown)
	b.want("Right unfolds", b.selected(), "k001")
	b.key(fyne.KeyLeft)
	b.want("Left goes to the head", fmt.Sprint(b.cur), "0")
	b.key(fyne.KeyLeft, fyne.KeyDown)
	b.want("Left folds", b.RowText(b.cur), "group 1 | A | 10 rows | sum")
	b.key(fyne.KeyReturn)
	b.want("Enter folds too", b.RowText(2), "group 2 | A | 10 rows | sum")
	b.FoldAll(false)
	b.Select("k015")
	b.Fold("group 1", true)
	b.want("the cursor goes to the head of a folded group", b.RowText(b.cur), "group 1 | A | 10 rows | sum")
	b.Select("k015")
	b.want("showing a row unfolds its group", b.RowText(b.cur), "row 015 group 1 | 15 | red")
	b.FoldAll(true)
	if b.Lines() != 3 {
		t.Errorf("%d lines", b.Lines())
	}
	b.SetSearch("row 02")
	b.want("folded groups stay folded", fmt.Sprint(b.Lines()), "2")
}

func TestEachHeadUnderTheCursorIsTold(t *testing.T) {
	var rows []string
	b := put(t, many(30), func(o *Options[item], b *bench) {
		grouped(o, b)
		o.OnCurrent = func(i item, ok bool) { b.say("%v %s of %d", ok, i.id, len(b.CurrentGroup())) }
	})
	b.FoldAll(true)
	b.key(fyne.KeyHome)
	b.want("the first head", b.heard(), "selected ; false  of 10")
	b.key(fyne.KeyDown)
	b.want("the next head", b.heard(), "selected ; false  of 10")
	for _, r := range b.CurrentGroup() {
		rows = append(rows, r.id)
	}
	b.want("its rows", rows[0]+" "+rows[len(rows)-1], "k010 k019")
	b.key(fyne.KeyRight, fyne.KeyDown)
	b.want("a row is no head", b.heard(), "selected k010; true k010 of 0")
}

func TestTheFirstRowOfAGroupIsShownWithItsHead(t *testing.T) {
	b := put(t, many(30), grouped)
	b.key(fyne.KeyEnd)
	b.Select("k010")
	b.want("on top", b.RowText(b.lines.find(b.off)), "group 1 | A | 10 rows | sum")
}

func TestPillsWithoutRoomAreCounted(t *testing.T) {
	pills := []Pill{{Text: "customs papers incomplete"}, {Text: "import tax"}, {Text: "price +8.0 %"}}
	for _, c := range []struct {
		width float32
		want  string
	}{{600, ""}, {320, "+1"}, {150, "+2"}, {60, "+2"}} {
		t.Run(fmt.Sprint(c.width), func(t *testing.T) {
			b := put(t, many(1), nil)
			d := &b.draw
			cell := Cell{Pills: pills}
			list, some := d.few(newSlot(), d.parts(newSlot(), painted{cell: cell, row: -1}), &cell, c.width)
			want := len(pills)
			if c.want != "" {
				want -= int(c.want[1]-'0') - 1
			}
			if len(list) != want || some != (c.want != "") {
				t.Errorf("%d parts, want %d; some %v", len(list), want, some)
			}
		})
	}
}

func TestAGroupWithoutARowToTickHasNoBox(t *testing.T) {
	b := put(t, many(30), func(o *Options[item], x *bench) {
		grouped(o, x)
		o.CanTick = func(i item) bool { return i.sub != "group 0" }
	})
	b.want("the boxes", fmt.Sprint(b.tickState(0), b.tickState(1)), fmt.Sprint(NoTick, TickOff))
	b.click(15, 28+10, 0)
	b.want("a click where it would be", b.heard(), "")
}

func TestBoxesAreTicked(t *testing.T) {
	b := put(t, many(30), grouped)
	b.click(15, 28+28+10, 0)
	b.want("a box", b.heard(), "tick true k000")
	b.want("its group", fmt.Sprint(b.tickState(0), b.tickState(1), b.tickState(-1)), fmt.Sprint(TickMixed, TickOff, TickMixed))
	b.click(15, 28+2*28+10, 0)
	b.want("a row without a box", b.heard(), "")
	b.click(15, 28+10, 0)
	b.want("the box of the group", b.heard(), "tick true k000 k002 k003 k004 k005 k006 k007 k008 k009")
	b.want("the whole group", fmt.Sprint(b.tickState(0)), fmt.Sprint(TickOn))
	b.click(15, 28+10, 0)
	if b.IsTicked("k000") || len(b.Ticked()) != 0 {
		t.Error("a second click unticks the group")
	}
	b.click(15, 10, 0)
	b.want("the box of the head", fmt.Sprint(len(b.Ticked()), b.tickState(-1)), fmt.Sprint(29, TickOn))
	b.heard()
	b.clickLine(4, 0)
	b.clickLine(6, fyne.KeyModifierShift)
	b.heard()
	b.key(fyne.KeySpace)
	b.want("Space for all that is selected", b.heard(), "tick false k003 k004 k005")
	b.SetTicked(true, "k003")
	b.want("a program's tick is not told", b.heard(), "")
}

func TestCopyAndExport(t *testing.T) {
	b := put(t, items, nil)
	b.SetFilter("kind", "odd")
	b.SetSort(Order{Column: "n", Down: true})
	b.ShowColumn("kind", false)
	b.Select("1", "5")
	b.TypedShortcut(&fyne.ShortcutCopy{})
	b.want("copied", fyne.CurrentApp().Clipboard().Content(), "Name\tNumber\nOrder 10\t12\nAngler DK\t7")
	s := b.Export()
	b.SetSearch("nothing")
	var rows []string
	for values, err := range s.Rows(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprint(values))
	}
	b.want("exported", strings.Join(rows, ""), "[Order 10 12][Angler DK 7][ångström <nil>][Order 9 <nil>]")
	if s.Count != 4 || len(s.Heads) != 2 || s.Heads[1] != (Head{"n", "Number", true}) || s.Totals["n"].Text != "19" {
		t.Errorf("%+v", s)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range s.Rows(ended) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}

func TestBackShowsWhatWasLeft(t *testing.T) {
	b := put(t, many(100), grouped)
	b.SetSearch("row")
	b.SetFilter("kind", "red", "blue")
	b.SetSort(Order{Column: "n", Down: true})
	b.Fold("group 9", true)
	b.SetTicked(true, "k002")
	b.Select("k050", "k051")
	b.scrollTo(700, 0)
	kept := b.Keep()
	again := put(t, nil, grouped)
	again.Restore(kept)
	again.SetRows(many(100))
	if got := again.Keep(); fmt.Sprint(got) != fmt.Sprint(kept) {
		t.Errorf("got %+v, want %+v", got, kept)
	}
}

func TestAPatchedRowIsShownAtOnce(t *testing.T) {
	b := put(t, many(5), nil)
	b.Select("k001")
	b.heard()
	b.Patch(item{id: "k001", name: "mended"})
	b.want("seen", b.CellText("k001", "name"), "mended")
	b.want("told", b.heard(), "current k001")
	b.SetRows(many(5))
	b.want("read anew", b.CellText("k001", "name"), "row 001 group 0")
}

func TestAnotherLookIsTakenOver(t *testing.T) {
	b := put(t, many(100), nil)
	b.Select("k050")
	was := b.draw.look
	theme.Apply(fyne.CurrentApp(), theme.Options{Look: theme.Dark, Density: theme.Comfortable})
	b.Refresh()
	if b.lines.rowH != 34 || b.draw.look == was {
		t.Errorf("rows of %v in %s", b.lines.rowH, b.draw.look)
	}
}

func TestWhatAScreenAsksFor(t *testing.T) {
	b := put(t, many(30), nil)
	b.want("footer", b.FooterText(), "30 selected")
	b.SetFilter("kind", "red")
	b.SetFilter("kind", "red")
	b.SetFilter("kind", "green")
	b.want("filter", fmt.Sprint(b.Filter("kind"), b.Filter("none"), b.Filters()), "[green] [] [{kind [green]}]")
	b.SetFilter("kind")
	b.SetFilter("none")
	b.want("no filter", fmt.Sprint(b.Filters(), b.Len()), "[] 30")
	b.Select("k007")
	b.want("footer", b.FooterText(), "30 selected, 1 selected")
	row, ok := b.CurrentRow()
	again, found := b.Row("k007")
	if !ok || !found || row != again || row.id != "k007" {
		t.Errorf("%+v %v, %+v %v", row, ok, again, found)
	}
	b.SelectNone()
	if _, ok := b.CurrentRow(); ok {
		t.Error("there is no row under the cursor")
	}
	if _, ok := b.Row("gone"); ok || b.CellText("gone", "name") != "" || b.CellText("k001", "gone") != "" {
		t.Error("what does not exist has no text")
	}
	b.heard()
	b.Open("k009")
	b.Open("gone")
	b.want("opened", b.heard(), "open k009")
	b.Close()
}

func TestANewGridRefusesNonsense(t *testing.T) {
	cell := func(item) Cell { return Cell{} }
	for name, o := range map[string]Options[item]{
		"two columns with one ID":      {Columns: []Column[item]{{ID: "a", Cell: cell}, {ID: "a", Cell: cell}}},
		"a column without an ID":       {Columns: []Column[item]{{Cell: cell}}},
		"a column without a cell":      {Columns: []Column[item]{{ID: "a"}}},
		"boxes for rows not in memory": {Columns: []Column[item]{{ID: "a", Cell: cell}}, Source: &shop{}, Setup: Setup{Ticks: true}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken")
				}
			}()
			New(o)
		})
	}
}
