package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The tests in this file and in style_test.go read the sources and hold the
// shape of the project: who may import whom, and how code is written here.
// They need no tool beside Go and take a second, so that plain "go test ." says
// at once what a change breaks. ARCHITECTURE.md explains the layers.

const module = "github.com/dropledger/dropledger"

// layer says which packages of this project a package may import, itself and
// what lies below it apart.
type layer struct {
	who string
	may []string
	why string
}

// layers is searched from the top: the first whose who holds a package decides.
// AREA stands for one folder of gui, any but those named before it.
var layers = []layer{
	{"model", nil, "the business must hold without a computer"},
	{"resources", nil, "resources are bytes, they know nobody"},
	{"services", []string{"model", "services", "resources"}, "a service works the same for a window, a script and a test"},
	{"reports", []string{"model", "services", "resources"}, "a report is numbers, whoever shows them"},
	{"gui/kit", []string{"model", "reports/plot", "gui/theme", "gui/text", "gui/format", "resources"}, "a widget of the kit draws any rows; screens bring the services"},
	{"gui/theme", []string{"resources"}, "the theme is colours, sizes and icons"},
	{"gui/text", []string{"resources"}, "text is looked up by key, whatever it is about"},
	{"gui/format", []string{"model", "resources", "gui/text"}, "formatting turns a value into text and back"},
	{"gui/page/writing", []string{"model", "services", "gui/kit", "gui/text", "gui/page"}, "it writes whatever file a screen has, and tells"},
	{"gui/page/staging", []string{"model", "services", "gui/kit", "gui/theme", "gui/text", "gui/format", "gui/page"}, "it is a dialog that several screens share, with its texts"},
	{"gui/page", []string{"model", "services", "gui/kit", "gui/theme", "gui/format"}, "it is the contract between shell and screens, and knows neither"},
	{"gui/shell", []string{"model", "services", "reports", "resources", "gui/kit", "gui/theme", "gui/text", "gui/format", "gui/page", "gui/prefs"}, "the shell opens screens by name, it knows none"},
	{"gui/guitest", []string{"model", "services", "reports", "resources", "gui"}, "it builds whole screens for tests"},
	{"gui/AREA", []string{"model", "services", "reports", "resources", "gui/kit", "gui/theme", "gui/text", "gui/format", "gui/page"}, "a screen asks the shell to navigate, it does not open another screen"},
	{"gui", []string{"model", "services", "reports", "resources", "gui"}, "the window sits on the services"},
	{".", []string{"model", "services", "reports", "resources", "gui"}, "package main puts the parts together"},
}

// owner says which packages alone may import a library. A library that is not
// listed may be imported by all but model.
type owner struct {
	library string
	who     []string
	tests   bool // tests anywhere may import it too
	why     string
}

var owners = []owner{
	{"gorm.io/driver", []string{"services/store"}, false, "one package opens the book file"},
	{"gorm.io", []string{"services"}, false, "queries live in services"},
	{"database/sql", []string{"services"}, false, "queries live in services"},
	{"github.com/mattn/go-sqlite3", []string{"services/store"}, false, "what SQLite needs to be safe stands in services/store"},
	{"github.com/xuri/excelize/v2", []string{"services/importer", "reports/xlsx"}, true, "workbooks are read by the importer and written by reports/xlsx"},
	{"codeberg.org/go-pdf/fpdf", []string{"reports/pdf"}, false, "documents are laid out by reports/pdf"},
	{"github.com/go-text/typesetting", []string{"reports/pdf"}, false, "documents are laid out by reports/pdf; the window's text by its toolkit"},
	{"fyne.io", []string{"gui"}, false, "only gui knows a pixel"},
	{"github.com/alecthomas/kong", []string{"."}, false, "the command line is package main's"},
	{"net", []string{"services/mail", "services/instance"}, true, "the program works offline; only the outbox and sending reach the network, and a second start the first one on this computer"},
	{"net/http", []string{"services/mail"}, true, "the program works offline; only the outbox and sending reach the network"},
	{"net/smtp", []string{"services/mail"}, true, "the program works offline; only the outbox and sending reach the network"},
	{"crypto/tls", []string{"services/mail"}, true, "the program works offline; only the outbox and sending reach the network"},
	{"pgregory.net/rapid", nil, true, "property tests only"},
	{"testing", nil, true, "the program must not carry the test flags"},
}

