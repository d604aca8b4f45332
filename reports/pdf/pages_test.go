package pdf

import (
	"bytes"
	"testing"
)

func TestWidth_OfLatinLettersIsThatOfTheFont(t *testing.T) {
	regular, bold := plain()
	for _, f := range []*face{regular, bold} {
		for r := range rune(0x180) {
			if got, want := f.width(r), f.advance(r); got != want {
				t.Errorf("%q is %d wide, the font says %d", r, got, want)
			}
		}
		if f.width('W') <= f.width('i') {
			t.Error("a W is no wider than an i")
		}
	}
}

func TestWrite_PacksLongDocumentsOnly(t *testing.T) {
	for pages, packed := range map[int]bool{1: false, loosePages: false, loosePages + 1: true} {
		d := New(setup(), "Pages")
		for range pages {
			d.Section("A section")
			d.Note("Note", "As it is")
		}
		var out bytes.Buffer
		if _, err := d.Write(&out); err != nil {
			t.Fatal(err)
		}
		// Text is set between BT and ET, which a packed page does not show.
		if shows := bytes.Contains(out.Bytes(), []byte("BT ")); shows == packed {
			t.Errorf("%d pages: shows its text %v", pages, shows)
		}
		if text := read(t, out.Bytes()); !bytes.Contains([]byte(text), []byte("As it is")) {
			t.Errorf("%d pages read back as %q", pages, text)
		}
	}
}
