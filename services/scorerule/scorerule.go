// Package scorerule keeps by which rules suppliers are scored: the weights of the
// metrics, how fast orders fade, where classes begin. They are dated rows with
// their source that people can edit, so that a score of an earlier day is worked
// out by the rules of that day. It must not know how a score is worked out.
package scorerule

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/dated"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages, in the history and for the put command.
const Kind = "score_rule"

// Service keeps the rules of one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the rules of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Rule is a whole set of rules, which holds from its first day until the next one
// begins. Shares, points and weights are on 0 to 100.
type Rule struct {
	ID           int64
	ValidFrom    model.Date
	HalfLifeDays int             // an order so much older than the newest one counts half
	OpenDays     int             // so long complaints about a month may still come
	PriorOrders  int             // orders that weigh as much as vetting
	Prior        decimal.Decimal // points of a supplier nobody vetted
	WorstRate    decimal.Decimal // a good rate that earns nothing
	WorstDefects decimal.Decimal // a bad rate that earns nothing
	PriceStep    decimal.Decimal // a price rise that still counts as stable
	ClassA       decimal.Decimal
	ClassB       decimal.Decimal
	ClassC       decimal.Decimal

	WeightDispatch, WeightOTD, WeightOTIF, WeightODR, WeightCancel decimal.Decimal
	WeightAcknowledgement, WeightPrice, WeightStock, WeightClaims  decimal.Decimal
	Source                                                         string
	CheckedOn                                                      model.Date
}

// On reads the rules that hold on a day: those with the newest first day that has
// come.
func On(q *gorm.DB, day model.Date) (Rule, error) {
	var all []Rule
	err := q.Raw(`SELECT * FROM score_rule ORDER BY valid_from <= ? DESC, CASE WHEN valid_from <= ? THEN valid_from END DESC, valid_from LIMIT 1`,
		string(day), string(day)).Scan(&all).Error
	if err == nil && len(all) == 0 {
		err = model.Errorf(model.NotFound, "The book has no rules of the score: enter them under Law and calendars.")
	}
	return append(all, Rule{})[0], err
}

// Input is a set of rules as a form or the put command says it. What is left out of
// a new one is as it was before.
type Input struct {
	ValidFrom    model.Date     `json:"valid_from" key:"yes" is:"date" default:"today" doc:"The first day of the rules. Scores of earlier days keep the rules of their day."`
	HalfLifeDays *int           `json:"half_life_days" range:"1..3650" doc:"In days. An order so much older than a supplier's newest one counts half as much."`
	OpenDays     *int           `json:"open_days" range:"0..365" doc:"In days. The orders of a month are marked as open so long, because complaints about them may still come."`
	PriorOrders  *int           `json:"prior_orders" range:"1..1000" doc:"After so many orders vetting and performance count half each; with more of them vetting fades."`
	Prior        *record.Number `json:"prior" doc:"From 0 to 100: where a supplier starts that nobody vetted, until orders tell."`
	WorstRate    *record.Number `json:"worst_rate" doc:"In percent. An on-time rate, or another rate that should be 100 %, earns no points at this value or below."`
	WorstDefects *record.Number `json:"worst_defects" doc:"In percent. A share of defective or cancelled orders of this value or above earns no points."`
	PriceStep    *record.Number `json:"price_step" doc:"In percent. A new price that is higher by more than this counts as not stable."`
	ClassA       *record.Number `json:"class_a" doc:"The score from which a supplier is in class A, up to and with 100."`
	ClassB       *record.Number `json:"class_b" doc:"The score from which a supplier is in class B, below class A."`
	ClassC       *record.Number `json:"class_c" doc:"The score from which a supplier is in class C; below it is D."`

	WeightDispatch        *record.Number `json:"weight_dispatch" doc:"Of dispatch on time. All weights add up to 100."`
	WeightOTD             *record.Number `json:"weight_otd" doc:"Of delivery on time."`
	WeightOTIF            *record.Number `json:"weight_otif" doc:"Of on time and in full."`
	WeightODR             *record.Number `json:"weight_odr" doc:"Of orders with a defect."`
	WeightCancel          *record.Number `json:"weight_cancel" doc:"Of cancelled and out of stock."`
	WeightAcknowledgement *record.Number `json:"weight_acknowledgement" doc:"Of answers in time."`
	WeightPrice           *record.Number `json:"weight_price" doc:"Of stable prices."`
	WeightStock           *record.Number `json:"weight_stock" doc:"Of right stock counts."`
	WeightClaims          *record.Number `json:"weight_claims" doc:"Of claims recovered."`

	Source      *string     `json:"source" max:"500" doc:"Where the rules come from, or why they are as they are."`
	LastChecked *model.Date `json:"last_checked" is:"date" doc:"The day a person last looked whether they still fit."`
}

// Put creates or changes rules by their first day, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	done := func([]int64) { s.bus.SettingsChanged.Publish(nil) }
	return record.Batch[Input]{DB: s.db, Kind: Kind, One: put, Done: done}.Put(ctx, ins)
}

// share is one of the figures on 0 to 100 of a set of rules.
type share struct {
	name   string
	given  *record.Number
	value  *decimal.Decimal
	weight bool
}

