package pdf

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// indic is a customer whose letters join, move, and stand above each other.
var indic = Address{Name: "राजेश क्षत्रिय", Company: "தமிழ் நாடு", Line1: "ที่อยู่ น้ำปั่น 12", City: "শ্রীপুর", Zip: "110001", Country: "IN", Phone: "+91 11 5550103"}

// withNoto is a setup that has a Noto Sans of each of the scripts named.
func withNoto(t *testing.T, scripts ...string) Setup {
	t.Helper()
	s := setup()
	folder := t.TempDir()
	for _, script := range scripts {
		name := "NotoSans" + script + "-Regular.ttf"
		data, err := os.ReadFile(filepath.Join("/usr/share/fonts/truetype/noto", name))
		if err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip("Noto Sans " + script + " (fonts-noto-core) is not installed here")
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Fonts = NewFonts(folder)
	return s
}

func TestSetting_LettersStandAsTheirScriptAsks(t *testing.T) {
	tests := []struct {
		name, script, word string
		clusters           []string // from left to right
	}{
		{"letters become one, and a vowel goes before them", "Devanagari", "क्षत्रिय", []string{"क्ष", "त्रि", "य"}},
		{"a joiner keeps a half letter", "Devanagari", "क्\u200Dष", []string{"क्\u200D", "ष"}},
		{"marks stand above each other", "Thai", "ที่", []string{"ที่"}},
		{"a vowel stands on both sides", "Tamil", "கொ", []string{"கொ"}},
		{"letters from the right stand from the left", "Syriac", "ܫܠܡܐ", []string{"ܐ", "ܡ", "ܠ", "ܫ"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := withNoto(t, tt.script)
			set := s.Fonts.setting(tt.word)
			if set == nil {
				t.Fatal("no font sets it")
			}
			var got []string
			end := 0.0
			for _, c := range set.clusters {
				got = append(got, c.text)
				if c.x != end {
					t.Errorf("%q begins at %v, want %v", c.text, c.x, end)
				}
				end += c.width
			}
			if !slices.Equal(got, tt.clusters) || end != set.width {
				t.Errorf("%q, %v wide of %v", got, end, set.width)
			}
		})
	}
}

// TestSetting_IsNotLetterByLetter would fail if the letters were merely put in a row.
func TestSetting_IsNotLetterByLetter(t *testing.T) {
	s := withNoto(t, "Devanagari")
	for _, word := range []string{"क्षत्रिय", "श्री"} {
		row := 0.0
		for _, r := range word {
			row += float64(s.Fonts.faceFor(r).width(r))
		}
		if set := s.Fonts.setting(word); set == nil || set.width >= row {
			t.Errorf("%s is not narrower than the row of its %d letters", word, utf8.RuneCountInString(word))
		}
	}
	vowel, letter := s.Fonts.setting("कि").clusters[0].outline.Bounds(), s.Fonts.setting("क").clusters[0].outline.Bounds()
	if vowel.Max.X-vowel.Min.X <= letter.Max.X-letter.Min.X {
		t.Error("the vowel that is written before its letter is not there")
	}
}

func TestWrite_NamesInAnyScriptAreReadAsTheyAre(t *testing.T) {
	s := withNoto(t, "Devanagari", "Thai", "Tamil", "Bengali")
	p := order()
	p.Orders[0].ShipTo = indic
	file, warnings := written(t, p.WritePDF, s)
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	text := read(t, file)
	for _, want := range []string{indic.Name, indic.Company, indic.Line1, indic.City} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestWrite_RareCharactersAreDrawn: the PDF library knows none beyond U+FFFF, which
// some Japanese and Chinese names have.
func TestWrite_RareCharactersAreDrawn(t *testing.T) {
	const folder = "/usr/share/fonts/opentype/noto"
	if _, err := os.Stat(filepath.Join(folder, "NotoSansCJK-Regular.ttc")); err != nil {
		t.Skip("Noto Sans CJK (fonts-noto-cjk) is not installed here")
	}
	p := order()
	p.Orders[0].ShipTo.Name = "𠮷野 太郎"
	s := setup()
	s.Fonts = NewFonts(folder)
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 0 || !strings.Contains(text, "𠮷野 太郎") {
		t.Errorf("%q\n%s", warnings, text)
	}
}

// One character that no font has does not take its neighbour with it.
func TestWrite_OneRareCharacterThatIsMissingLeavesTheNext(t *testing.T) {
	const folder = "/usr/share/fonts/opentype/noto"
	if _, err := os.Stat(filepath.Join(folder, "NotoSansCJK-Regular.ttc")); err != nil {
		t.Skip("Noto Sans CJK (fonts-noto-cjk) is not installed here")
	}
	p := order()
	p.Orders[0].ShipTo.Name = "𠮷🎁"
	s := setup()
	s.Fonts = NewFonts(folder)
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 1 || strings.Contains(warnings[0], "𠮷") || !strings.Contains(warnings[0], "U+1F381") || !strings.Contains(text, "𠮷\uFFFD") {
		t.Errorf("%q\n%s", warnings, text)
	}
}

func TestWrite_ArabicWithoutItsFormsIsSet(t *testing.T) {
	s := withNoto(t, "Arabic")
	const town = "سلێمانی" // ێ has no forms of its own
	p := order()
	p.Orders[0].ShipTo.City = town
	file, warnings := written(t, p.WritePDF, s)
	if text := read(t, file); len(warnings) != 0 || !strings.Contains(text, town) {
		t.Errorf("%q\n%s", warnings, text)
	}
}

func TestWrap_NeverPartsALetterFromItsMarks(t *testing.T) {
	d := New(withNoto(t, "Thai"), "")
	for _, line := range d.wrap(body, strings.Repeat("ที่", 40), 20) {
		if n := utf8.RuneCountInString(line); n%3 != 0 || d.width(body, line) > 20 {
			t.Errorf("%q has %d letters and marks, %.1f mm", line, n, d.width(body, line))
		}
	}
}

func TestTidy_KeepsJoinersOnlyWhereTheySayHowToWrite(t *testing.T) {
	for in, want := range map[string]string{"ශ්\u200Dරී": "ශ්\u200Dරී", "می\u200Cخواهم": "می\u200Cخواهم", "a\u200Db\u200C": "ab", "\u200D\u200C": ""} {
		if got := tidy(in); got != want {
			t.Errorf("%+q becomes %+q, want %+q", in, got, want)
		}
	}
}
