package locale

import "testing"

func TestNone_FindsTheVariableThatHoldsNoLanguage(t *testing.T) {
	cases := map[string]struct {
		env  map[string]string
		name string
		none bool
	}{
		"a container":                  {map[string]string{"LANG": "C.UTF-8"}, "LANG", true},
		"a language":                   {map[string]string{"LANG": "de_DE.UTF-8"}, "LANG", false},
		"plain C, which needs no help": {map[string]string{"LANG": "C"}, "LANG", false},
		"the stronger variable counts": {map[string]string{"LC_ALL": "C.utf8", "LANG": "de_DE.UTF-8"}, "LC_ALL", true},
		"and hides the weaker":         {map[string]string{"LC_ALL": "fr_FR", "LANG": "C.UTF-8"}, "LC_ALL", false},
		"nothing":                      {nil, "", false},
	}
	for name, c := range cases {
		if got, none := none(func(v string) string { return c.env[v] }); got != c.name || none != c.none {
			t.Errorf("%s: %q, %v", name, got, none)
		}
	}
}
