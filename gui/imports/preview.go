package imports

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/importer"
)

// The tabs of a file.
const (
	tabColumns   = "columns"
	tabCreated   = "created"
	tabChanged   = "updated"
	tabUnchanged = "unchanged"
	tabRefused   = "refused"
)

// files brings files into the book and shows before what that would do.
type files interface {
	Preview(ctx context.Context, reqs []importer.Request, step importer.Step) ([]*importer.File, error)
	ImportAll(ctx context.Context, reqs []importer.Request) (importer.Result, error)
	SaveRefused(ctx context.Context, r importer.Request, f *importer.File, out string) (int, error)
	Undo(ctx context.Context, batch int64) (importer.Undone, error)
}

// preview is the screen that shows what files would do before they are imported.
type preview struct {
	h    page.Host
	svc  files
	load *async.Loader[known]
	queue
	route page.Route // where it was opened
	names known      // what can be chosen
	tab   string
	find  string
	done  *importer.Result // after the import
	busy  bool             // the import runs
	back  bool             // what came in is being taken back
	off   func()           // unsubscribes from the progress of the import
	halt  context.CancelFunc
	shut  bool

	page    *kit.Page
	tabs    *kit.Tabs
	sum     *kit.Label
	search  *kit.SearchField
	found   *kit.Label
	states  *kit.States
	body    *fyne.Container
	work    *working
	meter   meter
	rows    *rows
	refused *refused
	mapping *mapping
	strip   *strip
	whose   *kit.Selector // of a price list, nil before one was shown
	primary *kit.Button
}

// meter is how far looking at the files is; it is written elsewhere.
type meter struct{ done, total atomic.Int64 }

func (m *meter) step(done, total int64, _ string) {
	m.done.Store(done)
	m.total.Store(total)
}

func (m *meter) share() float32 {
	if total := m.total.Load(); total > 0 {
		return min(float32(m.done.Load())/float32(total), 1)
	}
	return 0
}

// NewPreview is the screen that shows what files would do before they are imported.
func NewPreview(h page.Host) page.Screen {
	b := h.Book()
	s := &preview{h: h, svc: importer.New(b.DB, b.Bus, b.Jobs)}
	s.load = async.NewLoader(h.Runner(), s.show)
	s.build()
	return s
}

func (s *preview) build() {
	s.page = kit.NewPage(text.T("imports.preview.title"))
	s.page.Header.SetBack(s.h.Back)
	s.page.StripFirst()
	s.tabs = kit.NewTabs(nil, func(id string) { s.now().tab = id; s.choose(id) })
	s.sum = kit.NewLabel(kit.Caption, "")
	s.search = kit.NewSearchField(s.h.Runner(), text.T("imports.search"), func(words string) { s.find = words; s.rows.search(words); s.count() })
	s.search.OnList = func() { kit.Focus(s.rows.table) }
	s.found = kit.NewLabel(kit.Caption, "").Align(fyne.TextAlignTrailing)
	s.rows, s.refused, s.mapping, s.strip = newRows(s), newRefused(s), newMapping(s), newStrip(s)
	s.body = container.New(&stack{})
	s.states = kit.NewStates(s.h.Runner(), s.body)
	s.work = newWorking()
	s.page.SetBody(s.states)
	s.primary = kit.ActionButton(s.importAction(), kit.Primary)
	s.header()
}

// header shows what can be done with all files.
func (s *preview) header() {
	var tools []fyne.CanvasObject
	if len(s.files) > 1 {
		tools = append(tools, s.switcher())
	}
	tools = append(tools,
		kit.NewButton(kit.Plain, text.T("imports.other"), s.other).WithIcon(theme.IconFolder),
		kit.NewButton(kit.Plain, text.T("imports.cancel"), s.cancel).WithKey(action.Plain(fyne.KeyEscape)), s.primary)
	s.page.Header.SetTools(tools...)
}

// switcher chooses the file that is shown.
func (s *preview) switcher() fyne.CanvasObject {
	options := make([]kit.Option, len(s.files))
	for i, f := range s.files {
		icon := theme.IconFile
		switch {
		case f.shown == nil:
		case f.ready():
			icon = theme.IconTickCircle
		case f.needs() != "":
			icon = theme.IconQuestionCircle
		default:
			icon = theme.IconCrossCircle
		}
		options[i] = kit.Option{ID: f.req.Path, Text: f.name(), Icon: icon}
	}
	sel := kit.NewSelector(text.T("imports.file.of", s.h.Format().Int(s.at+1), s.h.Format().Int(len(s.files))), options, func(id string) {
		s.turn(slices.IndexFunc(s.files, func(f *queued) bool { return f.req.Path == id }))
	})
	sel.SetChosen(s.now().req.Path)
	return sel
}

// Content implements page.Screen.
func (s *preview) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *preview) Open(r page.Route) {
	s.queue, s.route = queue{}, r
	s.take(strings.FieldsFunc(r.Param("files"), func(c rune) bool { return c == '\n' }))
	s.Reload()
}

