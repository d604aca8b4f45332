package shell_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/store"
)

// stub is a screen that says what it is asked to show.
type stub struct {
	name     string
	route    page.Route
	field    *kit.Entry
	kept     any
	dirty    string
	loads    int
	closed   bool
	searched int
	escapes  int
	asked    int // for its actions
	host     page.Host
}

func (s *stub) Content() fyne.CanvasObject {
	return kit.Column(8, kit.NewLabel(kit.PageTitle, "Page of "+s.name), s.field)
}

func (s *stub) Open(r page.Route) {
	s.route = r
	s.loads++
	if r.Key == "eager" {
		for range 3 {
			s.host.Refresh()
		}
	}
	if r.Key == "broken" {
		panic("the screen is broken")
	}
}
func (s *stub) Close()                  { s.closed = true }
func (s *stub) Reload()                 { s.loads++ }
func (s *stub) Search()                 { s.searched++ }
func (s *stub) Dirty() string           { return s.dirty }
func (s *stub) Keep() any               { return s.field.Text }
func (s *stub) Restore(v any)           { s.kept = v; s.field.SetText(v.(string)) }
func (s *stub) Areas() []fyne.Focusable { return []fyne.Focusable{s.field} }
func (s *stub) Escape() bool            { s.escapes++; return s.escapes == 1 }
func (s *stub) Title() string           { return s.route.Key }
func (s *stub) At() page.Route          { return s.route }
func (s *stub) Actions() []action.Action {
	s.asked++
	return []action.Action{
		{ID: s.name + ".tick", Label: "Tick all of " + s.name, Key: action.Ctrl(fyne.KeyT), Run: func() { s.loads += 100 }},
		{ID: s.name + ".off", Label: "Never on " + s.name, Off: func() string { return "It is never done." }},
	}
}

// room is the shell in a test window, on books in a folder of the test.
type room struct {
	*testing.T
	s      *shell.Shell
	w      fyne.Window
	pump   *guitest.Pump
	shelf  *books
	memory *prefs.File
	opened []*stub // screens, the newest last
	quit   bool
	counts shell.Counts
	found  []shell.Hit
	log    strings.Builder
}

// books is a shelf on real files.
type books struct {
	folder string
	fail   error
	backup time.Duration // age of the newest backup, at least half an hour
	log    []string
}

func (b *books) Open(ctx context.Context, path string) (*page.Book, string, error) {
	b.log = append(b.log, "open "+filepath.Base(path))
	if b.fail != nil {
		return nil, "", b.fail
	}
	db, err := store.Open(ctx, store.Config{Path: path, Clock: guitest.Clock})
	if err != nil {
		return nil, "", err
	}
	return guitest.Of(db), "Nordlicht Home", nil
}

func (b *books) Look(ctx context.Context, path string) (*page.Book, string, error) {
	b.log = append(b.log, "look "+filepath.Base(path))
	db, err := store.Open(ctx, store.Config{Path: path, Clock: guitest.Clock, ReadOnly: true})
	if err != nil {
		return nil, "", err
	}
	return guitest.Of(db), "Nordlicht Home", nil
}

func (b *books) Create(ctx context.Context, path string) (*page.Book, error) {
	db, err := store.Create(ctx, store.Config{Path: path, Clock: guitest.Clock})
	if err != nil {
		return nil, err
	}
	return guitest.Of(db), nil
}

func (b *books) Discard(o *page.Book) error {
	return errors.Join(o.DB.Close(), os.Remove(o.Path))
}

func (b *books) Restore(ctx context.Context, path, backup string) error {
	b.log = append(b.log, "restore "+filepath.Base(backup))
	return store.Restore(ctx, store.Config{Path: path, Clock: guitest.Clock}, backup)
}

func (b *books) Close(o *page.Book) error {
	b.log = append(b.log, "close "+filepath.Base(o.Path))
	return o.DB.Close()
}

func (b *books) Backup(ctx context.Context, o *page.Book, out string) error {
	if out == "" {
		_, err := store.DailyBackup(ctx, o.DB)
		return err
	}
	_, err := store.Backup(ctx, o.DB, out)
	return err
}

