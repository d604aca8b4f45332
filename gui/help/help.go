// Package help shows the pages of the help, with the keys that mean something
// now and what the program is built on. It must not know the screens that the
// pages are about, only their names.
package help

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Help is the help: its pages left, one of them right.
type Help struct {
	host   page.Host
	page   *kit.Page
	list   *grid.Grid[content]
	search *kit.SearchField
	right  *kit.Frame
	links  []fyne.Focusable // on the page that is shown
	shown  string
	wanted string // the page to be chosen once the list is there
}

// kept is what the way back restores.
type kept struct{ key, words string }

// New makes the screen of the help.
func New(h page.Host) page.Screen {
	s := &Help{host: h, page: kit.NewPage(text.T("help.title")), right: kit.Gap(0, 0)}
	s.list = grid.New(grid.Options[content]{
		Key: func(c content) string { return c.key },
		Columns: []grid.Column[content]{{
			ID: "title", Title: text.T("help.pages"), Width: listWidth - 2*theme.Gap16, Flex: 1, Lead: true,
			Cell: func(c content) grid.Cell { return grid.Cell{Text: c.title} },
		}},
		OnCurrent: func(c content, ok bool) {
			if ok {
				s.show(c)
			}
		},
		OnOpen: func(content) { s.intoPage() },
		Setup:  grid.Setup{TypeAhead: true, NoMatch: "help.nomatch"},
		Events: grid.Events{OnView: func() { s.choose() }},
		Place:  grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format()},
	})
	all := action.Action{ID: "help.all", Label: text.T("help.all"), Run: func() { s.search.Clear() }}
	s.list.SetEmpty(kit.Inset(kit.Empty(kit.EmptyOptions{Icon: theme.IconSearch, Title: text.T("help.none"), Primary: &all}), 0, theme.Gap12))
	s.search = kit.NewSearchField(h.Runner(), text.T("help.search"), s.find)
	s.search.OnList = func() { kit.Focus(s.list) }
	s.page.Header.SetBack(h.Back)
	s.page.Header.SetTools(s.search)
	s.page.SetBody(container.New(aside{}, s.list, kit.Ground(theme.Surface), s.right, kit.Ground(theme.Line)))
	return s
}

// Content implements page.Screen.
func (s *Help) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen: Key is the page, by the name of the screen that it
// is about.
func (s *Help) Open(r page.Route) {
	if s.shown == "" {
		s.open(find(pages, r.Key).key)
	}
}

// open lists all pages and shows one.
func (s *Help) open(key string) {
	s.wanted = key
	s.list.SetRows(search(pages, s.search.Text))
	if key != "" {
		s.show(find(pages, key))
	}
	s.choose()
}

// choose puts the cursor on the page that is wanted as soon as the list has it.
func (s *Help) choose() {
	if s.wanted == "" || s.list.Loading() {
		return
	}
	wanted := s.wanted
	if _, ok := s.list.Row(wanted); ok {
		s.wanted = ""
		s.list.Select(wanted)
	}
}

// Close implements page.Screen.
func (s *Help) Close() { s.list.Close() }

// Search implements page.Searcher.
func (s *Help) Search() { kit.Focus(s.search) }

// Areas implements page.Areas.
func (s *Help) Areas() []fyne.Focusable {
	areas := []fyne.Focusable{s.list}
	if len(s.links) > 0 {
		areas = append(areas, s.links[0])
	}
	return areas
}

// Keep implements page.Keeper.
func (s *Help) Keep() any { return kept{s.shown, s.search.Text} }

// Restore implements page.Keeper.
func (s *Help) Restore(v any) {
	if k, ok := v.(kept); ok {
		s.search.Set(k.words)
		s.open(k.key)
	}
}

// Title implements page.Titler.
func (s *Help) Title() string {
	return text.T("help.window", find(pages, s.shown).title)
}

// Actions implements page.Actor.
func (s *Help) Actions() []action.Action {
	return []action.Action{{
		ID: "help.diagnostics", Label: text.T("help.diagnostics"), Icon: theme.Icon(theme.IconCopy, theme.Text),
		Run: func() { s.host.Copy(s.host.Desk().Diagnostics()) },
	}}
}