// At implements page.Moving. Once its files are in the book the page stands for
// none of them: an export saved again under the same name is looked at like any
// other.
func (s *preview) At() page.Route {
	if s.done != nil {
		return page.Route{Screen: s.route.Screen}
	}
	return s.route
}

// take adds files and tells of folders in which there are none.
func (s *preview) take(paths []string) {
	for _, folder := range s.add(paths) {
		s.h.Toast(page.Toast{Tone: page.Warning, Text: text.T("imports.folder.bare", filepath.Base(folder), strings.ToUpper(strings.Join(importer.Endings(), " ")))})
	}
}

// Title implements page.Titler.
func (s *preview) Title() string {
	if f := s.now(); f != nil {
		return text.T("imports.title.file", f.name())
	}
	return ""
}

// Reload looks at the files again.
func (s *preview) Reload() {
	if s.busy || s.done != nil {
		return
	}
	if len(s.files) == 0 {
		s.nothing()
		return
	}
	reqs, b := s.requests(), s.h.Book()
	s.meter.step(0, 0, "")
	s.load.Load(s.h.Context(), func(ctx context.Context) (k known, err error) {
		if k, err = chosable(ctx, b); err != nil {
			return k, err
		}
		if k.files, err = s.svc.Preview(ctx, reqs, s.meter.step); err != nil || !k.supply(reqs) {
			return k, err
		}
		k.files, err = s.svc.Preview(ctx, reqs, s.meter.step)
		return k, err
	})
	s.watch()
}

// watch shows how far looking at the files is.
func (s *preview) watch() {
	if s.shut || s.load.State().Phase != async.Loading {
		return
	}
	s.work.set(text.T("imports.reading"), s.meter.share())
	s.h.Runner().After(100*time.Millisecond, s.watch)
}

// show draws the newest state of the files.
func (s *preview) show(st async.State[known]) {
	switch st.Phase {
	case async.Loading:
		s.reading(!st.Known || slices.Contains(s.body.Objects, fyne.CanvasObject(s.work))) // as after an import was stopped
		return
	case async.Failed:
		s.primary.SetBusy(false)
		s.states.ShowFailed(kit.FailedOptions{Sentence: st.Err.Error(), Retry: s.Reload})
		s.idle()
		return
	}
	s.primary.SetBusy(false)
	s.names = st.Value
	rows := 0
	for i, f := range st.Value.files {
		if i < len(s.files) {
			s.files[i].shown = f
			rows += f.Records
			settle(s.files[i])
		}
	}
	if rows > 0 {
		s.h.Say(page.Done, text.N("imports.checked", rows, s.h.Format().Int(rows)))
	}
	s.turn(s.at)
}

// settle keeps what was guessed, so that the import does what was shown.
func settle(f *queued) {
	p := f.preview()
	f.req.SHA256 = f.shown.SHA256
	if f.shown.Err() == nil && f.req.Shop == "" && !f.mapped() {
		f.req.Shop = p.Shop
	}
	if f.shown.Format == importer.PriceList && f.req.Supplier == "" {
		f.req.Supplier = p.Supplier
	}
}

// reading shows that the files are being looked at. What was shown stays.
func (s *preview) reading(first bool) {
	if !first {
		s.primary.SetBusy(true)
		s.sum.SetText(text.T("imports.again"))
		return
	}
	s.page.Header.SetCount(text.T("imports.nothing.written"))
	s.work.note.SetText(text.T("imports.reading.note"))
	s.idle()
	s.work.set(text.T("imports.reading"), 0)
	s.body.Objects = []fyne.CanvasObject{s.work}
	s.body.Refresh()
	s.states.ShowContent()
}

// idle takes away what only stands over a file that was read.
func (s *preview) idle() {
	s.page.SetStrip(nil)
	s.page.SetTabs(nil)
	s.page.SetFilters()
	s.primary.Refresh()
}

// turn shows another file.
func (s *preview) turn(i int) {
	if i < 0 || i >= len(s.files) {
		return
	}
	s.at = i
	s.find = ""
	s.search.Set("")
	s.primary.SetLabel(s.verb())
	s.primary.Refresh()
	s.header()
	s.arrange()
	s.h.Refresh()
}

// arrange lays out the file that is shown.
func (s *preview) arrange() {
	f := s.now()
	if f.shown == nil {
		s.reading(true)
		return
	}
	s.page.Header.SetCount(text.T("imports.nothing.written"))
	needs := f.needs()
	switch {
	case needs == "format":
		s.unknown(f)
		return
	case needs == "" && f.shown.Err() != nil:
		s.failed(f)
		return
	}
	s.page.SetStrip(s.strip.draw(f))
	s.setTabs(f)
	s.states.ShowContent()
	s.rows.set(f, s.find)
	s.refused.set(f)
	s.mapping.set(f)
	s.choose(s.best(f))
}

