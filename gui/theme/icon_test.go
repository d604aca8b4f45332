package theme_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/resources"
)

var looks = map[string]theme.Look{"light": theme.Light, "dark": theme.Dark}

func TestEveryIconHasItsDrawingAndEveryDrawingIsUsed(t *testing.T) {
	test.NewTempApp(t)
	named := iconNames(t)
	for _, n := range drawings(t) {
		if !named[n] {
			t.Errorf("resources/icons/%s.svg has no name in icon.go", n)
		}
	}
	for n := range named {
		if c := theme.Icon(n, theme.Text).Content(); !bytes.Contains(c, []byte("<path")) {
			t.Errorf("the icon %s draws nothing", n)
		}
	}
}

func TestEveryIconIsOfTheFamily(t *testing.T) {
	const start = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" d="M`
	for _, n := range drawings(t) {
		b, err := resources.Icons.ReadFile("icons/" + string(n) + ".svg")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(b), start) || strings.Count(string(b), "<path") != 1 {
			t.Errorf("%s is not one line of the weight of the others", n)
		}
	}
}

// TestEveryIconHasInkWithinItsBox draws each icon at twice its size on the screen:
// in the colour asked for, and nowhere cut by the edge.
func TestEveryIconHasInkWithinItsBox(t *testing.T) {
	a := test.NewTempApp(t)
	for name, l := range looks {
		t.Run(name, func(t *testing.T) {
			a.Settings().SetTheme(theme.New(theme.Options{Look: l}))
			for _, n := range drawings(t) {
				inked, edge, other := count(sheet(t, 32, n), theme.Accent, theme.Surface)
				if inked < 12 {
					t.Errorf("%s has %d pixels in its colour", n, inked)
				}
				if edge > 0 {
					t.Errorf("%s is cut at the edge, %d pixels", n, edge)
				}
				if other > 0 {
					t.Errorf("%s has %d pixels of another colour", n, other)
				}
			}
		})
	}
}

func TestAnIconFollowsTheTheme(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	icon := theme.Icon(theme.IconTick, theme.Text)
	w := test.NewTempWindow(t, widget.NewIcon(icon))
	w.Resize(fyne.NewSquareSize(48))
	light, name := w.Canvas().Capture(), icon.Name()
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark}))
	if icon.Name() == name {
		t.Error("the icon has the same name in both looks: the toolkit would show the old picture")
	}
	dark := w.Canvas().Capture()
	if inked, _, _ := count(dark, theme.Text, theme.Rail); inked < 20 {
		t.Errorf("after the change %d pixels have the new colour", inked)
	}
	if pixels(light) == pixels(dark) {
		t.Error("the picture did not change")
	}
}

// sheet draws icons on a card, so many pixels high.
func sheet(t *testing.T, size float32, names ...theme.IconName) image.Image {
	row := container.NewHBox()
	for _, n := range names {
		p := canvas.NewImageFromResource(theme.Icon(n, theme.Accent))
		p.SetMinSize(fyne.NewSquareSize(size))
		row.Add(p)
	}
	w := test.NewTempWindow(t, container.NewStack(canvas.NewRectangle(theme.Color(theme.Surface)), row))
	w.SetPadded(false)
	w.Resize(row.MinSize())
	return w.Canvas().Capture()
}

// count looks at each pixel: is it of the colour, at the edge, or no mixture of
// colour and background?
func count(m image.Image, ink, ground fyne.ThemeColorName) (inked, edge, other int) {
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			strength, off := mixture(m.At(x, y), theme.Color(ink), theme.Color(ground))
			if strength > 0.8 {
				inked++
			}
			if strength > 0.05 && (x == b.Min.X || y == b.Min.Y || x == b.Max.X-1 || y == b.Max.Y-1) {
				edge++
			}
			if off > 12 {
				other++
			}
		}
	}
	return inked, edge, other
}

func drawings(t *testing.T) (names []theme.IconName) {
	t.Helper()
	files, err := resources.Icons.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, theme.IconName(strings.TrimSuffix(f.Name(), ".svg")))
	}
	return names
}

// iconNames are the values of the constants of icon.go.
func iconNames(t *testing.T) map[theme.IconName]bool {
	t.Helper()
	names := map[theme.IconName]bool{}
	for _, n := range constants(t, "icon.go", "Icon") {
		names[theme.IconName(n)] = true
	}
	return names
}
