package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

func refunds() report {
	return report{
		Info: Info{
			Name: "refunds", Title: "Refunds", AsKnown: true, Dated: true,
			Description: "What each customer's order got back, with its tax, in its own currency and in the book's.",
		},
		build: buildRefunds,
	}
}

func buildRefunds(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Refunds(ctx, q.DB, q.Scope)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"date", "Date", KindDate},
		{"order", "Order", KindIdentifier},
		{"placed", "Order placed", KindDate},
		{"shop", "Shop", KindText},
		{"country", "Country", KindIdentifier},
		{"tax_code", "Tax code", KindText},
		{"rate", "Tax rate", KindPercent},
		{"net", "Net", KindAmount},
		{"tax", "Tax", KindAmount},
		{"difference", "Beyond what was paid", KindAmount},
		{"gross", "Gross", KindAmount},
		{"currency", "Currency", KindText},
		{"fx_rate", "Exchange rate", KindNumber},
		{"net_home", "Net " + string(q.Currency), KindAmount},
		{"tax_home", "Tax " + string(q.Currency), KindAmount},
		{"difference_home", "Beyond what was paid " + string(q.Currency), KindAmount},
		{"gross_home", "Gross " + string(q.Currency), KindAmount},
		{"source", "Known from", KindText},
	}
	for i := range rows {
		r := &rows[i]
		gross := r.Gross()
		own := func(a model.Amount) Cell { return Amount(a, r.Currency) }
		t.Add(Date(r.Dated), Identifier(r.Order), Date(r.Placed), orUnknown(r.Shop), code(r.Country), orUnknown(r.TaxCode), taxRate(r.TaxCode),
			own(r.Net.Foreign), own(r.Tax.Foreign), own(r.Difference.Foreign), own(gross.Foreign), Text(string(r.Currency)), Number(r.Rate),
			q.home(r.Net.Base), q.home(r.Tax.Base), q.home(r.Difference.Base), q.home(gross.Base), orUnknown(r.Source))
	}
	t.Sum("net", "tax", "difference", "gross", "net_home", "tax_home", "difference_home", "gross_home")
	return t, nil
}