// setTabs counts what becomes of the records.
func (s *preview) setTabs(f *queued) {
	c := f.shown.Rows
	tabs := []kit.Tab{
		{ID: tabCreated, Label: text.T("imports.tab.created"), Icon: theme.IconPlusCircle, Tone: theme.Fine, Count: c.Created, Badge: true},
		{ID: tabChanged, Label: text.T("imports.tab.updated"), Icon: theme.IconPencil, Tone: theme.Under, Count: c.Updated, Badge: true},
		{ID: tabUnchanged, Label: text.T("imports.tab.unchanged"), Icon: theme.IconEqual, Tone: theme.Quiet, Count: c.Unchanged, Badge: true},
		{ID: tabRefused, Label: text.T("imports.tab.refused"), Icon: theme.IconCrossCircle, Tone: theme.Wrong, Count: c.Refused, Badge: true},
	}
	if f.mapped() {
		columns := kit.Tab{ID: tabColumns, Label: text.T("imports.tab.columns"), Icon: theme.IconColumns, Tone: theme.Quiet}
		if !f.ready() {
			tabs = nil
		}
		tabs = append([]kit.Tab{columns}, tabs...)
	}
	if f.needs() == "shop" {
		tabs = nil
	}
	s.tabs.SetTabs(tabs)
	s.sum.SetText(s.addUp(f))
	if len(tabs) == 0 {
		s.page.SetTabs(nil)
		return
	}
	s.page.SetTabs(s.tabs, s.sum)
}

// addUp shows that the counts add up to the file.
func (s *preview) addUp(f *queued) string {
	if !f.ready() {
		return ""
	}
	n, c := s.h.Format().Int, f.shown.Rows
	if c.Refused == 0 {
		return text.T("imports.adds.all", n(c.Created), n(c.Updated), n(c.Unchanged), n(f.taken()))
	}
	return text.T("imports.adds", n(c.Created), n(c.Updated), n(c.Unchanged), n(f.taken()), n(c.Refused), n(f.taken()+c.Refused))
}

// best is the tab to show first: what a person chose, else what changes.
func (s *preview) best(f *queued) string {
	c := f.shown.Rows
	switch {
	case f.needs() == "shop":
		return ""
	case f.needs() != "" || f.sketched():
		return tabColumns
	case f.tab != "" && (f.tab != tabRefused || c.Refused > 0):
		return f.tab
	case c.Updated > 0:
		return tabChanged
	case c.Created > 0:
		return tabCreated
	case c.Unchanged > 0:
		return tabUnchanged
	case c.Refused > 0:
		return tabRefused
	}
	return tabCreated
}

// choose shows a tab of the file.
func (s *preview) choose(id string) {
	s.tab = id
	s.tabs.SetChosen(id)
	f := s.now()
	parts := &stack{}
	switch id {
	case "":
		s.page.SetFilters()
		s.body.Objects = []fyne.CanvasObject{s.pickShop()}
	case tabColumns:
		s.page.SetFilters(kit.NewLabel(kit.Body, s.about(f)), kit.Spacer(), kit.NewLabel(kit.Caption, s.mapping.kept(f)))
		s.body.Objects = []fyne.CanvasObject{s.mapping.content}
	case tabRefused:
		s.page.SetFilters(kit.NewLabel(kit.Body, s.about(f)), kit.Spacer(), s.refused.saver())
		s.body.Objects = []fyne.CanvasObject{s.refused.grid}
	default:
		s.rows.show(id)
		s.page.SetFilters(kit.NewLabel(kit.Body, s.about(f)), kit.Spacer(), kit.Sized(s.found, 120, 0), s.search)
		s.body.Objects = []fyne.CanvasObject{s.rows.table}
		if f.shown.Rows.Refused > 0 {
			parts.low = s.refused.height()
			s.body.Objects = append(s.body.Objects, s.refused.strip)
		}
	}
	s.body.Layout = parts
	s.body.Refresh()
	s.count()
	s.h.Refresh()
}

// about says what the rows of the tab are.
func (s *preview) about(f *queued) string {
	c := f.shown.Rows
	n := map[string]int{tabCreated: c.Created, tabChanged: c.Updated, tabUnchanged: c.Unchanged, tabRefused: c.Refused}[s.tab]
	kind := "orders"
	if f.shown.Format != importer.ShopifyOrders {
		kind = kindOf(f)
	}
	if s.tab == tabColumns && f.byHeader() {
		return text.T(text.Key("imports.about.numbers.", yesNo(f.ready())))
	}
	if s.tab == tabColumns && f.needs() == "supplier" {
		return text.T("imports.about.columns.whose")
	}
	if s.tab == tabColumns {
		return text.T(text.Key("imports.about.columns.", yesNo(f.ready())))
	}
	return text.N(text.Key("imports.about.", s.tab+"."+kind), n, s.h.Format().Int(n))
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// count says how many rows the search found.
func (s *preview) count() {
	said := ""
	if found, all := s.rows.found(); s.find != "" {
		said = text.T("imports.found", s.h.Format().Int(found), s.h.Format().Int(all))
	}
	s.found.SetText(said)
}

// Close implements page.Screen.
func (s *preview) Close() {
	s.shut = true
	s.load.Stop()
	s.rows.close()
	s.refused.close()
	s.mapping.close()
	if s.off != nil {
		s.off()
	}
}

// Dirty implements page.Dirty.
func (s *preview) Dirty() string {
	if s.busy || s.done != nil || !s.byHand() {
		return ""
	}
	return text.T("imports.lost")
}
