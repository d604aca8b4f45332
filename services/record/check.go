package record

import (
	"fmt"
	"net/mail"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a shop's time zone must be known on every computer
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dropledger/dropledger/model"
)

// largest amount that a person may enter: far above any price, far below what
// would overflow when multiplied by a quantity.
const largest = 10_000_000_000 * model.Unit

// Check tests every field of the record by its tags and brings texts into one
// form: outer blanks cut, Unicode composed, codes in capitals. It returns the
// record's name for further messages. The number counts from 1.
func Check[T any](kind string, number int, in *T) (Ref, error) {
	v := reflect.ValueOf(in).Elem()
	specs := specsOf(v.Type())
	at := Ref{Kind: kind, Number: number}
	for i := range specs {
		if f := v.Field(specs[i].index); specs[i].Key && f.Kind() == reflect.String {
			at.Key = joined(at.Key, strings.Join(strings.Fields(tidy(f.String())), " "))
		}
	}
	c := checker{at: at}
	return at, c.fields(v, specs, "")
}

// Text checks a single text of the given kind, as Check does for a field, and
// returns it in its one form.
func Text(is, value string) (string, error) {
	s := spec{is: is, max: longest}
	v := tidy(value)
	if err := s.clean(v); err != nil || v == "" {
		return v, err
	}
	return s.formed(v)
}

type checker struct {
	at  Ref
	top string
}

