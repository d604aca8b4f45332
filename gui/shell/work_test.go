package shell_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

func TestTask_ShowsItsProgressAndCanBeStopped(t *testing.T) {
	r := enter(t, "book")
	going := make(chan bool)
	var ended error
	r.s.Start(page.Task{
		Name: "Writing 14 packing slips",
		Work: func(ctx context.Context, p *job.Progress) error {
			p.Step(9, 14, "Writing packing slips")
			going <- true
			<-ctx.Done()
			return ctx.Err()
		},
		Done: func(err error) { ended = err },
	})
	<-going
	r.pump.Until(func() bool { return strings.Contains(r.texts(), "9 of 14") })
	r.see("Writing packing slips", "9 of 14")
	shoot(r, "shell-job")
	r.s.Start(page.Task{Name: "Writing 14 packing slips", Work: func(context.Context, *job.Progress) error { t.Error("ran twice"); return nil }})
	r.see("already running")
	r.s.Quit()
	r.see("Stop the work and close?", "Writing 14 packing slips is still running.")
	r.key(fyne.KeyEscape)
	if r.quit {
		t.Fatal("Esc ended the program")
	}
	h := &guitest.Host{T: t, Window: r.w}
	for _, f := range guitest.Objects(r.w) {
		if stop, ok := f.Object.(interface{ Tip() string }); ok && stop.Tip() == "Stop" {
			h.TapAt(f)
			break
		}
	}
	r.pump.Settle()
	if model.CodeOf(ended) != model.Cancelled {
		t.Errorf("ended with %v", ended)
	}
	r.miss("9 of 14")
}

func TestQuit_StopsTheWorkAndClosesTheBook(t *testing.T) {
	r := enter(t, "book")
	going := make(chan bool)
	var after error
	r.s.Start(page.Task{Name: "Importing", Work: func(ctx context.Context, _ *job.Progress) error {
		close(going)
		<-ctx.Done()
		after = errors.New("the work has ended")
		return ctx.Err()
	}})
	<-going
	r.s.Quit()
	r.tap("Stop and close")
	r.pump.Settle()
	if !r.quit || after == nil {
		t.Errorf("ended %v, work %v", r.quit, after)
	}
	if last := r.shelf.log[len(r.shelf.log)-1]; last != "close book.dropledger" {
		t.Errorf("the last thing done is %q", last)
	}
	var size struct{ Width, Height float32 }
	if !r.memory.Get("window", &size) || size.Width < 1100 {
		t.Errorf("the window's size is kept as %v", size)
	}
}

func TestPalette_FindsAndRuns(t *testing.T) {
	r := enter(t, "book")
	r.found = []shell.Hit{
		{Group: "Orders", Title: "NH-10478", Note: "Katrin Vogel", Icon: theme.IconOrders, Route: page.Route{Screen: page.Order, Key: "NH-10478"}},
		{Group: "Suppliers", Title: "Lindqvist Textil", Icon: theme.IconSuppliers, Route: page.Route{Screen: page.Suppliers, Key: "Lindqvist"}},
	}
	r.s.Press(action.Ctrl(fyne.KeyK))
	r.see("Go to", "Margins", "Profit and loss", "First steps")
	r.typed("nh-1047")
	r.pump.Settle()
	r.see("NH-10478", "Katrin Vogel")
	r.key(fyne.KeyReturn)
	if r.screen().route.Key != "NH-10478" {
		t.Errorf("Enter opened %v", r.screen().route)
	}
	r.s.Press(action.Ctrl(fyne.KeyK))
	r.typed("profit los")
	r.pump.Settle()
	r.key(fyne.KeyReturn)
	if r.screen().route.Key != "profit-and-loss" {
		t.Errorf("words found %v", r.screen().route)
	}
	r.s.Press(action.Ctrl(fyne.KeyK))
	r.typed("or")
	r.pump.Settle()
	r.key(fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if r.screen().name != page.Orders {
		t.Errorf("arrows led to %s", r.screen().name)
	}
	r.s.Press(action.Ctrl(fyne.KeyK))
	r.typed("qqqq")
	r.pump.Settle()
	r.see("Nothing is called “qqqq”.")
	r.key(fyne.KeyEscape)
	r.miss("Nothing is called")
	if r.w.Canvas().Focused() != fyne.Focusable(r.screen().field) {
		t.Error("the focus did not come back")
	}
}

func TestPalette_TheNewestSearchWins(t *testing.T) {
	r := enter(t, "book")
	r.found = []shell.Hit{{Group: "Orders", Title: "A-1", Route: page.Route{Screen: page.Order, Key: "A-1"}}, {Group: "Orders", Title: "B-2", Route: page.Route{Screen: page.Order, Key: "B-2"}}}
	r.s.Find()
	r.typed("a-")
	r.key(fyne.KeyBackspace, fyne.KeyBackspace)
	r.typed("b-")
	r.pump.Settle()
	r.see("B-2")
	r.miss("A-1")
	r.s.Find()
}

func TestReport_SaysEachKindOfErrorItsWay(t *testing.T) {
	cases := map[string]struct {
		err          error
		want, absent string
	}{
		"a rule":      {model.Errorf(model.Refused, "The period is closed."), "The period is closed.", "Details"},
		"not there":   {model.Errorf(model.NotFound, "The order is gone."), "The order is gone.", "It did not work."},
		"changed":     {model.Errorf(model.Conflict, "Someone changed it."), "Read again", "Details"},
		"a defect":    {errors.New("sql: no such column"), "Details", "no such column"},
		"stopped":     {model.Errorf(model.Cancelled, "It was stopped."), "It was stopped.", "It did not work."},
		"nothing":     {nil, "Nordlicht Home is open", "It did not work."},
		"ctx is over": {context.Canceled, "Nordlicht Home is open", "It did not work."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := enter(t, "book")
			r.s.Report("It did not work.", c.err)
			r.see(c.want)
			r.miss(c.absent)
		})
	}
}

