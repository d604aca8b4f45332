// Package assessment judges a supplier before orders can: gates that are passed
// or not, and beside them criteria whose grades are weighed into a score. The
// two never mix: no score opens a gate that failed, and no gate adds points.
//
// It must not know where assessments are kept, nor what parcels and cases tell
// of a supplier.
package assessment

import (
	"regexp"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Scale is how a criterion is graded.
type Scale string

// The scales: whole and half points from 1, the worst, to 5, or from 0 to 100.
const (
	Five    Scale = "1-5"
	Hundred Scale = "0-100"
)

// Bounds are the worst and the best grade of the scale.
func (s Scale) Bounds() (worst, best decimal.Decimal) {
	if s == Five {
		return decimal.NewFromInt(1), decimal.NewFromInt(5)
	}
	return decimal.Zero, hundred
}

// Valid tells whether s is one of the scales above.
func (s Scale) Valid() bool { return s == Five || s == Hundred }

var hundred = decimal.NewFromInt(100)

// Points brings a grade to 0 to 100: of 1 to 5 the worst is 0 and the best 100.
// Source: domain rule 3.1.
func (s Scale) Points(grade decimal.Decimal) decimal.Decimal {
	worst, best := s.Bounds()
	return grade.Sub(worst).Mul(hundred).Div(best.Sub(worst))
}

// Grade is the grade on the scale that is worth so many points.
func (s Scale) Grade(points decimal.Decimal) decimal.Decimal {
	worst, best := s.Bounds()
	return points.Mul(best.Sub(worst)).Div(hundred).Add(worst)
}

// Gate is a condition that is met or not. Its Key stays the same when its words
// change, so that verdicts can be moved to another version of the template.
type Gate struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Help string `json:"help"`           // what to look at, and what passes
	Days int    `json:"days,omitempty"` // for how long a verdict holds when nobody says; 0 for good
}

// Level says what a grade from At on means.
type Level struct {
	At    decimal.Decimal `json:"at"`
	Means string          `json:"means"`
}

// Feed is what of a test order can propose the grade of a criterion.
type Feed string

// The feeds: the grades of a test order, and its days against those promised.
const (
	FeedProduct   Feed = "product"
	FeedPackaging Feed = "packaging"
	FeedAccuracy  Feed = "accuracy"
	FeedBranding  Feed = "branding"
	FeedPhotos    Feed = "photos"
	FeedPrice     Feed = "price"
	FeedHandling  Feed = "handling"
	FeedDelivery  Feed = "delivery"
)

// Feeds lists all feeds.
func Feeds() []Feed {
	return []Feed{FeedProduct, FeedPackaging, FeedAccuracy, FeedBranding, FeedPhotos, FeedPrice, FeedHandling, FeedDelivery}
}

// Criterion is what a grade is given for. Weight is its share in percent.
type Criterion struct {
	Key    string          `json:"key"`
	Name   string          `json:"name"`
	Weight decimal.Decimal `json:"weight"`
	Scale  Scale           `json:"scale"`
	Help   string          `json:"help"`
	Levels []Level         `json:"levels"` // the worst first
	Feed   Feed            `json:"feed,omitempty"`
}

// Meaning is what a grade means: the words of the highest level it reaches.
func (c *Criterion) Meaning(grade decimal.Decimal) string {
	means := ""
	for _, l := range c.Levels {
		if grade.GreaterThanOrEqual(l.At) {
			means = l.Means
		}
	}
	return means
}

// Accepts refuses a grade that is off the criterion's scale.
func (c *Criterion) Accepts(grade decimal.Decimal) error {
	worst, best := c.Scale.Bounds()
	if grade.LessThan(worst) || grade.GreaterThan(best) {
		return model.Errorf(model.Invalid, "%q is graded from %s to %s, so it cannot be %s", c.Name, worst, best, grade)
	}
	return nil
}