func (c *checker) fields(v reflect.Value, specs []spec, path string) error {
	for i := range specs {
		s := &specs[i]
		if path == "" {
			c.top = s.Name
		}
		if err := c.field(v.Field(s.index), s, path); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) field(f reflect.Value, s *spec, path string) error {
	if m, ok := f.Interface().(interface{ inner() any }); ok {
		f = reflect.ValueOf(m.inner())
	}
	if f.Kind() == reflect.Pointer {
		if f.IsNil() {
			return c.missing(s, path)
		}
		if f.CanSet() { // the caller's own values stay as they are
			fresh := reflect.New(f.Type().Elem())
			fresh.Elem().Set(f.Elem())
			f.Set(fresh)
		}
		f = f.Elem()
	}
	if f.Kind() == reflect.Slice {
		return c.list(f, s, path)
	}
	if s.nested != nil {
		return c.fields(f, s.nested, path+s.Name+" ")
	}
	return c.value(f, s, path)
}

func (c *checker) missing(s *spec, path string) error {
	if s.Required {
		return c.at.Errorf(c.top, "%s%s is missing", path, s.Name)
	}
	return nil
}

func (c *checker) list(f reflect.Value, s *spec, path string) error {
	if f.CanSet() {
		fresh := reflect.MakeSlice(f.Type(), f.Len(), f.Len())
		reflect.Copy(fresh, f)
		f.Set(fresh)
	}
	for i := range f.Len() {
		where := fmt.Sprintf("%s%s %d ", path, s.Name, i+1)
		var err error
		if s.nested != nil {
			err = c.fields(f.Index(i), s.nested, where)
		} else {
			err = c.value(f.Index(i), s, path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) value(f reflect.Value, s *spec, path string) error {
	switch {
	case s.typ == amountType:
		if a := model.Amount(f.Int()); a < 0 || a > largest {
			return c.at.Errorf(c.top, "%s%s must be between 0 and %s, not %s", path, s.Name, largest, a)
		}
	case f.CanInt():
		if n := f.Int(); n < s.low || n > s.high {
			return c.at.Errorf(c.top, "%s%s must be between %d and %d, not %d", path, s.Name, s.low, s.high, n)
		}
	case f.Kind() == reflect.String:
		return c.text(f, s, path)
	}
	return nil
}

func (c *checker) text(f reflect.Value, s *spec, path string) error {
	t := tidy(f.String())
	if s.is == "lines" {
		t = strings.ReplaceAll(t, "\r\n", "\n")
	}
	if t == "" {
		f.SetString("")
		if len(s.Values) > 0 && !s.Empty {
			return c.at.Errorf(c.top, "%s%s must be one of %s", path, s.Name, strings.Join(s.Values, ", "))
		}
		return c.missing(s, path)
	}
	err := s.clean(t)
	if err == nil {
		t, err = s.formed(t)
	}
	if err != nil {
		return c.at.Errorf(c.top, "%s%s: %s", path, s.Name, err.Error())
	}
	f.SetString(t)
	return nil
}

// tidy composes the text (é is one letter however it was typed) and cuts the
// blanks around it.
func tidy(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// clean refuses what would break a line, a file or a screen.
func (s *spec) clean(t string) error {
	if !utf8.ValidString(t) {
		return model.Errorf(model.Invalid, "%q has characters that cannot be printed: take them out", clip(t))
	}
	if i := strings.IndexFunc(t, s.refused); i >= 0 {
		r, _ := utf8.DecodeRuneInString(t[i:])
		return model.Errorf(model.Invalid, "%q has a character that cannot be printed (U+%04X): take it out", clip(t), r)
	}
	if utf8.RuneCountInString(t) > s.max {
		return model.Errorf(model.Invalid, "%q is longer than %d characters: shorten it", clip(t), s.max)
	}
	return nil
}

// refused tells characters that no text may hold: what breaks a line, what cannot
// be seen, and what turns round the direction of the text that follows, so that a
// name reads as another one. A text of several lines may have what only shapes it.
func (s *spec) refused(r rune) bool {
	switch {
	case s.is == "lines" && (r == '\n' || r == 0xAD || r == 0x200E || r == 0x200F):
		return false
	case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
		return true
	case r == 0xAD, r == 0x61C, r == 0x180E, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	}
	return r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r >= 0xFFF9 && r <= 0xFFFB
}

var (
	clockTime = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	language  = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)
)

// formed checks a text by its kind and returns it in its one form.
func (s *spec) formed(t string) (string, error) {
	if len(s.Values) > 0 {
		if !slices.Contains(s.Values, t) {
			return "", model.Errorf(model.Invalid, "%q is not one of %s", clip(t), strings.Join(s.Values, ", "))
		}
		return t, nil
	}
	switch s.is {
	case "name":
		return strings.Join(strings.Fields(t), " "), nil
	case "email":
		return t, email(t)
	case "destination":
		if t == "*" {
			return t, nil
		}
		fallthrough
	case "country":
		c, err := model.ParseCountry(t)
		return string(c), err
	case "currency":
		c, err := model.ParseCurrency(t)
		return string(c), err
	case "date":
		d, err := model.ParseDate(t)
		return string(d), err
	case "time":
		return t, matches(clockTime, t, "a time of day: write it like 14:00")
	case "language":
		return strings.ToLower(t), matches(language, t, "a language code: write it like en or pt-br")
	case "zone":
		return t, zone(t)
	}
	return t, nil
}

func matches(r *regexp.Regexp, t, what string) error {
	if r.MatchString(t) {
		return nil
	}
	return model.Errorf(model.Invalid, "%q is not %s", clip(t), what)
}

// email accepts one plain address. What could smuggle a second recipient or a
// header into a message is refused here, long before one is sent.
func email(t string) error {
	a, err := mail.ParseAddress(t)
	if err != nil || a.Name != "" || a.Address != t || len(t) > 254 || strings.ContainsAny(t, " ,;<>()\"\\") {
		return model.Errorf(model.Invalid, "%q is not an e-mail address: write one like orders@example.com", clip(t))
	}
	return nil
}

func zone(t string) error {
	if _, err := time.LoadLocation(t); err != nil || t == "Local" {
		return model.Errorf(model.Invalid, "%q is not a time zone: write one like Europe/Berlin or UTC", clip(t))
	}
	return nil
}

func clip(s string) string { return shortened([]byte(s)) }
