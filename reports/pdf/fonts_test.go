package pdf

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/dropledger/dropledger/resources"
)

// fontWith writes a font that has the given characters, drawn as the letters of
// Noto Sans, and returns its path.
func fontWith(t *testing.T, characters string) string {
	t.Helper()
	from := mustSource(resources.NotoSans)
	b := builder{font: from.font, advances: []uint16{0}, loca: []uint32{0, 0}}
	sorted := []rune(characters)
	slices.Sort(sorted)
	for i, c := range slices.Compact(sorted) {
		if err := b.add(c, sfnt.GlyphIndex(from.all.glyph('A'+rune(i)))); err != nil {
			t.Fatal(err)
		}
	}
	font, err := b.file(from, "OS/2", "name")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "Some.ttf")
	if err := os.WriteFile(path, font, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrite_TakesAFontOfTheComputerForOtherScripts(t *testing.T) {
	path := fontWith(t, "山田太郎김민준")
	p := order()
	p.Orders[0].ShipTo.Name = "山田 太郎, 김민준"
	s := setup()
	s.Fonts = NewFonts(filepath.Dir(path))
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 0 || !strings.Contains(text, "山田 太郎, 김민준") {
		t.Errorf("%q\n%s", warnings, text)
	}
}

// TestWrite_TakesPostScriptOutlinesToo needs Noto Sans CJK, a collection of
// fonts that the PDF library does not take as they are.
func TestWrite_TakesPostScriptOutlinesToo(t *testing.T) {
	const folder = "/usr/share/fonts/opentype/noto"
	if _, err := os.Stat(filepath.Join(folder, "NotoSansCJK-Regular.ttc")); err != nil {
		t.Skip("Noto Sans CJK (fonts-noto-cjk) is not installed here")
	}
	p := order()
	p.Orders[0].ShipTo.Name, p.Orders[0].ShipTo.Line1 = "김민준", "東京都渋谷区 1-2-3"
	s := setup()
	s.Fonts = NewFonts(folder)
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 0 || !strings.Contains(text, "김민준") || !strings.Contains(text, "東京都渋谷区 1-2-3") {
		t.Errorf("%q\n%s", warnings, text)
	}
	if len(file) > 200_000 {
		t.Errorf("the file has %d bytes", len(file))
	}
}

func TestSource_KeepsTheWidthAndTheLeftEdgeOfEachLetter(t *testing.T) {
	s := mustSource(resources.NotoSans)
	b := builder{font: s.font, advances: []uint16{0}, loca: []uint32{0, 0}}
	for i, r := range "EjλЮ " {
		glyph := s.all.glyph(r)
		if err := b.add(r, sfnt.GlyphIndex(glyph)); err != nil {
			t.Fatal(err)
		}
		var metric [4]byte
		if _, err := s.ReadAt(metric[:], s.tables["hmtx"].offset+4*int64(glyph)); err != nil {
			t.Fatal(err)
		}
		last := len(b.characters)
		advance, left := binary.BigEndian.Uint16(metric[:]), int(int16(binary.BigEndian.Uint16(metric[2:])))
		if b.advances[last] != advance || b.bearings[last-1] != left && r != ' ' {
			t.Errorf("%c at %d: advance %d and edge %d, want %d and %d", r, i, b.advances[last], b.bearings[last-1], advance, left)
		}
		if f := s.block(r); f == nil || f.width(r) != s.all.width(r) {
			t.Errorf("%c has another width", r)
		}
	}
}

func TestTrace_TurnsCubicCurvesIntoQuadraticOnes(t *testing.T) {
	at := func(x, y int) fixed.Point26_6 { return fixed.P(x, -y) }
	// A quarter of a circle of radius 1000, closed by its corner.
	o := trace(sfnt.Segments{
		{Op: sfnt.SegmentOpMoveTo, Args: [3]fixed.Point26_6{at(1000, 0)}},
		{Op: sfnt.SegmentOpCubeTo, Args: [3]fixed.Point26_6{at(1000, 552), at(552, 1000), at(0, 1000)}},
		{Op: sfnt.SegmentOpLineTo, Args: [3]fixed.Point26_6{at(0, 0)}},
		{Op: sfnt.SegmentOpLineTo, Args: [3]fixed.Point26_6{at(1000, 0)}},
	})
	if len(o.ends) != 1 || o.ends[0] != len(o.points)-1 || len(o.points) != 10 {
		t.Fatalf("got %+v", o)
	}
	for _, p := range o.points {
		square := p.x*p.x + p.y*p.y
		if p.on && square != 0 && (square < 998*998 || square > 1002*1002) {
			t.Errorf("%+v lies off the circle", p)
		}
	}
}

// collection makes a .ttc of one font, as Windows has them for Chinese.
func collection(font []byte) []byte {
	const shift = 16
	c := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"), font...)
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		offset := c[shift+12+16*i+8:]
		binary.BigEndian.PutUint32(offset, binary.BigEndian.Uint32(offset)+shift)
	}
	return c
}

