package orders

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Columns of the list beside those that orderbook sorts by.
const (
	colNet  = "net"
	colOwn  = "own"
	colHeld = "held"
	colTags = "tags"
)

// columns are those of the list; amounts are in the home currency.
type columns struct {
	f    *format.Format
	home func() model.Currency
}

func rowKey(r orderbook.Row) string { return strconv.FormatInt(r.ID, 10) }

func (c *columns) all() []grid.Column[orderbook.Row] {
	const right = fyne.TextAlignTrailing
	all := []grid.Column[orderbook.Row]{
		{ID: string(orderbook.ByNumber), Width: 78, Lead: true, Fixed: true, Cell: c.number, Value: func(r orderbook.Row) any { return reports.Identifier(r.Number) }},
		{ID: string(orderbook.ByPlaced), Width: 104, Down: true, Cell: c.placed, Value: func(r orderbook.Row) any { return reports.Date(r.PlacedOn) }},
		{ID: string(orderbook.ByCustomer), Width: 122, MinWidth: 80, Flex: 3, Cell: c.customer, Value: func(r orderbook.Row) any { return reports.Text(r.Customer) }},
		{ID: string(orderbook.ByCountry), Width: 62, Cell: c.country, Value: func(r orderbook.Row) any { return reports.Identifier(r.Country) }},
		{ID: string(orderbook.ByShop), Width: 96, MinWidth: 60, Flex: 1, Cell: c.shop, Value: func(r orderbook.Row) any { return reports.Text(r.Shop) }},
		{ID: string(orderbook.ByLines), Width: 46, Align: right, Cell: c.lines, Value: func(r orderbook.Row) any { return reports.Integer(r.Lines) }},
		{ID: string(orderbook.ByTotal), Width: 74, Align: right, Down: true, Cell: c.total, Value: c.totalValue},
		{ID: string(orderbook.ByCM2), Width: 66, Align: right, Down: true, Cell: c.cm2, Value: c.cm2Value},
		{ID: string(orderbook.ByPercent), Width: 56, Align: right, Down: true, Cell: c.percent, Value: percentValue},
		{ID: string(orderbook.ByState), Width: 120, Cell: c.state, Value: func(r orderbook.Row) any { return reports.Text(stateName(stateOf(&r))) }},
		{ID: colNet, Width: 84, Align: right, Hidden: true, Cell: c.net, Value: func(r orderbook.Row) any { return reports.Amount(r.Net, c.home()) }},
		{ID: colOwn, Width: 104, Align: right, Hidden: true, Cell: c.own, Value: func(r orderbook.Row) any { return reports.Amount(r.Own, r.Currency) }},
		{ID: colHeld, Width: 220, Hidden: true, Cell: c.held, Value: func(r orderbook.Row) any { return reports.Text(r.Held) }},
		{ID: colTags, Width: 110, Hidden: true, Cell: c.tags, Value: func(r orderbook.Row) any { return reports.Text(r.Tags) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("orders.col.", all[i].ID))
		all[i].Sortable = sortable(all[i].ID)
	}
	return all
}

// sortable tells whether the order book sorts by a column.
func sortable(id string) bool {
	switch id {
	case colNet, colOwn, colHeld, colTags:
		return false
	}
	return true
}

func quiet(s string) grid.Cell { return grid.Cell{Text: s, Tone: theme.Quiet} }

// none is a value that is not known, and why.
func none(why string) grid.Cell {
	return grid.Cell{Text: format.Undefined(), Tone: theme.Quiet, Tip: why}
}

func (c *columns) number(r orderbook.Row) grid.Cell { return grid.Cell{Text: r.Number} }

func (c *columns) placed(r orderbook.Row) grid.Cell {
	return grid.Cell{Text: c.f.Date(r.PlacedOn), Tone: theme.Quiet, Tip: c.f.DateLong(r.PlacedOn)}
}

func (c *columns) customer(r orderbook.Row) grid.Cell { return grid.Cell{Text: r.Customer} }

func (c *columns) country(r orderbook.Row) grid.Cell {
	return grid.Cell{Text: r.Country, Tone: theme.Quiet, Tip: reports.CountryName(r.Country)}
}

func (c *columns) shop(r orderbook.Row) grid.Cell  { return quiet(r.Shop) }
func (c *columns) lines(r orderbook.Row) grid.Cell { return quiet(c.f.Int(r.Lines)) }
func (c *columns) held(r orderbook.Row) grid.Cell  { return quiet(r.Held) }
func (c *columns) tags(r orderbook.Row) grid.Cell  { return quiet(r.Tags) }

func (c *columns) total(r orderbook.Row) grid.Cell {
	if r.NoTotal {
		return none(text.T("orders.norate", c.f.Money(r.Own, r.Currency)))
	}
	return c.money(r.Total)
}

func (c *columns) own(r orderbook.Row) grid.Cell {
	return grid.Cell{Text: c.f.Money(r.Own, r.Currency)}
}

func (c *columns) net(r orderbook.Row) grid.Cell { return c.money(r.Net) }

func (c *columns) cm2(r orderbook.Row) grid.Cell {
	if r.NoCM2 {
		return none(unknownMargin(&r))
	}
	return c.money(r.CM2)
}

// unknownMargin says why the margin of an order is not known.
func unknownMargin(r *orderbook.Row) string {
	if r.Unbooked {
		return text.T("orders.nomargin.unbooked")
	}
	return text.T("orders.nomargin.cost")
}

func (c *columns) percent(r orderbook.Row) grid.Cell {
	if r.Percent == nil {
		if r.NoCM2 {
			return none(unknownMargin(&r))
		}
		return none(text.T("orders.nomargin.revenue"))
	}
	cell := quiet(c.f.PercentBare(*r.Percent))
	if r.Percent.IsNegative() {
		cell.Tone = theme.Wrong
	}
	return cell
}

func (c *columns) state(r orderbook.Row) grid.Cell {
	return grid.Cell{Pills: []grid.Pill{gridPill(stateOf(&r))}, Tip: r.Held}
}

func (c *columns) money(a model.Amount) grid.Cell {
	cell := grid.Cell{Text: c.f.Amount(a, c.home())}
	if a < 0 {
		cell.Tone = theme.Wrong
	}
	return cell
}

func (c *columns) totalValue(r orderbook.Row) any {
	if r.NoTotal {
		return reports.Unknown()
	}
	return reports.Amount(r.Total, c.home())
}

func (c *columns) cm2Value(r orderbook.Row) any {
	if r.NoCM2 {
		return reports.Unknown()
	}
	return reports.Amount(r.CM2, c.home())
}

func percentValue(r orderbook.Row) any {
	if r.Percent == nil {
		return reports.Unknown()
	}
	return reports.Percent(*r.Percent)
}
