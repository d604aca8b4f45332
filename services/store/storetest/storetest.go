// Package storetest gives tests an empty book on a real file, quickly. It must
// not know what services put into the book.
package storetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/dropledger/dropledger/services/store"
)

// Moment is the time at which the clock of a test's book stands.
var Moment = time.Date(2026, time.March, 31, 12, 30, 0, 0, time.UTC)

// Clock always tells Moment.
func Clock() time.Time { return Moment }

// template is an empty book as bytes: creating one takes ten times as long as
// copying it.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.book")
	db, err := store.Create(context.Background(), store.Config{Path: path, Clock: Clock})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// File writes an empty, closed book into a folder of its own and returns its path.
func File(t testing.TB) string {
	t.Helper()
	book, err := template()
	if err != nil {
		t.Fatal(fmt.Errorf("template book: %w", err))
	}
	path := filepath.Join(t.TempDir(), "test.book")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Open returns an empty book whose clock stands at Moment, closed when t ends.
func Open(t testing.TB) *store.DB {
	t.Helper()
	return OpenWith(t, store.Config{Path: File(t), Clock: Clock})
}

// OpenWith opens the book of cfg, closed when t ends.
func OpenWith(t testing.TB, cfg store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
