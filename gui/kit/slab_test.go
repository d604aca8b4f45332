package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// faces counts what a widget shows of pictures and of areas with a colour.
func faces(t *testing.T, w fyne.Widget) (pictures, areas int) {
	t.Helper()
	for _, o := range test.TempWidgetRenderer(t, w).Objects() {
		if !o.Visible() {
			continue
		}
		switch o.(type) {
		case *canvas.Raster:
			pictures++
		case *canvas.Rectangle:
			areas++
		}
	}
	return pictures, areas
}

func TestASmallPlateIsOnePictureAndALargeOneIsNot(t *testing.T) {
	for _, c := range []struct {
		name            string
		size            fyne.Size
		pictures, areas int
	}{
		{"a field", fyne.NewSize(264, 28), 1, 0},
		{"a card", fyne.NewSize(600, 300), 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			test.NewTempApp(t)
			p := kit.NewPlate(theme.Surface, theme.Line)
			test.TempWidgetRenderer(t, p)
			p.Resize(fyne.NewSize(40, 20))
			p.Resize(c.size)
			if pictures, areas := faces(t, p); pictures != c.pictures || areas != c.areas {
				t.Errorf("it shows %d pictures and %d areas, want %d and %d", pictures, areas, c.pictures, c.areas)
			}
		})
	}
}

func TestAPlateWithSquareCornersIsNoPicture(t *testing.T) {
	test.NewTempApp(t)
	g := kit.Ground(theme.Raised)
	g.Resize(fyne.NewSize(100, 20))
	if pictures, areas := faces(t, g); pictures != 0 || areas != 1 {
		t.Errorf("it shows %d pictures and %d areas", pictures, areas)
	}
}

func TestALabelIsMeasuredAnewWithItsText(t *testing.T) {
	test.NewTempApp(t)
	l := kit.Wrapped(kit.Body, "short")
	_, before := l.Widths()
	one := l.HeightFor(60)
	l.SetText("a text that takes more than one line in so little room")
	if _, after := l.Widths(); after <= before {
		t.Errorf("it wants %v of %v before", after, before)
	}
	if many := l.HeightFor(60); many <= one {
		t.Errorf("it is %v high of %v before", many, one)
	}
	if wide := l.HeightFor(2000); wide != one {
		t.Errorf("with all room it is %v high, want %v", wide, one)
	}
	l.SetText("MMMM")
	_, body := l.Widths()
	l.SetStyle(kit.Welcome)
	if _, welcome := l.Widths(); welcome <= body {
		t.Errorf("written large it wants %v of %v", welcome, body)
	}
}
