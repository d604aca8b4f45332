package sheet

import (
	"encoding/csv"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
)

// FuzzText compares with encoding/csv where both read the text.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a;b\r\n\"x\r\ny\";\"\"\"\"\r\n", "a\tb\n\"1\" x\t2\n", "a,b\r1,2\r", "\"", "sep=;\na;b", "\xff\xfea\x00,\x00", "a,\"b\"x\"\n\"",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		src, err := Open(write(t, data), Limits{})
		if err != nil {
			return
		}
		defer src.Close()
		got, err := rows(t, src)
		if err != nil || src.Encoding() != "utf-8" || strings.HasPrefix(data, "\uFEFF") || src.text == nil || src.text.eol != '\n' || strings.HasPrefix(strings.ToLower(data), "sep=") {
			return
		}
		r := csv.NewReader(strings.NewReader(data))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = src.Delimiter(), true, -1
		all, err := r.ReadAll()
		if err != nil {
			return
		}
		var want [][]string
		for _, cells := range all {
			if !blank(cells) {
				want = append(want, cells)
			}
		}
		for i := range got {
			got[i] = got[i][1:]
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\ngot  %q\nwant %q", data, got, want)
		}
	})
}

func BenchmarkText(b *testing.B) {
	path := os.Getenv("ORDERS_CSV")
	if path == "" {
		path = write(b, "a,b,c,d\n"+strings.Repeat("#1001,customer@example.com,\"some, text\",12.50\n", 1_000_000))
	}
	b.ReportAllocs()
	for b.Loop() {
		src, err := Open(path, Limits{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			_, err := src.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.SetBytes(src.Size())
		src.Close()
		if n < 2 {
			b.Fatalf("%d records", n)
		}
	}
}
