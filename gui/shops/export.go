package shops

import (
	"context"
	"io"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
)

// Export implements page.Exporter.
func (s *Shops) Export() {
	export(s.host, "shops", func(ctx context.Context) (*reports.Table, error) {
		rows, err := s.load(ctx)
		if err != nil {
			return nil, err
		}
		type line struct {
			Name     string `json:"name"`
			Platform string `json:"platform"`
			Currency string `json:"currency"`
			Zone     string `json:"time_zone"`
			COD      bool   `json:"cash_on_delivery"`
			Orders   int64  `json:"orders"`
			Import   string `json:"last_import"`
			State    string `json:"state"`
		}
		lines := make([]line, len(rows))
		for i, r := range rows {
			lines[i] = line{r.Name, r.Platform, string(r.Currency), r.TimeZone, r.CashOnDelivery, r.Orders, string(r.LastImport), r.State}
		}
		columns := []string{"name", "platform", "currency", "time_zone", "cash_on_delivery", "orders:count", "last_import:instant", "state"}
		return render.List(text.T("shops.title"), columns, lines)
	})
}

// export asks where a list goes and writes it, as a workbook or as CSV by the
// ending of the file.
func export(h page.Host, name string, table func(context.Context) (*reports.Table, error)) {
	b := h.Book()
	writing.Ask(h, writing.File{
		Title: text.T("shops.export.title"), Name: name + "-" + string(b.Today()) + ".xlsx", Endings: writing.Lists(), Task: text.T("shops.export.task"),
		Write: func(ctx context.Context, out string, _ *job.Progress) error {
			t, err := table(ctx)
			if err != nil {
				return err
			}
			t.Meta.Generated, t.Meta.Program = b.DB.Now(), b.Program
			return file.WriteAtomic(out, 0o644, func(w io.Writer) error { return render.Table(w, t, writing.Form(out)) })
		},
	})
}
