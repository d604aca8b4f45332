package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

func salesByCountryRate() report {
	return report{
		Info: Info{
			Name: "sales-by-country-rate", Title: "Sales by country and rate", By: query.Steps(), AsKnown: true, Dated: true,
			Description: "Sales, tax and refunds by country and tax code in the book's currency, as tax returns ask for them.",
		},
		build: buildSalesByCountryRate,
	}
}

func buildSalesByCountryRate(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.TaxByCountry(ctx, q.DB, q.Scope, q.step)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = append(t.Columns,
		Column{"country", "Country", KindIdentifier}, Column{"country_name", "Name", KindText}, Column{"tax_code", "Tax code", KindText},
		Column{"rate", "Tax rate", KindPercent}, Column{"orders", "Orders", KindInteger}, Column{"net", "Net", KindAmount}, Column{"tax", "Tax", KindAmount},
		Column{"gross", "Gross", KindAmount}, Column{"refunded_net", "Refunded net", KindAmount}, Column{"refunded_tax", "Refunded tax", KindAmount},
		Column{"net_due", "Net after refunds", KindAmount}, Column{"tax_due", "Tax after refunds", KindAmount})
	for i := range rows {
		w := &rows[i]
		cells := append(append(q.row(w.Span), country(w.Country)...), orUnknown(w.TaxCode), taxRate(w.TaxCode), Integer(w.Orders),
			q.home(w.Net), q.home(w.Tax), q.home(w.Net.Add(w.Tax)), q.home(w.RefundedNet), q.home(w.RefundedTax),
			q.home(w.Net.Sub(w.RefundedNet)), q.home(w.Tax.Sub(w.RefundedTax)))
		t.Add(cells...)
	}
	t.Sum("net", "tax", "gross", "refunded_net", "refunded_tax", "net_due", "tax_due")
	q.note("A refund counts on its own day, under the tax code of the tax it gave back.")
	return t, nil
}
