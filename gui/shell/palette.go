package shell

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	paletteWidth  float32 = 600
	paletteHeight float32 = 440
	paletteTop    float32 = 64
	paletteHead           = theme.ControlHeight + 2*theme.Gap8
	perGroup              = 8
)

// choice is a line of the palette.
type choice struct {
	id    string // keeps the selection while more is found
	title string
	note  string
	key   string
	icon  fyne.Resource
	off   string // why it cannot be chosen now
	run   func()
	tick  func() // a click on the icon; nil is a click on the line
	score int
}

// choices are the lines under one caption.
type choices struct {
	caption string
	lines   []choice
}

// palette finds anything and runs any command.
type palette struct {
	s        *Shell
	pop      *widget.PopUp
	field    *kit.Entry
	list     *paletteList
	found    *async.Loader[[]Hit]
	hits     []Hit
	size     fyne.Size // at most
	plate    *canvas.Rectangle
	spinning bool
	before   fyne.Focusable
}

// Find opens the palette, or closes it.
func (s *Shell) Find() {
	if s.finder != nil && s.finder.pop.Visible() {
		s.finder.close()
		return
	}
	if s.modal() {
		return
	}
	s.finder = newPalette(s)
	s.finder.open()
}

func newPalette(s *Shell) *palette {
	p := &palette{s: s, field: kit.NewEntry(), before: s.cfg.Window.Canvas().Focused()}
	p.list = newPaletteList(p.chosen)
	p.field.SetPlaceHolder(text.T("shell.find.placeholder"))
	p.field.OnChanged = func(string) { p.search() }
	p.field.OnUp = func() bool { p.list.move(-1); return true }
	p.field.OnDown = func() bool { p.list.move(1); return true }
	p.field.OnEscape = func() bool { p.close(); return true }
	p.field.OnSubmitted = func(string) { p.list.choose() }
	p.found = async.NewLoader(async.Runner(s.run), p.heard)
	return p
}

func (p *palette) open() {
	c := p.s.cfg.Window.Canvas()
	wide := min(paletteWidth, c.Size().Width-2*theme.Gap16)
	high := min(paletteHeight, c.Size().Height-2*paletteTop)
	p.size = fyne.NewSize(wide, high)
	p.plate = &canvas.Rectangle{
		FillColor: theme.Color(theme.Surface), StrokeColor: theme.Color(theme.LineStrong), StrokeWidth: theme.LineWidth, CornerRadius: theme.Radius,
	}
	p.pop = widget.NewPopUp(container.NewStack(p.plate, container.New(&paletteLayout{}, p.field, p.list)), c)
	p.pop.ShowAtPosition(fyne.NewPos((c.Size().Width-wide)/2, paletteTop))
	c.Focus(p.field)
	p.search()
}

// close takes the palette away and gives the focus back.
func (p *palette) close() {
	p.found.Stop()
	p.pop.Hide()
	if p.before != nil {
		p.s.cfg.Window.Canvas().Focus(p.before)
	}
}

// search shows what fits at once, and asks for records.
func (p *palette) search() {
	typed := strings.TrimSpace(p.field.Text)
	p.hits = nil
	p.list.reset()
	b := p.s.book
	if typed == "" || b == nil || p.s.cfg.Find == nil {
		p.found.Stop()
		p.spinning = false
		p.show()
		return
	}
	p.found.Load(b.ctx, func(ctx context.Context) ([]Hit, error) { return p.s.cfg.Find(ctx, b.Book, typed) })
}

// heard takes over what was found. What cannot be searched is said in the log:
// the commands are there all the same.
func (p *palette) heard(st async.State[[]Hit]) {
	p.spinning = st.Phase == async.Loading
	switch st.Phase {
	case async.Ready:
		p.hits = st.Value
	case async.Failed:
		p.s.cfg.Log.Warn("not found", "err", cause(st.Err))
	}
	p.show()
}

