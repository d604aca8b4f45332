package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Words adds a field for a list of words, the countries a supplier ships to say.
// Enter, a comma or leaving the entry adds what was typed; Backspace in the empty
// entry takes the last one away. read turns what was typed into its one form and
// the label a person reads.
func (g *Group) Words(s Spec, read func(string) (Option, error)) *Field[[]string] {
	s.Wide = true
	f := &Field[[]string]{slot: &slot{Spec: s}, plain: asAny[[]string], blank: []string{}}
	b := newBag(f.slot, read)
	f.print = func(v []string) string {
		return strings.Join(apply(v, func(w string) string {
			o, err := read(w)
			if err != nil {
				return w
			}
			return o.label()
		}), ", ")
	}
	f.read = func() ([]string, bool, error) {
		if err := b.pending(); err != nil {
			return nil, false, err
		}
		return b.values(), len(b.words) > 0, nil
	}
	f.take = func(v any) ([]string, error) {
		return words(v, func(e any) (string, error) {
			w, err := word(e)
			if err != nil {
				return "", err
			}
			o, err := read(w)
			return o.Value, err
		})
	}
	f.write = b.put
	f.wipe = func() { b.put(nil) }
	f.typed = func() string { return strings.Join(append(b.values(), trim(b.in.in.Text)), " ") }
	f.core, f.ctl = bagCore{f, b}, b
	g.add(f.slot)
	f.settle()
	return f
}

// bagCore adds what was typed when the field is left.
type bagCore struct {
	*Field[[]string]
	bag *bag
}

func (c bagCore) tidy() { c.bag.gather() }

// bag is the control of Words: the words, and an entry for the next.
type bag struct {
	widget.BaseWidget
	slot  *slot
	read  func(string) (Option, error)
	in    *entry
	words []Option
	chips []*wordChip
	under int // the word whose x is under the pointer, -1 none
	off   bool
	known func() []Option // that can be chosen from a list, nil without one
	more  *canvas.Image   // the chevron that opens it
}

// wordChip is the drawing of one word.
type wordChip struct {
	plate *slab
	text  *canvas.Text
	cross *canvas.Image
	at    fyne.Position
	width float32
}

func newBag(s *slot, read func(string) (Option, error)) *bag {
	b := &bag{slot: s, read: read, under: -1}
	b.in = newEntry(s, look{})
	b.in.in.onKey = b.key
	b.in.in.onRune = b.rune
	b.ExtendBaseWidget(b)
	return b
}

func (b *bag) focus() fyne.Focusable { return b.in.in }
func (b *bag) mark(wrong bool)       { b.in.mark(wrong) }

func (b *bag) lock(why string) {
	b.off = why != ""
	b.in.lock(why)
	b.Refresh()
}

func (b *bag) values() []string {
	out := make([]string, len(b.words))
	for i, w := range b.words {
		out[i] = w.Value
	}
	return out
}

func (b *bag) put(values []string) {
	b.words = nil
	for _, v := range values {
		o, err := b.read(v)
		if err != nil {
			o = Option{Value: v}
		}
		b.words = append(b.words, o)
	}
	b.in.put("")
	b.again()
}

// parts are the words typed but not added yet.
func (b *bag) parts() []string {
	return strings.FieldsFunc(b.in.in.Text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
}

// pending is why what was typed cannot be added, nil when it can or nothing was.
func (b *bag) pending() error {
	for _, p := range b.parts() {
		if p = trim(p); p == "" {
			continue
		}
		if _, err := b.read(p); err != nil {
			return err
		}
	}
	return nil
}

// gather adds what was typed; what cannot be read stays in the entry.
func (b *bag) gather() {
	var rest []string
	added := false
	for _, p := range b.parts() {
		if p = trim(p); p == "" {
			continue
		}
		o, err := b.read(p)
		if err != nil {
			rest = append(rest, p)
			continue
		}
		added = true
		if !slices.ContainsFunc(b.words, func(w Option) bool { return w.Value == o.Value }) {
			b.words = append(b.words, o)
		}
	}
	if added || len(rest) == 0 {
		b.in.put(strings.Join(rest, ", "))
	}
	b.again()
	if added {
		b.slot.changed()
	}
}

// remove takes a word away.
func (b *bag) remove(i int) {
	if b.off || i < 0 || i >= len(b.words) {
		return
	}
	b.words = slices.Delete(slices.Clone(b.words), i, i+1)
	b.under = -1
	b.again()
	b.slot.changed()
}

func (b *bag) key(k *fyne.KeyEvent) bool {
	typed := trim(b.in.in.Text) != ""
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !typed {
			return false
		}
		b.gather()
		b.slot.fail(b.pending())
		return true
	case fyne.KeyDown:
		if typed || b.known == nil {
			return false
		}
		b.offer()
		return true
	case fyne.KeyBackspace:
		if b.in.in.Text != "" {
			return false
		}
		b.remove(len(b.words) - 1)
		return true
	}
	return false
}

