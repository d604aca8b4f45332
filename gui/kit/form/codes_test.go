package form

import (
	"slices"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func TestCodes_AreAllThatTheModelKnows(t *testing.T) {
	countries, currencies := Countries(), Currencies()
	if i := slices.IndexFunc(countries, func(o Option) bool { return o.Value == "DE" }); i < 0 || countries[i].Label != "Germany" {
		t.Errorf("Germany is missing, or at %d without its name", i)
	}
	if len(countries) < 240 || len(currencies) < 150 || currencies[0].Value != "EUR" {
		t.Errorf("%d countries, %d currencies that begin with %v", len(countries), len(currencies), currencies[:1])
	}
	seen := map[string]bool{}
	for _, o := range currencies {
		if seen[o.Value] || !model.Currency(o.Value).Valid() {
			t.Errorf("%s stands twice or is none", o.Value)
		}
		seen[o.Value] = true
	}
}
