package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Work is one thing that waits, in a work list.
type Work struct {
	Icon  theme.IconName
	Tone  theme.Tone
	Title string // what to do, bold
	Note  string // whom or what it is about
	Age   string
	Stake string // money at stake
	Verb  string // on the button that does it
}

// WorkRow is a row of a work list: what waits, its age, the money at stake and
// the verb that does it.
type WorkRow struct {
	widget.BaseWidget
	work                    Work
	chosen, hovered         bool
	choose, do              func()
	menu                    func(at fyne.Position)
	verb                    *Button
	back, bar, rule         *canvas.Rectangle
	icon                    *canvas.Image
	title, note, age, stake *canvas.Text
}

// Columns of a work list, from its right edge.
const (
	workStake float32 = 140
	workAge   float32 = 224
	workVerb  float32 = 76
)

// NewWorkRow is a row; choose hears a click on it, do the verb and a double click.
func NewWorkRow(w Work, choose, do func()) *WorkRow {
	r := &WorkRow{
		work: w, choose: choose, do: do, back: &canvas.Rectangle{}, bar: &canvas.Rectangle{}, rule: rule(),
		icon: newIcon(), title: newText(), note: newText(), age: newText(), stake: newText(),
	}
	r.verb = NewButton(Plain, w.Verb, do).Small()
	r.ExtendBaseWidget(r)
	return r
}

// SetChosen marks the row: its verb shows the key Enter.
func (r *WorkRow) SetChosen(chosen bool) {
	r.chosen = chosen
	r.verb.style, r.verb.key.text = Plain, ""
	if chosen {
		r.verb.style, r.verb.key.text = Next, action.Plain(fyne.KeyReturn).String()
	}
	r.Refresh()
}

// Work is what the row shows.
func (r *WorkRow) Work() Work { return r.work }

// Verb is the button of the row.
func (r *WorkRow) Verb() *Button { return r.verb }

// OnMenu hears a click of the other button, with its place in the window.
func (r *WorkRow) OnMenu(menu func(at fyne.Position)) { r.menu = menu }

// MouseDown chooses the row, with either button: a click that waited whether a
// second one comes would be late.
func (r *WorkRow) MouseDown(*desktop.MouseEvent) {
	HideTip()
	if r.choose != nil {
		r.choose()
	}
}

