package theme_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// colourNames are our colour names, read from palette.go.
func colourNames(t *testing.T) (names []fyne.ThemeColorName) {
	t.Helper()
	for _, v := range constants(t, "palette.go", "") {
		if strings.HasPrefix(v, "ledger") {
			names = append(names, fyne.ThemeColorName(v))
		}
	}
	if len(names) < 26 {
		t.Fatalf("palette.go has %d colours", len(names))
	}
	return names
}

// stockNames are the toolkit's names that begin so, read from its sources.
func stockNames(t *testing.T, prefix string) (names []string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "fyne.io/fyne/v2/theme").Output()
	if err != nil {
		t.Fatal(err)
	}
	names = constants(t, filepath.Join(strings.TrimSpace(string(out)), "color.go"), prefix)
	if len(names) < 25 {
		t.Fatalf("the toolkit has %d names with %s", len(names), prefix)
	}
	return names
}

// constants are the values of the text constants of a file whose name begins so.
func constants(t *testing.T, path, prefix string) (values []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, prefix) {
			return true
		}
		lit, ok := v.Values[0].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, s)
		return true
	})
	return values
}
