// Package file writes files the way a person's documents deserve: whole or not
// at all, under names every system takes. It must not know what is in them.
package file

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dropledger/dropledger/model"
)

const bufferSize = 1 << 16

// WriteAtomic lets fill write the content of path. The file appears under its
// name only when everything has reached the disk; until then, and after any
// failure or crash, an older file of that name stays as it was. mode applies
// to the new file, lessened by the process's umask. A full disk is reported
// as DiskFull and a folder or file that may not be written as Unwritable, both
// naming the path; an error of fill itself is returned as it is. A book is never
// replaced.
func WriteAtomic(path string, mode os.FileMode, fill func(w io.Writer) error) (err error) {
	target, err := resolve(path)
	if err == nil {
		err = refuseBook(target)
	}
	if err != nil {
		return problem(path, err)
	}
	f, err := create(target, mode)
	if err != nil {
		return problem(path, err)
	}
	temp := f.Name()
	done := false
	defer func() {
		if !done {
			_ = f.Close()
			_ = os.Remove(temp)
		}
	}()
	if err := fillFile(f, fill); err != nil {
		return problem(path, err)
	}
	if err := os.Rename(temp, target); err != nil {
		return problem(path, err)
	}
	done = true
	if err := syncFolder(filepath.Dir(target)); err != nil {
		return model.Errorf(model.Unwritable,
			"%s was written, but the disk did not confirm it. Write it again before you rely on it.", path).Because(err)
	}
	return nil
}

// fillFile leaves f complete, on the disk and closed.
func fillFile(f *os.File, fill func(w io.Writer) error) error {
	buf := bufio.NewWriterSize(f, bufferSize)
	if err := fill(buf); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// WriteNew writes a file that is not there yet, for several files that appear
// together: the caller flushes each, syncs their folder once and gives it its
// name. What fails leaves nothing and is reported as WriteAtomic does.
func WriteNew(path string, mode os.FileMode, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return problem(path, err)
	}
	_, err = f.Write(content)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(path)
		return problem(path, err)
	}
	return nil
}

// Flush brings the content of a file that was written to the disk. Many files
// flushed at once wait for the disk together.
func Flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows flushes what may be written only
	if err != nil {
		return problem(path, err)
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return problem(path, err)
	}
	return nil
}

// resolve follows a symbolic link, so that the link survives and its file is
// replaced, and refuses what is no ordinary file.
func resolve(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(target)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errNotAFile
	}
	return target, nil
}

var errNotAFile = errors.New("exists and is not an ordinary file")

// create opens a new hidden file beside target: a rename is atomic only
// within one folder.
func create(target string, mode os.FileMode) (*os.File, error) {
	var tag [6]byte
	if _, err := rand.Read(tag[:]); err != nil {
		return nil, err
	}
	name := ".part-" + hex.EncodeToString(tag[:]) + ".tmp"
	return os.OpenFile(filepath.Join(filepath.Dir(target), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// problem turns a failure of the file system into a sentence for people.
func problem(path string, err error) error {
	var known *model.Error
	var sys *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case isDiskFull(err):
		return model.Errorf(model.DiskFull,
			"%s was not written: the disk is full. Free some space or choose another folder; nothing was changed.", path).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return model.Errorf(model.Unwritable,
			"%s was not written: the folder %s does not exist. Make it or choose another; nothing was changed.", path, filepath.Dir(path)).Because(err)
	case errors.Is(err, errNotAFile):
		return model.Errorf(model.Unwritable,
			"%s was not written: that name belongs to a folder or a device. Choose another name; nothing was changed.", path).Because(err)
	case errors.Is(err, errBook):
		return model.Errorf(model.Refused,
			"%s was not written: a book stands there, or what belongs to one. Choose another name; nothing was changed.", path).Because(err)
	case errors.As(err, &sys), errors.As(err, &link):
		return model.Errorf(model.Unwritable,
			"%s was not written: the folder or file cannot be written (is it protected, or open in another program?). Nothing was changed.", path).Because(err)
	}
	return err
}
