package forwarding

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/approval"
)

// begin says where the cursor goes, once: to the order or the supplier the route
// asks for, after routing to the top.
func (s *Screen) begin(rows []row) {
	number, shop, supplier := s.want.Param(orderParam), s.want.Param(page.ByShop), s.want.Param(page.BySupplier)
	s.want = page.Route{}
	aim := func(at int) {
		if at >= 0 && at < len(rows) {
			s.aimed = &rows[at]
		}
	}
	if late := s.aimed; late != nil { // the list that was to show it never came
		s.aimed = nil
		aim(slices.IndexFunc(rows, func(r row) bool { return r.key == late.key }))
	}
	if at := slices.IndexFunc(rows, s.moved.in); at >= 0 {
		s.moved = moved{}
		aim(at)
	}
	if s.top {
		s.top = false
		aim(0)
	}
	if supplier != "" {
		aim(slices.IndexFunc(rows, func(r row) bool { return r.purchase != nil && r.purchase.Supplier == supplier }))
	}
	if number == "" {
		return
	}
	at := slices.IndexFunc(rows, func(r row) bool {
		n, of := r.number()
		return n == number && (shop == "" || of == shop)
	})
	if at < 0 {
		s.host.Say(page.Note, text.T("forwarding.gone", number))
		return
	}
	s.choose(showAll)
	aim(at)
}

// viewed puts the cursor where it is to go, as soon as the list shows that row. A
// list that was read earlier may come later: it is not yet the one.
func (s *Screen) viewed() {
	if s.aimed == nil || s.grid.Len() == 0 {
		return
	}
	if r, ok := s.grid.Row(s.aimed.key); ok && r == *s.aimed {
		s.aimed = nil
		s.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) // so that the head of the first group is seen too
		s.grid.Select(r.key)
	}
}

// moved is a line that goes to another supplier: the cursor goes with it.
type moved struct {
	line int64 // 0 for none
	from int64 // the allocation it had
}

// in tells whether the line stands in a row, with another supplier than before.
func (m moved) in(r row) bool {
	return m.line != 0 && r.order != nil && slices.ContainsFunc(r.order.Lines, func(l approval.Line) bool {
		return l.LineID == m.line && l.AllocationID != m.from
	})
}
