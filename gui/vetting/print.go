package vetting

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

// printActions are what the page writes into files: the sheet to print, the
// workbook, and the letter to the supplier.
func (d *Document) printActions() []action.Action {
	return []action.Action{d.printAction(), d.exportAction(), d.letterAction()}
}

// printAction writes the scorecard as a printed page and opens it.
func (d *Document) printAction() action.Action {
	return kit.Act("vetting.print", text.T("vetting.do.print"), kit.Mark{Icon: theme.IconPrint, Key: action.Ctrl(fyne.KeyP)}, func() {
		d.write(printout{kind: "sheet", ending: ".pdf", open: true})
	})
}

// exportAction writes the scorecard as a workbook that calculates.
func (d *Document) exportAction() action.Action {
	return kit.Act("vetting.export", text.T("vetting.do.export"), kit.Mark{Icon: theme.IconExport}, d.Export)
}

// letterAction writes the review letter, with an e-mail to open and send.
func (d *Document) letterAction() action.Action {
	return kit.Act("vetting.letter", text.T("vetting.do.letter"), kit.Mark{Icon: theme.IconMail, Key: action.Plain(fyne.KeyW)}, func() {
		d.write(printout{kind: "letter", ending: ".pdf", letter: true, open: true})
	})
}

// Export implements page.Exporter.
func (d *Document) Export() {
	d.write(printout{kind: "sheet", ending: ".xlsx"})
}

// printout is a file the page can write; kind is the end of the keys of its texts.
type printout struct {
	kind, ending string
	letter, open bool
}

// write asks where to, writes, and opens what a person goes on with: the page to
// print, or of a letter the e-mail where there is one.
func (d *Document) write(p printout) {
	if d.known == nil {
		return
	}
	b, name := d.h.Book(), d.known.sheet.Supplier
	var w scorecards.Written
	writing.Ask(d.h, writing.File{
		Title: text.T(text.Key("vetting.paper.title.", p.kind), name), Task: text.T("vetting.paper.task", name), Endings: []string{p.ending},
		Name: file.SafeName(text.T(text.Key("vetting.paper.name.", p.kind), name, string(b.Today()))) + p.ending,
		Write: func(ctx context.Context, path string, _ *job.Progress) (err error) {
			w, err = scorecards.New(b.DB, b.Program).Write(ctx, scorecards.Ask{Supplier: name, Out: path, Letter: p.letter})
			return err
		},
		Told: func(string) page.Toast {
			if p.open {
				d.h.OpenFile(w.Files[0])
			}
			last := w.Files[len(w.Files)-1]
			t := writing.Warned(last, w.Warnings)
			t.Link = writing.Open(d.h, last)
			return t
		},
	})
}

var _ page.Exporter = (*Document)(nil)
