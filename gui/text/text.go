// Package text is every text a person reads in the window, looked up by key in
// the person's language. It must not know what a key is about.
//
// The texts of an area lie in resources/translations/<language>/<area>.json, a
// flat object whose keys begin with "<area>.". A value is a text, or for N an
// object with a text for each plural form of the language:
//
//	{"orders.title": "Orders", "orders.count": {"one": "{0} order", "other": "{0} orders"}}
//
// What a language lacks is taken from English, key by key.
package text

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/dropledger/dropledger/resources"
)

// base is the language that has every text.
const base = "en"

// files are the languages, a folder each.
var files = must(fs.Sub(resources.Translations, "translations"))

var (
	english = must(read(files, base))
	shown   atomic.Pointer[catalog]
)

func init() { shown.Store(english) }

// T is the text of a key, with {0}, {1} replaced by the arguments. A key that has
// no text is returned itself, so that it is seen.
func T(key string, args ...any) string {
	m, _ := find(key)
	if m == nil {
		return key
	}
	return m.other().fill(args)
}

// N is the text of a key in the plural form that n asks for. The text is filled
// with args as T does; n itself is not among them, because a number is written
// as the person wants it: N("orders.count", n, f.Int(n)).
func N(key string, n int, args ...any) string {
	m, tag := find(key)
	if m == nil {
		return key
	}
	return m.form(tag, n).fill(args)
}

// Key builds a key at run time: T(Key("orders.state.", state)). The prefix must be
// a literal that ends in a dot; all keys that begin with it count as used.
func Key[S ~string](prefix string, value S) string { return prefix + string(value) }

// Has tells whether a key has a text, for keys built from data.
func Has(key string) bool {
	m, _ := find(key)
	return m != nil
}

// Use shows all texts asked for from now on in a language, "en" or "de-AT". When
// there is only "de", that is taken.
func Use(name string) error { return use(files, name) }

func use(from fs.FS, name string) error {
	tag, err := language.Parse(strings.ReplaceAll(name, "_", "-"))
	if err != nil {
		return fmt.Errorf("%q is not a language: write en or de-AT", name)
	}
	for ; tag != language.Und; tag = tag.Parent() {
		if tag.String() == base {
			shown.Store(english)
			return nil
		}
		if slices.Contains(languages(from), tag.String()) {
			c, err := read(from, tag.String())
			if err != nil {
				return err
			}
			shown.Store(c)
			return nil
		}
	}
	return fmt.Errorf("there are no texts in the language %q", name)
}

// Languages are the languages with texts, sorted.
func Languages() []string { return languages(files) }

func languages(from fs.FS) (names []string) {
	folders, err := fs.ReadDir(from, ".")
	if err != nil {
		return []string{base}
	}
	for _, f := range folders {
		names = append(names, f.Name())
	}
	return names
}

func find(key string) (*message, language.Tag) {
	c := shown.Load()
	if m := c.messages[key]; m != nil {
		return m, c.tag
	}
	return english.messages[key], english.tag
}

// message is a text, in one form or in several.
type message struct {
	forms [plural.Many + 1]*template // by plural.Form; Other is always there
}

func (m *message) other() *template { return m.forms[plural.Other] }

func (m *message) form(tag language.Tag, n int) *template {
	if n < 0 {
		n = -n
	}
	if f := m.forms[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]; f != nil {
		return f
	}
	return m.other()
}

// template is a text cut at its placeholders.
type template struct {
	words []string // one more than holes
	holes []int    // which argument
}

func (t *template) fill(args []any) string {
	if len(t.holes) == 0 {
		return t.words[0]
	}
	var b strings.Builder
	for i, hole := range t.holes {
		b.WriteString(t.words[i])
		switch {
		case hole >= len(args):
			b.WriteString("{" + strconv.Itoa(hole) + "}")
		default:
			write(&b, args[hole])
		}
	}
	b.WriteString(t.words[len(t.words)-1])
	return b.String()
}

func write(b *strings.Builder, arg any) {
	switch a := arg.(type) {
	case string:
		b.WriteString(a)
	case int:
		b.WriteString(strconv.Itoa(a))
	default:
		fmt.Fprint(b, a)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
