package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Area is a large plain area: the ground of a bar or a band. Where the processor
// draws, the toolkit's rectangle takes three times as long a pixel as a program
// that knows no corner, stroke and shadow, so the window on the screen uses such
// a one. What is drawn in memory, a picture or a print, takes the rectangle.
type Area struct {
	plain *canvas.Rectangle
	quick *canvas.Shader // nil where plain is drawn
}

// quickAreas says that areas are drawn by a program of their own.
var quickAreas bool

// QuickAreas lets areas that are made from now on be drawn by a program of their
// own. It is for a window that is drawn by OpenGL.
func QuickAreas() { quickAreas = true }

// NewArea is an area without a colour, which is not drawn.
func NewArea() *Area {
	a := &Area{}
	if quickAreas {
		a.quick = canvas.NewShader("area", []byte(areaHead+areaBody), []byte(areaHeadES+areaBody))
		a.quick.Uniforms = map[string]float32{}
	} else {
		a.plain = &canvas.Rectangle{}
	}
	a.Tint(color.Transparent)
	return a
}

// Object is what is put into a drawing, moved and hidden.
func (a *Area) Object() fyne.CanvasObject {
	if a.quick != nil {
		return a.quick
	}
	return a.plain
}

// Tint gives the area its colour, which lets nothing shine through.
func (a *Area) Tint(c color.Color) {
	if a.quick == nil {
		a.plain.FillColor = c
		return
	}
	r, g, b, alpha := c.RGBA()
	a.quick.Hidden = alpha == 0
	a.quick.Uniforms["red"], a.quick.Uniforms["green"], a.quick.Uniforms["blue"] = share(r), share(g), share(b)
}

// share is a part of a colour from 0 to 1.
func share(part uint32) float32 { return float32(part) / 0xffff }

// The program of areas, in the two dialects the toolkit speaks: what lies outside
// is left out just as of a rectangle.
const (
	areaHead   = "#version 110\n"
	areaHeadES = `#version 100
#ifdef GL_ES
# ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
# else
precision mediump float;
# endif
#endif
`
	areaBody = `
uniform vec2 frame;
uniform vec4 bounds;
uniform float red;
uniform float green;
uniform float blue;

void main() {
    vec2 at = gl_FragCoord.xy;
    if (at.x < bounds[0] || at.x > bounds[2] || at.y < frame.y - bounds[3] || at.y > frame.y - bounds[1])
        discard;
    gl_FragColor = vec4(red, green, blue, 1.0);
}
`
)
