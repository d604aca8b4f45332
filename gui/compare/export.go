package compare

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
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
	var w scorecards.Written
	writing.Ask(c.h, writing.File{
		Title: text.T("compare.export.title"), Name: file.SafeName(text.T("compare.export.name", string(b.Today()))) + endings[0],
		Endings: endings, Task: text.T("compare.export.task"),
		Write: func(ctx context.Context, path string, _ *job.Progress) (err error) {
			w, err = scorecards.New(b.DB, b.Program).Compare(ctx, scorecards.AskComparison{Of: of, Out: path})
			return err
		},
		Told: func(path string) page.Toast {
			if open {
				c.h.OpenFile(path)
			}
			return writing.Warned(path, w.Warnings)
		},
	})
}

var _ page.Exporter = (*Compare)(nil)
