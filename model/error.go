package model

import (
	"errors"
	"fmt"
)

// Code names a kind of failure for programs; the sentence for people is Error.Message.
type Code string

// The codes a caller can act on. Everything that is not one of these is Internal.
const (
	Invalid    Code = "invalid"    // the input is wrong; Field says where
	NotFound   Code = "not_found"  // the named thing is not in the book
	Conflict   Code = "conflict"   // something else already holds the place, or it changed meanwhile
	Refused    Code = "refused"    // a rule of the business forbids it
	Impossible Code = "impossible" // no value satisfies the wish; the message states the limit
	Busy       Code = "busy"       // another program or job holds it
	Damaged    Code = "damaged"    // a file is broken or is not what it claims to be
	Newer      Code = "newer"      // the book was written by a newer program
	DiskFull   Code = "disk_full"  // the disk or the quota is full
	Unwritable Code = "unwritable" // a folder or file may not be written
	Cancelled  Code = "cancelled"  // a person stopped it; nothing was changed
	Internal   Code = "internal"   // a defect of the program
)

// Error is the one error type that reaches a person: a code for programs, a
// sentence that says what is wrong, where, and what to do, and the input field
// it belongs to (empty when it belongs to none).
type Error struct {
	Code    Code
	Message string
	Field   string
	cause   error
}

// Error returns the sentence.
func (e *Error) Error() string { return e.Message }

// Unwrap returns the technical cause, for the log.
func (e *Error) Unwrap() error { return e.cause }

// Because returns a copy of e that remembers its technical cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Errorf builds an Error without a field.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// FieldErrorf builds an Invalid error that belongs to one input field.
func FieldErrorf(field, format string, args ...any) *Error {
	return &Error{Code: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of err: Internal for a foreign error, empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
