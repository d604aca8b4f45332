package shell_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/kit/action"

	"fyne.io/fyne/v2"
)

func TestStatus_WithoutABookTellsSoAndTheVersion(t *testing.T) {
	r := enter(t, "")
	r.see("No book open", "Dropledger test")
	r = enter(t, "book")
	r.miss("No book open")
}

func TestPalette_FindsTheSampleBusinessAndTheWayOutOfABook(t *testing.T) {
	for _, words := range []string{"sample", "close book"} {
		r := enter(t, "book")
		r.s.Press(action.Ctrl(fyne.KeyK))
		r.typed(words)
		r.pump.Settle()
		r.see("New book")
	}
}
