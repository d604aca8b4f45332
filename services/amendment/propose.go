package amendment

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/store"
)

// Proposal is something the shop changed after the order left, of which the
// supplier was not told. A person decides whether to ask.
type Proposal struct {
	PurchaseID int64               `json:"-"`
	OrderID    int64               `json:"-"`
	Purchase   string              `json:"purchase"`
	Supplier   string              `json:"supplier"`
	Order      string              `json:"order"`
	Shop       string              `json:"shop"`
	Kind       model.AmendmentKind `json:"kind"`
	Pieces     model.Quantity      `json:"pieces"` // fewer than are due
	Reason     string              `json:"reason"`

	lines    []asked
	was, now int64
}

// Proposals lists what the shop changed since orders left, the oldest purchase
// order first. What was asked, or decided against, is not proposed again.
func (s *Service) Proposals(ctx context.Context) ([]Proposal, error) {
	var all []Proposal
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		all, err = Proposals(q)
		return err
	})
	return all, err
}

// Proposals is Service.Proposals within a transaction.
func Proposals(q *gorm.DB) ([]Proposal, error) {
	pieces, err := surplus(q)
	if err != nil {
		return nil, err
	}
	moved, err := movedAddresses(q)
	if err != nil {
		return nil, err
	}
	all := pieces
	for _, m := range moved {
		cancelled := slices.ContainsFunc(pieces, func(p Proposal) bool {
			return p.PurchaseID == m.PurchaseID && p.OrderID == m.OrderID && p.Kind == model.AmendCancel
		})
		if !cancelled {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b Proposal) int {
		if a.PurchaseID != b.PurchaseID {
			return int(a.PurchaseID - b.PurchaseID)
		}
		return int(a.OrderID - b.OrderID)
	})
	return all, nil
}

// dueRow is a line that suppliers still have to send, beside what the shop says.
type dueRow struct {
	PurchaseID, OrderID, ID, LineID   int64
	Purchase, Supplier, OrderNo, Shop string
	Quantity, Gone, Wanted            model.Quantity
	CancelledOn                       model.Date
	Payment                           model.Payment
	Fulfilment, LineFulfilment        model.Fulfilment
	Asked                             *model.Quantity
	Was, Now                          int64 // contacts, where the address changed
}

const selectDue = `SELECT b.id AS purchase_id, l.order_id, l.id, l.line_id, b.number AS purchase, s.name AS supplier, o.number AS order_no, h.name AS shop,
	l.quantity, w.quantity AS wanted, o.cancelled_on, o.payment, o.fulfilment, w.fulfilment AS line_fulfilment,
	` + parcel.LeftOf + ` AS gone,
	(SELECT MIN(x.quantity) FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id
		WHERE x.purchase_line_id = l.id AND m.state <> 'failed') AS asked
	FROM purchase_order b JOIN purchase_due l ON l.purchase_id = b.id JOIN supplier s ON s.id = b.supplier_id
	JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id JOIN order_line w ON w.id = l.line_id
	WHERE b.state IN ('sent', 'acknowledged', 'part_shipped') ORDER BY l.order_id, l.line_id, b.id DESC, l.id DESC`

// surplus finds what is due of suppliers and not wanted in the shop any more.
func surplus(q *gorm.DB) ([]Proposal, error) {
	var rows []dueRow
	if err := q.Raw(selectDue).Scan(&rows).Error; err != nil {
		return nil, err
	}
	due := map[int64]model.Quantity{}
	for i := range rows {
		due[rows[i].LineID] += rows[i].Quantity
	}
	var all []Proposal
	for i := range rows {
		r := &rows[i]
		cut := min(r.excess(due[r.LineID]), r.Quantity-r.Gone)
		if cut <= 0 {
			continue
		}
		due[r.LineID] -= cut
		to := r.Quantity - cut
		if r.Asked != nil && *r.Asked <= to {
			continue
		}
		at := slices.IndexFunc(all, func(p Proposal) bool { return p.PurchaseID == r.PurchaseID && p.OrderID == r.OrderID })
		if at < 0 {
			at = len(all)
			all = append(all, Proposal{
				PurchaseID: r.PurchaseID, OrderID: r.OrderID, Purchase: r.Purchase, Supplier: r.Supplier, Order: r.OrderNo, Shop: r.Shop,
				Kind: model.AmendCancel, Reason: r.why(),
			})
		}
		p := &all[at]
		p.Pieces += cut
		p.lines = append(p.lines, asked{PurchaseLineID: r.ID, Before: r.Quantity, Quantity: to})
		if to > r.Gone {
			p.Kind = model.AmendQuantity
		}
	}
	return all, nil
}

func (r *dueRow) order() *model.Order {
	return &model.Order{Number: r.OrderNo, CancelledOn: r.CancelledOn, Payment: r.Payment, Fulfilment: r.Fulfilment}
}

// excess is how many of the pieces due the shop does not want. An order the shop
// calls fulfilled is just what it expects of the supplier.
func (r *dueRow) excess(due model.Quantity) model.Quantity {
	closed := r.order().Closed()
	if closed != "" && closed != string(model.Fulfilled) || r.LineFulfilment == model.Restocked {
		return due
	}
	return due - r.Wanted
}

func (r *dueRow) why() string {
	if closed := r.order().Closed(); closed != "" && closed != string(model.Fulfilled) {
		return fmt.Sprintf("Order %s is %s in the shop.", r.OrderNo, closed)
	}
	return fmt.Sprintf("The shop asks for fewer pieces of order %s now.", r.OrderNo)
}

