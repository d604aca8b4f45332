package forward

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
)

// sealed is a file as it was written: the hash tells later whether it is whole.
type sealed struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// parcel is the pair of folders through which one purchase order leaves: the
// staging folder, hidden, and the final one beside it.
type parcel struct{ final, staging string }

// stagingMark stands in the name of every staging folder.
const stagingMark = ".partial-"

func newParcel(final, messageID string) parcel {
	tag, _, _ := strings.Cut(messageID, "@")
	return parcel{final, filepath.Join(filepath.Dir(final), "."+filepath.Base(final)+stagingMark+tag)}
}

// stage writes the files into the staging folder; flush brings them to the
// disk. Nothing is left behind when that fails.
func (p parcel) stage(files []File) (all []sealed, err error) {
	parent := filepath.Dir(p.final)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, noFolder(parent, err)
	}
	if _, err := os.Lstat(p.final); err == nil {
		return nil, taken(p.final)
	}
	if err := os.Mkdir(p.staging, 0o755); err != nil {
		return nil, noFolder(parent, err)
	}
	for _, f := range files {
		if err := file.WriteNew(filepath.Join(p.staging, f.Name), 0o644, f.Content); err != nil {
			p.discard()
			return nil, p.unwritten(err)
		}
		sum := sha256.Sum256(f.Content)
		all = append(all, sealed{f.Name, hex.EncodeToString(sum[:])})
	}
	return all, nil
}

// unwritten names the place where people look for the files, not the hidden one.
func (p parcel) unwritten(err error) error {
	switch model.CodeOf(err) {
	case model.DiskFull:
		return noRoom(p.final, err)
	case model.Unwritable:
		return barred(p.final, err)
	}
	return err
}

// flush brings the staged files to the disk; the caller syncs the folder above.
func (p parcel) flush(all []sealed) error {
	for _, f := range all {
		if err := file.Flush(filepath.Join(p.staging, f.Name)); err != nil {
			return p.unwritten(err)
		}
	}
	if err := syncFolder(p.staging); err != nil {
		return noFolder(p.parent(), err)
	}
	return nil
}

// leftovers lists the staging folders in a supplier's folder by the name they
// were to get. Those without a note are what a crash left before anything was
// noted of them.
func leftovers(parent string) map[string][]string {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil
	}
	found := map[string][]string{}
	for _, e := range entries {
		name, _, staging := strings.Cut(strings.TrimPrefix(e.Name(), "."), stagingMark)
		if staging && e.Name()[0] == '.' {
			found[name] = append(found[name], filepath.Join(parent, e.Name()))
		}
	}
	return found
}

func (p parcel) discard() { _ = os.RemoveAll(p.staging) }

// place gives the staging folder its final name; the caller syncs the folder
// above.
func (p parcel) place() error {
	if _, err := os.Lstat(p.final); err == nil {
		return taken(p.final)
	}
	if err := os.Rename(p.staging, p.final); err != nil {
		return noFolder(p.final, err)
	}
	return nil
}

// parent is the folder above.
func (p parcel) parent() string { return filepath.Dir(p.final) }

// whole tells whether the folder holds all of the files as they were written.
func whole(folder string, files []sealed) bool {
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name))
		if err != nil {
			return false
		}
		sum := sha256.Sum256(content)
		if hex.EncodeToString(sum[:]) != f.SHA256 {
			return false
		}
	}
	return len(files) > 0
}

func taken(path string) error {
	return model.Errorf(model.Conflict, "%s is there already, and this purchase order was never written. Move or rename it, or choose another folder.", path)
}

func noFolder(path string, err error) error {
	var known *model.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return noRoom(path, err)
	}
	if errors.Is(err, fs.ErrExist) {
		return taken(path)
	}
	return barred(path, err)
}

func noRoom(path string, err error) error {
	return model.Errorf(model.DiskFull, "%s was not written: the disk is full. Free some space or choose another folder.", path).Because(err)
}

func barred(path string, err error) error {
	return model.Errorf(model.Unwritable, "%s was not written: the folder cannot be made or changed. Is it protected, or is a file in its place?", path).Because(err)
}

// syncFolder makes a new name in the folder survive a power cut. Windows has no
// way to do it, and its file system journals names.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return nil // a folder that may be written but not read
	}
	defer func() { _ = d.Close() }()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
