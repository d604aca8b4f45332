package gui

import (
	"bytes"
	"context"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// TestMain gives the toolkit a home of its own to keep its files in.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LocalAppData", "AppData"} {
		if err := os.Setenv(name, home); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	_ = os.RemoveAll(home)
	os.Exit(code)
}

func clock() time.Time { return time.Date(2026, 10, 14, 9, 0, 0, 0, time.UTC) }

// card is a screen that shows the name of the book, or that it has none.
type card struct {
	host  page.Host
	label *kit.Label
	load  *async.Loader[string]
}

func newCard(h page.Host) page.Screen {
	c := &card{host: h, label: kit.NewLabel(kit.PageTitle, "waiting")}
	c.load = async.NewLoader(h.Runner(), func(s async.State[string]) {
		switch s.Phase {
		case async.Ready:
			c.label.SetText(s.Value)
		case async.Failed:
			c.label.SetText("failed: " + s.Err.Error())
		}
	})
	return c
}

func (c *card) Content() fyne.CanvasObject { return kit.Inset(c.label, 16, 16) }
func (c *card) Close()                     {}
func (c *card) Open(page.Route) {
	b := c.host.Book()
	if b == nil {
		return
	}
	c.load.Load(c.host.Context(), func(ctx context.Context) (string, error) {
		e, err := setting.New(b.DB, b.Bus).Get(ctx, string(setting.BookName))
		return e.Value, err
	})
}

// only shows the cards instead of the program's screens.
func only(t *testing.T, names ...string) {
	t.Helper()
	kept, keptShots := screens, areaShots
	t.Cleanup(func() { screens, areaShots = kept, keptShots })
	screens, areaShots = map[string]func(page.Host) page.Screen{}, nil
	for _, n := range names {
		screens[n] = newCard
	}
}

func config(t *testing.T) Config {
	t.Helper()
	return Config{Context: context.Background(), Data: t.TempDir(), Program: "Dropledger test", Clock: clock}
}

