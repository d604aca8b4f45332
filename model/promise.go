package model

// Lane is what it takes to bring an order from where it is sent to a country.
// Fast and Slow are the days from dispatch to the door that half and nine in
// ten of the parcels need; they are days of the calendar, or working days of
// the receiving country when Working is set.
type Lane struct {
	Cutoff     TimeOfDay // on the sender's clock, empty for none
	Handling   int       // working days until dispatch
	Fast, Slow int
	Working    bool
}

// Promise is what a customer is told: the last day of dispatch, and the first
// and the last day of delivery.
type Promise struct{ ShipBy, DeliverFrom, DeliverBy Date }

// PromiseOf reckons a promise from the arrival of an order at the sender. It
// leaves by the sender's calendar and is delivered on a working day of the
// receiver's. An unknown arrival makes no promise.
//
// Source: eBay's handling-time rules and WORKDAY, oracles CU-01, CU-02, CU-05.
func PromiseOf(a Arrival, l Lane, sender, receiver Calendar) Promise {
	p := Promise{ShipBy: sender.ShipBy(a, l.Cutoff, l.Handling)}
	door := func(days int) Date {
		if l.Working {
			return receiver.NextWorkday(receiver.AddWorkdays(p.ShipBy, days))
		}
		return receiver.NextWorkday(p.ShipBy.AddDays(days))
	}
	p.DeliverFrom, p.DeliverBy = door(min(l.Fast, l.Slow)), door(l.Slow)
	return p
}

// Later returns the promise that holds for two parts of an order together: the
// later day of each.
func (p Promise) Later(q Promise) Promise {
	return Promise{max(p.ShipBy, q.ShipBy), max(p.DeliverFrom, q.DeliverFrom), max(p.DeliverBy, q.DeliverBy)}
}
