package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
)

// BackupResult is a finished, verified copy and its SHA-256 in hexadecimal.
type BackupResult struct{ Out, SHA256 string }

// Backup writes a copy of the book as it is at this moment to out, while work
// goes on. The copy is opened and examined before it gets its name, so a bad
// one never takes the place of a good one. An existing out is replaced only if
// it is an earlier state of this very book that nobody has open; the book itself,
// and a book of another business, is refused.
func Backup(ctx context.Context, db *DB, out string) (BackupResult, error) {
	out, err := resolve(out)
	if err != nil {
		return BackupResult{}, err
	}
	if err := db.cfg.replaceable(ctx, out); err != nil {
		return BackupResult{}, err
	}
	return db.cfg.copyTo(ctx, db.cfg.Path, out)
}

// replaceable refuses to write over the book and over anything but a backup.
func (c Config) replaceable(ctx context.Context, out string) error {
	self := model.Errorf(model.Refused, "%s is the book itself or belongs to it. Choose another name for the backup; nothing was changed.", out)
	if rest, ours := strings.CutPrefix(out, c.Path); ours && (rest == "" || rest == ".lock" || strings.HasPrefix(rest, "-")) {
		return self
	}
	there, err := os.Stat(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return translate(out, err)
	}
	if book, err := os.Stat(c.Path); err == nil && os.SameFile(book, there) {
		return self
	}
	if lockHeld(out) || leftOpen(out) {
		return busy(out)
	}
	if h, err := readHeader(ctx, out); !there.Mode().IsRegular() || err != nil || h.application != applicationID {
		return exists(out)
	}
	return c.ofThisBook(ctx, out)
}

// ofThisBook refuses to write over a book of another business.
func (c Config) ofThisBook(ctx context.Context, out string) error {
	if same, err := c.earlier(ctx, out); err != nil || !same {
		return model.Errorf(model.Refused, "%s holds another business, or changes that this book does not have. Choose another name for the backup; nothing was changed.", out).Because(err)
	}
	return nil
}

// copying lets one copy be made at a time: each removes what earlier ones left.
var copying sync.Mutex

// copyTo writes a verified copy of the book file from to out.
func (c Config) copyTo(ctx context.Context, from, out string) (BackupResult, error) {
	copying.Lock()
	defer copying.Unlock()
	temp, err := partFile(from, filepath.Dir(out))
	if err != nil {
		return BackupResult{}, translate(out, err)
	}
	defer func() { _ = os.Remove(temp) }()
	if err := vacuum(ctx, from, readMode(from), temp); err != nil {
		return BackupResult{}, translate(out, err)
	}
	if err := c.verify(ctx, temp); err != nil {
		return BackupResult{}, model.Errorf(model.CodeOf(err), "No backup was made: the copy of %s did not stand the examination. %s Older backups are untouched.", from, err).Because(err)
	}
	sum, err := Fingerprint(temp)
	if err != nil {
		return BackupResult{}, translate(out, err)
	}
	if err := os.Rename(temp, out); err != nil {
		return BackupResult{}, translate(out, err)
	}
	if err := syncFolder(filepath.Dir(out)); err != nil {
		return BackupResult{}, translate(out, err)
	}
	return BackupResult{Out: out, SHA256: sum}, nil
}

// partFile makes an empty working file for a copy of book in dir and removes
// those that a crash left there: they hold customers' data. Its name is new each
// time, so that a second program's copy can fail but never mix with this one.
func partFile(book, dir string) (string, error) {
	stem := strings.TrimSuffix(filepath.Base(sideName(book, "")), ".")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), stem) && strings.HasSuffix(e.Name(), ".part") {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	f, err := os.CreateTemp(dir, stem+"-*.part") // only its owner may read it
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// vacuum copies one committed state of the book into the empty file temp, also
// while the book is written to. Copying byte by byte would mix several states.
func vacuum(ctx context.Context, from, mode, temp string) error {
	p := pool(connector{dsn: dsn(from, mode), settings: copySettings()}, 1)
	defer func() { _ = p.Close() }()
	_, err := p.ExecContext(ctx, "VACUUM INTO ?", temp)
	return err
}

// verify proves that a file nobody has open is a sound book of a format this
// release knows: structure, references, and a journal that balances.
func (c Config) verify(ctx context.Context, path string) error {
	c.Path, c.ReadOnly = path, true
	if _, err := c.inspect(ctx); err != nil {
		return err
	}
	p := pool(connector{dsn: dsn(path, verifyMode(path)), settings: copySettings()}, 1)
	defer func() { _ = p.Close() }()
	found, err := examine(ctx, p, true)
	if err != nil {
		return translate(path, err)
	}
	if !found.OK() {
		return model.Errorf(model.Damaged, "%s is damaged (%s, %d broken references).", path, found.SQLite, found.ForeignKeys)
	}
	unbalanced, err := countUnbalanced(ctx, p)
	if err != nil {
		return translate(path, err)
	}
	if unbalanced > 0 {
		return model.Errorf(model.Damaged, "%s is damaged: %d journal entries do not balance.", path, unbalanced)
	}
	return nil
}

// verifyMode reads a closed file without leaving anything beside it.
func verifyMode(path string) string {
	if leftOpen(path) {
		return "mode=ro"
	}
	return "mode=ro&immutable=1"
}

// Fingerprint forces a book that nobody has open to the disk and returns the SHA-256
// of its file, in hexadecimal.
func Fingerprint(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err == nil {
		err = f.Sync()
	}
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}
