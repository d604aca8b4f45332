package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/statement"
)

func exceptions() report {
	return report{
		Info: Info{
			Name: "exceptions", Title: "Exceptions", Dated: true,
			Description: "What needs a look among the orders placed in the period: costs nobody knows, orders not in the books, negative margins, missing customs data, held lines, forwardings in doubt.",
		},
		build: buildExceptions,
	}
}

// exceptionKinds are what people call the kinds.
var exceptionKinds = map[string]string{
	statement.CostMissing:       "Cost unknown",
	statement.NotBooked:         "Not in the books",
	statement.NoProduct:         "No product",
	statement.NegativeMargin:    "Negative margin",
	statement.CustomsData:       "Customs data missing",
	statement.LineHeld:          "Line held",
	statement.ForwardingUnknown: "Forwarding in doubt",
}

func buildExceptions(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.Exceptions(ctx, q.DB, q.Period)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"kind", "Kind", KindIdentifier},
		{"title", "What", KindText},
		{"placed", "Order placed", KindDate},
		{"order", "Order", KindIdentifier},
		{"shop", "Shop", KindText},
		{"sku", "SKU", KindIdentifier},
		{"amount", "At stake", KindAmount},
		{"explanation", "Explanation", KindText},
	}
	t.lay(len(rows), func(cells []Cell, i int) []Cell {
		e := &rows[i]
		amount := Unknown()
		if e.Known {
			amount = q.home(e.Amount)
		}
		return append(cells, Identifier(e.Kind), Text(exceptionKinds[e.Kind]), Date(e.Placed), code(e.Order), orUnknown(e.Shop), code(e.SKU), amount, Text(e.What))
	})
	return t, nil
}
