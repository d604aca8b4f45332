package stocking

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	service "github.com/dropledger/dropledger/services/stocking"
)

// curveHeight leaves both lines apart in the panel.
const curveHeight float32 = 168

// curve draws what a month costs by either way over the pieces sold, with the
// break-even.
func (s *ideas) curve(x idea) fyne.CanvasObject {
	f := s.Host.Format()
	c := chart.New(curveLines(s, x), func(string) { s.explain() })
	c.Least = fyne.NewSize(200, curveHeight)
	said := text.T("stocking.curve.never", f.Fixed(x.PerMonth, 1))
	if x.Breakeven != nil {
		said = text.T("stocking.curve.sells", text.N("stocking.pieces", int(*x.Breakeven), f.Int(int(*x.Breakeven))), f.Fixed(x.PerMonth, 1))
	}
	return kit.Column(theme.Gap8, c, kit.Wrapped(kit.Caption, said))
}

// curveLines are both ways, and a dot where stock begins to pay.
func curveLines(s *ideas, x idea) plot.Lines {
	f, home := s.Host.Format(), s.Host.Book().Home
	drop := plot.Series{Role: plot.Series2, Plain: true, Note: text.T("stocking.month.drop")}
	stock := plot.Series{Role: plot.Series1, Plain: true, Note: text.T("stocking.month.stock")}
	even := plot.Series{Role: plot.Good, Bare: true}
	at := breakevenAt(x)
	lines := plot.Lines{Zero: true, Min: plot.At(0), Tick: plot.Short, Figure: func(v plot.Value) string { return f.Amount(model.Amount(v).Round(home), home) }}
	for i, p := range x.Curve {
		key := "stocking.curve.tip"
		mark := plot.Reading{}
		if i == at {
			key, mark = "stocking.curve.breakeven", plot.At(plot.Value(p.Stock))
		}
		stop := plot.Stop{ID: strconv.Itoa(i), Tip: text.T(key, text.N("stocking.pieces", int(p.Units), f.Int(int(p.Units))),
			f.Money(model.Amount(p.Drop).Round(home), home), f.Money(model.Amount(p.Stock).Round(home), home))}
		if labelled(i, at, len(x.Curve)) {
			stop.Label = f.Int(int(p.Units))
		}
		lines.Stops = append(lines.Stops, stop)
		drop.Readings = append(drop.Readings, plot.At(plot.Value(p.Drop)))
		stock.Readings = append(stock.Readings, plot.At(plot.Value(p.Stock)))
		even.Readings = append(even.Readings, mark)
	}
	lines.Series = []plot.Series{drop, stock, even}
	return lines
}

// breakevenAt is the first point of the curve at which stock pays, -1 without one.
func breakevenAt(x service.Proposal) int {
	if x.Breakeven == nil {
		return -1
	}
	for i, p := range x.Curve {
		if p.Units >= *x.Breakeven {
			return i
		}
	}
	return -1
}

// labelled names the ends, the break-even and what stands well apart from those.
func labelled(i, even, n int) bool {
	far := func(j int) bool { return j < 0 || max(i-j, j-i) >= n/6 }
	switch i {
	case 0, even, n - 1:
		return i == even || far(even)
	}
	return i%max(1, n/4) == 0 && far(even) && far(0) && far(n-1)
}