// Template is one version of what suppliers of a type are asked.
type Template struct {
	Name     string
	Type     model.SourcingType
	Number   int  // of the version, from 1
	Mixed    bool // both scales stand in it, and that is meant
	Gates    []Gate
	Criteria []Criterion
}

// Gate finds a gate by key or name, nil when there is none.
func (t *Template) Gate(name string) *Gate {
	for i := range t.Gates {
		if t.Gates[i].Key == name || model.NameKey(t.Gates[i].Name) == model.NameKey(name) {
			return &t.Gates[i]
		}
	}
	return nil
}

// Criterion finds a criterion by key or name, nil when there is none.
func (t *Template) Criterion(name string) *Criterion {
	for i := range t.Criteria {
		if t.Criteria[i].Key == name || model.NameKey(t.Criteria[i].Name) == model.NameKey(name) {
			return &t.Criteria[i]
		}
	}
	return nil
}

// Weights is what the weights add up to.
func (t *Template) Weights() decimal.Decimal {
	var sum decimal.Decimal
	for i := range t.Criteria {
		sum = sum.Add(t.Criteria[i].Weight)
	}
	return sum
}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// Check refuses a template that cannot be used: the error names the field gates,
// criteria or mixed, and says what to change.
func (t *Template) Check() error {
	if len(t.Criteria) == 0 {
		return model.FieldErrorf("criteria", "a template needs at least one criterion")
	}
	seen := map[string]bool{}
	for i := range t.Gates {
		if err := entry("gates", t.Gates[i].Key, t.Gates[i].Name, seen); err != nil {
			return err
		}
	}
	clear(seen)
	for i := range t.Criteria {
		c := &t.Criteria[i]
		if err := entry("criteria", c.Key, c.Name, seen); err != nil {
			return err
		}
		if err := c.check(); err != nil {
			return err
		}
		if c.Scale != t.Criteria[0].Scale && !t.Mixed {
			return model.FieldErrorf("mixed", "%q is graded %s and %q %s: use one scale, or say that both are meant (mixed: true); then all are brought to 0-100 first",
				t.Criteria[0].Name, t.Criteria[0].Scale, c.Name, c.Scale)
		}
	}
	if sum := t.Weights(); !sum.Equal(hundred) {
		return model.FieldErrorf("criteria", "the weights add up to %s, not to 100: change them by %s in all", sum, hundred.Sub(sum))
	}
	return nil
}

// entry refuses a key or name that is malformed or stands twice.
func entry(field, key, name string, seen map[string]bool) error {
	switch {
	case name == "":
		return model.FieldErrorf(field, "%s: the one with the key %q has no name", field, key)
	case !keyForm.MatchString(key):
		return model.FieldErrorf(field, "%s: the key of %q must be small letters, digits and _ , such as returns_policy, not %q", field, name, key)
	case seen[key] || seen[" "+model.NameKey(name)]:
		return model.FieldErrorf(field, "%s: %q stands there twice", field, name)
	}
	seen[key], seen[" "+model.NameKey(name)] = true, true
	return nil
}

func (c *Criterion) check() error {
	switch {
	case !c.Scale.Valid():
		return model.FieldErrorf("criteria", "%q needs a scale: %s or %s", c.Name, Five, Hundred)
	case !c.Weight.IsPositive() || c.Weight.GreaterThan(hundred):
		return model.FieldErrorf("criteria", "the weight of %q is %s: it must be above 0 and at most 100", c.Name, c.Weight)
	}
	for i, l := range c.Levels {
		if err := c.Accepts(l.At); err != nil {
			return model.FieldErrorf("criteria", "what a grade means: %s", err.Error())
		}
		if i > 0 && !l.At.GreaterThan(c.Levels[i-1].At) {
			return model.FieldErrorf("criteria", "the levels of %q must go up from the worst, %s comes after %s", c.Name, l.At, c.Levels[i-1].At)
		}
	}
	return nil
}
