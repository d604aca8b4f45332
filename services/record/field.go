package record

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Field tells about one field of a kind of record.
type Field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Key      bool     `json:"key"`
	Required bool     `json:"required"`
	Default  string   `json:"default"`
	Values   []string `json:"values,omitempty"`
	Empty    bool     `json:"-"`                // of Values also none, written ""
	Fields   []Field  `json:"fields,omitempty"` // of the objects in a list
	Meaning  string   `json:"meaning"`
}

// spec is what the tags of a struct field say.
type spec struct {
	Field
	index     int
	is        string
	low, high int64
	max       int
	clears    bool         // null makes it unknown
	typ       reflect.Type // of the value, without pointer, list and Maybe
	list      bool
	nested    []spec
}

const (
	longest  = 200 // characters of a text that says nothing else
	greatest = 1_000_000_000
)

var (
	amountType = reflect.TypeFor[Amount]()
	numberType = reflect.TypeFor[Number]()
	plans      sync.Map // reflect.Type -> []spec
)

// Fields lists the fields of T in their order.
func Fields[T any]() []Field { return fieldsOf(specsOf(reflect.TypeFor[T]())) }

func fieldsOf(specs []spec) []Field {
	fields := make([]Field, len(specs))
	for i, s := range specs {
		fields[i] = s.Field
		fields[i].Fields = nil
		if s.nested != nil {
			fields[i].Fields = fieldsOf(s.nested)
		}
	}
	return fields
}

func specsOf(t reflect.Type) []spec {
	plan, _ := plans.Load(t)
	specs, ok := plan.([]spec)
	if ok {
		return specs
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		specs = append(specs, newSpec(i, name, f))
	}
	plans.Store(t, specs)
	return specs
}

func newSpec(index int, name string, f reflect.StructField) spec {
	s := spec{index: index, is: f.Tag.Get("is"), low: 0, high: greatest, max: longest}
	s.Name, s.Default, s.Meaning = name, f.Tag.Get("default"), f.Tag.Get("doc")
	s.Key = f.Tag.Get("key") == "yes"
	s.Required = f.Tag.Get("required") == "yes" || s.Key && s.Default == ""
	s.Values, s.Empty = strings.Fields(f.Tag.Get("values")), f.Tag.Get("empty") == "yes"
	s.clears = s.canBeUnknown(f.Tag.Get("null"))
	if m := f.Tag.Get("max"); m != "" {
		s.max = number(m, name)
	}
	if r := f.Tag.Get("range"); r != "" {
		low, high, _ := strings.Cut(r, "..")
		s.low = int64(number(low, name))
		if high != "" {
			s.high = int64(number(high, name))
		}
	}
	s.typ = f.Type
	if s.typ.Kind() == reflect.Pointer {
		s.typ = s.typ.Elem()
	}
	if m, ok := reflect.Zero(s.typ).Interface().(interface{ inner() any }); ok {
		s.typ = reflect.TypeOf(m.inner()).Elem()
	}
	if s.typ.Kind() == reflect.Slice {
		s.list, s.typ = true, s.typ.Elem()
	}
	if s.typ.Kind() == reflect.Struct && s.typ != numberType {
		s.nested = specsOf(s.typ)
	}
	s.Type = s.words()
	return s
}

// canBeUnknown tells whether null clears the field: its tag says so, or its default
// is that there is none.
func (s *spec) canBeUnknown(tag string) bool {
	if s.Key || s.Required || len(s.Values) > 0 && !s.Empty {
		return false
	}
	return tag == "clears" || nothing.MatchString(s.Default)
}

// number reads a number in a tag; a wrong one is a defect of the program.
func number(s, field string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > math.MaxInt32 {
		panic(fmt.Sprintf("record: tag of %s: %q is not a number", field, s))
	}
	return n
}

// nothing matches the defaults that say that there is no value.
var nothing = regexp.MustCompile(`^($|(none|never|not|unknown|open|every)\b)`)

var kindWords = map[string]string{
	"email": "e-mail address", "country": "country code", "destination": "country code or *", "currency": "currency code",
	"language": "language code", "date": "date", "time": "time", "zone": "time zone",
}

// words says in plain words what the value of the field looks like.
func (s *spec) words() string {
	switch {
	case s.list && s.nested != nil:
		return "list of objects"
	case s.list:
		return "list, each " + article(s.oneWord())
	}
	return s.oneWord()
}

func article(w string) string {
	switch {
	case w == "true or false":
		return w
	case strings.ContainsRune("aeio", rune(w[0])):
		return "an " + w
	}
	return "a " + w
}

func (s *spec) oneWord() string {
	switch {
	case s.nested != nil:
		return "object"
	case s.typ.Kind() == reflect.Map:
		return "object of values by name"
	case s.typ == amountType:
		return "amount"
	case s.typ == numberType:
		return "decimal number"
	case s.typ.Kind() == reflect.Bool:
		return "true or false"
	case s.typ.Kind() == reflect.String:
		if w := kindWords[s.is]; w != "" {
			return w
		}
		return "text"
	}
	return "whole number"
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
