//go:build watched

package gui

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// view is what a person sees of the window.
type view struct {
	Title string
	Focus string // what has it
	Busy  int64  // how much is on its way to the window
	Seen  []seen
}

// seen is a text and the middle of it, in pixels of the window.
type seen struct {
	Text  string
	X, Y  int
	Above bool // in a menu or a dialog
}

// watch answers each line on standard input with a view. "settled" waits until
// nothing is on its way to the window, "now" does not. Either way the answer comes
// after the keys and clicks that were sent before it, and two frames later.
func watch(w fyne.Window, c *counted) {
	async.Live{}.Go(func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			asked := lines.Text()
			async.Live{}.UI(func() { answer(w, c, asked == "settled") })
		}
	})
}

func answer(w fyne.Window, c *counted, settled bool) {
	calm := 0
	var a *fyne.Animation
	a = fyne.NewAnimation(time.Second, func(float32) {
		if calm++; settled && c.pending.Load() > 0 {
			calm = 0
		}
		if calm < 3 {
			return
		}
		a.Stop()
		calm = -1 << 40
		line, err := json.Marshal(look(w, c))
		if err != nil {
			line = []byte(err.Error())
		}
		fmt.Printf("%s\n", line)
	})
	a.RepeatCount = fyne.AnimationRepeatForever
	a.Start()
}

func look(w fyne.Window, c *counted) view {
	v := view{Title: w.Title(), Busy: c.pending.Load()}
	if f := w.Canvas().Focused(); f != nil {
		v.Focus = fmt.Sprintf("%T", f)
		if e, ok := f.(interface{ SelectedText() string }); ok {
			v.Focus += " " + e.SelectedText()
		}
	}
	e := eye{scale: w.Canvas().Scale(), out: &v}
	whole := frameOf(fyne.Position{}, w.Canvas().Size())
	for _, o := range slices.Backward(w.Canvas().Overlays().List()) {
		e.above = true
		e.walk(o, fyne.Position{}, whole)
	}
	e.above = false
	e.walk(w.Content(), fyne.Position{}, whole)
	return v
}

// eye collects the texts that can be seen.
type eye struct {
	scale float32
	above bool
	out   *view
}

// glimpse is the part of the window that is not cut away.
type glimpse struct{ x1, y1, x2, y2 float32 }

func frameOf(at fyne.Position, s fyne.Size) glimpse {
	return glimpse{at.X, at.Y, at.X + s.Width, at.Y + s.Height}
}

func (g glimpse) within(o glimpse) glimpse {
	return glimpse{max(g.x1, o.x1), max(g.y1, o.y1), min(g.x2, o.x2), min(g.y2, o.y2)}
}

func (e eye) walk(o fyne.CanvasObject, at fyne.Position, in glimpse) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch t := o.(type) {
	case *canvas.Text:
		e.text(t, frameOf(at, fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)).within(frameOf(at, t.Size())).within(in))
	case *container.Scroll, *container.Clip:
		in = in.within(frameOf(at, o.Size()))
	}
	switch t := o.(type) {
	case *fyne.Container:
		for _, c := range t.Objects {
			e.walk(c, at, in)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(t).Objects() {
			e.walk(c, at, in)
		}
	}
}

func (e eye) text(t *canvas.Text, at glimpse) {
	if t.Text == "" || at.x2 <= at.x1 || at.y2 <= at.y1 {
		return
	}
	e.out.Seen = append(e.out.Seen, seen{t.Text, int((at.x1 + at.x2) / 2 * e.scale), int((at.y1 + at.y2) / 2 * e.scale), e.above})
}
