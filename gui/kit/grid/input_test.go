package grid

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestThePointerSelects(t *testing.T) {
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	type press struct {
		line int
		mod  fyne.KeyModifier
	}
	for name, c := range map[string]struct {
		presses []press
		want    string
	}{
		"a click selects one row":                  {[]press{{2, 0}, {4, 0}}, "k004"},
		"Ctrl adds a row":                          {[]press{{4, 0}, {2, ctrl}}, "k002 k004"},
		"Ctrl takes a row away":                    {[]press{{4, 0}, {2, ctrl}, {4, ctrl}}, "k002"},
		"Shift selects all between":                {[]press{{2, 0}, {4, shift}}, "k002 k003 k004"},
		"Shift selects upwards":                    {[]press{{4, 0}, {2, shift}}, "k002 k003 k004"},
		"Shift again begins at the same row":       {[]press{{2, 0}, {4, shift}, {1, shift}}, "k001 k002"},
		"Shift after Ctrl begins at the row added": {[]press{{0, 0}, {3, ctrl}, {5, shift}}, "k003 k004 k005"},
		"a click below the rows changes nothing":   {[]press{{2, 0}, {30, 0}}, "k002"},
	} {
		t.Run(name, func(t *testing.T) {
			b := put(t, many(100), nil)
			for _, p := range c.presses {
				b.clickLine(p.line, p.mod)
			}
			b.want("selected", b.selected(), c.want)
		})
	}
}

func TestKeysMoveTheCursor(t *testing.T) {
	for name, c := range map[string]struct {
		keys, shifted []fyne.KeyName
		want          string
		first         string // line on top
	}{
		"Down begins at the first row":     {keys: []fyne.KeyName{fyne.KeyDown}, want: "k000", first: "row 000"},
		"Down and Up":                      {keys: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp}, want: "k001", first: "row 000"},
		"Up stays on the first row":        {keys: []fyne.KeyName{fyne.KeyHome, fyne.KeyUp}, want: "k000", first: "row 000"},
		"PageDown shows the next page":     {keys: []fyne.KeyName{fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageDown}, want: "k018", first: "row 009"},
		"PageUp goes back":                 {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp}, want: "k090", first: "row 090"},
		"End shows the last row":           {keys: []fyne.KeyName{fyne.KeyEnd}, want: "k099", first: "row 090"},
		"Home shows the first row":         {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, want: "k000", first: "row 000"},
		"Shift selects on the way":         {keys: []fyne.KeyName{fyne.KeyHome, fyne.KeyDown}, shifted: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown}, want: "k001 k002 k003", first: "row 000"},
		"Shift and back leaves rows out":   {keys: []fyne.KeyName{fyne.KeyHome, fyne.KeyDown}, shifted: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp}, want: "k001 k002", first: "row 000"},
		"Space keeps the one row selected": {keys: []fyne.KeyName{fyne.KeyHome, fyne.KeySpace}, want: "k000", first: "row 000"},
		"Space takes one of several out":   {keys: []fyne.KeyName{fyne.KeyHome}, shifted: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeySpace}, want: "k000 k001", first: "row 000"},
	} {
		t.Run(name, func(t *testing.T) {
			b := put(t, many(100), nil)
			b.key(c.keys...)
			b.shiftKey(c.shifted...)
			b.want("selected", b.selected(), c.want)
			b.want("on top", strings.Split(b.RowText(b.lines.find(b.off)), " group")[0], c.first)
		})
	}
}

func TestWhatTheGridTells(t *testing.T) {
	b := put(t, many(30), func(o *Options[item], b *bench) {
		o.OnMenu = func(at fyne.Position) { b.say("menu") }
		o.OnDelete = func() { b.say("delete") }
		o.OnRune = func(r rune) bool { b.say("rune %c", r); return true }
		o.OnButton = func(i item, id string) { b.say("button %s of %s", id, i.id) }
	})
	b.clickLine(1, 0)
	b.want("click", b.heard(), "selected k001; current k001")
	b.key(fyne.KeyReturn, fyne.KeyDelete)
	b.TypedRune('h')
	b.want("keys", b.heard(), "open k001; delete; rune h")
	b.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(60, 28+5)})
	b.want("double click", b.heard(), "open k000")
	right := &desktop.MouseEvent{Button: desktop.MouseButtonSecondary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 28*5)}}
	b.MouseDown(right)
	b.TappedSecondary(&right.PointEvent)
	b.want("right click selects first", b.heard(), "selected k004; current k004; menu")
	b.clickLine(5, fyne.KeyModifierShift)
	b.heard()
	b.MouseDown(right)
	b.TappedSecondary(&right.PointEvent)
	b.want("a menu for all that is selected", b.heard(), "menu")
	b.key(desktop.KeyMenu)
	b.shiftKey(fyne.KeyF10)
	b.want("menu keys", b.heard(), "menu; menu")
	b.PressButton("k007", "use")
	b.want("button", b.heard(), "button use of k007")
	b.SelectNone()
	b.want("nothing chosen", b.heard(), "selected ; current ")
}

