package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Tab is one page of a document.
type Tab struct {
	ID    string
	Label string
	Icon  theme.IconName // "" without
	Tone  theme.Tone     // of the icon
	Count int            // zero shows none
	Badge bool           // the count is a badge, not part of the label
}

// Tabs choose between the pages of a document. They stand in one row of 36; the
// page gives them Ctrl+Tab by Next.
type Tabs struct {
	widget.BaseWidget
	tabs    []Tab
	parts   []*tabPart
	chosen  int
	focused bool
	changed func(id string)
}

// NewTabs are tabs with the first chosen; changed hears what a person chooses.
func NewTabs(tabs []Tab, changed func(id string)) *Tabs {
	t := &Tabs{changed: changed}
	t.ExtendBaseWidget(t)
	t.SetTabs(tabs)
	return t
}

// SetTabs changes the tabs; the chosen one stays chosen by its ID.
func (t *Tabs) SetTabs(tabs []Tab) {
	id := t.Chosen()
	t.tabs, t.parts, t.chosen = tabs, nil, 0
	for i := range tabs {
		p := &tabPart{of: t, i: i, icon: newIcon(), label: newText(), badge: newBadgeMark(), line: rule(), ring: newSlab()}
		p.badge.tone = theme.Quiet
		p.ExtendBaseWidget(p)
		t.parts = append(t.parts, p)
		if tabs[i].ID == id {
			t.chosen = i
		}
	}
	t.Refresh()
}

// SetCount changes the count of a tab.
func (t *Tabs) SetCount(id string, n int) {
	for i := range t.tabs {
		if t.tabs[i].ID == id {
			t.tabs[i].Count = n
		}
	}
	t.Refresh()
}

// Chosen is the ID of the chosen tab.
func (t *Tabs) Chosen() string {
	if t.chosen >= len(t.tabs) {
		return ""
	}
	return t.tabs[t.chosen].ID
}

// SetChosen changes the chosen tab without telling anyone.
func (t *Tabs) SetChosen(id string) {
	for i := range t.tabs {
		if t.tabs[i].ID == id {
			t.chosen = i
		}
	}
	t.Refresh()
}

// Next chooses the next tab, the first after the last; step −1 the one before.
func (t *Tabs) Next(step int) {
	if n := len(t.tabs); n > 0 {
		t.choose(((t.chosen+step)%n + n) % n)
	}
}

func (t *Tabs) choose(i int) {
	if i == t.chosen {
		return
	}
	t.chosen = i
	t.Refresh()
	if t.changed != nil {
		t.changed(t.tabs[i].ID)
	}
}

// FocusGained implements fyne.Focusable.
func (t *Tabs) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *Tabs) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *Tabs) TypedRune(rune) {}

// TypedShortcut passes on every key with a modifier.
func (t *Tabs) TypedShortcut(s fyne.Shortcut) { PassShortcut(t, s) }

// TypedKey moves by the arrows.
func (t *Tabs) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyLeft:
		t.choose(max(t.chosen-1, 0))
	case fyne.KeyRight:
		t.choose(min(t.chosen+1, len(t.tabs)-1))
	default:
		action.Pass(t, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *Tabs) objects() []fyne.CanvasObject {
	l := make([]fyne.CanvasObject, len(t.parts))
	for i := range t.parts {
		l[i] = t.parts[i]
	}
	return l
}

func (t *Tabs) paint() {
	for _, p := range t.parts {
		p.Refresh()
	}
}

const (
	tabGap  float32 = 20
	tabIcon         = theme.IconSize
)

// Widths implements Elastic.
func (t *Tabs) Widths() (least, want float32) {
	for i, p := range t.parts {
		if i > 0 {
			want += tabGap
		}
		want += p.least().Width
	}
	return want - max(tabGap-theme.Gap12, 0)*float32(max(len(t.parts)-1, 0)), want
}

// HeightFor implements Elastic.
func (t *Tabs) HeightFor(float32) float32 { return theme.TabHeight }

func (t *Tabs) least() fyne.Size {
	l, _ := t.Widths()
	return fyne.NewSize(l, theme.TabHeight)
}

func (t *Tabs) place(s fyne.Size) {
	_, want := t.Widths()
	gap := tabGap
	if want > s.Width {
		gap = theme.Gap12
	}
	x := float32(0)
	for _, p := range t.parts {
		w := p.least().Width
		put(p, x, 0, w, s.Height)
		x += w + gap
	}
}

// tabPart is one tab.
type tabPart struct {
	widget.BaseWidget
	of      *Tabs
	i       int
	hovered bool
	icon    *canvas.Image
	label   *canvas.Text
	badge   badgeMark
	line    *canvas.Rectangle
	ring    slab
}

// Tapped chooses the tab.
func (p *tabPart) Tapped(*fyne.PointEvent) { p.of.choose(p.i) }

// MouseIn implements desktop.Hoverable.
func (p *tabPart) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (p *tabPart) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *tabPart) MouseOut() { p.hovered = false; p.Refresh() }

// CreateRenderer implements fyne.Widget.
func (p *tabPart) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *tabPart) objects() []fyne.CanvasObject {
	return objs(p.icon, p.label, p.badge, p.line, p.ring)
}

func (p *tabPart) on() bool { return p.of.chosen == p.i }
func (p *tabPart) tab() Tab { return p.of.tabs[p.i] }

func (p *tabPart) ink() ink {
	k := inks[Muted]
	if p.tab().Badge || p.on() || p.hovered {
		k.color = theme.Text
	}
	k.bold = p.on()
	return k
}

func (p *tabPart) text() string {
	t := p.tab()
	if t.Count == 0 || t.Badge {
		return t.Label
	}
	return t.Label + " " + counts.Int(t.Count)
}

func (p *tabPart) paint() {
	t := p.tab()
	setIcon(p.icon, t.Icon, t.Tone.Ink())
	p.ink().set(p.label, p.text())
	p.badge.n = 0
	if t.Badge {
		p.badge.n = t.Count
	}
	if t.Icon == "" { // else the icon says what it means
		p.badge.tone = t.Tone
	}
	p.badge.paint()
	tint(p.line, theme.Accent)
	p.line.Hidden = !p.on() || p.of.focused
	p.ring.set("", theme.Accent, theme.FocusWidth)
	p.ring.show(p.on() && p.of.focused)
}

// widest is the width of the label when chosen, so that nothing moves.
func (p *tabPart) widest() float32 {
	k := p.ink()
	k.bold = true
	return k.width(p.text())
}

func (p *tabPart) least() fyne.Size {
	w := p.widest()
	if p.tab().Icon != "" {
		w += tabIcon + theme.Gap8 + theme.Gap4
	}
	if p.badge.n > 0 {
		w += theme.Gap8 + p.badge.width() + theme.Gap4
	}
	return fyne.NewSize(w, theme.TabHeight)
}

func (p *tabPart) place(s fyne.Size) {
	x := float32(0)
	if p.tab().Icon != "" {
		x = theme.Gap4
		put(p.icon, x, (s.Height-tabIcon)/2, tabIcon, tabIcon)
		x += tabIcon + theme.Gap8
	}
	putText(p.label, x, 0, p.widest(), s.Height)
	p.badge.place(x+p.widest()+theme.Gap8, (s.Height-badgeHeight)/2)
	put(p.line, 0, s.Height-theme.FocusWidth, s.Width, theme.FocusWidth)
	p.ring.put(-6, 4, s.Width+12, s.Height-8)
}
