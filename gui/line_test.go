package gui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestFirstLine_IsDrawnWhenAskedAndBelowAllElse(t *testing.T) {
	w := test.NewTempApp(t).NewWindow("")
	page := canvas.NewRectangle(color.Black)
	w.SetContent(page)
	draw := firstLine(w)
	lines := func() (n int) {
		for _, o := range drawn(w.Content()) {
			if l, ok := o.(*canvas.Line); ok && l.StrokeWidth > 0 && l.Size().Width > 0 {
				n++
			}
		}
		return n
	}
	if all := drawn(w.Content()); lines() != 0 || !all[0].Visible() {
		t.Error("it is drawn with the first frame, or could not ask to be drawn later")
	}
	draw()
	if all := drawn(w.Content()); lines() != 1 || all[len(all)-1] != fyne.CanvasObject(page) {
		t.Errorf("%d lines are drawn below %v", lines(), all)
	}
}

// drawn lists what is in an object in the order in which it is drawn.
func drawn(o fyne.CanvasObject) (all []fyne.CanvasObject) {
	c, ok := o.(*fyne.Container)
	if !ok {
		return []fyne.CanvasObject{o}
	}
	for _, inner := range c.Objects {
		all = append(all, drawn(inner)...)
	}
	return all
}
