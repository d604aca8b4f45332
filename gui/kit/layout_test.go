package kit_test

import (
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// shoot draws an object alone.
func shoot(o fyne.CanvasObject, size fyne.Size, scale float32) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(o)
	c.Resize(size)
	return c.Capture()
}

func same(t *testing.T, a, b fyne.CanvasObject) bool {
	t.Helper()
	x, y := shoot(a, fyne.NewSize(300, 120), 1).(*image.NRGBA), shoot(b, fyne.NewSize(300, 120), 1).(*image.NRGBA)
	return slices.Equal(x.Pix, y.Pix)
}

func TestARowCutsTextsBeforeButtonsAndSearchFirst(t *testing.T) {
	app(t, theme.Light)
	search := kit.NewSearchField(async.Inline{}, "Search", nil)
	label := kit.NewLabel(kit.Body, strings.Repeat("long ", 12))
	button := kit.NewButton(kit.Plain, "Report problem", nil)
	row := kit.Row(8, label, kit.Spacer(), search, button)
	full := func(o fyne.CanvasObject) float32 { return o.MinSize().Width }
	_, want := row.Widths()
	for _, c := range []struct {
		width                 float32
		search, label, button bool // keep their whole width
	}{{want, true, true, true}, {want - 100, false, true, true}, {want - 300, false, false, true}} {
		row.Resize(fyne.NewSize(c.width, 28))
		_, searchWant := search.Widths()
		if got := search.Size().Width >= searchWant; got != c.search {
			t.Errorf("at %v the search keeps its width: %v", c.width, got)
		}
		if got := label.Size().Width >= full(label); got != c.label {
			t.Errorf("at %v the label keeps its width: %v", c.width, got)
		}
		if got := button.Size().Width >= full(button); got != c.button {
			t.Errorf("at %v the button keeps its width: %v", c.width, got)
		}
		if end := button.Position().X + button.Size().Width; end > c.width {
			t.Errorf("at %v the row ends at %v", c.width, end)
		}
	}
}

func TestASpacerTakesTheRoomThatIsLeft(t *testing.T) {
	app(t, theme.Light)
	left, right := kit.NewLabel(kit.Body, "left"), kit.Number(kit.Body, "12.50")
	kit.Row(8, left, kit.Spacer(), right).Resize(fyne.NewSize(400, 20))
	if end := right.Position().X + right.Size().Width; end != 400 {
		t.Errorf("the number ends at %v, want 400", end)
	}
}

func TestAWrappedLabelTakesTheLinesItNeeds(t *testing.T) {
	app(t, theme.Light)
	l := kit.Wrapped(kit.Body, "**Lindqvist is 1.52 cheaper** though its product is the dearest")
	wide, narrow := l.HeightFor(1000), l.HeightFor(150)
	if wide != theme.TextLine || narrow < 3*theme.TextLine {
		t.Errorf("heights %v and %v, want one line and at least three", wide, narrow)
	}
	if got := kit.Wrapped(kit.Body, "one\ntwo").HeightFor(1000); got != 2*theme.TextLine {
		t.Errorf("a text of two lines is %v high", got)
	}
	l.Resize(fyne.NewSize(150, narrow))
	for _, o := range test.LaidOutObjects(l) {
		if end := o.Position().X + o.MinSize().Width; o != l && end > 151 {
			t.Errorf("a line ends at %v, beyond 150", end)
		}
	}
}

