package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustCalendar(t rapid.TB, w Weekdays, holidays ...Date) Calendar {
	t.Helper()
	c, err := NewCalendar(w, holidays...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAddWorkdays_CountsLikeWORKDAY(t *testing.T) {
	office := mustCalendar(t, Weekend)
	for _, c := range []struct {
		name string
		cal  Calendar
		from Date
		n    int
		want Date
	}{
		{"CU-05 the start day is not counted", office, "2009-01-01", 6, "2009-01-09"},
		{"ten days from a Monday", office, "2010-01-25", 10, "2010-02-08"},
		{"zero days stay, even on a Sunday", office, "2026-11-22", 0, "2026-11-22"},
		{"one day from Saturday is Monday", office, "2026-11-21", 1, "2026-11-23"},
		{"back over a weekend", office, "2026-11-23", -1, "2026-11-20"},
		{"a holiday does not count", mustCalendar(t, Weekend, "2026-12-25"), "2026-12-24", 1, "2026-12-28"},
		{"Friday off", mustCalendar(t, WeekdaysOf(time.Friday)), "2026-11-19", 1, "2026-11-21"},
		{"without a weekend every day counts", Calendar{}, "2026-02-27", 3, "2026-03-02"},
		{"an unknown date stays unknown", office, "", 3, ""},
	} {
		if got := c.cal.AddWorkdays(c.from, c.n); got != c.want {
			t.Errorf("%s: %s + %d = %s, want %s", c.name, c.from, c.n, got, c.want)
		}
	}
}

func TestShipBy_FollowsHandlingTimeRules(t *testing.T) {
	office := mustCalendar(t, Weekend)
	for _, c := range []struct {
		name     string
		on       Date
		at, cut  TimeOfDay
		handling int
		want     Date
	}{
		{"CU-01 paid Monday", "2026-11-16", "", "", 1, "2026-11-17"},
		{"CU-01 paid Friday", "2026-11-20", "", "", 1, "2026-11-23"},
		{"CU-01 paid Saturday", "2026-11-21", "", "", 1, "2026-11-23"},
		{"CU-01 paid Sunday", "2026-11-22", "", "", 1, "2026-11-23"},
		{"CU-02 same day, before the cut-off", "2026-11-16", "13:59", "14:00", 0, "2026-11-16"},
		{"CU-02 same day, at the cut-off", "2026-11-16", "14:00", "14:00", 0, "2026-11-16"},
		{"CU-02 same day, a second late", "2026-11-16", "14:00:01", "14:00", 0, "2026-11-17"},
		{"CU-02 same day, late on Friday", "2026-11-20", "15:00", "14:00", 0, "2026-11-23"},
		{"CU-02 with one day of handling there is no cut-off", "2026-11-16", "18:00", "14:00", 1, "2026-11-17"},
		{"same day on a day off goes to the next working day", "2026-11-21", "09:00", "14:00", 0, "2026-11-23"},
		{"late on a day off is not counted twice", "2026-11-21", "18:00", "14:00", 0, "2026-11-23"},
		{"same day without a cut-off", "2026-11-16", "23:59", "", 0, "2026-11-16"},
		{"an unknown arrival has no due day", "", "15:00", "14:00", 0, ""},
	} {
		if got := office.ShipBy(Arrival{c.on, c.at}, c.cut, c.handling); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNextWorkday_SkipsWeekendAndHolidays(t *testing.T) {
	c := mustCalendar(t, Weekend, "2026-11-23")
	for from, want := range map[Date]Date{"2026-11-20": "2026-11-20", "2026-11-21": "2026-11-24", "2026-11-23": "2026-11-24", "": ""} {
		if got := c.NextWorkday(from); got != want {
			t.Errorf("NextWorkday(%q) = %q, want %q", from, got, want)
		}
	}
}

func TestNewCalendar_RefusesAWeekWithoutWork(t *testing.T) {
	if _, err := NewCalendar(everyDay); CodeOf(err) != Invalid {
		t.Errorf("want it refused, got %v", err)
	}
	if got := (Calendar{Weekend: everyDay}).NextWorkday("2026-11-21"); got != "2026-11-21" {
		t.Errorf("a full week off is ignored rather than searched for ever, got %s", got)
	}
}

func TestParseWeekday_ReadsNamesAndNumbers(t *testing.T) {
	for in, want := range map[string]time.Weekday{
		"Saturday": time.Saturday, "sun": time.Sunday, " FRI ": time.Friday, "0": time.Sunday, "7": time.Sunday, "1": time.Monday, "6": time.Saturday,
	} {
		if got, err := ParseWeekday(in); err != nil || got != want {
			t.Errorf("ParseWeekday(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "8", "-1", "Caturday", "06", "s"} {
		if got, err := ParseWeekday(in); CodeOf(err) != Invalid {
			t.Errorf("ParseWeekday(%q) = %v, %v; want it refused", in, got, err)
		}
	}
}

func TestParseTimeOfDay_KeepsTextThatSorts(t *testing.T) {
	for in, want := range map[string]TimeOfDay{"14:00": "14:00", "00:00": "00:00", "23:59:59": "23:59:59", "14:00:00": "14:00"} {
		if got, err := ParseTimeOfDay(in); err != nil || got != want {
			t.Errorf("ParseTimeOfDay(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "24:00", "9:05", "14", "14:60", "2pm", "14:00:0"} {
		if got, err := ParseTimeOfDay(in); CodeOf(err) != Invalid {
			t.Errorf("ParseTimeOfDay(%q) = %q, %v; want it refused", in, got, err)
		}
	}
}

func TestAddWorkdays_EndsOnAWorkingDayAndComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := Date("2026-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "start"))
		off := Weekdays(rapid.Uint8Range(0, uint8(everyDay)-1).Draw(t, "off"))
		var holidays []Date
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 6).Draw(t, "holidays") {
			holidays = append(holidays, start.AddDays(n))
		}
		c := mustCalendar(t, off, holidays...)
		n := rapid.IntRange(1, 60).Draw(t, "n")
		end := c.AddWorkdays(start, n)
		if !c.Works(end) {
			t.Fatalf("%s is a day off", end)
		}
		counted := 0
		for d := start.AddDays(1); d <= end; d = d.AddDays(1) {
			if c.Works(d) {
				counted++
			}
		}
		if counted != n {
			t.Fatalf("%d working days to %s, want %d", counted, end, n)
		}
		if first := c.NextWorkday(start); c.AddWorkdays(c.AddWorkdays(first, n), -n) != first {
			t.Fatalf("%d days on and back do not return to %s", n, first)
		}
	})
}
