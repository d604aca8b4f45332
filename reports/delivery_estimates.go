package reports

import (
	"context"

	"github.com/dropledger/dropledger/services/promise"
)

func deliveryEstimates() report {
	return report{
		Info: Info{
			Name: "delivery-estimates", Title: "Delivery estimates",
			Description: "How many days each article takes to each country, for the shop's page on delivery: from what the supplier's parcels took, else from what the supplier says.",
		},
		build: buildDeliveryEstimates,
	}
}

func buildDeliveryEstimates(ctx context.Context, q *request) (*Table, error) {
	rows, err := promise.New(q.DB, nil).Estimates(ctx)
	if err != nil {
		return nil, err
	}
	q.note("Days from the order to the door: half of the parcels arrive by the first, nine of ten by the last.")
	q.note("Deliveries count where 20 or more parcels of the supplier reached the country within a year; else the days are the offer's.")
	t := q.table
	t.Columns = []Column{
		{"sku", "SKU", KindIdentifier},
		{"name", "Article", KindText},
		{"country", "Country", KindIdentifier},
		{"supplier", "Supplier", KindText},
		{"days_from", "Days from", KindInteger},
		{"days_to", "Days to", KindInteger},
		{"basis", "Reckoned on", KindText},
		{"deliveries", "Deliveries", KindInteger},
	}
	t.lay(len(rows), func(cells []Cell, i int) []Cell {
		e := &rows[i]
		basis := "the supplier's offer"
		if e.Basis == promise.ByDeliveries {
			basis = "real deliveries"
		}
		return append(cells, Identifier(e.SKU), orUnknown(e.Name), Identifier(e.Country), Text(e.Supplier), Integer(int64(e.From)), Integer(int64(e.To)),
			Text(basis), Integer(int64(e.Deliveries)))
	})
	return t, nil
}
