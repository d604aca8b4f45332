package compare

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/scorecard"
)

// row is one line of the table, with a cell for each supplier.
type row struct {
	id, section, label string
	bold               bool
	first              bool // of its section: it has the section's name
	cells              []grid.Cell
}

// The sections of the table.
const (
	typeSection     = "type"
	priceSection    = "price"
	deliverySection = "delivery"
	termsSection    = "terms"
	scoreSection    = "score"
	risksSection    = "risks"
)

// table makes the list: what is compared left, a column for each supplier.
func (c *Compare) table() *grid.Grid[row] {
	cols := []grid.Column[row]{
		{ID: "section", Title: text.T("compare.what"), Width: 112, Fixed: true, Cell: func(r row) grid.Cell {
			if !r.first {
				return grid.Cell{}
			}
			return grid.Cell{Text: text.T(text.Key("compare.section.", r.section)), Bold: true}
		}},
		{ID: "what", Width: 140, Fixed: true, Cell: func(r row) grid.Cell {
			return grid.Cell{Text: r.label, Bold: r.bold, Tone: quietUnless(r.bold)}
		}},
	}
	for i := range c.shown.Sides {
		s := &c.shown.Sides[i]
		title := s.Card.Name
		if title == c.shown.Best {
			title = text.T("compare.recommended", title)
		}
		cols = append(cols, grid.Column[row]{ID: "side" + s.Card.Name, Title: title, Width: 250, MinWidth: 160, Flex: 1, Cell: func(r row) grid.Cell { return r.cells[i] }})
	}
	return grid.New(grid.Options[row]{
		Key: func(r row) string { return r.id }, Columns: cols,
		OnOpen: func(row) { c.choose(text.T("compare.open"), c.asked.Suppliers, c.openCard) },
		Setup:  grid.Setup{First: true},
		Place:  grid.Place{Context: c.h.Context(), Runner: c.h.Runner(), Format: c.h.Format(), Layouts: c.h},
	})
}

func quietUnless(bold bool) theme.Tone {
	if bold {
		return theme.Plain
	}
	return theme.Quiet
}

// rows are the lines of the table.
func (c *Compare) rows() []row {
	all := []row{
		c.words(typeSection, "selection", func(s *scorecard.Side) string { return s.Nature.Selection }),
		c.words(typeSection, "branding", func(s *scorecard.Side) string { return s.Nature.Branding }),
		c.words(typeSection, "moq", func(s *scorecard.Side) string { return s.Nature.MOQ }),
		c.line(typeSection, "upfront", c.upfront),
	}
	all = append(all, c.prices()...)
	all = append(all,
		c.best(deliverySection, "days", c.days, func(s *scorecard.Side) (decimal.Decimal, bool) { return whole(s.P90) }),
		c.best(deliverySection, "ontime", c.metric("otd"), value("otd", true)),
		c.best(deliverySection, "defects", c.metric("odr"), value("odr", false)),
		c.line(termsSection, "payment", c.payment),
		c.line(termsSection, "claims", c.claims),
		c.words(termsSection, "returns", func(s *scorecard.Side) string { return s.Returns }),
		c.best(scoreSection, "score", c.score, func(s *scorecard.Side) (decimal.Decimal, bool) { return s.Card.Score.Decimal.Neg(), s.Card.Score.Valid }),
	)
	all = append(all, c.risks()...)
	for i := range all {
		all[i].first = i == 0 || all[i].section != all[i-1].section
	}
	return all
}

// line is a line whose cells are made one by one.
func (c *Compare) line(section, id string, cell func(*scorecard.Side) grid.Cell) row {
	r := row{id: id, section: section, label: text.T(text.Key("compare.row.", id))}
	for i := range c.shown.Sides {
		r.cells = append(r.cells, cell(&c.shown.Sides[i]))
	}
	return r
}

func (c *Compare) words(section, id string, say func(*scorecard.Side) string) row {
	return c.line(section, id, func(s *scorecard.Side) grid.Cell { return orDash(say(s)) })
}

func orDash(s string) grid.Cell {
	if s == "" {
		return grid.Cell{Text: text.T("compare.dash"), Tone: theme.Quiet}
	}
	return grid.Cell{Text: s}
}

// best is a line in which the lowest figure is the best and gets a tick; with
// equal ones none does.
func (c *Compare) best(section, id string, cell func(*scorecard.Side) grid.Cell, figure func(*scorecard.Side) (decimal.Decimal, bool)) row {
	r := c.line(section, id, cell)
	at, low, ties := -1, decimal.Decimal{}, 0
	for i := range c.shown.Sides {
		d, known := figure(&c.shown.Sides[i])
		switch {
		case !known:
		case at < 0 || d.LessThan(low):
			at, low, ties = i, d, 0
		case d.Equal(low):
			ties++
		}
	}
	if at >= 0 && ties == 0 {
		r.cells[at].Icon, r.cells[at].IconTone, r.cells[at].Bold = theme.IconTickCircle, theme.Fine, true
	}
	return r
}

// prices are the parts of the landed price, on one scale for all, and their sum.
func (c *Compare) prices() []row {
	var kinds []string
	sums := make([]map[string]model.Amount, len(c.shown.Sides))
	var top model.Amount
	for i := range c.shown.Sides {
		sums[i] = parts(&c.shown.Sides[i].Quote)
		top = max(top, c.shown.Sides[i].Quote.Total)
		for kind := range sums[i] {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	slices.SortFunc(kinds, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	var all []row
	for _, kind := range kinds {
		r := row{id: "part." + kind, section: priceSection, label: text.T(text.Key("compare.part.", kind))}
		for i := range c.shown.Sides {
			r.cells = append(r.cells, c.amount(sums[i][kind], top))
		}
		all = append(all, r)
	}
	landed := c.best(priceSection, "landed", func(s *scorecard.Side) grid.Cell {
		if s.Price == nil {
			tip := ""
			if len(s.Quote.Missing) > 0 {
				tip = s.Quote.Missing[0]
			}
			return grid.Cell{Text: text.T("compare.notall"), Tone: theme.Warned, Tip: tip}
		}
		return c.amount(*s.Price, top)
	}, func(s *scorecard.Side) (decimal.Decimal, bool) {
		if s.Price == nil {
			return decimal.Decimal{}, false
		}
		return decimal.NewFromInt(int64(*s.Price)), true
	})
	landed.bold = true
	return append(all, landed)
}

// order is that of the parts of a price.
var order = []string{
	routing.PartProduct, routing.PartShipping, routing.PartDropFee, routing.PartPickPack, routing.PartDuty, routing.PartImportTax,
	routing.PartHandling, routing.PartConversion, routing.PartSplit,
}

// parts adds up a quote by the kind of cost.
func parts(q *routing.Quote) map[string]model.Amount {
	sums := map[string]model.Amount{}
	for _, l := range q.Lines {
		for _, p := range l.Parts {
			a, err := model.ParseAmount(p.Amount)
			if err != nil {
				continue // a part that nobody knows is told among the risks
			}
			sums[p.Kind] = sums[p.Kind].Add(a)
		}
	}
	return sums
}

// amount is money with a bar on the scale of the dearest side.
func (c *Compare) amount(a, top model.Amount) grid.Cell {
	if a == 0 {
		return grid.Cell{Text: text.T("compare.dash"), Tone: theme.Quiet}
	}
	cell := grid.Cell{Text: c.h.Format().Amount(a, c.shown.Currency)}
	if top > 0 {
		part := float64(a) / float64(top)
		cell.Bar = &part
	}
	return cell
}
