package forwarding

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/reply"
)

// answerWidth is that of the dialogs in which an answer is entered line by line.
const answerWidth = 760

// answers are what can be done with a supplier that has an order: record the
// answer, read a reply that was pasted in, ask for a change.
func (o *Outbox) answers(r forward.Row) []action.Action {
	if r.State != forward.StateSent {
		return nil
	}
	record := kit.Act("forwarding.out.answer", text.T("forwarding.do.answer"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyR)}, func() { o.answer(r) })
	paste := kit.Act("forwarding.out.paste", text.T("forwarding.do.paste"), kit.Mark{Icon: theme.IconFile, Key: action.Plain(fyne.KeyV)}, func() { o.paste(r) })
	if amends(r) {
		return []action.Action{record}
	}
	change := kit.Act("forwarding.out.amend", text.T("forwarding.do.amend"), kit.Mark{Icon: theme.IconSwap, Key: action.Plain(fyne.KeyC)}, func() { o.amend(r) })
	return []action.Action{record, paste, change}
}

// answerButtons are the buttons of what can be done with the supplier.
func answerButtons(all []action.Action) fyne.CanvasObject {
	var row []fyne.CanvasObject
	for _, a := range all {
		a.Icon = nil // with icons they are wider than the panel
		row = append(row, kit.ActionButton(a, kit.Plain))
	}
	return kit.Row(theme.Gap8, row...)
}

// amends tells whether an amendment left, not the purchase order itself.
func amends(r forward.Row) bool { return r.Purchase < 0 }

// later reads something away from the window's goroutine and shows it there.
func later[T any](o *Outbox, failed string, read func(context.Context) (T, error), show func(T)) {
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		v, err := read(ctx)
		run.UI(func() {
			if err != nil {
				o.host.Report(failed, err)
				return
			}
			show(v)
		})
	})
}

// answer asks what the supplier answered.
func (o *Outbox) answer(r forward.Row) {
	if amends(r) {
		o.answerAmendment(r, &amendment.Answer{Amendment: r.Number})
		return
	}
	b := o.host.Book()
	later(o, text.T("forwarding.answer.failed", r.Number), func(ctx context.Context) (reply.Order, error) {
		return reply.New(b.DB, b.Bus).Awaited(ctx, r.Number)
	}, func(of reply.Order) {
		a := purchase.Acknowledgement{Purchase: of.Number}
		for i := range of.Lines {
			n := of.Lines[i].Quantity
			a.Lines = append(a.Lines, purchase.AckLine{SKU: skuOf(&of.Lines[i]), Quantity: &n})
		}
		o.enter(r, &of, heard{ack: a})
	})
}

// wholly is an answer in which every article stands, so that a person sees what is
// recorded of those that a reply said nothing of: they come as ordered.
func wholly(a purchase.Acknowledgement, of *reply.Order) purchase.Acknowledgement {
	if a.Refused != "" {
		return a
	}
	for i := range of.Lines {
		sku, n := skuOf(&of.Lines[i]), of.Lines[i].Quantity
		at := slices.IndexFunc(a.Lines, func(l purchase.AckLine) bool { return l.SKU == sku })
		switch {
		case at < 0:
			a.Lines = append(a.Lines, purchase.AckLine{SKU: sku, Quantity: &n})
		case a.Lines[at].Quantity == nil:
			a.Lines[at].Quantity = &n
		}
	}
	return a
}

func skuOf(a *reply.Article) string {
	if a.SKU != "" {
		return a.SKU
	}
	return a.SupplierSKU
}

// heard is what is to be looked over before it is recorded: an answer, and the
// parcels that a reply tells of. Silent is a reply that tells of parcels only.
type heard struct {
	ack     purchase.Acknowledgement
	parcels []reply.Parcel
	silent  bool
}

// enter shows an answer to look over; nothing is saved before.
func (o *Outbox) enter(r forward.Row, of *reply.Order, said heard, above ...fyne.CanvasObject) {
	a := said.ack
	if said.silent {
		o.enterParcels(r, said, above...)
		return
	}
	var hide func()
	f := o.form(func(ctx context.Context, v form.Values) error { return o.record(ctx, &said, v) }, func() {
		hide()
		o.answered(r)
	})
	f.Date(form.Spec{Name: "date", Label: text.T("forwarding.answer.date"), Help: text.T("forwarding.answer.date.help")})
	form.Longest(f.Text(form.Spec{Name: "reference", Label: text.T("forwarding.answer.reference")}), 60)
	o.refusal(f)
	answerLines(f, of)
	if len(said.parcels) > 0 {
		parcelRows(f)
	}
	if err := f.Load(valuesOf(&said)); err != nil {
		o.host.Report(text.T("forwarding.answer.failed", r.Number), err)
		return
	}
	hide = o.host.Show(page.Dialog{
		Title: text.T("forwarding.answer.title", r.Supplier, a.Purchase), Content: kit.Column(theme.Gap12, append(above, f)...),
		Verb: text.T("forwarding.answer.verb"), Width: answerWidth, Do: func() bool { f.Submit(); return true },
	})
}

