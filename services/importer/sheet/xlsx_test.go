package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
)

func TestWorkbook_DamageIsNeverTakenForTheEndOfTheSheet(t *testing.T) {
	b := &workbook{path: "list.xlsx"}
	err := b.guard(func() error { return io.EOF })
	if errors.Is(err, io.EOF) || model.CodeOf(err) != model.Damaged {
		t.Errorf("got %v (%s)", err, model.CodeOf(err))
	}
}

// workbookFile writes sheets of cells; order gives the sheets' order.
func workbookFile(t testing.TB, order []string, sheets map[string][][]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range order {
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", name))
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range sheets[name] {
			must(t, f.SetSheetRow(name, fmt.Sprintf("A%d", r+1), &cells))
		}
	}
	path := filepath.Join(t.TempDir(), "table.xlsx")
	must(t, f.SaveAs(path))
	return path
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// container writes a zip of the named parts.
func container(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, text)
		must(t, err)
	}
	must(t, z.Close())
	return write(t, b.String())
}

// repacked copies a workbook with one part replaced.
func repacked(t testing.TB, path, part, text string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	must(t, err)
	defer z.Close()
	parts := map[string]string{}
	for _, p := range z.File {
		r, err := p.Open()
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, err)
		parts[p.Name] = string(data)
	}
	parts[part] = text
	return container(t, parts)
}

func readBook(t testing.TB, path string) ([][]string, error) {
	t.Helper()
	src, err := Open(path, Limits{})
	if err != nil {
		return nil, err
	}
	defer src.Close()
	return rows(t, src)
}

