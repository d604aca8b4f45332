package assess

import (
	"errors"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/vetting"
)

// save writes the next version. What is refused stays as it was entered.
func (t *Template) save() {
	if t.sheet == nil || t.reading() || t.saving || t.stopAtBad() {
		return
	}
	if t.isNew() && t.sheet.name == "" {
		t.atHead(text.T("assess.tp.unnamed"))
		return
	}
	in := t.sheet.input(t.number)
	t.saving, t.wrong = true, ""
	run, ctx, isNew := t.h.Runner(), t.h.Context(), t.isNew()
	run.Go(func() {
		var taken []vetting.Template
		var done record.Result
		var err error
		if isNew { // a name that is taken would become a version of that one
			taken, err = t.vetting.TemplateVersions(ctx, in.Name)
		}
		if err == nil && len(taken) == 0 {
			done, err = t.vetting.PutTemplates(ctx, []vetting.TemplateInput{in})
		}
		run.UI(func() {
			t.saving = false
			switch {
			case len(taken) > 0:
				t.atHead(text.T("assess.tp.taken"))
			case err != nil:
				t.refuse(err)
			default:
				t.saved(done)
			}
		})
	})
}

func (t *Template) saved(done record.Result) {
	name, f := t.sheet.name, t.h.Format()
	t.touched = false
	if done.Unchanged == 1 {
		t.h.Say(page.Note, text.T("assess.tp.same", name))
	} else {
		t.number++
		t.h.Say(page.Done, text.T("assess.tp.saved", name, f.Int(t.number)))
	}
	t.route = page.Route{Screen: page.Templates, Key: name}
	delete(t.editors, headLine) // the name of a template stays
	t.sheet.note = ""
	t.reload()
}

// stopAtBad shows the first line with a field that cannot be read.
func (t *Template) stopAtBad() bool {
	for _, l := range t.lines() {
		if l.wrong {
			t.choose(l.id)
			t.edit(l.id).fields.Valid()
			t.h.Say(page.Trouble, text.T("assess.tp.notsaved"))
			return true
		}
	}
	return false
}

// atHead shows what is wrong with the name.
func (t *Template) atHead(why string) {
	t.choose(headLine)
	e := t.edit(headLine)
	e.fields.Refuse(model.FieldErrorf("name", "%s", why))
	e.name.Focus()
	t.h.Say(page.Trouble, text.T("assess.tp.notsaved"))
}

// refuse shows why a save was refused, at the item it names where it names one.
func (t *Template) refuse(err error) {
	var m *model.Error
	if !errors.As(err, &m) {
		t.h.Report(text.T("assess.tp.failed"), err)
		return
	}
	t.h.Say(page.Trouble, text.T("assess.tp.notsaved"))
	switch {
	case m.Code == model.Conflict:
		t.behind()
		return
	case m.Field == "name":
		t.atHead(m.Message)
		return
	}
	t.wrong = text.T("assess.tp.refused", strings.TrimSuffix(m.Message, "."))
	if a, field := t.named(m); a != nil {
		t.choose(a.id)
		t.edit(a.id).fields.Refuse(model.FieldErrorf(field, "%s", m.Message))
	}
	t.say()
	t.h.Refresh()
}

// behind lets what was entered be saved after a version that was made meanwhile.
func (t *Template) behind() {
	run, ctx, name := t.h.Runner(), t.h.Context(), t.sheet.name
	run.Go(func() {
		all, err := t.vetting.TemplateVersions(ctx, name)
		run.UI(func() {
			if err != nil || len(all) == 0 {
				t.h.Report(text.T("assess.tp.unread"), err)
				return
			}
			n := t.h.Format().Int
			t.number = all[0].Number
			t.wrong = text.T("assess.tp.newer", name, n(t.number), n(t.number+1))
			t.reload()
			t.arrange()
			t.h.Refresh()
		})
	})
}

// named finds the item and the field that a refusal names.
func (t *Template) named(m *model.Error) (*asked, string) {
	list := t.sheet.criteria
	if m.Field == "gates" {
		list = t.sheet.gates
	} else if m.Field != "criteria" {
		return nil, ""
	}
	field := "name"
	for words, name := range map[string]string{"the weight of": "weight", "the key of": "key", "the levels of": "levels", "what a grade means": "levels", "needs a scale": "scale"} {
		if strings.Contains(m.Message, words) {
			field = name
		}
	}
	for _, a := range list {
		if a.name != "" && strings.Contains(m.Message, `"`+a.name+`"`) || a.name == "" && strings.Contains(m.Message, `the key "`+a.key+`" has no name`) {
			return a, field
		}
	}
	return nil, ""
}
