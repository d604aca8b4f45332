// Package taxrule keeps what the law asks for parcels that cross a border:
// thresholds, duty, import tax and fees, as dated rows with their source that a
// person can edit, and works out what a consignment owes on a day. It must not
// know suppliers, orders, or how a supplier is chosen.
package taxrule

import (
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Kind is what a rule is about.
type Kind string

// The kinds of rules. The value of a threshold or fee is an amount of the
// rule's currency, that of the others a percentage.
const (
	VATAtSale      Kind = "vat_at_sale"     // up to this value tax is charged when it is sold (IOSS and the like)
	DutyRelief     Kind = "duty_relief"     // up to this value no duty by percentage
	Duty           Kind = "duty"            // percent of the customs value
	Surcharge      Kind = "surcharge"       // percent on top of duty
	FlatDuty       Kind = "flat_duty"       // an amount in place of duty by percentage
	ImportVAT      Kind = "import_vat"      // percent of value, transport and duty
	HandlingFee    Kind = "handling_fee"    // an amount the authority takes for the declaration
	SalesThreshold Kind = "sales_threshold" // sales a year from which another country's tax is due; told, not computed
)

// What a fee or flat duty is charged for.
const (
	PerConsignment = "consignment"
	PerHS6         = "hs6" // each different six-digit tariff code
	PerItem        = "item"
)

// The customs values: with transport to the border, or without.
const (
	CIF = "cif"
	FOB = "fob"
)

// StaleDays is the age from which a rule should be compared with its source.
const StaleDays = 90

// Rule is one dated row. Country is a country of destination or an area such
// as EU; HS are the first digits of tariff codes, "" all; Origin is where the
// goods were made, "" anywhere. UpTo limits the rule to consignments of at most
// that value.
type Rule struct {
	ID        int64
	Country   string
	Kind      Kind
	HS        string
	Origin    string
	Value     decimal.Decimal
	Currency  model.Currency
	Per       string
	Basis     string
	UpTo      string
	UpToIn    model.Currency
	Taxed     bool // import tax falls on it
	ValidFrom model.Date
	ValidTo   model.Date
	Source    string
	CheckedOn model.Date
	Counts    bool // false: listed, never applied
	Note      string
	Version   int64
}

// TableName is the rule's table in the book.
func (Rule) TableName() string { return "tax_rule" }

// on tells whether the rule is applied on a day.
func (r *Rule) on(d model.Date) bool {
	return r.Counts && r.ValidFrom <= d && (r.ValidTo == "" || d <= r.ValidTo)
}

// percentage tells whether the value is a percentage and not money.
func (k Kind) percentage() bool { return k == Duty || k == Surcharge || k == ImportVAT }

// threshold tells whether the rule is a value of a whole consignment, or of sales.
func (k Kind) threshold() bool { return k == VATAtSale || k == DutyRelief || k == SalesThreshold }

// perUnit tells whether the rule is an amount for each of something.
func (k Kind) perUnit() bool { return k == FlatDuty || k == HandlingFee }

type membership struct {
	Area, Country      string
	ValidFrom, ValidTo model.Date
}

// Set is all rules of a book, read once. It may be used by one goroutine.
type Set struct {
	rules map[Kind][]Rule
	areas map[string][]membership // by country
}

// Load reads the rules and areas.
func Load(q *gorm.DB) (*Set, error) {
	var rules []Rule
	if err := q.Order("country, kind, hs, origin, valid_from").Find(&rules).Error; err != nil {
		return nil, err
	}
	var members []membership
	if err := q.Raw(`SELECT area, country, valid_from, valid_to FROM tax_area`).Scan(&members).Error; err != nil {
		return nil, err
	}
	s := &Set{rules: map[Kind][]Rule{}, areas: map[string][]membership{}}
	for i := range rules {
		s.rules[rules[i].Kind] = append(s.rules[rules[i].Kind], rules[i])
	}
	for _, m := range members {
		s.areas[m.Country] = append(s.areas[m.Country], m)
	}
	return s, nil
}

// area is the area a country belongs to on a day, "" for none.
func (s *Set) area(country string, d model.Date) string {
	for _, m := range s.areas[country] {
		if m.ValidFrom <= d && (m.ValidTo == "" || d <= m.ValidTo) {
			return m.Area
		}
	}
	return ""
}

// Crosses tells whether a parcel from one country to another is an import on
// that day: not within a country, nor within one area.
func (s *Set) Crosses(from, to string, d model.Date) bool {
	if from == to {
		return false
	}
	area := s.area(from, d)
	return area == "" || area != s.area(to, d)
}

// Within tells whether a country belongs to an area on a day.
func (s *Set) Within(country, area string, d model.Date) bool {
	return country != "" && s.area(country, d) == area
}

// SaleLimit is the value up to which tax on goods for a country or area is charged
// when they are sold, in the currency of the law; false where there is none.
func (s *Set) SaleLimit(place string, d model.Date) (model.Amount, model.Currency, bool) {
	r := s.specific(VATAtSale, where{to: place, on: d})
	if r == nil {
		return 0, "", false
	}
	limit, err := model.ParseAmount(r.Value.String())
	return limit, r.Currency, err == nil
}

// specific is the one rule of a kind that fits best on a day: the country
// before its area, the longest tariff code, a named origin; nil without any.
func (s *Set) specific(k Kind, w where) *Rule {
	var best *Rule
	rank := -1
	for i := range s.rules[k] {
		r := &s.rules[k][i]
		if !w.fits(r) {
			continue
		}
		n := 2 * len(r.HS)
		if r.Country == w.to {
			n += 100
		}
		if r.Origin != "" {
			n++
		}
		if n > rank {
			best, rank = r, n
		}
	}
	return best
}

// all are the rules of a kind that hold side by side.
func (s *Set) all(k Kind, w where) []*Rule {
	var fit []*Rule
	for i := range s.rules[k] {
		if r := &s.rules[k][i]; w.fits(r) {
			fit = append(fit, r)
		}
	}
	return fit
}

// there are the rules of a kind that hold side by side for a place, whatever the
// goods they are about.
func (s *Set) there(k Kind, w where) []*Rule {
	var fit []*Rule
	for i := range s.rules[k] {
		if r := &s.rules[k][i]; w.near(r) {
			fit = append(fit, r)
		}
	}
	return fit
}

// where is the place and the goods a rule is looked up for.
type where struct {
	to, area, hs, origin string
	on                   model.Date
}

// near tells whether a rule holds in the place on the day.
func (w *where) near(r *Rule) bool {
	return r.on(w.on) && (r.Country == w.to || r.Country == w.area && w.area != "")
}

func (w *where) fits(r *Rule) bool {
	return w.near(r) && strings.HasPrefix(w.hs, r.HS) && (r.Origin == "" || r.Origin == w.origin)
}
