package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
)

// workbook reads the rows of one sheet at a time. Cells are the stored values:
// numbers with all their digits, formulas by the result the last program saved.
type workbook struct {
	path   string
	limits Limits
	tmp    string // private folder for parts too large for memory
	file   *excelize.File
	rows   *excelize.Rows
	row    int
	sheet  string
}

func openWorkbook(f *os.File, size int64, path string, limits Limits) (*workbook, error) {
	if err := checkParts(f, size, path, limits); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "sheet-") // MkdirTemp makes it 0700
	if err != nil {
		return nil, model.Errorf(model.Unwritable, "the folder for temporary files cannot be written, which reading %s needs", path).Because(err)
	}
	b := &workbook{path: path, limits: limits, tmp: tmp}
	err = b.guard(func() error {
		var err error
		b.file, err = excelize.OpenReader(f, excelize.Options{
			UnzipSizeLimit: limits.UnzippedBytes, UnzipXMLSizeLimit: limits.PartBytes,
			TmpDir: tmp, RawCellValue: true,
		})
		return err
	})
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// guard turns any failure of the library, a panic included, into one sentence.
func (b *workbook) guard(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = b.damaged(fmt.Errorf("panic: %v", p))
		}
	}()
	if err = do(); err != nil {
		return b.damaged(err)
	}
	return nil
}

func (b *workbook) damaged(cause error) error {
	var known *model.Error
	if errors.As(cause, &known) {
		return known
	}
	where := b.path
	if b.sheet != "" {
		where = fmt.Sprintf("%s, sheet %q, row %d", b.path, b.sheet, b.row)
	}
	// The cause is kept in words only: an io.EOF in it must not pass for the end of the sheet.
	return model.Errorf(model.Damaged, "%s: the workbook is damaged; open it in a spreadsheet program, save it again and try once more", where).
		Because(errors.New(cause.Error()))
}

// checkParts judges a workbook by the directory of its zip container before
// anything is unpacked. The sizes there can be trusted: the zip reader stops
// at a part that turns out larger than it claims.
func checkParts(f io.ReaderAt, size int64, path string, limits Limits) error {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return model.Errorf(model.Damaged, "%s is a damaged zip container: download or export it again", path).Because(err)
	}
	if len(z.File) > limits.Parts {
		return model.Errorf(model.Damaged, "%s unpacks to %d parts, more than any real workbook: it was not opened", path, len(z.File))
	}
	var total uint64
	names := map[string]bool{}
	for _, p := range z.File {
		total += min(p.UncompressedSize64, 1<<40)
		name := strings.ToLower(strings.ReplaceAll(p.Name, "\\", "/"))
		names[name] = true
		if p.Flags&1 != 0 {
			return model.Errorf(model.Invalid, "%s is protected with a password: save it without one and try again", path)
		}
	}
	if total > uint64(limits.UnzippedBytes) {
		return model.Errorf(model.Damaged, "%s unpacks to more than %d MB: it was not opened; split it or save it as CSV", path, limits.UnzippedBytes>>20)
	}
	if err := checkNames(names, path); err != nil {
		return err
	}
	return verify(z, path)
}

func checkNames(names map[string]bool, path string) error {
	switch {
	case names["xl/vbaproject.bin"]:
		return model.Errorf(model.Invalid, "%s holds macros: save it as an ordinary workbook (.xlsx) and try again", path)
	case names["xl/workbook.xml"]:
		return nil
	case names["xl/workbook.bin"]:
		return model.Errorf(model.Invalid, "%s is a binary workbook (.xlsb): save it as XLSX or CSV", path)
	case names["content.xml"] && names["meta-inf/manifest.xml"]:
		return model.Errorf(model.Invalid, "%s is an OpenDocument file: save it as XLSX or CSV", path)
	case names["[content_types].xml"]:
		return model.Errorf(model.Invalid, "%s is an Office document without sheets: choose a CSV or XLSX file", path)
	}
	return model.Errorf(model.Invalid, "%s is a zip archive: unpack it and choose the table in it", path)
}

