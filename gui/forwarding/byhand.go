package forwarding

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// byHand leads to the orders that a person places on marketplaces.
func (s *Screen) byHand() action.Action {
	return kit.Act("forwarding.byhand", text.T("forwarding.do.byhand"), kit.Mark{Icon: theme.IconUser, Key: action.Plain(fyne.KeyM)}, s.place)
}

// place approves what can be placed by hand, as send does with what it sends, and
// goes where it is placed: without approval nothing would wait there.
func (s *Screen) place() {
	there := func() { s.host.Go(page.Route{Screen: page.Assistant}) }
	var ids []int64
	var numbers []string
	if b := s.board(); b != nil {
		for _, p := range sendable(b) {
			if p.Channel == model.ByMarketplace && p.State == model.PurchaseDraft {
				ids, numbers = append(ids, p.ID), append(numbers, p.Number)
			}
		}
	}
	if len(ids) == 0 {
		there()
		return
	}
	s.work(text.T("forwarding.approve.failed", strings.Join(numbers, ", ")), func(ctx context.Context) error { return s.approval.Approve(ctx, ids) }, there)
}
