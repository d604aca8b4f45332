package shell_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

func TestABookThatAnotherProgramHasIsOpenedForReadingOnly(t *testing.T) {
	r := enter(t, "mine")
	path := r.shelf.Path("other")
	other, err := store.Create(context.Background(), store.Config{Path: path, Clock: guitest.Clock})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	r.shelf.fail = model.Errorf(model.Busy, "It is open elsewhere.")
	r.s.Desk().Open(path)
	r.pump.Settle()
	r.see("It is open elsewhere.", "Open for reading only")
	r.tap("Open for reading only")
	r.pump.Settle()
	b := r.screen().host.Book()
	if b.Path != path || !b.DB.ReadOnly() {
		t.Fatalf("%s is open, reading only %v", b.Path, b.DB.ReadOnly())
	}
	r.see("reading only")
	if err := setting.New(b.DB, b.Bus).Set(context.Background(), string(setting.BookName), "Changed"); model.CodeOf(err) != model.Unwritable {
		t.Errorf("it was written: %v", err)
	}
}

// The pictures of the program showed a lock that no merchant sees.
func TestAPictureShowsABookAsOneThatCanBeChanged(t *testing.T) {
	for _, still := range []bool{true, false} {
		r := build(t, func(c *shell.Config) { c.Still = still })
		path := r.shelf.Path("mine")
		db, err := store.Create(context.Background(), store.Config{Path: path, Clock: guitest.Clock})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		r.s.Desk().Read(path)
		r.pump.Settle()
		if shown := strings.Contains(r.texts(), "reading only"); shown == still {
			t.Errorf("still %v: the status says reading only: %v", still, shown)
		}
	}
}
