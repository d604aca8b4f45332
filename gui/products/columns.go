package products

import (
	"cmp"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/overview"
)

// columns are those of the list; amounts are in the home currency.
func (s *Products) columns(f *format.Format, home model.Currency) []grid.Column[row] {
	const right = fyne.TextAlignTrailing
	short := func(r row) model.Quantity { return r.seen.Sold[0] }
	long := func(r row) model.Quantity { return r.seen.Sold[1] }
	offers := func(r row) model.Quantity { return model.Quantity(r.seen.Offers) }
	all := []grid.Column[row]{
		{ID: "sku", Width: 92, MinWidth: 70, Lead: true, Fixed: true, Cell: skuCell, SortText: sku, Value: func(r row) any { return reports.Identifier(r.SKU) }},
		{ID: "name", Width: 150, MinWidth: 90, Flex: 3, Cell: func(r row) grid.Cell { return grid.Cell{Text: r.Name} }, SortText: func(r row) string { return r.Name }, Value: func(r row) any { return reports.Text(r.Name) }},
		{ID: "offers", Width: 54, Align: right, Down: true, Cell: quantity(f, offers), Compare: by(offers), Value: func(r row) any { return reports.Integer(r.seen.Offers) }},
		{ID: "cost", Width: 60, Align: right, Cell: costCell(f, home), Compare: byCost, Value: costValue(home)},
		{ID: "supplier", Width: 100, MinWidth: 70, Flex: 1, Cell: bestCell, SortText: bestName, Value: func(r row) any { return reports.Text(bestName(r)) }},
		{ID: "stock", Width: 52, Align: right, Down: true, Cell: stockCell(f), Compare: func(a, b row) int { return cmp.Compare(a.seen.Stock.Quantity, b.seen.Stock.Quantity) }, Value: stockValue},
		{ID: "counted", Width: 64, Cell: countedCell(f), SortText: func(r row) string { return string(r.seen.Stock.Oldest) }, Value: func(r row) any { return reports.Date(r.seen.Stock.Oldest) }},
		{ID: "sold", Width: 88, Align: right, Down: true, Cell: soldCell(f), Compare: by(long), Value: func(r row) any { return reports.Text(soldCell(f)(r).Text) }, Total: soldTotal(f)},
		{ID: "sold30", Width: 72, Hidden: true, Align: right, Down: true, Cell: quantity(f, short), Compare: by(short), Value: func(r row) any { return reports.Integer(int64(short(r))) }},
		{ID: "sold90", Width: 72, Hidden: true, Align: right, Down: true, Cell: quantity(f, long), Compare: by(long), Value: func(r row) any { return reports.Integer(int64(long(r))) }},
		{ID: "margin", Width: 60, Align: right, Down: true, Cell: marginCell(f), Compare: byMargin, Value: marginValue},
		{ID: "price", Width: 94, Cell: priceCell(f), Compare: byChange, Down: true, Value: changeValue},
		{ID: "brand", Width: 110, Hidden: true, Cell: func(r row) grid.Cell { return quiet(r.Brand) }, SortText: func(r row) string { return r.Brand }, Value: func(r row) any { return reports.Text(r.Brand) }},
		{ID: "hs", Width: 90, Hidden: true, Cell: func(r row) grid.Cell { return quiet(r.HS) }, SortText: func(r row) string { return r.HS }, Value: func(r row) any { return reports.Identifier(r.HS) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("products.col.", all[i].ID))
	}
	return all
}

func by(fn func(row) model.Quantity) func(a, b row) int {
	return func(a, b row) int { return cmp.Compare(fn(a), fn(b)) }
}

func quiet(s string) grid.Cell { return grid.Cell{Text: s, Tone: theme.Quiet} }

func nothing() grid.Cell { return quiet(text.T("products.none")) }

// quantity is a count; none is a dash.
func quantity(f *format.Format, fn func(row) model.Quantity) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if n := fn(r); n != 0 {
			return grid.Cell{Text: f.Quantity(n)}
		}
		return nothing()
	}
}

// soldCell counts what was sold in the shorter and the longer time.
func soldCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.seen.Sold[1] == 0 {
			return nothing()
		}
		return grid.Cell{Text: text.T("products.slash", f.Quantity(r.seen.Sold[0]), f.Quantity(r.seen.Sold[1]))}
	}
}

func soldTotal(f *format.Format) func([]row) grid.Cell {
	return func(rows []row) grid.Cell {
		var sum row
		for _, r := range rows {
			sum.seen.Sold[0] += r.seen.Sold[0]
			sum.seen.Sold[1] += r.seen.Sold[1]
		}
		return soldCell(f)(sum)
	}
}

