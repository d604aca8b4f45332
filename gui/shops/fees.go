package shops

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/shop"
)

// rule is one version of a fee, with all versions of its name that hold on some
// day, by their first day.
type rule struct {
	fee.Row
	chain []fee.Row
}

// stage is where the day stands in a rule's life.
type stage int

const (
	running stage = iota
	coming
	past
	archived
)

func stageOf(r fee.Row, today model.Date) stage {
	switch {
	case r.Archived:
		return archived
	case r.ValidFrom > today:
		return coming
	case r.ValidTo != nil && *r.ValidTo < today:
		return past
	}
	return running
}

// Fees is the list of the fee rules.
type Fees struct {
	list[rule]
	fees  *fee.Service
	shops *shop.Service
	put   *put.Service
	only  *kit.Chip // the shop that the list is narrowed to
}

// byShop is the filter of the list by shop.
const byShop = "shop"

// NewFees makes the screen of the fee rules.
func NewFees(h page.Host) page.Screen {
	b := h.Book()
	s := &Fees{fees: fee.New(b.DB, b.Bus), shops: shop.New(b.DB, b.Bus), put: put.New(b.DB, b.Bus)}
	s.begin(h, labels{text.T("shops.fees.title"), text.T("shops.fees.find"), text.T("shops.fees.all.chip")}, grid.Options[rule]{
		Name: "fees", Key: func(r rule) string { return strconv.FormatInt(r.ID, 10) }, Columns: s.columns(), Load: s.load,
		Match: map[string]func(rule, []string) bool{byShop: func(r rule, names []string) bool {
			return r.Shop == nil || model.NameKey(*r.Shop) == model.NameKey(names[0])
		}},
		OnOpen: s.correct,
		Line:   func(r rule) grid.Line { return grid.Line{Muted: stageOf(r.Row, b.Today()) >= past} },
		Setup: grid.Setup{
			Sort: []grid.Order{{Column: "name"}, {Column: "from"}}, Count: "shops.fees.count", CountOf: "shops.fees.countof", NoMatch: "shops.fees.nomatch",
		},
		Events: grid.Events{OnDelete: s.archive},
	})
	s.details, s.actions = s.panelOf, s.rowActions
	s.recall = func(r rule) (string, int64) { return fee.Kind, r.ID }
	create := kit.Act("fees.new", text.T("shops.fees.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, s.Create)
	s.page.Header.SetTools(s.search, kit.IconButton(kit.Plain, theme.IconExport, text.T("shops.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
		kit.ActionButton(create, kit.Primary))
	s.only = kit.FilterChip(text.T("shops.fees.shop"), "", nil, s.everyShop)
	s.arrange("")
	help := kit.Act("fees.how", text.T("shops.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Fees}) })
	s.grid.SetEmpty(kit.Empty(kit.EmptyOptions{
		Icon: theme.IconPercent, Title: text.T("shops.fees.empty"), Lines: []string{text.T("shops.fees.empty.what"), text.T("shops.fees.empty.from")},
		Primary: &create, Second: &help,
	}))
	s.hear(&b.Bus.PricesChanged, &b.Bus.SettingsChanged)
	return s
}

// arrange puts the filter row together: the shop has a chip while one is chosen.
func (s *Fees) arrange(name string) {
	chips := []fyne.CanvasObject{}
	if name != "" {
		s.only.SetValue(text.T("shops.fees.shop"), name, true)
		chips = append(chips, s.only)
	}
	s.page.SetFilters(append(chips, s.more, kit.Spacer(), kit.NewLabel(kit.Caption, text.T("shops.fees.note")))...)
}

// everyShop shows the rules of all shops again.
func (s *Fees) everyShop() {
	s.arrange("")
	s.grid.SetFilter(byShop)
}

// Open implements page.Screen: Param "shop" narrows the list to the rules of a
// shop, Key is the name of a rule.
func (s *Fees) Open(r page.Route) {
	if name := r.Param("shop"); name != "" {
		s.arrange(name)
		s.grid.SetFilter(byShop, name)
	}
	if r.Key != "" {
		s.search.Set(r.Key)
		s.grid.SetSearch(r.Key)
	}
	s.Reload()
}

// Restore implements page.Keeper.
func (s *Fees) Restore(v any) {
	s.list.Restore(v)
	if names := s.grid.Filter(byShop); len(names) > 0 {
		s.arrange(names[0])
	}
}

func (s *Fees) columns() []grid.Column[rule] {
	cell := func(fn func(rule) string) func(rule) grid.Cell {
		return func(r rule) grid.Cell { return grid.Cell{Text: fn(r)} }
	}
	quiet := func(fn func(rule) string) func(rule) grid.Cell {
		return func(r rule) grid.Cell { return grid.Cell{Text: fn(r), Tone: theme.Quiet} }
	}
	const right = fyne.TextAlignTrailing
	return []grid.Column[rule]{
		{ID: "name", Title: text.T("shops.col.name"), Width: 140, Flex: 1, Lead: true, Cell: s.nameCell, SortText: func(r rule) string { return r.Name }},
		{ID: "from", Title: text.T("shops.fees.valid"), Width: 148, Cell: quiet(s.days), SortText: func(r rule) string { return string(r.ValidFrom) + lastDay(r.Row) }, Value: func(r rule) any { return string(r.ValidFrom) }},
		{ID: "shop", Title: text.T("shops.fees.shop"), Width: 112, Cell: cell(shopName), SortText: shopName},
		{ID: "kind", Title: text.T("shops.fees.kind"), Width: 110, Hidden: true, Cell: quiet(kindName), SortText: kindName},
		{ID: "base", Title: text.T("shops.fees.base"), Width: 108, Cell: quiet(baseName), SortText: baseName},
		{ID: "percent", Title: text.T("shops.fees.percent"), Width: 64, Align: right, Down: true, Cell: cell(s.percent), Value: func(r rule) any { return r.Percent }, Compare: func(a, b rule) int { return ruleOf(a.Row).Percent.Cmp(ruleOf(b.Row).Percent) }},
		{ID: "fixed", Title: text.T("shops.fees.fixed"), Width: 78, Align: right, Down: true, Cell: s.fixedCell, Compare: func(a, b rule) int { return int(a.Fixed - b.Fixed) }},
		{ID: "limits", Title: text.T("shops.fees.limits"), Width: 86, Align: right, Cell: cell(s.limits)},
		{ID: "kept", Title: text.T("shops.fees.kept"), Width: 84, Cell: quiet(keptWord), SortText: keptWord},
		{ID: "checked", Title: text.T("shops.fees.checked"), Width: 96, Hidden: true, Cell: quiet(func(r rule) string { return s.day(r.CheckedOn) }), SortText: func(r rule) string { return string(r.CheckedOn) }},
		{ID: "source", Title: text.T("shops.fees.source"), Width: 160, Hidden: true, Cell: quiet(func(r rule) string { return r.Source }), SortText: func(r rule) string { return r.Source }},
	}
}

// load reads the rules: those that hold now or later, or all.
func (s *Fees) load(ctx context.Context) ([]rule, error) {
	rows, err := s.fees.All(ctx)
	chains := map[string][]fee.Row{}
	for _, r := range rows {
		if !r.Archived {
			chains[model.NameKey(r.Name)] = append(chains[model.NameKey(r.Name)], r)
		}
	}
	today := s.host.Book().Today()
	var shown []rule
	for _, r := range rows {
		if s.all || stageOf(r, today) < past {
			shown = append(shown, rule{r, chains[model.NameKey(r.Name)]})
		}
	}
	return shown, err
}

// rowActions are what can be done with a rule; without one they say so.
func (s *Fees) rowActions(r rule, ok bool) []action.Action {
	off := func() string {
		if !ok {
			return text.T("shops.fees.off.none")
		}
		return ""
	}
	gone := func() string {
		if ok && r.Archived {
			return text.T("shops.fees.off.archived")
		}
		return off()
	}
	archive := kit.Act("fees.archive", text.T("shops.archive"), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, s.archive)
	if ok && r.Archived {
		archive = kit.Act("fees.restore", text.T("shops.restore"), kit.Mark{Icon: theme.IconUndo, Key: action.Plain(fyne.KeyDelete)}, s.archive)
	}
	archive.Off = off
	version := kit.Act("fees.version", text.T("shops.fees.version"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyV)}, func() { s.version(r) })
	edit := kit.Act("fees.edit", text.T("shops.fees.correct"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { s.correct(r) })
	version.Off, edit.Off = gone, gone
	return []action.Action{version, edit, archive}
}

// Actions implements page.Actor.
func (s *Fees) Actions() []action.Action {
	return append(s.chosenActions(), kit.Act("fees.all", text.T("shops.fees.all"), kit.Mark{Icon: theme.IconEye, Key: action.Plain(fyne.KeyH)}, s.toggleAll))
}

// Primary implements page.Primary.
func (s *Fees) Primary() {
	if s.form != nil {
		s.form.Submit()
		return
	}
	s.Create()
}

// archive puts the chosen rule away, or brings it back.
func (s *Fees) archive() {
	if r, ok := s.grid.CurrentRow(); ok {
		s.putAway(r, !r.Archived, s.Reload)
	}
}

// putAway archives or restores a rule and offers to take that back. The orders
// it was charged on are worked out anew, which can take a while.
func (s *Fees) putAway(r rule, away bool, then func()) {
	h := s.host
	h.Start(page.Task{
		Name: text.T("shops.fees.task"),
		Work: func(ctx context.Context, _ *job.Progress) error { return s.put.ArchiveFee(ctx, r.ID, away) },
		Done: func(err error) {
			if err != nil {
				h.Report(text.T("shops.unsaved"), err)
				return
			}
			said := text.T("shops.fees.restored", r.Name)
			if away {
				said = text.T("shops.fees.archived", r.Name)
			}
			undo := kit.Act("fees.undo", text.T("shops.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
				s.putAway(r, !away, func() { s.cameBack(r.ID, !away) })
			})
			h.Toast(page.Toast{Text: said, Link: &undo, Undo: true})
			then()
		},
	})
}
