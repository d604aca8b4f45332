package theme_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// channels are the three colours of c, 0 to 255.
func channels(c color.Color) [3]float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return [3]float64{float64(n.R), float64(n.G), float64(n.B)}
}

// mixture tells how much ink lies on the ground at c, 0 to 1, and how far c is
// from any mixture of the two, in steps of a channel.
func mixture(c, ink, ground color.Color) (strength, off float64) {
	p, a, b := channels(c), channels(ink), channels(ground)
	var dot, length float64
	for i := range p {
		dot += (p[i] - b[i]) * (a[i] - b[i])
		length += (a[i] - b[i]) * (a[i] - b[i])
	}
	strength = dot / length
	for i := range p {
		off = max(off, math.Abs(p[i]-(b[i]+strength*(a[i]-b[i]))))
	}
	return strength, off
}

// contrast is the ratio of WCAG 2.1, 1 to 21.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	var sum float64
	for i, v := range channels(c) {
		if v /= 255; v <= 0.03928 {
			sum += weights[i] * v / 12.92
		} else {
			sum += weights[i] * math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// pixels is a picture as text, for comparing.
func pixels(m image.Image) string {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.String()
}
