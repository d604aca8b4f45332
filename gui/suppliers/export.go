package suppliers

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
	"country": reports.KindIdentifier, "currency": reports.KindIdentifier, "offers": reports.KindInteger, "open": reports.KindInteger,
	"owed": reports.KindAmount, "orders": reports.KindInteger, "cm2": reports.KindAmount, "forwarded": reports.KindInstant, "score": reports.KindNumber, "requalify": reports.KindDate,
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *Suppliers) Export() {
	b := s.Host.Book()
	s.ExportTo(func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error {
		t := &reports.Table{Name: "suppliers", Title: text.T("suppliers.say.title"), Meta: reports.Meta{Generated: b.DB.Now(), Program: b.Program}}
		for _, h := range sheet.Heads {
			t.Head(h.ID, h.Title, kinds)
		}
		if err := t.Fill(sheet.Rows(ctx)); err != nil {
			return err
		}
		return render.Table(w, t, form)
	})
}
