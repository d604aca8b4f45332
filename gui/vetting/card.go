package vetting

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

// card is the tab of the scorecard: gates, criteria and performance apart, what
// would lift the supplier, its months and what went wrong.
type card struct {
	d        *Document
	gates    *grid.Grid[vetting.GateLine]
	criteria *grid.Grid[vetting.CriterionLine]
	measures *chart.Chart
	months   *chart.Chart
	wrong    *grid.Grid[score.Event]
	cards    []*kit.Card
	body     fyne.CanvasObject
	facts    fyne.CanvasObject // above the cards
	loader   *async.Loader[[]score.Event]
	shown    string                  // what the events in the panel are about
	about    string                  // the same, below it
	open     *grid.Grid[score.Event] // the events in the panel, nil without
}

// The cards, by their place.
const (
	gatesCard = iota
	criteriaCard
	measuresCard
	liftCard
	monthsCard
	wrongCard
)

func newCard(d *Document) *card {
	c := &card{d: d}
	c.gates, c.criteria, c.wrong = c.gateGrid(), c.criteriaGrid(), c.wrongGrid()
	c.measures = chart.New(c.ranges(nil), c.events)
	c.months = chart.New(c.line(nil), c.monthEvents)
	c.loader = async.NewLoader(d.h.Runner(), c.read)
	titles := []string{"vetting.gates", "vetting.criteria", "vetting.performance", "vetting.lift", "vetting.months", "vetting.wrong"}
	objs := make([]fyne.CanvasObject, len(titles))
	for i, title := range titles {
		k := kit.NewCard(text.T(title), "", nil, kit.Spacer())
		if i == gatesCard || i == criteriaCard || i == wrongCard {
			k.Flush()
		}
		c.cards, objs[i] = append(c.cards, k), k
	}
	c.cards[measuresCard].SetBody(c.measures)
	c.cards[monthsCard].SetBody(c.months)
	c.body = kit.Scroll(kit.Inset(newTiled(&tiles{heights: []float32{286, 232}}, objs...), theme.Gap12, theme.Gap16))
	return c
}

func (c *card) id() string { return tabScorecard }

func (c *card) count(*known) int { return 0 }
func (c *card) waits(*known) int { return 0 }

// fill implements tab.
func (c *card) fill(k *known) {
	f := c.d.h.Format()
	c.gates.SetRows(k.sheet.Gates)
	c.criteria.SetRows(k.sheet.Criteria)
	c.wrong.SetRows(k.bad[:min(len(k.bad), mostWrong)])
	c.measures.SetData(c.ranges(&k.card))
	c.months.SetData(c.line(k.months))
	c.cards[gatesCard].SetBody(c.orNone(c.gates, len(k.sheet.Gates), text.T("vetting.gates.none")))
	c.cards[criteriaCard].SetBody(c.orNone(c.criteria, len(k.sheet.Criteria), text.T("vetting.criteria.none")))
	c.cards[wrongCard].SetBody(c.orNone(c.wrong, len(k.bad), text.T("vetting.wrong.none")))
	c.cards[liftCard].SetBody(kit.Scroll(c.lift(k)))
	c.cards[liftCard].SetFoot(c.liftFoot(k))
	c.cards[criteriaCard].SetFoot(c.criteriaFoot(k))
	for i, note := range []string{
		c.gatesNote(k), c.criteriaNote(k), c.performanceNote(k), c.liftNote(k), c.monthsNote(k), text.N("vetting.wrong.note", len(k.bad), f.Int(len(k.bad))),
	} {
		title := text.T([]string{"vetting.gates", "vetting.criteria", "vetting.performance", "vetting.lift", "vetting.months", "vetting.wrong"}[i])
		c.cards[i].SetTitle(title, note)
	}
	c.facts = c.strip(k)
	if c.d.tabs.Chosen() == tabScorecard {
		c.hang()
	}
}

// show implements tab.
func (c *card) show() {
	c.shut()
	c.hang()
	c.d.put(c.body)
}

// hang puts the facts, and what is proposed, above the cards.
func (c *card) hang() {
	if note := c.d.proposalNote(); note != nil {
		c.d.page.SetStrip(kit.Column(theme.Gap8, c.facts, note))
		return
	}
	c.d.page.SetStrip(c.facts)
}

// orNone is a list, or a sentence while it would be empty.
func (c *card) orNone(list fyne.CanvasObject, n int, none string) fyne.CanvasObject {
	if n > 0 {
		return list
	}
	return kit.Inset(kit.Wrapped(kit.Muted, none), theme.Gap12, theme.Gap12)
}

// tools implements tab.
func (c *card) tools() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		kit.ActionButton(c.d.compareAction(), kit.Plain), kit.ActionButton(c.d.printAction(), kit.Plain).IconOnly(), kit.ActionButton(c.d.listAction(), kit.Plain).IconOnly(),
		kit.ActionButton(c.d.stageAction(), kit.Plain), kit.ActionButton(c.assessAction(), kit.Primary),
	}
}

// assessAction begins the next judgement, or goes on with the one half done.
func (c *card) assessAction() action.Action {
	label := "vetting.do.assess"
	switch k := c.d.known; {
	case k == nil:
	case halfDone(k) != nil:
		label = "vetting.do.goon"
	case k.sheet.Assessed != nil:
		label = "vetting.do.requalify"
	}
	return kit.Act("vetting.assess", text.T(label), kit.Mark{Icon: theme.IconSheet, Key: action.Ctrl(fyne.KeyReturn)}, func() { c.d.assess(0) })
}

// halfDone is the assessment that waits to be finished, the only one there is or
// one beside a finished one; nil when there is none.
func halfDone(k *known) *vetting.AssessmentLine {
	if a := k.sheet.Assessed; k.sheet.Half == nil && a != nil && !a.Finished {
		return a
	}
	return k.sheet.Half
}

// criteriaFoot leads to the assessment while there is none, or one half done.
func (c *card) criteriaFoot(k *known) fyne.CanvasObject {
	half := halfDone(k)
	said, verb := "", text.T("vetting.do.goon")
	switch {
	case half != nil:
		said = text.T("vetting.criteria.half", c.d.h.Format().DateYear(half.Date))
	case k.sheet.Assessed == nil:
		said, verb = text.T("vetting.criteria.never"), text.T("vetting.do.assess")
	default:
		return nil
	}
	link := kit.NewButton(kit.Link, verb, func() { c.d.assess(0) }).WithIcon(theme.IconRight)
	return kit.Inset(kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(kit.Caption, said)), link), theme.Gap4, theme.Gap12)
}

func (c *card) search()  {}
func (c *card) create()  { c.d.assess(0) }
func (c *card) primary() { c.d.assess(0) }

func (c *card) areas() []fyne.Focusable {
	all := []fyne.Focusable{c.gates, c.criteria, c.measures, c.months, c.wrong}
	if c.open != nil {
		all = append(all, c.open)
	}
	return all
}

// actions implements tab.
func (c *card) actions() []action.Action {
	judge := kit.Act("vetting.judge", text.T("vetting.do.judge"), kit.Mark{Icon: theme.IconFileTick, Key: action.Plain(fyne.KeyA)}, func() { c.d.assess(0) })
	all := append([]action.Action{c.assessAction(), judge}, c.d.printActions()...)
	if l := c.d.known.card.Lift; l != nil && len(l.Steps) > 0 {
		all = append(all, c.liftAction())
	}
	return all
}

func (c *card) lost() string { return "" }

func (c *card) close() {
	c.loader.Stop()
	c.shut()
	c.gates.Close()
	c.criteria.Close()
	c.wrong.Close()
}
