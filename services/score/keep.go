package score

import (
	"context"
	"maps"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/query"
)

// shelf is what was read of the facts, and of which state of the book and day.
type shelf struct {
	state int64
	today int
	rules ruleKey
	books map[int64]*book
	asked map[int64]asked
}

// heard is what changed since the facts were read.
type heard struct {
	all    bool
	orders map[int64]bool
	any    bool
}

// asked tells whether the purchase orders of a supplier changed: how many there
// are, and how often they were changed.
type asked struct{ orders, versions, states int64 }

func readAsked(q *gorm.DB) (map[int64]asked, error) {
	all := map[int64]asked{}
	t := query.New(`SELECT supplier_id, COUNT(*), SUM(version), SUM(length(state) + length(sent_at)) FROM purchase_order GROUP BY supplier_id`)
	return all, t.Rows(q, func(r query.Row) error {
		all[r.Int(0)] = asked{r.Int(1), r.Int(2), r.Int(3)}
		return nil
	})
}

// mostHeard is how many changed orders are looked at one by one.
const mostHeard = 5_000

// listen notes which facts change. A change of orders reaches the suppliers of
// these orders, one of purchase orders those whose purchase orders differ, and
// any other one reaches all.
func (s *Service) listen(bus *event.Bus) {
	note := func(ids event.IDs, orders bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.heard.any = true
		if !orders || len(ids) == 0 || len(s.heard.orders)+len(ids) > mostHeard {
			s.heard.all = true
			return
		}
		if s.heard.orders == nil {
			s.heard.orders = map[int64]bool{}
		}
		for _, id := range ids {
			s.heard.orders[id] = true
		}
	}
	ofOrders := func(ids event.IDs) { note(ids, true) }
	ofAll := func(ids event.IDs) { note(ids, false) }
	ofPurchases := func(event.IDs) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.heard.any = true
	}
	s.stop = []func(){bus.PurchasesChanged.Subscribe(ofPurchases), bus.OrdersChanged.Subscribe(ofOrders), bus.OffersChanged.Subscribe(ofAll), bus.SuppliersChanged.Subscribe(ofAll)}
}

// facts returns what is known of each supplier as the book is now. A book that
// changed without a word is read anew as a whole.
func (s *Service) facts(q *gorm.DB, r *rules) (map[int64]*book, error) {
	state, err := query.State(q)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	kept, said := s.kept, s.heard
	s.heard = heard{}
	s.mu.Unlock()
	today := ordinal(s.db.Today())
	fits := kept != nil && kept.today == today && kept.rules == r.ruleKey
	if fits && kept.state == state && !said.any {
		return kept.books, nil
	}
	fresh := &shelf{state: state, today: today, rules: r.ruleKey}
	if fresh.asked, err = readAsked(q); err == nil {
		if fits && said.any && !said.all {
			fresh.books, err = fresh.refresh(q, r, kept, said.orders)
		} else {
			fresh.books, err = s.whole(q, r, fresh)
		}
	}
	if err != nil {
		s.forget()
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = fresh
	return fresh.books, nil
}

// whole reads all suppliers: half of them here, the others beside it on another
// connection, if that sees the same state of the book.
func (s *Service) whole(q *gorm.DB, r *rules, now *shelf) (map[int64]*book, error) {
	var others map[int64]*book
	var helper sync.WaitGroup
	helper.Go(func() {
		_ = s.db.Read(context.Background(), func(q *gorm.DB) error { // not the caller's transaction
			state, err := query.State(q)
			if err == nil && state == now.state {
				others, err = readHalf(q, r, now.today, 1)
			}
			return err
		})
	})
	all, err := readHalf(q, r, now.today, 0)
	helper.Wait()
	if err == nil && others == nil { // another state, or no connection
		others, err = readHalf(q, r, now.today, 1)
	}
	if err != nil {
		return nil, err
	}
	maps.Copy(all, others)
	return all, nil
}

func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = nil
}

// refresh reads the suppliers of the orders anew, those they had before and those
// they have now, and those whose purchase orders changed; it keeps the others.
func (s *shelf) refresh(q *gorm.DB, r *rules, kept *shelf, orders map[int64]bool) (map[int64]*book, error) {
	touched := map[int64]bool{}
	for id, a := range s.asked {
		if a != kept.asked[id] {
			touched[id] = true
		}
	}
	ids := make([]int64, 0, len(orders))
	for id := range orders {
		ids = append(ids, id)
	}
	var now []int64
	err := q.Raw(`SELECT DISTINCT p.supplier_id FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id WHERE l.order_id IN ?
		UNION SELECT DISTINCT supplier_id FROM order_line WHERE order_id IN ? AND supplier_id IS NOT NULL`, ids, ids).Scan(&now).Error
	if err != nil {
		return nil, err
	}
	for _, id := range now {
		touched[id] = true
	}
	books := make(map[int64]*book, len(kept.books))
	for id, b := range kept.books {
		books[id] = b
		for _, o := range b.orders {
			if orders[o] {
				touched[id] = true
				break
			}
		}
	}
	for id := range touched {
		delete(books, id)
	}
	fresh, err := read(q, r, s.today, touched)
	for id, b := range fresh {
		books[id] = b
	}
	return books, err
}
