package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

func salesJournal() report {
	return report{
		Info: Info{
			Name: "sales-journal", Title: "Sales journal", AsKnown: true, Dated: true,
			Description: "Every sale by tax code, in its own currency and in the book's. Corrected sales stand as they are now.",
		},
		build: buildSalesJournal,
	}
}

func buildSalesJournal(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Sales(ctx, q.DB, q.Scope)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"date", "Date", KindDate},
		{"order", "Order", KindIdentifier},
		{"shop", "Shop", KindText},
		{"country", "Country", KindIdentifier},
		{"tax_code", "Tax code", KindText},
		{"rate", "Tax rate", KindPercent},
		{"net", "Net", KindAmount},
		{"tax", "Tax", KindAmount},
		{"gross", "Gross", KindAmount},
		{"duties", "Duties", KindAmount},
		{"currency", "Currency", KindText},
		{"fx_rate", "Exchange rate", KindNumber},
		{"net_home", "Net " + string(q.Currency), KindAmount},
		{"tax_home", "Tax " + string(q.Currency), KindAmount},
		{"gross_home", "Gross " + string(q.Currency), KindAmount},
		{"duties_home", "Duties " + string(q.Currency), KindAmount},
		{"payment_method", "Paid by", KindText},
	}
	t.lay(len(rows), func(cells []Cell, i int) []Cell {
		s := &rows[i]
		gross := s.Gross()
		own := func(a model.Amount) Cell { return Amount(a, s.Currency) }
		return append(cells, Date(s.Dated), Identifier(s.Order), orUnknown(s.Shop), code(s.Country), orUnknown(s.TaxCode), taxRate(s.TaxCode),
			own(s.Net.Foreign), own(s.Tax.Foreign), own(gross.Foreign), own(s.Duties.Foreign), Text(string(s.Currency)), Number(s.Rate),
			q.home(s.Net.Base), q.home(s.Tax.Base), q.home(gross.Base), q.home(s.Duties.Base), orUnknown(s.PaymentMethod))
	})
	t.Sum("net", "tax", "gross", "duties", "net_home", "tax_home", "gross_home", "duties_home")
	return t, nil
}

// taxRate is the rate a tax code states; unknown when it states none.
func taxRate(code string) Cell {
	if rate, ok := statement.TaxRate(code); ok {
		return Percent(rate)
	}
	return Unknown()
}
