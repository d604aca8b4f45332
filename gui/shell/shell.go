// Package shell is the window around the screens: rail, menu bar, status bar,
// finding and running, navigation with a way back, dialogs, long work and the
// books of this computer. It implements page.Host. It must not know any screen,
// only their names, nor what a book holds.
package shell

import (
	"context"
	"log/slog"
	"net/url"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/kit/toast"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
)

// Memory keeps the settings of this computer.
type Memory interface {
	Get(key string, into any) bool
	Set(key string, value any)
	Save() error
}

// Shelf opens and closes books. All but Path is called off the window's goroutine.
type Shelf interface {
	// Open opens a book; its Jobs report on its Bus.
	Open(ctx context.Context, path string) (*page.Book, string, error)
	// Look opens a book for reading only: another program has it, or it is protected.
	Look(ctx context.Context, path string) (*page.Book, string, error)
	// Create makes an empty book and opens it.
	Create(ctx context.Context, path string) (*page.Book, error)
	// Discard closes and removes a book that could not be filled.
	Discard(b *page.Book) error
	// Restore puts a backup in the place of a closed book.
	Restore(ctx context.Context, path, backup string) error
	// Close closes a book.
	Close(b *page.Book) error
	// Backup writes a copy of the book to out; "" makes the one of the day.
	Backup(ctx context.Context, b *page.Book, out string) error
	// BackedUp is when the newest backup of the book was made, zero without one.
	BackedUp(path string) time.Time
	// Path is where a new book of that name goes: a file that does not exist.
	Path(name string) string
}

// Count is how many things wait somewhere.
type Count struct {
	N    int
	Tone theme.Tone
}

// Counts are the badges of the rail, by the name of the screen.
type Counts map[string]Count

// Hit is something that was found.
type Hit struct {
	Group string // under which it is listed, translated
	Title string
	Note  string
	Icon  theme.IconName
	Route page.Route
}

// Topic is a report or a page of the help, for menus and finding.
type Topic struct {
	Title string
	Route page.Route
	More  []string // other words it is found by
}

// Config is what the shell is put together from.
type Config struct {
	App      fyne.App
	Window   fyne.Window
	Run      async.Runner
	Memory   Memory
	Shelf    Shelf
	Screens  map[string]func(page.Host) page.Screen
	Count    func(ctx context.Context, b *page.Book) (Counts, error)              // nil shows none
	Tend     func(ctx context.Context, b *page.Book) error                        // each minute while a book is open; nil does nothing
	Prepare  []func(page.Host) func(context.Context) error                        // what screens read ahead, on the window's goroutine and then off it
	Find     func(ctx context.Context, b *page.Book, words string) ([]Hit, error) // nil finds no records
	GiveBack func()                                                               // gives memory of the C library back to the system; nil does nothing
	Launch   func(*url.URL) error                                                 // hands a file or link to the program for it and waits; nil leaves it to the toolkit
	Topics   []Topic
	Context  context.Context // carries who works
	Clock    func() time.Time
	Log      *slog.Logger
	Program  string        // name and version
	About    func() string // versions, for diagnostics
	Data     string        // folder of the program's data
	Logs     string        // folder of its log
	Quit     func()        // ends the program
	Still    bool          // a picture is drawn: a book that is only looked at looks like any other
}

// Shell is the window. All methods are for its goroutine.
type Shell struct {
	cfg  Config
	run  *guarded
	book *open // nil on the welcome screen
	idle context.Context

	look   page.Look
	format *format.Format

	history history
	shown   *place          // what is open now
	turning bool            // a screen is being opened
	helped  []page.KeyGroup // the keys of what was shown before the help

	tasks   []*task
	jobs    job.Runner
	own     event.Topic[event.Job]
	failure *page.Failure
	opening bool // a book is being opened
	closing bool

	rail     *rail
	status   *status
	stage    *fyne.Container   // holds the screen
	body     *fyne.Container   // rail, stage, status bar
	room     *container.Scroll // around it
	settle   func()            // gives the window its size after a change of the scale, nil when it has it
	unsettle func()            // stops the wait for it
	edge     *canvas.Rectangle // below the menu bar
	toasts   *toast.Layer
	stand    []standing // what is said and may stop being true
	dialogs  *dialog.Stack
	menu     *menuBar
	finder   *palette
	counts   *async.Loader[Counts]
	count    func() // loads the counts, debounced
	save     func() // writes the settings of this computer, debounced
	rest     func() // gives memory back, debounced
}

