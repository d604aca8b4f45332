package today

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/today"
)

// graphs are the figures at the right: four cards, the weeks, and the suppliers.
type graphs struct {
	cards  [4]*kit.Figure
	sparks [4]*chart.Still
	weeks  *chart.Chart
	ranks  *chart.Chart
	rank   *kit.Card
	week   *kit.Card
	open   *kit.Box // what outlined means; only where a week has it
	column *fyne.Container
}

// behind are the rows behind each card: how the margins are told apart, and the
// column they begin with, "" for the usual ones. What was ordered and what was given
// back are seen order by order.
var behind = [len(graphs{}.cards)]struct{ by, lead string }{2: {by: "order"}, 3: {by: "order", lead: "refund"}}

// build makes the empty cards.
func (g *graphs) build(t *Today) {
	for i := range g.cards {
		g.sparks[i] = chart.NewStill(plot.Spark{}, fyne.NewSize(1, 1))
		g.cards[i] = kit.NewFigure(g.sparks[i], func() { t.margins(t.figures.State().Value.Period, behind[i].by, behind[i].lead) })
	}
	g.weeks = chart.New(plot.Bars{}, t.openWeek)
	g.ranks = chart.New(plot.Ranking{}, t.openSupplier)
	g.open = kit.Row(theme.Gap4, kit.Gap(theme.Gap4, 0), container.NewStack(swatch(theme.Series1), kit.Inset(kit.Ground(theme.Surface), 1.5, 1.5)), kit.NewLabel(kit.Caption, text.T("today.weeks.open")))
	legend := kit.Row(theme.Gap4, swatch(theme.Series2), kit.NewLabel(kit.Caption, text.T("today.weeks.costs")), kit.Gap(theme.Gap4, 0),
		swatch(theme.Series1), kit.NewLabel(kit.Caption, text.T("today.cm3")), g.open)
	g.week = kit.NewCard(text.T("today.weeks"), string(t.book.Home), legend, g.weeks)
	g.rank = kit.NewCard(text.T("today.ranks"), "", kit.NewLabel(kit.Caption, text.T("today.ranks.note")), g.ranks)
	g.column = container.NewWithoutLayout()
	g.column.Layout = &tower{g}
	for _, c := range g.cards {
		g.column.Add(c)
	}
	g.column.Add(g.week)
	g.column.Add(g.rank)
}

// swatch is the colour of a part of a chart, in its legend.
func swatch(c fyne.ThemeColorName) fyne.CanvasObject {
	return kit.Sized(kit.Ground(c), 10, 10)
}

// showFigures shows how the business went.
func (t *Today) showFigures(s async.State[*today.Figures]) {
	switch s.Phase {
	case async.Loading:
		t.right.ShowLoading()
	case async.Failed:
		t.right.ShowFailed(kit.FailedOptions{Sentence: text.T("today.failed.figures"), Retry: t.Reload, Details: func() { t.h.Report(text.T("today.failed.figures"), s.Err) }})
	case async.Ready:
		t.fill(s.Value)
		t.right.ShowContent()
	}
}

// fill writes the figures.
func (t *Today) fill(v *today.Figures) {
	f, half := t.h.Format(), len(v.Weeks)/2
	t.span.SetText(text.T("today.span", weekNumber(&v.Weeks[half]), weekNumber(&v.Weeks[len(v.Weeks)-1])))
	t.span.SetTip(f.Period(v.Period))
	tell := numbers{f, t.book.Home}
	g := &t.graphs
	for i, of := range []func(now, before *today.Week) kit.FigureText{tell.revenue, tell.margin, tell.orders, tell.refunds} {
		c := of(&v.Now, &v.Before)
		c.Tip = whole(c)
		g.cards[i].Set(c)
	}
	for i, of := range []func(*today.Week) plot.Reading{
		func(w *today.Week) plot.Reading { return plot.At(plot.Value(w.Revenue)) },
		func(w *today.Week) plot.Reading { return plot.At(plot.Value(w.CM3)) },
		func(w *today.Week) plot.Reading { return plot.At(plot.Whole(w.Orders)) },
		refundReading,
	} {
		g.sparks[i].SetData(spark(v.Weeks, of))
	}
	g.weeks.SetData(tell.weeks(v.Weeks))
	g.open.Hidden = !slices.ContainsFunc(v.Weeks, func(w today.Week) bool { return w.Open > 0 })
	g.ranks.SetData(tell.ranks(v.Suppliers))
	g.column.Refresh()
}

