package shell

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// The size of the window: what it starts with, and the least it is good in.
const (
	startWidth, startHeight = 1366, 768
	minWidth, minHeight     = 1100, 640 // a smaller window is scrolled
	leastWidth, leastHeight = 560, 320  // a small screen at 200 percent
)

const (
	lookKey = "look"
	sizeKey = "window"
)

type size struct{ Width, Height float32 }

// recallLook shows the window as it looked the last time.
func (s *Shell) recallLook() {
	s.cfg.Memory.Get(lookKey, &s.look)
	s.wear()
}

// settleAfter is how long the window system has to answer a change of the scale.
const settleAfter = 300 * time.Millisecond

// settleLater gives the window its size on the screen back after its scale has
// changed. Of several changes in a row the first knows the size.
func (s *Shell) settleLater(settle func()) {
	if s.settle == nil {
		s.settle = settle
	}
	s.unsettle()
	s.unsettle = s.run.After(settleAfter, func() {
		settle := s.settle
		s.settle = nil
		settle()
	})
}

// wear takes over the look. What it returns gives the window its size on the screen
// again.
func (s *Shell) wear() (settle func()) {
	settle = theme.Apply(s.cfg.App, s.look.Theme)
	o := format.System()
	if s.look.Format != nil {
		o = *s.look.Format
	}
	o.Now = s.cfg.Clock
	s.format = format.New(o)
	kit.SetFormat(s.format)
	return settle
}

// Look implements page.Desk.
func (d desk) Look() page.Look { return d.look }

// SetLook implements page.Desk. Numbers and dates that stand on the screen are
// written anew.
func (d desk) SetLook(l page.Look) {
	s := d.Shell
	written, scaled := s.look.Format != l.Format, s.look.Theme.Scale != l.Theme.Scale
	s.look = l
	s.Remember(lookKey, l)
	if settle := s.wear(); scaled {
		s.settleLater(settle)
	}
	if r, ok := s.current().(page.Reloader); ok && written {
		s.guard(s.shown.route.Screen, r.Reload)
	}
	s.edge.FillColor = theme.Color(theme.Line)
	s.refresh()
	s.cfg.Window.Content().Refresh()
}

// Fold folds the rail to icons, or unfolds it.
func (s *Shell) Fold() {
	l := s.look
	l.Folded = !l.Folded
	s.Desk().SetLook(l)
}

// lookItems choose theme, row height and scale.
func (s *Shell) lookItems() []item {
	choose := func(id string, options []item) item {
		i := s.do(id, theme.IconEye, action.Key{}, nil)
		i.sub = options
		return i
	}
	var looks, rows []item
	for _, o := range []struct {
		id   string
		look theme.Look
	}{{"theme.system", theme.System}, {"theme.light", theme.Light}, {"theme.dark", theme.Dark}} {
		i := s.do(o.id, "", action.Key{}, func() { s.restyle(func(t *theme.Options) { t.Look = o.look }) })
		i.checked = s.look.Theme.Look == o.look
		looks = append(looks, i)
	}
	for _, o := range []struct {
		id      string
		density theme.Density
	}{{"rows.compact", theme.Compact}, {"rows.normal", theme.Normal}, {"rows.comfortable", theme.Comfortable}} {
		i := s.do(o.id, "", action.Key{}, func() { s.restyle(func(t *theme.Options) { t.Density = o.density }) })
		i.checked = s.look.Theme.Density == o.density
		rows = append(rows, i)
	}
	return []item{
		choose("theme", looks), choose("rows", rows),
		s.do("larger", theme.IconPlus, action.Ctrl(fyne.KeyEqual), func() { s.zoom(10) }).off(func() string { return s.zoomed(200) }),
		s.do("smaller", theme.IconMinus, action.Ctrl(fyne.KeyMinus), func() { s.zoom(-10) }).off(func() string { return s.zoomed(100) }),
	}
}

func (s *Shell) restyle(set func(*theme.Options)) {
	l := s.look
	set(&l.Theme)
	s.Desk().SetLook(l)
}

func (s *Shell) scale() int {
	if s.look.Theme.Scale == 0 {
		return 100
	}
	return s.look.Theme.Scale
}

func (s *Shell) zoom(by int) {
	s.restyle(func(t *theme.Options) { t.Scale = min(max(s.scale()+by, 100), 200) })
}

func (s *Shell) zoomed(limit int) string {
	if s.scale() == limit {
		return text.T("shell.off.zoom")
	}
	return ""
}

// recallSize gives the window the size it had the last time. The first time large
// text makes it no larger: it must fit the screen.
func (s *Shell) recallSize() {
	shrink := 100 / float32(s.scale())
	start := size{startWidth * shrink, startHeight * shrink}
	z := start
	if !s.cfg.Memory.Get(sizeKey, &z) || z.Width < leastWidth || z.Height < leastHeight || z.Width > 16000 || z.Height > 16000 {
		z = start
	}
	s.cfg.Window.Resize(fyne.NewSize(z.Width, z.Height))
}

// keepSize remembers the size of the window.
func (s *Shell) keepSize() {
	z := s.cfg.Window.Canvas().Size()
	s.cfg.Memory.Set(sizeKey, size{z.Width, z.Height})
}
