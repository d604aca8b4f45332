package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a civil date "YYYY-MM-DD"; the empty Date means unknown. Accounting
// dates have no clock and no zone. Dates compare as text.
type Date string

// OpenStart is the start of a price or rule that is taken to hold since ever.
const OpenStart Date = "0001-01-01"

// ParseDate reads "YYYY-MM-DD" and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", Errorf(Invalid, "%q is not a date: write it like 2026-03-31", clip(s))
	}
	return Date(s), nil
}

// DateOf returns the calendar day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Time returns the date's midnight in UTC; the zero time for an unknown date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays returns the date n days later, earlier for a negative n. An unknown
// date stays unknown.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// DaysUntil counts the days from d to e; both must be known.
func (d Date) DaysUntil(e Date) int {
	const day = 24 * 60 * 60
	return int((e.Time().Unix() - d.Time().Unix()) / day)
}

// HoursBetween counts the hours from a time of day as "14:05" on one day to another
// one on a later day, an hour begun as a whole one; 0 where a day or time is not
// known or the second moment comes first.
func HoursBetween(from Date, at string, to Date, then string) int {
	a, err := time.Parse("2006-01-02 15:04", string(from)+" "+at)
	b, err2 := time.Parse("2006-01-02 15:04", string(to)+" "+then)
	if err != nil || err2 != nil {
		return 0
	}
	return int(max(b.Sub(a)+time.Hour-time.Minute, 0) / time.Hour)
}

// Month returns "YYYY-MM".
func (d Date) Month() string {
	if len(d) < 7 {
		return ""
	}
	return string(d[:7])
}

// Period is a closed range of days; a zero bound is open.
type Period struct{ From, To Date }

// Contains tells whether d lies in the period.
func (p Period) Contains(d Date) bool {
	return (p.From == "" || d >= p.From) && (p.To == "" || d <= p.To)
}

// ParsePeriod reads a month "2026-10", a quarter "2026-Q3" or a year "2026".
func ParsePeriod(s string) (Period, error) {
	bad := Errorf(Invalid, "%q is not a period: write 2026-10, 2026-Q3 or 2026", clip(s))
	year, rest, split := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 || y < 1 || strings.Contains(s, "+") {
		return Period{}, bad
	}
	first, months := 1, 12
	switch {
	case !split:
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		first, months = int(rest[1]-'1')*3+1, 3
	default:
		m, err := strconv.Atoi(rest)
		if err != nil || len(rest) != 2 || m < 1 || m > 12 {
			return Period{}, bad
		}
		first, months = m, 1
	}
	from := time.Date(y, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return Period{DateOf(from), DateOf(from.AddDate(0, months, -1))}, nil
}

// Instant is a moment as fixed-width UTC text "2026-11-22T13:05:42Z", the form
// in which it sorts correctly in the book; the empty Instant means unknown.
type Instant string

// InstantOf converts t to UTC and cuts it to seconds.
func InstantOf(t time.Time) Instant { return Instant(t.UTC().Format("2006-01-02T15:04:05Z")) }

// Time returns the moment; the zero time when unknown.
func (i Instant) Time() time.Time {
	t, err := time.Parse(time.RFC3339, string(i))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Days writes "1 day" or "n days".
func Days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
