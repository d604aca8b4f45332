package parcels

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/promise"
)

const (
	pasteWidth float32 = 720
	seenHeight float32 = 210
	pause              = 250 * time.Millisecond
)

// pasting is the dialog in which lines of tracking numbers are pasted, with what
// each of them would do.
type pasting struct {
	s     *Parcels
	entry *kit.Entry
	seen  *kit.Box
	sum   *kit.Label
	load  *async.Loader[[]parcel.Pasted]
	hide  func()
}

// paste opens the dialog.
func (s *Parcels) paste() {
	h := s.Host
	d := &pasting{s: s, entry: kit.NewMultiEntry(6), seen: kit.Column(theme.Gap4), sum: kit.Wrapped(kit.Caption, text.T("parcels.paste.none"))}
	s.pasted = d
	d.load = async.NewLoader(h.Runner(), d.show)
	look := async.Debounce(h.Runner(), pause, d.look)
	d.entry.OnChanged = func(string) { look() }
	d.hide = h.Show(page.Dialog{
		Title: text.T("parcels.paste.title"), Verb: text.T("parcels.paste.verb"), Width: pasteWidth,
		Content: kit.Column(theme.Gap8, kit.Wrapped(kit.Muted, text.T("parcels.paste.how")), d.entry, d.sum,
			kit.Sized(kit.Scroll(d.seen), 0, seenHeight)),
		Do:     d.enter,
		Cancel: d.load.Stop,
	})
}

// look reads what the lines would do.
func (d *pasting) look() {
	typed := d.entry.Text
	d.load.Load(d.s.Host.Context(), func(ctx context.Context) ([]parcel.Pasted, error) { return d.s.parcels.LookPasted(ctx, typed) })
}

func (d *pasting) show(st async.State[[]parcel.Pasted]) {
	if st.Phase == async.Loading {
		return
	}
	if st.Err != nil {
		d.sum.SetTone(theme.Wrong).SetText(st.Err.Error())
		return
	}
	wrong, odd := 0, 0
	var rows []fyne.CanvasObject
	for i := range st.Value {
		p := &st.Value[i]
		if p.Err != nil {
			wrong++
		} else if p.Doubt != "" {
			odd++
		}
		rows = append(rows, d.line(p))
	}
	d.seen.Set(rows...)
	n := d.s.Host.Format().Int
	switch {
	case len(rows) == 0:
		d.sum.SetTone(theme.Plain).SetText(text.T("parcels.paste.none"))
	case wrong > 0:
		d.sum.SetTone(theme.Wrong).SetText(text.N("parcels.paste.wrong", wrong, n(wrong), n(len(rows))))
	case odd > 0:
		d.sum.SetTone(theme.Warned).SetText(text.N("parcels.paste.odd", odd, n(odd), text.N("parcels.paste.lines", len(rows), n(len(rows)))))
	default:
		d.sum.SetTone(theme.Fine).SetText(text.N("parcels.paste.right", len(rows), n(len(rows))))
	}
}

// line shows what a line would do, or what is wrong with it.
func (d *pasting) line(p *parcel.Pasted) fyne.CanvasObject {
	number := kit.Sized(kit.NewLabel(kit.Caption, text.T("parcels.paste.line", d.s.Host.Format().Int(p.Line))), 56, 0)
	if p.Err != nil {
		return kit.Row(theme.Gap8, number, kit.NewIcon(theme.IconCrossCircle, theme.Bad, 16), kit.Grow(kit.Wrapped(kit.Small, p.Err.Error()))).Top()
	}
	var pieces model.Quantity
	for _, k := range p.Now.Pieces {
		pieces += k.Quantity
	}
	said := text.T("parcels.paste.does", p.Now.Tracking, orNone(p.Now.Carrier), strings.Join(p.Now.Orders, ", "), d.s.Host.Format().Quantity(pieces))
	if pieces == 0 {
		said = text.T("parcels.paste.nothing", p.Now.Tracking, orNone(p.Now.Carrier), p.Now.Purchase)
	}
	if p.Extra > 0 {
		said += text.T("parcels.paste.extra", d.s.Host.Format().Quantity(p.Extra))
	}
	icon, tone := theme.IconPlusCircle, theme.Good
	switch {
	case pieces == 0:
		icon, tone = theme.IconWarning, theme.Warn
	case p.Doubt != "":
		icon, tone = theme.IconWarning, theme.Warn
		said = text.T("parcels.paste.doubt", said, p.Doubt)
	case p.Outcome != "created":
		icon, tone = theme.IconPencil, theme.Accent
	}
	return kit.Row(theme.Gap8, number, kit.NewIcon(icon, tone, 16), kit.Grow(kit.Wrapped(kit.Small, said))).Top()
}

// enter brings all lines in, or none and says why.
func (d *pasting) enter() (stay bool) {
	h, typed := d.s.Host, d.entry.Text
	h.Runner().Go(func() {
		all, err := d.s.parcels.PutPasted(h.Context(), typed)
		h.Runner().UI(func() {
			if err != nil {
				d.sum.SetTone(theme.Wrong).SetText(err.Error())
				return
			}
			d.load.Stop()
			d.hide()
			h.Toast(page.Toast{Text: text.N("parcels.paste.done", len(all), h.Format().Int(len(all)))})
			d.s.Reload()
		})
	})
	return true
}

// verified notes that a person looked after a delivery whether all is well.
func (s *Parcels) verified(r row) {
	today, before := string(s.Host.Book().Today()), string(r.Verified)
	undo := kit.Act("parcels.undo", text.T("parcels.say.undo"), kit.Mark{Icon: theme.IconUndo}, func() {
		s.put(parcel.Input{ID: r.ID, Tracking: r.Tracking, Verified: &before}, page.Toast{Text: text.T("parcels.unverified", r.Tracking)})
	})
	s.put(parcel.Input{ID: r.ID, Tracking: r.Tracking, Verified: &today}, page.Toast{Text: text.T("parcels.isverified", r.Tracking), Link: &undo, Undo: true})
}

// estimates opens the report of how long each article takes to each country.
func (s *Parcels) estimates() {
	s.Host.Go(page.Route{Screen: page.Report, Key: "delivery-estimates"})
}

// policy copies the text for the shop's page on delivery.
func (s *Parcels) policy() {
	h := s.Host
	b := h.Book()
	h.Runner().Go(func() {
		all, err := promise.New(b.DB, b.Bus).Estimates(h.Context())
		h.Runner().UI(func() {
			switch {
			case err != nil:
				h.Report(text.T("parcels.uncopied"), err)
			case len(all) == 0:
				h.Toast(page.Toast{Tone: page.Note, Text: text.T("parcels.policy.none")})
			default:
				h.Copy(promise.PolicyText(all))
				h.Toast(page.Toast{Text: text.T("parcels.policy.done")})
			}
		})
	})
}
