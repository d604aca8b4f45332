package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/statement"
)

func trialBalance() report {
	return report{
		Info: Info{
			Name: "trial-balance", Title: "Trial balance", AsKnown: true, Dated: true,
			Description: "What was debited and credited on each account. Balance is debits less credits of the period; opening and closing are the balances before and after it.",
		},
		build: buildTrialBalance,
	}
}

func buildTrialBalance(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Balances(ctx, q.DB, q.Scope)
	if err != nil {
		return nil, err
	}
	q.column("account", "Account", KindIdentifier)
	q.column("name", "Name", KindText)
	q.column("type", "Type", KindText)
	q.column("opening", "Opening", KindAmount)
	q.column("debit", "Debit", KindAmount)
	q.column("credit", "Credit", KindAmount)
	q.column("balance", "Balance", KindAmount)
	q.column("closing", "Closing", KindAmount)
	for i := range rows {
		b := &rows[i]
		q.table.Add(Identifier(b.Account.Code), Text(b.Account.Name), Text(b.Account.Type),
			q.home(b.Opening), q.home(b.Debit), q.home(b.Credit), q.home(b.Movement()), q.home(b.Closing()))
	}
	q.table.Sum("opening", "debit", "credit", "balance", "closing")
	return q.table, nil
}
