package guitest

import (
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/page"
)

// Show implements page.Host: the dialog lies on the screen, as in the program.
func (h *Host) Show(d page.Dialog) (hide func()) {
	n := len(h.Dialogs)
	h.Dialogs = append(h.Dialogs, d)
	closed := func() { h.Dialogs = h.Dialogs[:min(n, len(h.Dialogs))] }
	off := h.stack.Show(dialog.Options{
		Title: d.Title, Content: d.Content, Verb: d.Verb, Bad: d.Bad, Width: d.Width, Cancel: d.No,
		Do: func() (stay bool) {
			if d.Do != nil && d.Do() {
				return true
			}
			closed()
			return false
		},
		Quit: func() {
			closed()
			if d.Cancel != nil {
				d.Cancel()
			}
		},
	})
	return func() {
		closed()
		off()
	}
}

// Verb presses the verb of the open dialog, as Enter does, and tells whether the
// dialog stayed.
func (h *Host) Verb() (stayed bool) {
	h.T.Helper()
	h.mustDialog()
	n := len(h.Dialogs)
	h.stack.Accept()
	return len(h.Dialogs) >= n
}

// Cancel closes the open dialog, as Esc does.
func (h *Host) Cancel() {
	h.T.Helper()
	h.mustDialog()
	h.stack.Dismiss()
}

func (h *Host) mustDialog() {
	h.T.Helper()
	if !h.stack.IsOpen() {
		h.T.Fatal("no dialog is open")
	}
}
