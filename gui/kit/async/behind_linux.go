package async

import (
	"runtime"
	"syscall"
)

// back is how many ranks work that nobody waits for stands back: what competes with
// it gets three times as much of the processor.
const back = 5

// stepBack gives the goroutine a thread of its own that stands back. The thread ends
// with the goroutine, as its rank may not be raised again. Without the rank the work
// is done all the same.
func stepBack() {
	runtime.LockOSThread()
	const thread = 0 // this one; the system tells 20 less its rank
	if told, err := syscall.Getpriority(syscall.PRIO_PROCESS, thread); err == nil {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, thread, 20-told+back)
	}
}
