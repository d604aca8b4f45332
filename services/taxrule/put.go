package taxrule

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// PutKind is the kind of record in messages and in the history.
const PutKind = "taxrule"

// Service keeps the rules of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the rules of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Input is a rule as a form or the put command says it. What is nil keeps its
// value; in a new rule it comes from the rule before it, else its default.
type Input struct {
	Country   string     `json:"country" key:"yes" max:"8" doc:"The country of destination, or an area such as EU."`
	Kind      Kind       `json:"kind" key:"yes" values:"vat_at_sale duty_relief duty surcharge flat_duty import_vat handling_fee sales_threshold" doc:"What the rule is about: a threshold, a percentage or a fee."`
	HS        string     `json:"hs" key:"yes" default:"all goods" max:"12" doc:"The first digits of the tariff code."`
	Origin    string     `json:"origin" key:"yes" is:"country" default:"anywhere" doc:"Where the goods were made."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" doc:"The first day. The older rule ends the day before."`

	Value     *record.Number              `json:"value" doc:"The percentage of duty, surcharge and import_vat; an amount of currency for the others. The first rule needs it."`
	Currency  *model.Currency             `json:"currency" is:"currency" default:"none" doc:"The currency of an amount."`
	Per       *string                     `json:"per" values:"consignment hs6 item" empty:"yes" default:"consignment, for fees" doc:"What a fee or flat duty is charged for: the consignment, each six-digit tariff code, or each piece."`
	Basis     *string                     `json:"basis" values:"cif fob" empty:"yes" default:"cif, for percentages of duty" doc:"The customs value: with transport to the border, or without."`
	UpTo      record.Maybe[record.Number] `json:"up_to" default:"no limit" doc:"Only consignments of at most this value; empty is no limit."`
	UpToIn    *model.Currency             `json:"up_to_currency" is:"currency" default:"currency" doc:"The currency of up_to."`
	Taxed     *bool                       `json:"taxed" default:"false" doc:"True when import tax falls on a fee or flat duty."`
	ValidTo   *model.Date                 `json:"valid_to" is:"date" default:"open" doc:"The last day; empty is open."`
	Source    *string                     `json:"source" max:"500" doc:"Where the rule was found."`
	CheckedOn *model.Date                 `json:"last_checked" is:"date" default:"today" doc:"The day on which it was last compared with the source."`
	Counts    *bool                       `json:"counts" default:"true" doc:"False: listed, never applied, as its source is not sure."`
	Note      *string                     `json:"note" max:"500" doc:"What else to know."`
}

// Put creates or changes rules by country, kind, tariff code, origin and first
// day, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: PutKind, One: put,
		Done: func(ids []int64) { s.bus.PricesChanged.Publish(ids) },
	}.Put(ctx, ins)
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	if err := in.key(tx.DB, at); err != nil {
		return "", 0, err
	}
	var chain []Rule
	err := tx.Where("country = ? AND kind = ? AND hs = ? AND origin = ?", in.Country, in.Kind, in.HS, in.Origin).Order("valid_from").Find(&chain).Error
	if err != nil {
		return "", 0, err
	}
	before, same, next := around(chain, in.ValidFrom)
	if same != nil {
		return change(tx, at, in, same, next)
	}
	r := Rule{Counts: true, CheckedOn: tx.Today}
	if before != nil {
		r = *before
		r.ID, r.ValidTo, r.CheckedOn = 0, "", tx.Today
	}
	if in.Kind.threshold() && (in.HS != "" || in.Origin != "") {
		return "", 0, at.Errorf("hs", "a threshold is of the whole consignment: leave hs and origin out")
	}
	r.Country, r.Kind, r.HS, r.Origin, r.ValidFrom, r.Version = in.Country, in.Kind, in.HS, in.Origin, in.ValidFrom, 1
	if err := in.merge(&r, at); err != nil {
		return "", 0, err
	}
	r.yield(next)
	if before != nil && (before.ValidTo == "" || before.ValidTo >= r.ValidFrom) {
		ended := *before
		ended.ValidTo = r.ValidFrom.AddDays(-1)
		if err := save(tx, at, before, &ended, "a newer rule starts"); err != nil {
			return "", 0, err
		}
	}
	if err := tx.Create(&r).Error; err != nil {
		return "", 0, err
	}
	return record.Created, r.ID, history.Record(tx, subject(&r), history.Created(), "")
}

// around are the rules of a chain, sorted by day, that start last before a day, on
// it and first after it; nil where there is none.
func around(chain []Rule, day model.Date) (before, same, next *Rule) {
	for i := range chain {
		switch r := &chain[i]; {
		case r.ValidFrom < day:
			before = r
		case r.ValidFrom == day:
			same = r
		case next == nil:
			next = r
		}
	}
	return before, same, next
}

