package parcels

import (
	"context"
	"io"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
)

// kinds are what the columns hold when they are written to a file; all others
// are texts.
var kinds = map[string]reports.Kind{
	"tracking": reports.KindIdentifier, "orders": reports.KindIdentifier, "purchase": reports.KindIdentifier, "shipped": reports.KindDate,
	"moved": reports.KindDate, "promised": reports.KindDate, "delivered": reports.KindDate, "late": reports.KindInteger,
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *Parcels) Export() {
	b := s.Host.Book()
	s.ExportTo(func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error {
		t := &reports.Table{Name: "parcels", Title: text.T("parcels.say.title"), Meta: reports.Meta{Generated: b.DB.Now(), Program: b.Program}}
		for _, h := range sheet.Heads {
			t.Head(h.ID, h.Title, kinds)
		}
		if err := t.Fill(sheet.Rows(ctx)); err != nil {
			return err
		}
		return render.Table(w, t, form)
	})
}
