package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

func TestPalette_FindsLawAndCalendars(t *testing.T) {
	r := enter(t, "book")
	r.s.Press(action.Ctrl(fyne.KeyK))
	r.typed("law and cal")
	r.pump.Settle()
	r.see("Law and calendars")
	r.key(fyne.KeyReturn)
	if got := r.screen().route.Screen; got != page.Rulebook {
		t.Errorf("Enter opened %v", got)
	}
}
