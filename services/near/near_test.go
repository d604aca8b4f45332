package near

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	known := []string{"Acme GmbH", "Müller & Söhne", "Shenzhen Bright", "Shenzhen Blight", "X"}
	tests := []struct {
		name, wrong string
		want        []string
	}{
		{"a slip of one letter is found", "Acme Gmbh.", []string{"Acme GmbH"}},
		{"case and blanks do not count", "  ACME   gmbh", []string{"Acme GmbH"}},
		{"a part of the name is found", "acme", []string{"Acme GmbH"}},
		{"letters beyond ASCII count as one", "Muller & Sohne", []string{"Müller & Söhne"}},
		{"the nearest comes first", "Shenzhen Blight", []string{"Shenzhen Blight", "Shenzhen Bright"}},
		{"nothing close gives nothing", "Warehouse 9", []string{}},
		{"an empty name gives nothing", " ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Names(tt.wrong, known); !slices.Equal(got, tt.want) {
				t.Errorf("Names(%q) = %q, want %q", tt.wrong, got, tt.want)
			}
		})
	}
}

func TestHint(t *testing.T) {
	tests := []struct {
		name, wrong string
		known       []string
		want        string
	}{
		{"one close name", "colour", []string{"color", "size"}, ` Did you mean "color"?`},
		{"few names and none close: all of them", "zzz", []string{"color", "size", "weight"}, ` Known: "color", "size" and "weight".`},
		{"nothing known", "zzz", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Hint(tt.wrong, tt.known); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
