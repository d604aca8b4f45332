package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Header is the head of a page: the way back, title, count, states; right the
// search field, the second buttons and the one primary button.
type Header struct {
	Box
	back  *Button
	title *Label
	count *Label
	left  []fyne.CanvasObject
	tools []fyne.CanvasObject
}

// NewHeader is a head with a title.
func NewHeader(title string) *Header {
	h := &Header{title: NewLabel(PageTitle, title), count: NewLabel(Muted, "")}
	h.gap = theme.Gap8
	h.ExtendBaseWidget(h)
	h.count.Hide()
	h.arrange()
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *Header) CreateRenderer() fyne.WidgetRenderer { return render(h) }

// SetTitle changes the title.
func (h *Header) SetTitle(title string) { h.title.SetText(title); h.Refresh() }

// Title is the title.
func (h *Header) Title() string { return h.title.Text() }

// SetCount changes the muted count or date beside the title; "" shows none.
func (h *Header) SetCount(count string) {
	h.count.SetText(count)
	if count == "" {
		h.count.Hide()
	} else {
		h.count.Show()
	}
	h.Refresh()
}

// Count is the muted count beside the title.
func (h *Header) Count() string { return h.count.Text() }

// SetBack puts an arrow before the title that calls back; nil takes it away.
func (h *Header) SetBack(back func()) {
	h.back = nil
	if back != nil {
		h.back = IconButton(Bare, theme.IconLeft, text.T("kit.back"), back)
	}
	h.arrange()
}

// SetStates puts pills after the title.
func (h *Header) SetStates(pills ...*Pill) {
	h.left = nil
	for _, p := range pills {
		h.left = append(h.left, p)
	}
	h.arrange()
}

// SetTools changes what stands at the right, in its order: search field, second
// buttons, and last the primary button.
func (h *Header) SetTools(tools ...fyne.CanvasObject) {
	h.tools = tools
	h.arrange()
}

func (h *Header) arrange() {
	var l []fyne.CanvasObject
	if h.back != nil {
		l = append(l, h.back)
	}
	l = append(l, h.title, h.count)
	l = append(l, h.left...)
	l = append(l, Spacer())
	h.Set(append(l, h.tools...)...)
}

// Page lays a screen out: head, tabs, filters, body, detail panel right, footer
// of actions. Parts that are nil take no room.
type Page struct {
	widget.BaseWidget
	Header  *Header
	tabs    fyne.CanvasObject
	strip   fyne.CanvasObject
	filters fyne.CanvasObject
	body    fyne.CanvasObject
	footer  fyne.CanvasObject
	panel   *Panel
	width   float32 // of the panel
	facts   bool    // the strip stands above the tabs

	ground *canvas.Rectangle    // behind a body that does not cover it
	plate  *canvas.Rectangle    // behind the footer; the window is Surface already
	rules  [6]*canvas.Rectangle // below head, tabs, strip, filters; above the footer; left of the panel
}

// NewPage is a page with a title.
func NewPage(title string) *Page {
	p := &Page{Header: NewHeader(title), ground: &canvas.Rectangle{}, plate: &canvas.Rectangle{}, width: theme.PanelWidth}
	for i := range p.rules {
		p.rules[i] = rule()
	}
	p.ExtendBaseWidget(p)
	return p
}

// SetTabs puts tabs below the head, with anything right of them; nil takes them
// away.
func (p *Page) SetTabs(t *Tabs, right ...fyne.CanvasObject) {
	p.tabs = nil
	if t != nil {
		p.tabs = t
	}
	if t != nil && len(right) > 0 {
		p.tabs = Row(theme.Gap12, append([]fyne.CanvasObject{t, Spacer()}, right...)...)
	}
	p.Refresh()
}

// SetStrip puts facts about the document between tabs and filters.
func (p *Page) SetStrip(o fyne.CanvasObject) { p.strip = o; p.Refresh() }

// StripFirst puts the strip above the tabs: it tells of the document, whichever
// tab is chosen.
func (p *Page) StripFirst() { p.facts = true; p.Refresh() }

// SetFilters puts chips and selectors into the filter row; what follows a
// Spacer stands right, a note on currency or basis.
func (p *Page) SetFilters(objs ...fyne.CanvasObject) {
	p.filters = nil
	if len(objs) > 0 {
		p.filters = Row(theme.Gap8, objs...)
	}
	p.Refresh()
}

// SetBody changes the body. It lies on the background.
func (p *Page) SetBody(o fyne.CanvasObject) { p.body = o; p.Refresh() }

// SetFooter puts totals and actions below the body; nil takes them away.
func (p *Page) SetFooter(o fyne.CanvasObject) { p.footer = o; p.Refresh() }

// SetPanel shows a panel at the right, 348 wide; nil closes it.
func (p *Page) SetPanel(n *Panel) {
	if p.panel == n {
		return
	}
	p.panel = n
	p.Refresh()
}

// Panel is the panel that is open, nil without one.
func (p *Page) Panel() *Panel { return p.panel }

// SetPanelWidth changes the width of the panel, 332 to 364.
func (p *Page) SetPanelWidth(w float32) {
	p.width = min(max(w, theme.PanelMinWidth), theme.PanelMaxWidth)
	p.Refresh()
}

