package shell

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// menu is one menu of the menu bar.
type menu struct {
	id    string
	label string
	items []item
}

// item is an action in a menu, a menu within it, or a line.
type item struct {
	action.Action
	sub     []item
	line    bool
	checked bool
	edits   bool // what a field does by itself: the key is only shown
	goes    bool // the menu it stands in goes on in its own
}

func line() item { return item{line: true} }

// railEntry is a place of the rail. The digit that opens it is its place among
// those that are there.
type railEntry struct {
	screen string
	icon   theme.IconName
	group  string // key of the caption above, "" for none
	foot   bool   // at the bottom
}

var railEntries = []railEntry{
	{screen: page.Today, icon: theme.IconToday},
	{screen: page.Orders, icon: theme.IconOrders, group: "shell.group.daily"},
	{screen: page.Forwarding, icon: theme.IconForwarding, group: "shell.group.daily"},
	{screen: page.Parcels, icon: theme.IconParcels, group: "shell.group.daily"},
	{screen: page.Suppliers, icon: theme.IconSuppliers, group: "shell.group.sourcing"},
	{screen: page.Products, icon: theme.IconProducts, group: "shell.group.sourcing"},
	{screen: page.Margins, icon: theme.IconMargins, group: "shell.group.money"},
	{screen: page.Books, icon: theme.IconBooks, group: "shell.group.money"},
	{screen: page.Reports, icon: theme.IconReports, group: "shell.group.money"},
	{screen: page.Settings, icon: theme.IconSettings, foot: true},
}

// railOf is the place of the rail that a screen belongs to, and menuOf the menu
// that shows what can be done on it.
var (
	railOf = map[string]string{
		page.Order: page.Orders, page.Imports: page.Orders, page.Import: page.Orders, page.Outbox: page.Forwarding, page.Preview: page.Forwarding, page.Assistant: page.Forwarding, page.Rules: page.Forwarding, page.Rulebook: page.Books, page.Scorecard: page.Suppliers, page.Assess: page.Suppliers, page.Templates: page.Suppliers, page.Compare: page.Suppliers, page.Stocking: page.Suppliers,
		page.Supplier: page.Suppliers, page.Product: page.Products, page.Report: page.Reports, page.Shops: page.Settings, page.Letters: page.Settings,
		page.Fees: page.Settings, page.Backups: page.Settings, page.Check: page.Settings,
	}
	menuOf = map[string]string{
		page.Orders: menuOrders, page.Forwarding: menuOrders, page.Parcels: menuOrders, page.Suppliers: menuSuppliers, page.Products: menuSuppliers, page.Rules: menuSuppliers,
		page.Margins: menuReports, page.Books: menuReports, page.Reports: menuReports,
	}
)

// The menus.
const (
	menuFile      = "file"
	menuEdit      = "edit"
	menuView      = "view"
	menuOrders    = "orders"
	menuSuppliers = "suppliers"
	menuReports   = "reports"
	menuHelp      = "help"
)

var digits = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9}

// rooted is the place of the rail that a screen belongs to.
func rooted(screen string) string {
	if r, ok := railOf[screen]; ok {
		return r
	}
	return screen
}

// table is everything that can be done now, by menu. What can never be done in
// this program is not in it; what cannot be done now says why.
func (s *Shell) table() []menu {
	all := []menu{
		{menuFile, text.T("shell.menu.file"), s.fileItems()},
		{menuEdit, text.T("shell.menu.edit"), s.editItems()},
		{menuView, text.T("shell.menu.view"), s.viewItems()},
		{menuOrders, text.T("shell.menu.orders"), s.places(page.Orders, page.Forwarding, page.Assistant, page.Outbox, page.Imports)},
		{menuSuppliers, text.T("shell.menu.suppliers"), s.places(page.Suppliers, page.Products, page.Assess, page.Templates, page.Stocking, page.Rules, page.Letters, page.Rulebook, page.Shops, page.Fees)},
		{menuReports, text.T("shell.menu.reports"), s.reportItems()},
		{menuHelp, text.T("shell.menu.help"), s.helpItems()},
	}
	if s.shown != nil {
		s.addScreen(all)
	}
	kept := all[:0]
	for _, m := range all {
		if len(m.items) > 0 {
			kept = append(kept, m)
		}
	}
	return kept
}

// addScreen puts the actions of the screen into the menu it belongs to.
func (s *Shell) addScreen(all []menu) {
	to := menuOf[rooted(s.shown.route.Screen)]
	if to == "" {
		to = menuEdit
	}
	var own []item
	s.guard(s.shown.route.Screen, func() {
		for _, a := range page.Actions(s.shown.screen) {
			own = append(own, item{Action: a})
		}
	})
	if len(own) == 0 {
		return
	}
	for i := range all {
		switch {
		case all[i].id != to:
		case to == menuEdit:
			all[i].items = append(append(all[i].items, line()), own...)
		default:
			all[i].items = s.joined(own, all[i].items)
		}
	}
}

