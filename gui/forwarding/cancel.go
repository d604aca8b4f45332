package forwarding

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/approval"
)

func cannotCancel(r row) string {
	if r.purchase == nil {
		return text.T("forwarding.off.nobody")
	}
	if r.purchase.ID == 0 {
		return text.T("forwarding.off.loose")
	}
	return ""
}

// askCancel asks whether a purchase order that has not left is to end, and why.
func (s *Screen) askCancel(r row) {
	p, h := r.purchase, s.host
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	why := f.Text(form.Spec{Name: "why", Label: text.T("forwarding.hold.why"), Help: text.T("forwarding.cancel.help"), Required: true})
	h.Show(page.Dialog{
		Title: text.T("forwarding.cancel.title", p.Number, p.Supplier), Content: kit.Column(theme.Gap12, kit.Wrapped(kit.Body, s.freed(r)), f),
		Verb: text.T("forwarding.cancel.verb", p.Number), No: text.T("forwarding.cancel.no"), Bad: true,
		Do: func() bool {
			reason, err := why.Get()
			if !f.Valid() || err != nil {
				return true
			}
			s.cancel(p, reason)
			return false
		},
	})
}

// freed says what becomes of what stands in a purchase order that ends.
func (s *Screen) freed(r row) string {
	if r.refill() {
		return text.T("forwarding.cancel.refill", r.order.Customer)
	}
	n := len(r.purchase.Orders)
	return text.N("forwarding.cancel.orders", n, s.host.Format().Int(n))
}

func (s *Screen) cancel(p *approval.Purchase, why string) {
	s.work(text.T("forwarding.cancel.failed", p.Number), func(ctx context.Context) error {
		return s.approval.Cancel(ctx, []int64{p.ID}, why)
	}, func() { s.host.Say(page.Done, text.T("forwarding.cancel.done", p.Number, p.Supplier)) })
}
