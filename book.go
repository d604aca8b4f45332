package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/store"
)

// Which book a command works on, and how it opens it.

func (a *app) config(path string) store.Config {
	return store.Config{Path: path, Clock: a.clock, Log: a.log}
}

// bookPath is the book to work on: the one named, else the last used one.
func (a *app) bookPath() (string, error) {
	if a.book != "" {
		return a.book, nil
	}
	b, err := os.ReadFile(filepath.Join(a.data, "last-book"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", model.FieldErrorf("book", "No book was used yet. Make one with \"dropledger new\", a sample with \"dropledger demo\", or name one with --book.")
	}
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(b)), nil
}

// open opens the book for the rest of the run.
func (a *app) open() (*store.DB, error) {
	if a.db != nil {
		return a.db, nil
	}
	path, err := a.bookPath()
	if err != nil {
		return nil, err
	}
	if a.db, err = store.Open(a.ctx, a.config(path)); err != nil {
		return nil, err
	}
	for _, warning := range a.db.Warnings() {
		fmt.Fprintln(a.err, warning)
	}
	return a.db, a.remember(path)
}

// look opens the book for a command that only reads. A book that another program
// has open, or that is protected, it reads as it stands now.
func (a *app) look() (*store.DB, error) {
	db, err := a.open()
	if code := model.CodeOf(err); code != model.Busy && code != model.Unwritable {
		return db, err
	}
	path, pathErr := a.bookPath()
	if pathErr != nil {
		return nil, pathErr
	}
	c := a.config(path)
	c.ReadOnly = true
	if a.db, pathErr = store.Open(a.ctx, c); pathErr != nil {
		return nil, err // why it cannot be opened at all
	}
	return a.db, nil
}

// remember notes the book as the last used one.
func (a *app) remember(path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(a.data, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(a.data, "last-book"), []byte(abs+"\n"), 0o600)
}

func (a *app) close() error {
	if a.db == nil {
		return nil
	}
	return a.db.Close()
}

// newBookPath is where a new book goes: where --book says, else a file of that
// name in the data folder.
func (a *app) newBookPath(name string) (string, error) {
	if a.book != "" {
		return a.book, nil
	}
	folder := filepath.Join(a.data, "books")
	return filepath.Join(folder, bookFile(name)), os.MkdirAll(folder, 0o700)
}

const bookEnding = ".dropledger"

func bookFile(name string) string { return file.SafeName(name) + bookEnding }

// discard removes a book that was being made when something failed, so that
// the same command can be given again.
func (a *app) discard(path string) error {
	err := a.close()
	a.db = nil
	return errors.Join(err, os.Remove(path))
}
