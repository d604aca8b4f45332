package plot_test

import (
	"testing"

	"github.com/dropledger/dropledger/reports/plot"
)

func TestLines_ABareSeriesIsADotWithoutAFigureAtTheEnd(t *testing.T) {
	measure := func(text string, size plot.Unit, _ bool) (w, h plot.Unit) {
		return plot.Unit(len(text)) * size / 2, size
	}
	count := func(bare bool) (dots, bold int) {
		l := plot.Lines{
			Stops: []plot.Stop{{ID: "a"}, {ID: "b"}, {ID: "c"}},
			Series: []plot.Series{
				{Readings: []plot.Reading{plot.At(0), plot.At(plot.Whole(5)), plot.At(plot.Whole(10))}},
				{Readings: []plot.Reading{{}, plot.At(plot.Whole(5)), {}}, Role: plot.Good, Bare: bare},
			},
		}
		for _, s := range l.Draw(plot.Frame{W: 300, H: 200, Measure: measure}).Shapes {
			switch x := s.(type) {
			case plot.Dot:
				if x.Role == plot.Good {
					dots++
				}
			case plot.Label:
				if x.Bold {
					bold++
				}
			}
		}
		return dots, bold
	}
	if dots, bold := count(true); dots != 1 || bold != 1 {
		t.Errorf("bare: %d dots, %d figures at the end", dots, bold)
	}
	if dots, bold := count(false); dots != 1 || bold != 2 {
		t.Errorf("else: %d dots, %d figures at the end", dots, bold)
	}
}
