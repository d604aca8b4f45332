package gui

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/prefs"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/today"
	"github.com/dropledger/dropledger/gui/welcome"
	"github.com/dropledger/dropledger/services/store"
)

// start is the program at its first start, in a folder of its own.
type start struct {
	*guitest.Host
	shell *shell.Shell
	pump  *guitest.Pump
	data  string
}

func begin(t *testing.T, book string) *start {
	t.Helper()
	t.Setenv("LANG", "en_GB.UTF-8")
	cfg := config(t)
	a := test.NewTempApp(t)
	w := a.NewWindow("")
	s := &start{Host: &guitest.Host{T: t, App: a, Window: w}, pump: guitest.NewPump(), data: cfg.Data}
	s.shell = shell.New(cfg.shell(shell.Config{
		App: a, Window: w, Run: s.pump, Log: slog.New(slog.DiscardHandler), Memory: prefs.Open(filepath.Join(cfg.Data, "window.json")), Quit: func() {},
	}))
	s.Resize(1366, 768)
	s.shell.Launch(book)
	s.pump.Settle()
	t.Cleanup(func() {
		s.shell.Desk().Close()
		s.pump.Settle()
	})
	return s
}

func TestFirstStart_FromNothingToABookOfOnesOwn(t *testing.T) {
	s := begin(t, "")
	if _, ok := s.shell.Screen().(*welcome.Welcome); !ok {
		t.Fatalf("it begins with %T", s.shell.Screen())
	}
	for _, r := range "Kvist & Krone" {
		s.Focused().TypedRune(r) // the name has the focus
	}
	s.See("Kvist & Krone.dropledger")
	s.shell.Press(action.Ctrl(fyne.KeyReturn))
	s.pump.Settle()
	path := filepath.Join(s.data, "books", "Kvist & Krone.dropledger")
	if b := s.shell.Book(); b == nil || b.Path != path || b.Home == "" || b.Sample {
		t.Fatalf("the book is %+v", b)
	}
	if _, ok := s.shell.Screen().(*today.Today); !ok {
		t.Errorf("the book begins with %T", s.shell.Screen())
	}
	s.See("A good place to begin", "Set up your shop", "Kvist & Krone", "1 of 5")

	s.shell.Desk().Close()
	s.pump.Settle()
	s.See("Open again", "Kvist & Krone", "Look around first")
	s.Window.Canvas().Unfocus()
	s.shell.Press(action.Plain(fyne.KeyS))
	s.pump.Settle()
	if b := s.shell.Book(); b == nil || !b.Sample || filepath.Dir(b.Path) != filepath.Dir(path) {
		t.Fatalf("the sample is %+v", b)
	}
	s.See("No supplier yet", "Revenue by week", "CM2 by supplier")

	s.shell.Desk().Close()
	s.pump.Settle()
	s.Tap("Open the sample business")
	s.pump.Settle()
	if b := s.shell.Book(); b == nil || !b.Sample {
		t.Error("the sample is not opened again")
	}
	s.shell.Desk().Close()
	s.pump.Settle()
	s.Tap("Kvist & Krone")
	s.pump.Settle()
	if b := s.shell.Book(); b == nil || b.Path != path {
		t.Errorf("the book opened again is %+v", b)
	}
}

func TestStart_ADamagedBookComesBackFromItsBackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kvist.dropledger")
	db, err := store.Create(t.Context(), store.Config{Path: path, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.ManualBackup(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("not a book any more, by far not"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := begin(t, path)
	s.See("kvist.dropledger could not be opened", "Backups of this book", "Restore")
	s.Tap("Restore")
	s.See("Put the backup in the place of kvist.dropledger?")
	s.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.pump.Settle()
	if b := s.shell.Book(); b == nil || b.Path != path {
		t.Errorf("the book is %+v", b)
	}
}

func TestStart_ABookThatIsGoneIsTold(t *testing.T) {
	s := begin(t, filepath.Join(t.TempDir(), "gone.dropledger"))
	s.See("gone.dropledger could not be opened", "Look for it", "Start your own book")
	s.Tap("Take off the list")
	s.DontSee("Look for it")
}
