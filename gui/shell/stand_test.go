package shell

import (
	"context"
	"testing"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

func TestToast_GoesWhenAChangeMadeItUntrue(t *testing.T) {
	s, run, _ := launcher(t, nil)
	held := true
	s.Toast(page.Toast{
		Text: "1 order is held.", Undo: true, Link: &action.Action{Label: "Undo", Run: func() {}},
		Stands: func(context.Context) bool { return held },
	})
	s.Toast(page.Toast{Text: "Something else."})
	changed := func() {
		s.count() // as after each change of the book
		run.Timers[len(run.Timers)-1]()
		run.Settle()
	}
	if changed(); len(s.toasts.Texts()) != 2 {
		t.Fatalf("%v stand, and all are still true", s.toasts.Texts())
	}
	held = false
	if changed(); len(s.toasts.Texts()) != 1 || s.toasts.Texts()[0] != "Something else." {
		t.Errorf("%v stand", s.toasts.Texts())
	}
}
