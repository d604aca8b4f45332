package assess

import (
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// dress brings head and strip up to what is entered.
func (t *Template) dress() {
	h := t.page.Header
	h.SetTitle(t.title())
	if !t.isNew() {
		h.SetCount(text.T("assess.tp.version", t.h.Format().Int(t.number)))
	}
	var pills []*kit.Pill
	if t.touched {
		pills = append(pills, kit.NewPill(theme.Warned, theme.IconPencil, text.T("assess.is.unsaved")))
	}
	h.SetStates(pills...)
	var tools []fyne.CanvasObject
	for _, a := range t.tools() {
		tools = append(tools, kit.ActionButton(a, kit.Plain))
	}
	h.SetTools(append(tools, kit.ActionButton(t.primaryAction(), kit.Primary))...)
	t.page.SetStrip(t.strip())
}

func (t *Template) title() string {
	if t.sheet != nil && t.sheet.name != "" {
		return t.sheet.name
	}
	if t.isNew() {
		return text.T("assess.tp.new")
	}
	return t.route.Key
}

// strip says while someone types what the weights add up to, and what a save does.
func (t *Template) strip() fyne.CanvasObject {
	f, s := t.h.Format(), t.sheet
	facts := []fyne.CanvasObject{
		fact(text.T("assess.tp.weights"), weightsPill(s.weights(), f.Decimal)),
		fact(text.T("assess.tp.scales"), t.scalePill()),
		fact(text.T("assess.tp.asked"), kit.NewLabel(kit.Body, text.T("assess.joined",
			text.N("assess.tp.gatecount", len(s.gates), f.Int(len(s.gates))), text.N("assess.total", len(s.criteria), f.Int(len(s.criteria)))))),
	}
	if !t.reading() {
		facts = append(facts, fact(text.T("assess.tp.saves"), kit.NewLabel(kit.Body, text.T("assess.tp.saves.version", f.Int(t.number+1)))))
	}
	open := text.T("assess.tp.open.none")
	if n := len(t.opens()); n > 0 {
		open = f.Int(n)
	}
	return rowOf(append(facts, fact(text.T("assess.tp.open"), kit.NewLabel(kit.Body, open))))
}

func weightsPill(sum decimal.Decimal, write func(decimal.Decimal) string) *kit.Pill {
	rest := hundred.Sub(sum)
	switch {
	case rest.IsZero():
		return kit.NewPill(theme.Fine, theme.IconTickCircle, text.T("assess.tp.weights.right"))
	case rest.IsPositive():
		return kit.NewPill(theme.Wrong, theme.IconAlertCircle, text.T("assess.tp.weights.missing", write(sum), write(rest)))
	}
	return kit.NewPill(theme.Wrong, theme.IconAlertCircle, text.T("assess.tp.weights.over", write(sum), write(rest.Neg())))
}

func (t *Template) scaleWords() string {
	all := t.sheet.scales()
	switch {
	case len(all) == 0:
		return text.T("assess.tp.scale.none")
	case len(all) == 1:
		return text.T("assess.tp.scale.one", text.T(text.Key("assess.tp.scale.", string(all[0]))))
	case t.sheet.mixed:
		return text.T("assess.tp.scale.mixed")
	}
	return text.T("assess.tp.scale.unsaid")
}

func (t *Template) scalePill() *kit.Pill {
	all := t.sheet.scales()
	switch {
	case len(all) < 2:
		return kit.NewPill(theme.Idle, theme.IconScale, t.scaleWords())
	case t.sheet.mixed:
		return kit.NewPill(theme.Under, theme.IconScale, t.scaleWords())
	}
	return kit.NewPill(theme.Wrong, theme.IconAlertCircle, t.scaleWords())
}

// say puts up what a person must know beside the fields.
func (t *Template) say() {
	var notes []fyne.CanvasObject
	f := t.h.Format()
	if t.wrong != "" {
		notes = append(notes, kit.NewNote(theme.Wrong, theme.IconAlertCircle, t.wrong, nil))
	}
	if !t.sheet.mixed && len(t.sheet.scales()) > 1 {
		link := t.mixedAction()
		notes = append(notes, kit.NewNote(theme.Warned, theme.IconScale, text.T("assess.tp.mixedask"), &link))
	}
	switch {
	case t.reading():
		link := kit.Act("assess.tp.newest", text.T("assess.tp.do.newest"), kit.Mark{Icon: theme.IconRight}, func() {
			t.h.Go(page.Route{Screen: page.Templates, Key: t.route.Key})
		})
		notes = append(notes, kit.NewNote(theme.Under, theme.IconInfo, text.T("assess.tp.reading", f.Int(t.number), f.Int(t.known.versions[0].Number)), &link))
	case len(t.opens()) > 0:
		n := len(t.opens())
		notes = append(notes, kit.NewNote(theme.Under, theme.IconInfo, text.N("assess.tp.stays", n, f.Int(n), listed(t.opens())), nil))
	}
	putUp(t.notes, notes)
	t.whole.Refresh()
}

func (t *Template) mixedAction() action.Action {
	return kit.Act("assess.tp.mixed", text.T("assess.tp.sayit"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyM)}, t.meanMixed)
}

