package stocking

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/record"
	service "github.com/dropledger/dropledger/services/stocking"
)

type idea = service.Proposal

var ideaFaces = map[service.Verdict]face{
	service.Pays: {theme.Fine, theme.IconTickCircle}, service.Together: {theme.Fine, theme.IconMerge}, service.Dropship: {theme.Idle, theme.IconSent},
	service.Open: {theme.Warned, theme.IconQuestionCircle}, service.NoPlace: {theme.Idle, theme.IconPlace}, service.Few: {theme.Idle, theme.IconClock},
}

func verdictName(v string) string { return text.T(text.Key("stocking.verdict.", v)) }

// ideas is the list of the proposals.
type ideas struct {
	*roster.List[idea]
	service *service.Service
	result  atomic.Pointer[service.Result]
	made    bool // what each line is made of is shown
}

func newIdeas(h page.Host) *ideas {
	b := h.Book()
	s := &ideas{service: service.New(b.DB)}
	bring := kit.Act("stocking.ideas.import", text.T("stocking.ideas.import"), kit.Mark{Icon: theme.IconImport}, func() { h.Go(page.Route{Screen: page.Orders}) })
	how := kit.Act("stocking.ideas.second", text.T("stocking.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Stocking}) })
	s.List = roster.New(h, roster.Options[idea]{
		Name: "stocking.ideas", Words: words(), Single: true, Fixed: true,
		ID: func(p idea) int64 { return rowID(p.Region, p.SKU) }, Called: func(p idea) string { return p.Name },
		Key:  func(p idea) string { return p.Region + "\n" + p.SKU },
		Load: s.load, Find: s.find, Details: s.details, Actions: s.actions, Filters: ideaFilters(),
		Tools: []fyne.CanvasObject{kit.IconButton(kit.Plain, theme.IconExport, text.T("stocking.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE))},
		Empty: kit.EmptyOptions{
			Icon: theme.IconPlace, Title: text.T("stocking.ideas.empty"), Lines: []string{text.T("stocking.ideas.empty.what"), text.T("stocking.ideas.empty.from")},
			Primary: &bring, Second: &how,
		},
		Grid: grid.Options[idea]{
			Name: "stocking.ideas", Columns: ideaColumns(h.Format(), b.Home),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "verdict"}}, Count: "stocking.ideas.count", CountOf: "stocking.ideas.countof", NoMatch: "stocking.ideas.nomatch"},
		},
	}, &b.Bus.OffersChanged, &b.Bus.OrdersChanged, &b.Bus.PurchasesChanged, &b.Bus.SuppliersChanged, &b.Bus.SettingsChanged)
	return s
}

// load works the proposals out.
func (s *ideas) load(ctx context.Context, _ bool) ([]idea, error) {
	r, err := s.service.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	s.result.Store(r)
	return r.Proposals, nil
}

func (s *ideas) find(ctx context.Context, key string) (int64, bool, error) {
	rows, err := s.load(ctx, false)
	for _, p := range rows {
		if p.Region+"\n"+p.SKU == key || p.SKU == key {
			return rowID(p.Region, p.SKU), false, nil
		}
	}
	if err == nil {
		err = model.Errorf(model.NotFound, "%s", text.T("stocking.unknown", strings.ReplaceAll(key, "\n", " ")))
	}
	return 0, false, err
}

// Primary implements page.Primary: it orders what the chosen proposal says.
func (s *ideas) Primary() {
	if p, ok := s.Grid.CurrentRow(); ok {
		for _, a := range s.actions(p, true) {
			if a.ID == "stocking.replenish" {
				a.Do()
			}
		}
	}
}

func ideaFilters() []roster.Filter[idea] {
	one := func(fn func(idea) string) func(idea) []string {
		return func(p idea) []string {
			if v := fn(p); v != "" {
				return []string{v}
			}
			return nil
		}
	}
	as := func(v string) string { return v }
	return []roster.Filter[idea]{
		{ID: "verdict", Name: text.T("stocking.col.verdict"), Values: one(func(p idea) string { return string(p.Verdict) }), Label: verdictName},
		{ID: "region", Name: text.T("stocking.col.region"), Values: one(func(p idea) string { return p.Region }), Label: as},
		{ID: "class", Name: text.T("stocking.col.class"), Values: one(func(p idea) string { return p.Class }), Label: as},
		{ID: byPlace, Name: text.T("stocking.col.place"), Values: one(func(p idea) string { return p.Place }), Label: as},
	}
}

// ideaColumns are those of the list.
func ideaColumns(f *format.Format, home model.Currency) []grid.Column[idea] {
	money := func(id string, width float32, price bool, fn func(idea) *record.Amount) grid.Column[idea] {
		return grid.Column[idea]{
			ID: id, Width: width, Align: fyne.TextAlignTrailing, Down: true, Cell: func(p idea) grid.Cell { return amount(f, fn(p), home, price) },
			Compare: func(a, b idea) int { return cmp.Compare(least(fn(a)), least(fn(b))) }, Value: func(p idea) any { return amountValue(fn(p), home) },
		}
	}
	plain := func(id string, width, flex float32, fn func(idea) string) grid.Column[idea] {
		return grid.Column[idea]{ID: id, Width: width, MinWidth: 80, Flex: flex, Cell: func(p idea) grid.Cell { return quiet(fn(p)) }, SortText: fn, Value: func(p idea) any { return reports.Text(fn(p)) }}
	}
	hidden := func(id string, width float32, fn func(idea) string) grid.Column[idea] {
		c := plain(id, width, 0, fn)
		c.Hidden = true
		return c
	}
	all := []grid.Column[idea]{
		{
			ID: "name", Width: 190, MinWidth: 144, Flex: 3, Lead: true, Fixed: true, Cell: func(p idea) grid.Cell { return grid.Cell{Text: p.Name, Tip: p.SKU} },
			SortText: func(p idea) string { return p.Name }, Value: func(p idea) any { return reports.Text(p.Name) },
		},
		{ID: "sku", Width: 92, Hidden: true, Cell: func(p idea) grid.Cell { return quiet(p.SKU) }, SortText: func(p idea) string { return p.SKU }, Value: func(p idea) any { return reports.Identifier(p.SKU) }},
		plain("region", 116, 1, func(p idea) string { return p.Region }),
		{ID: "class", Width: 54, Align: fyne.TextAlignCenter, Cell: func(p idea) grid.Cell { return grid.Cell{Text: p.Class, Tip: share(f, p)} }, SortText: func(p idea) string { return p.Class }, Value: func(p idea) any { return reports.Text(p.Class) }},
		{
			ID: "month", Width: 72, Align: fyne.TextAlignTrailing, Down: true, Cell: func(p idea) grid.Cell { return grid.Cell{Text: f.Fixed(p.PerMonth, 1)} },
			Compare: func(a, b idea) int { return a.PerMonth.Compare(b.PerMonth) }, Value: func(p idea) any { return reports.Number(p.PerMonth) },
		},
		{ID: "verdict", Width: 144, Cell: func(p idea) grid.Cell { return verdictCell(f, p) }, Compare: welcome, Value: func(p idea) any { return reports.Text(verdictSaid(p)) }},
		money("dropunit", 92, true, func(p idea) *record.Amount { return p.DropUnit }),
		money("stockunit", 80, true, func(p idea) *record.Amount { return p.StockUnit }),
		{
			ID: "breakeven", Width: 76, Yields: 1, Align: fyne.TextAlignTrailing, Cell: func(p idea) grid.Cell { return whole(f, p.Breakeven) },
			Value: func(p idea) any { return integer(p.Breakeven) },
		},
		savingColumn(f, home),
		{
			ID: "faster", Width: 76, Hidden: true, Align: fyne.TextAlignTrailing, Down: true, Cell: func(p idea) grid.Cell { return whole(f, p.DaysFaster) },
			Value: func(p idea) any { return integer(p.DaysFaster) },
		},
		hidden("place", 110, func(p idea) string { return p.Place }),
		{
			ID: "point", Width: 92, Hidden: true, Align: fyne.TextAlignTrailing, Cell: func(p idea) grid.Cell { return whole(f, p.ReorderPoint) },
			Value: func(p idea) any { return integer(p.ReorderPoint) },
		},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("stocking.col.", all[i].ID))
	}
	return all
}

// savingColumn is what stock saves a month, in its colour.
func savingColumn(f *format.Format, home model.Currency) grid.Column[idea] {
	return grid.Column[idea]{
		ID: "saving", Width: 72, Align: fyne.TextAlignTrailing, Down: true, Cell: func(p idea) grid.Cell {
			c := amount(f, p.Saving, home, false)
			if p.Saving != nil {
				c.Tone, c.Bold = theme.Wrong, *p.Saving > 0
				if *p.Saving > 0 {
					c.Tone = theme.Fine
				}
			}
			return c
		},
		Compare: func(a, b idea) int { return cmp.Compare(least(a.Saving), least(b.Saving)) }, Value: func(p idea) any { return amountValue(p.Saving, home) },
	}
}

func amount(f *format.Format, a *record.Amount, c model.Currency, price bool) grid.Cell {
	switch {
	case a == nil:
		return quiet("")
	case price:
		return grid.Cell{Text: f.Amount(model.Amount(*a).Round(c), c), Tip: f.Price(model.Amount(*a), c)}
	}
	return grid.Cell{Text: f.Amount(model.Amount(*a), c)}
}

func amountValue(a *record.Amount, c model.Currency) any {
	if a == nil {
		return reports.Unknown()
	}
	return reports.UnitPrice(model.Amount(*a), c)
}

// least is an amount for sorting: unknown is below all.
func least(a *record.Amount) record.Amount {
	if a == nil {
		return -1 << 62
	}
	return *a
}

// share says what part of the region's value the product has.
func share(f *format.Format, p idea) string {
	if p.SharePct == nil {
		return ""
	}
	return text.T("stocking.share", f.Percent(*p.SharePct), p.Region)
}

func verdictCell(f *format.Format, p idea) grid.Cell {
	of := ideaFaces[p.Verdict]
	return grid.Cell{Pills: []grid.Pill{{Text: verdictSaid(p), Icon: of.icon, Tone: of.tone}}, Tip: asRead(f, p.Says)}
}

// verdictSaid is the verdict of a proposal, with what keeps it open.
func verdictSaid(p idea) string {
	if p.Verdict == service.Open && p.Saving != nil && p.Lead == nil {
		return text.T("stocking.verdict.lead")
	}
	return verdictName(string(p.Verdict))
}

// welcome puts what is worth stocking first, and of equal ones what saves more.
func welcome(a, b idea) int {
	all := service.Verdicts()
	return cmp.Or(cmp.Compare(slices.Index(all, a.Verdict), slices.Index(all, b.Verdict)), cmp.Compare(least(b.Saving), least(a.Saving)), b.PerMonth.Compare(a.PerMonth))
}