func (b *books) BackedUp(string) time.Time {
	return guitest.Clock().Add(-max(b.backup, 30*time.Minute))
}
func (b *books) Path(name string) string { return filepath.Join(b.folder, name+".dropledger") }

// enter builds the shell and opens a new book, named name.
func enter(t *testing.T, name string) *room {
	t.Helper()
	r := build(t)
	if name != "" {
		path := r.shelf.Path(name)
		db, err := store.Create(context.Background(), store.Config{Path: path, Clock: guitest.Clock})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		r.s.Launch(path)
		r.pump.Settle()
		return r
	}
	r.s.Launch("")
	return r
}

func build(t *testing.T, with ...func(*shell.Config)) *room {
	t.Helper()
	t.Setenv("LANG", "en_US.UTF-8")
	a := test.NewTempApp(t)
	data := t.TempDir()
	r := &room{T: t, w: a.NewWindow(""), pump: guitest.NewPump(), shelf: &books{folder: data, backup: 2 * time.Hour}}
	r.memory = prefs.Open(filepath.Join(data, "window.json"))
	screens := map[string]func(page.Host) page.Screen{}
	for _, name := range []string{
		page.Welcome, page.Today, page.Orders, page.Order, page.Forwarding, page.Suppliers, page.Products, page.Margins, page.Rulebook,
		page.Books, page.Reports, page.Report, page.Import, page.Settings, page.Help,
	} {
		screens[name] = func(h page.Host) page.Screen {
			s := &stub{name: name, field: kit.NewEntry(), host: h}
			r.opened = append(r.opened, s)
			return s
		}
	}
	cfg := shell.Config{
		App: a, Window: r.w, Run: r.pump, Memory: r.memory, Shelf: r.shelf, Screens: screens,
		Count: func(context.Context, *page.Book) (shell.Counts, error) { return r.counts, nil },
		Find: func(_ context.Context, _ *page.Book, words string) ([]shell.Hit, error) {
			var hits []shell.Hit
			for _, h := range r.found {
				if strings.Contains(strings.ToLower(h.Title), strings.ToLower(words)) {
					hits = append(hits, h)
				}
			}
			return hits, nil
		},
		Topics: []shell.Topic{
			{Title: "Profit and loss", Route: page.Route{Screen: page.Report, Key: "profit-and-loss"}},
			{Title: "First steps", Route: page.Route{Screen: page.Help, Key: "first"}},
			{Title: "About orders", Route: page.Route{Screen: page.Help, Key: page.Orders}},
		},
		Context: context.Background(), Clock: guitest.Clock, Log: slog.New(slog.NewTextHandler(&r.log, nil)), Program: "Dropledger test",
		About: func() string { return "versions" }, Data: data, Logs: data, Quit: func() { r.quit = true },
	}
	for _, change := range with {
		change(&cfg)
	}
	r.s = shell.New(cfg)
	t.Cleanup(func() {
		r.s.Desk().Close()
		r.pump.Settle()
	})
	return r
}

// screen is the one that was opened last.
func (r *room) screen() *stub { return r.opened[len(r.opened)-1] }

func (r *room) texts() string {
	var all []string
	for _, f := range guitest.Objects(r.w) {
		if f.Text != "" {
			all = append(all, f.Text)
		}
	}
	return strings.Join(all, "\n")
}

func (r *room) see(want ...string) {
	r.Helper()
	all := r.texts()
	for _, w := range want {
		if !strings.Contains(all, w) {
			r.Errorf("%q is not there; there is %q", w, all)
		}
	}
}

func (r *room) miss(texts ...string) {
	r.Helper()
	all := r.texts()
	for _, w := range texts {
		if strings.Contains(all, w) {
			r.Errorf("%q is there", w)
		}
	}
}

func (r *room) tap(text string) {
	r.Helper()
	h := &guitest.Host{T: r.T, Window: r.w}
	h.Tap(text)
}

