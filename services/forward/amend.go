package forward

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	letters "github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// Amendment is what an amendment asks of a supplier.
type Amendment = amendment.Notice

// An errand is what leaves, as a number: the id of a purchase order, or the id
// of an amendment below zero.

// errand is what the dispatch is of.
func (d *Dispatch) errand() int64 {
	if d.Amendment != nil {
		return -d.Amendment.ID
	}
	return d.PurchaseID
}

// errand is what the note is of.
func (n *note) errand() int64 {
	if n.AmendmentID != 0 {
		return -n.AmendmentID
	}
	return n.PurchaseID
}

// amend makes the note one of an amendment, when there is one.
func (n *note) amend(a *Amendment) {
	if a != nil {
		n.AmendmentID, n.Purchase, n.Orders, n.Lines = a.ID, a.Purchase, a.Orders(), len(a.Changes)
	}
}

func (n *note) amendmentNumber() string {
	if n.AmendmentID == 0 {
		return ""
	}
	return n.Number
}

// queue notes that what leaves is on its way.
func (n *note) queue(tx *store.Tx) error {
	if n.AmendmentID != 0 {
		return amendment.Move(tx, n.AmendmentID, model.AmendmentQueued, "")
	}
	return purchase.Move(tx, n.PurchaseID, model.PurchaseQueued, "")
}

// withdrawn ends the sentence on a message that was taken back in time.
func (n *note) withdrawn() string {
	if n.AmendmentID != 0 {
		return " The message was withdrawn before it left."
	}
	return " The message was withdrawn before it left; route again for what is still wanted."
}

// amended is the state of an amendment whose forwarding ended as that of a
// purchase order in the state given would have.
var amended = map[model.PurchaseState]model.AmendmentState{
	model.PurchaseSent: model.AmendmentSent, model.PurchaseUnknown: model.AmendmentUnknown, model.PurchaseCancelled: model.AmendmentFailed,
}

// The parts of queries that read notes of both kinds.
const (
	joinAmendment = `LEFT JOIN amendment am ON am.id = f.amendment_id`
	noteColumns   = `COALESCE(am.number, p.number) AS number, p.number AS purchase, COALESCE(am.id, 0) AS amendment_id,
	CASE WHEN am.id IS NULL THEN (SELECT COUNT(DISTINCT l.order_id) FROM purchase_line l WHERE l.purchase_id = p.id)
		ELSE (SELECT COUNT(DISTINCT COALESCE(am.order_id, l.order_id)) FROM purchase_line l LEFT JOIN amendment_line x ON x.purchase_line_id = l.id AND x.amendment_id = am.id
			WHERE l.purchase_id = p.id AND (x.amendment_id IS NOT NULL OR am.order_id IS NOT NULL)) END AS orders,
	CASE WHEN am.id IS NULL THEN (SELECT COUNT(*) FROM purchase_line l WHERE l.purchase_id = p.id)
		ELSE (SELECT COUNT(*) FROM amendment_line x WHERE x.amendment_id = am.id) END AS lines`
	thatErrand = `CASE WHEN f.amendment_id IS NULL THEN f.purchase_id = ? ELSE -f.amendment_id = ? END`
)

// late says why an amendment must not leave any more, nil for a purchase order.
func late(q *gorm.DB, n *note) (why, failed error) {
	if n.AmendmentID == 0 {
		return nil, nil
	}
	err := amendment.CanLeave(q, n.AmendmentID)
	if model.CodeOf(err) == model.Refused {
		return err, nil
	}
	return nil, err
}

// unwanted says why what is about to leave must not leave after all, or "".
func unwanted(q *gorm.DB, today model.Date, n *note) (string, error) {
	if n.AmendmentID == 0 {
		return shopClosed(q, today, n.PurchaseID)
	}
	why, err := late(q, n)
	if why == nil || err != nil {
		return "", err
	}
	return why.Error(), nil
}

// amends tells whether the head is that of an amendment.
func (h *head) amends() bool { return h.ID < 0 }

// amendments are the approved amendments that may leave in this run, with those
// that cannot and why. They are never approved here: a person does.
func (w *work) amendments(tx *store.Tx, supplierID int64) (approved []head, held []Held, err error) {
	only := w.options.Amendments
	if len(w.options.Purchases) > 0 && len(only) == 0 {
		return nil, nil, nil
	}
	var all []head
	err = tx.Raw(`SELECT -m.id AS id, m.number, m.kind AS amends, s.id AS supplier_id, s.name AS supplier, s.email, s.language, s.channel FROM amendment m
		JOIN purchase_order p ON p.id = m.purchase_id JOIN supplier s ON s.id = p.supplier_id
		WHERE m.state = 'approved' AND (? = 0 OR p.supplier_id = ?) ORDER BY m.id`, supplierID, supplierID).Scan(&all).Error
	for i := range all {
		h := &all[i]
		if len(only) > 0 && !slices.Contains(only, -h.ID) {
			continue
		}
		why := w.noWay(h)
		if why == "" {
			refused, failed := late(tx.DB, &note{AmendmentID: -h.ID})
			if failed != nil {
				return nil, nil, failed
			}
			if refused != nil {
				why = refused.Error()
			}
		}
		if why != "" {
			held = append(held, Held{h.Number, why})
			continue
		}
		approved = append(approved, *h)
	}
	return approved, held, err
}

