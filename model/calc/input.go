package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// input reads the keys of one JSON object. Its readers return zero values after
// a mistake and keep the first one, so that a calculation reads all it needs
// and asks once.
type input struct {
	values map[string]json.RawMessage
	fields []field
	path   string        // where a nested object stands: "costs[1]."
	first  **model.Error // shared with nested objects
}

func parseInput(data []byte, c calculation) (*input, error) {
	values, err := parseObject(data)
	if err != nil {
		return nil, err
	}
	in := &input{values: values, fields: c.in, first: new(*model.Error)}
	in.refuseUnknown()
	if *in.first != nil {
		return nil, *in.first
	}
	return in, nil
}

// parseObject splits a JSON object into its keys; a key given twice is refused,
// because one of the two values would be lost unseen.
func parseObject(data []byte) (map[string]json.RawMessage, error) {
	wrong := model.Errorf(model.Invalid, `the input is not one JSON object: write it like {"price":"50","cost":"25"}`)
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, wrong
	}
	values := map[string]json.RawMessage{}
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil, wrong
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, wrong.Because(err)
		}
		if _, twice := values[key]; twice {
			return nil, model.FieldErrorf(key, "%s is given twice: leave one", clip(key))
		}
		values[key] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, wrong.Because(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, wrong
	}
	return values, nil
}

func (in *input) refuseUnknown() {
	unknown := make([]string, 0, len(in.values))
	for key := range in.values {
		if !slices.ContainsFunc(in.fields, func(f field) bool { return f.name == key }) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return
	}
	names := make([]string, len(in.fields))
	for i, f := range in.fields {
		names[i] = f.name
	}
	key := slices.Min(unknown)
	in.fail(key, "%q is not known here: the fields are %s", clip(key), strings.Join(names, ", "))
}

// fail keeps the first mistake, at the key it belongs to.
func (in *input) fail(key, format string, args ...any) {
	if *in.first == nil {
		*in.first = model.FieldErrorf(in.path+key, format, args...)
	}
}

// failure is the first mistake, or nil.
func (in *input) failure() error {
	if *in.first == nil {
		return nil
	}
	return *in.first
}

// raw returns the value of a key; null is as good as absent. Asking for a key
// that the calculation does not declare is a defect, caught by the tests.
func (in *input) raw(key string) (json.RawMessage, bool) {
	if !slices.ContainsFunc(in.fields, func(f field) bool { return f.name == key }) {
		panic("calc: undeclared field " + key)
	}
	v, ok := in.values[key]
	return v, ok && string(v) != "null"
}

func (in *input) has(key string) bool {
	_, ok := in.raw(key)
	return ok
}

func (in *input) require(key string) bool {
	if !in.has(key) {
		in.fail(key, "%s is missing: %s", in.path+key, in.note(key))
		return false
	}
	return true
}

func (in *input) note(key string) string {
	return in.fields[slices.IndexFunc(in.fields, func(f field) bool { return f.name == key })].note
}

// number reads a required number that is not negative.
func (in *input) number(key string) decimal.Decimal {
	in.require(key)
	return in.numberOr(key, 0)
}

// numberOr reads a number that is not negative, or takes the default.
func (in *input) numberOr(key string, def int64) decimal.Decimal {
	d := in.signedOr(key, def)
	if d.IsNegative() {
		in.fail(key, "%s is %s: it cannot be negative", in.path+key, d)
		return decimal.Zero
	}
	return d
}

// signed reads a required number of either sign.
func (in *input) signed(key string) decimal.Decimal {
	in.require(key)
	return in.signedOr(key, 0)
}

func (in *input) signedOr(key string, def int64) decimal.Decimal {
	v, ok := in.raw(key)
	if !ok {
		return decimal.NewFromInt(def)
	}
	return in.parse(key, v)
}

// positive reads a required number above zero.
func (in *input) positive(key string) decimal.Decimal {
	d := in.number(key)
	if !d.IsPositive() {
		in.fail(key, "%s is 0: it has to be above zero", in.path+key)
	}
	return d
}

// percent reads a percentage from 0 to 100, 0 when absent.
func (in *input) percent(key string) decimal.Decimal {
	d := in.numberOr(key, 0)
	if d.GreaterThan(hundred) {
		in.fail(key, "%s is %s %%: it cannot be above 100", in.path+key, d)
	}
	return d
}

