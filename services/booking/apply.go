package booking

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
)

// apply posts the difference between what stands and what should.
func (b *Books) apply(s *Subject, now *standing, p *plan) (Outcome, error) {
	out := Outcome{BookedOn: p.bookedOn, Unbooked: p.unbooked}
	saleID, changed, err := b.replace(now.sale, p.sale)
	if err != nil {
		return out, err
	}
	out.SaleEntry, out.Changed = saleID, changed
	refundID, changed, err := b.replace(now.refundEntry, p.refund)
	if err != nil {
		return out, err
	}
	out.Changed = out.Changed || changed
	if p.refund != nil {
		r := p.refunded
		r.ID, r.EntryID = now.refundID, refundID
		out.Refund = &r
	}
	changed, err = b.replaceGroups(s, now, p)
	if err != nil {
		return out, err
	}
	out.Changed = out.Changed || changed
	if changed, err = b.replacePayments(s, now, p); err != nil {
		return out, err
	}
	out.Changed = out.Changed || changed
	if out.Changed || s.New {
		err = b.rewriteMargins(s, p)
	}
	return out, err
}

// replace reverses the standing entry and posts the wanted one, unless both
// post the same. It returns the id of the entry that now stands, 0 for none.
func (b *Books) replace(old, want *ledger.Entry) (id int64, changed bool, err error) {
	if old != nil && want != nil && ledger.Same(old, want) {
		return old.ID, false, nil
	}
	if old != nil {
		if err := b.writer.Reverse(old.ID, b.batch); err != nil {
			return 0, true, err
		}
	}
	if want == nil {
		return 0, old != nil, nil
	}
	if err := b.writer.Post(want); err != nil {
		return 0, true, err
	}
	return want.ID, true, nil
}

func (b *Books) replaceGroups(s *Subject, now *standing, p *plan) (bool, error) {
	changed := false
	kept := make([]bool, len(now.groups))
	for i := range p.groups {
		g := &p.groups[i]
		old := now.match(g, kept)
		if old != nil && slices.EqualFunc(old.facts, g.facts, func(a, b fact) bool { return a.same(&b) }) {
			g.entry.ID = old.entry.ID
			continue
		}
		changed = true
		if old != nil {
			if err := b.facts.close(old.facts); err != nil {
				return true, err
			}
		}
		if old != nil && ledger.Same(old.entry, g.entry) {
			g.entry.ID = old.entry.ID // only the certainty grew: the booking stands
		} else if err := b.repost(old, g); err != nil {
			return true, err
		}
		if err := b.facts.add(s.Order.ID, g); err != nil {
			return true, err
		}
	}
	for i := range now.groups {
		if kept[i] {
			continue
		}
		changed = true
		if err := b.facts.close(now.groups[i].facts); err != nil {
			return true, err
		}
		if err := b.writer.Reverse(now.groups[i].entry.ID, b.batch); err != nil {
			return true, err
		}
	}
	return changed, nil
}

func (b *Books) repost(old, g *group) error {
	if old != nil {
		if err := b.writer.Reverse(old.entry.ID, b.batch); err != nil {
			return err
		}
	}
	return b.writer.Post(g.entry)
}

// match finds the standing group of the same kind and currency and marks it.
func (now *standing) match(g *group, kept []bool) *group {
	for i := range now.groups {
		old := &now.groups[i]
		if !kept[i] && old.entry.Kind == g.entry.Kind && old.entry.Rate.From == g.entry.Rate.From && old.entry.Dated == g.entry.Dated {
			kept[i] = true
			return old
		}
	}
	return nil
}

// rewriteMargins puts the order's lines on the margin sheet, taken from the
// very amounts that were posted.
func (b *Books) rewriteMargins(s *Subject, p *plan) error {
	if !s.New {
		if err := b.sheet.Clear(s.Order.ID); err != nil {
			return err
		}
	}
	m := margins{s: s}
	m.add(p.sale)
	m.add(p.refund)
	for i := range p.groups {
		m.addGroup(&p.groups[i])
	}
	return b.sheet.Add(m.rows)
}

// margins gathers postings into one row a line and day.
type margins struct {
	s    *Subject
	rows []ledger.MarginLine
}

func (m *margins) add(e *ledger.Entry) {
	if e == nil {
		return
	}
	for i := range e.Postings {
		m.post(e.Dated, &e.Postings[i], false)
	}
}

// addGroup adds a group's postings; those of an estimated fact count as estimated.
func (m *margins) addGroup(g *group) {
	for i := range g.entry.Postings {
		m.post(g.entry.Dated, &g.entry.Postings[i], g.facts[g.of[i]].state == estimated)
	}
}

func (m *margins) post(date model.Date, p *ledger.Posting, isEstimate bool) {
	if p.LineID == 0 {
		return
	}
	r := m.row(p.LineID, date)
	switch p.Account {
	case ledger.Sales, ledger.Tips:
		r.Goods = r.Goods.Sub(p.Amount)
	case ledger.Discounts:
		r.Discount = r.Discount.Add(p.Amount)
	case ledger.ShippingCharged:
		r.Shipping = r.Shipping.Sub(p.Amount)
	case ledger.Refunds:
		r.Refund = r.Refund.Add(p.Amount)
	case ledger.ProductCost:
		r.Costs[0] = r.Costs[0].Add(p.Amount)
	case ledger.SupplierShipping, ledger.PaymentFees, ledger.MarketplaceFees, ledger.DropFees, ledger.PickPack:
		r.Costs[1] = r.Costs[1].Add(p.Amount)
	default:
		return
	}
	if isEstimate {
		r.Estimated = r.Estimated.Add(p.Amount)
	}
}

func (m *margins) row(lineID int64, date model.Date) *ledger.MarginLine {
	for i := range m.rows {
		if m.rows[i].LineID == lineID && m.rows[i].Dated == date {
			return &m.rows[i]
		}
	}
	o := m.s.Order
	r := ledger.MarginLine{LineID: lineID, Dated: date, OrderID: o.ID, ShopID: o.ShopID, Country: o.Country}
	for i := range o.Lines {
		if o.Lines[i].ID == lineID {
			r.ProductID, r.SupplierID = o.Lines[i].ProductID, o.Lines[i].SupplierID
		}
	}
	m.rows = append(m.rows, r)
	return &m.rows[len(m.rows)-1]
}
