package grid

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestBrush_DrawsWithThePicturesOfTheTimeBefore(t *testing.T) {
	p := newBrush()
	at := box{0, 0, 40, 20}
	draw := func() fyne.CanvasObject {
		p.begin()
		p.pill(at, "", "", 10)
		return p.box.Objects[0]
	}
	first := draw()
	if draw() != first {
		t.Error("the picture of a pill is made again")
	}
	for w := range 3 * pillKinds { // a column's edge is being drawn
		p.begin()
		p.pill(box{0, 0, float32(50 + w), 20}, "", "", 10)
	}
	if len(p.pills) > pillKinds+1 {
		t.Errorf("%d kinds of pictures are kept", len(p.pills))
	}
}
