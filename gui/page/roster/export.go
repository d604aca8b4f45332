package roster

import (
	"context"
	"io"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
)

// ExportTo asks where the rows that fit go and writes their visible columns:
// write is handed them, and what the file is to be, "xlsx" or "csv".
func (l *List[R]) ExportTo(write func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error) {
	h, say := l.Host, l.o.Words.Say
	err := l.Grid.Whole()
	if err == nil && l.part.Load() {
		err = grid.Partial()
	}
	if err != nil {
		h.Report(say("export.failed"), err)
		return
	}
	sheet := l.Grid.Export()
	writing.Ask(h, writing.File{
		Title: say("export.title"), Name: l.o.Name + "-" + string(h.Book().Today()) + ".xlsx", Endings: writing.Lists(), Task: say("export.task"),
		Write: func(ctx context.Context, out string, _ *job.Progress) error {
			return file.WriteAtomic(out, 0o644, func(w io.Writer) error { return write(ctx, w, sheet, writing.Form(out)) })
		},
	})
}
