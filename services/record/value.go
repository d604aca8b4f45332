package record

import (
	"bytes"
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Amount is money as it stands in JSON: a decimal in a string, or a number that
// is read digit by digit, never as a float.
type Amount model.Amount

// UnmarshalJSON reads "12.50" or 12.50.
func (a *Amount) UnmarshalJSON(raw []byte) error {
	v, err := model.ParseAmount(unquoted(raw))
	*a = Amount(v)
	return err
}

// MarshalJSON writes the exact decimal in a string.
func (a Amount) MarshalJSON() ([]byte, error) { return json.Marshal(model.Amount(a).String()) }

// Number is an exact decimal as it stands in JSON, in a string or as a number.
type Number struct{ decimal.Decimal }

// UnmarshalJSON reads "0.0865" or 0.0865; exponents are refused.
func (n *Number) UnmarshalJSON(raw []byte) (err error) {
	n.Decimal, err = model.ParseDecimal(unquoted(raw))
	return err
}

// MarshalJSON writes the exact decimal in a string.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// Maybe is a field whose value may be unknown: left out (not Given) it keeps
// what it has, null makes it unknown.
type Maybe[T any] struct {
	Given bool
	Value *T
}

// Known returns a given value.
func Known[T any](v T) Maybe[T] { return Maybe[T]{Given: true, Value: &v} }

// UnmarshalJSON reads a value or null.
func (m *Maybe[T]) UnmarshalJSON(raw []byte) error {
	m.Given, m.Value = true, nil
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	m.Value = new(T)
	return json.Unmarshal(raw, m.Value)
}

// inner gives Fields and Check the value behind a Maybe.
func (m Maybe[T]) inner() any { return m.Value }

// Take copies the field when it was given.
func (m Maybe[T]) Take(to **T) {
	if m.Given {
		*to = m.Value
	}
}

// unquoted returns the text of a JSON string, or the token itself; what is not
// a plain string or number is returned as it stands and refused by the parser.
func unquoted(raw []byte) string {
	var s string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}
