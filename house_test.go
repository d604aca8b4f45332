package main_test

import (
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What is not done in this project, wherever it would be easy: each rule says
// what to do instead. The linter repeats the ones it can (.golangci.yml).

// houseRule forbids a call, or the mention of a name, of a package or a method.
// from is the package's import path for package functions, "" for methods.
type houseRule struct {
	from, name string
	where      string            // the folder it holds for, "" the whole project
	allowed    map[string]string // file -> why it may
	tests      bool              // tests may
	say        string
}

var houseRules = []houseRule{
	{from: "", name: "AutoMigrate", say: "the schema changes by a numbered SQL file in services/store/migrations only"},
	{from: "", name: "Save", where: "services", say: "GORM's Save overwrites every column; name the columns with Updates and check RowsAffected"},
	{from: "gorm.io/gorm", name: "Model", say: "an entity names its own columns; nothing is soft-deleted"},
	{from: "time", name: "Sleep", say: "wait for what happens, not for time; tests take a clock"},
	{from: "time", name: "Now", tests: true, say: "the clock is handed in, so that DROPLEDGER_NOW holds everywhere", allowed: map[string]string{
		"main.go":                 "the one place that chooses the clock",
		"services/job/job.go":     "default of the injected clock",
		"services/store/store.go": "default of the injected clock; the lock file tells real time",
	}},
	{from: "strconv", name: "ParseFloat", tests: true, say: "decimals are read exactly: model.ParseAmount, model.ParseDecimal"},
	{from: "os", name: "Exit", tests: true, say: "return an error; main alone ends the program", allowed: map[string]string{"main.go": "the exit code"}},
	{from: "log", name: "", say: "log with log/slog"},
	{from: "math/rand", name: "", say: "use math/rand/v2 with a fixed seed, or crypto/rand"},
	{from: "io/ioutil", name: "", say: "use io and os"},
}

func TestHouseRulesHold(t *testing.T) {
	for _, f := range sources(t) {
		for _, b := range ruleBreaches(f, houseRules) {
			t.Error(b)
		}
	}
	for _, r := range houseRules {
		for _, f := range sources(t) {
			bare := r
			bare.allowed = nil
			if r.allowed[f.path] != "" && len(ruleBreaches(f, []houseRule{bare})) == 0 {
				t.Errorf("%s need not be allowed %s.%s any more: remove it", f.path, r.from, r.name)
			}
		}
	}
}

func TestTheHouseRulesCatchABreach(t *testing.T) {
	const header = "package p\n\nimport \"time\"\n\n"
	cases := map[string]struct {
		text string
		want int
	}{
		"a call of time.Sleep":                {header + "func f() { time.Sleep(1) }", 1},
		"a method that is called Sleep":       {header + "func f(b Bed) { b.Sleep(time.Second) }", 0},
		"time.Now handed on without a call":   {header + "var clock = time.Now", 1},
		"time.Now under another name":         {"package p\n\nimport clock \"time\"\n\nvar now = clock.Now()", 1},
		"a method called AutoMigrate":         {header + "func f(db D) { db.Migrator().AutoMigrate() }", 1},
		"the old log package":                 {"package p\n\nimport \"log\"", 1},
		"a skipped test without a word":       {header + "func f(t T) { t.Skip() }", 1},
		"a skipped test with its reason":      {header + "func f(t T) { t.Skip(\"no display\") }", 0},
		"a goroutine that a screen starts":    {header + "func f() { go f() }", 1},
		"a goroutine that gui/kit/async runs": {"package async\n\nfunc f() { go f() }", 0},
	}
	for name, c := range cases {
		file := "gui/p/p.go"
		if strings.HasPrefix(c.text, "package async") {
			file = "gui/kit/async/p.go"
		}
		f, err := parse(file, c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := ruleBreaches(f, houseRules); len(got) != c.want {
			t.Errorf("%s: found %q, want %d", name, got, c.want)
		}
	}
}

// leftOpen finds work that somebody meant to come back to.
var leftOpen = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|(?i)not ` + `implemented|coming ` + `soon`)

// mayBeOpen spares the pattern the many files in which none of its words stands:
// it takes half a minute for all of them under the race detector.
func mayBeOpen(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(text, "TO"+"DO") || strings.Contains(text, "FIX"+"ME") || strings.Contains(lower, "not "+"implemented") || strings.Contains(lower, "coming "+"soon")
}

func TestNothingIsLeftOpen(t *testing.T) {
	if later := "// TO" + "DO: later"; !mayBeOpen(later) || !leftOpen.MatchString(later) {
		t.Fatal("the pattern does not find what it looks for")
	}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == ".git" || p == ".tools" || p == "build" || d.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if kind := filepath.Ext(p); kind != ".go" && kind != ".md" && kind != ".sql" && kind != ".yml" && filepath.Dir(p) != ".ci" {
			return nil
		}
		text, err := os.ReadFile(p)
		if !mayBeOpen(string(text)) {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if found := leftOpen.FindString(line); found != "" {
				t.Errorf("%s:%d: %q: finish it, or say in words what the program does not do", p, i+1, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestArchitectureNamesWhatExists keeps ARCHITECTURE.md honest: each test and
// trigger that it says holds an invariant is there.
func TestArchitectureNamesWhatExists(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	var there strings.Builder
	for _, f := range sources(t) {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test {
				there.WriteString(fn.Name.Name + "\n")
			}
		}
	}
	steps, err := filepath.Glob("services/store/migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range steps {
		sql, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		there.Write(sql)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w+|[a-z]+_[a-z_]+)`").FindAllSubmatch(text, -1)
	if len(named) == 0 {
		t.Fatal("ARCHITECTURE.md names no test")
	}
	for _, n := range named {
		if !strings.Contains(there.String(), string(n[1])) {
			t.Errorf("ARCHITECTURE.md names %s, which is neither a test nor in the schema", n[1])
		}
	}
}

// ruleBreaches lists the places where f breaks a house rule, each with what to
// do instead.
func ruleBreaches(f *source, rules []houseRule) (found []string) {
	imported := map[string]string{} // name in this file -> import path
	for _, spec := range f.syntax.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		name := p[strings.LastIndex(p, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imported[name] = p
		for _, r := range rules {
			if r.name == "" && r.from == p {
				found = append(found, fmt.Sprintf("%s: import of %s: %s", f.at(spec), p, r.say))
			}
		}
	}
	screen := strings.HasPrefix(f.pkg, "gui/") && !within(f.pkg, "gui/kit/async") && !within(f.pkg, "gui/guitest") && !f.test
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if screen {
				found = append(found, f.at(n)+": a screen starts no goroutine: gui/kit/async does, and brings the result back")
			}
		case *ast.CallExpr:
			if silentSkip(n) {
				found = append(found, f.at(n)+": a skipped test says why")
			}
		case *ast.SelectorExpr:
			if r, ok := brokenRule(f, n, imported, rules); ok {
				found = append(found, fmt.Sprintf("%s: %s: %s", f.at(n), n.Sel.Name, r.say))
			}
		}
		return true
	})
	return found
}

func brokenRule(f *source, s *ast.SelectorExpr, imported map[string]string, rules []houseRule) (houseRule, bool) {
	from := ""
	if id, ok := s.X.(*ast.Ident); ok {
		from = imported[id.Name]
	}
	for _, r := range rules {
		if r.name == s.Sel.Name && r.from == from && (r.where == "" || within(f.pkg, r.where)) && r.allowed[f.path] == "" && (!f.test || !r.tests) {
			return r, true
		}
	}
	return houseRule{}, false
}

func silentSkip(c *ast.CallExpr) bool {
	s, ok := c.Fun.(*ast.SelectorExpr)
	return ok && (s.Sel.Name == "SkipNow" || s.Sel.Name == "Skip" && len(c.Args) == 0)
}
