// Package guitest helps tests of screens: a stand-in for the shell that records
// what a screen asks of it, ways to find and use what the screen shows, and books
// to show. It must not be part of the program.
//
//	h := guitest.New(t, guitest.Small(t))
//	h.Open(orders.New, page.Route{Screen: page.Orders})
//	h.See("1001", "Anchor")
//	h.Tap("Import orders")
//	h.Key(action.Ctrl(fyne.KeyE))
//	h.Shot("orders")
package guitest

import (
	"context"
	"encoding/json"
	"net/url"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/job"
)

// Width and Height are the room that a screen has in the smallest window that it
// must be good in: 1366x768 without rail, menu bar and status bar.
const (
	Width  = 1366 - theme.RailWidth
	Height = 768 - theme.MenuBarHeight - theme.StatusBarHeight
)

// Host stands in for the shell. What a screen asked for is in its fields, the
// newest last; how it answers may be set before.
type Host struct {
	T      testing.TB
	App    fyne.App
	Window fyne.Window
	Screen page.Screen // the open screen
	Route  page.Route  // what it shows

	// Answers, to be set by the test.
	Run    async.Runner      // Inline
	No     bool              // questions are answered with no
	Files  []string          // what is chosen when files are asked for; nil chooses nothing
	Memory map[string][]byte // what is remembered, as JSON
	Now    page.Look         // of the desk
	Known  []page.Recent     // books of the desk
	Why    *page.Failure     // of the desk
	Keys   []page.KeyGroup   // of the desk

	// What was asked for.
	Routes    []page.Route
	Backs     int
	Refreshed int
	Toasts    []page.Toast
	Said      []string
	Reports   []Report
	Questions []page.Question
	Dialogs   []page.Dialog // that are open
	Menus     [][]action.Action
	Tasks     []Task
	FileAsks  []page.FileAsk
	Opened    []string // files and folders
	Copied    []string
	Imported  [][]string
	Made      *page.Book // by the desk, filled
	Asked     []string   // of the desk: "open PATH", "make PATH", "close", "restore PATH BACKUP", "forget PATH"

	book   *page.Book
	format *format.Format
	ctx    context.Context
	stack  *dialog.Stack
}

// Report is what a screen reported.
type Report struct {
	Op  string
	Err error
}

// Task is work that was run, and how it ended.
type Task struct {
	Name string
	Err  error
}

// New returns a host in a test app, light, with room for a screen at 1366x768.
// book may be nil.
func New(t testing.TB, book *page.Book) *Host {
	t.Helper()
	t.Setenv("LANG", "en_US.UTF-8")
	h := &Host{T: t, App: test.NewTempApp(t), Run: async.Inline{}, Memory: map[string][]byte{}, book: book, format: English()}
	var cancel context.CancelFunc
	h.ctx, cancel = context.WithCancel(context.Background())
	h.Window = h.App.NewWindow("test")
	h.Window.SetPadded(false)
	h.stack = dialog.NewStack(h.Window.Canvas())
	t.Cleanup(func() {
		if h.Screen != nil {
			h.Screen.Close()
		}
		cancel()
		h.Window.Close()
	})
	h.Look(theme.Light)
	h.Resize(Width, Height)
	h.Window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { h.Passed(k) })
	return h
}

// English is the format of tests, whatever the computer's language.
func English() *format.Format {
	o := format.Locale("en-GB")
	o.Now = Clock
	return format.New(o)
}

// Look draws light or dark from now on.
func (h *Host) Look(l theme.Look) { theme.Apply(h.App, theme.Options{Look: l}) }

// Resize gives the screen another room.
func (h *Host) Resize(width, height float32) { h.Window.Resize(fyne.NewSize(width, height)) }

// Open makes a screen and shows it, as Go does in the shell. The screen that was
// open before is closed.
func (h *Host) Open(build func(page.Host) page.Screen, r page.Route) page.Screen {
	h.T.Helper()
	return h.Return(build, r, nil)
}