// meanMixed says that both scales are meant.
func (t *Template) meanMixed() {
	t.sheet.mixed, t.wrong = true, ""
	delete(t.editors, headLine)
	t.changed()
	t.say()
	t.show(t.shown)
}

func (t *Template) primaryAction() action.Action {
	if t.reading() {
		return kit.Act("assess.tp.newest", text.T("assess.tp.do.newest"), kit.Mark{Icon: theme.IconRight, Key: action.Ctrl(fyne.KeyReturn)}, func() {
			t.h.Go(page.Route{Screen: page.Templates, Key: t.route.Key})
		})
	}
	a := kit.Act("assess.tp.save", text.T("assess.tp.do.save", t.h.Format().Int(t.number+1)), kit.Mark{Icon: theme.IconSave, Key: action.Ctrl(fyne.KeyReturn)}, t.save)
	a.Off = func() string {
		if !t.touched {
			return text.T("assess.tp.off.same")
		}
		return ""
	}
	return a
}

func (t *Template) tools() []action.Action {
	if t.reading() {
		return []action.Action{t.versionsAction()}
	}
	gate := kit.Act("assess.tp.gate", text.T("assess.tp.do.gate"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyG)}, func() { t.add(true) })
	criterion := kit.Act("assess.tp.criterion", text.T("assess.tp.do.criterion"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyC)}, func() { t.add(false) })
	if t.isNew() {
		return []action.Action{gate, criterion}
	}
	return []action.Action{t.versionsAction(), gate, criterion}
}

func (t *Template) versionsAction() action.Action {
	return kit.Act("assess.tp.versions", text.T("assess.tp.do.versions"), kit.Mark{Icon: theme.IconHistory, Key: action.Plain(fyne.KeyH)}, t.openVersions)
}

func (t *Template) actions() []action.Action {
	if t.sheet == nil {
		return nil
	}
	all := append(t.tools(), t.primaryAction())
	if t.reading() {
		return all
	}
	if !t.sheet.mixed && len(t.sheet.scales()) > 1 {
		all = append(all, t.mixedAction())
	}
	off := func() string {
		if t.sheet.find(t.shown) == nil {
			return text.T("assess.tp.off.item")
		}
		return ""
	}
	item := func(id string, m kit.Mark, do func()) {
		a := kit.Act("assess.tp."+id, text.T(text.Key("assess.tp.do.", id)), m, do)
		a.Off = off
		all = append(all, a)
	}
	item("remove", kit.Mark{Icon: theme.IconTrash, Key: action.Plain(fyne.KeyDelete)}, t.remove)
	item("up", kit.Mark{Icon: theme.IconUp, Key: action.Plain(fyne.KeyU)}, func() { t.shift(-1) })
	item("down", kit.Mark{Icon: theme.IconDown, Key: action.Plain(fyne.KeyJ)}, func() { t.shift(1) })
	rest := kit.Act("assess.tp.rest", text.T("assess.tp.do.rest"), kit.Mark{Icon: theme.IconScale, Key: action.Plain(fyne.KeyR)}, t.rest)
	rest.Off = func() string {
		if a := t.sheet.find(t.shown); a == nil || a.gate || t.sheet.weights().Equal(hundred) || !a.weight.Add(hundred.Sub(t.sheet.weights())).IsPositive() {
			return text.T("assess.tp.off.rest")
		}
		return ""
	}
	return append(all, rest)
}

