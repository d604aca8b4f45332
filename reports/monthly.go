package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	ownstock "github.com/dropledger/dropledger/services/stock"
)

func threePLFees() report {
	return report{
		Info: Info{
			Name: "threepl-fees", Title: "Storage and monthly fees of 3PLs", Dated: true,
			Description: "What 3PLs charge for the months that are over and for no order: the account, and storage of each product by the pieces there at the end of each day. Estimated by their fee tables; booked on the last day of the month, beside the margins of the orders.",
		},
		build: buildThreePLFees,
	}
}

func buildThreePLFees(ctx context.Context, q *request) (*Table, error) {
	all, err := ownstock.New(q.DB, &event.Bus{}).MonthlyFees(ctx)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"month", "Month", KindText},
		{"supplier", "3PL", KindText},
		{"fee", "Fee", KindText},
		{"sku", "SKU", KindIdentifier},
		{"piece_days", "Pieces times days", KindInteger},
		{"source", "Known from", KindText},
		{"entry", "Journal entry", KindInteger},
		{"currency", "Currency", KindText},
		{"amount", "Amount", KindAmount},
		{"amount_home", "Amount " + string(q.Currency), KindAmount},
	}
	for i := range all {
		m := &all[i]
		booked := m.BookedOn()
		if q.Period.From != "" && booked < q.Period.From || q.Period.To != "" && booked > q.Period.To {
			continue
		}
		sku, days := Unknown(), Unknown()
		if m.Fee == ownstock.Storage {
			sku, days = Identifier(m.SKU), Integer(model.Quantity(m.PieceDays))
		}
		t.Add(Text(m.Month), Text(m.Supplier), Text(monthlyFees[m.Fee]), sku, days, Text(m.Source), Integer(m.EntryID),
			Text(string(m.Currency)), Amount(m.Amount, m.Currency), q.home(m.Base))
	}
	t.Sum("amount", "amount_home")
	return t, nil
}

var monthlyFees = map[string]string{ownstock.Storage: "Storage", ownstock.Account: "Account"}
