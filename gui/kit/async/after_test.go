package async

import "testing"

// The window was busy when the wait was over. What had waited stood in its queue,
// was stopped, and ran all the same: the story of an order was taken away that had
// just been shown.
func TestAfter_NothingRunsThatWasStoppedWhileItStoodInTheQueue(t *testing.T) {
	for name, halted := range map[string]bool{"stopped in the queue": true, "left alone": false} {
		t.Run(name, func(t *testing.T) {
			queue := make(chan func(), 1)
			ran := false
			stop := after(0, func(fn func()) { queue <- fn }, func() { ran = true })
			fn := <-queue
			if halted {
				stop()
			}
			fn()
			if ran == halted {
				t.Errorf("ran: %v", ran)
			}
		})
	}
}
