package rules

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
)

const (
	dialogWidth  float32 = 560
	replayWidth  float32 = 640
	figureWidth  float32 = 112
	orderWidth   float32 = 92
	wayWidth     float32 = 190
	resultHeight float32 = 220
	fewExamples          = 6
)

// editing tells whether a form is open, and what it says.
func (s *Rules) editing() (in routerule.Input, open bool) {
	if s.form == nil || !kit.Shows(s.form) {
		return in, false
	}
	in, err := inputOf(s.form.Values())
	return in, err == nil
}

// wanted are the rules to try: with the form's rule as it is typed, else as they
// stand. It is false where the form cannot be read yet.
func (s *Rules) wanted() (c routing.Changes, ok bool) {
	if s.form == nil || !kit.Shows(s.form) {
		return c, true
	}
	if !s.form.Valid() {
		return c, false
	}
	if in, open := s.editing(); open {
		return routing.Changes{Rules: []routerule.Input{in}}, true
	}
	return c, true
}

// askTest asks for an order and shows what the rules make of it.
func (s *Rules) askTest() {
	changes, ok := s.wanted()
	if !ok {
		return
	}
	h := s.Host
	result := kit.Gap(0, 0)
	fm := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	number := fm.Text(form.Spec{Name: "order", Label: text.T("rules.test.order"), Hint: text.T("rules.test.newest")})
	try := func() {
		wanted, err := number.Get()
		if err != nil {
			return
		}
		h.Runner().Go(func() {
			e, err := s.routing.Try(h.Context(), wanted, changes)
			h.Runner().UI(func() {
				if err != nil {
					result.SetInner(kit.Wrapped(kit.Body, err.Error()))
					return
				}
				result.SetInner(s.example(&e))
			})
		})
	}
	h.Show(page.Dialog{
		Title: text.T("rules.test.title"), Width: dialogWidth, Verb: text.T("rules.test.verb"), No: text.T("rules.test.close"),
		Content: kit.Column(theme.Gap12, fm, kit.Sized(kit.Scroll(result), 0, resultHeight)),
		Do: func() bool {
			try()
			return true
		},
	})
	try()
}

// example tells what became of each line of an order.
func (s *Rules) example(e *routing.Example) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	col := []fyne.CanvasObject{kit.NewLabel(kit.Strong, text.T("rules.test.of", e.Order))}
	for _, l := range e.Lines {
		if l.Held != "" {
			col = append(col, kit.Wrapped(kit.Body, text.T("rules.test.held", l.Quantity, l.SKU, s.said(l.Held))))
			continue
		}
		number := l.Number
		if a, err := model.ParseAmount(l.Number); err == nil {
			number = f.Money(a, home)
		}
		col = append(col, kit.Wrapped(kit.Body, text.T("rules.test.to", l.Quantity, l.SKU, l.Supplier, number)))
		for _, why := range l.Why {
			col = append(col, kit.Wrapped(kit.Muted, s.said(why)))
		}
	}
	return kit.Column(theme.Gap4, col...)
}

// replay routes past orders with the rule in the form and without, or with the
// chosen rule and without, and shows both.
func (s *Rules) replay() {
	changes, ok := s.wanted()
	if !ok {
		return
	}
	before, after := text.T("rules.replay.now"), text.T("rules.replay.changed")
	if len(changes.Rules) == 0 {
		r, chosen := s.Grid.CurrentRow()
		if !chosen || ended(r) {
			return
		}
		changes.Without = []string{r.Name}
		before, after = text.T("rules.replay.with"), text.T("rules.replay.without")
	}
	h := s.Host
	var res routing.Replay
	h.Start(page.Task{
		Name: text.T("rules.replay.task"),
		Work: func(ctx context.Context, p *job.Progress) (err error) {
			res, err = s.routing.Replay(ctx, routing.ReplayOptions{Changes: changes, Progress: p})
			return err
		},
		Done: func(err error) {
			switch {
			case model.CodeOf(err) == model.Cancelled:
				h.Say(page.Note, err.Error())
				return
			case err != nil:
				h.Report(text.T("rules.replay.failed"), err)
				return
			}
			var hide func()
			open := func(x *routing.Changed) {
				hide()
				h.Go(page.Route{Screen: page.Order, Key: x.Order, Params: map[string]string{"shop": x.Shop}})
			}
			hide = h.Show(page.Dialog{
				Title: text.N("rules.replay.title", res.Orders, h.Format().Int(res.Orders), h.Format().Date(res.From), h.Format().Date(res.To)),
				Width: replayWidth, Content: replayed(h.Format(), &res, before, after, open),
			})
		},
	})
}

