package products

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
	"sku": reports.KindIdentifier, "offers": reports.KindInteger, "cost": reports.KindAmount, "stock": reports.KindInteger, "counted": reports.KindDate,
	"sold30": reports.KindInteger, "sold90": reports.KindInteger, "margin": reports.KindPercent, "price": reports.KindPercent, "hs": reports.KindIdentifier,
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *Products) Export() {
	b := s.Host.Book()
	s.ExportTo(func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error {
		t := &reports.Table{Name: "products", Title: text.T("products.say.title"), Meta: reports.Meta{Generated: b.DB.Now(), Program: b.Program, Currency: b.Home}}
		for _, h := range sheet.Heads {
			t.Head(h.ID, h.Title, kinds)
		}
		if err := t.Fill(sheet.Rows(ctx)); err != nil {
			return err
		}
		return render.Table(w, t, form)
	})
}
