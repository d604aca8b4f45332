package put

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// effects are the kinds of record whose change shows in the books at once: a
// new price, fee or rate reaches the margins in the transaction that keeps it.
func effects(db *store.DB, bus *event.Bus) map[string]Handler {
	return map[string]Handler{
		sourcing.Kind: Of(sourcing.Kind, then(db, bus, sourcing.New(db, bus).Put, repriced)),
		fee.Kind:      Of(fee.Kind, then(db, bus, fee.New(db, bus).Put, charged)),
		rate.Kind:     Of(rate.Kind, then(db, bus, rate.New(db, bus).Put, rated)),
		shop.Kind:     Of(shop.Kind, then(db, bus, shop.New(db, bus).Put, collected)),
	}
}

// then makes a put that works the books of the orders concerned out anew, in
// the same transaction, when anything changed.
func then[T any](db *store.DB, bus *event.Bus, put func(context.Context, []T) (record.Result, error),
	effect func(*store.Tx, *order.Merger, []T, record.Result) error,
) func(context.Context, []T) (record.Result, error) {
	return func(ctx context.Context, ins []T) (record.Result, error) {
		var r record.Result
		err := db.Write(ctx, func(tx *store.Tx) error {
			var err error
			if r, err = put(tx.Context(), ins); err != nil || r.Created+r.Updated == 0 {
				return err
			}
			m, err := order.Begin(tx, 0)
			if err != nil {
				return err
			}
			tx.After(func() { bus.BooksChanged.Publish(nil) })
			return effect(tx, m, ins, r)
		})
		return r, err
	}
}

// Shops keeps shops that a form has filled in, as Put does for JSON.
func (s *Service) Shops(ctx context.Context, ins []shop.Input) (record.Result, error) {
	return then(s.db, s.bus, shop.New(s.db, s.bus).Put, collected)(ctx, ins)
}

// Fees keeps fee rules that a form has filled in, as Put does for JSON.
func (s *Service) Fees(ctx context.Context, ins []fee.Input) (record.Result, error) {
	return then(s.db, s.bus, fee.New(s.db, s.bus).Put, charged)(ctx, ins)
}

// ArchiveFee puts a fee rule away, or with away false brings it back, and works
// the books of the orders out anew that it was charged on.
func (s *Service) ArchiveFee(ctx context.Context, id int64, away bool) error {
	fees := fee.New(s.db, s.bus)
	do := fees.Restore
	if away {
		do = fees.Archive
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		from, err := do(tx.Context(), id)
		if err != nil {
			return err
		}
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		tx.After(func() { s.bus.BooksChanged.Publish(nil) })
		return m.ResyncSince(from, 0, nil)
	})
}

func repriced(_ *store.Tx, m *order.Merger, _ []sourcing.OfferInput, r record.Result) error {
	return m.ResyncProducts(r.Touched, nil) // for offers, the products concerned
}

func charged(tx *store.Tx, m *order.Merger, _ []fee.Input, r record.Result) error {
	// A rule that starts ends the older one of its name the day before, so
	// nothing booked before the earliest start changes.
	var from model.Date
	if err := tx.Raw(`SELECT MIN(valid_from) FROM fee_rule WHERE id IN ?`, r.Touched).Scan(&from).Error; err != nil {
		return err
	}
	return m.ResyncSince(from, 0, nil)
}

func rated(_ *store.Tx, m *order.Merger, _ []rate.Input, _ record.Result) error {
	return m.ResyncUnbooked(nil)
}

func collected(_ *store.Tx, m *order.Merger, _ []shop.Input, r record.Result) error {
	return m.ResyncUnpaid(r.Touched, nil)
}

// promised makes a put of orders that keeps, in the same transaction, what their
// customers are told about the delivery.
func promised[T any](db *store.DB, put func(context.Context, []T) (record.Result, error)) func(context.Context, []T) (record.Result, error) {
	return func(ctx context.Context, ins []T) (record.Result, error) {
		var r record.Result
		err := db.Write(ctx, func(tx *store.Tx) (err error) {
			if r, err = put(tx.Context(), ins); err != nil || r.Created+r.Updated == 0 {
				return err
			}
			_, err = promise.Keep(tx)
			return err
		})
		return r, err
	}
}

// dropFeesChanged works the books of the orders out anew that a supplier with a
// changed drop fee bears costs of.
func dropFeesChanged(tx *store.Tx, m *order.Merger, _ []sourcing.DropFeeInput, r record.Result) error {
	return chargedBy(tx, m, `SELECT supplier_id FROM drop_fee WHERE id IN ?`, r.Touched)
}

// threeplFeesChanged is dropFeesChanged for what 3PLs charge.
func threeplFeesChanged(tx *store.Tx, m *order.Merger, _ []stock.FeeInput, r record.Result) error {
	return chargedBy(tx, m, `SELECT supplier_id FROM threepl_fee WHERE id IN ?`, r.Touched)
}

func chargedBy(tx *store.Tx, m *order.Merger, suppliers string, ids []int64) error {
	var orders []int64
	err := tx.Raw(`SELECT DISTINCT order_id FROM cost_fact WHERE superseded_at = '' AND supplier_id IN (`+suppliers+`) ORDER BY order_id`, ids).Scan(&orders).Error
	if err != nil || len(orders) == 0 {
		return err
	}
	_, err = m.Resync(orders, nil)
	return err
}
