// Package routerule keeps the rules by which a merchant wants orders routed:
// conditions and an effect, in order, each readable as a sentence. What a rule
// says is never changed, a change ends it and writes the next. The package must
// not know how a supplier's cost is worked out or chosen.
package routerule

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Effect is what a rule asks for.
type Effect string

// The effects.
const (
	Prefer          Effect = "prefer"           // these suppliers go before cheaper ones
	Avoid           Effect = "avoid"            // these only when nobody else can
	Only            Effect = "only"             // nobody but these
	Hold            Effect = "hold"             // a person looks at it first
	Split           Effect = "split"            // the pieces of a line may go to several suppliers
	NoSplit         Effect = "no_split"         // they may not
	SinglePreferred Effect = "single_preferred" // one supplier for the order, where one can
	SingleRequired  Effect = "single_required"  // one supplier for the order, or it is held
)

// NamesSuppliers tells whether the effect is about suppliers.
func (e Effect) NamesSuppliers() bool { return e == Prefer || e == Avoid || e == Only }

// Rule is one rule as it was written. An empty condition asks for nothing;
// where several are given all must hold, and of a list one. Values are of the
// order's goods in the book's currency, weights of the order in grams.
type Rule struct {
	ID         int64
	FirstID    int64 // of its first version, by which the history knows it
	Name       string
	NameKey    string
	Place      int
	Countries  []string `gorm:"serializer:json"`
	SKUs       []string `gorm:"column:skus;serializer:json"` // "AB*" is all that begin with AB
	Tags       []string `gorm:"serializer:json"`
	Shops      []int64  `gorm:"serializer:json"`
	Services   []string `gorm:"serializer:json"`
	ValueFrom  *model.Amount
	ValueTo    *model.Amount
	WeightFrom *int64
	WeightTo   *int64
	Effect     Effect
	Suppliers  []int64 `gorm:"serializer:json"`
	Reason     string
	ValidFrom  model.Date
	ValidTo    model.Date
	RecordedAt model.Instant
	EndedAt    model.Instant
}

// TableName is the rule's table in the book.
func (Rule) TableName() string { return "route_rule" }

// Case is an order, or one line of it, as rules see it. SKUs are those of the
// line, or of all lines. A nil value or weight is not known.
type Case struct {
	On      model.Date
	Country string
	SKUs    []string
	Tags    []string
	Shop    int64
	Service string
	Value   *model.Amount
	Weight  *int64
}

// matches tells whether all conditions of the rule hold.
func (r *Rule) matches(c *Case) bool {
	return r.ValidFrom <= c.On && (r.ValidTo == "" || c.On <= r.ValidTo) &&
		oneOf(r.Countries, c.Country) &&
		(len(r.SKUs) == 0 || slices.ContainsFunc(c.SKUs, func(s string) bool { return slices.ContainsFunc(r.SKUs, func(p string) bool { return fits(p, s) }) })) &&
		(len(r.Tags) == 0 || slices.ContainsFunc(c.Tags, func(t string) bool { return oneOf(r.Tags, t) })) &&
		(len(r.Shops) == 0 || slices.Contains(r.Shops, c.Shop)) &&
		oneOf(r.Services, c.Service) &&
		within(c.Value, r.ValueFrom, r.ValueTo) && within(c.Weight, r.WeightFrom, r.WeightTo)
}

// oneOf compares as people do: in any case and with blanks run together.
func oneOf(list []string, s string) bool {
	key := model.NameKey(s)
	return len(list) == 0 || slices.ContainsFunc(list, func(x string) bool { return model.NameKey(x) == key })
}

func fits(pattern, sku string) bool {
	if start, open := strings.CutSuffix(pattern, "*"); open {
		return strings.HasPrefix(strings.ToLower(sku), strings.ToLower(start))
	}
	return strings.EqualFold(pattern, sku)
}

// within tells whether a value lies between limits; an unknown one only where
// there are none.
func within[T cmp.Ordered](v, from, to *T) bool {
	if from == nil && to == nil {
		return true
	}
	return v != nil && (from == nil || *v >= *from) && (to == nil || *v <= *to)
}

// Set is the rules of a book in order, and the names they speak of.
type Set struct {
	Rules     []Rule
	Home      model.Currency
	suppliers map[int64]string
	shops     map[int64]string
	gaps      bool // the book numbers them otherwise than 1, 2, 3
}

// Load reads the rules that stand, numbered from 1 without gaps.
func Load(q *gorm.DB, home model.Currency) (*Set, error) {
	s := &Set{Home: home}
	if err := q.Where("ended_at = ''").Order("place, id").Find(&s.Rules).Error; err != nil {
		return nil, err
	}
	for i := range s.Rules {
		r := &s.Rules[i]
		s.gaps = s.gaps || r.Place != i+1
		r.Place = i + 1
	}
	var err error
	if s.suppliers, err = names(q, "supplier"); err != nil {
		return nil, err
	}
	s.shops, err = names(q, "shop")
	return s, err
}

func names(q *gorm.DB, table string) (map[int64]string, error) {
	var rows []struct {
		ID   int64
		Name string
	}
	err := q.Table(table).Select("id, name").Find(&rows).Error
	all := make(map[int64]string, len(rows))
	for _, r := range rows {
		all[r.ID] = r.Name
	}
	return all, err
}

// Verdict is what the rules say of one case: of each kind the first that
// matches, nil where none does.
type Verdict struct {
	Only, Hold    *Rule
	Split, Single *Rule // the one that allows or forbids it
	ranks         []*Rule
}

// Judge asks the rules in their order.
func (s *Set) Judge(c *Case) Verdict {
	var v Verdict
	first := func(to **Rule, r *Rule) {
		if *to == nil {
			*to = r
		}
	}
	for i := range s.Rules {
		r := &s.Rules[i]
		if !r.matches(c) {
			continue
		}
		switch r.Effect {
		case Only:
			first(&v.Only, r)
		case Hold:
			first(&v.Hold, r)
		case Split, NoSplit:
			first(&v.Split, r)
		case SinglePreferred, SingleRequired:
			first(&v.Single, r)
		case Prefer, Avoid:
			v.ranks = append(v.ranks, r)
		}
	}
	return v
}

// MaySplit tells whether the pieces of a line may go to several suppliers.
func (v *Verdict) MaySplit() bool { return v.Split != nil && v.Split.Effect == Split }

// Allows tells whether the supplier may be taken at all.
func (v *Verdict) Allows(supplier int64) bool {
	return v.Only == nil || slices.Contains(v.Only.Suppliers, supplier)
}

// Rank says where a supplier stands and by which rule: below 0 before all
// others, the least first; 0 without a rule; above 0 behind them. The first
// rule that names the supplier counts.
func (v *Verdict) Rank(supplier int64) (int, *Rule) {
	for n, r := range v.ranks {
		at := slices.Index(r.Suppliers, supplier)
		switch {
		case at < 0:
		case r.Effect == Avoid:
			return 1, r
		default:
			return -1_000_000 + 1000*n + at, r
		}
	}
	return 0, nil
}