func TestReport_ADefectIsLoggedAndItsDetailsCanBeRead(t *testing.T) {
	r := enter(t, "book")
	r.s.Report("The order was not saved.", errors.New("sql: no such column"))
	r.tap("Details")
	r.pump.Settle()
	r.see("no such column", "Log entry")
	r.tap("Copy")
	if got := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(got, "no such column") || !strings.Contains(got, "Dropledger test") {
		t.Errorf("copied %q", got)
	}
	if !strings.Contains(r.log.String(), "no such column") {
		t.Errorf("the log holds %q", r.log.String())
	}
}

func TestAPanicInAScreenIsToldAndTheWindowLives(t *testing.T) {
	r := enter(t, "book")
	r.s.Go(page.Route{Screen: page.Order, Key: "broken"})
	r.see("The program made a mistake")
	r.key(fyne.KeyEscape)
	r.s.Runner().Go(func() { panic("in the work") })
	r.pump.Settle()
	r.see("The program made a mistake")
	r.key(fyne.KeyEscape)
	kit.NewButton(kit.Plain, "", func() { panic("in a press") }).Tapped(nil)
	r.see("The program made a mistake")
	r.key(fyne.KeyEscape)
	r.s.Go(page.Route{Screen: page.Margins})
	r.see("Page of margins")
	if !strings.Contains(r.log.String(), "the screen is broken") || !strings.Contains(r.log.String(), "in the work") {
		t.Errorf("the log holds %q", r.log.String())
	}
}

func TestBytesAreToldInTheUnitsPeopleRead(t *testing.T) {
	r := enter(t, "mine")
	end := make(chan struct{})
	r.s.Start(page.Task{Name: "Reading", Work: func(_ context.Context, p *job.Progress) error {
		p.Bytes(1_234_567, 20_480_000, "Reading orders")
		<-end
		return nil
	}})
	r.pump.Until(func() bool { return strings.Contains(r.texts(), "Reading orders") })
	r.see("1.2\u00a0MB of 20.5\u00a0MB")
	close(end)
	r.pump.Settle()
}