func TestFonts_TakesTheFirstFontOfACollection(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all.ttc"), collection(resources.NotoSans), 0o600); err != nil {
		t.Fatal(err)
	}
	f := NewFonts(dir).faceFor('ж')
	if f == nil || f.width('ж') != mustSource(resources.NotoSans).all.width('ж') {
		t.Error("the collection's font is not found or not usable")
	}
}

func TestFonts_PassesOverBrokenFiles(t *testing.T) {
	dir := t.TempDir()
	font := resources.NotoSans
	broken := bytes.Clone(font)
	loca := int(tableOf(t, font, "loca"))
	for i := range 14_000 {
		broken[loca+i] = 0xFF // the outlines lie outside the file
	}
	locked := bytes.Clone(font)
	locked[tableOf(t, font, "OS/2")+9] = 2 // "restricted licence embedding"
	files := map[string][]byte{
		"a-empty.ttf": nil, "b-text.ttf": []byte("not a font at all"), "c-cut.ttf": font[:20_000], "d-locked.ttf": locked, "e-otto.ttf": append([]byte("OTTO"), font[4:]...),
		"f-broken.ttf": broken,
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if f := NewFonts(dir, filepath.Join(dir, "no such folder")).faceFor('ж'); f != nil {
		t.Error("a broken or locked font was taken")
	}
	if err := os.WriteFile(filepath.Join(dir, "z-good.ttf"), font, 0o600); err != nil {
		t.Fatal(err)
	}
	if f := NewFonts(dir).faceFor('ж'); f == nil {
		t.Error("the good font behind the broken ones is not found")
	}
}

func tableOf(t *testing.T, font []byte, name string) int64 {
	t.Helper()
	tables, err := directory(bytes.NewReader(font))
	if err != nil {
		t.Fatal(err)
	}
	return tables[name].offset
}

// FuzzSource takes fonts with any damage; none may end the program.
func FuzzSource(f *testing.F) {
	f.Add(100, byte(0xFF), 60_000, byte(0x80))
	f.Fuzz(func(_ *testing.T, at int, b byte, also int, c byte) {
		data := bytes.Clone(resources.NotoSans)
		data[uint(at)%uint(len(data))], data[uint(also)%uint(len(data))] = b, c
		if s, err := newSource(data); err == nil {
			for _, r := range "aж山" {
				s.block(r)
			}
		}
	})
}

func FuzzFace(f *testing.F) {
	f.Add(resources.NotoSans[:4096], 0, byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at int, b byte) {
		data = append(bytes.Clone(data), resources.NotoSans[min(len(data), len(resources.NotoSans)):]...)
		if at >= 0 && at < len(data) {
			data[at] = b
		}
		if face, err := newFace(bytes.NewReader(data)); err == nil {
			for _, r := range "aж山🙂" {
				face.width(r)
			}
		}
	})
}
