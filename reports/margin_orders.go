package reports

import "github.com/dropledger/dropledger/services/margin"

func marginOrders() report {
	return orderMargins().report("margin-orders", "Margin by order", "What each order brought and cost.")
}

func orderMargins() marginSheet {
	return marginSheet{
		by: margin.Order,
		names: []Column{
			{"order", "Order", KindIdentifier}, {"placed", "Placed", KindDate}, {"shop", "Shop", KindText}, {"country", "Country", KindIdentifier},
		},
		cells: func(r *margin.Row) []Cell {
			return []Cell{code(r.Code), Date(r.Origin.Placed), orUnknown(r.Origin.Shop), code(r.Origin.Country)}
		},
		counts: piecesOnly,
	}
}
