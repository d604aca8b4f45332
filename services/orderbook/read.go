package orderbook

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/setting"
)

// read makes the index of the whole book, in parts that two connections share.
func (s *Service) read(ctx context.Context) (*index, error) {
	x := &index{}
	var all []standing
	var parts []func(q *gorm.DB, b *batch) error
	var batches []batch
	err := query.Job{
		Before: func(q *gorm.DB) (int, error) {
			if err := x.mark(q); err != nil {
				return 0, err
			}
			parts = []func(q *gorm.DB, b *batch) error{func(q *gorm.DB, _ *batch) (err error) {
				all, err = readStanding(q, nil)
				return err
			}}
			more, err := x.parts(q)
			parts = append(parts, more...)
			batches = make([]batch, len(parts))
			return len(parts), err
		},
		Part: func(q *gorm.DB, i int) error { return parts[i](q, &batches[i]) },
	}.Run(ctx, s.db)
	if err != nil {
		return nil, err
	}
	x.assemble(batches)
	x.stand(all)
	return x, nil
}

// mark notes which state of the book is read. It is the first thing asked, so
// that nothing of a later state is taken for a part of this one.
func (x *index) mark(q *gorm.DB) (err error) {
	if x.commit, err = number(q, `SELECT number FROM commit_count`); err != nil {
		return err
	}
	if x.entryID, err = number(q, `SELECT COALESCE(MAX(id), 0) FROM journal_entry`); err != nil {
		return err
	}
	if x.names, err = readNames(q); err != nil {
		return err
	}
	x.home, err = setting.Home(q)
	return err
}

// parts cuts the reading up.
func (x *index) parts(q *gorm.DB) ([]func(q *gorm.DB, b *batch) error, error) {
	var parts []func(q *gorm.DB, b *batch) error
	for _, p := range []struct {
		table string
		read  func(q *gorm.DB, b *batch, in scope) error
	}{
		{"sales_order", func(q *gorm.DB, b *batch, in scope) error { return b.headers(q, x.home, in) }},
		{"order_line", func(q *gorm.DB, b *batch, in scope) error { return b.readLines(q, "l.id", in) }},
		{"contact", func(q *gorm.DB, b *batch, in scope) error { return b.readContacts(q, in) }},
	} {
		ranges, err := query.Ranges(q, p.table, "id")
		if err != nil {
			return nil, err
		}
		for _, r := range ranges {
			parts = append(parts, func(q *gorm.DB, b *batch) error {
				b.expect = int(min(r.To-r.From+1, 1<<17))
				return p.read(q, b, between(r))
			})
		}
	}
	ranges, err := query.Ranges(q, "margin_line", "order_id")
	for _, r := range ranges {
		parts = append(parts, func(q *gorm.DB, b *batch) error { return b.readSums(q, between(r)) })
	}
	return parts, err
}

// some reads a few orders with all that belongs to them.
func (x *index) some(q *gorm.DB, in scope) error {
	var b batch
	if err := b.headers(q, x.home, in); err != nil {
		return err
	}
	if err := b.readLines(q, "l.order_id", in); err != nil {
		return err
	}
	if err := b.readSums(q, in); err != nil {
		return err
	}
	var people []int64
	for i := range b.orders {
		if id := b.orders[i].contactID; id != 0 {
			people = append(people, id)
		}
	}
	slices.Sort(people)
	if err := b.readContacts(q, those(slices.Compact(people))); err != nil {
		return err
	}
	x.assemble([]batch{b})
	return nil
}

// assemble makes one whole of the parts, which come by id.
func (x *index) assemble(parts []batch) {
	var orders, contacts, n int
	for i := range parts {
		orders, contacts, n = orders+len(parts[i].orders), contacts+len(parts[i].contacts), n+len(parts[i].lines)
	}
	x.orders, x.contacts = make([]entry, 0, orders), make([]contact, 0, contacts)
	for i := range parts {
		x.contacts = append(x.contacts, parts[i].contacts...)
	}
	for i := range parts {
		heads := parts[i].orders
		for j := range heads {
			h := &heads[j]
			if at, ok := slices.BinarySearchFunc(x.contacts, h.contactID, func(c contact, id int64) int { return cmp.Compare(c.id, id) }); ok {
				h.contact = int32(at)
			}
			x.orders = append(x.orders, h.entry)
		}
	}
	lines := make([]line, 0, n)
	words := newDictionary(nil)
	for i := range parts {
		part := &parts[i]
		moved := make([]int32, len(part.texts))
		for j, text := range part.texts {
			moved[j] = words.place(text)
		}
		for _, l := range part.lines {
			l.text = moved[l.text]
			lines = append(lines, l)
		}
	}
	x.texts = words.list
	x.deal(lines)
	for i := range parts {
		x.earn(parts[i].sums)
	}
}

// deal gives each order its lines, which come in any order.
func (x *index) deal(lines []line) {
	if !slices.IsSortedFunc(lines, byOrder) {
		slices.SortStableFunc(lines, byOrder)
	}
	x.lines = lines
	at := 0
	for i := range x.orders {
		e := &x.orders[i]
		for at < len(lines) && lines[at].order < e.id { // of an order that is not read
			at++
		}
		e.first = int32(at)
		for at < len(lines) && lines[at].order == e.id {
			if lines[at].goods {
				e.pieces++
			}
			e.costless = e.costless || lines[at].costless
			at++
		}
		e.count = int32(at) - e.first
	}
}

func byOrder(a, b line) int { return cmp.Compare(a.order, b.order) }

// earn puts the margins in; both are by order. An order without any is not in
// the books.
func (x *index) earn(all []sums) {
	at := int32(0)
	for i := range all {
		if i == 0 {
			at, _ = x.place(all[i].order)
		}
		for int(at) < len(x.orders) && x.orders[at].id < all[i].order {
			at++
		}
		if int(at) < len(x.orders) && x.orders[at].id == all[i].order {
			e := &x.orders[at]
			e.net, e.cm2, e.booked = all[i].net, all[i].cm2, true
		}
	}
}