// skuCell has the SKU, and a pill when the product was put away.
func skuCell(r row) grid.Cell {
	c := grid.Cell{Text: r.SKU}
	if r.Archived {
		c.Pills = []grid.Pill{{Text: text.T("products.state.archived"), Icon: theme.IconArchive, Tone: theme.Idle}}
	}
	return c
}

func costCell(f *format.Format, home model.Currency) func(row) grid.Cell {
	return func(r row) grid.Cell {
		b := r.seen.Best
		if b == nil {
			return grid.Cell{Text: format.Undefined(), Tone: theme.Quiet, Tip: noCost(r)}
		}
		return grid.Cell{Text: f.Amount(b.Cost, home), Tip: text.T("products.cost.tip", price(f, b.Unit, b.Currency), price(f, b.Shipping, b.Currency), b.Supplier)}
	}
}

// noCost says why no cost is known.
func noCost(r row) string {
	if r.seen.Offers == 0 {
		return text.T("products.cost.nooffer")
	}
	return text.T("products.cost.nosupplier")
}

func byCost(a, b row) int {
	switch x, y := a.seen.Best, b.seen.Best; {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	default:
		return cmp.Compare(x.Cost, y.Cost)
	}
}

func costValue(home model.Currency) func(row) any {
	return func(r row) any {
		if r.seen.Best == nil {
			return reports.Unknown()
		}
		return reports.Amount(r.seen.Best.Cost, home)
	}
}

func bestName(r row) string {
	if r.seen.Best == nil {
		return ""
	}
	return r.seen.Best.Supplier
}

func bestCell(r row) grid.Cell {
	if r.seen.Best == nil {
		c := nothing()
		c.Tip = noCost(r)
		return c
	}
	return quiet(r.seen.Best.Supplier)
}

func stockCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		st := r.seen.Stock
		if st.Counted == 0 {
			c := nothing()
			c.Tip = text.T("products.stock.unknown")
			return c
		}
		c := grid.Cell{Text: f.Quantity(st.Quantity), Tip: text.T("products.stock.tip", f.Int(st.Counted), f.Int(st.Of))}
		if st.Quantity == 0 {
			c.Tone, c.Fill = theme.Wrong, theme.Wrong
		}
		return c
	}
}

func stockValue(r row) any {
	if r.seen.Stock.Counted == 0 {
		return reports.Unknown()
	}
	return reports.Integer(int64(r.seen.Stock.Quantity))
}

func countedCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		d := r.seen.Stock.Oldest
		if d == "" {
			return nothing()
		}
		return grid.Cell{Text: f.Date(d), Tone: theme.Quiet, Tip: text.T("products.counted.tip", f.DateLong(d))}
	}
}

func marginCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		share, ok := r.seen.Lately.Share()
		if !ok {
			return grid.Cell{Text: format.Undefined(), Tone: theme.Quiet, Tip: text.T("products.margin.none", overview.Span)}
		}
		c := grid.Cell{Text: f.PercentBare(share)}
		switch {
		case share.IsNegative():
			c.Tone, c.Fill = theme.Wrong, theme.Wrong
		case share.LessThan(thin):
			c.Fill = theme.Warned
		}
		return c
	}
}

// thin is the margin in percent under which a cell needs an eye.
var thin = decimal.NewFromInt(10)

func byMargin(a, b row) int {
	x, known := a.seen.Lately.Share()
	y, also := b.seen.Lately.Share()
	switch {
	case known && also:
		return x.Cmp(y)
	case known:
		return 1
	case also:
		return -1
	}
	return 0
}

func marginValue(r row) any {
	share, ok := r.seen.Lately.Share()
	if !ok {
		return reports.Unknown()
	}
	return reports.Percent(share)
}

// change is by how many percent the last price differs from the one before.
func change(c *overview.Change) decimal.Decimal {
	if c == nil || c.Old == 0 {
		return decimal.Zero
	}
	return c.New.Decimal().Sub(c.Old.Decimal()).Mul(decimal.NewFromInt(100)).DivRound(c.Old.Decimal(), 1)
}

func byChange(a, b row) int { return change(a.seen.Change).Cmp(change(b.seen.Change)) }

func changeValue(r row) any {
	if r.seen.Change == nil {
		return reports.Unknown()
	}
	return reports.Percent(change(r.seen.Change))
}

// priceCell is a pill with the last change of a price.
func priceCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		c := r.seen.Change
		if c == nil {
			return grid.Cell{}
		}
		p := grid.Pill{Text: f.SignedPercent(change(c)), Icon: theme.IconTrendUp, Tone: theme.Warned}
		if c.New < c.Old {
			p.Icon, p.Tone = theme.IconTrendDown, theme.Fine
		}
		return grid.Cell{Pills: []grid.Pill{p}, Tip: text.T("products.price.tip", c.Supplier, price(f, c.Old, c.Currency), price(f, c.New, c.Currency), f.DateLong(c.On))}
	}
}
