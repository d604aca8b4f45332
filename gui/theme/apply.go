package theme

import (
	"os"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"
)

// scaleVariable is read by the toolkit when a window is made and whenever the
// theme changes. It is the only way to scale all of a window, text that others
// draw included; sizes of the theme could not do that.
const scaleVariable = "FYNE_SCALE"

// ownScale is the scale the person asked the toolkit for before the program
// started. The scale of the settings multiplies it.
var ownScale = func() decimal.Decimal {
	s, err := decimal.NewFromString(os.Getenv(scaleVariable))
	if err != nil || !s.IsPositive() {
		return decimal.NewFromInt(1)
	}
	return s
}()

// Apply shows the app with the options, at the start and at any time later. When
// the scale changes, the toolkit makes the windows larger or smaller by it;
// settle gives them their size on the screen again. It must be called when the
// window system has answered, a moment later, or the picture is cut. Both are
// for the window's goroutine.
func Apply(a fyne.App, o Options) (settle func()) {
	type place struct {
		window fyne.Window
		size   fyne.Size
		scale  float32
	}
	var places []place
	for _, w := range a.Driver().AllWindows() {
		places = append(places, place{w, w.Canvas().Size(), w.Canvas().Scale()})
	}
	scale := ownScale.Mul(decimal.New(percent(o.Scale), -2)).StringFixed(2)
	_ = os.Setenv(scaleVariable, scale)
	a.Settings().SetTheme(New(o))
	return func() {
		for _, p := range places {
			if now := p.window.Canvas().Scale(); now != p.scale && now > 0 {
				ratio := p.scale / now
				p.window.Resize(fyne.NewSize(p.size.Width*ratio, p.size.Height*ratio))
			}
		}
	}
}

// percent keeps a scale between 100 and 200; 0 is 100.
func percent(scale int) int64 {
	if scale == 0 {
		return 100
	}
	return int64(min(max(scale, 100), 200))
}