// rune adds on a comma or semicolon.
func (b *bag) rune(r rune) bool {
	if r != ',' && r != ';' {
		return false
	}
	b.gather()
	return true
}

// again draws the words anew; their lines may have become more or fewer.
func (b *bag) again() {
	b.chips = nil
	for _, w := range b.words {
		b.chips = append(b.chips, &wordChip{newSlab(), newText(w.label(), theme.SmallSize, false), newIcon(theme.IconClose, theme.Muted), fyne.Position{}, 0})
	}
	hint := b.slot.Hint // how to begin: behind the words there is no room for it
	if len(b.words) > 0 {
		hint = ""
	}
	b.in.in.SetPlaceHolder(hint)
	b.Refresh()
	if b.slot.form != nil {
		b.slot.form.arrange()
	}
}

const (
	chipEdge  float32 = 8
	chipCross float32 = 10
	entryLeft float32 = 130 // the least width of the entry behind the words
)

// flow gives every word its place and returns that of the entry.
func (b *bag) flow(width float32) (x, y float32) {
	for i, c := range b.chips {
		c.width = min(wide(b.words[i].label(), theme.SmallSize, false)+2*chipEdge+theme.Gap4+chipCross, width)
		if x > 0 && x+c.width > width {
			x, y = 0, y+theme.ControlHeight+theme.Gap4
		}
		c.at = fyne.NewPos(x, y+(theme.ControlHeight-theme.ChipHeight)/2)
		x += c.width + theme.Gap4
	}
	if x > 0 && x+entryLeft > width {
		x, y = 0, y+theme.ControlHeight+theme.Gap4
	}
	return x, y
}

// Widths implements kit.Elastic.
func (b *bag) Widths() (least, want float32) { return entryLeft, 300 }

// HeightFor implements kit.Elastic.
func (b *bag) HeightFor(width float32) float32 {
	_, y := b.flow(width)
	return y + theme.ControlHeight
}

// CreateRenderer implements fyne.Widget.
func (b *bag) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *bag) objects() (all []fyne.CanvasObject) {
	for _, c := range b.chips {
		all = append(all, c.plate.outer, c.plate.inner, c.text, c.cross)
	}
	if b.more != nil {
		all = append(all, b.more)
	}
	return append(all, b.in)
}

func (b *bag) least() fyne.Size {
	return fyne.NewSize(entryLeft, b.HeightFor(max(b.Size().Width, entryLeft)))
}

func (b *bag) paint() {
	for i, c := range b.chips {
		c.plate.paint(theme.NeutralSoft, theme.Line, 0)
		c.text.Color = theme.Color(theme.Text)
		ink := theme.Muted
		if i == b.under {
			ink = theme.Accent
		}
		setIcon(c.cross, theme.IconClose, ink)
		c.cross.Hidden = b.off
	}
	b.in.Refresh()
}

func (b *bag) place(size fyne.Size) {
	x, y := b.flow(size.Width)
	for i, c := range b.chips {
		c.plate.put(c.at.X, c.at.Y, c.width, theme.ChipHeight)
		c.text.Text = cut(b.words[i].label(), c.width-2*chipEdge-theme.Gap4-chipCross, theme.SmallSize, false)
		putText(c.text, c.at.X+chipEdge, c.at.Y, theme.ChipHeight)
		put(c.cross, c.at.X+c.width-chipEdge-chipCross, c.at.Y+(theme.ChipHeight-chipCross)/2, chipCross, chipCross)
	}
	end := size.Width
	if b.more != nil {
		end -= theme.ControlHeight
		put(b.more, end+(theme.ControlHeight-theme.ButtonIconSize)/2, y+(theme.ControlHeight-theme.ButtonIconSize)/2, theme.ButtonIconSize, theme.ButtonIconSize)
	}
	put(b.in, x, y, end-x, theme.ControlHeight)
}

// crossAt is the word whose x is at a position, -1 for none.
func (b *bag) crossAt(p fyne.Position) int {
	for i, c := range b.chips {
		end := c.at.X + c.width
		if p.X >= end-chipCross-2*chipEdge && p.X <= end && p.Y >= c.at.Y && p.Y <= c.at.Y+theme.ChipHeight {
			return i
		}
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (b *bag) Tapped(e *fyne.PointEvent) {
	if b.off {
		return
	}
	b.slot.Focus()
	if b.overMore(e.Position) {
		b.offer()
		return
	}
	b.remove(b.crossAt(e.Position))
}

// MouseIn implements desktop.Hoverable.
func (b *bag) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *bag) MouseMoved(e *desktop.MouseEvent) {
	if i := b.crossAt(e.Position); i != b.under {
		b.under = i
		b.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (b *bag) MouseOut() {
	b.under = -1
	b.Refresh()
}

func trim(s string) string { return strings.TrimSpace(s) }
