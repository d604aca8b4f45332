package sheet

import (
	"bufio"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/dropledger/dropledger/model"
)

// counting tells how far a file has been read.
type counting struct{ s *Source }

func (c counting) Read(p []byte) (int, error) {
	n, err := c.s.file.Read(p)
	c.s.read.Add(int64(n))
	return n, err
}

// decoded returns the file as UTF-8 without a byte order mark: by the named
// encoding, else by the mark, else as it is when valid, else as Windows-1252.
func (s *Source) decoded(v survey, named string) (io.Reader, error) {
	if v.damaged {
		s.Notes = append(s.Notes, "The file holds the character U+FFFD: some letters were already lost before it came here.")
	}
	raw := io.Reader(counting{s})
	switch {
	case named != "":
		e, err := htmlindex.Get(named)
		if err != nil {
			return nil, model.FieldErrorf("encoding", "%q is not a known character encoding: write a name such as utf-8, windows-1252 or shift_jis", named)
		}
		s.encoding, _ = htmlindex.Name(e)
		return transform.NewReader(raw, unicode.BOMOverride(e.NewDecoder())), nil
	case v.bom == "utf-16le", v.bom == "utf-16be":
		s.encoding = v.bom
		endian := unicode.LittleEndian
		if v.bom == "utf-16be" {
			endian = unicode.BigEndian
		}
		return decode(unicode.UTF16(endian, unicode.UseBOM), raw), nil
	case v.utf8:
		s.encoding = "utf-8"
		if v.bom == "" {
			return raw, nil
		}
		return raw, skipMark(raw)
	case v.bom == "utf-8":
		s.encoding = "utf-8"
		s.Notes = append(s.Notes, "The file says it is UTF-8 but holds bytes that are not; they were replaced by U+FFFD.")
		return decode(unicode.UTF8BOM, raw), nil
	}
	western, err := looksWestern(s.file)
	if err != nil {
		return nil, unreadable(s.path, err)
	}
	if !western {
		return nil, model.Errorf(model.Invalid, "%s is in an unknown character encoding: save it as UTF-8, or say its encoding", s.path)
	}
	s.encoding = "windows-1252"
	s.Notes = append(s.Notes, "The file is not UTF-8; it was read as Windows-1252 (Western European).")
	return decode(charmap.Windows1252, raw), nil
}

func decode(e encoding.Encoding, r io.Reader) io.Reader { return e.NewDecoder().Reader(r) }

func skipMark(r io.Reader) error {
	var mark [3]byte
	_, err := io.ReadFull(r, mark[:])
	return err
}

// looksWestern tells text in a one-byte Western encoding from other encodings:
// accented letters stand alone between plain ones, while Cyrillic, Greek and
// East Asian encodings put such bytes side by side. It leaves f at its start.
func looksWestern(f io.ReadSeeker) (bool, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	r := bufio.NewReaderSize(f, surveyChunk)
	letters, beside := 0, 0
	prev, before := byte(0), byte(0)
	for {
		c, err := r.ReadByte()
		if err != nil && err != io.EOF {
			return false, err
		}
		if prev >= 0xC0 { // a letter in Windows-1252
			letters++
			if pairs(before, prev) || pairs(prev, c) {
				beside++
			}
		}
		if err == io.EOF {
			break
		}
		before, prev = prev, c
	}
	_, err := f.Seek(0, io.SeekStart)
	return letters < 4 || beside*2 <= letters, err
}

// together are letters that stand side by side in Western languages, as in Größe,
// Descrição, España and määrä: pairs of Windows-1252, in small and in capitals.
const together = "\xE4\xDF \xF6\xDF \xFC\xDF \xE7\xE3 \xE7\xF5 \xC7\xC3 \xC7\xD5 \xF1\xE1 \xF1\xED \xF1\xF3 \xF1\xFA \xD1\xC1 \xD1\xD3 \xE4\xE4 \xF6\xF6 \xFC\xFC \xE9\xE9"

// pairs tells whether a byte beside a letter speaks against a Western encoding; the
// no-break space and signs such as the euro's do not, nor letters that belong
// together.
func pairs(a, b byte) bool {
	other := min(a, b) // a sign is less than a letter
	return other > 0x80 && other != 0xA0 && !strings.Contains(together, string([]byte{a, b}))
}
