// Package period is how a person chooses the days that a page looks at: the last
// month, a quarter, or any two days. It must not know what is looked at.
package period

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// The periods that have a name. They move on with the calendar.
const (
	Last30      = "30d"
	Last90      = "90d"
	Month       = "month"
	LastMonth   = "last-month"
	Quarter     = "quarter"
	LastQuarter = "last-quarter"
	Year        = "year"
	LastYear    = "last-year"
	All         = "all"
)

// custom is the choice of any two days.
const custom = "custom"

// Of is the period of a name on a day, false for a name that is none.
func Of(name string, today model.Date) (model.Period, bool) {
	month := model.Date(today.Month() + "-01")
	quarter := month
	for quarter.Time().Month()%3 != 1 {
		quarter = before(quarter)
	}
	year := today[:4] + "-01-01"
	switch name {
	case Last30:
		return model.Period{From: today.AddDays(-29), To: today}, true
	case Last90:
		return model.Period{From: today.AddDays(-89), To: today}, true
	case Month:
		return since(month, 1), true
	case LastMonth:
		return since(before(month), 1), true
	case Quarter:
		return since(quarter, 3), true
	case LastQuarter:
		return since(before(before(before(quarter))), 3), true
	case Year:
		return since(year, 12), true
	case LastYear:
		return since(model.DateOf(year.Time().AddDate(-1, 0, 0)), 12), true
	case All:
		return model.Period{}, true
	}
	return model.Period{}, false
}

// before is the first day of the month before the one that begins on d.
func before(d model.Date) model.Date { return model.DateOf(d.Time().AddDate(0, -1, 0)) }

// since are some months from the first day of one.
func since(d model.Date, months int) model.Period {
	return model.Period{From: d, To: model.DateOf(d.Time().AddDate(0, months, -1))}
}

// Choice is a period as it was chosen: by its name, or by its days.
type Choice struct {
	Name string       `json:"name,omitempty"` // "" for two days
	Days model.Period `json:"days"`           // used without a name only
}

// Named is the choice of a named period.
func Named(name string) Choice { return Choice{Name: name} }

// Between is the choice of days. When a named period has these days today it is
// chosen by its name.
func Between(days model.Period, today model.Date) Choice {
	for _, name := range names {
		if p, _ := Of(name, today); p == days {
			return Named(name)
		}
	}
	return Choice{Days: days}
}

// Period is the period that is chosen, on a day.
func (c Choice) Period(today model.Date) model.Period {
	if p, ok := Of(c.Name, today); ok {
		return p
	}
	return c.Days
}

var names = []string{Last30, Last90, Month, LastMonth, Quarter, LastQuarter, Year, LastYear, All}

// Options are what a Selector needs from its screen.
type Options struct {
	Label   string // before the value: "Period"
	Format  *format.Format
	Today   func() model.Date
	Without []string           // named periods that are not offered
	Ask     func(model.Period) // the user wants to choose days, from what is chosen now; answer by Choose
	Changed func(Choice)
}

// Selector is a selector of periods.
type Selector struct {
	*kit.Selector
	o      Options
	chosen Choice
}

// New is a selector with a period chosen.
func New(o Options, chosen Choice) *Selector {
	s := &Selector{o: o, chosen: chosen}
	s.Selector = kit.NewSelector(o.Label, nil, s.picked)
	s.offer()
	return s
}

// offer lists the choices; chosen days are one of them.
func (s *Selector) offer() {
	var all []kit.Option
	for _, name := range names {
		if !contains(s.o.Without, name) {
			all = append(all, kit.Option{ID: name, Text: text.T(text.Key("period.name.", name))})
		}
	}
	id := s.chosen.Name
	if id == "" {
		id = custom
		all = append(all, kit.Option{ID: custom, Text: s.o.Format.Period(s.chosen.Days)})
	}
	if s.o.Ask != nil {
		all = append(all, kit.Option{ID: "ask", Text: text.T("period.ask")})
	}
	s.SetOptions(all, id)
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

func (s *Selector) picked(id string) {
	switch id {
	case "ask":
		s.offer() // as it was, until days are chosen
		s.o.Ask(s.Period())
	case custom:
		s.offer()
	default:
		s.Choose(Named(id))
	}
}

// Choice is what is chosen.
func (s *Selector) Choice() Choice { return s.chosen }

// Period is the period that is chosen, as of today.
func (s *Selector) Period() model.Period { return s.chosen.Period(s.o.Today()) }

// Set chooses without telling anyone.
func (s *Selector) Set(c Choice) {
	s.chosen = c
	s.offer()
}

// Choose chooses as a person would.
func (s *Selector) Choose(c Choice) {
	if c == s.chosen {
		return
	}
	s.Set(c)
	if s.o.Changed != nil {
		s.o.Changed(c)
	}
}

// Days is a small form for the first and the last day of a period; either may be
// left open.
type Days struct {
	*form.Form
	from, to *form.Field[model.Date]
}

// NewDays is the form with a period in it. need tells that both days must be given.
func NewDays(f *format.Format, run async.Runner, p model.Period, need bool) *Days {
	d := &Days{Form: form.New(form.Options{Format: f, Runner: run, Bare: true})}
	help := text.T("period.open")
	if need {
		help = ""
	}
	d.from = d.Date(form.Spec{Name: "from", Label: text.T("period.from"), Required: need, Help: help})
	d.to = d.Date(form.Spec{Name: "to", Label: text.T("period.to"), Required: need, Help: help})
	d.to.Check(func(to model.Date) error {
		from, err := d.from.Get()
		if err == nil && from != "" && to != "" && to < from {
			return model.FieldErrorf("to", "%s", text.T("period.reversed"))
		}
		return nil
	})
	set(d.from, p.From)
	set(d.to, p.To)
	d.Settle()
	return d
}

func set(f *form.Field[model.Date], d model.Date) {
	if d != "" {
		f.Set(d)
	}
}

// Read is the period that was typed, false when something is wrong, which the
// form shows.
func (d *Days) Read() (model.Period, bool) {
	if !d.Valid() {
		return model.Period{}, false
	}
	from, _ := d.from.Get() // both were found valid
	to, _ := d.to.Get()
	return model.Period{From: from, To: to}, true
}

// First is what takes the focus.
func (d *Days) First() fyne.Focusable { return d.Form.First() }
