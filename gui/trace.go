package gui

import (
	"image"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// trace tells when the window was painted first: a picture of one pixel is asked
// for when it is drawn. Without anyone to hear it nothing is added.
func (cfg Config) trace(w fyne.Window, run async.Runner) {
	c, ok := run.(*counted)
	if !ok {
		return
	}
	told := false
	c.dot = canvas.NewRaster(func(wide, high int) image.Image {
		if !told {
			told = true
			async.Live{}.UI(func() { cfg.Trace("painted") })
		}
		if c.filled {
			c.filled, c.fresh = false, true
			async.Live{}.UI(c.seen) // after this frame, unless the next one comes first
		}
		return image.NewAlpha(image.Rect(0, 0, wide, high))
	})
	c.dot.SetMinSize(fyne.NewSize(1, 1))
	w.SetContent(container.NewStack(w.Content(), container.NewHBox(c.dot)))
	ticks := fyne.NewAnimation(time.Hour, func(float32) { c.seen() }) // before each frame
	ticks.RepeatCount = fyne.AnimationRepeatForever
	ticks.Start()
}

// runner is the way off the window's goroutine. With someone to hear it, it tells
// the title of every screen that is shown once nothing more is on its way there,
// and before that when rows of it were drawn.
func (cfg Config) runner(w fyne.Window) async.Runner {
	if cfg.Trace == nil {
		return async.Live{}
	}
	shown := ""
	c := &counted{
		settled: func() {
			if t := w.Title(); t != shown {
				shown = t
				cfg.Trace("shown " + t)
			}
		},
		drawn: func() { cfg.Trace("rows " + w.Title()) },
	}
	watch(w, c)
	return c
}

// soon is how long a timer may run that belongs to what a person just did: the
// pause after typing, say. What waits longer is a clock, or a message that goes
// away.
const soon = time.Second

// counted is a Runner that knows whether anything is on its way to the window.
type counted struct {
	async.Live
	pending atomic.Int64
	settled func() // on the window's goroutine, whenever nothing is
	drawn   func() // on the window's goroutine, when new rows of a list were

	dot    *canvas.Raster // drawn anew with the next frame when rows came
	filled bool           // they did
	fresh  bool           // and were drawn, which is still to be told
}

// Filled hears of new rows. The next frame draws them and the dot.
func (c *counted) Filled() {
	if c.dot != nil {
		c.filled = true
		c.dot.Refresh()
	}
}

// seen tells that the frame with the rows is shown.
func (c *counted) seen() {
	if c.fresh {
		c.fresh = false
		c.drawn()
	}
}

// Go implements async.Runner.
func (c *counted) Go(work func()) { c.Live.Go(c.count(work)) }

// Behind implements async.Background.
func (c *counted) Behind(work func()) { c.Live.Behind(c.count(work)) }

func (c *counted) count(work func()) func() {
	c.pending.Add(1)
	return func() {
		defer c.pending.Add(-1)
		work()
	}
}

// UI implements async.Runner.
func (c *counted) UI(fn func()) {
	c.pending.Add(1)
	c.Live.UI(func() {
		defer c.done()
		fn()
	})
}

// After implements async.Runner.
func (c *counted) After(d time.Duration, fn func()) func() {
	if d >= soon {
		return c.Live.After(d, fn)
	}
	c.pending.Add(1)
	over := sync.OnceFunc(c.done)
	stop := c.Live.After(d, func() {
		defer over()
		fn()
	})
	return func() {
		stop()
		over()
	}
}

// done counts down what ended on the window's goroutine.
func (c *counted) done() {
	if c.pending.Add(-1) == 0 {
		c.settled()
	}
}
