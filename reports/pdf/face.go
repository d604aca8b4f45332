package pdf

import (
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"
	"sort"
)

// face is what we need to know of a TrueType font to choose and measure it.
type face struct {
	advances []int // by glyph, in thousandths of the type size
	segments []segment
	glyphIDs []byte      // the tail of the cmap table that segments point into
	wide     []group     // of characters beyond U+FFFF
	latin    *[0x100]int // widths of the first characters, by character; nil: looked up
	form     *form       // how it is embedded; nil for a whole font
}

// segment is a run of characters in a cmap table of format 4.
type segment struct {
	first, last uint16
	delta       uint16
	offset      int // into glyphIDs; -1 when the glyph is character + delta
}

// group is a run of characters in a cmap table of format 12.
type group struct {
	first, last rune
	glyph       int // of the first
}

var errFont = errors.New("pdf: not a TrueType font that can be embedded")

// span is where a table lies in a font file.
type span struct{ offset, size int64 }

const (
	maxTables    = 64
	maxTableSize = 64 << 20
	typeTrue     = 0x00010000
	typeApple    = 0x74727565 // "true"
	typeTTC      = 0x74746366 // "ttcf": several fonts in one file
	typeOTTO     = 0x4F54544F // "OTTO": PostScript outlines
)

// directory reads where the tables of a font lie; of a collection those of
// its first font.
func directory(r io.ReaderAt) (map[string]span, error) {
	var head [16]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, errFont
	}
	start := int64(0)
	if binary.BigEndian.Uint32(head[:]) == typeTTC {
		start = int64(binary.BigEndian.Uint32(head[12:]))
		if _, err := r.ReadAt(head[:12], start); err != nil {
			return nil, errFont
		}
	}
	kind, n := binary.BigEndian.Uint32(head[:]), int(binary.BigEndian.Uint16(head[4:]))
	if kind != typeTrue && kind != typeApple && kind != typeOTTO || n == 0 || n > maxTables {
		return nil, errFont
	}
	b := make([]byte, 16*n)
	if _, err := r.ReadAt(b, start+12); err != nil {
		return nil, errFont
	}
	tables := make(map[string]span, n)
	for ; len(b) > 0; b = b[16:] {
		s := span{int64(binary.BigEndian.Uint32(b[8:])), int64(binary.BigEndian.Uint32(b[12:]))}
		if s.size <= maxTableSize {
			tables[string(b[:4])] = s
		}
	}
	return tables, usable(r, tables, kind == typeOTTO)
}

// usable refuses fonts without the outlines of their kind, and those whose
// maker forbids embedding.
func usable(r io.ReaderAt, tables map[string]span, postScript bool) error {
	outlines := []string{"glyf", "loca"}
	if postScript {
		outlines = []string{"CFF "}
	}
	for _, name := range append(outlines, "cmap", "head", "hhea", "hmtx", "maxp", "name", "post", "OS/2") {
		if tables[name].size == 0 {
			return errFont
		}
	}
	var rights [2]byte
	if _, err := r.ReadAt(rights[:], tables["OS/2"].offset+8); err != nil {
		return errFont
	}
	const restricted, notSubset, bitmapsOnly = 0x0002, 0x0100, 0x0200
	switch t := binary.BigEndian.Uint16(rights[:]); {
	case t&0x000F == restricted, t&(notSubset|bitmapsOnly) != 0:
		return errFont
	}
	var format [2]byte
	if _, err := r.ReadAt(format[:], tables["name"].offset); err != nil || format != [2]byte{} {
		return errFont // the PDF library reads only this form of names
	}
	return nil
}

func readTable(r io.ReaderAt, s span) ([]byte, error) {
	b := make([]byte, s.size)
	if _, err := r.ReadAt(b, s.offset); err != nil {
		return nil, errFont
	}
	return b, nil
}

