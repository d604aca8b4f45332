package chart

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/plot"
)

// shown puts a chart into a window of its own and notes what is picked.
func shown(t *testing.T, data plot.Chart, w, h float32) (c *Chart, picked *[]string) {
	t.Helper()
	theme.Apply(test.NewTempApp(t), theme.Options{Look: theme.Light})
	picked = new([]string)
	c = New(data, func(id string) { *picked = append(*picked, id) })
	win := test.NewTempWindow(t, c)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return c, picked
}

// middle is the middle of the mark i.
func middle(c *Chart, i int) fyne.Position {
	p := c.pic.Marks[i].Ring.Centre()
	return fyne.NewPos(float32(p.X), float32(p.Y))
}

func over(c *Chart, i int) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle(c, i)}}
}

func press(c *Chart, keys ...fyne.KeyName) {
	for _, k := range keys {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func wantPicked(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("picked %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("picked %q, want %q", got, want)
		}
	}
}

func TestTapped_PicksTheMarkAndTakesTheFocus(t *testing.T) {
	for name, data := range map[string]plot.Chart{"bars": weeks(), "waterfall": margins(), "rows": panel(), "ranges": onTime(), "ranking": ranking(), "lines": score()} {
		c, picked := shown(t, data, 500, 240)
		for i := range c.pic.Marks {
			*picked = nil
			test.TapAt(c, middle(c, i))
			wantPicked(t, *picked, c.pic.Marks[i].ID)
		}
		if !c.focused {
			t.Errorf("%s: a click does not bring the focus", name)
		}
	}
	c, picked := shown(t, weeks(), 348, 160)
	test.TapAt(c, fyne.NewPos(1, 1))
	wantPicked(t, *picked)
}

func TestKeys_MoveBetweenTheMarksAndPick(t *testing.T) {
	c, picked := shown(t, weeks(), 348, 160)
	fyne.CurrentApp().Driver().CanvasForObject(c).Focus(c)
	press(c, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyRight, fyne.KeyRight, fyne.KeyEnter, fyne.KeyEnd, fyne.KeyRight, fyne.KeyReturn, fyne.KeyHome, fyne.KeyReturn)
	wantPicked(t, *picked, "W34", "W36", "W41", "W34")
	if !c.overlay.ring.Visible() || c.overlay.ring.StrokeColor != theme.Color(theme.Accent) {
		t.Error("the focus has no ring")
	}
	c.FocusLost()
	if c.overlay.ring.Visible() || c.Tip() != "" {
		t.Error("the ring stays without the focus")
	}
}

func TestKeys_OnAChartWithoutMarks(t *testing.T) {
	c, picked := shown(t, plot.Bars{Empty: "Nothing sold yet."}, 300, 100)
	c.FocusGained()
	press(c, fyne.KeyRight, fyne.KeyReturn)
	wantPicked(t, *picked)
	if got := c.overlay.ring.Size(); got != c.Size() {
		t.Errorf("the focus is around %v, want the whole chart", got)
	}
}

func TestPointer_TellsOfTheMarkAndLightsIt(t *testing.T) {
	c, _ := shown(t, weeks(), 348, 160)
	c.MouseIn(over(c, 1))
	if c.Tip() != "W35\nNet revenue 4,165.00\nCM3 905.00" {
		t.Errorf("the tip is %q", c.Tip())
	}
	if o := c.overlay; !o.back.Visible() || !o.box.Visible() || o.lines[1].Text != "Net revenue 4,165.00" || !o.lines[2].Visible() || o.lines[3].Visible() {
		t.Error("the mark is not lit, or its words are not shown")
	}
	if c.Cursor() != desktop.PointerCursor {
		t.Error("what can be picked has no hand over it")
	}
	c.MouseMoved(&desktop.MouseEvent{})
	if c.Tip() != "" || c.overlay.box.Visible() || c.Cursor() != desktop.DefaultCursor {
		t.Error("beside the marks the words stay")
	}
	c.MouseIn(over(c, 2))
	c.MouseOut()
	if c.Tip() != "" || c.overlay.back.Visible() {
		t.Error("the words stay when the pointer has gone")
	}
}

func TestTip_StaysInsideAndIsNotToldTwice(t *testing.T) {
	for _, data := range []plot.Chart{weeks(), margins(), score()} {
		c, _ := shown(t, data, 348, 160)
		for i := range c.pic.Marks {
			c.MouseIn(over(c, i))
			b := c.overlay.box
			end := b.Position().Add(b.Size())
			if !b.Visible() || b.Position().X < 0 || b.Position().Y < 0 || end.X > 348 || end.Y > 160 {
				t.Errorf("the words on mark %d of %T stand from %v to %v", i, data, b.Position(), end)
			}
		}
	}
	c, _ := shown(t, panel(), 400, 140)
	if c.MouseIn(over(c, 0)); c.overlay.box.Visible() {
		t.Error("the words repeat what the row says")
	}
	tiny, _ := shown(t, weeks(), 40, 30)
	if tiny.MouseIn(over(tiny, 0)); tiny.overlay.box.Visible() {
		t.Error("the words are larger than the chart")
	}
}

// inks are the colours that a chart draws with now.
func inks(c *Chart) map[color.Color]bool {
	all := map[color.Color]bool{}
	for _, o := range test.WidgetRenderer(c).Objects() {
		switch o := o.(type) {
		case *canvas.Rectangle:
			all[o.FillColor] = true
		case *canvas.Text:
			all[o.Color] = true
		}
	}
	return all
}

func TestThemeChange_RecoloursTheChart(t *testing.T) {
	c, _ := shown(t, weeks(), 348, 160)
	light := theme.Color(theme.Series1)
	theme.Apply(fyne.CurrentApp(), theme.Options{Look: theme.Dark})
	dark := theme.Color(theme.Series1)
	if got := inks(c); light == dark || got[light] || !got[dark] || !got[theme.Color(theme.Muted)] {
		t.Error("the chart keeps the colours of the other theme")
	}
}

func TestResize_LaysTheChartOutAnew(t *testing.T) {
	c, _ := shown(t, margins(), 830, 240)
	c.Resize(fyne.NewSize(420, 200))
	if c.pic.W != 420 || c.pic.H != 200 {
		t.Errorf("the picture is %v x %v, want the size of the widget", c.pic.W, c.pic.H)
	}
	first := test.WidgetRenderer(c).Objects()[1]
	c.Resize(fyne.NewSize(420, 200))
	if test.WidgetRenderer(c).Objects()[1] != first {
		t.Error("the same size is laid out twice")
	}
}

func TestSetData_KeepsTheKeyboardAtTheSameMark(t *testing.T) {
	c, picked := shown(t, weeks(), 348, 160)
	c.FocusGained()
	press(c, fyne.KeyRight, fyne.KeyRight)
	later := weeks()
	later.Periods = later.Periods[1:]
	c.SetData(later)
	press(c, fyne.KeyReturn)
	c.SetData(plot.Bars{})
	press(c, fyne.KeyReturn)
	c.SetData(weeks())
	press(c, fyne.KeyReturn)
	wantPicked(t, *picked, "W36", "W34")
}

func TestMinSize_OfRowsIsTheirHeight(t *testing.T) {
	c, _ := shown(t, panel(), 316, 200)
	if got := c.MinSize(); got != fyne.NewSize(160, 6*22) {
		t.Errorf("six rows need %v", got)
	}
	s := NewStill(spark(), fyne.NewSize(70, 24))
	if got := s.MinSize(); got != fyne.NewSize(70, 24) {
		t.Errorf("the spark line needs %v", got)
	}
	s.Resize(fyne.NewSize(70, 24))
	if n := len(test.WidgetRenderer(s).Objects()); n != 2 {
		t.Errorf("a spark line is %d objects, want its line and its dot", n)
	}
	s.SetData(plot.Spark{})
	if n := len(test.WidgetRenderer(s).Objects()); n != 0 {
		t.Errorf("a spark line without figures is %d objects", n)
	}
}

func TestPixels_EdgesThatMeetInThePictureMeetOnTheScreen(t *testing.T) {
	test.NewTempApp(t)
	for _, scale := range []float64{1, 1.25, 1.5, 2} {
		p := pixels{scale}
		for y := plot.Unit(0); y < 5; y += 0.37 {
			a, b := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
			p.place(a, plot.Rect{X: 1.3, Y: y, W: 10, H: 7.4})
			p.place(b, plot.Rect{X: 1.3, Y: y + 7.4, W: 10, H: 3})
			if gap := b.Position().Y - a.Position().Y - a.Size().Height; gap > 1e-4 || gap < -1e-4 {
				t.Errorf("at scale %v and y %v there is a gap of %v", scale, y, gap)
			}
		}
	}
}

func TestPaint_CoversThePointsOfTheLineAndNothingFarFromIt(t *testing.T) {
	s := plot.Stroke{Points: []plot.Point{{X: 2, Y: 2}, {X: 12, Y: 12}, {X: 18, Y: 3}}, Width: 2}
	ink := color.NRGBA{R: 10, G: 20, B: 30, A: 255}
	img := path{s, plot.Rect{W: 20, H: 20}, ink}.paint(40, 40) // two pixels for a unit
	for _, at := range [][2]int{{4, 4}, {14, 14}, {24, 24}, {36, 6}} {
		if got := img.At(at[0], at[1]); got != ink {
			t.Errorf("pixel %v on the line is %v", at, got)
		}
	}
	for _, at := range [][2]int{{24, 4}, {4, 24}, {38, 38}} {
		if _, _, _, a := img.At(at[0], at[1]).RGBA(); a != 0 {
			t.Errorf("pixel %v far from the line is painted", at)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	theme.Apply(test.NewTempApp(b), theme.Options{})
	c := New(margins(), nil)
	r := c.CreateRenderer().(*renderer)
	b.ReportAllocs()
	for b.Loop() {
		r.build(fyne.NewSize(830, 240), 1)
	}
}

func BenchmarkPaint500(b *testing.B) {
	s := plot.Stroke{Width: 2}
	for i := range 500 {
		s.Points = append(s.Points, plot.Point{X: plot.Unit(i) * 1.6, Y: plot.Unit(i * i % 97)})
	}
	for b.Loop() {
		path{s, plot.Rect{W: 800, H: 100}, color.Black}.paint(800, 100)
	}
}
