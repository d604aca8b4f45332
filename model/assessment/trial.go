package assessment

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Trial is a test order as far as its days tell something. Dates are empty while
// unknown; promised days are nil where none were.
type Trial struct {
	Ordered, Shipped, Scanned, Delivered model.Date
	Handling, Promised                   *int
}

// left is when it really left: a carrier's scan, for a label is no dispatch.
func (t *Trial) left() model.Date {
	if t.Scanned != "" {
		return t.Scanned
	}
	return t.Shipped
}

// Days are the real days of a test order, nil while unknown: until it left, from
// then to the door, and both.
func (t *Trial) Days() (handling, transit, total *int) {
	count := func(from, to model.Date) *int {
		if from == "" || to == "" {
			return nil
		}
		n := max(from.DaysUntil(to), 0)
		return &n
	}
	return count(t.Ordered, t.left()), count(t.left(), t.Delivered), count(t.Ordered, t.Delivered)
}

// Late is by how many days the order came, or on the day is, after the promised
// one; nil without a promise or while the promise can still be kept.
func (t *Trial) Late(day model.Date) *int { return late(t.Ordered, t.Delivered, t.Promised, day) }

// late counts an open end as it stands: what is overdue is late now.
func late(from, to model.Date, promised *int, day model.Date) *int {
	if promised == nil {
		return nil
	}
	if to == "" {
		if from.DaysUntil(day) <= *promised {
			return nil
		}
		to = day
	}
	n := max(from.DaysUntil(to)-*promised, 0)
	return &n
}

// GradeDays grades days against those promised on 1 to 5: kept is 5, late by at
// most a tenth of the promise 4, a quarter 3, a half 2, more 1. One day late of
// a promise under ten days is 4.
func GradeDays(late, promised int) decimal.Decimal {
	grade := int64(1)
	switch {
	case late <= 0:
		grade = 5
	case late*10 <= promised || late == 1 && promised >= 3:
		grade = 4
	case late*4 <= promised:
		grade = 3
	case late*2 <= promised:
		grade = 2
	}
	return decimal.NewFromInt(grade)
}

// HandlingGrade grades the days until it left, nil while that cannot be said.
func (t *Trial) HandlingGrade(day model.Date) *decimal.Decimal {
	return dayGrade(late(t.Ordered, t.left(), t.Handling, day), t.Handling)
}

// DeliveryGrade grades the days from order to door.
func (t *Trial) DeliveryGrade(day model.Date) *decimal.Decimal {
	return dayGrade(t.Late(day), t.Promised)
}

func dayGrade(late, promised *int) *decimal.Decimal {
	if late == nil {
		return nil
	}
	g := GradeDays(*late, *promised)
	return &g
}

// Mean is the mean of grades of 1 to 5 as a grade on the scale, to one decimal
// on 1 to 5 and none on 0 to 100; false without any.
func Mean(grades []decimal.Decimal, on Scale) (decimal.Decimal, bool) {
	if len(grades) == 0 {
		return decimal.Zero, false
	}
	var sum decimal.Decimal
	for _, g := range grades {
		sum = sum.Add(g)
	}
	mean := sum.Div(decimal.NewFromInt(int64(len(grades))))
	if on == Five {
		return mean.Round(1), true
	}
	return Five.Points(mean).Round(0), true
}
