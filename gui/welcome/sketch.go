package welcome

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	sketchWidth  float32 = 300
	sketchHeight float32 = 118
)

// mark is a rectangle of the sketch.
type mark struct {
	x, y, w, h float32
	color      fyne.ThemeColorName
}

// newSketch draws the window with a day's work, much simplified.
func newSketch() fyne.CanvasObject {
	all := []mark{{0, 0, 44, sketchHeight, theme.Rail}}
	for i, w := range []float32{24, 20, 26, 18, 22, 24, 16} {
		all = append(all, mark{10, 14 + 13*float32(i), w, 5, theme.LineStrong})
	}
	all[1].color = theme.Accent
	tones := []fyne.ThemeColorName{theme.Bad, theme.Accent, theme.Warn, theme.Warn, theme.LineStrong, theme.LineStrong}
	for i, w := range []float32{70, 54, 82, 62, 74, 48} {
		y := 14 + 16*float32(i)
		all = append(all, mark{56, y, w, 6, theme.LineStrong}, mark{146, y, 18, 6, tones[i]})
	}
	for i, h := range []float32{34, 40, 31, 46, 44, 52, 48, 58} {
		x := 182 + 13*float32(i)
		all = append(all, mark{x, 100 - h, 9, h, theme.Series2}, mark{x, 90 - float32(i%3), 9, 10 + float32(i%3), theme.Series1})
	}
	p := &picture{marks: all}
	objs := []fyne.CanvasObject{kit.NewPlate(theme.Raised, theme.Line)}
	for _, m := range all {
		objs = append(objs, kit.Ground(m.color))
	}
	return container.New(p, objs...)
}

// picture lays the rectangles out, the first object behind all of them.
type picture struct{ marks []mark }

// MinSize implements fyne.Layout.
func (p *picture) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sketchWidth, sketchHeight)
}

// Layout implements fyne.Layout.
func (p *picture) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Move(fyne.NewPos(0, 0))
	objs[0].Resize(fyne.NewSize(size.Width, sketchHeight))
	for i, m := range p.marks {
		inset := theme.LineWidth
		if i > 0 {
			inset = 0
		}
		objs[i+1].Move(fyne.NewPos(m.x+inset, m.y+inset))
		objs[i+1].Resize(fyne.NewSize(m.w-2*inset, m.h-2*inset))
	}
}
