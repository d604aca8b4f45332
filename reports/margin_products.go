package reports

import "github.com/dropledger/dropledger/services/margin"

func marginProducts() report {
	return productMargins().report("margin-products", "Margin by product", "What each product brought and cost; tips and lines without a product stand in a row of their own.")
}

func productMargins() marginSheet {
	return marginSheet{
		by:     margin.Product,
		names:  []Column{{"sku", "SKU", KindIdentifier}, {"product", "Product", KindText}},
		cells:  func(r *margin.Row) []Cell { return []Cell{code(r.Code), productName(r)} },
		counts: ordersAndPieces,
	}
}

func productName(r *margin.Row) Cell {
	if r.ID == 0 {
		return Text(noProduct)
	}
	return orUnknown(r.Name)
}
