package shops

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
)

// row is a shop with what came through it.
type row struct {
	shop.Row
	shop.Activity
}

// Shops is the list of the shops.
type Shops struct {
	list[row]
	shops *shop.Service
	put   *put.Service
}

// New makes the screen of the shops.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Shops{shops: shop.New(b.DB, b.Bus), put: put.New(b.DB, b.Bus)}
	s.begin(h, labels{text.T("shops.title"), text.T("shops.find"), text.T("shops.archived.chip")}, grid.Options[row]{
		Name: "shops", Key: func(r row) string { return strconv.FormatInt(r.ID, 10) }, Columns: s.columns(), Load: s.load,
		OnOpen: s.change,
		Line:   func(r row) grid.Line { return grid.Line{Muted: r.Archived} },
		Setup:  grid.Setup{Sort: []grid.Order{{Column: "name"}}, Count: "shops.count", CountOf: "shops.countof", NoMatch: "shops.nomatch"},
		Events: grid.Events{OnDelete: s.archive},
	})
	s.details, s.actions = s.panelOf, s.rowActions
	s.recall = func(r row) (string, int64) { return shop.Kind, r.ID }
	create := kit.Act("shops.new", text.T("shops.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, s.Create)
	s.page.Header.SetTools(s.search, kit.IconButton(kit.Plain, theme.IconExport, text.T("shops.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
		kit.ActionButton(create, kit.Primary))
	s.page.SetFilters(s.more, kit.Spacer(), kit.NewLabel(kit.Caption, text.T("shops.note")))
	help := kit.Act("shops.how", text.T("shops.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Shops}) })
	s.grid.SetEmpty(kit.Empty(kit.EmptyOptions{
		Icon: theme.IconStore, Title: text.T("shops.empty"), Lines: []string{text.T("shops.empty.what"), text.T("shops.empty.from")},
		Primary: &create, Second: &help,
	}))
	s.hear(&b.Bus.SettingsChanged, &b.Bus.OrdersChanged)
	return s
}

func (s *Shops) columns() []grid.Column[row] {
	quiet := func(t string) grid.Cell { return grid.Cell{Text: t, Tone: theme.Quiet} }
	return []grid.Column[row]{
		{ID: "name", Title: text.T("shops.col.name"), Width: 180, Flex: 1, Lead: true, Cell: nameCell, SortText: func(r row) string { return r.Name }},
		{ID: "platform", Title: text.T("shops.col.platform"), Width: 110, Cell: func(r row) grid.Cell { return quiet(platform(r.Platform)) }, SortText: func(r row) string { return platform(r.Platform) }},
		{ID: "currency", Title: text.T("shops.col.currency"), Width: 72, Cell: func(r row) grid.Cell { return grid.Cell{Text: string(r.Currency)} }, SortText: func(r row) string { return string(r.Currency) }},
		{ID: "zone", Title: text.T("shops.col.zone"), Width: 134, Cell: func(r row) grid.Cell { return quiet(r.TimeZone) }, SortText: func(r row) string { return r.TimeZone }},
		{ID: "cod", Title: text.T("shops.col.cod"), Width: 122, Cell: s.codCell, SortText: func(r row) string { return strconv.FormatBool(!r.CashOnDelivery) }},
		{
			ID: "orders", Title: text.T("shops.col.orders"), Width: 78, Align: fyne.TextAlignTrailing, Down: true,
			Cell:    func(r row) grid.Cell { return grid.Cell{Text: s.number(r.Orders)} },
			Value:   func(r row) any { return r.Orders },
			Compare: func(a, b row) int { return int(a.Orders - b.Orders) },
			Total:   s.totalOrders,
		},
		{ID: "import", Title: text.T("shops.col.import"), Width: 104, Down: true, Cell: s.importCell, SortText: func(r row) string { return string(r.LastImport) }},
	}
}

// platform is what a shop runs on as it writes itself; others stand as they were
// typed.
func platform(p string) string {
	if key := text.Key("shops.platform.", strings.ToLower(p)); text.Has(key) {
		return text.T(key)
	}
	return p
}

// number is a count; none is a dash.
func (s *Shops) number(n int64) string {
	if n == 0 {
		return text.T("shops.none")
	}
	return s.host.Format().Int(int(n))
}

func (s *Shops) totalOrders(rows []row) grid.Cell {
	n := int64(0)
	for _, r := range rows {
		n += r.Orders
	}
	return grid.Cell{Text: s.number(n)}
}

func (s *Shops) codCell(r row) grid.Cell {
	if !r.CashOnDelivery {
		return grid.Cell{Text: text.T("shops.none"), Tone: theme.Quiet}
	}
	return grid.Cell{Icon: theme.IconCoins, Text: text.T("shops.cod.yes")}
}

func (s *Shops) importCell(r row) grid.Cell {
	if r.LastImport == "" {
		return grid.Cell{Text: text.T("shops.import.never"), Tone: theme.Quiet}
	}
	f := s.host.Format()
	return grid.Cell{Text: f.Since(r.LastImport), Tone: theme.Quiet, Tip: f.Moment(r.LastImport)}
}

// nameCell has the name, and a pill when the shop was put away.
func nameCell(r row) grid.Cell {
	c := grid.Cell{Text: r.Name}
	if r.Archived {
		c.Pills = []grid.Pill{{Text: text.T("shops.state.archived"), Icon: theme.IconArchive, Tone: theme.Idle}}
	}
	return c
}

// load reads the shops with what came through each.
func (s *Shops) load(ctx context.Context) ([]row, error) {
	shops, err := s.shops.List(ctx, record.Filter{Archived: s.all})
	if err != nil {
		return nil, err
	}
	through, err := s.shops.Activity(ctx)
	rows := make([]row, len(shops))
	for i, r := range shops {
		rows[i] = row{r, through[r.ID]}
	}
	return rows, err
}

// Open implements page.Screen: the route's Key is the name of a shop.
func (s *Shops) Open(r page.Route) {
	s.Reload()
	if r.Key == "" {
		return
	}
	if b := s.host.Book(); b != nil {
		found, err := s.shops.ByName(s.host.Context(), r.Key)
		if err != nil {
			s.host.Report(text.T("shops.unread"), err)
			return
		}
		s.wanted = strconv.FormatInt(found.ID, 10)
		s.count()
	}
}

// panelOf fills the panel with a shop.
func (s *Shops) panelOf(r row) {
	f, p := s.host.Format(), s.panel
	p.SetTitle(r.Name, platform(r.Platform))
	if r.Archived {
		p.SetState(theme.Idle, theme.IconArchive, text.T("shops.state.archived"))
	} else {
		p.SetState(theme.Fine, theme.IconTickCircle, text.T("shops.state.active"))
	}
	cod, last := text.T("shops.no"), text.T("shops.import.never")
	if r.CashOnDelivery {
		cod = text.T("shops.yes")
	}
	if r.LastImport != "" {
		last = f.Moment(r.LastImport)
	}
	p.SetSections(
		kit.PanelSection(text.T("shops.section.shop"), "", kit.NewFacts(
			kit.Fact{Label: text.T("shops.col.currency"), Value: string(r.Currency)}, kit.Fact{Label: text.T("shops.col.zone"), Value: r.TimeZone},
			kit.Fact{Label: text.T("shops.col.cod"), Value: cod})),
		kit.PanelSection(text.T("shops.section.through"), "", kit.NewFacts(
			kit.Fact{Label: text.T("shops.col.orders"), Value: s.number(r.Orders), Bold: true}, kit.Fact{Label: text.T("shops.col.import"), Value: last})),
		s.section())
	all := s.rowActions(r, true)
	p.SetButtons(kit.ActionButton(all[0], kit.Next), kit.ActionButton(all[1], kit.Plain), kit.ActionButton(all[4], kit.Plain).IconOnly(), kit.ActionButton(all[3], kit.Plain).IconOnly())
}

// rowActions are what can be done with a shop; without one they say so.
func (s *Shops) rowActions(r row, ok bool) []action.Action {
	off := func() string {
		if !ok {
			return text.T("shops.off.none")
		}
		return ""
	}
	archive := kit.Act("shops.archive", text.T("shops.archive"), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, s.archive)
	if ok && r.Archived {
		archive = kit.Act("shops.restore", text.T("shops.restore"), kit.Mark{Icon: theme.IconUndo, Key: action.Plain(fyne.KeyDelete)}, s.archive)
	}
	all := []action.Action{
		kit.Act("shops.edit", text.T("shops.edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { s.change(r) }),
		kit.Act("shops.orders", text.T("shops.orders"), kit.Mark{Icon: theme.IconOrders, Key: action.Plain(fyne.KeyO)}, func() {
			s.host.Go(page.Route{Screen: page.Orders, Params: map[string]string{"shop": r.Name}})
		}),
		kit.Act("shops.fees", text.T("shops.fees"), kit.Mark{Icon: theme.IconPercent, Key: action.Plain(fyne.KeyF)}, func() {
			s.host.Go(page.Route{Screen: page.Fees, Params: map[string]string{"shop": r.Name}})
		}),
		archive,
		kit.Act("shops.merge", text.T("shops.merge"), kit.Mark{Icon: theme.IconMerge, Key: action.Plain(fyne.KeyM)}, func() { s.mergeInto(r) }),
	}
	for i := range all {
		all[i].Off = off
	}
	return all
}

// Actions implements page.Actor.
func (s *Shops) Actions() []action.Action {
	return append(s.chosenActions(), kit.Act("shops.all", text.T("shops.archived.show"), kit.Mark{Icon: theme.IconEye, Key: action.Plain(fyne.KeyH)}, s.toggleAll))
}

// Primary implements page.Primary.
func (s *Shops) Primary() {
	if s.form != nil {
		s.form.Submit()
		return
	}
	s.Create()
}

// archive puts the chosen shop away, or brings it back.
func (s *Shops) archive() {
	r, ok := s.grid.CurrentRow()
	if !ok {
		return
	}
	s.putAway(r, !r.Archived, s.Reload)
}

// putAway archives or restores a shop and offers to take that back.
func (s *Shops) putAway(r row, away bool, then func()) {
	h := s.host
	var err error
	h.Runner().Go(func() {
		err = s.put.Archive(h.Context(), shop.Kind, r.Name, away)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("shops.unsaved"), err)
				return
			}
			said := text.T("shops.restored", r.Name)
			if away {
				said = text.T("shops.archived", r.Name)
			}
			undo := kit.Act("shops.undo", text.T("shops.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
				s.putAway(r, !away, func() { s.cameBack(r.ID, !away) })
			})
			h.Toast(page.Toast{Text: said, Link: &undo, Undo: true})
			then()
		})
	})
}
