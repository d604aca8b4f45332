package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"github.com/dropledger/dropledger/model"
)

// applicationID marks a file as a Dropledger book: "DRLG".
const applicationID = 0x44524C47

// header is what a book says about itself.
type header struct{ application, schema int }

// resolve returns the absolute path with symbolic links followed, since SQLite
// keeps its side files beside the real file. The file itself may be missing.
func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil || path == "" {
		return "", model.FieldErrorf("book", "%q is not a file name: name the book file", path)
	}
	if followed, err := filepath.EvalSymlinks(abs); err == nil {
		return followed, nil
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		return filepath.Join(dir, filepath.Base(abs)), nil
	}
	return abs, nil
}

// inspect looks at the file of cfg without writing anything and refuses what is
// not a book, or is a book of a newer release.
func (c Config) inspect(ctx context.Context) (header, error) {
	if err := checkFile(c.Path); err != nil {
		return header{}, err
	}
	h, err := readHeader(ctx, c.Path)
	var engine sqlite3.Error
	if !c.ReadOnly && errors.As(err, &engine) && engine.Code == sqlite3.ErrCorrupt && size(c.Path+"-journal") > 0 {
		// Killed while saving without WAL: the file is whole again once the
		// journal beside it is taken back, which the writer does.
		return header{applicationID, 0}, nil
	}
	if err != nil {
		return header{}, translate(c.Path, err)
	}
	return h, c.known(h)
}

// known refuses headers this release cannot work with.
func (c Config) known(h header) error {
	switch {
	case h.application != applicationID:
		return model.Errorf(model.Damaged, "%s is a database of another program, not a Dropledger book. It was not touched: choose another file.", c.Path)
	case h.schema > len(c.steps):
		return model.Errorf(model.Newer, "%s was written by a newer release of this program (book format %d, this release knows up to %d). It was not touched: install the newer release to open it.", c.Path, h.schema, len(c.steps))
	case h.schema < 1:
		return model.Errorf(model.Damaged, "%s is marked as a Dropledger book but holds no book. It was not touched: choose another file, or restore a backup.", c.Path)
	}
	return nil
}

func checkFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return translate(path, err)
	case !info.Mode().IsRegular():
		return model.Errorf(model.Invalid, "%s is a folder or a device, not a book file. Choose the book file itself.", path)
	case info.Size() == 0:
		return model.Errorf(model.Damaged, "%s is empty, so it is not a Dropledger book. It was not touched: choose another file, or restore a backup.", path)
	}
	return nil
}

// readMode chooses how a file can be read without changing it. A closed book is
// read as if it could not change, which leaves no side files; one with a WAL
// must be read together with it.
func readMode(path string) string {
	if size(path+"-wal") > 0 || folderWritable(path) {
		return "mode=ro"
	}
	return "mode=ro&immutable=1"
}

func readHeader(ctx context.Context, path string) (header, error) {
	mode := "mode=ro&immutable=1"
	if size(path+"-wal") > 0 {
		mode = "mode=ro"
	}
	// No settings: they would be read back from a file that may be anything.
	p := pool(connector{dsn: dsn(path, mode)}, 1)
	defer func() { _ = p.Close() }()
	var h header
	if err := p.QueryRowContext(ctx, "PRAGMA application_id").Scan(&h.application); err != nil {
		return header{}, err
	}
	err := p.QueryRowContext(ctx, "PRAGMA user_version").Scan(&h.schema)
	return h, err
}

// size returns the size of a file, 0 when it is missing. It only asks the
// folder: opening and closing the live file here would drop SQLite's locks.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// leftOpen tells that the book was not closed properly.
func leftOpen(path string) bool { return size(path+"-wal") > 0 || size(path+"-journal") > 0 }
