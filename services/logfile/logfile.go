// Package logfile writes a log that never fills the disk: when a file is full the
// next begins, and the oldest goes. It must not know what is logged.
package logfile

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// Name is the file that is written now; older ones are app.1.log, app.2.log ...
const Name = "app.log"

const (
	largest = 5 << 20 // bytes a file holds
	kept    = 4       // older files
)

// File is a rotating log. It may be written from several goroutines.
type File struct {
	folder string
	limit  int64

	mu   sync.Mutex
	file *os.File
	size int64
}

// Open opens the log in a folder, which is made when it is not there.
func Open(folder string) (*File, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	f := &File{folder: folder, limit: largest}
	return f, f.open()
}

func (f *File) open() error {
	file, err := os.OpenFile(filepath.Join(f.folder, Name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return err
	}
	f.file, f.size = file, info.Size()
	return nil
}

// Write writes one entry; it is never split over two files.
func (f *File) Write(entry []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.size > 0 && f.size+int64(len(entry)) > f.limit {
		if err := f.turn(); err != nil {
			return 0, err
		}
	}
	if f.file == nil {
		if err := f.open(); err != nil {
			return 0, err
		}
	}
	n, err := f.file.Write(entry)
	f.size += int64(n)
	return n, err
}

// turn begins the next file. A name that cannot be changed costs the rotation,
// not the log.
func (f *File) turn() error {
	if f.file != nil {
		_ = f.file.Close()
		f.file = nil
	}
	_ = os.Remove(f.older(kept))
	for i := kept - 1; i >= 0; i-- {
		_ = os.Rename(f.older(i), f.older(i+1))
	}
	return f.open()
}

func (f *File) older(i int) string {
	if i == 0 {
		return filepath.Join(f.folder, Name)
	}
	return filepath.Join(f.folder, fmt.Sprintf("app.%d.log", i))
}

// Close ends the log.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	return err
}
