package period_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/model"
)

func TestOf_CountsByTheCalendar(t *testing.T) {
	for _, c := range []struct {
		today      model.Date
		name, want string
	}{
		{"2026-03-31", period.Last30, "2026-03-02 2026-03-31"},
		{"2026-03-31", period.Last90, "2026-01-01 2026-03-31"},
		{"2026-03-31", period.Month, "2026-03-01 2026-03-31"},
		{"2026-03-31", period.LastMonth, "2026-02-01 2026-02-28"},
		{"2026-01-15", period.LastMonth, "2025-12-01 2025-12-31"},
		{"2026-03-31", period.Quarter, "2026-01-01 2026-03-31"},
		{"2026-11-22", period.Quarter, "2026-10-01 2026-12-31"},
		{"2026-02-01", period.LastQuarter, "2025-10-01 2025-12-31"},
		{"2026-02-01", period.Year, "2026-01-01 2026-12-31"},
		{"2026-02-01", period.LastYear, "2025-01-01 2025-12-31"},
		{"2026-02-01", period.All, " "},
	} {
		p, ok := period.Of(c.name, c.today)
		if got := string(p.From) + " " + string(p.To); got != c.want || !ok {
			t.Errorf("%s on %s is %s, want %s", c.name, c.today, got, c.want)
		}
	}
	if _, ok := period.Of("soon", "2026-01-01"); ok {
		t.Error("a name that is none has a period")
	}
}

func TestBetween_KnowsTheNameOfItsDays(t *testing.T) {
	today := model.Date("2026-03-31")
	if c := period.Between(model.Period{From: "2026-02-01", To: "2026-02-28"}, today); c != period.Named(period.LastMonth) {
		t.Errorf("got %v", c)
	}
	days := model.Period{From: "2026-02-02", To: "2026-02-28"}
	if c := period.Between(days, today); c.Name != "" || c.Period(today) != days {
		t.Errorf("got %v", c)
	}
}

func selector(t *testing.T, asked *model.Period, heard *[]period.Choice) *period.Selector {
	t.Helper()
	t.Setenv("LANG", "en_US.UTF-8")
	test.NewTempApp(t)
	return period.New(period.Options{
		Label: "Period", Format: format.New(format.Options{}), Today: func() model.Date { return "2026-03-31" }, Without: []string{period.All},
		Ask: func(p model.Period) { *asked = p }, Changed: func(c period.Choice) { *heard = append(*heard, c) },
	}, period.Named(period.Quarter))
}

func TestSelector_TellsWhatWasChosen(t *testing.T) {
	var asked model.Period
	var heard []period.Choice
	s := selector(t, &asked, &heard)
	s.Choose(period.Named(period.Quarter))
	s.Choose(period.Named(period.Last30))
	days := model.Period{From: "2026-01-05", To: "2026-01-07"}
	s.Choose(period.Choice{Days: days})
	if len(heard) != 2 || s.Period() != days || s.Chosen() != "custom" {
		t.Errorf("heard %v, chosen %s %v", heard, s.Chosen(), s.Period())
	}
	s.Set(period.Named(period.Year))
	if len(heard) != 2 || s.Period().From != "2026-01-01" || s.Choice().Name != period.Year {
		t.Errorf("setting told %v, chosen %v", heard, s.Choice())
	}
}

func TestDays_RefuseWhatEndsBeforeItBegins(t *testing.T) {
	t.Setenv("LANG", "en_US.UTF-8")
	test.NewTempApp(t)
	f := format.New(format.Options{Date: format.ISO})
	d := period.NewDays(f, async.Inline{}, model.Period{From: "2026-03-05", To: "2026-03-01"}, false)
	if _, ok := d.Read(); ok {
		t.Error("a period that ends before it begins is taken")
	}
	d = period.NewDays(f, async.Inline{}, model.Period{From: "2026-03-05"}, false)
	if p, ok := d.Read(); !ok || p.From != "2026-03-05" || p.To != "" {
		t.Errorf("an open period: %v %v", p, ok)
	}
	if _, ok := period.NewDays(f, async.Inline{}, model.Period{From: "2026-03-05"}, true).Read(); ok {
		t.Error("a day that must be given is not")
	}
}