// key gives a plain key to what has the focus, else to the window.
func (r *room) key(names ...fyne.KeyName) {
	for _, n := range names {
		ev := &fyne.KeyEvent{Name: n}
		if f := r.w.Canvas().Focused(); f != nil {
			f.TypedKey(ev)
			continue
		}
		r.w.Canvas().OnTypedKey()(ev)
	}
}

func (r *room) typed(text string) {
	r.Helper()
	for _, c := range text {
		r.w.Canvas().Focused().TypedRune(c)
	}
}

func TestShell_GoesAndComesBackWithWhatWasKept(t *testing.T) {
	r := enter(t, "nordlicht-home")
	r.see("Page of today", "Nordlicht Home is open", "nordlicht-home.dropledger", "EUR", "Backup 2 h ago")
	if got := r.w.Title(); got != "Today - Nordlicht Home - Dropledger" {
		t.Errorf("the title is %q", got)
	}
	r.s.Press(action.Ctrl(fyne.Key2))
	r.screen().field.SetText("vase")
	orders := r.screen()
	r.s.Go(page.Route{Screen: page.Order, Key: "NH-1"})
	if !orders.closed || r.screen().route.Key != "NH-1" {
		t.Errorf("closed %v, shows %v", orders.closed, r.screen().route)
	}
	if got := r.w.Title(); got != "NH-1 - Nordlicht Home - Dropledger" {
		t.Errorf("the title is %q", got)
	}
	r.s.Press(action.Alt(fyne.KeyLeft))
	if r.screen().name != page.Orders || r.screen().kept != "vase" || r.screen() == orders {
		t.Errorf("came back to %s with %v", r.screen().name, r.screen().kept)
	}
	r.s.Press(action.Alt(fyne.KeyRight))
	if r.screen().route.Key != "NH-1" {
		t.Errorf("went forward to %v", r.screen().route)
	}
	n := len(r.opened)
	r.s.Press(action.Alt(fyne.KeyRight))
	r.s.Go(page.Route{Screen: page.Order, Key: "NH-1"})
	if len(r.opened) != n {
		t.Error("a screen was opened for where the window is already")
	}
}

func TestShell_AsksBeforeSomethingIsLost(t *testing.T) {
	r := enter(t, "book")
	r.screen().dirty = "The new price is not saved."
	n := len(r.opened)
	r.s.Go(page.Route{Screen: page.Orders})
	r.see("Leave without saving?", "The new price is not saved.", "Keep editing")
	r.key(fyne.KeyEscape)
	if len(r.opened) != n {
		t.Error("left though Esc said no")
	}
	r.s.Go(page.Route{Screen: page.Orders})
	r.tap("Leave")
	r.pump.Settle()
	if r.screen().name != page.Orders {
		t.Errorf("shows %s", r.screen().name)
	}
}

func TestShell_KeysReachTheScreenAlsoFromAField(t *testing.T) {
	r := enter(t, "book")
	s := r.screen()
	if r.w.Canvas().Focused() != fyne.Focusable(s.field) {
		t.Fatalf("the focus is on %T", r.w.Canvas().Focused())
	}
	s.field.SetText("typed")
	r.key(fyne.KeyF5)
	if s.loads != 2 {
		t.Errorf("F5 in a field: loaded %d times", s.loads)
	}
	r.s.Press(action.Ctrl(fyne.KeyF))
	r.s.Press(action.Ctrl(fyne.KeyT))
	if s.searched != 1 || s.loads != 102 {
		t.Errorf("searched %d times, loads %d", s.searched, s.loads)
	}
	for _, k := range []fyne.KeyName{fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyZ, fyne.KeyY} {
		if r.s.Press(action.Ctrl(k)) {
			t.Errorf("Ctrl+%s is taken from the field", k)
		}
	}
	r.key(fyne.KeyF6)
	if _, rail := r.w.Canvas().Focused().(*kit.Entry); rail {
		t.Error("F6 stays in the field")
	}
	r.key(fyne.KeyDown, fyne.KeyReturn)
	if r.screen().name != page.Orders {
		t.Errorf("the rail opened %s", r.screen().name)
	}
	r.key(fyne.KeyF1)
	if r.screen().name != page.Help || r.screen().route.Key != page.Orders {
		t.Errorf("F1 opened %v", r.screen().route)
	}
}

