package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
)

func TestTheColumnsOfTheListInSightAreArrangedByAKey(t *testing.T) {
	s := begin(t, "")
	s.Window.Canvas().Unfocus()
	s.shell.Press(action.Plain(fyne.KeyS)) // the sample
	s.pump.Settle()
	for _, screen := range []string{page.Orders, page.Suppliers, page.Margins, page.Outbox} {
		s.shell.Go(page.Route{Screen: screen})
		s.pump.Settle()
		if screen == page.Outbox {
			s.Window.Canvas().Unfocus() // the list of the page is meant all the same
		}
		s.shell.Press(grid.ArrangeKey)
		s.pump.Settle()
		top := s.Window.Canvas().Overlays().Top()
		if top == nil {
			t.Errorf("%s: nothing opens", screen)
			continue
		}
		s.See("Columns and order", "Narrower", "Sort, turn, do not sort")
		s.Window.Canvas().Overlays().Remove(top)
	}
	s.shell.Go(page.Route{Screen: page.Settings})
	s.pump.Settle()
	s.shell.Press(grid.ArrangeKey)
	s.pump.Settle()
	s.See("This page has no list with columns.")
}
