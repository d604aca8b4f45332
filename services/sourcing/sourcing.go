// Package sourcing keeps what suppliers ask for a product and how many they
// have. Prices are never overwritten: a new offer starts and the older one ends
// the day before, so that any past day keeps its price. The package must not
// know which supplier is chosen, or how price lists look.
package sourcing

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "offer"

// Service keeps the offers and stock counts of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the offers of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes offers and stock counts, all or none. Touched in the
// result are the products whose costs may differ now.
func (s *Service) Put(ctx context.Context, ins []OfferInput) (record.Result, error) {
	var w writer
	return record.Batch[OfferInput]{
		DB: s.db, Kind: Kind,
		One: func(tx *store.Tx, at record.Ref, in *OfferInput) (record.Outcome, int64, error) {
			if w.tx != tx {
				w = writer{tx, NewBook(tx.DB)}
			}
			return w.put(at, in)
		},
		Done: func(ids []int64) { s.bus.OffersChanged.Publish(ids) },
	}.Put(ctx, ins)
}

// writer applies the offers of one transaction.
type writer struct {
	tx   *store.Tx
	book *Book
}

func (w *writer) put(at record.Ref, in *OfferInput) (record.Outcome, int64, error) {
	s, err := w.book.SupplierByName(in.Supplier)
	if err != nil {
		return "", 0, at.Because("supplier", err)
	}
	p, err := product.BySKUTx(w.tx.DB, in.SKU)
	if err != nil {
		return "", 0, at.Because("sku", err)
	}
	d, err := in.draft(s, p.ID, at)
	if err != nil {
		return "", 0, err
	}
	applied, err := w.book.apply(w.tx, d, at)
	if err != nil {
		return "", 0, err
	}
	if err := w.note(s.Name+" / "+p.SKU, &applied); err != nil {
		return "", 0, err
	}
	counted, err := w.stock(at, in, pair{s.ID, p.ID})
	if err != nil {
		return "", 0, err
	}
	if applied.outcome == record.Unchanged && counted != record.Unchanged {
		return record.Updated, p.ID, nil
	}
	return applied.outcome, p.ID, nil
}

// note writes the history of what was done to offers.
func (w *writer) note(key string, d *done) error {
	switch d.outcome {
	case record.Created:
		if d.ended != nil {
			last := string(d.offer.ValidFrom.AddDays(-1))
			ended := []history.Change{{Field: "valid_to", Old: string(d.ended.ValidTo), New: last}}
			if err := history.Record(w.tx, subject(key, d.ended), ended, "a newer offer starts"); err != nil {
				return err
			}
		}
		return history.Record(w.tx, subject(key, &d.offer), history.Created(), "")
	case record.Updated:
		return history.Record(w.tx, subject(key, &d.offer), history.Diff(values(d.now), values(&d.offer)), "")
	}
	return nil
}

func subject(key string, o *model.Offer) history.Subject {
	return history.Subject{Kind: Kind, ID: o.ID, Key: key + " / " + string(o.ValidFrom)}
}

func (w *writer) stock(at record.Ref, in *OfferInput, of pair) (record.Outcome, error) {
	if in.Stock == nil {
		if in.CountedOn != "" {
			return "", at.Errorf("stock", "counted_on is given without stock: say how many were counted")
		}
		return record.Unchanged, nil
	}
	if in.CountedOn > w.tx.Today.AddDays(1) { // at the supplier it may be tomorrow already
		return "", at.Errorf("counted_on", "counted_on %s is still to come: write the day of the count", in.CountedOn)
	}
	c := model.StockCount{SupplierID: of.supplier, ProductID: of.product, Quantity: *in.Stock, CountedOn: in.CountedOn}
	outcome, id, before, err := w.book.ApplyStock(w.tx, c)
	if err != nil || outcome == record.Unchanged {
		return outcome, err
	}
	changes := history.Created()
	if before != nil {
		changes = []history.Change{{Field: "quantity", Old: history.Of("", before.Quantity).Text, New: history.Of("", c.Quantity).Text}}
	}
	return outcome, history.Record(w.tx, history.Subject{Kind: "stock", ID: id, Key: at.Key}, changes, "")
}
