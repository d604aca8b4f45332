package shell

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
)

// Who clicks twice on a folder, out of habit, took the file that lies in it at the
// same place.
func TestPicker_TheSecondClickOnAFolderTakesNothingFromIt(t *testing.T) {
	home := t.TempDir()
	inner := filepath.Join(home, "exports", "2026")
	if err := os.MkdirAll(inner, 0o750); err != nil {
		t.Fatal(err)
	}
	a := test.NewTempApp(t)
	w := a.NewWindow("")
	t.Cleanup(w.Close)
	run := &async.Manual{}
	s := New(Config{App: a, Window: w, Run: run, Memory: prefs.Open(filepath.Join(t.TempDir(), "w.json")), Context: t.Context(), Clock: time.Now, Log: slog.New(slog.DiscardHandler), Quit: func() {}})
	p := s.pick(page.FileAsk{Folder: true}, func([]string) {})
	p.field.SetText(withEnd(home))
	run.Settle()
	click := func(want string) {
		t.Helper()
		last := p.list.rows[len(p.list.rows)-1]
		last.Tapped(&fyne.PointEvent{Position: fyne.NewPos(iconRoom+1, 5)})
		run.Settle()
		if p.field.Text != withEnd(want) {
			t.Fatalf("it stands in %s, not in %s", p.field.Text, want)
		}
	}
	click(filepath.Dir(inner))
	click(filepath.Dir(inner)) // the second of a double click
	run.Tick()
	click(inner)
}
