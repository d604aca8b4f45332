package amendment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	spelling "github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Input is a wish to change a purchase order that has left, as a form or the put
// command says it: exactly one of cancel, lines, address and from_shop.
type Input struct {
	Purchase string               `json:"purchase" key:"yes" doc:"The number of the purchase order."`
	Order    string               `json:"order" max:"60" default:"all its orders" doc:"Only this order of it. Needed for an address, and where several have the article."`
	Cancel   bool                 `json:"cancel" default:"false" doc:"Ask to cancel all that has not left yet."`
	Lines    []LineInput          `json:"lines" default:"none" doc:"Ask for fewer pieces."`
	Address  *order.CustomerInput `json:"address" default:"as it was" doc:"Ask to send the order to this address instead, whole."`
	FromShop bool                 `json:"from_shop" default:"false" doc:"Ask for what the shop changed since the order left: cancelled or fewer pieces, or the address."`
	Reason   string               `json:"reason" default:"none" doc:"Why; the supplier reads it."`
	Approve  bool                 `json:"approve" default:"false" doc:"Let it leave with the next forwarding. Without it, it waits to be approved."`
}

// LineInput says how many pieces of an article are still wanted.
type LineInput struct {
	Order    string         `json:"order" max:"60" default:"the order named above" doc:"The number of the order."`
	SKU      string         `json:"sku" required:"yes" max:"200" doc:"Your SKU, the supplier's, or the name of a line without one."`
	Quantity model.Quantity `json:"quantity" required:"yes" range:"0..1000000" doc:"How many are still wanted; 0 for none."`
}

// Put writes amendments, all or none. One that already waits for its answer and
// says the same stays as it is.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{DB: s.db, Kind: Kind, One: s.put}.Put(ctx, ins)
}

// Make is Put of one wish that returns the amendment's id.
func (s *Service) Make(ctx context.Context, in Input) (int64, error) {
	var id int64
	_, err := record.Batch[Input]{DB: s.db, Kind: Kind, One: func(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
		outcome, made, err := s.put(tx, at, in)
		id = made
		return outcome, made, err
	}}.Put(ctx, []Input{in})
	return id, err
}

// wish is what an amendment is to say.
type wish struct {
	purchaseID       int64
	number, supplier string
	kind             model.AmendmentKind
	origin           string
	reason           string
	lines            []asked
	orderID          int64 // of an address
	was, to          int64
}

// Origins of a wish.
const (
	byPerson = "person"
	byShop   = "shop"
)

// asking puts an Input together with what stands.
type asking struct {
	tx  *store.Tx
	at  record.Ref
	in  *Input
	w   wish
	all []line
}

func (s *Service) put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	a := &asking{tx: tx, at: at, in: in, w: wish{origin: byPerson, reason: in.Reason}}
	if err := a.find(); err != nil {
		return "", 0, err
	}
	if err := a.say(); err != nil {
		return "", 0, err
	}
	id, outcome, err := a.w.keep(tx)
	if err != nil || !in.Approve {
		return outcome, id, err
	}
	h, err := load(tx.DB, `m.id = ?`, id)
	if err != nil || h.State != model.AmendmentDraft {
		return outcome, id, err
	}
	if outcome == record.Unchanged {
		outcome = record.Updated
	}
	s.announce(tx, nil)
	return outcome, id, Move(tx, id, model.AmendmentApproved, "")
}

// find looks the purchase order up, and the lines that are meant.
func (a *asking) find() error {
	var p struct {
		ID               int64
		Number, Supplier string
		State            model.PurchaseState
	}
	err := a.tx.Raw(`SELECT p.id, p.number, p.state, s.name AS supplier FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.number = ?`,
		a.in.Purchase).Scan(&p).Error
	switch {
	case err != nil:
		return err
	case p.ID == 0:
		return a.at.Errorf("purchase", "the book has no purchase order %s: look at the list of purchase orders", a.in.Purchase)
	}
	if err := p.State.CanAmend(); err != nil {
		return model.Errorf(model.Refused, "%s cannot be amended. %s Nothing was changed.", p.Number, sentence(err))
	}
	a.w.purchaseID, a.w.number, a.w.supplier = p.ID, p.Number, p.Supplier
	if a.all, err = linesOf(a.tx.DB, p.ID); err != nil || a.in.Order == "" {
		return err
	}
	var numbers []string
	for i := range a.all {
		numbers = append(numbers, a.all[i].OrderNo)
	}
	a.all = slices.DeleteFunc(a.all, func(l line) bool { return !sameOrder(l.OrderNo, a.in.Order) })
	if len(a.all) == 0 {
		return a.at.Errorf("order", "order %s does not stand in %s.%s", a.in.Order, p.Number, spelling.Hint(a.in.Order, numbers))
	}
	return nil
}