func TestShell_EscClosesThenLeavesWhatWasOpenedFromAList(t *testing.T) {
	r := enter(t, "book")
	r.s.Go(page.Route{Screen: page.Orders})
	r.s.Go(page.Route{Screen: page.Order, Key: "1"})
	s := r.screen()
	r.key(fyne.KeyEscape)
	if s.closed || s.escapes != 1 {
		t.Errorf("closed %v after %d", s.closed, s.escapes)
	}
	r.key(fyne.KeyEscape)
	if r.screen().name != page.Orders {
		t.Errorf("Esc led to %s", r.screen().name)
	}
	r.screen().escapes = 1
	r.key(fyne.KeyEscape)
	if r.screen().name != page.Orders {
		t.Error("Esc left a list")
	}
}

func TestShell_CountsWhatWaits(t *testing.T) {
	r := enter(t, "book")
	r.counts = shell.Counts{page.Orders: {N: 63}, page.Forwarding: {N: 14, Tone: theme.Accented}}
	r.s.Book().Bus.OrdersChanged.Publish(nil)
	r.s.Book().Bus.OffersChanged.Publish(nil)
	r.pump.Settle()
	r.miss("63")
	r.pump.Tick() // the minute's turn asks for counting anew
	r.pump.Tick()
	r.see("63", "14")
}

// shoot draws the window when pictures are wanted.
func shoot(r *room, name string) {
	r.Helper()
	if os.Getenv("PICTURES") == "" {
		return
	}
	guitest.Shot(r.T, r.w, name)
}

func TestShell_Pictures(t *testing.T) {
	if os.Getenv("PICTURES") == "" {
		t.Skip("pictures are drawn when PICTURES is set")
	}
	r := enter(t, "nordlicht-home")
	r.counts = shell.Counts{
		page.Today: {N: 13, Tone: theme.Wrong}, page.Orders: {N: 63}, page.Forwarding: {N: 14, Tone: theme.Accented},
		page.Suppliers: {N: 1}, page.Products: {N: 3, Tone: theme.Warned},
	}
	r.s.Refresh()
	r.pump.Tick()
	r.s.Go(page.Route{Screen: page.Orders})
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		l := r.s.Desk().Look()
		l.Theme.Look, l.Folded = look, false
		r.s.Desk().SetLook(l)
		shoot(r, "shell-"+name)
		r.s.Find()
		shoot(r, "shell-find-"+name)
		r.typed("ord")
		r.pump.Settle()
		shoot(r, "shell-found-"+name)
		r.s.Find()
		r.s.Press(action.Ctrl(fyne.KeySlash))
		shoot(r, "shell-keys-"+name)
		r.key(fyne.KeyEscape)
		r.s.File(page.FileAsk{Title: "Import files", Many: true}, func([]string) {})
		r.pump.Settle()
		shoot(r, "shell-file-"+name)
		r.key(fyne.KeyEscape)
		l.Folded = true
		r.s.Desk().SetLook(l)
		shoot(r, "shell-folded-"+name)
	}
}

func TestShell_CtrlZTakesBackWhatTheNewestMessageSaysUnlessAFieldHasTheFocus(t *testing.T) {
	r := enter(t, "book")
	undone := 0
	undo := action.Action{Label: "Undo", Run: func() { undone++ }}
	r.s.Toast(page.Toast{Text: "X is archived.", Link: &undo, Undo: true})
	r.w.Canvas().Unfocus()
	keys, ok := r.w.Canvas().(fyne.Shortcutable)
	if !ok {
		t.Skip("this canvas hears no shortcuts")
	}
	keys.TypedShortcut(&fyne.ShortcutUndo{})
	keys.TypedShortcut(&fyne.ShortcutUndo{})
	if undone != 1 {
		t.Errorf("undone %d times, want once", undone)
	}
}
