package assess

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

// editor is what one gate or one criterion is filled in with.
type editor struct {
	f         *Form
	id        string
	gate      *rules.Gate
	criterion *rules.Criterion
	content   fyne.CanvasObject
	tiles     *kit.Tiles // verdicts, or what each grade means; nil without
	fields    *form.Form
	grade     *form.Field[decimal.Decimal]
	evidence  *form.Field[string]
	source    *form.Field[string]
	on        *form.Field[model.Date] // when it ends, or the day of the source
	file      *kit.Box
	effect    *kit.Label // what the grade means and adds
	gone      string     // why the file that was chosen cannot be taken, "" when it can
	loading   bool       // the fields are being filled, nobody types
}

func newEditor(f *Form, id string) *editor {
	e := &editor{f: f, id: id, file: kit.Column(theme.Gap4), loading: true}
	t := f.draft.rules
	if key, ok := strings.CutPrefix(id, gateID("")); ok {
		e.gate = t.Gate(key)
	} else {
		e.criterion = criterionOf(t, keyOf(id))
	}
	e.build()
	e.fill()
	return e
}

func (e *editor) build() {
	if e.f.draft.finished() {
		e.content = kit.Scroll(kit.Inset(e.facts(), theme.Gap16, theme.Gap16))
		return
	}
	f := e.f
	e.fields = form.New(form.Options{Format: f.h.Format(), Runner: f.h.Runner(), Context: f.h.Context(), Bare: true, Changed: e.typed})
	var top fyne.CanvasObject
	if e.gate != nil {
		top = e.buildGate()
	} else {
		top = e.buildCriterion()
	}
	parts := []fyne.CanvasObject{e.heading(), top, e.fields, kit.Column(theme.Gap4, kit.NewLabel(kit.SmallStrong, text.T("assess.file")), e.file), e.foot()}
	card := kit.NewCard("", "", nil, kit.Column(theme.Gap16, parts...)).WithInset(theme.Gap16)
	e.content = kit.Scroll(kit.Inset(card, theme.Gap12, theme.Gap16))
}

// heading says what is asked and what passes.
func (e *editor) heading() fyne.CanvasObject {
	name, help, right := "", "", ""
	f := e.f.h.Format()
	if e.gate != nil {
		name, help, right = e.gate.Name, e.gate.Help, text.T("assess.gate")
	} else {
		name, help = e.criterion.Name, e.criterion.Help
		right = text.T("assess.criterion", f.Decimal(e.criterion.Weight))
	}
	rows := []fyne.CanvasObject{kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(kit.PanelTitle, name)), kit.NewLabel(kit.Caption, right))}
	if help != "" {
		rows = append(rows, kit.Wrapped(kit.Muted, help))
	}
	if last := e.last(); last != "" {
		rows = append(rows, kit.Wrapped(kit.Caption, last))
	}
	return kit.Column(theme.Gap4, rows...)
}

// last is what was found the last time.
func (e *editor) last() string {
	was := e.f.draft.form.Last
	if was == nil {
		return ""
	}
	f := e.f.h.Format()
	if e.gate != nil {
		v, ok := was.Verdicts[e.gate.Key]
		if !ok || v.Passed == nil {
			return ""
		}
		word := text.T("assess.state.passed")
		if !*v.Passed {
			word = text.T("assess.state.failed")
		}
		return joined(text.T("assess.last", f.DateYear(was.AssessedOn), word), v.Evidence)
	}
	g := was.Grades[e.criterion.Key]
	v := numberOf(g.Grade)
	if v == nil {
		return ""
	}
	return joined(text.T("assess.last", f.DateYear(was.AssessedOn), f.Decimal(*v)), g.Evidence)
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return text.T("assess.joined", a, b)
}

// The tiles of a gate.
const (
	passTile    = "passed"
	failTile    = "failed"
	unknownTile = "unknown"
)

