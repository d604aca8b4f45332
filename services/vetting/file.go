package vetting

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

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// largestFile is what a paper or a photo may weigh: a folder beside the book is
// no archive of films.
const largestFile = 100 << 20

// The states of a kept file. Of a changed one the size or the content is not
// what it was.
const (
	FileKept    = "kept"
	FileMissing = "missing"
	FileChanged = "changed"
)

// File is a file that belongs to a supplier: a copy in the folder beside the
// book. State says how the copy was found just now; Path is where it lies, or
// has to be put again.
type File struct {
	Entry
	Name    string     `json:"name"`
	Stored  string     `json:"-"`
	SHA256  string     `json:"sha256" gorm:"column:sha256"`
	Bytes   int64      `json:"bytes"`
	Note    string     `json:"note"`
	AddedOn model.Date `json:"added"`
	State   string     `json:"state" gorm:"-"`
	Path    string     `json:"path" gorm:"-"`
}

// TableName is the file's table in the book.
func (File) TableName() string { return "supplier_file" }

// Folder is where the files of a book lie: beside it, so that both can be moved
// together.
func Folder(book string) string { return book + ".files" }

// FileInput brings a file in.
type FileInput struct {
	ID       int64   `json:"-"`
	Version  int64   `json:"-"`
	Supplier string  `json:"supplier" key:"yes" is:"name" max:"120" doc:"Whose file it is."`
	Path     string  `json:"path" key:"yes" max:"1000" doc:"Where the file lies now; it is copied into the folder beside the book. The name of a file that is there already changes its note."`
	Note     *string `json:"note" max:"500" doc:"What it shows."`
	Archived *bool   `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func putFile(tx *store.Tx, at record.Ref, in *FileInput) (record.Outcome, int64, error) {
	s, err := supplier.ByNameTx(tx.DB, in.Supplier)
	if err != nil {
		return "", 0, at.Because("supplier", err)
	}
	f, made, err := attach(tx, at, s, "path", in.Path)
	if err != nil {
		return "", 0, err
	}
	old := f
	record.Take(&f.Note, in.Note)
	f.ArchivedAt = record.Archive(f.ArchivedAt, in.Archived, tx.Now)
	if f == old {
		if made {
			return record.Created, f.ID, nil
		}
		return record.Unchanged, f.ID, nil
	}
	r := tx.Exec(`UPDATE supplier_file SET note = ?, archived_at = ?, version = version + 1 WHERE id = ?`, f.Note, string(f.ArchivedAt), f.ID)
	if err := record.Saved(at, "path", r); err != nil || made {
		return record.Created, f.ID, err
	}
	values := func(f File) []history.Value {
		return []history.Value{history.Of("note", f.Note), history.Of("archived", f.Archived())}
	}
	return record.Updated, f.ID, history.Record(tx, history.Subject{Kind: FileKind, ID: f.ID, Key: s.Name + " / " + f.Name}, history.Diff(values(old), values(f)), "")
}

// attach finds the supplier's file of that name, or copies the file at the path
// beside the book and enters it. The copy is named by its content: what is left
// of a transaction that was taken back is the very file of the next try.
func attach(tx *store.Tx, at record.Ref, s model.Supplier, field, path string) (File, bool, error) {
	if !strings.ContainsAny(path, `/\`) {
		if f, err := fileNamed(tx.DB, s.ID, path); err != nil || f.ID != 0 {
			return f, false, err
		}
	}
	sum, size, err := measure(path)
	if err != nil {
		return File{}, false, at.Errorf(field, "%s: %s", field, err.Error())
	}
	name := file.SafeName(filepath.Base(path))
	var known []File
	if err := tx.Where("supplier_id = ? AND sha256 = ? AND name = ?", s.ID, sum, name).Find(&known).Error; err != nil {
		return File{}, false, err
	}
	stored := sum[:16] + "-" + name
	if err := copyBeside(tx.Path(), path, stored, sum); err != nil {
		return File{}, false, err
	}
	if len(known) > 0 {
		return known[0], false, nil
	}
	f := File{Entry: Entry{SupplierID: s.ID, Version: 1}, Name: name, Stored: stored, SHA256: sum, Bytes: size, AddedOn: tx.Today}
	if err := tx.Create(&f).Error; err != nil {
		return File{}, false, err
	}
	return f, true, history.Record(tx, history.Subject{Kind: FileKind, ID: f.ID, Key: s.Name + " / " + name}, history.Created(), "")
}

// attached is attach for a file that another record names; an empty path is none.
func attached(tx *store.Tx, at record.Ref, supplierID int64, path string) (*int64, error) {
	if path == "" {
		return nil, nil
	}
	s, err := supplier.ByIDTx(tx.DB, supplierID)
	if err != nil {
		return nil, err
	}
	f, _, err := attach(tx, at, s, "file", path)
	if err != nil {
		return nil, err
	}
	return &f.ID, nil
}

// fileNamed is the supplier's newest file of a name, the zero File without one.
func fileNamed(q *gorm.DB, supplierID int64, name string) (File, error) {
	var all []File
	err := q.Where("supplier_id = ? AND name = ?", supplierID, name).Order("archived_at <> '', id DESC").Limit(1).Find(&all).Error
	if err != nil || len(all) == 0 {
		return File{}, err
	}
	return all[0], nil
}

// measure reads a file once and sums it up.
func measure(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, unreadable(path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", 0, unreadable(path, err)
	case !info.Mode().IsRegular():
		return "", 0, model.Errorf(model.Invalid, "%s is not a file that can be kept: choose a document or a photo", path)
	case info.Size() > largestFile:
		return "", 0, model.Errorf(model.Invalid, "%s is larger than %d MB: keep it elsewhere and note where it is", path, largestFile>>20)
	}
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, unreadable(path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return model.Errorf(model.NotFound, "There is no file %s: it was moved or the path is mistyped, so nothing was saved", path).Because(err)
	}
	return model.Errorf(model.Invalid, "The file %s cannot be read, so nothing was saved", path).Because(err)
}

// copyBeside brings the file into the folder beside the book, unless it is there.
func copyBeside(book, path, stored, sum string) error {
	to := filepath.Join(Folder(book), stored)
	if have, _, err := measure(to); err == nil && have == sum {
		return nil
	}
	if err := os.MkdirAll(Folder(book), 0o700); err != nil {
		return model.Errorf(model.Unwritable, "The folder %s for the files of suppliers cannot be made: check the rights of the folder of the book.", Folder(book)).Because(err)
	}
	return file.WriteAtomic(to, 0o600, func(w io.Writer) error {
		f, err := os.Open(path)
		if err != nil {
			return unreadable(path, err)
		}
		defer func() { _ = f.Close() }()
		_, err = io.Copy(w, f)
		return err
	})
}

// found says how a copy is found; whole also reads its content.
func (f *File) found(book string, whole bool) {
	f.Path = filepath.Join(Folder(book), f.Stored)
	info, err := os.Stat(f.Path)
	switch {
	case err != nil:
		f.State = FileMissing
		return
	case info.Size() != f.Bytes:
		f.State = FileChanged
		return
	}
	f.State = FileKept
	if whole {
		if sum, _, err := measure(f.Path); err != nil || sum != f.SHA256 {
			f.State = FileChanged
		}
	}
}

// CheckFiles reads all kept files and returns those that are missing or not what
// they were.
func (s *Service) CheckFiles(ctx context.Context) ([]File, error) {
	all, err := listOf[File](ctx, s, Filter{Archived: true}, "supplier_id, name, id")
	wrong := []File{}
	for i := range all {
		if all[i].found(s.db.Path(), true); all[i].State != FileKept {
			wrong = append(wrong, all[i])
		}
	}
	return wrong, err
}