// shares are the figures on 0 to 100, as given and as they stand.
func (in *Input) shares(r *Rule) []share {
	return []share{
		{"prior", in.Prior, &r.Prior, false},
		{"worst_rate", in.WorstRate, &r.WorstRate, false},
		{"worst_defects", in.WorstDefects, &r.WorstDefects, false},
		{"price_step", in.PriceStep, &r.PriceStep, false},
		{"class_a", in.ClassA, &r.ClassA, false},
		{"class_b", in.ClassB, &r.ClassB, false},
		{"class_c", in.ClassC, &r.ClassC, false},
		{"weight_dispatch", in.WeightDispatch, &r.WeightDispatch, true},
		{"weight_otd", in.WeightOTD, &r.WeightOTD, true},
		{"weight_otif", in.WeightOTIF, &r.WeightOTIF, true},
		{"weight_odr", in.WeightODR, &r.WeightODR, true},
		{"weight_cancel", in.WeightCancel, &r.WeightCancel, true},
		{"weight_acknowledgement", in.WeightAcknowledgement, &r.WeightAcknowledgement, true},
		{"weight_price", in.WeightPrice, &r.WeightPrice, true},
		{"weight_stock", in.WeightStock, &r.WeightStock, true},
		{"weight_claims", in.WeightClaims, &r.WeightClaims, true},
	}
}

var hundred = decimal.NewFromInt(100)

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	if in.ValidFrom == "" {
		in.ValidFrom = tx.Today
	}
	at.Key = "from " + string(in.ValidFrom)
	r, err := On(tx.DB, in.ValidFrom)
	if err != nil {
		return "", 0, err
	}
	row := dated.Row{Kind: Kind, Table: "score_rule", Key: []dated.Key{{Column: "valid_from", Is: string(in.ValidFrom)}}}
	add := func(name, was string, given *string) {
		row.Values = append(row.Values, dated.Value{Column: name, Name: name, Given: given, Default: was})
	}
	for _, d := range []struct {
		name  string
		given *int
		value int
	}{{"half_life_days", in.HalfLifeDays, r.HalfLifeDays}, {"open_days", in.OpenDays, r.OpenDays}, {"prior_orders", in.PriorOrders, r.PriorOrders}} {
		var given *string
		if d.given != nil {
			text := strconv.Itoa(*d.given)
			given = &text
		}
		add(d.name, strconv.Itoa(d.value), given)
	}
	shares := in.shares(&r)
	was := make([]string, len(shares))
	for i, s := range shares {
		was[i] = s.value.String()
		if s.given == nil {
			add(s.name, was[i], nil)
			continue
		}
		*s.value = s.given.Decimal
		text := s.value.String()
		add(s.name, was[i], &text)
	}
	if err := r.check(at, shares, was); err != nil {
		return "", 0, err
	}
	if in.LastChecked != nil && *in.LastChecked > tx.Today && *in.LastChecked != r.CheckedOn {
		return "", 0, at.Errorf("last_checked", "last_checked %s is in the future: today is %s", *in.LastChecked, tx.Today)
	}
	add("source", "", in.Source)
	row.Values = append(row.Values, dated.Value{Column: "checked_on", Name: "last_checked", Given: dated.Told(in.LastChecked)})
	return row.Put(tx, at)
}

// check refuses figures that make no score: shares beyond 0 to 100, classes that do
// not go down, and weights that do not add up, where one of them is another now.
func (r *Rule) check(at record.Ref, shares []share, was []string) error {
	sum, touched := decimal.Zero, false
	for i, s := range shares {
		if s.value.IsNegative() || s.value.GreaterThan(hundred) {
			return at.Errorf(s.name, "%s must be between 0 and 100, not %s", s.name, s.value)
		}
		if s.weight {
			sum, touched = sum.Add(*s.value), touched || s.value.String() != was[i]
		}
	}
	switch over := sum.Sub(hundred); {
	case !touched:
	case over.IsPositive():
		return at.Errorf("weight_otd", "the weights add up to %s, not to 100: take %s away", sum, over)
	case over.IsNegative():
		return at.Errorf("weight_otd", "the weights add up to %s, not to 100: add %s", sum, over.Neg())
	}
	if !r.ClassA.GreaterThan(r.ClassB) || !r.ClassB.GreaterThan(r.ClassC) || !r.ClassC.IsPositive() {
		return at.Errorf("class_a", "class A has to begin above B, B above C and C above 0, not at %s, %s and %s", r.ClassA, r.ClassB, r.ClassC)
	}
	if !r.WorstRate.LessThan(hundred) || !r.WorstDefects.IsPositive() {
		return at.Errorf("worst_rate", "a rate of 100 %% has to earn points, and so do no defects: worst_rate is below 100, worst_defects above 0")
	}
	return nil
}

// Fields are the figures of the rules that hold on a day, as put takes them: what a
// form for new rules begins with.
func Fields(q *gorm.DB, day model.Date) (map[string]string, error) {
	r, err := On(q, day)
	all := map[string]string{
		"valid_from": string(day), "half_life_days": strconv.Itoa(r.HalfLifeDays), "open_days": strconv.Itoa(r.OpenDays), "prior_orders": strconv.Itoa(r.PriorOrders),
	}
	for _, s := range (&Input{}).shares(&r) {
		all[s.name] = s.value.String()
	}
	return all, err
}
