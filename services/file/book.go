package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// bookMark begins every file of the database engine, as a book is one.
const bookMark = "SQLite format 3\x00"

// besides end the names of what lies beside an open book and belongs to it.
var besides = []string{"-wal", "-shm", "-journal", ".lock"}

var errBook = errors.New("is a book or belongs to one")

// refuseBook keeps a document from taking the place of a book, the open one or
// another, a backup of one, or what the database engine keeps beside it.
func refuseBook(target string) error {
	names := []string{target}
	for _, end := range besides {
		if book, beside := strings.CutSuffix(target, end); beside {
			names = append(names, book)
		}
	}
	for _, name := range names {
		if isBook(name) {
			return errBook
		}
	}
	return nil
}

// isBook knows an open book by the lock beside it and leaves it closed: opening
// and closing it once more would drop the locks the database engine has on it.
func isBook(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	if _, err := os.Lstat(path + ".lock"); !errors.Is(err, fs.ErrNotExist) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	begins := make([]byte, len(bookMark))
	_, err = io.ReadFull(f, begins)
	return err == nil && string(begins) == bookMark
}
