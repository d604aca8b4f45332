package orderbook

import (
	"context"
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
)

// most is how many orders are read one by one; of more, all are read.
const most = 5_000

// patch returns the index as the book is now: of the orders that changed, and of
// those that were booked since, everything is read; of those that wait, how far
// they are. ok is false when that is too much.
func (s *Service) patch(ctx context.Context, old *index, c changes) (next *index, ok bool, err error) {
	next = &index{}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		if next.commit, err = number(q, `SELECT number FROM commit_count`); err != nil {
			return err
		}
		if next.commit == old.commit && len(c.ids) == 0 {
			next, ok = old, true
			return nil
		}
		if err := next.mark(q); err != nil {
			return err
		}
		// What another program writes into a book that is only looked at, no bus tells.
		if next.home != old.home || s.db.ReadOnly() {
			return nil
		}
		ids, err := booked(q, old.entryID, c)
		if err != nil || len(ids) > most {
			return err
		}
		if len(ids) > 0 {
			if err := next.some(q, those(ids)); err != nil {
				return err
			}
		}
		if ok = next.inherit(old, ids); !ok {
			return nil
		}
		all, err := readStanding(q, nil)
		if err == nil {
			next.stand(all)
		}
		return err
	})
	return next, ok, err
}

// booked adds to the changed orders those with journal entries after the last
// one known: prices, fees and rates change the books of many orders that nobody
// lists.
func booked(q *gorm.DB, after int64, c changes) ([]int64, error) {
	ids := maps.Clone(c.ids)
	if ids == nil {
		ids = map[int64]bool{}
	}
	err := query.New(`SELECT COALESCE(order_id, 0) FROM journal_entry WHERE id > ?`, after).Rows(q, func(r query.Row) error {
		ids[r.Int(0)] = true
		return nil
	})
	c.ids = ids
	return c.list(), err
}

// inherit puts what x has read of the orders named over what is known of all the
// others. It is false when the new orders do not come after the old ones.
func (x *index) inherit(old *index, ids []int64) bool {
	mine := x.orders
	words := newDictionary(old.texts)
	// What is appended lies behind the end of what the older index sees.
	first, people := int32(len(old.lines)), int32(len(old.contacts))
	lines := old.lines
	for _, l := range x.lines {
		l.text = words.place(x.texts[l.text])
		lines = append(lines, l)
	}
	x.extra = old.extra + len(x.lines)
	x.lines, x.texts, x.contacts = lines, words.list, append(old.contacts, x.contacts...)
	for i := range mine {
		mine[i].first += first
		if mine[i].contact >= 0 {
			mine[i].contact += people
		}
	}
	x.orders = slices.Clone(old.orders)
	return x.merge(mine, ids)
}

// merge puts the orders read in the place of their older selves; those of the
// ids that were not found are gone.
func (x *index) merge(mine []entry, ids []int64) bool {
	gone := map[int64]bool{}
	for _, id := range ids {
		for len(mine) > 0 && mine[0].id < id {
			mine = mine[1:]
		}
		found := len(mine) > 0 && mine[0].id == id
		at, known := x.place(id)
		switch {
		case found && known:
			x.orders[at] = mine[0]
		case found && int(at) < len(x.orders):
			return false
		case found:
			x.orders = append(x.orders, mine[0])
		case known:
			gone[id] = true
		}
	}
	if len(gone) > 0 {
		x.orders = slices.DeleteFunc(x.orders, func(e entry) bool { return gone[e.id] })
	}
	return true
}
