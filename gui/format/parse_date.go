package format

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// ParseDate reads a day: as the user writes it, as the other styles do when that
// can mean only one day, without the year for this year, "today", "yesterday",
// "tomorrow", "+3" and "-3" for days from today.
func (f *Format) ParseDate(s string) (model.Date, error) {
	low := strings.ToLower(strings.TrimSpace(s))
	if len(low) > longest {
		return "", f.noDate(s)
	}
	today := model.DateOf(f.o.Now())
	for word, days := range map[string]int{"format.today": 0, "format.yesterday": -1, "format.tomorrow": 1} {
		if low == strings.ToLower(text.T(word)) {
			return today.AddDays(days), nil
		}
	}
	if days, ok := fromToday(low); ok {
		return today.AddDays(days), nil
	}
	w := words(low)
	if w.name != 0 {
		return f.withMonth(s, w)
	}
	return f.inDigits(s, w)
}

// DateHint shows how ParseDate likes a day best, today's: "14 Oct 2026".
func (f *Format) DateHint() string { return f.DateYear(model.DateOf(f.o.Now())) }

// ParsePeriod reads a month "2026-10" or "Oct 2026", a quarter "2026-Q3" or "Q3
// 2026", a year, a day, or two days with "–" or ".." between.
func (f *Format) ParsePeriod(s string) (model.Period, error) {
	t := strings.TrimSpace(s)
	if p, err := model.ParsePeriod(strings.ToUpper(t)); err == nil {
		return p, nil
	}
	for _, mark := range []string{"..", None, " - "} {
		if from, to, found := strings.Cut(t, mark); found {
			return f.between(from, to)
		}
	}
	if q, year, found := strings.Cut(t, " "); found {
		if p, err := model.ParsePeriod(year + "-" + strings.ToUpper(q)); err == nil {
			return p, nil
		}
	}
	if len(t) > longest {
		return model.Period{}, f.noDate(t)
	}
	if w := words(strings.ToLower(t)); w.name != 0 && len(w.numbers) == 1 && w.numbers[0] > 31 {
		return model.ParsePeriod(time.Date(w.numbers[0], w.name, 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
	}
	d, err := f.ParseDate(t)
	return model.Period{From: d, To: d}, err
}

// between reads the two days of a period. A year that is missing in the first is
// that of the second.
func (f *Format) between(from, to string) (model.Period, error) {
	last, err := f.ParseDate(to)
	if err != nil {
		return model.Period{}, err
	}
	at := *f
	at.o.Now = last.Time
	first, err := at.ParseDate(from)
	if err != nil {
		return model.Period{}, err
	}
	if first > last {
		return model.Period{}, model.Errorf(model.Invalid, "the period ends on %s before it begins on %s: exchange the days", f.DateYear(last), f.DateYear(first))
	}
	return model.Period{From: first, To: last}, nil
}

// fromToday reads "+3" or "-3".
func fromToday(s string) (days int, ok bool) {
	if len(s) < 2 || len(s) > 5 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// written is what was found in a date.
type written struct {
	numbers   []int
	lengths   []int // of the numbers, in digits
	name      time.Month
	nameFirst bool // before the first number
	mark      byte // between the first two numbers
	odd       bool // something that belongs in no date
}

// words takes a date apart.
func words(s string) (w written) {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		kind := unicode.IsLetter
		if unicode.IsDigit(r) {
			kind = unicode.IsDigit
		}
		token := s[:len(s)-len(strings.TrimLeftFunc(s, kind))]
		switch {
		case token == "":
			if w.mark == 0 && len(w.numbers) == 1 && r < unicode.MaxASCII {
				w.mark = byte(r)
			}
			w.odd = w.odd || !strings.ContainsRune(" .,/-", r)
			s = s[size:]
			continue
		case unicode.IsDigit(r):
			n, err := strconv.Atoi(token)
			w.odd = w.odd || err != nil || len(token) > 4
			w.numbers, w.lengths = append(w.numbers, n), append(w.lengths, len(token))
		default:
			w.word(token)
		}
		s = s[len(token):]
	}
	return w
}

// word takes the name of a month, and passes over that of a weekday.
func (w *written) word(token string) {
	if m := monthNamed(token); m != 0 && w.name == 0 {
		w.name, w.nameFirst = m, len(w.numbers) == 0
		return
	}
	for day := range 7 {
		if token == strings.ToLower(text.T(text.Key("format.weekday.", strconv.Itoa(day)))) {
			return
		}
	}
	w.odd = true
}

// monthNamed finds a month by at least three letters of its name.
func monthNamed(s string) time.Month {
	if len([]rune(s)) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(longMonth(m)), s) || strings.ToLower(shortMonth(m)) == s {
			return m
		}
	}
	return 0
}

func (f *Format) withMonth(s string, w written) (model.Date, error) {
	year := f.o.Now().Year()
	switch {
	case w.odd || len(w.numbers) == 0 || len(w.numbers) > 2:
		return "", f.noDate(s)
	case len(w.numbers) == 2:
		year = fullYear(w.numbers[1], w.lengths[1])
	}
	return f.exists(s, year, int(w.name), w.numbers[0])
}

func (f *Format) inDigits(s string, w written) (model.Date, error) {
	n := w.numbers
	if w.odd || len(n) < 2 || len(n) > 3 || slices.Contains(n[1:], 0) && len(n) == 2 {
		return "", f.noDate(s)
	}
	if len(n) == 3 && w.lengths[0] == 4 {
		return f.exists(s, n[0], n[1], n[2])
	}
	day, month, err := f.order(s, w)
	if err != nil {
		return "", err
	}
	year := f.o.Now().Year()
	if len(n) == 3 {
		year = fullYear(n[2], w.lengths[2])
	}
	return f.exists(s, year, month, day)
}

// order tells which of the first two numbers is the day. Dots are written only
// where the day comes first. A number above 12 is no month. For the rest the
// user's own style decides, and ISO, which has another form, decides nothing.
func (f *Format) order(s string, w written) (day, month int, err error) {
	a, b := w.numbers[0], w.numbers[1]
	switch {
	case w.mark == '.' || a > 12 || a == b:
		return a, b, nil
	case b > 12:
		return b, a, nil
	case f.o.Date == MonthName || f.o.Date == MonthSlash:
		return b, a, nil
	case f.o.Date == ISO:
		return 0, 0, model.Errorf(model.Invalid, "%q can be two days: write it like %s", clip(s), f.DateHint())
	}
	return a, b, nil
}

// exists refuses days that do not exist.
func (f *Format) exists(s string, year, month, day int) (model.Date, error) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return "", f.noDate(s)
	}
	return model.DateOf(t), nil
}

func (f *Format) noDate(s string) error {
	if strings.TrimSpace(s) == "" {
		return model.Errorf(model.Invalid, "there is no date: write it like %s", f.DateHint())
	}
	return model.Errorf(model.Invalid, "%q is not a date: write it like %s", clip(s), f.DateHint())
}

// fullYear reads "26" as 2026.
func fullYear(n, digits int) int {
	if digits <= 2 {
		return 2000 + n
	}
	return n
}