// maybe reads a number that is not negative and may be unknown.
func (in *input) maybe(key string) decimal.NullDecimal {
	if !in.has(key) {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(in.number(key))
}

// whole reads a whole number within bounds, or takes the default.
func (in *input) whole(key string, def, low, high int64) int {
	d := in.signedOr(key, def)
	if !d.IsInteger() || d.LessThan(decimal.NewFromInt(low)) || d.GreaterThan(decimal.NewFromInt(high)) {
		in.fail(key, "%s is %s: it has to be a whole number from %d to %d", in.path+key, d, low, high)
		return int(def)
	}
	return int(d.IntPart())
}

// parse reads a JSON string or number exactly. Programs write small JSON
// numbers with an exponent, so a moderate one is taken there.
func (in *input) parse(key string, v json.RawMessage) decimal.Decimal {
	var text string
	if v[0] == '"' {
		if json.Unmarshal(v, &text) != nil {
			text = ""
		}
	} else {
		text = string(v)
		if d, err := decimal.NewFromString(text); err == nil && len(text) <= 40 && max(d.Exponent(), -d.Exponent()) <= 40 {
			return d
		}
	}
	d, err := model.ParseDecimal(text)
	if err != nil {
		in.fail(key, "%s is not a number: write it like \"12.5\", with a point and without separators, not %s", in.path+key, clip(string(v)))
	}
	return d
}

// text reads one of the allowed words, the first of them when absent.
func (in *input) text(key string, allowed ...string) string {
	v, ok := in.raw(key)
	if !ok {
		return allowed[0]
	}
	var s string
	if err := json.Unmarshal(v, &s); err != nil || !slices.Contains(allowed, s) {
		in.fail(key, "%s is %s: choose %s", in.path+key, clip(string(v)), strings.Join(allowed, " or "))
		return allowed[0]
	}
	return s
}

// label reads free text, empty when absent; a number stands for its digits.
func (in *input) label(key string) string {
	v, ok := in.raw(key)
	if !ok {
		return ""
	}
	s, err := word(v)
	if err != nil {
		in.fail(key, "%s is not text", in.path+key)
	}
	return s
}

func word(v json.RawMessage) (string, error) {
	if c := v[0]; c == '-' || (c >= '0' && c <= '9') {
		return string(v), nil
	}
	var s string
	err := json.Unmarshal(v, &s)
	return s, err
}

// flag reads true or false, or takes the default.
func (in *input) flag(key string, def bool) bool {
	v, ok := in.raw(key)
	if !ok {
		return def
	}
	if err := json.Unmarshal(v, &def); err != nil {
		in.fail(key, "%s is %s: write true or false", in.path+key, clip(string(v)))
	}
	return def
}

// currency reads the optional key "currency"; the empty one has two decimals.
func (in *input) currency() model.Currency {
	s := in.label("currency")
	if s == "" {
		return ""
	}
	c, err := model.ParseCurrency(s)
	if err != nil {
		in.fail("currency", "%v", err)
	}
	return c
}

func (in *input) array(key string) []json.RawMessage {
	v, ok := in.raw(key)
	if !ok {
		return nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(v, &list); err != nil {
		in.fail(key, "%s is not a list: write it like [...]", in.path+key)
	}
	return list
}

// numbers reads a required list of numbers of either sign.
func (in *input) numbers(key string) []decimal.Decimal {
	in.require(key)
	list := in.array(key)
	out := make([]decimal.Decimal, len(list))
	for i, v := range list {
		out[i] = in.parse(fmt.Sprintf("%s[%d]", key, i), v)
	}
	return out
}

// words reads a list of texts.
func (in *input) words(key string) []string {
	list := in.array(key)
	out := make([]string, len(list))
	for i, v := range list {
		s, err := word(v)
		if err != nil {
			in.fail(fmt.Sprintf("%s[%d]", key, i), "%s[%d] is not text", key, i)
		}
		out[i] = s
	}
	return out
}

// objects reads a list of objects, each with the declared items of the field.
func (in *input) objects(key string) []*input {
	list := in.array(key)
	out := make([]*input, 0, len(list))
	at := slices.IndexFunc(in.fields, func(f field) bool { return f.name == key })
	for i, v := range list {
		path := fmt.Sprintf("%s%s[%d]", in.path, key, i)
		values, err := parseObject(v)
		if err != nil {
			in.fail(fmt.Sprintf("%s[%d]", key, i), "%s is not an object with each key once: write it like {...}", path)
		}
		item := &input{values: values, fields: in.fields[at].items, path: path + ".", first: in.first}
		item.refuseUnknown()
		out = append(out, item)
	}
	return out
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
