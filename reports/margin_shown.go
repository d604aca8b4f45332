package reports

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

// MarginShown is a margin sheet as a person has narrowed, searched and sorted it.
type MarginShown struct {
	By      margin.Dimension
	Step    query.Step // for a sheet of time; then By is margin.Total
	Rows    []*margin.Row
	Period  model.Period
	AsKnown model.Date
	More    []Pair // what else it was narrowed by

	// Before is the CM3 of a row in the days of Compared, false when it had none;
	// nil when nothing is compared.
	Before   func(*margin.Row) (model.Amount, bool)
	Compared string
}

// Margins lays out a margin sheet that is shown: the columns of the margin report
// of its kind, then what a workbook needs to calculate them again, and the
// comparison.
func Margins(d Deps, s MarginShown) *Table {
	kinds := map[margin.Dimension]marginSheet{
		margin.Order: orderMargins(), margin.Product: productMargins(), margin.Supplier: supplierMargins(), margin.Shop: shopMargins(), margin.Country: countryMargins(),
	}
	sheet, ok := kinds[s.By]
	if !ok {
		sheet = totalMargins()
	}
	q := &request{Deps: d, step: s.Step, table: &Table{Name: "margins", Title: "Margins", Meta: Meta{
		Period: s.Period, Basis: Accrual, Currency: d.Currency, AsKnown: s.AsKnown, Generated: d.DB.Now(), Program: d.Program, More: s.More,
	}}}
	if s.Step != "" {
		q.column("period", "Period", KindText)
	}
	t := sheet.lay(q, s.Rows)
	estimated := model.Amount(0)
	q.column("estimated", "Costs still estimated", KindAmount)
	for i, r := range s.Rows {
		t.Rows[i] = append(t.Rows[i], q.home(r.Estimated))
		estimated = estimated.Add(r.Estimated)
	}
	t.Totals = append(t.Totals, q.home(estimated))
	if s.Before != nil {
		t.compare(q, s)
	}
	return t
}

// compare adds what CM3 was before, and how it changed.
func (t *Table) compare(q *request, s MarginShown) {
	q.column("cm3_before", "CM3 in "+s.Compared, KindAmount)
	q.column("cm3_change", "Change of CM3", KindAmount)
	for i, r := range s.Rows {
		before, change := Unknown(), q.home(r.CM(3))
		if a, ok := s.Before(r); ok {
			before, change = q.home(a), q.home(r.CM(3).Sub(a))
		}
		t.Rows[i] = append(t.Rows[i], before, change)
	}
	t.Totals = append(t.Totals, Unknown(), Unknown())
	t.Sum("cm3_before", "cm3_change")
}
