// Package prefs keeps the settings of this computer: the size of the window, how
// it looks, the columns of lists, the last folders. They lie in one JSON file in
// the program's folder, apart from the book, which holds the settings of the
// business. It must not know what a setting means.
package prefs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/dropledger/dropledger/services/file"
)

// largest is more than such a file ever has; a larger one is not ours.
const largest = 4 << 20

// File is the settings of this computer by key. Its methods may be used from
// several goroutines.
type File struct {
	path  string
	aside string

	mu      sync.Mutex
	values  map[string]json.RawMessage
	changed bool
	saving  sync.Mutex // held while the file is written
}

// Open reads the settings at path. A file that is not there has none; a broken
// one has none either and is kept aside under another name: see Broken.
func Open(path string) *File {
	f := &File{path: path, values: map[string]json.RawMessage{}}
	content, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f
	}
	if err == nil && json.Unmarshal(content, &f.values) == nil && f.values != nil {
		return f
	}
	f.values = map[string]json.RawMessage{}
	aside := path + ".broken"
	if os.Rename(path, aside) == nil {
		f.aside = aside
	}
	return f
}

func read(path string) ([]byte, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(io.LimitReader(r, largest))
}

// Broken is where a broken file was put, "" when it was whole.
func (f *File) Broken() string { return f.aside }

// Get reads a setting into a pointer and tells whether there was one that fits.
func (f *File) Get(key string, into any) bool {
	f.mu.Lock()
	raw, ok := f.values[key]
	f.mu.Unlock()
	return ok && json.Unmarshal(raw, into) == nil
}

// Set changes a setting; nil removes it. Save writes it to the disk. A value that
// JSON cannot hold is a defect of the caller and panics.
func (f *File) Set(key string, value any) {
	var raw json.RawMessage
	if value != nil {
		b, err := json.Marshal(value)
		if err != nil {
			panic("prefs: " + key + ": " + err.Error())
		}
		raw = b
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if bytes.Equal(f.values[key], raw) {
		return
	}
	f.changed = true
	if raw == nil {
		delete(f.values, key)
		return
	}
	f.values[key] = raw
}

// Save writes what changed since the last time; nothing to write is no error. An
// error is a sentence that names the file, and the next Save tries again.
func (f *File) Save() error {
	f.saving.Lock()
	defer f.saving.Unlock()
	f.mu.Lock()
	if !f.changed {
		f.mu.Unlock()
		return nil
	}
	f.changed = false
	content, err := json.MarshalIndent(f.values, "", "\t")
	f.mu.Unlock()
	if err == nil {
		err = file.WriteAtomic(f.path, 0o600, func(w io.Writer) error {
			_, err := w.Write(append(content, '\n'))
			return err
		})
	}
	if err != nil {
		f.mu.Lock()
		f.changed = true
		f.mu.Unlock()
	}
	return err
}
