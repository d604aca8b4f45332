package page

import (
	"context"
	"time"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/theme"
)

// Desk is what the welcome screen, the settings and the backups need beside
// Host: the books of this computer, and how the window looks.
type Desk interface {
	// Open opens a book in the place of the one that is open. When it cannot be
	// opened the welcome screen says why: see Failure.
	Open(path string)
	// Read opens a book for reading only: one that another program has open, or that
	// is protected. Whatever would change it is refused.
	Read(path string)
	// Make makes an empty book, lets fill put its first content in, and opens it.
	// A book that could not be filled is removed again. failed hears why, and
	// the book that was open before stays open.
	Make(m Making)
	// Close closes the book and shows the welcome screen.
	Close()
	// Restore closes the book at path, puts a backup in its place and opens it.
	Restore(path, backup string)
	// Renamed tells that the business of the open book is called another name now.
	Renamed(name string)
	// Recent lists the books opened last, the newest first.
	Recent() []Recent
	// Forget takes a book off that list; its file stays.
	Forget(path string)
	// Failure is why the last book could not be opened, nil when it could.
	Failure() *Failure
	// BookPath is where a new book of that name would go: a file that does not
	// exist yet, in the folder of books.
	BookPath(name string) string
	// Data, Logs are the program's folders.
	Data() string
	Logs() string
	// Look is how the window looks and writes; SetLook changes it at once and
	// keeps it.
	Look() Look
	SetLook(Look)
	// Program is the name and version of the program, About what it is built on.
	Program() string
	About() string
	// Keys are the keys that mean something now, by menu; on the help also those of
	// the screen that was shown before it.
	Keys() []KeyGroup
	// Diagnostics is a text about program, computer and book for whoever helps,
	// without anything about the business.
	Diagnostics() string
}

// Making says which book Desk.Make makes.
type Making struct {
	Path   string
	Name   string // of the task, as the status bar names it: "Making the book"
	Fill   func(ctx context.Context, b *Book) error
	Failed func(err error) // on the window's goroutine; nil shows a dialog
}

// KeyGroup is what the keys of one menu do.
type KeyGroup struct {
	Title string
	Keys  []KeyLine
}

// KeyLine is a key with what it does.
type KeyLine struct {
	Label string
	Key   string // as it is printed: "Ctrl K"
}

// SampleName begins the name of the file of every sample business; by it a book
// is known to be one.
const SampleName = "Sample business"

// Recent is a book that was opened on this computer.
type Recent struct {
	Path   string    `json:"path"`
	Name   string    `json:"name"` // the business
	Sample bool      `json:"sample,omitempty"`
	Opened time.Time `json:"opened"`
}

// Failure is why a book could not be opened.
type Failure struct {
	Path string
	Err  error // *model.Error with a sentence, or foreign
}

// Look is how the window looks and writes on this computer.
type Look struct {
	Theme   theme.Options
	Format  *format.Options // nil is as the computer's language has it
	Folded  bool            // the rail shows icons only
	Welcome bool            // the getting started list was put away
}