// Focusable, and never a stop: a click on the background leaves the focus where
// it is, so that the keys of the list go on working.
var (
	_ fyne.Focusable   = (*Page)(nil)
	_ fyne.Disableable = (*Page)(nil)
)

// FocusGained implements fyne.Focusable.
func (p *Page) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (p *Page) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (p *Page) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (p *Page) TypedKey(*fyne.KeyEvent) {}

// Disabled keeps the page itself out of the Tab order.
func (p *Page) Disabled() bool { return true }

// Enable implements fyne.Disableable.
func (p *Page) Enable() {}

// Disable implements fyne.Disableable.
func (p *Page) Disable() {}

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return render(p) }

// bands are the parts above the body with their heights.
func (p *Page) bands() (objs []fyne.CanvasObject, heights []float32) {
	objs = []fyne.CanvasObject{p.Header, p.tabs, p.strip, p.filters}
	heights = []float32{theme.HeaderHeight, theme.TabHeight + 4, 0, theme.FilterRowHeight}
	for i, o := range objs {
		if o == nil {
			heights[i] = 0
		}
	}
	if p.strip != nil {
		heights[2] = HeightFor(p.strip, p.Size().Width-2*theme.Gap16) + 2*theme.Gap8
	}
	if p.facts {
		objs[1], objs[2], heights[1], heights[2] = objs[2], objs[1], heights[2], heights[1]
	}
	return objs, heights
}

func (p *Page) objects() []fyne.CanvasObject {
	l := []fyne.CanvasObject{p.ground}
	objs, _ := p.bands()
	for i, o := range objs {
		if o != nil {
			l = append(l, p.rules[i], o)
		}
	}
	if p.footer != nil {
		l = append(l, p.plate, p.rules[4], p.footer)
	}
	if p.body != nil {
		l = append(l, p.body)
	}
	if p.panel != nil {
		l = append(l, p.panel, p.rules[5])
	}
	return l
}

// onSurface tells a list that it lies on a surface already, and whether it is one:
// a list leaves nothing of what is behind it free.
func onSurface(o fyne.CanvasObject) bool {
	c, ok := o.(interface{ OnSurface() bool })
	return ok && c.OnSurface()
}

func (p *Page) paint() {
	// Each large area costs time without a graphics card: none is drawn under
	// another, nor in the colour that the window has anyway.
	p.ground.Hidden = onSurface(p.body)
	p.ground.FillColor = theme.Color(theme.Background)
	p.plate.FillColor = theme.Color(theme.Raised)
	for i := range p.rules {
		p.rules[i].FillColor = theme.Color(theme.Line)
	}
	if p.over() {
		p.rules[5].FillColor = theme.Color(theme.LineStrong)
	}
}

// over tells whether the panel lies over the body: by the width of the window,
// and where it is not known by that of the page beside an open rail.
func (p *Page) over() bool {
	window := p.Size().Width + theme.RailWidth
	if c := canvasOf(p); c != nil && c.Size().Width >= p.Size().Width {
		window = c.Size().Width
	}
	return window < theme.PanelOverBelow
}

func (p *Page) least() fyne.Size {
	_, heights := p.bands()
	h := float32(120)
	for _, b := range heights {
		h += b
	}
	return fyne.NewSize(480, h)
}

func (p *Page) place(s fyne.Size) {
	objs, heights := p.bands()
	y := float32(0)
	for i, o := range objs {
		if o == nil {
			continue
		}
		h := heights[i]
		put(p.rules[i], 0, y+h-theme.LineWidth, s.Width, theme.LineWidth)
		in := theme.Gap16
		if i == 0 && p.Header.back != nil {
			in = theme.Gap12
		}
		room := float32(0) // above and below
		if o == p.strip {
			room = theme.Gap8
		}
		fit(o, in, y+room, s.Width-in-theme.Gap16, h-max(theme.LineWidth, 2*room))
		y += h
	}
	end := s.Height
	if p.footer != nil {
		end -= theme.ActionFooterHeight
		put(p.plate, 0, end, s.Width, theme.ActionFooterHeight)
		put(p.rules[4], 0, end, s.Width, theme.LineWidth)
		fit(p.footer, theme.Gap16, end+theme.LineWidth, s.Width-2*theme.Gap16, theme.ActionFooterHeight-theme.LineWidth)
	}
	p.placeBody(s.Width, y, end)
}

func (p *Page) placeBody(width, top, end float32) {
	h := max(end-top, 0)
	if p.panel != nil {
		w := min(p.width, width-64)
		put(p.panel, width-w, top, w, h)
		put(p.rules[5], width-w-theme.LineWidth, top, theme.LineWidth, h)
		p.panel.ground.Hidden = !p.over()
		if !p.over() {
			width -= w + theme.LineWidth
		}
	}
	put(p.ground, 0, top, width, h)
	if p.body != nil {
		put(p.body, 0, top, width, h)
	}
}

// fit puts a band of the page and arranges what is in it anew, as a text in it may
// have become longer since.
func fit(o fyne.CanvasObject, x, y, w, h float32) {
	put(o, x, y, w, h)
	if d, ok := o.(drawn); ok {
		d.place(fyne.NewSize(w, h))
	}
}
