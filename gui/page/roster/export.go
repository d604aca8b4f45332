package roster

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
)

// ExportTo asks where the rows that fit go and writes their visible columns:
// write is handed them, and what the file is to be, "xlsx" or "csv".
func (l *List[R]) ExportTo(write func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error) {
	h, say, sheet := l.Host, l.o.Words.Say, l.Grid.Export()
	ask := page.FileAsk{
		Title: say("export.title"), Name: l.o.Name + "-" + string(h.Book().Today()) + ".xlsx", Endings: []string{".xlsx", ".csv"}, Save: true, Purpose: "export",
	}
	h.File(ask, func(paths []string) {
		out, form := paths[0], "xlsx"
		if strings.EqualFold(filepath.Ext(out), ".csv") {
			form = "csv"
		}
		h.Start(page.Task{
			Name: say("export.task"),
			Work: func(ctx context.Context, _ *job.Progress) error {
				return file.WriteAtomic(out, 0o644, func(w io.Writer) error { return write(ctx, w, sheet, form) })
			},
			Done: func(err error) { l.exported(out, err) },
		})
	})
}

func (l *List[R]) exported(out string, err error) {
	h, say := l.Host, l.o.Words.Say
	switch {
	case model.CodeOf(err) == model.Cancelled:
		h.Say(page.Note, err.Error())
	case err != nil:
		h.Report(say("export.failed"), err)
	default:
		open := kit.Act(l.o.Name+".export.open", say("export.open"), kit.Mark{Icon: theme.IconOpen}, func() { h.OpenFile(out) })
		h.Toast(page.Toast{Text: say("export.done", filepath.Base(out)), Link: &open})
	}
}
