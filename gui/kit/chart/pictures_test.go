package chart

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
)

func val(s string) plot.Value { return plot.Value(model.MustAmount(s)) }

// money writes a figure as the screens do: "−10,615.30".
func money(v plot.Value) string {
	s := model.Amount(v).Text("EUR")
	s, negative := strings.CutPrefix(s, "-")
	whole, cents, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if negative {
		whole = "−" + whole
	}
	return whole + "." + cents
}

func whole(v plot.Value) string { s, _, _ := strings.Cut(money(v), "."); return s }

func one(v plot.Value) string { s := money(v + 500); return s[:len(s)-1] }

func weeks() plot.Bars {
	b := plot.Bars{Empty: "No sales in these weeks yet."}
	for _, w := range [][3]string{{"W34", "3120", "850"}, {"W35", "3260", "905"}, {"W36", "3010", "702"}, {"W37", "3430", "960"}, {"W38", "3400", "940"}, {"W39", "3620", "1050"}, {"W40", "3580", "905"}, {"W41", "3790", "1102"}} {
		cost, cm := val(w[1]), val(w[2])
		b.Periods = append(b.Periods, plot.Period{
			ID: w[0], Label: w[0], Text: one((cost + cm) / 1000),
			Parts: []plot.Part{{Value: cm}, {Value: cost}}, Tip: w[0] + "\nNet revenue " + money(cost+cm) + "\nCM3 " + money(cm),
		})
	}
	return b
}

func margins() plot.Waterfall {
	return plot.Waterfall{Figure: money, Tick: whole, Steps: []plot.Step{
		{ID: "net", Label: "Net revenue", Value: val("26619.80"), Total: true},
		{ID: "product", Label: "Product", Value: val("-10615.30")},
		{ID: "duty", Label: "Duty", Value: val("-271.90")},
		{ID: "cm1", Label: "CM1", Total: true, Inside: "59.1 %"},
		{ID: "shipping", Label: "Shipping", Value: val("-3103.30")},
		{ID: "fees", Label: "Fees", Value: val("-914.90")},
		{ID: "returns", Label: "Returns", Value: val("-875.20")},
		{ID: "cm2", Label: "CM2", Total: true, Inside: "40.7 %"},
		{ID: "ads", Label: "Ads", Value: val("-3930.10"), Estimated: true},
		{ID: "cm3", Label: "CM3", Total: true, Inside: "26.0 %"},
	}}
}

func panel() plot.WaterfallRows {
	return plot.WaterfallRows{Figure: money, Steps: []plot.Step{
		{ID: "net", Label: "Net revenue", Value: val("157.90"), Total: true},
		{ID: "product", Label: "Product and duty", Value: val("-56.01")},
		{ID: "shipping", Label: "Shipping and drop fee", Value: val("-23.40")},
		{ID: "payment", Label: "Payment fee", Value: val("-5.75")},
		{ID: "ads", Label: "Ads, allocated", Value: val("-31.60"), Estimated: true},
		{ID: "cm3", Label: "CM3", Total: true},
	}}
}

func loss() plot.Waterfall {
	return plot.Waterfall{Figure: money, Tick: whole, Steps: []plot.Step{
		{ID: "net", Label: "Net revenue", Value: val("4489.80"), Total: true},
		{ID: "refund", Label: "Paid back", Value: val("310.00")},
		{ID: "product", Label: "Product", Value: val("-2229.80")},
		{ID: "cm1", Label: "CM1", Total: true, Inside: "57.2 %"},
		{ID: "shipping", Label: "Shipping", Value: val("-1733.80")},
		{ID: "ads", Label: "Ads", Value: val("-2651.70"), Estimated: true},
		{ID: "fees", Label: "Fees", Value: val("-400")},
		{ID: "cm3", Label: "CM3", Total: true, Inside: "−49.3 %"},
	}}
}

func onTime() plot.Ranges {
	p := func(id, label, v, lo, hi, note string, r plot.Role) plot.Range {
		return plot.Range{ID: id, Label: label, Value: val(v), Low: val(lo), High: val(hi), Note: note, Role: r}
	}
	return plot.Ranges{Figure: one, Target: plot.At(plot.Whole(95)), Min: plot.At(0), Max: plot.At(plot.Whole(100)), Rows: []plot.Range{
		p("padborg", "Padborg Fulfilment", "98.4", "91.6", "100", "61/62", 0),
		p("lindqvist", "Lindqvist Textil", "97.3", "90.8", "99.2", "73/75", 0),
		p("ceramika", "Ceramika Bolesław", "95", "83.5", "98.6", "38/40", 0),
		p("hanse", "Hanse Wohnwaren", "93.6", "82.8", "97.8", "44/47", 0),
		p("yiwu", "Yiwu Brightwell", "92.7", "82.7", "97.1", "51/55", 0),
		p("homey", "Homey Star Store", "81.5", "63.3", "91.8", "22/27", plot.Warn),
		p("lumo", "Shenzhen Lumo", "73.7", "51.2", "88.2", "14/19", plot.Bad),
		{ID: "dim", Label: "Дім і Льон", Unrated: "not rated yet", Note: "4 of 4"},
	}}
}

