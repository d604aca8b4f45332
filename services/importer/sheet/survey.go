package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/dropledger/dropledger/model"
)

// survey is what one pass over the whole file tells.
type survey struct {
	sum     string
	zip     bool
	bom     string // encoding named by a byte order mark, "" none
	utf8    bool   // every byte belongs to valid UTF-8
	damaged bool   // U+FFFD stands in the text
}

const surveyChunk = 256 << 10

func openFile(path string, limits Limits) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, model.Errorf(model.NotFound, "there is no file %s: it was moved, renamed or deleted, or is spelt otherwise; choose it again", path).Because(err)
	case err != nil:
		return nil, nil, model.Errorf(model.Invalid, "%s cannot be read: check its permissions", path).Because(err)
	case info.IsDir():
		return nil, nil, model.Errorf(model.Invalid, "%s is a folder: choose a file in it", path)
	case !info.Mode().IsRegular():
		return nil, nil, model.Errorf(model.Invalid, "%s is not an ordinary file", path)
	case info.Size() == 0:
		return nil, nil, model.Errorf(model.Invalid, "%s is empty: export it again", path)
	case info.Size() > limits.FileBytes:
		return nil, nil, model.Errorf(model.Invalid, "%s is larger than %d MB: split it", path, limits.FileBytes>>20)
	}
	f, err := os.Open(path)
	if err != nil && openElsewhere(path) {
		return nil, nil, model.Errorf(model.Invalid, "%s is open in another program, which keeps it from being read: close it there", path).Because(err)
	}
	if err != nil {
		return nil, nil, model.Errorf(model.Invalid, "%s cannot be read: check its permissions", path).Because(err)
	}
	return f, info, nil
}

// openElsewhere tells whether a spreadsheet program has the file open: it leaves a
// small file of its own beside it.
func openElsewhere(path string) bool {
	dir, name := filepath.Split(path)
	short := name
	if r := []rune(name); len(r) > 2 {
		short = string(r[2:]) // Excel lets its mark take the first two letters of longer names
	}
	for _, mark := range []string{"~$" + name, "~$" + short, ".~lock." + name + "#"} {
		if _, err := os.Stat(dir + mark); err == nil {
			return true
		}
	}
	return false
}

// surveyFile hashes the file, recognises what it is by its first bytes and
// learns its encoding, then returns to its start.
func surveyFile(f *os.File, path string) (survey, error) {
	buf := make([]byte, surveyChunk+utf8.UTFMax)
	hash := sha256.New()
	v := survey{utf8: true}
	kept := 0 // bytes of a character cut by the chunk, standing at the start of buf
	for first := true; ; first = false {
		n, err := io.ReadFull(f, buf[kept:kept+surveyChunk])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return v, unreadable(path, err)
		}
		hash.Write(buf[kept : kept+n])
		data := buf[:kept+n]
		if first {
			if err := v.recognise(data, f, path); err != nil {
				return v, err
			}
		}
		last := err != nil
		kept = v.look(data, last)
		copy(buf, data[len(data)-kept:])
		if last {
			break
		}
	}
	v.sum = hex.EncodeToString(hash.Sum(nil))
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return v, unreadable(path, err)
	}
	return v, nil
}

// look checks one chunk and returns how many bytes at its end belong to a
// character that goes on in the next one.
func (v *survey) look(data []byte, last bool) (kept int) {
	if v.zip || !v.utf8 || strings.HasPrefix(v.bom, "utf-16") {
		return 0
	}
	if !last {
		kept = cutRune(data)
	}
	whole := data[:len(data)-kept]
	v.utf8 = utf8.Valid(whole)
	v.damaged = v.damaged || bytes.Contains(whole, []byte("\uFFFD"))
	return kept
}

// cutRune returns the length of an unfinished character at the end of data.
func cutRune(data []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(data); i++ {
		tail := data[len(data)-i:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return i
			}
			return 0
		}
	}
	return 0
}

func unreadable(path string, cause error) *model.Error {
	return model.Errorf(model.Invalid, "%s cannot be read to its end: copy it to this computer and try again", path).Because(cause)
}

