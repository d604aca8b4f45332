package purchase

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// RestockKind is the kind of record of a replenishment in messages.
const RestockKind = "replenishment"

// replenishment is the kind of purchase order that fills up own stock.
const replenishment = "replenishment"

// Restock is a purchase order that fills up own stock at a 3PL. Reference is
// the merchant's own name for it, "" none. Currency "" is that of the offers.
type Restock struct {
	Supplier, To int64
	Reference    string
	Currency     model.Currency
	Shipping     model.Amount // of all of it, in Currency
	Lines        []RestockLine
}

// RestockLine is one product. Cost is of a piece, nil: by the supplier's offer
// of today for the quantity.
type RestockLine struct {
	Product  int64
	Quantity model.Quantity
	Cost     *model.Amount
}

// Restock drafts a replenishment and returns its id. It is approved, forwarded
// and answered like any other purchase order, and taken in by Receive.
func (s *Service) Restock(ctx context.Context, r Restock) (int64, error) {
	var id int64
	err := s.change(ctx, func(tx *store.Tx) (orders []int64, err error) {
		id, err = RestockTx(tx, r)
		return nil, err
	}, false)
	return id, err
}

// RestockTx is Restock within a transaction.
func RestockTx(tx *store.Tx, r Restock) (int64, error) {
	lines, err := r.price(tx)
	if err != nil {
		return 0, err
	}
	d, err := newDrafter(tx)
	if err != nil {
		return 0, err
	}
	id, err := d.begin(basket{supplier: r.Supplier, currency: r.Currency})
	if err != nil {
		return 0, err
	}
	err = tx.Exec(`UPDATE purchase_order SET kind = ?, ship_to_id = ?, reference = ? WHERE id = ?`, replenishment, r.To, r.Reference, id).Error
	if err != nil {
		return 0, err
	}
	return id, r.write(tx, id, lines)
}

// stockLine is a line of a replenishment, with its copies.
type stockLine struct {
	ProductID              int64
	SKU, SupplierSKU, Name string
	Quantity               model.Quantity
	UnitCost               model.Amount
}

// price fills prices in and refuses what the supplier does not sell like that.
func (r *Restock) price(tx *store.Tx) ([]stockLine, error) {
	market := sourcing.NewBook(tx.DB)
	from, ok := market.Supplier(r.Supplier)
	to, there := market.Supplier(r.To)
	switch {
	case !ok || !there:
		return nil, model.Errorf(model.NotFound, "The supplier or the 3PL of the replenishment is not in the book.")
	case to.Type != model.ThirdPartyLogistics:
		return nil, model.FieldErrorf("to", "%s is no 3PL: own stock is kept with suppliers of the type third_party_logistics.", to.Name)
	case r.Supplier == r.To:
		return nil, model.FieldErrorf("supplier", "%s cannot fill up its own stock of yours: name the supplier that sells the goods.", from.Name)
	case len(r.Lines) == 0:
		return nil, model.FieldErrorf("lines", "A replenishment needs at least one product.")
	case r.Shipping < 0:
		return nil, model.FieldErrorf("shipping", "Shipping cannot be below 0.")
	}
	var all []stockLine
	for i := range r.Lines {
		l, err := r.line(tx, market, from, &r.Lines[i])
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(o stockLine) bool { return o.ProductID == l.ProductID }) {
			return nil, model.FieldErrorf("lines", "%s stands in two lines: add them together.", l.SKU)
		}
		all = append(all, l)
	}
	return all, nil
}

func (r *Restock) line(tx *store.Tx, market *sourcing.Book, from *model.Supplier, in *RestockLine) (stockLine, error) {
	var p model.Product
	if err := tx.Where("id = ?", in.Product).Limit(1).Find(&p).Error; err != nil {
		return stockLine{}, err
	}
	l := stockLine{ProductID: p.ID, SKU: p.SKU, Name: p.Name, Quantity: in.Quantity}
	if p.ID == 0 {
		return l, model.Errorf(model.NotFound, "A product of the replenishment is not in the book.")
	}
	if in.Quantity <= 0 {
		return l, model.FieldErrorf("quantity", "The replenishment needs at least one piece of %s.", p.SKU)
	}
	offers, err := market.Offers(p.ID)
	if err != nil {
		return l, err
	}
	at := slices.IndexFunc(offers, func(o model.Offer) bool { return o.SupplierID == r.Supplier && o.ValidOn(tx.Today) })
	if at < 0 && in.Cost == nil {
		return l, model.FieldErrorf("cost", "%s has no price for %s today: enter an offer, or write the cost of a piece.", from.Name, p.SKU)
	}
	currency := from.Currency
	if at >= 0 {
		if err := l.offered(from, &offers[at]); err != nil {
			return l, err
		}
		if in.Cost == nil {
			l.UnitCost, currency = offers[at].UnitCost(in.Quantity), offers[at].Currency
		}
	}
	if in.Cost != nil {
		if l.UnitCost = *in.Cost; l.UnitCost < 0 {
			return l, model.FieldErrorf("cost", "The cost of %s cannot be below 0.", p.SKU)
		}
		currency = cmp.Or(r.Currency, currency)
	}
	r.Currency = cmp.Or(r.Currency, currency)
	if currency != r.Currency {
		return l, model.FieldErrorf("currency", "%s asks for %s in %s and the replenishment is in %s: make one for each currency.", from.Name, p.SKU, currency, r.Currency)
	}
	return l, nil
}

