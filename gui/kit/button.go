package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// ButtonStyle is what a button is for.
type ButtonStyle int

// The styles of buttons.
const (
	Plain   ButtonStyle = iota // surface with an edge
	Primary                    // accent: one for a page
	Next                       // accent edge and text: the next step of the chosen thing
	Danger                     // destroys or sends back
	Link                       // accent text only
	Bare                       // icon only, no edge: close, back
)

// Button does one thing. Its label is a verb; its key stands inside in a small
// box.
type Button struct {
	control
	style  ButtonStyle
	label  string
	icon   theme.IconName
	small  bool
	iconly bool
	busy   bool
	act    *action.Action
	box    slab
	ring   slab
	image  *canvas.Image
	text   *canvas.Text
	key    keyMark
	badge  badgeMark
	spin   *Spinner
}

// NewButton is a button with a label.
func NewButton(style ButtonStyle, label string, do func()) *Button {
	b := &Button{
		style: style, label: label, box: newSlab(), ring: newSlab(), image: newIcon(), text: newText(),
		key: newKeyMark(), badge: newBadgeMark(), spin: NewSpinner(theme.ButtonIconSize),
	}
	b.badge.tone = theme.Warned
	b.press = do
	b.tip = b.hint
	b.spin.Hide()
	b.extend(b)
	return b
}

// ActionButton does an action: label, icon, key and the reason why it cannot be
// done now are the action's. Refresh asks for the reason again.
func ActionButton(a action.Action, style ButtonStyle) *Button {
	if a.Bad && style == Plain {
		style = Danger
	}
	b := NewButton(style, a.Label, a.Do)
	b.act = &a
	b.icon = iconName(a.Icon)
	b.key.text = a.Key.String()
	b.off = a.Why()
	return b
}

// IconButton shows only an icon; the label is its tooltip. Plain has an edge,
// Bare none.
func IconButton(style ButtonStyle, icon theme.IconName, label string, do func()) *Button {
	b := NewButton(style, label, do)
	b.icon, b.iconly = icon, true
	return b
}

// iconName is the meaning of an icon of the theme, whatever its colour: widgets
// draw the icon of an action in their own.
func iconName(r fyne.Resource) theme.IconName {
	if r == nil {
		return ""
	}
	n := strings.TrimSuffix(r.Name(), ".svg")
	if i := strings.LastIndexByte(n, '-'); i > 0 {
		n = n[:i]
	}
	return theme.IconName(n)
}

// WithIcon puts an icon before the label.
func (b *Button) WithIcon(n theme.IconName) *Button { b.icon = n; return b }

// WithKey shows a key inside the button; the window listens to it.
func (b *Button) WithKey(k action.Key) *Button { b.key.text = k.String(); return b }

// Small makes the button 24 high.
func (b *Button) Small() *Button { b.small = true; return b }

// IconOnly shows the icon alone; the label becomes the tooltip.
func (b *Button) IconOnly() *Button { b.iconly = true; return b }

// WithTip gives the button a tooltip.
func (b *Button) WithTip(tip string) *Button {
	b.tip = func() string { return tip }
	return b
}

