package model

import (
	"testing"

	"pgregory.net/rapid"
)

func TestPromiseOf_FollowsPublishedRules(t *testing.T) {
	office := mustCalendar(t, Weekend)
	christmas := mustCalendar(t, Weekend, "2026-12-25", "2026-12-28")
	for _, c := range []struct {
		name             string
		at               Arrival
		lane             Lane
		sender, receiver Calendar
		want             Promise
	}{
		{"CU-01 paid Monday", Arrival{On: "2026-11-16"}, Lane{Handling: 1}, office, Calendar{}, Promise{"2026-11-17", "2026-11-17", "2026-11-17"}},
		{"CU-01 paid Friday", Arrival{On: "2026-11-20"}, Lane{Handling: 1}, office, Calendar{}, Promise{"2026-11-23", "2026-11-23", "2026-11-23"}},
		{"CU-01 paid Saturday", Arrival{On: "2026-11-21"}, Lane{Handling: 1}, office, Calendar{}, Promise{"2026-11-23", "2026-11-23", "2026-11-23"}},
		{"CU-01 paid Sunday", Arrival{On: "2026-11-22"}, Lane{Handling: 1}, office, Calendar{}, Promise{"2026-11-23", "2026-11-23", "2026-11-23"}},
		{
			"CU-02 same day, after the cut-off",
			Arrival{"2026-11-16", "14:01"},
			Lane{Cutoff: "14:00"},
			office,
			Calendar{},
			Promise{"2026-11-17", "2026-11-17", "2026-11-17"},
		},
		{
			"CU-02 with one day of handling there is no cut-off",
			Arrival{"2026-11-16", "18:00"},
			Lane{Cutoff: "14:00", Handling: 1},
			office,
			Calendar{},
			Promise{"2026-11-17", "2026-11-17", "2026-11-17"},
		},
		{
			"CU-05 transit in working days counts like WORKDAY",
			Arrival{On: "2009-01-01"},
			Lane{Fast: 2, Slow: 6, Working: true},
			Calendar{},
			office,
			Promise{"2009-01-01", "2009-01-05", "2009-01-09"},
		},
		{
			"transit in days of the calendar ends on a working day of the receiver",
			Arrival{On: "2026-12-18"},
			Lane{Handling: 1, Fast: 2, Slow: 4},
			office, christmas,
			Promise{"2026-12-21", "2026-12-23", "2026-12-29"},
		},
		{
			"holidays of both ends count at their own end",
			Arrival{On: "2026-12-24"},
			Lane{Handling: 1, Slow: 1},
			christmas, mustCalendar(t, Weekend, "2026-12-30"),
			Promise{"2026-12-29", "2026-12-29", "2026-12-31"},
		},
		{"an unknown arrival makes no promise", Arrival{}, Lane{Handling: 1, Slow: 3}, office, office, Promise{}},
	} {
		if got := PromiseOf(c.at, c.lane, c.sender, c.receiver); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPromiseOf_LeavesAndArrivesOnWorkingDaysInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := Date("2026-01-01").AddDays(rapid.IntRange(0, 1000).Draw(t, "day"))
		days := rapid.IntRange(0, 40)
		lane := Lane{Handling: rapid.IntRange(0, 10).Draw(t, "handling"), Fast: days.Draw(t, "fast"), Slow: days.Draw(t, "slow"), Working: rapid.Bool().Draw(t, "working")}
		holidays := func(what string) []Date {
			var all []Date
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, 60), 0, 5).Draw(t, what) {
				all = append(all, on.AddDays(n))
			}
			return all
		}
		sender, receiver := mustCalendar(t, Weekend, holidays("sender")...), mustCalendar(t, Weekend, holidays("receiver")...)
		p := PromiseOf(Arrival{On: on}, lane, sender, receiver)
		if !sender.Works(p.ShipBy) || !receiver.Works(p.DeliverFrom) || !receiver.Works(p.DeliverBy) {
			t.Fatalf("%v falls on a day off", p)
		}
		if p.ShipBy < on || p.DeliverFrom < p.ShipBy || p.DeliverBy < p.DeliverFrom {
			t.Fatalf("%v is out of order", p)
		}
		if slower := PromiseOf(Arrival{On: on}, Lane{Handling: lane.Handling, Fast: lane.Fast, Slow: lane.Slow + 1, Working: lane.Working}, sender, receiver); slower.DeliverBy < p.DeliverBy {
			t.Fatalf("a slower lane promises %v, a faster one %v", slower, p)
		}
	})
}
