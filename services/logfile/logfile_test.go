package logfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFile_BeginsTheNextWhenFullAndKeepsFour(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	f, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	f.limit = 20
	for i := range 9 {
		if _, err := fmt.Fprintf(f, "entry number %d\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != kept+1 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for i := range kept + 1 {
		if got, _ := os.ReadFile(f.older(i)); string(got) != fmt.Sprintf("entry number %d\n", 8-i) {
			t.Errorf("file %d holds %q", i, got)
		}
	}
}

func TestFile_GoesOnWhereTheLastRunEnded(t *testing.T) {
	folder := t.TempDir()
	for _, entry := range []string{"first\n", "second\n"} {
		f, err := Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(entry)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
	}
	if got, _ := os.ReadFile(filepath.Join(folder, Name)); strings.Count(string(got), "\n") != 2 {
		t.Errorf("the log holds %q", got)
	}
	if _, err := Open(filepath.Join(folder, Name, "x")); err == nil {
		t.Error("opened a log within a file")
	}
}
