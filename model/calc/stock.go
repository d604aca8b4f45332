package calc

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var reorderCalc = calculation{
	name: "reorder", help: "when to order again, with a safety stock for uncertain demand and lead time", run: runReorder,
	in: []field{
		{name: "demand", note: "mean demand per period"},
		{name: "demand_sigma", note: "standard deviation of the demand per period (default 0)"},
		{name: "lead_time", note: "mean lead time in the same periods"},
		{name: "lead_sigma", note: "standard deviation of the lead time in periods (default 0)"},
		{name: "service_pct", note: "chance of not running out, 50 to below 100; this or z"},
		{name: "z", note: "the same as standard deviations"},
	},
	out: "z, safety_stock, reorder_point (unrounded, two to four decimals), reorder_units (rounded up to whole pieces)",
}

// Supply is the demand per period and the lead time in the same periods, each
// with its standard deviation; the two vary independently.
type Supply struct{ Demand, DemandSigma, LeadTime, LeadSigma decimal.Decimal }

// Reorder returns z*sqrt(L*sd^2 + d^2*sL^2) and that stock on top of the demand
// d*L during the lead time. Source: domain rule 5.2, oracles IN-01 to IN-03.
func (s Supply) Reorder(z decimal.Decimal) (safety, point decimal.Decimal) {
	variance := s.LeadTime.Mul(s.DemandSigma).Mul(s.DemandSigma).Add(s.Demand.Mul(s.Demand).Mul(s.LeadSigma).Mul(s.LeadSigma))
	safety = z.Mul(root(variance))
	return safety, s.Demand.Mul(s.LeadTime).Add(safety)
}

func runReorder(in *input) (any, error) {
	s := Supply{in.number("demand"), in.numberOr("demand_sigma", 0), in.number("lead_time"), in.numberOr("lead_sigma", 0)}
	z, service := in.maybe("z"), in.maybe("service_pct")
	if z.Valid == service.Valid {
		in.fail("service_pct", "give either service_pct or z")
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	if service.Valid {
		var err error
		if z.Decimal, err = NormalQuantile(service.Decimal); err != nil {
			return nil, err
		}
	}
	safety, point := s.Reorder(z.Decimal)
	return struct {
		Z            string `json:"z"`
		SafetyStock  string `json:"safety_stock"`
		ReorderPoint string `json:"reorder_point"`
		ReorderUnits string `json:"reorder_units"`
	}{trimmed(z.Decimal, 12, 2), percentText(safety), percentText(point), model.Round(point.Round(9), 0, model.Up).String()}, nil
}

var abcCalc = calculation{
	name: "abc", help: "sorts articles by value into classes A, B and C", run: runABC,
	in: []field{
		{name: "items", note: "list of articles", items: []field{
			{name: "name", note: "the article"},
			{name: "units", note: "units a year"},
			{name: "cost", note: "value of one unit"},
		}},
		{name: "cuts", note: "where A and where B end, in percent of the value: [80,95] (default). A second number below the first is B's own share: [80,15]"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "items by falling value, ties by name: name, value, share_pct (null when nothing has value), class. An article belongs to the higher class " +
		"when it starts below the cut; without value it is C",
}

// Article is something sold, by its value in a year.
type Article struct {
	Name  string
	Value decimal.Decimal
}

// Classified is an article with its share of the whole value in percent and
// its class A, B or C.
type Classified struct {
	Article
	Share decimal.NullDecimal
	Class string
}

// ABC sorts articles by falling value and classes them by the cumulative share
// at which they start; cutA and cutB are where A and B end, in percent. Source:
// domain rule 5.3, oracle IN-04.
func ABC(articles []Article, cutA, cutB decimal.Decimal) []Classified {
	sorted := slices.Clone(articles)
	slices.SortStableFunc(sorted, func(a, b Article) int {
		return cmp.Or(b.Value.Compare(a.Value), cmp.Compare(a.Name, b.Name))
	})
	var total, before decimal.Decimal
	for _, a := range sorted {
		total = total.Add(a.Value)
	}
	out := make([]Classified, len(sorted))
	for i, a := range sorted {
		out[i] = Classified{Article: a, Share: percentOf(a.Value, total), Class: "C"}
		start := before.Mul(hundred)
		switch {
		case !a.Value.IsPositive():
		case start.LessThan(cutA.Mul(total)):
			out[i].Class = "A"
		case start.LessThan(cutB.Mul(total)):
			out[i].Class = "B"
		}
		before = before.Add(a.Value)
	}
	return out
}

func runABC(in *input) (any, error) {
	in.require("items")
	var articles []Article
	for _, item := range in.objects("items") {
		item.require("name")
		articles = append(articles, Article{item.label("name"), item.number("units").Mul(item.number("cost"))})
	}
	cutA, cutB := readCuts(in)
	c := in.currency()
	type row struct {
		Name     string  `json:"name"`
		Value    string  `json:"value"`
		SharePct *string `json:"share_pct"`
		Class    string  `json:"class"`
	}
	rows := []row{}
	for _, k := range ABC(articles, cutA, cutB) {
		rows = append(rows, row{k.Name, money(k.Value, c), orNull(k.Share, percentText), k.Class})
	}
	return struct {
		Items []row `json:"items"`
	}{rows}, nil
}

func readCuts(in *input) (a, b decimal.Decimal) {
	if !in.has("cuts") {
		return decimal.NewFromInt(80), decimal.NewFromInt(95)
	}
	cuts := in.numbers("cuts")
	if len(cuts) != 2 {
		in.fail("cuts", "cuts has %d numbers: give two, such as [80,95]", len(cuts))
		return a, b
	}
	a, b = cuts[0], cuts[1]
	if b.LessThan(a) {
		b = a.Add(b)
	}
	if a.IsNegative() || cuts[1].IsNegative() || b.GreaterThan(hundred) {
		in.fail("cuts", "cuts is %s and %s: both are percentages, together at most 100", cuts[0], cuts[1])
	}
	return a, b
}
