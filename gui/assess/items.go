package assess

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// item is a line of the list: a gate, a criterion, or the summary.
type item struct {
	id        string
	group     string
	gate      *rules.Gate
	criterion *rules.Criterion
	part      rules.Part // of a criterion
	state     rules.GateState
	touched   bool
	wrong     bool // a field of it cannot be read
}

// The groups of the list, and the id of the summary.
const (
	gateGroup      = "gates"
	criterionGroup = "criteria"
	endGroup       = "end"
	summaryItem    = "summary"
)

// rows are the items as they stand.
func (f *Form) rows() []item {
	d := f.draft
	rows := make([]item, 0, len(d.rules.Gates)+len(d.rules.Criteria)+1)
	add := func(i item) {
		i.touched = d.touched[i.id]
		if e := f.editors[i.id]; e != nil {
			i.wrong = e.bad()
		}
		rows = append(rows, i)
	}
	for i := range d.rules.Gates {
		g := &d.rules.Gates[i]
		add(item{id: gateID(g.Key), group: gateGroup, gate: g, state: d.state(g.Key, f.today())})
	}
	result := d.result()
	for i := range result.Parts {
		p := result.Parts[i]
		add(item{id: criterionID(p.Criterion.Key), group: criterionGroup, criterion: p.Criterion, part: p})
	}
	return append(rows, item{id: summaryItem, group: endGroup, touched: d.touched[headItem], wrong: f.summary != nil && f.summary.bad()})
}

func (f *Form) itemGrid() *grid.Grid[item] {
	return grid.New(grid.Options[item]{
		Name: "assess.items", Key: func(i item) string { return i.id },
		Columns: []grid.Column[item]{
			{ID: "item", Title: text.T("assess.col.item"), Width: 180, Flex: 1, Lead: true, Cell: f.nameCell},
			{ID: "found", Title: text.T("assess.col.found"), Width: 62, Align: fyne.TextAlignTrailing, Cell: f.foundCell},
			{ID: "adds", Title: text.T("assess.col.adds"), Width: 54, Align: fyne.TextAlignTrailing, Cell: f.addsCell},
		},
		GroupBy:   func(i item) string { return i.group },
		GroupHead: f.groupHead,
		OnCurrent: func(i item, ok bool) {
			if ok && f.draft != nil && i.id != f.shown {
				f.show(i.id)
			}
		},
		OnOpen: func(item) { f.enter() },
		Setup:  grid.Setup{Bare: true, NoFold: true}, Place: place(f.h),
	})
}

func (f *Form) nameCell(i item) grid.Cell {
	c := grid.Cell{}
	switch {
	case i.gate != nil:
		tone, icon := gateLook(i.state)
		c = grid.Cell{Text: i.gate.Name, Icon: icon, IconTone: tone, Tip: i.gate.Help}
	case i.criterion != nil:
		c = grid.Cell{Text: i.criterion.Name, Icon: theme.IconDottedCircle, IconTone: theme.Idle, Tip: i.criterion.Help}
		if i.part.Grade.Valid {
			c.Icon, c.IconTone = theme.IconTickCircle, theme.Accented
		}
	default:
		c = grid.Cell{Text: text.T("assess.summary"), Icon: theme.IconSheet, IconTone: theme.Idle}
	}
	if i.wrong {
		c.Icon, c.IconTone, c.Tip = theme.IconAlertCircle, theme.Wrong, text.T("assess.unreadable")
	}
	if i.touched {
		c.Sub = text.T("assess.unsaved")
	}
	return c
}

func (f *Form) foundCell(i item) grid.Cell {
	switch {
	case i.gate != nil:
		tone, _ := gateLook(i.state)
		return grid.Cell{Text: text.T(text.Key("assess.state.", string(i.state))), Tone: tone}
	case i.criterion != nil && i.part.Grade.Valid:
		return grid.Cell{Text: f.h.Format().Decimal(i.part.Grade.Decimal), Bold: true}
	case i.criterion != nil:
		return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
	}
	return grid.Cell{}
}

func (f *Form) addsCell(i item) grid.Cell {
	if i.criterion == nil {
		return grid.Cell{}
	}
	if !i.part.Adds.Valid {
		return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
	}
	return grid.Cell{Text: f.h.Format().Fixed(i.part.Adds.Decimal, 1)}
}

