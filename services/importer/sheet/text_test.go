package sheet

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/dropledger/dropledger/model"
)

func write(t testing.TB, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// rows reads everything, with the row number before the cells.
func rows(t testing.TB, src *Source) ([][]string, error) {
	t.Helper()
	var all [][]string
	for {
		r, err := src.Next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, append([]string{fmt.Sprint(r.Row)}, r.Cells...))
	}
}

func readText(t testing.TB, data string) ([][]string, error) {
	t.Helper()
	src, err := Open(write(t, data), Limits{})
	if err != nil {
		return nil, err
	}
	defer src.Close()
	return rows(t, src)
}

func TestText_RecordsAsASpreadsheetCountsThem(t *testing.T) {
	tests := []struct {
		name, data string
		want       [][]string
	}{
		{"commas", "a,b\n1,2\n", [][]string{{"1", "a", "b"}, {"2", "1", "2"}}},
		{"semicolons with decimal commas", "a;b\n1,5;2,5\n", [][]string{{"1", "a", "b"}, {"2", "1,5", "2,5"}}},
		{"tabs", "a\tb, c\n1\t2\n", [][]string{{"1", "a", "b, c"}, {"2", "1", "2"}}},
		{"bars", "a|b\n1|2\n", [][]string{{"1", "a", "b"}, {"2", "1", "2"}}},
		{"a title line has no delimiter", "Report, all\n\na;b;c\n1,5;2;3\n", [][]string{{"1", "Report, all"}, {"3", "a", "b", "c"}, {"4", "1,5", "2", "3"}}},
		{"the delimiter is named", "sep=;\na;b,c,d\n1;2,3,4\n", [][]string{{"2", "a", "b,c,d"}, {"3", "1", "2,3,4"}}},
		{"CRLF", "a,b\r\n1,2\r\n", [][]string{{"1", "a", "b"}, {"2", "1", "2"}}},
		{"CR alone", "a,b\r1,2\r", [][]string{{"1", "a", "b"}, {"2", "1", "2"}}},
		{"LF rows with CRLF in cells", "a,b\n\"x\r\ny\",2\n", [][]string{{"1", "a", "b"}, {"2", "x\ny", "2"}}},
		{"CRLF rows with LF in cells", "a,b\r\n\"x\ny\",2\r\n3,4", [][]string{{"1", "a", "b"}, {"2", "x\ny", "2"}, {"3", "3", "4"}}},
		{"delimiters and marks in quotes", "a,b\n\"1,\"\"2\"\"\",\"\"\n", [][]string{{"1", "a", "b"}, {"2", `1,"2"`, ""}}},
		{"a mark inside a cell", "a,b\n5\" pipe,x\n\"5\" pipe\",y\n", [][]string{{"1", "a", "b"}, {"2", `5" pipe`, "x"}, {"3", `5" pipe`, "y"}}},
		{"ragged rows", "a,b\n1\n1,2,3,\n", [][]string{{"1", "a", "b"}, {"2", "1"}, {"3", "1", "2", "3", ""}}},
		{"blank rows are counted and left out", "a,b\n\n,\n 	,\n1,2\n", [][]string{{"1", "a", "b"}, {"5", "1", "2"}}},
		{"one column", "sku\nA\n", [][]string{{"1", "sku"}, {"2", "A"}}},
		{"identifiers stay text", "a,b\n00123,1E5\n12345678901234567890, A \n", [][]string{{"1", "a", "b"}, {"2", "00123", "1E5"}, {"3", "12345678901234567890", " A "}}},
		{"no line end at the end", "a,b\n1,\"2\"", [][]string{{"1", "a", "b"}, {"2", "1", "2"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readText(t, tt.data)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, %v\nwant %q", got, err, tt.want)
			}
		})
	}
}

func TestText_LineNumbersCountNewlinesInCells(t *testing.T) {
	src, err := Open(write(t, "a,b\n\"x\n\ny\",2\n3,4\n"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var got []int
	for r, err := src.Next(); err == nil; r, err = src.Next() {
		got = append(got, r.Row, r.Line)
	}
	if want := []int{1, 1, 2, 2, 3, 5}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestText_Encodings(t *testing.T) {
	const text = "Name,Preis\nMüller – “Größe”,12 €\nŁódź,1\n"
	const western = "Name,Preis\nMüller – “Größe”,12 €\nÉcole,1\n"
	encode := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	tests := []struct{ name, data, encoding, note, cell string }{
		{"UTF-8", text, "utf-8", "", "Łódź"},
		{"UTF-8 with mark", "\uFEFF" + text, "utf-8", "", "Łódź"},
		{"UTF-16LE", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), text), "utf-16le", "", "Łódź"},
		{"UTF-16BE", encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), text), "utf-16be", "", "Łódź"},
		{"Windows-1252", encode(charmap.Windows1252.NewEncoder(), western), "windows-1252", "Windows-1252", "École"},
		{"damaged before", "Name,Preis\nM\uFFFDller,1\nŁódź,1\n", "utf-8", "already lost", "Łódź"},
		{"broken UTF-8 behind a mark", "\uFEFFName,Preis\nM\xfcller,1\nŁódź,1\n", "utf-8", "replaced", "Łódź"},
		{"emoji, combining marks and direction marks stay", "Name,Preis\n👩‍🚀 e\u0301 \u202ex,1\n👩‍🚀 e\u0301 \u202ex,1\n", "utf-8", "", "👩‍🚀 e\u0301 \u202ex"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := Open(write(t, tt.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			got, err := rows(t, src)
			if err != nil || len(got) != 3 || got[0][1] != "Name" || got[2][1] != tt.cell {
				t.Errorf("got %q, %v", got, err)
			}
			if notes := strings.Join(src.Notes, " "); src.Encoding() != tt.encoding || !strings.Contains(notes, tt.note) || (tt.note == "") != (notes == "") {
				t.Errorf("encoding %s, notes %q", src.Encoding(), notes)
			}
		})
	}
}

