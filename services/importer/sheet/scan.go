package sheet

import (
	"bytes"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// headBytes is how much text is looked at to find delimiter and line ends.
const headBytes = 1 << 20

// scanner cuts UTF-8 text into records after RFC 4180 with the leniency of
// encoding/csv's LazyQuotes. Unlike that package it caps cells and records, so
// that a quotation mark that is never closed costs a few megabytes, knows the
// line where the mark stood, and reads files whose lines end in CR alone.
type scanner struct {
	r      io.Reader
	path   string
	limits Limits
	delim  byte
	eol    byte

	buf      []byte
	pos, end int // unread bytes are buf[pos:end]
	eof      bool
	line     int // lines consumed
	row      int // records consumed

	cells   []string
	scratch []byte // cells of a record with quotes, unquoted
	ends    []int  // where each of them ends in scratch
}

// newScanner looks at the start of the text to learn delimiter and line ends.
func newScanner(r io.Reader, path string, limits Limits) (*scanner, error) {
	s := &scanner{r: r, path: path, limits: limits, eol: '\n', buf: make([]byte, headBytes)}
	for s.end < headBytes && !s.eof {
		if err := s.fill(); err != nil {
			return nil, err
		}
	}
	s.eol = lineEnd(s.buf[:s.end])
	if d, n := delimiterHint(s.buf[:s.end]); n > 0 {
		s.delim, s.pos, s.line, s.row = d, n, 1, 1
		return s, nil
	}
	s.delim = detectDelimiter(s.buf[:s.end], s.eol, s.eof, limits)
	return s, nil
}

// fill reads more text behind what is unread. NUL is refused at once: it cuts
// texts in the book short and other databases refuse it.
func (s *scanner) fill() error {
	if s.pos > 0 {
		s.end = copy(s.buf, s.buf[s.pos:s.end])
		s.pos = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for empty := 0; ; empty++ {
		n, err := s.r.Read(s.buf[s.end:])
		if i := bytes.IndexByte(s.buf[s.end:s.end+n], 0); i >= 0 {
			line := s.line + 1 + bytes.Count(s.buf[:s.end+i], []byte{s.eol})
			return model.Errorf(model.Damaged, "%s, line %d: zero bytes stand in the text, so the file is damaged or in UTF-16 without its mark; save it as UTF-8", s.path, line)
		}
		s.end += n
		switch {
		case err == io.EOF:
			s.eof = true
			return nil
		case err != nil:
			return unreadable(s.path, err)
		case n > 0:
			return nil
		case empty > 100:
			return unreadable(s.path, io.ErrNoProgress)
		}
	}
}

// takeLine consumes one line and returns it without its end; ok is false at
// the end of the text. The line is valid until the next call.
func (s *scanner) takeLine() (line []byte, ok bool, err error) {
	searched := 0
	for {
		if i := bytes.IndexByte(s.buf[s.pos+searched:s.end], s.eol); i >= 0 {
			line = s.buf[s.pos : s.pos+searched+i]
			s.pos += searched + i + 1
			break
		}
		searched = s.end - s.pos
		if s.eof {
			if searched == 0 {
				return nil, false, nil
			}
			line = s.buf[s.pos:s.end]
			s.pos = s.end
			break
		}
		if searched > s.limits.RecordBytes {
			return nil, false, s.tooLong()
		}
		if err := s.fill(); err != nil {
			return nil, false, err
		}
	}
	s.line++
	if n := len(line); n > 0 && s.eol == '\n' && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, true, nil
}

func (s *scanner) tooLong() error {
	return model.Errorf(model.Damaged, "%s, line %d: the line is longer than %d MB, so this is no table; export it again", s.path, s.line+1, s.limits.RecordBytes>>20)
}

// next returns the next record that is not blank.
func (s *scanner) next() (Record, error) {
	for {
		line, ok, err := s.takeLine()
		if err != nil {
			return Record{}, err
		}
		if !ok {
			return Record{}, io.EOF
		}
		s.row++
		r := Record{Row: s.row, Line: s.line}
		if bytes.IndexByte(line, '"') < 0 {
			err = s.split(line)
		} else {
			err = s.quoted(line)
		}
		if err != nil {
			return Record{}, err
		}
		if !blank(s.cells) {
			r.Cells = s.cells
			return r, nil
		}
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" && strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// split cuts a line without quotation marks.
func (s *scanner) split(line []byte) error {
	text := string(line)
	s.cells = s.cells[:0]
	start := 0
	for i := 0; i < len(text); i++ {
		if text[i] == s.delim {
			s.cells = append(s.cells, text[start:i])
			start = i + 1
		}
	}
	s.cells = append(s.cells, text[start:])
	return s.check(len(text))
}

// check applies the caps to the record just cut.
func (s *scanner) check(size int) error {
	if len(s.cells) > s.limits.Columns {
		return model.Errorf(model.Damaged, "%s, line %d: the row has more than %d columns, so this is no table we can read", s.path, s.line, s.limits.Columns)
	}
	if size <= s.limits.CellBytes {
		return nil
	}
	for i, c := range s.cells {
		if len(c) > s.limits.CellBytes {
			return s.cellTooLong(s.line, i)
		}
	}
	return nil
}

func (s *scanner) cellTooLong(line, column int) error {
	return model.Errorf(model.Damaged, "%s, line %d, column %d: the cell is longer than %d KB", s.path, line, column+1, s.limits.CellBytes>>10)
}

// quoted cuts a record in which quotation marks occur and which may therefore
// go on over several lines.
func (s *scanner) quoted(line []byte) error {
	s.scratch, s.ends = s.scratch[:0], s.ends[:0]
	for {
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexByte(line, s.delim)
			if i < 0 {
				s.scratch = append(s.scratch, line...)
				s.ends = append(s.ends, len(s.scratch))
				break
			}
			s.scratch = append(s.scratch, line[:i]...)
			s.ends = append(s.ends, len(s.scratch))
			line = line[i+1:]
			continue
		}
		rest, more, err := s.quotedCell(line[1:])
		if err != nil {
			return err
		}
		s.ends = append(s.ends, len(s.scratch))
		if !more {
			break
		}
		line = rest
	}
	text := string(s.scratch)
	s.cells = s.cells[:0]
	start := 0
	for _, end := range s.ends {
		s.cells = append(s.cells, text[start:end])
		start = end
	}
	return s.check(len(text))
}

// quotedCell reads a cell behind its opening mark. It returns the rest of the
// line behind the cell's delimiter; more is false when the record ends here.
func (s *scanner) quotedCell(line []byte) (rest []byte, more bool, err error) {
	opened, start := s.line, len(s.scratch)
	for {
		i := bytes.IndexByte(line, '"')
		switch {
		case i < 0:
			s.scratch = append(append(s.scratch, line...), '\n')
			if len(s.scratch)-start > s.limits.CellBytes || len(s.scratch) > s.limits.RecordBytes {
				return nil, false, s.neverClosed(opened)
			}
			var ok bool
			if line, ok, err = s.takeLine(); err != nil || !ok {
				if err == nil {
					err = s.neverClosed(opened)
				}
				return nil, false, err
			}
			continue
		case i+1 == len(line):
			s.scratch = append(s.scratch, line[:i]...)
			return nil, false, nil
		case line[i+1] == s.delim:
			s.scratch = append(s.scratch, line[:i]...)
			return line[i+2:], true, nil
		case line[i+1] == '"':
			s.scratch = append(s.scratch, line[:i+1]...)
			line = line[i+2:]
		default: // a mark inside a quoted cell that was not doubled
			s.scratch = append(s.scratch, line[:i+1]...)
			line = line[i+1:]
		}
	}
}

func (s *scanner) neverClosed(line int) error {
	return model.Errorf(model.Damaged, "%s, line %d, column %d: the quotation mark opened here is never closed, so rows would be swallowed; the file is cut off or damaged, export it again", s.path, line, len(s.ends)+1)
}
