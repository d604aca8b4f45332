// Package rules shows the merchant's rules of routing as sentences in their
// order, the form that keeps them, and what they make of one order and of past
// orders before they are kept. It must not know how a supplier is chosen.
package rules

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/supplier"
)

type row = routerule.Row

// Rules is the list of the rules.
type Rules struct {
	*roster.List[row]
	rules   *routerule.Service
	routing *routing.Service
	form    *form.Form // that was opened last
	names   names
}

// names are what a rule can name, to be found by their beginning.
type names struct{ suppliers, shops []string }

// New makes the screen of the rules; a route with a Key opens it at the rule of
// that name.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Rules{rules: routerule.New(b.DB, b.Bus), routing: routing.New(b.DB, b.Bus, b.Jobs)}
	how := kit.Act("rules.how", text.T("rules.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Rules}) })
	create := kit.Act("rules.first", text.T("rules.say.new"), kit.Mark{Icon: theme.IconPlus}, s.create)
	s.List = roster.New(h, roster.Options[row]{
		Name: "rules", Kind: routerule.Kind, Words: s.words(), Single: true,
		ID: func(r row) int64 { return r.ID }, Key: name, Called: name, Archived: ended,
		Load: s.load, Find: s.find, Details: s.details, Change: s.change, Create: s.create, Actions: s.actions,
		Extra: []action.Action{how},
		Tools: []fyne.CanvasObject{
			kit.IconButton(kit.Plain, theme.IconExport, text.T("rules.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
		},
		Empty: kit.EmptyOptions{
			Icon: theme.IconSplit, Title: text.T("rules.empty"), Lines: []string{text.T("rules.empty.what"), text.T("rules.empty.from")},
			Primary: &create, Second: &how,
		},
		Grid: grid.Options[row]{
			Name: "rules", Columns: s.columns(),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "place"}}, Count: "rules.count", CountOf: "rules.countof", NoMatch: "rules.nomatch"},
		},
	}, &b.Bus.SettingsChanged, &b.Bus.SuppliersChanged)
	return s
}

func name(r row) string { return r.Name }

// sayWhy is the key by which the list of changes says why, with the rule's sentence.
const sayWhy = "past.why"

var isoDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// said is a sentence of a rule with its days as the user writes them.
func (s *Rules) said(sentence string) string {
	return isoDay.ReplaceAllStringFunc(sentence, func(d string) string { return s.Host.Format().DateYear(model.Date(d)) })
}

func ended(r row) bool { return r.State == routerule.StateEnded }

// words are the texts that every list of records needs, with days as the user
// writes them.
func (s *Rules) words() roster.Words {
	return roster.Words{
		Say: func(key string, args ...any) string {
			if key == sayWhy {
				for i, a := range args {
					args[i] = s.said(fmt.Sprint(a))
				}
			}
			return text.T(text.Key("rules.say.", key), args...)
		},
		Count: func(key string, n int, args ...any) string { return text.N(text.Key("rules.say.", key), n, args...) },
		Field: func(name string) string { return fieldName(name) },
		Value: func(field, value string) string {
			if field == "effect" && value != "" {
				return effectName(routerule.Effect(value))
			}
			if value == string(model.OpenStart) {
				return text.T("rules.hint.valid_from")
			}
			return s.said(value)
		},
	}
}

func fieldName(name string) string {
	if key := text.Key("rules.field.", name); text.Has(key) {
		return text.T(key)
	}
	return name
}

func effectName(e routerule.Effect) string { return text.T(text.Key("rules.effect.", e)) }

func (s *Rules) columns() []grid.Column[row] {
	place := func(r row) int {
		if ended(r) {
			return 1 << 30
		}
		return r.Place
	}
	all := []grid.Column[row]{
		{ID: "place", Width: 44, Fixed: true, Align: fyne.TextAlignTrailing, Cell: func(r row) grid.Cell {
			if ended(r) {
				return grid.Cell{}
			}
			return grid.Cell{Text: strconv.Itoa(r.Place), Tone: theme.Quiet}
		}, Compare: func(a, b row) int { return cmp.Compare(place(a), place(b)) }, Value: func(r row) any { return reports.Integer(r.Place) }},
		{
			ID: "sentence", Width: 420, MinWidth: 200, Flex: 4, Lead: true, Fixed: true, Cell: func(r row) grid.Cell { t := s.said(r.Sentence); return grid.Cell{Text: t, Tip: t} },
			SortText: func(r row) string { return r.Sentence }, Value: func(r row) any { return reports.Text(r.Sentence) },
		},
		{
			ID: "name", Width: 140, MinWidth: 80, Flex: 1, Cell: func(r row) grid.Cell { return grid.Cell{Text: r.Name, Tone: theme.Quiet} },
			SortText: name, Value: func(r row) any { return reports.Text(r.Name) },
		},
		{ID: "state", Width: 92, Cell: stateCell, SortText: func(r row) string { return r.State }, Value: func(r row) any { return reports.Text(stateName(r)) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("rules.col.", all[i].ID))
	}
	return all
}

func stateName(r row) string { return text.T(text.Key("rules.state.", r.State)) }

func stateCell(r row) grid.Cell {
	tone, icon := stateTone(r)
	return grid.Cell{Text: stateName(r), Tone: tone, Icon: icon}
}

func stateTone(r row) (theme.Tone, theme.IconName) {
	switch r.State {
	case routerule.StateActive:
		return theme.Fine, theme.IconTickCircle
	case routerule.StateFuture:
		return theme.Under, theme.IconClock
	}
	return theme.Idle, theme.IconDottedCircle
}

func (s *Rules) load(ctx context.Context, archived bool) ([]row, error) {
	found, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	s.Host.Runner().UI(func() { s.names = found })
	if archived {
		return s.rules.All(ctx)
	}
	return s.rules.List(ctx)
}

// known are the suppliers and shops of the book.
func (s *Rules) known(ctx context.Context) (n names, err error) {
	b := s.Host.Book()
	suppliers, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{})
	if err != nil {
		return n, err
	}
	for i := range suppliers {
		n.suppliers = append(n.suppliers, suppliers[i].Name)
	}
	shops, err := shop.New(b.DB, b.Bus).List(ctx, record.Filter{})
	for i := range shops {
		n.shops = append(n.shops, shops[i].Name)
	}
	return n, err
}

