package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Step is one line of a checklist.
type Step struct {
	Title string
	Note  string
	Done  bool
	Run   func() // opens the step
}

// Checklist is a card of steps that tick themselves off: the next one is bold,
// Enter opens a step.
type Checklist struct {
	Card
	bar   *Bar
	count *Label
	rows  *Box
}

// NewChecklist is a checklist with a progress bar in its head.
func NewChecklist(title string, steps []Step) *Checklist {
	c := &Checklist{bar: NewBar(theme.Accented, 120, 6), count: NewLabel(Caption, ""), rows: Column(0)}
	c.fill(title, "", Row(theme.Gap8, c.bar, c.count), c.rows)
	c.inset = 0
	c.ExtendBaseWidget(c)
	c.SetSteps(steps)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *Checklist) CreateRenderer() fyne.WidgetRenderer { return render(c) }

// Widths implements Elastic.
func (c *Checklist) Widths() (least, want float32) { return 280, 520 }

// SetSteps changes the steps.
func (c *Checklist) SetSteps(steps []Step) {
	var rows []fyne.CanvasObject
	done, next := 0, false
	for i, s := range steps {
		if i > 0 {
			rows = append(rows, Separator())
		}
		if s.Done {
			done++
		}
		rows = append(rows, newStep(s, !s.Done && !next))
		next = next || !s.Done
	}
	c.rows.Set(rows...)
	c.bar.SetShare(float32(done) / float32(max(len(steps), 1)))
	c.count.SetText(text.T("kit.steps", done, len(steps)))
	c.Refresh()
}

// stepRow is one step.
type stepRow struct {
	control
	step  Step
	next  bool
	back  slab
	icon  *canvas.Image
	title *canvas.Text
	note  *canvas.Text
}

const stepHeight float32 = 39

func newStep(s Step, next bool) *stepRow {
	r := &stepRow{step: s, next: next, back: newSlab().round(0), icon: newIcon(), title: newText(), note: newText()}
	r.press = s.Run
	r.extend(r)
	return r
}

// Cursor implements desktop.Cursorable.
func (r *stepRow) Cursor() desktop.Cursor {
	if r.press != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (r *stepRow) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *stepRow) objects() []fyne.CanvasObject {
	return objs(r.back, r.icon, r.title, r.note)
}

func (r *stepRow) ink() ink {
	switch {
	case r.step.Done:
		return inks[Muted]
	case r.next:
		return inks[Strong]
	}
	return inks[Body]
}

func (r *stepRow) paint() {
	fill, edge := fyne.ThemeColorName(""), fyne.ThemeColorName("")
	if r.live() && r.press != nil {
		fill = theme.Hover
	}
	if r.focused {
		edge = theme.Accent
	}
	r.back.set(fill, edge, theme.FocusWidth)
	if r.step.Done {
		setIcon(r.icon, theme.IconTickCircle, theme.Good)
	} else {
		setIcon(r.icon, theme.IconRadioEmpty, theme.Muted)
	}
}

func (r *stepRow) least() fyne.Size {
	return fyne.NewSize(12+16+10+r.ink().width(r.step.Title)+12, stepHeight)
}

func (r *stepRow) place(s fyne.Size) {
	r.back.put(0, 0, s.Width, s.Height)
	put(r.icon, theme.Gap12, round((s.Height-theme.IconSize)/2), theme.IconSize, theme.IconSize)
	x := theme.Gap12 + theme.IconSize + 10
	k, n := r.ink(), inks[Caption]
	k.set(r.title, k.fit(r.step.Title, s.Width-x-theme.Gap12))
	w := k.width(r.title.Text)
	putText(r.title, x, 0, w, s.Height)
	x += w + 10
	n.set(r.note, n.fit(r.step.Note, s.Width-x-theme.Gap12))
	putText(r.note, x, 0, s.Width-x-theme.Gap12, s.Height)
}
