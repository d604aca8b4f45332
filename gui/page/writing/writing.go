// Package writing is how a screen writes a file: it asks where to, lets a job
// write, and tells where the file is, with a way to open it. It must not know what
// is written.
package writing

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
)

// File is a file to be written.
type File struct {
	Title   string   // of the dialog that asks where to
	Name    string   // proposed, with its ending
	Endings []string // it may have, ".xlsx"
	Task    string   // as the status bar names the work

	// Write writes the file whole or not at all; the ending of path says its form.
	Write func(ctx context.Context, path string, p *job.Progress) error
	// Begun and Ended go round the work, nil without.
	Begun func()
	Ended func(err error)
	// Told is what is said of the file that was written, nil for its name alone.
	// Without a link it gets the one that opens the file.
	Told func(path string) page.Toast
}

// Ask asks where a file goes, writes it and tells.
func Ask(h page.Host, f File) {
	ask := page.FileAsk{Title: f.Title, Name: f.Name, Endings: f.Endings, Save: true, Purpose: "export"}
	h.File(ask, func(paths []string) { Write(h, f, paths[0]) })
}

// Write is Ask with the answer at hand.
func Write(h page.Host, f File, path string) {
	if f.Begun != nil {
		f.Begun()
	}
	h.Start(page.Task{
		Name: f.Task,
		Work: func(ctx context.Context, p *job.Progress) error { return f.Write(ctx, path, p) },
		Done: func(err error) {
			if f.Ended != nil {
				f.Ended(err)
			}
			f.tell(h, path, err)
		},
	})
}

// tell says how it ended. Where the file lies stays in the status bar when the
// message is gone.
func (f *File) tell(h page.Host, path string, err error) {
	switch {
	case model.CodeOf(err) == model.Cancelled:
		h.Say(page.Note, text.T("writing.stopped"))
		return
	case err != nil:
		h.Report(text.T("writing.failed", filepath.Base(path)), err)
		return
	}
	t := Warned(path, nil)
	if f.Told != nil {
		t = f.Told(path)
	}
	if t.Link == nil {
		t.Link = Open(h, path)
	}
	h.Toast(t)
	h.Say(page.Done, text.T("writing.where", path)) // last, for a toast stands in the status bar too
}

// Warned says that a file is written, or the first of the warnings about it.
func Warned(path string, warnings []string) page.Toast {
	if len(warnings) > 0 {
		return page.Toast{Tone: page.Warning, Text: warnings[0]}
	}
	return page.Toast{Tone: page.Done, Text: text.T("writing.done", filepath.Base(path))}
}

// Open opens a file that was written.
func Open(h page.Host, path string) *action.Action {
	return &action.Action{ID: "writing.open", Label: text.T("writing.open"), Run: func() { h.OpenFile(path) }}
}

// Lists are the endings a list can be written with.
func Lists() []string { return []string{".xlsx", ".csv"} }

// Form is the form that the name of a list asks for: "csv", or else "xlsx".
func Form(path string) string {
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		return "csv"
	}
	return "xlsx"
}
