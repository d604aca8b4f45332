package reports

import "github.com/dropledger/dropledger/services/margin"

func marginCountries() report {
	return countryMargins().report("margin-countries", "Margin by country", "What the orders to each country brought and cost.")
}

func countryMargins() marginSheet {
	return marginSheet{
		by:     margin.Country,
		names:  []Column{{"country", "Country", KindIdentifier}, {"country_name", "Name", KindText}},
		cells:  func(r *margin.Row) []Cell { return country(r.Code) },
		counts: ordersAndPieces,
	}
}