// Letters that stand side by side tell other encodings from Western ones, but some
// do so in Western languages too.
func TestText_TakesWesternTextForWhatItIs(t *testing.T) {
	for name, c := range map[string]struct {
		by      *charmap.Charmap
		text    string
		western bool
	}{
		"German":     {charmap.Windows1252, "Artikel;Größe\nA;Größe S, weiß\nB;Größe M, Füße groß, Übergröße\n", true},
		"Portuguese": {charmap.Windows1252, "Código;Descrição\nA;Coleção de Verão, promoção\nB;Ligações, calções\n", true},
		"Spanish":    {charmap.Windows1252, "Código;Descripción\nA;Cañón, piñón\nB;Muñón para niños\n", true},
		"Finnish":    {charmap.Windows1252, "Koodi;Määrä\nA;Säädin, pöytä\nB;Jäähdytin, määrä\n", true},
		"Russian":    {charmap.Windows1251, "Артикул;Название\nА;Лампа настольная\nБ;Фонарь большой\n", false},
		"Greek":      {charmap.Windows1253, "Κωδικός;Περιγραφή\nΑ;Φωτιστικό\nΒ;Λάμπα\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := c.by.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			src, err := Open(write(t, data), Limits{})
			if err == nil {
				defer src.Close()
			}
			if western := err == nil && src.Encoding() == "windows-1252"; western != c.western {
				t.Errorf("taken for Western: %v, %v", western, err)
			}
		})
	}
}