// SetLabel changes the label.
func (b *Button) SetLabel(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// Label is the label.
func (b *Button) Label() string { return b.label }

// Links tells whether the button is only words that lead elsewhere.
func (b *Button) Links() bool { return b.style == Link }

// SetStyle changes what the button is for.
func (b *Button) SetStyle(s ButtonStyle) {
	if b.style != s {
		b.style = s
		b.Refresh()
	}
}

// SetBadge counts what waits behind the button; zero shows nothing.
func (b *Button) SetBadge(n int, t theme.Tone) {
	b.badge.n, b.badge.tone = n, t
	b.Refresh()
}

// SetOff says why the button cannot be pressed now, "" when it can.
func (b *Button) SetOff(why string) { b.turn(why) }

// SetBusy shows that what the button does is under way; it takes no press.
func (b *Button) SetBusy(busy bool) {
	b.busy = busy
	b.off = ""
	if busy {
		b.off = text.T("kit.busy")
		b.spin.Show()
		b.spin.Start()
	} else {
		b.spin.Stop()
		b.spin.Hide()
	}
	b.Refresh()
}

// Refresh draws the button again; one of an action asks whether it can be done.
func (b *Button) Refresh() {
	if b.act != nil && !b.busy {
		b.off = b.act.Why()
	}
	b.control.Refresh()
}

func (b *Button) hint() string {
	if !b.iconly {
		return ""
	}
	if b.key.text == "" {
		return b.label
	}
	return text.T("kit.tip.key", b.label, b.key.text)
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Button) objects() []fyne.CanvasObject {
	return objs(b.ring, b.box, b.image, b.text, b.badge, b.key, b.spin)
}

// dress is the colours of a button.
type dress struct{ fill, edge, text, icon, key fyne.ThemeColorName }

func (b *Button) dress() dress {
	d := dress{theme.Surface, theme.LineStrong, theme.Text, theme.Muted, theme.LineStrong}
	switch b.style {
	case Primary:
		d = dress{theme.Accent, "", theme.OnAccent, theme.OnAccent, theme.OnAccent}
	case Next:
		d = dress{theme.Surface, theme.Accent, theme.Accent, theme.Accent, theme.LineStrong}
	case Danger:
		d.text, d.icon = theme.Bad, theme.Bad
	case Link:
		d = dress{"", "", theme.Accent, theme.Accent, theme.LineStrong}
	case Bare:
		d = dress{"", "", theme.Text, theme.Muted, theme.LineStrong}
	}
	switch {
	case b.off != "" && b.style == Primary:
		return dress{theme.NeutralSoft, "", theme.Muted, theme.Muted, theme.LineStrong}
	case b.off != "":
		d.text, d.icon = theme.Series2, theme.Series2
		if d.edge != "" {
			d.edge = theme.Line
		}
	case b.hovered && b.style != Primary && b.style != Link:
		d.fill = theme.Hover
	}
	return d
}

func (b *Button) ink() ink {
	size := theme.TextSize
	if b.small || b.style == Link {
		size = theme.SmallSize
	}
	return ink{size, b.style == Primary || b.style == Next, theme.Text}
}

func (b *Button) paint() {
	d := b.dress()
	b.box.set(d.fill, d.edge, theme.LineWidth)
	b.ring.radius = theme.Radius + 2
	b.ring.set("", theme.Accent, theme.FocusWidth)
	b.ring.show(b.focused)
	if b.style == Primary && b.live() {
		b.box.outer.FillColor = theme.Faded(theme.Accent, 88)
	}
	icon := b.icon
	if b.busy {
		icon = ""
		b.spin.setColor(d.icon)
	}
	setIcon(b.image, icon, d.icon)
	b.badge.paint()
	b.key.paint(d.fill, keyText(d), d.key)
}

func keyText(d dress) fyne.ThemeColorName {
	if d.fill == theme.Accent {
		return theme.OnAccent
	}
	return theme.Muted
}

// edge is the room left and right inside the button.
func (b *Button) edge() float32 {
	switch {
	case b.style == Link || b.iconly:
		return 0
	case b.small:
		return 9
	case b.style == Primary:
		return 13
	}
	return 11
}

const buttonGap float32 = 6

// parts are the widths inside the button: icon, label, badge, key.
func (b *Button) parts() [4]float32 {
	var p [4]float32
	if b.icon != "" || b.busy {
		p[0] = b.iconSize()
	}
	if !b.iconly {
		p[1] = b.ink().width(b.label)
		p[2] = b.badge.width()
		p[3] = b.key.width()
	}
	return p
}

func (b *Button) height() float32 {
	switch {
	case b.style == Link:
		return 20
	case b.small || b.style == Bare:
		return theme.SmallControlHeight
	}
	return theme.ControlHeight
}

func (b *Button) iconSize() float32 {
	if b.style == Bare {
		return theme.IconSize
	}
	return theme.ButtonIconSize
}

func inner(parts [4]float32) float32 {
	w, n := float32(0), 0
	for _, p := range parts {
		if p > 0 {
			w += p
			n++
		}
	}
	return w + buttonGap*float32(max(n-1, 0))
}

// Widths implements Elastic.
func (b *Button) Widths() (least, want float32) {
	if b.iconly {
		return b.height(), b.height()
	}
	p := b.parts()
	want = inner(p) + 2*b.edge()
	p[1] = min(p[1], leastText+16)
	return inner(p) + 2*b.edge(), want
}

// HeightFor implements Elastic.
func (b *Button) HeightFor(float32) float32 { return b.height() }

func (b *Button) least() fyne.Size {
	_, w := b.Widths()
	return fyne.NewSize(w, b.height())
}

func (b *Button) place(s fyne.Size) {
	h := b.height()
	y := round((s.Height - h) / 2)
	b.box.put(0, y, s.Width, h)
	b.ring.put(-3, y-3, s.Width+6, h+6)
	p, k := b.parts(), b.ink().in(b.dress().text)
	if over := inner(p) + 2*b.edge() - s.Width; over > 0 && !b.iconly {
		p[1] = max(p[1]-over, 0)
	}
	k.set(b.text, k.fit(b.label, p[1]))
	if b.iconly {
		b.text.Text = ""
	}
	x := round((s.Width - inner(p)) / 2)
	if p[0] > 0 {
		iy := y + (h-p[0])/2
		put(b.image, x, iy, p[0], p[0])
		put(b.spin, x, iy, p[0], p[0])
		x += p[0] + buttonGap
	}
	putText(b.text, x, y, p[1], h)
	if p[1] > 0 {
		x += p[1] + buttonGap
	}
	if p[2] > 0 {
		b.badge.place(x, y+(h-badgeHeight)/2)
		x += p[2] + buttonGap
	}
	b.key.place(x, y+(h-keyHeight)/2)
	if b.iconly {
		b.key.clear()
	}
}
