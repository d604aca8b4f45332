package pdf

import (
	"strings"

	"github.com/dropledger/dropledger/reports/plot"
)

// mmPerUnit is the length of a plot.Unit on paper, 1/96 inch.
const mmPerUnit = 25.4 / 96

// pointsPerUnit turns the size of a text of a plot into a type size.
const pointsPerUnit = 72.0 / 96

// Plot draws a chart over the whole width. A chart of rows is as high as its rows
// when height is zero.
func (d *Doc) Plot(c plot.Chart, height plot.Unit) {
	f := plot.Frame{W: d.inner() / mmPerUnit, H: height, Measure: d.measure}
	if r, ok := c.(plot.Rower); ok && height == 0 {
		f.H = r.Height(f)
	}
	d.need(f.H * mmPerUnit)
	d.plotAt(c, side, d.y, f)
	d.y += f.H*mmPerUnit + 4
}

// plotAt draws a chart with its upper left corner at x, y.
func (d *Doc) plotAt(c plot.Chart, x, y plot.Unit, f plot.Frame) {
	d.plotX, d.plotY = x, y
	for _, s := range c.Draw(f).Shapes {
		switch s := s.(type) {
		case plot.Box:
			d.plotBox(s)
		case plot.Stroke:
			d.plotStroke(s)
		case plot.Dot:
			d.plotDot(s)
		case plot.Label:
			d.plotLabel(s)
		}
	}
}

// plotInk are the colours of a printed chart: dark for the result, light for what
// is taken away, so that it can be read without colour.
var plotInk = map[plot.Role]colour{
	plot.Series1: accent, plot.Series2: {164, 174, 186}, plot.Series3: {116, 130, 148}, plot.Good: {26, 107, 64}, plot.Warn: {133, 80, 0},
	plot.Bad: {176, 38, 31}, plot.Neutral: muted, plot.GoodSoft: {224, 242, 231}, plot.WarnSoft: {251, 239, 213}, plot.BadSoft: {251, 230, 228},
	plot.Soft: tint, plot.Axis: muted, plot.Line: rule, plot.Text: ink, plot.Muted: muted, plot.OnSeries: white, plot.Surface: white,
}

// faded mixes a colour with the white of the paper, 35 parts in a hundred.
func (c colour) faded() colour {
	for i, v := range c {
		c[i] = 255 - (255-v)*35/100
	}
	return c
}

func plotStyle(size plot.Unit, bold bool, r plot.Role) style {
	return style{size * pointsPerUnit, bold, plotInk[r]}
}

// printed is a text of a chart as documents write it: the built-in font has no
// minus sign of its own, and a hyphen survives being copied into a sheet.
func printed(text string) string { return tidy(strings.ReplaceAll(text, "−", "-")) }

func (d *Doc) measure(text string, size plot.Unit, bold bool) (w, h plot.Unit) {
	s := plotStyle(size, bold, plot.Text)
	return d.width(s, printed(text)) / mmPerUnit, s.line() / mmPerUnit
}

// onPage is where a place of the picture is on the page, in millimetres.
func (d *Doc) onPage(x, y plot.Unit) (mmX, mmY plot.Unit) {
	return d.plotX + x*mmPerUnit, d.plotY + y*mmPerUnit
}

// ink sets the colours of what is drawn next: filled, or white with an edge.
func (d *Doc) ink(c colour, outlined bool, edge plot.Unit) (mode string) {
	d.pdf.SetDrawColor(c[0], c[1], c[2])
	d.pdf.SetLineWidth(edge * mmPerUnit)
	if outlined {
		c = white
		mode = "D"
	}
	d.pdf.SetFillColor(c[0], c[1], c[2])
	return "F" + mode
}

func (d *Doc) plotBox(b plot.Box) {
	c := plotInk[b.Role]
	if b.Faint {
		c = c.faded()
	}
	const edge = 1.25
	mode := d.ink(c, b.Outlined, edge)
	if b.Outlined && b.W > 2*edge && b.H > 2*edge { // half of the edge is drawn outside
		b.Rect = plot.Rect{X: b.X + edge/2, Y: b.Y + edge/2, W: b.W - edge, H: b.H - edge}
	}
	x, y := d.onPage(b.X, b.Y)
	w, h, round := b.W*mmPerUnit, b.H*mmPerUnit, min(b.Round, b.W/2, b.H/2)*mmPerUnit
	if round > 0 {
		d.pdf.RoundedRect(x, y, w, h, round, "1234", mode)
		return
	}
	d.pdf.Rect(x, y, w, h, mode)
}

func (d *Doc) plotStroke(s plot.Stroke) {
	d.ink(plotInk[s.Role], false, s.Width*0.75) // print is finer than a screen
	d.pdf.SetLineCapStyle("butt")
	d.pdf.SetLineJoinStyle("round")
	for i, p := range s.Points {
		if x, y := d.onPage(p.X, p.Y); i == 0 {
			d.pdf.MoveTo(x, y)
		} else {
			d.pdf.LineTo(x, y)
		}
	}
	d.pdf.DrawPath("D")
}

func (d *Doc) plotDot(p plot.Dot) {
	mode := d.ink(plotInk[p.Role], p.Hollow, 1.5)
	x, y := d.onPage(p.X, p.Y)
	d.pdf.Circle(x, y, p.R*mmPerUnit, mode)
}

func (d *Doc) plotLabel(l plot.Label) {
	s := plotStyle(l.Size, l.Bold, l.Role)
	x, y := d.onPage(l.X, l.Y)
	d.draw(x, y, s, printed(l.Text))
}
