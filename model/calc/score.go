package calc

import (
	"github.com/shopspring/decimal"
)

var weightedCalc = calculation{
	name: "weighted", help: "a weighted score over the criteria that have data", run: runWeighted,
	in: []field{
		{name: "criteria", note: "list of criteria", items: []field{
			{name: "name", note: "for the reader"},
			{name: "weight", note: "weight of the criterion; weights need not total 100"},
			{name: "score", note: "0 up to its scale; null or absent: no data"},
			{name: "scale", note: "the best score possible (default 100)"},
		}},
	},
	out: "score (on the common scale; on 0 to 100 when the scales differ; null without data), coverage_pct (weight of the criteria with data), " +
		"contributions (what each criterion adds to the score; null without data)",
}

// Criterion is one weighted score; Scale, above zero, is the best it can be.
type Criterion struct {
	Weight, Scale decimal.Decimal
	Score         decimal.NullDecimal
}

// Weighted returns the mean of the scores by weight over the criteria with
// data, each one's contribution to it, and the share of the weight that has
// data in percent. When the scales differ every score is brought to 0 to 100
// first (points of different maxima, oracle SC-04). No data is unknown, never
// a perfect score (trap SC-07). Source: domain rule 3.1.
func Weighted(criteria []Criterion) (score, coverage decimal.NullDecimal, contributions []decimal.NullDecimal) {
	common := true
	var all, known decimal.Decimal
	for _, k := range criteria {
		common = common && k.Scale.Equal(criteria[0].Scale)
		all = all.Add(k.Weight)
		if k.Score.Valid {
			known = known.Add(k.Weight)
		}
	}
	contributions = make([]decimal.NullDecimal, len(criteria))
	coverage = percentOf(known, all)
	if known.IsZero() {
		return score, coverage, contributions
	}
	score.Valid = true
	for i, k := range criteria {
		if !k.Score.Valid {
			continue
		}
		part := k.Weight.Mul(k.Score.Decimal)
		if !common {
			part = div(part.Mul(hundred), k.Scale)
		}
		contributions[i] = decimal.NewNullDecimal(div(part, known))
		score.Decimal = score.Decimal.Add(contributions[i].Decimal)
	}
	return score, coverage, contributions
}

func runWeighted(in *input) (any, error) {
	in.require("criteria")
	var criteria []Criterion
	for _, item := range in.objects("criteria") {
		item.label("name")
		k := Criterion{Weight: item.number("weight"), Scale: hundred, Score: item.maybe("score")}
		if item.has("scale") {
			k.Scale = item.positive("scale")
		}
		if k.Score.Decimal.GreaterThan(k.Scale) {
			item.fail("score", "%sscore is %s: it cannot be above its scale of %s", item.path, k.Score.Decimal, k.Scale)
		}
		criteria = append(criteria, k)
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	score, coverage, contributions := Weighted(criteria)
	if !coverage.Valid {
		in.fail("criteria", "criteria has no weight above zero")
	}
	parts := make([]*string, len(contributions))
	for i, p := range contributions {
		parts[i] = orNull(p, percentText)
	}
	return struct {
		Score         *string   `json:"score"`
		CoveragePct   *string   `json:"coverage_pct"`
		Contributions []*string `json:"contributions"`
	}{orNull(score, percentText), orNull(coverage, percentText), parts}, nil
}

var shrinkCalc = calculation{
	name: "shrink", help: "a mean of few observations, drawn toward what is usual", run: runShrink,
	in: []field{
		{name: "prior_mean", note: "the usual mean"},
		{name: "prior_n", note: "how many observations the usual mean counts for"},
		{name: "mean", note: "the observed mean"},
		{name: "n", note: "how many observations it rests on"},
	},
	out: "mean (up to six decimals; null when prior_n and n are 0)",
}

// Shrink is the Bayesian average of a prior and an observed mean. Source:
// domain rule 3.4, oracle SC-10.
func Shrink(priorMean, priorN, mean, n decimal.Decimal) decimal.NullDecimal {
	total := priorN.Add(n)
	if total.IsZero() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(div(priorMean.Mul(priorN).Add(mean.Mul(n)), total))
}

func runShrink(in *input) (any, error) {
	mean := Shrink(in.signed("prior_mean"), in.number("prior_n"), in.signed("mean"), in.number("n"))
	return struct {
		Mean *string `json:"mean"`
	}{orNull(mean, sixDecimals)}, nil
}

func sixDecimals(d decimal.Decimal) string { return trimmed(d, 6, 0) }

var otifCalc = calculation{
	name: "otif", help: "share of orders that were on time and in full, counted per order", run: runOTIF,
	in: []field{
		{name: "orders", note: "list of orders; this, or total and both", items: []field{
			{name: "on_time", note: "true or false"},
			{name: "in_full", note: "true or false"},
		}},
		{name: "total", note: "number of orders"},
		{name: "both", note: "how many of them were on time and in full"},
	},
	out: "otif_pct (null without orders)",
}

func runOTIF(in *input) (any, error) {
	total, both := in.numberOr("total", 0), in.numberOr("both", 0)
	if in.has("orders") {
		if in.has("total") || in.has("both") {
			in.fail("orders", "give either orders or total and both")
		}
		for _, o := range in.objects("orders") {
			onTime, inFull := o.require("on_time") && o.flag("on_time", false), o.require("in_full") && o.flag("in_full", false)
			total = total.Add(one)
			if onTime && inFull {
				both = both.Add(one)
			}
		}
	} else {
		in.require("total")
		in.require("both")
	}
	if both.GreaterThan(total) {
		in.fail("both", "both is %s: it cannot be above the total of %s", both, total)
	}
	return struct {
		OTIFPct *string `json:"otif_pct"`
	}{orNull(percentOf(both, total), percentText)}, nil
}
