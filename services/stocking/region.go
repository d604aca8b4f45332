package stocking

import (
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/taxrule"
)

// elsewhere is the region of countries that no region names.
const elsewhere = "Other countries"

// atlas tells the region of a country on a day.
type atlas struct {
	regions []setting.Region
	tax     *taxrule.Set
	day     model.Date
	known   map[string]string
}

// newAtlas reads the regions as the setting writes them, and says which of their
// members are neither a country nor an area the book knows.
func newAtlas(text string, tax *taxrule.Set, day model.Date) (*atlas, []string, error) {
	regions, err := setting.ParseRegions(text)
	if err != nil {
		return nil, nil, model.FieldErrorf(string(setting.StockRegions), "Setting %s: %s. Set it again.", setting.StockRegions, err)
	}
	var notes []string
	for _, r := range regions {
		for _, m := range r.Members {
			if !model.Country(m).Valid() && !tax.Area(m, day) {
				notes = append(notes, fmt.Sprintf("The region %s names %s, which is neither a country nor an area the book knows.", r.Name, m))
			}
		}
	}
	return &atlas{regions, tax, day, map[string]string{}}, notes, nil
}

// of is the region of a country: the one that names it goes before one that
// names an area it belongs to.
func (a *atlas) of(country string) string {
	if name, ok := a.known[country]; ok {
		return name
	}
	name := a.find(country)
	a.known[country] = name
	return name
}

func (a *atlas) find(country string) string {
	for _, r := range a.regions {
		if slices.Contains(r.Members, country) {
			return r.Name
		}
	}
	for _, r := range a.regions {
		for _, m := range r.Members {
			if a.tax.Within(country, m, a.day) {
				return r.Name
			}
		}
	}
	return elsewhere
}

// rank is the place of a region in the setting.
func (a *atlas) rank(name string) int {
	i := slices.IndexFunc(a.regions, func(r setting.Region) bool { return r.Name == name })
	if i < 0 {
		return len(a.regions)
	}
	return i
}