func TestText_AsksForTheEncodingItCannotTell(t *testing.T) {
	const text = "商品名,在庫\n赤いランプ,12\n青いランプ,3\n"
	data, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, data)
	if _, err := Open(path, Limits{}); model.CodeOf(err) != model.Invalid {
		t.Fatalf("got %v", err)
	}
	src, err := OpenAs(path, "shift_jis", Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if got, err := rows(t, src); err != nil || got[1][1] != "赤いランプ" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := OpenAs(path, "klingon", Limits{}); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestText_CharactersCutByAChunkStayWhole(t *testing.T) {
	data := "name,n\n" + strings.Repeat("ä€👩,1\n", 200_000)
	src, err := Open(write(t, data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	got, err := rows(t, src)
	if err != nil || len(got) != 200_001 || src.Encoding() != "utf-8" || len(src.Notes) != 0 {
		t.Errorf("%d rows, %v, %s %v", len(got), err, src.Encoding(), src.Notes)
	}
}

func TestOpen_RefusesWhatIsNoTable(t *testing.T) {
	ole := oleSignature + strings.Repeat("\x00", 600)
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	tests := []struct{ name, data, says string }{
		{"empty", "", "is empty"},
		{"blank lines only", "\n\n , \n", "no rows"},
		{"a picture", "\x89PNG\r\n\x1a\n", "picture"},
		{"a photo", "\xFF\xD8\xFF\xE0", "picture"},
		{"a PDF", "%PDF-1.7\n", "PDF"},
		{"gzip", "\x1F\x8B\x08", "unpack"},
		{"a database", "SQLite format 3\x00", "database"},
		{"an old workbook", ole + wide("Workbook"), ".xls"},
		{"an encrypted workbook", ole + wide("EncryptedPackage"), "password"},
		{"a web page", "<!DOCTYPE html>\n<html><body>Log in</body></html>", "web page"},
		{"a web page as Excel saves it", "\uFEFF\r\n<html xmlns:o=\"urn\"><table>", "web page"},
		{"XML", "<?xml version=\"1.0\"?><Workbook/>", "XML"},
		{"JSON", "{\"orders\":[]}", "JSON"},
		{"a photo of a telephone", "\x00\x00\x00\x18ftypheic\x00\x01\x02\x03\x04\xFF\x05", "picture"},
		{"a program's own file", "BM\x01\x02\x03" + strings.Repeat("\xC3\x00\x07pixels", 40), "no text"},
		{"zero bytes", "a,b\n1,\x002\n", "line 2"},
		{"UTF-16 without its mark", "a\x00,\x00b\x00\n\x00", "UTF-16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readText(t, tt.data)
			if code := model.CodeOf(err); code != model.Invalid && code != model.Damaged || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "table.csv") {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := Open(t.TempDir(), Limits{}); model.CodeOf(err) != model.Invalid {
		t.Errorf("a folder gave %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none"), Limits{}); model.CodeOf(err) != model.NotFound {
		t.Errorf("a missing file gave %v", err)
	}
	if _, err := Open(write(t, "a,b\n"), Limits{FileBytes: 3}); model.CodeOf(err) != model.Invalid {
		t.Errorf("a file that is too large gave %v", err)
	}
}

func TestText_RefusesRowsThatAreNoRows(t *testing.T) {
	long := strings.Repeat("x", 2<<20)
	many := strings.Repeat("some text, and more\n", 200_000)
	tests := []struct{ name, data, says string }{
		{"a quote never closed", "a,b\n1,2\nx,\"" + many, "line 3, column 2"},
		{"a quote never closed in a short file", "a,b\n1,\"2\n3,4\n", "line 2, column 2"},
		{"a quote never closed in the header", "a,\"b\n1,2\n3,4\n", "line 1, column 2"},
		{"a cell too long", "a,b\n1," + long + "\n", "line 2, column 2"},
		{"a quoted cell too long", "a,b\n1,\"" + long + "\"\n", "line 2, column 2"},
		{"too many columns", "a,b\n" + strings.Repeat("x,", 1000) + "\n", "line 2"},
		{"a line without end", "a,b\n1,2\n" + strings.Repeat("x", 9<<20), "line 3"},
		{"zero bytes far down", "a,b\n" + strings.Repeat("1,2\n", 500_000) + "3,\x00\n", "line 500002"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readText(t, tt.data)
			if model.CodeOf(err) != model.Damaged || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestText_AnEndlessQuoteCostsLittleMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "endless.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	chunk := strings.Repeat("some words and, a comma\n", 1<<15)
	fmt.Fprint(f, "a,b\n1,2\n3,\"")
	for range 64 << 20 / len(chunk) {
		if _, err := f.WriteString(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	src, err := Open(path, Limits{})
	if err == nil {
		_, err = rows(t, src)
		src.Close()
	}
	runtime.ReadMemStats(&after)
	if model.CodeOf(err) != model.Damaged || !strings.Contains(err.Error(), "line 3, column 2") {
		t.Errorf("got %v", err)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 40 {
		t.Errorf("%d MB were allocated", used)
	}
}

func TestSource_HashSizeAndProgress(t *testing.T) {
	data := "a,b\n" + strings.Repeat("1,2\n", 1_000_000)
	src, err := Open(write(t, data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if p := src.Progress(); p <= 0 || p >= src.Size() {
		t.Errorf("progress %d of %d after opening", p, src.Size())
	}
	if _, err := rows(t, src); err != nil {
		t.Fatal(err)
	}
	if src.Progress() != src.Size() || src.Size() != int64(len(data)) {
		t.Errorf("progress %d of %d at the end", src.Progress(), src.Size())
	}
	small, err := Open(write(t, "abc"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	if got := small.SHA256(); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" { // FIPS 180-2, B.1
		t.Errorf("hash %s", got)
	}
}

func TestSource_HeadLeavesRecordsToNext(t *testing.T) {
	src, err := Open(write(t, "title\n\na,b\n1,2\n3,4\n"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	h, ok := FindHeader(src.Head(), Layout{Name: "x", Required: []string{"B", "A"}})
	if !ok || h.Row != 3 {
		t.Fatalf("got %+v", h)
	}
	src.SkipTo(h.Row)
	if got, err := rows(t, src); err != nil || !reflect.DeepEqual(got, [][]string{{"4", "1", "2"}, {"5", "3", "4"}}) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSource_SaysWhenTheFileChangedMeanwhile(t *testing.T) {
	path := write(t, "a,b\n"+strings.Repeat("1,2\n", 1_000_000))
	src, err := Open(path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, "3,4\n")
	f.Close()
	if _, err := rows(t, src); model.CodeOf(err) != model.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestFindHeader_TakesTheBestFit(t *testing.T) {
	records := []Record{
		{Row: 1, Cells: []string{"Orders report"}},
		{Row: 2, Cells: []string{"\uFEFF\"Order  Total\" ", "'NAME'", "sku", "sku"}},
		{Row: 3, Cells: []string{"1", "2", "3"}},
	}
	a := Layout{Name: "a", Required: []string{"name"}}
	b := Layout{Name: "b", Required: []string{"Name", "order total"}, Optional: []string{"SKU"}}
	c := Layout{Name: "c", Required: []string{"name", "order total", "sku", "price"}}
	h, ok := FindHeader(records, a, b, c)
	if !ok || h.Layout != "b" || h.Row != 2 || h.Columns.Of("sku") != 2 || h.Columns.Of("none") != -1 {
		t.Errorf("got %+v, %v", h, ok)
	}
	if h, ok = FindHeader(records, c); ok || !reflect.DeepEqual(h.Missing, []string{"price"}) {
		t.Errorf("got %+v, %v", h, ok)
	}
	if _, ok = FindHeader(nil, a); ok {
		t.Error("a header was found in nothing")
	}
}
