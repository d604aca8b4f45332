package assess

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// summary is the end of an assessment: gates, what each grade adds, and who
// judged on which day.
type summary struct {
	f        *Form
	content  fyne.CanvasObject
	gates    *kit.Box
	verdict  *kit.Box
	parts    *grid.Grid[rules.Part]
	partCard *kit.Card
	fields   *form.Form
	date     *form.Field[model.Date]
	assessor *form.Field[string]
	note     *form.Field[string]
	adds     map[string]decimal.Decimal
	loading  bool // the fields are being filled, nobody types
	filled   bool // once
}

const partsHeight float32 = 28 // of a line of the contributions, its head and its totals

func newSummary(f *Form) *summary {
	s := &summary{f: f, gates: kit.Column(theme.Gap4), verdict: kit.Column(theme.Gap8)}
	s.parts = s.partGrid()
	rows := float32(len(f.draft.rules.Criteria) + 2)
	s.partCard = kit.NewCard(text.T("assess.parts"), "", nil, kit.Sized(s.parts, 0, rows*partsHeight+theme.Gap4)).Flush()
	who := s.who()
	s.content = kit.Scroll(kit.Inset(kit.Column(theme.Gap12,
		kit.NewCard("", "", nil, s.verdict).WithInset(theme.Gap16),
		s.partCard, kit.NewCard(text.T("assess.gates"), "", nil, s.gates), who,
	), theme.Gap12, theme.Gap16))
	return s
}

// who asks for the day, the assessor and a note, or tells them.
func (s *summary) who() fyne.CanvasObject {
	h, d := s.f.h, s.f.draft
	if d.finished() {
		facts := []kit.Fact{
			{Label: text.T("assess.date"), Value: h.Format().DateYear(d.head.date)},
			{Label: text.T("assess.assessor"), Value: d.head.assessor},
		}
		body := kit.Column(theme.Gap8, kit.NewFacts(facts...))
		if d.head.note != "" {
			body.Set(append(body.Objects(), kit.Wrapped(kit.Body, d.head.note))...)
		}
		return kit.NewCard(text.T("assess.who"), "", nil, body)
	}
	s.fields = form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true, Changed: s.typed})
	s.date = s.fields.Date(form.Spec{Name: "date", Label: text.T("assess.date"), Required: true}).Check(func(day model.Date) error {
		if day > s.f.today() {
			return model.FieldErrorf("date", "%s", text.T("assess.future", h.Format().DateYear(s.f.today())))
		}
		return nil
	})
	s.assessor = form.Longest(s.fields.Text(form.Spec{Name: "assessor", Label: text.T("assess.byname")}), 120)
	s.note = form.Longest(s.fields.Multi(form.Spec{Name: "note", Label: text.T("assess.note"), Help: text.T("assess.note.help"), Wide: true}, 3), 2000)
	return kit.NewCard(text.T("assess.who"), "", nil, s.fields)
}

func (s *summary) partGrid() *grid.Grid[rules.Part] {
	f := s.f.h.Format()
	number := func(id string, width float32, cell func(rules.Part) grid.Cell) grid.Column[rules.Part] {
		return grid.Column[rules.Part]{ID: id, Title: text.T(text.Key("assess.col.", id)), Width: width, Align: fyne.TextAlignTrailing, Cell: cell}
	}
	columns := []grid.Column[rules.Part]{
		{ID: "criterion", Title: text.T("assess.col.criterion"), Width: 150, Flex: 2, Cell: func(p rules.Part) grid.Cell { return grid.Cell{Text: p.Criterion.Name} }},
		number("weight", 64, func(p rules.Part) grid.Cell { return grid.Cell{Text: f.Decimal(p.Criterion.Weight), Tone: theme.Quiet} }),
		number("grade", 64, func(p rules.Part) grid.Cell {
			if !p.Grade.Valid {
				return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
			}
			return grid.Cell{Text: f.Decimal(p.Grade.Decimal)}
		}),
		number("points", 150, func(p rules.Part) grid.Cell {
			if !p.Points.Valid {
				return grid.Cell{Text: text.T("assess.ungraded"), Tone: theme.Quiet}
			}
			share := p.Points.Decimal.InexactFloat64() / 100
			return grid.Cell{Text: f.Fixed(p.Points.Decimal, 0), Bar: &share}
		}),
		number("adds", 64, func(p rules.Part) grid.Cell {
			if !p.Adds.Valid {
				return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
			}
			return grid.Cell{Text: f.Fixed(s.adds[p.Criterion.Key], 2), Bold: true}
		}),
	}
	columns[1].Total = func([]rules.Part) grid.Cell { return grid.Cell{Text: f.Decimal(s.f.draft.rules.Weights())} }
	columns[4].Total = func([]rules.Part) grid.Cell { return grid.Cell{Text: s.scored(), Bold: true} }
	return grid.New(grid.Options[rules.Part]{
		Name: "assess.parts", Key: func(p rules.Part) string { return p.Criterion.Key }, Columns: columns,
		OnOpen: func(p rules.Part) { s.f.choose(criterionID(p.Criterion.Key)) },
		Setup:  grid.Setup{Bare: true, NoFold: true, TotalsName: "assess.total"}, Place: place(s.f.h),
		Events: grid.Events{OnPast: func(e *fyne.ScrollEvent) { kit.Wheel(s.content, e) }},
	})
}

