package orders

import (
	"slices"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// points are the steps of an order for a time line.
func points(d *orderbook.Detail, f *format.Format) []kit.Point {
	var all []kit.Point
	for _, s := range inOrder(d.Steps) {
		name := text.T(text.Key("orders.step.", s.Kind))
		if s.Kind == orderbook.StepEnded {
			name = stateName(d.State)
		}
		all = append(all, kit.Point{Name: name, Below: stepNote(&s, f), State: pointState(s.State)})
	}
	return all
}

// inOrder puts the payment last where the goods left before: it is collected on
// delivery.
func inOrder(steps []orderbook.Step) []orderbook.Step {
	at := slices.IndexFunc(steps, func(s orderbook.Step) bool { return s.Kind == orderbook.StepPaid })
	if at < 0 || steps[at].State == orderbook.StepDone || !slices.ContainsFunc(steps[at:], func(s orderbook.Step) bool { return s.State == orderbook.StepDone }) {
		return steps
	}
	paid := steps[at]
	paid.State = orderbook.StepLater
	all := append(slices.Delete(slices.Clone(steps), at, at+1), paid)
	for i := range all {
		if all[i].State != orderbook.StepDone {
			all[i].State = orderbook.StepNow
			break
		}
	}
	return all
}

func pointState(s orderbook.StepState) kit.PointState {
	switch s {
	case orderbook.StepDone:
		return kit.Done
	case orderbook.StepNow:
		return kit.Now
	}
	return kit.Later
}

// stepNote is the day of a step, or how many pieces have taken it.
func stepNote(s *orderbook.Step, f *format.Format) string {
	switch {
	case s.State != orderbook.StepDone && s.Done > 0:
		return text.T("orders.step.part", s.Done, s.Of)
	case s.State != orderbook.StepDone && s.Kind != orderbook.StepCancelling && s.Kind != orderbook.StepChanging:
		return ""
	case s.On != "":
		return f.DateTight(s.On)
	case s.At != "":
		return f.DateTight(dayOf(s.At, f))
	}
	return ""
}

// dayOf is the day of a moment in the zone of the user.
func dayOf(i model.Instant, f *format.Format) model.Date {
	return model.DateOf(i.Time().In(f.Options().Now().Location()))
}
