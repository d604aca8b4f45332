package sheet

import (
	"cmp"
	"errors"
	"io"
	"os"
	"slices"
	"sync/atomic"

	"github.com/dropledger/dropledger/model"
)

// Limits bound what a file may ask of the machine. A zero field means its default.
type Limits struct {
	FileBytes   int64 // largest file read at all; 2 GiB
	CellBytes   int   // longest cell; 1 MiB
	RecordBytes int   // longest record, newlines inside quotes included; 8 MiB
	Columns     int   // most cells of a record; 1000
	Rows        int   // most rows that are kept in memory together, see Source.Each; 1,048,576, as a sheet of Excel has

	UnzippedBytes int64 // all parts of a workbook together; 256 MiB
	PartBytes     int64 // largest part of a workbook kept in memory, larger ones go to a private temporary folder; 16 MiB
	Parts         int   // most parts of a workbook; 2000
}

func (l Limits) withDefaults() Limits {
	l.FileBytes = cmp.Or(l.FileBytes, 2<<30)
	l.CellBytes = cmp.Or(l.CellBytes, 1<<20)
	l.RecordBytes = cmp.Or(l.RecordBytes, 8<<20)
	l.Columns = cmp.Or(l.Columns, 1000)
	l.Rows = cmp.Or(l.Rows, 1<<20)
	l.UnzippedBytes = cmp.Or(l.UnzippedBytes, 256<<20)
	l.PartBytes = cmp.Or(l.PartBytes, 16<<20)
	l.Parts = cmp.Or(l.Parts, 2000)
	return l
}

// Kind is what a source is by its content.
type Kind string

// The kinds a Source can have.
const (
	Text     Kind = "text" // cells separated by a delimiter
	Workbook Kind = "xlsx"
)

// Record is one row of a table.
//
// Cells is overwritten by the next call of Next. The strings in it are safe to
// keep, but those of a text file share the memory of their whole record: use
// strings.Clone for the few that outlive the import, such as keys of a map.
type Record struct {
	Row   int // counted from 1 as a spreadsheet shows it, blank rows included
	Line  int // line of the file where the record begins; equals Row in a workbook
	Cells []string
}

// Cell returns cell i, or "" where the record is narrower or i is negative.
func (r Record) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// HeadRecords is how many records at the start are looked at to find the
// delimiter and the header.
const HeadRecords = 20

// Source is an open file that yields its records in order. It is read by one
// goroutine; Progress may be asked by others.
type Source struct {
	// Notes tell a person how the file was read where that was not plain: the
	// encoding assumed, damage found, the sheet chosen.
	Notes []string

	path     string
	most     int // rows that may be kept together
	kind     Kind
	size     int64
	sum      string
	encoding string
	read     atomic.Int64
	file     *os.File
	changed  func() bool
	text     *scanner
	book     *workbook
	amended  map[int]map[int]string
	head     []Record // the first records, copied, so that they can be looked at and still be read
	given    int      // how many of head Next has handed out
	headErr  error    // what ended the reading of head
}

// Open recognises the file by its content and prepares it for reading. The
// whole file is read once for its hash and encoding; the records are then
// streamed. The caller closes the Source.
//
// Never open the book itself through this function: closing any handle of an
// open SQLite file drops the locks this process holds on it.
func Open(path string, limits Limits) (*Source, error) { return OpenAs(path, "", limits) }

// OpenAs is Open for a text file whose encoding a person has named, such as
// "shift_jis" or "windows-1251"; an empty name lets the content decide.
func OpenAs(path, encoding string, limits Limits) (*Source, error) {
	return OpenWith(path, Reading{Encoding: encoding}, limits)
}

// Reading says how a file is read where its content does not decide, or decides
// wrongly. The zero Reading lets the content decide.
type Reading struct {
	Encoding  string // of a text file, such as "windows-1252"
	Delimiter rune   // between the cells of a text file: , ; | or a tab
	Sheet     string // of a workbook
}

// OpenWith is Open for a file of which a person has said how it is read.
func OpenWith(path string, as Reading, limits Limits) (*Source, error) {
	limits = limits.withDefaults()
	f, info, err := openFile(path, limits)
	if err != nil {
		return nil, err
	}
	s := &Source{path: path, most: limits.Rows, file: f, size: info.Size()}
	s.changed = func() bool {
		now, err := f.Stat()
		return err != nil || now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime())
	}
	if err := s.open(as, limits); err != nil {
		_ = s.Close() // only read from, and err tells more
		return nil, err
	}
	return s, nil
}