func TestACutLabelSaysTheRestInItsTooltip(t *testing.T) {
	tick := late(t)
	l := kit.NewLabel(kit.Body, "A name that is far too long for its place")
	d := on(t, kit.Row(0, l, kit.Sized(nil, 500, 0)))
	if w := l.Size().Width; w > 100 {
		t.Fatalf("the label is %v wide, so nothing is cut", w)
	}
	l.MouseIn(at(10, 10))
	if got := tips(d.c).Shown(); got != "" {
		t.Errorf("the tooltip %q came at once", got)
	}
	tick()
	if got := tips(d.c).Shown(); got != l.Text() {
		t.Errorf("the tooltip says %q", got)
	}
	l.MouseMoved(at(12, 11))
	if tips(d.c).Shown() == "" {
		t.Error("it went though the pointer hardly moved")
	}
	l.MouseMoved(at(60, 11))
	if tips(d.c).Shown() != "" {
		t.Error("it stayed when the pointer moved on")
	}
	tick()
	l.MouseOut()
	if tips(d.c).Shown() != "" {
		t.Error("it stayed when the pointer left")
	}
}

func TestAnythingCanHaveATooltip(t *testing.T) {
	tick := late(t)
	tip := kit.Tip(kit.NewPill(theme.Wrong, theme.IconLate, "Late"), "Promised for 13 Oct")
	d := on(t, tip)
	tip.MouseIn(at(590, 390))
	tick()
	layer := tips(d.c)
	if got := layer.Shown(); got != "Promised for 13 Oct" {
		t.Fatalf("the tooltip says %q", got)
	}
	for _, o := range test.LaidOutObjects(layer) {
		if end := o.Position().Add(o.Size()); o != layer && (end.X > 600 || end.Y > 400) {
			t.Errorf("a part of the tooltip ends at %v, outside the window", end)
		}
	}
	kit.HideTip()
	if layer.Shown() != "" {
		t.Error("a click did not take it away")
	}
}

func TestWithoutTheLastBadgeThereIsNone(t *testing.T) {
	app(t, theme.Light)
	b := kit.NewBadge(3, theme.Warned)
	b.Set(0, theme.Warned)
	if b.Visible() {
		t.Error("a badge of zero is shown")
	}
}

func TestStates(t *testing.T) {
	app(t, theme.Light)
	m := &async.Manual{}
	content := kit.NewLabel(kit.Body, "rows")
	s := kit.NewStates(m, content)
	s.ShowLoading()
	if s.Showing() {
		t.Error("content is shown before there is any")
	}
	s.ShowContent()
	s.ShowLoading()
	m.Tick()
	if !s.Showing() {
		t.Error("the rows went while they are loaded again")
	}
	s.ShowEmpty(kit.EmptyOptions{Icon: theme.IconOrders, Title: "No order"})
	if s.Showing() {
		t.Error("content is shown though it is empty")
	}
	n, retry := counter()
	s.ShowFailed(kit.FailedOptions{Sentence: "The orders could not be read.", Retry: retry})
	c := software.NewCanvas()
	c.SetContent(s)
	c.FocusNext()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if *n != 1 {
		t.Error("Try again did nothing")
	}
}

func TestThePanelLiesOverTheBodyInANarrowWindow(t *testing.T) {
	for _, c := range []struct {
		window float32
		over   bool
	}{{1366, false}, {1280, false}, {1279, true}, {1100, true}} {
		app(t, theme.Light)
		body := kit.Ground(theme.Surface)
		p := kit.NewPage("Orders")
		p.SetBody(body)
		p.SetPanel(kit.NewPanel(nil))
		w := test.NewTempWindow(t, p)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(c.window, 700))
		if got := body.Size().Width == c.window; got != c.over {
			t.Errorf("at %v the body is %v wide", c.window, body.Size().Width)
		}
		p.SetPanel(nil)
		if body.Size().Width != c.window {
			t.Errorf("at %v without panel the body is %v wide", c.window, body.Size().Width)
		}
	}
}

func TestATitleOfAPanelTakesTheRoomItNeeds(t *testing.T) {
	app(t, theme.Light)
	p := kit.NewPanel(func() {})
	p.SetTitle("Short")
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(theme.PanelWidth, 300))
	const long = "A much longer title of it"
	p.SetTitle(long)
	if !drawn(w.Content(), long) {
		t.Errorf("the title is cut although there is room")
	}
	p.SetState(theme.Fine, theme.IconTick, "Delivered today")
	if !drawn(w.Content(), "Delivered today") {
		t.Errorf("the state is cut although there is room")
	}
}

