package sheet

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func openText(t *testing.T, text string, limits Limits) *Source {
	t.Helper()
	src, err := Open(write(t, text), limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.Close() })
	return src
}

func TestEach_HandsOverWhatLiesBelowARowAndNotMoreThanTheLimit(t *testing.T) {
	const text = "title\na,b\n1,2\n3,4\n5,6\n"
	var got []string
	take := func(r Record) { got = append(got, strings.Join(r.Cells, "")) }
	if err := openText(t, text, Limits{Rows: 3}).Each(t.Context(), 2, take); err != nil || !slices.Equal(got, []string{"12", "34", "56"}) {
		t.Errorf("got %q, %v", got, err)
	}
	if err := openText(t, text, Limits{Rows: 2}).Each(t.Context(), 2, take); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "more than 2 rows: split it") {
		t.Errorf("too many rows gave %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := openText(t, text, Limits{}).Each(ctx, 2, take); model.CodeOf(err) != model.Cancelled {
		t.Errorf("stopped, it says %v", err)
	}
}

func TestTitles_NumberTheColumnsWithoutAHeader(t *testing.T) {
	src := openText(t, "A list\n\uFEFFSKU, Price ,,column 9\nA,1,x,y,z\n", Limits{})
	for row, want := range map[int][]string{
		0: {"column 1", "column 2", "column 3", "column 4", "column 5"},
		2: {"SKU", "Price", "column 3", "column 4", "column 5"},
	} {
		got := Titles(src.Head(), row)
		if !slices.Equal(got, want) {
			t.Errorf("row %d: got %q, want %q", row, got, want)
		}
		for i, title := range got {
			if n := NewColumns(got).Of(title); n != i {
				t.Errorf("%q is column %d, want %d", title, n, i)
			}
		}
	}
}

func TestVocabulary_TheSurestHeaderOfTheFirstFieldWins(t *testing.T) {
	v := NewVocabulary(map[string][]string{"order": {"order-number", "order"}}, map[string][]string{"order": {"reference"}, "sku": {"reference", "sku"}})
	fields := []string{"order", "sku"}
	for header, want := range map[string]map[string]Column{
		"Order;Order_Number;SKU":  {"order": {"Order_Number", 1}, "sku": {"SKU", 2}},
		"Reference;\"sku\"":       {"order": {"Reference", 0}, "sku": {"sku", 1}},
		"order;reference":         {"order": {"order", 0}, "sku": {"reference", 1}},
		"weight;colour;shoe size": {},
	} {
		got := v.Columns(strings.Split(header, ";"), fields)
		for f, c := range want {
			if g, ok := got[f]; !ok || g.Index != c.Index {
				t.Errorf("%s: %s is %+v, want %+v", header, f, g, c)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %+v", header, got)
		}
	}
	for header, list := range map[string]int{"ORDER NUMBER": 0, "Reference": 1, "weight": -1} {
		if got := v.List("order", header); got != list {
			t.Errorf("%q is in list %d, want %d", header, got, list)
		}
	}
	for text, row := range map[string]int{
		"Reference of all;x\norder;sku\n1;2\n": 2, "Ref;Art\n1;2\n": 1, "Our list;\nRef;Art\n1;2\n": 2, "Ref\n1\n": 1,
	} {
		if header, columns := v.Header(openText(t, text, Limits{}).Head(), fields); header.Row != row {
			t.Errorf("%q: the header is row %d with %v, want row %d", text, header.Row, columns, row)
		}
	}
}
