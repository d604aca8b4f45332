package assess

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// line is a line of the list of what a template asks: the template itself, or a
// gate or criterion.
type line struct {
	id    string
	group string
	asked *asked // nil for the template itself
	name  string
	wrong bool
}

// headLine is the id of the template itself.
const headLine = "head"

func (t *Template) lines() []line {
	all := []line{{id: headLine, group: "head", name: text.T("assess.tp.head")}}
	add := func(group string, list []*asked) {
		for _, a := range list {
			all = append(all, line{id: a.id, group: group, asked: a, name: a.name})
		}
	}
	add(gateGroup, t.sheet.gates)
	add(criterionGroup, t.sheet.criteria)
	for i := range all {
		if e := t.editors[all[i].id]; e != nil {
			all[i].wrong = e.bad()
		}
	}
	return all
}

func (t *Template) lineGrid() *grid.Grid[line] {
	return grid.New(grid.Options[line]{
		Name: "assess.tp.items", Key: func(l line) string { return l.id },
		Columns: []grid.Column[line]{
			{ID: "item", Title: text.T("assess.tp.item"), Width: 200, Flex: 1, Lead: true, Cell: lineCell},
			{ID: "weight", Title: text.T("assess.tp.weight"), Width: 76, Align: fyne.TextAlignTrailing, Cell: func(l line) grid.Cell {
				if l.asked == nil || l.asked.gate {
					return grid.Cell{}
				}
				c := grid.Cell{Text: t.h.Format().Decimal(l.asked.weight)}
				if !l.asked.weight.IsPositive() {
					c.Tone = theme.Wrong
				}
				return c
			}},
		},
		GroupBy: func(l line) string { return l.group },
		GroupHead: func(group string, rows []line) grid.Group {
			g := grid.Group{Title: text.T(text.Key("assess.tp.group.", group))}
			if group != "head" {
				g.Facts = t.h.Format().Int(len(rows))
			}
			if group == criterionGroup {
				sum := t.sheet.weights()
				g.Cells = map[string]grid.Cell{"weight": {Text: t.h.Format().Decimal(sum), Bold: true, Tone: theme.Fine}}
				if !sum.Equal(hundred) {
					g.Cells["weight"] = grid.Cell{Text: t.h.Format().Decimal(sum), Bold: true, Tone: theme.Wrong}
				}
			}
			return g
		},
		OnCurrent: func(l line, ok bool) {
			if ok && t.sheet != nil && l.id != t.shown {
				t.show(l.id)
			}
		},
		OnOpen: func(line) { t.enter() },
		Setup:  grid.Setup{Bare: true, NoFold: true}, Place: place(t.h),
	})
}

func lineCell(l line) grid.Cell {
	c := grid.Cell{Text: l.name, Icon: theme.IconList, IconTone: theme.Idle}
	switch {
	case l.asked != nil && l.asked.gate:
		c.Icon = theme.IconShield
	case l.asked != nil:
		c.Icon = theme.IconScale
	}
	if l.asked != nil && l.name == "" {
		c.Text, c.Tone = text.T("assess.tp.unnamed"), theme.Quiet
	}
	if l.wrong {
		c.Icon, c.IconTone, c.Tip = theme.IconAlertCircle, theme.Wrong, text.T("assess.unreadable")
	}
	return c
}

// show puts a line on the page.
func (t *Template) show(id string) {
	if t.sheet == nil {
		return
	}
	t.shown = id
	t.body.SetInner(t.edit(id).content)
	t.h.Refresh()
}

func (t *Template) edit(id string) *askedEditor {
	e := t.editors[id]
	if e == nil {
		e = newAskedEditor(t, id)
		t.editors[id] = e
	}
	return e
}

func (t *Template) choose(id string) {
	t.items.Select(id)
	t.show(id)
}

func (t *Template) enter() {
	if e := t.edit(t.shown); e.fields != nil {
		kit.Focus(e.fields.First())
	}
}
