package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Panel shows the details of what is chosen, right on a page: who and state on
// top, sections that scroll, and buttons at the bottom that stay there.
type Panel struct {
	widget.BaseWidget
	title    *Label
	state    *Pill
	tools    []fyne.CanvasObject
	lines    *Box
	top      fyne.CanvasObject // below the lines, nil without
	head     *Box
	sections *Box
	scroll   *scroller
	body     fyne.CanvasObject // instead of sections and buttons, nil without
	narrow   bool              // the state stands below the title
	buttons  *Box
	ground   *canvas.Rectangle
	rules    [2]*canvas.Rectangle
}

// NewPanel is a panel; close is called by its x, and may be nil.
func NewPanel(closed func()) *Panel {
	p := &Panel{title: NewLabel(PanelTitle, ""), state: NewPill(theme.Idle, "", ""), lines: Column(0), sections: Column(0), buttons: Row(theme.Gap8), ground: &canvas.Rectangle{}, rules: [2]*canvas.Rectangle{rule(), rule()}}
	p.state.Hide()
	if closed != nil {
		p.tools = []fyne.CanvasObject{IconButton(Bare, theme.IconClose, text.T("kit.close"), closed)}
	}
	p.head = Column(2)
	p.scroll = newScroller(p.sections)
	p.arrange()
	p.ExtendBaseWidget(p)
	return p
}

func (p *Panel) arrange() {
	top := []fyne.CanvasObject{p.title, p.state, Spacer()}
	if p.narrow {
		top = []fyne.CanvasObject{p.title, Spacer()}
	}
	if len(p.tools) > 0 {
		top = append(top, Row(0, p.tools...))
	}
	p.head.objs = []fyne.CanvasObject{Sized(Row(theme.Gap8, top...), 0, 20)}
	if p.narrow {
		p.head.objs = append(p.head.objs, Row(0, p.state))
	}
	p.head.objs = append(p.head.objs, p.lines)
	if p.top != nil {
		p.head.objs = append(p.head.objs, Gap(0, theme.Gap8), p.top)
	}
}

// SetTitle changes who or what the panel is about, its state, and the lines of
// 12 below. An empty pill word shows no state.
func (p *Panel) SetTitle(title string, lines ...string) {
	p.title.SetText(title)
	var l []fyne.CanvasObject
	for _, s := range lines {
		if s != "" {
			l = append(l, Wrapped(Caption, s))
		}
	}
	p.lines.Set(l...)
	p.retitle()
}

// SetState changes the pill beside the title; an empty word shows none.
func (p *Panel) SetState(t theme.Tone, icon theme.IconName, word string) {
	p.state.Set(t, icon, word)
	p.retitle()
}

// retitle gives title and state the room they want now.
func (p *Panel) retitle() {
	p.arrange()
	p.head.Refresh()
	p.Refresh()
}

// fold puts the state below the title where there is no room for both in a row.
func (p *Panel) fold(width float32) {
	_, title := p.title.Widths()
	_, state := p.state.Widths()
	for _, t := range p.tools {
		width -= t.MinSize().Width
	}
	if len(p.tools) > 0 {
		width -= theme.Gap8
	}
	narrow := p.state.Visible() && title+state+2*theme.Gap8 > width
	if narrow != p.narrow {
		p.narrow = narrow
		p.arrange()
		p.head.Refresh()
	}
}

// SetTop puts something below the lines that does not scroll: a time line.
func (p *Panel) SetTop(o fyne.CanvasObject) {
	p.top = o
	p.retitle()
}

// AddTool puts a small button before the x: open as a page.
func (p *Panel) AddTool(b *Button) {
	p.tools = append([]fyne.CanvasObject{b}, p.tools...)
	p.retitle()
}

// SetSections changes what the panel shows, with lines between; see
// PanelSection. The scrolling begins at the top again.
func (p *Panel) SetSections(sections ...fyne.CanvasObject) {
	var l []fyne.CanvasObject
	for i, s := range sections {
		if i > 0 {
			l = append(l, Separator())
		}
		l = append(l, s)
	}
	p.sections.Set(l...)
	p.scroll.scroll.ScrollToTop()
	p.Refresh()
}

