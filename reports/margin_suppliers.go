package reports

import "github.com/dropledger/dropledger/services/margin"

func marginSuppliers() report {
	return supplierMargins().report("margin-suppliers", "Margin by supplier", "What was earned on each supplier's goods; order lines nobody supplies yet stand in a row of their own.")
}

func supplierMargins() marginSheet {
	return marginSheet{
		by:     margin.Supplier,
		names:  []Column{{"supplier", "Supplier", KindText}},
		cells:  func(r *margin.Row) []Cell { return []Cell{orText(r.Name, noSupplier)} },
		counts: ordersAndPieces,
	}
}
