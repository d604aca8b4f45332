package pdf

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestShaped_JoinsArabicLetters(t *testing.T) {
	var all strings.Builder
	for r := rune(0xFB50); r <= 0xFEFC; r++ {
		if norm.NFKC.String(string(r)) != string(r) {
			all.WriteRune(r)
		}
	}
	few := []rune(all.String())
	s := setup()
	d := New(s, "")
	var dirs []string
	for len(few) > 0 { // a fixture has room for the letters of one alphabet
		n := min(len(few), 50)
		dirs = append(dirs, filepath.Dir(fontWith(t, string(few[:n]))))
		few = few[n:]
	}
	d.setup.Fonts = NewFonts(dirs...)
	tests := []struct {
		name, in string
		want     []rune
	}{
		{"letters within a word", "محمد", []rune{0xFEE3, 0xFEA4, 0xFEE4, 0xFEAA}},
		{"a letter that joins to the right only", "دار", []rune{0xFEA9, 0xFE8D, 0xFEAD}},
		{"lam and alef are one", "سلام", []rune{0xFEB3, 0xFEFC, 0xFEE1}},
		{"lam and alef at the start", "لا", []rune{0xFEFB}},
		{"alef maksura ends a word", "على", []rune{0xFECB, 0xFEE0, 0xFEF0}},
		{"Persian letters", "گل", []rune{0xFB94, 0xFEDE}},
		{"words do not join", "بب ب", []rune{0xFE91, 0xFE90, ' ', 0xFE8F}},
		{"a mark does not divide", "بَب", []rune{0xFE91, 0x64E, 0xFE90}},
		{"Latin stays", "Müller 12", []rune("Müller 12")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := d.shaped(tt.in)
			if got != string(tt.want) {
				t.Errorf("%U, want %U", []rune(got), tt.want)
			}
			if again := d.shaped(got); again != got {
				t.Errorf("a second time gives %U", []rune(again))
			}
		})
	}
	if d.unjoined {
		t.Error("joined letters are reported as unjoined")
	}
}
