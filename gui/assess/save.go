package assess

import (
	"errors"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

// saveHalf keeps what there is, without asking.
func (f *Form) saveHalf() {
	if f.draft == nil || f.draft.finished() {
		return
	}
	f.keep(false, nil)
}

// askFinish says what the assessment comes to and finishes it.
func (f *Form) askFinish() {
	if f.draft == nil || f.draft.finished() || f.stopAtBad() {
		return
	}
	d, fm := f.draft, f.h.Format()
	r := d.result()
	standing, count := d.standing(f.today())
	lines := []string{text.T(text.Key("assess.standing.", string(standing)), fm.Int(count[rules.GateFailed]), fm.Int(count[rules.GateUnknown]+count[rules.GateExpired]))}
	if r.Score.Valid {
		lines = append(lines, text.T("assess.finish.score", fm.Fixed(r.Score.Decimal, 2), string(r.Class), fm.Fixed(r.Coverage, 0)))
	} else {
		lines = append(lines, text.T("assess.finish.noscore"))
	}
	if n := len(d.missing(f.today())); n > 0 {
		lines = append(lines, text.N("assess.finish.missing", n, fm.Int(n)))
	}
	lines = append(lines, text.T("assess.finish.then"))
	f.h.Ask(page.Question{Title: text.T("assess.finish.title", d.form.Supplier), Lines: lines, Verb: text.T("assess.do.finish")}, func() { f.keep(true, nil) })
}

// stopAtBad shows the first item with a field that cannot be read.
func (f *Form) stopAtBad() bool {
	for _, i := range f.rows() {
		if !i.wrong {
			continue
		}
		f.choose(i.id)
		if e := f.current(); e != nil {
			e.fields.Valid()
		} else {
			f.summary.fields.Valid()
		}
		f.h.Say(page.Trouble, text.T("assess.notsaved"))
		return true
	}
	return false
}

// keep writes what was touched, then calls then. What is entered meanwhile stays
// and waits for the next save; what is refused stays as well.
func (f *Form) keep(finish bool, then func()) {
	if f.saving || f.stopAtBad() {
		return
	}
	in := f.draft.input()
	in.Finished = &finish
	f.saving, f.wrong = true, ""
	sent, paths := f.draft.touched, f.draft.paths
	f.draft.touched, f.draft.paths = map[string]bool{}, map[string]string{}
	run, ctx := f.h.Runner(), f.h.Context()
	run.Go(func() {
		done, err := f.vetting.PutAssessments(ctx, []vetting.AssessmentInput{in})
		run.UI(func() {
			f.saving = false
			if err != nil {
				f.giveBack(sent, paths)
				f.refuse(err)
				return
			}
			if len(done.Touched) == 1 {
				f.id = done.Touched[0]
			}
			f.both, f.gone = nil, nil
			f.saved(finish, then)
		})
	})
}

// giveBack makes what could not be saved wait for the next save.
func (f *Form) giveBack(sent map[string]bool, paths map[string]string) {
	for id := range sent {
		f.draft.touched[id] = true
	}
	for id, path := range paths {
		if _, newer := f.draft.paths[id]; !newer {
			f.draft.paths[id] = path
		}
	}
}

func (f *Form) saved(finish bool, then func()) {
	said := text.T("assess.saved", f.draft.form.Supplier)
	if finish {
		said = text.T("assess.done", f.draft.form.Supplier)
	}
	f.h.Say(page.Done, said)
	if finish {
		f.h.Toast(page.Toast{Tone: page.Done, Text: said, Link: f.scorecardAction()})
	}
	f.h.Runner().UI(func() {
		f.Reload()
		if then != nil {
			then()
		}
	})
}

func (f *Form) scorecardAction() *action.Action {
	name := f.draft.form.Supplier
	a := kit.Act("assess.scorecard", text.T("assess.do.scorecard"), kit.Mark{Icon: theme.IconSheet}, func() {
		f.h.Go(page.Route{Screen: page.Scorecard, Key: name})
	})
	return &a
}

// refuse shows why a save was refused: at its field where it has one. All that
// was entered stays.
func (f *Form) refuse(err error) {
	var m *model.Error
	errors.As(err, &m)
	switch {
	case m == nil:
		f.h.Report(text.T("assess.failed"), err)
	case m.Field == "date" || m.Field == "key":
		f.atDate(m)
	case m.Field == "file" && f.atFile(m):
	case m.Code == model.Conflict:
		f.wrong = text.T("assess.conflict")
	default:
		f.wrong = text.T("assess.refused", m.Message)
	}
	f.h.Say(page.Trouble, text.T("assess.notsaved"))
	f.items.SetRows(f.rows())
	f.dress()
	f.say()
	if m != nil && (m.Code == model.NotFound || m.Code == model.Refused || m.Field == "supplier") {
		f.seekMerged()
	}
	if m != nil && m.Code == model.Conflict && m.Field == "" {
		f.Reload() // what was entered is put on the newer state
	}
	f.h.Refresh()
}

// atDate shows the refusal of a day at its field.
func (f *Form) atDate(m *model.Error) {
	f.choose(summaryItem)
	message := m.Message
	if m.Field == "key" {
		message = text.T("assess.sameday")
	}
	f.summary.fields.Refuse(model.FieldErrorf("date", "%s", message))
	f.summary.date.Focus()
}

// atFile shows the refusal of a file at the item that wants it.
func (f *Form) atFile(m *model.Error) bool {
	for id, path := range f.draft.paths {
		if path == "" || !strings.Contains(m.Message, path) {
			continue
		}
		e := f.edit(id)
		e.gone = m.Message
		e.drawFile()
		f.choose(id)
		return true
	}
	return false
}

// askMove says what moving to the newest version of the template does.
func (f *Form) askMove() {
	name, to, run, ctx := f.draft.form.Template.Name, f.draft.form.Newest, f.h.Runner(), f.h.Context()
	run.Go(func() {
		all, err := f.vetting.TemplateVersions(ctx, name)
		run.UI(func() {
			if err != nil || len(all) == 0 {
				f.h.Report(text.T("assess.unread"), err)
				return
			}
			m, n := f.draft.move(&all[0]), f.h.Format().Int
			lines := []string{text.T("assess.move.kept", n(len(m.kept)))}
			if len(m.left) > 0 {
				lines = append(lines, text.T("assess.move.left", listed(m.left)))
			}
			if len(m.fresh) > 0 {
				lines = append(lines, text.T("assess.move.fresh", listed(m.fresh)))
			}
			if m.scaled > 0 {
				lines = append(lines, text.N("assess.move.scaled", m.scaled, n(m.scaled)))
			}
			f.h.Ask(page.Question{Title: text.T("assess.move.title", n(to), name), Lines: lines, Verb: text.T("assess.do.move")}, func() { f.move(&all[0]) })
		})
	})
}

// move saves what was entered by the version it was entered for, then moves over.
func (f *Form) move(to *vetting.Template) {
	if !f.draft.begun() && len(f.draft.touched) == 0 { // nothing is kept yet: begin by the newer one
		fresh := f.draft.form
		fresh.Template, fresh.Assessment.Template = *to, to
		f.took(fresh)
		return
	}
	f.keep(false, func() {
		name, number := to.Name, to.Number
		in := vetting.AssessmentInput{ID: f.id, Supplier: f.draft.form.Supplier, Date: f.draft.head.date, Template: &name, TemplateVersion: &number}
		f.write(in, text.T("assess.movedover", f.h.Format().Int(number)))
	})
}

// write saves one thing beside the fields.
func (f *Form) write(in vetting.AssessmentInput, done string) {
	run, ctx := f.h.Runner(), f.h.Context()
	run.Go(func() {
		_, err := f.vetting.PutAssessments(ctx, []vetting.AssessmentInput{in})
		run.UI(func() {
			if err != nil {
				f.refuse(err)
				return
			}
			f.h.Say(page.Done, done)
			f.Reload()
		})
	})
}

// reopen makes a finished assessment half done again, so that it can be
// corrected.
func (f *Form) reopen() {
	open, a := false, &f.draft.form.Assessment
	in := vetting.AssessmentInput{ID: a.ID, Version: a.Version, Supplier: f.draft.form.Supplier, Date: a.AssessedOn, Finished: &open}
	f.h.Ask(page.Question{Title: text.T("assess.reopen.title"), Lines: []string{text.T("assess.reopen.line")}, Verb: text.T("assess.do.reopen")}, func() {
		f.write(in, text.T("assess.reopened"))
	})
}

// archive puts the assessment away, with a way back.
func (f *Form) archive() {
	id, run, ctx, v, h := f.draft.form.Assessment.ID, f.h.Runner(), f.h.Context(), f.vetting, f.h
	put := func(away bool, then func()) {
		run.Go(func() {
			err := v.Archive(ctx, vetting.AssessmentKind, id, away)
			run.UI(func() {
				if err != nil {
					h.Report(text.T("assess.failed"), err)
					return
				}
				then()
			})
		})
	}
	put(true, func() {
		undo := kit.Act("assess.undo", text.T("assess.do.undo"), kit.Mark{Icon: theme.IconUndo}, func() { put(false, func() {}) })
		h.Toast(page.Toast{Tone: page.Done, Text: text.T("assess.away"), Link: &undo, Undo: true})
		f.draft.touched = map[string]bool{}
		h.Back()
	})
}

// goOn lets what was entered go on with the supplier the other was merged into.
func (f *Form) goOn() {
	name, id, run, ctx := f.into, f.draft.form.Assessment.ID, f.h.Runner(), f.h.Context()
	run.Go(func() {
		v, err := f.vetting.Form(ctx, name, id)
		if model.CodeOf(err) == model.NotFound {
			v, err = f.vetting.Form(ctx, name, 0)
		}
		run.UI(func() {
			if err != nil {
				f.h.Report(text.T("assess.unread"), err)
				return
			}
			f.name, f.into, f.wrong = name, "", ""
			f.draft.moveTo(v)
			f.arrange()
			f.h.Refresh()
		})
	})
}

// create begins another assessment, or goes on with the one half done.
func (f *Form) create() {
	f.h.Go(page.Route{Screen: page.Assess, Key: f.name, Params: map[string]string{idParam: "0"}})
}

// readPast opens an assessment to read or to go on with.
func (f *Form) readPast(id int64) {
	if id == f.draft.form.Assessment.ID {
		f.closePast()
		return
	}
	f.h.Go(page.Route{Screen: page.Assess, Key: f.name, Params: map[string]string{idParam: strconv.FormatInt(id, 10)}})
}