func TestKeysTheGridHasNoUseForArePassedOn(t *testing.T) {
	b := put(t, many(3), nil)
	var passed []string
	b.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, string(e.Name)) })
	b.key(fyne.KeyDown, fyne.KeyF5, fyne.KeyA, fyne.KeyEscape, fyne.KeyF10, fyne.KeyDelete, fyne.KeyF2)
	b.want("passed", strings.Join(passed, " "), "F5 A Escape F10 Delete F2")
	b.win.Canvas().Overlays().Add(&catcher{bench: b})
	b.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierControl})
	b.want("passed with a modifier", b.heard(), "selected k000; current k000; CustomDesktop:Control+E")
}

// catcher is a dialog that tells which keys reach it.
type catcher struct {
	canvas.Rectangle
	bench *bench
}

func (c *catcher) TypedShortcut(s fyne.Shortcut) { c.bench.say("%s", s.ShortcutName()) }

func TestColumnsAreDragged(t *testing.T) {
	kept := &shelf{}
	b := put(t, many(5), func(o *Options[item], _ *bench) { o.Name, o.Layouts = "items", kept })
	edge := b.colBox(b.draw.cols[0]).right()
	down := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-1, 10)}}
	b.MouseMoved(down)
	if b.Cursor() != desktop.HResizeCursor {
		t.Error("the pointer does not say that the edge can be dragged")
	}
	b.MouseDown(down)
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-1-40, 90)}})
	b.DragEnd()
	if got := b.draw.cols[0].w; got != edge-8-40 {
		t.Errorf("%v wide, want %v", got, edge-8-40)
	}
	if b.HeadText() != "Name | Number | Kind" {
		t.Error("dragging an edge must not sort")
	}
	b.MoveColumn("kind", -1)
	b.ShowColumn("n", false)
	b.SetSort(Order{Column: "name", Down: true})
	again := put(t, many(5), func(o *Options[item], _ *bench) { o.Name, o.Layouts = "items", kept })
	again.want("kept", again.HeadText(), "Name ↓ | Kind")
	if again.draw.cols[0].w != edge-8-40 {
		t.Errorf("the width was not kept: %v", again.draw.cols[0].w)
	}
	again.ResetColumns()
	again.want("reset", again.HeadText(), "Name | Number | Kind")
}

// shelf keeps layouts as the program does, through their written form.
type shelf struct{ kept Layout }

func (s *shelf) Remembered(_ string, into any) bool {
	*into.(*Layout) = s.kept
	return s.kept.Version != 0
}

func (s *shelf) Remember(_ string, value any) { s.kept = value.(Layout) }

func TestAColumnFitsItsContent(t *testing.T) {
	b := put(t, []item{{id: "1", name: "a rather long name that needs some room", sub: "and more"}}, nil)
	edge := b.colBox(b.draw.cols[0]).right()
	before := b.draw.cols[0].w
	b.Resize(fyne.NewSize(300, 300))
	if !strings.Contains(b.Tip(fyne.NewPos(60, 40)), "and more") {
		t.Errorf("cut text has a tooltip, got %q", b.Tip(fyne.NewPos(60, 40)))
	}
	b.Resize(fyne.NewSize(500, 300))
	b.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(edge, 10)})
	if b.draw.cols[0].w >= before+200 || b.draw.cols[0].w < 200 {
		t.Errorf("%v wide, was %v", b.draw.cols[0].w, before)
	}
	b.want("text that is seen whole has none", b.Tip(fyne.NewPos(60, 40)), "")
}

func TestTheMenuOfAHead(t *testing.T) {
	b := put(t, many(5), nil)
	b.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(60, 10), AbsolutePosition: fyne.NewPos(60, 10)})
	if b.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	b.win.Canvas().Overlays().Top().Hide()
	items := b.columnItems(func(i int) { b.say("again after %d", i) })
	items[1].Action()
	b.want("hidden", b.HeadText()+" "+b.heard(), "Name | Kind again after 1")
	b.sortWay("name", true)
	b.want("sorted", b.HeadText(), "Name ↓ | Kind")
}

func TestScrolling(t *testing.T) {
	b := put(t, many(100), nil)
	b.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -100)})
	if b.off != 100 {
		t.Errorf("wheel: %v", b.off)
	}
	b.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1e6)})
	if b.off != 0 {
		t.Errorf("above the top: %v", b.off)
	}
	thumb, way, ok := b.thumb()
	if !ok {
		t.Fatal("no scroll bar")
	}
	at := func(y float32) fyne.PointEvent { return fyne.PointEvent{Position: fyne.NewPos(495, y)} }
	b.MouseDown(&desktop.MouseEvent{PointEvent: at(thumb.y + 2)})
	b.Dragged(&fyne.DragEvent{PointEvent: at(thumb.y + 2 + way)})
	if b.off != b.maxOff() {
		t.Errorf("dragged to the end: %v of %v", b.off, b.maxOff())
	}
	b.DragEnd()
	b.want("nothing is selected by that", b.selected(), "")
	b.MouseDown(&desktop.MouseEvent{PointEvent: at(28 + 140)})
	if mid := b.off / b.maxOff(); mid < 0.4 || mid > 0.6 {
		t.Errorf("a click beside the thumb goes there: %v", mid)
	}
	b.DragEnd()
	b.Resize(fyne.NewSize(500, 4000))
	if b.off != 0 {
		t.Errorf("all rows have room: %v", b.off)
	}
}

