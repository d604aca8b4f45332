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
			Name: "threepl-fees", Title: "Receiving, storage and monthly fees of 3PLs", Dated: true,
			Description: "What 3PLs charge for no order: taking goods in and back by the delivery; and for the months that are over the account, storage of each product by the pieces there at the end of each day, and what lifts all that was charged for the month, picking, packing and sending with it, to the least they charge. Estimated by their fee tables; booked on the day of the delivery or the last of the month, beside the margins of the orders.",
		},
		build: buildThreePLFees,
	}
}

func buildThreePLFees(ctx context.Context, q *request) (*Table, error) {
	all, err := ownstock.New(q.DB, &event.Bus{}).Charges(ctx)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"month", "Month", KindText},
		{"supplier", "3PL", KindText},
		{"fee", "Fee", KindText},
		{"sku", "SKU", KindIdentifier},
		{"date", "Booked on", KindDate},
		{"piece_days", "Pieces times days", KindInteger},
		{"pieces", "Pieces taken in", KindInteger},
		{"reference", "Reference", KindText},
		{"least", "Least of the month", KindAmount},
		{"charged", "Charged without it", KindAmount},
		{"source", "Known from", KindText},
		{"entry", "Journal entry", KindInteger},
		{"currency", "Currency", KindText},
		{"amount", "Amount", KindAmount},
		{"amount_home", "Amount " + string(q.Currency), KindAmount},
	}
	for i := range all {
		m := &all[i]
		if q.Period.From != "" && m.Dated < q.Period.From || q.Period.To != "" && m.Dated > q.Period.To {
			continue
		}
		sku, days, pieces, least, charged := Unknown(), Unknown(), Unknown(), Unknown(), Unknown()
		switch m.Fee {
		case ownstock.Storage:
			sku, days = Identifier(m.SKU), Integer(model.Quantity(m.PieceDays))
		case ownstock.Receiving, ownstock.Returning:
			sku, pieces = Identifier(m.SKU), Integer(m.Pieces)
		case ownstock.Minimum:
			least, charged = Amount(m.Least, m.Currency), Amount(m.Charged, m.Currency)
		}
		t.Add(Text(m.Month), Text(m.Supplier), Text(charges[m.Fee]), sku, Date(m.Dated), days, pieces, Text(m.Reference), least, charged, Text(m.Source), Integer(m.EntryID),
			Text(string(m.Currency)), Amount(m.Amount, m.Currency), q.home(m.Base))
	}
	t.Sum("amount", "amount_home")
	return t, nil
}

var charges = map[string]string{
	ownstock.Receiving: "Receiving", ownstock.Returning: "Taking back", ownstock.Storage: "Storage", ownstock.Account: "Account", ownstock.Minimum: "Up to the least",
}