func (s *Source) open(as Reading, limits Limits) error {
	v, err := surveyFile(s.file, s.path)
	if err != nil {
		return err
	}
	s.sum = v.sum
	if openElsewhere(s.path) {
		s.Notes = append(s.Notes, "The file is open in another program: what is not saved there is not read.")
	}
	if v.zip {
		s.kind, s.encoding = Workbook, "utf-8"
		s.book, err = openWorkbook(s.file, s.size, s.path, limits)
		if err != nil {
			return err
		}
		if as.Sheet != "" {
			return s.UseSheet(as.Sheet)
		}
		return s.firstSheet()
	}
	s.kind = Text
	r, err := s.decoded(v, as.Encoding)
	if err != nil {
		return err
	}
	if s.text, err = newScanner(r, s.path, limits); err != nil {
		return err
	}
	if as.Delimiter != 0 {
		if !slices.Contains(delimiters, byte(as.Delimiter)) {
			return model.FieldErrorf("delimiter", "%q does not part cells: choose a comma, a semicolon, a tab or an upright line", as.Delimiter)
		}
		s.text.delim = byte(as.Delimiter)
	}
	return s.fillHead()
}

// fillHead reads the first records. A failure after the first record is kept
// for Next, so that a header can be recognised in a file that breaks later.
func (s *Source) fillHead() error {
	s.head, s.given, s.headErr = nil, 0, nil
	for len(s.head) < HeadRecords {
		r, err := s.advance()
		if err != nil {
			s.headErr = err
			break
		}
		r.Cells = append([]string(nil), r.Cells...)
		s.head = append(s.head, r)
	}
	switch {
	case len(s.head) > 0:
		return nil
	case !errors.Is(s.headErr, io.EOF):
		return s.headErr
	}
	return model.Errorf(model.Invalid, "%s holds no rows: choose a file with a header and at least one row", s.path)
}

func (s *Source) advance() (Record, error) {
	var r Record
	var err error
	if s.book != nil {
		r, err = s.book.next()
	} else {
		r, err = s.text.next()
	}
	if errors.Is(err, io.EOF) && s.changed() {
		return Record{}, model.Errorf(model.Conflict, "%s was changed while it was read: import it again", s.path)
	}
	return r, err
}

// Next returns the next record that has at least one filled cell, io.EOF after
// the last one, or a *model.Error.
func (s *Source) Next() (Record, error) {
	if s.given < len(s.head) {
		s.given++
		return s.amend(s.head[s.given-1]), nil
	}
	if s.headErr != nil {
		return Record{}, s.headErr
	}
	r, err := s.advance()
	if err != nil {
		s.headErr = err
		return r, err
	}
	return s.amend(r), nil
}

// Amend lets Next return another text in one cell, as if it stood in the file:
// a repair by a person. The column is counted from 0. Head, the hash and the file
// stay as they are.
func (s *Source) Amend(row, column int, text string) {
	if s.amended == nil {
		s.amended = map[int]map[int]string{}
	}
	if s.amended[row] == nil {
		s.amended[row] = map[int]string{}
	}
	s.amended[row][column] = text
}

func (s *Source) amend(r Record) Record {
	cells := s.amended[r.Row]
	if cells == nil {
		return r
	}
	r.Cells = slices.Clone(r.Cells)
	for column, text := range cells {
		for len(r.Cells) <= column {
			r.Cells = append(r.Cells, "")
		}
		r.Cells[column] = text
	}
	return r
}

// Head returns the first records, at most HeadRecords, without taking them
// from Next.
func (s *Source) Head() []Record { return s.head }

// SkipTo drops records until the one after row, so that reading goes on below
// a header found in Head.
func (s *Source) SkipTo(row int) {
	for s.given < len(s.head) && s.head[s.given].Row <= row {
		s.given++
	}
}

// Path returns the path the source was opened with.
func (s *Source) Path() string { return s.path }

// Kind tells a text table from a workbook.
func (s *Source) Kind() Kind { return s.kind }

// Encoding names the character encoding the text was read in.
func (s *Source) Encoding() string { return s.encoding }

// Delimiter returns the character between cells of a text table, 0 for a workbook.
func (s *Source) Delimiter() rune {
	if s.text == nil {
		return 0
	}
	return rune(s.text.delim)
}

// SHA256 returns the hash of the file's bytes in hexadecimal, known from Open on.
func (s *Source) SHA256() string { return s.sum }

// Size returns the file's size in bytes.
func (s *Source) Size() int64 { return s.size }

// Progress returns how many of Size bytes have been read for records. For a
// workbook it stays 0: its rows stand compressed and in no known number.
func (s *Source) Progress() int64 { return s.read.Load() }

// Close releases the file and removes what was unpacked.
func (s *Source) Close() error {
	if s.book != nil {
		s.book.close()
	}
	return s.file.Close()
}
