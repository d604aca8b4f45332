package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func TestWrite_NothingIsSavedIntoAFileThatIsNotThereAnyMore(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps an open file where it is")
	}
	for name, lose := range map[string]func(t *testing.T, path string){
		"moved":    func(t *testing.T, path string) { must(t, os.Rename(path, path+".elsewhere")) },
		"removed":  func(t *testing.T, path string) { must(t, os.Remove(path)) },
		"replaced": func(t *testing.T, path string) { must(t, os.Remove(path)); must(t, os.WriteFile(path, nil, 0o600)) },
		"folder":   func(t *testing.T, path string) { must(t, os.Rename(filepath.Dir(path), filepath.Dir(path)+"2")) },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := configIn(t, filepath.Join(t.TempDir(), "books"))
			must(t, os.MkdirAll(filepath.Dir(cfg.Path), 0o700))
			db := create(t, cfg)
			addNote(t, db, "kept")
			lose(t, db.Path())
			err := db.Write(ctx, func(tx *Tx) error { return tx.Exec("INSERT INTO note (text) VALUES ('lost')").Error })
			wantCode(t, err, model.Unwritable)
			if got := count(t, db, "note"); got != 1 {
				t.Errorf("%d notes, want the one that was acknowledged", got)
			}
		})
	}
}

func TestWrite_GoesOnOnceTheFileIsBack(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps an open file where it is")
	}
	db := create(t, configIn(t, t.TempDir()))
	must(t, os.Rename(db.Path(), db.Path()+".away"))
	wantCode(t, db.Write(ctx, func(*Tx) error { return nil }), model.Unwritable)
	must(t, os.Rename(db.Path()+".away", db.Path()))
	addNote(t, db, "goes on")
	if got := count(t, db, "note"); got != 1 {
		t.Errorf("%d notes, want 1", got)
	}
}
