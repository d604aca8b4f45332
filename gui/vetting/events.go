package vetting

import (
	"cmp"
	"context"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/score"
)

// events opens what a figure rests on in a panel beside the cards.
func (c *card) events(metric string) {
	name := c.d.route.Key
	c.shown, c.about = cmp.Or(score.Label(metric), metric), text.T("vetting.events.title", name)
	c.loader.Load(c.d.h.Context(), func(ctx context.Context) ([]score.Event, error) { return c.d.scores.Events(ctx, name, metric) })
}

// monthEvents opens what became known in a month.
func (c *card) monthEvents(month string) {
	name := c.d.route.Key
	c.shown, c.about = text.T("vetting.events.month", monthName(c.d.h.Format(), month), month[:4]), text.T("vetting.events.month.what", name)
	c.loader.Load(c.d.h.Context(), func(ctx context.Context) ([]score.Event, error) { return c.d.scores.InMonth(ctx, name, month) })
}

// read shows the events that were read, unless another tab was chosen meanwhile.
func (c *card) read(s async.State[[]score.Event]) {
	switch {
	case s.Phase == async.Failed:
		c.d.h.Report(text.T("vetting.unread.events"), s.Err)
	case s.Phase == async.Ready && c.d.now() == tab(c):
		c.openEvents(s.Value)
	}
}

func (c *card) openEvents(events []score.Event) {
	d := c.d
	c.shut()
	c.open = c.eventGrid()
	c.open.SetRows(events)
	p := kit.NewPanel(func() { c.escape() })
	p.SetTitle(c.shown, c.about)
	p.SetBody(c.open)
	d.page.SetPanel(p)
	kit.Focus(c.open)
}

func (c *card) eventGrid() *grid.Grid[score.Event] {
	d, f := c.d, c.d.h.Format()
	return grid.New(grid.Options[score.Event]{
		Name: "vetting.events", Key: eventKey,
		Columns: []grid.Column[score.Event]{
			{ID: "order", Title: text.T("vetting.order"), Width: 90, Cell: func(e score.Event) grid.Cell {
				if e.Good {
					return grid.Cell{Text: e.Order, Icon: theme.IconTickCircle, IconTone: theme.Fine}
				}
				return grid.Cell{Text: e.Order, Icon: theme.IconCrossCircle, IconTone: theme.Wrong}
			}},
			{ID: "what", Title: text.T("vetting.what"), Width: 120, Flex: 2, Cell: func(e score.Event) grid.Cell { return grid.Cell{Text: e.What} }},
			{ID: "on", Title: text.T("vetting.on"), Width: 76, Align: trailing, Cell: func(e score.Event) grid.Cell {
				return grid.Cell{Text: f.Date(e.On), Tone: theme.Quiet}
			}},
		},
		OnOpen: c.openOrder,
		Setup:  grid.Setup{First: true, NoFold: true, Count: "vetting.events.count", CountOf: "vetting.events.countof"}, Place: d.place(),
	})
}

// openOrder opens the order an event is about.
func (c *card) openOrder(e score.Event) {
	if e.Order == "" || e.Shop == "" {
		c.d.h.Say(page.Note, text.T("vetting.noorder"))
		return
	}
	c.d.h.Go(page.OrderRoute(e.Shop, e.Order))
}

// escape closes the panel; what had the focus before it gets it back.
func (c *card) escape() bool {
	if c.open == nil {
		return false
	}
	c.shut()
	c.d.page.SetPanel(nil)
	kit.Focus(c.measures)
	return true
}

func (c *card) shut() {
	if c.open != nil {
		c.open.Close()
		c.open = nil
	}
}