func (e *editor) buildGate() fyne.CanvasObject {
	e.tiles = kit.NewTiles([]kit.Option{
		{ID: passTile, Text: text.T("assess.tile.passed"), Icon: theme.IconTickCircle},
		{ID: failTile, Text: text.T("assess.tile.failed"), Icon: theme.IconCrossCircle},
		{ID: unknownTile, Text: text.T("assess.tile.unknown"), Icon: theme.IconQuestionCircle},
	}, 3, false, func() { e.judge(e.tiles.Chosen()[0]) })
	e.evidence = e.fields.Multi(form.Spec{Name: "evidence", Label: text.T("assess.evidence"), Help: text.T("assess.evidence.help"), Wide: true}, 2)
	help := text.T("assess.expires.open")
	if e.gate.Days > 0 {
		help = text.N("assess.expires.days", e.gate.Days, e.f.h.Format().Int(e.gate.Days))
	}
	e.on = e.fields.Date(form.Spec{Name: "expires", Label: text.T("assess.expires"), Help: help})
	return e.tiles
}

// mostTiles is how many levels are shown as choices.
const mostTiles = 6

func (e *editor) buildCriterion() fyne.CanvasObject {
	worst, best := e.criterion.Scale.Bounds()
	f := e.f.h.Format()
	parts := []fyne.CanvasObject{}
	if s, ok := e.f.draft.form.Suggested[e.criterion.Key]; ok {
		parts = append(parts, e.suggestion(s))
	}
	if levels := e.levels(); len(levels) > 0 && len(levels) <= mostTiles {
		options := make([]kit.Option, len(levels))
		for i, l := range levels {
			options[i] = kit.Option{ID: l.At.String(), Text: strings.TrimSpace(text.T("assess.level", f.Decimal(l.At), l.Means))}
		}
		e.tiles = kit.NewTiles(options, 1, false, func() {
			if v := numberOf(e.tiles.Chosen()[0]); v != nil {
				e.give(v)
			}
		})
		parts = append(parts, e.tiles)
	}
	e.grade = e.fields.Decimal(form.Spec{
		Name: "grade", Label: text.T("assess.grade", f.Decimal(worst), f.Decimal(best)), Help: text.T("assess.grade.help"),
	}).Check(func(v decimal.Decimal) error { return e.criterion.Accepts(v) })
	e.on = e.fields.Date(form.Spec{Name: "on", Label: text.T("assess.sourceon"), Help: text.T("assess.sourceon.help")}).Check(func(d model.Date) error {
		if d > e.f.today() {
			return model.FieldErrorf("on", "%s", text.T("assess.future", e.f.h.Format().DateYear(e.f.today())))
		}
		return nil
	})
	e.source = form.Longest(e.fields.Text(form.Spec{Name: "source", Label: text.T("assess.source"), Help: text.T("assess.source.help"), Wide: true}), 300)
	e.evidence = e.fields.Multi(form.Spec{Name: "evidence", Label: text.T("assess.reason"), Help: text.T("assess.reason.help"), Wide: true}, 2)
	e.effect = kit.NewLabel(kit.Caption, "")
	return kit.Column(theme.Gap8, append(parts, e.effect)...)
}

// levels are what the grades mean; without any on 1 to 5 the bare grades.
func (e *editor) levels() []rules.Level {
	if len(e.criterion.Levels) > 0 || e.criterion.Scale != rules.Five {
		return e.criterion.Levels
	}
	all := make([]rules.Level, 5)
	for i := range all {
		all[i] = rules.Level{At: decimal.NewFromInt(int64(i + 1))}
	}
	return all
}

// suggestion is what test orders propose, and the button that takes it over.
func (e *editor) suggestion(s vetting.Suggestion) fyne.CanvasObject {
	v := numberOf(s.Grade)
	if v == nil {
		return kit.Spacer()
	}
	f := e.f.h.Format()
	link := kit.Act("assess.takethis", text.T("assess.take", f.Decimal(*v)), kit.Mark{Icon: theme.IconTick}, e.takeOver)
	return kit.NewNote(theme.Under, theme.IconIdea, text.T("assess.suggested", f.Decimal(*v), s.Source), &link)
}