func TestScrollingSideways(t *testing.T) {
	b := put(t, many(100), func(o *Options[item], _ *bench) {
		o.Columns[0].Fixed, o.Columns[0].Flex = true, 0
		o.Columns[1].Width, o.Columns[2].Width = 300, 300
	})
	b.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-1000, 0)})
	if b.side != 8+200+300+300+8-500 {
		t.Errorf("scrolled %v", b.side)
	}
	if c := b.colAt(100); c != 0 {
		t.Errorf("the fixed column stays in its place, there is %d", c)
	}
	b.key(fyne.KeyHome, fyne.KeyLeft)
	if b.side != 816-500-50 {
		t.Errorf("Left scrolls back: %v", b.side)
	}
	thumb, _, ok := b.sideThumb()
	if !ok {
		t.Fatal("no scroll bar")
	}
	at := fyne.PointEvent{Position: fyne.NewPos(thumb.x+1, thumb.y+2)}
	b.MouseDown(&desktop.MouseEvent{PointEvent: at})
	at.Position.X -= 1000
	b.Dragged(&fyne.DragEvent{PointEvent: at})
	if b.side != 0 {
		t.Errorf("dragged back: %v", b.side)
	}
}

func TestLettersJumpToRows(t *testing.T) {
	b := put(t, items, func(o *Options[item], _ *bench) { o.TypeAhead = true })
	b.TypedRune('o')
	b.want("one letter", b.Current(), "5")
	b.typed.prefix = ""
	b.TypedRune('O')
	b.want("again goes on", b.Current(), "6")
	b.typed.prefix = ""
	for _, r := range "order 1" {
		b.TypedRune(r)
	}
	b.want("a word", b.Current(), "5")
}

func TestCtrlMovesPastRows(t *testing.T) {
	b := put(t, many(30), nil)
	ctrl := func(k fyne.KeyName) {
		b.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault})
	}
	b.key(fyne.KeyHome)
	ctrl(fyne.KeyDown)
	ctrl(fyne.KeyDown)
	b.want("passed", b.selected()+" "+b.Current(), "k000 k002")
	ctrl(fyne.KeySpace)
	b.want("added", b.selected(), "k000 k002")
	ctrl(fyne.KeyEnd)
	b.key(fyne.KeySpace)
	b.want("Space adds too", b.selected(), "k000 k002 k029")
	ctrl(fyne.KeySpace)
	b.want("taken away", b.selected(), "k000 k002")
}

func TestTheKeyboardComesAndGoes(t *testing.T) {
	b := put(t, many(30), nil)
	b.win.Canvas().Focus(b.Grid)
	b.want("the cursor is on the first row, nothing is selected", b.Current()+b.selected(), "k000")
	if !b.Focused() {
		t.Error("it has the keyboard")
	}
	b.win.Canvas().Unfocus()
	if b.Focused() {
		t.Error("it has no longer the keyboard")
	}
	b.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 28*3+2)}})
	if b.mouse.line != 2 {
		t.Errorf("the pointer is over line %d", b.mouse.line)
	}
	b.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -56)})
	if b.mouse.line != 4 {
		t.Errorf("after a scroll it is over line %d", b.mouse.line)
	}
	b.MouseOut()
	if b.mouse.line != -1 || b.Cursor() != desktop.DefaultCursor {
		t.Error("the pointer is gone")
	}
}

func TestTheButtonForColumns(t *testing.T) {
	b := put(t, many(3), nil)
	b.ColumnsMenu(fyne.NewPos(10, 10))
	if b.win.Canvas().Overlays().Top() == nil {
		t.Error("no menu")
	}
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace} {
		b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
	b.want("the second and the third by keys", b.HeadText(), "Name")
	b.ResetColumns()
	b.win.Canvas().Overlays().Top().Hide()
	b.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(499, 10)})
	if !slices.ContainsFunc(b.Columns(), func(c ColumnState) bool { return c == ColumnState{"kind", "Kind", true, false} }) {
		t.Errorf("%+v", b.Columns())
	}
}

// What has no more to show lets the wheel scroll what it stands in.
func TestTheWheelGoesOnWhereTheGridEnds(t *testing.T) {
	past := 0
	b := put(t, many(100), func(o *Options[item], _ *bench) { o.OnPast = func(*fyne.ScrollEvent) { past++ } })
	down := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)}
	b.Scrolled(down)
	if past != 0 {
		t.Error("passed on though there is more to show")
	}
	b.scrollTo(1e9, 0)
	b.Scrolled(down)
	if past != 1 {
		t.Errorf("passed on %d times at the end", past)
	}
}
