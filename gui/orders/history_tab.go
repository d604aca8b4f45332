package orders

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// happening is one thing that was done with the order.
type happening struct {
	n        int
	at       model.Instant
	who      string
	what     string
	kind     string
	old, now string
	why      string
	icon     theme.IconName
	undone   bool
}

func (e happening) key() string { return strconv.Itoa(e.n) }

// events are what was done with the order, the newest first.
func events(d *orderbook.Detail) []happening {
	var all []happening
	for _, c := range d.History {
		e := happening{at: c.RecordedAt, who: c.Who, kind: c.Kind, what: subject(&c), old: c.OldValue, now: c.NewValue, why: c.Why, icon: kindIcon(c.Kind)}
		switch {
		case c.Field == "record", strings.HasSuffix(c.Field, " record"):
			e.now = "" // "created": it says so already
		case c.Moves() && stillKept(c.OldValue, c.Was) && stillKept(c.NewValue, c.Now):
			e.what = movedName(&c)
			e.old, e.now = movedText(&c)
		case c.Moves():
			e.old, e.now = "", text.T("orders.move.gone")
		}
		all = append(all, e)
	}
	for _, i := range d.Imports {
		all = append(all, happening{
			at: i.Imported, kind: "import", what: text.T(text.Key("orders.import.", i.Outcome)), now: i.File, icon: theme.IconImport, undone: i.Undone,
		})
	}
	for i := range d.Lines {
		for _, g := range d.Lines[i].Given {
			all = append(all, happening{
				at: g.RoutedAt, kind: "allocation", what: text.T("orders.field.supplier"), now: text.T("orders.given", g.Quantity, d.Lines[i].Name, g.Supplier), icon: theme.IconSplit,
			})
		}
	}
	all = append(all, moves(d)...)
	slices.Reverse(all) // within a second the last comes first too
	slices.SortStableFunc(all, func(a, b happening) int { return -strings.Compare(string(a.at), string(b.at)) })
	for i := range all {
		all[i].n = i
	}
	return all
}

// moves are the pieces that left own stock for the order, and those that came back.
func moves(d *orderbook.Detail) []happening {
	var all []happening
	for _, m := range d.Stocked {
		what, n := "left", m.Quantity
		if n < 0 {
			what, n = "back", -n
		}
		at := slices.IndexFunc(d.Lines, func(l orderbook.Line) bool { return l.ID == m.LineID })
		all = append(all, happening{
			at: m.Recorded, kind: "stock", what: text.T(text.Key("orders.stock.", what)), now: text.T("orders.given", n, d.Lines[at].Name, m.Warehouse), icon: theme.IconParcels,
		})
	}
	return all
}

func kindIcon(kind string) theme.IconName {
	switch kind {
	case "allocation":
		return theme.IconSplit
	case "purchase":
		return theme.IconForwarding
	}
	return theme.IconOrders
}

// subject says what of the order was changed: a field, of a purchase order or of
// an amendment to it the number too.
func subject(c *orderbook.Change) string {
	number, field := c.RecordKey, c.Field
	if of, inner, ok := strings.Cut(field, " "); ok && strings.HasPrefix(of, number+"-") {
		number, field = of, inner
	}
	switch {
	case field == "record" && c.Kind == "purchase":
		return text.T("orders.field.made.purchase", number)
	case field == "record":
		return text.T("orders.field.made")
	}
	name := strings.ReplaceAll(field, "_", " ")
	if key := text.Key("orders.field.", field); text.Has(key) {
		name = text.T(key)
	}
	if c.Kind == "purchase" {
		return text.T("orders.field.of", number, name)
	}
	return name
}

func (v *views) historyColumns() []grid.Column[happening] {
	f := v.o.host.Format()
	all := []grid.Column[happening]{
		{ID: "at", Width: 120, Cell: func(e happening) grid.Cell {
			return grid.Cell{Text: f.Moment(e.at), Tone: theme.Quiet, Tip: f.Since(e.at)}
		}, SortText: func(e happening) string { return string(e.at) }},
		{ID: "who", Width: 100, Cell: func(e happening) grid.Cell { return quiet(e.who) }, SortText: func(e happening) string { return e.who }},
		{ID: "what", Width: 190, Cell: func(e happening) grid.Cell { return grid.Cell{Text: e.what, Icon: e.icon, IconTone: theme.Quiet} }, SortText: func(e happening) string { return e.what }},
		{ID: "change", Width: 260, Flex: 2, Cell: changeCell},
		{ID: "why", Width: 200, Flex: 1, Cell: func(e happening) grid.Cell { return quiet(e.why) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("orders.historycol.", all[i].ID))
	}
	return all
}

// changeCell is what was, and what is now.
func changeCell(e happening) grid.Cell {
	c := grid.Cell{Text: readable(e.now), Old: readable(e.old)}
	if e.undone {
		c.Pills = []grid.Pill{{Text: text.T("orders.import.undone"), Icon: theme.IconUndo, Tone: theme.Idle}}
	}
	if e.now == "" && e.old != "" {
		c.Text = text.T("orders.nothing")
	}
	return c
}

// readable writes a value of the history for people: codes of states as words.
func readable(value string) string {
	if key := text.Key("orders.value.", value); text.Has(key) {
		return text.T(key)
	}
	return value
}