// SetBody fills the panel below its head with an object that scrolls by itself
// and brings its own buttons, a form say; nil shows sections and buttons again.
func (p *Panel) SetBody(o fyne.CanvasObject) {
	p.body = o
	p.Refresh()
}

// SetButtons changes the buttons at the bottom.
func (p *Panel) SetButtons(buttons ...fyne.CanvasObject) {
	p.buttons.Set(buttons...)
	p.Refresh()
}

// Tapped keeps a click from reaching what the panel may lie over.
func (p *Panel) Tapped(*fyne.PointEvent) {}

// TappedSecondary keeps a click from reaching what the panel may lie over.
func (p *Panel) TappedSecondary(*fyne.PointEvent) {}

// MouseIn keeps the pointer from what the panel may lie over.
func (p *Panel) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (p *Panel) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *Panel) MouseOut() {}

// Scrolled passes the wheel on to the sections, wherever the pointer is.
func (p *Panel) Scrolled(e *fyne.ScrollEvent) { p.scroll.scroll.Scrolled(e) }

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Panel) objects() []fyne.CanvasObject {
	if p.body != nil {
		return []fyne.CanvasObject{p.ground, p.head, p.rules[0], p.body}
	}
	l := []fyne.CanvasObject{p.ground, p.head, p.rules[0], p.scroll}
	if len(p.buttons.objs) > 0 {
		l = append(l, p.rules[1], p.buttons)
	}
	return l
}

func (p *Panel) paint() {
	p.ground.FillColor = theme.Color(theme.Surface)
	for _, r := range p.rules {
		r.FillColor = theme.Color(theme.Line)
	}
}

func (p *Panel) least() fyne.Size { return fyne.NewSize(theme.PanelMinWidth, 160) }

func (p *Panel) place(s fyne.Size) {
	put(p.ground, 0, 0, s.Width, s.Height)
	in := s.Width - 2*theme.Gap16
	p.fold(in)
	h := p.head.HeightFor(in)
	put(p.head, theme.Gap16, theme.Gap12, in, h)
	y := theme.Gap12 + h + theme.Gap8 + 2
	put(p.rules[0], 0, y, s.Width, theme.LineWidth)
	p.rules[0].Hidden = p.body == nil && len(p.sections.objs) == 0
	y += theme.LineWidth
	if p.body != nil {
		put(p.body, 0, y, s.Width, max(s.Height-y, 0))
		return
	}
	end := s.Height
	if len(p.buttons.objs) > 0 {
		end -= theme.LineWidth + theme.ControlHeight + 2*theme.Gap12
		put(p.rules[1], 0, end, s.Width, theme.LineWidth)
		put(p.buttons, theme.Gap16, end+theme.LineWidth+theme.Gap12, in, theme.ControlHeight)
	}
	put(p.scroll, 0, y, s.Width, max(end-y, 0))
}

// PanelSection is a section of a panel: its name and a note at the right, both
// 12 and muted, over the content. Without a name only the content.
func PanelSection(name, right string, content fyne.CanvasObject) fyne.CanvasObject {
	return PanelSectionWith(name, NewLabel(Caption, right), content)
}

// PanelSectionWith is a section with anything at the right of its name.
func PanelSectionWith(name string, right, content fyne.CanvasObject) fyne.CanvasObject {
	if name == "" {
		return Inset(content, theme.Gap8, theme.Gap16)
	}
	head := Row(theme.Gap8, NewLabel(Caption, name), Spacer(), right)
	return Inset(Column(6, head, content), theme.Gap8, theme.Gap16)
}

// Fact is a label with its value.
type Fact struct {
	Label string
	Value string
	Tone  theme.Tone
	Bold  bool
	Tip   string
}

// NewFacts are rows of 22 with the label left and the value right.
func NewFacts(facts ...Fact) *Box {
	col := Column(0)
	for _, f := range facts {
		label, value := NewLabel(Muted, f.Label), Number(Body, f.Value)
		if f.Bold {
			label, value = NewLabel(Strong, f.Label), Number(Strong, f.Value)
		}
		if f.Tone != theme.Plain {
			value.SetTone(f.Tone)
		}
		if f.Tip != "" {
			value.SetTip(f.Tip)
		}
		col.objs = append(col.objs, Sized(Row(theme.Gap12, label, Spacer(), value), 0, 22))
	}
	return col
}
