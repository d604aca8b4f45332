package calc

import (
	"fmt"
	"time"

	"github.com/dropledger/dropledger/model"
)

var promiseCalc = calculation{
	name: "promise", help: "by when an order ships and arrives", run: runPromise,
	in: []field{
		{name: "from", note: "when the order came in, on the supplier's clock: 2026-11-20, 2026-11-20T15:00 or RFC 3339, whose zone is taken as the supplier's"},
		{name: "handling_days", note: "working days to ship, from the day after; 0: same day"},
		{name: "transit_days", note: "days on the way (default 0)"},
		{name: "transit_in", note: "workdays (default) or calendar"},
		{name: "cutoff", note: "14:00; with same-day handling a later order ships the next working day; a plain date counts as before it"},
		{name: "weekend", note: "days off by name or number, 1 Monday to 7 Sunday (default Saturday and Sunday; [] for none)"},
		{name: "holidays", note: "list of dates off"},
	},
	out: "ship_by, deliver_by",
}

const mostDays = 3650

func runPromise(in *input) (any, error) {
	in.require("from")
	in.require("handling_days")
	arrival := readArrival(in)
	handling, transit := in.whole("handling_days", 0, 0, mostDays), in.whole("transit_days", 0, 0, mostDays)
	calendarDays := in.text("transit_in", "workdays", "calendar") == "calendar"
	var cutoff model.TimeOfDay
	if in.has("cutoff") {
		var err error
		if cutoff, err = model.ParseTimeOfDay(in.label("cutoff")); err != nil {
			in.fail("cutoff", "cutoff: %v", err)
		}
	}
	cal := readCalendar(in)
	if err := in.failure(); err != nil {
		return nil, err
	}
	ship := cal.ShipBy(arrival, cutoff, handling)
	deliver := cal.AddWorkdays(ship, transit)
	if calendarDays {
		deliver = ship.AddDays(transit)
	}
	return struct {
		ShipBy    model.Date `json:"ship_by"`
		DeliverBy model.Date `json:"deliver_by"`
	}{ship, deliver}, nil
}

// readArrival takes a date or a date and time as it is written: the day and the
// hour are those of the supplier's wall clock.
func readArrival(in *input) (a model.Arrival) {
	text := in.label("from")
	t, err := time.Parse(time.DateOnly, text)
	dateOnly := err == nil
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if err == nil {
			break
		}
		t, err = time.Parse(layout, text)
	}
	if err != nil || t.Year() < 1900 || t.Year() > 9000 {
		in.fail("from", "from is %q: write it like 2026-11-20 or 2026-11-20T15:00", clip(text))
		return a
	}
	a.On = model.DateOf(t)
	if !dateOnly {
		a.At = model.TimeOfDayOf(t)
	}
	return a
}

func readCalendar(in *input) model.Calendar {
	weekend := model.Weekend
	if in.has("weekend") {
		weekend = 0
		for i, w := range in.words("weekend") {
			day, err := model.ParseWeekday(w)
			if err != nil {
				in.fail(fmt.Sprintf("weekend[%d]", i), "weekend: %v", err)
			}
			weekend |= model.WeekdaysOf(day)
		}
	}
	var holidays []model.Date
	for i, h := range in.words("holidays") {
		d, err := model.ParseDate(h)
		if err != nil {
			in.fail(fmt.Sprintf("holidays[%d]", i), "holidays: %v", err)
		}
		holidays = append(holidays, d)
	}
	cal, err := model.NewCalendar(weekend, holidays...)
	if err != nil {
		in.fail("weekend", "%v", err)
	}
	return cal
}
