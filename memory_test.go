package main

import "testing"

func TestPercentFor_LeavesRoomForGarbageButNotGigabytes(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		live uint64
		most int
		want int
	}{
		{0, gcPercent, gcPercent},
		{10 * mb, gcPercent, gcPercent},
		{16 * mb, gcPercent, 400},
		{32 * mb, gcPercent, 200},
		{64 * mb, gcPercent, 100},
		{400 * mb, gcPercent, leastGCPercent},
		{10 * mb, windowGCPercent, windowGCPercent},
		{1 << 40, windowGCPercent, leastGCPercent},
	} {
		if got := percentFor(c.live, c.most); got != c.want {
			t.Errorf("with %d MB that stay and %d %% at most: %d %%, want %d", c.live/mb, c.most, got, c.want)
		}
	}
}
