package importer

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
)

// Effect is one thing that an import does beyond storing a record. The window
// puts it into words.
type Effect struct {
	Kind   EffectKind
	Amount model.Amount // in the row's currency
	N, Of  int
	On     model.Date
	Name   string // of a purchase order, a state
}

// EffectKind says what an import does.
type EffectKind string

// The effects of orders.
const (
	ToForward       EffectKind = "to_forward"       // N lines wait for a supplier
	MayForward      EffectKind = "may_forward"      // it was paid: N lines may be forwarded now
	AwaitsPayment   EffectKind = "awaits_payment"   // forwarded only once it is paid
	OnlyHistory     EffectKind = "only_history"     // closed in the shop, Name says how; never forwarded
	NothingToSend   EffectKind = "nothing_to_send"  // no line goes to a supplier
	RefundBooked    EffectKind = "refund_booked"    // Amount more is refunded
	SaleBooked      EffectKind = "sale_booked"      // Amount is the sale that was not booked before
	SaleRebooked    EffectKind = "sale_rebooked"    // Amount is by how much the sale changes
	SaleWithdrawn   EffectKind = "sale_withdrawn"   // Amount was booked and no longer is
	ClosedBySending EffectKind = "closed_sent"      // the shop sent it, On
	ClosedByCancel  EffectKind = "closed_cancelled" // On
	ClosedByRefund  EffectKind = "closed_refunded"
	ClosedByVoid    EffectKind = "closed_voided"
	ClosedByRestock EffectKind = "closed_restocked"
	PartSent        EffectKind = "part_sent"     // N of Of lines
	MorePieces      EffectKind = "more_pieces"   // N pieces beyond what was ordered
	NoPieces        EffectKind = "no_pieces"     // all stand in other parcels
	OddNumber       EffectKind = "odd_number"    // the tracking number may be mistyped
	LineRemoved     EffectKind = "line_removed"  // the N-th line
	LinesRemoved    EffectKind = "lines_removed" // N lines
	LinesAdded      EffectKind = "lines_added"   // N lines
	PiecesChanged   EffectKind = "pieces_changed"
	AddressChanged  EffectKind = "address_changed"
	LeavesPurchase  EffectKind = "leaves_purchase" // it comes out of Name, which was not sent
	AlreadySent     EffectKind = "already_sent"    // Name went to the supplier: tell it
	NotBooked       EffectKind = "not_booked"      // no rate for On
	BookNewer       EffectKind = "book_newer"      // the book says more than the file
	DetailsOnly     EffectKind = "details"
)

// The effects of articles.
const (
	NewArticle   EffectKind = "new_article"   // not in the catalogue before
	NewListing   EffectKind = "new_listing"   // not listed in this shop before
	FirstPrice   EffectKind = "first_price"   // the supplier's first price
	PriceRises   EffectKind = "price_rises"   // by Amount
	PriceFalls   EffectKind = "price_falls"   // by Amount
	TermsChanged EffectKind = "terms_changed" // minimum, multiple, steps or validity
	CostKnown    EffectKind = "cost_known"    // margins of all its sales
	CostChanged  EffectKind = "cost_changed"  // margins from On
	StockCounted EffectKind = "stock_counted" // N pieces
	OutOfStock   EffectKind = "out_of_stock"
	StockSame    EffectKind = "stock_same" // as many as at the count before
	NotForDrop   EffectKind = "no_drop"    // the supplier forbids dropshipping it
)

// effects tells what the outcome of an order means for the business.
func (v *view) effects(b *batch, m *order.Merged, cash bool) ([]Effect, error) {
	if m.Outcome == order.Unchanged {
		if m.Old != nil {
			return []Effect{{Kind: BookNewer}}, nil
		}
		return nil, nil
	}
	var list []Effect
	if m.Outcome == order.Created {
		list = stands(m.Now, cash)
	} else {
		list = changes(m.Old, m.Now, cash)
		papers, err := b.papers(m)
		if err != nil {
			return nil, err
		}
		list = append(list, papers...)
	}
	if m.Now.Bookable(cash) {
		known, err := v.rate(b, m.Now.BookingDate(), m.Now.Currency)
		if err != nil {
			return nil, err
		}
		if !known {
			list = append(list, Effect{Kind: NotBooked, On: model.Date(v.word(string(m.Now.BookingDate())))})
		}
	}
	if len(list) == 0 {
		list = []Effect{{Kind: DetailsOnly}}
	}
	for i := range list { // the texts of a file share the memory of their record
		list[i].On, list[i].Name = model.Date(v.word(string(list[i].On))), v.word(list[i].Name)
	}
	if len(list) == 1 {
		return v.once(list[0]), nil
	}
	return list, nil
}

// waiting is how many lines of an order a supplier is wanted for.
func waiting(o *model.Order) (lines int) {
	for i := range o.Lines {
		if open, known := o.Lines[i].Open(); open > 0 || !known {
			lines++
		}
	}
	return lines
}

func mayForward(o *model.Order, cash bool) bool {
	return cash || o.Payment == model.Paid || o.Payment == model.PartiallyRefunded
}

// stands tells what a new order is in for.
func stands(o *model.Order, cash bool) []Effect {
	lines := waiting(o)
	switch why := o.Closed(); {
	case why != "":
		return []Effect{{Kind: OnlyHistory, Name: why}}
	case lines == 0:
		return []Effect{{Kind: NothingToSend}}
	case !mayForward(o, cash):
		return []Effect{{Kind: AwaitsPayment}}
	default:
		return []Effect{{Kind: ToForward, N: lines}}
	}
}

