package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	pageWidth   float32 = 640 // the most that fields spread over
	twoColumns  float32 = 520 // from here on two fields stand side by side
	rowGap      float32 = theme.Gap8
	sectionGap  float32 = theme.Gap12
	titleHeight float32 = 20
)

// sheet arranges the frames of a form under the titles of its sections and lets
// them scroll.
type sheet struct {
	form   *Form
	box    *fyne.Container
	scroll *roll
	width  float32
	heads  map[*section]*heading
}

// heading is the title of a section with the line that divides it from the one
// before.
type heading struct {
	title *kit.Label
	note  *lines
	rule  *canvas.Rectangle
}

func newSheet(f *Form) *sheet {
	s := &sheet{form: f, heads: map[*section]*heading{}}
	s.box = container.New(s)
	s.scroll = newRoll(f, s.box)
	return s
}

// roll scrolls the fields of a form. What it cannot scroll, because all of them are
// there, it leaves to the dialog or the page they stand in.
type roll struct {
	container.Scroll
	form *Form
}

func newRoll(f *Form, fields fyne.CanvasObject) *roll {
	r := &roll{form: f}
	r.Direction, r.Content = container.ScrollVerticalOnly, fields
	r.ExtendBaseWidget(r)
	return r
}

// Scrolled implements fyne.Scrollable.
func (r *roll) Scrolled(e *fyne.ScrollEvent) {
	h, whole := r.form.holder(), r.Content.MinSize().Height <= r.Size().Height
	switch {
	case whole && h != nil:
		h.Wheel(e)
	case whole && r.form.options.Wheel != nil:
		r.form.options.Wheel(e)
	default:
		r.Scroll.Scrolled(e)
	}
}

func (s *sheet) add(f *frame) {
	if sec := f.slot.section; sec != nil && s.heads[sec] == nil {
		h := &heading{title: kit.NewLabel(kit.Strong, sec.title), note: newLines(), rule: canvas.NewRectangle(theme.Color(theme.Line))}
		h.note.set(sec.note, false)
		s.heads[sec] = h
		s.box.Add(h.rule)
		s.box.Add(h.title)
		s.box.Add(h.note)
	}
	s.box.Add(f)
}

// Layout implements fyne.Layout.
func (s *sheet) Layout([]fyne.CanvasObject, fyne.Size) { s.walk(s.width, true) }

// MinSize implements fyne.Layout: the height at the width given last.
func (s *sheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.PanelMinWidth/2, s.heightAt(s.width))
}

// heightAt is the height of all fields at a width.
func (s *sheet) heightAt(width float32) float32 { return s.walk(width, false) }

// walk goes through the fields from the top and returns where they end; it
// places them when asked to.
func (s *sheet) walk(width float32, place bool) float32 {
	width = s.form.column(width)
	if width <= 0 {
		return 0
	}
	p := placer{sheet: s, place: place, width: width, y: theme.Gap12, columns: 1, left: s.form.left()}
	if width >= twoColumns {
		p.columns = 2
	}
	if place {
		for _, h := range s.heads {
			h.hide()
		}
	}
	var current *section
	for _, slot := range s.form.slots {
		if slot.hidden {
			continue
		}
		if slot.section != current {
			current = slot.section
			p.head(s.heads[current])
		}
		p.put(slot.frame)
	}
	p.flush()
	return p.y + theme.Gap8
}

func (h *heading) hide() { h.title.Hidden, h.note.Hidden, h.rule.Hidden = true, true, true }

// placer is the place of the next field.
type placer struct {
	*sheet
	place   bool
	width   float32
	y       float32
	columns int
	waiting []*frame // of the row that is not full yet
	began   bool
	left    float32 // where fields begin
}

func (p *placer) put(f *frame) {
	if f.slot.Wide || p.columns == 1 {
		p.flush()
		p.row([]*frame{f})
		return
	}
	p.waiting = append(p.waiting, f)
	if len(p.waiting) == p.columns {
		p.flush()
	}
}

func (p *placer) flush() {
	if len(p.waiting) > 0 {
		p.row(p.waiting)
		p.waiting = nil
	}
}

func (p *placer) row(frames []*frame) {
	w := p.width
	if !frames[0].slot.Wide && p.columns > 1 {
		w = float32(int((p.width - theme.Gap16) / 2))
	}
	height := float32(0)
	for _, f := range frames {
		height = max(height, f.HeightFor(w))
	}
	for i, f := range frames {
		if p.place {
			f.Move(fyne.NewPos(p.left+float32(i)*(w+theme.Gap16), p.y))
			f.Resize(fyne.NewSize(w, height))
		}
	}
	p.began = true
	p.y += height + rowGap
}

func (p *placer) head(h *heading) {
	p.flush()
	if h == nil {
		return
	}
	rule := p.began
	if rule {
		p.y += theme.Gap4
	}
	if p.place {
		h.title.Hidden, h.note.Hidden, h.rule.Hidden = false, h.note.label.Text() == "", !rule
		h.rule.FillColor = theme.Color(theme.Line)
		h.rule.Move(fyne.NewPos(p.left, p.y))
		h.rule.Resize(fyne.NewSize(p.width, theme.LineWidth))
	}
	if rule {
		p.y += sectionGap
	}
	if p.place {
		h.title.Move(fyne.NewPos(p.left, p.y))
		h.title.Resize(fyne.NewSize(p.width, titleHeight))
	}
	p.y += titleHeight
	if h.note.label.Text() != "" {
		n := h.note.HeightFor(p.width)
		if p.place {
			h.note.Move(fyne.NewPos(p.left, p.y))
			h.note.Resize(fyne.NewSize(p.width, n))
		}
		p.y += n
	}
	p.y += theme.Gap8
}

// lay gives the sheet its room.
func (s *sheet) lay(pos fyne.Position, size fyne.Size) {
	s.width = size.Width
	s.scroll.Move(pos)
	s.scroll.Resize(size)
	s.again()
}

// again lays the fields out anew after the height of one changed.
func (s *sheet) again() {
	if s.width <= 0 {
		return
	}
	s.box.Resize(s.box.MinSize().Max(s.scroll.Size()))
	s.walk(s.width, true)
	s.scroll.Refresh()
}

// show scrolls so that a part of the sheet is seen.
func (s *sheet) show(top, bottom float32) {
	view := s.scroll.Size().Height
	y := s.scroll.Offset.Y
	if bottom > y+view {
		y = bottom - view
	}
	if top < y {
		y = top
	}
	if y != s.scroll.Offset.Y {
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
	}
}