// add puts another gate or criterion up to be filled in.
func (t *Template) add(gate bool) {
	if t.sheet == nil || t.reading() {
		return
	}
	a := t.sheet.add(gate)
	t.changed()
	t.choose(a.id)
	t.enter()
}

// remove takes the chosen gate or criterion away; the way back stays for a while.
func (t *Template) remove() {
	a := t.sheet.find(t.shown)
	if a == nil {
		return
	}
	gates, criteria := append([]*asked{}, t.sheet.gates...), append([]*asked{}, t.sheet.criteria...)
	rows, at := t.lines(), 0
	for i := range rows {
		if rows[i].id == a.id {
			at = i
		}
	}
	t.sheet.remove(a.id)
	t.changed()
	t.choose(rows[max(at-1, 0)].id)
	t.say()
	undo := kit.Act("assess.tp.undo", text.T("assess.tp.do.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
		t.sheet.gates, t.sheet.criteria = gates, criteria
		t.changed()
		t.choose(a.id)
		t.say()
	})
	t.h.Toast(page.Toast{Tone: page.Done, Text: text.T("assess.tp.removed", a.name), Link: &undo, Undo: true})
}

func (t *Template) shift(by int) {
	if t.sheet.shift(t.shown, by) {
		t.changed()
		t.items.Select(t.shown)
	}
}

// rest gives the chosen criterion what the weights lack.
func (t *Template) rest() {
	if a := t.sheet.find(t.shown); a != nil && !a.gate {
		a.weight = a.weight.Add(hundred.Sub(t.sheet.weights()))
		t.edit(a.id).refill()
		t.changed()
	}
}

// refill writes the sheet into the fields again.
func (e *askedEditor) refill() {
	e.loading = true
	e.fill()
	e.loading = false
}

// openVersions lists the versions; Enter shows one.
func (t *Template) openVersions() {
	if t.versions != nil {
		t.closeVersions()
		return
	}
	f := t.h.Format()
	t.versions = grid.New(grid.Options[vetting.Template]{
		Name: "assess.tp.versions", Key: func(v vetting.Template) string { return strconv.Itoa(v.Number) },
		Columns: []grid.Column[vetting.Template]{
			{ID: "version", Title: text.T("assess.tp.col.version"), Width: 70, Align: fyne.TextAlignTrailing, Cell: func(v vetting.Template) grid.Cell { return grid.Cell{Text: f.Int(v.Number), Bold: true} }},
			{ID: "from", Title: text.T("assess.tp.col.from"), Width: 140, Cell: func(v vetting.Template) grid.Cell {
				if v.RecordedAt == "" {
					return grid.Cell{Text: text.T("assess.tp.shipped"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: f.Moment(v.RecordedAt), Tone: theme.Quiet}
			}},
			{ID: "note", Title: text.T("assess.tp.col.note"), Width: 90, Flex: 1, Cell: func(v vetting.Template) grid.Cell { return grid.Cell{Text: v.Note} }},
		},
		OnOpen: func(v vetting.Template) {
			t.h.Go(page.Route{Screen: page.Templates, Key: t.route.Key, Params: map[string]string{versionParam: strconv.Itoa(v.Number)}})
		},
		Setup: grid.Setup{First: true, NoFold: true}, Place: place(t.h),
	})
	t.versions.SetRows(t.known.versions)
	p := kit.NewPanel(t.closeVersions)
	p.SetTitle(text.T("assess.tp.do.versions"), text.T("assess.tp.versions.line"))
	p.SetBody(t.versions)
	t.page.SetPanel(p)
	kit.Focus(t.versions)
}

func (t *Template) closeVersions() {
	if t.versions == nil {
		return
	}
	t.versions.Close()
	t.versions = nil
	t.page.SetPanel(nil)
	kit.Focus(t.items)
}
