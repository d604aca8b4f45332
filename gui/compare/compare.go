// Package compare sets suppliers side by side for a basket and a destination:
// what their type implies, what the basket costs at the door, days, terms, score
// and risks, with a recommendation. It must not know how any of it is worked out.
package compare

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/scorecard"
)

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 50 * time.Millisecond

// asked is what is compared.
type asked struct {
	Suppliers []string
	Country   string
	Basket    []scorecard.Item
}

// Compare is the screen that sets suppliers side by side.
type Compare struct {
	h      page.Host
	page   *kit.Page
	states *kit.States
	body   *kit.Frame
	list   *grid.Grid[row]
	loader *async.Loader[*answer]
	asked  asked
	shown  *scorecard.Comparison
	kept   *asked
	leave  []func()
}

// answer is what was read: the comparison, and what it was made of.
type answer struct {
	asked asked
	found scorecard.Comparison
}

// New makes the screen; the route's param "suppliers" names the suppliers to begin
// with, one a line.
func New(h page.Host) page.Screen {
	c := &Compare{h: h, page: kit.NewPage(text.T("compare.title"))}
	c.loader = async.NewLoader(h.Runner(), c.heard)
	c.page.Header.SetBack(h.Back)
	c.body = kit.Inset(kit.Spacer(), 0, 0)
	c.states = kit.NewStates(h.Runner(), c.body)
	c.page.SetBody(c.states)
	soon := async.Debounce(h.Runner(), coalesce, c.Reload)
	bus := h.Book().Bus
	for _, t := range []*event.Topic[event.IDs]{&bus.SuppliersChanged, &bus.OffersChanged, &bus.PricesChanged, &bus.OrdersChanged, &bus.SettingsChanged} {
		c.leave = append(c.leave, t.Subscribe(func(event.IDs) { h.Runner().UI(soon) }))
	}
	return c
}

// Content implements page.Screen.
func (c *Compare) Content() fyne.CanvasObject { return c.page }

// Open implements page.Screen.
func (c *Compare) Open(r page.Route) {
	switch {
	case c.kept != nil:
		c.asked, c.kept = *c.kept, nil
	case r.Param("suppliers") != "":
		c.asked = asked{Suppliers: strings.Split(r.Param("suppliers"), "\n")}
	}
	c.dress()
	c.states.ShowLoading()
	c.Reload()
}

// Reload implements page.Reloader.
func (c *Compare) Reload() {
	want := c.asked
	c.loader.Load(c.h.Context(), func(ctx context.Context) (*answer, error) { return c.read(ctx, want) })
}

// read completes what was asked for, and compares. Too few suppliers are no
// failure: there is nothing to show yet.
func (c *Compare) read(ctx context.Context, want asked) (*answer, error) {
	db := c.h.Book().DB
	if len(want.Suppliers) < fewest || len(want.Basket) == 0 {
		p, err := scorecard.Propose(ctx, db, want.Suppliers)
		if err != nil {
			return nil, err
		}
		if len(want.Suppliers) < fewest {
			want.Suppliers = p.Suppliers
		}
		if len(want.Basket) == 0 {
			want.Basket = p.Basket
		}
		if want.Country == "" {
			want.Country = p.Country
		}
	}
	a := &answer{asked: want}
	if len(want.Suppliers) < fewest || len(want.Basket) == 0 {
		return a, nil
	}
	var err error
	a.found, err = scorecard.Compare(ctx, db, want.Suppliers, want.Country, want.Basket)
	return a, err
}

// heard takes over what was read.
func (c *Compare) heard(s async.State[*answer]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		c.shown = nil
		c.states.ShowFailed(kit.FailedOptions{Sentence: said(s.Err), Retry: c.Reload, Details: func() { c.h.Report(text.T("compare.unread"), s.Err) }})
	case async.Ready:
		c.asked, c.shown = s.Value.asked, &s.Value.found
		if len(c.shown.Sides) == 0 {
			c.shown = nil
			add := c.addAction()
			c.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconScale, Title: text.T("compare.empty"), Lines: []string{text.T("compare.empty.what"), text.T("compare.empty.from")}, Primary: &add})
			break
		}
		c.fill()
		c.states.ShowContent()
	}
	c.dress()
	c.h.Refresh()
}

// fill makes the table anew: it has a column for each supplier.
func (c *Compare) fill() {
	was := ""
	if c.list != nil {
		was = c.list.Current()
		c.list.Close()
	}
	c.list = c.table()
	c.list.SetRows(c.rows())
	if was != "" {
		c.list.Select(was)
	}
	c.body.SetInner(c.list)
	c.page.SetStrip(c.advice())
	kit.Focus(c.list)
}

// advice is the recommendation with its reasons.
func (c *Compare) advice() fyne.CanvasObject {
	title := text.T("compare.nobody")
	if c.shown.Best != "" {
		title = text.T("compare.best", c.shown.Best)
	}
	return kit.Row(theme.Gap12, kit.ToneIcon(theme.IconIdea, theme.Accented),
		kit.Grow(kit.Column(2, kit.NewLabel(kit.Strong, title), kit.Wrapped(kit.Caption, strings.Join(c.shown.Reasons, " "))))).Top()
}

// Close implements page.Screen.
func (c *Compare) Close() {
	for _, leave := range c.leave {
		leave()
	}
	c.loader.Stop()
	if c.list != nil {
		c.list.Close()
	}
}

// Keep implements page.Keeper.
func (c *Compare) Keep() any { return c.asked }

// Restore implements page.Keeper.
func (c *Compare) Restore(v any) {
	if a, ok := v.(asked); ok {
		c.kept = &a
	}
}

// Areas implements page.Areas.
func (c *Compare) Areas() []fyne.Focusable {
	if c.list == nil || c.shown == nil {
		return nil
	}
	return []fyne.Focusable{c.list}
}

// said is what a person is told of an error.
func said(err error) string {
	var m *model.Error
	if errors.As(err, &m) {
		return m.Message
	}
	return text.T("compare.unread")
}
