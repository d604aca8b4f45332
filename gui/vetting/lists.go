package vetting

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

func (d *Document) place() grid.Place {
	return grid.Place{Context: d.h.Context(), Runner: d.h.Runner(), Format: d.h.Format(), Layouts: d.h}
}

// gateGrid lists the gates with their evidence and until when it holds.
func (c *card) gateGrid() *grid.Grid[vetting.GateLine] {
	f := c.d.h.Format()
	return grid.New(grid.Options[vetting.GateLine]{
		Name: "vetting.gates", Key: func(g vetting.GateLine) string { return g.Key },
		Columns: []grid.Column[vetting.GateLine]{
			{ID: "gate", Title: text.T("vetting.gate"), Width: 210, Flex: 1, Cell: func(g vetting.GateLine) grid.Cell {
				tone, icon := gateLook(g.State)
				return grid.Cell{Text: g.Name, Icon: icon, IconTone: tone, Tip: gateTip(g)}
			}},
			{ID: "evidence", Title: text.T("vetting.evidence"), Width: 74, Flex: 3, Yields: 1, Cell: func(g vetting.GateLine) grid.Cell {
				return grid.Cell{Text: g.Evidence, Tone: theme.Quiet, Tip: g.Evidence}
			}},
			{ID: "until", Title: text.T("vetting.until"), Width: 102, Align: trailing, Cell: func(g vetting.GateLine) grid.Cell {
				if g.Expires == "" {
					return grid.Cell{Text: text.T("vetting.dash"), Tone: theme.Quiet}
				}
				cell := grid.Cell{Text: f.DateYear(g.Expires), Tone: theme.Quiet}
				if g.In != nil && *g.In <= soonDays {
					cell.Tone = theme.Warned
				}
				return cell
			}},
		},
		OnOpen: c.openGate,
		Setup:  grid.Setup{Bare: true, NoFold: true}, Place: c.d.place(), Events: c.past(),
	})
}

// openGate shows what a verdict rests on: its file, else its assessment.
func (c *card) openGate(g vetting.GateLine) {
	if g.File != nil {
		c.d.view(*g.File)
		return
	}
	c.openAssessed("gate " + g.Key)
}

// gateTip is what a gate asks for, and what was found: its column steps aside where
// cards are narrow.
func gateTip(g vetting.GateLine) string {
	if g.Evidence == "" {
		return g.Help
	}
	return text.T("vetting.gate.tip", g.Help, g.Evidence)
}

// openAssessed opens the assessment the card shows at one of its items, or begins
// one.
func (c *card) openAssessed(item string) {
	var id int64
	if a := c.d.known.sheet.Assessed; a != nil {
		id = a.ID
	}
	c.d.assessAt(id, item)
}

// gateLook is how the state of a gate is shown.
func gateLook(s assessment.GateState) (theme.Tone, theme.IconName) {
	switch s {
	case assessment.GatePassed:
		return theme.Fine, theme.IconTickCircle
	case assessment.GateFailed:
		return theme.Wrong, theme.IconCrossCircle
	case assessment.GateExpired:
		return theme.Warned, theme.IconLate
	}
	return theme.Idle, theme.IconQuestionCircle
}

