// Package toast shows short messages that go away by themselves, at the bottom
// right of the window. It must not know what they are about.
package toast

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// Most is how many messages stand at once.
const Most = 3

const (
	stays    = 4 * time.Second
	undoable = 8 * time.Second
	maxWidth = 420
	minWidth = 240
)

// Message is one sentence, with at most one thing to do about it.
type Message struct {
	Tone theme.Tone
	Icon theme.IconName // "" is that of the tone
	Text string
	Link *action.Action // Undo, Open; nil without
	Undo bool           // Link takes back what was done: the message stays 8 s, not 4
}

// Layer is where messages appear. The shell puts it over the window's content;
// clicks beside a message go through it.
type Layer struct {
	widget.BaseWidget
	run    async.Runner
	bottom float32
	slips  []*slip
}

// New is a layer without messages. bottom is the height of what stands below:
// the status bar.
func New(run async.Runner, bottom float32) *Layer {
	l := &Layer{run: run, bottom: bottom}
	l.ExtendBaseWidget(l)
	return l
}

// Add shows a message, newest below; of more than three the oldest goes. drop takes
// it away before its time.
func (l *Layer) Add(m Message) (drop func()) {
	if len(l.slips) == Most {
		l.remove(l.slips[0])
	}
	s := newSlip(m, l.remove)
	l.slips = append(l.slips, s)
	wait := stays
	if m.Undo {
		wait = undoable
	}
	s.stop = l.run.After(wait, func() { l.remove(s) })
	l.Refresh()
	return func() { l.remove(s) }
}

// Undo follows the Undo of the newest message that has one, false without any.
func (l *Layer) Undo() bool {
	for _, s := range slices.Backward(l.slips) {
		if s.undo != nil {
			s.undo()
			return true
		}
	}
	return false
}

// Clear takes all messages away.
func (l *Layer) Clear() {
	for len(l.slips) > 0 {
		l.remove(l.slips[0])
	}
}

// Texts are the messages that stand, the oldest first.
func (l *Layer) Texts() []string {
	var t []string
	for _, s := range l.slips {
		t = append(t, s.text.Text())
	}
	return t
}

func (l *Layer) remove(gone *slip) {
	for i, s := range l.slips {
		if s == gone {
			s.stop()
			l.slips = append(l.slips[:i:i], l.slips[i+1:]...)
			l.Refresh()
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer { return layerRenderer{l} }

type layerRenderer struct{ l *Layer }

func (r layerRenderer) Destroy()           {}
func (r layerRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r layerRenderer) Refresh() {
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

func (r layerRenderer) Objects() []fyne.CanvasObject {
	var o []fyne.CanvasObject
	for _, s := range r.l.slips {
		o = append(o, s)
	}
	return o
}

// Layout stacks the messages upwards from the corner.
func (r layerRenderer) Layout(size fyne.Size) {
	y := size.Height - r.l.bottom - theme.Gap12
	for i := len(r.l.slips) - 1; i >= 0; i-- {
		s := r.l.slips[i]
		_, want := s.row.Widths()
		w := min(max(want+2*theme.Gap12, minWidth), maxWidth, size.Width-2*theme.Gap12)
		h := s.row.HeightFor(w-2*theme.Gap12) + 2*(theme.Gap8+1)
		y -= h
		s.Resize(fyne.NewSize(w, h))
		s.Move(fyne.NewPos(size.Width-theme.Gap12-w, y))
		y -= theme.Gap8
	}
}

// slip is one message as it is drawn.
type slip struct {
	widget.BaseWidget
	text   *kit.Label
	row    *kit.Box
	plate  *kit.Plate
	closed func(*slip)
	stop   func()
	undo   func() // takes back what was done, nil without
}

var icons = map[theme.Tone]theme.IconName{
	theme.Fine: theme.IconTickCircle, theme.Warned: theme.IconWarning,
	theme.Wrong: theme.IconAlertCircle, theme.Under: theme.IconInfo,
}

func newSlip(m Message, closed func(*slip)) *slip {
	s := &slip{text: kit.Wrapped(kit.Body, m.Text), plate: kit.NewPlate(theme.Surface, theme.LineStrong), closed: closed}
	icon := m.Icon
	if icon == "" {
		icon = icons[m.Tone]
	}
	if icon == "" {
		icon = theme.IconInfo
	}
	s.row = kit.Row(theme.Gap8, kit.ToneIcon(icon, m.Tone), s.text)
	if m.Link != nil {
		link := *m.Link
		do := link.Run
		link.Run = func() {
			closed(s)
			if do != nil {
				do()
			}
		}
		if m.Undo {
			s.undo = link.Run
		}
		s.row.Set(kit.ToneIcon(icon, m.Tone), s.text, kit.Spacer(), kit.ActionButton(link, kit.Link))
	}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped takes the message away.
func (s *slip) Tapped(*fyne.PointEvent) { s.closed(s) }

// CreateRenderer implements fyne.Widget.
func (s *slip) CreateRenderer() fyne.WidgetRenderer {
	return slipRenderer{s}
}

type slipRenderer struct{ s *slip }

func (r slipRenderer) Destroy()                     {}
func (r slipRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r slipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.plate, r.s.row} }
func (r slipRenderer) Refresh()                     { canvas.Refresh(r.s) }

func (r slipRenderer) Layout(size fyne.Size) {
	r.s.plate.Resize(size)
	r.s.row.Resize(fyne.NewSize(size.Width-2*theme.Gap12, size.Height))
	r.s.row.Move(fyne.NewPos(theme.Gap12, 0))
}