const addressFields = `%[1]s.name, %[1]s.company, %[1]s.address1, %[1]s.address2, %[1]s.city, %[1]s.zip, %[1]s.province, %[1]s.country, %[1]s.phone`

// movedAddresses finds orders that go elsewhere now, as long as something of
// them has not left. What a supplier was asked before, or a person decided not to
// ask, is not found again.
func movedAddresses(q *gorm.DB) ([]Proposal, error) {
	return moved(q, `AND NOT EXISTS (SELECT 1 FROM amendment m JOIN contact c ON c.id = m.contact_id
		WHERE m.purchase_id = p.id AND m.order_id = o.id AND m.state NOT IN ('failed', 'acknowledged')
			AND (`+fmt.Sprintf(addressFields, "b")+`) = (`+fmt.Sprintf(addressFields, "c")+`))`)
}

// moved finds orders whose address is not the one that a supplier was told. An
// agreement is such a telling.
func moved(q *gorm.DB, and string, args ...any) ([]Proposal, error) {
	var rows []dueRow
	err := q.Raw(`SELECT DISTINCT p.id AS purchase_id, o.id AS order_id, p.number AS purchase, s.name AS supplier, o.number AS order_no, h.name AS shop,
		o.cancelled_on, o.payment, o.fulfilment, t.contact_id AS was, o.ship_to_id AS now
		FROM purchase_order p JOIN sent_address t ON t.purchase_id = p.id JOIN sales_order o ON o.id = t.order_id AND o.ship_to_id <> t.contact_id
		JOIN supplier s ON s.id = p.supplier_id JOIN shop h ON h.id = o.shop_id JOIN contact a ON a.id = t.contact_id JOIN contact b ON b.id = o.ship_to_id
		WHERE p.state IN ('sent', 'acknowledged', 'part_shipped')
			AND (`+fmt.Sprintf(addressFields, "a")+`) <> (`+fmt.Sprintf(addressFields, "b")+`) `+and+`
		ORDER BY p.id, o.id`, args...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	var all []Proposal
	for i := range rows {
		r := &rows[i]
		if r.order().Closed() != "" {
			continue
		}
		lines, err := linesOf(q, r.PurchaseID)
		if err != nil {
			return nil, err
		}
		if goneAll(lines, r.OrderID) {
			continue
		}
		all = append(all, Proposal{
			PurchaseID: r.PurchaseID, OrderID: r.OrderID, Purchase: r.Purchase, Supplier: r.Supplier, Order: r.OrderNo, Shop: r.Shop,
			Kind: model.AmendAddress, Reason: fmt.Sprintf("Order %s has another address in the shop now.", r.OrderNo), was: r.Was, now: r.Now,
		})
	}
	return all, nil
}

// wish is what asking for a proposal says.
func (p *Proposal) wish() wish {
	w := wish{purchaseID: p.PurchaseID, number: p.Purchase, supplier: p.Supplier, kind: p.Kind, origin: byShop, reason: p.Reason, lines: p.lines}
	if p.Kind == model.AmendAddress {
		w.orderID, w.was, w.to = p.OrderID, p.was, p.now
	}
	slices.SortFunc(w.lines, func(x, y asked) int { return int(x.PurchaseLineID - y.PurchaseLineID) })
	return w
}

// fromShop asks for what is proposed for the purchase order, of one order where
// several are.
func (a *asking) fromShop() error {
	all, err := Proposals(a.tx.DB)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(all, func(p Proposal) bool {
		return p.PurchaseID != a.w.purchaseID || !slices.ContainsFunc(a.all, func(l line) bool { return l.OrderID == p.OrderID })
	})
	switch {
	case len(mine) == 0:
		return model.Errorf(model.Refused, "The shop changed nothing of %s that %s was not asked for already.", a.w.number, a.w.supplier)
	case len(mine) > 1 && mine[0].OrderID != mine[1].OrderID:
		return a.at.Errorf("order", "the shop changed several orders of %s: say which one is meant", a.w.number)
	}
	a.w = mine[0].wish()
	if a.in.Reason != "" {
		a.w.reason = a.in.Reason
	}
	return nil
}

// Accept asks the supplier for what is proposed: the amendment is approved and
// leaves with the next forwarding. It returns the amendment's id. A proposal that
// does not stand any more is refused.
func (s *Service) Accept(ctx context.Context, p Proposal) (int64, error) {
	return s.decide(ctx, p, model.AmendmentApproved, "")
}

// Decline keeps in the book that a person decided not to ask for what is
// proposed; it is not proposed again.
func (s *Service) Decline(ctx context.Context, p Proposal, why string) error {
	if why == "" {
		why = "decided not to ask"
	}
	_, err := s.decide(ctx, p, model.AmendmentWithdrawn, why)
	return err
}

func (s *Service) decide(ctx context.Context, p Proposal, to model.AmendmentState, why string) (int64, error) {
	var id int64
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		all, err := Proposals(tx.DB)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(x Proposal) bool {
			return x.PurchaseID == p.PurchaseID && x.OrderID == p.OrderID && x.Kind == p.Kind && x.Pieces == p.Pieces
		})
		if at < 0 {
			return model.Errorf(model.Conflict, "What the shop wants of order %s changed meanwhile: look again.", p.Order)
		}
		w := all[at].wish()
		if id, _, err = w.keep(tx); err != nil {
			return err
		}
		s.announce(tx, nil)
		return Move(tx, id, to, why)
	})
	return id, err
}
