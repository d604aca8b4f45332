package orderbook

import "github.com/dropledger/dropledger/model"

// StepKind names a step on the way of an order.
type StepKind string

// The steps. Routed and forwarded concern the pieces that suppliers send; an
// order the shop sent itself has none of these. Ended replaces what was to come.
const (
	StepPlaced       StepKind = "placed"
	StepPaid         StepKind = "paid"
	StepRouted       StepKind = "routed"
	StepForwarded    StepKind = "forwarded"
	StepAcknowledged StepKind = "acknowledged" // only where a supplier answers
	StepShipped      StepKind = "shipped"      // as far as the shop or a supplier told
	StepDelivered    StepKind = "delivered"    // only where a parcel is known
	StepEnded        StepKind = "ended"        // cancelled, voided or refunded: see the state
	StepCancelling   StepKind = "cancelling"   // a supplier is asked to send nothing
	StepChanging     StepKind = "changing"     // a supplier is asked for a change
	StepAgreed       StepKind = "agreed"       // it agreed to that
	StepDenied       StepKind = "denied"       // it refused, or was not reached
)

// StepState is how a step stands.
type StepState string

// A step is done, the first that is not is the present one, the rest come later.
const (
	StepDone  StepState = "done"
	StepNow   StepState = "now"
	StepLater StepState = "later"
)

// Step is one step. Done of Of pieces have taken it, the last of them on the day
// On, as the shop tells, or at the moment At, as far as known. Of is 0 where
// pieces are not counted.
type Step struct {
	Kind  StepKind
	State StepState
	On    model.Date
	At    model.Instant
	Done  model.Quantity
	Of    model.Quantity
}

// way is what the lines say of the order's pieces.
type way struct {
	all, shop                          model.Quantity // ordered, and sent by the shop itself
	given, left, acknowledged, shipped model.Quantity // by suppliers
	delivered                          model.Quantity
	routed, sent                       model.Instant // the last moment
	answers                            bool
}

func (d *Detail) way() way {
	var w way
	for i := range d.Lines {
		l := &d.Lines[i]
		if !l.Shippable {
			continue
		}
		w.all += l.Quantity
		for _, g := range l.Given {
			w.given += g.Quantity
			w.routed = max(w.routed, g.RoutedAt)
			if g.left {
				w.left += g.Quantity
				w.sent = max(w.sent, g.SentAt)
			}
			switch g.State {
			case model.PurchaseAcknowledged, model.PurchasePartShipped:
				w.acknowledged += g.Quantity
				w.answers = true
			case model.PurchaseShipped, model.PurchaseClosed:
				w.acknowledged += g.Quantity
				w.answers = true
			}
		}
		w.shipped, w.delivered = w.shipped+l.Shipped, w.delivered+l.Delivered
		if sent, known := l.SentByShop(); known {
			w.shop += sent
		}
	}
	if d.Order.Fulfilment == model.Fulfilled {
		w.shop = w.all
	}
	return w
}

// steps is the order's way so far and what is still to come.
func (d *Detail) steps() []Step {
	o, w := d.Order, d.way()
	steps := []Step{{Kind: StepPlaced, State: StepDone, On: o.PlacedOn}}
	add := func(s Step, done bool) {
		if s.State = StepLater; done {
			s.State = StepDone
		}
		steps = append(steps, s)
	}
	add(Step{Kind: StepPaid, On: o.PaidOn}, o.Payment.Captured())
	if bought := max(w.all-w.shop, w.given); bought > 0 {
		add(Step{Kind: StepRouted, At: w.routed, Done: w.given, Of: bought}, w.given >= bought)
		add(Step{Kind: StepForwarded, At: w.sent, Done: w.left, Of: bought}, w.left >= bought)
		if w.answers {
			add(Step{Kind: StepAcknowledged, Done: w.acknowledged, Of: bought}, w.acknowledged >= bought)
		}
	}
	asked, waits := d.amending()
	if asked.Kind != "" && (!ended(o) || !waits) {
		add(asked, !waits)
	}
	if w.all > 0 {
		shipped := min(max(w.shop, w.shipped), w.all)
		add(Step{Kind: StepShipped, On: o.FulfilledOn, Done: shipped, Of: w.all}, shipped >= w.all)
		if w.shipped > 0 {
			add(Step{Kind: StepDelivered, Done: w.delivered, Of: w.all}, w.delivered >= w.all)
		}
	}
	if ended(o) {
		steps = append(taken(steps), Step{Kind: StepEnded, State: StepDone, On: o.CancelledOn})
		if waits {
			asked.State = StepNow
			steps = append(steps, asked)
		}
		return steps
	}
	for i := range steps {
		if steps[i].State != StepDone {
			steps[i].State = StepNow
			break
		}
	}
	return steps
}

func ended(o *model.Order) bool {
	return o.CancelledOn != "" || o.Payment == model.Voided || o.Payment == model.Refunded
}

// amending is the step of the newest amendment, and whether its answer is still to
// come; no kind without one.
func (d *Detail) amending() (s Step, waits bool) {
	if len(d.Amendments) == 0 {
		return s, false
	}
	a := d.Waiting()
	if a == nil {
		a = &d.Amendments[len(d.Amendments)-1]
	}
	switch {
	case a.Open() && a.Cancels():
		return Step{Kind: StepCancelling, At: a.Sent}, true
	case a.Open():
		return Step{Kind: StepChanging, At: a.Sent}, true
	case a.State == model.AmendmentAcknowledged:
		return Step{Kind: StepAgreed, On: a.Answered}, false
	}
	return Step{Kind: StepDenied, On: a.Answered}, false
}

// taken leaves the steps that were taken: of an ended order no other comes.
func taken(steps []Step) []Step {
	kept := steps[:0]
	for _, s := range steps {
		if s.State == StepDone {
			kept = append(kept, s)
		}
	}
	return kept
}
