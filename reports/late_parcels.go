package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
)

func lateParcels() report {
	return report{
		Info: Info{
			Name: "late-parcels", Title: "Late parcels", Dated: true,
			Description: "Orders whose customers were promised a day in the period, and got the parcel later or not yet, with parcel, supplier and days late.",
		},
		build: buildLateParcels,
	}
}

func buildLateParcels(ctx context.Context, q *request) (*Table, error) {
	rows, err := parcel.LateParcels(ctx, q.DB, q.Period)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"order", "Order", KindIdentifier},
		{"shop", "Shop", KindText},
		{"country", "Country", KindIdentifier},
		{"supplier", "Supplier", KindText},
		{"purchase", "Purchase order", KindIdentifier},
		{"tracking", "Tracking", KindIdentifier},
		{"carrier", "Carrier", KindText},
		{"state", "State", KindText},
		{"promised", "Promised by", KindDate},
		{"shipped", "Shipped", KindDate},
		{"delivered", "Delivered", KindDate},
		{"days_late", "Days late", KindInteger},
	}
	t.lay(len(rows), func(cells []Cell, i int) []Cell {
		l := &rows[i]
		state := "no parcel"
		if l.State != "" {
			state = model.ParcelState(l.State).Words()
		}
		return append(cells, Identifier(l.Order), Text(l.Shop), code(l.Country), orUnknown(l.Supplier), code(l.Purchase), code(l.Tracking), orUnknown(l.Carrier),
			Text(state), Date(l.Promised), Date(l.Shipped), Date(l.Delivered), Integer(int64(l.Days)))
	})
	return t, nil
}
