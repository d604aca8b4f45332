package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

// Names for what a margin has no name for.
const (
	noSupplier = "no supplier yet"
	noProduct  = "no product"
)

// marginSheet is what the margin sheets differ in: what they are told apart by,
// the columns that name a row and the cells of those columns.
type marginSheet struct {
	by     margin.Dimension
	names  []Column
	cells  func(*margin.Row) []Cell
	counts []Column // of orders and pieces, where a row can have several
}

var (
	ordersAndPieces = []Column{{"orders", "Orders", KindInteger}, {"quantity", "Pieces", KindInteger}}
	piecesOnly      = ordersAndPieces[1:]
)

// report makes the report of a margin sheet.
func (m marginSheet) report(name, title, description string) report {
	return report{
		Info:  Info{Name: name, Title: title, Description: description, By: query.Steps(), AsKnown: true, Dated: true},
		build: m.build,
	}
}

func (m marginSheet) build(ctx context.Context, q *request) (*Table, error) {
	rows, err := margin.Rows(ctx, q.DB, margin.Query{Scope: q.Scope, By: m.by, Step: q.step})
	if err != nil {
		return nil, err
	}
	return m.lay(q, rows), nil
}

// lay lays the rows of the sheet out.
func (m marginSheet) lay(q *request, rows []*margin.Row) *Table {
	t := q.table
	t.Columns = append(append(t.Columns, m.names...), m.counts...)
	t.Columns = append(t.Columns, waterfall...)
	var total margin.Sums
	for _, r := range rows {
		total.Add(&r.Sums)
	}
	t.lay(len(rows), func(cells []Cell, i int) []Cell {
		r := rows[i]
		if q.step != "" {
			cells = append(cells, Text(r.Span))
		}
		cells = append(cells, m.cells(r)...)
		return q.waterfall(m.counted(cells, &r.Sums), &r.Sums)
	})
	t.Totals = make([]Cell, len(t.Columns)-len(m.counts)-len(waterfall), len(t.Columns))
	t.Totals = q.waterfall(m.counted(t.Totals, &total), &total)
	if m.by == margin.Product || m.by == margin.Supplier {
		t.Totals[t.Column("orders")] = Unknown() // an order with two of them stands in two rows
	}
	t.Meta.More = append(t.Meta.More, Pair{"estimated_share", "Share of costs still estimated", t.Totals[len(t.Totals)-1]})
	return t
}

func (m marginSheet) counted(cells []Cell, s *margin.Sums) []Cell {
	if len(m.counts) == len(ordersAndPieces) {
		cells = append(cells, Integer(s.Orders))
	}
	if len(m.counts) > 0 {
		cells = append(cells, Integer(s.Quantity))
	}
	return cells
}

// waterfall are the columns of the margin (domain.md 1.1), the same on every sheet.
var waterfall = []Column{
	{"goods", "Goods", KindAmount},
	{"discount", "Discounts", KindAmount},
	{"shipping", "Shipping charged", KindAmount},
	{"refund", "Refunds", KindAmount},
	{"net_revenue", "Net revenue", KindAmount},
	{"cm1_cost", "Product cost", KindAmount},
	{"cm1", "CM1", KindAmount},
	{"cm1_pct", "CM1 %", KindPercent},
	{"cm2_cost", "Fulfilment and fees", KindAmount},
	{"cm2", "CM2", KindAmount},
	{"cm2_pct", "CM2 %", KindPercent},
	{"cm3_cost", "Advertising", KindAmount},
	{"cm3", "CM3", KindAmount},
	{"cm3_pct", "CM3 %", KindPercent},
	{"cm4_cost", "Fixed costs", KindAmount},
	{"cm4", "CM4", KindAmount},
	{"cm4_pct", "CM4 %", KindPercent},
	{"estimated_share", "Estimated", KindPercent},
}

func (q *request) waterfall(cells []Cell, s *margin.Sums) []Cell {
	net := s.NetRevenue()
	cells = append(cells, q.home(s.Goods), q.home(s.Discount), q.home(s.Shipping), q.home(s.Refund), q.home(net))
	for level := 1; level <= len(s.Costs); level++ {
		cm := s.CM(level)
		cells = append(cells, q.home(s.Costs[level-1]), q.home(cm), shareOf(cm, net))
	}
	return append(cells, shareOf(s.Estimated, s.Cost()))
}

// orText is a text, or what stands for a missing one.
func orText(s, missing string) Cell {
	if s == "" {
		return Text(missing)
	}
	return Text(s)
}

func country(c string) []Cell {
	if c == "" {
		return []Cell{Unknown(), Unknown()}
	}
	return []Cell{Identifier(c), Text(model.Country(c).Name())}
}
