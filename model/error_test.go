package model_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func TestErrorf_RepeatsNoMoreThanTheBeginningOfALongName(t *testing.T) {
	long, kept := strings.Repeat("ä", 10_000), strings.Repeat("ä", 80)
	for _, c := range []struct {
		name string
		err  *model.Error
		want string
	}{
		{"in quotes", model.Errorf(model.Invalid, "There is no shop %q.", long), `There is no shop "` + kept + `…".`},
		{"of its own type", model.Errorf(model.Invalid, "%q is no currency", model.Currency(long)), `"` + kept + `…" is no currency`},
		{"after other values", model.FieldErrorf("f", "100 %% of %5.2f and %d in %+q and %s", 1.5, 7, "é", "whole"), `100 % of  1.50 and 7 in "\u00e9" and whole`},
		{"after a percent sign", model.FieldErrorf("f", "%d %% of %q", 7, long), `7 % of "` + kept + `…"`},
		{"a short one as it is", model.Errorf(model.Invalid, "%q", kept), `"` + kept + `"`},
		{"a list in full", model.Errorf(model.Invalid, "one of %s", long), "one of " + long},
		{"nothing in it", model.Errorf(model.Invalid, "Nothing, 100 %%"), "Nothing, 100 %"},
	} {
		if c.err.Message != c.want {
			t.Errorf("%s: %.200s", c.name, c.err.Message)
		}
	}
}
