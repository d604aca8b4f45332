package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/statement"
)

func supplierBalances() report {
	return report{
		Info: Info{
			Name: "supplier-balances", Title: "Supplier balances", AsKnown: true, Dated: true,
			Description: "What is owed to each supplier at the end of the period, not yet invoiced and invoiced, whenever it was bought.",
		},
		build: buildSupplierBalances,
	}
}

func buildSupplierBalances(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Owed(ctx, q.DB, q.Scope)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"supplier", "Supplier", KindText},
		{"orders", "Orders", KindInteger},
		{"latest", "Newest cost", KindDate},
		{"currency", "Currency", KindText},
		{"owed", "Owed", KindAmount},
		{"accrued_home", "Not yet invoiced " + string(q.Currency), KindAmount},
		{"payable_home", "Invoiced " + string(q.Currency), KindAmount},
		{"owed_home", "Owed " + string(q.Currency), KindAmount},
	}
	for i := range rows {
		o := &rows[i]
		owed := o.Accrued.Add(o.Payable)
		t.Add(orText(o.Supplier, catalogueCost), Integer(o.Orders), Date(o.Latest), Text(string(o.Currency)), Amount(owed.Foreign, o.Currency),
			q.home(o.Accrued.Base), q.home(o.Payable.Base), q.home(owed.Base))
	}
	t.Sum("owed", "accrued_home", "payable_home", "owed_home")
	return t, nil
}
