package theme

import (
	"image/color"
	"testing"
)

func TestPlate_IsRoundInItsColoursAtAnyScale(t *testing.T) {
	fill, rim := color.NRGBA{R: 200, G: 100, B: 50, A: 255}, color.NRGBA{R: 10, G: 20, B: 30, A: 255}
	for _, scale := range []int{1, 2} {
		p := Plate{Fill: fill, Rim: rim, Radius: 6 * float64(scale), Edge: float64(scale)}
		img := p.Picture(40*scale, 20*scale)
		for what, c := range map[string]struct {
			x, y int
			want color.NRGBA
		}{
			"the middle":   {20 * scale, 10 * scale, fill},
			"the corner":   {0, 0, color.NRGBA{}},
			"the far one":  {40*scale - 1, 20*scale - 1, color.NRGBA{}},
			"the top edge": {20 * scale, 0, rim},
			"below it":     {20 * scale, scale, fill},
			"the left end": {0, 10 * scale, rim},
		} {
			r, g, b, a := img.At(c.x, c.y).RGBA()
			wr, wg, wb, wa := c.want.RGBA()
			if r != wr || g != wg || b != wb || a != wa {
				t.Errorf("at scale %d %s is %d %d %d %d, want %v", scale, what, r>>8, g>>8, b>>8, a>>8, c.want)
			}
		}
	}
}