// Return is Open on the way back: kept is what Keep returned.
func (h *Host) Return(build func(page.Host) page.Screen, r page.Route, kept any) page.Screen {
	h.T.Helper()
	if h.Screen != nil {
		h.Screen.Close()
	}
	h.Screen, h.Route = build(h), r
	size := h.Window.Canvas().Size()
	h.Window.SetContent(kit.WithTips(h.Screen.Content()))
	h.Window.Resize(size)
	if k, ok := h.Screen.(page.Keeper); ok && kept != nil {
		k.Restore(kept)
	}
	h.Screen.Open(r)
	if a, ok := h.Screen.(page.Areas); ok {
		if all := a.Areas(); len(all) > 0 && all[0] != nil && h.Window.Canvas().Focused() == nil {
			h.Window.Canvas().Focus(all[0])
		}
	}
	return h.Screen
}

// Book implements page.Host.
func (h *Host) Book() *page.Book { return h.book }

// Context implements page.Host.
func (h *Host) Context() context.Context { return h.ctx }

// Runner implements page.Host.
func (h *Host) Runner() async.Runner { return h.Run }

// Format implements page.Host.
func (h *Host) Format() *format.Format { return h.format }

// Go implements page.Host.
func (h *Host) Go(r page.Route) { h.Routes = append(h.Routes, r) }

// Back implements page.Host.
func (h *Host) Back() { h.Backs++ }

// Refresh implements page.Host.
func (h *Host) Refresh() { h.Refreshed++ }

// Toast implements page.Host.
func (h *Host) Toast(t page.Toast) { h.Toasts = append(h.Toasts, t) }

// Say implements page.Host.
func (h *Host) Say(_ page.Tone, text string) { h.Said = append(h.Said, text) }

// Report implements page.Host.
func (h *Host) Report(op string, err error) { h.Reports = append(h.Reports, Report{op, err}) }

// Ask implements page.Host: it answers at once.
func (h *Host) Ask(q page.Question, yes func()) {
	h.Questions = append(h.Questions, q)
	if !h.No {
		yes()
	}
}

// Menu implements page.Host. Choose picks from the menu.
func (h *Host) Menu(_ fyne.Position, actions []action.Action) { h.Menus = append(h.Menus, actions) }

// Start implements page.Host: the task has ended when it returns, with an Inline
// runner.
func (h *Host) Start(task page.Task) {
	var jobs *job.Runner
	if h.book != nil {
		jobs = h.book.Jobs
	} else {
		jobs = &job.Runner{}
	}
	h.Run.Go(func() {
		err := jobs.Run(h.ctx, task.Name, task.Work)
		h.Run.UI(func() {
			h.Tasks = append(h.Tasks, Task{task.Name, err})
			if task.Done != nil {
				task.Done(err)
			}
		})
	})
}

// File implements page.Host: it chooses Files.
func (h *Host) File(ask page.FileAsk, got func(paths []string)) {
	h.FileAsks = append(h.FileAsks, ask)
	if len(h.Files) > 0 {
		got(h.Files)
	}
}

// OpenFile implements page.Host.
func (h *Host) OpenFile(path string) { h.Opened = append(h.Opened, path) }

// OpenLink implements page.Host.
func (h *Host) OpenLink(u *url.URL) { h.Opened = append(h.Opened, u.String()) }

// Copy implements page.Host.
func (h *Host) Copy(text string) { h.Copied = append(h.Copied, text) }

// Remembered implements page.Host.
func (h *Host) Remembered(key string, into any) bool {
	b, ok := h.Memory[key]
	return ok && json.Unmarshal(b, into) == nil
}

// Remember implements page.Host.
func (h *Host) Remember(key string, value any) {
	b, err := json.Marshal(value)
	if err != nil {
		h.T.Fatalf("what %s keeps cannot be written: %v", key, err)
	}
	h.Memory[key] = b
}

// Import implements page.Host.
func (h *Host) Import(paths []string) { h.Imported = append(h.Imported, paths) }

// Desk implements page.Host.
func (h *Host) Desk() page.Desk { return desk{h} }
