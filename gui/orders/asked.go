package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// wish is what an amendment asks for: that nothing comes, a change of pieces, or
// another address.
func wish(a *orderbook.Amendment) string {
	switch {
	case a.Kind == model.AmendAddress:
		return "address"
	case a.Cancels():
		return "cancel"
	}
	return "change"
}

// askedFace is how it looks that an amendment waits for its answer.
func askedFace(a *orderbook.Amendment) (face, string) {
	f := face{theme.Warned, theme.IconClock}
	if a.Cancels() {
		return f, text.T("orders.asked.cancel")
	}
	return f, text.T("orders.asked.change")
}

func askedPill(a *orderbook.Amendment) *kit.Pill {
	f, name := askedFace(a)
	return kit.NewPill(f.tone, f.icon, name)
}

var amendmentFaces = map[model.AmendmentState]face{
	model.AmendmentDraft:        {theme.Idle, theme.IconPencil},
	model.AmendmentApproved:     {theme.Accented, theme.IconTick},
	model.AmendmentQueued:       {theme.Under, theme.IconClock},
	model.AmendmentSent:         {theme.Under, theme.IconSent},
	model.AmendmentUnknown:      {theme.Warned, theme.IconQuestionCircle},
	model.AmendmentAcknowledged: {theme.Fine, theme.IconTickCircle},
	model.AmendmentRefused:      {theme.Wrong, theme.IconCrossCircle},
	model.AmendmentFailed:       {theme.Wrong, theme.IconAlertCircle},
}

// answerNotes say which changes suppliers were asked for without an answer, and
// which they refused while it still matters.
func answerNotes(h page.Host, d *orderbook.Detail) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range d.Amendments {
		a := &d.Amendments[i]
		tone, icon := theme.Under, theme.IconClock
		switch {
		case a.Open():
		case later(d, i) || d.State == order.Delivered || d.State == order.Fulfilled || a.State == model.AmendmentAcknowledged:
			continue
		default:
			tone, icon = theme.Wrong, theme.IconCrossCircle
		}
		link := &action.Action{ID: "orders.amendment." + a.Number, Label: text.T("orders.do.outbox"), Run: func() { h.Go(amendmentRoute(a)) }}
		all = append(all, kit.NewNote(tone, icon, saidOf(a), link))
	}
	return all
}

// later tells whether the supplier was asked again after an amendment.
func later(d *orderbook.Detail, i int) bool {
	for _, a := range d.Amendments[i+1:] {
		if a.PurchaseID == d.Amendments[i].PurchaseID {
			return true
		}
	}
	return false
}

// amendmentRoute leads to where an amendment is worked on: the approval until it
// leaves, then the outbox.
func amendmentRoute(a *orderbook.Amendment) page.Route {
	if a.State == model.AmendmentDraft || a.State == model.AmendmentApproved {
		return page.Route{Screen: page.Forwarding, Key: a.Number}
	}
	return page.Route{Screen: page.Outbox, Key: a.Number}
}

// saidOf is how an amendment stands, as a sentence.
func saidOf(a *orderbook.Amendment) string {
	stands := "waits"
	switch a.State {
	case model.AmendmentDraft, model.AmendmentApproved:
		stands = "new"
	case model.AmendmentRefused:
		stands = "refused"
	case model.AmendmentFailed:
		stands = "failed"
	case model.AmendmentAcknowledged:
		stands = "agreed"
	}
	what := text.T(text.Key("orders.wish.", wish(a)))
	said := text.T(text.Key("orders.amendment.", stands), a.Supplier, what, a.Number)
	if a.Answer != "" {
		said = text.T("orders.amendment.because", said, a.Answer)
	}
	return said
}

// amendmentRows are the amendments of a purchase order under it.
func amendmentRows(h page.Host, d *orderbook.Detail, p *orderbook.Purchase) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := range d.Amendments {
		a := &d.Amendments[i]
		if a.PurchaseID != p.ID {
			continue
		}
		f := amendmentFaces[a.State]
		pill := kit.NewPill(f.tone, f.icon, text.T(text.Key("orders.amendmentstate.", a.State)))
		day := h.Format().Moment(a.Created)
		if a.Sent != "" {
			day = h.Format().Moment(a.Sent)
		}
		rows = append(rows, kit.Row(theme.Gap8, pill, kit.NewLabel(kit.Caption, day), kit.Grow(kit.NewLabel(kit.Body, saidOf(a)).SetTip(a.Reason))))
	}
	return rows
}
