package form_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/kit/form"
)

func TestChange_SaysWhatWasEmptyInsteadOfQuotingNothing(t *testing.T) {
	for c, want := range map[form.Change]string{
		{Label: "City", Before: "Bonn", After: "Kiel"}: "City: from “Bonn” to “Kiel”",
		{Label: "City", After: "Kiel"}:                 "City: “Kiel”, empty before",
		{Label: "City", Before: "Bonn"}:                "City: empty, “Bonn” before",
	} {
		if got := c.Line(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