// sameOrder compares numbers as people write them, with and without a leading #.
func sameOrder(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "#"), strings.TrimPrefix(b, "#"))
}

// say fills in what is asked.
func (a *asking) say() error {
	ways := 0
	for _, given := range []bool{a.in.Cancel, len(a.in.Lines) > 0, a.in.Address != nil, a.in.FromShop} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return a.at.Errorf("cancel", "say one thing: cancel, lines, address or from_shop")
	}
	switch {
	case a.in.FromShop:
		return a.fromShop()
	case a.in.Address != nil:
		return a.address()
	case a.in.Cancel:
		return a.cancel()
	}
	for i := range a.in.Lines {
		if err := a.fewer(&a.in.Lines[i]); err != nil {
			return err
		}
	}
	return a.w.classify(a.all)
}

// cancel asks for nothing more of what has not left.
func (a *asking) cancel() error {
	for i := range a.all {
		if l := &a.all[i]; l.Gone < l.Quantity {
			a.w.lines = append(a.w.lines, asked{PurchaseLineID: l.ID, Before: l.Quantity, Quantity: l.Gone})
		}
	}
	if len(a.w.lines) == 0 {
		return model.Errorf(model.Refused, "All of %s that was meant is on its way: it cannot be cancelled any more.", a.w.number)
	}
	return a.w.classify(a.all)
}

// fewer takes pieces off the lines of one article, from the last ones first.
func (a *asking) fewer(in *LineInput) error {
	mine, err := a.match(in)
	if err != nil {
		return err
	}
	var due, gone model.Quantity
	for _, l := range mine {
		due += l.Quantity
		gone += l.Gone
	}
	switch l := mine[0]; {
	case in.Quantity < gone:
		return model.Errorf(model.Refused, "%d of %s for order %s have left already: fewer than that cannot be asked of %s.", gone, l.label(), l.OrderNo, a.w.supplier)
	case in.Quantity > due:
		return model.Errorf(model.Refused, "%d of %s are due for order %s. More pieces are a purchase order of their own: route the order again.", due, l.label(), l.OrderNo)
	}
	for i, cut := len(mine)-1, due-in.Quantity; i >= 0 && cut > 0; i-- {
		l := mine[i]
		n := min(cut, l.Quantity-l.Gone)
		if n > 0 {
			a.w.lines = append(a.w.lines, asked{PurchaseLineID: l.ID, Before: l.Quantity, Quantity: l.Quantity - n})
		}
		cut -= n
	}
	return nil
}

// match finds the lines of an article, of one order only.
func (a *asking) match(in *LineInput) ([]*line, error) {
	var mine []*line
	var skus, orders []string
	for i := range a.all {
		l := &a.all[i]
		if in.Order != "" && !sameOrder(l.OrderNo, in.Order) {
			continue
		}
		skus = append(skus, l.label())
		if !strings.EqualFold(l.SKU, in.SKU) && !strings.EqualFold(l.SupplierSKU, in.SKU) && (l.SKU != "" || !strings.EqualFold(l.Name, in.SKU)) {
			continue
		}
		if !slices.Contains(orders, l.OrderNo) {
			orders = append(orders, l.OrderNo)
		}
		mine = append(mine, l)
	}
	switch {
	case len(mine) == 0:
		return nil, a.at.Errorf("lines", "%s is not due of %s.%s", in.SKU, a.w.number, spelling.Hint(in.SKU, skus))
	case len(orders) > 1:
		return nil, a.at.Errorf("lines", "%s is due for the orders %s: say which order", in.SKU, strings.Join(orders, ", "))
	}
	for _, l := range mine {
		if slices.ContainsFunc(a.w.lines, func(x asked) bool { return x.PurchaseLineID == l.ID }) {
			return nil, a.at.Errorf("lines", "%s is named twice in lines", in.SKU)
		}
	}
	return mine, nil
}

// address asks to send one order elsewhere.
func (a *asking) address() error {
	c := a.in.Address
	to := model.Contact{
		Name: c.Name, Email: c.Email, Company: c.Company, Address1: c.Address1, Address2: c.Address2, City: c.City, Zip: c.Zip,
		Province: c.Province, Country: c.Country, Phone: c.Phone,
	}
	if lacks := missing(&to); lacks != "" {
		return a.at.Errorf("address", "the address has no %s: give it whole", lacks)
	}
	id, err := order.KeepContact(a.tx, &to)
	if err != nil {
		return err
	}
	return a.elsewhere(id)
}