// MouseUp implements desktop.Mouseable.
func (r *WorkRow) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped does the verb.
func (r *WorkRow) DoubleTapped(*fyne.PointEvent) {
	if r.do != nil {
		r.do()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *WorkRow) TappedSecondary(e *fyne.PointEvent) {
	if r.menu != nil {
		r.menu(e.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *WorkRow) MouseIn(e *desktop.MouseEvent) { r.hovered = true; r.Refresh(); r.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (r *WorkRow) MouseMoved(e *desktop.MouseEvent) {
	if r.note.Text != r.work.Note || r.title.Text != r.work.Title {
		AskTip(r, r.work.Title+"\n"+r.work.Note, e.AbsolutePosition)
	}
}

// MouseOut implements desktop.Hoverable.
func (r *WorkRow) MouseOut() { r.hovered = false; HideTip(); r.Refresh() }

// CreateRenderer implements fyne.Widget.
func (r *WorkRow) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *WorkRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.bar, r.rule, r.icon, r.title, r.note, r.age, r.stake, r.verb}
}

func (r *WorkRow) paint() {
	fill := theme.Surface
	switch {
	case r.chosen:
		fill = theme.AccentSoft
	case r.hovered:
		fill = theme.Hover
	}
	tint(r.back, fill)
	tint(r.bar, theme.Accent)
	tint(r.rule, theme.Line)
	setIcon(r.icon, r.work.Icon, r.work.Tone.Ink())
	if r.chosen {
		r.bar.Show()
	} else {
		r.bar.Hide()
	}
	r.verb.Refresh()
}

func (r *WorkRow) least() fyne.Size { return fyne.NewSize(480, theme.WorkRowHeight()) }

func (r *WorkRow) place(s fyne.Size) {
	put(r.back, 0, 0, s.Width, s.Height)
	put(r.bar, 0, 0, theme.MarkWidth, s.Height)
	put(r.rule, 0, s.Height-theme.LineWidth, s.Width, theme.LineWidth)
	put(r.icon, theme.Gap12, round((s.Height-theme.IconSize)/2), theme.IconSize, theme.IconSize)
	x, end := float32(36), s.Width-workAge-60
	title, note, amount := inks[Strong], inks[Caption], inks[Body]
	amount.bold = r.chosen
	title.set(r.title, title.fit(r.work.Title, end-x))
	w := title.width(r.title.Text)
	putText(r.title, x, 0, w, s.Height)
	x += w + theme.Gap12
	note.set(r.note, note.fit(r.work.Note, max(end-x, 0)))
	putText(r.note, x, 0, max(end-x, 0), s.Height)
	note.set(r.age, r.work.Age)
	amount.set(r.stake, r.work.Stake)
	r.age.Alignment, r.stake.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	putText(r.age, s.Width-workAge-56, 0, 56, s.Height)
	putText(r.stake, s.Width-workAge, 0, workAge-workStake, s.Height)
	vw := max(r.verb.least().Width, workVerb)
	put(r.verb, s.Width-theme.Gap12-vw, round((s.Height-theme.SmallControlHeight)/2), vw, theme.SmallControlHeight)
}

// WorkGroup heads a group of work rows: bold name, count and sum.
type WorkGroup struct {
	widget.BaseWidget
	texts            [3]string
	back, rule       *canvas.Rectangle
	name, count, sum *canvas.Text
}

// NewWorkGroup is a head with the name of a group, how many it has and their sum.
func NewWorkGroup(name, count, sum string) *WorkGroup {
	g := &WorkGroup{texts: [3]string{name, count, sum}, back: &canvas.Rectangle{}, rule: rule(), name: newText(), count: newText(), sum: newText()}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *WorkGroup) CreateRenderer() fyne.WidgetRenderer { return render(g) }

func (g *WorkGroup) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{g.back, g.rule, g.name, g.count, g.sum}
}

func (g *WorkGroup) paint() {
	tint(g.back, theme.Raised)
	tint(g.rule, theme.Line)
	inks[SmallStrong].set(g.name, g.texts[0])
	inks[Caption].set(g.count, g.texts[1])
	inks[Caption].set(g.sum, g.texts[2])
}

func (g *WorkGroup) least() fyne.Size { return fyne.NewSize(480, theme.GroupRowHeight()-2) }

func (g *WorkGroup) place(s fyne.Size) {
	put(g.back, 0, 0, s.Width, s.Height)
	put(g.rule, 0, s.Height-theme.LineWidth, s.Width, theme.LineWidth)
	w := inks[SmallStrong].width(g.texts[0])
	putText(g.name, theme.Gap12, 0, w, s.Height)
	putText(g.count, theme.Gap12+w+theme.Gap8, 0, 80, s.Height)
	g.sum.Alignment = fyne.TextAlignTrailing
	putText(g.sum, s.Width-workAge, 0, workAge-workStake, s.Height)
}

// WorkHead names the columns of a work list.
type WorkHead struct {
	widget.BaseWidget
	texts      [3]string
	rule       *canvas.Rectangle
	what       *canvas.Text
	age, stake *canvas.Text
}

// WorkHeadHeight is the height of a WorkHead.
const WorkHeadHeight float32 = 26

// NewWorkHead is the head of a work list: how much waits, and the names of the
// columns of ages and sums.
func NewWorkHead(what, age, stake string) *WorkHead {
	h := &WorkHead{texts: [3]string{what, age, stake}, rule: rule(), what: newText(), age: newText(), stake: newText()}
	h.ExtendBaseWidget(h)
	return h
}

// SetText changes how much waits.
func (h *WorkHead) SetText(what string) { h.texts[0] = what; h.Refresh() }

// CreateRenderer implements fyne.Widget.
func (h *WorkHead) CreateRenderer() fyne.WidgetRenderer { return render(h) }

func (h *WorkHead) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.rule, h.what, h.age, h.stake}
}

func (h *WorkHead) paint() { tint(h.rule, theme.Line) }

func (h *WorkHead) least() fyne.Size { return fyne.NewSize(480, WorkHeadHeight) }

func (h *WorkHead) place(s fyne.Size) {
	put(h.rule, 0, s.Height-theme.LineWidth, s.Width, theme.LineWidth)
	k, end := inks[Caption], s.Width-workAge
	k.set(h.what, k.fit(h.texts[0], end-56-theme.Gap12))
	putText(h.what, theme.Gap12, 0, end-56-theme.Gap12, s.Height)
	k.set(h.age, h.texts[1])
	k.set(h.stake, h.texts[2])
	h.age.Alignment, h.stake.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	stake := max(k.width(h.texts[2]), workAge-workStake)
	putText(h.age, end-56, 0, 56, s.Height)
	putText(h.stake, s.Width-workStake-stake, 0, stake, s.Height)
}
