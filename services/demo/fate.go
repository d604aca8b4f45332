package demo

import "github.com/dropledger/dropledger/model"

// fate is what becomes of an order.
type fate int

const (
	sent         fate = iota // paid and sent
	partRefunded             // sent, and some of the money given back
	returned                 // sent, and all given back
	calledOff                // paid, cancelled, given back
	neverPaid                // cancelled because no money came
	voided                   // the payment was withdrawn
	refused                  // not accepted from the carrier, so never paid
	waits                    // paid where money comes first, and to be routed
	unpaid                   // the money is still to come
	authorised               // the money is not taken yet
	soldOut                  // waits, with an article that nobody has
	tooFar                   // waits, for a country to which nobody ships
	partSent                 // the first line has left, the others wait
	justSent                 // sent already
)

// openDays is how many days back orders are still open; of the newDays nothing
// has left.
const (
	openDays = 14
	newDays  = 2
)

// fate deals what becomes of an order of that day.
func (w *world) fate(t *till, day model.Date) fate {
	switch {
	case day <= w.ago(openDays):
		return t.done.deal(w.dice)
	case t.shown < len(t.show):
		t.shown++
		return t.show[t.shown-1]
	case day > w.ago(newDays):
		return waits
	}
	return t.open.deal(w.dice)
}

// settle lets the order meet its fate.
func (w *world) settle(o *model.Order, t *till, f fate) {
	o.Payment, o.PaidOn, o.Fulfilment = model.Paid, o.PlacedOn, model.Unfulfilled
	switch {
	case t.onDelivery:
		o.Payment, o.PaidOn = model.Pending, ""
	case o.PaymentMethod == bankTransfer:
		o.PaidOn = w.later(o.PlacedOn, 1, 3)
	}
	switch f {
	case sent, partRefunded, returned, justSent:
		w.send(o, t, len(o.Lines))
	case partSent:
		w.send(o, t, 1)
	case calledOff:
		o.CancelledOn = w.later(o.PaidOn, 0, 2)
	case neverPaid:
		o.CancelledOn, o.Payment, o.PaidOn = w.later(o.PlacedOn, 5, 7), model.Voided, ""
	case voided:
		o.Payment, o.PaidOn = model.Voided, ""
	case refused:
		w.send(o, t, len(o.Lines))
		o.CancelledOn, o.Payment, o.PaidOn = w.later(o.FulfilledOn, 4, 6), model.Voided, ""
		mark(o, model.Restocked, len(o.Lines))
	case unpaid:
		o.Payment, o.PaidOn, o.PaymentMethod = model.Pending, "", bankTransfer
	case authorised:
		o.Payment, o.PaidOn = model.Authorized, ""
	case waits, soldOut, tooFar:
	}
	w.giveBack(o, f)
	if o.Payment == model.Pending || o.Payment == model.Authorized {
		o.Outstanding = o.Total
	}
}

// giveBack refunds what the customer gets back, all or a part.
func (w *world) giveBack(o *model.Order, f fate) {
	switch f {
	case partRefunded:
		o.Payment, o.Refunded = model.PartiallyRefunded, part(o.Total, int64(w.dice.between(10, 40)), 100)
	case returned, calledOff:
		o.Payment, o.Refunded = model.Refunded, o.Total
	}
}

// working is when parcels leave.
var working = model.Calendar{Weekend: model.Weekend}

// send lets the first so many lines leave a few working days after the money
// came. Money on delivery comes some days after that.
func (w *world) send(o *model.Order, t *till, lines int) {
	o.FulfilledOn = min(working.AddWorkdays(o.BookingDate(), w.dice.between(1, 3)), w.today)
	mark(o, model.Fulfilled, lines)
	if lines < len(o.Lines) {
		o.Fulfilment = model.Partial
	}
	if !t.onDelivery {
		return
	}
	if paid := o.FulfilledOn.AddDays(w.dice.between(2, 4)); paid <= w.today {
		o.Payment, o.PaidOn = model.Paid, paid
	}
}

// mark notes how far the order and its first so many lines have gone.
func mark(o *model.Order, f model.Fulfilment, lines int) {
	o.Fulfilment = f
	for i := range o.Lines[:lines] {
		if o.Lines[i].Shippable {
			o.Lines[i].Fulfilment = f
		}
	}
}

// later is some days after d, but never still to come.
func (w *world) later(d model.Date, low, high int) model.Date {
	return min(d.AddDays(w.dice.between(low, high)), w.today)
}
