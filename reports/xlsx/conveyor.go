package xlsx

import (
	"io"
	"sync/atomic"
)

// Pieces of this size go to the compressor; a few are under way at a time.
const (
	flushAt  = 1 << 16
	underWay = 4
)

// conveyor compresses one piece of a sheet while the next is being written.
type conveyor struct {
	full   chan []byte
	spare  chan []byte
	done   chan error
	failed atomic.Bool
}

func newConveyor(w io.Writer) *conveyor {
	c := &conveyor{full: make(chan []byte, underWay), spare: make(chan []byte, underWay+2), done: make(chan error, 1)}
	for range cap(c.spare) {
		c.spare <- nil
	}
	go func() {
		var err error
		for b := range c.full {
			if err == nil {
				if _, err = w.Write(b); err != nil {
					c.failed.Store(true)
				}
			}
			c.spare <- b
		}
		c.done <- err
	}()
	return c
}

// empty returns room for the next piece.
func (c *conveyor) empty() []byte {
	if b := <-c.spare; b != nil {
		return b[:0]
	}
	return make([]byte, 0, flushAt+flushAt/4)
}

// send hands a piece over; false when there is no point in going on.
func (c *conveyor) send(b []byte) bool {
	c.full <- b
	return !c.failed.Load()
}

// close waits until all is written and returns the first error.
func (c *conveyor) close() error {
	close(c.full)
	return <-c.done
}
