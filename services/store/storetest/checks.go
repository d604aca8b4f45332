package storetest

import (
	"flag"
	"strconv"
	"testing"
)

// Checks lets the property tests of a package try so many sequences of work on real
// books instead of a hundred: each takes long. The flag -rapid.checks still says
// otherwise.
func Checks(t testing.TB, n int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f == nil || f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Value.Set(f.DefValue); err != nil {
			t.Error(err)
		}
	})
}
