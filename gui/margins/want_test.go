package margins

import (
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

func TestCompared_HoldsLikeAgainstLike(t *testing.T) {
	const today model.Date = "2026-03-31"
	for _, c := range []struct {
		name     string
		from, to model.Date
		how      string
		today    model.Date
		want     string
	}{
		{"a quarter with the one before", "2026-01-01", "2026-03-31", beforeThat, today, "2025-10-01 2025-12-31"},
		{"a quarter that runs, up to the same day", "2026-01-01", "2026-03-31", beforeThat, "2026-01-20", "2025-10-01 2025-10-20"},
		{"a short month that runs", "2026-03-01", "2026-03-31", beforeThat, "2026-03-30", "2026-02-01 2026-02-28"},
		{"a month a year ago", "2026-02-01", "2026-02-28", yearAgo, today, "2025-02-01 2025-02-28"},
		{"a year that runs, a year ago", "2026-01-01", "2026-12-31", yearAgo, today, "2025-01-01 2025-03-31"},
		{"thirty days with the thirty before", "2026-03-02", "2026-03-31", beforeThat, today, "2026-01-31 2026-03-01"},
		{"the 29 February a year ago", "2028-02-29", "2028-02-29", yearAgo, "2028-03-01", "2027-02-28 2027-02-28"},
		{"a start without an end", "2026-03-22", "", beforeThat, today, "2026-03-12 2026-03-21"},
		{"all time with nothing", "", "", beforeThat, today, ""},
		{"nothing wanted", "2026-01-01", "2026-03-31", none, today, ""},
		{"days to come with nothing", "2027-01-01", "2027-01-31", beforeThat, today, ""},
	} {
		got := ""
		if p, ok := compared(model.Period{From: c.from, To: c.to}, c.how, c.today); ok {
			got = string(p.From) + " " + string(p.To)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEarlier_IsTheStepBeforeOrOfTheYearBefore(t *testing.T) {
	for _, c := range []struct {
		step             query.Step
		label, how, want string
	}{
		{query.Day, "2026-03-01", beforeThat, "2026-02-28"},
		{query.Week, "2026-W01", beforeThat, "2025-W52"},
		{query.Week, "2026-W10", yearAgo, "2025-W10"},
		{query.Month, "2026-01", beforeThat, "2025-12"},
		{query.Month, "2026-01", yearAgo, "2025-01"},
		{query.Quarter, "2026-Q1", beforeThat, "2025-Q4"},
		{query.Year, "2026", beforeThat, "2025"},
	} {
		if got := earlier(c.step, c.label, c.how); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.how, c.label, got, c.want)
		}
	}
}

func TestReach_HoldsTheStepsComparedWith(t *testing.T) {
	p := model.Period{From: "2026-02-10", To: "2026-03-31"}
	for _, step := range query.Steps() {
		for _, how := range []string{beforeThat, yearAgo} {
			r := reach(p, step, how)
			first := spanOf(step, earlier(step, step.Label(step.Of(p.From)), how))
			if r.To != p.To || r.From > first.From {
				t.Errorf("%s %s: %v does not hold %v", how, step, r, first)
			}
		}
	}
}

func TestSpanOf_ReadsTheLabelsOfTheService(t *testing.T) {
	for day := model.Date("2024-12-20"); day < "2026-01-20"; day = day.AddDays(3) {
		for _, step := range query.Steps() {
			if p := spanOf(step, step.Label(step.Of(day))); !p.Contains(day) || step.Label(step.Of(p.From)) != step.Label(step.Of(day)) || step.Label(step.Of(p.To)) != step.Label(step.Of(day)) {
				t.Errorf("%s of %s is %v", step, day, p)
			}
		}
	}
}

func TestKnown_EndsWithTheDayWhereTheMerchantIs(t *testing.T) {
	w := wanted{Known: "2026-03-10"}
	if got := w.known(time.FixedZone("east", 2*3600)); got != "2026-03-10T22:00:00Z" {
		t.Errorf("got %s", got)
	}
	if got := (&wanted{}).known(time.UTC); got != "" {
		t.Errorf("now is %q", got)
	}
}
