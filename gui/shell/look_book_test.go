package shell_test

import (
	"context"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
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
