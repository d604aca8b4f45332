package theme_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"image/color"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	stock "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// pairs are the colours that text has and the backgrounds it is read on.
var pairs = map[fyne.ThemeColorName][]fyne.ThemeColorName{
	theme.Text:     {theme.Background, theme.Surface, theme.Raised, theme.Rail, theme.Hover, theme.AccentSoft, theme.NeutralSoft, theme.InfoSoft, theme.WarnSoft, theme.BadSoft, theme.GoodSoft},
	theme.Muted:    {theme.Background, theme.Surface, theme.Raised, theme.Rail, theme.Hover, theme.AccentSoft, theme.InfoSoft},
	theme.Accent:   {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft},
	theme.Good:     {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft, theme.GoodSoft},
	theme.Warn:     {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft, theme.WarnSoft},
	theme.Bad:      {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft, theme.BadSoft},
	theme.Info:     {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft, theme.InfoSoft},
	theme.Neutral:  {theme.Surface, theme.Raised, theme.Rail, theme.AccentSoft, theme.NeutralSoft},
	theme.OnAccent: {theme.Accent, theme.Bad, theme.Good, theme.Warn},
}

func TestTextCanBeReadOnItsBackground(t *testing.T) {
	a := test.NewTempApp(t)
	for name, l := range looks {
		a.Settings().SetTheme(theme.New(theme.Options{Look: l}))
		for ink, grounds := range pairs {
			for _, ground := range grounds {
				if c := contrast(theme.Color(ink), theme.Color(ground)); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, ink, ground, c)
				}
			}
		}
		for tone := theme.Plain; tone <= theme.Idle; tone++ {
			if c := contrast(theme.Color(tone.Ink()), theme.Color(tone.Soft())); c < 4.5 {
				t.Errorf("%s: tone %d on its soft colour has a contrast of %.2f", name, tone, c)
			}
		}
	}
}

// TestMarksCanBeSeenOnACard holds nearly what WCAG asks of graphics, 3 to 1: the
// value of a mark is also written beside it.
func TestMarksCanBeSeenOnACard(t *testing.T) {
	a := test.NewTempApp(t)
	for name, l := range looks {
		a.Settings().SetTheme(theme.New(theme.Options{Look: l}))
		for _, n := range []fyne.ThemeColorName{theme.Series1, theme.Series2, theme.Series3, theme.Axis} {
			if c := contrast(theme.Color(n), theme.Color(theme.Surface)); c < 2.8 {
				t.Errorf("%s: %s on a card has a contrast of %.2f", name, n, c)
			}
		}
	}
}

func TestAThemeWithoutOursStillHasTheColours(t *testing.T) {
	a := test.NewTempApp(t)
	if got := theme.Color(theme.Accent); got == color.Transparent {
		t.Error("the accent is transparent in the theme of the tests")
	}
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark}))
	if theme.Color(theme.Text) != stock.Color(stock.ColorNameForeground) {
		t.Error("stock text has another colour")
	}
}

func TestEveryColourOfTheToolkitIsMeant(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	own := map[color.Color]bool{}
	for _, n := range colourNames(t) {
		own[theme.Color(n)] = true
	}
	veils := map[fyne.ThemeColorName]bool{
		stock.ColorNameHover: true, stock.ColorNamePressed: true, stock.ColorNameFocus: true,
		stock.ColorNameShadow: true, stock.ColorNameScrollBarBackground: true,
	}
	for _, n := range stockNames(t, "ColorName") {
		if name := fyne.ThemeColorName(n); !veils[name] && !own[theme.Color(name)] {
			t.Errorf("the toolkit's colour %q is none of ours", n)
		}
	}
}

func TestStockControlsAreAsHighAsOurs(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{}))
	for name, w := range map[string]fyne.Widget{"an entry": widget.NewEntry(), "a button": widget.NewButton("Open", nil), "a check": widget.NewCheck("All", nil)} {
		if h := w.MinSize().Height; h < theme.ControlHeight-1 || h > theme.ControlHeight {
			t.Errorf("%s is %.1f high", name, h)
		}
	}
}

func TestDensityChangesRowsOnly(t *testing.T) {
	a := test.NewTempApp(t)
	for d, want := range map[theme.Density][3]float32{theme.Normal: {28, 32, 30}, theme.Compact: {24, 28, 26}, theme.Comfortable: {34, 38, 36}} {
		a.Settings().SetTheme(theme.New(theme.Options{Density: d}))
		if got := [3]float32{theme.RowHeight(), theme.WorkRowHeight(), theme.GroupRowHeight()}; got != want {
			t.Errorf("density %d: %v, want %v", d, got, want)
		}
	}
}

func TestApplyScalesInSteps(t *testing.T) {
	a := test.NewTempApp(t)
	t.Setenv("FYNE_SCALE", "")
	for scale, want := range map[int]string{0: "1.00", 100: "1.00", 130: "1.30", 200: "2.00", 500: "2.00", 10: "1.00"} {
		settle := theme.Apply(a, theme.Options{Scale: scale, Look: theme.Dark})
		settle()
		if got := os.Getenv("FYNE_SCALE"); got != want {
			t.Errorf("%d %%: %s, want %s", scale, got, want)
		}
	}
	if theme.Color(theme.Surface) != theme.New(theme.Options{Look: theme.Dark}).Color(theme.Surface, stock.VariantLight) {
		t.Error("the theme is not shown")
	}
}

// TestOnlyTheThemeKnowsAColour reads the sources of the window: a colour that is
// written out somewhere would be wrong in one of the looks.
func TestOnlyTheThemeKnowsAColour(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, filepath.Join("..", "theme")) {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, where := range literals(t, path, src) {
			t.Errorf("%s names a colour: only gui/theme may", where)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := literals(t, "a.go", []byte("package a\nvar c = color.NRGBA{R: 1}\nvar d = stock.Color(stock.ColorNameHover)\nvar e = color.Transparent")); len(found) != 2 {
		t.Errorf("of a written colour and a stock colour the rule finds %v", found)
	}
}

// literals finds colours written out and the toolkit's colour names.
func literals(t *testing.T, path string, src []byte) (where []string) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, src, 0)
	if err != nil {
		return nil // the compiler says so better
	}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := s.X.(*ast.Ident)
		if !ok {
			return true
		}
		written := id.Name == "color" && strings.Contains(" RGBA NRGBA RGBA64 NRGBA64 Gray Alpha CMYK Black White ", " "+s.Sel.Name+" ")
		if written || strings.HasPrefix(s.Sel.Name, "ColorName") {
			where = append(where, set.Position(n.Pos()).String())
		}
		return true
	})
	return where
}
