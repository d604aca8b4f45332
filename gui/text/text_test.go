package text

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
)

// with shows the texts of made-up files for one test, "en" and others.
func with(t *testing.T, files map[string]string, lang string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	before, wasShown := english, shown.Load()
	t.Cleanup(func() { english = before; shown.Store(wasShown) })
	c, err := read(fsys, base)
	if err != nil {
		t.Fatal(err)
	}
	english = c
	if err := use(fsys, lang); err != nil {
		t.Fatal(err)
	}
}

var twoLanguages = map[string]string{
	"en/orders.json": `{"orders.title": "Orders", "orders.found": "{0} of {1}", "orders.count": {"one": "{0} order", "other": "{0} orders"}}`,
	"en/cases.json":  `{"cases.title": "Cases"}`,
	"de/orders.json": `{"orders.title": "Bestellungen", "orders.found": "von {1} sind es {0}"}`,
	"pl/orders.json": `{"orders.count": {"one": "{0} zamówienie", "few": "{0} zamówienia", "many": "{0} zamówień", "other": "{0} zamówienia"}}`,
}

func TestTextsAreFoundAndFilled(t *testing.T) {
	with(t, twoLanguages, "en")
	for want, got := range map[string]string{
		"Orders":           T("orders.title"),
		"Cases":            T("cases.title"),
		"3 of 10,412":      T("orders.found", 3, "10,412"),
		"0 orders":         N("orders.count", 0, 0),
		"1 order":          N("orders.count", 1, 1),
		"1,200 orders":     N("orders.count", 1200, "1,200"),
		"orders.nothing":   T("orders.nothing"),
		"orders.nothing.2": N("orders.nothing.2", 2),
		"3 of {1}":         T("orders.found", 3),
		"2.5 of true":      T("orders.found", 2.5, true),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAHalfTranslatedLanguageFallsBackToEnglishKeyByKey(t *testing.T) {
	with(t, twoLanguages, "de-AT")
	for want, got := range map[string]string{
		"Bestellungen":     T("orders.title"),
		"von 10 sind es 3": T("orders.found", 3, 10),
		"Cases":            T("cases.title"),
		"2 orders":         N("orders.count", 2, 2),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestALanguageHasItsOwnPluralForms(t *testing.T) {
	with(t, twoLanguages, "pl")
	for n, want := range map[int]string{1: "1 zamówienie", 2: "2 zamówienia", 5: "5 zamówień", 12: "12 zamówień", 22: "22 zamówienia"} {
		if got := N("orders.count", n, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestALanguageWithoutTextsIsRefused(t *testing.T) {
	with(t, twoLanguages, "en")
	for _, name := range []string{"fr", "", "nonsense-language-name"} {
		if err := Use(name); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
	if T("orders.title") != "Orders" {
		t.Error("the texts changed all the same")
	}
}

func TestAnErrorInAFileNamesFileAndKey(t *testing.T) {
	for content, want := range map[string]string{
		`{"orders.title": "Orders"`:              "unexpected end",
		`{"cases.title": "Cases"}`:               `"cases.title" does not begin with "orders."`,
		`{"orders.a": 3}`:                        "neither a text nor",
		`{"orders.a": {"one": "x"}}`:             `"other" is missing`,
		`{"orders.a": {"some": "x"}}`:            "no plural form",
		`{"orders.a": "{name}"}`:                 "no placeholder",
		`{"orders.a": "a } b"}`:                  "without a {",
		`{"orders.a": {"other": "{0"}}`:          "no placeholder",
		`{"orders.a": "{12}"}`:                   "no placeholder",
		`{"orders.a": {"one": "{", "other":""}}`: "no placeholder",
	} {
		_, err := read(fstest.MapFS{"xx/orders.json": &fstest.MapFile{Data: []byte(content)}}, "en")
		if err != nil {
			t.Fatal("a language without files is empty, not broken:", err)
		}
		_, err = read(fstest.MapFS{"en/orders.json": &fstest.MapFile{Data: []byte(content)}}, "en")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "en/orders.json") {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
}

func TestKeyJoinsAnyKindOfText(t *testing.T) {
	type state string
	if got := Key("orders.state.", state("held")); got != "orders.state.held" {
		t.Error(got)
	}
}

// TestALanguageFitsEnglish holds every language of the program to English: no key
// that English lacks, the same placeholders, every plural form it needs.
func TestALanguageFitsEnglish(t *testing.T) {
	for _, name := range Languages() {
		c, err := read(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for key, m := range c.messages {
			e := english.messages[key]
			if e == nil {
				t.Errorf("%s: English has no %q", name, key)
				continue
			}
			for _, f := range m.forms {
				if f != nil && !within(f, e.other()) {
					t.Errorf("%s: %q has a placeholder that English has not", name, key)
				}
			}
			for n := 0; n < 200 && several(m); n++ {
				if form := formFor(c.tag, n); m.forms[form] == nil {
					t.Errorf("%s: %q has no text for %d", name, key, n)
					break
				}
			}
		}
	}
}

func TestEnglishIsThere(t *testing.T) {
	if l := Languages(); len(l) == 0 || !strings.Contains(strings.Join(l, " "), base) {
		t.Errorf("the languages are %v", l)
	}
	if english.tag != language.English || !Has("format.undefined") || Has("format.nothing") {
		t.Error("English is not loaded")
	}
}

func BenchmarkT(b *testing.B) {
	for b.Loop() {
		T("format.ago", "42 min")
	}
}
