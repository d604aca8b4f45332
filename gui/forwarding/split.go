package forwarding

import (
	"context"
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/routing"
)

// shareMost is among how many suppliers a line is divided; the best come first.
const shareMost = 4

// noteHeight is room for three lines: what a division changes is told in as many.
const noteHeight float32 = 76

// division is the dialog that divides the pieces of a line among suppliers: how
// many each, what that changes, and why.
type division struct {
	s      *Screen
	ask    routing.Split // without shares
	pieces model.Quantity
	offers []int64
	shares []*form.Field[model.Quantity]
	form   *form.Form
	note   *kit.Note
	why    *form.Field[string]
	asked  int // the newest preview wins
}

func cannotSplit(r row) string {
	switch {
	case r.refill():
		return text.T("forwarding.off.refill")
	case r.order != nil && r.order.State == approval.Held, r.waiting != nil && r.byHand():
		return text.T("forwarding.off.held")
	case r.waiting != nil && r.waiting.Quantity > 1:
		return ""
	case r.order != nil:
		for i := range r.order.Lines {
			if r.order.Lines[i].Quantity > 1 {
				return ""
			}
		}
	}
	return text.T("forwarding.off.single")
}

// askSplit reads who could take the pieces of a line of the row, then asks.
func (s *Screen) askSplit(r row) {
	if cannotSplit(r) != "" {
		return
	}
	if w := r.waiting; w != nil {
		d := &division{s: s, ask: routing.Split{Line: w.LineID}, pieces: w.Quantity}
		d.open(w.Name, func(ctx context.Context) (approval.Why, error) { return s.approval.CandidatesFor(ctx, w.LineID) })
		return
	}
	var all []action.Action
	for i := range r.order.Lines {
		l := &r.order.Lines[i]
		if l.Quantity < 2 {
			continue
		}
		all = append(all, kit.Act(fmt.Sprintf("forwarding.split.%d", i), text.T("forwarding.item", l.Quantity, l.Name), kit.Mark{Icon: theme.IconSplit}, func() {
			d := &division{s: s, ask: routing.Split{Allocation: l.AllocationID}, pieces: l.Quantity}
			d.open(l.Name, func(ctx context.Context) (approval.Why, error) { return s.approval.Candidates(ctx, l.AllocationID) })
		}))
	}
	if len(all) == 1 {
		all[0].Run()
		return
	}
	s.host.Menu(below(s.panel), all)
}

func (d *division) open(name string, read func(context.Context) (approval.Why, error)) {
	var w approval.Why
	d.s.work(text.T("forwarding.unread.why"), func(ctx context.Context) (err error) {
		w, err = read(ctx)
		return err
	}, func() { d.show(name, &w) })
}

// show asks how many pieces go to each supplier that can take them.
func (d *division) show(name string, w *approval.Why) {
	h, f := d.s.host, d.s.host.Format()
	d.form = form.New(form.Options{Format: f, Runner: h.Runner(), Context: h.Context(), Bare: true, Changed: d.effect})
	for i := range w.Candidates {
		c := &w.Candidates[i]
		if !c.Able || len(d.offers) == shareMost {
			continue
		}
		field := d.form.Quantity(form.Spec{Name: fmt.Sprintf("share%d", i), Label: text.T("forwarding.choice", c.Supplier, f.Money(c.Cost, w.Home)), Unit: text.T("forwarding.split.unit")})
		d.offers, d.shares = append(d.offers, c.OfferID), append(d.shares, form.Range(field, 0, d.pieces))
	}
	if len(d.offers) < 2 {
		h.Say(page.Warning, text.T("forwarding.split.nobody", name))
		return
	}
	d.why = d.form.Text(form.Spec{Name: "why", Label: text.T("forwarding.reroute.why"), Help: text.T("forwarding.reroute.help"), Required: true})
	d.note = kit.NewNote(theme.Under, theme.IconInfo, text.T("forwarding.split.choose", f.Quantity(d.pieces)), nil)
	h.Show(page.Dialog{
		Title: text.T("forwarding.split.title", f.Quantity(d.pieces), name), Width: 520, Verb: text.T("forwarding.do.split"),
		Content: kit.Column(theme.Gap12, d.form, kit.Sized(d.note, 0, noteHeight)),
		Do: func() bool {
			why, err := d.why.Get()
			if _, fits := d.parts(); !fits || !d.form.Valid() || err != nil {
				return true
			}
			d.commit(why)
			return false
		},
	})
}

// parts are the shares that were typed; false while they do not add up.
func (d *division) parts() (parts []routing.Portion, fits bool) {
	var sum model.Quantity
	for i, f := range d.shares {
		if q, err := f.Get(); err == nil && q > 0 {
			parts = append(parts, routing.Portion{Offer: d.offers[i], Quantity: q})
			sum += q
		}
	}
	return parts, len(parts) > 0 && (sum == d.pieces || d.ask.Line != 0 && sum < d.pieces)
}

// effect shows what the division would change, before it is made.
func (d *division) effect() {
	if d.note == nil {
		return
	}
	d.asked++
	turn := d.asked
	parts, fits := d.parts()
	if !fits {
		d.note.Set(theme.Under, theme.IconInfo, text.T("forwarding.split.choose", d.s.host.Format().Quantity(d.pieces)))
		return
	}
	run, ctx, ask := d.s.host.Runner(), d.s.host.Context(), d.ask
	ask.Shares, ask.Why = parts, "preview"
	run.Go(func() {
		v, err := d.s.approval.PreviewSplit(ctx, ask)
		run.UI(func() {
			switch {
			case turn != d.asked:
			case err != nil:
				d.note.Set(theme.Wrong, theme.IconAlertCircle, err.Error())
			default:
				d.note.Set(theme.Under, theme.IconInfo, d.told(&v))
			}
		})
	})
}

// told puts a division into words: cost before and after, and when the last part
// arrives.
func (d *division) told(v *approval.Division) string {
	f, home := d.s.host.Format(), d.s.home()
	said := []string{text.T("forwarding.split.cost", f.Money(v.Cost, home))}
	if v.Before != nil {
		said = []string{text.T("forwarding.split.costs", f.Money(v.Before.Cost, home), f.Money(v.Cost, home), f.Signed(v.Cost.Sub(v.Before.Cost), home))}
	}
	if n := len(v.Parts); n > 0 {
		said = append(said, text.T("forwarding.split.cm2", f.Money(v.Parts[n-1].CM2, home)))
	}
	if days, known := v.Slowest(); known {
		said = append(said, text.T("forwarding.split.days", f.Int(days)))
	}
	return strings.Join(said, " ")
}

func (d *division) commit(why string) {
	s, ask := d.s, d.ask
	ask.Shares, _ = d.parts()
	ask.Why = why
	var v approval.Division
	s.work(text.T("forwarding.split.failed"), func(ctx context.Context) (err error) {
		v, err = s.approval.Split(ctx, ask)
		return err
	}, func() {
		undo := action.Action{ID: "forwarding.split.undo", Label: text.T("forwarding.undo"), Run: func() {
			s.work(text.T("forwarding.undo.failed"), func(ctx context.Context) error { return s.approval.UndoSplit(ctx, v.Done) }, func() {
				s.host.Say(page.Done, text.T("forwarding.split.undone"))
			})
		}}
		s.host.Toast(page.Toast{Text: text.T("forwarding.split.done", strings.Join(v.Done.Suppliers, ", ")), Link: &undo, Undo: true})
	})
}