func TestWorkbook_CellsKeepTheirDigits(t *testing.T) {
	path := workbookFile(t, []string{"Empty", "Stock"}, map[string][][]any{"Stock": {
		{"Part", "Stock", "Price", "When"},
		{},
		{"00123", 4006381333931, 58.4099999999999, "x"},
		{"-SKU", true, 0.1, ""},
		{"", nil, " "},
	}})
	src, err := Open(path, Limits{})
	must(t, err)
	defer src.Close()
	got, err := rows(t, src)
	want := [][]string{{"1", "Part", "Stock", "Price", "When"}, {"3", "00123", "4006381333931", "58.4099999999999", "x"}, {"4", "-SKU", "1", "0.1"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	if src.Kind() != Workbook || src.Sheet() != "Stock" || !reflect.DeepEqual(src.Sheets(), []string{"Empty", "Stock"}) || src.Delimiter() != 0 || len(src.SHA256()) != 64 {
		t.Errorf("kind %s, sheet %s of %v", src.Kind(), src.Sheet(), src.Sheets())
	}
}

func TestWorkbook_FormulasGiveTheirSavedResult(t *testing.T) {
	sheetXML := `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		`<row r="1"><c r="A1" t="inlineStr"><is><t>Part</t></is></c><c r="B1" t="inlineStr"><is><t>Stock</t></is></c></row>` +
		`<row r="2"><c r="A2"><v>7</v></c><c r="B2"><f>VLOOKUP(A2,[1]sto!A:B,2)</f><v>12</v></c></row></sheetData></worksheet>`
	path := repacked(t, workbookFile(t, []string{"S"}, nil), "xl/worksheets/sheet1.xml", sheetXML)
	got, err := readBook(t, path)
	if want := [][]string{{"1", "Part", "Stock"}, {"2", "7", "12"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWorkbook_TakesTheSheetWithTheHeader(t *testing.T) {
	path := workbookFile(t, []string{"Notes", "Data"}, map[string][][]any{
		"Notes": {{"Please read"}, {"this"}}, "Data": {{"Title"}, {"sku", "cost"}, {"A", 1}},
	})
	src, err := Open(path, Limits{})
	must(t, err)
	defer src.Close()
	if src.Sheet() != "Notes" {
		t.Errorf("opened %s", src.Sheet())
	}
	h, ok := src.FindHeader(Layout{Name: "x", Required: []string{"SKU", "Cost"}})
	if !ok || h.Row != 2 || src.Sheet() != "Data" || len(src.Notes) != 1 {
		t.Fatalf("got %+v, %v in %s", h, ok, src.Sheet())
	}
	src.SkipTo(h.Row)
	if got, err := rows(t, src); err != nil || !reflect.DeepEqual(got, [][]string{{"3", "A", "1"}}) {
		t.Errorf("got %q, %v", got, err)
	}
	if _, ok := src.FindHeader(Layout{Name: "y", Required: []string{"nowhere"}}); ok {
		t.Error("found what is not there")
	}
	if err := src.UseSheet("None"); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestWorkbook_RefusesWithOneSentence(t *testing.T) {
	good := workbookFile(t, []string{"S"}, map[string][][]any{"S": {{"a"}, {1}}})
	data, err := os.ReadFile(good)
	must(t, err)
	half := string(data[:len(data)/2])
	flipped := bytes.Clone(data)
	flipped[bytes.Index(flipped, []byte("xl/worksheets/sheet1.xml"))+60] ^= 0xFF
	many := map[string]string{"xl/workbook.xml": "x"}
	for i := range 2100 {
		many[fmt.Sprintf("xl/part%d.xml", i)] = ""
	}
	rowsFarDown := `<worksheet><sheetData><row r="99999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`
	wide := `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`
	entity := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>`
	tests := []struct{ name, path, says string }{
		{"cut off", write(t, half), "damaged"},
		{"a flipped byte", write(t, string(flipped)), "damaged"},
		{"too many parts", container(t, many), "parts"},
		{"macros", repacked(t, good, "xl/vbaProject.bin", "x"), "macros"},
		{"a binary workbook", container(t, map[string]string{"xl/workbook.bin": "x"}), ".xlsb"},
		{"an OpenDocument sheet", container(t, map[string]string{"content.xml": "x", "META-INF/manifest.xml": "x"}), "OpenDocument"},
		{"a text document", container(t, map[string]string{"[Content_Types].xml": "x", "word/document.xml": "x"}), "without sheets"},
		{"a zip of other files", container(t, map[string]string{"orders.csv": "a,b"}), "unpack"},
		{"an outside entity", repacked(t, good, "xl/worksheets/sheet1.xml", entity), "document type"},
		{"a row beyond the last", repacked(t, good, "xl/worksheets/sheet1.xml", rowsFarDown), "table.csv"},
		{"a cell far to the right", repacked(t, good, "xl/worksheets/sheet1.xml", wide), "columns"},
		{"a workbook of nonsense", container(t, map[string]string{"xl/workbook.xml": "x", "[Content_Types].xml": "y"}), "table.csv"},
		{"no rows", workbookFile(t, []string{"S"}, nil), "no rows"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readBook(t, tt.path)
			if code := model.CodeOf(err); code != model.Invalid && code != model.Damaged || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// zeros is a reader of n zero characters, which compress a thousandfold.
type zeros struct{ n int64 }

var blank64k = bytes.Repeat([]byte{' '}, 64<<10)

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), z.n)], blank64k)
	z.n -= int64(n)
	return n, nil
}

func TestWorkbook_BombsAreNotUnpacked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bomb.xlsx")
	f, err := os.Create(path)
	must(t, err)
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, part := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(part)
		must(t, err)
		_, err = io.Copy(w, &zeros{160 << 20})
		must(t, err)
	}
	must(t, z.Close())
	must(t, f.Close())
	tmp := temporary(t)
	if _, err := Open(path, Limits{}); model.CodeOf(err) != model.Damaged || !strings.Contains(err.Error(), "256 MB") {
		t.Errorf("got %v", err)
	}
	if left := files(t, tmp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWorkbook_APartLargerThanItClaimsIsRefused(t *testing.T) {
	path := workbookFile(t, []string{"S"}, map[string][][]any{"S": {{strings.Repeat("x", 5000)}}})
	data, err := os.ReadFile(path)
	must(t, err)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	for _, p := range r.File { // lower each size in the directory
		at := bytes.LastIndex(data, []byte(p.Name)) - 46
		if at > 0 && p.Name == "xl/worksheets/sheet1.xml" {
			copy(data[at+24:], []byte{10, 0, 0, 0})
		}
	}
	if got, err := readBook(t, write(t, string(data))); model.CodeOf(err) != model.Damaged {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWorkbook_TemporaryFilesArePrivateAndRemoved(t *testing.T) {
	cells := make([][]any, 3000)
	for i := range cells {
		cells[i] = []any{fmt.Sprintf("article %d", i), i, strings.Repeat("x", 40)}
	}
	path := workbookFile(t, []string{"S"}, map[string][][]any{"S": cells})
	tmp := temporary(t)
	src, err := Open(path, Limits{PartBytes: 64 << 10})
	must(t, err)
	got, err := rows(t, src)
	if err != nil || len(got) != 3000 || got[2999][1] != "article 2999" {
		t.Errorf("%d rows, %v", len(got), err)
	}
	left := files(t, tmp)
	if len(left) == 0 {
		t.Error("nothing was unpacked to disk, so this test shows nothing")
	}
	info, err := os.Stat(filepath.Dir(left[0]))
	if must(t, err); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v", info.Mode())
	}
	must(t, src.Close())
	if left = files(t, tmp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// temporary gives the program a folder of its own for temporary files.
func temporary(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
	return dir
}

func files(t testing.TB, dir string) (paths []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}

func FuzzWorkbook(f *testing.F) {
	path := workbookFile(f, []string{"S"}, map[string][][]any{"S": {{"a", "b"}, {1, "x"}}})
	data, err := os.ReadFile(path)
	must(f, err)
	f.Add(data)
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
			return
		}
		if _, err := readBook(t, write(t, string(data))); err != nil && model.CodeOf(err) == model.Internal {
			t.Errorf("got %v", err)
		}
	})
}
