package assess

import (
	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// askedEditor is what the template itself, a gate or a criterion is changed with.
type askedEditor struct {
	t       *Template
	asked   *asked // nil for the template itself
	content fyne.CanvasObject
	fields  *form.Form // nil for what can only be read
	name    *form.Field[string]
	key     *form.Field[string]
	kind    *form.Field[string]
	mixed   *form.Field[bool]
	help    *form.Field[string] // or the note of the template
	days    *form.Field[model.Quantity]
	weight  *form.Field[decimal.Decimal]
	scale   *form.Field[string]
	feed    *form.Field[string]
	levels  *form.Rows
	loading bool
}

func newAskedEditor(t *Template, id string) *askedEditor {
	e := &askedEditor{t: t, asked: t.sheet.find(id), loading: true}
	if t.reading() {
		e.content = kit.Scroll(kit.Inset(kit.NewCard("", "", nil, e.facts()).WithInset(theme.Gap16), theme.Gap12, theme.Gap16))
		return e
	}
	e.fields = form.New(form.Options{Format: t.h.Format(), Runner: t.h.Runner(), Context: t.h.Context(), Bare: true, Changed: e.typed})
	switch {
	case e.asked == nil:
		e.buildHead()
	case e.asked.gate:
		e.buildGate()
	default:
		e.buildCriterion()
	}
	e.fill()
	e.loading = false
	e.content = kit.Scroll(kit.Inset(kit.NewCard("", "", nil, e.fields).WithInset(theme.Gap16), theme.Gap12, theme.Gap16))
	return e
}

func (e *askedEditor) buildHead() {
	f := e.fields
	e.name = form.Longest(f.Text(form.Spec{Name: "name", Label: text.T("assess.tp.field.name"), Required: true}), 120)
	if !e.t.isNew() {
		e.name.Lock("")
	}
	var kinds []form.Option
	for _, k := range []model.SourcingType{model.Marketplace, model.Wholesaler, model.PrivateLabel, model.Agent, model.ThirdPartyLogistics} {
		kinds = append(kinds, form.Option{Value: string(k), Label: text.T(text.Key("assess.tp.type.", string(k)))})
	}
	e.kind = f.Choice(form.Spec{Name: "type", Label: text.T("assess.tp.field.type"), Required: true, Wide: true}, kinds...)
	e.mixed = f.Check(form.Spec{Name: "mixed", Label: text.T("assess.tp.field.mixed"), Help: text.T("assess.tp.field.mixed.help"), Wide: true})
	e.help = form.Longest(f.Multi(form.Spec{Name: "note", Label: text.T("assess.tp.field.note"), Wide: true}, 2), 500)
}

func (e *askedEditor) buildGate() {
	f := e.fields
	e.name = form.Longest(f.Text(form.Spec{Name: "name", Label: text.T("assess.tp.field.gate"), Required: true, Wide: true}), 120)
	e.help = form.Longest(f.Multi(form.Spec{Name: "help", Label: text.T("assess.tp.field.help"), Wide: true}, 3), 600)
	e.days = form.Range(f.Quantity(form.Spec{Name: "days", Label: text.T("assess.tp.field.days"), Help: text.T("assess.tp.field.days.help")}), 0, 3650)
	e.key = form.Longest(f.Text(form.Spec{Name: "key", Label: text.T("assess.tp.field.key"), Help: text.T("assess.tp.field.key.help"), Required: true}), 60)
}

func (e *askedEditor) buildCriterion() {
	f := e.fields
	e.name = form.Longest(f.Text(form.Spec{Name: "name", Label: text.T("assess.tp.field.criterion"), Required: true, Wide: true}), 120)
	e.weight = f.Decimal(form.Spec{Name: "weight", Label: text.T("assess.tp.field.weight"), Unit: "%", Required: true})
	e.scale = f.Choice(form.Spec{Name: "scale", Label: text.T("assess.tp.field.scale"), Required: true},
		form.Option{Value: string(rules.Five), Label: text.T("assess.tp.scale.1-5")}, form.Option{Value: string(rules.Hundred), Label: text.T("assess.tp.scale.0-100")})
	e.help = form.Longest(f.Multi(form.Spec{Name: "help", Label: text.T("assess.tp.field.look"), Wide: true}, 2), 600)
	e.levels = f.Rows(form.Spec{Name: "levels", Label: text.T("assess.tp.field.levels")}, text.T("assess.tp.addlevel"), func(g *form.Group) {
		g.Decimal(form.Spec{Name: "at", Label: text.T("assess.tp.field.at"), Required: true, Share: 1})
		form.Longest(g.Text(form.Spec{Name: "means", Label: text.T("assess.tp.field.means"), Share: 7}), 300)
	})
	feeds := []form.Option{{Value: noFeed, Label: text.T("assess.tp.feed.none")}}
	for _, feed := range rules.Feeds() {
		feeds = append(feeds, form.Option{Value: string(feed), Label: text.T(text.Key("assess.tp.feed.", string(feed)))})
	}
	e.feed = f.Choice(form.Spec{Name: "feed", Label: text.T("assess.tp.field.feed"), Help: text.T("assess.tp.field.feed.help")}, feeds...)
	e.key = form.Longest(f.Text(form.Spec{Name: "key", Label: text.T("assess.tp.field.key"), Help: text.T("assess.tp.field.key.help"), Required: true}), 60)
}

// noFeed stands for a criterion that no test order grades.
const noFeed = "none"

// fill writes what the sheet says into the fields.
func (e *askedEditor) fill() {
	var values map[string]any
	switch a := e.asked; {
	case a == nil:
		s := e.t.sheet
		values = map[string]any{"name": s.name, "type": string(s.kind), "mixed": s.mixed, "note": s.note}
	case a.gate:
		values = map[string]any{"name": a.name, "help": a.help, "key": a.key}
		if a.days > 0 {
			values["days"] = int64(a.days)
		}
	default:
		var levels []any
		for _, l := range a.levels {
			levels = append(levels, map[string]any{"at": l.At.String(), "means": l.Means})
		}
		feed := string(a.feed)
		if feed == "" {
			feed = noFeed
		}
		values = map[string]any{"name": a.name, "help": a.help, "key": a.key, "weight": a.weight.String(), "scale": string(a.scale), "feed": feed, "levels": levels}
	}
	if err := e.fields.Load(values); err != nil {
		e.t.h.Report(text.T("assess.tp.unread"), err)
	}
}

// typed takes over what stands in the fields.
func (e *askedEditor) typed() {
	if e.loading || e.fields == nil {
		return
	}
	if e.asked != nil {
		e.typedItem(e.asked)
	} else {
		s := e.t.sheet
		s.name, _ = e.name.Get()
		s.note, _ = e.help.Get()
		s.mixed, _ = e.mixed.Get()
		if kind, err := e.kind.Get(); err == nil && kind != "" {
			s.kind = model.SourcingType(kind)
		}
	}
	e.t.changed()
}

func (e *askedEditor) typedItem(a *asked) {
	was := a.name
	a.name, _ = e.name.Get()
	a.help, _ = e.help.Get()
	if key, _ := e.key.Get(); key != a.key {
		a.key, a.fresh = key, false
	}
	if a.fresh && a.name != was {
		a.key = e.t.sheet.keyFor(a)
		e.loading = true
		put(e.key, a.key)
		e.loading = false
	}
	if a.gate {
		if days, err := e.days.Get(); err == nil {
			a.days = int(days)
		}
		return
	}
	a.weight, _ = e.weight.Get()
	if scale, err := e.scale.Get(); err == nil && scale != "" {
		a.scale = rules.Scale(scale)
	}
	feed, _ := e.feed.Get()
	a.feed = rules.Feed(feed)
	if feed == noFeed {
		a.feed = ""
	}
	a.levels = levelsOf(e.fields.Values())
}

// levelsOf reads the rows of levels; one without a grade is left to bad.
func levelsOf(v form.Values) []rules.Level {
	rows, _ := v["levels"].([]form.Values)
	all := make([]rules.Level, 0, len(rows))
	for _, r := range rows {
		at, _ := r["at"].(string)
		means, _ := r["means"].(string)
		if n := numberOf(at); n != nil {
			all = append(all, rules.Level{At: *n, Means: means})
		}
	}
	return all
}

// bad tells whether something in the fields cannot be read.
func (e *askedEditor) bad() bool {
	if e.fields == nil || e.loading {
		return false
	}
	if e.days != nil {
		if _, err := e.days.Get(); err != nil {
			return true
		}
	}
	if e.weight == nil {
		return false
	}
	if _, err := e.weight.Get(); err != nil {
		return true
	}
	v := e.fields.Values()
	rows, _ := v["levels"].([]form.Values)
	return len(levelsOf(v)) != len(rows)
}

// facts are what a version asks, to be read.
func (e *askedEditor) facts() fyne.CanvasObject {
	f := e.t.h.Format()
	title, help := e.t.sheet.name, e.t.sheet.note
	var facts []kit.Fact
	add := func(label, value string) { facts = append(facts, kit.Fact{Label: text.T(label), Value: value}) }
	if a := e.asked; a == nil {
		add("assess.tp.field.type", text.T(text.Key("assess.tp.type.", string(e.t.sheet.kind))))
		add("assess.tp.scales", e.t.scaleWords())
	} else {
		title, help = a.name, a.help
		add("assess.tp.field.key", a.key)
		if a.gate && a.days > 0 {
			add("assess.tp.field.days", f.Int(a.days))
		}
		if !a.gate {
			add("assess.tp.field.weight", f.Decimal(a.weight))
			add("assess.tp.field.scale", text.T(text.Key("assess.tp.scale.", string(a.scale))))
			for _, l := range a.levels {
				facts = append(facts, kit.Fact{Label: f.Decimal(l.At), Value: l.Means})
			}
		}
	}
	return kit.Column(theme.Gap12, kit.NewLabel(kit.PanelTitle, title), kit.Wrapped(kit.Muted, help), kit.NewFacts(facts...))
}