func (p *palette) show() {
	typed := strings.TrimSpace(p.field.Text)
	groups := p.s.commands(typed)
	at := min(2, len(groups))
	for _, h := range p.hits {
		if !p.s.offers(h.Route.Screen) {
			continue
		}
		i := slices.IndexFunc(groups, func(g choices) bool { return g.caption == h.Group })
		if i < 0 {
			groups = slices.Insert(groups, at, choices{caption: h.Group})
			i, at = at, at+1
		}
		route := h.Route
		groups[i].lines = append(groups[i].lines, choice{
			id: "hit." + route.Screen + "." + route.Key + "." + route.Param("shop"), title: h.Title, note: h.Note,
			icon: theme.Icon(h.Icon, theme.Muted), run: func() { p.s.Go(route) },
		})
	}
	p.list.set(groups, p.empty(typed))
	high := paletteHead + max(p.list.body.MinSize().Height, 2*emptyTop)
	p.pop.Resize(fyne.NewSize(p.size.Width, min(high, p.size.Height)))
}

// empty is what stands in the palette when nothing fits.
func (p *palette) empty(typed string) string {
	if p.spinning {
		return text.T("shell.find.busy")
	}
	return text.T("shell.find.none", typed)
}

// chosen runs a line.
func (p *palette) chosen(c choice) {
	if c.off != "" {
		p.s.status.why(c.off)
		return
	}
	p.close()
	p.s.guard(c.id, c.run)
	p.s.refresh()
}

// commands lists screens, actions, reports and pages of the help that fit.
func (s *Shell) commands(typed string) []choices {
	places := choices{caption: text.T("shell.find.places")}
	acts := choices{caption: text.T("shell.find.actions")}
	reports := choices{caption: text.T("shell.find.reports")}
	pages := choices{caption: text.T("shell.find.help")}
	seen := map[string]bool{}
	var walk func(items []item, path string)
	walk = func(items []item, path string) {
		for _, i := range items {
			if i.line || i.edits || seen[i.ID] {
				continue
			}
			if i.sub != nil {
				under := i.Label + ": "
				if i.goes {
					under = path
				}
				walk(i.sub, under)
				continue
			}
			seen[i.ID] = true
			to := &acts
			switch {
			case strings.HasPrefix(i.ID, "go."):
				to = &places
			case strings.HasPrefix(i.ID, "topic."+page.Help):
				to, path = &pages, ""
			case strings.HasPrefix(i.ID, "topic."):
				to, path = &reports, ""
			case i.ID == "shell.find":
				continue
			}
			to.add(s.line(i, path), typed, i.More)
		}
	}
	for _, m := range s.table() {
		walk(m.items, "")
	}
	var all []choices
	for _, g := range []choices{places, acts, reports, pages} {
		if g.rank(typed); len(g.lines) > 0 {
			all = append(all, g)
		}
	}
	return all
}

func (s *Shell) line(i item, path string) choice {
	return choice{id: i.ID, title: path + i.Label, key: i.Key.String(), icon: i.Icon, off: i.Why(), run: func() { s.perform(i.Action) }}
}

// add keeps a line that fits what was typed; without anything typed all do that
// can be done now.
func (c *choices) add(l choice, typed string, more []string) {
	if typed == "" {
		if l.off == "" {
			c.lines = append(c.lines, l)
		}
		return
	}
	if l.score = score(typed, append([]string{l.title}, more...)...); l.score > 0 {
		c.lines = append(c.lines, l)
	}
}

// rank puts the best first, what cannot be done now last, and keeps a few.
func (c *choices) rank(typed string) {
	if typed != "" {
		slices.SortStableFunc(c.lines, func(a, b choice) int {
			if (a.off == "") != (b.off == "") {
				return strings.Compare(a.off, b.off)
			}
			return b.score - a.score
		})
		c.lines = c.lines[:min(len(c.lines), perGroup)]
	}
}

// paletteLayout puts the field above the list.
type paletteLayout struct{}

// MinSize implements fyne.Layout.
func (paletteLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 160) }

// Layout implements fyne.Layout.
func (paletteLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	put(objs[0], box{theme.Gap8, theme.Gap8, size.Width - 2*theme.Gap8, theme.ControlHeight})
	put(objs[1], box{0, paletteHead, size.Width, size.Height - paletteHead})
}
