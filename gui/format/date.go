package format

import (
	"strconv"
	"time"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Date is a day, short: "14 Oct", with the year when it is not this year. The
// styles in digits always have the year.
func (f *Format) Date(d model.Date) string {
	if d == "" {
		return None
	}
	t := d.Time()
	return f.day(t, t.Year() != f.o.Now().Year())
}

// DateTight is a day where there is little room: "14 Oct", with two digits of the
// year when it is not this year: "14 Oct ’25". The styles in digits are as Date has
// them.
func (f *Format) DateTight(d model.Date) string {
	if d == "" || d.Time().Year() == f.o.Now().Year() {
		return f.Date(d)
	}
	t := d.Time()
	switch f.o.Date {
	case ISO, Dots, DaySlash, MonthSlash:
		return f.Date(d)
	case MonthName:
		return text.T("format.month.day.tight", shortMonth(t.Month()), t.Day(), t.Format("06"))
	}
	return text.T("format.day.month.tight", t.Day(), shortMonth(t.Month()), t.Format("06"))
}

// DateYear is a day, short and always with its year: "14 Oct 2026".
func (f *Format) DateYear(d model.Date) string {
	if d == "" {
		return None
	}
	return f.day(d.Time(), true)
}

func (f *Format) day(t time.Time, year bool) string {
	switch f.o.Date {
	case ISO:
		return t.Format(time.DateOnly)
	case Dots:
		return t.Format("02.01.2006")
	case DaySlash:
		return t.Format("02/01/2006")
	case MonthSlash:
		return t.Format("01/02/2006")
	case MonthName:
		if year {
			return text.T("format.month.day.year", shortMonth(t.Month()), t.Day(), t.Year())
		}
		return text.T("format.month.day", shortMonth(t.Month()), t.Day())
	}
	if year {
		return text.T("format.day.month.year", t.Day(), shortMonth(t.Month()), t.Year())
	}
	return text.T("format.day.month", t.Day(), shortMonth(t.Month()))
}

// DateLong is a day in full: "Wednesday 14 October 2026".
func (f *Format) DateLong(d model.Date) string {
	if d == "" {
		return None
	}
	t := d.Time()
	if f.o.Date == MonthName || f.o.Date == MonthSlash {
		return text.T("format.long.month.first", f.Weekday(t.Weekday()), longMonth(t.Month()), t.Day(), t.Year())
	}
	return text.T("format.long", f.Weekday(t.Weekday()), t.Day(), longMonth(t.Month()), t.Year())
}

// Month is the month of a day: "Oct 2026".
func (f *Format) Month(d model.Date) string {
	if d == "" {
		return None
	}
	return text.T("format.month.year", shortMonth(d.Time().Month()), d.Time().Year())
}

// MonthShort is the month of a day without the year: "Oct".
func (f *Format) MonthShort(d model.Date) string {
	if d == "" {
		return None
	}
	return shortMonth(d.Time().Month())
}

// Weekday is the name of the day of the week: "Wednesday".
func (f *Format) Weekday(w time.Weekday) string {
	return text.T(text.Key("format.weekday.", strconv.Itoa(int(w))))
}

// Time is the time of day in the zone of t: "14:05", or "2:05 pm".
func (f *Format) Time(t time.Time) string {
	if !f.o.Hours12 {
		return t.Format("15:04")
	}
	if t.Hour() < 12 {
		return text.T("format.am", t.Format("3:04"))
	}
	return text.T("format.pm", t.Format("3:04"))
}

// Moment is a day and the time of day in the clock's zone: "14 Oct 14:05".
func (f *Format) Moment(i model.Instant) string {
	if i == "" {
		return None
	}
	t := i.Time().In(f.o.Now().Location())
	return f.Date(model.DateOf(t)) + " " + f.Time(t)
}

// Period is a range of days by its name: "October 2026", "Q3 2026", "2026",
// "1 Oct – 14 Oct 2026", "since 1 Oct 2026".
func (f *Format) Period(p model.Period) string {
	switch {
	case p.From == "" && p.To == "":
		return text.T("format.always")
	case p.From == "":
		return text.T("format.until", f.DateYear(p.To))
	case p.To == "":
		return text.T("format.from", f.DateYear(p.From))
	case p.From == p.To:
		return f.DateYear(p.From)
	}
	from := p.From.Time()
	year := string(p.From[:4])
	month := p.From.Month()
	quarter := year + "-Q" + strconv.Itoa((int(from.Month())+2)/3)
	switch {
	case named(p, year):
		return year
	case named(p, quarter):
		return text.T("format.quarter", (int(from.Month())+2)/3, from.Year())
	case named(p, month):
		return text.T("format.month.year", longMonth(from.Month()), from.Year())
	}
	return f.day(from, from.Year() != p.To.Time().Year()) + " " + None + " " + f.DateYear(p.To)
}

// named tells whether a period is the one of that name.
func named(p model.Period, name string) bool {
	whole, err := model.ParsePeriod(name)
	return err == nil && whole == p
}

func shortMonth(m time.Month) string {
	return text.T(text.Key("format.month.short.", strconv.Itoa(int(m))))
}

func longMonth(m time.Month) string {
	return text.T(text.Key("format.month.long.", strconv.Itoa(int(m))))
}
