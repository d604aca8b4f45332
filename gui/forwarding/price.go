package forwarding

import (
	"context"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

// raised are the allocations of an order whose supplier asks more today.
func raised(o *approval.Order) []int64 {
	var ids []int64
	for _, w := range o.Warnings {
		for i := range o.Lines {
			if l := &o.Lines[i]; w.Code == purchase.WarnPrice && l.LineID == w.Facts.LineID {
				ids = append(ids, l.AllocationID)
			}
		}
	}
	return ids
}

// askAccept says what the new price costs, then takes it.
func (s *Screen) askAccept(r row) {
	if cannotAccept(r) != "" {
		return
	}
	var lines []string
	for _, w := range r.order.Warnings {
		if w.Code == purchase.WarnPrice {
			lines = append(lines, w.Message)
		}
	}
	s.host.Ask(page.Question{
		Title: text.T("forwarding.accept.title", r.order.Number), Lines: append(lines, text.T("forwarding.accept.note")), Verb: text.T("forwarding.do.accept"),
	}, func() { s.accept(r) })
}

// accept gives the lines to the same supplier again, at the offer of today.
func (s *Screen) accept(r row) {
	s.work(text.T("forwarding.accept.failed", r.order.Number), func(ctx context.Context) error {
		for _, id := range raised(r.order) {
			offer, err := s.today(ctx, id, r.purchase.SupplierID)
			if err != nil {
				return err
			}
			if _, err := s.approval.Reroute(ctx, routing.Reroute{Allocation: id, Offer: offer, Why: text.T("forwarding.accept.why")}); err != nil {
				return err
			}
		}
		return nil
	}, func() { s.host.Say(page.Done, text.T("forwarding.accept.done", r.order.Number)) })
}

// today is the cheapest offer of the same supplier that can take the line today.
func (s *Screen) today(ctx context.Context, allocation, supplier int64) (int64, error) {
	w, err := s.approval.Candidates(ctx, allocation)
	if err != nil {
		return 0, err
	}
	var best *approval.Candidate
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c.Able && c.SupplierID == supplier && (best == nil || c.Cost < best.Cost) {
			best = c
		}
	}
	if best == nil {
		return 0, model.Errorf(model.Refused, "%s", text.T("forwarding.accept.none"))
	}
	return best.OfferID, nil
}