// elsewhere asks to send the one order that is meant to a contact.
func (a *asking) elsewhere(contact int64) error {
	of := a.all[0].OrderID
	if slices.ContainsFunc(a.all, func(l line) bool { return l.OrderID != of }) {
		return a.at.Errorf("order", "%s goes to several customers: say which order is meant", a.w.number)
	}
	if goneAll(a.all, of) {
		return model.Errorf(model.Refused, "Order %s is on its way: its address cannot be changed any more.", a.all[0].OrderNo)
	}
	w := &a.w
	w.kind, w.orderID, w.to = model.AmendAddress, of, contact
	if err := a.tx.Raw(`SELECT contact_id FROM sent_address WHERE purchase_id = ? AND order_id = ?`, w.purchaseID, of).Scan(&w.was).Error; err != nil {
		return err
	}
	if w.was == w.to {
		return model.Errorf(model.Refused, "Order %s goes to that address already.", a.all[0].OrderNo)
	}
	return nil
}

// classify tells a cancellation from fewer pieces.
func (w *wish) classify(all []line) error {
	if len(w.lines) == 0 {
		return model.Errorf(model.Refused, "%s asks for just that already: there is nothing to change.", w.number)
	}
	w.kind = model.AmendCancel
	for _, x := range w.lines {
		at := slices.IndexFunc(all, func(l line) bool { return l.ID == x.PurchaseLineID })
		if at >= 0 && x.Quantity > all[at].Gone {
			w.kind = model.AmendQuantity
		}
	}
	slices.SortFunc(w.lines, func(x, y asked) int { return int(x.PurchaseLineID - y.PurchaseLineID) })
	return nil
}

// keep writes the amendment, unless one that is open says the same.
func (w *wish) keep(tx *store.Tx) (int64, record.Outcome, error) {
	same, err := w.standing(tx)
	if err != nil || same != 0 {
		return same, record.Unchanged, err
	}
	var n int64
	if err := tx.Raw(`SELECT COUNT(*) FROM amendment WHERE purchase_id = ?`, w.purchaseID).Scan(&n).Error; err != nil {
		return 0, "", err
	}
	number := fmt.Sprintf("%s-A%d", w.number, n+1)
	var id int64
	err = tx.Raw(`INSERT INTO amendment (purchase_id, number, kind, origin, state, reason, order_id, was_id, contact_id, created_at)
		VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?) RETURNING id`,
		w.purchaseID, number, string(w.kind), w.origin, w.reason, store.OrNull(w.orderID), store.OrNull(w.was), store.OrNull(w.to), string(tx.Now)).Scan(&id).Error
	if err != nil {
		return 0, "", err
	}
	for _, x := range w.lines {
		err := tx.Exec(`INSERT INTO amendment_line (amendment_id, purchase_line_id, before, quantity) VALUES (?, ?, ?, ?)`,
			id, x.PurchaseLineID, int64(x.Before), int64(x.Quantity)).Error
		if err != nil {
			return 0, "", err
		}
	}
	h := head{ID: id, PurchaseID: w.purchaseID, Number: number, Purchase: w.number}
	return id, record.Created, h.remember(tx, history.Created(), w.reason)
}

// standing finds an open amendment that says the same; one that says something
// else of the same pieces is in the way.
func (w *wish) standing(tx *store.Tx) (int64, error) {
	var open []struct {
		ID        int64
		Number    string
		State     model.AmendmentState
		OrderID   int64
		ContactID int64
	}
	err := tx.Raw(`SELECT id, number, state, COALESCE(order_id, 0) AS order_id, COALESCE(contact_id, 0) AS contact_id FROM amendment
		WHERE purchase_id = ? AND state IN ('draft', 'approved', 'queued', 'sent', 'unknown') ORDER BY id`, w.purchaseID).Scan(&open).Error
	if err != nil {
		return 0, err
	}
	for _, m := range open {
		lines, err := askedOf(tx.DB, m.ID)
		if err != nil {
			return 0, err
		}
		meets := w.orderID != 0 && m.OrderID == w.orderID
		same := m.OrderID == w.orderID && m.ContactID == w.to && len(lines) == len(w.lines)
		for _, x := range w.lines {
			was, asked := lines[x.PurchaseLineID]
			meets = meets || asked
			same = same && asked && was.Quantity == x.Quantity
		}
		switch {
		case same:
			return m.ID, nil
		case meets:
			return 0, model.Errorf(model.Conflict, "%s asks about the same already, and it is %s: withdraw it, or record its answer first.", m.Number, m.State.Words())
		}
	}
	return 0, nil
}
