package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// EmptyOptions say what belongs to a place that is empty, and the next step.
type EmptyOptions struct {
	Icon    theme.IconName
	Tone    theme.Tone // of the circle; Plain is accent
	Title   string
	Lines   []string       // at most two: what belongs here and where it comes from
	Primary *action.Action // the step; nil without
	Second  *action.Action // how to do it; nil without
	Below   fyne.CanvasObject
}

// Empty is what stands where there is nothing to show.
func Empty(o EmptyOptions) fyne.CanvasObject {
	tone := o.Tone
	if tone == theme.Plain {
		tone = theme.Accented
	}
	title := Wrapped(PageTitle, o.Title).Align(fyne.TextAlignCenter)
	col := Column(0, NewIconCircle(o.Icon, tone, 64, 30), Gap(0, 16), title)
	if len(o.Lines) > 0 {
		col.objs = append(col.objs, Gap(0, theme.Gap4+2))
	}
	for _, l := range o.Lines {
		col.objs = append(col.objs, Wrapped(Muted, l).Align(fyne.TextAlignCenter))
	}
	if o.Primary != nil || o.Second != nil {
		buttons := Row(theme.Gap8, Spacer())
		if o.Primary != nil {
			buttons.objs = append(buttons.objs, ActionButton(*o.Primary, Next))
		}
		if o.Second != nil {
			buttons.objs = append(buttons.objs, ActionButton(*o.Second, Plain))
		}
		buttons.objs = append(buttons.objs, Spacer())
		col.objs = append(col.objs, Gap(0, theme.Gap16), buttons)
	}
	if o.Below != nil {
		col.objs = append(col.objs, Gap(0, 48), Row(0, Spacer(), o.Below, Spacer()))
	}
	return newCentred(col)
}

// centred puts an object into the upper middle: two fifths of the spare room
// above it.
type centred struct {
	widget.BaseWidget
	inner fyne.CanvasObject
}

const emptyWidth float32 = 560

func newCentred(o fyne.CanvasObject) *centred {
	c := &centred{inner: o}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *centred) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *centred) objects() []fyne.CanvasObject { return []fyne.CanvasObject{c.inner} }
func (c *centred) paint()                       {}
func (c *centred) least() fyne.Size {
	l, _ := widths(c.inner)
	return fyne.NewSize(l, HeightFor(c.inner, emptyWidth))
}

func (c *centred) place(s fyne.Size) {
	w := min(s.Width-2*theme.Gap16, emptyWidth)
	h := HeightFor(c.inner, w)
	put(c.inner, round((s.Width-w)/2), round(max((s.Height-h)*0.4, 0)), w, h)
}

// FailedOptions say what could not be shown.
type FailedOptions struct {
	Sentence string // what failed, in what state the data is, what to do
	Retry    func()
	Details  func() // nil without
}

// Failed is what stands where something could not be shown.
func Failed(o FailedOptions) fyne.CanvasObject {
	e := EmptyOptions{
		Icon: theme.IconAlertCircle, Tone: theme.Wrong, Title: text.T("kit.failed.title"), Lines: []string{o.Sentence},
		Primary: &action.Action{Label: text.T("kit.failed.retry"), Icon: theme.Icon(theme.IconRefresh, theme.Accent), Run: o.Retry},
	}
	if o.Details != nil {
		e.Second = &action.Action{Label: text.T("kit.failed.details"), Run: o.Details}
	}
	return Empty(e)
}

// Loading is what stands where something is on its way: a spinner and a word.
type Loading struct {
	widget.BaseWidget
	spin *Spinner
	box  *centred
}

// NewLoading is a spinner at rest with its word.
func NewLoading() *Loading {
	l := &Loading{spin: NewSpinner(24)}
	l.box = newCentred(Column(theme.Gap12, l.spin, NewLabel(Muted, text.T("kit.loading")).Align(fyne.TextAlignCenter)))
	l.ExtendBaseWidget(l)
	return l
}

// Start lets the spinner turn.
func (l *Loading) Start() { l.spin.Start() }

// Stop ends turning.
func (l *Loading) Stop() { l.spin.Stop() }

// CreateRenderer implements fyne.Widget.
func (l *Loading) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *Loading) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.box} }
func (l *Loading) paint()                       {}
func (l *Loading) least() fyne.Size             { return l.box.least() }
func (l *Loading) place(s fyne.Size)            { put(l.box, 0, 0, s.Width, s.Height) }

const loadingAfter = 150 * time.Millisecond

// States shows content, or what stands in its place while it loads, is empty or
// failed. What was shown stays until there is something new, so that nothing
// jumps: loading is shown after 150 ms, and only when there is nothing yet.
type States struct {
	widget.BaseWidget
	run     async.Runner
	content fyne.CanvasObject
	other   fyne.CanvasObject // what stands in the place of content, nil when it shows
	known   bool              // something was shown already
	loading *Loading
	stop    func()
	ground  *Plate
}

// NewStates shows nothing until it is told.
func NewStates(run async.Runner, content fyne.CanvasObject) *States {
	s := &States{run: run, content: content, loading: NewLoading(), ground: Ground(theme.Surface)}
	content.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// ShowLoading tells that content is on its way.
func (s *States) ShowLoading() {
	s.cancel()
	s.stop = s.run.After(loadingAfter, func() {
		if !s.known {
			s.loading.Start()
			s.turn(s.loading)
		}
	})
}

// ShowContent shows the content.
func (s *States) ShowContent() {
	s.known = true
	s.turn(nil)
}

// ShowEmpty tells that there is nothing to show.
func (s *States) ShowEmpty(o EmptyOptions) {
	s.known = true
	s.turn(Empty(o))
}

// ShowFailed tells that content could not be shown.
func (s *States) ShowFailed(o FailedOptions) {
	s.known = false
	s.turn(Failed(o))
}

// Showing tells whether the content is shown.
func (s *States) Showing() bool { return s.content.Visible() }

func (s *States) cancel() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *States) turn(o fyne.CanvasObject) {
	s.cancel()
	if o != s.loading {
		s.loading.Stop()
	}
	s.other = o
	if o == nil {
		s.content.Show()
	} else {
		s.content.Hide()
	}
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *States) CreateRenderer() fyne.WidgetRenderer { return render(s) }

func (s *States) objects() []fyne.CanvasObject {
	if s.other != nil {
		return []fyne.CanvasObject{s.ground, s.content, s.other}
	}
	return []fyne.CanvasObject{s.ground, s.content}
}

// OnSurface tells the content that it lies on a surface; in its place the states
// have a ground of their own.
func (s *States) OnSurface() bool { return onSurface(s.content) }

func (s *States) paint()           { s.ground.Hidden = s.other == nil && s.content.Visible() }
func (s *States) least() fyne.Size { return s.content.MinSize() }
func (s *States) place(size fyne.Size) {
	for _, o := range s.objects() {
		put(o, 0, 0, size.Width, size.Height)
	}
}
