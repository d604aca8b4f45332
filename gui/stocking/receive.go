package stocking

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
)

// inbound are the replenishments that bring pieces of a row.
func (s *levels) inbound(l level) []purchase.Inbound {
	if s.moved.id != rowID(l.Place, l.SKU) {
		return nil
	}
	return s.moved.inbound
}

// arriving are those of them that have left, so that goods can come in.
func (s *levels) arriving(l level) (all []purchase.Inbound) {
	for _, p := range s.inbound(l) {
		if p.Forwarded() {
			all = append(all, p)
		}
	}
	return all
}

// offReceive says why nothing can be taken in.
func (s *levels) offReceive(l level) string {
	switch {
	case len(s.arriving(l)) > 0:
		return ""
	case len(s.inbound(l)) > 0:
		return text.T("stocking.off.unsent")
	}
	return text.T("stocking.off.nothing")
}

// way lists the purchase orders that bring pieces, each leading to where it is
// dealt with; nil without any.
func (s *levels) way(l level) fyne.CanvasObject {
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, p := range s.inbound(l) {
		n := p.Line(l.SKU)
		number := kit.NewButton(kit.Link, p.Number, func() { s.Host.Go(orderRoute(&p)) })
		state := text.T("stocking.way.waiting")
		if p.Forwarded() {
			state = text.T("stocking.way.sent", f.Date(p.Sent))
		}
		rows = append(rows, kit.Column(0,
			kit.Row(theme.Gap8, number, kit.Grow(kit.NewLabel(kit.Caption, p.Supplier)), kit.Number(kit.Small, text.T("stocking.way.came", f.Quantity(n.Received), f.Quantity(n.Quantity)))),
			kit.NewLabel(kit.Caption, state)))
	}
	if rows == nil {
		return nil
	}
	return kit.Column(theme.Gap4, rows...)
}

// orderRoute is where a purchase order is found: among those to approve, or among
// those that left.
func orderRoute(p *purchase.Inbound) page.Route {
	if p.Forwarded() {
		return page.Route{Screen: page.Outbox, Params: map[string]string{page.BySupplier: p.Number}}
	}
	return page.Route{Screen: page.Forwarding, Params: map[string]string{page.BySupplier: p.Supplier}}
}

// receive opens the form for what came in; of several purchase orders one is
// chosen first.
func (s *levels) receive(l level) {
	all := s.arriving(l)
	if len(all) == 1 {
		s.takeIn(all[0])
		return
	}
	choices := make([]action.Action, len(all))
	for i, p := range all {
		n := p.Line(l.SKU)
		label := text.T("stocking.way.choose", p.Number, p.Supplier, s.Host.Format().Quantity(n.Open()))
		choices[i] = kit.Act("stocking.receive."+p.Number, label, kit.Mark{Icon: theme.IconImport}, func() { s.takeIn(p) })
	}
	s.Host.Menu(kit.Below(s.Page.Header), choices)
}

// takeIn opens the form for a delivery of a replenishment: what was counted of each
// line.
func (s *levels) takeIn(p purchase.Inbound) {
	f := s.Host.Format()
	var told string
	fields := form.New(s.FormOptions(
		func(ctx context.Context, v form.Values) (err error) {
			told, err = s.saveReceipt(ctx, &p, v)
			return err
		},
		func() { s.Saved(s.chosenID(), told) },
	))
	fields.Section(text.T("stocking.receive.counted"))
	for i, l := range p.Lines {
		sp := form.Spec{
			Name: lineField(i), Label: text.T("stocking.line", l.Name, l.SKU), Hint: text.T("stocking.receive.hint", f.Quantity(l.Open())),
			Help: text.T("stocking.receive.line", f.Quantity(l.Quantity), f.Quantity(l.Received)),
		}
		form.AtLeast(fields.Quantity(sp), 0)
		form.AtLeast(fields.Quantity(form.Spec{Name: brokenField(i), Label: text.T("stocking.receive.damaged"), Help: text.T("stocking.receive.damaged.help")}), 0)
	}
	fields.Check(spec("close"))
	fields.Section(text.T("stocking.receive.delivery"))
	fields.Date(required("date"))
	reference := required("reference")
	reference.Help = text.T("stocking.help.delivery")
	form.Longest(fields.Text(reference), 60)
	roster.Fill(fields, map[string]any{"date": string(s.Host.Book().Today()), "reference": s.reference("delivery")})
	s.Edit(text.T("stocking.receive"), text.T("stocking.receive.of", p.Number, p.Supplier, p.Place), fields)
}

func lineField(i int) string { return "line" + strconv.Itoa(i) }

func brokenField(i int) string { return "broken" + strconv.Itoa(i) }

// chosenID is the row under the cursor.
func (s *levels) chosenID() int64 {
	l, _ := s.Grid.CurrentRow()
	return rowID(l.Place, l.SKU)
}

// saveReceipt takes in what was counted and says what came, and what was too much
// or is missing.
func (s *levels) saveReceipt(ctx context.Context, p *purchase.Inbound, v form.Values) (string, error) {
	in := purchase.ReceiptInput{Purchase: p.Number, Reference: roster.Word(v, "reference"), Date: day(v, "date")}
	in.Close, _ = v["close"].(bool)
	came, err := counted(p, v)
	if err != nil {
		return "", err
	}
	in.Lines = came
	sum, broken := 0, 0
	for _, l := range came {
		sum, broken = sum+int(l.Quantity), broken+int(l.Damaged)
	}
	if sum == 0 && !in.Close {
		return "", model.FieldErrorf(lineField(0), "%s", text.T("stocking.receive.none"))
	}
	if _, err := s.orders.Receive(ctx, []purchase.ReceiptInput{in}); err != nil {
		return "", err
	}
	lines, err := s.orders.Restocked(ctx, p.ID)
	if err != nil {
		return "", err
	}
	said := told(s.Host, p.Number, sum, lines, in.Close)
	if broken > 0 {
		said += " " + text.N("stocking.received.damaged", broken, s.Host.Format().Int(broken))
	}
	return said, nil
}

// counted are the pieces that came of each line, damaged ones with them.
func counted(p *purchase.Inbound, v form.Values) (came []purchase.ReceiptLineInput, err error) {
	for i, l := range p.Lines {
		n, broken := roster.Whole(v, lineField(i)), roster.Whole(v, brokenField(i))
		switch {
		case broken > n:
			return nil, model.FieldErrorf(brokenField(i), "%s", text.T("stocking.receive.damaged.most"))
		case n > 0:
			came = append(came, purchase.ReceiptLineInput{SKU: l.SKU, Quantity: model.Quantity(n), Damaged: model.Quantity(broken)})
		}
	}
	return came, nil
}

// told says what a delivery brought, and what of the purchase order is too much,
// missing or still to come.
func told(h page.Host, number string, came int, lines []purchase.RestockedLine, final bool) string {
	f := h.Format()
	said := []string{text.N("stocking.received", came, f.Int(came), number)}
	open := 0
	for _, l := range lines {
		open += int(l.Open())
		if t := l.Told(final); t != "" {
			said = append(said, t)
		}
	}
	if open > 0 && !final {
		said = append(said, text.N("stocking.received.open", open, f.Int(open)))
	}
	return strings.Join(said, " ")
}
