package pdf

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/reports/reportstest"
)

func waterfall() plot.Waterfall {
	return plot.Waterfall{Steps: []plot.Step{
		{Label: "Net revenue", Value: plot.Value(price("157.90")), Total: true, Text: "157.90"},
		{Label: "Product and duty", Value: plot.Value(price("-79.41")), Text: "−79.41"},
		{Label: "Ads, allocated", Value: plot.Value(price("-31.60")), Text: "−31.60", Estimated: true},
		{Label: "CM3", Total: true, Text: "46.89", Inside: "29.7 %"},
	}}
}

// plotted is a document with a chart, and the place of the chart on its page.
func plotted(t *testing.T, c plot.Chart, height plot.Unit) (file []byte, y plot.Unit) {
	t.Helper()
	d := New(setup(), "Margins")
	d.Section("Margins")
	y = d.y
	d.Plot(c, height)
	var b bytes.Buffer
	if warnings, err := d.Write(&b); err != nil || len(warnings) > 0 {
		t.Fatal(warnings, err)
	}
	return b.Bytes(), y
}

func TestPlot_WritesItsLabels(t *testing.T) {
	file, _ := plotted(t, waterfall(), 200)
	text := squeeze(read(t, file))
	for _, want := range []string{"Net revenue", "157.90", "-79.41", "-31.60", "46.89", "29.7 %", "CM3", "150"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	again, _ := plotted(t, waterfall(), 200)
	if !bytes.Equal(file, again) {
		t.Error("the same chart gives other bytes")
	}
}

func TestPlot_PaintsKnownStepsAndOutlinesEstimates(t *testing.T) {
	file, y := plotted(t, waterfall(), 200)
	page := pixels(t, file)
	d := New(setup(), "")
	shapes := waterfall().Draw(plot.Frame{W: d.inner() / mmPerUnit, H: 200, Measure: d.measure}).Shapes
	boxes := 0
	for _, s := range shapes {
		b, ok := s.(plot.Box)
		if !ok {
			continue
		}
		boxes++
		want := plotInk[b.Role]
		if b.Outlined {
			want = white
		}
		// The lower half of a total has no text on it.
		x, y := int(side/mmPerUnit+b.Centre().X), int(y/mmPerUnit+b.Y+b.H*0.8)
		r, g, bl, _ := page.At(x, y).RGBA()
		if got := (colour{int(r >> 8), int(g >> 8), int(bl >> 8)}); got != want {
			t.Errorf("%v is %v on the page, want %v", b, got, want)
		}
	}
	if boxes != 4 {
		t.Errorf("%d bars, want 4", boxes)
	}
}

func TestPlot_OfRowsIsAsHighAsItsRows(t *testing.T) {
	d := New(setup(), "")
	d.Section("")
	before := d.y
	d.Plot(plot.WaterfallRows(waterfall()), 0)
	if got, want := d.y-before, 4*22*mmPerUnit+4; got < want-0.01 || got > want+0.01 {
		t.Errorf("four rows take %v mm, want %v", got, want)
	}
}

// pixels is the first page of a PDF at 96 dots per inch: a dot for each plot.Unit.
func pixels(t *testing.T, file []byte) image.Image {
	t.Helper()
	base := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(base+".pdf", file, 0o600); err != nil {
		t.Fatal(err)
	}
	reportstest.Run(t, "pdftoppm", "-png", "-r", "96", "-singlefile", base+".pdf", base)
	f, err := os.Open(base + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
