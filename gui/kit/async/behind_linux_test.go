package async_test

import (
	"syscall"
	"testing"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// rank is the priority of the thread a goroutine runs on, as the system call tells
// it: 20 less what is shown.
func rank() int {
	n, _ := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	return n
}

func TestLive_WorkThatNobodyWaitsForStandsBack(t *testing.T) {
	behind, beside, after := make(chan int), make(chan int), make(chan int)
	async.Live{}.Go(func() { beside <- rank() })
	usual := <-beside
	async.Live{}.Behind(func() { behind <- rank() })
	if got := <-behind; got >= usual {
		t.Errorf("it has the rank %d, other work %d", got, usual)
	}
	for range 50 { // the thread is used for nothing else
		async.Live{}.Go(func() { after <- rank() })
		if got := <-after; got != usual {
			t.Fatalf("work that is waited for has the rank %d, want %d", got, usual)
		}
	}
}
