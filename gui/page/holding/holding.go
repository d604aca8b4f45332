// Package holding is how every screen with orders holds some of them back and
// lets them go again: the question why, the work away from the window, and the way
// back. It must not know how an order is shown; the screen brings all texts.
package holding

import (
	"context"
	"slices"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
)

// Words are the texts of a screen. Held and Released tell how many orders it was.
type Words struct {
	Why, Help string // of the field with the reason
	Verb      string // that holds
	Undo      string

	Held, Released       func(n int) string
	NotHeld, NotReleased string // what was tried and failed
}

// Desk holds orders and lets them go.
type Desk struct {
	h        page.Host
	approval *approval.Service
	words    Words
	after    func()
}

// New is a desk; after is called when anything was tried, nil for nothing.
func New(h page.Host, a *approval.Service, w Words, after func()) *Desk {
	if after == nil {
		after = func() {}
	}
	return &Desk{h, a, w, after}
}

// Ask asks why, under a title that names the orders, then holds them.
func (d *Desk) Ask(title string, orders []int64) {
	f := form.New(form.Options{Format: d.h.Format(), Runner: d.h.Runner(), Context: d.h.Context(), Bare: true})
	why := f.Text(form.Spec{Name: "why", Label: d.words.Why, Help: d.words.Help, Required: true})
	d.h.Show(page.Dialog{Title: title, Content: f, Verb: d.words.Verb, Do: func() bool {
		reason, err := why.Get()
		if !f.Valid() || err != nil {
			return true
		}
		d.Hold(orders, reason)
		return false
	}})
}

// Hold holds orders back and offers to undo it.
func (d *Desk) Hold(orders []int64, why string) {
	var done []purchase.HeldOrder
	d.each(orders, d.words.NotHeld, func(ctx context.Context, id int64) error {
		h, err := d.approval.Hold(ctx, id, why)
		if err == nil {
			done = append(done, h)
		}
		return err
	}, func(n int) {
		undo := action.Action{ID: "orders.hold.undo", Label: d.words.Undo, Run: func() { d.undo(done) }}
		d.h.Toast(page.Toast{Text: d.words.Held(n), Link: &undo, Undo: true, Stands: func(ctx context.Context) bool {
			all, err := d.approval.StillHeld(ctx, done)
			return all || err != nil // taking back says then what is wrong
		}})
	})
}

// undo takes holds back, the last one first.
func (d *Desk) undo(done []purchase.HeldOrder) {
	run, ctx := d.h.Runner(), d.h.Context()
	run.Go(func() {
		var err error
		for _, h := range slices.Backward(done) {
			if err = d.approval.UndoHold(ctx, h); err != nil {
				break
			}
		}
		run.UI(func() {
			d.after()
			if err != nil {
				d.h.Report(d.words.NotReleased, err)
			}
		})
	})
}

// Release ends the hold of orders that a person held.
func (d *Desk) Release(orders []int64) {
	d.each(orders, d.words.NotReleased, func(ctx context.Context, id int64) error {
		_, err := d.approval.Release(ctx, id, "")
		return err
	}, func(n int) { d.h.Say(page.Done, d.words.Released(n)) })
}

// each does something with every order, away from the window's goroutine, until
// one fails; what was done by then stays done and is told.
func (d *Desk) each(orders []int64, failed string, do func(context.Context, int64) error, tell func(n int)) {
	if len(orders) == 0 {
		return
	}
	run, ctx := d.h.Runner(), d.h.Context()
	run.Go(func() {
		done := 0
		var err error
		for _, id := range orders {
			if err = do(ctx, id); err != nil {
				break
			}
			done++
		}
		run.UI(func() {
			d.after()
			if done > 0 {
				tell(done)
			}
			if err != nil {
				d.h.Report(failed, err)
			}
		})
	})
}