// whole is all that a card says, for one that is too narrow for it.
func whole(c kit.FigureText) string {
	said := strings.Join(strings.Fields(strings.Join([]string{c.Value, c.Unit, c.Delta, c.From}, " ")), " ")
	return text.T("today.card.tip", c.Label, said, c.Tip)
}

func refundReading(w *today.Week) plot.Reading {
	p, ok := w.RefundRate()
	if !ok {
		return plot.Reading{}
	}
	return plot.At(plot.Number(p))
}

// spark is a line over the weeks; a line of nothing but zeros says nothing.
func spark(weeks []today.Week, of func(*today.Week) plot.Reading) plot.Spark {
	var s plot.Spark
	some := false
	for i := range weeks {
		r := of(&weeks[i])
		some = some || r.Known && r.Value != 0
		s.Readings = append(s.Readings, r)
	}
	if !some {
		return plot.Spark{}
	}
	return s
}

// weekNumber is the number of a week without its year.
func weekNumber(w *today.Week) string {
	_, n, _ := strings.Cut(w.Label, "-W")
	return strings.TrimPrefix(n, "0")
}

// margins opens the margins of a period, by a way to group them and with the
// largest of a column first; "" is as usual.
func (t *Today) margins(p model.Period, by, lead string) {
	params := map[string]string{"from": string(p.From), "to": string(p.To)}
	for name, value := range map[string]string{"by": by, "lead": lead} {
		if value != "" {
			params[name] = value
		}
	}
	t.h.Go(page.Route{Screen: page.Margins, Params: params})
}

// openWeek opens the margins of a week, named by its Monday.
func (t *Today) openWeek(id string) {
	monday := model.Date(id)
	t.margins(model.Period{From: monday, To: monday.AddDays(6)}, "", "")
}

// openSupplier opens a supplier by its place among the ranked; the orders of
// which no supplier is known open as such.
func (t *Today) openSupplier(id string) {
	i, err := strconv.Atoi(id)
	v := t.figures.State().Value
	if err != nil || v == nil || i < 0 || i >= len(v.Suppliers) {
		return
	}
	if s := v.Suppliers[i]; s.ID != 0 {
		t.h.Go(page.Route{Screen: page.Supplier, Key: s.Name})
		return
	}
	t.h.Go(page.Route{Screen: page.Orders, Params: map[string]string{
		page.ByState: "all", page.BySupplier: "#0", page.ByFrom: string(v.Period.From), page.ByTo: string(v.Period.To),
	}})
}

// tower lays the cards out: two beside each other, then the charts below, of
// which that of the weeks takes some of the room to spare.
type tower struct{ g *graphs }

const (
	figureHigh float32 = 78
	figureGap          = theme.Gap8
	weeksMin   float32 = 194
	weeksMax   float32 = 340
)

func (w *tower) rest() float32 {
	return 2*figureHigh + figureGap + theme.Gap12 + theme.Gap12 + w.g.rank.MinSize().Height + theme.Gap12
}

// MinSize implements fyne.Layout.
func (w *tower) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, weeksMin+w.rest())
}

// Layout implements fyne.Layout.
func (w *tower) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	size.Width -= barRoom
	half := float32(int((size.Width - figureGap) / 2))
	for i, c := range w.g.cards {
		x, y := float32(0), float32(i/2)*(figureHigh+figureGap)
		if i%2 == 1 {
			x = size.Width - half
		}
		put(c, x, y, half, figureHigh)
	}
	y := 2*figureHigh + figureGap + theme.Gap12
	high := max(weeksMin, min(weeksMax, size.Height-w.rest()))
	put(w.g.week, 0, y, size.Width, high)
	put(w.g.rank, 0, y+high+theme.Gap12, size.Width, w.g.rank.MinSize().Height)
}

// undefined is what stands for a figure that does not exist.
func undefined() string { return format.Undefined() }
