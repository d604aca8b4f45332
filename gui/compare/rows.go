package compare

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
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
		OnOpen: func(r row) {
			c.choose(text.T("compare.source"), c.asked.Suppliers, func(name string) { c.openSource(r.section, name) })
		},
		Setup: grid.Setup{First: true},
		Place: grid.Place{Context: c.h.Context(), Runner: c.h.Runner(), Format: c.h.Format(), Layouts: c.h},
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
		c.line(typeSection, "kind", c.kind),
		c.words(typeSection, "selection", func(s *scorecard.Side) string { return s.Nature.Selection }),
		c.line(typeSection, "branding", c.branding),
		c.line(typeSection, "moq", c.moq),
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
		c.best(scoreSection, "score", c.score, func(s *scorecard.Side) (decimal.Decimal, bool) {
			return s.Card.Score.Decimal.Neg(), s.Card.Score.Valid && s.Card.Performance.N >= enough
		}),
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

// prices are the parts of the landed price, each where the ones above it end, on
// one scale for all; then their sum, and what defects cost beside.
func (c *Compare) prices() []row {
	kinds := c.shown.PartKinds()
	sums := make([]map[string]model.Amount, len(c.shown.Sides))
	var top model.Amount
	for i := range c.shown.Sides {
		s := &c.shown.Sides[i]
		sums[i] = s.Parts()
		top = max(top, s.Quote.Total)
		if s.Cost != nil {
			top = max(top, *s.Cost)
		}
	}
	var all []row
	ends := make([]model.Amount, len(c.shown.Sides))
	for _, kind := range kinds {
		r := row{id: "part." + kind, section: priceSection, label: text.T(text.Key("compare.part.", kind))}
		for i := range c.shown.Sides {
			r.cells = append(r.cells, c.amount(ends[i], sums[i][kind], top))
			ends[i] = ends[i].Add(sums[i][kind])
		}
		all = append(all, r)
	}
	all = append(all, c.total("landed", top, func(s *scorecard.Side) *model.Amount { return s.Price }))
	if !slices.ContainsFunc(c.shown.Sides, func(s scorecard.Side) bool { return s.Loss != nil }) {
		return all
	}
	loss := c.line(priceSection, "loss", func(s *scorecard.Side) grid.Cell {
		if s.Loss == nil {
			return grid.Cell{Text: text.T("compare.unknown"), Tone: theme.Quiet, Tip: text.T("compare.loss.few")}
		}
		cell := c.amount(*s.Price, *s.Loss, top)
		if cell.Span != nil {
			cell.Span.Tone = theme.Warned
		}
		cell.Tip = text.T("compare.loss.tip")
		return cell
	})
	return append(all, loss, c.total("cost", top, func(s *scorecard.Side) *model.Amount { return s.Cost }))
}

// total is a sum of the price, the lowest of which is the best.
func (c *Compare) total(id string, top model.Amount, of func(*scorecard.Side) *model.Amount) row {
	r := c.best(priceSection, id, func(s *scorecard.Side) grid.Cell {
		a := of(s)
		switch {
		case s.Price == nil:
			tip := ""
			if len(s.Quote.Missing) > 0 {
				tip = s.Quote.Missing[0]
			}
			return grid.Cell{Text: text.T("compare.notall"), Tone: theme.Warned, Tip: tip}
		case a == nil:
			return grid.Cell{Text: text.T("compare.unknown"), Tone: theme.Quiet, Tip: text.T("compare.loss.few")}
		}
		cell := c.amount(0, *a, top)
		cell.Bold = true
		if cell.Span != nil {
			cell.Span.Tone = theme.Accented
		}
		return cell
	}, func(s *scorecard.Side) (decimal.Decimal, bool) {
		a := of(s)
		if s.Price == nil || a == nil {
			return decimal.Decimal{}, false
		}
		return decimal.NewFromInt(int64(*a)), true
	})
	r.bold = true
	return r
}

// amount is money with its bar, which begins where what is before it ends, on the
// scale of the dearest side.
func (c *Compare) amount(before, a, top model.Amount) grid.Cell {
	if a == 0 {
		return grid.Cell{Text: text.T("compare.dash"), Tone: theme.Quiet}
	}
	cell := grid.Cell{Text: c.h.Format().Amount(a, c.shown.Currency)}
	if top > 0 {
		cell.Span = &grid.Span{From: float64(before) / float64(top), To: float64(before+a) / float64(top)}
	}
	return cell
}
