package gui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/today"
)

const ending = ".dropledger"

// shelf opens and closes the books for the shell.
type shelf struct {
	folder  string // where new books go
	clock   func() time.Time
	log     *slog.Logger
	program string
	opened  func(path string) error // notes the book as the last used one
}

func (s *shelf) config(path string) store.Config {
	return store.Config{Path: path, Clock: s.clock, Log: s.log, Daily: s.backedUp}
}

// backedUp notes how the backup before the day's first change went. The shell makes
// one too and tells the person when it fails.
func (s *shelf) backedUp(err error) {
	if err != nil {
		s.log.Warn("no backup before the first change", "err", err)
	}
}

// Open implements shell.Shelf.
func (s *shelf) Open(ctx context.Context, path string) (*page.Book, string, error) {
	return s.open(ctx, s.config(path))
}

// Look implements shell.Shelf.
func (s *shelf) Look(ctx context.Context, path string) (*page.Book, string, error) {
	c := s.config(path)
	c.ReadOnly = true
	return s.open(ctx, c)
}

func (s *shelf) open(ctx context.Context, c store.Config) (*page.Book, string, error) {
	begun := s.clock()
	db, err := store.Open(ctx, c)
	if err != nil {
		return nil, "", err
	}
	b := s.book(db)
	name, err := s.read(ctx, b)
	if err == nil && s.opened != nil {
		err = s.opened(b.Path)
	}
	if err != nil {
		return nil, "", errors.Join(err, db.Close())
	}
	s.log.Info("book opened", "ms", s.clock().Sub(begun).Milliseconds())
	return b, name, nil
}

// book puts what screens need around an open book file.
func (s *shelf) book(db *store.DB) *page.Book {
	b := &page.Book{
		Path: db.Path(), DB: db, Bus: &event.Bus{}, Clock: s.clock, Program: s.program,
		Sample: strings.HasPrefix(filepath.Base(db.Path()), file.SafeName(page.SampleName)),
	}
	b.Jobs = &job.Runner{Topic: &b.Bus.JobProgress, Clock: s.clock}
	b.Orders = orderbook.New(db, b.Bus)
	b.Waiting = today.New(db, b.Orders)
	b.Memory = memo.New(db)
	return b
}

// read takes over the name and the currency of the book. A book without them was
// made on the command line; its file's name and no currency stand for them.
func (s *shelf) read(ctx context.Context, b *page.Book) (name string, err error) {
	set := setting.New(b.DB, b.Bus)
	n, err := set.Get(ctx, string(setting.BookName))
	if err != nil {
		return "", err
	}
	c, err := set.Get(ctx, string(setting.BookCurrency))
	if err != nil {
		return "", err
	}
	b.Home = model.Currency(c.Value)
	if n.Value == "" {
		n.Value = strings.TrimSuffix(filepath.Base(b.Path), filepath.Ext(b.Path))
	}
	return n.Value, nil
}

// Create implements shell.Shelf.
func (s *shelf) Create(ctx context.Context, path string) (*page.Book, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, model.Errorf(model.Unwritable, "The folder %s cannot be made. Choose another place for the book; nothing was changed.", filepath.Dir(path)).Because(err)
	}
	db, err := store.Create(ctx, s.config(path))
	if err != nil {
		return nil, err
	}
	return s.book(db), nil
}

// Discard implements shell.Shelf.
func (s *shelf) Discard(b *page.Book) error {
	return errors.Join(b.DB.Close(), os.Remove(b.Path))
}

// Restore implements shell.Shelf.
func (s *shelf) Restore(ctx context.Context, path, backup string) error {
	return store.Restore(ctx, s.config(path), backup)
}

// Close implements shell.Shelf.
func (s *shelf) Close(b *page.Book) error { return b.DB.Close() }

// Backup implements shell.Shelf.
func (s *shelf) Backup(ctx context.Context, b *page.Book, out string) error {
	if out == "" {
		_, err := store.DailyBackup(ctx, b.DB)
		return err
	}
	_, err := store.Backup(ctx, b.DB, out)
	return err
}

// BackedUp implements shell.Shelf.
func (s *shelf) BackedUp(path string) (newest time.Time) {
	entries, err := os.ReadDir(store.BackupFolder(path))
	if err != nil {
		return newest // no folder, no backup
	}
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + "-"
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), stem) || filepath.Ext(e.Name()) != filepath.Ext(path) {
			continue
		}
		if info, err := e.Info(); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return newest
}

// Path implements shell.Shelf.
func (s *shelf) Path(name string) string {
	stem := filepath.Join(s.folder, file.SafeName(name))
	path := stem + ending
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s %d%s", stem, n, ending)
	}
}

// nameBook gives a new book what every book has.
func nameBook(ctx context.Context, b *page.Book, name string) error {
	return setting.New(b.DB, b.Bus).SetAll(ctx, []setting.Pair{
		{Key: string(setting.BookName), Value: name}, {Key: string(setting.BookCurrency), Value: "EUR"}, {Key: string(setting.BookCountry), Value: "DE"},
	})
}
