package assess

import (
	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	rules "github.com/dropledger/dropledger/model/assessment"
)

var hundred = decimal.NewFromInt(100)

// dress brings head and strip up to the draft.
func (f *Form) dress() {
	d, h := f.draft, f.page.Header
	h.SetTitle(text.T("assess.title", d.form.Supplier))
	h.SetCount(text.T("assess.by", d.form.Template.Name, f.h.Format().Int(d.form.Template.Number)))
	h.SetStates(f.statePill())
	var tools []fyne.CanvasObject
	for _, a := range f.tools() {
		tools = append(tools, kit.ActionButton(a, kit.Plain))
	}
	h.SetTools(append(tools, kit.ActionButton(f.primaryAction(), kit.Primary))...)
	f.page.SetStrip(f.strip())
}

func (f *Form) statePill() *kit.Pill {
	switch {
	case f.draft.finished():
		return kit.NewPill(theme.Fine, theme.IconTickCircle, text.T("assess.is.finished"))
	case len(f.draft.touched) > 0:
		return kit.NewPill(theme.Warned, theme.IconPencil, text.T("assess.is.unsaved"))
	case f.draft.begun():
		return kit.NewPill(theme.Under, theme.IconDottedCircle, text.T("assess.is.half"))
	}
	return kit.NewPill(theme.Idle, theme.IconDottedCircle, text.T("assess.is.new"))
}

// strip says how the assessment stands while it is filled in.
func (f *Form) strip() fyne.CanvasObject {
	r := f.draft.result()
	fm := f.h.Format()
	standing, count := f.draft.standing(f.today())
	gates := kit.Row(theme.Gap8, standingPill(standing), kit.NewLabel(kit.Caption, text.T("assess.gatecount",
		fm.Int(count[rules.GatePassed]), fm.Int(count[rules.GateFailed]), fm.Int(count[rules.GateUnknown]+count[rules.GateExpired]))))
	score := []fyne.CanvasObject{kit.NewLabel(kit.Strong, text.T("assess.notrated"))}
	if r.Score.Valid {
		tone, icon := classLook(r.Class)
		score = []fyne.CanvasObject{kit.NewLabel(kit.PageTitle, fm.Fixed(r.Score.Decimal, 1)), kit.NewPill(tone, icon, text.T("assess.class", string(r.Class)))}
		if r.Provisional {
			score = append(score, kit.NewLabel(kit.Caption, text.T("assess.provisional")))
		}
	}
	who := f.draft.head.assessor
	if who == "" {
		who = text.T("assess.nobody")
	}
	return rowOf([]fyne.CanvasObject{
		fact(text.T("assess.gates"), gates),
		fact(text.T("assess.score"), kit.Row(theme.Gap8, score...)),
		fact(text.T("assess.coverage"), kit.NewLabel(kit.Strong, text.T("assess.percent", fm.Fixed(r.Coverage, 0)))),
		fact(text.T("assess.date"), kit.NewLabel(kit.Body, fm.DateYear(f.draft.head.date))),
		fact(text.T("assess.assessor"), kit.NewLabel(kit.Body, who).Limit(160)),
	})
}

// say puts up what a person must know beside the fields.
func (f *Form) say() {
	var notes []fyne.CanvasObject
	d := f.draft
	add := func(tone theme.Tone, icon theme.IconName, sentence string, link *action.Action) {
		notes = append(notes, kit.NewNote(tone, icon, sentence, link))
	}
	if f.wrong != "" {
		add(theme.Wrong, theme.IconAlertCircle, f.wrong, nil)
	}
	switch {
	case f.into != "":
		link := f.goOnAction()
		add(theme.Warned, theme.IconMerge, text.T("assess.merged", d.form.Supplier, f.into), &link)
	case d.form.Archived:
		add(theme.Warned, theme.IconArchive, text.T("assess.archived", d.form.Supplier), nil)
	}
	if len(f.both) > 0 {
		add(theme.Warned, theme.IconUsers, text.T("assess.both", listed(f.both)), nil)
	}
	if len(f.gone) > 0 {
		add(theme.Warned, theme.IconWarning, text.T("assess.gone", listed(f.gone)), nil)
	}
	if d.form.Newest > d.form.Template.Number && !d.finished() {
		over := f.moveAction()
		add(theme.Under, theme.IconInfo, text.T("assess.newer", f.h.Format().Int(d.form.Newest), d.form.Template.Name, f.h.Format().Int(d.form.Template.Number)), &over)
	}
	putUp(f.notes, notes)
	f.whole.Refresh()
}

func (f *Form) tools() []action.Action {
	all := []action.Action{f.pastAction()}
	if f.draft.finished() {
		return append(all, f.freshAction(), f.archiveAction())
	}
	if f.finishing() {
		all = append(all, f.saveAction())
	}
	return all
}

// finishing tells whether the next step is to finish: on the summary, and once
// every item has its verdict or grade.
func (f *Form) finishing() bool {
	return f.shown == summaryItem || len(f.draft.missing(f.today())) == 0
}

