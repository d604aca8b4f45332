package grid

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit/action"
)

// kept keeps layouts as the host of a page does.
type kept map[string][]byte

func (k kept) Remembered(key string, into any) bool {
	raw, ok := k[key]
	return ok && json.Unmarshal(raw, into) == nil
}

func (k kept) Remember(key string, value any) { k[key], _ = json.Marshal(value) }

// arranging opens the dialog for columns; press gives keys to what has the focus.
func arranging(t *testing.T, change func(o *Options[item], b *bench)) (b *bench, press func(keys ...action.Key)) {
	t.Helper()
	b = put(t, many(5), change)
	b.win.Resize(fyne.NewSize(900, 700))
	b.win.Canvas().Focus(b.Grid)
	b.ArrangeColumns()
	if b.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog")
	}
	return b, func(keys ...action.Key) {
		for _, k := range keys {
			f := b.win.Canvas().Focused()
			switch {
			case k.Mod != 0:
				f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Mod})
			default:
				f.TypedKey(&fyne.KeyEvent{Name: k.Name})
			}
		}
	}
}

func plain(names ...fyne.KeyName) (keys []action.Key) {
	for _, n := range names {
		keys = append(keys, action.Plain(n))
	}
	return keys
}

func TestColumnsAreArrangedByKeys(t *testing.T) {
	down, up := action.Alt(fyne.KeyDown), action.Alt(fyne.KeyUp)
	for name, c := range map[string]struct {
		keys []action.Key
		want string
	}{
		"S sorts by the column":           {plain(fyne.KeyS), "Name ↑ | Number | Kind"},
		"S again turns the order":         {plain(fyne.KeyS, fyne.KeyS), "Name ↓ | Number | Kind"},
		"S once more does not sort":       {plain(fyne.KeyS, fyne.KeyS, fyne.KeyS), "Name | Number | Kind"},
		"Space hides the column":          {plain(fyne.KeyDown, fyne.KeySpace), "Name | Kind"},
		"Space again shows it":            {plain(fyne.KeyDown, fyne.KeySpace, fyne.KeySpace), "Name | Number | Kind"},
		"Alt and Down moves it":           {append(plain(fyne.KeyDown), down), "Name | Kind | Number"},
		"the cursor goes with it":         {append(plain(fyne.KeyDown), down, up, up), "Number | Name | Kind"},
		"R brings back all as it came":    {append(plain(fyne.KeyS, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown), up, action.Plain(fyne.KeyR)), "Name | Number | Kind"},
		"what does not sort stays so":     {plain(fyne.KeyDown, fyne.KeyDown, fyne.KeyS), "Name | Number | Kind"},
		"the column that sorted follows":  {plain(fyne.KeyS, fyne.KeyDown, fyne.KeyS), "Name | Number ↓ | Kind"},
		"the one that followed leads now": {plain(fyne.KeyS, fyne.KeyDown, fyne.KeyS, fyne.KeyS, fyne.KeyS), "Name ↑ | Number | Kind"},
	} {
		t.Run(name, func(t *testing.T) {
			b, press := arranging(t, func(o *Options[item], _ *bench) { o.Columns[1].Down = true })
			press(c.keys...)
			b.want("heads", b.HeadText(), c.want)
		})
	}
}

func TestWidthsAreChangedByKeys(t *testing.T) {
	b, press := arranging(t, nil)
	width := func() float32 { w, _ := b.drawnWidth(1); return w }
	was := width()
	press(plain(fyne.KeyDown, fyne.KeyRight, fyne.KeyRight)...)
	if got := width(); got != was+2*widthStep {
		t.Errorf("Right twice made %v of %v", got, was)
	}
	press(plain(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)...)
	if got := width(); got != was-widthStep {
		t.Errorf("Left three times left %v of %v", got, was)
	}
	press(plain(fyne.Key0)...)
	if got := width(); got != was {
		t.Errorf("as it came it is %v, not %v", got, was)
	}
	press(plain(fyne.KeyF)...)
	if _, own := b.lay.widths[1]; !own {
		t.Error("F did not fit the column to what it says")
	}
}

func TestWhatWasArrangedIsKept(t *testing.T) {
	memory := kept{}
	with := func(o *Options[item], _ *bench) { o.Name, o.Layouts = "arranged", memory }
	b, press := arranging(t, with)
	press(append(plain(fyne.KeyS, fyne.KeyDown, fyne.KeyRight), action.Alt(fyne.KeyDown))...)
	want := b.HeadText()
	w, _ := b.drawnWidth(1)
	again := put(t, many(5), with)
	again.win.Resize(fyne.NewSize(900, 700))
	again.want("the next time", again.HeadText(), want)
	if got, _ := again.drawnWidth(1); got != w {
		t.Errorf("the next time the width is %v, not %v", got, w)
	}
}

func TestTheDialogForColumnsGivesTheKeyboardBack(t *testing.T) {
	for _, k := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		b, press := arranging(t, nil)
		if b.win.Canvas().Focused() == fyne.Focusable(b.Grid) {
			t.Fatal("the dialog has not the keyboard")
		}
		press(action.Plain(k))
		if b.win.Canvas().Overlays().Top() != nil || b.win.Canvas().Focused() != fyne.Focusable(b.Grid) {
			t.Errorf("after %s the keyboard is with %T", k, b.win.Canvas().Focused())
		}
	}
}

func TestTheDialogForColumnsTellsHowTheyStand(t *testing.T) {
	b, press := arranging(t, nil)
	press(plain(fyne.KeyS)...)
	list := b.win.Canvas().Focused().(*Grid[ColumnState])
	b.want("the column that sorts", strings.Join(strings.Fields(list.RowText(0)), " "), fmt.Sprintf("Name | 1 | %d", int(b.draw.cols[0].w)))
	press(plain(fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)...)
	b.want("a hidden one that does not sort", list.RowText(2), "Kind | – | –")
	if list.IsTicked("kind") {
		t.Error("the hidden column is ticked")
	}
}

func TestColumnsOfOneTitleAreToldApart(t *testing.T) {
	b := put(t, many(1), func(o *Options[item], _ *bench) {
		o.Columns[1].Title, o.Columns[2].Title = "%", "%"
	})
	b.want("the first", b.named(b.heads[1].id), "Name %")
}

func TestColumnsStepAsideWhereRoomLacks(t *testing.T) {
	for name, c := range map[string]struct {
		room float32
		own  bool
		want string
	}{
		"with room all are seen":             {400, false, "a b c d"},
		"the readiest goes first":            {340, false, "a c d"},
		"then the next":                      {250, false, "a d"},
		"the others stay, and names give up": {120, false, "a d"},
		"a width of the user's own keeps it": {340, true, "a b d"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLayout(tracksOf("a:100:1", "b:90", "c:90", "d:80"))
			l.tracks[1].yields, l.tracks[2].yields = 2, 1
			if c.own {
				l.resize(1, 90)
			}
			cols, _ := l.arrange(0, c.room)
			var seen []string
			for _, p := range cols {
				seen = append(seen, l.tracks[p.col].id)
			}
			if got := strings.Join(seen, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if got := ids(l); got != "a b c d" {
				t.Errorf("searched are %q", got)
			}
		})
	}
}