func TestShots_DrawEveryStateInBothLooks(t *testing.T) {
	only(t, page.Welcome, page.Today, page.Orders)
	seen := map[string]string{}
	areaShots = []func() []page.Shot{func() []page.Shot {
		look := func(name string) func(page.Screen) {
			return func(s page.Screen) { seen[name] = s.(*card).label.Text() }
		}
		return []page.Shot{
			{Name: "welcome", Route: page.Route{Screen: page.Welcome}, Book: page.NoBook, Prepare: look("welcome")},
			{Name: "orders", Route: page.Route{Screen: page.Orders}, Prepare: look("orders")},
			{Name: "orders-empty", Route: page.Route{Screen: page.Orders}, Book: page.BlankBook, Prepare: look("empty")},
			{Name: "orders-loading", Route: page.Route{Screen: page.Orders}, State: page.StillLoading, Prepare: look("loading")},
			{Name: "orders-failed", Route: page.Route{Screen: page.Orders}, State: page.NotLoaded, Prepare: look("failed")},
		}
	}}
	out := filepath.Join(t.TempDir(), "pictures")
	files, err := Shots(config(t), ShotOptions{Out: out, Size: "1100x640"})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 10 || filepath.Base(files[0]) != "welcome-light.png" || filepath.Base(files[9]) != "orders-failed-dark.png" {
		t.Errorf("drew %q", files)
	}
	for name, want := range map[string]string{"welcome": "waiting", "orders": "Northlight Home", "empty": "Kvist & Krone", "loading": "waiting", "failed": "failed: The book is closed"} {
		if !strings.HasPrefix(seen[name], want) {
			t.Errorf("%s shows %q, want %q", name, seen[name], want)
		}
	}
	first := map[string][]byte{}
	for _, f := range files {
		first[f] = content(t, f)
		m, err := png.Decode(bytes.NewReader(first[f]))
		if err != nil || m.Bounds().Dx() != 1100 || m.Bounds().Dy() != 640 {
			t.Errorf("%s: %v, %v", f, m.Bounds(), err)
		}
	}
	if bytes.Equal(first[files[1]], first[files[6]]) {
		t.Error("light and dark are the same picture")
	}
	if _, err := Shots(config(t), ShotOptions{Out: out, Theme: "dark", Size: "1100x640"}); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !bytes.Equal(first[f], content(t, f)) {
			t.Errorf("%s differs when it is drawn again", f)
		}
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestShots_ChangeNothingAndDrawABookThatIsOpen(t *testing.T) {
	only(t, page.Today)
	areaShots = []func() []page.Shot{func() []page.Shot { return []page.Shot{{Name: "today", Route: page.Route{Screen: page.Today}}} }}
	path := filepath.Join(t.TempDir(), "mine.dropledger")
	db, err := store.Create(context.Background(), store.Config{Path: path, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	before := content(t, path)
	cfg := config(t)
	cfg.Book = path
	if _, err := Shots(cfg, ShotOptions{Out: t.TempDir(), Theme: "light", Size: "1366x768"}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, content(t, path)) {
		t.Error("the book was changed")
	}
}

func TestShots_RefuseWhatCannotBeDrawn(t *testing.T) {
	only(t)
	for _, size := range []string{"", "big", "10x10", "1366", "1366x", "1366x768x2", "99999x768", "-5x700", "01366x768"} {
		if _, err := Shots(config(t), ShotOptions{Out: t.TempDir(), Size: size}); model.CodeOf(err) != model.Invalid {
			t.Errorf("size %q: %v", size, err)
		}
	}
	cfg := config(t)
	cfg.Book = filepath.Join(cfg.Data, "none.dropledger")
	areaShots = []func() []page.Shot{func() []page.Shot { return []page.Shot{{Name: "x"}} }}
	if _, err := Shots(cfg, ShotOptions{Out: t.TempDir(), Size: "1366x768"}); model.CodeOf(err) == model.Internal {
		t.Errorf("a book that is not there: %v", err)
	}
}

func TestShelf_NamesBooksAndTellsTheirBackups(t *testing.T) {
	s := &shelf{folder: t.TempDir(), clock: clock, log: slog.New(slog.DiscardHandler)}
	path := s.Path("Kvist/Krone")
	if filepath.Dir(path) != s.folder {
		t.Fatalf("the path is %s", path)
	}
	b, err := s.Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if again := s.Path("Kvist/Krone"); again == path {
		t.Error("a second book of that name would go to the same file")
	}
	if !s.BackedUp(path).IsZero() {
		t.Error("a new book has a backup")
	}
	if err := s.Backup(context.Background(), b, ""); err != nil {
		t.Fatal(err)
	}
	if s.BackedUp(path).IsZero() {
		t.Error("the backup of the day is not seen")
	}
	if err := nameBook(context.Background(), b, "Kvist & Krone"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(b); err != nil {
		t.Fatal(err)
	}
	b, name, err := s.Open(context.Background(), path)
	if err != nil || name != "Kvist & Krone" || b.Home != "EUR" || b.Sample {
		t.Fatalf("opened %q in %q, %v", name, b.Home, err)
	}
	if err := s.Discard(b); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a discarded book is still there: %v", err)
	}
}

func TestEveryScreenHasANameAndEveryTopicAScreen(t *testing.T) {
	for name := range screens {
		if !text.Has(text.Key("shell.screen.", name)) {
			t.Errorf("the screen %s has no name", name)
		}
	}
	for _, p := range topics() {
		if p.Title == "" {
			t.Errorf("the topic %v has no title", p.Route)
		}
	}
	names := map[string]bool{}
	for _, s := range shots() {
		if names[s.Name] || screens[s.Route.Screen] == nil {
			t.Errorf("the picture %s is drawn twice, or its screen %s is not there", s.Name, s.Route.Screen)
		}
		names[s.Name] = true
	}
}

func TestRun_NeedsADisplayAndAFolder(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	cfg := config(t)
	cfg.Data = filepath.Join(cfg.Data, "deep")
	if display() == nil {
		t.Skip("this system needs no variable to find its display")
	}
	if err := Run(cfg); model.CodeOf(err) != model.Refused {
		t.Errorf("without a display: %v", err)
	}
	if _, err := os.Stat(cfg.Data); !os.IsNotExist(err) {
		t.Errorf("the folder was made all the same: %v", err)
	}
}