// yield ends a rule where the next of its chain starts: two would both count.
func (r *Rule) yield(next *Rule) {
	if next != nil && (r.ValidTo == "" || r.ValidTo >= next.ValidFrom) {
		r.ValidTo = next.ValidFrom.AddDays(-1)
	}
}

func change(tx *store.Tx, at record.Ref, in *Input, old, next *Rule) (record.Outcome, int64, error) {
	r := *old
	if err := in.merge(&r, at); err != nil {
		return "", 0, err
	}
	r.yield(next)
	if len(history.Diff(values(old), values(&r))) == 0 {
		return record.Unchanged, r.ID, nil
	}
	return record.Updated, r.ID, save(tx, at, old, &r, "")
}

func save(tx *store.Tx, at record.Ref, old, r *Rule, why string) error {
	r.Version++
	err := record.Saved(at, "valid_from", tx.Select("value", "currency", "per", "basis", "up_to", "up_to_in", "taxed", "valid_to", "source",
		"checked_on", "counts", "note", "version").Updates(r))
	if err != nil {
		return err
	}
	return history.Record(tx, subject(r), history.Diff(values(old), values(r)), why)
}

// key checks the natural key: a country, or an area the book knows.
func (in *Input) key(q *gorm.DB, at record.Ref) error {
	in.Country = strings.ToUpper(in.Country)
	if !model.Country(in.Country).Valid() {
		var n int64
		if err := q.Raw(`SELECT COUNT(*) FROM tax_area WHERE area = ?`, in.Country).Scan(&n).Error; err != nil {
			return err
		}
		if n == 0 {
			return at.Errorf("country", "%q is neither a country nor an area such as EU: write a two-letter code", in.Country)
		}
	}
	in.HS = strings.NewReplacer(".", "", " ", "").Replace(in.HS)
	if strings.Trim(in.HS, "0123456789") != "" {
		return at.Errorf("hs", "hs %q is not a tariff code: write its digits", in.HS)
	}
	return nil
}

// merge puts what was given into r and checks that it says one thing.
func (in *Input) merge(r *Rule, at record.Ref) error {
	fresh := r.ID == 0 && r.Value.IsZero()
	if in.Value == nil && fresh {
		return at.Errorf("value", "value is missing: write the percentage or the amount")
	}
	if in.Value != nil && !in.Value.Equal(r.Value) {
		r.Value = in.Value.Decimal
	}
	record.Take(&r.Currency, in.Currency)
	record.Take(&r.Per, in.Per)
	record.Take(&r.Basis, in.Basis)
	if in.UpTo.Given {
		r.UpTo = ""
		if v := in.UpTo.Value; v != nil {
			r.UpTo = v.String()
		}
	}
	record.Take(&r.UpToIn, in.UpToIn)
	record.Take(&r.Taxed, in.Taxed)
	record.Take(&r.ValidTo, in.ValidTo)
	record.Take(&r.Source, in.Source)
	record.Take(&r.CheckedOn, in.CheckedOn)
	record.Take(&r.Counts, in.Counts)
	record.Take(&r.Note, in.Note)
	return r.check(at)
}

var hundred = decimal.NewFromInt(100)

func (r *Rule) check(at record.Ref) error {
	if r.Kind.perUnit() && r.Per == "" {
		r.Per = PerConsignment
	}
	if (r.Kind == Duty || r.Kind == Surcharge) && r.Basis == "" {
		r.Basis = CIF
	}
	if err := r.checkValue(at); err != nil {
		return err
	}
	switch {
	case !r.Kind.perUnit() && r.Per != "":
		return at.Errorf("per", "only flat_duty and handling_fee are charged for each of something")
	case r.UpTo != "" && r.Currency == "" && r.UpToIn == "":
		return at.Errorf("up_to_currency", "up_to_currency is missing: say what the limit is in")
	case r.ValidTo != "" && r.ValidTo < r.ValidFrom:
		return at.Errorf("valid_to", "valid_to %s is before valid_from %s", r.ValidTo, r.ValidFrom)
	}
	return nil
}

func (r *Rule) checkValue(at record.Ref) error {
	percentage := r.Kind.percentage()
	switch {
	case r.Value.IsNegative():
		return at.Errorf("value", "value must not be negative")
	case percentage && r.Value.GreaterThan(hundred.Mul(hundred)):
		return at.Errorf("value", "value %s is not a percentage", r.Value)
	case percentage && r.Currency != "":
		return at.Errorf("currency", "a percentage has no currency: leave it out")
	case !percentage && r.Currency == "":
		return at.Errorf("currency", "currency is missing: say what the amount is in")
	}
	return nil
}

