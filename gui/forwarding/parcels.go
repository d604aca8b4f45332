package forwarding

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/reply"
)

// parcelsField is the field of the parcels that a reply tells of.
const parcelsField = "parcels"

// parcelRows adds the parcels that a reply tells of: those that are set to Yes are
// entered, and whatever was read wrongly can be typed over.
func parcelRows(f *form.Form) {
	f.Rows(form.Spec{Name: parcelsField, Label: text.T("forwarding.reply.parcels"), Help: text.T("forwarding.reply.parcels.help")}, text.T("forwarding.reply.parcel.add"), func(g *form.Group) {
		form.Longest(g.Text(form.Spec{Name: "tracking", Label: text.T("forwarding.reply.tracking"), Required: true, Share: 5}), 80)
		form.Longest(g.Text(form.Spec{Name: "carrier", Label: text.T("forwarding.reply.carrier"), Share: 3}), 60)
		form.Longest(g.Text(form.Spec{Name: "order", Label: text.T("forwarding.reply.order"), Share: 2}), 60)
		form.Longest(g.Text(form.Spec{Name: "sku", Label: text.T("forwarding.answer.sku"), Share: 3}), 200)
		g.Check(form.Spec{Name: "enter", Label: text.T("forwarding.reply.enter"), Share: 2})
	})
}

// parcelValues are parcels as a form takes them.
func parcelValues(all []reply.Parcel) []map[string]any {
	rows := make([]map[string]any, len(all))
	for i := range all {
		p := &all[i]
		rows[i] = map[string]any{"tracking": p.Tracking, "carrier": p.Carrier, "order": p.Order, "sku": p.SKU, "enter": p.Sure}
	}
	return rows
}

// agreed are the parcels of a form that a person agreed to, as they are entered.
func agreed(said *heard, v form.Values, today model.Date) []parcel.Told {
	rows, _ := v[parcelsField].([]form.Values)
	var all []parcel.Told
	for _, g := range rows {
		if yes, _ := g["enter"].(bool); !yes {
			continue
		}
		p := reply.Parcel{Tracking: roster.Word(g, "tracking"), Carrier: roster.Word(g, "carrier"), Order: roster.Word(g, "order"), SKU: roster.Word(g, "sku")}
		for i := range said.parcels {
			if said.parcels[i].Tracking == p.Tracking {
				p.ShipDate = said.parcels[i].ShipDate
			}
		}
		all = append(all, p.Told(said.ack.Purchase, today))
	}
	return all
}

// record keeps what a person agreed to, all or nothing.
func (o *Outbox) record(ctx context.Context, said *heard, v form.Values) error {
	b := o.host.Book()
	parcels := agreed(said, v, b.Today())
	delete(v, parcelsField)
	answer := func(ctx context.Context) error {
		v["purchase"] = said.ack.Purchase
		json, err := v.JSON()
		if err == nil {
			_, err = put.New(b.DB, b.Bus).Put(ctx, purchase.AckKind, json)
		}
		return err
	}
	if said.silent {
		answer = nil
	}
	return reply.New(b.DB, b.Bus).Record(ctx, answer, parcels)
}

// enterParcels shows the parcels of a reply that tells of nothing else.
func (o *Outbox) enterParcels(r forward.Row, said heard, above ...fyne.CanvasObject) {
	var hide func()
	n := 0
	f := o.form(func(ctx context.Context, v form.Values) error {
		if n = len(agreed(&said, v, o.host.Book().Today())); n == 0 {
			return model.Errorf(model.Invalid, "%s", text.T("forwarding.reply.none"))
		}
		return o.record(ctx, &said, v)
	}, func() {
		hide()
		o.host.Toast(page.Toast{Text: text.N("forwarding.reply.done", n, o.host.Format().Int(n), r.Number)})
		o.Reload()
	})
	parcelRows(f)
	if err := f.Load(map[string]any{parcelsField: parcelValues(said.parcels)}); err != nil {
		o.host.Report(text.T("forwarding.answer.failed", r.Number), err)
		return
	}
	hide = o.host.Show(page.Dialog{
		Title: text.T("forwarding.reply.title", r.Supplier, r.Number), Content: kit.Column(theme.Gap12, append(above, f)...),
		Verb: text.T("forwarding.reply.verb"), Width: answerWidth, Do: func() bool { f.Submit(); return true },
	})
}