// changes tells what an update changes.
func changes(old, now *model.Order, cash bool) []Effect {
	list := money(old, now, cash)
	list = append(list, state(old, now, cash)...)
	list = append(list, lines(old, now)...)
	if address(&old.ShipTo) != address(&now.ShipTo) && now.Closed() == "" {
		list = append(list, Effect{Kind: AddressChanged})
	}
	return list
}

func address(c *model.Contact) model.Contact {
	a := *c
	a.ID, a.Email = 0, ""
	return a
}

func money(old, now *model.Order, cash bool) (list []Effect) {
	was, is := old.Bookable(cash), now.Bookable(cash)
	if more := now.Refunded - old.Refunded; more > 0 && is {
		list = append(list, Effect{Kind: RefundBooked, Amount: more})
	}
	switch {
	case is && !was:
		list = append(list, Effect{Kind: SaleBooked, Amount: now.Total})
	case was && !is:
		list = append(list, Effect{Kind: SaleWithdrawn, Amount: old.Total})
	case is && now.Total != old.Total:
		list = append(list, Effect{Kind: SaleRebooked, Amount: now.Total - old.Total})
	}
	return list
}

func state(old, now *model.Order, cash bool) []Effect {
	closed := map[string]EffectKind{
		"cancelled": ClosedByCancel, "voided": ClosedByVoid, "refunded": ClosedByRefund,
		string(model.Fulfilled): ClosedBySending, string(model.Restocked): ClosedByRestock,
	}
	was, is := old.Closed(), now.Closed()
	switch {
	case is != "" && is != was:
		on := now.CancelledOn
		if closed[is] == ClosedBySending {
			on = now.FulfilledOn
		}
		return []Effect{{Kind: closed[is], On: on}}
	case is != "":
		return nil
	case now.Fulfilment == model.Partial && sent(now) != sent(old):
		return []Effect{{Kind: PartSent, N: sent(now), Of: len(now.Lines)}}
	case mayForward(now, cash) && !mayForward(old, cash) && waiting(now) > 0:
		return []Effect{{Kind: MayForward, N: waiting(now)}}
	}
	return nil
}

func sent(o *model.Order) (n int) {
	for i := range o.Lines {
		if o.Lines[i].Fulfilment == model.Fulfilled {
			n++
		}
	}
	return n
}

// lines tells which lines came, went or changed their pieces.
func lines(old, now *model.Order) (list []Effect) {
	before := make(map[int64]model.Quantity, len(old.Lines))
	for i := range old.Lines {
		before[old.Lines[i].ID] = old.Lines[i].Quantity
	}
	added, removed, changed, last := 0, 0, 0, 0
	for i := range now.Lines {
		l := &now.Lines[i]
		n, known := before[l.ID]
		switch {
		case !known || l.ID == 0 || n == 0 && l.Quantity > 0:
			added++
		case n > 0 && l.Quantity == 0:
			removed, last = removed+1, l.Position
		case n != l.Quantity:
			changed++
		}
	}
	switch {
	case removed == 1:
		list = append(list, Effect{Kind: LineRemoved, N: last})
	case removed > 1:
		list = append(list, Effect{Kind: LinesRemoved, N: removed})
	}
	if added > 0 {
		list = append(list, Effect{Kind: LinesAdded, N: added})
	}
	if changed > 0 {
		list = append(list, Effect{Kind: PiecesChanged})
	}
	return list
}

// papers tells what becomes of the purchase orders that the changed order is in:
// what must not leave any more is taken out by the next routing, and what has
// left the supplier must be told of.
func (b *batch) papers(m *order.Merged) ([]Effect, error) {
	var rows []struct {
		LineID   int64
		Number   string
		State    model.PurchaseState
		Quantity model.Quantity
	}
	err := b.q.Raw(`SELECT pl.line_id, p.number, p.state, a.quantity FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id
		JOIN allocation a ON a.id = pl.allocation_id WHERE pl.order_id = ? AND a.cancelled_at = '' AND p.state NOT IN ('cancelled', 'refused')
		ORDER BY p.id, pl.position`, m.Old.ID).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	byLine := map[int64]*model.OrderLine{}
	for i := range m.Now.Lines {
		byLine[m.Now.Lines[i].ID] = &m.Now.Lines[i]
	}
	c := change{m: m, moved: address(&m.Old.ShipTo) != address(&m.Now.ShipTo)}
	var list []Effect
	for _, r := range rows {
		e := Effect{Kind: c.paper(byLine[r.LineID], r.State, r.Quantity), Name: r.Number}
		if e.Kind != "" && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list, nil
}

// change is an order's change as the purchase orders it is in see it.
type change struct {
	m     *order.Merged
	moved bool // the delivery address is another
}

// paper tells what becomes of the pieces of a line in a purchase order, "" when
// nothing does. The line is nil when it is gone.
func (c *change) paper(l *model.OrderLine, at model.PurchaseState, pieces model.Quantity) EffectKind {
	now := c.m.Now
	if c.m.Old.Closed() != "" {
		return ""
	}
	if at == model.PurchaseDraft || at == model.PurchaseApproved {
		if l == nil || model.Unwanted(now, l, pieces, 0) != "" {
			return LeavesPurchase
		}
		return ""
	}
	closed := now.Closed()
	ended := l == nil || l.Quantity < pieces || closed != "" && now.Fulfilment != model.Fulfilled
	if ended || c.moved && closed == "" {
		return AlreadySent
	}
	return ""
}