func (s *summary) scored() string {
	r := s.f.draft.result()
	if !r.Score.Valid {
		return text.T("assess.dash")
	}
	return s.f.h.Format().Fixed(r.Score.Decimal, 2)
}

// shares are what the criteria add in hundredths, rounded so that what is read
// adds up to the score.
func shares(parts []rules.Part) map[string]decimal.Decimal {
	adds, exact, given := map[string]decimal.Decimal{}, decimal.Zero, decimal.Zero
	for _, p := range parts {
		if p.Adds.Valid {
			exact = exact.Add(p.Adds.Decimal)
			adds[p.Criterion.Key] = exact.Round(2).Sub(given)
			given = exact.Round(2)
		}
	}
	return adds
}

// refresh brings everything up to the draft.
func (s *summary) refresh() {
	r := s.f.draft.result()
	s.adds = shares(r.Parts)
	s.parts.SetRows(r.Parts)
	s.verdict.Set(s.scoreRow(&r), kit.Wrapped(kit.Muted, s.meaning(&r)))
	s.gates.Set(s.gateRows()...)
	if s.fields == nil || s.filled && s.bad() {
		return
	}
	s.loading, s.filled = true, true
	defer func() { s.loading = false }()
	put(s.date, s.f.draft.head.date)
	put(s.assessor, s.f.draft.head.assessor)
	put(s.note, s.f.draft.head.note)
}

func (s *summary) scoreRow(r *rules.Result) fyne.CanvasObject {
	f := s.f.h.Format()
	standing, _ := s.f.draft.standing(s.f.today())
	score := kit.NewLabel(kit.PageTitle, s.scored())
	class := kit.NewPill(theme.Idle, theme.IconQuestionCircle, text.T("assess.notrated"))
	if r.Class != "" {
		tone, icon := classLook(r.Class)
		class = kit.NewPill(tone, icon, text.T("assess.class", string(r.Class)))
	}
	facts := []fyne.CanvasObject{
		fact(text.T("assess.score"), score), fact(text.T("assess.classed"), class),
		fact(text.T("assess.coverage"), kit.NewLabel(kit.Strong, text.T("assess.percent", f.Fixed(r.Coverage, 0)))),
		fact(text.T("assess.gates"), standingPill(standing)),
	}
	if r.Own.Valid && s.f.draft.rules.Criteria[0].Scale == rules.Five {
		facts = append(facts, fact(text.T("assess.own"), kit.NewLabel(kit.Strong, text.T("assess.of5", f.Fixed(r.Own.Decimal, 2)))))
	}
	return rowOf(facts)
}

// meaning says in words what stands, and what it lacks.
func (s *summary) meaning(r *rules.Result) string {
	standing, count := s.f.draft.standing(s.f.today())
	n := s.f.h.Format().Int
	said := []string{text.T(text.Key("assess.standing.", string(standing)), n(count[rules.GateFailed]), n(count[rules.GateUnknown]+count[rules.GateExpired]))}
	switch {
	case !r.Score.Valid:
		said = append(said, text.T("assess.meaning.none"))
	case r.Provisional:
		said = append(said, text.T("assess.meaning.thin"))
	case r.Coverage.LessThan(hundred):
		said = append(said, text.T("assess.meaning.part"))
	}
	if mixed(s.f.draft.rules.Criteria) {
		said = append(said, text.T("assess.meaning.mixed"))
	}
	return strings.Join(said, " ")
}

// gateRows are the gates that stand in the way, else that there is none.
func (s *summary) gateRows() []fyne.CanvasObject {
	d := s.f.draft
	var rows []fyne.CanvasObject
	for i := range d.rules.Gates {
		g := &d.rules.Gates[i]
		state := d.state(g.Key, s.f.today())
		if state == rules.GatePassed {
			continue
		}
		tone, icon := gateLook(state)
		id := gateID(g.Key)
		rows = append(rows, kit.Row(theme.Gap8, kit.NewPill(tone, icon, text.T(text.Key("assess.state.", string(state)))), kit.Grow(kit.NewLabel(kit.Body, g.Name)),
			kit.NewButton(kit.Link, text.T("assess.do.open"), func() { s.f.choose(id) })))
	}
	switch {
	case len(d.rules.Gates) == 0:
		return []fyne.CanvasObject{kit.NewLabel(kit.Muted, text.T("assess.gates.none"))}
	case len(rows) == 0:
		return []fyne.CanvasObject{kit.Row(theme.Gap8, kit.ToneIcon(theme.IconTickCircle, theme.Fine), kit.NewLabel(kit.Body, text.T("assess.gates.all")))}
	}
	return rows
}

func (s *summary) typed() {
	if s.loading || s.fields == nil || s.note == nil || s != s.f.summary {
		return
	}
	next := s.f.draft.head
	if day, err := s.date.Get(); err == nil && day != "" {
		next.date = day
	}
	next.assessor, _ = s.assessor.Get()
	next.note, _ = s.note.Get()
	if next == s.f.draft.head && !s.bad() {
		return
	}
	s.f.draft.head = next
	s.f.changed(headItem)
}

func (s *summary) bad() bool {
	if s.fields == nil || s.loading {
		return false
	}
	_, err := s.date.Get()
	return err != nil
}

func (s *summary) focus() {
	if s.fields != nil {
		kit.Focus(s.fields.First())
	}
}
