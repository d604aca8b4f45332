package text

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// TestEveryTextIsThereAndUsed reads the sources of the window: each key that is
// asked for must have a text that fits the arguments, each text must be asked
// for. A key may also be kept in a table as a plain literal, or be built by Key.
func TestEveryTextIsThereAndUsed(t *testing.T) {
	u := &uses{literals: map[string]bool{}}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		u.read(path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range u.problems(english) {
		t.Error(p)
	}
}

func TestTheScannerFindsWhatIsWrong(t *testing.T) {
	c, err := readText(`{"a.one": "x", "a.two": "{0} {1}", "a.many": {"one": "{0} y", "other": "{0} z"}, "a.kind.red": "red", "a.table": "t", "a.idle": "nobody asks"}`)
	if err != nil {
		t.Fatal(err)
	}
	u := &uses{literals: map[string]bool{}}
	u.read("x.go", []byte(`package x
import "github.com/dropledger/dropledger/gui/text"
var table = []string{"a.table"}
func f(k, s string, n int, more []any) {
	text.T("a.one"); text.T("a.two", 1, 2); text.N("a.many", n, n); text.T(text.Key("a.kind.", s)); text.T(k); text.T("a.two", more...)
	text.T("a.missing"); text.T("a.one", 1); text.T("a.two", 1); text.N("a.one", n); text.T("a.many", n); text.Key("b.kind.", s); text.Key(k, s); text.Key("a.kin", s)
}`))
	got := strings.Join(u.problems(c), "\n")
	for _, want := range []string{
		`x.go:6: "a.missing" has no text`, `"a.one" takes 0 arguments, not 1`, `"a.two" takes 2 arguments, not 1`,
		`"a.one" has no plural forms`, `"a.many" has plural forms`, `no key begins with "b.kind."`,
		"the prefix must be a literal that ends in a dot", `"a.idle" is asked for nowhere`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not found in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 9 {
		t.Errorf("%d problems are found:\n%s", n, got)
	}
}

// uses is what the sources ask for.
type uses struct {
	calls    []call
	prefixes []string
	bad      []string
	literals map[string]bool
}

type call struct {
	where, key string
	plural     bool
	args       int // -1 when they are not counted in the source
}

func (u *uses) read(path string, src []byte) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, src, 0)
	if err != nil {
		return // the compiler says so better
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				u.literals[s] = true
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
				if id, ok := sel.X.(*ast.Ident); ok && id.Name == "text" {
					u.call(set, sel.Sel.Name, n)
				}
			}
		}
		return true
	})
}

func (u *uses) call(set *token.FileSet, name string, n *ast.CallExpr) {
	where := fmt.Sprintf("%s:%d", set.Position(n.Pos()).Filename, set.Position(n.Pos()).Line)
	if len(n.Args) == 0 {
		return
	}
	key, isLiteral := literal(n.Args[0])
	switch {
	case name == "Key" && (!isLiteral || !strings.HasSuffix(key, ".")):
		u.bad = append(u.bad, where+": the prefix must be a literal that ends in a dot")
	case name == "Key":
		u.prefixes = append(u.prefixes, key)
	case isLiteral && (name == "T" || name == "N"):
		c := call{where: where, key: key, plural: name == "N", args: len(n.Args) - 1}
		if c.plural {
			c.args--
		}
		if n.Ellipsis.IsValid() {
			c.args = -1
		}
		u.calls = append(u.calls, c)
	}
}

func (u *uses) problems(c *catalog) (found []string) {
	found = append(found, u.bad...)
	for _, call := range u.calls {
		if p := call.problem(c); p != "" {
			found = append(found, call.where+": "+p)
		}
	}
	for _, p := range u.prefixes {
		begins := func(key string) bool { return strings.HasPrefix(key, p) }
		if !slices.ContainsFunc(keys(c), begins) {
			found = append(found, fmt.Sprintf("no key begins with %q", p))
		}
	}
	for _, key := range keys(c) {
		built := slices.ContainsFunc(u.prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
		if !built && !u.literals[key] {
			found = append(found, fmt.Sprintf("%q is asked for nowhere", key))
		}
	}
	return found
}

func (c call) problem(in *catalog) string {
	m := in.messages[c.key]
	switch {
	case m == nil:
		return fmt.Sprintf("%q has no text", c.key)
	case c.plural && !several(m):
		return fmt.Sprintf("%q has no plural forms: ask by T", c.key)
	case !c.plural && several(m):
		return fmt.Sprintf("%q has plural forms: ask by N", c.key)
	}
	needs := 0
	for _, f := range m.forms {
		if f != nil {
			for _, hole := range f.holes {
				needs = max(needs, hole+1)
			}
		}
	}
	if c.args >= 0 && c.args != needs {
		return fmt.Sprintf("%q takes %d arguments, not %d", c.key, needs, c.args)
	}
	return ""
}

func literal(n ast.Expr) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func keys(c *catalog) (keys []string) {
	for k := range c.messages {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func several(m *message) bool {
	for form, f := range m.forms {
		if f != nil && plural.Form(form) != plural.Other {
			return true
		}
	}
	return false
}

func within(f, e *template) bool {
	for _, hole := range f.holes {
		if !slices.Contains(e.holes, hole) {
			return false
		}
	}
	return true
}

func formFor(tag language.Tag, n int) plural.Form {
	return plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
}

// readText is a catalog of the area "a".
func readText(json string) (*catalog, error) {
	c := &catalog{tag: language.English, messages: map[string]*message{}}
	return c, c.add([]byte(json), "a")
}