// readCharacters fills the map from characters to glyphs. It takes the same
// table as the PDF library: the first for Unicode of format 4, which knows no
// characters beyond U+FFFF. Those are taken from the table of format 12, if any.
func (f *face) readCharacters(r io.ReaderAt, s span) error {
	b, err := readTable(r, s)
	if err != nil || len(b) < 4 {
		return errFont
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	for i := 0; i < n && 4+8*i+8 <= len(b); i++ {
		record := b[4+8*i:]
		platform, encoding := binary.BigEndian.Uint16(record), binary.BigEndian.Uint16(record[2:])
		at := int64(binary.BigEndian.Uint32(record[4:]))
		if at+16 > int64(len(b)) || platform != 0 && platform != 3 {
			continue
		}
		switch format := binary.BigEndian.Uint16(b[at:]); {
		case format == 4 && f.segments == nil && (platform == 0 || encoding == 1):
			if err := f.readSegments(b[at:]); err != nil {
				return err
			}
		case format == 12:
			f.readGroups(b[at:])
		}
	}
	if f.segments == nil {
		return errFont
	}
	return nil
}

// readGroups takes the characters beyond U+FFFF.
func (f *face) readGroups(b []byte) {
	n := int(binary.BigEndian.Uint32(b[12:]))
	f.wide = nil
	for b = b[16:]; n > 0 && len(b) >= 12; n, b = n-1, b[12:] {
		g := group{rune(binary.BigEndian.Uint32(b)), rune(binary.BigEndian.Uint32(b[4:])), int(binary.BigEndian.Uint32(b[8:]))}
		if g.first > 0xFFFF && g.last >= g.first {
			f.wide = append(f.wide, g)
		}
	}
}

func (f *face) readSegments(b []byte) error {
	n := int(binary.BigEndian.Uint16(b[6:])) / 2
	if size := int(binary.BigEndian.Uint16(b[2:])); size < len(b) {
		b = b[:size]
	}
	if 16+8*n > len(b) {
		return errFont
	}
	lasts, firsts, deltas, offsets := b[14:], b[16+2*n:], b[16+4*n:], b[16+6*n:]
	f.glyphIDs = offsets
	f.segments = make([]segment, n)
	for i := range f.segments {
		u := func(t []byte) uint16 { return binary.BigEndian.Uint16(t[2*i:]) }
		f.segments[i] = segment{u(firsts), u(lasts), u(deltas), -1}
		if o := int(u(offsets)); o != 0 {
			f.segments[i].offset = 2*i + o
		}
	}
	return nil
}

// glyph returns the glyph of a character, 0 when the font has none.
func (f *face) glyph(r rune) int {
	if r < 0 || r >= 0xFFFF {
		return f.wideGlyph(r)
	}
	c := uint16(r)
	i := sort.Search(len(f.segments), func(i int) bool { return f.segments[i].last >= c })
	if i == len(f.segments) || f.segments[i].first > c {
		return 0
	}
	s := f.segments[i]
	if s.offset < 0 {
		return int(c + s.delta)
	}
	at := s.offset + 2*int(c-s.first)
	if at+2 > len(f.glyphIDs) {
		return 0
	}
	if g := binary.BigEndian.Uint16(f.glyphIDs[at:]); g != 0 {
		return int(g + s.delta)
	}
	return 0
}

func (f *face) wideGlyph(r rune) int {
	i := sort.Search(len(f.wide), func(i int) bool { return f.wide[i].last >= r })
	if i == len(f.wide) || f.wide[i].first > r {
		return 0
	}
	return f.wide[i].glyph + int(r-f.wide[i].first)
}

// width returns how far a character moves the pen, in thousandths of the type size.
func (f *face) width(r rune) int {
	if f.latin != nil && r >= 0 && r < rune(len(f.latin)) {
		return f.latin[r]
	}
	return f.advance(r)
}

// advance looks a width up in the font.
func (f *face) advance(r rune) int {
	g := f.glyph(r)
	if g >= len(f.advances) {
		g = len(f.advances) - 1
	}
	return f.advances[g]
}

// newFace reads what a font has and how wide it is.
func newFace(r io.ReaderAt) (*face, error) {
	tables, err := directory(r)
	if err != nil {
		return nil, err
	}
	f := &face{}
	if err := f.readCharacters(r, tables["cmap"]); err != nil {
		return nil, err
	}
	return f, f.readAdvances(r, tables)
}

func (f *face) readAdvances(r io.ReaderAt, tables map[string]span) error {
	var part [3][]byte
	for i, name := range []string{"head", "hhea", "hmtx"} {
		b, err := readTable(r, tables[name])
		if err != nil {
			return err
		}
		part[i] = b
	}
	head, hhea, hmtx := part[0], part[1], part[2]
	if len(head) < 54 || len(hhea) < 36 {
		return errFont
	}
	// The PDF library prints its complaints about other forms to the terminal.
	if binary.BigEndian.Uint16(head[50:]) > 1 || binary.BigEndian.Uint16(head[52:]) != 0 || binary.BigEndian.Uint16(hhea[32:]) != 0 {
		return errFont
	}
	em, n := int(binary.BigEndian.Uint16(head[18:])), int(binary.BigEndian.Uint16(hhea[34:]))
	if em == 0 || n == 0 || 4*n > len(hmtx) {
		return errFont
	}
	f.advances = make([]int, n)
	for i := range f.advances {
		f.advances[i] = (int(binary.BigEndian.Uint16(hmtx[4*i:]))*1000 + em/2) / em
	}
	return nil
}

// assemble writes a font file of tables.
func assemble(parts map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(parts))
	out := make([]byte, 12+16*len(names))
	binary.BigEndian.PutUint32(out, typeTrue)
	binary.BigEndian.PutUint16(out[4:], uint16(len(names)))
	for i, name := range names {
		entry := out[12+16*i : 28+16*i]
		copy(entry, name)
		binary.BigEndian.PutUint32(entry[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(entry[12:], uint32(len(parts[name])))
		out = append(out, parts[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}
