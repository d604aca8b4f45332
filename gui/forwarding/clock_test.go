package forwarding

import (
	"testing"

	"github.com/dropledger/dropledger/gui/format"
)

func TestClock_IsWrittenAsTheUserWritesTimes(t *testing.T) {
	for at, want := range map[string][2]string{"17:00": {"17:00", "5:00 pm"}, "09:30": {"09:30", "9:30 am"}, "noon": {"noon", "noon"}} {
		for i, half := range []bool{false, true} {
			if got := clock(format.New(format.Options{Hours12: half}), at); got != want[i] {
				t.Errorf("%s of a user with 12 hours %v is %q, want %q", at, half, got, want[i])
			}
		}
	}
}
