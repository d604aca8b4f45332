package orderbook_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/services/orderbook"
)

func TestFind_KeepsAnAnswerUntilTheBookChanges(t *testing.T) {
	o := newOffice(t, 4)
	s := orderbook.New(o.DB, o.Bus)
	for range 30 {
		o.sell()
	}
	all, words := orderbook.Query{}, orderbook.Query{Words: "lamp"}
	first := find(t, s, all)
	if lamps := find(t, s, words); lamps == first || told(lamps) == told(first) {
		t.Fatal("another query has the same answer")
	}
	if find(t, s, all) != first {
		t.Error("worked out again though nothing changed")
	}
	if both, none := find(t, s, orderbook.Query{Countries: []string{"DE", "US"}}), find(t, s, orderbook.Query{Countries: []string{"DE US"}}); none.Count != 0 || both.Count == 0 {
		t.Errorf("two countries find %d orders, one that is called like both %d", both.Count, none.Count)
	}
	for i := range 8 {
		find(t, s, orderbook.Query{Words: fmt.Sprint(i)})
	}
	if told(find(t, s, all)) != told(first) {
		t.Error("what was asked long ago is answered otherwise now")
	}
	before := find(t, s, all)
	o.sell()
	if after := find(t, s, all); after == before || after.Count != before.Count+1 || before.Count != first.Count {
		t.Errorf("after one more order %d are found, before it %d", after.Count, before.Count)
	}
}
