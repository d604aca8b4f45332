package model

import (
	"strings"
	"time"
)

// Weekdays is a set of days of the week.
type Weekdays uint8

// Weekend is Saturday and Sunday, the usual rest of a supplier.
const Weekend = Weekdays(1<<time.Saturday | 1<<time.Sunday)

// WeekdaysOf makes a set of days.
func WeekdaysOf(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has tells whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// ParseWeekday reads an English name ("Friday", "fri") or a number: 1 Monday
// to 7 Sunday as in ISO 8601, and 0 for Sunday as many programs count.
func ParseWeekday(s string) (time.Weekday, error) {
	word := strings.ToLower(strings.TrimSpace(s))
	if len(word) == 1 && word[0] >= '0' && word[0] <= '7' {
		return time.Weekday((word[0] - '0') % 7), nil
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := strings.ToLower(d.String()); word == name || word == name[:3] {
			return d, nil
		}
	}
	return 0, Errorf(Invalid, "%q is not a day of the week: write it like Saturday, sat or 6", clip(s))
}

// TimeOfDay is a wall-clock time "14:00", or "14:00:30" when it has seconds;
// empty means none. Times compare as text.
type TimeOfDay string

// ParseTimeOfDay reads "14:00" or "14:00:30".
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	for _, layout := range []string{"15:04", time.TimeOnly} {
		if t, err := time.Parse(layout, s); err == nil && len(s) == len(layout) {
			return TimeOfDayOf(t), nil
		}
	}
	return "", Errorf(Invalid, "%q is not a time of day: write it like 14:00", clip(s))
}

// TimeOfDayOf returns the wall-clock time of t in t's own zone, to the second.
func TimeOfDayOf(t time.Time) TimeOfDay {
	return TimeOfDay(strings.TrimSuffix(t.Format(time.TimeOnly), ":00"))
}

// Calendar says on which days a supplier works or a carrier moves parcels. The
// zero Calendar works every day.
type Calendar struct {
	Weekend  Weekdays      // days of the week that are off; a set of all seven is ignored
	Holidays map[Date]bool // single days that are off
}

// NewCalendar makes a calendar and refuses a week without a working day.
func NewCalendar(weekend Weekdays, holidays ...Date) (Calendar, error) {
	if weekend&everyDay == everyDay {
		return Calendar{}, Errorf(Invalid, "the weekend cannot be the whole week: leave at least one working day")
	}
	c := Calendar{Weekend: weekend, Holidays: make(map[Date]bool, len(holidays))}
	for _, d := range holidays {
		c.Holidays[d] = true
	}
	return c, nil
}

const everyDay Weekdays = 1<<7 - 1

// Works tells whether d is a working day.
func (c Calendar) Works(d Date) bool { return c.works(d.Time()) }

func (c Calendar) works(t time.Time) bool {
	if c.Weekend&everyDay != everyDay && c.Weekend.Has(t.Weekday()) {
		return false
	}
	return len(c.Holidays) == 0 || !c.Holidays[DateOf(t)]
}

// NextWorkday returns d when it is a working day, else the first one after it.
// An unknown date stays unknown.
func (c Calendar) NextWorkday(d Date) Date {
	if d == "" {
		return ""
	}
	t := d.Time()
	for !c.works(t) {
		t = t.AddDate(0, 0, 1)
	}
	return DateOf(t)
}

// AddWorkdays counts n working days on from d, back for a negative n, like the
// spreadsheet function WORKDAY: the start day itself is not counted, and n = 0
// returns d even on a day off. An unknown date stays unknown.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	if d == "" || n == 0 {
		return d
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	t := d.Time()
	for n > 0 {
		t = t.AddDate(0, 0, step)
		if c.works(t) {
			n--
		}
	}
	return DateOf(t)
}

// Arrival is when an order reached the party that ships it, on that party's own
// wall clock. An empty At counts as before any cut-off.
type Arrival struct {
	On Date
	At TimeOfDay
}

// ShipBy returns the last day to ship an order on time. With handling of one
// day or more the days are counted from the day of arrival, whatever the hour.
// Same-day handling (0) ships on the day of arrival when that is a working day
// and the cut-off (empty: none) is not past, else on the next working day.
//
// Source: eBay's handling-time rules, oracles CU-01 and CU-02.
func (c Calendar) ShipBy(a Arrival, cutoff TimeOfDay, handling int) Date {
	if handling > 0 {
		return c.AddWorkdays(a.On, handling)
	}
	late := cutoff != "" && a.At > cutoff
	if late && a.On != "" && c.Works(a.On) {
		return c.AddWorkdays(a.On, 1)
	}
	return c.NextWorkday(a.On)
}
