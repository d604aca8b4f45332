package assess

import (
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/vetting"
)

// fill writes what the draft says into the fields.
func (e *editor) fill() {
	e.drawFile()
	if e.fields == nil {
		return
	}
	e.loading = true
	defer func() { e.loading = false }()
	if e.gate != nil {
		v := e.f.draft.verdicts[e.gate.Key]
		tile := unknownTile
		if v.Passed != nil && *v.Passed {
			tile = passTile
		} else if v.Passed != nil {
			tile = failTile
		}
		e.tiles.SetChosen(tile)
		put(e.evidence, v.Evidence)
		put(e.on, v.ExpiresOn)
		return
	}
	g := e.f.draft.grades[e.criterion.Key]
	e.fillGrade(g)
	e.loading = true
	put(e.on, g.SourceOn)
	put(e.source, g.Source)
	put(e.evidence, g.Evidence)
}

// put writes a value into a field that has another one; a cursor in it stays
// where it is otherwise.
func put[T ~string](field *form.Field[T], v T) {
	if now, err := field.Get(); err == nil && now == v {
		return
	}
	if v == "" {
		field.Clear()
		return
	}
	field.Set(v)
}

func (e *editor) fillGrade(g vetting.Grade) {
	e.loading = true
	defer func() { e.loading = false }()
	v := numberOf(g.Grade)
	now, err := e.grade.Get()
	switch {
	case v == nil && e.grade.Given():
		e.grade.Clear()
	case v != nil && (err != nil || !e.grade.Given() || !now.Equal(*v)):
		e.grade.Set(*v)
	}
	e.showTile(g)
	e.showEffect(g)
}

// showTile marks the level that the grade reaches.
func (e *editor) showTile(g vetting.Grade) {
	if e.tiles == nil {
		return
	}
	v, id := numberOf(g.Grade), ""
	for _, l := range e.levels() {
		if v != nil && v.GreaterThanOrEqual(l.At) {
			id = l.At.String()
		}
	}
	if id == "" {
		e.tiles.SetChosen()
		return
	}
	e.tiles.SetChosen(id)
}

// showEffect says what the grade is worth on the common scale and adds.
func (e *editor) showEffect(g vetting.Grade) {
	f := e.f.h.Format()
	e.effect.SetText(text.T("assess.effect.none"))
	for _, p := range e.f.draft.result().Parts {
		if p.Criterion.Key == g.Criterion && p.Adds.Valid {
			e.effect.SetText(text.T("assess.effect", f.Fixed(p.Points.Decimal, 0), f.Fixed(p.Adds.Decimal, 1)))
		}
	}
}

// refresh brings the editor up to the draft after the book was read again.
func (e *editor) refresh() {
	if !e.bad() {
		e.fill()
	}
}

func (e *editor) focus() {
	if e.fields != nil {
		kit.Focus(e.fields.First())
	}
}