// find looks a rule up by its name.
func (s *Rules) find(ctx context.Context, key string) (int64, bool, error) {
	rows, err := s.rules.All(ctx)
	for _, r := range rows {
		if model.NameKey(r.Name) == model.NameKey(key) {
			return r.ID, ended(r), nil
		}
	}
	if err == nil {
		err = model.Errorf(model.NotFound, "%s", text.T("rules.unknown", key))
	}
	return 0, false, err
}

// actions are what can be done with the chosen rule beside changing and ending
// it.
func (s *Rules) actions(r row, ok bool) []action.Action {
	act := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		return kit.Act("rules."+id, text.T(text.Key("rules.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, run)
	}
	at, last := s.standing(r)
	up := act("up", theme.IconUp, fyne.KeyU, func() { s.move(r, at-1) })
	down := act("down", theme.IconDown, fyne.KeyJ, func() { s.move(r, at+1) })
	test := act("test", theme.IconLook, fyne.KeyT, s.askTest)
	replay := act("replay", theme.IconHistory, fyne.KeyR, s.replay)
	gone := s.OffGone(ok, ok && ended(r))
	up.Off, down.Off = offAt(gone, at == 1, "rules.off.first"), offAt(gone, at == last, "rules.off.last")
	replay.Off = gone
	return []action.Action{test, replay, up, down}
}

// offAt says why a rule at an end of the list cannot be moved beyond it.
func offAt(gone func() string, end bool, key string) func() string {
	return func() string {
		if why := gone(); why != "" || !end {
			return why
		}
		return text.T(key)
	}
}

// standing is which of the standing rules r is, from 1, and how many there are.
func (s *Rules) standing(r row) (at, n int) {
	for _, o := range s.Rows() {
		if !ended(o) {
			n++
		}
	}
	return r.Place, n
}

// move gives a rule another place.
func (s *Rules) move(r row, place int) {
	if ended(r) || place < 1 {
		return
	}
	h := s.Host
	h.Runner().Go(func() {
		_, err := s.rules.Put(h.Context(), []routerule.Input{{Name: r.Name, Place: &place}})
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("rules.say.unsaved"), err)
				return
			}
			s.Reload()
		})
	})
}

// details fills the panel with a rule.
func (s *Rules) details(p *kit.Panel, r row) {
	p.SetTitle(r.Name, text.T("rules.place", r.Place))
	tone, icon := stateTone(r)
	p.SetState(tone, icon, stateName(r))
	edit, archive, _ := s.Common(r, true)
	more := s.actions(r, true)
	p.SetSections(
		kit.PanelSection(text.T("rules.section.says"), "", kit.Wrapped(kit.Body, s.said(r.Sentence))),
		kit.PanelSection(text.T("rules.section.order"), "", kit.Column(theme.Gap8,
			kit.Wrapped(kit.Muted, text.T("rules.order.how")),
			kit.Row(theme.Gap8, kit.ActionButton(more[2], kit.Plain), kit.ActionButton(more[3], kit.Plain)))),
		kit.PanelSection(text.T("rules.section.try"), "", kit.Column(theme.Gap8,
			kit.Wrapped(kit.Muted, text.T("rules.try.how")),
			kit.Row(theme.Gap8, kit.ActionButton(more[0], kit.Plain), kit.ActionButton(more[1], kit.Plain)))),
		s.Past(),
	)
	p.SetButtons(kit.ActionButton(edit, kit.Next), kit.ActionButton(archive, kit.Plain).IconOnly())
}

// Export implements page.Exporter: the rules that stand, in their order.
func (s *Rules) Export() {
	b := s.Host.Book()
	s.ExportTo(func(ctx context.Context, w io.Writer, _ grid.Sheet, form string) error {
		rows, err := s.rules.List(ctx)
		if err != nil {
			return err
		}
		t, err := render.List(text.T("rules.say.title"), []string{"place:count", "name", "sentence", "valid_from:date", "valid_to:date", "state"}, rows)
		if err != nil {
			return err
		}
		t.Meta.Generated, t.Meta.Program = b.DB.Now(), b.Program
		return render.Table(w, t, form)
	})
}

// listed is a list of a form, nothing when it is empty.
func listed(v form.Values, name string) *[]string {
	all, _ := v[name].([]string)
	if all == nil {
		all = []string{}
	}
	return &all
}

// among reads a name by itself or by a beginning that no other has; what fits none
// stays as it is typed.
func among(known func() []string) func(string) (form.Option, error) {
	return func(typed string) (form.Option, error) {
		key := model.NameKey(typed)
		var found []string
		for _, n := range known() {
			switch k := model.NameKey(n); {
			case k == key:
				return form.Option{Value: n}, nil
			case key != "" && strings.HasPrefix(k, key):
				found = append(found, n)
			}
		}
		if len(found) == 1 {
			return form.Option{Value: found[0]}, nil
		}
		return trimmed(typed)
	}
}

// trimmed reads a word of a list as it is typed.
func trimmed(typed string) (form.Option, error) {
	return form.Option{Value: strings.TrimSpace(typed)}, nil
}
