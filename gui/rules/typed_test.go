package rules

import (
	"slices"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
)

// A click on Test does not take the focus from the field: the supplier that had just
// been typed was said to be missing.
func TestRules_WhatIsBeingTypedIsTriedToo(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	s := h.Open(New, page.Route{Screen: page.Rules}).(*Rules)
	s.Create()
	h.Type("Name", "Germany first")
	h.Window.Canvas().Focus(h.Field("Suppliers"))
	for _, r := range "Hansek" {
		h.Focused().TypedRune(r)
	}
	c, ok := s.wanted()
	if !ok || len(c.Rules) != 1 || c.Rules[0].Suppliers == nil || !slices.Equal(*c.Rules[0].Suppliers, []string{"Hansekontor Großhandel"}) {
		t.Errorf("tried is %+v, %v", c.Rules, ok)
	}
}
