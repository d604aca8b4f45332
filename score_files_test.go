package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestScoreIntoFiles(t *testing.T) {
	d := newDesk(t)
	threeSuppliers(t, d)
	dir := t.TempDir()
	for _, c := range []struct {
		name, head string
		more       []string
	}{
		{"card.pdf", "%PDF", nil},
		{"karte.pdf", "%PDF", []string{"--language", "de", "--paper", "Letter"}},
		{"card.xlsx", "PK", nil},
		{"review.pdf", "%PDF", []string{"--letter", "--period", "2026-Q3"}},
	} {
		path := filepath.Join(dir, c.name)
		has(t, d.do("", append([]string{"score", "Poor", "--out", path}, c.more...)...), "files", "warnings")
		file, err := os.ReadFile(path)
		if err != nil || len(file) < 1000 || string(file[:len(c.head)]) != c.head {
			t.Errorf("%s: %d bytes, %v", c.name, len(file), err)
		}
	}
	for _, wrong := range [][]string{
		{"score", "--out", filepath.Join(dir, "a.pdf")},
		{"score", "Poor", "--out", filepath.Join(dir, "a.doc")},
		{"score", "Poor", "--letter"},
		{"score", "Poor", "--letter", "--out", filepath.Join(dir, "a.pdf"), "--period", "spring"},
		{"score", "Nobody", "--out", filepath.Join(dir, "a.pdf")},
	} {
		if code, _ := d.try("", wrong...); code == 0 {
			t.Errorf("%q ended well", wrong)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "a.pdf")); err == nil {
		t.Error("a file was written in spite of it")
	}
}

func TestScoreComparesSuppliers(t *testing.T) {
	d := newDesk(t)
	threeSuppliers(t, d)
	d.do(`[{"sku":"LAMP","name":"Lamp"}]`, "put", "product")
	d.do(`[{"supplier":"Poor","sku":"LAMP","valid_from":"2020-01-01","cost":"4.00","currency":"EUR","shipping":[{"to":"*","service":"post","cost":"2.00","days_p50":3,"days_p90":5}]}]`, "put", "offer")
	has(t, d.do("", "score", "Poor", "--compare", "Good", "--basket", "LAMP=2", "--to", "de"), "country", "currency", "basket", "best", "reasons", "suppliers")
	dir := t.TempDir()
	for name, head := range map[string]string{"c.xlsx": "PK", "c.pdf": "%PDF", "c.csv": "\uFEFF\"Part\""} {
		path := filepath.Join(dir, name)
		has(t, d.do("", "score", "Poor", "--compare", "Good", "--basket", "LAMP=2", "--to", "DE", "--out", path), "files", "warnings")
		file, err := os.ReadFile(path)
		if err != nil || len(file) < 500 || string(file[:len(head)]) != head {
			t.Errorf("%s: %d bytes, %v", name, len(file), err)
		}
	}
	for _, wrong := range [][]string{
		{"score", "Poor", "--compare", "Nobody"},
		{"score", "Poor", "--compare", "poor"},
		{"score", "Poor", "--compare", "Good", "--basket", "LAMP=0"},
		{"score", "Poor", "--compare", "Good", "--letter"},
		{"score", "Poor", "--compare", "Good", "--out", filepath.Join(dir, "a.doc")},
	} {
		if code, _ := d.try("", wrong...); code == 0 {
			t.Errorf("%q ended well", wrong)
		}
	}
}
