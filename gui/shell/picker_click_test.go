package shell

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
)

// pickIn is a picker that shows a folder.
func pickIn(t *testing.T, folder string, ask page.FileAsk, got func([]string)) (*picker, *async.Manual) {
	t.Helper()
	a := test.NewTempApp(t)
	w := a.NewWindow("")
	t.Cleanup(w.Close)
	run := &async.Manual{}
	s := New(Config{App: a, Window: w, Run: run, Memory: prefs.Open(filepath.Join(t.TempDir(), "w.json")), Context: t.Context(), Clock: time.Now, Log: slog.New(slog.DiscardHandler), Quit: func() {}})
	p := s.pick(ask, got)
	p.field.SetText(withEnd(folder))
	run.Settle()
	return p, run
}

// click is one click on the name of a line.
func (p *picker) clickOn(t *testing.T, name string) {
	t.Helper()
	for _, r := range p.list.rows {
		if r.c.title == name {
			r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(iconRoom+20, 5)})
			return
		}
	}
	t.Fatalf("%s is not listed", name)
}

func TestPicker_OneClickChoosesAFileAndTheSecondTakesIt(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"a.csv", "b.csv"} {
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, many := range []bool{false, true} {
		var got []string
		p, run := pickIn(t, home, page.FileAsk{Many: many}, func(paths []string) { got = paths })
		p.clickOn(t, "a.csv")
		run.Settle()
		if p.field.Text != filepath.Join(home, "a.csv") || got != nil {
			t.Fatalf("a click shows %s and takes %v", p.field.Text, got)
		}
		p.clickOn(t, "b.csv") // all are still listed, and another one is chosen
		run.Settle()
		run.Tick() // a later click is no double click
		p.clickOn(t, "b.csv")
		run.Settle()
		if p.field.Text != filepath.Join(home, "b.csv") || got != nil {
			t.Fatalf("two slow clicks show %s and take %v", p.field.Text, got)
		}
		p.clickOn(t, "b.csv")
		run.Settle()
		if len(got) != 1 || got[0] != filepath.Join(home, "b.csv") {
			t.Errorf("a double click takes %v", got)
		}
	}
}

func TestPicker_TheButtonTakesWhatWasClicked(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "a.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	p, run := pickIn(t, home, page.FileAsk{}, func(paths []string) { got = paths })
	p.clickOn(t, "a.csv")
	p.s.dialogs.Accept()
	run.Settle()
	if len(got) != 1 || got[0] != filepath.Join(home, "a.csv") {
		t.Errorf("%v is taken", got)
	}
}

func TestPicker_ThePointerOverALineChoosesNothing(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"a.csv", "b.csv"} {
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, _ := pickIn(t, home, page.FileAsk{}, func([]string) {})
	p.clickOn(t, "a.csv")
	at := p.list.at
	last := p.list.rows[len(p.list.rows)-1]
	last.MouseIn(nil)
	if !last.hovered {
		t.Error("nothing shows what a click would choose")
	}
	last.MouseMoved(nil)
	if p.list.at != at || !p.list.rows[at].chosen {
		t.Error("the pointer takes the mark away from what was clicked")
	}
}

func TestPicker_MakesAFolderAndGoesIntoIt(t *testing.T) {
	home := t.TempDir()
	p, run := pickIn(t, home, page.FileAsk{Save: true, Name: "orders.csv"}, func([]string) {})
	p.field.SetText(filepath.Join(home, "orders.csv"))
	run.Settle()
	p.askFolder()
	if p.s.dialogs.Title() != "New folder" {
		t.Fatalf("%q asks for the name", p.s.dialogs.Title())
	}
	name, ok := p.s.cfg.Window.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatal("the name has not the focus")
	}
	for _, bad := range []string{"", "..", "a/b"} {
		name.SetText(bad)
		if p.s.dialogs.Accept(); p.s.dialogs.Title() != "New folder" {
			t.Fatalf("%q is taken for a name", bad)
		}
	}
	name.SetText("2026")
	p.s.dialogs.Accept()
	run.Settle()
	if info, err := os.Stat(filepath.Join(home, "2026")); err != nil || !info.IsDir() {
		t.Fatalf("no folder: %v", err)
	}
	if want := filepath.Join(home, "2026", "orders.csv"); p.field.Text != want {
		t.Errorf("the path is %s, want %s", p.field.Text, want)
	}
	if _, why := p.makeFolder("x"); why != "" {
		t.Error(why)
	}
	if _, why := p.makeFolder("x"); why == "" {
		t.Error("a folder that is there is made")
	}
}

// Who clicks twice on a folder, out of habit, took the file that lies in it at the
// same place.
func TestPicker_TheSecondClickOnAFolderTakesNothingFromIt(t *testing.T) {
	home := t.TempDir()
	inner := filepath.Join(home, "exports", "2026")
	if err := os.MkdirAll(inner, 0o750); err != nil {
		t.Fatal(err)
	}
	p, run := pickIn(t, home, page.FileAsk{Folder: true}, func([]string) {})
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

// The focus went back to where it was after the answer had put it elsewhere.
func TestPicker_IsClosedWhenItsAnswerIsTaken(t *testing.T) {
	home, open := t.TempDir(), true
	var p *picker
	p, _ = pickIn(t, home, page.FileAsk{Folder: true, Purpose: "forward"}, func([]string) { open = p.s.modal() })
	p.commit()
	if open || p.s.modal() {
		t.Errorf("open while the answer is taken: %v", open)
	}
}
