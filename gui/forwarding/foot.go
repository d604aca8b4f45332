package forwarding

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/approval"
)

// foot is the row of sums below the list; what is held is not in them. Where the
// window is narrow, what matters least is left out: a sum is never cut.
type foot struct {
	row   fyne.CanvasObject
	parts *fyne.Container
	sums  *sums
}

func newFoot() *foot {
	f := &foot{sums: &sums{}}
	f.parts = container.New(f.sums)
	f.row = kit.Sized(kit.Inset(kit.Row(0, kit.Grow(f.parts)), 0, theme.Gap16), 0, theme.ActionFooterHeight)
	return f
}

func (x *foot) show(b *approval.Board, f *format.Format) {
	t := &b.Totals
	amount := func(key string, a model.Amount) fyne.CanvasObject {
		said := f.Amount(a, b.Home)
		if t.Orders == 0 {
			said = format.None // nothing leaves, so there is nothing to add up
		}
		return bolded(text.T(text.Key("forwarding.foot.", key), said))
	}
	share := ""
	if s, ok := t.Share(); ok {
		share = f.Percent(s)
	}
	counts := []fyne.CanvasObject{
		bolded(text.N("forwarding.foot.purchases", t.Purchases, f.Int(t.Purchases))),
		bolded(text.N("forwarding.foot.approved", t.Approved, f.Int(t.Approved))),
		bolded(text.T("forwarding.foot.held", f.Int(t.Held))),
	}
	money := []fyne.CanvasObject{
		amount("product", t.Product), amount("shipping", t.Shipping), amount("pay", t.Cost), amount("cm2", t.CM2), kit.NewLabel(kit.Muted, share),
	}
	x.sums.left, x.sums.right = counts, money
	x.sums.least = []fyne.CanvasObject{money[1], money[0], counts[1], counts[2], money[4], counts[0]}
	x.parts.Objects = slices.Concat(counts, money)
	x.parts.Refresh()
}

// sums lays counts out from the left and sums from the right.
type sums struct {
	left, right []fyne.CanvasObject
	least       []fyne.CanvasObject // what is left out first
}

// whole is the width at which nothing of an object is cut.
func whole(o fyne.CanvasObject) float32 {
	if e, ok := o.(kit.Elastic); ok {
		_, want := e.Widths()
		return want
	}
	return o.MinSize().Width
}

// MinSize implements fyne.Layout: the width is whatever the window has.
func (l *sums) MinSize(all []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range all {
		h = max(h, kit.HeightFor(o, whole(o)))
	}
	return fyne.NewSize(0, h)
}

// Layout implements fyne.Layout.
func (l *sums) Layout(all []fyne.CanvasObject, size fyne.Size) {
	need := -theme.Gap16
	for _, o := range all {
		need += whole(o) + theme.Gap16
	}
	out := map[fyne.CanvasObject]bool{}
	for _, o := range l.least {
		if need <= size.Width {
			break
		}
		out[o] = true
		need -= whole(o) + theme.Gap16
	}
	put := func(o fyne.CanvasObject, x float32) {
		w := whole(o)
		h := kit.HeightFor(o, w)
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
	}
	for _, o := range all {
		show(o, !out[o])
	}
	x := float32(0)
	for _, o := range l.left {
		if !out[o] {
			put(o, x)
			x += whole(o) + theme.Gap16
		}
	}
	x = size.Width
	for _, o := range slices.Backward(l.right) {
		if !out[o] {
			x -= whole(o)
			put(o, x)
			x -= theme.Gap16
		}
	}
}

func show(o fyne.CanvasObject, on bool) {
	switch {
	case on == o.Visible():
	case on:
		o.Show()
	default:
		o.Hide()
	}
}

// bolded is a short text on one line whose words between two stars are bold.
func bolded(s string) fyne.CanvasObject {
	row := kit.Row(0)
	var all []fyne.CanvasObject
	for i, part := range strings.Split(s, "**") {
		if part == "" {
			continue
		}
		style := kit.Body
		if i%2 == 1 {
			style = kit.Strong
		}
		all = append(all, kit.NewLabel(style, part))
	}
	row.Set(all...)
	return row
}
