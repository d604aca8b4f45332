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
