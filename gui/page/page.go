// Package page is what the shell and the screens know of each other: a screen
// is opened by a Route, draws its content, and asks its Host for everything that
// lies outside of it. It must not know any screen, nor how the shell looks.
package page

import (
	"context"
	"net/url"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/today"
)

// Names of the screens that a Route can ask for.
const (
	Welcome      = "welcome"
	Today        = "today"
	Orders       = "orders"
	Order        = "order" // one order, Key is its number, Param "shop" its shop
	Forwarding   = "forwarding"
	Outbox       = "outbox"
	Assistant    = "assistant" // placing by hand, Key is a supplier
	Parcels      = "parcels"   // Key is a tracking number
	Suppliers    = "suppliers"
	Supplier     = "supplier"     // one supplier, Key is its name
	Scorecard    = "scorecard"    // one supplier as a buyer judges it, Key is its name, Param "tab" one of its tabs
	Compare      = "compare"      // suppliers side by side, Param "suppliers" their names, one a line
	Assess       = "assess"       // the list of assessments; with Key the one of that supplier, Param "id" one of them
	Templates    = "templates"    // templates of assessments, Key is the name of one
	Preview      = "preview"      // the documents of a purchase order page by page, Key is its id, Param "day" the day they left, none: today
	OrderColumns = "ordercolumns" // the order file of a supplier, Key is its name
	Rules        = "rules"        // Key is the name of a rule
	Rulebook     = "rulebook"     // dated rows of law and calendars, Param "kind" narrows it
	Stocking     = "stocking"     // Param "tab" is "proposals" for those, Key a 3PL and a SKU, parted by a line
	Products     = "products"
	Product      = "product" // one product, Key is its SKU
	Margins      = "margins"
	Books        = "books"
	Reports      = "reports"
	Report       = "report" // one report, Key is its name
	Imports      = "imports"
	Import       = "import" // preview of the files in Params "files", one path a line
	Shops        = "shops"
	Fees         = "fees"
	Settings     = "settings"
	Letters      = "letters" // what is written to suppliers and customers, Param "supplier" one of them
	Backups      = "backups"
	Check        = "check"
	Help         = "help" // Key is the page
)

// Route names a screen and what it shows. Params narrow it, by the screen's own
// names: {"state": "held"}. Two equal routes show the same.
type Route struct {
	Screen string
	Key    string
	Params map[string]string
}

// Param returns a parameter, "" when it was not given.
func (r Route) Param(name string) string { return r.Params[name] }

// Screen is one page of the window: everything right of the rail between menu
// bar and status bar. A screen is made once for each place in the history.
type Screen interface {
	// Content is what is drawn. It is asked for once.
	Content() fyne.CanvasObject
	// Open starts to show what the route asks for. It returns at once.
	Open(Route)
	// Close gives back what the screen holds: loads and subscriptions.
	Close()
}

// What a screen can offer beside. The shell asks by type assertion.
type (
	// Searcher puts the focus into the screen's search field, Ctrl+F.
	Searcher interface{ Search() }
	// Reloader reads everything again, F5.
	Reloader interface{ Reload() }
	// Creator starts a new record, Ctrl+N.
	Creator interface{ Create() }
	// Exporter exports what is shown, Ctrl+E.
	Exporter interface{ Export() }
	// Saver saves what was typed, Ctrl+S.
	Saver interface{ Save() }
	// Primary does what the primary button does, Ctrl+Enter.
	Primary interface{ Primary() }
	// Keeper keeps search, sort, selection and scroll for the way back. Restore is
	// called on a new screen, before Open, with what Keep returned on the old one.
	Keeper interface {
		Keep() any
		Restore(any)
	}
	// Dirty tells what would be lost by leaving, "" when nothing.
	Dirty interface{ Dirty() string }
	// Areas are the screen's stops of F6, the first takes the focus on opening.
	Areas interface{ Areas() []fyne.Focusable }
	// Moving is a screen that can go on to another record by itself: the route of the
	// one it shows.
	Moving interface{ At() Route }
	// Actor lists what can be done on the screen now, for the palette, the menu
	// bar and the list of shortcuts. Keys with a modifier work everywhere on the
	// screen, in fields too.
	Actor interface{ Actions() []action.Action }
	// Titler names what is shown in the title of the window, "SO-1042" say; ""
	// and screens without it have the name of the screen.
	Titler interface{ Title() string }
	// Escaper closes what Esc closes first, a panel say; false when nothing was.
	Escaper interface{ Escape() bool }
	// Dropper takes files dropped on the window instead of the import preview.
	Dropper interface{ Drop(paths []string) }
)