// alone lists the packages that know no other service than those named, so that
// everything else can stand on them.
var alone = []layer{
	{"services/event", nil, "anyone may publish"},
	{"services/job", []string{"services/event"}, "any work may be a job"},
	{"services/file", nil, "anyone may write a file"},
	{"services/store", []string{"services/file", "services/event"}, "the book file does not know what an order is"},
	{"services/ledger", []string{"services/store"}, "the journal takes finished postings"},
	{"services/booking", []string{"services/store", "services/ledger"}, "what it needs to know is handed to it"},
}

// otherSQLite lists the other ways to get an SQLite into a program. Two copies
// of SQLite in one process drop each other's file locks.
var otherSQLite = []string{"modernc.org/sqlite", "github.com/glebarez/sqlite", "github.com/ncruces/go-sqlite3", "zombiezen.com/go/sqlite", "crawshaw.io/sqlite"}

// breach returns why package pkg may not import imp, or "" when it may. Package
// paths are relative to the project, "." is the root.
func breach(pkg, imp string, test bool) string {
	inner, ours := strings.CutPrefix(imp, module+"/")
	switch {
	case imp == module:
		return "nobody imports package main"
	case ours && test && within(pkg, "gui") && inner == "gui/guitest":
		return ""
	case ours && strings.HasSuffix(inner, "test") && !test && !strings.HasSuffix(pkg, "test"):
		return "packages named ...test are for tests"
	case ours:
		return innerBreach(pkg, inner)
	}
	return libraryBreach(pkg, imp, test)
}

func innerBreach(pkg, inner string) string {
	for _, l := range alone {
		if within(pkg, l.who) && !strings.HasSuffix(pkg, "test") && within(inner, "services") && !withinAny(inner, l.may) && !within(inner, l.who) {
			return l.why
		}
	}
	l := layerOf(pkg)
	if withinAny(inner, l.may) || within(inner, home(pkg, l)) {
		return ""
	}
	return l.why
}

// home is the folder whose packages see each other: the layer's, or the area's.
func home(pkg string, l layer) string {
	if l.who == "gui/AREA" {
		return strings.Join(strings.Split(pkg, "/")[:2], "/")
	}
	return l.who
}

func layerOf(pkg string) layer {
	for _, l := range layers {
		if within(pkg, l.who) || l.who == "gui/AREA" && strings.HasPrefix(pkg, "gui/") {
			return l
		}
	}
	return layer{who: "nowhere", why: "the top level of the project is fixed, see ARCHITECTURE.md"}
}

func libraryBreach(pkg, imp string, test bool) string {
	standard := !strings.Contains(strings.Split(imp, "/")[0], ".")
	for _, o := range owners {
		exact := o.library == "net" || o.library == "testing"
		if imp != o.library && (exact || !within(imp, o.library)) {
			continue
		}
		if withinAny(pkg, o.who) || test && o.tests || o.tests && strings.HasSuffix(pkg, "test") {
			return ""
		}
		return o.why
	}
	if within(pkg, "model") && !standard && !within(imp, "github.com/shopspring/decimal") {
		return "model imports the standard library and the decimal library only"
	}
	if withinAny(imp, otherSQLite) {
		return "the program has one SQLite: github.com/mattn/go-sqlite3"
	}
	return ""
}

func within(pkg, folder string) bool {
	return pkg == folder || folder != "." && strings.HasPrefix(pkg, folder+"/")
}

func withinAny(pkg string, folders []string) bool {
	for _, f := range folders {
		if within(pkg, f) {
			return true
		}
	}
	return false
}

func TestImportsGoOneWay(t *testing.T) {
	for _, f := range sources(t) {
		for _, spec := range f.syntax.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := breach(f.pkg, imp, f.test); why != "" {
				t.Errorf("%s: package %s may not import %s: %s", f.at(spec), f.pkg, imp, why)
			}
		}
	}
}