func TestABookThatCannotBeOpenedLeadsToTheWelcomeScreen(t *testing.T) {
	r := enter(t, "")
	if r.screen().name != page.Welcome {
		t.Fatalf("without a book there is %s", r.screen().name)
	}
	r.s.Press(action.Ctrl(fyne.Key1))
	r.s.Go(page.Route{Screen: page.Orders})
	if len(r.opened) != 1 {
		t.Error("a screen was opened without a book")
	}
	damaged := r.shelf.Path("damaged")
	if err := os.WriteFile(damaged, []byte(strings.Repeat("no book ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]model.Code{r.shelf.Path("missing"): model.NotFound, damaged: model.Damaged} {
		r.s.Desk().Open(path)
		r.pump.Settle()
		f := r.s.Desk().Failure()
		if f == nil || f.Path != path || model.CodeOf(f.Err) != code {
			t.Errorf("%s: failed with %v", path, f)
		}
		if r.screen().name != page.Welcome || r.s.Book() != nil {
			t.Errorf("%s: shows %s", path, r.screen().name)
		}
	}
	r.s.Desk().Make(page.Making{Path: r.shelf.Path("new"), Name: "Making the book"})
	r.pump.Settle()
	if r.s.Book() == nil || r.s.Desk().Failure() != nil || r.screen().name != page.Today {
		t.Errorf("after making one: %v, %v", r.s.Book(), r.s.Desk().Failure())
	}
	if recent := r.s.Desk().Recent(); len(recent) != 1 || recent[0].Name != "Nordlicht Home" {
		t.Errorf("opened last: %v", recent)
	}
}

func TestABookInUseElsewhereIsNamed(t *testing.T) {
	r := enter(t, "book")
	other := build(t)
	other.s.Launch(r.s.Book().Path)
	other.pump.Settle()
	if f := other.s.Desk().Failure(); f == nil || model.CodeOf(f.Err) != model.Busy {
		t.Errorf("failed with %v", f)
	}
}

func TestMake_LeavesNoHalfBook(t *testing.T) {
	r := enter(t, "first")
	path := r.shelf.Path("second")
	var told error
	r.s.Desk().Make(page.Making{
		Path: path, Name: "Making the book", Failed: func(err error) { told = err },
		Fill: func(context.Context, *page.Book) error {
			return model.Errorf(model.Invalid, "There is no such currency.")
		},
	})
	r.pump.Settle()
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) || model.CodeOf(told) != model.Invalid {
		t.Errorf("the file: %v, told: %v", err, told)
	}
	if r.s.Book() == nil || filepath.Base(r.s.Book().Path) != "first.dropledger" {
		t.Error("the book that was open is not open any more")
	}
}

func TestRestore_PutsTheBackupInTheBooksPlace(t *testing.T) {
	r := enter(t, "book")
	path, copied := r.s.Book().Path, r.shelf.Path("copy")
	if err := r.shelf.Backup(context.Background(), r.s.Book(), copied); err != nil {
		t.Fatal(err)
	}
	r.s.Desk().Restore(path, copied)
	r.pump.Settle()
	if r.s.Book() == nil || r.s.Book().Path != path {
		t.Fatalf("open is %v", r.s.Book())
	}
	r.see("book.dropledger is as it was in copy.dropledger")
	if got := strings.Join(r.shelf.log, ", "); !strings.Contains(got, "close book.dropledger, restore copy.dropledger, open book.dropledger") {
		t.Errorf("done: %s", got)
	}
}

func TestDrop_TakesFilesFoldersAndBooks(t *testing.T) {
	r := enter(t, "book")
	folder := t.TempDir()
	for _, name := range []string{"b.csv", "a.xlsx", "picture.png", ".hidden.csv"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	csv, pic := filepath.Join(folder, "b.csv"), filepath.Join(folder, "picture.png")
	for name, c := range map[string]struct {
		dropped []string
		want    string
	}{
		"one file":       {[]string{csv}, csv},
		"the same twice": {[]string{csv, csv}, csv},
		"a picture":      {[]string{pic}, pic},
		"a folder":       {[]string{folder}, filepath.Join(folder, "a.xlsx") + "\n" + csv},
	} {
		r.s.Drop(c.dropped)
		if s := r.screen(); s.name != page.Import || s.route.Param("files") != c.want {
			t.Errorf("%s: %s with %q", name, s.name, s.route.Param("files"))
		}
		r.s.Go(page.Route{Screen: page.Orders})
	}
	r.s.Drop([]string{t.TempDir()})
	r.see("There is no file in it that can be imported")
	r.s.Drop([]string{r.shelf.Path("other")})
	r.pump.Settle()
	if f := r.s.Desk().Failure(); f == nil || !strings.Contains(f.Path, "other") || r.s.Book() == nil {
		t.Errorf("a dropped book that is not there: %v, open %v", f, r.s.Book())
	}
	r.see("other.dropledger could not be opened.")
	r.key(fyne.KeyEscape)
	r.s.Desk().Close()
	r.pump.Settle()
	r.s.Drop([]string{csv})
	r.see("Open a book first.")
}

func TestFile_IsChosenByKeys(t *testing.T) {
	r := enter(t, "book")
	folder := t.TempDir()
	t.Setenv("HOME", folder)
	t.Setenv("USERPROFILE", folder)
	sub := filepath.Join(folder, "exports")
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	csv := filepath.Join(sub, "orders.csv")
	for _, p := range []string{csv, filepath.Join(sub, "notes.doc")} {
		if err := os.WriteFile(p, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	ask := page.FileAsk{Title: "Import files", Endings: []string{".csv"}, Purpose: "import"}
	take := func(files []string) { got = files }
	r.s.File(ask, take)
	r.pump.Settle()
	r.see("exports")
	r.typed("exp")
	r.key(fyne.KeyDown, fyne.KeyReturn)
	r.pump.Settle()
	r.see("orders.csv")
	r.miss("notes.doc")
	r.typed("ord")
	r.key(fyne.KeyDown, fyne.KeyReturn)
	if len(got) != 1 || got[0] != csv {
		t.Fatalf("chosen by arrows: %v", got)
	}
	got = nil
	r.s.File(ask, take)
	r.pump.Settle()
	r.typed("none.csv")
	r.key(fyne.KeyReturn)
	r.see("none.csv is not there.")
	r.key(fyne.KeyEscape)
	r.s.File(ask, take)
	r.pump.Settle()
	r.typed("orders.csv")
	r.key(fyne.KeyReturn)
	if len(got) != 1 || got[0] != csv {
		t.Errorf("typed, in the folder used last: %v", got)
	}
	got = nil
	save := page.FileAsk{Title: "Export", Endings: []string{".csv"}, Save: true, Name: "orders.csv", Purpose: "import"}
	r.s.File(save, take)
	r.pump.Settle()
	r.key(fyne.KeyReturn)
	r.see("Replace orders.csv?")
	r.tap("Replace")
	r.pump.Settle()
	if len(got) != 1 || got[0] != csv || r.w.Canvas().Overlays().Top() != nil {
		t.Errorf("saved over: %v", got)
	}
}

func TestLook_IsKeptFromOneRunToTheNext(t *testing.T) {
	r := enter(t, "book")
	r.s.Press(action.Ctrl(fyne.KeyB))
	r.s.Press(action.Ctrl(fyne.KeyEqual))
	var l page.Look
	if !r.memory.Get("look", &l) || !l.Folded || l.Theme.Scale != 110 {
		t.Errorf("kept %+v", l)
	}
	r.pump.Tick()
	content, err := os.ReadFile(filepath.Join(r.shelf.folder, "window.json"))
	if err != nil || !strings.Contains(string(content), "Folded") {
		t.Errorf("written: %s, %v", content, err)
	}
}

func TestRaise_OpensWhatTheOtherStartWasAskedFor(t *testing.T) {
	r := enter(t, "book")
	r.s.Raise("")
	if r.s.Book() == nil {
		t.Fatal("raising closed the book")
	}
	other := r.shelf.Path("other")
	db, err := store.Create(context.Background(), store.Config{Path: other, Clock: guitest.Clock})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r.s.Raise(other)
	r.pump.Settle()
	if r.s.Book().Path != other || r.shelf.log[len(r.shelf.log)-1] != "close book.dropledger" {
		t.Errorf("open is %s, done %q", r.s.Book().Path, r.shelf.log)
	}
}

func TestShell_WhatAWindowIsTooSmallForIsScrolledTo(t *testing.T) {
	r := enter(t, "Northlight")
	r.w.Resize(fyne.NewSize(700, 400))
	if s := r.w.Canvas().Size(); s.Width > 700 || s.Height > 400 {
		t.Fatalf("the window is %v", s)
	}
	f := r.screen().field
	f.Move(fyne.NewPos(800, 500))
	f.Resize(fyne.NewSize(60, 28))
	r.key(fyne.KeyF6)
	r.key(fyne.KeyF6)
	if r.w.Canvas().Focused() != fyne.Focusable(f) {
		t.Fatalf("the focus is on %T", r.w.Canvas().Focused())
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
	if at.X < 0 || at.X+60 > 700 || at.Y < 0 || at.Y+28 > 400 {
		t.Errorf("the field is at %v", at)
	}
}

func TestRunner_IsAsPatientAsTheOneInside(t *testing.T) {
	there := make(chan struct{})
	close(there)
	r := enter(t, "")
	if async.Await(r.s.Runner(), there) {
		t.Error("the window waits though the runner of the test cannot")
	}
	a := test.NewTempApp(t)
	data := t.TempDir()
	s := shell.New(shell.Config{
		App: a, Window: a.NewWindow(""), Run: &guitest.Prompt{}, Shelf: &books{folder: data},
		Context: t.Context(), Log: slog.New(slog.DiscardHandler), Memory: prefs.Open(filepath.Join(data, "window.json")), Clock: guitest.Clock, Data: data,
	})
	if !async.Await(s.Runner(), there) {
		t.Error("the window does not wait though its runner can")
	}
}
