package sheet

import (
	"strings"
	"time"

	"github.com/dropledger/dropledger/model"
)

func notDate(cell string) *model.Error {
	return model.Errorf(model.Invalid, "%q is not a date: write it like 2026-03-31", clip(cell))
}

// ParseDateTime reads the times of machine exports, "2023-05-31 23:06:04 -0700"
// and RFC 3339, and returns the instant and the calendar day at the place the
// offset belongs to. Without an offset the time is taken as UTC; a date alone
// is midnight. A Blank cell gives neither.
func ParseDateTime(cell string) (model.Instant, model.Date, error) {
	s := strings.TrimSpace(cell)
	if Blank(s) {
		return "", "", nil
	}
	y, m, d, ok := dateParts(s)
	if !ok {
		return "", "", notDate(cell)
	}
	h, mi, sec, offset := 0, 0, 0, 0
	if len(s) > 10 {
		if h, mi, sec, offset, ok = clockParts(s[10:]); !ok {
			return "", "", notDate(cell)
		}
	}
	t := time.Date(y, time.Month(m), d, h, mi, sec-offset, 0, time.UTC)
	if t.Year() < 1 || t.Year() > 9999 {
		return "", "", notDate(cell)
	}
	// One allocation holds both texts: an export has several times per order.
	buf := make([]byte, 0, 30)
	buf = t.AppendFormat(buf, "2006-01-02T15:04:05Z")
	buf = append(buf, s[:10]...)
	text := string(buf)
	return model.Instant(text[:20]), model.Date(text[20:]), nil
}

// dateParts reads "2006-01-02" at the start of s and checks that the day exists.
func dateParts(s string) (y, m, d int, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || !digits(s[:4]) || !digits(s[5:7]) || !digits(s[8:10]) {
		return 0, 0, 0, false
	}
	y, m, d = number(s[:4]), number(s[5:7]), number(s[8:10])
	return y, m, d, validDay(y, m, d)
}

func validDay(y, m, d int) bool {
	if y < 1 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	return d <= 28 || time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}

func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// clockParts reads " 23:06:04 -0700", "T23:06:04.123+02:00", " 23:06" and the like.
func clockParts(s string) (h, m, sec, offset int, ok bool) {
	if len(s) < 6 || (s[0] != ' ' && s[0] != 'T') || s[3] != ':' || !digits(s[1:3]) || !digits(s[4:6]) {
		return 0, 0, 0, 0, false
	}
	h, m, s = number(s[1:3]), number(s[4:6]), s[6:]
	if len(s) >= 3 && s[0] == ':' && digits(s[1:3]) {
		sec, s = number(s[1:3]), s[3:]
		if len(s) > 0 && s[0] == '.' {
			s = strings.TrimLeft(s[1:], "0123456789")
		}
	}
	offset, ok = zoneOffset(strings.TrimPrefix(s, " "))
	return h, m, sec, offset, ok && h < 24 && m < 60 && sec <= 60
}

// zoneOffset returns the seconds east of UTC.
func zoneOffset(s string) (int, bool) {
	switch s {
	case "", "Z", "UTC", "GMT", "+0000", "+00:00":
		return 0, true
	}
	if len(s) == 6 && s[3] == ':' {
		s = s[:3] + s[4:]
	}
	if len(s) != 5 || (s[0] != '+' && s[0] != '-') || !digits(s[1:]) {
		return 0, false
	}
	h, m := number(s[1:3]), number(s[3:5])
	if h > 15 || m > 59 {
		return 0, false
	}
	seconds := h*3600 + m*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// DateOrder is the order of day and month in a column of written dates.
type DateOrder string

// The orders; year-month-day is recognised without being told.
const (
	UnknownOrder DateOrder = ""
	DayMonth     DateOrder = "dmy"
	MonthDay     DateOrder = "mdy"
)

// ParseDate reads a calendar day: "2026-03-31", "20260331", "31.03.2026",
// "3/31/26", with or without a time behind it, or the serial number by which
// workbooks store dates. "03/04/2026" is refused while the order is unknown;
// dots always mean day first. A Blank cell gives "".
func ParseDate(cell string, order DateOrder) (model.Date, error) {
	s := strings.TrimSpace(cell)
	if Blank(s) {
		return "", nil
	}
	if y, m, d, ok := dateParts(s); ok {
		return dayOf(y, m, d), nil
	}
	if d, ok := compactDate(s); ok {
		return d, nil
	}
	a, b, y, dots, ok := writtenDate(s)
	if !ok {
		return "", notDate(cell)
	}
	switch {
	case dots || order == DayMonth || a > 12:
	case order == MonthDay || b > 12:
		a, b = b, a
	case a != b:
		return "", model.Errorf(model.Invalid, "%q reads two ways, day first or month first: say which the column uses", clip(cell))
	}
	if !validDay(y, b, a) {
		return "", notDate(cell)
	}
	return dayOf(y, b, a), nil
}

// compactDate reads "20260331" and a workbook's count of days since 1899-12-30,
// with or without its fraction for the time.
func compactDate(s string) (model.Date, bool) {
	if len(s) == 8 && digits(s) {
		y, m, d := number(s[:4]), number(s[4:6]), number(s[6:])
		return dayOf(y, m, d), validDay(y, m, d)
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if len(whole) != 5 || !digits(whole) || !digits(fraction) {
		return "", false
	}
	return model.Date("1899-12-30").AddDays(number(whole)), true
}

func dayOf(y, m, d int) model.Date {
	return model.DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))
}

// writtenDate takes the three numbers of "31.03.2026" apart; a two-digit year is of this century.
func writtenDate(s string) (a, b, y int, dots, ok bool) {
	s, _, _ = strings.Cut(s, " ")
	sep := strings.Trim(s, "0123456789")
	if sep == "" || strings.IndexByte("./-", sep[0]) < 0 {
		return 0, 0, 0, false, false
	}
	parts := strings.Split(strings.TrimSuffix(s, "."), sep[:1])
	if len(parts) != 3 {
		return 0, 0, 0, false, false
	}
	for i, p := range parts {
		if p == "" || !digits(p) || len(p) > 4 || (i < 2 && len(p) > 2) || (i == 2 && len(p) != 2 && len(p) != 4) {
			return 0, 0, 0, false, false
		}
	}
	y = number(parts[2])
	if len(parts[2]) == 2 {
		y += 2000
	}
	return number(parts[0]), number(parts[1]), y, sep[0] == '.', true
}

// DetectDateOrder finds the order of day and month from the cells of a column:
// one day above 12 settles it. It stays unknown when none does or they disagree.
func DetectDateOrder(samples []string) DateOrder {
	day, month := false, false
	for _, cell := range samples {
		a, b, _, dots, ok := writtenDate(strings.TrimSpace(cell))
		if !ok || dots {
			continue
		}
		day = day || a > 12
		month = month || b > 12
	}
	switch {
	case day && !month:
		return DayMonth
	case month && !day:
		return MonthDay
	}
	return UnknownOrder
}
