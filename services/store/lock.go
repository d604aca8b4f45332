package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/dropledger/dropledger/model"
)

// lock keeps a second program from writing the book. It is a lock of the
// operating system on a file beside the book, so it ends with the process
// however that ends; the text in the file only says who has it.
type lock struct {
	file *flock.Flock
	// stale: whoever had the lock before did not give it back.
	stale bool
}

// noteStart leaves out the first byte, which Windows lets nobody read while
// the lock is held; noteSize is fixed so that the file is never truncated.
const (
	noteStart = 1
	noteSize  = 200
)

func lockPath(book string) string { return book + ".lock" }

// takeLock takes the lock of book or says who has it.
func takeLock(book string, now time.Time) (*lock, error) {
	path := lockPath(book)
	for range 10 {
		f := flock.New(path, flock.SetPermissions(0o600))
		got, err := f.TryLock()
		if err != nil {
			return nil, translate(book, err)
		}
		if !got {
			return nil, busy(book)
		}
		if !current(f, path) {
			// The former holder removed the file between our opening and locking it.
			_ = f.Unlock()
			continue
		}
		l := &lock{file: f, stale: readNote(path) != ""}
		if err := writeNote(path, now); err != nil {
			l.release()
			return nil, translate(book, err)
		}
		return l, nil
	}
	return nil, busy(book)
}

// current tells whether the locked file is still the one at path.
func current(f *flock.Flock, path string) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(held, there)
}

// release gives the lock back and removes its file: a closed book is one file.
func (l *lock) release() {
	path := l.file.Path()
	if canRemoveOpen {
		_ = os.Remove(path)
		_ = l.file.Unlock()
		return
	}
	_ = l.file.Unlock()
	_ = os.Remove(path) // fails when the next one already has it open, rightly
}

// abandon gives the lock back but leaves the note, so that the next program
// examines the book.
func (l *lock) abandon() { _ = l.file.Unlock() }

func busy(book string) error {
	holder := readNote(lockPath(book))
	if holder == "" {
		holder = "another program"
	}
	return model.Errorf(model.Busy, "%s is open in %s. Close it there first, or open the book for reading only. Nothing was changed.", book, holder)
}

func writeNote(path string, now time.Time) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	note := fmt.Sprintf("process %d on %.100s since %s", os.Getpid(), host, model.InstantOf(now))
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(fmt.Appendf(nil, "%-*s\n", noteSize, note), noteStart)
	return errors.Join(err, f.Close())
}

func readNote(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	note := make([]byte, noteSize)
	n, err := f.ReadAt(note, noteStart)
	if err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	return strings.TrimSpace(string(note[:n]))
}

// lockHeld tells whether a program has the book open for writing.
func lockHeld(book string) bool {
	if _, err := os.Stat(lockPath(book)); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	f := flock.New(lockPath(book), flock.SetFlag(os.O_RDONLY))
	got, err := f.TryLock()
	if err != nil {
		return false
	}
	_ = f.Unlock()
	return !got
}
