package today

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/today"
)

// numbers writes the figures as the user does.
type numbers struct {
	f    *format.Format
	home model.Currency
}

// million is from when on a sum is written without its decimals, thousands in the
// card that has a percentage beside.
const (
	million   = model.Amount(1_000_000 * 10_000)
	thousands = model.Amount(10_000 * 10_000)
)

// money is a sum that fits a card or a column.
func (n numbers) money(a model.Amount) string {
	if a.Abs() >= million {
		return n.f.Units(a)
	}
	return n.f.Amount(a, n.home)
}

func (n numbers) revenue(now, before *today.Week) kit.FigureText {
	t := kit.FigureText{Label: text.T("today.revenue"), Value: n.money(now.Revenue), Unit: string(n.home), Tip: text.T("today.revenue.tip")}
	n.change(&t, now.Revenue, before.Revenue)
	return t
}

func (n numbers) margin(now, before *today.Week) kit.FigureText {
	t := kit.FigureText{Label: text.T("today.cm3"), Value: n.money(now.CM3), Unit: string(n.home), Tip: text.T("today.cm3.tip")}
	if p, ok := now.Percent(); ok {
		t.Unit = text.T("today.cm3.unit", string(n.home), n.f.Percent(p))
		switch a := now.CM3.Abs(); {
		case a >= million:
			t.Unit = n.f.Percent(p)
		case a >= thousands:
			t.Value = n.f.Units(now.CM3)
		}
	}
	if now.Open > 0 {
		t.From, t.Tip = text.T("today.cm3.open", n.f.Units(now.Open)), text.T("today.cm3.open.tip")
		return t // it would seem to have grown
	}
	n.change(&t, now.CM3, before.CM3)
	return t
}

// change compares an amount with the one before: in percent, or as a difference
// where a percentage says nothing.
func (n numbers) change(t *kit.FigureText, now, before model.Amount) {
	if now == 0 && before == 0 {
		return
	}
	t.From = text.T("today.from", n.f.Units(before))
	t.Up, t.Tone = now > before, tone(now > before, now == before)
	if p, ok := model.PercentOf(now.Sub(before), before, 1); ok && before > 0 && now >= 0 {
		t.Delta = n.f.SignedPercent(p)
		return
	}
	t.Delta = n.f.Signed(now.Sub(before), n.home)
}

func (n numbers) orders(now, before *today.Week) kit.FigureText {
	t := kit.FigureText{Label: text.T("today.orders"), Value: n.f.Int(now.Orders), Tip: text.T("today.orders.tip")}
	if now.Orders == 0 && before.Orders == 0 {
		return t
	}
	t.From = text.T("today.from", n.f.Int(before.Orders))
	t.Up, t.Tone = now.Orders > before.Orders, tone(now.Orders > before.Orders, now.Orders == before.Orders)
	t.Delta = text.T("today.more", n.f.Int(now.Orders)) // from none
	if before.Orders > 0 {
		share := decimal.NewFromInt(int64(now.Orders-before.Orders)).Mul(decimal.NewFromInt(100)).DivRound(decimal.NewFromInt(int64(before.Orders)), 1)
		t.Delta = n.f.SignedPercent(share)
	}
	return t
}

func (n numbers) refunds(now, before *today.Week) kit.FigureText {
	t := kit.FigureText{Label: text.T("today.refunds"), Value: undefined(), Tip: text.T("today.refunds.tip", n.f.Money(now.Refund, n.home))}
	is, ok := now.RefundRate()
	if !ok {
		return t
	}
	t.Value, t.Unit = n.f.PercentBare(is), text.T("today.refunds.unit")
	was, ok := before.RefundRate()
	if !ok {
		return t
	}
	diff := is.Sub(was)
	t.From = text.T("today.from", n.f.Percent(was))
	t.Delta = text.T("today.points", n.signed(diff))
	t.Up, t.Tone = diff.IsPositive(), tone(diff.IsNegative(), diff.IsZero())
	return t
}

