package sourcing

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Source of offers that a person entered.
const entered = "entered"

// ApplyOffer applies one offer of an import; see Book.ApplyOffer. For many
// offers use one Book with Preload.
func ApplyOffer(tx *store.Tx, o model.Offer) (record.Outcome, int64, *model.Offer, error) {
	return NewBook(tx.DB).ApplyOffer(tx, o)
}

// ApplyOffer applies one offer of an import. Without ValidFrom the first offer
// of a supplier for a product holds since ever (model.OpenStart), a later one
// with other terms starts on tx.Today, and the same terms leave all unchanged.
// Zero fields and nil lists are left out: a changed offer keeps them, a new one
// takes them from the offer before it. It returns the offer's id and, for taking
// the import back with UndoOffer, how the offer that it changed stood before:
// the same one when updated, the one it ended when created.
func (b *Book) ApplyOffer(tx *store.Tx, o model.Offer) (record.Outcome, int64, *model.Offer, error) {
	s, ok := b.Supplier(o.SupplierID)
	if !ok {
		if b.err != nil {
			return "", 0, nil, b.err
		}
		return "", 0, nil, model.FieldErrorf("supplier", "The supplier of this offer is not in the book")
	}
	d := &draft{
		supplier: s, productID: o.ProductID, supplierSKU: given(o.SupplierSKU), cost: &o.Cost, currency: given(o.Currency),
		moq: given(o.MOQ), multiple: given(o.Multiple), validFrom: o.ValidFrom, validTo: given(o.ValidTo),
		source: o.Source, batchID: o.BatchID, sinceEver: true,
	}
	if o.Breaks != nil {
		sortBreaks(o.Breaks)
		d.breaks = &o.Breaks
	}
	if o.Shipping != nil {
		sortShipping(o.Shipping)
		d.shipping = &o.Shipping
	}
	done, err := b.apply(tx, d, record.Ref{Kind: Kind, Key: s.Name})
	return done.outcome, done.offer.ID, done.before(), err
}

// given returns nil for the zero value: an import that does not say it.
func given[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// done is what became of a draft.
type done struct {
	plan
	outcome record.Outcome
}

func (d *done) before() *model.Offer {
	if d.outcome == record.Updated {
		return d.now
	}
	return d.ended
}

// apply writes what a draft changes.
func (b *Book) apply(tx *store.Tx, d *draft, at record.Ref) (done, error) {
	chain, err := b.chain(d.supplier.ID, d.productID)
	if err != nil {
		return done{}, err
	}
	p, err := planned(chain, d, at, tx.Today)
	if err != nil {
		return done{}, err
	}
	switch {
	case p.now == nil:
		err = b.begin(tx, &p)
		return done{p, record.Created}, err
	case same(p.now, &p.offer):
		p.offer = *p.now
		return done{p, record.Unchanged}, nil
	}
	p.offer.Version++
	if err := b.rewrite(tx, &p.offer); err != nil {
		return done{}, err
	}
	return done{p, record.Updated}, nil
}

// same tells whether both say the same, wherever it was said.
func same(a, b *model.Offer) bool {
	if a.Cost != b.Cost || a.ValidTo != b.ValidTo {
		return false
	}
	before, after := values(a), values(b)
	for i := range before {
		if before[i] != after[i] {
			return false
		}
	}
	return true
}

// begin inserts a new offer and ends the older one the day before.
func (b *Book) begin(tx *store.Tx, p *plan) error {
	if p.ended != nil {
		older := *p.ended
		older.ValidTo, older.Version = p.offer.ValidFrom.AddDays(-1), older.Version+1
		if err := run(tx, "UPDATE offer SET valid_to = ?, version = ? WHERE id = ?", string(older.ValidTo), older.Version, older.ID); err != nil {
			return err
		}
		b.remember(older)
	}
	add, err := tx.Prepare(`INSERT INTO offer (supplier_id, product_id, supplier_sku, cost, currency, moq, multiple, valid_from, valid_to, source, batch_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`)
	if err != nil {
		return err
	}
	o := &p.offer
	err = add.QueryRow(o.SupplierID, o.ProductID, o.SupplierSKU, int64(o.Cost), string(o.Currency), int64(o.MOQ), int64(o.Multiple),
		string(o.ValidFrom), string(o.ValidTo), o.Source, o.BatchID).Scan(&o.ID)
	if err != nil {
		return err
	}
	if err := writeParts(tx, o); err != nil {
		return err
	}
	b.remember(*o)
	return nil
}

// rewrite updates an offer with all that belongs to it.
func (b *Book) rewrite(tx *store.Tx, o *model.Offer) error {
	err := run(tx, `UPDATE offer SET supplier_sku = ?, cost = ?, currency = ?, moq = ?, multiple = ?, valid_to = ?, source = ?, batch_id = ?, version = ?
		WHERE id = ?`, o.SupplierSKU, int64(o.Cost), string(o.Currency), int64(o.MOQ), int64(o.Multiple), string(o.ValidTo), o.Source, o.BatchID, o.Version, o.ID)
	if err != nil {
		return err
	}
	if err := run(tx, "DELETE FROM offer_break WHERE offer_id = ?", o.ID); err != nil {
		return err
	}
	if err := run(tx, "DELETE FROM offer_shipping WHERE offer_id = ?", o.ID); err != nil {
		return err
	}
	if err := writeParts(tx, o); err != nil {
		return err
	}
	b.remember(*o)
	return nil
}

// writeParts inserts the price breaks and shipping prices of an offer.
func writeParts(tx *store.Tx, o *model.Offer) error {
	for _, r := range o.Breaks {
		if err := run(tx, "INSERT INTO offer_break (offer_id, from_quantity, cost) VALUES (?, ?, ?)", o.ID, int64(r.FromQuantity), int64(r.Cost)); err != nil {
			return err
		}
	}
	for _, r := range o.Shipping {
		err := run(tx, "INSERT INTO offer_shipping (offer_id, country, service, cost, days_p50, days_p90, duty_payer) VALUES (?, ?, ?, ?, ?, ?, ?)",
			o.ID, r.Country, r.Service, int64(r.Cost), r.DaysP50, r.DaysP90, r.DutyPayer)
		if err != nil {
			return err
		}
	}
	return nil
}

// run executes a statement that is prepared once in the transaction.
func run(tx *store.Tx, query string, args ...any) error {
	s, err := tx.Prepare(query)
	if err != nil {
		return err
	}
	_, err = s.Exec(args...)
	return err
}

// UndoOffer takes back what ApplyOffer did: a created offer is removed and the
// one it ended runs on as before, an updated one says again what it said. Undo
// in the reverse order of applying. An offer that allocations refer to cannot
// be removed; the caller tells first what depends on it.
func UndoOffer(tx *store.Tx, outcome record.Outcome, id int64, before *model.Offer) error {
	if outcome == record.Created {
		if err := run(tx, "DELETE FROM offer WHERE id = ?", id); err != nil {
			return err
		}
	}
	if before == nil {
		return nil
	}
	o := *before
	if err := tx.Model(&model.Offer{}).Where("id = ?", o.ID).Pluck("version", &o.Version).Error; err != nil {
		return err
	}
	o.Version++
	return NewBook(tx.DB).rewrite(tx, &o)
}
