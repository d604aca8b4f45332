package orders

import (
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// face is how a state looks.
type face struct {
	tone theme.Tone
	icon theme.IconName
}

// unsure stands for the state of an order of which nobody knows whether a
// purchase order left.
const unsure = "unsure"

var faces = map[string]face{
	order.ToRoute:       {theme.Accented, theme.IconSplit},
	order.Held:          {theme.Idle, theme.IconHeld},
	order.ToForward:     {theme.Accented, theme.IconForwarding},
	order.PartForwarded: {theme.Under, theme.IconPartShipped},
	order.Forwarded:     {theme.Under, theme.IconSent},
	order.PartShipped:   {theme.Under, theme.IconPartShipped},
	order.Shipped:       {theme.Under, theme.IconParcels},
	order.Delivered:     {theme.Fine, theme.IconTickCircle},
	order.Fulfilled:     {theme.Fine, theme.IconTickCircle},
	order.Cancelled:     {theme.Idle, theme.IconCrossCircle},
	order.Voided:        {theme.Idle, theme.IconCrossCircle},
	order.Refunded:      {theme.Idle, theme.IconUndo},
	unsure:              {theme.Warned, theme.IconQuestionCircle},
}

var purchaseFaces = map[model.PurchaseState]face{
	model.PurchaseDraft:        {theme.Idle, theme.IconPencil},
	model.PurchaseApproved:     {theme.Accented, theme.IconTick},
	model.PurchaseQueued:       {theme.Under, theme.IconClock},
	model.PurchaseSent:         {theme.Under, theme.IconSent},
	model.PurchaseUnknown:      {theme.Warned, theme.IconQuestionCircle},
	model.PurchaseAcknowledged: {theme.Under, theme.IconTick},
	model.PurchaseRefused:      {theme.Wrong, theme.IconCrossCircle},
	model.PurchasePartShipped:  {theme.Under, theme.IconPartShipped},
	model.PurchaseShipped:      {theme.Under, theme.IconParcels},
	model.PurchaseClosed:       {theme.Fine, theme.IconTickCircle},
	model.PurchaseCancelled:    {theme.Idle, theme.IconCrossCircle},
}

func stateName(state string) string { return text.T(text.Key("orders.state.", state)) }

// stateOf is the state of a row that is shown.
func stateOf(r *orderbook.Row) string {
	if r.Unsure {
		return unsure
	}
	return r.State
}

func gridPill(state string) grid.Pill {
	f := faces[state]
	return grid.Pill{Text: stateName(state), Icon: f.icon, Tone: f.tone}
}

func statePill(state string) *kit.Pill {
	f := faces[state]
	return kit.NewPill(f.tone, f.icon, stateName(state))
}

func purchaseName(state model.PurchaseState) string {
	return text.T(text.Key("orders.purchase.", state))
}

func purchasePill(state model.PurchaseState) *kit.Pill {
	f := purchaseFaces[state]
	return kit.NewPill(f.tone, f.icon, purchaseName(state))
}

// faceOf is how far a line has come: its purchase order says it best.
func faceOf(l *orderbook.Line) (face, string) {
	if l.Asked != nil && l.Asked.Open() {
		return askedFace(l.Asked)
	}
	if len(l.Given) == 1 && l.State != order.Held {
		if s := l.Given[0].State; s != "" && s != model.PurchaseDraft && s != model.PurchaseApproved {
			return purchaseFaces[s], purchaseName(s)
		}
	}
	return faces[l.State], stateName(l.State)
}

func linePill(l *orderbook.Line) *kit.Pill {
	f, name := faceOf(l)
	return kit.NewPill(f.tone, f.icon, name)
}
