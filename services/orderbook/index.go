package orderbook

import (
	"cmp"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
)

// index is what is kept of all orders. It does not change once it is made; a
// later one shares with it what is the same.
type index struct {
	commit   int64 // number of the book's state
	entryID  int64 // the last journal entry taken over
	home     model.Currency
	names    names
	orders   []entry // by id
	lines    []line
	contacts []contact
	texts    []string // what lines are called, in lower case
	held     map[int64]hold
	extra    int // lines that were appended since all was read
}

// names are what the few shops and suppliers are called.
type names struct{ shops, suppliers map[int64]string }

// entry is what is kept of one order. Amounts are in the home currency but own,
// which is in the order's; net is what the margin sheet says, without tax.
type entry struct {
	id, shop      int64
	placed        int64  // seconds since 1970, UTC
	number, low   string // low is number in lower case
	placedOn      model.Date
	country, tags string
	currency      model.Currency
	own, total    model.Amount
	net, cm2      model.Amount
	contact       int32 // place in contacts, -1 for none
	first, count  int32 // places in lines
	pieces        int32 // how many lines hold goods
	base, state   uint8 // place in order.States; base is what the order itself says
	flags
}

// flags say what is known of an order.
type flags struct {
	archived, unbooked bool
	waiting            bool // the shop has not ended it: the lines say the state
	unsure             bool // a purchase order of it may or may not have left
	noTotal            bool // there is no rate for its currency
	booked             bool // the margin sheet knows it
	costless           bool // the cost of a line is not known
}

// line is what is kept of an order line.
type line struct {
	order             int64
	product, supplier int64 // 0 for none
	text              int32 // place in texts
	goods, costless   bool
}

// contact is the person an order goes to; text is what search looks at, in lower
// case and beginning with the name.
type contact struct {
	id         int64
	name, text string
}

// hold is why a line of an order waits.
type hold struct{ code, reason string }

// states are the names of entry.state.
var states = order.States()

func stateNumber(name string) uint8 { return uint8(max(slices.Index(states, name), 0)) }

// fulfilledState is what an order is of which no line waits.
var fulfilledState = stateNumber(order.Fulfilled)

// place finds an order by its id.
func (x *index) place(id int64) (int32, bool) {
	at, ok := slices.BinarySearchFunc(x.orders, id, func(e entry, id int64) int { return cmp.Compare(e.id, id) })
	return int32(at), ok
}

// linesOf returns the lines of an order.
func (x *index) linesOf(e *entry) []line { return x.lines[e.first : e.first+e.count] }

// customer is the name of whoever an order goes to.
func (x *index) customer(e *entry) string {
	if e.contact < 0 {
		return ""
	}
	return x.contacts[e.contact].name
}

// spent tells that so much was appended that reading all anew is due.
func (x *index) spent() bool { return x.extra > len(x.lines)/3+10_000 }

// dictionary keeps one copy of each text and knows its place.
type dictionary struct {
	at   map[string]int32
	list []string
}

func newDictionary(list []string) *dictionary {
	d := &dictionary{make(map[string]int32, len(list)), list}
	for i, s := range list {
		d.at[s] = int32(i)
	}
	return d
}

// place returns where the text is, taking it in when it is new.
func (d *dictionary) place(s string) int32 {
	if at, ok := d.at[s]; ok {
		return at
	}
	at := int32(len(d.list))
	d.at[s], d.list = at, append(d.list, s)
	return at
}

// knowsCM2 tells whether the order's CM2 says what it earned: it is in the books
// and no line's cost is missing.
func (e *entry) knowsCM2() bool { return e.booked && !e.costless }
