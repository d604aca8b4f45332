package reports

import "github.com/dropledger/dropledger/services/margin"

func marginShops() report {
	return shopMargins().report("margin-shops", "Margin by shop", "What each shop brought and cost.")
}

func shopMargins() marginSheet {
	return marginSheet{
		by:     margin.Shop,
		names:  []Column{{"shop", "Shop", KindText}},
		cells:  func(r *margin.Row) []Cell { return []Cell{orUnknown(r.Name)} },
		counts: ordersAndPieces,
	}
}