// compose reads what the documents of an errand say, all but the merchant.
func compose(q *gorm.DB, errand int64, today model.Date) (Dispatch, error) {
	if errand > 0 {
		return dispatch(q, errand, today)
	}
	n, err := amendment.ReadNotice(q, -errand)
	if err != nil {
		return Dispatch{}, err
	}
	d, err := dispatch(q, n.PurchaseID, today)
	d.Amendment, d.Number, d.Made, d.Orders = &n, n.Number, n.Made, nil
	if err != nil {
		return d, err
	}
	return d, d.concerned(q)
}

// concerned fills in the orders of an amendment as they are to leave.
func (d *Dispatch) concerned(q *gorm.DB) error {
	a := d.Amendment
	var rows []dispatchRow
	if err := q.Raw(strings.Replace(selectDispatch, "FROM purchase_line l", "FROM purchase_due l", 1), d.PurchaseID).Scan(&rows).Error; err != nil {
		return err
	}
	of := map[int64]bool{}
	fewer := map[string]model.Quantity{}
	for _, c := range a.Changes {
		of[c.OrderID] = true
		fewer[fmt.Sprint(c.OrderID, c.SKU, c.SupplierSKU, c.Name)] += c.Before - c.Quantity
	}
	if a.Address != nil {
		of[a.Address.OrderID] = true
	}
	for i := range rows {
		r := &rows[i]
		key := fmt.Sprint(r.OrderID, r.SKU, r.SupplierSKU, r.Name)
		cut := min(fewer[key], r.Quantity)
		fewer[key] -= cut
		if r.Quantity -= cut; r.Quantity > 0 && of[r.OrderID] {
			d.add(r)
		}
	}
	if a.Address != nil {
		for i := range d.Orders {
			d.Orders[i].ShipTo = a.Address.Now
		}
	}
	return nil
}

// fillAmendment puts what an amendment says in place of its placeholders.
func fillAmendment(a *Amendment, language string, values map[string]string) {
	if a == nil {
		return
	}
	var lines []string
	for i := range a.Changes {
		lines = append(lines, changeText(&a.Changes[i], language))
	}
	if m := a.Address; m != nil {
		lines = append(lines, letters.Say(language, "change.address", map[string]string{"order": m.Order, "address": oneLine(&m.Now)}))
	}
	values["purchase"], values["change"], values["reason"] = a.Purchase, strings.Join(lines, "\n"), a.Reason
	values["orders"], values["pieces"] = strconv.Itoa(a.Orders()), strconv.FormatInt(int64(a.Pieces()), 10)
}

// oneLine writes an address in one line.
func oneLine(c *model.Contact) string {
	parts := []string{c.Name, c.Company, c.Address1, c.Address2, strings.TrimSpace(c.Zip + " " + c.City), c.Province, c.Country, c.Phone}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func changeText(c *amendment.Change, language string) string {
	key := "change.fewer"
	if c.Quantity == 0 {
		key = "change.cancel"
	}
	number := func(q model.Quantity) string { return strconv.FormatInt(int64(q), 10) }
	return letters.Say(language, key, map[string]string{
		"order": c.Order, "article": strings.TrimSpace(c.SupplierSKU + " " + c.Name), "pieces": number(c.Quantity), "before": number(c.Before),
	})
}

// TellAmendment notes that a person told the supplier of an approved amendment
// in another way: on the marketplace, by telephone or chat. It counts as sent and
// leaves in no other way.
func (s *Service) TellAmendment(ctx context.Context, id int64) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		a, err := amendment.ReadNotice(tx.DB, id)
		if err != nil {
			return err
		}
		if err := amendment.CanLeave(tx.DB, id); err != nil {
			return err
		}
		n := note{PurchaseID: a.PurchaseID, Number: a.Number, Channel: model.ByMarketplace, Files: "[]"}
		n.amend(&a)
		if n.MessageID, err = newMessageID(); err != nil {
			return err
		}
		if err := n.queue(tx); err != nil {
			return err
		}
		if err := insertNote(tx, &n); err != nil {
			return err
		}
		return s.settle(tx, &n, ending{model.PurchaseSent, StateSent, "a person told the supplier"})
	})
}
