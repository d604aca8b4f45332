package main_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// House style that a machine can hold. A limit may be passed only by an entry
// in the list of exceptions beside it, with the reason; an entry that is no
// longer needed fails too.

const (
	longestFunction = 60  // lines; in tests, tables of cases are not counted
	longestFile     = 500 // lines
	longestMain     = 150 // lines of main.go, which only puts the parts together
)

// longFunctions and longFiles are the exceptions: "path:name" or "path", and why.
var (
	longFunctions = map[string]string{}
	longFiles     = map[string]string{}
)

// floatsAllowed are the files near money in which a float64 may appear.
var floatsAllowed = map[string]string{
	"model/calc/stats.go":                     "the normal quantile is statistics, not money",
	"reports/pdf/doc.go":                      "millimetres on paper",
	"reports/pdf/grid.go":                     "millimetres on paper",
	"reports/pdf/parts.go":                    "millimetres on paper",
	"reports/pdf/picture.go":                  "millimetres on paper",
	"reports/pdf/proof.go":                    "millimetres on paper",
	"reports/pdf/setting.go":                  "thousandths of a type size, and millimetres on paper",
	"reports/pdf/text.go":                     "millimetres on paper",
	"reports/plot/plot.go":                    "places on a picture",
	"services/importer/pricelist/evidence.go": "how sure a proposed column is",
	"services/importer/pricelist/propose.go":  "how sure a proposed column is",
	"services/importer/pricelist/synonyms.go": "how sure a proposed column is",
}

func TestFunctionsAreShort(t *testing.T) {
	left := newExceptions(t, longFunctions)
	for _, f := range sources(t) {
		for name, lines := range functionLengths(f) {
			if lines > longestFunction && !left.cover(f.path+":"+name) {
				t.Errorf("%s: %s has %d lines, %d are allowed; split it by what it does", f.path, name, lines, longestFunction)
			}
		}
	}
	left.report()
}

func TestFilesAreShort(t *testing.T) {
	left := newExceptions(t, longFiles)
	for _, f := range sources(t) {
		limit := longestFile
		if f.path == "main.go" {
			limit = longestMain
		}
		if f.lines > limit && !left.cover(f.path) {
			t.Errorf("%s has %d lines, %d are allowed; split it by subject", f.path, f.lines, limit)
		}
	}
	left.report()
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said, folders := map[string]bool{}, map[string]string{}
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		folders[f.pkg] = f.path
		if doc := f.syntax.Doc.Text(); strings.HasPrefix(doc, "Package "+f.syntax.Name.Name+" ") || f.syntax.Name.Name == "main" && doc != "" {
			said[f.pkg] = true
		}
	}
	for pkg, file := range folders {
		if !said[pkg] && file != "deps.go" {
			t.Errorf("%s has no package comment: say what it is for and what it must not know", pkg)
		}
	}
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		for _, name := range unexplained(f) {
			t.Errorf("%s: exported %s has no comment; say what it is, with unit, currency, errors or source", f.path, name)
		}
	}
}

func TestNoFloatComesNearMoney(t *testing.T) {
	left := newExceptions(t, floatsAllowed)
	for _, f := range sources(t) {
		if f.test || !withinAny(f.pkg, []string{"model", "services", "reports"}) {
			continue
		}
		if where := floats(f); len(where) > 0 && !left.cover(f.path) {
			t.Errorf("%s: binary floating point near money; use model.Amount or decimal.Decimal, or list the file with a reason", strings.Join(where, ", "))
		}
	}
	left.report()
}

func TestTheStyleRulesCatchABreach(t *testing.T) {
	cases := map[string]struct {
		text  string
		check func(*source) int
		want  int
	}{
		"a float64":                          {"var x float64", countFloats, 1},
		"a float hidden in an inferred type": {"func f(d D) { x, _ := d.Float64(); _ = x }", countFloats, 1},
		"an exported function":               {"func F() {}", countUnexplained, 1},
		"an explained function":              {"// F does it.\nfunc F() {}", countUnexplained, 0},
		"an exported method":                 {"type T int\n\n// T is\nfunc (t T) M() {}\n\nfunc (t T) N() {}", countUnexplained, 2},
		"a method of a hidden type":          {"type t int\n\nfunc (x t) M() {}", countUnexplained, 0},
		"a group of constants":               {"// These are.\nconst (\n\tA = 1\n\tB = 2\n)", countUnexplained, 0},
		"constants nobody explains":          {"const (\n\tA = 1\n\tb = 2\n)", countUnexplained, 1},
		"a long function":                    {"func f() {\n" + strings.Repeat("\tf()\n", 60) + "}", longest, 62},
	}
	for name, c := range cases {
		f, err := parse("p/p.go", "package p\n\n"+c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.check(f); got != c.want {
			t.Errorf("%s: found %d, want %d", name, got, c.want)
		}
	}
}

func countFloats(f *source) int      { return len(floats(f)) }
func countUnexplained(f *source) int { return len(unexplained(f)) }
func longest(f *source) int          { return functionLengths(f)["f"] }

// exceptions is a list of allowed breaches that notes which of them are used.
type exceptions struct {
	t    *testing.T
	why  map[string]string
	used map[string]bool
}

func newExceptions(t *testing.T, why map[string]string) *exceptions {
	return &exceptions{t, why, map[string]bool{}}
}

func (e *exceptions) cover(key string) bool {
	e.used[key] = true
	return e.why[key] != ""
}

func (e *exceptions) report() {
	e.t.Helper()
	for key := range e.why {
		if !e.used[key] {
			e.t.Errorf("the exception for %s is not needed any more: remove it", key)
		}
	}
}

func functionLengths(f *source) map[string]int {
	lengths := map[string]int{}
	for _, d := range f.syntax.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		n := f.span(fn)
		if f.test {
			n -= f.tableLines(fn)
		}
		lengths[functionName(fn)] = n
	}
	return lengths
}

func functionName(fn *ast.FuncDecl) string {
	if r := receiver(fn); r != "" {
		return r + "." + fn.Name.Name
	}
	return fn.Name.Name
}

func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	e := fn.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func (f *source) span(n ast.Node) int {
	return f.fset.Position(n.End()).Line - f.fset.Position(n.Pos()).Line + 1
}

// tableLines counts the lines of the outermost composite literals: test cases.
func (f *source) tableLines(fn *ast.FuncDecl) (lines int) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.CompositeLit); ok {
			lines += f.span(n) - 1
			return false
		}
		return true
	})
	return lines
}

func floats(f *source) (where []string) {
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && slices.Contains([]string{"float64", "float32", "Float64", "InexactFloat64", "ParseFloat"}, id.Name) {
			where = append(where, f.at(n))
		}
		return true
	})
	return where
}

// unexplained lists the exported names without a comment. A comment on a group
// explains its members.
func unexplained(f *source) (names []string) {
	for _, d := range f.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			r := receiver(d)
			if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || ast.IsExported(r)) && f.syntax.Name.Name != "main" {
				names = append(names, functionName(d))
			}
		case *ast.GenDecl:
			if d.Doc != nil || d.Tok == token.IMPORT {
				continue
			}
			for _, s := range d.Specs {
				names = append(names, unexplainedSpec(s)...)
			}
		}
	}
	return names
}

func unexplainedSpec(s ast.Spec) (names []string) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
			names = append(names, s.Name.Name)
		}
	case *ast.ValueSpec:
		for _, id := range s.Names {
			if s.Doc == nil && s.Comment == nil && id.IsExported() {
				names = append(names, id.Name)
			}
		}
	}
	return names
}
