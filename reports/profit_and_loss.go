package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

func profitAndLoss() report {
	return report{
		Info: Info{
			Name: "profit-and-loss", Title: "Profit and loss", By: query.Steps(), AsKnown: true, Dated: true,
			Description: "Revenue, costs by level with the margin after each, and the result, from the journal.",
		},
		build: buildProfitAndLoss,
	}
}

// profitParts are the blocks of the statement in order: the accounts of a part
// of the margin, and the subtotal after it, if any.
var profitParts = []struct{ margin, line, subtotal, label string }{
	{"goods", "goods", "", ""},
	{"shipping", "shipping", "", ""},
	{"discount", "discount", "", ""},
	{"refund", "refund", "net_revenue", "Net revenue"},
	{"cm1", "cm1_cost", "cm1", "CM1, after product cost"},
	{"cm2", "cm2_cost", "cm2", "CM2, after fulfilment and fees"},
	{"cm3", "cm3_cost", "cm3", "CM3, after advertising"},
	{"cm4", "cm4_cost", "cm4", "CM4, after fixed costs"},
	{"", "other", "result", "Result"},
}

func buildProfitAndLoss(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Results(ctx, q.DB, q.Scope, q.step)
	if err != nil {
		return nil, err
	}
	q.column("line", "Line", KindIdentifier)
	q.column("account", "Account", KindIdentifier)
	q.column("name", "Name", KindText)
	q.column("amount", "Amount", KindAmount)
	q.column("pct", "Of net revenue", KindPercent)
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].Span == rows[from].Span {
			to++
		}
		q.profit(rows[from].Span, rows[from:to])
		from = to
	}
	if len(rows) == 0 {
		q.profit("", nil)
	}
	q.note("Income stands positive and what lowers it negative, so that every subtotal is the sum of the accounts above it.")
	return q.table, nil
}

// profit lays one period out.
func (q *request) profit(span string, rows []statement.Balance) {
	var net, sum model.Amount
	for i := range rows {
		switch rows[i].Account.Margin {
		case "goods", "shipping", "discount", "refund":
			net = net.Sub(rows[i].Movement())
		}
	}
	for _, part := range profitParts {
		for i := range rows {
			a := &rows[i].Account
			if a.Margin != part.margin {
				continue
			}
			amount := rows[i].Movement().Neg()
			sum = sum.Add(amount)
			q.table.Add(append(q.row(span), Identifier(part.line), Identifier(a.Code), Text(a.Name), q.home(amount), shareOf(amount, net))...)
		}
		if part.subtotal != "" {
			q.table.Add(append(q.row(span), Identifier(part.subtotal), Unknown(), Text(part.label), q.home(sum), shareOf(sum, net))...)
		}
	}
}