// takeOver gives the grade that test orders propose, with its source.
func (e *editor) takeOver() {
	if e.criterion == nil || e.fields == nil {
		return
	}
	s, ok := e.f.draft.form.Suggested[e.criterion.Key]
	if v := numberOf(s.Grade); ok && v != nil {
		g := e.f.draft.grades[e.criterion.Key]
		g.Criterion, g.Grade, g.Source, g.SourceOn = e.criterion.Key, v.String(), s.Source, s.On
		e.f.draft.grades[e.criterion.Key] = g
		e.f.draft.touched[e.id] = true
		e.fill()
		e.f.changed(e.id)
	}
}

// give sets the grade; nil takes it away.
func (e *editor) give(v *decimal.Decimal) {
	g := e.f.draft.grades[e.criterion.Key]
	g.Criterion, g.Grade = e.criterion.Key, ""
	if v != nil {
		g.Grade = v.String()
	}
	e.f.draft.grades[e.criterion.Key] = g
	e.f.draft.touched[e.id] = true
	e.fillGrade(g)
	e.f.changed(e.id)
}

// judge sets the verdict of a gate. One that passes gets the usual time.
func (e *editor) judge(tile string) {
	key := e.gate.Key
	v := e.f.draft.verdicts[key]
	v.Gate, v.Passed = key, nil
	if tile != unknownTile {
		passed := tile == passTile
		v.Passed = &passed
	}
	if tile == passTile && e.gate.Days > 0 && (v.ExpiresOn == "" || v.ExpiresOn < e.f.today()) {
		v.ExpiresOn = e.f.draft.head.date.AddDays(e.gate.Days)
	}
	e.f.draft.verdicts[key] = v
	e.f.draft.touched[e.id] = true
	e.fill()
	e.f.changed(e.id)
}

// foot is the way on.
func (e *editor) foot() fyne.CanvasObject {
	next := kit.NewButton(kit.Next, text.T("assess.do.next"), func() {
		e.f.next()
		kit.Focus(e.f.items)
	}).WithIcon(theme.IconRight).WithKey(action.Plain(fyne.KeyN))
	return kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(kit.Caption, text.T("assess.keys"))), next)
}

// typed takes over what stands in the fields.
func (e *editor) typed() {
	if e.loading || e.fields == nil || e != e.f.editors[e.id] {
		return
	}
	if e.gate != nil {
		e.typedGate()
	} else {
		e.typedGrade()
	}
}

func (e *editor) typedGate() {
	d := e.f.draft
	was := d.verdicts[e.gate.Key]
	v := was
	v.Gate = e.gate.Key
	v.Evidence, _ = e.evidence.Get()
	if on, err := e.on.Get(); err == nil {
		v.ExpiresOn = on
	}
	if same(was, v) && !e.bad() {
		e.f.items.SetRows(e.f.rows())
		return
	}
	d.verdicts[e.gate.Key] = v
	e.f.changed(e.id)
}

func (e *editor) typedGrade() {
	d := e.f.draft
	was := d.grades[e.criterion.Key]
	g := was
	g.Criterion = e.criterion.Key
	g.Evidence, _ = e.evidence.Get()
	g.Source, _ = e.source.Get()
	if on, err := e.on.Get(); err == nil {
		g.SourceOn = on
	}
	if v, err := e.grade.Get(); err == nil {
		g.Grade = ""
		if e.grade.Given() {
			g.Grade = v.String()
		}
	}
	if sameGrade(was, g) && !e.bad() {
		e.f.items.SetRows(e.f.rows())
		return
	}
	d.grades[e.criterion.Key] = g
	e.showTile(g)
	e.showEffect(g)
	e.f.changed(e.id)
}

// bad tells whether a field cannot be read.
func (e *editor) bad() bool {
	if e.fields == nil || e.loading {
		return false
	}
	if _, err := e.on.Get(); err != nil {
		return true
	}
	if e.grade == nil {
		return false
	}
	_, err := e.grade.Get()
	return err != nil
}