// write puts the lines in place of those that stood, and adds up.
func (r *Restock) write(tx *store.Tx, id int64, lines []stockLine) error {
	if err := tx.Exec(`DELETE FROM stock_line WHERE purchase_id = ?`, id).Error; err != nil {
		return err
	}
	var goods model.Amount
	for i, l := range lines {
		goods = goods.Add(l.UnitCost.Times(l.Quantity).Round(r.Currency))
		err := tx.Exec(`INSERT INTO stock_line (purchase_id, product_id, position, sku, supplier_sku, name, quantity, unit_cost) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			id, l.ProductID, i+1, l.SKU, l.SupplierSKU, l.Name, int64(l.Quantity), int64(l.UnitCost)).Error
		if err != nil {
			return err
		}
	}
	shipping := r.Shipping.Round(r.Currency)
	return tx.Exec(`UPDATE purchase_order SET goods = ?, shipping = ?, total = ?, version = version + 1 WHERE id = ?`,
		int64(goods), int64(shipping), int64(goods.Add(shipping)), id).Error
}

// RestockInput is a replenishment as a form or the put command says it.
type RestockInput struct {
	Reference string `json:"reference" key:"yes" max:"60" doc:"Your own name for the replenishment, such as summer-1."`

	Supplier string             `json:"supplier" is:"name" max:"120" doc:"Who sells the goods. A new one needs it."`
	To       string             `json:"to" is:"name" max:"120" doc:"The 3PL that takes them in. A new one needs it."`
	Currency *model.Currency    `json:"currency" is:"currency" default:"that of the offers" doc:"The currency of the costs."`
	Shipping *record.Amount     `json:"shipping" default:"0" doc:"What the supplier takes for sending all of it; it becomes part of what the pieces cost."`
	Lines    []RestockLineInput `json:"lines" doc:"The products; they replace all lines. A new one needs them."`
}

// RestockLineInput is one product of a replenishment.
type RestockLineInput struct {
	SKU      string         `json:"sku" required:"yes" max:"200" doc:"The product."`
	Quantity model.Quantity `json:"quantity" required:"yes" range:"1..1000000" doc:"How many pieces."`
	Cost     *record.Amount `json:"cost" default:"as the supplier offers today" doc:"What a piece costs."`
}

// PutRestocks drafts replenishments, or changes those that are still drafts, by
// their reference, all or none.
func (s *Service) PutRestocks(ctx context.Context, ins []RestockInput) (record.Result, error) {
	return record.Batch[RestockInput]{
		DB: s.db, Kind: RestockKind, One: putRestock,
		Done: func([]int64) { s.bus.PurchasesChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putRestock(tx *store.Tx, at record.Ref, in *RestockInput) (record.Outcome, int64, error) {
	var old struct {
		ID, SupplierID, ShipToID int64
		Number                   string
		State                    model.PurchaseState
		Currency                 model.Currency
		Shipping                 model.Amount
	}
	err := tx.Raw(`SELECT id, supplier_id, ship_to_id, number, state, currency, shipping FROM purchase_order WHERE reference = ? AND kind = ?`,
		in.Reference, replenishment).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	r := Restock{Supplier: old.SupplierID, To: old.ShipToID, Reference: in.Reference, Currency: old.Currency, Shipping: old.Shipping}
	if err := in.take(tx.DB, at, &r, old.ID == 0); err != nil {
		return "", 0, err
	}
	if old.ID == 0 {
		id, err := RestockTx(tx, r)
		return record.Created, id, at.Because(fieldOf(err), err)
	}
	before, err := restockLines(tx.DB, old.ID)
	if err != nil {
		return "", 0, err
	}
	if in.same(&r, before, Restock{Supplier: old.SupplierID, To: old.ShipToID, Currency: old.Currency, Shipping: old.Shipping}) {
		return record.Unchanged, old.ID, nil
	}
	if old.State != model.PurchaseDraft {
		return "", 0, at.Errorf("reference", "%s is %s and no longer changes", old.Number, old.State.Words())
	}
	if in.Lines == nil {
		for _, l := range before {
			r.Lines = append(r.Lines, RestockLine{l.ProductID, l.Quantity, &l.UnitCost})
		}
	}
	lines, err := r.price(tx)
	if err != nil {
		return "", 0, at.Because(fieldOf(err), err)
	}
	err = tx.Exec(`UPDATE purchase_order SET supplier_id = ?, ship_to_id = ?, currency = ? WHERE id = ?`, r.Supplier, r.To, string(r.Currency), old.ID).Error
	if err != nil {
		return "", 0, err
	}
	if err := r.write(tx, old.ID, lines); err != nil {
		return "", 0, err
	}
	of := history.Subject{Kind: allocation.PurchaseKind, ID: old.ID, Key: old.Number}
	return record.Updated, old.ID, history.Record(tx, of, []history.Change{{Field: "lines", New: "changed"}}, "")
}

func fieldOf(err error) string {
	if e, ok := err.(*model.Error); ok { //nolint:errorlint // a wrapped one already says where
		return e.Field
	}
	return ""
}

// take reads the input over a replenishment.
func (in *RestockInput) take(q *gorm.DB, at record.Ref, r *Restock, isNew bool) error {
	for _, x := range []struct {
		field, name string
		to          *int64
	}{{"supplier", in.Supplier, &r.Supplier}, {"to", in.To, &r.To}} {
		if x.name == "" {
			if isNew {
				return at.Errorf(x.field, "%s is missing", x.field)
			}
			continue
		}
		s, err := supplier.ByNameTx(q, x.name)
		if err != nil {
			return at.Because(x.field, err)
		}
		*x.to = s.ID
	}
	if isNew && len(in.Lines) == 0 {
		return at.Errorf("lines", "lines are missing: say what is ordered")
	}
	record.Take(&r.Currency, in.Currency)
	record.Take(&r.Shipping, (*model.Amount)(in.Shipping))
	for _, l := range in.Lines {
		p, err := product.BySKUTx(q, l.SKU)
		if err != nil {
			return at.Because("lines", err)
		}
		r.Lines = append(r.Lines, RestockLine{p.ID, l.Quantity, (*model.Amount)(l.Cost)})
	}
	return nil
}

// same tells whether nothing differs from what stands; a line without a cost
// keeps the one it has.
func (in *RestockInput) same(r *Restock, before []stockLine, stands Restock) bool {
	if r.Supplier != stands.Supplier || r.To != stands.To || r.Currency != stands.Currency || r.Shipping != stands.Shipping || in.Lines != nil && len(r.Lines) != len(before) {
		return false
	}
	for i, l := range r.Lines {
		b := before[i]
		if l.Product != b.ProductID || l.Quantity != b.Quantity || l.Cost != nil && *l.Cost != b.UnitCost {
			return false
		}
	}
	return true
}

// offered takes the supplier's own name for the product, and refuses a quantity
// that is not sold.
func (l *stockLine) offered(from *model.Supplier, o *model.Offer) error {
	switch {
	case l.Quantity < o.MOQ:
		return model.FieldErrorf("quantity", "%s sells at least %d of %s.", from.Name, o.MOQ, l.SKU)
	case o.Multiple > 1 && l.Quantity%o.Multiple != 0:
		return model.FieldErrorf("quantity", "%s sells %s in multiples of %d.", from.Name, l.SKU, o.Multiple)
	}
	l.SupplierSKU = o.SupplierSKU
	return nil
}

func restockLines(q *gorm.DB, id int64) ([]stockLine, error) {
	var all []stockLine
	err := q.Raw(`SELECT product_id, sku, supplier_sku, name, quantity, unit_cost FROM stock_line WHERE purchase_id = ? ORDER BY position`, id).Scan(&all).Error
	return all, err
}

// restocks warns of replenishments that cannot leave.
func (r *review) restocks(ids []int64) error {
	var rows []struct{ ID, SupplierID, ShipToID int64 }
	err := r.q.Raw(`SELECT id, supplier_id, ship_to_id FROM purchase_order WHERE id IN ? AND kind = ?`, ids, replenishment).Scan(&rows).Error
	if err != nil {
		return err
	}
	for _, p := range rows {
		i := item{PurchaseID: p.ID}
		from, ok := r.market.Supplier(p.SupplierID)
		to, there := r.market.Supplier(p.ShipToID)
		if !ok || !there {
			return model.Errorf(model.Internal, "Purchase order %d names a supplier that is not in the book.", p.ID)
		}
		switch {
		case from.ArchivedAt != "":
			r.block(&i, WarnSupplier, Facts{}.say("%s is archived.", from.Name))
		case !from.Stage.MayReceiveOrders():
			r.block(&i, WarnSupplier, Facts{}.say("%s may not receive orders: its stage is %s.", from.Name, from.Stage))
		case to.ArchivedAt != "":
			r.block(&i, WarnSupplier, Facts{}.say("%s, which is to take the goods in, is archived.", to.Name))
		}
		if _, known, err := stock.WarehouseOf(r.q, p.ShipToID); err != nil {
			return err
		} else if !known {
			r.block(&i, WarnAddress, Facts{}.say("The address of %s is not known: enter its warehouse.", to.Name))
		}
	}
	return nil
}
