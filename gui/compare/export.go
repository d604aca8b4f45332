package compare

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/scorecards"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
)

// forms are the files a comparison can be written into: the workbook that
// calculates, the page to print, the table for other programs.
var forms = []string{".xlsx", ".pdf", ".csv"}

// Export implements page.Exporter: what stands side by side, in the form that the
// name of the file ends in.
func (c *Compare) Export() { c.write(forms, false) }

func (c *Compare) exportAction() action.Action {
	return c.needsSides(kit.Act("compare.export", text.T("compare.export"), kit.Mark{Icon: theme.IconExport}, c.Export))
}

// printAction writes the page to print and opens it.
func (c *Compare) printAction() action.Action {
	return c.needsSides(kit.Act("compare.print", text.T("compare.print"), kit.Mark{Icon: theme.IconPrint, Key: action.Ctrl(fyne.KeyP)}, func() { c.write([]string{".pdf"}, true) }))
}

// needsSides greys an action out while nothing is compared.
func (c *Compare) needsSides(a action.Action) action.Action {
	a.Off = func() string {
		if c.shown == nil {
			return text.T("compare.export.nothing")
		}
		return ""
	}
	return a
}

// write asks where to, with the first of the endings in the name, and writes; what
// is to be printed is opened too.
func (c *Compare) write(endings []string, open bool) {
	if c.shown == nil {
		return
	}
	b, of := c.h.Book(), *c.shown
	ask := page.FileAsk{
		Title: text.T("compare.export.title"), Name: file.SafeName(text.T("compare.export.name", string(b.Today()))) + endings[0],
		Endings: endings, Save: true, Purpose: "export",
	}
	c.h.File(ask, func(paths []string) {
		var w scorecards.Written
		c.h.Start(page.Task{
			Name: text.T("compare.export.task"),
			Work: func(ctx context.Context, _ *job.Progress) (err error) {
				w, err = scorecards.New(b.DB, b.Program).Compare(ctx, scorecards.AskComparison{Of: of, Out: paths[0]})
				return err
			},
			Done: func(err error) {
				c.wrote(paths[0], w, err)
				if err == nil && open {
					c.h.OpenFile(paths[0])
				}
			},
		})
	})
}

// wrote tells what was written, with the way to it.
func (c *Compare) wrote(path string, w scorecards.Written, err error) {
	name := filepath.Base(path)
	switch {
	case model.CodeOf(err) == model.Cancelled:
		c.h.Say(page.Note, text.T("compare.export.stopped"))
		return
	case err != nil:
		c.h.Report(text.T("compare.export.failed", name), err)
		return
	}
	open := &action.Action{ID: "compare.written", Label: text.T("compare.export.open"), Run: func() { c.h.OpenFile(path) }}
	t := page.Toast{Tone: page.Done, Text: text.T("compare.export.done", name), Link: open}
	if len(w.Warnings) > 0 {
		t.Tone, t.Text = page.Warning, w.Warnings[0]
	}
	c.h.Toast(t)
}

var _ page.Exporter = (*Compare)(nil)