func values(r *Rule) []history.Value {
	return []history.Value{
		history.Of("value", r.Value), history.Of("currency", r.Currency), history.Of("per", r.Per), history.Of("basis", r.Basis),
		history.Of("up_to", r.UpTo), history.Of("up_to_currency", r.UpToIn), history.Of("taxed", r.Taxed), history.Of("valid_to", r.ValidTo),
		history.Of("source", r.Source), history.Of("last_checked", r.CheckedOn), history.Of("counts", r.Counts), history.Of("note", r.Note),
	}
}

func subject(r *Rule) history.Subject {
	return history.Subject{Kind: PutKind, ID: r.ID, Key: fmt.Sprintf("%s / %s / %s", r.Country, r.Kind, r.ValidFrom)}
}

// Row is a rule in a list. Value is an exact decimal; Stale tells that it was
// last checked too long ago.
type Row struct {
	ID        int64          `json:"id"`
	Number    string         `json:"number"` // country and kind, as every list has a number
	Country   string         `json:"country"`
	Kind      Kind           `json:"kind"`
	HS        string         `json:"hs"`
	Origin    string         `json:"origin"`
	Value     string         `json:"value"`
	Currency  model.Currency `json:"currency"`
	Per       string         `json:"per"`
	Basis     string         `json:"basis"`
	UpTo      *string        `json:"up_to"`
	UpToIn    model.Currency `json:"up_to_currency"`
	Taxed     bool           `json:"taxed"`
	ValidFrom model.Date     `json:"valid_from"`
	ValidTo   *model.Date    `json:"valid_to"` // null: open
	Source    string         `json:"source"`
	CheckedOn model.Date     `json:"last_checked"`
	Counts    bool           `json:"counts"`
	Note      string         `json:"note"`
	Stale     bool           `json:"stale"`
	Text      string         `json:"text"` // the rule as a sentence
}

// List returns all rules by country, kind and first day.
func (s *Service) List(ctx context.Context) ([]Row, error) {
	var rules []Rule
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Order("country, kind, hs, origin, valid_from").Find(&rules).Error
	})
	rows := make([]Row, len(rules))
	for i := range rows {
		rows[i] = rules[i].row(s.db.Today())
	}
	return rows, err
}

func (r *Rule) row(today model.Date) Row {
	w := Row{
		ID: r.ID, Number: r.Country + " " + string(r.Kind), Country: r.Country, Kind: r.Kind, HS: r.HS, Origin: r.Origin, Value: r.Value.String(),
		Currency: r.Currency, Per: r.Per, Basis: r.Basis, UpToIn: r.UpToIn, Taxed: r.Taxed, ValidFrom: r.ValidFrom, Source: r.Source,
		CheckedOn: r.CheckedOn, Counts: r.Counts, Note: r.Note, Text: r.Text(),
		Stale: r.CheckedOn == "" || r.CheckedOn.DaysUntil(today) > StaleDays,
	}
	if r.UpTo != "" {
		w.UpTo = &r.UpTo
	}
	if r.ValidTo != "" {
		w.ValidTo = &r.ValidTo
	}
	return w
}

// Text tells the rule in one sentence.
func (r *Rule) Text() string {
	what := map[Kind]string{
		VATAtSale: "tax is charged at the sale up to %s", DutyRelief: "no duty by percentage up to %s", Duty: "duty of %s", Surcharge: "a surcharge of %s",
		FlatDuty: "a flat duty of %s", ImportVAT: "import tax of %s", HandlingFee: "a handling fee of %s", SalesThreshold: "tax is due there above sales of %s a year",
	}[r.Kind]
	value := r.Value.String() + " %"
	if r.Currency != "" {
		value = r.Value.String() + " " + string(r.Currency)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: "+what, r.Country, value)
	if r.Per != "" {
		b.WriteString(" for " + map[string]string{PerHS6: "each tariff line", PerItem: "each piece", PerConsignment: "each consignment"}[r.Per])
	}
	if r.Basis != "" {
		b.WriteString(" on the " + strings.ToUpper(r.Basis) + " value")
	}
	if r.HS != "" {
		b.WriteString(", goods " + r.HS)
	}
	if r.Origin != "" {
		b.WriteString(", made in " + r.Origin)
	}
	if r.UpTo != "" {
		in := r.UpToIn
		if in == "" {
			in = r.Currency
		}
		fmt.Fprintf(&b, ", consignments up to %s %s", r.UpTo, in)
	}
	fmt.Fprintf(&b, ", from %s", r.ValidFrom)
	if r.ValidTo != "" {
		fmt.Fprintf(&b, " to %s", r.ValidTo)
	}
	return b.String() + "."
}