// answerLines adds what comes of each article. Of a replenishment the supplier can
// refuse the pieces of one article; those for customers are refused as a whole.
func answerLines(f *form.Form, of *reply.Order) {
	help := text.T("forwarding.answer.lines.help")
	if of.Refill {
		help = text.T("forwarding.answer.lines.refill")
	}
	f.Rows(form.Spec{Name: "lines", Label: text.T("forwarding.answer.lines"), Help: help}, text.T("forwarding.answer.add"), func(g *form.Group) {
		g.Text(form.Spec{Name: "sku", Label: text.T("forwarding.answer.sku"), Required: true, Share: 4})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("forwarding.answer.quantity"), Share: 2}), 0)
		g.Money(form.Spec{Name: "price", Label: text.T("forwarding.answer.price"), Share: 3}, of.Currency)
		g.Date(form.Spec{Name: "ship_date", Label: text.T("forwarding.answer.ships"), Share: 3})
		if of.Refill {
			form.Longest(g.Text(form.Spec{Name: "refused", Label: text.T("forwarding.answer.norest"), Share: 4}), 200)
		}
	})
}

// form is a form in a dialog that closes when it was saved.
func (o *Outbox) form(save func(context.Context, form.Values) error, saved func()) *form.Form {
	return form.New(form.Options{
		Format: o.host.Format(), Runner: o.host.Runner(), Context: o.host.Context(), Bare: true, Saver: save, Saved: saved,
		Details: func(err error) { o.host.Report(text.T("forwarding.answer.unsaved"), err) },
	})
}

// refusal adds the field for why all of it is refused.
func (o *Outbox) refusal(f *form.Form) {
	f.Search(form.Spec{Name: "refused", Label: text.T("forwarding.answer.refused"), Help: text.T("forwarding.answer.refused.help"), Wide: true}, form.Source{
		Find: func(_ context.Context, query string) ([]form.Option, error) {
			var all []form.Option
			for _, reason := range model.RefusalReasons() {
				if strings.Contains(strings.ToLower(reason), strings.ToLower(query)) {
					all = append(all, form.Option{Value: reason, Label: reason})
				}
			}
			if typed := strings.TrimSpace(query); typed != "" && len(all) != 1 {
				all = append(all, form.Option{Value: typed, Label: typed})
			}
			return all, nil
		},
	})
}

// valuesOf are the fields of an answer as a form takes them.
func valuesOf(said *heard) map[string]any {
	a := &said.ack
	lines := []map[string]any{}
	for _, l := range a.Lines {
		v := map[string]any{"sku": l.SKU}
		if l.Quantity != nil {
			v["quantity"] = int64(*l.Quantity)
		}
		if l.Price != nil {
			v["price"] = model.Amount(*l.Price).String()
		}
		if l.ShipDate != "" {
			v["ship_date"] = string(l.ShipDate)
		}
		if l.Refused != "" {
			v["refused"] = l.Refused
		}
		lines = append(lines, v)
	}
	v := map[string]any{"date": string(a.Date), "reference": a.Reference, "refused": a.Refused, "lines": lines}
	if len(said.parcels) > 0 {
		v[parcelsField] = parcelValues(said.parcels)
	}
	return v
}

// answered tells what was recorded, and asks whether a higher price is accepted.
func (o *Outbox) answered(r forward.Row) {
	o.Reload()
	db, buy := o.host.Book().DB, purchase.New(o.host.Book().DB, o.host.Book().Bus)
	later(o, text.T("forwarding.answer.failed", r.Number), func(ctx context.Context) (bool, error) {
		all, err := purchase.List(ctx, db, purchase.Filter{State: "price_raised", Supplier: r.Supplier})
		for i := range all {
			if all[i].ID == r.Purchase {
				return true, err
			}
		}
		return false, err
	}, func(raised bool) {
		o.host.Toast(page.Toast{Text: text.T("forwarding.answer.done", r.Number)})
		if !raised {
			return
		}
		o.host.Ask(page.Question{
			Title: text.T("forwarding.raised.title", r.Supplier), Lines: []string{text.T("forwarding.raised.line", r.Number), text.T("forwarding.raised.no")},
			Verb: text.T("forwarding.raised.verb"),
		}, func() {
			later(o, text.T("forwarding.answer.failed", r.Number), func(ctx context.Context) (bool, error) { return true, buy.AcceptPrice(ctx, r.Purchase) },
				func(bool) { o.host.Toast(page.Toast{Text: text.T("forwarding.raised.done", r.Number)}) })
		})
	})
}

