package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/store"
)

// How a command says what it did: one JSON document, or text for people.

// listing is a list as it was asked for: its form, its name, and the columns it
// shows to people.
type listing struct {
	listFile
	title   string
	columns []string
}

// list prints rows: all of each row as JSON, the named columns in other forms.
func list[T any](a *app, l listing, rows func(*store.DB) ([]T, error)) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	all, err := rows(db)
	if err != nil {
		return word(err) // a list reads: only what it was asked for can be wrong
	}
	if all == nil {
		all = []T{}
	}
	write, err := written(l, all, db.Now(), a.json)
	if err != nil {
		return err
	}
	if l.Out == "" {
		return write(a.out)
	}
	if err := file.WriteAtomic(l.Out, 0o644, write); err != nil {
		return err
	}
	return a.print(map[string]any{"out": l.Out, "rows": len(all)}, "Wrote "+l.Out)
}

// written makes the form that was asked for: --json is the last word on standard
// output, and in a file what the file is to be.
func written[T any](l listing, all []T, now model.Instant, asJSON bool) (func(io.Writer) error, error) {
	if l.Format == "json" || asJSON && (l.Out == "" || l.Format == "text") {
		return func(w io.Writer) error { return encode(w, map[string]any{"rows": all, "count": len(all)}) }, nil
	}
	t, err := render.List(l.title, l.columns, all)
	if err != nil {
		return nil, err
	}
	t.Meta.Generated, t.Meta.Program = now, program+" "+programVersion
	return func(w io.Writer) error { return render.Table(w, t, l.Format) }, nil
}

// errSaid ends a failed run of which all was said already.
var errSaid = errors.New("failed")

// fail prints what went wrong and returns the exit code.
func (a *app) fail(err error, code int) int {
	if errors.Is(err, errSaid) {
		return code
	}
	fmt.Fprintln(a.err, err)
	if a.json {
		_ = a.print(map[string]any{"error": failure(err)}, "")
	}
	return code
}

// failure is an error as other programs read it.
func failure(err error) map[string]string {
	f := map[string]string{"code": string(model.CodeOf(err)), "message": err.Error()}
	var known *model.Error
	if errors.As(err, &known) && known.Field != "" {
		f["field"] = known.Field
	}
	return f
}

// untouched says of a refusal in which state the data is, for commands that do
// all or nothing.
func untouched(err error) error {
	e := new(model.Error)
	if !errors.As(err, &e) || strings.Contains(strings.ToLower(e.Message), "nothing was ") {
		return err
	}
	said := *e
	said.Message = strings.TrimRight(e.Message, ".") + ". Nothing was changed."
	return &said
}

// print writes v as JSON or text for people.
func (a *app) print(v any, text string) error {
	if !a.json {
		if text == "" {
			return nil
		}
		_, err := fmt.Fprintln(a.out, strings.TrimRight(text, "\n"))
		return err
	}
	return encode(a.out, v)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(nullWriter{w})
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// nullWriter writes null for every field whose text is empty: what is not known is
// null to other programs, while the program itself keeps an empty text. Within
// compact JSON these three characters stand nowhere else, as a quote inside a text
// has a backslash before it, and none begins right after another one ended.
type nullWriter struct{ io.Writer }

// Write writes a whole JSON document.
func (w nullWriter) Write(document []byte) (int, error) {
	if _, err := w.Writer.Write(bytes.ReplaceAll(document, []byte(`:""`), []byte(":null"))); err != nil {
		return 0, err
	}
	return len(document), nil
}
