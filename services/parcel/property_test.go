package parcel_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// box is what the test knows of a parcel: nothing but what was put last.
type box struct {
	pieces map[string]model.Quantity // by order
	state  model.ParcelState
	away   bool
}

// Whatever is entered and corrected, in any order: the purchase order and the
// orders say what their pieces say, in the list as in the order book, and the
// same facts again change nothing.
func TestPut_StatesAreWhatThePiecesSayWhateverIsDone(t *testing.T) {
	ordered := map[string]model.Quantity{"1001": 3, "1002": 1}
	f := desk(t)
	for _, number := range []string{"1001", "1002"} {
		f.Order(number, desktest.Line("LAMP", ordered[number]))
	}
	f.forward()
	book, round := orderbook.New(f.DB, f.Bus), 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		known := map[string]*box{}
		defer func() { // the next round begins without any
			for tracking := range known {
				f.put(parcel.Input{Tracking: tracking, Archived: of(true)})
			}
		}()
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			tracking := fmt.Sprint(round, rapid.SampledFrom([]string{"A", "B", "C"}).Draw(rt, "tracking"))
			b := known[tracking]
			if b == nil {
				b = &box{}
				known[tracking] = b
			}
			b.state = rapid.SampledFrom(model.ParcelStates()).Draw(rt, "state")
			b.away = rapid.IntRange(0, 4).Draw(rt, "away") == 0
			b.pieces = map[string]model.Quantity{}
			var content []parcel.LineInput
			for number := range ordered {
				if n := model.Quantity(rapid.IntRange(0, 4).Draw(rt, number)); n > 0 {
					b.pieces[number] = n
					content = append(content, parcel.LineInput{Order: number, SKU: "LAMP", Quantity: n})
				}
			}
			in := parcel.Input{Tracking: tracking, Purchase: of(po), State: &b.state, Archived: &b.away, Lines: &content}
			f.put(in)
			if again := f.put(in); again != record.Unchanged {
				rt.Fatalf("%+v again: %s", in, again)
			}
			f.agrees(rt, book, ordered, known)
		}
	})
}

// agrees compares the book with what the test knows, reckoned in its own way.
func (f *fixture) agrees(rt *rapid.T, book *orderbook.Service, ordered map[string]model.Quantity, known map[string]*box) {
	var sum model.Shipment
	found, err := book.Find(f.t.Context(), orderbook.Query{})
	if err != nil {
		rt.Fatal(err)
	}
	shown := map[string]string{}
	for _, r := range found.Rows(0, found.Count) {
		shown[r.Number] = r.State
	}
	for number, want := range ordered {
		var left, arriving, arrived model.Quantity
		for _, b := range known {
			switch {
			case b.away || b.state == model.LabelMade:
				continue
			case b.state == model.Delivered:
				arrived += b.pieces[number]
			}
			left += b.pieces[number]
			if b.state != model.Returned && b.state != model.Lost {
				arriving += b.pieces[number]
			}
		}
		sum.Add(want, left, arrived)
		state := "forwarded"
		switch {
		case arrived >= want:
			state = "delivered"
		case arriving >= want:
			state = "shipped"
		case arriving > 0:
			state = "part_shipped"
		}
		if listed := f.order(number); listed != state || shown[number] != state {
			rt.Fatalf("order %s is %s in the list and %s in the order book, want %s: %s", number, listed, shown[number], state, told(known))
		}
	}
	if got, want := f.purchase(po), string(sum.State(model.PurchaseSent)); got != want {
		rt.Fatalf("the purchase order is %s, want %s: %s", got, want, told(known))
	}
}

func told(known map[string]*box) (s string) {
	for tracking, b := range known {
		s += fmt.Sprintf("%s %+v; ", tracking, *b)
	}
	return s
}