// find lists the pages that hold all words, and shows the first.
func (s *Help) find(words string) {
	found := search(pages, words)
	at := max(slices.IndexFunc(found, func(c content) bool { return c.key == s.shown }), 0)
	s.wanted = ""
	if len(found) > 0 {
		s.wanted = found[at].key
	}
	s.list.SetRows(found)
	s.choose()
}

// intoPage puts the focus on the first link of the page.
func (s *Help) intoPage() {
	if len(s.links) > 0 {
		kit.Focus(s.links[0])
	}
}

// follow opens what a link leads to.
func (s *Help) follow(to string) {
	scheme, name, _ := strings.Cut(to, ":")
	switch scheme {
	case "help":
		s.host.Go(page.Route{Screen: page.Help, Key: name})
	case "screen":
		s.host.Go(page.Route{Screen: name})
	}
}

// show draws a page.
func (s *Help) show(c content) {
	if c.key == s.shown {
		return
	}
	s.shown, s.links = c.key, nil
	col := kit.Column(0)
	var rows []fyne.CanvasObject
	for i, b := range c.blocks {
		rows = append(rows, s.draw(b, i == 0)...)
	}
	switch c.key {
	case keysPage:
		rows = append(rows, kit.Gap(0, theme.Gap12), keySheet(s.host.Desk().Keys()))
	case aboutPage:
		rows = append(rows, kit.Gap(0, theme.Gap16), s.about())
	default:
		if topic := screenOf(c.key); topic != "" && (s.host.Book() != nil || topic == page.Settings) {
			rows = append(rows, kit.Gap(0, theme.Gap16), kit.Row(0, kit.NewButton(kit.Next, text.T("help.open", c.title), func() { s.follow("screen:" + topic) }).WithIcon(theme.IconRight), kit.Spacer()))
		}
	}
	col.Set(append(rows, kit.Gap(0, theme.Gap16))...)
	s.right.SetInner(kit.Scroll(kit.Row(0, kit.Spacer(), kit.Inset(col, theme.Gap16, 2*theme.Gap16), kit.Spacer()).Top()))
	s.host.Refresh()
}

// screenOf is the screen that a page is about and that can be opened from it, ""
// for none.
func screenOf(key string) string {
	if slices.Contains(order, key) && !slices.Contains(alone, key) {
		return key
	}
	return ""
}

// draw is one block with the room above it.
func (s *Help) draw(b block, first bool) []fyne.CanvasObject {
	var o fyne.CanvasObject
	above := theme.Gap8
	switch b.kind {
	case title:
		o, above = s.flow(b.spans, theme.WelcomeSize, true), theme.Gap16
	case heading:
		o, above = s.flow(b.spans, theme.PanelTitleSize, true), theme.Gap16+theme.Gap4
	case bullet, numbered:
		mark := "•"
		if b.kind == numbered {
			mark = text.T("help.number", b.number)
		}
		o, above = kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Muted, mark), itemMark, readingLine), kit.Grow(s.flow(b.spans, theme.TextSize, false))).Top(), theme.Gap4
	default:
		o = s.flow(b.spans, theme.TextSize, false)
	}
	if first {
		return []fyne.CanvasObject{o}
	}
	return []fyne.CanvasObject{kit.Gap(0, above), o}
}

// itemMark is the room for the dot or number of an item.
const itemMark float32 = 16

func (s *Help) flow(spans []span, size float32, bold bool) *flow {
	f := newFlow(spans, size, bold, s.follow)
	for _, p := range f.pieces {
		if l, ok := p.obj.(*link); ok {
			s.links = append(s.links, l)
		}
	}
	return f
}

// aside puts the list left and the page right of it.
type aside struct{}

const listWidth float32 = 248

// MinSize implements fyne.Layout.
func (aside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(listWidth+320, 200) }

// Layout implements fyne.Layout.
func (aside) Layout(o []fyne.CanvasObject, z fyne.Size) {
	put := func(o fyne.CanvasObject, x, width float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(max(width, 0), z.Height))
	}
	x := listWidth + theme.LineWidth
	put(o[0], 0, listWidth)
	put(o[1], x, z.Width-x)
	put(o[2], x, z.Width-x)
	put(o[3], listWidth, theme.LineWidth)
}
