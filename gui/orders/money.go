package orders

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/orderbook"
)

// lastLevel is the contribution margin at which the way of an order ends.
const lastLevel = 3

// levels are how many levels of contribution margins the waterfall names.
type levels int

const (
	onlyLast  levels = iota // CM3 alone
	allLevels               // CM1, CM2 and CM3
)

// waterfall is the way from net revenue to the contribution margins. Costs that
// no document confirms yet are outlined. While a cost is missing there is no
// margin to name.
func waterfall(m *orderbook.Money, home model.Currency, f *format.Format, which levels) plot.WaterfallRows {
	w := plot.WaterfallRows{Figure: func(v plot.Value) string { return f.Amount(model.Amount(v), home) }}
	w.Steps = append(w.Steps, plot.Step{ID: "net", Label: text.T("orders.money.net"), Value: plot.Value(m.NetRevenue()), Total: true})
	for level := 1; level <= lastLevel; level++ {
		for _, c := range m.Costs {
			if c.Level == level {
				w.Steps = append(w.Steps, costSteps(&c, f, home)...)
			}
		}
		if m.Known && (which == allLevels || level == lastLevel) {
			w.Steps = append(w.Steps, plot.Step{ID: fmt.Sprintf("cm%d", level), Label: text.T("orders.money.cm", level), Total: true})
		}
	}
	return w
}

// costSteps are the known and the estimated part of a cost.
func costSteps(c *margin.Cost, f *format.Format, home model.Currency) (steps []plot.Step) {
	name := costName(c.Type)
	known := c.Amount.Sub(c.Estimated)
	if known != 0 || c.Estimated == 0 {
		steps = append(steps, plot.Step{ID: c.Type, Label: name, Value: plot.Value(-known)})
	}
	if c.Estimated != 0 {
		label := name
		if known != 0 {
			label = text.T("orders.money.estimated", name)
		}
		tip := text.T("orders.money.estimated.tip", name, f.Amount(c.Estimated, home))
		steps = append(steps, plot.Step{ID: c.Type + ".estimated", Label: label, Value: plot.Value(-c.Estimated), Estimated: true, Tip: tip})
	}
	return steps
}

func costName(kind string) string {
	if key := text.Key("orders.cost.", kind); text.Has(key) {
		return text.T(key)
	}
	return kind
}

// share is a contribution margin in percent of net revenue, "n/a" when it is
// undefined.
func share(m *orderbook.Money, level int, f *format.Format) string {
	p, ok := model.PercentOf(m.CM(level), m.NetRevenue(), 1)
	if !ok {
		return format.Undefined()
	}
	return f.Percent(p)
}

// moneyNote is what stands beside the name of the money: CM3 in percent, and
// that a part is estimated.
func moneyNote(m *orderbook.Money, f *format.Format) string {
	switch {
	case !m.Known:
		return ""
	case m.Estimated != 0:
		return text.T("orders.money.note.estimated", share(m, lastLevel, f))
	}
	return text.T("orders.money.note", share(m, lastLevel, f))
}

// rateText is an exchange rate, "" for 1.
func rateText(rate string, f *format.Format) string {
	d, err := decimal.NewFromString(rate)
	if err != nil || d.Equal(decimal.New(1, 0)) {
		return ""
	}
	return f.Decimal(d)
}
