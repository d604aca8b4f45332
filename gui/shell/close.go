package shell

import (
	"path/filepath"
	"time"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// Quit ends the program: it asks when work runs or something would be lost, waits
// for what may not be broken off, closes the book and keeps the window's size.
func (s *Shell) Quit() {
	if s.closing {
		return
	}
	s.away(text.T("shell.quit.title"), text.T("shell.quit.verb"), s.quit)
}

// away asks before work that runs is stopped, and before something is lost.
func (s *Shell) away(title, verb string, then func()) {
	if len(s.tasks) == 0 {
		s.leave(then)
		return
	}
	lines := make([]string, len(s.tasks))
	for i, t := range s.tasks {
		lines[i] = text.T("shell.quit.task", t.name)
	}
	s.Ask(page.Question{Title: title, Lines: append(lines, text.T("shell.quit.safe")), Verb: verb, Bad: true}, func() { s.leave(then) })
}

// change asks before the book is closed for another, or for none.
func (s *Shell) change(then func()) {
	s.away(text.T("shell.change.title"), text.T("shell.change.verb"), then)
}

func (s *Shell) quit() {
	s.closing = true
	s.keepSize()
	for _, t := range s.tasks {
		t.cancel()
	}
	s.put()
	book := s.book
	if book != nil {
		s.status.say(page.Note, text.T("shell.closing", filepath.Base(book.Path)))
	}
	s.later(func() (func(), error) {
		s.finish(book)
		return func() {
			s.book = nil
			s.cfg.Quit()
		}, nil
	}, func(error) {})
}

// finish waits for what runs, closes the book and writes the settings of this
// computer.
func (s *Shell) finish(book *open) {
	if book != nil {
		book.cancel()
	}
	s.run.busy.wait()
	if book != nil {
		if err := s.cfg.Shelf.Close(book.Book); err != nil {
			s.cfg.Log.Error("book not closed well", "path", book.Path, "err", cause(err))
		}
	}
	if err := s.cfg.Memory.Save(); err != nil {
		s.cfg.Log.Warn("settings of this computer not saved", "err", cause(err))
	}
}

// End closes the book when the window is gone without Quit: the computer is shut
// down, say. It waits, but not for ever: the system would not either.
func (s *Shell) End() {
	if s.book == nil && s.closing {
		return
	}
	for _, t := range s.tasks {
		t.cancel()
	}
	book := s.book
	done := make(chan struct{})
	s.run.inner.Go(func() {
		s.finish(book)
		close(done)
	})
	select {
	case <-done:
	case <-time.After(endWait):
		s.cfg.Log.Error("the book was not closed in time")
	}
}

// endWait is how long the system lets a program end.
const endWait = 4 * time.Second

// Raise brings the window to the front and opens a book, "" for none: another
// start of the program asked for it.
func (s *Shell) Raise(path string) {
	s.cfg.Window.Show()
	s.cfg.Window.RequestFocus()
	if path != "" && !s.modal() {
		s.Desk().Open(path)
	}
}
