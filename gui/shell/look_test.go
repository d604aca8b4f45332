package shell

import (
	"testing"

	"github.com/dropledger/dropledger/gui/kit/async"
)

func TestShell_OfSeveralChangesOfTheScaleTheFirstKnowsTheSizeOfTheWindow(t *testing.T) {
	later := &async.Manual{}
	s := &Shell{unsettle: func() {}}
	s.run = &guarded{s: s, inner: later}
	settled := ""
	for range 2 {
		for _, name := range []string{"first", "second", "third"} {
			s.settleLater(func() { settled += name + " " })
		}
		later.Tick()
	}
	if settled != "first first " {
		t.Errorf("settled by %q", settled)
	}
}
