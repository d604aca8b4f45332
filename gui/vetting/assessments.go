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
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

// assessments is the tab of the judgements of a supplier; each is filled in on a
// page of its own.
type assessments struct {
	*list[vetting.AssessmentRow]
}

func newAssessments(d *Document) *assessments {
	t := &assessments{}
	t.list = newList(d, about[vetting.AssessmentRow]{
		id: tabAssessments, icon: theme.IconSheet, due: []string{vetting.DueRequalify, vetting.DueGate},
		rows: func(k *known) []vetting.AssessmentRow { return k.assessments },
		ref:  func(r vetting.AssessmentRow) ref { return ref{vetting.AssessmentKind, r.ID} },
		gone: func(r vetting.AssessmentRow) bool { return r.Archived() },
		called: func(r vetting.AssessmentRow) string {
			return text.T("vetting.assessments.called", d.h.Format().DateYear(r.AssessedOn))
		},
		columns: assessmentColumns(d), sort: []grid.Order{{Column: "assessed", Down: true}},
		details: t.details, change: func(r vetting.AssessmentRow) { d.assess(r.ID) }, open: func(r vetting.AssessmentRow) { d.assess(r.ID) },
		creates: []action.Action{kit.Act("vetting.assess", text.T("vetting.assessments.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() { d.assess(0) })},
	})
	return t
}

// assess opens an assessment, or with 0 the one that is half done or a new one.
func (d *Document) assess(id int64) { d.assessAt(id, "") }

// assessAt does the same at one of its items, "gate" or "criterion" and its key.
func (d *Document) assessAt(id int64, item string) {
	r := page.Route{Screen: page.Assess, Key: d.route.Key}
	if id != 0 {
		r.Params = map[string]string{"id": strconv.FormatInt(id, 10), "item": item}
	}
	d.h.Go(r)
}

func assessmentColumns(d *Document) []grid.Column[vetting.AssessmentRow] {
	type row = vetting.AssessmentRow
	return []grid.Column[row]{
		dated(d, "assessed", func(r row) model.Date { return r.AssessedOn }),
		column("template", 200, 2, func(r row) grid.Cell {
			return quiet(text.T("vetting.version", r.By, d.h.Format().Int(r.Number)))
		}),
		column("assessor", 110, 1, func(r row) grid.Cell { return quiet(r.Assessor) }),
		column("gates", 130, 0, func(r row) grid.Cell {
			tone, icon := standingLook(r.Standing)
			return grid.Cell{Text: wordOf("standing", string(r.Standing)), Icon: icon, IconTone: tone}
		}),
		counted("coverage", 84, func(r row) grid.Cell {
			return grid.Cell{Text: text.T("vetting.percent", d.figure(&r.Coverage, 0)), Tone: theme.Quiet}
		}),
		counted("score", 64, func(r row) grid.Cell { return grid.Cell{Text: d.figure(r.Score, 1), Bold: r.Score != nil} }),
		column("class", 90, 0, func(r row) grid.Cell { return classCell(string(r.Class)) }),
		column("state", 110, 0, func(r row) grid.Cell {
			if !r.Finished {
				return pill(r.Archived(), theme.Warned, theme.IconHeld, text.T("vetting.half"))
			}
			return pill(r.Archived(), theme.Fine, theme.IconTickCircle, text.T("vetting.finished"))
		}),
	}
}

func standingLook(s assessment.Standing) (theme.Tone, theme.IconName) {
	switch s {
	case assessment.Passed:
		return theme.Fine, theme.IconTickCircle
	case assessment.Failed:
		return theme.Wrong, theme.IconCrossCircle
	case assessment.Open:
	}
	return theme.Idle, theme.IconQuestionCircle
}

func classCell(class string) grid.Cell {
	if class == "" {
		return dash()
	}
	tone, icon := classLook(class)
	return pill(false, tone, icon, class)
}

func (t *assessments) details(p *kit.Panel, r vetting.AssessmentRow) {
	d, f := t.d, &facts{d: t.d}
	p.SetTitle(t.o.called(r), text.T("vetting.version", r.By, d.h.Format().Int(r.Number)))
	if !r.Finished {
		p.SetState(theme.Warned, theme.IconHeld, text.T("vetting.half"))
	}
	f.add("assessor", r.Assessor)
	f.add("gates", wordOf("standing", string(r.Standing)))
	f.add("coverage", text.T("vetting.percent", d.figure(&r.Coverage, 0)))
	f.add("score", d.figure(r.Score, 1)).Bold = true
	f.add("class", string(r.Class))
	d.sections(p, f, r.Note)
}
