package shell

import (
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/prefs"
)

// launcher is a shell whose computer has no program for what fails.
func launcher(t *testing.T, fails map[string]bool) (s *Shell, run *async.Manual, tried *[]string) {
	t.Helper()
	a := test.NewTempApp(t)
	w := a.NewWindow("")
	t.Cleanup(w.Close)
	run, tried = &async.Manual{}, &[]string{}
	s = New(Config{
		App: a, Window: w, Run: run, Memory: prefs.Open(filepath.Join(t.TempDir(), "w.json")), Context: t.Context(),
		Clock: time.Now, Log: slog.New(slog.DiscardHandler), Quit: func() {},
		Launch: func(u *url.URL) error {
			*tried = append(*tried, filepath.Base(u.Path))
			if fails[filepath.Base(u.Path)] {
				return errors.New("no program")
			}
			return nil
		},
	})
	return s, run, tried
}

func TestOpenFile_OffersTheFolderWhenNoProgramOpensIt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	path := filepath.Join(folder, "order.pdf")
	if err := os.Mkdir(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, run, tried := launcher(t, map[string]bool{"order.pdf": true, "out": true})
	s.OpenFile(path)
	s.OpenFile(path) // a second click before the system answered
	run.Settle()
	if got := s.dialogs.Title(); got != "No program of this computer opens order.pdf." {
		t.Fatalf("%q is said", got)
	}
	s.dialogs.Accept()
	run.Settle()
	if got := *tried; got[len(got)-1] != "out" {
		t.Errorf("%v were tried", got)
	}
	if got := s.dialogs.Title(); got != "No program of this computer opens out." {
		t.Fatalf("%q is said of the folder", got)
	}
	s.dialogs.Accept()
	if got := s.cfg.App.Clipboard().Content(); got != folder {
		t.Errorf("%q is copied", got)
	}
	if s.dialogs.IsOpen() {
		t.Errorf("%q is still asked", s.dialogs.Title())
	}
}

func TestOpenFile_SaysThatAFileIsGone(t *testing.T) {
	s, run, tried := launcher(t, nil)
	s.OpenFile(filepath.Join(t.TempDir(), "gone.pdf"))
	run.Settle()
	if s.dialogs.Title() != "gone.pdf could not be opened." || len(*tried) > 0 {
		t.Errorf("%q is said, %v were tried", s.dialogs.Title(), *tried)
	}
}

func TestOpenLink_CopiesWhatNoProgramOpens(t *testing.T) {
	s, run, _ := launcher(t, map[string]bool{"track": true})
	s.OpenLink(&url.URL{Scheme: "https", Host: "example.com", Path: "/track"})
	run.Settle()
	if got := s.dialogs.Title(); got != "No program of this computer opens this link." {
		t.Fatalf("%q is said", got)
	}
	s.dialogs.Accept()
	if got := s.cfg.App.Clipboard().Content(); got != "https://example.com/track" {
		t.Errorf("%q is copied", got)
	}
	s.OpenLink(&url.URL{Scheme: "https", Host: "example.com", Path: "/fine"})
	run.Settle()
	if s.dialogs.IsOpen() {
		t.Error("a link that opened is reported")
	}
}