// signed is a number of points with its sign.
func (n numbers) signed(d decimal.Decimal) string {
	if d.IsPositive() {
		return text.T("today.more", n.f.PercentBare(d))
	}
	return n.f.PercentBare(d)
}

func tone(better, same bool) theme.Tone {
	switch {
	case same:
		return theme.Quiet
	case better:
		return theme.Fine
	}
	return theme.Wrong
}

// weeks are the bars. A bar is named by its Monday.
func (n numbers) weeks(weeks []today.Week) plot.Bars {
	b := plot.Bars{Empty: text.T("today.weeks.none")}
	for i := range weeks {
		w := &weeks[i]
		p := plot.Period{ID: string(w.From), Label: text.T("today.week", weekNumber(w)), Text: plot.Short(plot.Value(w.Revenue)), Tip: n.tip(w)}
		p.Parts = parts(w)
		b.Periods = append(b.Periods, p)
	}
	if !anySales(weeks) {
		b.Periods = nil
	}
	return b
}

// parts are what a week's revenue became, from zero up: what was left, what is
// left before the cost of a supplier that is still to be chosen, and the costs. A
// loss lies below zero, and the costs above it are those that were covered.
func parts(w *today.Week) []plot.Part {
	costs := plot.Part{Value: plot.Value(w.Costs), Role: plot.Series2}
	open := max(w.Open, 0) // of orders that were called off only what they cost is left: nothing is to come
	known := w.CM3.Sub(open)
	switch {
	case w.CM3 < 0:
		costs.Value = plot.Value(w.Revenue)
		return []plot.Part{{Value: plot.Value(w.CM3), Role: plot.Bad}, costs}
	case known < 0:
		return []plot.Part{{Value: plot.Value(w.CM3), Role: plot.Series1, Estimated: true}, costs}
	}
	return []plot.Part{{Value: plot.Value(known), Role: plot.Series1}, {Value: plot.Value(open), Role: plot.Series1, Estimated: true}, costs}
}

func anySales(weeks []today.Week) bool {
	for i := range weeks {
		if weeks[i].Revenue != 0 || weeks[i].Costs != 0 {
			return true
		}
	}
	return false
}

func (n numbers) tip(w *today.Week) string {
	days := n.f.Period(model.Period{From: w.From, To: w.From.AddDays(6)})
	tip := text.T("today.week.tip", days, n.f.Units(w.Revenue), n.f.Units(w.Costs), n.f.Units(w.CM3), string(n.home))
	if w.Open > 0 {
		tip = text.T("today.week.tip.open", tip, n.f.Units(w.Open))
	}
	return tip
}

// most is how many suppliers are ranked: of more, the best and the weakest.
const most = 10

// ranks are the suppliers, the best first. A row is named by its place.
func (n numbers) ranks(all []today.Ranked) plot.Ranking {
	k := plot.Ranking{Empty: text.T("today.ranks.none")}
	for i := range all {
		if len(all) > most && i >= most/2 && i < len(all)-most/2 {
			continue
		}
		s := &all[i]
		r := plot.Rank{ID: strconv.Itoa(i), Label: s.Name, Text: undefined(), Note: text.N("today.ranks.n", s.Orders, n.f.Int(s.Orders))}
		if p, ok := s.Percent(); ok {
			r.Value, r.Text = plot.Number(p), n.f.PercentBare(p)
		}
		r.Tip = text.T("today.ranks.tip", r.Label, r.Text, n.f.Units(s.CM2), n.f.Units(s.Revenue), string(n.home), n.f.Int(s.Orders))
		if s.ID == 0 { // without the cost of a supplier it would lead them all
			r.Label, r.Value, r.Text, r.Tip = text.T("today.ranks.unknown"), 0, undefined(), text.T("today.ranks.unknown.tip")
		}
		k.Rows = append(k.Rows, r)
	}
	return k
}