func (f *Form) groupHead(group string, rows []item) grid.Group {
	known := 0
	for _, r := range rows {
		if r.gate != nil && r.state != rules.GateUnknown || r.criterion != nil && r.part.Grade.Valid {
			known++
		}
	}
	g := grid.Group{Title: text.T(text.Key("assess.group.", group))}
	if group != endGroup {
		n := f.h.Format().Int
		g.Facts = text.T("assess.known", n(known), n(len(rows)))
	}
	return g
}

// gateLook is how the state of a gate is shown.
func gateLook(s rules.GateState) (theme.Tone, theme.IconName) {
	switch s {
	case rules.GatePassed:
		return theme.Fine, theme.IconTickCircle
	case rules.GateFailed:
		return theme.Wrong, theme.IconCrossCircle
	case rules.GateExpired:
		return theme.Warned, theme.IconLate
	}
	return theme.Idle, theme.IconQuestionCircle
}

// show puts an item on the page.
func (f *Form) show(id string) {
	if f.draft == nil || id == "" {
		return
	}
	f.shown = id
	if id == summaryItem || !f.draft.asks(id) {
		if f.summary == nil {
			f.summary = newSummary(f)
		}
		f.summary.refresh()
		f.body.SetInner(f.summary.content)
		f.dress()
		f.h.Refresh()
		return
	}
	f.body.SetInner(f.edit(id).content)
	f.dress()
	f.h.Refresh()
}

// edit is what an item is filled in with; it stays, so that nothing typed is
// lost by looking at another one.
func (f *Form) edit(id string) *editor {
	e := f.editors[id]
	if e == nil {
		e = newEditor(f, id)
		f.editors[id] = e
	}
	return e
}

// current is the editor that is shown, nil on the summary.
func (f *Form) current() *editor {
	if f.draft == nil || !f.draft.asks(f.shown) {
		return nil
	}
	return f.edit(f.shown)
}

// choose shows an item and marks it in the list.
func (f *Form) choose(id string) {
	f.items.Select(id)
	f.show(id)
}

// enter puts the focus into the first field of what is shown.
func (f *Form) enter() {
	if e := f.current(); e != nil {
		e.focus()
		return
	}
	if f.summary != nil {
		f.summary.focus()
	}
}

// next shows the next item without a verdict or grade, after the last one the
// first, and the summary when none is left.
func (f *Form) next() {
	ids := f.draft.missing(f.today())
	if len(ids) == 0 {
		f.choose(summaryItem)
		f.h.Say(page.Done, text.T("assess.allknown"))
		return
	}
	order := f.rows()
	at := 0
	for i := range order {
		if order[i].id == f.shown {
			at = i
		}
	}
	for i := 1; i <= len(order); i++ {
		id := order[(at+i)%len(order)].id
		for _, open := range ids {
			if open == id {
				f.choose(id)
				return
			}
		}
	}
}

// keyOf is the key of a gate or criterion by the id of its item.
func keyOf(id string) string {
	_, key, _ := strings.Cut(id, " ")
	return key
}

func place(h page.Host) grid.Place {
	return grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h}
}

// beside puts a list left of what shows its chosen line.
func beside(list, body fyne.CanvasObject) fyne.CanvasObject {
	left := container.NewStack(kit.Ground(theme.Surface), list)
	return container.New(&twoParts{}, left, kit.Ground(theme.Line), body)
}

// twoParts lays a list, a line and a body side by side.
type twoParts struct{}

const (
	listWidth float32 = 384
	listLeast float32 = 280
)

// MinSize implements fyne.Layout.
func (*twoParts) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(listLeast+1+o[2].MinSize().Width, max(o[0].MinSize().Height, o[2].MinSize().Height))
}

// Layout implements fyne.Layout.
func (*twoParts) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := max(listLeast, min(listWidth, s.Width*0.36))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(1, s.Height))
	o[1].Move(fyne.NewPos(w, 0))
	o[2].Resize(fyne.NewSize(s.Width-w-1, s.Height))
	o[2].Move(fyne.NewPos(w+1, 0))
}

// under puts notes above a body. The notes take the height their texts need at
// the width there is, and none while they are hidden.
func under(notes, body fyne.CanvasObject) *fyne.Container {
	return container.New(noted{}, notes, body)
}

// noted lays notes above a body.
type noted struct{}

// MinSize implements fyne.Layout.
func (noted) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// Layout implements fyne.Layout.
func (noted) Layout(o []fyne.CanvasObject, s fyne.Size) {
	top := float32(0)
	if o[0].Visible() {
		top = kit.HeightFor(o[0], s.Width)
	}
	o[0].Resize(fyne.NewSize(s.Width, top))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(s.Width, s.Height-top))
	o[1].Move(fyne.NewPos(0, top))
}
