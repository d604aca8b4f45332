package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// Column says where a meaning stands in a file whose columns have to be named: by
// header, and where that is empty by position, counted from 0.
type Column struct {
	Header string `json:"header"`
	Index  int    `json:"index"`
}

// ColumnOf is the column at a place of a header. One beyond it has no header, and
// the words for a column without one are none.
func ColumnOf(header []string, at int) Column {
	if at >= len(header) {
		return Column{"", at}
	}
	title := strings.TrimSpace(strings.TrimPrefix(header[at], "\uFEFF"))
	if Numbered(title) >= 0 {
		title = ""
	}
	return Column{title, at}
}

// Name is what a person calls the column: its header, or "column 3" without one.
func (c Column) Name() string {
	if Normalise(c.Header) == "" {
		return NumberOf(c.Index)
	}
	return c.Header
}

// NameOf is what a person calls the column of a field, "" when it has none.
func NameOf[F comparable](columns map[F]Column, f F) string {
	if c, ok := columns[f]; ok {
		return c.Name()
	}
	return ""
}

// NumberOf is what a column without a header is called, counted from 0: the third
// is "column 3".
func NumberOf(i int) string { return "column " + strconv.Itoa(i+1) }

// Numbered is the position, counted from 0, that the words for a column without a
// header stand for: "column 3" is 2; -1 for other words.
func Numbered(name string) int {
	digits, ok := strings.CutPrefix(name, "column ")
	if n, err := strconv.Atoi(digits); ok && err == nil && n > 0 {
		return n - 1
	}
	return -1
}

// Titles names the columns of a table whose header stands in a row, 0 for one that
// has none. Columns without a header have numbers.
func Titles(records []Record, row int) []string {
	var titles []string
	for _, r := range records {
		for len(titles) < len(r.Cells) {
			titles = append(titles, NumberOf(len(titles)))
		}
	}
	for _, r := range records {
		if r.Row != row {
			continue
		}
		for i := range r.Cells {
			titles[i] = ColumnOf(r.Cells, i).Name()
		}
	}
	return titles
}

// HeaderKey is what a mapping of columns is remembered by: the same for headers
// that differ only in case, blanks and quotes. A file without header is known by
// its number of columns alone: hand over as many empty cells.
func HeaderKey(header []string) string {
	cells := make([]string, len(header))
	for i, c := range header {
		cells[i] = Normalise(c)
	}
	sum := sha256.Sum256([]byte(strings.Join(cells, "\x1f")))
	return hex.EncodeToString(sum[:12])
}

// HeadOf are the first values of some columns below a row.
func HeadOf[F comparable](src *Source, row int, of map[F]Column, fields ...F) []string {
	var all []string
	for _, f := range fields {
		if c, ok := of[f]; ok {
			src.EachOfHead(row, func(r Record) { all = append(all, r.Cell(c.Index)) })
		}
	}
	return all
}

// Each hands over all records below a row, to be kept together: more than the limit
// of rows are refused. It ends with the context, code Cancelled.
func (s *Source) Each(ctx context.Context, row int, take func(Record)) error {
	s.SkipTo(row)
	for n := 0; ; n++ {
		rec, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return model.Errorf(model.Cancelled, "reading %s was stopped; nothing was changed", s.Path()).Because(ctx.Err())
		case n >= s.most:
			return model.Errorf(model.Invalid, "%s holds more than %d rows: split it and import the parts", s.Path(), s.most)
		}
		take(rec)
	}
}

// EachOfHead hands over those of the first records that lie below a row, without
// taking them from the source.
func (s *Source) EachOfHead(row int, take func(Record)) {
	for _, rec := range s.Head() {
		if rec.Row > row {
			take(rec)
		}
	}
}
