package kit_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
)

func TestAnAreaIsARectangleWhereItIsDrawnInMemory(t *testing.T) {
	test.NewTempApp(t)
	a := kit.NewArea()
	a.Tint(color.NRGBA{R: 255, G: 51, A: 255})
	r, ok := a.Object().(*canvas.Rectangle)
	if !ok || r.FillColor != (color.NRGBA{R: 255, G: 51, A: 255}) {
		t.Errorf("the area is %T %v", a.Object(), a.Object())
	}
}

func TestAQuickAreaHasTheColourOfItsTint(t *testing.T) {
	test.NewTempApp(t)
	kit.QuickAreas()
	t.Cleanup(kit.PlainAreas)
	a := kit.NewArea()
	s, ok := a.Object().(*canvas.Shader)
	if !ok {
		t.Fatalf("the area is a %T", a.Object())
	}
	if s.Visible() {
		t.Error("an area without a colour is drawn")
	}
	a.Tint(color.NRGBA{R: 255, G: 51, A: 255})
	if !s.Visible() || s.Uniforms["red"] != 1 || s.Uniforms["green"] != 0.2 || s.Uniforms["blue"] != 0 {
		t.Errorf("the area is drawn %v with %v", s.Visible(), s.Uniforms)
	}
	a.Tint(color.Transparent)
	if s.Visible() {
		t.Error("an area that lost its colour is drawn")
	}
}
