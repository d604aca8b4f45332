package forwarding

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// byHand leads to the orders that a person places on marketplaces.
func (s *Screen) byHand() action.Action {
	return kit.Act("forwarding.byhand", text.T("forwarding.do.byhand"), kit.Mark{Icon: theme.IconUser, Key: action.Plain(fyne.KeyM)}, func() {
		s.host.Go(page.Route{Screen: page.Assistant})
	})
}
