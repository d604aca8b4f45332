package margins

import (
	"cmp"
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

// thin is the share of the net revenue, in percent, under which a margin needs
// an eye.
const thin = 10

// IDs of columns.
const (
	colName   = "name"
	colUnits  = "units"
	colNet    = "net"
	colCM3    = "cm3"
	colChange = "change"
)

// columns draw the rows of a sheet.
type columns struct {
	f        *format.Format
	home     model.Currency
	w        wanted
	compares bool
	head     string // over the comparison
}

const right = fyne.TextAlignTrailing

// stepsAside are the levels whose shares make room for the names of the rows where
// the window is narrow, those with the highest number first: the panel and the
// amounts beside tell the same.
var stepsAside = map[string]int{"cm1": 3, "cm2": 2}

// nameMost is the room that names ask for at most before shares step aside.
const nameMost float32 = 250

// barWidth is what the grid gives the bar of a cell.
const barWidth float32 = 38

// all are the columns of the sheet.
func (c *columns) all() []grid.Column[*row] {
	amount := func(id string, width float32, hidden bool, of func(*margin.Sums) model.Amount) grid.Column[*row] {
		return grid.Column[*row]{
			ID: id, Title: text.T(text.Key("margins.col.", id)), Width: width, Align: right, Down: true, Hidden: hidden,
			Cell:    func(r *row) grid.Cell { return c.amount(of(&r.Sums)) },
			Value:   func(r *row) any { return of(&r.Sums) },
			Compare: func(a, b *row) int { return cmp.Compare(of(&a.Sums), of(&b.Sums)) },
			Total: func(rows []*row) grid.Cell {
				s := sum(rows)
				return bold(c.amount(of(&s)))
			},
		}
	}
	all := []grid.Column[*row]{c.name()}
	if c.w.By == string(margin.Order) {
		all = append(all, c.ofOrder()...)
	}
	all = append(all, c.units(),
		amount("goods", 90, true, func(s *margin.Sums) model.Amount { return s.Goods }),
		amount("discount", 84, true, func(s *margin.Sums) model.Amount { return s.Discount }),
		amount("shipping", 84, true, func(s *margin.Sums) model.Amount { return s.Shipping }),
		amount("refund", 84, true, func(s *margin.Sums) model.Amount { return s.Refund }),
		amount(colNet, 84, false, (*margin.Sums).NetRevenue))
	for level, id := range []string{"", "cm1", "cm2", colCM3, "cm4"} {
		if id == "" {
			continue
		}
		hidden := id == "cm4"
		cost := amount(id+"cost", 84, true, func(s *margin.Sums) model.Amount { return s.Costs[level-1] })
		cm := amount(id, 72, hidden, func(s *margin.Sums) model.Amount { return s.CM(level) })
		switch id {
		case colCM3:
			cm.Cell = func(r *row) grid.Cell { return c.result(r.CM(3)) }
		case "cm1":
			cm.Cell = func(r *row) grid.Cell { return c.costless(c.amount(r.CM(1)), r.Costless) }
		}
		pct := c.percent(id, level, hidden)
		pct.Yields = stepsAside[id]
		all = append(all, cost, cm, pct)
	}
	all = append(all, c.estimated())
	if c.compares {
		all = append(all, c.before(), c.change())
	}
	return all
}

func bold(cell grid.Cell) grid.Cell {
	cell.Bold = true
	return cell
}

func quiet(text string) grid.Cell { return grid.Cell{Text: text, Tone: theme.Quiet} }

// amount is money in the book's currency; nothing is a dash.
func (c *columns) amount(a model.Amount) grid.Cell {
	switch {
	case a == 0:
		return quiet(format.None)
	case a < 0:
		return grid.Cell{Text: c.f.Amount(a, c.home), Tone: theme.Wrong}
	}
	return grid.Cell{Text: c.f.Amount(a, c.home)}
}

// result is CM3, which the eye must land on; a loss has a soft background.
func (c *columns) result(a model.Amount) grid.Cell {
	cell := bold(c.amount(a))
	if a < 0 {
		cell.Fill = theme.Wrong
	}
	return cell
}

// costless warns of lines whose cost nobody knows: the margin is smaller than it
// seems.
func (c *columns) costless(cell grid.Cell, lines int64) grid.Cell {
	if lines > 0 {
		cell.Icon, cell.IconTone = theme.IconWarning, theme.Warned
		cell.Tip = text.N("margins.costless", int(lines), c.f.Int(int(lines)))
	}
	return cell
}

// name says what the row is.
func (c *columns) name() grid.Column[*row] {
	col := grid.Column[*row]{
		ID: colName, Title: text.T(text.Key("margins.by.", c.w.By)), Width: 150, MinWidth: 120, Flex: 1, Fixed: true, Lead: true,
		Cell:     func(r *row) grid.Cell { return grid.Cell{Text: r.name, Tip: c.tip(r)} },
		SortText: func(r *row) string { return r.name },
		Value:    func(r *row) any { return r.name },
	}
	if c.w.By == string(margin.Order) {
		col.Width, col.MinWidth = 90, 70
	}
	if c.w.step() != "" {
		col.SortText, col.Compare = nil, func(a, b *row) int { return cmp.Compare(a.Span, b.Span) }
		col.Cell = func(r *row) grid.Cell {
			cell := grid.Cell{Text: r.name}
			if r.open {
				cell.Sub = text.T("margins.open")
			}
			return cell
		}
	}
	return col
}

// tip tells the SKU of a product, which the name does not.
func (c *columns) tip(r *row) string {
	if c.w.By == string(margin.Product) && r.Code != "" && r.Code != r.name {
		return text.T("margins.sku", r.name, r.Code)
	}
	return ""
}

// ofOrder says where an order belongs.
func (c *columns) ofOrder() []grid.Column[*row] {
	return []grid.Column[*row]{
		{
			ID: "placed", Title: text.T("margins.col.placed"), Width: 66, Down: true, Cell: func(r *row) grid.Cell { return quiet(c.f.Date(r.Origin.Placed)) },
			Compare: func(a, b *row) int { return cmp.Compare(a.Origin.Placed, b.Origin.Placed) }, Value: func(r *row) any { return r.Origin.Placed },
		},
		{
			ID: "shop", Title: text.T("margins.by.shop"), Width: 120, Hidden: true, Cell: func(r *row) grid.Cell { return quiet(r.Origin.Shop) },
			SortText: func(r *row) string { return r.Origin.Shop },
		},
		{
			ID: "country", Title: text.T("margins.by.country"), Width: 64, Cell: func(r *row) grid.Cell { return quiet(r.Origin.Country) },
			SortText: func(r *row) string { return r.Origin.Country },
		},
	}
}

func (c *columns) units() grid.Column[*row] {
	cell := func(q model.Quantity) grid.Cell {
		if q == 0 {
			return quiet(format.None)
		}
		return quiet(c.f.Quantity(q))
	}
	return grid.Column[*row]{
		ID: colUnits, Title: text.T("margins.col.units"), Width: 46, Align: right, Down: true,
		Cell: func(r *row) grid.Cell { return cell(r.Quantity) }, Value: func(r *row) any { return r.Quantity },
		Compare: func(a, b *row) int { return cmp.Compare(a.Quantity, b.Quantity) },
		Total: func(rows []*row) grid.Cell {
			t := bold(cell(sum(rows).Quantity))
			t.Tone = theme.Plain
			return t
		},
	}
}

// percent is the share of a level in the net revenue. That of CM3 has a soft
// background when it is negative or thin; the totals stay white.
func (c *columns) percent(of string, level int, hidden bool) grid.Column[*row] {
	share := func(s *margin.Sums) grid.Cell {
		net, cm := s.NetRevenue(), s.CM(level)
		if net == 0 && cm == 0 {
			return quiet(format.None)
		}
		cell := quiet(c.f.ShareBare(cm, net))
		if cm < 0 {
			cell.Tone = theme.Wrong
		}
		return cell
	}
	return grid.Column[*row]{
		ID: of + "pct", Title: text.T("margins.col.pct"), Width: 46, Align: right, Down: true, Hidden: hidden,
		Cell: func(r *row) grid.Cell {
			cell := share(&r.Sums)
			if level == 3 {
				cell.Fill = heat(&r.Sums)
				if cell.Fill == theme.Warned {
					cell.Tone = theme.Warned
				}
			}
			return cell
		},
		Value: func(r *row) any {
			p, ok := model.PercentOf(r.CM(level), r.NetRevenue(), 2)
			if !ok {
				return nil
			}
			return p
		},
		Compare: func(a, b *row) int { return byShare(a.CM(level), a.NetRevenue(), b.CM(level), b.NetRevenue()) },
		Total: func(rows []*row) grid.Cell {
			s := sum(rows)
			return share(&s)
		},
	}
}

// heat is the background of CM3's share.
func heat(s *margin.Sums) theme.Tone {
	cm, net := s.CM(3), s.NetRevenue()
	switch p, ok := model.PercentOf(cm, net, 6); {
	case cm < 0:
		return theme.Wrong
	case ok && net > 0 && p.IntPart() < thin:
		return theme.Warned
	}
	return theme.Plain
}

// byShare compares two shares; undefined ones come first, the smallest there are.
func byShare(a, ofA, b, ofB model.Amount) int {
	p, known := model.PercentOf(a, ofA, 6)
	q, too := model.PercentOf(b, ofB, 6)
	switch {
	case known && too:
		return p.Cmp(q)
	case known:
		return 1
	case too:
		return -1
	}
	return 0
}

// estimated is the share of the costs that no document confirms, as a bar and a
// number.
func (c *columns) estimated() grid.Column[*row] {
	cell := func(s *margin.Sums) grid.Cell {
		cost := s.Cost()
		p, ok := model.PercentOf(s.Estimated, cost, 0)
		if !ok {
			return quiet(format.None)
		}
		share := float64(s.Estimated) / float64(cost) // of a bar
		t := quiet(c.f.Fixed(p, 0))
		if p.IsZero() {
			t.Text = format.None
		}
		t.Bar = &share
		t.Tip = text.T("margins.estimated.tip", c.f.Money(s.Estimated, c.home), c.f.Money(cost, c.home))
		return t
	}
	return grid.Column[*row]{
		ID: "estimated", Title: text.T("margins.col.estimated"), Width: 70, Align: right, Down: true,
		Cell: func(r *row) grid.Cell { return cell(&r.Sums) },
		Value: func(r *row) any {
			p, ok := model.PercentOf(r.Estimated, r.Cost(), 2)
			if !ok {
				return nil
			}
			return p
		},
		Compare: func(a, b *row) int { return byShare(a.Estimated, a.Cost(), b.Estimated, b.Cost()) },
		Total: func(rows []*row) grid.Cell {
			s := sum(rows)
			return cell(&s)
		},
	}
}

func (c *columns) before() grid.Column[*row] {
	of := func(r *row) model.Amount {
		if r.before == nil {
			return 0
		}
		return r.before.CM(3)
	}
	return grid.Column[*row]{
		ID: "before", Title: text.T("margins.col.before", c.head), Width: 110, Align: right, Down: true, Hidden: true,
		Cell: func(r *row) grid.Cell { return c.amount(of(r)) }, Value: func(r *row) any { return of(r) },
		Compare: func(a, b *row) int { return cmp.Compare(of(a), of(b)) },
	}
}

// change is how CM3 differs from the other days. The changes add up when the rows
// are the same then and now, which steps of time are not.
func (c *columns) change() grid.Column[*row] {
	col := grid.Column[*row]{
		ID: colChange, Title: text.T("margins.col.change", c.head), Width: 80, Align: right, Down: true,
		Cell: func(r *row) grid.Cell {
			switch {
			case r.open:
				return quiet(format.None)
			case r.before == nil:
				return quiet(text.T("margins.new"))
			}
			return c.arrow(r.change())
		},
		Value:   func(r *row) any { return r.change() },
		Compare: func(a, b *row) int { return cmp.Compare(a.change(), b.change()) },
	}
	if c.w.step() == "" || c.w.Compare == yearAgo && c.w.step() != query.Week {
		col.Total = func(rows []*row) grid.Cell {
			var all model.Amount
			for _, r := range rows {
				if !r.open {
					all = all.Add(r.change())
				}
			}
			return c.arrow(all)
		}
	}
	return col
}

// arrow is a change with its direction.
func (c *columns) arrow(a model.Amount) grid.Cell {
	cell := grid.Cell{Text: c.f.Signed(a, c.home)}
	switch {
	case a > 0:
		cell.Icon, cell.IconTone = theme.IconUp, theme.Fine
	case a < 0:
		cell.Icon, cell.IconTone = theme.IconDown, theme.Wrong
	default:
		return quiet(format.None)
	}
	return cell
}

// label names a row as a person reads it.
func (c *columns) label(w *wanted, m *margin.Row) string {
	if step := w.step(); step != "" {
		return c.span(step, m.Span)
	}
	switch margin.Dimension(w.By) {
	case margin.Product:
		switch {
		case m.ID == 0:
			return text.T("margins.noproduct")
		case m.Name == "":
			return m.Code
		}
	case margin.Supplier:
		if m.ID == 0 {
			return text.T("margins.nosupplier")
		}
	case margin.Order:
		return m.Code
	case margin.Country:
		if m.Code == "" {
			return text.T("margins.nocountry")
		}
		return model.Country(m.Code).Name()
	}
	return m.Name
}

// span names a step of time.
func (c *columns) span(step query.Step, label string) string {
	p := spanOf(step, label)
	switch {
	case p.From == "":
		return label
	case step == query.Week:
		return text.T("margins.week", label[len(label)-2:], c.f.DateYear(p.From))
	case step == query.Month:
		return c.f.Month(p.From)
	}
	return c.f.Period(p)
}

// shape tells grids apart that need other columns.
func (c *columns) shape(widths map[string]float32) string {
	return fmt.Sprint(c.w.By, c.compares, c.head, c.w.Compare, widths)
}
