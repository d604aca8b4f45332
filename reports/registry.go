package reports

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Accrual is the one basis so far: a sale counts on the day the customer's
// money was taken, its costs on the same day, a refund on its own.
const Accrual = "accrual"

// Deps is what reports are made from. Zone is where days begin and end (nil:
// UTC); Program is the name and version printed on every table.
type Deps struct {
	DB       *store.DB
	Currency model.Currency // of the book
	Zone     *time.Location
	Program  string
	Business string // on the cover of the accountant's workbook
}

// Filter narrows a report. Empty bounds are open; By splits it by a step of
// time; AsKnown leaves out what was recorded after that day. Most is how many
// rows First makes.
type Filter struct {
	From, To model.Date
	By       string
	Basis    string
	AsKnown  model.Date
	Most     int
}

// Info describes a report for menus and for the command line. By lists the
// steps it can be split by; AsKnown tells that it can be shown as known on an
// earlier day, Dated that a period narrows it.
type Info struct {
	Name, Title, Description string
	By                       []query.Step
	AsKnown, Dated           bool
}

// report is an Info with the function that builds the table, and for one that
// can be very long, a function that builds its first rows only.
type report struct {
	Info
	build func(context.Context, *request) (*Table, error)
	first func(context.Context, *request, int) (*Table, error)
}

// request is a checked filter with all a report needs.
type request struct {
	Deps
	query.Scope
	step  query.Step
	table *Table // empty, with its head filled in
}

// all lists the reports in the order of menus.
func all() []report {
	return []report{
		marginOrders(), marginLines(), marginProducts(), marginSuppliers(), marginShops(), marginCountries(), marginMonths(),
		profitAndLoss(), trialBalance(), journal(), salesJournal(), salesByCountryRate(), refunds(), cogsBySupplier(), fees(),
		supplierBalances(), threePLFees(), stock(), orderKPIs(), stockingProposals(), lateParcels(), deliveryEstimates(), claims(), supplierScorecard(), exceptions(),
	}
}

// List describes all reports.
func List() []Info {
	var infos []Info
	for _, r := range all() {
		infos = append(infos, r.Info)
	}
	return infos
}

// Build makes a report. A name, step or basis it does not know is refused with
// code Invalid, naming what comes near.
func Build(ctx context.Context, d Deps, name string, f Filter) (*Table, error) {
	r, err := named(name)
	if err != nil {
		return nil, err
	}
	req, err := r.request(d, f)
	if err != nil {
		return nil, err
	}
	return r.build(ctx, req)
}

// First makes only the first rows of a report that can be very long, without its
// totals, so that a person sees something while Build works. It returns nil for
// every other report.
func First(ctx context.Context, d Deps, name string, f Filter) (*Table, error) {
	r, err := named(name)
	if err != nil || r.first == nil {
		return nil, err
	}
	req, err := r.request(d, f)
	if err != nil {
		return nil, err
	}
	return r.first(ctx, req, f.Most)
}

// Describe describes one report.
func Describe(name string) (Info, error) {
	r, err := named(name)
	if err != nil {
		return Info{}, err
	}
	return r.Info, nil
}

func named(name string) (*report, error) {
	var names []string
	for _, r := range all() {
		if r.Name == name {
			return &r, nil
		}
		names = append(names, r.Name)
	}
	return nil, model.FieldErrorf("name", "There is no report %q.%s \"dropledger report --list\" names all there are.", name, near.Hint(name, names))
}

// request checks the filter against what the report can do.
func (r *report) request(d Deps, f Filter) (*request, error) {
	if f.From != "" && f.To != "" && f.From > f.To {
		return nil, model.FieldErrorf("to", "The period ends on %s, before it starts on %s: swap the two days.", f.To, f.From)
	}
	if f.Basis == "" {
		f.Basis = Accrual
	}
	if f.Basis != Accrual {
		return nil, model.FieldErrorf("basis", "There is no basis %q.%s", f.Basis, near.Hint(f.Basis, []string{Accrual}))
	}
	if f.AsKnown != "" && !r.AsKnown {
		return nil, model.FieldErrorf("as-known", "%s cannot be shown as it was known on an earlier day: it shows how things stand now. Leave the day out.", r.Title)
	}
	step, err := r.stepOf(f.By)
	if err != nil {
		return nil, err
	}
	q := &request{Deps: d, step: step}
	q.Period = model.Period{From: f.From, To: f.To}
	if f.AsKnown != "" {
		q.Known = d.endOf(f.AsKnown)
	}
	q.table = &Table{Name: r.Name, Title: r.Title, Meta: Meta{
		Period: q.Period, Basis: f.Basis, Currency: d.Currency, AsKnown: f.AsKnown, Generated: d.DB.Now(), Program: d.Program,
	}}
	if step != "" {
		q.column("period", "Period", KindText)
	}
	return q, nil
}

func (r *report) stepOf(by string) (query.Step, error) {
	if by == "" {
		return "", nil
	}
	var known []string
	for _, s := range r.By {
		if string(s) == by {
			return s, nil
		}
		known = append(known, string(s))
	}
	if len(known) == 0 {
		return "", model.FieldErrorf("by", "%s cannot be split, so leave %q out.", r.Title, by)
	}
	return "", model.FieldErrorf("by", "%s cannot be split by %q.%s", r.Title, by, near.Hint(by, known))
}

// endOf is the first moment after a day, where the merchant is.
func (d *Deps) endOf(day model.Date) model.Instant {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	t := day.AddDays(1).Time()
	return model.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
}

// column adds a column to the table.
func (q *request) column(key, label string, kind Kind) {
	q.table.Columns = append(q.table.Columns, Column{key, label, kind})
}

// row starts a row: with the period's column when the report is split.
func (q *request) row(span string) []Cell {
	cells := make([]Cell, 0, len(q.table.Columns))
	if q.step != "" {
		cells = append(cells, Text(span))
	}
	return cells
}

// home is money in the book's currency.
func (q *request) home(a model.Amount) Cell { return Amount(a, q.Currency) }

func (q *request) note(sentence string) { q.table.Meta.Notes = append(q.table.Meta.Notes, sentence) }

// orUnknown is a text that may not be known.
func orUnknown(s string) Cell {
	if s == "" {
		return Unknown()
	}
	return Text(s)
}

// code is orUnknown for codes and numbers.
func code(s string) Cell {
	if s == "" {
		return Unknown()
	}
	return Identifier(s)
}

// shareOf is part in percent of whole with two decimals, half away from zero;
// unknown when there is no whole. It is model.PercentOf in whole numbers, since
// a margin sheet asks for half a million shares.
func shareOf(part, whole model.Amount) Cell {
	const scale, exact = 10_000, 900_000_000_000_000
	if whole == 0 {
		return Unknown()
	}
	if part > exact || part < -exact || whole > exact || whole < -exact {
		p, _ := model.PercentOf(part, whole, 2)
		return Percent(p)
	}
	q, rest := part*scale/whole, part*scale%whole
	if 2*rest.Abs() >= whole.Abs() {
		if (part < 0) == (whole < 0) {
			q++
		} else {
			q--
		}
	}
	if q.Abs() < exact {
		return Cell{kind: KindPercent, num: int64(q), decimals: 2} // as Percent makes it, without a decimal on the way
	}
	return Percent(decimal.New(int64(q), -2))
}
