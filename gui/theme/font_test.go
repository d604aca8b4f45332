package theme_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/font/sfnt"

	"github.com/dropledger/dropledger/gui/theme"
)

// Signs that the font lacks are drawn with another font, at another height, and
// the space after them may become a box.
func TestFont_HasEverySignOfTheTextsAndTheHelp(t *testing.T) {
	used := map[rune]string{'−': "every negative number"}
	for _, folder := range []string{"translations", "help"} {
		err := filepath.WalkDir(filepath.Join("..", "..", "resources", folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			for _, r := range string(content) {
				if r >= ' ' {
					used[r] = path
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(used) < 90 {
		t.Fatalf("only %d signs are used", len(used))
	}
	look := theme.New(theme.Options{Look: theme.Light})
	for _, bold := range []bool{false, true} {
		font, err := sfnt.Parse(look.Font(fyne.TextStyle{Bold: bold}).Content())
		if err != nil {
			t.Fatal(err)
		}
		for r, where := range used {
			if glyph, err := font.GlyphIndex(nil, r); err != nil || glyph == 0 {
				t.Errorf("bold %v: %c %U of %s is not in the font", bold, r, r, where)
			}
		}
	}
}

// A column of numbers lines up only when all digits and the minus sign are equally
// wide.
func TestFont_DigitsAndMinusAreEquallyWide(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	for _, bold := range []bool{false, true} {
		want := fyne.MeasureText("0", theme.TextSize, fyne.TextStyle{Bold: bold})
		for _, s := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "−"} {
			if got := fyne.MeasureText(s, theme.TextSize, fyne.TextStyle{Bold: bold}); got != want {
				t.Errorf("bold %v: %s is %v large, 0 is %v", bold, s, got, want)
			}
		}
	}
}
