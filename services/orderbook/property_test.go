package orderbook_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// office changes a book at random, as people and files do.
type office struct {
	*desktest.Desk
	t     *testing.T
	dice  *rand.Rand
	book  *orderbook.Service
	count int
	ids   map[string]int64
}

func newOffice(t *testing.T, seed uint64) *office {
	o := &office{Desk: desktest.New(t), t: t, dice: rand.New(rand.NewPCG(seed, 1)), ids: map[string]int64{}}
	o.book = orderbook.New(o.DB, o.Bus)
	o.Rate("USD", "0.9137")
	for i, name := range []string{"Acme", "Borg"} {
		s := o.Supplier(name)
		for j, sku := range []string{"VASE", "LAMP", "RUG"} {
			if i+j < 3 { // nobody has a second rug
				o.Offer(s, sku, fmt.Sprint(10+i*7+j*19))
				o.Stock(s, sku, 500, o.Today())
			}
		}
	}
	return o
}

func (o *office) pick(of ...string) string { return of[o.dice.IntN(len(of))] }

func (o *office) any() string {
	numbers := make([]string, 0, len(o.ids))
	for n := range o.ids {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	if len(numbers) == 0 {
		return o.sell()
	}
	return numbers[o.dice.IntN(len(numbers))]
}

// sell brings a new order in and returns its number.
func (o *office) sell() string {
	o.count++
	number := fmt.Sprint("NH-", 95+o.count)
	o.ids[number] = o.Order(number, desktest.Line(o.pick("VASE", "LAMP", "RUG", "KITE"), model.Quantity(1+o.dice.IntN(3))), func(s *model.Order) {
		s.Currency, s.Country = model.Currency(o.pick("EUR", "EUR", "USD", "GBP")), o.pick("DE", "DK", "US", "")
		s.ShipTo.Name, s.ShipTo.City = o.pick("Søren Møller", "王美玲 Wang", "zoe b", "Zoe A", "Zoe Abbott", ""), o.pick("Århus", "Köln")
		if o.dice.IntN(3) == 0 {
			s.Lines = append(s.Lines, desktest.Line(o.pick("VASE", "LAMP"), 1))
		}
		if o.dice.IntN(5) == 0 {
			s.Payment, s.PaidOn = model.Pending, ""
		}
		if o.dice.IntN(4) == 0 {
			s.Lines[0].Fulfilment, s.Fulfilment, s.FulfilledOn = model.Fulfilled, model.Fulfilled, s.PlacedOn
		}
		if o.dice.IntN(9) == 0 {
			s.ShipTo = model.Contact{}
		}
	})
	o.tell(o.ids[number])
	return number
}

// tell says on the bus what was done, or only that something was.
func (o *office) tell(id int64) {
	if o.dice.IntN(6) == 0 {
		o.Bus.OrdersChanged.Publish(nil)
	} else {
		o.Bus.OrdersChanged.Publish(event.IDs{id})
	}
	o.Bus.BooksChanged.Publish(nil)
}

func (o *office) change() {
	number := o.any()
	o.Change(number, func(s *model.Order) {
		switch o.dice.IntN(5) {
		case 0:
			s.CancelledOn = o.Today()
		case 1:
			s.Payment, s.Refunded = model.Refunded, s.Total
		case 2:
			s.ShipTo.Name = o.pick("Anna", "Åse", "zoe")
		case 3:
			s.Lines = append(s.Lines, desktest.Line(o.pick("VASE", "KITE"), 1))
		default:
			s.Payment, s.PaidOn = model.Paid, o.Today()
		}
	})
	o.tell(o.ids[number])
}

func (o *office) remove() {
	number := o.any()
	id := o.ids[number]
	o.Write(func(tx *store.Tx) error {
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		if err := m.Remove(id); model.CodeOf(err) == model.Refused {
			return nil
		} else if err != nil {
			return err
		}
		tx.After(func() { o.Bus.OrdersChanged.Publish(event.IDs{id}) })
		delete(o.ids, number)
		return nil
	})
}

func (o *office) route() {
	if _, err := routing.New(o.DB, o.Bus, o.Jobs).Route(o.t.Context(), routing.Options{}); err != nil {
		o.t.Fatal(err)
	}
	if _, err := purchase.New(o.DB, o.Bus).Draft(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// leave lets a draft leave, and nobody may know whether it did.
func (o *office) leave() {
	id := o.Int(`SELECT COALESCE(MIN(id), 0) FROM purchase_order WHERE state = 'draft' AND id > ?`, o.dice.IntN(8))
	if id == 0 {
		return
	}
	state := o.pick("sent", "unknown")
	o.Exec(`UPDATE purchase_order SET state = ? WHERE id = ?`, state, id)
	o.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at) VALUES (?, 'folder', ?, '', '[]', ?, '')`,
		id, fmt.Sprint("m", id), state)
}

// take takes a draft back.
func (o *office) take() {
	id := o.Int(`SELECT COALESCE(MAX(id), 0) FROM purchase_order WHERE state = 'draft'`)
	if id == 0 {
		return
	}
	if err := purchase.New(o.DB, o.Bus).Cancel(o.t.Context(), []int64{id}, ""); err != nil {
		o.t.Fatal(err)
	}
}

// query is any question a person may ask.
func (o *office) query() orderbook.Query {
	var q orderbook.Query
	if o.dice.IntN(3) == 0 {
		q.Words = o.pick("zoe", "møller", "NH-1", "lamp", "köln vase", "nowhere", "wang rug", "example.com 9")
	}
	for range o.dice.IntN(3) {
		switch o.dice.IntN(8) {
		case 0:
			q.States = order.OpenStates()
		case 1:
			q.States = []string{o.pick(order.States()...)}
		case 2:
			q.Countries = []string{o.pick("DE", "US", ""), "DK"}
		case 3:
			q.Suppliers = []int64{int64(o.dice.IntN(3))}
		case 4:
			q.Products = []int64{o.Product("VASE")}
		case 5:
			q.Bands = []orderbook.Band{orderbook.Bands()[o.dice.IntN(5)]}
		case 6:
			q.Placed.From = o.Today().AddDays(-o.dice.IntN(3))
		default:
			q.Unbooked, q.Unsure = o.dice.IntN(2) == 0, o.dice.IntN(4) == 0
		}
	}
	columns := []orderbook.Column{
		orderbook.ByNumber, orderbook.ByPlaced, orderbook.ByCustomer, orderbook.ByCountry, orderbook.ByShop, orderbook.ByLines,
		orderbook.ByTotal, orderbook.ByCM2, orderbook.ByPercent, orderbook.ByState,
	}
	for range o.dice.IntN(3) {
		by := columns[o.dice.IntN(len(columns))]
		if by != orderbook.ByShop {
			q.Sort = append(q.Sort, orderbook.Sort{By: by, Down: o.dice.IntN(2) == 0})
		}
	}
	return q
}

func TestFind_SaysWhatTheTablesSayAfterAnyChange(t *testing.T) {
	for seed := range uint64(3) {
		o := newOffice(t, seed)
		for step := range 120 {
			o.Now = o.Now.Add(time.Duration(o.dice.IntN(3)) * time.Hour)
			[]func(){func() { o.sell() }, func() { o.sell() }, o.change, o.change, o.remove, o.route, o.leave, o.take}[o.dice.IntN(8)]()
			q := o.query()
			f, err := o.book.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := told(f), plainText(plainly(t, o.DB, q)); got != want {
				t.Fatalf("seed %d, step %d, %+v\ngot  %s\nwant %s", seed, step, q, got, want)
			}
		}
	}
}

func told(f *orderbook.Found) string {
	var b strings.Builder
	for _, r := range f.Rows(0, f.Count) {
		p := "n/a"
		if r.Percent != nil {
			p = r.Percent.String()
		}
		fmt.Fprintf(&b, "%s %s %q %s %d %s %v %s %v %s %s; ", r.Number, r.Placed, r.Customer, r.Country, r.Lines, r.Total, r.NoTotal, r.CM2, r.NoCM2, p, r.State)
	}
	fmt.Fprint(&b, f.Count, f.Totals)
	return b.String()
}

func plainText(rows []plain) string {
	var b strings.Builder
	var sum orderbook.Totals
	for i := range rows {
		r := &rows[i]
		p := "n/a"
		if d, ok := model.PercentOf(r.CM2, r.Net, 1); ok && r.known() {
			p = d.String()
		}
		fmt.Fprintf(&b, "%s %s %q %s %d %s %v %s %v %s %s; ", r.Number, r.PlacedAt, r.Customer, r.Country, r.Lines, r.total, r.noTotal, r.CM2, !r.known(), p, r.State)
		sum.Net += r.Net
		if r.known() {
			sum.CM2 += r.CM2
		} else {
			sum.NoCM2++
		}
		if r.noTotal {
			sum.NoTotal++
		}
		sum.Total += r.total
	}
	fmt.Fprint(&b, len(rows), sum)
	return b.String()
}
