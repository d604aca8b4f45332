package forwarding

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/routing"
)

// turnover is the dialog that gives a line to another supplier: whom, what that
// changes, and why.
type turnover struct {
	s     *Screen
	line  *approval.Line
	note  *kit.Note
	pick  *kit.Tiles
	why   *form.Field[string]
	asked int // the newest preview wins
}

// askReroute reads who else could take the first line of a row, then asks.
func (s *Screen) askReroute(r row) {
	if cannotReroute(r) != "" {
		return
	}
	if len(r.order.Lines) == 1 {
		s.reroute(&r.order.Lines[0])
		return
	}
	var all []action.Action
	for i := range r.order.Lines {
		l := &r.order.Lines[i]
		all = append(all, kit.Act(fmt.Sprintf("forwarding.line.%d", i), text.T("forwarding.item", l.Quantity, l.Name), kit.Mark{Icon: theme.IconSwap}, func() { s.reroute(l) }))
	}
	s.host.Menu(below(s.panel), all)
}

func (s *Screen) reroute(l *approval.Line) {
	var w approval.Why
	s.work(text.T("forwarding.unread.why"), func(ctx context.Context) (err error) {
		w, err = s.approval.Candidates(ctx, l.AllocationID)
		return err
	}, func() { s.choice(l, &w) })
}

// choice shows the other suppliers that can take the line today; where there is
// one only, what it changes is shown at once, and where there is none, that.
func (s *Screen) choice(l *approval.Line, w *approval.Why) {
	f := s.host.Format()
	var options []kit.Option
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c.Able && !c.Chosen {
			options = append(options, kit.Option{ID: fmt.Sprint(c.OfferID), Text: text.T("forwarding.choice", c.Supplier, f.Money(c.Cost, w.Home))})
		}
	}
	if len(options) == 0 {
		s.host.Say(page.Warning, text.T("forwarding.reroute.nobody", l.Name, w.Chosen))
		return
	}
	d := &turnover{s: s, line: l, note: kit.NewNote(theme.Under, theme.IconInfo, text.T("forwarding.reroute.choose"), nil)}
	d.pick = kit.NewTiles(options, 1, false, d.effect)
	fm := form.New(form.Options{Format: f, Runner: s.host.Runner(), Context: s.host.Context(), Bare: true})
	d.why = fm.Text(form.Spec{Name: "why", Label: text.T("forwarding.reroute.why"), Help: text.T("forwarding.reroute.help"), Required: true})
	s.host.Show(page.Dialog{
		Title: text.T("forwarding.reroute.title", l.Name), Width: 520, Verb: text.T("forwarding.do.reroute"),
		Content: kit.Column(theme.Gap12, d.pick, kit.Sized(d.note, 0, noteHeight), fm),
		Do: func() bool {
			why, err := d.why.Get()
			if offer := d.offer(); offer == 0 || !fm.Valid() || err != nil {
				return true
			}
			d.commit(why)
			return false
		},
	})
	if len(options) == 1 {
		d.pick.SetChosen(options[0].ID)
		d.effect()
	}
}

// offer is the one that was chosen, 0 for none yet.
func (d *turnover) offer() (id int64) {
	if chosen := d.pick.Chosen(); len(chosen) > 0 {
		_, _ = fmt.Sscan(chosen[0], &id)
	}
	return id
}

// effect shows what the choice would change, before it is made.
func (d *turnover) effect() {
	d.asked++
	turn, offer := d.asked, d.offer()
	run, ctx := d.s.host.Runner(), d.s.host.Context()
	run.Go(func() {
		e, err := d.s.approval.PreviewReroute(ctx, routing.Reroute{Allocation: d.line.AllocationID, Offer: offer, Why: "preview"})
		run.UI(func() {
			switch {
			case turn != d.asked:
			case err != nil:
				d.note.Set(theme.Wrong, theme.IconAlertCircle, err.Error())
			default:
				d.note.Set(theme.Under, theme.IconInfo, d.s.told(&e))
			}
		})
	})
}

// told puts an effect into words: cost, margin and days before and after.
func (s *Screen) told(e *approval.Effect) string {
	f, home := s.host.Format(), s.home()
	b, a := &e.Before, &e.After
	return text.T("forwarding.reroute.effect",
		f.Amount(b.Cost, home), f.Amount(a.Cost, home), f.Signed(a.Cost.Sub(b.Cost), home),
		f.Amount(b.CM2, home), f.Amount(a.CM2, home), f.Signed(a.CM2.Sub(b.CM2), home),
		days(f, b.DaysP50, b.DaysP90), days(f, a.DaysP50, a.DaysP90), string(home))
}

func (d *turnover) commit(why string) {
	s := d.s
	var e approval.Effect
	s.moved = moved{line: d.line.LineID, from: d.line.AllocationID}
	s.work(text.T("forwarding.reroute.failed"), func(ctx context.Context) (err error) {
		e, err = s.approval.Reroute(ctx, routing.Reroute{Allocation: d.line.AllocationID, Offer: d.offer(), Why: why})
		return err
	}, func() {
		undo := action.Action{ID: "forwarding.reroute.undo", Label: text.T("forwarding.undo"), Run: func() {
			s.moved = moved{line: d.line.LineID}
			s.work(text.T("forwarding.undo.failed"), func(ctx context.Context) error { return s.approval.UndoReroute(ctx, e.Done) }, func() {
				s.host.Say(page.Done, text.T("forwarding.reroute.undone", d.line.Name))
			})
		}}
		s.host.Toast(page.Toast{Text: text.T("forwarding.reroute.done", d.line.Name, e.After.Supplier), Link: &undo, Undo: true})
	})
}

// below is a place at the top of an object, for its menu.
func below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(theme.Gap16, theme.HeaderHeight)
}