// replayed is the table of a replay, the orders that go another way and what to
// know.
func replayed(f *format.Format, r *routing.Replay, before, after string, open func(*routing.Changed)) fyne.CanvasObject {
	line := func(style kit.Style, label, a, b string) fyne.CanvasObject {
		return kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(style, label)),
			kit.Sized(kit.Number(style, a), figureWidth, 0), kit.Sized(kit.Number(style, b), figureWidth, 0))
	}
	count := func(key string, a, b int) fyne.CanvasObject {
		return line(kit.Body, text.T(text.Key("rules.replay.", key)), f.Int(a), f.Int(b))
	}
	b, a := &r.Before, &r.After
	col := []fyne.CanvasObject{
		line(kit.Caption, "", before, after), kit.Separator(),
		line(kit.Strong, text.T("rules.replay.margin", r.Currency), money(f, b.Margin, r.Currency), money(f, a.Margin, r.Currency)),
		line(kit.Muted, text.N("rules.replay.both", r.Both.Orders, f.Int(r.Both.Orders)), money(f, r.Both.Before, r.Currency), money(f, r.Both.After, r.Currency)),
		line(kit.Body, text.T("rules.replay.cost", r.Currency), money(f, &b.Cost, r.Currency), money(f, &a.Cost, r.Currency)),
		count("routed", b.Routed, a.Routed), count("held", b.Held, a.Held), count("splits", b.Splits, a.Splits), count("parcels", b.Parcels, a.Parcels),
		line(kit.Body, text.T("rules.replay.late"), late(b.Late), late(a.Late)), kit.Separator(),
		kit.NewLabel(kit.Strong, text.N("rules.replay.differ", r.Changed, f.Int(r.Changed))),
	}
	if len(r.Examples) > 0 {
		col = append(col, way(kit.NewLabel(kit.Caption, ""), kit.NewLabel(kit.Caption, before), kit.NewLabel(kit.Caption, after), kit.NewLabel(kit.Caption, "")))
	}
	for i := range r.Examples {
		if i == fewExamples {
			col = append(col, kit.NewLabel(kit.Caption, text.T("rules.replay.more", f.Int(r.Changed-fewExamples))))
			break
		}
		x := &r.Examples[i]
		more := format.None
		if x.More != nil {
			if d, err := model.ParseAmount(*x.More); err == nil {
				more = f.Signed(d, r.Currency)
			}
		}
		order := kit.NewButton(kit.Link, x.Order, func() { open(x) }).Small().WithTip(text.T("rules.replay.open"))
		col = append(col, way(order, kit.NewLabel(kit.Body, x.Before).SetTip(x.Before), kit.NewLabel(kit.Body, x.After).SetTip(x.After), kit.Number(kit.Body, more)))
	}
	for _, n := range r.Notes {
		col = append(col, kit.Wrapped(kit.Caption, n))
	}
	return kit.Column(theme.Gap4, col...)
}

// way is a line on an order that goes another way: before, after, and what it costs.
func way(order, before, after, more fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(theme.Gap8, kit.Sized(kit.Row(0, order, kit.Spacer()), orderWidth, 0), kit.Sized(before, wayWidth, 0), kit.Sized(after, wayWidth, 0), kit.Grow(more))
}

func money(f *format.Format, s *string, home model.Currency) string {
	if s == nil {
		return format.Undefined()
	}
	a, err := model.ParseAmount(*s)
	if err != nil {
		return *s
	}
	return f.Amount(a, home)
}

func late(n *int) string {
	if n == nil {
		return format.Undefined()
	}
	return strconv.Itoa(*n)
}
