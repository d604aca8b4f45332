package rules

import "testing"

func TestRules_TheBeginningOfANameIsEnough(t *testing.T) {
	known := func() []string { return []string{"Hansekontor Großhandel", "Hanse Nord", "Maasdok"} }
	for typed, want := range map[string]string{
		"maas": "Maasdok", "HANSEKONTOR": "Hansekontor Großhandel", "hanse nord": "Hanse Nord", "hanse": "hanse", " Nobody ": "Nobody",
	} {
		if o, err := among(known)(typed); err != nil || o.Value != want {
			t.Errorf("%q is read as %q, %v, want %q", typed, o.Value, err, want)
		}
	}
}
