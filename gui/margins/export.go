package margins

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
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
	ask := page.FileAsk{Title: text.T("margins.export.title"), Name: file.SafeName(title) + "." + form, Endings: []string{"." + form}, Save: true, Purpose: "export"}
	m.h.File(ask, func(paths []string) { m.write(paths[0], form, s) })
}

func (m *Margins) write(path, form string, s *sheet) {
	b, shown := m.h.Book(), m.shown(s)
	deps := reports.Deps{DB: b.DB, Currency: b.Home, Zone: b.Clock().Location(), Program: b.Program}
	m.h.Start(page.Task{
		Name: text.T("margins.export.task"),
		Work: func(_ context.Context, p *job.Progress) error {
			p.Step(0, 0, text.T("margins.export.task"))
			t := reports.Margins(deps, shown)
			return file.WriteAtomic(path, 0o644, func(w io.Writer) error {
				if form == "xlsx" {
					_, err := xlsx.Write(w, live.Margins(t))
					return err
				}
				return render.Table(w, t, form)
			})
		},
		Done: func(err error) { m.written(path, err) },
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

// written tells how the export ended.
func (m *Margins) written(path string, err error) {
	switch {
	case model.CodeOf(err) == model.Cancelled:
		return
	case err != nil:
		m.h.Report(text.T("margins.export.failed", filepath.Base(path)), err)
		return
	}
	open := kit.Act("margins.export.open", text.T("margins.export.open"), kit.Mark{Icon: theme.IconOpen}, func() { m.h.OpenFile(path) })
	m.h.Toast(page.Toast{Tone: page.Done, Text: text.T("margins.export.done", filepath.Base(path)), Link: &open})
}
