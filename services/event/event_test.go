package event

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

func TestTopic_DeliversInTheOrderOfSubscription(t *testing.T) {
	var topic Topic[string]
	var heard []string
	topic.Subscribe(func(e string) { heard = append(heard, "a"+e) })
	leave := topic.Subscribe(func(e string) { heard = append(heard, "b"+e) })
	topic.Subscribe(func(e string) { heard = append(heard, "c"+e) })
	topic.Publish("1")
	leave()
	leave()
	topic.Publish("2")
	if want := []string{"a1", "b1", "c1", "a2", "c2"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

func TestTopic_SubscribersMayJoinLeaveAndPublishWhileAnEventIsDelivered(t *testing.T) {
	var bus Bus
	var heard []string
	var leave func()
	leave = bus.OrdersChanged.Subscribe(func(ids IDs) {
		heard = append(heard, fmt.Sprint("first", ids))
		leave()
		bus.OrdersChanged.Subscribe(func(ids IDs) { heard = append(heard, fmt.Sprint("late", ids)) })
		bus.OrdersChanged.Publish(IDs{2})
	})
	bus.OrdersChanged.Publish(IDs{1})
	if want := []string{"first[1]", "late[2]"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

func TestTopic_ManyGoroutines(t *testing.T) {
	var topic Topic[int]
	var mu sync.Mutex
	sum := 0
	topic.Subscribe(func(e int) {
		mu.Lock()
		defer mu.Unlock()
		sum += e
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				leave := topic.Subscribe(func(int) {})
				topic.Publish(1)
				leave()
			}
		})
	}
	wg.Wait()
	if sum != 800 {
		t.Errorf("heard %d events, want 800", sum)
	}
}
