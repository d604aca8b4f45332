package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// leftShare is the part of the width in percent that a label beside its field
// takes.
const leftShare = 36

// frame draws one slot: label, control, and below them help or error. It keeps
// the room of the help also when there is none, so that an error moves nothing.
type frame struct {
	widget.BaseWidget
	slot  *slot
	label *kit.Label
	must  *kit.Label
	foot  *lines
	count *number // of the field, nil without
}

func newFrame(s *slot) *frame {
	f := &frame{slot: s, label: kit.NewLabel(kit.SmallStrong, s.Label), must: kit.NewLabel(kit.Caption, ""), foot: newLines()}
	if s.Required {
		f.must.SetText(text.T("form.required"))
	}
	f.foot.set(s.Help, false)
	if s.form.options.Count && s.parent == nil {
		f.count = newNumber(len(s.form.slots))
	}
	f.ExtendBaseWidget(f)
	return f
}

// cell tells whether the slot stands in a row: the column heads are its label
// and the foot of the group says what is wrong.
func (f *frame) cell() bool { return f.slot.parent != nil }

// tell shows an error, or the help when there is none. An error that needs more
// lines than are kept makes the form longer rather than being cut.
func (f *frame) tell(err error) {
	if f.cell() {
		f.slot.rows().tell()
		return
	}
	_, w := f.across(f.Size().Width)
	before := f.foot.HeightFor(w)
	switch {
	case err != nil:
		f.foot.set(sentence(err), true)
	case f.slot.off != "":
		f.foot.set(f.slot.off, false)
	default:
		f.foot.set(f.slot.Help, false)
	}
	if f.foot.HeightFor(w) != before {
		f.slot.form.arrange()
	}
	f.Refresh()
}

// beside tells whether the label stands left of the control.
func (f *frame) beside() bool { return f.slot.form.options.Left && !f.slot.Wide }

// across splits the width between what stands left of the control, and it.
func (f *frame) across(width float32) (x, w float32) {
	if f.count != nil {
		return numberWidth, width - numberWidth
	}
	if !f.beside() || f.cell() {
		return 0, width
	}
	x = float32(int(width)*leftShare/100) + theme.Gap8
	return x, width - x
}

// HeightFor implements kit.Elastic.
func (f *frame) HeightFor(width float32) float32 {
	_, w := f.across(width)
	h := kit.HeightFor(f.slot.ctl, w)
	if f.cell() {
		return h
	}
	h += footGap + f.foot.HeightFor(w)
	switch {
	case f.count != nil:
		h += numberSize + theme.Gap4
	case !f.beside():
		h += theme.SmallLine + theme.Gap4
	}
	return h
}

const footGap float32 = 2 // between a control and the help below it

// Widths implements kit.Elastic.
func (f *frame) Widths() (least, want float32) { return 60, 300 }

// CreateRenderer implements fyne.Widget.
func (f *frame) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *frame) objects() []fyne.CanvasObject {
	if f.cell() {
		return []fyne.CanvasObject{f.slot.ctl}
	}
	all := []fyne.CanvasObject{f.label, f.must, f.slot.ctl, f.foot}
	if f.count != nil {
		all = append(all, f.count.disc, f.count.digit)
	}
	return all
}

func (f *frame) least() fyne.Size { return fyne.NewSize(60, f.HeightFor(max(f.Size().Width, 60))) }

func (f *frame) paint() {
	ink := theme.Text
	if f.slot.off != "" {
		ink = theme.Muted
	}
	f.label.SetColor(ink)
	if f.count != nil {
		f.count.paint()
	}
}

func (f *frame) place(size fyne.Size) {
	x, w := f.across(size.Width)
	h := kit.HeightFor(f.slot.ctl, w)
	y := float32(0)
	_, named := f.label.Widths()
	_, must := f.must.Widths()
	switch {
	case f.cell():
	case f.count != nil:
		named = min(named, w-must-theme.Gap8)
		put(f.label, x, 0, named, numberSize)
		put(f.must, x+named+theme.Gap8, 0, must, numberSize)
		f.count.put(0, 0)
		y = numberSize + theme.Gap4
	case f.beside():
		put(f.label, 0, 0, x-theme.Gap8, theme.ControlHeight)
		f.must.Hide()
	default:
		named = min(named, size.Width-must-theme.Gap8)
		put(f.label, 0, 0, named, theme.SmallLine)
		put(f.must, named+theme.Gap8, 0, must, theme.SmallLine)
		y = theme.SmallLine + theme.Gap4
	}
	put(f.slot.ctl, x, y, w, h)
	put(f.foot, x, y+h+footGap, w, max(0, size.Height-y-h-footGap))
}
