package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/charmap"
)

// blockSize is how many neighbouring characters of a font become a face of
// their own, outside of Western Europe. The PDF library takes fonts of any
// number of characters, but works through all of it for every document, which
// takes longer than all the rest; and it takes no PostScript outlines.
const blockSize = 32

// source is a font file in memory, of a collection the first font. Its faces are
// made when they are asked for, once.
type source struct {
	*bytes.Reader
	tables map[string]span
	all    *face
	font   *sfnt.Font

	mu     sync.Mutex
	blocks map[rune]*face // by first character; nil: not usable
	setter *setter        // nil until a word asks for it
}

func newSource(data []byte) (*source, error) {
	s := &source{Reader: bytes.NewReader(data), blocks: map[rune]*face{}}
	var err error
	if s.tables, err = directory(s); err != nil {
		return nil, err
	}
	if s.all, err = newFace(s); err != nil {
		return nil, err
	}
	fonts, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	s.font, err = fonts.Font(0)
	return s, err
}

// block returns the face with the neighbours of a character, nil when the font
// cannot print it.
func (s *source) block(r rune) *face {
	if r >= 0xFFFF {
		return nil // the PDF library embeds no characters beyond
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	first := r - r%blockSize
	f, known := s.blocks[first]
	if !known {
		f = s.cut(first)
		s.blocks[first] = f
	}
	if f == nil || f.glyph(r) == 0 {
		return nil
	}
	return f
}

// firstCode is the byte that stands for the first character of a block.
const firstCode = 64

// cut makes the face of a block; a damaged font gives nil.
func (s *source) cut(first rune) (f *face) {
	defer func() {
		if recover() != nil {
			f = nil
		}
	}()
	var codes [256]rune
	var names strings.Builder
	fmt.Fprint(&names, firstCode)
	for i := range rune(blockSize) {
		codes[firstCode+i] = first + i
		names.WriteString(" /" + glyphName(first+i))
	}
	f, err := s.prepare(codes, names.String())
	if err != nil {
		return nil
	}
	f.form.first = first
	return f
}

// western is the encoding of plain faces: what most documents are written in.
var western = charmap.Windows1252

// isWestern tells whether a character is in the plain faces.
func isWestern(r rune) bool {
	if r < 0x100 {
		return r >= ' ' && r < 0x7F || r >= 0xA0
	}
	_, ok := western.EncodeRune(r)
	return ok
}

func isForeign(r rune) bool { return !isWestern(r) }

// plain makes the face of the letters of Western Europe.
func (s *source) plain() (*face, error) {
	var codes [256]rune
	for code := range codes {
		if r := western.DecodeByte(byte(code)); isWestern(r) {
			codes[code] = r
		}
	}
	f, err := s.prepare(codes, "")
	if err != nil {
		return nil, err
	}
	var widths [0x100]int
	for r := range widths {
		widths[r] = f.advance(rune(r))
	}
	f.latin = &widths
	return f, nil
}

// form is a face made ready to be embedded as it is.
type form struct {
	definition []byte // as the PDF library reads it, JSON
	file       []byte // compressed
	first      rune   // of the block; 0: Windows-1252
	from       *source
}

// prepare makes the face of the characters that the codes stand for; names are
// those of its glyphs where they are not Windows-1252.
func (s *source) prepare(codes [256]rune, names string) (*face, error) {
	b := builder{font: s.font, advances: []uint16{0}, loca: []uint32{0, 0}}
	var widths [256]int
	for _, r := range sortedRunes(codes) {
		if g := s.all.glyph(r); g != 0 {
			if err := b.add(r, sfnt.GlyphIndex(g)); err != nil {
				continue // one damaged glyph leaves the others
			}
		}
	}
	data, err := b.file(s)
	if err != nil {
		return nil, err
	}
	f, err := b.face()
	if err != nil {
		return nil, err
	}
	for code, r := range codes {
		if r != 0 && f.glyph(r) != 0 {
			widths[code] = f.width(r)
		}
	}
	f.form = &form{from: s}
	if f.form.definition, err = json.Marshal(s.definition(data, widths[:], names)); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	w := zlib.NewWriter(&file)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	f.form.file = file.Bytes()
	return f, err
}

// sortedRunes are the characters that codes stand for, in their order.
func sortedRunes(codes [256]rune) []rune {
	var all []rune
	for _, r := range codes {
		if r != 0 {
			all = append(all, r)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// definition describes a face in the words of the PDF library, under a name that
// no other has. Lengths are thousandths of the type size.
func (s *source) definition(data []byte, widths []int, names string) map[string]any {
	number := func(table string, at int64) int {
		var b [2]byte
		if _, err := s.ReadAt(b[:], s.tables[table].offset+at); err != nil {
			return 0
		}
		return int(int16(binary.BigEndian.Uint16(b[:])))
	}
	em := max(number("head", 18), 1)
	scaled := func(table string, at int64) int { return number(table, at) * 1000 / em }
	const nonsymbolic, stem = 32, 90
	h := fnv.New64a()
	_, _ = h.Write(data)
	_, _ = h.Write([]byte(names))
	id := strconv.FormatUint(h.Sum64(), 36)
	return map[string]any{
		"Tp": "TrueType", "Name": "DROPLG+" + id, "Cw": widths, "Enc": "cp1252", "Diff": names, "File": id + ".z", "OriginalSize": len(data), "Up": -100, "Ut": 50,
		"Desc": map[string]any{
			"Ascent": scaled("hhea", 4), "Descent": scaled("hhea", 6), "CapHeight": 700, "Flags": nonsymbolic, "StemV": stem, "ItalicAngle": 0, "MissingWidth": 600,
			"FontBBox": map[string]int{"Xmin": scaled("head", 36), "Ymin": scaled("head", 38), "Xmax": scaled("head", 40), "Ymax": scaled("head", 42)},
		},
	}
}

// encoded is a text in the bytes of its face.
func (r run) encoded() string {
	b := make([]byte, 0, len(r.text))
	for _, c := range r.text {
		code := byte(c - r.face.form.first + firstCode)
		if r.face.form.first == 0 {
			code, _ = western.EncodeRune(c)
		}
		b = append(b, code)
	}
	return string(b)
}
