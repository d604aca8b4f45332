package reportview

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/setting"
)

// endings are what the files of the journal's forms end in.
var endings = map[string]string{"hledger": ".journal", "beancount": ".beancount", "csv": ".csv"}

// Actions implements page.Actor.
func (g *Gallery) Actions() []action.Action {
	do := func(id string, icon theme.IconName, run func()) action.Action {
		return action.Action{ID: "reports." + id, Label: text.T(text.Key("reportview.do.", id)), Icon: theme.Icon(icon, theme.Text), Run: run}
	}
	packed := do("pack", theme.IconSheet, g.Primary)
	packed.Key = action.Ctrl(fyne.KeyReturn)
	all := []action.Action{packed, do("journal", theme.IconExport, g.exportJournal)}
	if g.folder != "" {
		all = append(all, do("folder", theme.IconFolder, func() { g.h.OpenFile(g.folder) }))
	}
	return all
}

// Export implements page.Exporter.
func (g *Gallery) Export() { g.Primary() }

// Primary implements page.Primary: it writes the accountant's workbook.
func (g *Gallery) Primary() {
	p := g.pack.Period()
	b := g.h.Book()
	var done render.Packed
	writing.Ask(g.h, writing.File{
		Title: text.T("reportview.pack.title", g.h.Format().Period(p)), Name: file.SafeName(text.T("reportview.pack.file", g.h.Format().Period(p))) + ".xlsx",
		Endings: []string{".xlsx"}, Task: text.T("reportview.pack.task"),
		Begun: func() { g.packButton.SetBusy(true) },
		Ended: func(error) { g.packButton.SetBusy(false) },
		Write: func(ctx context.Context, path string, step *job.Progress) error {
			step.Step(0, 0, text.T("reportview.pack.making", g.h.Format().Period(p)))
			d := deps(b)
			shown, err := setting.New(b.DB, b.Bus).Show(ctx, []string{string(setting.BookName)})
			if err != nil {
				return err
			}
			d.Business = shown[string(setting.BookName)]
			if done, err = render.Pack(ctx, d, p, path); err != nil {
				return err
			}
			return b.Waiting.Exported(ctx, filepath.Base(path)) // the last of the first steps is done
		},
		Told: func(path string) page.Toast { return g.packed(done, path) },
	})
}

// packed says how the workbook turned out: its sheets equal the books, or which
// one does not.
func (g *Gallery) packed(done render.Packed, path string) page.Toast {
	g.wrote(path)
	t := page.Toast{Tone: page.Done, Text: text.T("reportview.pack.done", filepath.Base(path), g.h.Format().Int(len(done.Sheets)), g.h.Format().Int(len(done.Controls)))}
	for _, c := range done.Controls {
		if a, err := model.ParseAmount(c.Difference); err != nil || a != 0 {
			t.Tone, t.Text = page.Warning, text.T("reportview.pack.off", c.Label, c.Difference)
		}
	}
	return t
}

// wrote notes where the last export lies.
func (g *Gallery) wrote(path string) {
	g.folder = filepath.Dir(path)
	g.h.Refresh()
}

// exportJournal writes the journal for another program.
func (g *Gallery) exportJournal() {
	p, form := g.books.Period(), g.form.Chosen()
	b := g.h.Book()
	var done render.Exported
	writing.Ask(g.h, writing.File{
		Title: text.T("reportview.journal.title", text.T(text.Key("reportview.form.", form))), Endings: []string{endings[form]},
		Name: file.SafeName(text.T("reportview.journal.file", g.h.Format().Period(p))) + endings[form], Task: text.T("reportview.journal.task"),
		Begun: func() { g.booksButton.SetBusy(true) },
		Ended: func(error) { g.booksButton.SetBusy(false) },
		Write: func(ctx context.Context, path string, step *job.Progress) (err error) {
			step.Step(0, 0, text.T("reportview.export.writing", filepath.Base(path)))
			done, err = render.Journal(ctx, deps(b), render.JournalFile{Period: p, Format: form, Out: path})
			return err
		},
		Told: func(path string) page.Toast {
			g.wrote(path)
			return page.Toast{Tone: page.Done, Text: text.N("reportview.journal.done", done.Entries, g.h.Format().Int(done.Entries), filepath.Base(path))}
		},
	})
}

// askDays lets the user choose the days of an export; closed ones need both.
func (g *Gallery) askDays(s *period.Selector, p model.Period, closed bool) {
	days := period.NewDays(g.h.Format(), g.h.Runner(), p, closed)
	g.h.Show(page.Dialog{Title: text.T("reportview.days.title"), Content: days, Verb: text.T("reportview.days.verb"), Do: func() bool {
		p, ok := days.Read()
		if ok {
			s.Choose(period.Between(p, g.h.Book().Today()))
		}
		return !ok
	}})
}

var _ interface {
	page.Screen
	page.Searcher
	page.Exporter
	page.Primary
	page.Areas
	page.Actor
	page.Escaper
} = (*Gallery)(nil)