// actions are what can be done with the assessment.
func (f *Form) actions() []action.Action {
	if f.draft == nil {
		return nil
	}
	all := append(f.tools(), f.primaryAction())
	if f.draft.finished() {
		return append(all, f.templateAction())
	}
	if !f.finishing() {
		all = append(all, f.saveAction())
	}
	all = append(all, f.judging()...)
	if f.into != "" {
		all = append(all, f.goOnAction())
	}
	if f.draft.form.Newest > f.draft.form.Template.Number {
		all = append(all, f.moveAction())
	}
	if f.draft.begun() {
		all = append(all, f.archiveAction())
	}
	return append(all, f.templateAction())
}

func (f *Form) pastAction() action.Action {
	return kit.Act("assess.past", text.N("assess.do.past", len(f.draft.form.Past), f.h.Format().Int(len(f.draft.form.Past))), kit.Mark{Icon: theme.IconHistory, Key: action.Plain(fyne.KeyH)}, f.openPast)
}

func (f *Form) saveAction() action.Action {
	return kit.Act("assess.save", text.T("assess.do.save"), kit.Mark{Icon: theme.IconSave, Key: action.Ctrl(fyne.KeyS)}, f.saveHalf)
}

// primaryAction saves while items are filled in, and finishes on the summary and
// when nothing is missing any more.
func (f *Form) primaryAction() action.Action {
	key := action.Ctrl(fyne.KeyReturn)
	switch {
	case f.draft.finished():
		return kit.Act("assess.reopen", text.T("assess.do.reopen"), kit.Mark{Icon: theme.IconUndo, Key: key}, f.reopen)
	case f.finishing():
		return kit.Act("assess.finish", text.T("assess.do.finish"), kit.Mark{Icon: theme.IconTick, Key: key}, f.askFinish)
	}
	return kit.Act("assess.keep", text.T("assess.do.savetoo"), kit.Mark{Icon: theme.IconTick, Key: key}, f.saveHalf)
}

func (f *Form) freshAction() action.Action {
	return kit.Act("assess.new", text.T("assess.do.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, f.create)
}

func (f *Form) moveAction() action.Action {
	return kit.Act("assess.move", text.T("assess.do.move"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyM)}, f.askMove)
}

func (f *Form) goOnAction() action.Action {
	return kit.Act("assess.goon", text.T("assess.do.goon", f.into), kit.Mark{Icon: theme.IconMerge, Key: action.Plain(fyne.KeyG)}, f.goOn)
}

func (f *Form) archiveAction() action.Action {
	return kit.Act("assess.archive", text.T("assess.do.archive"), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, f.archive)
}

func (f *Form) templateAction() action.Action {
	name := f.draft.form.Template.Name
	return kit.Act("assess.template", text.T("assess.do.template"), kit.Mark{Icon: theme.IconList, Key: action.Plain(fyne.KeyE)}, func() {
		f.h.Go(page.Route{Screen: page.Templates, Key: name})
	})
}

// judging are the keys that fill in the item that is shown.
func (f *Form) judging() []action.Action {
	var all []action.Action
	gate := func(id string, icon theme.IconName, key fyne.KeyName, do func(*editor)) {
		a := kit.Act("assess."+id, text.T(text.Key("assess.do.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, func() { do(f.current()) })
		a.Off = func() string {
			if e := f.current(); e == nil || e.gate == nil && id != "unknown" {
				return text.T("assess.off.gate")
			}
			return ""
		}
		all = append(all, a)
	}
	gate("pass", theme.IconTickCircle, fyne.KeyP, func(e *editor) { e.judge(passTile) })
	gate("fail", theme.IconCrossCircle, fyne.KeyF, func(e *editor) { e.judge(failTile) })
	gate("unknown", theme.IconQuestionCircle, fyne.KeyU, func(e *editor) {
		if e.gate != nil {
			e.judge(unknownTile)
			return
		}
		e.give(nil)
	})
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		a := kit.Act("assess.grade"+string(key), text.T("assess.do.grade", f.h.Format().Int(i+1)), kit.Mark{Key: action.Plain(key)}, func() { f.giveNth(i) })
		a.Off = f.offGrade(i)
		all = append(all, a)
	}
	take := kit.Act("assess.takeover", text.T("assess.do.take"), kit.Mark{Icon: theme.IconIdea, Key: action.Plain(fyne.KeyT)}, func() { f.current().takeOver() })
	take.Off = func() string {
		if e := f.current(); e != nil && e.criterion != nil {
			if _, ok := f.draft.form.Suggested[e.criterion.Key]; ok {
				return ""
			}
		}
		return text.T("assess.off.take")
	}
	next := kit.Act("assess.next", text.T("assess.do.next"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyN)}, f.next)
	return append(all, take, next)
}

// giveNth gives the grade of a key: on 1 to 5 that very one, else the level.
func (f *Form) giveNth(n int) {
	if e := f.current(); e != nil && e.criterion != nil {
		if v := e.nth(n); v != nil {
			e.give(v)
		}
	}
}

func (f *Form) offGrade(n int) func() string {
	return func() string {
		if e := f.current(); e != nil && e.criterion != nil && e.nth(n) != nil {
			return ""
		}
		return text.T("assess.off.grade")
	}
}

// nth is the grade of a key, nil where it has none.
func (e *editor) nth(n int) *decimal.Decimal {
	if e.criterion.Scale == rules.Five {
		v := decimal.NewFromInt(int64(n + 1))
		return &v
	}
	if levels := e.levels(); n < len(levels) {
		return &levels[n].At
	}
	return nil
}
