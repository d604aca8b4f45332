package vetting

import (
	"cmp"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

// improvements is the tab of what the supplier is to do better.
type improvements struct{ *list[vetting.Action] }

func newImprovements(d *Document) *improvements {
	t := &improvements{}
	t.list = newList(d, about[vetting.Action]{
		id: tabActions, icon: theme.IconTrendUp, due: []string{vetting.DueAction},
		rows:   func(k *known) []vetting.Action { return k.actions },
		ref:    func(r vetting.Action) ref { return ref{vetting.ActionKind, r.ID} },
		gone:   func(r vetting.Action) bool { return r.Archived() },
		called: func(r vetting.Action) string { return r.Title },
		columns: []grid.Column[vetting.Action]{
			column("title", 270, 2, func(r vetting.Action) grid.Cell { return grid.Cell{Text: r.Title} }),
			column("owner", 100, 1, func(r vetting.Action) grid.Cell { return quiet(r.Owner) }),
			dated(d, "due", func(r vetting.Action) model.Date { return r.DueOn }),
			aside(column("metric", 130, 1, func(r vetting.Action) grid.Cell { return quiet(r.Metric) })),
			counted("before", 62, func(r vetting.Action) grid.Cell { return grid.Cell{Text: d.bare(r.Before)} }),
			counted("target", 62, func(r vetting.Action) grid.Cell { return grid.Cell{Text: d.bare(r.Target), Tone: theme.Quiet} }),
			counted("after", 62, func(r vetting.Action) grid.Cell { return grid.Cell{Text: d.bare(r.After), Bold: r.After != ""} }),
			d.actionState(),
		},
		details: t.details, change: func(r vetting.Action) { t.edit(t.formOf(r)) },
		creates: []action.Action{kit.Act("vetting.action", text.T("vetting.actions.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() { t.edit(t.formOf(t.fresh())) })},
		more: func(r vetting.Action) []action.Action {
			if r.State != vetting.ActionOpen {
				return nil
			}
			return []action.Action{kit.Act("vetting.done", text.T("vetting.do.done"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyF)}, func() {
				r.State = vetting.ActionDone
				e := t.formOf(r)
				t.edit(e)
			})}
		},
	})
	return t
}

func (d *Document) actionState() grid.Column[vetting.Action] {
	c := column("state", 104, 0, func(r vetting.Action) grid.Cell {
		tone, icon := d.actionLook(r)
		return pill(r.Archived(), tone, icon, d.actionWord(r))
	})
	c.Compare = func(a, b vetting.Action) int { return cmp.Compare(b.State, a.State) }
	return c
}

func (d *Document) overdue(r vetting.Action) bool {
	return r.State == vetting.ActionOpen && r.DueOn != "" && r.DueOn < d.h.Book().Today()
}

func (d *Document) actionWord(r vetting.Action) string {
	if d.overdue(r) {
		return text.T("vetting.actions.overdue")
	}
	return wordOf("actionstate", r.State)
}

func (d *Document) actionLook(r vetting.Action) (theme.Tone, theme.IconName) {
	switch {
	case d.overdue(r):
		return theme.Warned, theme.IconLate
	case r.State == vetting.ActionDone:
		return theme.Fine, theme.IconTickCircle
	case r.State == vetting.ActionDropped:
		return theme.Idle, theme.IconCrossCircle
	}
	return theme.Under, theme.IconDottedCircle
}

func (t *improvements) details(p *kit.Panel, r vetting.Action) {
	d, f := t.d, &facts{d: t.d}
	p.SetTitle(r.Title, r.Metric)
	tone, icon := d.actionLook(r)
	p.SetState(tone, icon, d.actionWord(r))
	f.add("owner", r.Owner)
	f.day("opened", r.OpenedOn)
	f.day("due", r.DueOn)
	f.day("ended", r.EndedOn)
	f.add("before", d.bare(r.Before))
	f.add("target", d.bare(r.Target))
	f.add("after", d.bare(r.After)).Bold = true
	d.sections(p, f, r.Note)
}

// fresh is an action of today.
func (t *improvements) fresh() vetting.Action {
	return vetting.Action{OpenedOn: t.d.h.Book().Today(), State: vetting.ActionOpen}
}

// lifting begins an action that would lift the supplier: what is measured now,
// and what it must come to.
func (t *improvements) lifting(s score.Step) {
	f, a := t.d.h.Format(), t.fresh()
	a.Title = text.T("vetting.actions.lift", s.Label, f.Fixed(s.From, 1), f.Fixed(s.To, 1))
	a.Metric = text.T("vetting.actions.percent", s.Label)
	a.Before, a.Target = s.From.Round(1).String(), s.To.Round(1).String()
	t.d.tabs.SetChosen(tabActions)
	t.d.turn()
	t.edit(t.formOf(a))
}

func (t *improvements) formOf(r vetting.Action) *editor {
	title := t.say("new")
	if r.ID != 0 {
		title = r.Title
	}
	e := editorFor(t.list, title, t.say("form"), keeping(t.d.route.Key, ref{vetting.ActionKind, r.ID}, t.d.vetting.PutActions, func(in *vetting.ActionInput) { in.ID, in.Version = r.ID, r.Version }))
	e.text("title", 160, must, across)
	e.text("owner", 120)
	e.date("due")
	e.text("metric", 80)
	e.number("before")
	e.number("target")
	e.number("after")
	e.Choice(e.spec("state", nil), options("actionstate", vetting.ActionOpen, vetting.ActionDone, vetting.ActionDropped)...)
	e.Date(e.spec("opened", []func(*form.Spec){must}))
	e.Date(e.spec("ended", nil))
	e.prose("note", 500)
	return e.load(map[string]any{
		"title": r.Title, "owner": r.Owner, "due": r.DueOn, "metric": r.Metric, "before": r.Before, "target": r.Target, "after": r.After,
		"state": r.State, "opened": r.OpenedOn, "ended": r.EndedOn, "note": r.Note,
	})
}