func ranking() plot.Ranking {
	return plot.Ranking{Figure: func(v plot.Value) string { return "+" + money(v) }, Rows: []plot.Rank{
		{ID: "price", Label: "Price less its fees", Value: val("514.10")},
		{ID: "supplier", Label: "Supplier price", Value: val("318.46")},
		{ID: "ads", Label: "Ad spend", Value: val("393.01")},
	}}
}

func score() plot.Lines {
	l := plot.Lines{Figure: one, Tick: whole, Bands: []plot.Band{
		{From: plot.Whole(60), To: plot.Whole(70), Label: "C", Role: plot.WarnSoft},
		{From: plot.Whole(70), To: plot.Whole(85), Label: "B", Role: plot.Soft},
		{From: plot.Whole(85), To: plot.Whole(100), Label: "A", Role: plot.GoodSoft},
	}}
	s := plot.Series{Note: "open"}
	for i, v := range []string{"71", "73", "70", "74", "75.8", "76.3", "74.8", "78", "79", "79.4", "80.6", "79.9"} {
		l.Stops = append(l.Stops, plot.Stop{ID: v, Label: "NDJFMAMJJASO"[i : i+1]})
		s.Readings = append(s.Readings, plot.Reading{Value: val(v), Known: true, Open: i == 11})
	}
	l.Series = []plot.Series{s}
	return l
}

func spark() plot.Spark {
	s := plot.Spark{}
	for _, v := range []string{"4.0", "4.2", "3.7", "4.4", "4.4", "4.7", "4.5", "4.9"} {
		s.Readings = append(s.Readings, plot.At(val(v)))
	}
	return s
}

func readings(vs ...int) (all []plot.Reading) {
	for _, v := range vs {
		all = append(all, plot.At(plot.Whole(v)))
	}
	return all
}

// TestPictures writes every chart as a picture into the folder that the variable
// CHART_PICTURES names, for people to look at.
func TestPictures(t *testing.T) {
	folder := os.Getenv("CHART_PICTURES")
	if folder == "" {
		t.Skip("CHART_PICTURES names no folder for the pictures")
	}
	many := plot.Bars{}
	for i := range 40 {
		many.Periods = append(many.Periods, plot.Period{Label: plot.Short(plot.Whole(i)), Parts: []plot.Part{{Value: plot.Whole(i*i%37*100 - 900)}}, Open: i == 39})
	}
	two := plot.Lines{Target: plot.At(plot.Whole(15)), Stops: score().Stops, Series: []plot.Series{{Readings: readings(3, 9, 14, 2, 7, 8, 9, 10, 30, 20, 10, 5)}, {Readings: readings(13, 19, 4, 12, 17, 18, 19, 20, 10, 10, 10, 12)}}}
	pictures := []struct {
		name string
		data plot.Chart
		w, h float32
		body float32
	}{
		{"weeks", weeks(), 348, 160, 0},
		{"ontime", onTime(), 348, 190, 0},
		{"spark", spark(), 70, 24, 0},
		{"panel", panel(), 316, 132, theme.TextSize},
		{"margins", margins(), 830, 240, 0},
		{"margins-narrow", margins(), 420, 200, 0},
		{"loss", loss(), 700, 240, 0},
		{"loss-rows", plot.WaterfallRows(loss()), 316, 176, 0},
		{"ranking", ranking(), 300, 66, theme.TextSize},
		{"score", score(), 360, 170, 0},
		{"two", two, 360, 170, 0},
		{"many", many, 348, 160, 0},
		{"empty", plot.Bars{Empty: "No sales in these weeks yet. Import orders to see them here."}, 240, 120, 0},
		{"share", plot.Share{Parts: []plot.Part{{Value: plot.Whole(22), Role: plot.Series3}}, Whole: plot.Whole(100)}, 34, 16, 0},
		{"gauge", plot.Gauge{Range: plot.Range{Value: val("93.1"), Low: val("88"), High: val("96")}, From: plot.Whole(80), To: plot.Whole(100), Target: plot.At(plot.Whole(95))}, 90, 20, 0},
	}
	for _, look := range []theme.Look{theme.Light, theme.Dark} {
		suffix := ""
		if look == theme.Dark {
			suffix = "-dark"
		}
		app := test.NewTempApp(t)
		theme.Apply(app, theme.Options{Look: look})
		for _, p := range pictures {
			c := New(p.data, nil)
			c.Body = p.body
			shoot(t, c, fyne.NewSize(p.w, p.h), filepath.Join(folder, "chart-"+p.name+suffix+".png"), nil)
		}
		c := New(weeks(), func(string) {})
		shoot(t, c, fyne.NewSize(348, 160), filepath.Join(folder, "chart-weeks-hover"+suffix+".png"), func() { c.FocusGained(); c.step(2); c.point(6) })
	}
}

func shoot(t *testing.T, c *Chart, size fyne.Size, path string, before func()) {
	t.Helper()
	bg := canvas.NewRectangle(theme.Color(theme.Surface))
	holder := container.NewWithoutLayout(bg, c)
	w := test.NewTempWindow(t, holder)
	w.SetPadded(false)
	w.Resize(size.AddWidthHeight(16, 16))
	bg.Resize(size.AddWidthHeight(16, 16))
	c.Move(fyne.NewPos(8, 8))
	c.Resize(size)
	if before != nil {
		before()
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}
