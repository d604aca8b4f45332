package pdf

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/resources"
)

// fontWith returns a folder with a font that has r, or skips the test.
func fontWith(t *testing.T, r rune) string {
	t.Helper()
	f := SystemFonts()
	if f.faceFor(r) == nil {
		t.Skipf("no usable font on this computer has %c", r)
	}
	path := filepath.Join(t.TempDir(), "Some.ttf")
	if err := os.WriteFile(path, f.faceFor(r).data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrite_TakesAFontOfTheComputerForOtherScripts(t *testing.T) {
	path := fontWith(t, '山')
	p := order()
	p.Orders[0].ShipTo.Name = "山田 太郎"
	s := setup()
	s.Fonts = NewFonts(filepath.Dir(path))
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 0 || !strings.Contains(text, "山田 太郎") {
		t.Errorf("%q\n%s", warnings, text)
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
	if f == nil || !embeddable(f, 'ж') || f.width('ж') != mustFace(resources.NotoSans).width('ж') {
		t.Error("the collection's font is not found or not usable")
	}
}

func TestFonts_PassesOverBrokenFiles(t *testing.T) {
	dir := t.TempDir()
	font := resources.NotoSans
	broken := bytes.Clone(font)
	loca := int(tableOf(t, font, "loca"))
	for i := range 4000 {
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