func TestTheImportRulesCatchABreach(t *testing.T) {
	ours := func(p string) string { return module + "/" + p }
	cases := []struct {
		pkg, imp string
		test, ok bool
	}{
		{"model", "time", false, true},
		{"model", "github.com/shopspring/decimal", false, true},
		{"model", "golang.org/x/text/width", false, false},
		{"model", "gorm.io/gorm", false, false},
		{"model", ours("services/event"), false, false},
		{"model/calc", ours("model"), false, true},
		{"model", "pgregory.net/rapid", true, true},
		{"model", "pgregory.net/rapid", false, false},
		{"services/order", ours("services/booking"), false, true},
		{"services/order", ours("reports"), false, false},
		{"services/order", ours("gui/kit"), true, false},
		{"services/order", ours("services/store/storetest"), true, true},
		{"services/order", ours("services/store/storetest"), false, false},
		{"services/store", ours("services/store/storetest"), false, false},
		{"services/order", "gorm.io/gorm", false, true},
		{"services/order", "gorm.io/driver/sqlite", false, false},
		{"services/order", "github.com/mattn/go-sqlite3", false, false},
		{"services/order", "net/http", false, false},
		{"services/order", "net/mail", false, true},
		{"services/store", ours("services/order"), false, false},
		{"services/store", ours("services/store/inner"), false, true},
		{"services/booking", ours("services/supplier"), false, false},
		{"reports", ours("services/ledger"), false, true},
		{"reports", "gorm.io/gorm", false, false},
		{"reports", "github.com/xuri/excelize/v2", false, false},
		{"reports", "github.com/xuri/excelize/v2", true, true},
		{"reports/xlsx", "github.com/xuri/excelize/v2", false, true},
		{"reports/xlsx", "fyne.io/fyne/v2", false, false},
		{"reports/reportstest", "testing", false, true},
		{"reports", "testing", false, false},
		{"gui/kit/grid", ours("services/order"), false, false},
		{"gui/kit/grid", ours("gui/theme"), false, true},
		{"gui/orders", ours("services/order"), false, true},
		{"gui/orders", ours("gui/orders/line"), false, true},
		{"gui/orders", ours("gui/suppliers"), false, false},
		{"gui/orders", ours("gui"), false, false},
		{"gui", ours("gui/orders"), false, true},
		{"gui", "fyne.io/fyne/v2/widget", false, true},
		{".", ours("gui"), false, true},
		{".", "fyne.io/fyne/v2", false, false},
		{".", "github.com/alecthomas/kong", false, true},
		{"services/setting", "github.com/alecthomas/kong", false, false},
		{"gui", module, false, false},
		{"util", ours("model"), false, false},
		{"services/store", "modernc.org/sqlite", false, false},
	}
	for _, c := range cases {
		if why := breach(c.pkg, c.imp, c.test); (why == "") != c.ok {
			t.Errorf("%s imports %s (test %v): allowed = %v, want %v; reason %q", c.pkg, c.imp, c.test, why == "", c.ok, why)
		}
	}
}

func TestTheProgramHasOneSQLite(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "github.com/mattn/go-sqlite3 ") {
		t.Error("go.mod does not name github.com/mattn/go-sqlite3: the driver alone would choose an old one")
	}
	for _, m := range otherSQLite {
		if strings.Contains(string(text), m) {
			t.Errorf("go.mod names %s: two copies of SQLite drop each other's file locks", m)
		}
	}
}

// source is one parsed Go file of the project.
type source struct {
	path   string // from the root, with slashes
	pkg    string // its folder
	test   bool
	lines  int
	fset   *token.FileSet
	syntax *ast.File
}

func (f *source) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.fset.Position(n.Pos()).Line)
}

// sources returns every Go file of the project, whatever system it is for.
func sources(t *testing.T) []*source {
	t.Helper()
	files, err := readSources()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var readSources = sync.OnceValues(func() (files []*source, err error) {
	err = filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if hidden := p != "." && strings.HasPrefix(d.Name(), "."); hidden || d.Name() == "testdata" || p == "build" {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(p) != ".go" {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		f, err := parse(filepath.ToSlash(p), string(text))
		files = append(files, f)
		return err
	})
	return files, err
})

func parse(name, text string) (*source, error) {
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return &source{
		path: name, pkg: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
		lines: strings.Count(text, "\n"), fset: fset, syntax: syntax,
	}, err
}
