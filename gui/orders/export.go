package orders

import (
	"context"
	"io"
	"slices"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/orderbook"
)

// kinds are what the columns of the list hold when it is written to a file.
var kinds = map[string]reports.Kind{
	string(orderbook.ByNumber): reports.KindIdentifier, string(orderbook.ByPlaced): reports.KindDate, string(orderbook.ByCountry): reports.KindIdentifier,
	string(orderbook.ByLines): reports.KindInteger, string(orderbook.ByTotal): reports.KindAmount, string(orderbook.ByCM2): reports.KindAmount,
	string(orderbook.ByPercent): reports.KindPercent, colNet: reports.KindAmount, colOwn: reports.KindAmount,
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (l *List) Export() {
	if l.reading() {
		return
	}
	sheet := l.grid.Export()
	l.export(sheet.Heads, func(ctx context.Context, add func(cells []any)) error {
		for line, err := range sheet.Rows(ctx) {
			if err != nil {
				return err
			}
			add(line)
		}
		return nil
	})
}

// exportSelected writes the selected rows only.
func (l *List) exportSelected() {
	heads := l.grid.Export().Heads
	columns := l.source.cols.all()
	l.withSelected(func(rows []orderbook.Row) {
		l.export(heads, func(_ context.Context, add func(cells []any)) error {
			for _, r := range rows {
				line := make([]any, len(heads))
				for i, h := range heads {
					at := slices.IndexFunc(columns, func(c grid.Column[orderbook.Row]) bool { return c.ID == h.ID })
					line[i] = columns[at].Value(r)
				}
				add(line)
			}
			return nil
		})
	})
}

// export asks where the list goes and writes it, as a workbook or as CSV by the
// ending of the file.
func (l *List) export(heads []grid.Head, each func(context.Context, func([]any)) error) {
	b := l.host.Book()
	writing.Ask(l.host, writing.File{
		Title: text.T("orders.export.title"), Name: "orders-" + string(b.Today()) + ".xlsx", Endings: writing.Lists(), Task: text.T("orders.export.task"),
		Write: func(ctx context.Context, out string, _ *job.Progress) error {
			t := newTable(heads, b)
			if err := each(ctx, func(line []any) { t.Add(cells(line)...) }); err != nil {
				return err
			}
			t.Sum(sums(heads)...)
			return file.WriteAtomic(out, 0o644, func(w io.Writer) error { return render.Table(w, t, writing.Form(out)) })
		},
	})
}

// newTable is an empty table with the columns of the list.
func newTable(heads []grid.Head, b *page.Book) *reports.Table {
	t := &reports.Table{Name: "orders", Title: text.T("orders.title"), Meta: reports.Meta{Generated: b.DB.Now(), Program: b.Program, Currency: b.Home}}
	for _, h := range heads {
		kind := kinds[h.ID]
		if kind == reports.KindUnknown {
			kind = reports.KindText
		}
		if h.ID == colOwn {
			t.Meta.Currency = "" // they differ
		}
		t.Columns = append(t.Columns, reports.Column{Key: h.ID, Label: h.Title, Kind: kind})
	}
	return t
}

func cells(line []any) []reports.Cell {
	row := make([]reports.Cell, len(line))
	for i, v := range line {
		row[i], _ = v.(reports.Cell) // every column of the list has one
	}
	return row
}

// sums are the columns with totals.
func sums(heads []grid.Head) (keys []string) {
	for _, h := range heads {
		switch h.ID {
		case string(orderbook.ByTotal), string(orderbook.ByCM2), string(orderbook.ByLines), colNet:
			keys = append(keys, h.ID)
		}
	}
	return keys
}