// Book is the book that is open, and what a screen needs to make its services.
type Book struct {
	Path    string
	Sample  bool // the sample business
	DB      *store.DB
	Bus     *event.Bus
	Jobs    *job.Runner
	Clock   func() time.Time
	Home    model.Currency     // the currency of the books
	Program string             // name and version, as reports print them
	Orders  *orderbook.Service // keeps the index of the orders, one for the whole book
	Waiting *today.Service     // what waits, one for the whole book
	Memory  *memo.Memory       // answers that hold until the book changes; a screen's keys begin with its name
}

// Today is the day by the computer's calendar.
func (b *Book) Today() model.Date { return model.DateOf(b.Clock()) }

// Tone says what a message means.
type Tone int

// The tones of a message.
const (
	Done Tone = iota
	Note
	Warning
	Trouble
)

// Toast is a short message that goes away by itself.
type Toast struct {
	Tone Tone
	Text string         // one sentence
	Link *action.Action // Undo, Open; nil without
	Undo bool           // Link takes back what was done: the message stays longer
	// Stands is asked after each change of the book, away from the window's
	// goroutine: the message goes when what it says, or undoes, holds no longer.
	// Nil stands.
	Stands func(ctx context.Context) bool
}

// Question asks a person to decide. Esc is no.
type Question struct {
	Title string   // a question
	Lines []string // what will happen, in numbers
	Verb  string   // on the button that does it
	Bad   bool     // it destroys: the button is red and not the default
	No    string   // on the button that changes nothing; "" is Cancel
}

// Task is long work with progress that can be cancelled. Its progress stands in
// the status bar.
type Task struct {
	Name string // as the status bar names it: "Importing orders"
	Work func(ctx context.Context, p *job.Progress) error
	Done func(err error) // on the window's goroutine; nil error, Cancelled or what went wrong
}

// FileAsk asks for a file or folder to read or to write.
type FileAsk struct {
	Title   string
	Name    string   // proposed name, for writing
	Endings []string // ".csv"; empty for all
	Folder  bool     // a folder, not a file
	Save    bool     // to be written
	Many    bool     // several files
	Purpose string   // remembers the last folder by this word: "import", "export"
}

// Host is what the shell does for a screen. All methods are for the window's
// goroutine.
type Host interface {
	// Book is the open book, nil on the welcome screen.
	Book() *Book
	// Context ends when the book is closed; it carries who works.
	Context() context.Context
	// Runner is the way to other goroutines.
	Runner() async.Runner
	// Format writes and reads numbers and dates as the user does.
	Format() *format.Format
	// Go opens a screen. Back returns.
	Go(Route)
	Back()
	// Refresh tells the shell that actions, counts or the title changed.
	Refresh()
	// Toast shows a message.
	Toast(Toast)
	// Say puts a sentence into the status bar.
	Say(tone Tone, text string)
	// Report tells a person what went wrong. op is what was tried, as a whole
	// sentence in the past: "The supplier could not be saved."
	Report(op string, err error)
	// Ask puts a question; yes is called on the verb.
	Ask(q Question, yes func())
	// Show opens a dialog with any content of at most six fields; the returned
	// function closes it. The first Focusable in the content gets the focus.
	Show(d Dialog) (hide func())
	// Menu opens a context menu at a place of the window.
	Menu(at fyne.Position, actions []action.Action)
	// Start runs a task with progress in the status bar.
	Start(Task)
	// File asks for files; got is called with what was chosen, never empty.
	File(ask FileAsk, got func(paths []string))
	// OpenFile opens a file or folder with the program for it.
	OpenFile(path string)
	// OpenLink opens a page of the web, or a message to be written, with the
	// program for it. A person hears when there is none, as with OpenFile.
	OpenLink(u *url.URL)
	// Copy puts text on the clipboard.
	Copy(text string)
	// Remembered reads and Remember keeps a setting of this computer, as JSON
	// under a stable key: layouts of grids, last choices.
	Remembered(key string, into any) bool
	Remember(key string, value any)
	// Import opens the import preview for files.
	Import(paths []string)
	// Desk is the program on this computer: its books and its look.
	Desk() Desk
}

// Dialog is a small window within the window. The verb's button is the default:
// Enter, also Ctrl+Enter; Esc cancels.
type Dialog struct {
	Title   string
	Content fyne.CanvasObject
	Verb    string // "" for a dialog that only closes
	Bad     bool
	Width   float32            // 420 when zero
	Do      func() (stay bool) // on the verb; stay keeps the dialog open
	No      string             // on the button that changes nothing; "" is Cancel
	Cancel  func()             // on Esc or Cancel; may be nil
}
