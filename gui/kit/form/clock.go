package form

import (
	"strconv"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Clock is a time of day as it is kept: "14:05".
type Clock string

// on is the time of day on some day, to be printed.
func (c Clock) on() time.Time {
	t, err := time.Parse("15:04", string(c))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Time adds a field for a time of day: "14:05", "1405", "14" or "2:05 pm".
func (g *Group) Time(s Spec) *Field[Clock] {
	f := g.form.options.Format
	hint := f.Time(Clock("14:00").on())
	return enter(g, s, kind[Clock]{
		parse: func(v string) (Clock, error) { return readClock(v, hint) },
		print: func(v Clock) string { return f.Time(v.on()) },
		plain: func(v Clock) any { return string(v) },
		take:  via(func(v string) (Clock, error) { return readClock(v, hint) }),
		blank: "",
		look:  look{hint: text.T("form.like", hint)},
	})
}

// readClock reads a time of day however it is written; what is wrong with it is
// said with an example.
func readClock(s, hint string) (Clock, error) {
	bad := model.Errorf(model.Invalid, "%s", text.T("form.time", hint))
	low := strings.ReplaceAll(strings.ToLower(s), " ", "")
	low = strings.NewReplacer("a.m.", "am", "p.m.", "pm").Replace(low)
	digits, half := low, ""
	if cut := len(low) - 2; cut > 0 && (low[cut:] == "am" || low[cut:] == "pm") {
		digits, half = low[:cut], low[cut:]
	}
	hours, minutes, parted := strings.Cut(strings.ReplaceAll(digits, ".", ":"), ":")
	if !parted && len(hours) > 2 {
		hours, minutes = hours[:len(hours)-2], hours[len(hours)-2:]
	} else if parted && len(minutes) != 2 {
		return "", bad
	}
	h, ok := clockNumber(hours, 23)
	m, fine := clockNumber(minutes, 59)
	if half != "" {
		ok = ok && h >= 1 && h <= 12
		h %= 12
		if half == "pm" {
			h += 12
		}
	}
	if !ok || !fine && minutes != "" {
		return "", bad
	}
	return Clock(time.Date(1, 1, 1, h, m, 0, 0, time.UTC).Format("15:04")), nil
}

// clockNumber reads one or two digits up to a greatest number.
func clockNumber(s string, most int) (int, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) > 2 || n < 0 || n > most || s[0] == '+' || s[0] == '-' {
		return 0, false
	}
	return n, true
}
