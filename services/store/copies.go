package store

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dropledger/dropledger/model"
)

// CopyKind says why a copy of a book was made.
type CopyKind string

// The kinds of copies in the backup folder.
const (
	DailyCopy    CopyKind = "daily"
	ManualCopy   CopyKind = "manual"
	UpdateCopy   CopyKind = "update"   // before the book was brought up to date
	ReplacedCopy CopyKind = "replaced" // the book that a restore replaced
)

// Copy is a file in the backup folder of a book.
type Copy struct {
	Path string
	Kind CopyKind
	Made time.Time // when the file was written last
	Size int64     // bytes
}

// Copies lists what lies in the backup folder of a book, the newest first: none
// when there is no such folder. Files of other books are left out.
func Copies(book string) ([]Copy, error) {
	book, err := resolve(book)
	if err != nil {
		return nil, err
	}
	dir := BackupFolder(book)
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(dir, err)
	}
	var found []Copy
	for _, e := range entries {
		c := Copy{Path: filepath.Join(dir, e.Name()), Kind: kindOf(book, e)}
		if c.Kind == ReplacedCopy {
			c.Path = filepath.Join(c.Path, filepath.Base(book))
		}
		info, err := os.Stat(c.Path)
		if c.Kind == "" || err != nil || !info.Mode().IsRegular() {
			continue // not ours, or removed meanwhile
		}
		c.Made, c.Size = info.ModTime(), info.Size()
		found = append(found, c)
	}
	slices.SortFunc(found, func(a, b Copy) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(b.Path, a.Path)) })
	return found, nil
}

// kindOf tells by its name what an entry of the backup folder is, "" when it is
// no copy of the book.
func kindOf(book string, e os.DirEntry) CopyKind {
	stem, ext := stemOf(book)
	rest, ours := strings.CutPrefix(e.Name(), stem+"-")
	switch {
	case !ours:
		return ""
	case e.IsDir() && strings.HasPrefix(rest, "replaced-"):
		return ReplacedCopy
	case e.IsDir() || filepath.Ext(rest) != ext:
		return ""
	case strings.HasPrefix(rest, "before-"):
		return UpdateCopy
	case strings.HasPrefix(rest, "manual-"):
		return ManualCopy
	case dailyName(book).MatchString(e.Name()):
		return DailyCopy
	}
	return ""
}

// ManualBackup makes a backup in the book's backup folder under a name of its
// own. It is never removed by the program.
func ManualBackup(ctx context.Context, db *DB) (BackupResult, error) {
	dir := BackupFolder(db.cfg.Path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return BackupResult{}, translate(dir, err)
	}
	stem, ext := stemOf(db.cfg.Path)
	return db.cfg.copyTo(ctx, db.cfg.Path, unused(filepath.Join(dir, fmt.Sprintf("%s-manual-%s", stem, stamp(db.cfg))), ext))
}

// Verify proves that path is a backup that can take the place of book: a sound
// book of a format this release knows that nobody has open. Restore does the
// same before anything is replaced. It changes nothing and returns the number of
// the backup's format.
func Verify(ctx context.Context, book, path string) (format int, err error) {
	path, err = resolve(path)
	if err != nil {
		return 0, err
	}
	if SameBook(path, book) {
		return 0, itself(path)
	}
	if lockHeld(path) {
		return 0, busy(path)
	}
	c := Config{Path: path, ReadOnly: true}.filled()
	h, err := c.inspect(ctx)
	if err != nil {
		return 0, err
	}
	return h.schema, c.verify(ctx, path)
}

// SameBook tells whether two paths name one file.
func SameBook(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

func itself(path string) error {
	return model.Errorf(model.Refused, "%s is the book itself, not a backup of it. Choose a backup; nothing was changed.", path)
}