// verify reads every part once: the library ignores a part that breaks off or
// whose checksum is wrong and would give the rows before the damage. A document
// type is refused too: no spreadsheet program writes one, and the entities it
// defines would silently become empty cells.
func verify(z *zip.Reader, path string) error {
	start := make([]byte, 4096)
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			return brokenPart(path, p.Name, err)
		}
		n, err := io.ReadFull(r, start)
		if err == nil {
			_, err = io.Copy(io.Discard, r) //nolint:gosec // checkParts bounds what the parts unpack to, and nothing is kept
		} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && uint64(n) == p.UncompressedSize64 {
			err = nil
		}
		r.Close()
		if err != nil {
			return brokenPart(path, p.Name, err)
		}
		if bytes.Contains(start[:n], []byte("<!DOCTYPE")) || bytes.Contains(start[:n], []byte("<!ENTITY")) {
			return model.Errorf(model.Damaged, "%s holds a document type declaration, which no spreadsheet program writes: it was not read", path)
		}
	}
	return nil
}

func brokenPart(path, part string, cause error) error {
	return model.Errorf(model.Damaged, "%s is damaged: its part %q is broken; download or export it again", path, part).Because(cause)
}

// next returns the next row that is not blank.
func (b *workbook) next() (Record, error) {
	r, found := Record{}, false
	err := b.guard(func() error {
		for b.rows.Next() {
			b.row++
			cells, err := b.rows.Columns()
			if err != nil {
				return err
			}
			if blank(cells) {
				continue
			}
			cells = withoutBlankEnd(cells)
			if len(cells) > b.limits.Columns {
				return model.Errorf(model.Damaged, "%s, sheet %q, row %d: the row has more than %d columns", b.path, b.sheet, b.row, b.limits.Columns)
			}
			r, found = Record{Row: b.row, Line: b.row, Cells: cells}, true
			return nil
		}
		return b.rows.Error()
	})
	if err == nil && !found {
		err = io.EOF
	}
	return r, err
}

func withoutBlankEnd(cells []string) []string {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return cells[:n]
}

func (b *workbook) use(name string) error {
	b.sheet, b.row = name, 0
	return b.guard(func() error {
		if b.rows != nil {
			b.rows.Close()
		}
		var err error
		b.rows, err = b.file.Rows(name)
		return err
	})
}

func (b *workbook) close() {
	_ = b.guard(func() error {
		if b.rows != nil {
			b.rows.Close()
		}
		if b.file != nil {
			return b.file.Close()
		}
		return nil
	})
	_ = os.RemoveAll(b.tmp) // what stays behind lies among temporary files
}

// Sheets lists the sheets of a workbook in its order, hidden ones last; none
// for a text file.
func (s *Source) Sheets() []string {
	if s.book == nil {
		return nil
	}
	var shown, hidden []string
	for _, name := range s.book.file.GetSheetList() {
		if ok, err := s.book.file.GetSheetVisible(name); err == nil && !ok {
			hidden = append(hidden, name)
		} else {
			shown = append(shown, name)
		}
	}
	return append(shown, hidden...)
}

// Sheet returns the name of the sheet being read, "" for a text file.
func (s *Source) Sheet() string {
	if s.book == nil {
		return ""
	}
	return s.book.sheet
}

// UseSheet starts reading the named sheet from its first row.
func (s *Source) UseSheet(name string) error {
	if s.book == nil {
		return model.FieldErrorf("sheet", "%s has no sheets: it is a text file", s.path)
	}
	for _, known := range s.Sheets() {
		if known == name {
			if err := s.book.use(name); err != nil {
				return err
			}
			return s.fillHead()
		}
	}
	return model.FieldErrorf("sheet", "%s has no sheet %q", s.path, name)
}

// firstSheet starts with the first sheet that has rows.
func (s *Source) firstSheet() error {
	var failed error
	for _, name := range s.Sheets() {
		err := s.UseSheet(name)
		if err == nil {
			return nil
		}
		if failed == nil || model.CodeOf(err) == model.Damaged {
			failed = err
		}
	}
	if failed == nil {
		failed = model.Errorf(model.Damaged, "%s has no sheets: save it again in a spreadsheet program", s.path)
	}
	return failed
}

// FindHeader looks for the header that fits one of the layouts best. In a
// workbook it looks at every sheet and starts reading the best one, with a
// note when that is not the first. It does not take records from Next.
func (s *Source) FindHeader(known ...Layout) (Header, bool) {
	best, complete := FindHeader(s.Head(), known...)
	if s.book == nil || complete {
		return best, complete
	}
	first := s.Sheet()
	for _, name := range s.Sheets() {
		if name == first || s.UseSheet(name) != nil {
			continue
		}
		if h, ok := FindHeader(s.Head(), known...); ok {
			s.Notes = append(s.Notes, fmt.Sprintf("The sheet %q was read.", name))
			return h, true
		}
	}
	_ = s.UseSheet(first) // it was readable before
	return best, complete
}
