package reportview

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
)

// Actions implements page.Actor.
func (r *Report) Actions() []action.Action {
	if r.info.Name == "" {
		return nil
	}
	do := func(id string, icon theme.IconName, key action.Key, run func()) action.Action {
		return action.Action{ID: "report." + id, Label: text.T(text.Key("reportview.do.", id)), Icon: theme.Icon(icon, theme.Text), Key: key, Run: run}
	}
	all := []action.Action{
		do("xlsx", theme.IconSheet, action.Key{}, func() { r.exportAs("xlsx") }),
		do("csv", theme.IconFile, action.Key{}, func() { r.exportAs("csv") }),
		do("columns", theme.IconColumns, action.Plain(fyne.KeyC), r.chooseColumns),
	}
	if r.info.Dated {
		all = append(all, do("period", theme.IconCalendar, action.Plain(fyne.KeyP), func() { r.askDays(r.want.Period.Period(r.h.Book().Today())) }))
	}
	if r.info.AsKnown {
		all = append(all, do("known", theme.IconHistory, action.Plain(fyne.KeyK), r.askKnown))
	}
	if r.folder != "" {
		all = append(all, do("folder", theme.IconFolder, action.Key{}, func() { r.h.OpenFile(r.folder) }))
	}
	return all
}

// Export implements page.Exporter: it asks in which form.
func (r *Report) Export() {
	if r.info.Name != "" {
		r.h.Menu(kit.Below(r.export), r.Actions()[:2])
	}
}

// fileName names the report and its days.
func (r *Report) fileName() string {
	name := r.info.Title
	if r.info.Dated {
		name += " " + r.span()
	}
	return file.SafeName(name)
}

// exportAs asks for the file and writes the rows, columns and order that are shown,
// of the filters that are chosen, whether or not all rows were read by now.
func (r *Report) exportAs(form string) {
	b, name, filter := r.h.Book(), r.info.Name, r.filter()
	t, whole := r.source.now()
	shown := r.picked()
	writing.Ask(r.h, writing.File{
		Title: text.T("reportview.export.title", r.info.Title), Name: r.fileName() + "." + form, Endings: []string{"." + form},
		Task: text.T("reportview.export.task", r.info.Title),
		Write: func(ctx context.Context, path string, p *job.Progress) (err error) {
			p.Step(0, 0, text.T("reportview.export.reading"))
			t := t
			if !whole {
				if t, err = reports.Build(ctx, deps(b), name, filter); err != nil {
					return err
				}
			}
			if t, err = shown(ctx, t); err != nil {
				return err
			}
			p.Step(0, 0, text.T("reportview.export.writing", filepath.Base(path)))
			return file.WriteAtomic(path, 0o644, func(w io.Writer) error { return render.Table(w, t, form) })
		},
		Told: func(path string) page.Toast {
			r.folder = filepath.Dir(path)
			r.h.Refresh()
			return page.Toast{Tone: page.Done, Text: text.T("reportview.export.done", filepath.Base(path))}
		},
	})
}

// picked takes from a table the rows and columns that are shown, all without a
// grid.
func (r *Report) picked() func(context.Context, *reports.Table) (*reports.Table, error) {
	if r.grid == nil {
		return func(ctx context.Context, t *reports.Table) (*reports.Table, error) { return t, ctx.Err() }
	}
	q := r.grid.Query()
	return func(ctx context.Context, t *reports.Table) (*reports.Table, error) {
		rows, err := t.Find(ctx, r.source.pick(t, q))
		return t.Only(reports.Shown{Rows: rows, Columns: q.Columns, Words: q.Search}), err
	}
}

// askDays lets the user choose the two days.
func (r *Report) askDays(p model.Period) {
	days := period.NewDays(r.h.Format(), r.h.Runner(), p, false)
	r.h.Show(page.Dialog{Title: text.T("reportview.days.title"), Content: days, Verb: text.T("reportview.days.verb"), Do: func() bool {
		p, ok := days.Read()
		if ok {
			r.period.Choose(period.Between(p, r.h.Book().Today()))
		}
		return !ok
	}})
}

// askKnown lets the user look at the report as it was known on a day.
func (r *Report) askKnown() {
	f := form.New(form.Options{Format: r.h.Format(), Runner: r.h.Runner(), Bare: true})
	day := f.Date(form.Spec{Name: "known", Label: text.T("reportview.known.day"), Help: text.T("reportview.known.help")})
	if r.want.Known != "" {
		day.Set(r.want.Known)
	}
	f.Settle()
	r.h.Show(page.Dialog{Title: text.T("reportview.known.title"), Content: f, Verb: text.T("reportview.days.verb"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		d, _ := day.Get() // found valid
		r.ask(func(w *wanted) { w.Known = d })
		return false
	}})
}

// sentence is what an error says to a person.
func sentence(err error) string {
	var e *model.Error
	if errors.As(err, &e) && e.Code != model.Internal {
		return e.Error()
	}
	return text.T("reportview.failed.plain")
}

// details reports the error behind a sentence.
func details(h page.Host, op string, err error) func() { return func() { h.Report(op, err) } }

var _ interface {
	page.Screen
	page.Searcher
	page.Reloader
	page.Exporter
	page.Keeper
	page.Areas
	page.Actor
	page.Titler
	page.Escaper
} = (*Report)(nil)
