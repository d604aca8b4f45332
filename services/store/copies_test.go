package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
)

func TestCopies_TellsWhatEachFileOfTheBackupFolderIs(t *testing.T) {
	book := filepath.Join(t.TempDir(), "shop.book")
	if all, err := Copies(book); err != nil || len(all) != 0 {
		t.Fatalf("without a folder: %v, %v", all, err)
	}
	dir := BackupFolder(book)
	must(t, os.MkdirAll(filepath.Join(dir, "shop-replaced-20260301T100000Z"), 0o700))
	must(t, os.MkdirAll(filepath.Join(dir, "shop-replaced-20260302T100000Z"), 0o700)) // without a book in it
	want := map[string]CopyKind{
		"shop-0001-2026-03-01.book":                CopyKind("daily"),
		"shop-manual-20260301T090000Z.book":        ManualCopy,
		"shop-before-0002-20260301T090000Z.book":   UpdateCopy,
		"shop-replaced-20260301T100000Z/shop.book": ReplacedCopy,
		"shop-0001-2026-03-01.part":                "",
		"shop-1-2026-03-01.book":                   "",
		"workshop-0001-2026-03-01.book":            "",
		"notes.txt":                                "",
	}
	made := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for name := range want {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("four"), 0o600))
		made = made.Add(time.Minute)
		must(t, os.Chtimes(filepath.Join(dir, name), made, made))
	}
	all, err := Copies(book)
	must(t, err)
	got := map[string]CopyKind{}
	for _, c := range all {
		name, err := filepath.Rel(dir, c.Path)
		must(t, err)
		got[filepath.ToSlash(name)] = c.Kind
		if c.Size != 4 {
			t.Errorf("%s has %d bytes", name, c.Size)
		}
	}
	for name, kind := range want {
		if got[name] != kind {
			t.Errorf("%s is %q, want %q", name, got[name], kind)
		}
	}
	if len(got) != 4 || !slices.IsSortedFunc(all, func(a, b Copy) int { return b.Made.Compare(a.Made) }) {
		t.Errorf("copies = %v", all)
	}
}

func TestManualBackup_IsKeptBesideTheDailyOnes(t *testing.T) {
	db := newBook(t)
	for range 2 { // in one second
		r, err := ManualBackup(ctx, db)
		must(t, err)
		if _, err := Verify(ctx, db.Path(), r.Out); err != nil {
			t.Error(err)
		}
	}
	_, err := DailyBackup(ctx, db)
	must(t, err)
	all, err := Copies(db.Path())
	must(t, err)
	kinds := map[CopyKind]int{}
	for _, c := range all {
		kinds[c.Kind]++
	}
	if len(all) != 3 || kinds[ManualCopy] != 2 || kinds[DailyCopy] != 1 {
		t.Errorf("copies = %v", all)
	}
}

func TestVerify_RefusesWhatRestoreWouldRefuse(t *testing.T) {
	db := newBook(t)
	good, err := ManualBackup(ctx, db)
	must(t, err)
	text := filepath.Join(t.TempDir(), "text.book")
	must(t, os.WriteFile(text, []byte("not a book"), 0o600))
	for _, tt := range []struct {
		name, path string
		code       model.Code
	}{
		{"a sound backup", good.Out, ""},
		{"the book itself", db.Path(), model.Refused},
		{"another file", text, model.Damaged},
		{"no file", text + "x", model.NotFound},
	} {
		_, err := Verify(context.Background(), db.Path(), tt.path)
		if (err == nil) != (tt.code == "") || err != nil && model.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want code %q", tt.name, err, tt.code)
		}
	}
}
