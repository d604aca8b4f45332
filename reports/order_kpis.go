package reports

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

func orderKPIs() report {
	return report{
		Info: Info{
			Name: "order-kpis", Title: "Order figures", By: query.Steps(), Dated: true,
			Description: "How the orders placed in the period went, by shop: number, average value, refunds, cancellations, days until they were sent.",
		},
		build: buildOrderKPIs,
	}
}

func buildOrderKPIs(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.OrderKPIs(ctx, q.DB, q.Scope, q.step)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = append(t.Columns,
		Column{"shop", "Shop", KindText}, Column{"orders", "Orders", KindInteger}, Column{"booked", "In the books", KindInteger},
		Column{"lines", "Lines", KindInteger}, Column{"quantity", "Pieces", KindInteger}, Column{"revenue", "Revenue before refunds", KindAmount},
		Column{"average_order", "Average order", KindAmount}, Column{"discounted_pct", "With discount", KindPercent},
		Column{"cancelled", "Cancelled", KindInteger}, Column{"cancelled_pct", "Cancelled %", KindPercent},
		Column{"refunded", "Refunded", KindInteger}, Column{"refunded_pct", "Refunded %", KindPercent},
		Column{"sent", "Sent", KindInteger}, Column{"sent_pct", "Sent %", KindPercent}, Column{"days_to_send", "Days to send", KindNumber})
	var total statement.KPI
	for i := range rows {
		k := &rows[i]
		t.Add(q.kpi(append(q.row(k.Span), orUnknown(k.Shop)), k)...)
		total.Orders, total.Booked, total.Cancelled = total.Orders+k.Orders, total.Booked+k.Booked, total.Cancelled+k.Cancelled
		total.Refunded, total.Sent, total.Discount = total.Refunded+k.Refunded, total.Sent+k.Sent, total.Discount+k.Discount
		total.Lines, total.Pieces, total.Revenue = total.Lines+k.Lines, total.Pieces+k.Pieces, total.Revenue.Add(k.Revenue)
		total.Timed, total.DaysToSend = total.Timed+k.Timed, total.DaysToSend+k.DaysToSend
	}
	t.Totals = q.kpi(make([]Cell, t.Column("orders"), len(t.Columns)), &total)
	return t, nil
}

func (q *request) kpi(cells []Cell, k *statement.KPI) []Cell {
	return append(cells, Integer(k.Orders), Integer(k.Booked), Integer(k.Lines), Integer(k.Pieces), q.home(k.Revenue), q.average(k),
		partOf(k.Discount, k.Orders), Integer(k.Cancelled), partOf(k.Cancelled, k.Orders), Integer(k.Refunded), partOf(k.Refunded, k.Orders),
		Integer(k.Sent), partOf(k.Sent, k.Orders), mean(k.DaysToSend, k.Timed))
}

func (q *request) average(k *statement.KPI) Cell {
	if k.Booked == 0 {
		return Unknown()
	}
	a, err := model.AmountOf(k.Revenue.Decimal().Div(decimal.NewFromInt(k.Booked)))
	if err != nil {
		return Unknown()
	}
	return q.home(a)
}

// partOf is a count in percent of another with two decimals.
func partOf(part, whole int64) Cell { return shareOf(model.Amount(part), model.Amount(whole)) }

// mean has one decimal; there is none of nothing.
func mean(sum, n int64) Cell {
	if n == 0 {
		return Unknown()
	}
	return Number(decimal.NewFromInt(sum).DivRound(decimal.NewFromInt(n), 1))
}
