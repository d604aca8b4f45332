package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dropledger/dropledger/model"
)

// Create makes an empty book that only its owner may read and opens it. The
// file appears under its name when it is complete, so a crash leaves either no
// book or a good one. An existing path is refused with code Conflict and left
// alone; the folder must exist.
func Create(ctx context.Context, cfg Config) (*DB, error) {
	cfg = cfg.filled()
	if err := checkEngine(); err != nil {
		return nil, err
	}
	path, err := resolve(cfg.Path)
	if err != nil {
		return nil, err
	}
	cfg.Path, cfg.ReadOnly = path, false
	if err := free(path); err != nil {
		return nil, err
	}
	l, err := takeLock(path, cfg.Clock())
	if err != nil {
		return nil, err
	}
	l.stale = false // no book, so none that was left open
	db, err := createLocked(ctx, cfg, l)
	if err != nil {
		l.release()
		return nil, translate(path, err)
	}
	return db, nil
}

// free refuses a path that is taken, also by what a removed book left behind:
// SQLite would take an old WAL for a part of the new book.
func free(path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return model.Errorf(model.NotFound, "The folder %s is not there. Make it, or choose another for the book.", dir)
	}
	for _, suffix := range append([]string{""}, sideFiles...) {
		if _, err := os.Lstat(path + suffix); err == nil {
			return exists(path + suffix)
		}
	}
	return nil
}

// sideFiles are what SQLite keeps beside an open book.
var sideFiles = []string{"-wal", "-shm", "-journal"}

func createLocked(ctx context.Context, cfg Config, l *lock) (*DB, error) {
	temp := sideName(cfg.Path, "new")
	defer func() { _ = os.Remove(temp) }()
	if err := newFile(temp); err != nil {
		return nil, err
	}
	if err := cfg.build(ctx, temp); err != nil {
		return nil, err
	}
	if _, err := Fingerprint(temp); err != nil {
		return nil, err
	}
	if err := place(temp, cfg.Path); err != nil {
		return nil, err
	}
	return openLocked(ctx, cfg, l)
}

// build applies all steps to an empty file. It needs no journal on the disk,
// since the file does not count before it is complete.
func (c Config) build(ctx context.Context, temp string) error {
	settings := append(commonSettings(16<<10),
		setting{"journal_mode", "MEMORY", "memory"}, setting{"synchronous", "OFF", "0"}, setting{"foreign_keys", "OFF", "0"})
	p := pool(connector{dsn: dsn(temp, "mode=rw", "_txlock=immediate"), settings: settings}, 1)
	for _, s := range c.steps {
		if err := c.apply(ctx, p, s); err != nil {
			return errors.Join(err, p.Close())
		}
	}
	return errors.Join(presetWAL(ctx, p, c.Path), p.Close())
}

// presetWAL switches a finished file to WAL before it gets its name: the switch
// needs a journal of its own, whose name may be too long beside the book.
func presetWAL(ctx context.Context, p *sql.DB, book string) error {
	if lookAround(book).unsafeFolder {
		return nil
	}
	_, err := p.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return err
}

// place gives the complete file its name without ever replacing another. Where
// the file system has no hard links the name is looked at first.
func place(temp, path string) error {
	err := os.Link(temp, path)
	if errors.Is(err, fs.ErrExist) {
		return exists(path)
	}
	if err != nil {
		if _, e := os.Lstat(path); e == nil {
			return exists(path)
		}
		if err := os.Rename(temp, path); err != nil {
			return err
		}
	}
	_ = os.Remove(temp)
	return syncFolder(filepath.Dir(path))
}

// removeUnplaced removes the second name a new book keeps when its maker was
// killed between giving it its own name and taking the first away. The caller
// has the lock, so that nobody is making a book at path.
func removeUnplaced(path string) { _ = os.Remove(sideName(path, "new")) }

// sideName is the name of a working file beside path: hidden, the same after a
// crash so that it is found again, and short enough whatever path is.
func sideName(path, kind string) string {
	sum := sha256.Sum256([]byte(filepath.Base(path)))
	return filepath.Join(filepath.Dir(path), ".dropledger-"+hex.EncodeToString(sum[:6])+"."+kind)
}

// newFile makes an empty file that only its owner may read, in place of what a
// crash may have left under that name.
func newFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}
