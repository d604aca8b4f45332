package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
)

// Decode reads one JSON object or an array of objects. Unknown and repeated
// fields and values of another type are refused with the record's number and
// the field's name; numbers never pass through a float.
func Decode[T any](kind string, data []byte) ([]T, error) {
	raws, err := split(kind, data)
	if err != nil {
		return nil, err
	}
	out := make([]T, len(raws))
	for i, raw := range raws {
		d := decoder{at: Ref{Kind: kind, Number: i + 1}}
		if err := d.object(raw, reflect.ValueOf(&out[i]).Elem(), ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func split(kind string, data []byte) ([]json.RawMessage, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if len(data) == 0 {
		return nil, model.Errorf(model.Invalid, "Nothing was given: write one JSON object or an array of them to the standard input, such as a %s", kind)
	}
	if !utf8.Valid(data) {
		return nil, model.Errorf(model.Invalid, "The text given is not UTF-8: save it as UTF-8 and try again")
	}
	if half := halfCharacter(data); half != "" {
		return nil, model.Errorf(model.Invalid, "The text given has %s, which is half a character: write the character whole, or take it out", half)
	}
	var raws []json.RawMessage
	var err error
	if data[0] == '[' {
		err = json.Unmarshal(data, &raws)
	} else {
		var one json.RawMessage
		err = json.Unmarshal(data, &one)
		raws = []json.RawMessage{one}
	}
	if err == nil {
		return raws, nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		before := data[:min(int(syntax.Offset), len(data))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
		return nil, model.Errorf(model.Invalid, "The text given is not valid JSON at line %d, column %d: %s", line, column, syntax.Error()).Because(err)
	}
	return nil, model.Errorf(model.Invalid, "The text given is not valid JSON").Because(err)
}

// halfCharacter finds an escape such as \ud83d that stands for half a character
// without its other half, "" when there is none. Reading it as JSON would silently
// put another character in its place.
func halfCharacter(data []byte) string {
	for i := 0; i < len(data)-1; i++ {
		if data[i] != '\\' {
			continue
		}
		first, ok := escaped(data[i:])
		if !ok {
			i++ // the character after the backslash is no escape of its own
			continue
		}
		if !utf16.IsSurrogate(first) {
			i += escapeLength - 1
			continue
		}
		second, _ := escaped(data[i+escapeLength:])
		if utf16.DecodeRune(first, second) == utf8.RuneError {
			return string(data[i : i+escapeLength])
		}
		i += 2*escapeLength - 1
	}
	return ""
}

const escapeLength = len(`\ud83d`)

// escaped reads the escape \uXXXX at the beginning of the text.
func escaped(text []byte) (rune, bool) {
	if len(text) < escapeLength || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:escapeLength]), 16, 16)
	return rune(n), err == nil
}

type decoder struct {
	at  Ref
	top string // the record's own field that is being read
}

// object reads the fields of a JSON object into the struct v. path is empty for
// the record itself, else the place of the object in it, ending in a blank.
func (d *decoder) object(raw json.RawMessage, v reflect.Value, path string) error {
	tokens := json.NewDecoder(bytes.NewReader(raw))
	if t, err := tokens.Token(); err != nil || t != json.Delim('{') {
		return d.at.Errorf(d.top, "%smust be a JSON object such as {\"name\": \"value\"}", path)
	}
	specs := specsOf(v.Type())
	seen := make(map[string]bool, len(specs))
	for tokens.More() {
		token, err := tokens.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		var value json.RawMessage
		if err := tokens.Decode(&value); err != nil {
			return err
		}
		if path == "" {
			d.top = clip(name)
		}
		s := find(specs, name)
		switch {
		case s == nil:
			return d.at.Errorf(d.top, "%q is not a field of %s.%s", path+name, article(d.at.Kind), near.Hint(name, namesOf(specs)))
		case seen[name]:
			return d.at.Errorf(d.top, "%q is given twice", path+name)
		}
		seen[name] = true
		if err := d.value(value, v.Field(s.index), s, path); err != nil {
			return err
		}
		if path == "" && s.Key && v.Field(s.index).Kind() == reflect.String {
			d.at.Key = joined(d.at.Key, v.Field(s.index).String())
		}
	}
	return nil
}

func (d *decoder) value(raw json.RawMessage, v reflect.Value, s *spec, path string) error {
	if string(raw) == "null" && v.Kind() != reflect.Struct {
		return d.unknown(v, s, path)
	}
	if s.nested != nil {
		return d.nested(raw, v, s, path)
	}
	err := json.Unmarshal(raw, v.Addr().Interface())
	var known *model.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return d.at.Errorf(d.top, "%s%s: %s", path, s.Name, known.Message)
	}
	return d.at.Errorf(d.top, "%s%s must be %s, not %s", path, s.Name, article(s.Type), shortened(raw))
}

// unknown takes null: it clears a text or date that can be unknown, and is as good
// as left out elsewhere.
func (d *decoder) unknown(v reflect.Value, s *spec, path string) error {
	switch {
	case s.Required && v.Kind() != reflect.Pointer:
		return d.at.Errorf(d.top, "%s%s must not be null", path, s.Name)
	case s.clears && v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.String:
		v.Set(reflect.New(v.Type().Elem()))
	}
	return nil
}

// nested reads an object or a list of objects, behind a pointer or not.
func (d *decoder) nested(raw json.RawMessage, v reflect.Value, s *spec, path string) error {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if !s.list {
		return d.object(raw, v, path+s.Name+" ")
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(raw, &raws); err != nil {
		return d.at.Errorf(d.top, "%s%s must be %s, not %s", path, s.Name, article(s.Type), shortened(raw))
	}
	v.Set(reflect.MakeSlice(v.Type(), len(raws), len(raws)))
	for i, one := range raws {
		if err := d.object(one, v.Index(i), fmt.Sprintf("%s%s %d ", path, s.Name, i+1)); err != nil {
			return err
		}
	}
	return nil
}

func find(specs []spec, name string) *spec {
	for i := range specs {
		if specs[i].Name == name {
			return &specs[i]
		}
	}
	return nil
}

func namesOf(specs []spec) []string {
	names := make([]string, len(specs))
	for i, s := range specs {
		names[i] = s.Name
	}
	return names
}

func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " / " + b
}

func shortened(raw []byte) string {
	if r := []rune(string(raw)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(raw)
}