// restPause is how long nothing new must have been shown before memory that is no
// longer used goes back to the system: a window is left open all day beside others.
const restPause = 4 * time.Second

// savePause gathers changes of settings into one writing.
const savePause = time.Second

// giveBack gives what is not needed any more back to the system.
func (s *Shell) giveBack() {
	debug.FreeOSMemory()
	if s.cfg.GiveBack != nil {
		s.cfg.GiveBack()
	}
}

// New builds the window. Launch shows the first screen.
func New(cfg Config) *Shell {
	s := &Shell{cfg: cfg, unsettle: func() {}}
	s.run = &guarded{s: s, inner: cfg.Run}
	s.idle = cfg.Context
	s.jobs.Topic = &s.own
	s.own.Subscribe(s.heard)
	s.counts = async.NewLoader(async.Runner(s.run), s.counted)
	s.count = async.Debounce(s.run, countPause, func() { s.recount(); s.stillTrue() })
	s.save = async.Debounce(s.run, savePause, s.saveMemory)
	s.rest = async.Debounce(s.run, restPause, func() { s.run.Go(s.giveBack) })
	kit.Guard(func(press func()) { s.guard("", press) })
	s.recallLook()
	s.build()
	s.listen()
	return s
}

// build puts the window together.
func (s *Shell) build() {
	s.rail = newRail(s)
	s.status = newStatus(s)
	s.stage = container.NewStack()
	s.toasts = toast.New(s.run, theme.StatusBarHeight+theme.ActionFooterHeight) // the buttons at the foot of a panel stay free
	s.dialogs = dialog.NewStack(s.cfg.Window.Canvas())
	s.edge = canvas.NewRectangle(theme.Color(theme.Line))
	s.body = container.New(&frame{s: s}, s.rail, s.stage, s.status, s.edge)
	s.menu = newMenuBar(s)
	w := s.cfg.Window
	w.SetPadded(false)
	s.room = container.NewScroll(s.body) // for large text on a small screen
	s.room.SetMinSize(fyne.NewSize(leastWidth, leastHeight-theme.MenuBarHeight))
	w.SetContent(container.NewStack(s.room, s.toasts, kit.NewTips()))
	s.recallSize()
	s.refresh()
}

// listen connects the window's own events.
func (s *Shell) listen() {
	w := s.cfg.Window
	w.Canvas().SetOnTypedKey(s.typed)
	for _, k := range s.allKeys() {
		w.Canvas().AddShortcut(k.Shortcut(), func(fyne.Shortcut) { s.Press(k) })
	}
	w.Canvas().AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { // of a field, if one has the focus
		if !s.modal() {
			s.toasts.Undo()
		}
	})
	w.SetCloseIntercept(s.Quit)
	w.SetOnDropped(func(_ fyne.Position, items []fyne.URI) { s.Drop(paths(items)) })
}

// frame lays out rail, screen and status bar.
type frame struct{ s *Shell }

// MinSize implements fyne.Layout.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(minWidth, minHeight-theme.MenuBarHeight)
}

// Layout implements fyne.Layout. Without a book there is no rail.
func (f *frame) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	rail, stage, status := objs[0], objs[1], objs[2]
	wide := theme.RailWidth
	switch {
	case !f.s.railed():
		wide = 0
	case f.s.look.Folded:
		wide = theme.RailFoldedWidth
	}
	high := size.Height - theme.StatusBarHeight
	put(rail, box{0, 0, wide, high})
	put(stage, box{wide, 0, size.Width - wide, high})
	put(objs[3], box{0, 0, size.Width, theme.LineWidth})
	put(status, box{0, high, size.Width, theme.StatusBarHeight})
}
