package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dropledger/dropledger/model"
)

// Restore puts the backup from in the place of the book of cfg. The backup is
// examined first; the replaced book is kept in the backup folder; and when the
// restored one does not open, the former comes back, also after a crash in
// between. The book must not be open anywhere.
func Restore(ctx context.Context, cfg Config, from string) error {
	cfg = cfg.filled()
	cfg.ReadOnly = false
	path, err := resolve(cfg.Path)
	if err != nil {
		return err
	}
	cfg.Path = path
	if from, err = resolve(from); err != nil {
		return err
	}
	if SameBook(from, path) {
		return itself(from)
	}
	if lockHeld(from) {
		return busy(from)
	}
	if err := cfg.verify(ctx, from); err != nil {
		return err
	}
	l, err := takeLock(path, cfg.Clock())
	if err != nil {
		return err
	}
	defer l.release()
	return translate(path, cfg.restoreLocked(ctx, l, from, os.Rename))
}

// restoreLocked does the work; rename stands for os.Rename so that tests can
// make it fail.
func (c Config) restoreLocked(ctx context.Context, l *lock, from string, rename func(from, to string) error) error {
	if err := undoSwap(c.Path); err != nil {
		return err
	}
	temp, err := partFile(c.Path, filepath.Dir(c.Path))
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }()
	if err := vacuum(ctx, from, verifyMode(from), temp); err != nil {
		return err
	}
	if err := c.ready(ctx, temp); err != nil {
		return err
	}
	if _, err := Fingerprint(temp); err != nil {
		return err
	}
	s := swap{path: c.Path, aside: sideName(c.Path, "swap"), rename: rename}
	err = s.forward(temp)
	if err == nil {
		err = c.tryOut(ctx, l)
	}
	if err == nil {
		err = s.finish(c)
	}
	if err == nil {
		return nil
	}
	if back := s.back(); back != nil {
		return model.Errorf(model.Damaged, "The backup was not restored, and the former book could not be put back: it lies in %s. Free space or check the disk, then open the book: it will be put back.", s.aside).
			Because(errors.Join(err, back))
	}
	e := translate(c.Path, err)
	return model.Errorf(model.CodeOf(e), "The backup was not restored; the former book is back in its place, unchanged. %s", e).Because(err)
}

// ready switches the copy to the journal the book's folder needs and examines it.
func (c Config) ready(ctx context.Context, temp string) error {
	p := pool(connector{dsn: dsn(temp, "mode=rw"), settings: copySettings()}, 1)
	if err := errors.Join(presetWAL(ctx, p, c.Path), p.Close()); err != nil {
		return err
	}
	return c.verify(ctx, temp)
}

// tryOut opens the restored book, which brings it up to date, examines it and
// closes it; the lock stays.
func (c Config) tryOut(ctx context.Context, l *lock) error {
	db, err := openLocked(ctx, c, l)
	if err != nil {
		return err
	}
	db.lock = nil
	found, err := db.Integrity(ctx, true)
	if err == nil && !found.OK() {
		err = model.Errorf(model.Damaged, "%s is damaged (%s).", c.Path, found.SQLite)
	}
	return errors.Join(err, db.Close())
}

// swap replaces a book. While the folder aside exists the replacement is not
// complete, and undoSwap takes it back.
type swap struct {
	path, aside string
	rename      func(from, to string) error
	had         bool // there was a book to replace
	placed      bool // the new book is at path
}

// forward moves the book and what belongs to it aside and the file temp in.
func (s *swap) forward(temp string) error {
	if err := os.Mkdir(s.aside, 0o700); err != nil {
		return err
	}
	_, err := os.Stat(s.path)
	s.had = err == nil
	for _, suffix := range append(slices.Clone(sideFiles), "") {
		if err := s.rename(s.path+suffix, s.inside(suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := s.rename(temp, s.path); err != nil {
		return err
	}
	s.placed = true
	return syncFolder(filepath.Dir(s.path))
}

func (s *swap) inside(suffix string) string {
	return filepath.Join(s.aside, filepath.Base(s.path)+suffix)
}

// finish keeps the replaced book in the backup folder.
func (s *swap) finish(c Config) error {
	if !s.had {
		return os.Remove(s.aside)
	}
	dir := BackupFolder(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	stem, _ := stemOf(s.path)
	if err := s.rename(s.aside, unused(filepath.Join(dir, fmt.Sprintf("%s-replaced-%s", stem, stamp(c))), "")); err != nil {
		return err
	}
	return errors.Join(syncFolder(dir), syncFolder(filepath.Dir(s.path)))
}

// back undoes forward, however far it came.
func (s *swap) back() error {
	if s.placed && !s.had {
		for _, suffix := range append([]string{""}, sideFiles...) {
			if err := os.Remove(s.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return undoSwap(s.path)
}

func swapPending(path string) bool {
	_, err := os.Stat(sideName(path, "swap"))
	return err == nil
}

// undoSwap puts a book back whose replacement did not complete. It can itself
// be interrupted and repeated at any point. The caller has the lock.
func undoSwap(path string) error {
	s := swap{path: path, aside: sideName(path, "swap")}
	if !swapPending(path) {
		return nil
	}
	if _, err := os.Stat(s.inside("")); err == nil {
		// What lies at path is the replacement; its WAL must not meet the old book.
		for _, suffix := range sideFiles {
			if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	for _, suffix := range append([]string{""}, sideFiles...) {
		if err := os.Rename(s.inside(suffix), path+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(s.aside); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
