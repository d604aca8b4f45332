package margins

import (
	"slices"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

// Params of a route to the page, beside page.ByPeriod, ByFrom, ByTo, ByProduct,
// BySupplier, ByShop and ByCountry, which mean what they mean for orders.
const (
	paramBy      = "by"
	paramKnown   = "as_known" // a day: 2026-10-14
	paramCompare = "compare"  // beforeThat, yearAgo or none
	paramLead    = "lead"     // a column to show, with its largest first
)

// What a sheet is compared with.
const (
	beforeThat = "previous"
	yearAgo    = "year"
	none       = "none"
)

// groupings are what a sheet can be told apart by, as the selector offers it.
var groupings = []string{
	string(margin.Product), string(margin.Order), string(margin.Supplier), string(margin.Shop), string(margin.Country),
	string(query.Day), string(query.Week), string(query.Month), string(query.Quarter), string(query.Year),
}

// wanted is what a person asks of the sheet. Records are named as a route names
// them: by name or SKU, or "#" and the id.
type wanted struct {
	By        string
	Period    period.Choice
	Compare   string
	Known     model.Date
	Products  []string
	Suppliers []string
	Shops     []string
	Countries []string
}

// habit is what of it is remembered on this computer.
type habit struct {
	By      string        `json:"by"`
	Period  period.Choice `json:"period"`
	Compare string        `json:"compare"`
}

// habitKey is the key it is remembered under.
const habitKey = "margins.habit"

// usual is what is shown when nobody asks for anything.
func usual(h page.Host) wanted {
	had := habit{}
	h.Remembered(habitKey, &had)
	w := wanted{By: had.By, Period: had.Period, Compare: had.Compare}
	if !slices.Contains(groupings, w.By) {
		w.By = string(margin.Product)
	}
	if w.Period == (period.Choice{}) {
		w.Period = period.Named(period.Quarter)
	}
	if !slices.Contains([]string{beforeThat, yearAgo, none}, w.Compare) {
		w.Compare = beforeThat
	}
	return w
}

// asked is what a route asks for; what it leaves out is as usual.
func asked(h page.Host, r page.Route) wanted {
	w := usual(h)
	if by := r.Param(paramBy); slices.Contains(groupings, by) {
		w.By = by
	}
	if how := r.Param(paramCompare); how != "" {
		w.Compare = how
	}
	switch days := r.Placed(); {
	case r.Param(page.ByPeriod) != "":
		w.Period = period.Named(r.Param(page.ByPeriod))
	case days != model.Period{}:
		w.Period = period.Between(days, h.Book().Today())
	}
	w.Known = model.Date(r.Param(paramKnown))
	w.Products, w.Suppliers, w.Shops = values(r.Param(page.ByProduct)), values(r.Param(page.BySupplier)), values(r.Param(page.ByShop))
	w.Countries = values(strings.ReplaceAll(r.Param(page.ByCountry), ",", "\n"))
	return w
}

// values are those of a param, one a line.
func values(param string) (all []string) {
	for v := range strings.SplitSeq(param, "\n") {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// route is the way back to what is wanted.
func (w *wanted) route(today model.Date) page.Route {
	days := w.Period.Period(today)
	p := map[string]string{paramBy: w.By, paramCompare: w.Compare}
	if w.Period.Name != "" {
		p[page.ByPeriod] = w.Period.Name
	}
	for name, value := range map[string]string{
		page.ByProduct: strings.Join(w.Products, "\n"), page.BySupplier: strings.Join(w.Suppliers, "\n"), page.ByShop: strings.Join(w.Shops, "\n"),
		page.ByCountry: strings.Join(w.Countries, "\n"), paramKnown: string(w.Known),
	} {
		if value != "" {
			p[name] = value
		}
	}
	if w.Period.Name == "" {
		p[page.ByFrom], p[page.ByTo] = string(days.From), string(days.To)
	}
	return page.Route{Screen: page.Margins, Params: p}
}

// dimension and step are what the service calls the grouping.
func (w *wanted) dimension() margin.Dimension {
	if w.step() != "" {
		return margin.Total
	}
	return margin.Dimension(w.By)
}

func (w *wanted) step() query.Step {
	if s := query.Step(w.By); slices.Contains(query.Steps(), s) {
		return s
	}
	return ""
}

// narrowed is how many filters are set.
func (w *wanted) narrowed() int {
	n := 0
	for _, list := range [][]string{w.Products, w.Suppliers, w.Shops, w.Countries} {
		n += min(len(list), 1)
	}
	return n
}

// known is the moment up to which something must have been recorded to count:
// the end of the day where the merchant is.
func (w *wanted) known(zone *time.Location) model.Instant {
	if w.Known == "" {
		return ""
	}
	t := w.Known.AddDays(1).Time()
	return model.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
}

// compared are the days that a period is compared with, false when there are
// none. A period that still runs is compared up to the same day: three weeks of a
// quarter are not held against a whole one.
func compared(p model.Period, how string, today model.Date) (model.Period, bool) {
	if how == none || p.From == "" || p.From > today {
		return model.Period{}, false
	}
	end := p.To
	if end == "" || end > today {
		end = today
	}
	if how == yearAgo {
		return model.Period{From: months(p.From, -12), To: months(end, -12)}, true
	}
	n := wholeMonths(p)
	if n == 0 {
		length := p.From.DaysUntil(end) + 1
		return model.Period{From: p.From.AddDays(-length), To: p.From.AddDays(-1)}, true
	}
	before := model.Period{From: months(p.From, -n), To: p.From.AddDays(-1)}
	if end < p.To {
		before.To = min(before.To, before.From.AddDays(p.From.DaysUntil(end)))
	}
	return before, true
}

// wholeMonths is how many months a period consists of, 0 when it does not.
func wholeMonths(p model.Period) int {
	if p.To == "" || p.From.Time().Day() != 1 || p.To.AddDays(1).Time().Day() != 1 {
		return 0
	}
	from, to := p.From.Time(), p.To.AddDays(1).Time()
	return 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
}

// months is a day some months later; the last of a shorter month stands for days
// it does not have.
func months(d model.Date, n int) model.Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return model.DateOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// spanOf are the days of a step, by the name the service gives it.
func spanOf(step query.Step, label string) model.Period {
	switch step {
	case query.Day:
		return model.Period{From: model.Date(label), To: model.Date(label)}
	case query.Week:
		return weekOf(label)
	}
	p, err := model.ParsePeriod(label)
	if err != nil {
		return model.Period{} // no label of the service is like that
	}
	return p
}

// weekOf are the days of a week of ISO 8601: "2026-W05".
func weekOf(label string) model.Period {
	year, week, ok := strings.Cut(label, "-W")
	if !ok {
		return model.Period{}
	}
	first, err := model.ParseDate(year + "-01-04") // in the first week
	if err != nil {
		return model.Period{}
	}
	monday := first.AddDays(-(int(first.Time().Weekday()) + 6) % 7)
	n := 0
	for _, r := range week {
		n = 10*n + int(r-'0')
	}
	monday = monday.AddDays(7 * (n - 1))
	return model.Period{From: monday, To: monday.AddDays(6)}
}

// earlier is the label of the step a step is compared with.
func earlier(step query.Step, label, how string) string {
	from := spanOf(step, label).From
	switch {
	case from == "":
		return ""
	case how == yearAgo && step == query.Week:
		from = from.AddDays(-364) // the same weekday
	case how == yearAgo:
		from = months(from, -12)
	default:
		from = from.AddDays(-1)
	}
	return step.Label(step.Of(from))
}

// reach are the days in which the steps lie that those of a period are compared
// with, the period itself too.
func reach(p model.Period, step query.Step, how string) model.Period {
	if p.From == "" {
		return p
	}
	return model.Period{From: spanOf(step, earlier(step, step.Label(step.Of(p.From)), how)).From, To: p.To}
}