// signatures are the first bytes of files that people choose by mistake.
var signatures = []struct{ bytes, what string }{
	{"%PDF", "a PDF document: ask for the table as CSV or XLSX"},
	{"\x89PNG", "a picture: choose a CSV or XLSX file"},
	{"\xFF\xD8\xFF", "a picture: choose a CSV or XLSX file"},
	{"GIF8", "a picture: choose a CSV or XLSX file"},
	{"RIFF", "a picture or a sound: choose a CSV or XLSX file"},
	{"\x1F\x8B", "a compressed file: unpack it first"},
	{"Rar!", "a compressed file: unpack it first"},
	{"7z\xBC\xAF\x27\x1C", "a compressed file: unpack it first"},
	{"SQLite format 3\x00", "a database, not a table: choose a CSV or XLSX file"},
	{"{\\rtf", "a text document: ask for the table as CSV or XLSX"},
}

const oleSignature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// recognise refuses what is no table and notes what the first bytes tell of the encoding.
func (v *survey) recognise(data []byte, f *os.File, path string) error {
	head := string(data[:min(len(data), 1024)])
	for _, s := range signatures {
		if strings.HasPrefix(head, s.bytes) {
			return model.Errorf(model.Invalid, "%s is %s", path, s.what)
		}
	}
	switch {
	case strings.HasPrefix(head, oleSignature):
		return refuseOLE(f, path)
	case strings.HasPrefix(head, "PK\x03\x04"):
		v.zip = true
	case strings.HasPrefix(head, "PK\x05\x06"), strings.HasPrefix(head, "PK\x07\x08"):
		return model.Errorf(model.Invalid, "%s is an empty or split zip archive: choose a CSV or XLSX file", path)
	case strings.HasPrefix(head, "\xEF\xBB\xBF"):
		v.bom = "utf-8"
	case strings.HasPrefix(head, "\xFF\xFE"):
		v.bom = "utf-16le"
	case strings.HasPrefix(head, "\xFE\xFF"):
		v.bom = "utf-16be"
	case binary(head):
		return model.Errorf(model.Invalid, "%s holds no text: it is a picture, a film or another program's own file; choose a CSV or XLSX file", path)
	}
	return refuseMarkup(strings.TrimPrefix(head, "\xEF\xBB\xBF"), path)
}

// binary tells whether the beginning of a file is no text in any encoding: in a
// hundred bytes stand some that no text has.
func binary(head string) bool {
	strange := 0
	for _, c := range []byte(head) {
		if c < ' ' && c != 0 && !strings.ContainsRune("\t\n\v\f\r\x1A\x1B", rune(c)) {
			strange++
		}
	}
	return strange*100 > len(head)
}

func refuseMarkup(head, path string) error {
	start := strings.ToLower(strings.TrimSpace(head))
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<table", "<meta", "<script", "<!--"} {
		if strings.HasPrefix(start, tag) {
			return model.Errorf(model.Invalid, "%s is a web page, not a table: most likely the download needed a login; export it again", path)
		}
	}
	switch {
	case strings.HasPrefix(start, "<?xml"):
		return model.Errorf(model.Invalid, "%s is an XML file: save the table as CSV or XLSX", path)
	case strings.HasPrefix(start, "{\"") || strings.HasPrefix(start, "[{") || strings.HasPrefix(start, "{\n"):
		return model.Errorf(model.Invalid, "%s is a JSON file: export the table as CSV or XLSX", path)
	}
	return nil
}

// refuseOLE tells a workbook encrypted with a password, which Office wraps into
// the old container format, from an old .xls or .doc.
func refuseOLE(f io.ReaderAt, path string) error {
	var mark []byte
	for _, c := range []byte("EncryptedPackage") {
		mark = append(mark, c, 0)
	}
	const limit = 512 << 20
	buf := make([]byte, surveyChunk)
	for at := int64(0); at < limit; at += int64(len(buf) - len(mark)) {
		n, err := f.ReadAt(buf, at)
		if bytes.Contains(buf[:n], mark) {
			return model.Errorf(model.Invalid, "%s is protected with a password: save it without one and try again", path)
		}
		if err != nil {
			break
		}
	}
	return model.Errorf(model.Invalid, "%s is an old Office file (.xls): save it as XLSX or CSV and try again", path)
}
