package model

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
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
	Brief(format, args)
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// FieldErrorf builds an Invalid error that belongs to one input field.
func FieldErrorf(field, format string, args ...any) *Error {
	Brief(format, args)
	return &Error{Code: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// mostQuoted is how many characters of what a person wrote a sentence repeats.
const mostQuoted = 80

// Brief shortens the texts among args that format puts between quotes (%q), so that
// a sentence stays one however long a name is that it repeats. It changes args.
func Brief(format string, args []any) {
	next := 0
	for i := strings.IndexByte(format, '%'); i >= 0 && i+1 < len(format); {
		i++
		for i < len(format)-1 && strings.IndexByte("+-# .0123456789", format[i]) >= 0 {
			i++
		}
		if format[i] != '%' {
			if format[i] == 'q' && next < len(args) {
				args[next] = brief(args[next])
			}
			next++
		}
		more := strings.IndexByte(format[i+1:], '%')
		if more < 0 {
			return
		}
		i += 1 + more
	}
}

func brief(arg any) any {
	if _, speaks := arg.(fmt.Stringer); speaks {
		return arg
	}
	v := reflect.ValueOf(arg)
	if v.Kind() != reflect.String || utf8.RuneCountInString(v.String()) <= mostQuoted {
		return arg
	}
	return string([]rune(v.String())[:mostQuoted]) + "…"
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
