package imports

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/importer"
)

// leftOut names each file that did not come in because something was not said of it,
// or because it cannot be read, with the way back to it. A file that would have
// changed nothing is none of them.
func (s *preview) leftOut(came []*importer.File) (notes []fyne.CanvasObject) {
	back := action.Action{ID: "imports.left", Label: text.T("imports.done.goon"), Run: func() {
		s.done = nil
		s.goOn(came)
	}}
	for _, f := range s.files {
		if f.ready() {
			continue
		}
		why := text.T("imports.off.reading")
		switch {
		case f.shown == nil:
		case f.needs() != "":
			why = text.T(text.Key("imports.off.", f.needs()))
		case f.sketched():
			why = text.T("imports.off.looking")
		default:
			why = text.T("imports.off.failed")
		}
		note := kit.NewNote(theme.Warned, theme.IconWarning, text.T("imports.done.left", f.name(), why), &back)
		notes = append(notes, kit.Sized(note, 420, 0))
	}
	return notes
}

// goOn leaves out the files that came in, and shows those that are left.
func (s *preview) goOn(came []*importer.File) {
	for _, f := range came {
		if at := slices.IndexFunc(s.files, func(q *queued) bool { return q.req.Path == f.Path }); at >= 0 {
			s.drop(at)
		}
	}
	for _, q := range s.files {
		q.req.SHA256 = ""
	}
	if len(s.files) > 0 {
		s.header()
	}
	s.Reload()
}
