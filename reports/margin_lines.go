package reports

import "github.com/dropledger/dropledger/services/margin"

func marginLines() report {
	return marginSheet{
		by: margin.Line,
		names: []Column{
			{"order", "Order", KindIdentifier},
			{"line", "Line", KindInteger},
			{"placed", "Placed", KindDate},
			{"sku", "SKU", KindIdentifier},
			{"name", "Article", KindText},
			{"supplier", "Supplier", KindText},
			{"shop", "Shop", KindText},
			{"country", "Country", KindIdentifier},
		},
		cells: func(r *margin.Row) []Cell {
			o := &r.Origin
			return []Cell{
				code(o.Order), Integer(o.Position), Date(o.Placed), code(r.Code),
				orUnknown(r.Name), orText(o.Supplier, noSupplier), orUnknown(o.Shop), code(o.Country),
			}
		},
		counts: piecesOnly,
	}.report("margin-lines", "Margin by order line", "What each line of each order brought and cost, and whose cost it carries.")
}
