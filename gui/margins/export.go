package margins

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/live"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/margin"
)

// Export implements page.Exporter: it asks in which form.
func (m *Margins) Export() {
	if m.sheet() == nil || m.grid == nil {
		return
	}
	all := m.Actions()
	m.h.Menu(kit.Below(m.export), slices.Clone(all[len(all)-2:]))
}

// exportAs asks for the file and writes the rows that are shown, in their order.
func (m *Margins) exportAs(form string) {
	s := m.sheet()
	if s == nil || m.grid == nil {
		return
	}
	title := text.T("margins.export.name", m.h.Format().Period(s.period))
	b, shown := m.h.Book(), m.shown(s)
	deps := reports.Deps{DB: b.DB, Currency: b.Home, Zone: b.Clock().Location(), Program: b.Program}
	writing.Ask(m.h, writing.File{
		Title: text.T("margins.export.title"), Name: file.SafeName(title) + "." + form, Endings: []string{"." + form}, Task: text.T("margins.export.task"),
		Write: func(_ context.Context, path string, _ *job.Progress) error {
			t := reports.Margins(deps, shown)
			return file.WriteAtomic(path, 0o644, func(w io.Writer) error {
				if form == "xlsx" {
					_, err := xlsx.Write(w, live.Margins(t))
					return err
				}
				return render.Table(w, t, form)
			})
		},
	})
}

// shown is the sheet as it is seen: the rows that fit the search, in their order.
func (m *Margins) shown(s *sheet) reports.MarginShown {
	words := m.grid.Filter(filterID)
	shown := reports.MarginShown{By: s.want.dimension(), Step: s.want.step(), Period: s.period, AsKnown: s.want.Known, More: m.narrowing(s)}
	at := map[*margin.Row]*row{}
	for _, r := range m.inOrder(s) {
		if len(words) == 0 || fits(r, words) {
			at[r.Row] = r
			shown.Rows = append(shown.Rows, r.Row)
		}
	}
	if s.compares {
		shown.Compared = m.cols.head
		shown.Before = func(r *margin.Row) (model.Amount, bool) {
			if before := at[r].before; before != nil {
				return before.CM(3), true
			}
			return 0, false
		}
	}
	return shown
}

// inOrder are the rows as the grid sorts them.
func (m *Margins) inOrder(s *sheet) []*row {
	rows, cols := slices.Clone(s.rows), m.cols.all()
	slices.SortStableFunc(rows, func(a, b *row) int {
		for _, o := range m.grid.Sort() {
			at := slices.IndexFunc(cols, func(c grid.Column[*row]) bool { return c.ID == o.Column })
			if at < 0 {
				continue
			}
			c := 0
			if cols[at].Compare != nil {
				c = cols[at].Compare(a, b)
			} else if cols[at].SortText != nil {
				c = strings.Compare(strings.ToLower(cols[at].SortText(a)), strings.ToLower(cols[at].SortText(b)))
			}
			if c != 0 && o.Down {
				return -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return rows
}

// narrowing says in the workbook what the rows were narrowed to.
func (m *Margins) narrowing(s *sheet) (more []reports.Pair) {
	for _, id := range chipped {
		if on := *s.want.list(id); len(on) > 0 {
			more = append(more, reports.Pair{Key: id, Label: text.T(text.Key("margins.by.", id)), Value: reports.Text(m.bar.says(id, on, s))})
		}
	}
	if words := m.grid.Filter(filterID); len(words) > 0 {
		more = append(more, reports.Pair{Key: "search", Label: text.T("margins.export.words"), Value: reports.Text(words[0])})
	}
	return more
}
