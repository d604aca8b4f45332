package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

func fees() report {
	return report{
		Info: Info{
			Name: "fees", Title: "Fees", By: query.Steps(), AsKnown: true, Dated: true,
			Description: "What payment providers and marketplaces took, by rule and shop.",
		},
		build: buildFees,
	}
}

var feeKinds = map[string]string{"payment_fee": "Payment fee", "marketplace_fee": "Marketplace fee"}

func buildFees(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Fees(ctx, q.DB, q.Scope, q.step)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = append(t.Columns,
		Column{"kind", "Kind", KindText}, Column{"source", "Known from", KindText}, Column{"shop", "Shop", KindText}, Column{"state", "Certainty", KindText},
		Column{"orders", "Orders", KindInteger}, Column{"currency", "Currency", KindText}, Column{"fee", "Fee", KindAmount},
		Column{"fee_home", "Fee " + string(q.Currency), KindAmount})
	for i := range rows {
		f := &rows[i]
		t.Add(append(q.row(f.Span), Text(feeKinds[f.Kind]), Text(f.Source), orUnknown(f.Shop), Text(f.State), Integer(f.Orders),
			Text(string(f.Currency)), Amount(f.Fee.Foreign, f.Currency), q.home(f.Fee.Base))...)
	}
	t.Sum("fee", "fee_home")
	return t, nil
}
