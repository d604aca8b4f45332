package purchase

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// AckKind is the kind of record in messages.
const AckKind = "acknowledgement"

// Acknowledgement is what a supplier answered to a purchase order, as a form or
// the put command says it. Lines that are not named come as ordered.
type Acknowledgement struct {
	Purchase    string     `json:"purchase" key:"yes" doc:"The number of the purchase order."`
	Date        model.Date `json:"date" is:"date" default:"today" doc:"The day of the answer."`
	Reference   string     `json:"reference" max:"60" default:"none" doc:"The supplier's own order number."`
	Lines       []AckLine  `json:"lines" default:"all as ordered" doc:"What comes, by SKU. What is not named comes as ordered."`
	Refused     string     `json:"refused" default:"not refused" doc:"Why the supplier refuses the whole order. Its lines are held with this reason."`
	AcceptPrice bool       `json:"accept_price" default:"false" doc:"Agree to prices above ours. Without it they wait for a person."`
}

// AckLine is what the supplier says of one article. The price is in the purchase
// order's currency.
type AckLine struct {
	SKU      string          `json:"sku" required:"yes" doc:"Your SKU, or the supplier's."`
	Quantity *model.Quantity `json:"quantity" range:"0.." default:"as ordered" doc:"How many come. Fewer than ordered are noted as backorder."`
	Price    *record.Amount  `json:"price" default:"as ordered" doc:"The price of a piece. One above ours waits for a person."`
	ShipDate model.Date      `json:"ship_date" is:"date" default:"not said" doc:"The day it is to leave the supplier."`
	Refused  string          `json:"refused" max:"200" default:"not refused" doc:"Why the pieces that do not come never will; all of them without a quantity. For replenishments only: an order for customers is refused as a whole, or changed."`

	why string // what a file says of it, for the history
}

// The states of the prices of an answer.
const (
	asOrdered     = "as_ordered"
	priceRaised   = "raised"
	priceAccepted = "accepted"
	replaced      = "replaced"
)

// Acknowledge records what suppliers answered, all or none. The purchase order
// becomes acknowledged; with a price above ours it stays as it is until a person
// accepts that; a refused one gives its lines back, held with the reason.
func (s *Service) Acknowledge(ctx context.Context, ins []Acknowledgement) (record.Result, error) {
	return record.Batch[Acknowledgement]{DB: s.db, Kind: AckKind, One: s.acknowledge}.Put(ctx, ins)
}

// AcceptPrice agrees to the prices above ours that the supplier answered with.
// The lines cost that much from now on, and the books follow.
func (s *Service) AcceptPrice(ctx context.Context, purchaseID int64) error {
	return s.change(ctx, func(tx *store.Tx) ([]int64, error) {
		a, err := newAnswer(tx, purchaseID)
		if err != nil {
			return nil, err
		}
		if a.last.Price != priceRaised {
			return nil, model.Errorf(model.Conflict, "%s has no higher price that waits to be accepted.", a.head.Number)
		}
		if err := a.accept(); err != nil {
			return nil, err
		}
		return Orders(tx.DB, []int64{purchaseID})
	}, true)
}

func (s *Service) acknowledge(tx *store.Tx, at record.Ref, in *Acknowledgement) (record.Outcome, int64, error) {
	var id int64
	if err := tx.Raw(`SELECT id FROM purchase_order WHERE number = ?`, in.Purchase).Scan(&id).Error; err != nil {
		return "", 0, err
	}
	if id == 0 {
		return "", 0, at.Errorf("purchase", "the book has no purchase order %s: look at the list of purchase orders", in.Purchase)
	}
	a, err := newAnswer(tx, id)
	if err != nil {
		return "", 0, err
	}
	outcome, err := a.take(at, in)
	if err != nil || outcome == record.Unchanged {
		return outcome, id, err
	}
	orders, err := Orders(tx.DB, []int64{id})
	if err != nil {
		return "", 0, err
	}
	s.announce(tx, orders, true)
	return outcome, id, Rebook(tx, orders)
}
