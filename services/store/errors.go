package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// translate turns a failure of the database or the file system into a sentence
// for people about the file at path; the failure stays as the cause. An error
// that already is such a sentence, or that is none of theirs, is returned as it
// is. It is only used where a failed step left the book as it was.
func translate(path string, err error) error {
	var known *model.Error
	var engine sqlite3.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return model.Errorf(model.Cancelled, "Stopped. Nothing was changed.").Because(err)
	case errors.As(err, &engine):
		return because(fromEngine(path, engine), err)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return model.Errorf(model.Conflict, "Not saved: another record in the book already has this name or number. Nothing was changed.").Because(err)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return model.Errorf(model.Refused, "Not saved: it belongs to a record that is not in the book, or other records still need it. Nothing was changed.").Because(err)
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return model.Errorf(model.NotFound, "The record is not in the book; it may have been removed meanwhile.").Because(err)
	}
	return because(fromSystem(path, err), err)
}

func because(e *model.Error, cause error) error {
	if e == nil {
		return cause
	}
	return e.Because(cause)
}

func fromEngine(path string, err sqlite3.Error) *model.Error {
	if err.ExtendedCode == sqlite3.ErrReadonlyDbMoved {
		return model.Errorf(model.Conflict, "%s was moved or replaced while it was open. Close the program, put the file back and open it again. Nothing more was saved.", path)
	}
	switch err.Code {
	case sqlite3.ErrFull:
		return diskFull(path)
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return unwritable(path)
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen:
		return fromDisk(path, err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return model.Errorf(model.Busy, "%s is being used by another program. Close that and try again. Nothing was changed.", path)
	case sqlite3.ErrNotADB:
		return model.Errorf(model.Damaged, "%s is not a Dropledger book, or its beginning is destroyed. It was not touched: choose another file, or restore a backup.", path)
	case sqlite3.ErrCorrupt, sqlite3.ErrFormat:
		return model.Errorf(model.Damaged, "%s is damaged: a part of it is missing or unreadable. Restore the newest backup; the damaged file was not repaired or removed.", path)
	case sqlite3.ErrInterrupt:
		return model.Errorf(model.Cancelled, "Stopped. Nothing was changed.")
	case sqlite3.ErrTooBig:
		return model.Errorf(model.Invalid, "Not saved: a text is longer than the book can hold. Nothing was changed.")
	case sqlite3.ErrConstraint, sqlite3.ErrMismatch:
		return fromConstraint(err)
	}
	return nil
}

func fromConstraint(err sqlite3.Error) *model.Error {
	switch err.ExtendedCode {
	case sqlite3.ErrConstraintCommitHook:
		return model.Errorf(model.Internal, "Not saved: an earlier step failed and the program missed it. Nothing was changed.")
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey, sqlite3.ErrConstraintRowID:
		return model.Errorf(model.Conflict, "Not saved: another record in the book already has this name or number. Nothing was changed.")
	case sqlite3.ErrConstraintForeignKey:
		return model.Errorf(model.Refused, "Not saved: it belongs to a record that is not in the book, or other records still need it. Nothing was changed.")
	case sqlite3.ErrConstraintTrigger:
		// A trigger's message is written by the schema for people.
		return model.Errorf(model.Refused, "Not saved: %s. Nothing was changed.", err.Error())
	}
	return model.Errorf(model.Refused, "Not saved: a value breaks a rule of the book (%s). Nothing was changed.", err.Error())
}

func fromDisk(path string, err sqlite3.Error) *model.Error {
	if err.SystemErrno != 0 {
		if e := fromSystem(path, err.SystemErrno); e != nil {
			return e
		}
	}
	if err.Code == sqlite3.ErrCantOpen {
		return unwritable(path)
	}
	return model.Errorf(model.Damaged, "The disk that holds %s reports a fault (%s). Do not go on working: copy your newest backup to another disk.", path, err.Error())
}

// fromSystem returns nil for what it does not know.
func fromSystem(path string, err error) *model.Error {
	switch {
	case isDiskFull(err):
		return diskFull(path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return unwritable(path)
	case errors.Is(err, fs.ErrNotExist):
		return model.Errorf(model.NotFound, "%s is not there. Check the name and whether the disk is connected.", path)
	case errors.Is(err, fs.ErrExist):
		return exists(path)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return model.Errorf(model.Invalid, "%s is too long for a file name here. Choose a shorter one.", path)
	}
	var p *fs.PathError
	var l *os.LinkError
	if errors.As(err, &p) || errors.As(err, &l) {
		return unwritable(path)
	}
	return nil
}

func diskFull(path string) *model.Error {
	return model.Errorf(model.DiskFull, "The disk that holds %s is full. Nothing was changed: free some space and try again.", path)
}

func unwritable(path string) *model.Error {
	return model.Errorf(model.Unwritable, "%s cannot be written: the file, its folder or the disk is protected. Nothing was changed: change the protection, choose another folder, or open the book for reading only.", path)
}

func exists(path string) *model.Error {
	return model.Errorf(model.Conflict, "%s already exists. Choose another name; the file was not touched.", path)
}
