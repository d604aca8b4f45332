package demo

import (
	"sort"
	"time"

	"github.com/dropledger/dropledger/model"
)

// How busy a home goods shop is, relative to an average of 100: by month, by day
// of the week from Sunday on, and by the hour.
var (
	monthBusy   = [12]int64{88, 82, 86, 84, 80, 70, 62, 66, 86, 102, 148, 158}
	weekdayBusy = [7]int64{118, 106, 98, 96, 100, 92, 90}
	hourBusy    = [24]int64{14, 7, 4, 3, 3, 6, 18, 38, 58, 72, 82, 84, 86, 78, 74, 76, 82, 92, 108, 126, 138, 122, 76, 36}
)

// growthYear is by how many percent the business is larger after a year.
const growthYear = 45

// earlyHours are the hours of today that may have orders. The sample of a day is
// the same from breakfast on, whenever it is made.
const earlyHours = 4

// pace spreads orders over the year that ends today. It holds the weight of each
// hour, added up.
type pace struct {
	days  []model.Date
	upTo  []int64
	total int64
}

func newPace(today model.Date, d *dice) *pace {
	p := &pace{}
	first := today.Time().AddDate(-1, 0, 1)
	for t := first; model.DateOf(t) <= today; t = t.AddDate(0, 0, 1) {
		day := dayBusy(t, len(p.days)) * int64(d.between(60, 140)) / 100
		for hour, busy := range hourBusy {
			if model.DateOf(t) < today || hour < earlyHours {
				p.total += day * busy
			}
			p.upTo = append(p.upTo, p.total)
		}
		p.days = append(p.days, model.DateOf(t))
	}
	return p
}

// dayBusy weighs the nth day: the season, the day of the week, the growth over
// the year, the rush of the black week and the quiet after the last day on which
// a parcel still arrives before Christmas.
func dayBusy(t time.Time, n int) int64 {
	busy := monthBusy[t.Month()-1] * weekdayBusy[t.Weekday()] * int64(365*100+growthYear*n) / 36_500
	switch {
	case inBlackWeek(t):
		busy *= 2
	case t.Month() == time.December && t.Day() > 20:
		busy /= 3
	}
	return busy
}

// inBlackWeek tells whether t lies between the Monday before Black Friday, which
// is the day after the fourth Thursday of November, and the Monday after it.
func inBlackWeek(t time.Time) bool {
	friday := time.Date(t.Year(), time.November, 23, 0, 0, 0, 0, time.UTC)
	for friday.Weekday() != time.Friday {
		friday = friday.AddDate(0, 0, 1)
	}
	return !t.Before(friday.AddDate(0, 0, -4)) && !t.After(friday.AddDate(0, 0, 3))
}

// moment is when the ith of n orders is placed: the day and the second in it, by
// the clock of the shop. Later orders are never earlier.
func (p *pace) moment(i, n int, d *dice) (day model.Date, second int) {
	at := (int64(i)*p.total + d.Int64N(p.total)) / int64(n)
	hour := sort.Search(len(p.upTo), func(k int) bool { return p.upTo[k] > at })
	from := int64(0)
	if hour > 0 {
		from = p.upTo[hour-1]
	}
	within := (at - from) * 3600 / (p.upTo[hour] - from)
	return p.days[hour/24], hour%24*3600 + int(within)
}
