// Package rulebook shows the dated rows that people keep up to date: tax and duty,
// areas of customs, calendars, carriers, addresses, marketplaces and waits, each with
// its source and the day of the last look. It must not know what the rows are used
// for.
package rulebook

import (
	"cmp"
	"context"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/rulebook"
)

type row = rulebook.Row

// past is what was changed in a row.
type past struct {
	id      int64
	entries []history.Entry
}

// Rulebook is the list of all dated rows.
type Rulebook struct {
	*roster.List[row]
	rows   *rulebook.Service
	pasts  *async.Loader[past]
	past   past
	browse func(*url.URL) // opens a page of the web
}

// New makes the screen of the dated rows. A route can narrow it by "kind".
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Rulebook{rows: rulebook.New(b.DB, b.Bus), browse: h.OpenLink}
	s.pasts = async.NewLoader(h.Runner(), s.showPast)
	how := kit.Act("rulebook.how", text.T("rulebook.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Rulebook}) })
	s.List = roster.New(h, roster.Options[row]{
		Name: "rulebook", Words: words(), Single: true, Fixed: true,
		ID: func(r row) int64 { return r.ID }, Called: called,
		Load:    func(ctx context.Context, _ bool) ([]row, error) { return s.rows.List(ctx) },
		Details: s.details, Shown: s.read, Change: s.change, Create: s.create, Actions: s.actions, Filters: filters(), Extra: []action.Action{how},
		Tools: []fyne.CanvasObject{kit.IconButton(kit.Plain, theme.IconExport, text.T("rulebook.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE))},
		Empty: kit.EmptyOptions{Icon: theme.IconScale, Title: text.T("rulebook.empty"), Lines: []string{text.T("rulebook.empty.what")}, Second: &how},
		Grid: grid.Options[row]{
			Name: "rulebook", Columns: s.columns(),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "kind"}}, Count: "rulebook.count", CountOf: "rulebook.countof", NoMatch: "rulebook.nomatch"},
		},
	}, &b.Bus.SettingsChanged, &b.Bus.PricesChanged)
	return s
}

// Close implements page.Screen.
func (s *Rulebook) Close() {
	s.pasts.Stop()
	s.List.Close()
}

// called is what a person calls a row: where it holds and what it says.
func called(r row) string { return text.T("rulebook.called", place(r), says(r)) }

// place is the country by its name, else what the row says: an area, a carrier.
func place(r row) string {
	if r.Place == "*" {
		return text.T("rulebook.everywhere")
	}
	if c := model.Country(r.Place); c.Valid() {
		return c.Name()
	}
	return r.Place
}

// says is the row's sentence without place and days, which stand beside it.
func says(r row) string {
	t := strings.TrimPrefix(r.Text, r.Place+": ")
	if at := strings.LastIndex(t, ", from "+string(r.ValidFrom)); at >= 0 {
		t = t[:at]
	}
	if strings.Contains(t, "://") {
		return t
	}
	return capital(strings.TrimPrefix(t, "an address "))
}

var large = regexp.MustCompile(`\b\d{4,}( [A-Z]{3}\b)`)

// shown is what a row says with its amounts as the user writes numbers.
func (s *Rulebook) shown(r row) string {
	return large.ReplaceAllStringFunc(says(r), func(found string) string {
		digits, currency, _ := strings.Cut(found, " ")
		n, err := strconv.Atoi(digits)
		if err != nil {
			return found
		}
		return s.Host.Format().Int(n) + " " + currency
	})
}

// begin is the first year of the calendar: such a row has always held.
const begin model.Date = "0001-01-01"

// from is the first day of a row.
func (s *Rulebook) from(d model.Date) string {
	if d == begin {
		return text.T("rulebook.always")
	}
	return s.Host.Format().DateYear(d)
}

// kindOrder sorts tax first, then as the kinds are listed, by place and day.
func kindOrder(a, b row) int {
	all := rulebook.Kinds()
	return cmp.Or(cmp.Compare(slices.Index(all, a.Kind), slices.Index(all, b.Kind)), strings.Compare(place(a), place(b)), strings.Compare(string(b.ValidFrom), string(a.ValidFrom)))
}

func kindName(kind string) string { return text.T(text.Key("rulebook.kind.", kind)) }

func words() roster.Words {
	return roster.Words{
		Say:   func(key string, args ...any) string { return text.T(text.Key("rulebook.say.", key), args...) },
		Count: func(key string, n int, args ...any) string { return text.N(text.Key("rulebook.say.", key), n, args...) },
		Field: fieldName,
		Value: func(_, value string) string { return value },
	}
}

func fieldName(name string) string { return text.T(text.Key("rulebook.field.", name)) }

func filters() []roster.Filter[row] {
	return []roster.Filter[row]{
		{ID: "kind", Name: text.T("rulebook.col.kind"), Values: func(r row) []string { return []string{r.Kind} }, Label: kindName},
		{ID: "place", Name: text.T("rulebook.col.place"), Values: func(r row) []string {
			if r.Place == "" {
				return nil
			}
			return []string{r.Place}
		}, Label: func(v string) string { return place(row{Place: v}) }},
		{ID: "age", Name: text.T("rulebook.age"), Values: func(r row) []string {
			switch {
			case r.CheckedOn == "":
				return []string{"stale", "never"}
			case r.Stale:
				return []string{"stale"}
			}
			return nil
		}, Label: func(v string) string { return text.T(text.Key("rulebook.", v)) }},
	}
}

func (s *Rulebook) columns() []grid.Column[row] {
	from := func(r row) grid.Cell { return grid.Cell{Text: s.from(r.ValidFrom), Tone: theme.Quiet} }
	all := []grid.Column[row]{
		{ID: "kind", Width: 128, Fixed: true, Cell: func(r row) grid.Cell { return grid.Cell{Text: kindName(r.Kind), Tone: theme.Quiet} }, Compare: kindOrder, Value: func(r row) any { return reports.Text(kindName(r.Kind)) }},
		{ID: "place", Width: 130, MinWidth: 100, Flex: 1, Cell: func(r row) grid.Cell { return grid.Cell{Text: place(r)} }, SortText: place, Value: func(r row) any { return reports.Text(r.Place) }},
		{ID: "text", Width: 238, MinWidth: 160, Flex: 4, Lead: true, Cell: func(r row) grid.Cell { t := s.shown(r); return grid.Cell{Text: t, Tip: t} }, SortText: says, Value: func(r row) any { return reports.Text(r.Text) }},
		{ID: "valid_from", Width: 97, Cell: from, SortText: func(r row) string { return string(r.ValidFrom) }, Value: func(r row) any { return reports.Date(r.ValidFrom) }},
		{ID: "source", Width: 130, MinWidth: 84, Flex: 2, Cell: func(r row) grid.Cell { return grid.Cell{Text: r.Source, Tip: r.Source, Tone: theme.Quiet} }, SortText: func(r row) string { return r.Source }, Value: func(r row) any { return reports.Text(r.Source) }},
		{ID: "last_checked", Width: 129, Cell: s.age, SortText: func(r row) string { return string(r.CheckedOn) }, Value: func(r row) any { return reports.Date(r.CheckedOn) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("rulebook.col.", all[i].ID))
	}
	return all
}

// age is the day of the last look, with a warning once it is long ago.
func (s *Rulebook) age(r row) grid.Cell {
	said := text.T("rulebook.never")
	if r.CheckedOn != "" {
		said = s.Host.Format().Date(r.CheckedOn)
	}
	switch {
	case r.CheckedOn == "":
		return grid.Cell{Text: said, Icon: theme.IconWarning, Tone: theme.Warned, Tip: text.T("rulebook.never.tip")}
	case r.Stale:
		return grid.Cell{Text: said, Icon: theme.IconWarning, Tone: theme.Warned, Tip: text.T("rulebook.stale.tip")}
	}
	return grid.Cell{Text: said, Tone: theme.Quiet}
}

// read reads what was changed in the row of the panel.
func (s *Rulebook) read(r row) {
	s.pasts.Load(s.Host.Context(), func(ctx context.Context) (past, error) {
		entries, err := s.rows.Past(ctx, &r)
		return past{r.ID, entries}, err
	})
}

func (s *Rulebook) showPast(st async.State[past]) {
	switch st.Phase {
	case async.Ready:
		s.past = st.Value
		s.Again()
	case async.Failed:
		s.Host.Report(text.T("rulebook.say.past.failed"), st.Err)
	}
}

// Export implements page.Exporter.
func (s *Rulebook) Export() {
	b := s.Host.Book()
	s.ExportTo(func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error {
		t := &reports.Table{Name: "rulebook", Title: text.T("rulebook.say.title"), Meta: reports.Meta{Generated: b.DB.Now(), Program: b.Program}}
		for _, h := range sheet.Heads {
			t.Head(h.ID, h.Title, map[string]reports.Kind{"valid_from": reports.KindDate, "last_checked": reports.KindDate})
		}
		if err := t.Fill(sheet.Rows(ctx)); err != nil {
			return err
		}
		return render.Table(w, t, form)
	})
}