// answerAmendment asks what the supplier said to a change, beginning with what was
// understood of a reply.
func (o *Outbox) answerAmendment(r forward.Row, said *amendment.Answer, above ...fyne.CanvasObject) {
	b := o.host.Book()
	var hide func()
	f := o.form(func(ctx context.Context, v form.Values) error {
		v["amendment"] = said.Amendment
		json, err := v.JSON()
		if err == nil {
			_, err = put.New(b.DB, b.Bus).Put(ctx, amendment.AnswerKind, json)
		}
		return err
	}, func() {
		hide()
		o.host.Toast(page.Toast{Text: text.T("forwarding.answer.done", said.Amendment)})
		o.Reload()
	})
	f.Date(form.Spec{Name: "date", Label: text.T("forwarding.answer.date"), Help: text.T("forwarding.answer.date.help")})
	form.Longest(f.Text(form.Spec{Name: "reference", Label: text.T("forwarding.answer.reference")}), 60)
	o.refusal(f)
	f.Rows(form.Spec{Name: "lines", Label: text.T("forwarding.answer.lines"), Help: text.T("forwarding.answer.less")}, text.T("forwarding.answer.add"), func(g *form.Group) {
		form.Longest(g.Text(form.Spec{Name: "order", Label: text.T("forwarding.order"), Share: 3}), 60)
		g.Text(form.Spec{Name: "sku", Label: text.T("forwarding.answer.sku"), Required: true, Share: 4})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("forwarding.answer.quantity"), Required: true, Share: 2}), 0)
	})
	if err := f.Load(map[string]any{"reference": said.Reference, "refused": said.Refused}); err != nil {
		o.host.Report(text.T("forwarding.answer.failed", said.Amendment), err)
		return
	}
	content := append(above, kit.Wrapped(kit.Muted, text.T("forwarding.answer.amendment")), f)
	hide = o.host.Show(page.Dialog{
		Title: text.T("forwarding.answer.title", r.Supplier, said.Amendment), Width: answerWidth, Verb: text.T("forwarding.answer.verb"),
		Content: kit.Column(theme.Gap12, content...), Do: func() bool { f.Submit(); return true },
	})
}

// paste asks for the text of a reply and shows what was understood of it.
func (o *Outbox) paste(r forward.Row) {
	f := form.New(form.Options{Format: o.host.Format(), Runner: o.host.Runner(), Context: o.host.Context(), Bare: true})
	words := f.Multi(form.Spec{Name: "text", Label: text.T("forwarding.paste.text"), Help: text.T("forwarding.paste.help"), Required: true, Wide: true}, 10)
	var hide func()
	hide = o.host.Show(page.Dialog{Title: text.T("forwarding.paste.title", r.Supplier), Content: f, Verb: text.T("forwarding.paste.verb"), Width: answerWidth, Do: func() bool {
		said, err := words.Get()
		if !f.Valid() || err != nil {
			return true
		}
		hide() // before the next dialog comes
		o.read(r, said)
		return true
	}})
}

// read shows what was understood of a reply above the form that records it.
func (o *Outbox) read(r forward.Row, said string) {
	b := o.host.Book()
	replies := reply.New(b.DB, b.Bus)
	var of reply.Order
	later(o, text.T("forwarding.answer.failed", r.Number), func(ctx context.Context) (reply.Reading, error) {
		var err error
		if of, err = replies.Awaited(ctx, r.Number); err != nil {
			return reply.Reading{}, err
		}
		return replies.Read(ctx, said, r.Number)
	}, func(got reply.Reading) {
		above := []fyne.CanvasObject{kit.PanelSection(text.T("forwarding.paste.understood"), "", markedText(said, &got)), doubts(&got)}
		if got.Amendment != "" { // it says nothing of the purchase order itself
			o.answerAmendment(r, &amendment.Answer{Amendment: got.Amendment, Reference: got.Reference, Refused: got.Refused}, above...)
			return
		}
		o.enter(r, &of, heard{wholly(got.Acknowledgement(), &of), got.Parcels, len(got.Parcels) > 0 && !got.Answers()}, above...)
	})
}

// doubts are the sentences on what was left out of a reading.
func doubts(got *reply.Reading) fyne.CanvasObject {
	tone, icon, say := theme.Fine, theme.IconTick, text.T("forwarding.paste.clear")
	if len(got.Unsure) > 0 {
		tone, icon, say = theme.Warned, theme.IconQuestionCircle, strings.Join(got.Unsure, "\n")
	}
	return kit.NewNote(tone, icon, say, nil)
}

// shownReply is how many lines of a reply stand above the form, and how many
// letters of each.
const shownReply, shownLetters = 8, 100

// markedText is a reply with what was understood of it in strong letters.
func markedText(said string, got *reply.Reading) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	from := 0
	for line := range strings.SplitAfterSeq(said, "\n") {
		if strings.TrimSpace(line) != "" && len(lines) < shownReply {
			lines = append(lines, kit.Row(0, pieces(line, from, got.Marks)...))
		}
		from += len(line)
	}
	return kit.Column(theme.Gap4, lines...)
}

// pieces cuts a line at its marks.
func pieces(line string, from int, marks []reply.Mark) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	at, room := 0, shownLetters
	put := func(style kit.Style, to int) {
		words := []rune(strings.TrimRight(line[at:to], "\r\n"))
		if at = to; len(words) == 0 || room <= 0 {
			return
		}
		if len(words) > room {
			words = append(words[:room], '…')
		}
		room -= len(words)
		all = append(all, kit.NewLabel(style, string(words)))
	}
	for _, m := range marks {
		if start, end := m.From-from, m.To-from; start >= at && end <= len(line) {
			put(kit.Muted, start)
			put(kit.Strong, end)
		}
	}
	put(kit.Muted, len(line))
	return all
}
