package assess_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/assess"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
)

func TestAssess_TheNameOfTheChosenItemIsReadWhole(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	h.Resize(1366, guitest.Height)
	s := h.Open(assess.New, page.Route{Screen: page.Assess, Key: "Golden Reed Store"})
	defer s.Close()
	name := "Processes within 24 to 48 hours"
	h.Tap(name)
	if n := h.Count(name); n != 2 {
		t.Errorf("in the list and above its fields %q is read %d times", name, n)
	}
}
