package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Values are the contents of a form by the names of its fields, as JSON takes
// them: texts, dates and choices are strings, exact decimals are strings with a
// point, whole numbers int64, lists []string, rows []Values, nothing nil or "".
type Values map[string]any

// JSON writes the values as one object.
func (v Values) JSON() ([]byte, error) { return json.Marshal(v) }

// Change is one field that differs from what was loaded.
type Change struct{ Name, Label, Before, After string }

// Line says in one line what differs.
func (c Change) Line() string {
	switch {
	case c.Before == "":
		return text.T("form.change.filled", c.Label, c.After)
	case c.After == "":
		return text.T("form.change.emptied", c.Label, c.Before)
	}
	return text.T("form.change", c.Label, c.Before, c.After)
}

// Values returns what the fields hold, hidden fields and such that cannot be
// read left out.
func (f *Form) Values() Values { return valuesOf(f.slots) }

// Changed returns only what differs from what was loaded.
func (f *Form) Changed() Values {
	return valuesOf(filter(f.slots, (*slot).dirty))
}

func filter(slots []*slot, keep func(*slot) bool) (kept []*slot) {
	for _, s := range slots {
		if keep(s) {
			kept = append(kept, s)
		}
	}
	return kept
}

func valuesOf(slots []*slot) Values {
	out := Values{}
	for _, s := range slots {
		if v, ok := s.core.value(); ok && !s.hidden {
			out[s.Spec.Name] = v
		}
	}
	return out
}

// Load fills the fields from values by name; fields without one keep what they
// have. The form is clean afterwards. It fails when a value does not fit its
// field, which is then left empty.
func (f *Form) Load(values map[string]any) error {
	var errs []error
	for _, s := range f.slots {
		if v, ok := values[s.Spec.Name]; ok {
			if err := s.core.load(v); err != nil {
				errs = append(errs, err)
			}
		}
	}
	f.Settle()
	return errors.Join(errs...)
}

// LoadJSON fills the fields from a JSON object, see Load. Numbers never pass
// through a float.
func (f *Form) LoadJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var values map[string]any
	if err := d.Decode(&values); err != nil {
		return fmt.Errorf("fill the form: %w", err)
	}
	return f.Load(values)
}

// Settle makes what stands in the form the clean state, and takes errors away.
func (f *Form) Settle() {
	for _, s := range f.slots {
		s.settle()
		s.told = false
		s.fail(nil)
	}
	f.say(nil)
	f.touched()
}

// Dirty tells whether something differs from what was loaded or saved.
func (f *Form) Dirty() bool {
	for _, s := range f.slots {
		if s.dirty() {
			return true
		}
	}
	return false
}

// Changes lists what differs, in the order of the fields.
func (f *Form) Changes() (list []Change) {
	for _, s := range f.slots {
		if s.dirty() {
			list = append(list, Change{s.Spec.Name, s.Label, s.before, s.core.shown()})
		}
	}
	return list
}

// simple brings a value to what JSON knows: nil, string, int64, bool, []any or
// map[string]any. Pointers are followed, named types lose their name, amounts
// and decimals are written out.
func simple(v any) any {
	switch x := v.(type) {
	case nil, string, bool, int64, []any, map[string]any:
		return x
	case Values:
		return map[string]any(x)
	case json.Number:
		return string(x)
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil
		}
		return simple(r.Elem().Interface())
	}
	if r.Kind() == reflect.String {
		return r.String()
	}
	if s, ok := v.(fmt.Stringer); ok {
		return s.String()
	}
	switch {
	case r.CanInt():
		return r.Int()
	case r.Kind() == reflect.Bool:
		return r.Bool()
	case r.Kind() == reflect.Slice:
		all := make([]any, r.Len())
		for i := range all {
			all[i] = r.Index(i).Interface()
		}
		return all
	}
	return viaJSON(v)
}

// viaJSON reads any other value, a struct with tags say, as JSON would show it.
func viaJSON(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return nil
	}
	if n, ok := out.(json.Number); ok {
		return string(n)
	}
	return out
}

// word reads a simple value as text.
func word(v any) (string, error) {
	switch x := v.(type) {
	case string:
		return x, nil
	case int64:
		return strconv.FormatInt(x, 10), nil
	}
	return "", unfit(v)
}

func truth(v any) (bool, error) {
	switch x := v.(type) {
	case bool:
		return x, nil
	case string:
		if b, err := strconv.ParseBool(x); err == nil {
			return b, nil
		}
	}
	return false, unfit(v)
}

func asList(v any) ([]any, error) {
	if x, ok := v.([]any); ok {
		return x, nil
	}
	return nil, unfit(v)
}

// unfit is the error of a stored value that is not what its field holds.
func unfit(v any) error {
	return model.Errorf(model.Invalid, "%s", text.T("form.unfit", fmt.Sprint(v)))
}

// via makes a reader of JSON from a parser of plain text.
func via[T any](parse func(string) (T, error)) func(any) (T, error) {
	return func(v any) (T, error) {
		s, err := word(v)
		if err != nil {
			var zero T
			return zero, err
		}
		return parse(s)
	}
}

// locate returns err as a *model.Error that belongs to the field.
func locate(field string, err error) error {
	var e *model.Error
	if !errors.As(err, &e) {
		return model.FieldErrorf(field, "%s", err.Error()).Because(err)
	}
	if e.Field == field {
		return e
	}
	c := *e
	c.Field = field
	return &c
}