// do is an action of the shell, named by the key of its text.
func (s *Shell) do(id string, icon theme.IconName, key action.Key, run func()) item {
	a := action.Action{ID: "shell." + id, Label: text.T(text.Key("shell.do.", id)), Key: key, Run: run}
	if icon != "" {
		a.Icon = theme.Icon(icon, theme.Text)
	}
	return item{Action: a}
}

// off says why an item cannot be done now.
func (i item) off(why func() string) item {
	i.Off = why
	return i
}

func (s *Shell) noBook() string {
	if s.book == nil {
		return text.T("shell.off.book")
	}
	return ""
}

// lacks returns why a standing key does nothing on the screen; the screen itself
// says so where it has an action with that key.
func (s *Shell) lacks(k action.Key) func() string {
	return func() string {
		c := s.current()
		if c == nil || page.Standing(c, k) == nil {
			return text.T("shell.off.screen")
		}
		for _, a := range page.Actions(c) {
			if a.Key == k {
				return a.Why()
			}
		}
		return ""
	}
}

func (s *Shell) standing(id string, icon theme.IconName, k action.Key) item {
	return s.do(id, icon, k, func() { page.Standing(s.current(), k)() }).off(s.lacks(k))
}

func (s *Shell) fileItems() []item {
	var items []item
	if s.offers(page.Welcome) {
		i := s.do("new", theme.IconPlus, action.Key{}, s.Desk().Close)
		i.More = strings.Split(text.T("shell.do.new.more"), ", ")
		items = append(items, i)
	}
	items = append(items, s.do("open", theme.IconFolder, action.Ctrl(fyne.KeyO), s.chooseBook))
	if recent := s.recentItems(); len(recent) > 0 {
		i := s.do("recent", theme.IconHistory, action.Key{}, nil)
		i.sub = recent
		items = append(items, i)
	}
	items = append(items, line())
	if s.offers(page.Import) {
		items = append(items, s.do("import", theme.IconImport, action.Ctrl(fyne.KeyI), s.chooseImport).off(s.noBook))
	}
	items = append(items, s.standing("export", theme.IconExport, action.Ctrl(fyne.KeyE)), line(),
		s.do("backup", theme.IconArchive, action.Key{}, s.chooseBackup).off(s.noBook),
		s.do("restore", theme.IconUndo, action.Key{}, s.chooseRestore).off(s.noBook))
	for _, screen := range []string{page.Backups, page.Check} {
		items = append(items, s.places(screen)...)
	}
	items = append(items, line())
	if s.offers(page.Settings) {
		items = append(items, s.do("settings", theme.IconSettings, action.Ctrl(fyne.KeyComma), func() { s.Go(page.Route{Screen: page.Settings}) }))
	}
	return append(items, s.do("quit", "", action.Ctrl(fyne.KeyQ), s.Quit))
}

func (s *Shell) recentItems() (items []item) {
	for _, r := range s.Desk().Recent() {
		path := r.Path
		items = append(items, item{
			Action:  action.Action{ID: "shell.recent." + path, Label: r.Name + "  (" + path + ")", Run: func() { s.Desk().Open(path) }},
			checked: s.book != nil && same(s.book.Path, path),
		})
	}
	return items
}

// editItems lists what fields do by themselves, then what screens offer.
func (s *Shell) editItems() []item {
	var items []item
	for _, e := range edits {
		i := s.do(e.id, "", action.Ctrl(e.key), func() { s.edit(e.cut()) })
		i.edits = true
		items = append(items, i)
	}
	items = append(items[:2], append([]item{line()}, items[2:]...)...)
	return append(items, line(),
		s.do("find", theme.IconSearch, action.Ctrl(fyne.KeyK), s.Find),
		s.standing("search", theme.IconFilter, action.Ctrl(fyne.KeyF)), line(),
		s.standing("create", theme.IconPlus, action.Ctrl(fyne.KeyN)),
		s.standing("save", theme.IconSave, action.Ctrl(fyne.KeyS)),
		s.standing("primary", theme.IconTick, action.Ctrl(fyne.KeyReturn)))
}

// edits are what a field does with its own keys; the menu hands them to whatever
// has the focus.
var edits = []struct {
	id  string
	key fyne.KeyName
	cut func() fyne.Shortcut
}{
	{"undo", fyne.KeyZ, func() fyne.Shortcut { return &fyne.ShortcutUndo{} }},
	{"redo", fyne.KeyY, func() fyne.Shortcut { return &fyne.ShortcutRedo{} }},
	{"cut", fyne.KeyX, func() fyne.Shortcut { return &fyne.ShortcutCut{Clipboard: fyne.CurrentApp().Clipboard()} }},
	{"copy", fyne.KeyC, func() fyne.Shortcut { return &fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()} }},
	{"paste", fyne.KeyV, func() fyne.Shortcut { return &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()} }},
	{"all", fyne.KeyA, func() fyne.Shortcut { return &fyne.ShortcutSelectAll{} }},
}

