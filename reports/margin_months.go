package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

func marginMonths() report {
	sheet := totalMargins()
	r := sheet.report("margin-months", "Margin by month", "What each month brought and cost, or each day, week, quarter or year.")
	r.build = func(ctx context.Context, q *request) (*Table, error) {
		if q.step == "" {
			q.step = query.Month
			q.column("period", "Period", KindText)
		}
		return sheet.build(ctx, q)
	}
	return r
}

func totalMargins() marginSheet {
	return marginSheet{by: margin.Total, cells: func(*margin.Row) []Cell { return nil }, counts: ordersAndPieces}
}
