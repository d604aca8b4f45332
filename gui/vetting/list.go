package vetting

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// ref is a record by its kind and id.
type ref struct {
	kind string
	id   int64
}

func (r ref) key() string { return r.kind + strconv.FormatInt(r.id, 10) }

// about is what the tab of a kind of records is made of. Its texts begin with
// "vetting." and the id.
type about[R any] struct {
	id      string
	icon    theme.IconName
	rows    func(*known) []R
	due     []string // what of the sheet's dues belongs here
	ref     func(R) ref
	gone    func(R) bool // put away
	called  func(R) string
	group   func(R) string // nil without groups
	head    func(string, []R) grid.Group
	columns []grid.Column[R]
	sort    []grid.Order
	details func(*kit.Panel, R) // nil: nothing is beside the list
	change  func(R)             // opens its form; nil where nothing is changed by hand
	open    func(R)             // what Enter does; nil shows the details, then changes
	attach  func(R) bool        // whether files can be attached to it; nil for none
	put     func(R, []string)   // attaches them
	creates []action.Action     // what can be made, the first with Ctrl+N
	more    func(R) []action.Action
}

// list is a tab of records: a list, beside it what is known of the chosen one,
// or its form.
type list[R any] struct {
	d      *Document
	o      about[R]
	grid   *grid.Grid[R]
	states *kit.States
	find   *kit.SearchField
	panel  *kit.Panel // with the details, nil when none were shown
	form   *editor    // that is open, nil without
	beside string     // key of the row the form is about
	asked  bool       // details are wanted though they lie over the list
	gone   bool       // those put away show as well
	wanted *grid.State
	saved  string // key of the record that was saved and is not read yet
}

func newList[R any](d *Document, o about[R]) *list[R] {
	t := &list[R]{d: d, o: o}
	t.grid = grid.New(grid.Options[R]{
		Name: "vetting." + o.id, Key: func(r R) string { return o.ref(r).key() }, Columns: o.columns,
		GroupBy: o.group, GroupHead: o.head,
		Line:      func(r R) grid.Line { return grid.Line{Muted: o.gone(r)} },
		OnCurrent: t.turn, OnOpen: t.opened,
		Setup: grid.Setup{
			First: true, NoFold: true, Sort: o.sort, Count: text.Key("vetting.", o.id+".count"), CountOf: text.Key("vetting.", o.id+".countof"), NoMatch: "vetting.nomatch",
		},
		Events: grid.Events{
			OnDelete: t.archive, OnView: t.viewed,
			OnMenu: func(at fyne.Position) { d.h.Menu(at, append(t.chosen(), t.details()...)) },
		},
		Place: d.place(),
	})
	t.states = kit.NewStates(d.h.Runner(), t.grid)
	t.find = kit.NewSearchField(d.h.Runner(), text.T("vetting.find"), t.grid.SetSearch)
	t.find.OnList = func() { kit.Focus(t.grid) }
	return t
}

func (t *list[R]) id() string { return t.o.id }

func (t *list[R]) count(k *known) (n int) {
	for _, r := range t.o.rows(k) {
		if !t.o.gone(r) {
			n++
		}
	}
	return n
}

func (t *list[R]) waits(k *known) int { return k.due(t.o.due...) }

// fill implements tab.
func (t *list[R]) fill(k *known) {
	rows := make([]R, 0, len(t.o.rows(k)))
	for _, r := range t.o.rows(k) {
		if t.gone || !t.o.gone(r) {
			rows = append(rows, r)
		}
	}
	t.grid.SetRows(rows)
	if t.wanted != nil {
		t.grid.Restore(*t.wanted)
		t.wanted = nil
	}
	if _, ok := t.grid.Row(t.saved); ok {
		t.grid.Select(t.saved)
		t.saved = ""
	}
	t.viewed()
}

// viewed shows what belongs here while nothing does.
func (t *list[R]) viewed() {
	if t.grid.All() > 0 || t.form != nil {
		t.states.ShowContent()
		return
	}
	o := kit.EmptyOptions{Icon: t.o.icon, Title: t.say("empty"), Lines: []string{t.say("empty.what"), t.say("empty.why")}}
	how := kit.Act("vetting.how", text.T("vetting.how"), kit.Mark{Icon: theme.IconHelp}, func() { t.d.h.Go(page.Route{Screen: page.Help, Key: page.Scorecard}) })
	o.Second = &how
	if len(t.o.creates) > 0 {
		o.Primary = &t.o.creates[0]
	}
	t.states.ShowEmpty(o)
}

func (t *list[R]) say(key string, args ...any) string {
	return text.T(text.Key("vetting.", t.o.id+"."+key), args...)
}

// show implements tab.
func (t *list[R]) show() {
	t.d.proposed()
	if t.form != nil {
		t.place(t.form)
		return
	}
	t.d.put(t.states)
	t.turn(t.grid.CurrentRow())
}