// criteriaGrid lists what was graded and what each grade adds.
func (c *card) criteriaGrid() *grid.Grid[vetting.CriterionLine] {
	return grid.New(grid.Options[vetting.CriterionLine]{
		Name: "vetting.criteria", Key: func(l vetting.CriterionLine) string { return l.Key },
		Columns: []grid.Column[vetting.CriterionLine]{
			{ID: "criterion", Title: text.T("vetting.criterion"), Width: 150, Flex: 2, Cell: func(l vetting.CriterionLine) grid.Cell {
				return grid.Cell{Text: l.Name, Tip: tipOf(l)}
			}},
			{ID: "weight", Title: text.T("vetting.weight"), Width: 44, Align: trailing, Cell: func(l vetting.CriterionLine) grid.Cell {
				return grid.Cell{Text: c.d.figure(&l.Weight, 0), Tone: theme.Quiet}
			}},
			{ID: "points", Title: text.T("vetting.points"), Width: 96, Flex: 1, Align: trailing, Cell: func(l vetting.CriterionLine) grid.Cell {
				if l.Points == nil {
					return grid.Cell{Text: text.T("vetting.notgraded"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: c.d.figure(l.Points, 1), Bar: share(l.Points)}
			}},
			{ID: "adds", Title: text.T("vetting.adds"), Width: 52, Align: trailing, Cell: func(l vetting.CriterionLine) grid.Cell {
				return grid.Cell{Text: c.d.figure(l.Adds, 1), Bold: l.Adds != nil}
			}},
		},
		OnOpen: func(l vetting.CriterionLine) {
			if l.File != nil {
				c.d.view(*l.File)
				return
			}
			c.openAssessed("criterion " + l.Key)
		},
		Setup: grid.Setup{Bare: true, NoFold: true}, Place: c.d.place(), Events: c.past(),
	})
}

// past scrolls the card where a list of it has no more to show.
func (c *card) past() grid.Events {
	return grid.Events{OnPast: func(e *fyne.ScrollEvent) { kit.Wheel(c.body, e) }}
}

// tipOf is what a grade means and where it comes from.
func tipOf(l vetting.CriterionLine) string {
	said := l.Means
	if said == "" {
		said = l.Help
	}
	if l.Evidence != "" {
		said = text.T("vetting.joined", said, l.Evidence)
	}
	return said
}

// mostWrong is how many events the card shows.
const mostWrong = 20

// wrongGrid lists what went wrong last; Enter opens its order.
func (c *card) wrongGrid() *grid.Grid[score.Event] {
	f := c.d.h.Format()
	return grid.New(grid.Options[score.Event]{
		Name: "vetting.wrong", Key: eventKey,
		Columns: []grid.Column[score.Event]{
			{ID: "order", Title: text.T("vetting.order"), Width: 100, Cell: func(e score.Event) grid.Cell {
				return grid.Cell{Text: e.Order, Icon: theme.IconAlertCircle, IconTone: theme.Wrong}
			}},
			{ID: "what", Title: text.T("vetting.what"), Width: 130, Flex: 1, Cell: func(e score.Event) grid.Cell { return grid.Cell{Text: e.What} }},
			{ID: "on", Title: text.T("vetting.on"), Width: 92, Align: trailing, Cell: func(e score.Event) grid.Cell {
				return grid.Cell{Text: f.Date(e.On), Tone: theme.Quiet}
			}},
		},
		OnOpen: c.openOrder,
		Setup:  grid.Setup{Bare: true, NoFold: true}, Place: c.d.place(), Events: c.past(),
	})
}

func eventKey(e score.Event) string {
	return text.T("vetting.eventkey", e.Shop, e.Order, string(e.On), e.What)
}

// gatesNote counts the gates by what was found.
func (c *card) gatesNote(k *known) string {
	passed, failed := 0, 0
	for _, g := range k.sheet.Gates {
		switch g.State {
		case assessment.GatePassed:
			passed++
		case assessment.GateFailed:
			failed++
		}
	}
	f := c.d.h.Format()
	return text.T("vetting.gates.note", f.Int(passed), f.Int(failed), f.Int(len(k.sheet.Gates)-passed-failed))
}

func (c *card) criteriaNote(k *known) string {
	s := &k.sheet
	if s.Assessed == nil {
		return text.T("vetting.template", s.Template, c.d.h.Format().Int(s.Number))
	}
	return text.T("vetting.assessed", s.Assessed.Template, c.d.h.Format().Int(s.Assessed.Number), c.d.figure(s.Score, 1))
}

// sorted are events by day, the newest first.
func sorted(all []score.Event) {
	slices.SortStableFunc(all, func(a, b score.Event) int {
		switch {
		case a.On > b.On:
			return -1
		case a.On < b.On:
			return 1
		}
		return 0
	})
}
