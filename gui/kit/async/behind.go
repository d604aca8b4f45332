package async

// Background is a Runner that can let work stand back behind all else that the
// computer does.
type Background interface {
	// Behind runs work away from the window's goroutine, as Go does.
	Behind(work func())
}

// Behind runs work that nobody waits for. Where the Runner is a Background and the
// system has ranks for threads, a window that is being drawn and answers that are
// waited for go first.
func Behind(run Runner, work func()) {
	if b, ok := run.(Background); ok {
		b.Behind(work)
		return
	}
	run.Go(work)
}

// Behind starts a goroutine with a thread of its own.
func (r Live) Behind(work func()) {
	r.Go(func() {
		stepBack()
		work()
	})
}
