package assess

import (
	"github.com/dropledger/dropledger/gui/page"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// Shots are the pictures of assessments and templates.
func Shots() []page.Shot {
	one := page.Route{Screen: page.Assess, Key: "Golden Reed Store"}
	form := func(do func(*Form)) func(page.Screen) { return page.On(func(d *door) { do(d.form) }) }
	tp := page.Route{Screen: page.Templates, Key: "Wholesaler"}
	template := func(do func(*Template)) func(page.Screen) {
		return page.On(func(d *templatesDoor) { do(d.one) })
	}
	return []page.Shot{
		{Name: "assess", Route: one},
		{Name: "assess-criterion", Route: one, Prepare: form(func(f *Form) { f.choose(criterionID(f.draft.rules.Criteria[1].Key)) })},
		{Name: "assess-summary", Route: one, Prepare: form(func(f *Form) { f.choose(summaryItem) })},
		{Name: "assess-past", Route: one, Prepare: form((*Form).openPast)},
		{Name: "assess-new", Route: page.Route{Screen: page.Assess, Key: "Maasdok Fulfilment"}, Prepare: form(func(f *Form) { f.choose(criterionID(f.draft.rules.Criteria[0].Key)) })},
		{Name: "assess-failed", Route: one, State: page.NotLoaded},
		{Name: "assess-list", Route: page.Route{Screen: page.Assess}},
		{Name: "assess-list-empty", Route: page.Route{Screen: page.Assess}, Book: page.BlankBook},
		{Name: "templates", Route: page.Route{Screen: page.Templates}},
		{Name: "template", Route: tp},
		{Name: "template-criterion", Route: tp, Prepare: template(func(t *Template) { t.choose(t.sheet.criteria[0].id) })},
		{Name: "template-weights", Route: tp, Prepare: template(func(t *Template) {
			c := t.sheet.criteria[0]
			c.weight = c.weight.Sub(c.weight.Div(c.weight))
			t.changed()
			t.choose(t.sheet.gates[0].id)
		})},
		{Name: "template-mixed", Route: page.Route{Screen: page.Templates, Key: "Marketplace shop"}, Prepare: template(func(t *Template) {
			t.sheet.criteria[0].scale = rules.Hundred
			t.changed()
			t.say()
			t.choose(t.sheet.criteria[0].id)
		})},
		{Name: "template-new", Route: page.Route{Screen: page.Templates, Params: map[string]string{copyParam: ""}}},
	}
}
