package promise

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Calendars are the working days of countries and suppliers, from dated rows.
type Calendars struct {
	weeks    map[string][]week       // by country, the latest first
	holidays map[string][]model.Date // by country
	closed   map[int64][]model.Date  // by supplier
	made     map[asked]model.Calendar
}

type week struct {
	from model.Date
	off  model.Weekdays
	zone string
}

type asked struct {
	country  string
	supplier int64
	from     model.Date // of the week that holds
}

// ReadCalendars reads all calendars of the book.
func ReadCalendars(q *gorm.DB) (*Calendars, error) {
	c := &Calendars{weeks: map[string][]week{}, holidays: map[string][]model.Date{}, closed: map[int64][]model.Date{}, made: map[asked]model.Calendar{}}
	err := query.New(`SELECT country, valid_from, days_off, time_zone FROM work_week ORDER BY country, valid_from DESC`).Rows(q, func(r query.Row) error {
		off, err := daysOff(r.Text(2))
		c.weeks[r.Text(0)] = append(c.weeks[r.Text(0)], week{model.Date(r.Text(1)), off, r.Text(3)})
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, query.New(`SELECT country, COALESCE(supplier_id, 0), day FROM holiday ORDER BY day`).Rows(q, func(r query.Row) error {
		d := model.Date(r.Text(2))
		if supplier := r.Int(1); supplier != 0 {
			c.closed[supplier] = append(c.closed[supplier], d)
			return nil
		}
		c.holidays[r.Text(0)] = append(c.holidays[r.Text(0)], d)
		return nil
	})
}

// daysOff reads "sat sun".
func daysOff(s string) (model.Weekdays, error) {
	var days []time.Weekday
	for _, word := range strings.Fields(strings.ReplaceAll(s, ",", " ")) {
		d, err := model.ParseWeekday(word)
		if err != nil {
			return 0, err
		}
		days = append(days, d)
	}
	return model.WeekdaysOf(days...), nil
}

// Of is the calendar of a country as it holds on a day, with the closures of a
// supplier there, 0 for none. A country nobody wrote down rests on Saturday and
// Sunday.
func (c *Calendars) Of(country string, supplier int64, on model.Date) model.Calendar {
	w := c.week(country, on)
	if len(c.closed[supplier]) == 0 {
		supplier = 0
	}
	key := asked{country, supplier, w.from}
	if cal, ok := c.made[key]; ok {
		return cal
	}
	cal := model.Calendar{Weekend: w.off, Holidays: map[model.Date]bool{}}
	for _, d := range slices.Concat(c.holidays[country], c.closed[supplier]) {
		cal.Holidays[d] = true
	}
	c.made[key] = cal
	return cal
}

func (c *Calendars) week(country string, on model.Date) week {
	for _, w := range c.weeks[country] {
		if w.from <= on {
			return w
		}
	}
	return week{off: model.Weekend}
}

// zone is the time zone of a country that has one only, else "".
func (c *Calendars) zone(country string, on model.Date) string { return c.week(country, on).zone }
