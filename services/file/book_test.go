package file

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func TestWriteAtomic_NeverReplacesABook(t *testing.T) {
	book := bookMark + "what a merchant typed in a year"
	tests := []struct{ name, there, content, to string }{
		{"a closed book", "shop.dropledger", book, "shop.dropledger"},
		{"a backup under any name", "old copy", book, "old copy"},
		{"what the engine keeps beside it", "shop.dropledger", book, "shop.dropledger-wal"},
		{"its lock", "shop.dropledger", book, "shop.dropledger.lock"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.there), []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, tt.to)
			err := WriteAtomic(path, 0o644, fill("a report"))
			if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("got %v (%s)", err, model.CodeOf(err))
			}
			if got := read(t, filepath.Join(dir, tt.there)) + "|" + names(t, dir); got != book+"|"+tt.there {
				t.Errorf("the folder holds %q", got)
			}
		})
	}
}

func TestWriteAtomic_KnowsAnOpenBookByItsLock(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "shop.dropledger")
	for _, name := range []string{path, path + ".lock"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteAtomic(path, 0o644, fill("a report")); model.CodeOf(err) != model.Refused || read(t, path) != "" {
		t.Errorf("got %v, file %q", err, read(t, path))
	}
}

func TestWriteAtomic_ReplacesWhatOnlyLooksLikeABookByName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report-wal")
	for _, content := range []string{"SQLite format", "a report"} {
		if err := WriteAtomic(path, 0o644, fill(content)); err != nil || read(t, path) != content {
			t.Errorf("got %v, file %q", err, read(t, path))
		}
	}
}
