package format

import (
	"time"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Age is how long ago a moment was, short: "42 min", "19 h", "12 d".
func (f *Format) Age(i model.Instant) string {
	if i == "" {
		return None
	}
	return f.Span(f.o.Now().Sub(i.Time()))
}

// Since is how long ago a moment was, as part of a sentence: "42 min ago".
func (f *Format) Since(i model.Instant) string {
	if i == "" {
		return None
	}
	d := f.o.Now().Sub(i.Time())
	if d < time.Minute {
		return text.T("format.now")
	}
	return text.T("format.ago", f.Span(d))
}

// DaysAgo is how many days ago a day was: "12 d"; "0 d" for today and later.
func (f *Format) DaysAgo(d model.Date) string {
	if d == "" {
		return None
	}
	return text.T("format.d", f.Int(max(0, d.DaysUntil(model.DateOf(f.o.Now())))))
}

// Span is a duration, short and cut to whole units: "42 min", "19 h", "12 d".
// From two years on it is years. A negative one is none at all.
func (f *Format) Span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Hour:
		return text.T("format.min", f.Int(max(0, int(d/time.Minute))))
	case d < day:
		return text.T("format.h", f.Int(int(d/time.Hour)))
	case d < 2*365*day:
		return text.T("format.d", f.Int(int(d/day)))
	}
	return text.T("format.y", f.Int(int(d/(365*day))))
}

// Days is a number of days: "1 day", "12 days".
func (f *Format) Days(n int) string { return text.N("format.days", n, f.Int(n)) }
