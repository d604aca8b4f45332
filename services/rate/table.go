package rate

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
)

// digits is how many significant digits a rate has that was divided out.
const digits = 12

// Table finds rates within one transaction. It reads each pair of currencies
// once and belongs to the goroutine of the transaction.
type Table struct {
	q      *gorm.DB
	home   model.Currency
	series map[pair][]row
	found  map[question]model.Rate
}

type pair struct{ from, to model.Currency }

type question struct {
	pair
	date model.Date
}

// NewTable returns an empty table over the transaction of q.
func NewTable(q *gorm.DB) *Table {
	return &Table{q: q, series: map[pair][]row{}, found: map[question]model.Rate{}}
}

// On returns the rate from one currency to another on a day: the one entered
// for that day or the newest before it, never one from the future. Where there
// is none for the pair, that of the inverse pair is divided out to 12
// significant digits, and else both are priced in the home currency. A derived
// rate has the day of its older part and says in Source how it was derived.
// Without any the error has code NotFound.
func (t *Table) On(date model.Date, from, to model.Currency) (model.Rate, error) {
	if from == to {
		return model.Rate{Date: date, From: from, To: to, Value: one}, nil
	}
	asked := question{pair{from, to}, date}
	if r, ok := t.found[asked]; ok {
		return r, nil
	}
	r, ok, err := t.derive(asked)
	if err != nil {
		return model.Rate{}, err
	}
	if !ok {
		e := model.Errorf(model.NotFound, "There is no exchange rate from %s to %s on %s or before: enter one for that day or an earlier one.", from, to, date)
		e.Field = "rate"
		return model.Rate{}, e
	}
	t.found[asked] = r
	return r, nil
}

// derive answers a question that was not asked before.
func (t *Table) derive(asked question) (model.Rate, bool, error) {
	r := model.Rate{From: asked.from, To: asked.to}
	f, ok, err := t.price(asked)
	if err != nil {
		return r, false, err
	}
	if !ok {
		if f, ok, err = t.viaHome(asked); err != nil || !ok {
			return r, false, err
		}
	}
	r.Date, r.Value, r.Source = f.date, f.value(), f.described()
	return r, true, nil
}

// fraction is a rate that is not divided out yet.
type fraction struct {
	over, under decimal.Decimal
	divided     bool // under is not 1
	date        model.Date
	source, how string // where it was found, how it was derived from that
}

func (f *fraction) value() decimal.Decimal {
	if f.divided {
		return quotient(f.over, f.under)
	}
	return f.over
}

func (f *fraction) described() string {
	if f.source == "" || f.how == "" {
		return f.source + f.how
	}
	return f.source + ", " + f.how
}

var one = decimal.NewFromInt(1)

// price answers from the pair itself or its inverse.
func (t *Table) price(asked question) (fraction, bool, error) {
	series, err := t.load(asked.pair)
	if err != nil {
		return fraction{}, false, err
	}
	if r, ok := newest(series, asked.date); ok {
		return fraction{over: r.Value, under: one, date: r.Date, source: r.Source}, true, nil
	}
	if series, err = t.load(pair{asked.to, asked.from}); err != nil {
		return fraction{}, false, err
	}
	r, ok := newest(series, asked.date)
	return fraction{over: one, under: r.Value, divided: true, date: r.Date, source: r.Source, how: "inverse"}, ok, nil
}

// viaHome prices both currencies in the home currency.
func (t *Table) viaHome(asked question) (fraction, bool, error) {
	if t.home == "" {
		home, err := setting.Home(t.q)
		if err != nil {
			return fraction{}, false, err
		}
		t.home = home
	}
	if asked.from == t.home || asked.to == t.home {
		return fraction{}, false, nil
	}
	a, ok, err := t.price(question{pair{asked.from, t.home}, asked.date})
	if err != nil || !ok {
		return fraction{}, false, err
	}
	b, ok, err := t.price(question{pair{asked.to, t.home}, asked.date})
	if err != nil || !ok {
		return fraction{}, false, err
	}
	source := a.source
	if b.source != a.source {
		source += " and " + b.source
	}
	return fraction{
		over: a.over.Mul(b.under), under: a.under.Mul(b.over), divided: true,
		date: min(a.date, b.date), source: source, how: "via " + string(t.home),
	}, true, nil
}

func (t *Table) load(p pair) ([]row, error) {
	if s, ok := t.series[p]; ok {
		return s, nil
	}
	var rows []row
	err := t.q.Where("from_currency = ? AND to_currency = ?", p.from, p.to).Order("rate_date").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	t.series[p] = rows
	return rows, nil
}

// newest returns the last rate of a sorted series that is not after date.
func newest(series []row, date model.Date) (row, bool) {
	i, exact := slices.BinarySearchFunc(series, date, func(r row, d model.Date) int { return cmp.Compare(r.Date, d) })
	if exact {
		return series[i], true
	}
	if i == 0 {
		return row{}, false
	}
	return series[i-1], true
}

// quotient divides to 12 significant digits, rounded half away from zero.
// Both are positive.
func quotient(a, b decimal.Decimal) decimal.Decimal {
	// a/b lies between 10^(lead-1) and 10^(lead+1).
	lead := int32(a.NumDigits()) + a.Exponent() - int32(b.NumDigits()) - b.Exponent()
	places := digits - lead
	if a.GreaterThanOrEqual(b.Shift(lead)) {
		places--
	}
	return a.DivRound(b, places)
}
