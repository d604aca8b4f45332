package orders

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// moneyTab shows the way from net revenue to the contribution margins, each cost
// with its source, and what the journal says of the order.
func (v *views) moneyTab(d *orderbook.Detail) fyne.CanvasObject {
	f := v.o.host.Format()
	var fall fyne.CanvasObject = kit.Wrapped(kit.Muted, text.T("orders.money.none"))
	if len(d.Money.Costs) > 0 || d.Money.NetRevenue() != 0 {
		c := chart.New(waterfall(&d.Money, d.Home, f, allLevels), func(string) { kit.Focus(v.facts) })
		c.Body = theme.TextSize
		fall = c
	}
	if n := notice(v.o.host, d); n != nil {
		fall = kit.Column(theme.Gap12, fall, n)
	}
	left := kit.NewCard(text.T("orders.money", string(d.Home)), moneyNote(&d.Money, f), nil, fall)
	costs := kit.NewCard(text.T("orders.costs"), text.T("orders.costs.note"), nil, kit.Sized(v.facts, 0, factsHeight(len(d.Facts)))).Flush()
	journal := kit.NewCard(text.T("orders.journal"), text.T("orders.journal.note"), nil, kit.Grow(v.journal)).Flush()
	return kit.Inset(newBeside(moneyWidth, left, newStacked(costs, journal)), theme.Gap12, theme.Gap16)
}

const moneyWidth float32 = 400

const (
	fewFacts  = 3
	mostFacts = 7
)

// factsHeight is the room for the list of costs: all of them, up to some.
func factsHeight(n int) float32 {
	rows := min(max(n, fewFacts), mostFacts) + 1 // and the total
	return theme.GridHeadHeight + float32(rows)*theme.RowHeight() + 2
}

func factKey(f orderbook.Fact) string {
	return strconv.FormatInt(f.LineID, 10) + f.Type + f.State + strconv.FormatInt(f.EntryID, 10) + f.Source + f.Amount.String()
}

func (v *views) factColumns() []grid.Column[orderbook.Fact] {
	const right = fyne.TextAlignTrailing
	f := v.o.host.Format()
	home := v.o.host.Book().Home
	all := []grid.Column[orderbook.Fact]{
		{ID: "type", Width: 132, Cell: func(x orderbook.Fact) grid.Cell { return grid.Cell{Text: costName(x.Type)} }},
		{ID: "source", Width: 110, MinWidth: 60, Flex: 1, Cell: func(x orderbook.Fact) grid.Cell { return quiet(since(x.Source)) }},
		{ID: "own", Width: 92, Align: right, Cell: func(x orderbook.Fact) grid.Cell { return v.ownCost(x) }},
		{ID: "home", Width: 66, Align: right, Cell: func(x orderbook.Fact) grid.Cell { return grid.Cell{Text: f.Amount(x.Home, home)} }, Total: func(rows []orderbook.Fact) grid.Cell {
			var sum model.Amount
			for _, r := range rows {
				sum = sum.Add(r.Home)
			}
			return grid.Cell{Text: f.Amount(sum, home), Bold: true}
		}},
		{ID: "state", Width: 104, Cell: costState},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("orders.costcol.", all[i].ID))
	}
	all[3].Title = string(home)
	return all
}

// ownCost is a cost in its own currency, with the rate it was turned by.
func (v *views) ownCost(x orderbook.Fact) grid.Cell {
	f := v.o.host.Format()
	rate := rateText(x.Rate, f)
	if rate == "" {
		return quiet(f.Money(x.Amount, x.Currency))
	}
	return grid.Cell{Text: f.Money(x.Amount, x.Currency), Tone: theme.Quiet, Tip: text.T("orders.rate", rate, f.DateYear(x.RateDate), x.RateSource)}
}

// costState tells estimated costs from those a document confirms.
func costState(x orderbook.Fact) grid.Cell {
	name := text.T(text.Key("orders.coststate.", x.State))
	p := grid.Pill{Text: name, Icon: theme.IconTick, Tone: theme.Fine}
	if x.State == "estimated" {
		p.Icon, p.Tone = theme.IconDottedCircle, theme.Idle
	}
	return grid.Cell{Pills: []grid.Pill{p}}
}

// posting is one side of a journal entry.
type posting struct {
	entry *orderbook.Entry
	n     int
	orderbook.Posting
}

func postings(d *orderbook.Detail) (all []posting) {
	for i := range d.Journal {
		e := &d.Journal[i]
		for n, p := range e.Postings {
			all = append(all, posting{e, n, p})
		}
	}
	return all
}

func (p posting) group() string { return strconv.FormatInt(p.entry.ID, 10) }
func (p posting) key() string   { return p.group() + "." + strconv.Itoa(p.n) }

func (v *views) postingColumns() []grid.Column[posting] {
	const right = fyne.TextAlignTrailing
	f, home := v.o.host.Format(), v.o.host.Book().Home
	side := func(p posting, sign model.Amount) grid.Cell {
		if a := p.Amount * sign; a > 0 {
			return grid.Cell{Text: f.Amount(a, home)}
		}
		return grid.Cell{}
	}
	all := []grid.Column[posting]{
		{ID: "account", Width: 180, Flex: 1, Cell: func(p posting) grid.Cell { return grid.Cell{Text: p.Account, Sub: p.Name, Tone: theme.Quiet} }},
		{ID: "foreign", Width: 104, Align: right, Cell: func(p posting) grid.Cell {
			if p.entry.Currency == home {
				return grid.Cell{}
			}
			return grid.Cell{Text: f.Money(p.Foreign, p.entry.Currency), Tone: theme.Quiet, Tip: rateText(p.entry.Rate, f)}
		}},
		{ID: "debit", Width: 90, Align: right, Cell: func(p posting) grid.Cell { return side(p, 1) }},
		{ID: "credit", Width: 90, Align: right, Cell: func(p posting) grid.Cell { return side(p, -1) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("orders.postcol.", all[i].ID))
	}
	return all
}

// entryHead heads the postings of an entry.
func (v *views) entryHead(_ string, rows []posting) grid.Group {
	e, f := rows[0].entry, v.o.host.Format()
	facts := text.T("orders.entry", f.DateYear(e.Dated), f.Int(int(e.ID)))
	if e.Reverses != 0 {
		facts = text.T("orders.entry.reverses", f.DateYear(e.Dated), f.Int(int(e.ID)), f.Int(int(e.Reverses)))
	}
	return grid.Group{Title: e.Memo, Facts: facts}
}

// since is the source of a cost without the day of a rule that has held since ever:
// it is no day to a reader.
func since(source string) string { return strings.TrimSuffix(source, " from "+string(model.OpenStart)) }