// drawn tells whether a text is written whole.
func drawn(o fyne.CanvasObject, text string) bool {
	for _, x := range test.LaidOutObjects(o) {
		if t, ok := x.(*canvas.Text); ok && t.Text == text {
			return true
		}
	}
	return false
}

func TestAClickOnAPanelDoesNotReachWhatItLiesOver(t *testing.T) {
	n, hit := counter()
	d := on(t)
	p := kit.NewPage("Orders")
	p.SetBody(kit.NewButton(kit.Plain, "Below", hit))
	p.SetPanel(kit.NewPanel(nil))
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(900, 600))
	d.c = w.Canvas()
	test.TapCanvas(d.c, fyne.NewPos(800, 300))
	if *n != 0 {
		t.Error("the button below the panel was pressed")
	}
}

func TestTheHeadShowsWhatIsSet(t *testing.T) {
	app(t, theme.Light)
	h := kit.NewHeader("Orders")
	n, back := counter()
	h.SetBack(back)
	h.SetCount("63 open")
	h.SetTitle("Parcels")
	if h.Title() != "Parcels" || h.Count() != "63 open" {
		t.Errorf("the head says %q %q", h.Title(), h.Count())
	}
	c := software.NewCanvas()
	c.SetContent(h)
	c.FocusNext()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if *n != 1 {
		t.Error("the arrow did not lead back")
	}
}

// A long title was cut although the note and the state beside it had their whole room.
func TestARowCutsWhatStandsBesideATitleBeforeTheTitle(t *testing.T) {
	app(t, theme.Light)
	title := kit.NewLabel(kit.Strong, "Lindqvist Textil och Heminredning AB")
	note := kit.NewLabel(kit.Caption, "Wholesaler, Borås, SE")
	state := kit.NewPill(theme.Fine, theme.IconTickCircle, "Approved with conditions")
	row := kit.Row(8, title, note, state, kit.Spacer())
	_, want := row.Widths()
	whole := func(o fyne.CanvasObject) bool { return o.Size().Width >= o.MinSize().Width }
	for _, c := range []struct {
		name               string
		width              float32
		title, note, state bool // keep their whole width
	}{{"room for all", want, true, true, true}, {"the note gives way first", want - 60, true, false, true}, {"then the state", want - 180, true, false, false}} {
		row.Resize(fyne.NewSize(c.width, 28))
		if whole(title) != c.title || whole(note) != c.note || whole(state) != c.state {
			t.Errorf("%s: widths %v, %v, %v", c.name, title.Size().Width, note.Size().Width, state.Size().Width)
		}
	}
}

// The state of a supplier with a long name took the room of the name.
func TestAPanelPutsTheStateBelowATitleThatNeedsTheRoom(t *testing.T) {
	app(t, theme.Light)
	for name, below := range map[string]bool{"Anchor": false, "Shenzhen Lumo Lighting Works": true} {
		p := kit.NewPanel(func() {})
		p.SetTitle(name, "Manufacturer, Shenzhen, CN")
		p.SetState(theme.Fine, theme.IconTickCircle, "Approved")
		p.SetSections(kit.NewLabel(kit.Body, "more"))
		w := test.NewTempWindow(t, p)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(theme.PanelWidth, 400))
		var title *kit.Label
		var state *kit.Pill
		for _, o := range test.LaidOutObjects(p) {
			switch o := o.(type) {
			case *kit.Label:
				if o.Text() == name {
					title = o
				}
			case *kit.Pill:
				state = o
			}
		}
		if title.Size().Width < title.MinSize().Width {
			t.Errorf("%s is cut to %v", name, title.Size().Width)
		}
		of := fyne.CurrentApp().Driver().AbsolutePositionForObject
		if got := of(state).Y > of(title).Y+title.Size().Height-2; got != below {
			t.Errorf("%s stands at %v, its state at %v", name, of(title), of(state))
		}
	}
}
