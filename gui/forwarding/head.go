package forwarding

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
)

// dress puts up the head: the primary button says what the next step is.
func (s *Screen) dress(v *news) {
	out := kit.NewButton(kit.Plain, text.T("forwarding.outbox"), s.outbox).WithIcon(theme.IconInbox).WithTip(text.T("forwarding.tip.outbox"))
	tools := []fyne.CanvasObject{s.search, out}
	if v == nil {
		s.page.Header.SetTools(tools...)
		return
	}
	out.SetBadge(v.unsure, theme.Warned)
	b, f := v.board, s.host.Format()
	choose, send := s.choosing(b), len(v.due())
	if len(choose) > 0 && send > 0 {
		tools = append(tools, kit.ActionButton(choose[0], kit.Next))
	}
	switch {
	case send > 0:
		tools = append(tools, kit.ActionButton(s.sendAction(send), kit.Primary))
	case len(choose) > 0:
		choose[0].Key = action.Ctrl(fyne.KeyReturn)
		tools = append(tools, kit.ActionButton(choose[0], kit.Primary))
	case placed(b) > 0:
		hand := s.byHand()
		hand.Key = action.Ctrl(fyne.KeyReturn)
		tools = append(tools, kit.ActionButton(hand, kit.Primary))
	case lacksOffers(b):
		tools = append(tools, kit.ActionButton(s.pricesAction(), kit.Primary))
	}
	s.page.Header.SetTools(tools...)
	s.page.Header.SetCount(counted(b, f))
	s.bar.show(b, f)
	s.foot.show(b, f)
	if len(b.Purchases)+len(b.Waiting) == 0 {
		s.page.SetFilters()
		s.page.SetFooter(nil)
		return
	}
	s.page.SetFilters(s.bar.objects(note(b, f))...)
	s.page.SetFooter(s.foot.row)
}

func counted(b *approval.Board, f *format.Format) string {
	t := &b.Totals
	if t.Orders == 0 {
		if t.Waiting > 0 {
			return text.N("forwarding.count.waiting", t.Waiting, f.Int(t.Waiting))
		}
		return ""
	}
	return text.T("forwarding.count", text.N("forwarding.orders", t.Orders, f.Int(t.Orders)), text.N("forwarding.suppliers", t.Suppliers, f.Int(t.Suppliers)))
}

func note(b *approval.Board, f *format.Format) string {
	if b.Floor == nil {
		return text.T("forwarding.note", string(b.Home))
	}
	return text.T("forwarding.note.floor", string(b.Home), f.Percent(b.Floor.Decimal))
}

// toRoute counts the orders that routing should try: those with a line that nobody
// tried yet.
func toRoute(b *approval.Board) int {
	orders := map[int64]bool{}
	for i := range b.Waiting {
		if b.Waiting[i].Code == "" {
			orders[b.Waiting[i].OrderID] = true
		}
	}
	return len(orders)
}

// toGather counts the orders that have a supplier and stand in no purchase order
// yet, as the command line leaves them.
func toGather(b *approval.Board) int {
	orders := map[int64]bool{}
	for i := range b.Purchases {
		for j := range b.Purchases[i].Orders {
			if o := &b.Purchases[i].Orders[j]; b.Loose > 0 && o.State == approval.Loose {
				orders[o.OrderID] = true
			}
		}
	}
	return len(orders)
}

// lacksOffers tells whether a line waits because nobody offers its product.
func lacksOffers(b *approval.Board) bool {
	return slices.ContainsFunc(b.Waiting, func(w approval.Waiting) bool { return w.Code == noOffer })
}

// pricesAction asks for a file with offers, the next step where nothing else can
// be done.
func (s *Screen) pricesAction() action.Action {
	return kit.Act("forwarding.prices", text.T("forwarding.do.prices"), kit.Mark{Icon: theme.IconImport, Key: action.Ctrl(fyne.KeyReturn)}, func() {
		s.host.File(page.FileAsk{Title: text.T("forwarding.do.prices"), Endings: []string{".csv", ".tsv", ".txt", ".xlsx"}, Many: true, Purpose: "import"}, s.host.Import)
	})
}

// sendable are the purchase orders that could leave now: with an order that is
// not held, and nothing that blocks.
func sendable(b *approval.Board) []*approval.Purchase {
	var all []*approval.Purchase
	for i := range b.Purchases {
		p := &b.Purchases[i]
		if p.ID != 0 && p.Held < len(p.Orders) && blocked(p) == "" {
			all = append(all, p)
		}
	}
	return all
}

// blocked says why a purchase order cannot leave, "" when it can.
func blocked(p *approval.Purchase) string {
	why := []string{purchase.Blocked(p.Warnings)}
	for i := range p.Orders {
		if p.Orders[i].State != approval.Held {
			why = append(why, purchase.Blocked(p.Orders[i].Warnings))
		}
	}
	return strings.TrimSpace(strings.Join(why, " "))
}

// bar is the row of choices above the list.
type bar struct {
	chips map[string]*kit.Chip
	order []string
}

func newBar(s *Screen) *bar {
	b := &bar{chips: map[string]*kit.Chip{}, order: []string{showAll, showWarned, showHeld, showWaiting}}
	for _, id := range b.order {
		b.chips[id] = kit.ChoiceChip(text.T(text.Key("forwarding.show.", id)), "", func() {
			s.aimed = nil
			s.choose(id)
		})
	}
	return b
}

// show counts what stands behind each choice.
func (b *bar) show(board *approval.Board, f *format.Format) {
	counts := map[string]int{}
	for _, r := range rowsOf(board) {
		for _, id := range b.order {
			if fits(r, []string{id}) {
				counts[id]++
			}
		}
	}
	for id, c := range b.chips {
		c.SetCount(f.Int(counts[id]))
	}
}

func (b *bar) objects(note string) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, id := range b.order {
		all = append(all, b.chips[id])
	}
	return append(all, kit.Spacer(), kit.NewLabel(kit.Caption, note))
}

// choose narrows the list to one choice of the filter row.
func (s *Screen) choose(id string) {
	if _, ok := s.bar.chips[id]; !ok {
		id = showAll
	}
	s.shown = id
	for other, c := range s.bar.chips {
		c.SetActive(other == id)
	}
	if id == showAll {
		s.grid.SetFilter("show")
		return
	}
	s.grid.SetFilter("show", id)
}
