// Package dialog shows small windows within the window, to decide or to report a
// failure: one above the other, with the keyboard kept inside. It must not know
// what is decided.
package dialog

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
)

// Widths of a dialog: one that decides is 420 to 560 wide, only lists are wider.
const (
	minWidth float32 = 420
	maxWidth float32 = 760
)

// Options are what a dialog shows and does.
type Options struct {
	Title   string   // a question, or what failed
	Lines   []string // what will happen, in numbers; **stars** make words bold
	Content fyne.CanvasObject
	Verb    string             // on the button that does it; "" for a dialog that only closes
	Cancel  string             // on the other button; "" is Cancel, or Close without a verb
	Bad     bool               // it destroys: the verb is red and not the default
	Width   float32            // 420 when zero
	Do      func() (stay bool) // on the verb; stay keeps the dialog open
	Quit    func()             // on Esc or Cancel; may be nil
}

// Stack shows dialogs on one canvas. While one is open, the window's own keys
// must rest: see IsOpen.
type Stack struct {
	canvas  fyne.Canvas
	open    []*sheet
	keys    func(*fyne.KeyEvent) // of the window, while a dialog is open
	Changed func()               // a dialog opened or closed; may be nil
}

// NewStack is a stack without dialogs.
func NewStack(c fyne.Canvas) *Stack { return &Stack{canvas: c} }

// IsOpen tells whether a dialog is open.
func (s *Stack) IsOpen() bool { return len(s.open) > 0 }

// Title is the title of the dialog on top, "" without one.
func (s *Stack) Title() string {
	if top := s.top(); top != nil {
		return top.o.Title
	}
	return ""
}

// Show opens a dialog over what is open. The first field gets the focus, or the
// button that does no harm. hide closes it without asking anyone.
func (s *Stack) Show(o Options) (hide func()) {
	kit.HideTip()
	if !s.IsOpen() {
		s.keys = s.canvas.OnTypedKey()
		s.canvas.SetOnTypedKey(s.key)
	}
	d := newSheet(s, o)
	d.before = s.canvas.Focused()
	s.canvas.Unfocus()
	s.open = append(s.open, d)
	s.canvas.Overlays().Add(d)
	d.Resize(s.canvas.Size())
	d.focusFirst()
	s.tell()
	return func() { s.close(d) }
}

// Accept does the verb of the dialog on top, as Ctrl+Enter does.
func (s *Stack) Accept() {
	if top := s.top(); top != nil {
		top.accept()
	}
}

// Dismiss cancels the dialog on top, as Esc does.
func (s *Stack) Dismiss() {
	if top := s.top(); top != nil {
		top.cancel()
	}
}

func (s *Stack) top() *sheet {
	if !s.IsOpen() {
		return nil
	}
	return s.open[len(s.open)-1]
}

// key takes what no field inside the dialog used.
func (s *Stack) key(k *fyne.KeyEvent) {
	top := s.top()
	switch {
	case top == nil:
	case k.Name == fyne.KeyEscape:
		top.cancel()
	case (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && !top.o.Bad:
		top.accept()
	default:
		kit.Turn(top.scroll, k.Name) // what is too long is read by keys
	}
}

// close takes a dialog and all above it away, and gives the focus back.
func (s *Stack) close(d *sheet) {
	for i, o := range s.open {
		if o != d {
			continue
		}
		kit.HideTip()
		s.open = s.open[:i]
		s.canvas.Overlays().Remove(d)
		if d.before != nil {
			s.canvas.Focus(d.before)
		}
		if i == 0 {
			s.canvas.SetOnTypedKey(s.keys)
			s.keys = nil
		}
		s.tell()
		return
	}
}

func (s *Stack) tell() {
	if s.Changed != nil {
		s.Changed()
	}
}
