package theme_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/resources"
)

var update = flag.Bool("update", false, "draw the pictures of the program's icon again")

// appIcons are the pictures made of resources/app/icon.svg, by their size.
var appIcons = map[string]int{"icon.png": 256, "icon-512.png": 512}

func TestTheAppIconIsDrawnFromItsDrawing(t *testing.T) {
	const folder = "../../resources/app/"
	drawing, err := os.ReadFile(folder + "icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	for name, size := range appIcons {
		want := draw(t, theme.Outline(string(drawing)), size)
		if *update {
			write(t, folder+name, want)
		}
		file, err := os.ReadFile(folder + name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(got, want); d > 1 {
			t.Errorf("%s differs from icon.svg by %.1f steps: draw it again with -update", name, d)
		}
	}
}

func TestTheAppIconIsInTheColoursOfThePalette(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	m, err := png.Decode(bytes.NewReader(resources.AppIcon))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != 256 || m.Bounds().Dy() != 256 {
		t.Errorf("it is %v", m.Bounds())
	}
	if _, _, _, a := m.At(0, 0).RGBA(); a != 0 {
		t.Error("the corner is not round")
	}
	inked := 0
	for y := 20; y < 236; y++ {
		for x := 20; x < 236; x++ {
			strength, off := mixture(m.At(x, y), theme.Color(theme.OnAccent), theme.Color(theme.Accent))
			if off > 12 {
				t.Fatalf("the pixel %d, %d has another colour", x, y)
			}
			if strength > 0.8 {
				inked++
			}
		}
	}
	if inked < 2000 {
		t.Errorf("the box has %d pixels", inked)
	}
}

// draw gives the pixels of an SVG as the toolkit draws it.
func draw(t *testing.T, svg string, size int) image.Image {
	t.Helper()
	c := canvas.NewImageFromResource(fyne.NewStaticResource("drawing.svg", []byte(svg)))
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	w.Resize(fyne.NewSquareSize(float32(size)))
	c.Refresh()
	return c.Image
}

// difference is the mean distance of all channels, in steps.
func difference(a, b image.Image) float64 {
	if a.Bounds().Size() != b.Bounds().Size() {
		return math.Inf(1)
	}
	var sum float64
	r := a.Bounds()
	for y := range r.Dy() {
		for x := range r.Dx() {
			p := color.NRGBAModel.Convert(a.At(r.Min.X+x, r.Min.Y+y)).(color.NRGBA)
			q := color.NRGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.NRGBA)
			sum += math.Abs(float64(p.R)-float64(q.R)) + math.Abs(float64(p.G)-float64(q.G)) + math.Abs(float64(p.B)-float64(q.B)) + math.Abs(float64(p.A)-float64(q.A))
		}
	}
	return sum / float64(4*r.Dx()*r.Dy())
}

func write(t *testing.T, path string, m image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