// showing tells whether this is the tab one sees.
func (t *list[R]) showing() bool { return t.d.known != nil && t.d.tabs.Chosen() == t.o.id }

// tools implements tab.
func (t *list[R]) tools() []fyne.CanvasObject {
	all := []fyne.CanvasObject{t.find}
	for i := len(t.o.creates) - 1; i >= 0; i-- {
		style := kit.Plain
		if i == 0 {
			style = kit.Primary
		}
		all = append(all, kit.ActionButton(t.o.creates[i], style))
	}
	return all
}

func (t *list[R]) search() { kit.Focus(t.find) }

func (t *list[R]) create() {
	if len(t.o.creates) > 0 {
		t.o.creates[0].Do()
	}
}

// primary implements tab: it saves the form that is open, else begins a new one.
func (t *list[R]) primary() {
	if t.form != nil {
		t.form.Submit()
		return
	}
	t.create()
}

// save is Ctrl+S.
func (t *list[R]) save() {
	if t.form != nil {
		t.form.Submit()
	}
}

func (t *list[R]) areas() []fyne.Focusable {
	var all []fyne.Focusable
	if stop := t.states.Stop(); stop != nil {
		all = append(all, stop)
	} else {
		all = append(all, t.grid)
	}
	if t.form != nil {
		all = append(all, t.form.First())
	}
	return append(all, t.find)
}

// actions implements tab.
func (t *list[R]) actions() []action.Action {
	all := append([]action.Action{}, t.o.creates...)
	if t.form == nil {
		all = append(all, t.chosen()...)
	}
	all = append(all, t.details()...)
	if t.o.change != nil {
		all = append(all, kit.Act("vetting.archived", text.T("vetting.do.archived"), kit.Mark{Icon: theme.IconEye, Key: action.Plain(fyne.KeyH)}, t.toggleGone))
	}
	return all
}

// details opens the panel of a record or closes it, where there is one.
func (t *list[R]) details() []action.Action {
	if t.o.details == nil {
		return nil
	}
	return []action.Action{kit.Act("vetting.panel", text.T("vetting.do.panel"), kit.Mark{Icon: theme.IconSidebar, Key: action.Plain(fyne.KeyD)}, t.toggle)}
}

// chosen are the actions of the row under the cursor.
func (t *list[R]) chosen() []action.Action {
	r, ok := t.grid.CurrentRow()
	if !ok {
		return nil
	}
	return t.actionsOf(r)
}

func (t *list[R]) actionsOf(r R) []action.Action {
	var all []action.Action
	gone := t.o.gone(r)
	if t.o.change != nil && !gone {
		all = append(all, kit.Act("vetting.edit", text.T("vetting.do.edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { t.o.change(r) }))
	}
	if t.o.more != nil && !gone {
		all = append(all, t.o.more(r)...)
	}
	if t.o.attach != nil && !gone && t.o.attach(r) {
		all = append(all, kit.Act("vetting.attach", text.T("vetting.do.attach"), kit.Mark{Icon: theme.IconLink, Key: action.Plain(fyne.KeyA)}, t.d.attachHere))
	}
	if t.o.change != nil {
		label := "vetting.do.archive"
		if gone {
			label = "vetting.do.restore"
		}
		all = append(all, kit.Act("vetting.archive", text.T(label), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, t.archive))
	}
	return all
}

// archive puts the chosen record away or brings it back, and offers to undo it.
func (t *list[R]) archive() {
	r, ok := t.grid.CurrentRow()
	if !ok || t.form != nil || t.o.change == nil {
		return
	}
	t.putAway(t.o.ref(r), t.o.called(r), !t.o.gone(r))
}

func (t *list[R]) putAway(r ref, called string, away bool) {
	h := t.d.h
	h.Runner().Go(func() {
		err := t.d.vetting.Archive(h.Context(), r.kind, r.id, away)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("vetting.unsaved"), err)
				return
			}
			said := "vetting.restored"
			if away {
				said = "vetting.archived"
			}
			undo := kit.Act("vetting.undo", text.T("vetting.undo"), kit.Mark{Icon: theme.IconUndo}, func() { t.putAway(r, called, !away) })
			h.Toast(page.Toast{Text: text.T(said, called), Link: &undo, Undo: true})
			t.d.Reload()
		})
	})
}

// toggleGone shows or hides what was put away.
func (t *list[R]) toggleGone() {
	t.gone = !t.gone
	t.fill(t.d.known)
	t.d.h.Refresh()
}

func (t *list[R]) keep() any {
	k := t.grid.Keep()
	return keptList{k, t.gone}
}

type keptList struct {
	grid grid.State
	gone bool
}

func (t *list[R]) restore(v any) {
	if k, ok := v.(keptList); ok {
		t.wanted, t.gone = &k.grid, k.gone
		t.find.Set(k.grid.Search)
	}
}

func (t *list[R]) close() {
	if t.form != nil {
		t.form.Close()
	}
	t.grid.Close()
}