// edit hands a key to what has the focus. Where nothing is typed, undo takes back
// what the newest message says.
func (s *Shell) edit(cut fyne.Shortcut) {
	f, ok := s.cfg.Window.Canvas().Focused().(fyne.Shortcutable)
	if _, undo := cut.(*fyne.ShortcutUndo); undo && !ok && s.toasts.Undo() {
		return
	}
	if ok {
		f.TypedShortcut(cut)
	}
}

func (s *Shell) viewItems() []item {
	var items []item
	if s.book != nil {
		n := 0
		for _, e := range railEntries {
			if !s.offers(e.screen) || e.foot || n >= len(digits) {
				continue
			}
			i := s.place(e.screen, action.Ctrl(digits[n]))
			i.checked = s.shown != nil && rooted(s.shown.route.Screen) == e.screen
			items = append(items, i)
			n++
		}
		items = append(items, line())
	}
	none := func(step int) func() string {
		return func() string {
			if s.history.to(step) == nil {
				return text.T("shell.off.history")
			}
			return ""
		}
	}
	items = append(items,
		s.do("back", theme.IconLeft, action.Alt(fyne.KeyLeft), s.Back).off(none(-1)),
		s.do("forward", theme.IconRight, action.Alt(fyne.KeyRight), s.Forward).off(none(1)),
		s.standing("reload", theme.IconRefresh, action.Plain(fyne.KeyF5)),
		s.do("area", "", action.Plain(fyne.KeyF6), s.nextArea),
		s.do("columns", theme.IconColumns, grid.ArrangeKey, func() { s.list().ArrangeColumns() }).off(s.noList), line())
	items = append(items, s.lookItems()...)
	fold := s.do("fold", theme.IconSidebar, action.Ctrl(fyne.KeyB), s.Fold).off(s.noBook)
	fold.checked = s.look.Folded
	return append(items, fold)
}

// places lists the screens that are there.
func (s *Shell) places(screens ...string) (items []item) {
	for _, screen := range screens {
		if s.offers(screen) {
			items = append(items, s.place(screen, action.Key{}))
		}
	}
	return items
}

// place is the action that opens a screen.
func (s *Shell) place(screen string, key action.Key) item {
	a := action.Action{
		ID: "go." + screen, Label: title(screen), Key: key, Run: func() { s.Go(page.Route{Screen: screen}) },
	}
	for _, e := range railEntries {
		if e.screen == screen {
			a.Icon = theme.Icon(e.icon, theme.Text)
		}
	}
	i := item{Action: a}
	if needsBook(screen) {
		i.Off = s.noBook
	}
	return i
}

// title is the name of a screen.
func title(screen string) string { return text.T(text.Key("shell.screen.", screen)) }

func (s *Shell) reportItems() []item {
	items := s.places(page.Margins, page.Books, page.Reports)
	var sub []item
	for _, t := range s.cfg.Topics {
		if t.Route.Screen != page.Help && s.offers(t.Route.Screen) {
			sub = append(sub, s.topic(t).off(s.noBook))
		}
	}
	if len(sub) > 0 {
		all := s.do("report", theme.IconReports, action.Key{}, nil)
		all.sub = s.short(sub)
		items = append(items, line(), all)
	}
	return items
}

func (s *Shell) topic(t Topic) item {
	return item{Action: action.Action{ID: "topic." + t.Route.Screen + "." + t.Route.Key, Label: t.Title, More: t.More, Run: func() { s.Go(t.Route) }}}
}

func (s *Shell) helpItems() []item {
	var items []item
	if s.offers(page.Help) {
		items = append(items, s.do("help", theme.IconHelp, action.Plain(fyne.KeyF1), s.help))
	}
	items = append(items, s.do("keys", theme.IconKeyboard, action.Ctrl(fyne.KeySlash), s.sheet))
	var pages []item
	for _, t := range s.cfg.Topics {
		if t.Route.Screen == page.Help && s.offers(page.Help) {
			pages = append(pages, s.topic(t))
		}
	}
	if len(pages) > 0 { // in a menu of their own: they are more than a window is high
		all := s.do("pages", theme.IconHelp, action.Key{}, nil)
		all.sub = s.short(pages[1:])
		items = append(items, pages[0], all)
	}
	return append(items, line(),
		s.do("diagnostics", theme.IconCopy, action.Key{}, s.copyDiagnostics),
		s.do("logs", theme.IconFolder, action.Key{}, func() { s.OpenFile(s.cfg.Logs) }),
		s.do("about", theme.IconInfo, action.Key{}, s.about))
}

// help opens the page of the help about what is shown: that of the screen, else
// that of the place of the rail it belongs to.
func (s *Shell) help() {
	key := ""
	if s.shown != nil && s.shown.route.Screen != page.Help {
		for _, name := range []string{s.shown.route.Screen, rooted(s.shown.route.Screen)} {
			if key == "" && s.helps(name) {
				key = name
			}
		}
	}
	s.Go(page.Route{Screen: page.Help, Key: key})
}

// helps tells whether the help has a page of that name.
func (s *Shell) helps(name string) bool {
	return slices.ContainsFunc(s.cfg.Topics, func(t Topic) bool { return t.Route.Screen == page.Help && t.Route.Key == name })
}
