package backup_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/backup"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestLook_TellsWhatIsInABackup(t *testing.T) {
	b := booktest.Small(t)
	if err := setting.New(b.DB, &event.Bus{}).Set(t.Context(), "book.name", "Harbour Goods"); err != nil {
		t.Fatal(err)
	}
	made, err := store.ManualBackup(t.Context(), b.DB)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadDir(filepath.Dir(made.Out))
	if err != nil {
		t.Fatal(err)
	}
	// What is written after the backup is not in it.
	if err := setting.New(b.DB, &event.Bus{}).Set(t.Context(), "book.name", "Another"); err != nil {
		t.Fatal(err)
	}
	got, err := backup.Look(t.Context(), b.DB.Path(), made.Out, storetest.Clock)
	if err != nil {
		t.Fatal(err)
	}
	want := backup.Content{
		Path: made.Out, Format: store.SchemaVersion(), Business: "Harbour Goods", Currency: got.Currency,
		Orders: 9, LastOrder: "2026-03-05", LastChange: b.DB.Now(),
	}
	if got != want {
		t.Errorf("content = %+v, want %+v", got, want)
	}
	after, err := os.ReadDir(filepath.Dir(made.Out))
	if err != nil || len(after) != len(before) {
		t.Errorf("looking left something behind: %v, %v", after, err)
	}
}

func TestLook_RefusesWhatCannotBeRestored(t *testing.T) {
	db := storetest.Open(t)
	if _, err := backup.Look(t.Context(), db.Path(), db.Path(), storetest.Clock); model.CodeOf(err) != model.Refused {
		t.Errorf("the book itself: %v", err)
	}
	made, err := store.ManualBackup(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(made.Out)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8 * 4096; i < len(content); i += 97 {
		content[i] ^= 0xff
	}
	if err := os.WriteFile(made.Out, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Look(t.Context(), db.Path(), made.Out, storetest.Clock); model.CodeOf(err) != model.Damaged {
		t.Errorf("a damaged copy: %v", err)
	}
}
