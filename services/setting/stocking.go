package setting

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// The settings of the proposals what to keep in stock.
const (
	StockRegions Key = "stocking.regions"
	StockDays    Key = "stocking.history_days"
	StockOrders  Key = "stocking.least_orders"
	StockService Key = "stocking.service_percent"
	StockCover   Key = "stocking.cover_days"
	StockCapital Key = "stocking.capital_percent"
	StockFreight Key = "stocking.freight_per_kg"
)

var stockingDefinitions = []Definition{
	{
		Key: StockRegions, Label: "Regions of destination", Kind: Text, Default: "European Union: EU; United Kingdom: GB; North America: US CA MX", needed: true,
		Help: "Countries that one warehouse can serve: a name, a colon and country codes, the next region after a semicolon. EU are its members of the day. Countries that are not named form a region of their own.",
	},
	{
		Key: StockDays, Label: "Sales that count for stock", Kind: Number, Default: "180", low: 56, high: 730, needed: true,
		Help: "In days back from the newest order. From them comes what sells a day when stock is proposed.",
	},
	{
		Key: StockOrders, Label: "Orders before stock is proposed", Kind: Number, Default: "20", low: 2, high: 10_000, needed: true,
		Help: "So many orders of a product from a region must have come before anything is worked out for it.",
	},
	{
		Key: StockService, Label: "Stock lasts in", Kind: Percent, Default: "95", needed: true,
		Help: "In percent: how often own stock is to last until the next delivery, from 50 to 99.9. It sets the safety stock.",
	},
	{
		Key: StockCover, Label: "Stock is ordered for", Kind: Number, Default: "30", low: 1, high: 365, needed: true,
		Help: "In days: what one delivery to a 3PL is to last, beside the safety stock.",
	},
	{
		Key: StockCapital, Label: "Cost of money in stock", Kind: Percent,
		Help: "In percent a year: what the money in own stock costs you or would earn elsewhere. Empty: it is not counted, and the proposals say so.",
	},
	{
		Key: StockFreight, Label: "Freight to a 3PL", Kind: Amount,
		Help: "In your home currency for each kilogram, when nothing better is known. Empty: the supplier's price of a single parcel is taken for each piece, and the proposals say so.",
	},
}

// Region is a part of the world with the codes of its countries and the names of
// areas, such as EU, whose members the book knows by date.
type Region struct {
	Name    string
	Members []string
}

// ParseRegions reads regions as the setting writes them: "North America: US CA;
// United Kingdom: GB". The error is a sentence without a capital.
func ParseRegions(s string) ([]Region, error) {
	var all []Region
	seen := map[string]bool{}
	for one := range strings.SplitSeq(s, ";") {
		if strings.TrimSpace(one) == "" {
			continue
		}
		name, list, ok := strings.Cut(one, ":")
		r := Region{Name: strings.Join(strings.Fields(name), " ")}
		for word := range strings.FieldsFuncSeq(list, func(c rune) bool { return c == ' ' || c == ',' }) {
			word = strings.ToUpper(word)
			if strings.ContainsFunc(word, func(c rune) bool { return c < 'A' || c > 'Z' }) {
				return nil, model.Errorf(model.Invalid, "%q is not a country code such as DE, nor an area such as EU", word)
			}
			if seen[word] {
				return nil, model.Errorf(model.Invalid, "%s stands in two places: it can belong to one region only", word)
			}
			seen[word] = true
			r.Members = append(r.Members, word)
		}
		if !ok || r.Name == "" || len(r.Members) == 0 {
			return nil, model.Errorf(model.Invalid, "%q is not a region: write a name, a colon and countries, such as North America: US CA", strings.TrimSpace(one))
		}
		if slices.ContainsFunc(all, func(x Region) bool { return strings.EqualFold(x.Name, r.Name) }) {
			return nil, model.Errorf(model.Invalid, "the region %s stands there twice", r.Name)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		return nil, model.Errorf(model.Invalid, "no region is named: write one such as North America: US CA")
	}
	return all, nil
}

// regions checks regions and writes them in their one form.
func (d *Definition) regions(v string) (string, error) {
	all, err := ParseRegions(v)
	if err != nil {
		return "", d.wrong("%s", err.Error())
	}
	parts := make([]string, len(all))
	for i, r := range all {
		parts[i] = r.Name + ": " + strings.Join(r.Members, " ")
	}
	return strings.Join(parts, "; "), nil
}

// service checks how often stock is to last.
func (d *Definition) service(v string) (string, error) {
	p, err := model.ParsePercent(v)
	if err != nil || p.LessThan(decimal.NewFromInt(50)) || p.GreaterThan(decimal.New(999, -1)) {
		return "", d.wrong("%q is not a percentage from 50 to 99.9", v)
	}
	return p.String(), nil
}
